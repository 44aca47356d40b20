//! Starts the window, or one command and out.

use std::process::ExitCode;

use sortie::{app, cli};

fn main() -> ExitCode {
    match cli::Request::parse() {
        cli::Request::Window(Some(plan)) if cli::is_missing(&plan) => ExitCode::FAILURE,
        cli::Request::Window(plan) => match app::run(plan) {
            Ok(()) => ExitCode::SUCCESS,
            Err(reason) => {
                cli::say_to_person(&reason);
                ExitCode::FAILURE
            }
        },
        cli::Request::Project(options) => cli::project(&options),
        cli::Request::Import(options) => cli::import(&options),
        cli::Request::Fit(options) => cli::fit(&options),
        cli::Request::Check(plan) => cli::check(&plan),
    }
}
