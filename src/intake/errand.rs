//! Work that takes longer than a frame, on a thread of its own: told how far it is, and given up by dropping it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;

use sortie_engine::{forecast, import};

/// What the work and whoever waits for it share.
#[derive(Debug, Default)]
pub struct Ticket {
    is_stale: AtomicBool,
    /// How much is done, in thousandths.
    done: AtomicU32,
}

impl Ticket {
    fn tell(&self, done: f64) {
        self.done.fetch_max((done.clamp(0.0, 1.0) * 1_000.0) as u32, Ordering::Relaxed);
    }
}

impl import::Watch for Ticket {
    fn is_stale(&self) -> bool {
        self.is_stale.load(Ordering::Relaxed)
    }

    fn note(&self, done: f64) {
        self.tell(done);
    }
}

impl forecast::Watch for Ticket {
    fn is_stale(&self) -> bool {
        self.is_stale.load(Ordering::Relaxed)
    }

    fn note(&self, done: f64) {
        self.tell(done);
    }
}

/// Work under way.
#[derive(Debug)]
pub struct Errand<T> {
    ticket: Arc<Ticket>,
    answer: Receiver<Option<T>>,
}

/// What came of it.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome<T> {
    /// It goes on.
    Open,
    /// It is done.
    Done(T),
    /// It came to grief.
    Stuck,
}

impl<T: Send + 'static> Errand<T> {
    /// Starts `work`, which is to leave off as soon as its ticket is stale; `wake` is called from the other thread once it
    /// is done.
    pub fn start(
        wake: impl FnOnce() + Send + 'static,
        work: impl FnOnce(&Ticket) -> T + Send + 'static,
    ) -> Self {
        let (sender, answer) = channel();
        let ticket = Arc::new(Ticket::default());
        let own = Arc::clone(&ticket);
        let body = move || {
            // What the work shares with the outside is only read, so that a panic leaves nothing half changed.
            let done = catch_unwind(AssertUnwindSafe(|| work(&own))).ok();
            // Nobody waits any more where the errand was dropped.
            let _ = sender.send(done);
            wake();
        };
        // Without a thread the sender is dropped, and the next look finds the work stuck.
        let _ = thread::Builder::new().name("intake".to_owned()).spawn(body);
        Self { ticket, answer }
    }

    /// What came of it; the answer is given once.
    pub fn poll(&self) -> Outcome<T> {
        match self.answer.try_recv() {
            Ok(Some(done)) => Outcome::Done(done),
            Err(TryRecvError::Empty) => Outcome::Open,
            Ok(None) | Err(TryRecvError::Disconnected) => Outcome::Stuck,
        }
    }
}

impl<T> Errand<T> {
    /// How much is done, 0 to 1.
    pub fn done(&self) -> f64 {
        f64::from(self.ticket.done.load(Ordering::Relaxed)) / 1_000.0
    }
}

impl<T> Drop for Errand<T> {
    fn drop(&mut self) {
        self.ticket.is_stale.store(true, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::sync_channel;
    use std::time::Duration;

    use super::*;

    #[test]
    fn work_is_told_as_it_goes_on_and_hands_over_what_it_found() {
        let (sender, woken) = sync_channel(1);
        let (go, wait) = sync_channel::<()>(0);
        let errand = Errand::start(
            move || sender.send(()).unwrap(),
            move |ticket| {
                import::Watch::note(ticket, 0.25);
                wait.recv().unwrap();
                7
            },
        );
        while errand.done() < 0.25 {
            thread::sleep(Duration::from_millis(1));
        }
        assert_eq!(errand.poll(), Outcome::Open);
        go.send(()).unwrap();
        woken.recv().unwrap();
        assert_eq!(errand.poll(), Outcome::Done(7));
    }

    #[test]
    fn work_that_nobody_waits_for_any_more_is_told_so() {
        let (sender, woken) = sync_channel(1);
        let errand = Errand::start(
            move || sender.send(()).unwrap(),
            |ticket| {
                while !import::Watch::is_stale(ticket) {
                    thread::sleep(Duration::from_millis(1));
                }
            },
        );
        drop(errand);
        woken.recv().unwrap();
    }

    #[test]
    fn work_that_comes_to_grief_says_so() {
        let (sender, woken) = sync_channel(1);
        let errand: Errand<()> =
            Errand::start(move || sender.send(()).unwrap(), |_| panic!("this work is one too many"));
        woken.recv().unwrap();
        assert_eq!(errand.poll(), Outcome::Stuck);
    }
}
