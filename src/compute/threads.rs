//! The threads that do the engine's work.

use std::thread::available_parallelism;

use rayon::ThreadPool;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use sortie_engine::forecast::{Alone, Crew};

/// A crew of several threads. The answers come in order, so that their number changes no figure.
pub struct Threads {
    /// Nothing where one thread is wanted, or no more can be had.
    pool: Option<ThreadPool>,
}

impl Threads {
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

impl Crew for Threads {
    fn map<T: Send>(&self, n: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
        match &self.pool {
            Some(pool) => pool.install(|| (0..n).into_par_iter().map(&work).collect()),
            None => Alone.map(n, work),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answers_of_a_crew_come_in_order() {
        for n_threads in [Some(1), Some(3), None] {
            let crew = Threads::new(n_threads);
            assert_eq!(crew.map(1_000, |idx| idx * idx), Alone.map(1_000, |idx| idx * idx));
        }
        assert_eq!((Threads::new(Some(0)).n(), Threads::new(Some(3)).n()), (1, 3));
    }
}
