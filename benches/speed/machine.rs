//! What a seller's machine is able to do, for a time says nothing without it.

use std::fs::File;
use std::thread::available_parallelism;

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
