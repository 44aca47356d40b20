//! How far a projection or an import is, told to whoever watches a terminal: on one line, rewritten in place and taken away at the
//! end.

use std::io::Write;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use sortie_engine::watch::Watch;

use super::spoken;

/// What takes less is not worth a word.
const SOON: Duration = Duration::from_secs(1);

/// Waits for work to its end, and tells on the terminal `out` how far it is.
pub(super) struct TerminalProgress<W: Write> {
    began: Instant,
    line: Mutex<TerminalLine<W>>,
}

/// What stands on the line now.
struct TerminalLine<W> {
    out: W,
    /// The words for how far it is, with a place for the share.
    key: &'static str,
    percent: Option<u32>,
    width: usize,
}

impl<W: Write> TerminalProgress<W> {
    /// Work that began at `began`, of which nothing has been told yet; `key` has the words for it.
    pub fn new(out: W, began: Instant, key: &'static str) -> Self {
        Self { began, line: Mutex::new(TerminalLine { out, key, percent: None, width: 0 }) }
    }
}

impl<W: Write + Send> Watch for TerminalProgress<W> {
    fn is_stale(&self) -> bool {
        false
    }

    fn note(&self, done: f64) {
        // While another thread writes, the line is as good as new.
        if self.began.elapsed() >= SOON
            && let Ok(mut line) = self.line.try_lock()
        {
            line.print((done.clamp(0.0, 1.0) * 100.0) as u32);
        }
    }
}

impl<W: Write> TerminalLine<W> {
    /// Tells another percent. Where it cannot be written there is nobody to tell, and the work goes on.
    fn print(&mut self, percent: u32) {
        if self.percent.is_some_and(|told| told >= percent) {
            return;
        }
        self.percent = Some(percent);
        let share = spoken().share(f64::from(percent) / 100.0);
        let words = spoken().with(self.key, &[("share", &share)]);
        self.width = self.width.max(words.chars().count());
        let _ = write!(self.out, "\r{words}").and_then(|()| self.out.flush());
    }
}

impl<W: Write> Drop for TerminalProgress<W> {
    /// Leaves the line empty, for the results may come on the same terminal.
    fn drop(&mut self) {
        if let Ok(line) = self.line.get_mut()
            && line.percent.is_some()
        {
            let _ = write!(line.out, "\r{:1$}\r", "", line.width).and_then(|()| line.out.flush());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands in a terminal after work that has gone on for so long.
    fn told(lasts: Duration, shares: &[f64]) -> String {
        let mut out = vec![];
        let began = Instant::now().checked_sub(lasts).unwrap();
        let progress = TerminalProgress::new(&mut out, began, "progress.told");
        assert!(!Watch::is_stale(&progress));
        shares.iter().for_each(|share| Watch::note(&progress, *share));
        drop(progress);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_takes_less_than_a_second_is_not_told() {
        assert_eq!(told(Duration::ZERO, &[0.0, 0.5, 1.0]), "");
    }

    #[test]
    fn longer_work_is_told_on_one_line_that_is_empty_in_the_end() {
        let told = told(Duration::from_secs(2), &[0.0, 0.004, 0.43, 0.41, 0.436, 1.0]);
        let gone = " ".repeat("Projecting: 100%".len());
        assert_eq!(told, format!("\rProjecting: 0%\rProjecting: 43%\rProjecting: 100%\r{gone}\r"));
    }
}
