//! What happens to the seller: links close, a market is banned, platforms get crowded, fees rise.

use serde::Serialize;

use super::parts::{BasisMap, Channel};
use super::word::{ChannelKind, Parameter, ShockKind, Surface};
use super::write::{is_one, is_zero};
use crate::unit::{Amount, Day, Estimate, Share, Signed};

/// A blow from outside, how deep it cuts, and where the visits it takes go instead.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shock {
    /// Name in references.
    pub id: String,
    /// Name on screen.
    pub name: String,
    /// What kind of blow it is.
    pub kind: ShockKind,
    /// The channels it strikes.
    #[serde(skip_serializing_if = "ChannelTargets::is_all")]
    pub targets: ChannelTargets,
    /// When it starts.
    #[serde(flatten)]
    pub start: ShockStart,
    /// Months until it has its full depth.
    #[serde(skip_serializing_if = "is_zero")]
    pub phase_out_months: f64,
    /// Months until it starts to lift; for good where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lasts_months: Option<Estimate<Amount>>,
    /// Chance that it lifts then; else it stays.
    #[serde(skip_serializing_if = "is_one")]
    pub lasts_probability: f64,
    /// Months over which it lifts.
    #[serde(skip_serializing_if = "is_zero")]
    pub recovery_months: f64,
    /// Chance that it happens at all.
    #[serde(skip_serializing_if = "is_one")]
    pub probability: f64,
    /// Its start may be late by up to this many months.
    #[serde(skip_serializing_if = "is_zero")]
    pub window_months: f64,
    /// Share of visits that still get through at full depth.
    #[serde(skip_serializing_if = "is_one")]
    pub passes: Estimate<Share>,
    /// Where the lost visits go.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub diversions: Vec<Diversion>,
    /// Months until two thirds of the diverted visits have found their way.
    #[serde(skip_serializing_if = "is_zero")]
    pub adaptation_months: f64,
    /// Numbers it changes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub adjustments: Vec<Adjustment>,
    /// Share of the targets' arriving payouts that it holds back.
    #[serde(skip_serializing_if = "is_zero")]
    pub freezes_payouts: Estimate<Share>,
    /// Months after which held payouts are paid; lost where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub freeze_months: Option<u32>,
    /// Share of the targets' stock that is lost in its first month.
    #[serde(skip_serializing_if = "is_zero")]
    pub writes_off: Estimate<Share>,
    /// Free text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub notes: String,
    /// Where its numbers came from.
    #[serde(skip_serializing_if = "BasisMap::is_empty")]
    pub basis: BasisMap,
}

impl Shock {
    /// A shock that strikes every channel from `start` on and does nothing to it yet.
    pub fn blank(id: &str, name: &str, kind: ShockKind, start: Day) -> Self {
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            kind,
            targets: ChannelTargets::default(),
            start: ShockStart::On(start),
            phase_out_months: 0.0,
            lasts_months: None,
            lasts_probability: 1.0,
            recovery_months: 0.0,
            probability: 1.0,
            window_months: 0.0,
            passes: Estimate::certain(1.0),
            diversions: vec![],
            adaptation_months: 0.0,
            adjustments: vec![],
            freezes_payouts: Estimate::default(),
            freeze_months: None,
            writes_off: Estimate::default(),
            notes: String::new(),
            basis: BasisMap::new(),
        }
    }
}

/// When a shock starts: on a day, or some time after another, and then only where that one happens.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum ShockStart {
    /// On this day.
    #[serde(rename = "start")]
    On(Day),
    /// After another.
    #[serde(rename = "follows")]
    After(FollowedShock),
}

impl ShockStart {
    /// The day, where it is told.
    pub fn day(&self) -> Option<Day> {
        match self {
            Self::On(day) => Some(*day),
            Self::After(_) => None,
        }
    }

    /// What it follows, if anything.
    pub fn follows(&self) -> Option<&FollowedShock> {
        match self {
            Self::On(_) => None,
            Self::After(followed) => Some(followed),
        }
    }
}

/// The shock that another follows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FollowedShock {
    /// Its id.
    pub shock: String,
    /// Months from its start to that of the one that follows.
    pub after_months: Estimate<Amount>,
}

/// Part of the visits a shock takes, and the channel where they turn up.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Diversion {
    /// Id of the channel.
    pub to: String,
    /// Share of the lost visits.
    pub share: Estimate<Share>,
}

/// A change of one number while something lasts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Adjustment {
    /// The number it changes.
    pub parameter: Parameter,
    /// By how much.
    #[serde(flatten)]
    pub change: AdjustmentChange,
    /// The channels it changes; the shock's own where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub targets: Option<ChannelTargets>,
}

/// How a number changes: in proportion, or by an amount.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AdjustmentChange {
    /// Multiplies.
    Factor(Estimate<Amount>),
    /// Adds, in the plan's currency where it is money.
    Add(Estimate<Signed>),
}

/// Which channels are meant: those in every list that is given.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ChannelTargets {
    /// Kinds of channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kinds: Option<Vec<ChannelKind>>,
    /// Surfaces; a channel without one matches no list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub surfaces: Option<Vec<Surface>>,
    /// Market ids.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub markets: Option<Vec<String>>,
    /// Channel ids.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channels: Option<Vec<String>>,
}

impl ChannelTargets {
    /// Whether nothing narrows it down.
    pub fn is_all(&self) -> bool {
        *self == Self::default()
    }

    /// Whether `channel` is meant.
    pub fn match_channel(&self, channel: &Channel) -> bool {
        let within = |list: &Option<Vec<String>>, id: &String| list.as_ref().is_none_or(|l| l.contains(id));
        let kind_fits = self.kinds.as_ref().is_none_or(|kinds| kinds.contains(&channel.kind));
        let surface_fits = self
            .surfaces
            .as_ref()
            .is_none_or(|surfaces| channel.surface.is_some_and(|surface| surfaces.contains(&surface)));
        kind_fits
            && surface_fits
            && within(&self.markets, &channel.market)
            && within(&self.channels, &channel.id)
    }
}
