//! From a model to its forecast, block of paths by block, on as many threads as the caller has.

use super::ending::Ending;
use super::metric::Table;
use super::quantile::{Quantiles, quantiles, sum};
use super::summary::summarize;
use super::{Fan, Forecast, ScenarioForecast};
use crate::draw::{Draws, Noise, NoiseStreams, NoiseTerms, Streams};
use crate::model::{Model, ScenarioModel};
use crate::sim::{N_METRICS, Record, WIDTH, run};

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

/// The central path of every scenario; no fans. Quick enough for every frame.
pub fn central(model: &Model) -> Forecast {
    let (draws, noise) = (Draws::central(model), Noise::none(model));
    let scenarios = model.scenarios.iter().map(|scenario| {
        let mut record = Record::new(model);
        run(model, scenario, &draws, &noise, &mut record);
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
    Projector::default().project(model, n_paths, seed, crew, is_stale)
}

/// Projects one plan after another, and draws noise again only where it differs.
#[derive(Default)]
pub struct Projector {
    noise: Option<(NoiseTerms, Vec<Noise<WIDTH>>)>,
}

impl Projector {
    /// As [`project`], with the noise of the last call reused where it is the same.
    pub fn project(
        &mut self,
        model: &Model,
        n_paths: usize,
        seed: u64,
        crew: &impl Crew,
        is_stale: &(impl Fn() -> bool + Sync),
    ) -> Option<Forecast> {
        let n_paths = n_paths.max(1);
        let n_groups = n_paths.div_ceil(WIDTH);
        let noise = self.noise(NoiseTerms::new(model, seed), n_groups, crew);
        let streams = Streams::new(model, seed);
        let draws = all(crew, is_stale, n_groups, |group| draw(model, &streams, group))?;
        let mut tables = vec![];
        let mut endings = vec![];
        for scenario in &model.scenarios {
            let walk = |group: usize| walk(model, scenario, &draws[group], &noise[group]);
            let records = all(crew, is_stale, n_groups, walk)?;
            let n_rows = N_METRICS + model.channels.len();
            let row = |row| row_over_paths(&records, row, model.n_months, n_paths);
            tables.push(into_tables(model, &all(crew, is_stale, n_rows, row)?));
            endings.push(Ending::new(model, &records, n_paths));
        }
        let mut forecast = central(model);
        let answers = tables.into_iter().zip(summarize(model, &endings));
        for (scenario, ((mean, quantiles), summary)) in forecast.scenarios.iter_mut().zip(answers) {
            scenario.fan = Some(Fan { mean, quantiles, summary });
        }
        Some(forecast)
    }

    /// The noise of every group of paths; what the last call drew under the same terms is kept.
    fn noise(&mut self, terms: NoiseTerms, n_groups: usize, crew: &impl Crew) -> &[Noise<WIDTH>] {
        let streams = terms.streams();
        let (known, groups) = self.noise.get_or_insert_with(|| (terms.clone(), vec![]));
        if *known != terms {
            *known = terms;
            groups.clear();
        }
        let first = groups.len();
        let missing = n_groups.saturating_sub(first);
        groups.extend(crew.map(missing, |group| draw_noise(known, &streams, first + group)));
        groups
    }
}

/// The answers of all pieces of work, or nothing once nobody waits for them.
fn all<T: Send>(
    crew: &impl Crew,
    is_stale: &(impl Fn() -> bool + Sync),
    n: usize,
    work: impl Fn(usize) -> T + Sync,
) -> Option<Vec<T>> {
    crew.map(n, |place| (!is_stale()).then(|| work(place))).into_iter().collect()
}

// The pieces of work are functions of their own, not closures, so that they are compiled with the engine, at full
// speed, and not with whoever brings the crew.

fn draw(model: &Model, streams: &Streams, group: usize) -> Draws<WIDTH> {
    Draws::paths(model, streams, (group * WIDTH) as u32)
}

fn draw_noise(terms: &NoiseTerms, streams: &NoiseStreams, group: usize) -> Noise<WIDTH> {
    terms.draw(streams, (group * WIDTH) as u32)
}

fn walk(
    model: &Model,
    scenario: &ScenarioModel,
    draws: &Draws<WIDTH>,
    noise: &Noise<WIDTH>,
) -> Record<WIDTH> {
    let mut record = Record::new(model);
    run(model, scenario, draws, noise, &mut record);
    record
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

fn into_tables(model: &Model, rows: &[Row]) -> (Table<f64>, Table<Quantiles>) {
    let n_channels = model.channels.len();
    (
        Table::from_rows(n_channels, |row| rows[row].iter().map(|(mean, _)| *mean).collect()),
        Table::from_rows(n_channels, |row| rows[row].iter().map(|(_, quantiles)| *quantiles).collect()),
    )
}
