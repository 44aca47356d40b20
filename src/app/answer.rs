//! The newest answer there is: a draft of it in the frame of the edit, all paths a moment later.

use std::sync::Arc;
use std::time::Duration;

use sortie_engine::forecast::{Forecast, Metric, Statistic, central, paths_that_fit};
use sortie_engine::model::Model;
use sortie_engine::plan::{Plan, check};

use crate::compute::{Compute, PreparedPlan, ProjectionAnswer, is_large};
use crate::work::{Progress, SOON};

/// The central paths of a plan with the ranges of the last full answer around them, moved by what the central paths
/// moved: what is drawn, faded, in the moment between an edit and a draft that comes late.
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

/// Whether a forecast tells of the same months, scenarios and channels, so that it may stand in for a moment.
fn is_alike(forecast: &Forecast, plan: &Plan) -> bool {
    let ids = forecast.scenarios.iter().map(|scenario| &scenario.id);
    let n_channels = forecast
        .scenarios
        .first()
        .map_or(0, |scenario| scenario.central.rows().count().saturating_sub(Metric::ALL.len()));
    forecast.months.len() == plan.horizon_months
        && forecast.months.first() == Some(&plan.start)
        && ids.eq(plan.scenarios.iter().map(|scenario| &scenario.id))
        && n_channels == plan.channels.len()
}

fn sum(values: &[f64]) -> f64 {
    values.iter().sum()
}

fn move_statistic(statistic: &mut Statistic, by: f64) {
    statistic.mean = statistic.mean.map(|mean| mean + by);
    statistic.quantiles = statistic.quantiles.map(|at| at.map(|at| at + by));
}

/// The longest that a frame waits for the draft of what was edited in it. A screen at 60 Hz shows a frame every 16.7 ms,
/// and drawing takes what is left of them.
const PATIENCE: Duration = Duration::from_millis(13);

/// The time between two tellings of how far it is, in seconds.
const TELLING: f64 = 0.2;

/// The answers to the plan as it stands.
#[derive(Default)]
pub struct PlanAnswers {
    revision: Option<u64>,
    /// The plan of that revision, ready to be projected.
    model: Option<Arc<Model>>,
    current: Option<Arc<Forecast>>,
    /// The paths that the current answer comes from; none where it is the central ones alone.
    n_paths: usize,
    /// Whether they tell every metric.
    is_whole: bool,
    /// The metric that was asked for before all others.
    metric: Option<Metric>,
    /// The last answer that came from paths; of an older plan while the seller edits.
    drawn: Option<ProjectionAnswer>,
    /// When the current answer was asked for, in seconds of the window.
    asked_at: f64,
    is_stopped: bool,
    /// Whether the plan is large and still prepared off the frame; what is current then is of the plan before.
    is_prepared_for: bool,
    /// The paths of the full answer, where the plan is so large that no more fit.
    fits: Option<usize>,
}

impl PlanAnswers {
    /// Makes sure there is an answer to `plan` at once that tells `metric`: the draft where it comes in time, and the
    /// central paths where not, while the rest comes from `compute`. `now` is the window's time in seconds. Returns
    /// whether the answer is new.
    pub fn keep_up(
        &mut self,
        plan: &Plan,
        revision: u64,
        metric: Metric,
        now: f64,
        compute: &mut Compute,
    ) -> bool {
        let tells = self.is_whole || self.metric == Some(metric);
        let is_asked = self.revision == Some(revision) && (tells || self.is_prepared_for);
        let answer = match is_asked {
            true if self.is_prepared_for => return self.take_prepared(plan, metric, compute),
            true => compute.poll(),
            false => self.ask(plan, revision, metric, now, compute),
        };
        if let Some(answer) = answer {
            self.current = Some(Arc::clone(&answer.forecast));
            (self.n_paths, self.is_whole) = (answer.n_paths, answer.only.is_none());
            self.drawn = Some(answer);
            return true;
        }
        !is_asked
    }

    /// Asks for the answer to another plan, or for another metric of it. Where the draft does not come in time, the
    /// central paths stand in for it.
    fn ask(
        &mut self,
        plan: &Plan,
        revision: u64,
        metric: Metric,
        now: f64,
        compute: &mut Compute,
    ) -> Option<ProjectionAnswer> {
        let (drawn, before) = (self.drawn.take(), self.current.take());
        let most = paths_that_fit(plan);
        let fits = (compute.paths_within(usize::MAX) > most).then_some(most);
        *self = Self {
            revision: Some(revision),
            metric: Some(metric),
            asked_at: now,
            drawn,
            fits,
            ..Self::default()
        };
        if is_large(plan) {
            compute.prepare(revision, plan.clone());
            self.is_prepared_for = true;
            self.current = before.filter(|before| is_alike(before, plan));
            return None;
        }
        let model = Arc::new(Model::compile(plan));
        self.model = Some(Arc::clone(&model));
        if check(plan).is_empty() {
            compute.request(revision, Arc::clone(&model), metric, most);
        } else {
            // The window tells of faults where they stand; there are no paths of such a plan.
            compute.give_up();
        }
        let draft = compute.poll_within(PATIENCE);
        if draft.is_none() {
            let forecast = central(&model);
            self.current = Some(Arc::new(match &self.drawn {
                Some(drawn) if drawn.answers(metric) => carried(forecast, &drawn.forecast),
                _ => forecast,
            }));
        }
        draft
    }

    /// Takes a large plan that was prepared, and asks for its paths; returns whether there is a new answer.
    fn take_prepared(&mut self, plan: &Plan, metric: Metric, compute: &mut Compute) -> bool {
        let prepared = compute.poll_prepared().filter(|it| Some(it.revision) == self.revision);
        let Some(PreparedPlan { revision, model, central, is_right }) = prepared else { return false };
        self.is_prepared_for = false;
        self.metric = Some(metric);
        if is_right {
            compute.request(revision, Arc::clone(&model), metric, paths_that_fit(plan));
        }
        self.model = Some(model);
        self.current = Some(Arc::new(match &self.drawn {
            Some(drawn) if drawn.answers(metric) => carried(central, &drawn.forecast),
            _ => central,
        }));
        true
    }

    /// The paths of the full answer, where the plan is so large that no more fit.
    pub fn paths_that_fit(&self) -> Option<usize> {
        self.fits
    }

    /// Whether a large plan is still prepared off the frame, so that nothing is told of it yet.
    pub fn is_prepared_for(&self) -> bool {
        self.is_prepared_for
    }

    /// Ends the work on the current answer, and keeps what there is of it.
    pub fn stop(&mut self, compute: &mut Compute) {
        compute.give_up();
        self.is_stopped = true;
    }

    /// How the work on the current answer stands, and the seconds after which to look again, if there is more to tell.
    pub fn work(&self, now: f64, compute: &Compute) -> (Progress, Option<f64>) {
        let lasts = now - self.asked_at;
        match compute.progress() {
            _ if compute.failed() => (Progress::Stuck, None),
            _ if self.is_stopped => (Progress::Stopped, None),
            None => (Progress::Quiet, None),
            Some(_) if lasts < SOON => (Progress::Quiet, Some(SOON - lasts)),
            Some(done) => (Progress::Told(done), Some(TELLING)),
        }
    }

    /// The plan as it stands, ready to be projected, once every metric of it is answered by paths: then there is time for
    /// other questions.
    pub fn settled_model(&self) -> Option<Arc<Model>> {
        self.model.clone().filter(|_| self.n_paths > 0 && self.is_whole)
    }

    /// The plan as it stands, ready to be projected.
    pub fn model(&self) -> Option<Arc<Model>> {
        self.model.clone()
    }

    /// Forgets everything, for a plan that was just opened.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// The newest answer, to the plan as it stands; while a large plan is prepared, to the one before, without paths.
    pub fn forecast(&self) -> Option<Arc<Forecast>> {
        self.current.clone()
    }

    /// The number of paths that the answer comes from; none where it is the central ones alone.
    pub fn n_paths(&self) -> usize {
        self.n_paths
    }

    /// The revision of the plan that is answered.
    pub fn revision(&self) -> Option<u64> {
        self.revision
    }
}

#[cfg(test)]
mod tests;
