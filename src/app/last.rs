//! What is left to do once the window is gone, such as taking away a journal: a slow drive does not hold the window open, and
//! the program does not end before that.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

static UNDER_WAY: Mutex<usize> = Mutex::new(0);
static IS_LESS: Condvar = Condvar::new();

fn under_way() -> MutexGuard<'static, usize> {
    UNDER_WAY.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One less, however the work ended.
struct Done;

impl Drop for Done {
    fn drop(&mut self) {
        *under_way() -= 1;
        IS_LESS.notify_all();
    }
}

/// Does `work` on a thread of its own, which [`finish`] waits for.
pub(super) fn do_last(work: impl FnOnce() + Send + 'static) {
    *under_way() += 1;
    let done = Done;
    // Where there is no thread nothing is done; a later start sweeps what stays.
    let _ = thread::Builder::new().name("last".to_owned()).spawn(move || {
        work();
        drop(done);
    });
}

/// Waits until all of it is done, up to `limit`.
pub(super) fn finish(limit: Duration) {
    let _ = IS_LESS.wait_timeout_while(under_way(), limit, |n| *n > 0);
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    #[test]
    fn what_is_left_to_do_is_waited_for_even_where_it_falls() {
        let is_done = Arc::new(AtomicBool::new(false));
        let own = Arc::clone(&is_done);
        do_last(|| panic!("a drive that makes a thread fall"));
        do_last(move || {
            thread::sleep(Duration::from_millis(50));
            own.store(true, Ordering::SeqCst);
        });
        finish(Duration::from_secs(60));
        assert!(is_done.load(Ordering::SeqCst));
    }
}
