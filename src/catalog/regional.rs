//! Ready-made strategies as they are where the plan sells. Their files tell of the United States; what a response costs and
//! what creators ask in South-East Asia is told by the same response in the sample of that region.

use std::sync::LazyLock;

use sortie_engine::plan::{
    self, BasisMap, Channel, ChannelKind, Mechanism, Plan, ReadyStrategy, ResponseRole, Strategy, home_market,
};

use super::{OfferedStrategy, is_south_east_asia, templates, typical_channel_in};

/// The sample that tells of South-East Asia.
const EASTERN_SAMPLE: &str = "sea_market_ban";

/// Where the numbers of a response come from, against where a plan sells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumbersFrom {
    /// Where the plan sells, as far as the app knows.
    Home,
    /// What it costs is told for South-East Asia, where the plan sells.
    SouthEastAsia,
    /// The plan sells in South-East Asia, and the numbers are those of the United States.
    Elsewhere,
}

/// The ready-made strategy for `plan`, and where its numbers come from.
pub fn ready_for(file: &OfferedStrategy, plan: &Plan) -> Option<(ReadyStrategy, NumbersFrom)> {
    let mut ready = ReadyStrategy::read(file.bytes).ok()?;
    let market = home_market(plan).filter(|market| is_south_east_asia(market));
    let Some(market) = market else { return Some((ready, NumbersFrom::Home)) };
    for role in ready.roles.iter_mut() {
        settle_role(role, &market);
    }
    let Some(eastern) = EASTERN_STRATEGIES.iter().find(|strategy| strategy.id == file.id) else {
        return Some((ready, NumbersFrom::Elsewhere));
    };
    take_numbers(&mut ready.strategy, eastern);
    Some((ready, NumbersFrom::SouthEastAsia))
}

static EASTERN_STRATEGIES: LazyLock<Vec<Strategy>> = LazyLock::new(|| {
    let sample = templates().iter().find(|template| template.id == EASTERN_SAMPLE);
    sample.and_then(|sample| plan::read(sample.plan_bytes).ok()).map_or_else(Vec::new, |plan| plan.strategies)
});

/// A channel that is added is one of the region; how many find it stays as the response tells.
fn settle_role(role: &mut ResponseRole, market: &str) {
    let Some(own) = role.channel.as_mut() else { return };
    let Some(typical) = typical_channel_in(own.kind, market).filter(|it| is_south_east_asia(&it.market))
    else {
        return;
    };
    let Channel { visits, growth, .. } = *own;
    let name = std::mem::take(&mut own.name);
    let sources = std::mem::take(&mut own.basis);
    let kind: ChannelKind = own.kind;
    *own = Channel { name, kind, visits, growth, active: false, surface: None, ..typical };
    for field in ["visits", "growth"] {
        take_source(&mut own.basis, &sources, field, field);
    }
}

/// What it costs, and what creators and videos ask, with the sources.
fn take_numbers(strategy: &mut Strategy, eastern: &Strategy) {
    let Strategy { setup_cost, monthly_cost, exit_cost, .. } = *eastern;
    (strategy.setup_cost, strategy.monthly_cost, strategy.exit_cost) = (setup_cost, monthly_cost, exit_cost);
    for field in ["setup_cost", "monthly_cost", "exit_cost"] {
        take_source(&mut strategy.basis, &eastern.basis, field, field);
    }
    for (place, mechanism) in strategy.mechanisms.iter_mut().enumerate() {
        let word = mechanism.type_word();
        let told = eastern.mechanisms.iter().position(|other| other.type_word() == word);
        let Some((at, told)) = told.map(|at| (at, &eastern.mechanisms[at])) else { continue };
        let fields: &[&str] = match (mechanism, told) {
            (Mechanism::PaidReach(own), Mechanism::PaidReach(told)) => {
                let (to, on, via) = (own.to.clone(), own.on.clone(), own.via.clone());
                **own = plan::PaidReach { to, on, via, ..(**told).clone() };
                &[
                    "spend_per_month",
                    "cost_per_visit",
                    "saturation_spend",
                    "carry_over",
                    "conversion_factor",
                    "commission",
                ]
            }
            (Mechanism::Audience(own), Mechanism::Audience(told)) => {
                own.cost_per_post = told.cost_per_post;
                &["cost_per_post"]
            }
            _ => &[],
        };
        for field in fields {
            let [to, from] = [place, at].map(|place| format!("mechanisms[{place}].{field}"));
            take_source(&mut strategy.basis, &eastern.basis, &to, &from);
        }
    }
}

/// Lets a number say who says so, as another one does.
fn take_source(basis: &mut BasisMap, told: &BasisMap, to: &str, from: &str) {
    match told.get(from) {
        Some(source) => drop(basis.insert(to.to_owned(), source.clone())),
        None => drop(basis.remove(to)),
    }
}

#[cfg(test)]
mod tests {
    use sortie_engine::plan::{check, read};

    use super::*;
    use crate::catalog::evidence::{rate, row};
    use crate::catalog::ready_strategies;

    fn sample(id: &str) -> Plan {
        read(templates().iter().find(|template| template.id == id).unwrap().plan_bytes).unwrap()
    }

    fn ready(id: &str, plan: &Plan) -> (ReadyStrategy, NumbersFrom) {
        ready_for(ready_strategies().iter().find(|file| file.id == id).unwrap(), plan).unwrap()
    }

    #[test]
    fn affiliates_cost_in_south_east_asia_what_they_cost_there() {
        let (us, home) = ready("commission_affiliates", &sample("womens_wear"));
        let (sea, from) = ready("commission_affiliates", &sample("sea_market_ban"));
        assert_eq!((home, from), (NumbersFrom::Home, NumbersFrom::SouthEastAsia));
        assert!(sea.strategy.setup_cost.likely < us.strategy.setup_cost.likely / 5.0);
        let [Mechanism::PaidReach(us), ..] = &us.strategy.mechanisms[..] else { panic!() };
        let [Mechanism::PaidReach(told), ..] = &sea.strategy.mechanisms[..] else { panic!() };
        assert_eq!(told.to, us.to, "the part it plays stays");
        assert!(
            told.commission.likely < us.commission.likely
                && told.cost_per_visit.likely < us.cost_per_visit.likely
        );
        let basis = &sea.strategy.basis["mechanisms[0].commission"];
        assert_eq!(basis, "asm.sea_market_ban.commission_affiliates.commission");
        let shop = sea.roles.iter().find_map(|role| role.channel.as_ref()).unwrap();
        assert_eq!(shop.currency.as_deref(), Some("MYR"));
    }

    #[test]
    fn every_response_for_south_east_asia_says_who_says_so_and_can_be_added() {
        let plan = sample("sea_market_ban");
        let mut n_regional = 0;
        for file in ready_strategies() {
            let (ready, from) = ready_for(file, &plan).unwrap();
            n_regional += usize::from(from == NumbersFrom::SouthEastAsia);
            assert_ne!(from, NumbersFrom::Home, "{}", file.id);
            let costs = [ready.strategy.setup_cost, ready.strategy.monthly_cost, ready.strategy.exit_cost];
            for (field, cost) in ["setup_cost", "monthly_cost", "exit_cost"].into_iter().zip(costs) {
                let known = ready.strategy.basis.get(field).is_some_and(|id| row(id).is_some());
                assert!(known || cost.likely == 0.0, "{}: {field}", file.id);
            }
            let mut changed = plan.clone();
            if ready.add_to(&mut changed, rate).is_ok() {
                assert_eq!(check(&changed), [], "{}", file.id);
            }
        }
        assert!(n_regional >= 6, "{n_regional}");
    }
}
