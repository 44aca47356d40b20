//! What a program took from a seller's machine from its start to its end, as the system tells it afterwards.

use std::process::{Command, ExitStatus, Stdio};
use std::time::Instant;

use wait4::Wait4;

/// What a program that has ended took.
pub struct Took {
    /// From its start to its end.
    pub seconds: f64,
    /// The most memory it held at once.
    pub bytes: f64,
    /// Seconds of processors, of all together.
    pub at_work: f64,
    /// How it ended.
    pub status: ExitStatus,
    /// What it wrote to standard output.
    pub told: Vec<u8>,
    /// What it wrote to standard error.
    pub said: Vec<u8>,
}

/// Runs a program to its end.
pub fn run(command: &mut Command) -> Result<Took, String> {
    let temporary = || tempfile::tempfile().map_err(|fault| format!("no file for what is told: {fault}"));
    let (told, said) = (temporary()?, temporary()?);
    let copy = |file: &std::fs::File| file.try_clone().map_err(|fault| format!("no second handle: {fault}"));
    let begin = Instant::now();
    let child = command.stdin(Stdio::null()).stdout(copy(&told)?).stderr(copy(&said)?).spawn();
    let child = child.map_err(|fault| format!("a program did not start: {fault}"))?;
    let ended = child.wait4().map_err(|fault| format!("a program did not end: {fault}"))?;
    let seconds = begin.elapsed().as_secs_f64();
    Ok(Took {
        seconds,
        bytes: ended.rusage.maxrss as f64,
        at_work: (ended.rusage.utime + ended.rusage.stime).as_secs_f64(),
        status: ended.status,
        told: written(told)?,
        said: written(said)?,
    })
}

fn written(mut file: std::fs::File) -> Result<Vec<u8>, String> {
    use std::io::{Read, Seek};
    let mut bytes = vec![];
    file.rewind()
        .and_then(|()| file.read_to_end(&mut bytes))
        .map_err(|fault| format!("it was not told: {fault}"))?;
    Ok(bytes)
}
