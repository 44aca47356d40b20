//! What a seller's machine is able to do, for a time says nothing without it.

use std::fs::File;
use std::thread::available_parallelism;
use std::time::Instant;

use sortie_engine::lane::Level;

use crate::say;

/// Prints what the figures of this run depend on.
pub fn describe() {
    let n_cores = available_parallelism().map_or(1, usize::from);
    let processor =
        first_line("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown processor".to_owned());
    say(&format!(
        "Sortie {} on {} {}: {processor}, {n_cores} cores, instructions {}",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
        name(Level::new()),
    ));
    if n_cores < 2 {
        say("Fewer than two cores: every figure of two threads is that of one.");
    }
}

/// The instruction sets of this machine, the widest first.
pub fn levels() -> Vec<Level> {
    let mut levels = vec![Level::new()];
    // Where every machine of the target has more than SSE4.2, nothing narrower is compiled in.
    #[cfg(all(target_arch = "x86_64", not(target_feature = "avx2")))]
    levels.extend(Level::new().as_sse4_2().map(Level::Sse4_2));
    levels.push(Level::baseline());
    levels.dedup_by_key(|level| name(*level));
    levels
}

/// The name of an instruction set.
pub fn name(level: Level) -> String {
    let text = format!("{level:?}");
    text.split(['(', ' ']).next().unwrap_or_default().to_owned()
}

/// What a file of the system says behind `label` in its first line that starts so; nothing on other systems.
pub fn first_line(path: &str, label: &str) -> Option<String> {
    let text = std::io::read_to_string(File::open(path).ok()?).ok()?;
    let line = text.lines().find(|line| line.starts_with(label))?;
    line.split_once(':').map(|(_, value)| value.trim().to_owned())
}

/// How quiet the machine is while something is measured: a goal that is missed beside other work is not missed.
pub struct Calm {
    began: Instant,
    others: Option<f64>,
}

/// The share of one core that other programs may take of a quiet machine.
const QUIET: f64 = 0.1;
/// Ticks of the system's clock in a second, as it tells them to programs.
const TICKS: f64 = 100.0;

impl Calm {
    /// From now on.
    pub fn measure() -> Self {
        Self { began: Instant::now(), others: seconds_of_others() }
    }

    /// Says how quiet it was; fails with the goals that were missed, unless other programs took too much of the processor.
    pub fn judge(&self, missed: &[String]) -> Result<(), String> {
        let others = seconds_of_others().zip(self.others).map(|(now, then)| now - then);
        let share = others.map(|seconds| seconds.max(0.0) / self.began.elapsed().as_secs_f64());
        match share {
            Some(share) => say(&format!("other programs took {:.0} % of a core meanwhile", share * 100.0)),
            None => say("what other programs took meanwhile cannot be told on this system"),
        }
        if missed.is_empty() {
            return Ok(());
        }
        let missed = format!("goals that were missed: {}", missed.join("; "));
        if share.is_some_and(|share| share > QUIET) {
            say(&format!("{missed}. Not held against it: the machine was not quiet."));
            return Ok(());
        }
        Err(missed)
    }
}

/// Seconds of all processors that went to anything but this program and those it started, since the machine did.
fn seconds_of_others() -> Option<f64> {
    let ticks =
        |text: &str| -> Vec<f64> { text.split_whitespace().map_while(|it| it.parse().ok()).collect() };
    let all = ticks(line_behind("/proc/stat", "cpu ")?.as_str());
    // Idle time and waiting for the drive are the fourth and the fifth; what guests took is in the first two.
    let busy: f64 =
        all.iter().take(8).enumerate().filter(|(place, _)| ![3, 4].contains(place)).map(|it| it.1).sum();
    let own = std::io::read_to_string(File::open("/proc/self/stat").ok()?).ok()?;
    // Behind the name, which may hold anything: in user mode and in the system, this program and those that have ended.
    let own: f64 = own
        .rsplit_once(')')?
        .1
        .split_whitespace()
        .skip(11)
        .take(4)
        .filter_map(|it| it.parse::<f64>().ok())
        .sum();
    Some((busy - own) / TICKS)
}

fn line_behind(path: &str, label: &str) -> Option<String> {
    let text = std::io::read_to_string(File::open(path).ok()?).ok()?;
    text.lines().find_map(|line| line.strip_prefix(label)).map(str::to_owned)
}
