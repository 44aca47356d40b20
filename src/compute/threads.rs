//! The threads that do the engine's work.

use std::thread::available_parallelism;

use rayon::ThreadPool;
use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};
use sortie_engine::forecast::{Crew, SingleThread};

/// A crew of several threads. Their number changes no figure.
pub struct ThreadCrew {
    /// Nothing where one thread is wanted, or no more can be had.
    pool: Option<ThreadPool>,
}

impl ThreadCrew {
    /// A crew of `n` threads, at least one; of as many as the machine runs at once where nobody says.
    pub fn new(n: Option<usize>) -> Self {
        let n = n.unwrap_or_else(|| available_parallelism().map_or(1, usize::from)).max(1);
        let name = |idx| format!("paths {idx}");
        let build = || rayon::ThreadPoolBuilder::new().num_threads(n).thread_name(name).build().ok();
        Self { pool: (n > 1).then(build).flatten() }
    }

    /// How many threads there are.
    pub fn n(&self) -> usize {
        self.pool.as_ref().map_or(1, ThreadPool::current_num_threads)
    }
}

impl Crew for ThreadCrew {
    fn size(&self) -> usize {
        self.n()
    }

    fn work(&self, n: usize, work: &(dyn Fn(usize) + Sync)) {
        match &self.pool {
            Some(pool) => pool.install(|| (0..n).into_par_iter().with_max_len(1).for_each(work)),
            None => SingleThread.work(n, work),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn every_piece_of_work_is_done_once() {
        for n_threads in [Some(1), Some(3), None] {
            let done: Vec<AtomicUsize> = (0..1_000).map(|_| AtomicUsize::new(0)).collect();
            ThreadCrew::new(n_threads).work(1_000, &|idx| {
                done[idx].fetch_add(1, Ordering::Relaxed);
            });
            assert!(done.iter().all(|times| times.load(Ordering::Relaxed) == 1));
        }
        assert_eq!((ThreadCrew::new(Some(0)).n(), ThreadCrew::new(Some(3)).n()), (1, 3));
    }
}
