//! How long the money lasts, and how much of it would do.

use crate::forecast::{Forecast, Metric, PathRun, Projector};
use crate::model::{Baselines, Model};
use crate::watch::Watch;

/// How long cash lasts in a scenario. What is due to it, held back and in stock stands in a [`super::ScenarioTrace`].
#[derive(Clone, Debug, PartialEq)]
pub struct Runway {
    /// The first month on the central path at whose end cash is below the credit line; nothing where there is none.
    pub central: Option<usize>,
    /// Share of paths on which that has happened by the end of each month.
    pub out_by: Vec<f64>,
}

impl Runway {
    /// The first month by whose end cash has run out on at least this share of the paths.
    pub fn month_at(&self, share: f64) -> Option<usize> {
        self.out_by.iter().position(|out| *out >= share && *out > 0.0)
    }
}

/// How long cash lasts in the scenario at this place of the plan: on the central path, and on the paths of a forecast
/// from the same run; nothing where nobody waits any more.
pub fn runway(
    projector: &mut Projector,
    model: &Model,
    forecast: &Forecast,
    scenario: usize,
    run: PathRun<'_>,
) -> Option<Runway> {
    let is_out = |cash: &f64| *cash < -model.credit_line;
    let central = forecast.scenarios[scenario].central[Metric::Cash].iter().position(is_out);
    let futures = projector.futures(model, &[scenario], Metric::Cash, run)?.pop()?;
    let n = futures.months.first()?.values.len();
    let mut has_run_out = vec![false; n];
    let out_by = futures.months.iter().map(|month| {
        has_run_out.iter_mut().zip(&month.values).for_each(|(has, cash)| *has |= is_out(cash));
        has_run_out.iter().filter(|has| **has).count() as f64 / n as f64
    });
    Some(Runway { central, out_by: out_by.collect() })
}

/// How much more money, on hand at the start or as credit, makes running out of cash rare.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CashNeed {
    /// The money: 0 where running out is rare already.
    pub more: f64,
    /// Share of paths that run out of cash as things stand.
    pub runs_out_now: f64,
    /// Share of paths that run out of cash with that money.
    pub runs_out_then: f64,
}

/// How closely the money is found where every amount must be tried: no more than this share too much.
const CLOSE: f64 = 0.005;
/// The most amounts that are tried.
const MOST_TRIED: usize = 64;

/// The money with which at most the share `rare` of the paths of a forecast run out of cash in the scenario at this place
/// of the plan; nothing where nobody waits any more, or where no money would do.
///
/// Where money in hand changes nothing of the business, more of it lifts every month of every path by as much, and the
/// answer is read off the lowest cash of each path. Where it buys goods, saves interest or is what a rule looks at, amounts
/// are tried.
pub fn cash_need(
    projector: &mut Projector,
    model: &Model,
    scenario: usize,
    rare: f64,
    run: PathRun<'_>,
) -> Option<CashNeed> {
    let mut trial = CashTrial::new(projector, model, scenario, run);
    let mut lowest = trial.lowest(0.0)?;
    let runs_out_now = trial.share_out(&lowest);
    if runs_out_now <= rare {
        return Some(CashNeed { more: 0.0, runs_out_now, runs_out_then: runs_out_now });
    }
    lowest.sort_by(f64::total_cmp);
    // So many paths may run out; the next one is to be kept from it.
    let n_allowed = (rare * lowest.len() as f64).floor() as usize;
    let missing = -model.credit_line - lowest[n_allowed.min(lowest.len() - 1)];
    let (too_little, enough) = trial.reach(missing, rare)?;
    let more = if model.cash_changes_business() { trial.narrow(too_little, enough, rare)? } else { enough };
    let runs_out_then = trial.out_with(more)?;
    Some(CashNeed { more, runs_out_now, runs_out_then })
}

/// Tries amounts of money on one scenario.
struct CashTrial<'a> {
    projector: &'a mut Projector,
    /// The plan with that scenario alone.
    model: Model,
    opening: f64,
    run: PathRun<'a>,
    n_tried: usize,
}

/// A watch that hears nothing of a single trial.
struct SilentWatch<'a>(&'a dyn Watch);

impl Watch for SilentWatch<'_> {
    fn is_stale(&self) -> bool {
        self.0.is_stale()
    }
}

impl<'a> CashTrial<'a> {
    fn new(projector: &'a mut Projector, model: &Model, scenario: usize, run: PathRun<'a>) -> Self {
        let mut model = model.clone();
        model.scenarios = vec![model.scenarios[scenario].clone()];
        model.baselines = Baselines::default();
        Self { projector, opening: model.opening, model, run, n_tried: 0 }
    }

    /// The lowest cash of each path with so much more money.
    fn lowest(&mut self, more: f64) -> Option<Vec<f64>> {
        // Most amounts are found in about twelve trials.
        self.run.watch.note(self.n_tried as f64 / (self.n_tried as f64 + 6.0));
        self.n_tried += 1;
        self.model.opening = self.opening + more;
        let silent = SilentWatch(self.run.watch);
        let run = PathRun { watch: &silent, ..self.run };
        let mut outcomes = self.projector.outcomes(&self.model, &[0], run)?;
        outcomes.scenarios.pop().map(|outcome| outcome.lowest_cash.values)
    }

    fn share_out(&self, lowest: &[f64]) -> f64 {
        let n_out = lowest.iter().filter(|cash| **cash < -self.model.credit_line).count();
        n_out as f64 / lowest.len() as f64
    }

    /// The share of paths that run out of cash with so much more money.
    fn out_with(&mut self, more: f64) -> Option<f64> {
        let lowest = self.lowest(more)?;
        Some(self.share_out(&lowest))
    }

    /// An amount that is too little, and one not far from `first` that is enough.
    fn reach(&mut self, first: f64, rare: f64) -> Option<(f64, f64)> {
        let (mut too_little, mut enough) = (0.0, first);
        // Money that is told in single precision may be a little off the mark; money that buys goods may be far off.
        let share = if self.model.cash_changes_business() { 0.5 } else { 1e-6 };
        let mut step = share * (self.opening.abs() + first);
        while self.out_with(enough)? > rare {
            if self.n_tried > MOST_TRIED {
                return None;
            }
            too_little = enough;
            enough += step;
            step *= 4.0;
        }
        Some((too_little, enough))
    }

    /// The smallest amount that is enough, as closely as is asked for.
    fn narrow(&mut self, mut too_little: f64, mut enough: f64, rare: f64) -> Option<f64> {
        while enough - too_little > CLOSE * enough && self.n_tried <= MOST_TRIED {
            let middle = (too_little + enough) / 2.0;
            if self.out_with(middle)? > rare {
                too_little = middle;
            } else {
                enough = middle;
            }
        }
        Some(enough)
    }
}
