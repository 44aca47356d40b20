//! The mechanisms of a strategy as the projection sees them.

use super::item::{DrawnItem, ItemOwner};
use super::number::{EstimateIndex, EstimateTable};
use super::shock::{ChangeEffect, ParameterChange, channel, channels, effect};
use crate::lane::{exp, exp2};
use crate::plan::{
    Audience, EstimateField, HitProducts, Mechanism, OpenChannel, PaidReach, Parameter, Plan, PriceChange,
    RestoreLink, Strategy, SubscriberList, fields_of_mechanism,
};

/// A mechanism, flattened. One whose channels are not there does nothing.
#[derive(Clone, Debug)]
pub(crate) enum MechanismModel {
    Audience(Box<AudienceModel>),
    Reach(Box<ReachModel>),
    List(Box<ListModel>),
    Open(OpenModel),
    /// Channel and months of winding down.
    Close(usize, f64),
    /// What changes, and the months until it has in full.
    Adjust(ParameterChange, f64),
    Restore(RestoreModel),
    Hits(HitsModel),
    Price(PriceModel),
}

#[derive(Clone, Debug)]
pub(crate) struct AudienceModel {
    /// Channel and share of the visits.
    pub to: Vec<(usize, f64)>,
    pub on: Option<usize>,
    pub via: Option<usize>,
    pub posts_per_month: EstimateIndex,
    pub cost_per_post: EstimateIndex,
    pub reach_per_post: EstimateIndex,
    pub follower_reach: EstimateIndex,
    pub follow_rate: EstimateIndex,
    pub unfollow: EstimateIndex,
    pub click_rate: EstimateIndex,
    pub trust_max: EstimateIndex,
    pub trust_half: EstimateIndex,
    pub initial_followers: EstimateIndex,
    /// People who could ever follow; without end where there is none.
    pub audience_pool: Option<EstimateIndex>,
    pub trust_targets: Vec<usize>,
    pub sell_after_followers: f64,
    pub learning_months: f64,
}

#[derive(Clone, Debug)]
pub(crate) struct ReachModel {
    pub to: usize,
    pub on: Option<usize>,
    pub via: Option<usize>,
    pub spend_per_month: EstimateIndex,
    pub cost_per_visit: EstimateIndex,
    pub saturation_spend: EstimateIndex,
    pub carry_over: EstimateIndex,
    pub conversion_factor: EstimateIndex,
    pub commission: EstimateIndex,
}

#[derive(Clone, Debug)]
pub(crate) struct ListModel {
    pub to: usize,
    pub from: Vec<usize>,
    pub capture: EstimateIndex,
    pub unsubscribe: EstimateIndex,
    pub orders_per_subscriber: EstimateIndex,
    pub cost_per_subscriber: EstimateIndex,
    pub initial_subscribers: EstimateIndex,
    pub invites_existing: EstimateIndex,
}

#[derive(Clone, Debug)]
pub(crate) struct OpenModel {
    pub channel: usize,
    pub ramp_months: f64,
    pub review_months: f64,
    /// Channel that loses orders, and the share of the new one's that it would have had.
    pub cannibalises: Vec<(usize, f64)>,
}

#[derive(Clone, Debug)]
pub(crate) struct RestoreModel {
    pub shock: usize,
    pub share: EstimateIndex,
    pub ramp_months: f64,
    pub penalty_probability: f64,
    pub penalty_loss: EstimateIndex,
    pub penalty_months: usize,
    /// To whom its strikes belong.
    pub owner: MechanismOwner,
}

#[derive(Clone, Debug)]
pub(crate) struct HitsModel {
    pub targets: Vec<usize>,
    /// Chance of a hit in a month.
    pub chance: f64,
    pub size: EstimateIndex,
    /// What is left of a hit after a month.
    pub left: f64,
    /// To whom its hits belong.
    pub owner: MechanismOwner,
}

#[derive(Clone, Debug)]
pub(crate) struct PriceModel {
    /// What it does to order values.
    pub change: ParameterChange,
    pub factor: EstimateIndex,
    pub elasticity: EstimateIndex,
    pub repeat_elasticity: EstimateIndex,
    pub ramp_months: f64,
}

/// What the draws of a mechanism are told apart by.
#[derive(Clone, Debug)]
pub(crate) struct MechanismOwner {
    /// The id of its strategy.
    pub strategy: String,
    /// Its place there, counted from 1.
    pub place: usize,
}

/// The numbers of one mechanism by the names of their fields.
struct NamedNumbers(Vec<(&'static str, EstimateIndex)>);

impl NamedNumbers {
    fn of(&self, field: &str) -> EstimateIndex {
        let place = self.maybe(field);
        debug_assert!(place.is_some(), "a mechanism has no estimate of the name {field}");
        place.unwrap_or(self.0[0].1)
    }

    fn maybe(&self, field: &str) -> Option<EstimateIndex> {
        self.0.iter().find(|(name, _)| *name == field).map(|(_, number)| *number)
    }
}

/// All mechanisms of a strategy; one that names what is not there is left out.
pub(super) fn compile_all(
    plan: &Plan,
    strategy: &Strategy,
    numbers: &mut EstimateTable,
) -> Vec<MechanismModel> {
    let items = strategy.mechanisms.iter().enumerate();
    items
        .filter_map(|(place, mechanism)| compile(plan, &strategy.id, 1 + place, mechanism, numbers))
        .collect()
}

fn compile(
    plan: &Plan,
    id: &str,
    place: usize,
    mechanism: &Mechanism,
    numbers: &mut EstimateTable,
) -> Option<MechanismModel> {
    if let Mechanism::Adjust(adjust) = mechanism {
        let modifier = ParameterChange {
            parameter: adjust.parameter,
            targets: channels(plan, &adjust.targets),
            effect: effect(numbers, ItemOwner::Strategy, id, place, &adjust.change),
        };
        return Some(MechanismModel::Adjust(modifier, adjust.ramp_months));
    }
    let add = |EstimateField { name, spread, .. }: EstimateField| {
        (name, numbers.add(DrawnItem::new(ItemOwner::Strategy, id, place, name), spread))
    };
    let named = NamedNumbers(fields_of_mechanism(mechanism).into_iter().map(add).collect());
    let owner = MechanismOwner { strategy: id.to_owned(), place };
    Some(match mechanism {
        Mechanism::Audience(terms) => MechanismModel::Audience(Box::new(audience(plan, terms, &named)?)),
        Mechanism::PaidReach(terms) => MechanismModel::Reach(Box::new(reach(plan, terms, &named)?)),
        Mechanism::SubscriberList(terms) => MechanismModel::List(Box::new(list(plan, terms, &named)?)),
        Mechanism::OpenChannel(terms) => MechanismModel::Open(open(plan, terms)?),
        Mechanism::CloseChannel(close) => {
            MechanismModel::Close(channel(plan, &close.channel)?, close.ramp_months)
        }
        Mechanism::Adjust(_) => return None,
        Mechanism::RestoreLink(terms) => MechanismModel::Restore(restore(plan, terms, &named, owner)?),
        Mechanism::Hits(terms) => MechanismModel::Hits(hits(plan, terms, &named, owner)),
        Mechanism::Price(terms) => MechanismModel::Price(price(plan, terms, &named)),
    })
}

fn audience(plan: &Plan, terms: &Audience, named: &NamedNumbers) -> Option<AudienceModel> {
    let to: Option<Vec<_>> =
        terms.to.iter().map(|to| channel(plan, &to.channel).map(|place| (place, to.share))).collect();
    Some(AudienceModel {
        to: to?,
        on: terms.on.as_ref().and_then(|id| channel(plan, id)),
        via: terms.via.as_ref().and_then(|id| channel(plan, id)),
        posts_per_month: named.of("posts_per_month"),
        cost_per_post: named.of("cost_per_post"),
        reach_per_post: named.of("reach_per_post"),
        follower_reach: named.of("follower_reach"),
        follow_rate: named.of("follow_rate"),
        unfollow: named.of("unfollow"),
        click_rate: named.of("click_rate"),
        trust_max: named.of("trust_max"),
        trust_half: named.of("trust_half"),
        initial_followers: named.of("initial_followers"),
        audience_pool: named.maybe("audience_pool"),
        trust_targets: channels(plan, &terms.trust_targets),
        sell_after_followers: terms.sell_after_followers,
        learning_months: terms.learning_months,
    })
}

fn reach(plan: &Plan, terms: &PaidReach, named: &NamedNumbers) -> Option<ReachModel> {
    Some(ReachModel {
        to: channel(plan, &terms.to)?,
        on: terms.on.as_ref().and_then(|id| channel(plan, id)),
        via: terms.via.as_ref().and_then(|id| channel(plan, id)),
        spend_per_month: named.of("spend_per_month"),
        cost_per_visit: named.of("cost_per_visit"),
        saturation_spend: named.of("saturation_spend"),
        carry_over: named.of("carry_over"),
        conversion_factor: named.of("conversion_factor"),
        commission: named.of("commission"),
    })
}

fn list(plan: &Plan, terms: &SubscriberList, named: &NamedNumbers) -> Option<ListModel> {
    Some(ListModel {
        to: channel(plan, &terms.to)?,
        from: channels(plan, &terms.from),
        capture: named.of("capture"),
        unsubscribe: named.of("unsubscribe"),
        orders_per_subscriber: named.of("orders_per_subscriber"),
        cost_per_subscriber: named.of("cost_per_subscriber"),
        initial_subscribers: named.of("initial_subscribers"),
        invites_existing: named.of("invites_existing"),
    })
}

fn open(plan: &Plan, terms: &OpenChannel) -> Option<OpenModel> {
    let lost = terms.cannibalises.iter().filter_map(|lost| Some((channel(plan, &lost.from)?, lost.share)));
    Some(OpenModel {
        channel: channel(plan, &terms.channel)?,
        ramp_months: terms.ramp_months,
        review_months: terms.review_months,
        cannibalises: lost.collect(),
    })
}

fn restore(
    plan: &Plan,
    terms: &RestoreLink,
    named: &NamedNumbers,
    owner: MechanismOwner,
) -> Option<RestoreModel> {
    Some(RestoreModel {
        shock: plan.shocks.iter().position(|shock| shock.id == terms.shock)?,
        share: named.of("share"),
        ramp_months: terms.ramp_months,
        penalty_probability: terms.penalty_probability,
        penalty_loss: named.of("penalty_loss"),
        penalty_months: terms.penalty_months as usize,
        owner,
    })
}

fn hits(plan: &Plan, terms: &HitProducts, named: &NamedNumbers, owner: MechanismOwner) -> HitsModel {
    HitsModel {
        targets: channels(plan, &terms.targets),
        chance: 1.0 - exp(-terms.per_month),
        size: named.of("size"),
        left: exp2(-1.0 / terms.half_life_months),
        owner,
    }
}

fn price(plan: &Plan, terms: &PriceChange, named: &NamedNumbers) -> PriceModel {
    let (factor, elasticity) = (named.of("factor"), named.of("elasticity"));
    PriceModel {
        change: ParameterChange {
            parameter: Parameter::OrderValue,
            targets: channels(plan, &terms.targets),
            effect: ChangeEffect::Factor(factor),
        },
        factor,
        elasticity,
        repeat_elasticity: named.maybe("repeat_elasticity").unwrap_or(elasticity),
        ramp_months: terms.ramp_months,
    }
}
