//! `sortie project`: a plan in, the results of every scenario out.

use std::process::ExitCode;
use std::time::Instant;

use sortie_engine::compare::{BridgeCause, BridgeMeasure, CausePart, ScenarioPair, bridge_mean};
use sortie_engine::forecast::{self, Forecast, PathRun, ScenarioForecast};
use sortie_engine::model::Model;
use sortie_engine::plan::Plan;
use sortie_engine::watch::{PatientWatch, Watch};

use super::progress::TerminalProgress;
use super::{ProjectOptions, ResultFormat, UNUSABLE, csv, json, say, say_to_person, spoken, usable_plan};
use crate::compute::ThreadCrew;

/// Writes the results of every scenario to standard output, all or nothing.
pub fn project(options: &ProjectOptions) -> ExitCode {
    let Ok(plan) = usable_plan(&options.plan) else { return ExitCode::from(UNUSABLE) };
    let fit = forecast::paths_that_fit(&plan) as u64;
    if options.paths > fit {
        let words = spoken();
        let [paths, fit] = [options.paths, fit].map(|n| words.exact(n as f64));
        say_to_person(&words.with("cli.too_many_paths", &[("paths", &paths), ("fit", &fit)]));
        return ExitCode::from(UNUSABLE);
    }
    let forecast = forecast_of(&plan, options);
    // The formats have no way to write a number beyond counting, and a reader no way to use one.
    if let Some(scenario) = forecast.scenarios.iter().find(|scenario| !is_finite(scenario)) {
        say_to_person(&spoken().with("cli.beyond_counting", &[("scenario", &scenario.id)]));
        return ExitCode::from(UNUSABLE);
    }
    let bytes = match options.format {
        ResultFormat::Json => {
            let causes = closure_causes(&plan, &forecast, options);
            json::write(&plan, &forecast, &causes, options)
        }
        ResultFormat::Csv => csv::write(&plan, &forecast, options),
    };
    match bytes {
        Some(bytes) if options.format == ResultFormat::Json => say::print_json(&bytes),
        Some(bytes) => say::print(&bytes),
        None => ExitCode::from(UNUSABLE),
    }
}

fn forecast_of(plan: &Plan, options: &ProjectOptions) -> Forecast {
    let model = Model::compile(plan);
    let n_paths = usize::try_from(options.paths).unwrap_or(usize::MAX);
    let threads = options.threads.and_then(|n| usize::try_from(n).ok());
    let drawn = |watch: &dyn Watch| {
        let crew = ThreadCrew::new(threads);
        forecast::project(&model, PathRun { n_paths, seed: options.seed, crew: &crew, watch })
    };
    let drawn = match say::terminal() {
        _ if n_paths == 0 => None,
        Some(terminal) => drawn(&TerminalProgress::new(terminal, Instant::now(), "progress.told")),
        None => drawn(&PatientWatch),
    };
    drawn.unwrap_or_else(|| forecast::central(&model))
}

/// What each shock makes of the mean profit that no response earns less than links open; nothing without paths, or where
/// there is nothing to compare.
fn closure_causes(plan: &Plan, forecast: &Forecast, options: &ProjectOptions) -> Vec<(String, f64)> {
    let pair = forecast.baselines.no_response.zip(forecast.baselines.links_open);
    let Some((from, to)) = pair.filter(|_| options.paths > 0) else { return vec![] };
    if let Some(only) = only_cause(plan, from, to) {
        let gain = forecast.scenarios[to].fan.as_ref().and_then(|fan| fan.summary.gain?.mean);
        return gain.map(|gain| (only.to_owned(), gain)).into_iter().collect();
    }
    let crew = ThreadCrew::new(options.threads.and_then(|n| usize::try_from(n).ok()));
    let n_paths = usize::try_from(options.paths).unwrap_or(usize::MAX);
    let run = PathRun { n_paths, seed: options.seed, crew: &crew, watch: &PatientWatch };
    let bridge = bridge_mean(&Model::compile(plan), ScenarioPair { from, to }, run);
    let parts = bridge.map(|bridge| bridge.parts).unwrap_or_default().into_iter();
    let of_shock = |part: CausePart| match &part.cause {
        BridgeCause::Shock(id) => Some((id.clone(), part.total(BridgeMeasure::Profit))),
        BridgeCause::Strategy(_) | BridgeCause::Order => None,
    };
    parts.filter_map(of_shock).collect()
}

/// The shock that no response has and links open do not, where they differ in nothing else: what it makes is the whole
/// difference, and need not be worked out.
fn only_cause(plan: &Plan, from: usize, to: usize) -> Option<&str> {
    let (own, open) = (&plan.scenarios[from].shocks, &plan.scenarios[to].shocks);
    let only = own.iter().find(|shock| !open.contains(shock))?;
    own.iter().filter(|shock| *shock != only).eq(open).then_some(only)
}

fn is_finite(scenario: &ScenarioForecast) -> bool {
    let fan = scenario.fan.as_ref();
    csv::rows(&scenario.central).flatten().all(|x| x.is_finite())
        && fan.is_none_or(|fan| csv::rows(&fan.mean).flatten().all(|x| x.is_finite()))
        && fan.is_none_or(|fan| csv::rows(&fan.quantiles).flatten().flatten().all(|x| x.is_finite()))
}
