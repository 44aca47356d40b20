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
    /// Months from the plan's start, before it is late by part of its window.
    pub offset: f64,
    pub window_months: f64,
    pub phase_out_months: f64,
    pub lasts_months: Option<EstimateIndex>,
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

impl ShockModel {
    /// Months from the plan's start on the central path.
    pub fn central_offset(&self) -> f64 {
        self.offset + 0.5 * self.window_months
    }
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
        offset: plan.offset_of_shock(shock).unwrap_or(f64::INFINITY),
        window_months: shock.window_months,
        phase_out_months: shock.phase_out_months,
        lasts_months: shock.lasts_months.map(|months| numbers.add(item("lasts_months"), months.spread())),
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
