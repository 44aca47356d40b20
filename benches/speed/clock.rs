//! How long a seller waits, and how much that differs from one time to the next.

use std::hint::black_box;
use std::time::Instant;

/// Does `work` and tells how many seconds it took. What it made is thrown away after the clock has stopped.
pub fn seconds<T>(work: impl FnOnce() -> T) -> f64 {
    let begin = Instant::now();
    let made = black_box(work());
    let seconds = begin.elapsed().as_secs_f64();
    drop(made);
    seconds
}

/// Seconds of the same work, done several times.
#[derive(Clone, Default)]
pub struct Times(Vec<f64>);

impl Times {
    /// Adds one time.
    pub fn push(&mut self, seconds: f64) {
        let place = self.0.partition_point(|other| *other < seconds);
        self.0.insert(place, seconds);
    }

    /// Adds the time that `work` takes.
    pub fn add<T>(&mut self, work: impl FnOnce() -> T) {
        self.push(seconds(work));
    }

    /// How many there are.
    pub fn n(&self) -> usize {
        self.0.len()
    }

    /// The shortest: what the work takes where nothing else is going on.
    pub fn min(&self) -> f64 {
        self.of_share(0.0)
    }

    /// As many are longer as shorter.
    pub fn median(&self) -> f64 {
        self.of_share(0.5)
    }

    /// The shortest time that this share of them does not exceed: the nearest rank; not a number without any.
    pub fn of_share(&self, share: f64) -> f64 {
        let rank = (share * self.0.len() as f64).ceil() as usize;
        self.0.get(rank.saturating_sub(1)).copied().unwrap_or(f64::NAN)
    }
}
