//! `sortie.com`, which a prompt of Windows finds before `sortie.exe`: it lets that program beside it work, hands on what it
//! says and ends as it ends. A program for windows has no console to say anything in, and one for a console would open it
//! behind its window.

use std::io::{self, IsTerminal, Read, Write};
use std::process::{Command, ExitCode, Stdio};
use std::thread;

fn main() -> ExitCode {
    match obeyed() {
        Ok(code) => ExitCode::from(code),
        Err(_) => {
            let _ = writeln!(
                io::stderr(),
                "sortie.exe is not beside this program. Put both in one folder, or install Sortie again."
            );
            ExitCode::FAILURE
        }
    }
}

fn obeyed() -> io::Result<u8> {
    let program = std::env::current_exe()?.with_file_name("sortie.exe");
    let mut child = Command::new(program)
        .args(std::env::args_os().skip(1))
        .stdout(way(io::stdout().is_terminal()))
        .stderr(way(io::stderr().is_terminal()))
        .spawn()?;
    let said = child.stderr.take();
    let saying = thread::spawn(move || hand_on(said, io::stderr()));
    hand_on(child.stdout.take(), io::stdout());
    let _ = saying.join();
    let code = child.wait()?.code().unwrap_or(1);
    Ok(u8::try_from(code).unwrap_or(1))
}

/// A file or a pipe goes to the program as it is; a console cannot, since the program has none.
fn way(is_console: bool) -> Stdio {
    if is_console { Stdio::piped() } else { Stdio::inherit() }
}

fn hand_on(from: Option<impl Read>, mut to: impl Write) {
    if let Some(mut from) = from {
        let _ = io::copy(&mut from, &mut to);
    }
}
