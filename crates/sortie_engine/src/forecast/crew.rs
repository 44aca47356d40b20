//! Who does the engine's work, and who waits for it.

use std::sync::Mutex;
use std::sync::PoisonError;

/// Whoever does work for the engine, which starts no thread of its own.
pub trait Crew: Sync {
    /// How many pieces of work are done at once.
    fn size(&self) -> usize;

    /// Does `work` for 0, 1, … up to `n`, each once, in any order, and returns when all is done.
    fn work(&self, n: usize, work: &(dyn Fn(usize) + Sync));
}

/// A crew of one: the caller's own thread.
pub struct SingleThread;

impl Crew for SingleThread {
    fn size(&self) -> usize {
        1
    }

    fn work(&self, n: usize, work: &(dyn Fn(usize) + Sync)) {
        (0..n).for_each(work);
    }
}

/// The answers of `work` to 0, 1, … up to `n`, in this order, whoever finds them.
pub(crate) fn map<T: Send>(crew: &dyn Crew, n: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let answers: Vec<Mutex<Option<T>>> = (0..n).map(|_| Mutex::new(None)).collect();
    crew.work(n, &|place| {
        let answer = work(place);
        *answers[place].lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
    });
    let answers =
        answers.into_iter().map(|answer| answer.into_inner().unwrap_or_else(PoisonError::into_inner));
    answers.flatten().collect()
}
