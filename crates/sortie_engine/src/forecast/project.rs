//! From a model to its forecast, block of paths by block, on as many threads as the caller has.

use super::ending::Ending;
use super::metric::Table;
use super::quantile::{Quantiles, quantiles, sum};
use super::summary::summarize;
use super::{Fan, Forecast, ScenarioForecast};
use crate::draw::{Draws, Streams};
use crate::model::Model;
use crate::sim::{N_METRICS, Record, run};

/// Whoever does work for the engine, which starts no thread of its own.
pub trait Crew {
    /// The answers of `work` to 0, 1, … up to `n`, in this order, wherever each is computed.
    fn map<T: Send>(&self, n: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T>;
}

/// A crew of one: the caller's own thread.
pub struct Alone;

impl Crew for Alone {
    fn map<T: Send>(&self, n: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
        (0..n).map(work).collect()
    }
}

/// Paths that are worked on together by one processor.
pub(super) const WIDTH: usize = 8;

/// The central path of every scenario; no fans. Quick enough for every frame.
pub fn central(model: &Model) -> Forecast {
    let draws = Draws::central(model);
    let scenarios = model.scenarios.iter().map(|scenario| {
        let mut record = Record::new(model);
        run(model, scenario, &draws, &mut record);
        let not_eligible = scenario.strategies.iter().filter(|(_, is_eligible)| !is_eligible);
        ScenarioForecast {
            id: scenario.id.clone(),
            not_eligible: not_eligible.map(|(place, _)| model.strategies[*place].id.clone()).collect(),
            central: Table::from_rows(model.channels.len(), |row| {
                record.row(row).iter().map(|lane| lane.0[0]).collect()
            }),
            fan: None,
        }
    });
    Forecast { months: model.months(), scenarios: scenarios.collect(), baselines: model.baselines }
}

/// The forecast from `n_paths` paths (at least 1) drawn from `seed`, or nothing where `is_stale` says, asked now and
/// then, that nobody waits for it any more. The same bits for any crew.
///
/// The first paths of a run are the same however many follow; any first 2ᵏ of them are spread evenly.
pub fn project(
    model: &Model,
    n_paths: usize,
    seed: u64,
    crew: &impl Crew,
    is_stale: &(impl Fn() -> bool + Sync),
) -> Option<Forecast> {
    let n_paths = n_paths.max(1);
    let streams = Streams::new(model, seed);
    let n_groups = n_paths.div_ceil(WIDTH);
    let draw = |group| (!is_stale()).then(|| Draws::paths(model, &streams, (group * WIDTH) as u32));
    let draws: Option<Vec<Draws<WIDTH>>> = crew.map(n_groups, draw).into_iter().collect();
    let draws = draws?;
    let mut tables = vec![];
    let mut endings = vec![];
    for scenario in &model.scenarios {
        let walk = |group: usize| {
            (!is_stale()).then(|| {
                let mut record = Record::new(model);
                run(model, scenario, &draws[group], &mut record);
                record
            })
        };
        let records: Option<Vec<_>> = crew.map(n_groups, walk).into_iter().collect();
        let records = records?;
        let row = |row| (!is_stale()).then(|| row_over_paths(&records, row, model.n_months, n_paths));
        let rows: Option<Vec<_>> = crew.map(N_METRICS + model.channels.len(), row).into_iter().collect();
        tables.push(into_tables(model, rows?));
        endings.push(Ending::new(model, &records, n_paths));
    }
    let mut forecast = central(model);
    let summaries = summarize(model, endings);
    let answers = tables.into_iter().zip(summaries);
    for (scenario, ((mean, quantiles), summary)) in forecast.scenarios.iter_mut().zip(answers) {
        scenario.fan = Some(Fan { mean, quantiles, summary });
    }
    Some(forecast)
}

/// Mean and quantiles of one row, month by month.
type Row = Vec<(f64, Quantiles)>;

fn row_over_paths(records: &[Record<WIDTH>], row: usize, n_months: usize, n_paths: usize) -> Row {
    let mut values = Vec::with_capacity(records.len() * WIDTH);
    let month = |t: usize| {
        values.clear();
        values.extend(records.iter().flat_map(|record| record.row(row)[t].0));
        values.truncate(n_paths);
        (sum(&values) / n_paths as f64, quantiles(&mut values))
    };
    (0..n_months).map(month).collect()
}

fn into_tables(model: &Model, rows: Vec<Row>) -> (Table<f64>, Table<Quantiles>) {
    let n_channels = model.channels.len();
    (
        Table::from_rows(n_channels, |row| rows[row].iter().map(|(mean, _)| *mean).collect()),
        Table::from_rows(n_channels, |row| rows[row].iter().map(|(_, quantiles)| *quantiles).collect()),
    )
}
