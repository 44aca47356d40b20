//! Starts the window, or one command and out.

use std::process::ExitCode;

use sortie::{app, cli};

fn main() -> ExitCode {
    match cli::CliRequest::parse() {
        cli::CliRequest::Window(Some(plan)) if cli::is_missing(&plan) => ExitCode::FAILURE,
        cli::CliRequest::Window(plan) => match app::run(plan.as_deref()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(reason) => {
                cli::say_to_person(&reason);
                ExitCode::FAILURE
            }
        },
        cli::CliRequest::Project(options) => cli::project(&options),
        cli::CliRequest::Import(options) => cli::import(&options),
        cli::CliRequest::Fit(options) => cli::fit(&options),
        cli::CliRequest::Sample(options) => cli::sample(&options),
        cli::CliRequest::Best(options) => cli::best(&options),
        cli::CliRequest::Report(options) => cli::report(&options),
        cli::CliRequest::Check(plan) => cli::check(&plan),
    }
}
