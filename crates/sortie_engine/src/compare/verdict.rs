//! What the responses come to for somebody who can go broke: what the closure costs as a rule, which response is clearly
//! better and safe enough, and which would earn more but is too dangerous.

use crate::forecast::{Forecast, P25, P50, P75, Summary};

/// How often a seller may run out of cash with a response that is safe enough.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SafetyLimits {
    /// The chance that is safe enough in any case.
    pub chance: f64,
    /// By how much the chance may be above that of no response.
    pub above_no_response: f64,
}

impl SafetyLimits {
    /// The limits of files and of the command line.
    pub const USUAL: Self = Self { chance: 0.1, above_no_response: 0.05 };

    /// Whether running out of cash with chance `chance` is safe enough where no response does with chance `base`.
    pub fn is_safe(self, chance: f64, base: f64) -> bool {
        chance <= self.chance.max(base + self.above_no_response)
    }
}

impl Default for SafetyLimits {
    fn default() -> Self {
        Self::USUAL
    }
}

/// The least share of paths on which a response that is recommended is ahead.
pub const CLEARLY_AHEAD: f64 = 0.6;
/// So many standard errors must its median gain be above nothing.
const CLEAR_ERRORS: f64 = 2.0;

/// Which scenario a forecast speaks for. Scenarios go by their places.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recommendation {
    /// The median over paths of what is earned more with links open than without a response; below 0 where the closure
    /// brings more. Nothing where there is nothing to compare.
    pub closure_cost: Option<f64>,
    /// The response with the highest median gain of those that are safe enough and clearly better than none.
    pub recommended: Option<usize>,
    /// The response with the highest median gain of those that are not safe enough, where that is higher still.
    pub dangerous: Option<usize>,
}

/// What a forecast recommends under these limits; nothing of all without paths, or without a scenario of no response.
pub fn recommend(forecast: &Forecast, limits: SafetyLimits) -> Recommendation {
    let summary = |place: usize| forecast.scenarios.get(place)?.fan.as_ref().map(|fan| &fan.summary);
    let base = forecast.baselines.no_response;
    let closure_cost = forecast.baselines.links_open.and_then(|open| median_gain(summary(open)?));
    let safe = |place: usize| is_safe(forecast, place, limits);
    let highest = |wanted: &dyn Fn(usize) -> bool| {
        let candidates = (0..forecast.scenarios.len()).filter(|place| Some(*place) != base);
        let candidates = candidates.filter(|place| is_candidate(forecast, *place) && wanted(*place));
        let gains = candidates.filter_map(|place| Some((place, median_gain(summary(place)?)?)));
        gains.reduce(|best, next| if next.1 > best.1 { next } else { best })
    };
    let is_clear = |place: usize| summary(place).is_some_and(is_clearly_better);
    let recommended = highest(&|place| is_clear(place) && safe(place) == Some(true));
    let least = recommended.map_or(0.0, |(_, gain)| gain);
    let dangerous = highest(&|place| safe(place) == Some(false)).filter(|(_, gain)| *gain > least);
    Recommendation {
        closure_cost,
        recommended: recommended.map(|(place, _)| place),
        dangerous: dangerous.map(|(place, _)| place),
    }
}

/// Whether a response is safe enough; nothing without paths or without no response.
pub fn is_safe(forecast: &Forecast, scenario: usize, limits: SafetyLimits) -> Option<bool> {
    let out = |place: usize| Some(forecast.scenarios.get(place)?.fan.as_ref()?.summary.runs_out_of_cash);
    Some(limits.is_safe(out(scenario)?, out(forecast.baselines.no_response?)?))
}

/// Whether a few paths carry the mean of a scenario's gain: it lies outside the middle half.
pub fn is_carried_by_few(summary: &Summary) -> bool {
    let Some(gain) = summary.gain else { return false };
    let quarters = (gain.mean, gain.quantiles[P25], gain.quantiles[P75]);
    matches!(quarters, (Some(mean), Some(low), Some(high)) if mean < low || mean > high)
}

/// The median over paths of what a scenario earns more than no response.
pub fn median_gain(summary: &Summary) -> Option<f64> {
    summary.gain?.quantiles[P50]
}

/// Whether it has the same shocks as no response, and a strategy that lets the seller in.
fn is_candidate(forecast: &Forecast, place: usize) -> bool {
    let scenario = &forecast.scenarios[place];
    scenario.is_ranked && scenario.n_strategies > scenario.not_eligible.len()
}

fn is_clearly_better(summary: &Summary) -> bool {
    let (Some(gain), Some(error)) = (median_gain(summary), summary.gain_error) else { return false };
    summary.ahead_share.is_some_and(|share| share >= CLEARLY_AHEAD) && gain > CLEAR_ERRORS * error
}
