//! `sortie.com`, which a prompt of Windows finds before `sortie.exe`: commands are obeyed here, in the console that they were
//! typed in, and the window is that of the program beside it. One program cannot be both without a console behind its window.

use std::path::Path;
use std::process::{Command, ExitCode};

use sortie::cli;

fn main() -> ExitCode {
    cli::run(cli::CliRequest::parse(), open_beside)
}

/// Starts the program beside this one and leaves it to itself.
fn open_beside(plan: Option<&Path>) -> Result<(), String> {
    let program = std::env::current_exe().map(|own| own.with_file_name("sortie.exe"));
    let started = program.and_then(|program| Command::new(program).args(plan).spawn());
    started.map(drop).map_err(|_| cli::no_program_beside())
}
