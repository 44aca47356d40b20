//! The newest answer there is: the central paths in the frame of the edit, all paths a moment later.

use std::sync::Arc;

use sortie_engine::forecast::{Forecast, Metric, ScenarioForecast, Statistic, central};
use sortie_engine::model::Model;
use sortie_engine::plan::Plan;

use crate::compute::Compute;

/// The total over the horizon of a figure of one scenario: the mean over paths where there are any.
pub fn total(scenario: &ScenarioForecast, metric: Metric) -> f64 {
    let table = scenario.fan.as_ref().map_or(&scenario.central, |fan| &fan.mean);
    table[metric].iter().sum()
}

/// The central paths of a plan with the ranges of the last full answer around them, moved by what the central paths
/// moved: what is drawn, faded, in the moment between an edit and its full answer.
fn carried(mut now: Forecast, before: &Forecast) -> Forecast {
    if now.months != before.months {
        return now;
    }
    for scenario in &mut now.scenarios {
        let Some(old) = before.scenarios.iter().find(|old| old.id == scenario.id) else { continue };
        let Some(mut fan) = old.fan.clone() else { continue };
        for metric in Metric::ALL {
            let moved = scenario.central[metric].iter().zip(&old.central[metric]).map(|(now, old)| now - old);
            let least = if matches!(metric, Metric::Profit | Metric::Cash) { f64::NEG_INFINITY } else { 0.0 };
            for (month, by) in moved.enumerate() {
                fan.mean[metric][month] = (fan.mean[metric][month] + by).max(least);
                fan.quantiles[metric][month] = fan.quantiles[metric][month].map(|at| (at + by).max(least));
            }
        }
        let moved = |metric: Metric| sum(&scenario.central[metric]) - sum(&old.central[metric]);
        move_statistic(&mut fan.summary.total_revenue, moved(Metric::Revenue));
        move_statistic(&mut fan.summary.total_profit, moved(Metric::Profit));
        let lowest = |cash: &[f64]| cash.iter().copied().fold(f64::INFINITY, f64::min);
        let deeper = lowest(&scenario.central[Metric::Cash]) - lowest(&old.central[Metric::Cash]);
        move_statistic(&mut fan.summary.lowest_cash, deeper);
        scenario.fan = Some(fan);
    }
    now
}

fn sum(values: &[f64]) -> f64 {
    values.iter().sum()
}

fn move_statistic(statistic: &mut Statistic, by: f64) {
    statistic.mean = statistic.mean.map(|mean| mean + by);
    statistic.quantiles = statistic.quantiles.map(|at| at.map(|at| at + by));
}

/// The answers to the plan as it stands.
#[derive(Default)]
pub struct Answers {
    revision: Option<u64>,
    current: Option<Arc<Forecast>>,
    /// The last answer that came from paths; of an older plan while the seller edits.
    full: Option<Arc<Forecast>>,
    is_full: bool,
}

impl Answers {
    /// Makes sure there is an answer to `plan`: its central paths at once, and all paths asked of `compute`. Returns
    /// whether the answer is new.
    pub fn keep_up(&mut self, plan: &Plan, revision: u64, compute: &mut Compute) -> bool {
        let mut is_new = false;
        if self.revision != Some(revision) {
            let forecast = central(&Model::compile(plan));
            self.current = Some(Arc::new(match &self.full {
                Some(full) => carried(forecast, full),
                None => forecast,
            }));
            self.revision = Some(revision);
            self.is_full = false;
            compute.request(revision, plan);
            is_new = true;
        }
        if let Some(answer) = compute.poll()
            && answer.revision == revision
        {
            self.full = Some(answer.forecast.clone());
            self.current = Some(answer.forecast);
            self.is_full = true;
            is_new = true;
        }
        is_new
    }

    /// Forgets everything, for a plan that was just opened.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// The newest answer, always to the plan as it stands.
    pub fn forecast(&self) -> Option<Arc<Forecast>> {
        self.current.clone()
    }

    /// Whether the answer comes from paths, be it a draft of them, not from the central ones alone.
    pub fn is_full(&self) -> bool {
        self.is_full
    }
}
