//! What it takes for the engine and the plain simulator to agree.

use sortie_engine::forecast::{
    Arithmetic, Forecast, Metric, MetricTable, PathRun, Projector, ScenarioForecast, Statistic,
};
use sortie_engine::model::Model;
use sortie_engine::plan::Plan;

use crate::plain::{self, Chance, Figures, Series};
use crate::run::ALONE;

/// What rounding may leave of nothing where figures as large as the largest of these series have come and gone.
fn trace(series: &Series) -> f64 {
    1e-9 + 1e-14 * series.values().flatten().fold(0.0, |most: f64, x| most.max(x.abs()))
}

/// How far two series are apart, as a share of what may be; above 1 they do not agree. Both may be off by a billionth
/// of the larger figure, and of the largest of the series, and by `trace`.
fn disagreement(a: &[f64], b: &[f64], trace: f64) -> f64 {
    assert_eq!(a.len(), b.len(), "as many months in both");
    let largest = a.iter().chain(b).fold(0.0, |most: f64, x| most.max(x.abs()));
    let apart = |(a, b): (&f64, &f64)| {
        let allowed = 1e-9 * a.abs().max(b.abs()) + 1e-9 * largest + trace;
        let apart = (a - b).abs();
        // What is not a number agrees with nothing.
        if !apart.is_finite() {
            f64::INFINITY
        } else if apart == 0.0 {
            0.0
        } else {
            apart / allowed
        }
    };
    a.iter().zip(b).map(apart).fold(0.0, f64::max)
}

/// The engine's table as the plain simulator tells it.
pub fn as_series(plan: &Plan, table: &MetricTable<f64>) -> Series {
    let metrics = Metric::ALL.iter().map(|metric| (metric.word().to_owned(), table[*metric].clone()));
    let channels = plan.channels.iter().zip(&table.channel_revenue);
    let channels = channels.map(|(it, values)| (format!("channel_revenue:{}", it.id), values.clone()));
    metrics.chain(channels).collect()
}

/// Holds series against others of the same names, and returns how far apart the worst are.
pub fn hold<'v>(what: &str, own: &Series, known: impl Fn(&str) -> Vec<f64> + 'v) -> f64 {
    hold_within(trace(own), what, own, known)
}

/// Holds series against others of the same names by the rule of known results, without any trace.
pub fn hold_strictly<'v>(what: &str, own: &Series, known: impl Fn(&str) -> Vec<f64> + 'v) -> f64 {
    hold_within(0.0, what, own, known)
}

fn hold_within<'v>(trace: f64, what: &str, own: &Series, known: impl Fn(&str) -> Vec<f64> + 'v) -> f64 {
    let mut worst = 0.0;
    for (name, values) in own {
        let apart = disagreement(values, &known(name), trace);
        assert!(apart <= 1.0, "{what} · {name}: {apart} times what may be\n{values:?}\n{:?}", known(name));
        worst = f64::max(worst, apart);
    }
    worst
}

/// Whether two tables of the engine agree, up to rounding.
pub fn agree(plan: &Plan, a: &MetricTable<f64>, b: &MetricTable<f64>) -> bool {
    let (a, b) = (as_series(plan, a), as_series(plan, b));
    let trace = trace(&a);
    a.iter().all(|(name, values)| disagreement(values, &b[name], trace) <= 1.0)
}

/// The paths of the plain simulator by scenario, then path.
fn plain_paths(plan: &Plan, seed: u64, n_paths: u32) -> Vec<Vec<Series>> {
    let paths = |scenario| {
        let path = |path| plain::run(plan, scenario, Chance::Path { seed, path });
        (0..n_paths).map(path).collect()
    };
    plan.scenarios.iter().map(paths).collect()
}

/// The forecast of a plan on one thread, in double precision: exact enough to be held against the plain simulator.
pub fn project(plan: &Plan, n_paths: usize, seed: u64) -> Forecast {
    project_in(Arithmetic::Double, plan, n_paths, seed)
}

/// The forecast of a plan on one thread.
pub fn project_in(arithmetic: Arithmetic, plan: &Plan, n_paths: usize, seed: u64) -> Forecast {
    Projector::new(arithmetic)
        .project(&Model::compile(plan), PathRun { n_paths, seed, ..ALONE })
        .expect("nobody gives up waiting")
}

fn mean(paths: &[Series], name: &str) -> Vec<f64> {
    let n_months = paths[0][name].len();
    (0..n_months).map(|t| paths.iter().map(|path| path[name][t]).sum::<f64>() / paths.len() as f64).collect()
}

/// Holds the engine's first paths of a plan against the plain simulator's, and returns how far apart the worst are.
pub fn hold_paths(what: &str, plan: &Plan, n_paths: u32, seed: u64) -> f64 {
    let paths = plain_paths(plan, seed, n_paths);
    let known: Vec<Vec<Figures>> = (0..n_paths as usize)
        .map(|path| plain::figures(plan, &paths.iter().map(|paths| paths[path].clone()).collect::<Vec<_>>()))
        .collect();
    let mut worst: f64 = 0.0;
    for (idx, answer) in project(plan, n_paths as usize, seed).scenarios.iter().enumerate() {
        let fan = answer.fan.as_ref().expect("a fan of paths");
        let what = format!("{what} · {}", answer.id);
        worst = worst.max(hold(&what, &as_series(plan, &fan.mean), |name| mean(&paths[idx], name)));
        let figures: Vec<&Figures> = known.iter().map(|path| &path[idx]).collect();
        hold_summary(&what, answer, &figures);
    }
    worst
}

/// Holds the summary of a scenario against the figures of its paths.
fn hold_summary(what: &str, answer: &ScenarioForecast, paths: &[&Figures]) {
    let own = &answer.fan.as_ref().expect("a fan of paths").summary;
    let same = |name: &str, own: Option<&Statistic>, of: &dyn Fn(&Figures) -> Option<f64>| {
        let known: Vec<Option<f64>> = paths.iter().map(|path| of(path)).collect();
        let Some(own) = own else {
            assert!(
                known.iter().all(Option::is_none),
                "{what} · {name}: {known:?}, and none from the engine"
            );
            return;
        };
        let reached: Vec<f64> = known.iter().flatten().copied().filter(|x| x.is_finite()).collect();
        let never = (known.len() - reached.len()) as f64 / known.len() as f64;
        let mean = reached.iter().sum::<f64>() / reached.len() as f64;
        let far = own.mean.map_or(reached.len() as f64, |own| disagreement(&[own], &[mean], 1e-6));
        assert!(far <= 1.0 && (own.never - never).abs() < 1e-12, "{what} · {name}: {own:?}\n{known:?}");
    };
    same("total_revenue", Some(&own.total_revenue), &|it| Some(it.total_revenue));
    same("total_profit", Some(&own.total_profit), &|it| Some(it.total_profit));
    same("revenue_kept", own.revenue_kept.as_ref(), &|it| it.revenue_kept);
    same("recovery_month", own.recovery_month.as_ref(), &|it| it.recovery_month);
    same("payback_month", own.payback_month.as_ref(), &|it| it.payback_month);
    same("gain", own.gain.as_ref(), &|it| it.gain);
    same("lowest_cash", Some(&own.lowest_cash), &|it| Some(it.lowest_cash));
    same("lowest_cash_month", Some(&own.lowest_cash_month), &|it| Some(it.lowest_cash_month));
    same("concentration", Some(&own.concentration), &|it| it.concentration);
    let out = paths.iter().filter(|it| it.runs_out_of_cash).count() as f64 / paths.len() as f64;
    assert!((own.runs_out_of_cash - out).abs() < 1e-12, "{what} · runs_out_of_cash");
    let wins: Option<f64> = paths.iter().map(|it| it.earns_most).sum();
    let wins = wins.map(|sum| sum / paths.len() as f64);
    assert_eq!(own.earns_most.is_some(), wins.is_some(), "{what} · earns_most");
    assert!((own.earns_most.unwrap_or(0.0) - wins.unwrap_or(0.0)).abs() < 1e-9, "{what} · earns_most");
}
