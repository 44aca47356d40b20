//! The command line: the same figures as the window, for scripts and tests.
//!
//! It speaks English whatever the system's language, since scripts read what it says.

mod arguments;
mod best;
mod best_json;
mod csv;
mod fit;
mod import;
mod json;
mod progress;
mod project;
mod report;
mod sample;
mod say;

use std::path::Path;
use std::process::ExitCode;

use sortie_engine::plan::Plan;

use crate::disk::{OpenFault, is_there, open_plan};
use crate::text::{Language, Words, words};

pub use arguments::{
    BestFormat, BestOptions, CliRequest, FitOptions, GoalWord, ImportOptions, ImportOutputFormat,
    ProjectOptions, ReportLanguage, ReportOptions, ReportSize, ResultFormat, SampleOptions, ToldFigure,
};
use best::best;
use fit::fit;
use import::import;
use project::project;
use report::report;
use sample::sample;
use say::say_to_person;

/// The plan, or whatever was asked for, cannot be used. A wrong command line ends in 2, which clap answers itself.
const UNUSABLE: u8 = 1;

/// How long a command waits to hear whether its plan is there before it opens a window.
const PATIENCE: std::time::Duration = std::time::Duration::from_millis(500);

/// The command line is wrong in a way that only shows beside the plan.
const WRONG_COMMAND: u8 = 2;

/// Does what is asked for; `open_window` shows the window on a plan, or says why there is none.
pub fn run(request: CliRequest, open_window: impl FnOnce(Option<&Path>) -> Result<(), String>) -> ExitCode {
    match request {
        CliRequest::Window(Some(plan)) if is_missing(&plan) => ExitCode::from(UNUSABLE),
        CliRequest::Window(plan) => match open_window(plan.as_deref()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(reason) => {
                say_to_person(&reason);
                ExitCode::from(UNUSABLE)
            }
        },
        CliRequest::Project(options) => project(&options),
        CliRequest::Import(options) => import(&options),
        CliRequest::Fit(options) => fit(&options),
        CliRequest::Sample(options) => sample(&options),
        CliRequest::Best(options) => best(&options),
        CliRequest::Report(options) => report(&options),
        CliRequest::Check(plan) => check(&plan),
    }
}

/// Reports what is wrong with the plan at `path`, one fault per line of standard error.
pub fn check(path: &Path) -> ExitCode {
    let Ok(_) = usable_plan(path) else { return ExitCode::from(UNUSABLE) };
    let good = spoken().with("cli.plan_is_good", &[("path", &path.to_string_lossy())]);
    say::print(format!("{good}\n").as_bytes())
}

/// Whether nothing stands at `path`, which has been said then: a mistyped command would wait in a window otherwise.
fn is_missing(path: &Path) -> bool {
    let own = path.to_owned();
    // A drive that takes its time is left to the window, which says the same once it knows.
    let (sender, answer) = std::sync::mpsc::channel();
    std::thread::spawn(move || sender.send(!is_there(&own)));
    let is_missing = answer.recv_timeout(PATIENCE).unwrap_or(false);
    if is_missing {
        say_to_person(&spoken().open_fault(&OpenFault::NotThere, path));
    }
    is_missing
}

/// The plan at `path`; what is wrong with it has been said where there is none.
fn usable_plan(path: &Path) -> Result<Plan, ()> {
    open_plan(path).map(|opened| opened.plan).map_err(|fault| match &fault {
        OpenFault::Faults(faults) => {
            let sentences: Vec<String> = faults.iter().map(|fault| spoken().fault(fault)).collect();
            say_to_person(&sentences.join("\n"));
        }
        _ => say_to_person(&spoken().open_fault(&fault, path)),
    })
}

fn spoken() -> &'static Words {
    words(Language::English)
}
