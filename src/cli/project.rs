//! `sortie project`: a plan in, the results of every scenario out.

use std::process::ExitCode;
use std::time::Instant;

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
    let forecast = forecast_of(&plan, options);
    // The formats have no way to write a number beyond counting, and a reader no way to use one.
    if let Some(scenario) = forecast.scenarios.iter().find(|scenario| !is_finite(scenario)) {
        say_to_person(&spoken().with("cli.beyond_counting", &[("scenario", &scenario.id)]));
        return ExitCode::from(UNUSABLE);
    }
    let bytes = match options.format {
        ResultFormat::Json => json::write(&plan, &forecast),
        ResultFormat::Csv => csv::write(&plan, &forecast),
    };
    match bytes {
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

fn is_finite(scenario: &ScenarioForecast) -> bool {
    let fan = scenario.fan.as_ref();
    csv::rows(&scenario.central).flatten().all(|x| x.is_finite())
        && fan.is_none_or(|fan| csv::rows(&fan.mean).flatten().all(|x| x.is_finite()))
        && fan.is_none_or(|fan| csv::rows(&fan.quantiles).flatten().flatten().all(|x| x.is_finite()))
}
