//! A shock as the projection sees it.

use super::item::{DrawnItem, ItemOwner};
use super::number::{EstimateIndex, EstimateTable};
use crate::plan::{AdjustmentChange, ChannelTargets, Parameter, Plan, Shock, ShockKind};

/// A shock, flattened.
#[derive(Clone, Debug)]
pub(crate) struct ShockModel {
    pub id: String,
    /// Whether it closes links.
    pub is_closure: bool,
    /// Whether it silences what runs on the channels it strikes.
    pub is_ban: bool,
    pub targets: Vec<usize>,
    /// Months from the plan's start, or from that of the shock it follows, before it is late by part of its window; never
    /// where it follows what is not there.
    pub offset: f64,
    /// The shock it follows, and the months after that.
    pub follows: Option<(usize, EstimateIndex)>,
    /// Months from the plan's start on the central path.
    pub central_offset: f64,
    pub window_months: f64,
    pub phase_out_months: f64,
    pub lasts_months: Option<EstimateIndex>,
    /// Chance that it lifts then.
    pub lasts_probability: f64,
    pub recovery_months: f64,
    pub probability: f64,
    pub passes: EstimateIndex,
    /// Channel and share of the lost visits.
    pub diversions: Vec<(usize, EstimateIndex)>,
    pub adaptation_months: f64,
    pub adjustments: Vec<ParameterChange>,
    pub freezes_payouts: EstimateIndex,
    pub freeze_months: Option<usize>,
    pub writes_off: EstimateIndex,
}

/// A change of one parameter of some channels.
#[derive(Clone, Debug)]
pub(crate) struct ParameterChange {
    pub parameter: Parameter,
    pub targets: Vec<usize>,
    pub effect: ChangeEffect,
}

/// How a parameter changes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum ChangeEffect {
    Factor(EstimateIndex),
    Add(EstimateIndex),
}

/// The places of the channels that `targets` mean.
pub(super) fn channels(plan: &Plan, targets: &ChannelTargets) -> Vec<usize> {
    let hit = plan.channels.iter().enumerate().filter(|(_, channel)| targets.match_channel(channel));
    hit.map(|(place, _)| place).collect()
}

/// The place of the channel `id`.
pub(super) fn channel(plan: &Plan, id: &str) -> Option<usize> {
    plan.channels.iter().position(|channel| channel.id == id)
}

pub(super) fn effect(
    numbers: &mut EstimateTable,
    owner: ItemOwner,
    id: &str,
    place: usize,
    change: &AdjustmentChange,
) -> ChangeEffect {
    // A shock's change is drawn for the list it stands in, a strategy's for its mechanism's field.
    let field = |name| if owner == ItemOwner::Shock { "adjustment" } else { name };
    match change {
        AdjustmentChange::Factor(factor) => ChangeEffect::Factor(
            numbers.add(DrawnItem::new(owner, id, place, field("factor")), factor.spread()),
        ),
        AdjustmentChange::Add(add) => {
            ChangeEffect::Add(numbers.add(DrawnItem::new(owner, id, place, field("add")), add.spread()))
        }
    }
}

pub(super) fn compile(plan: &Plan, shock: &Shock, numbers: &mut EstimateTable) -> ShockModel {
    let id = shock.id.as_str();
    let item = |field| DrawnItem::new(ItemOwner::Shock, id, 0, field);
    let follows = shock.start.follows().and_then(|followed| {
        // A shock that follows itself never comes, like one that follows what is not there.
        plan.offset_of_shock(shock)?;
        let place = plan.shocks.iter().position(|other| other.id == followed.shock)?;
        Some((place, numbers.add(item("after_months"), followed.after_months.spread())))
    });
    let targets = channels(plan, &shock.targets);
    let diversions = shock.diversions.iter().enumerate().filter_map(|(place, diversion)| {
        let share = numbers
            .add(DrawnItem::new(ItemOwner::Shock, id, 1 + place, "diversion"), diversion.share.spread());
        Some((channel(plan, &diversion.to)?, share))
    });
    let diversions = diversions.collect();
    let adjustments = shock.adjustments.iter().enumerate().map(|(place, adjustment)| ParameterChange {
        parameter: adjustment.parameter,
        targets: adjustment.targets.as_ref().map_or_else(|| targets.clone(), |own| channels(plan, own)),
        effect: effect(numbers, ItemOwner::Shock, id, 1 + place, &adjustment.change),
    });
    let adjustments = adjustments.collect();
    ShockModel {
        id: shock.id.clone(),
        is_closure: shock.kind == ShockKind::LinkClosure,
        is_ban: shock.kind == ShockKind::MarketBan,
        offset: match (shock.start.day(), follows) {
            (Some(day), _) => day.months_since(plan.start),
            (None, Some(_)) => 0.0,
            (None, None) => f64::INFINITY,
        },
        follows,
        central_offset: central_offset(plan, shock),
        window_months: shock.window_months,
        phase_out_months: shock.phase_out_months,
        lasts_months: shock.lasts_months.map(|months| numbers.add(item("lasts_months"), months.spread())),
        lasts_probability: shock.lasts_probability,
        recovery_months: shock.recovery_months,
        probability: shock.probability,
        passes: numbers.add(item("passes"), shock.passes.spread()),
        freezes_payouts: numbers.add(item("freezes_payouts"), shock.freezes_payouts.spread()),
        freeze_months: shock.freeze_months.map(|months| months as usize),
        writes_off: numbers.add(item("writes_off"), shock.writes_off.spread()),
        adaptation_months: shock.adaptation_months,
        targets,
        diversions,
        adjustments,
    }
}

/// Months from the plan's start to a shock's on the central path: half of every window on the way, and likely months after.
fn central_offset(plan: &Plan, shock: &Shock) -> f64 {
    let Some(offset) = plan.offset_of_shock(shock) else { return f64::INFINITY };
    let mut late = shock.window_months;
    let mut at = shock;
    while let Some(before) =
        at.start.follows().and_then(|followed| plan.shocks.iter().find(|other| other.id == followed.shock))
    {
        late += before.window_months;
        at = before;
    }
    offset + 0.5 * late
}

/// The places of shocks, each after the one that it follows.
pub(super) fn order(shocks: &[ShockModel]) -> Vec<usize> {
    let mut order: Vec<usize> = vec![];
    while order.len() < shocks.len() {
        let is_ready = |place: &usize| {
            let before = shocks[*place].follows.map(|(before, _)| before);
            !order.contains(place) && before.is_none_or(|before| order.contains(&before))
        };
        let ready: Vec<usize> = (0..shocks.len()).filter(is_ready).collect();
        if ready.is_empty() {
            break;
        }
        order.extend(ready);
    }
    order
}
