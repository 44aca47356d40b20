//! Work on one guess after another, shared out among a crew.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::forecast::{Crew, map};
use crate::watch::Watch;

/// The answers of `work` to 0, 1, … up to `n`, or nothing where nobody waits any more. What is done is noted as its part of
/// `share` of the whole.
pub(super) fn each<T: Send>(
    n: usize,
    share: Range<f64>,
    crew: &dyn Crew,
    watch: &dyn Watch,
    work: impl Fn(usize) -> T + Sync,
) -> Option<Vec<T>> {
    let n_done = AtomicUsize::new(0);
    let answers = map(crew, n, |place| {
        let answer = (!watch.is_stale()).then(|| work(place));
        let done = (n_done.fetch_add(1, Ordering::Relaxed) + 1) as f64 / n as f64;
        watch.note(share.start + (share.end - share.start) * done);
        answer
    });
    answers.into_iter().collect()
}
