//! The fields of each kind of mechanism. Every editor takes its mechanism apart, so that a new field cannot be forgotten.

use egui::{Id, Ui};
use sortie_engine::plan::{
    AdjustTerms, Audience, CannibalisedShare, ChannelTargets, CloseChannel, HitProducts, Mechanism,
    OpenChannel, PaidReach, Plan, PriceChange, RestoreLink, SubscriberList, VisitShare,
};
use sortie_engine::unit::Estimate;

use super::lists::{channel_ui, maybe_channel_ui, requirements_ui, shares_ui, way_ui};
use super::{MechanismPlace, estimates_ui};
use crate::address::try_edit;
use crate::desk::Desk;
use crate::edit::change::change_ui;
use crate::edit::editor::{fault_ui, labelled_estimate_ui, number_row_ui};
use crate::edit::row::choice_row_ui;
use crate::edit::targets::targets_ui;

/// People who could follow, where a seller begins to say how many.
const USUAL_POOL: f64 = 1e6;

/// Changes a mechanism of one kind in its place, unless the plan would then have a fault, which is told.
macro_rules! change {
    ($desk:expr, $plan:expr, $place:expr, $kind:ident, $it:ident => $edit:expr) => {{
        let place = $place;
        let done = try_edit($plan, $desk.words, |plan| {
            if let Mechanism::$kind($it) = place.of_mut(plan) {
                $edit;
            }
        });
        $desk.view.set_fault(fault_of(place), done.err());
    }};
}

/// Shows the fields of the mechanism in this place.
pub fn fields_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, place: MechanismPlace) {
    match place.of(plan).clone() {
        Mechanism::Audience(it) => audience_ui(ui, desk, plan, place, *it),
        Mechanism::PaidReach(it) => paid_reach_ui(ui, desk, plan, place, *it),
        Mechanism::SubscriberList(it) => list_ui(ui, desk, plan, place, *it),
        Mechanism::OpenChannel(it) => open_ui(ui, desk, plan, place, it),
        Mechanism::CloseChannel(it) => close_ui(ui, desk, plan, place, it),
        Mechanism::Adjust(it) => adjust_ui(ui, desk, plan, place, it),
        Mechanism::RestoreLink(it) => restore_ui(ui, desk, plan, place, it),
        Mechanism::Hits(it) => hits_ui(ui, desk, plan, place, it),
        Mechanism::Price(it) => price_ui(ui, desk, plan, place, it),
    }
    fault_ui(ui, desk, fault_of(place));
}

fn fault_of(place: MechanismPlace) -> Id {
    Id::unique(("mechanism", place))
}

fn audience_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, place: MechanismPlace, it: Audience) {
    let Audience {
        to,
        on,
        via,
        posts_per_month: _,
        cost_per_post: _,
        reach_per_post: _,
        follower_reach: _,
        follow_rate: _,
        unfollow: _,
        click_rate: _,
        trust_max: _,
        trust_half: _,
        initial_followers: _,
        audience_pool,
        trust_targets,
        sell_after_followers: _,
        learning_months: _,
    } = it;
    let part = place.part();
    let list: Vec<(String, f64)> = to.into_iter().map(|to| (to.channel, to.share)).collect();
    if let Some(list) = shares_ui(ui, desk, plan, part.field("to"), &list) {
        let to: Vec<VisitShare> =
            list.into_iter().map(|(channel, share)| VisitShare { channel, share }).collect();
        change!(desk, plan, place, Audience, it => it.to = to);
    }
    if let Some(on) = maybe_channel_ui(ui, desk, plan, part.field("on"), &on) {
        change!(desk, plan, place, Audience, it => it.on = on);
    }
    if let Some(via) = maybe_channel_ui(ui, desk, plan, part.field("via"), &via) {
        change!(desk, plan, place, Audience, it => it.via = via);
    }
    let names = ["posts_per_month", "cost_per_post", "reach_per_post", "follower_reach", "follow_rate"];
    estimates_ui(ui, desk, plan, place, &names);
    let names = ["unfollow", "click_rate", "trust_max", "trust_half", "initial_followers"];
    estimates_ui(ui, desk, plan, place, &names);
    let ways = ["mechanisms.pool_how", "mechanisms.pool_none", "mechanisms.pool_some"];
    if let Some(has_pool) = way_ui(ui, desk, plan, part.field("audience_pool"), ways, audience_pool.is_some())
    {
        let pool = has_pool.then_some(Estimate::certain(USUAL_POOL));
        change!(desk, plan, place, Audience, it => it.audience_pool = pool);
    }
    estimates_ui(ui, desk, plan, place, &["audience_pool"]);
    let mut targets = trust_targets;
    let name = desk.words.field("trust_targets");
    if targets_ui(ui, desk, plan, name, &mut targets) {
        change!(desk, plan, place, Audience, it => it.trust_targets = targets);
    }
    number_row_ui(ui, desk, plan, part.field("sell_after_followers"));
    number_row_ui(ui, desk, plan, part.field("learning_months"));
}

fn paid_reach_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, place: MechanismPlace, it: PaidReach) {
    let PaidReach {
        to,
        on,
        via,
        spend_per_month: _,
        cost_per_visit: _,
        saturation_spend: _,
        carry_over: _,
        conversion_factor: _,
        commission: _,
    } = it;
    let part = place.part();
    if let Some(to) = channel_ui(ui, desk, plan, part.field("to"), &to) {
        change!(desk, plan, place, PaidReach, it => it.to = to);
    }
    if let Some(on) = maybe_channel_ui(ui, desk, plan, part.field("on"), &on) {
        change!(desk, plan, place, PaidReach, it => it.on = on);
    }
    if let Some(via) = maybe_channel_ui(ui, desk, plan, part.field("via"), &via) {
        change!(desk, plan, place, PaidReach, it => it.via = via);
    }
    let names = ["spend_per_month", "cost_per_visit", "saturation_spend"];
    estimates_ui(ui, desk, plan, place, &names);
    estimates_ui(ui, desk, plan, place, &["carry_over", "conversion_factor", "commission"]);
}

fn list_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, place: MechanismPlace, it: SubscriberList) {
    let SubscriberList {
        to,
        from,
        capture: _,
        unsubscribe: _,
        orders_per_subscriber: _,
        cost_per_subscriber: _,
        initial_subscribers: _,
        invites_existing: _,
    } = it;
    if let Some(to) = channel_ui(ui, desk, plan, place.part().field("to"), &to) {
        change!(desk, plan, place, SubscriberList, it => it.to = to);
    }
    let mut targets = from;
    let name = desk.words.field("from");
    if targets_ui(ui, desk, plan, name, &mut targets) {
        change!(desk, plan, place, SubscriberList, it => it.from = targets);
    }
    estimates_ui(ui, desk, plan, place, &["capture", "unsubscribe", "orders_per_subscriber"]);
    estimates_ui(ui, desk, plan, place, &["cost_per_subscriber", "initial_subscribers", "invites_existing"]);
}

fn open_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, place: MechanismPlace, it: OpenChannel) {
    let OpenChannel { channel, ramp_months: _, review_months: _, approval: _, requirements, cannibalises } =
        it;
    let part = place.part();
    if let Some(channel) = channel_ui(ui, desk, plan, part.field("channels"), &channel) {
        change!(desk, plan, place, OpenChannel, it => it.channel = channel);
    }
    number_row_ui(ui, desk, plan, part.field("ramp_months"));
    number_row_ui(ui, desk, plan, part.field("review_months"));
    number_row_ui(ui, desk, plan, part.field("approval"));
    if let Some(list) = requirements_ui(ui, desk, plan, part, &requirements) {
        change!(desk, plan, place, OpenChannel, it => it.requirements = list);
    }
    let list: Vec<(String, f64)> = cannibalises.into_iter().map(|lost| (lost.from, lost.share)).collect();
    if let Some(list) = shares_ui(ui, desk, plan, part.field("cannibalises"), &list) {
        let list: Vec<CannibalisedShare> =
            list.into_iter().map(|(from, share)| CannibalisedShare { from, share }).collect();
        change!(desk, plan, place, OpenChannel, it => it.cannibalises = list);
    }
}

fn close_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, place: MechanismPlace, it: CloseChannel) {
    let CloseChannel { channel, ramp_months: _ } = it;
    let part = place.part();
    if let Some(channel) = channel_ui(ui, desk, plan, part.field("channels"), &channel) {
        change!(desk, plan, place, CloseChannel, it => it.channel = channel);
    }
    number_row_ui(ui, desk, plan, part.field("ramp_months"));
}

fn adjust_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, place: MechanismPlace, it: AdjustTerms) {
    let AdjustTerms { targets, parameter, change, ramp_months: _ } = it;
    let part = place.part();
    if let Some((parameter, change)) = change_ui(ui, desk, plan, part, parameter, change) {
        // A number of the whole business has no channels.
        let targets = if parameter.is_of_plan() { ChannelTargets::default() } else { targets.clone() };
        change!(desk, plan, place, Adjust, it => {
            (it.parameter, it.change, it.targets) = (parameter, change, targets);
        });
    }
    let mut targets = targets;
    let name = format!("{} {}", desk.words.parameter(parameter), place.mechanism + 1);
    if !parameter.is_of_plan() && targets_ui(ui, desk, plan, &name, &mut targets) {
        change!(desk, plan, place, Adjust, it => it.targets = targets);
    }
    number_row_ui(ui, desk, plan, part.field("ramp_months"));
}

fn restore_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, place: MechanismPlace, it: RestoreLink) {
    let RestoreLink {
        shock,
        share: _,
        ramp_months: _,
        penalty_probability: _,
        penalty_loss: _,
        penalty_months: _,
        approval: _,
    } = it;
    let part = place.part();
    let shocks: Vec<(String, String)> =
        plan.shocks.iter().map(|it| (it.id.clone(), desk.words.ready(&it.name).to_owned())).collect();
    if let Some(shock) = choice_row_ui(ui, desk, plan, part.field("shock"), &shocks, &shock) {
        change!(desk, plan, place, RestoreLink, it => it.shock = shock);
    }
    number_row_ui(ui, desk, plan, part.field("approval"));
    estimates_ui(ui, desk, plan, place, &["share", "penalty_loss"]);
    number_row_ui(ui, desk, plan, part.field("ramp_months"));
    number_row_ui(ui, desk, plan, part.field("penalty_probability"));
    number_row_ui(ui, desk, plan, part.field("penalty_months"));
}

fn hits_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, place: MechanismPlace, it: HitProducts) {
    let HitProducts { targets, per_month: _, size: _, half_life_months: _ } = it;
    let part = place.part();
    let mut targets = targets;
    let name = format!("{} {}", desk.words.field("per_month"), place.mechanism + 1);
    if targets_ui(ui, desk, plan, &name, &mut targets) {
        change!(desk, plan, place, Hits, it => it.targets = targets);
    }
    number_row_ui(ui, desk, plan, part.field("per_month"));
    estimates_ui(ui, desk, plan, place, &["size"]);
    number_row_ui(ui, desk, plan, part.field("half_life_months"));
}

fn price_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, place: MechanismPlace, it: PriceChange) {
    let PriceChange { targets, factor: _, elasticity: _, repeat_elasticity, ramp_months: _ } = it;
    let part = place.part();
    let words = desk.words;
    let mut targets = targets;
    let name = format!("{} {}", words.get("mechanism.price"), place.mechanism + 1);
    if targets_ui(ui, desk, plan, &name, &mut targets) {
        change!(desk, plan, place, Price, it => it.targets = targets);
    }
    labelled_estimate_ui(ui, desk, plan, part.field("factor"), words.get("mechanisms.price_factor"));
    estimates_ui(ui, desk, plan, place, &["elasticity"]);
    let ways = ["mechanisms.repeat_how", "mechanisms.repeat_same", "mechanisms.repeat_own"];
    let field = part.field("repeat_elasticity");
    if let Some(has_own) = way_ui(ui, desk, plan, field, ways, repeat_elasticity.is_some()) {
        change!(desk, plan, place, Price, it => it.repeat_elasticity = has_own.then_some(it.elasticity));
    }
    estimates_ui(ui, desk, plan, place, &["repeat_elasticity"]);
    number_row_ui(ui, desk, plan, part.field("ramp_months"));
}
