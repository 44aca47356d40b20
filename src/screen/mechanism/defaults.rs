//! A mechanism of each kind to begin with: it does little until its numbers are typed.

use sortie_engine::plan::{
    AdjustTerms, AdjustmentChange, Audience, ChannelTargets, CloseChannel, HitProducts, Mechanism,
    OpenChannel, PaidReach, Parameter, Plan, PriceChange, RestoreLink, SubscriberList, VisitShare,
};
use sortie_engine::unit::Estimate;

use crate::catalog::evidence;

/// What is known of how orders answer to prices.
pub const ELASTICITY_SOURCE: &str = "prc.elasticity.meta";

/// Every kind that the plan can take: a channel that is closed is needed to open one, and a shock to get round it.
pub fn all(plan: &Plan) -> Vec<Mechanism> {
    let Some(first) = plan.channels.first().map(|channel| channel.id.clone()) else { return vec![] };
    let mut all = vec![
        Mechanism::Audience(Box::new(audience(&first))),
        Mechanism::PaidReach(Box::new(paid_reach(&first))),
        Mechanism::SubscriberList(Box::new(list(&first))),
    ];
    if let Some(closed) = plan.channels.iter().find(|channel| !channel.active) {
        let channel = closed.id.clone();
        let open = OpenChannel { channel, ramp_months: 3.0, approval: 1.0, ..OpenChannel::default() };
        all.push(Mechanism::OpenChannel(open));
    }
    all.push(Mechanism::CloseChannel(CloseChannel { channel: first, ramp_months: 1.0 }));
    all.push(Mechanism::Adjust(AdjustTerms {
        targets: ChannelTargets::default(),
        parameter: Parameter::UnitCost,
        change: AdjustmentChange::Factor(Estimate::certain(1.0)),
        ramp_months: 0.0,
    }));
    if let Some(shock) = plan.shocks.first() {
        let (shock, penalty_months) = (shock.id.clone(), 1);
        let restore = RestoreLink { shock, penalty_months, approval: 1.0, ..RestoreLink::default() };
        all.push(Mechanism::RestoreLink(restore));
    }
    all.push(Mechanism::Hits(HitProducts { half_life_months: 1.0, ..HitProducts::default() }));
    // Buyers who never answered would make any rise of prices look like a gain.
    let known = evidence::row(ELASTICITY_SOURCE);
    all.extend(known.map(|known| {
        let elasticity = Estimate::new(known.low, known.typical, known.high);
        let factor = Estimate::certain(1.0);
        Mechanism::Price(PriceChange { factor, elasticity, ..PriceChange::default() })
    }));
    all
}

fn audience(to: &str) -> Audience {
    Audience {
        to: vec![VisitShare { channel: to.to_owned(), share: 1.0 }],
        trust_half: Estimate::certain(1.0),
        ..Audience::default()
    }
}

fn paid_reach(to: &str) -> PaidReach {
    let one = Estimate::certain(1.0);
    PaidReach {
        to: to.to_owned(),
        cost_per_visit: one,
        saturation_spend: one,
        conversion_factor: one,
        ..PaidReach::default()
    }
}

fn list(to: &str) -> SubscriberList {
    SubscriberList { to: to.to_owned(), ..SubscriberList::default() }
}

#[cfg(test)]
mod tests {
    use sortie_engine::plan::{check, read};

    use super::*;
    use crate::catalog::templates;

    #[test]
    fn a_mechanism_of_every_kind_begins_without_a_fault() {
        for template in templates() {
            let plan = read(template.plan_bytes).unwrap();
            for mechanism in all(&plan) {
                let mut changed = plan.clone();
                let word = mechanism.type_word();
                changed.strategies[0].mechanisms.push(mechanism);
                assert_eq!(check(&changed), [], "{} {word}", template.id);
            }
            let prices = all(&plan).iter().any(|mechanism| matches!(mechanism, Mechanism::Price(_)));
            assert!(prices, "{}: the elasticity has a source", template.id);
        }
    }
}
