//! The ways out: results to standard output, sentences to standard error, and to a terminal there how far the work is.
//! Nothing else in the app prints.

use std::fmt::Display;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::process::ExitCode;

use super::{UNUSABLE, spoken};

/// Writes results that are whole to standard output. A reader that has seen enough and left is served well.
pub(super) fn print(bytes: &[u8]) -> ExitCode {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) if fault.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(_) => {
            say_to_person(spoken().get("cli.output_not_taken"));
            ExitCode::from(UNUSABLE)
        }
    }
}

/// Standard error, where a person watches it.
pub(super) fn terminal() -> Option<impl Write + Send> {
    Some(io::stderr()).filter(IsTerminal::is_terminal)
}

/// Writes a sentence to standard error, on a line of its own, or several with line ends between them. Where nobody listens there is nobody to tell.
pub fn say_to_person(sentence: &(impl Display + ?Sized)) {
    let _ = writeln!(io::stderr().lock(), "{sentence}");
}
