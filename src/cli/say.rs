//! The ways out: results to standard output, sentences to standard error, and to a terminal there how far the work is.
//! Nothing else in the app prints.

use std::fmt::Display;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::process::ExitCode;

use super::{UNUSABLE, spoken};
use crate::text::{is_quiet, quiet};

/// Writes results in JSON: names of plans and files hold nothing that a terminal obeys, and programs read the same names.
pub(super) fn print_json(bytes: &[u8]) -> ExitCode {
    print(harmless_json(&String::from_utf8_lossy(bytes)).as_bytes())
}

/// The same JSON, in which every letter that does more than stand there is written by its number.
fn harmless_json(json: &str) -> String {
    let mut harmless = String::with_capacity(json.len());
    for letter in json.chars() {
        if is_quiet(letter) || letter == '\n' {
            harmless.push(letter);
        } else {
            // All of them lie below 65,536.
            harmless.push_str(&format!("\\u{:04x}", u32::from(letter)));
        }
    }
    harmless
}

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
    let said = sentence.to_string();
    let lines: Vec<_> = said.split('\n').map(quiet).collect();
    let _ = writeln!(io::stderr().lock(), "{}", lines.join("\n"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_means_the_same_and_commands_no_terminal() {
        let name = "\u{1b}[31m\u{9b}\u{7f}\u{202e}\u{5e97}\n";
        let json = serde_json::to_string(name).unwrap() + "\n";
        let harmless = harmless_json(&json);
        assert!(harmless.trim_end().chars().all(is_quiet), "{harmless:?}");
        assert_eq!(serde_json::from_str::<String>(&harmless).unwrap(), name);
    }
}
