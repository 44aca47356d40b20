//! How far the fan that a seller sees stands from the one that a hundred times as many paths would draw.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use sortie::compute::SEED;
use sortie_engine::forecast::{Arithmetic, Fan, Forecast, Metric, PERCENTILES, PathRun, Projector};
use sortie_engine::model::Model;
use sortie_engine::watch::Watch;

use crate::job::{self, PATHS};
use crate::say;
use crate::table::{Table, percent};

const LONG: usize = 1_000_000;
/// Other draws than those that are judged.
const LONG_SEED: u64 = SEED + 1;
/// Errors above this share of a month's width are counted.
const LIMIT: f64 = 0.03;
/// A width below this share of the figure itself is what rounding leaves of none.
const NO_SPREAD: f64 = 1e-6;
/// Where the percentiles stand between which a month's width is taken.
const P10: usize = 1;
const P90: usize = 5;

/// Someone who waits to the end, and says every tenth of the way that it goes on.
struct Progress {
    begin: Instant,
    told: AtomicUsize,
}

impl Watch for Progress {
    fn is_stale(&self) -> bool {
        false
    }

    fn note(&self, done: f64) {
        let tenth = (done * 10.0) as usize;
        if self.told.fetch_max(tenth, Ordering::Relaxed) < tenth {
            say(&format!("  {} % after {:.0} s", tenth * 10, self.begin.elapsed().as_secs_f64()));
        }
    }
}

/// Errors of some figures.
#[derive(Default)]
struct Errors {
    n: usize,
    squares: f64,
    n_above: usize,
    worst: f64,
    place: String,
}

impl Errors {
    fn add(&mut self, error: f64, place: &str) {
        self.n += 1;
        self.squares += error * error;
        self.n_above += usize::from(error > LIMIT);
        if error > self.worst {
            self.worst = error;
            self.place = place.to_owned();
        }
    }

    fn cells(&self) -> [String; 5] {
        let n = self.n.max(1) as f64;
        let above = percent(self.n_above as f64 / n);
        let rms = percent((self.squares / n).sqrt());
        [self.n.to_string(), rms, above, percent(self.worst), self.place.clone()]
    }
}

/// Errors of every metric, in groups.
#[derive(Default)]
struct Report {
    all: Errors,
    by_figure: BTreeMap<usize, Errors>,
    by_metric: Vec<(Metric, Errors)>,
    n_skipped: usize,
}

/// Prints errors over everything told, by percentile and by metric.
pub fn run() -> Result<(), String> {
    let model = Model::compile(&job::plan());
    let crew = job::crew();
    let short = job::project(&mut Projector::default(), &model, PATHS, &crew);
    say(&format!("{LONG} paths in double precision, one metric after another, which takes minutes."));
    let mut projector = Projector::new(Arithmetic::Double);
    let mut report = Report::default();
    for metric in Metric::ALL {
        say(metric.word());
        let progress = Progress { begin: Instant::now(), told: AtomicUsize::new(0) };
        let run = PathRun { n_paths: LONG, seed: LONG_SEED, crew: &crew, watch: &progress };
        let long = projector.project_only(&model, metric, run);
        report.compare(metric, &short, &long.expect("whoever waits to the end is given an answer"));
    }
    say(&format!(
        "\nErrors of {PATHS} paths, as shares of each month's width from the 10th to the 90th percentile; {} months of \
         figures without spread are left out.",
        report.n_skipped
    ));
    let mut table = Table::new(&["", "figures", "root mean square", "above 3 %", "worst", "where"]);
    let mut line = |name: String, errors: &Errors| table.line([name].into_iter().chain(errors.cells()));
    line("all".to_owned(), &report.all);
    for (figure, errors) in &report.by_figure {
        line(figure_name(*figure), errors);
    }
    for (metric, errors) in &report.by_metric {
        line(metric.word().to_owned(), errors);
    }
    table.print();
    Ok(())
}

fn figure_name(figure: usize) -> String {
    match figure.checked_sub(1) {
        None => "mean".to_owned(),
        Some(place) => format!("P{:.0}", PERCENTILES[place] * 100.0),
    }
}

impl Report {
    /// Compares month by month what both tell of a metric.
    fn compare(&mut self, metric: Metric, short: &Forecast, long: &Forecast) {
        let mut of_metric = Errors::default();
        for (own, other) in short.scenarios.iter().zip(&long.scenarios) {
            let (Some(fan), Some(truth)) = (&own.fan, &other.fan) else { continue };
            for (t, month) in short.months.iter().enumerate() {
                let (found, expected) = (figures(fan, metric, t), figures(truth, metric, t));
                let width = expected[1 + P90] - expected[1 + P10];
                let size = expected[1 + P90].abs().max(expected[1 + P10].abs());
                if !width.is_finite() || width <= NO_SPREAD * size {
                    self.n_skipped += 1;
                    continue;
                }
                for (figure, (found, expected)) in found.into_iter().zip(expected).enumerate() {
                    let error = (found - expected).abs() / width;
                    let place = format!("{}, {}, {month}, {}", own.id, metric.word(), figure_name(figure));
                    self.all.add(error, &place);
                    self.by_figure.entry(figure).or_default().add(error, &place);
                    of_metric.add(error, &place);
                }
            }
        }
        self.by_metric.push((metric, of_metric));
    }
}

/// The mean of a metric in a month, and its percentiles.
fn figures(fan: &Fan, metric: Metric, t: usize) -> [f64; 8] {
    let mut figures = [fan.mean[metric][t]; 8];
    figures[1..].copy_from_slice(&fan.quantiles[metric][t]);
    figures
}
