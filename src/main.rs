//! Starts the window, or one command and out.

// A program of windows opens no console behind its own. What is said to one is said by `sortie.com`, which a prompt finds first.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

use std::process::ExitCode;

use sortie::{app, cli};

fn main() -> ExitCode {
    cli::run(cli::CliRequest::parse(), app::run)
}
