//! Sources of numbers: each names a field that its part can have. Where in a list it stands is not asked, since a source that
//! is left of a removed part changes no result.

use super::super::fault::FaultProblem;
use super::super::fields::{
    fields_of_cash, fields_of_channel, fields_of_mechanism, fields_of_shock, fields_of_strategy,
    numbers_of_cash, numbers_of_channel, numbers_of_demand, numbers_of_mechanism, numbers_of_plan,
    numbers_of_seller, numbers_of_shock,
};
use super::super::mechanism::Mechanism;
use super::super::parts::{BasisMap, Channel, Plan};
use super::super::shock::Shock;
use super::super::strategy::Strategy;
use super::seek::PlanCheck;

/// Looks at the sources of a part whose fields are those that `is_field` knows, without places in lists.
fn basis(seek: &mut PlanCheck, basis: &BasisMap, is_field: impl Fn(&str) -> bool) {
    for key in basis.keys() {
        if !is_field(&without_places(key)) {
            seek.within("basis", |seek| seek.fault(key, FaultProblem::NoSuchBasis));
        }
    }
}

/// Takes out the sources that name no field. Files of the first version may hold some, for they changed no result.
pub(in super::super) fn forget_strange_sources(plan: &mut Plan) {
    let keep = |own: &mut BasisMap, is_field: &dyn Fn(&str) -> bool| {
        own.retain(|key, _| is_field(&without_places(key)));
    };
    let mut own = std::mem::take(&mut plan.basis);
    keep(&mut own, &|key| is_of_plan(plan, key));
    plan.basis = own;
    plan.markets.iter_mut().for_each(|market| keep(&mut market.basis, &is_of_market));
    plan.scenarios.iter_mut().for_each(|scenario| keep(&mut scenario.basis, &is_of_scenario));
    for channel in &mut plan.channels {
        let mut own = std::mem::take(&mut channel.basis);
        keep(&mut own, &|key| is_of_channel(channel, key));
        channel.basis = own;
    }
    for shock in &mut plan.shocks {
        let mut own = std::mem::take(&mut shock.basis);
        keep(&mut own, &|key| is_of_shock(shock, key));
        shock.basis = own;
    }
    for strategy in &mut plan.strategies {
        let mut own = std::mem::take(&mut strategy.basis);
        keep(&mut own, &|key| is_of_strategy(strategy, key));
        strategy.basis = own;
    }
}

/// `mechanisms[2].share` as `mechanisms.share`.
fn without_places(key: &str) -> String {
    let mut is_inside = false;
    let outside = |sign: &char| {
        is_inside = (is_inside || *sign == '[') && *sign != ']';
        !is_inside && *sign != ']'
    };
    key.chars().filter(outside).collect()
}

/// Whether `key` is one of `names`, after `before`.
fn is_one_of<'n>(key: &str, before: &str, mut names: impl Iterator<Item = &'n str>) -> bool {
    key.strip_prefix(before).is_some_and(|rest| names.any(|name| name == rest))
}

/// Whether it is a word that says which thing a part is.
fn is_common(key: &str) -> bool {
    ["id", "name", "kind", "notes"].contains(&key)
}

pub(super) fn of_plan(seek: &mut PlanCheck, plan: &Plan) {
    basis(seek, &plan.basis, |key| is_of_plan(plan, key));
}

fn is_of_plan(plan: &Plan, key: &str) -> bool {
    let cash = fields_of_cash(&plan.cash).into_iter().map(|it| it.name);
    let cash = cash.chain(numbers_of_cash(&plan.cash).into_iter().map(|it| it.name));
    let demand = numbers_of_demand(&plan.demand).into_iter().map(|it| it.name);
    let seller = numbers_of_seller(&plan.seller).into_iter().map(|it| it.name);
    is_common(key)
        || ["currency", "start"].contains(&key)
        || key.strip_prefix("fx.").is_some_and(|code| code.len() == 3)
        || is_one_of(key, "", numbers_of_plan(plan).into_iter().map(|it| it.name))
        || is_one_of(key, "cash.", cash.chain(["restock_limited"]))
        || is_one_of(key, "demand.", demand.chain(["seasonality", "media_seasonality"]))
        || is_one_of(key, "seller.", seller.chain(["local_stock", "overseas_warehouse"]))
}

pub(super) fn of_market(seek: &mut PlanCheck, own: &BasisMap) {
    basis(seek, own, is_of_market);
}

fn is_of_market(key: &str) -> bool {
    is_common(key) || ["seasonality", "media_seasonality"].contains(&key)
}

pub(super) fn of_channel(seek: &mut PlanCheck, channel: &Channel) {
    basis(seek, &channel.basis, |key| is_of_channel(channel, key));
}

fn is_of_channel(channel: &Channel, key: &str) -> bool {
    let estimates = fields_of_channel(channel).into_iter().map(|it| it.name);
    let numbers = numbers_of_channel(channel).into_iter().map(|it| it.name);
    let others = ["market", "surface", "currency", "active", "owns_customers"];
    is_common(key) || is_one_of(key, "", estimates.chain(numbers).chain(others))
}

pub(super) fn of_shock(seek: &mut PlanCheck, shock: &Shock) {
    basis(seek, &shock.basis, |key| is_of_shock(shock, key));
}

fn is_of_shock(shock: &Shock, key: &str) -> bool {
    let estimates = fields_of_shock(shock).into_iter().map(|it| it.name);
    let numbers = numbers_of_shock(shock).into_iter().map(|it| it.name);
    let others = ["start", "follows", "follows.shock", "follows.after_months", "after_months"];
    is_common(key)
        || is_one_of(key, "", estimates.chain(numbers).chain(others).chain(["targets", "lasts_months"]))
        || is_one_of(key, "diversions.", ["to", "share"].into_iter())
        || is_one_of(key, "adjustments.", ["parameter", "factor", "add", "targets"].into_iter())
}

pub(super) fn of_strategy(seek: &mut PlanCheck, strategy: &Strategy) {
    basis(seek, &strategy.basis, |key| is_of_strategy(strategy, key));
}

fn is_of_strategy(strategy: &Strategy, key: &str) -> bool {
    let rule = ["metric", "channel", "is", "value", "for_months", "after_months"];
    let of_mechanisms = strategy.mechanisms.iter().flat_map(names_of_mechanism);
    let estimates = fields_of_strategy(strategy).into_iter().map(|it| it.name);
    let others = ["start", "end", "currency", "provides", "start_when", "stop_when"];
    is_common(key)
        || is_one_of(key, "", estimates.chain(others))
        || is_one_of(key, "start_when.", rule.into_iter())
        || is_one_of(key, "stop_when.", rule.into_iter())
        || is_one_of(key, "mechanisms.", of_mechanisms.chain(ALL_OF_MECHANISMS))
}

pub(super) fn of_scenario(seek: &mut PlanCheck, own: &BasisMap) {
    basis(seek, own, is_of_scenario);
}

fn is_of_scenario(key: &str) -> bool {
    is_common(key) || ["shocks", "strategies"].contains(&key)
}

/// What mechanisms have besides their numbers, and numbers that only some of a kind have.
const ALL_OF_MECHANISMS: [&str; 20] = [
    "type",
    "to",
    "to.channel",
    "to.share",
    "on",
    "via",
    "from",
    "channel",
    "requirements",
    "cannibalises.from",
    "cannibalises.share",
    "targets",
    "trust_targets",
    "parameter",
    "factor",
    "add",
    "shock",
    "audience_pool",
    "repeat_elasticity",
    "penalty_months",
];

fn names_of_mechanism(mechanism: &Mechanism) -> Vec<&'static str> {
    let estimates = fields_of_mechanism(mechanism).into_iter().map(|it| it.name);
    estimates.chain(numbers_of_mechanism(mechanism).into_iter().map(|it| it.name)).collect()
}
