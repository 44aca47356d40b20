//! What whoever waits may count on: the newest request alone is answered, work that nobody wants stops, and a panic ends no
//! more than its request.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use sortie_engine::watch::Watch;

use super::*;

/// As long as a test waits before it gives up.
const LONG: Duration = Duration::from_secs(20);

/// A worker whose requests and answers are numbers, and the times it woke somebody.
fn worker(work: impl FnMut(&WorkerJob<u32, u32>) + Send + 'static) -> (Worker<u32, u32>, Receiver<()>) {
    let (sender, woken) = channel();
    (Worker::start("test", move || sender.send(()).unwrap_or_default(), work), woken)
}

/// Works until nobody waits any more.
fn for_ever(job: &WorkerJob<u32, u32>) {
    while !job.is_stale() {
        std::thread::yield_now();
    }
}

/// Fetches until the worker rests, and gives everything it answered.
fn until_idle(worker: &Worker<u32, u32>, woken: &Receiver<()>) -> Vec<u32> {
    let deadline = Instant::now() + LONG;
    let mut answers = vec![];
    while worker.done().is_some() && Instant::now() < deadline {
        let _ = woken.recv_timeout(Duration::from_millis(20));
        answers.extend(worker.fetch());
    }
    assert!(worker.done().is_none(), "the worker does not come to rest");
    answers.extend(worker.fetch());
    answers
}

#[test]
fn the_newest_request_wins_and_older_work_stops() {
    let (started, has_started) = channel();
    let (worker, woken) = worker(move |job| {
        started.send(()).unwrap();
        // The first request would be worked on for ever, but for the newer one.
        if job.request == 1 {
            for_ever(job);
        }
        job.answer(job.request);
    });
    worker.put(1);
    has_started.recv().unwrap();
    (2..50).for_each(|request| worker.put(request));
    assert_eq!(until_idle(&worker, &woken), [49]);
}

#[test]
fn an_answer_that_waits_is_dropped_once_there_is_a_newer_request() {
    let (worker, woken) = worker(|job| {
        if job.request == 1 {
            job.answer(1);
        }
    });
    worker.put(1);
    woken.recv_timeout(LONG).unwrap();
    worker.put(2);
    assert_eq!(worker.fetch(), None);
    assert!(until_idle(&worker, &woken).is_empty());
}

#[test]
fn a_panic_ends_the_request_and_not_the_worker() {
    let (worker, woken) = worker(|job| {
        assert_ne!(job.request, 1, "asked for in this test");
        job.answer(job.request);
    });
    worker.put(1);
    assert!(until_idle(&worker, &woken).is_empty() && worker.has_failed());
    worker.put(2);
    assert!(!worker.has_failed());
    assert_eq!((until_idle(&worker, &woken), worker.has_failed()), (vec![2], false));
}

#[test]
fn whoever_would_look_in_vain_is_woken_once() {
    for request in [1, 2] {
        let (worker, woken) = worker(|job| assert_ne!(job.request, 1, "asked for in this test"));
        worker.put(request);
        woken.recv_timeout(LONG).unwrap();
        assert_eq!((worker.fetch(), worker.has_failed(), worker.done()), (None, request == 1, None));
        assert!(woken.recv_timeout(Duration::from_millis(20)).is_err());
    }
}

#[test]
fn whoever_waits_has_the_answer_at_once_and_is_not_woken_for_it() {
    let (worker, woken) = worker(|job| {
        std::thread::sleep(Duration::from_millis(50));
        job.answer(job.request);
        for_ever(job);
    });
    for request in 1..5 {
        worker.put(request);
        assert_eq!(worker.fetch_within(LONG), Some(request));
        assert_eq!(worker.fetch(), None, "an answer is fetched once");
    }
    // An answer that is there before the wait begins does wake somebody, as on a machine that is busy elsewhere.
    assert!(woken.try_iter().count() < 4);
}

#[test]
fn whoever_waits_in_vain_has_waited_no_longer_than_was_said() {
    let (worker, _woken) = worker(for_ever);
    worker.put(1);
    let began = Instant::now();
    assert_eq!(worker.fetch_within(Duration::from_millis(5)), None);
    let waited = began.elapsed();
    assert!(waited >= Duration::from_millis(5) && waited < Duration::from_secs(5), "{waited:?}");
}

#[test]
fn nobody_waits_for_an_answer_that_will_not_come() {
    let (worker, woken) = worker(|job| assert_ne!(job.request, 1, "asked for in this test"));
    let began = Instant::now();
    let in_vain = || worker.fetch_within(Duration::from_secs(60)).is_none();
    assert!(in_vain(), "nothing was asked for");
    worker.put(1);
    assert!(in_vain() && worker.has_failed());
    worker.put(2);
    assert!(in_vain(), "it ends without an answer");
    worker.give_up();
    assert!(in_vain(), "it was given up");
    assert!(began.elapsed() < Duration::from_secs(30));
    assert!(until_idle(&worker, &woken).is_empty());
}

#[test]
fn work_that_was_given_up_answers_no_more_and_the_next_request_starts_afresh() {
    let (begun, has_begun) = channel();
    let (worker, woken) = worker(move |job| {
        job.answer(10);
        job.note(0.25);
        begun.send(()).unwrap();
        if job.request == 1 {
            for_ever(job);
        }
        job.answer(100);
    });
    worker.put(1);
    has_begun.recv().unwrap();
    assert_eq!((worker.done(), worker.fetch()), (Some(0.25), Some(10)));
    worker.give_up();
    assert!(worker.done().is_none() && !worker.has_failed());
    assert!(until_idle(&worker, &woken).is_empty());
    worker.put(2);
    assert_eq!(until_idle(&worker, &woken).last(), Some(&100));
}

#[test]
fn progress_only_grows_and_begins_anew_with_every_request() {
    let (told, has_told) = channel();
    let (worker, _woken) = worker(move |job| {
        [0.1, 0.5, 0.3].into_iter().for_each(|done| job.note(done));
        told.send(()).unwrap();
        for_ever(job);
        job.note(0.9);
    });
    for request in 1..20 {
        worker.put(request);
        assert!(worker.done().is_some_and(|done| done <= 0.5), "nothing is left of the request before");
        has_told.recv().unwrap();
        assert_eq!(worker.done(), Some(0.5));
    }
}

/// Waits until the flag is up.
fn until_up(flag: &AtomicBool) {
    let deadline = Instant::now() + LONG;
    while !flag.load(Ordering::SeqCst) && Instant::now() < deadline {
        std::thread::yield_now();
    }
    assert!(flag.load(Ordering::SeqCst), "the work goes on");
}

#[test]
fn dropping_the_worker_stops_its_work() {
    let (is_stopped, has_begun) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
    let (stopped, begun) = (Arc::clone(&is_stopped), Arc::clone(&has_begun));
    let (worker, _woken) = worker(move |job| {
        begun.store(true, Ordering::SeqCst);
        for_ever(job);
        stopped.store(true, Ordering::SeqCst);
    });
    worker.put(1);
    until_up(&has_begun);
    drop(worker);
    until_up(&is_stopped);
}

/// Polls until the errand is over.
fn outcome<T: Send + 'static>(errand: &BackgroundTask<T>) -> TaskOutcome<T> {
    let deadline = Instant::now() + LONG;
    loop {
        match errand.poll() {
            TaskOutcome::Open if Instant::now() < deadline => std::thread::yield_now(),
            over => return over,
        }
    }
}

#[test]
fn an_errand_is_told_as_it_goes_on_and_hands_over_what_it_found() {
    let (go, wait) = channel::<()>();
    let errand = BackgroundTask::start(
        || (),
        move |watch| {
            watch.note(0.25);
            wait.recv().unwrap();
            7
        },
    );
    while errand.done() < 0.25 {
        std::thread::yield_now();
    }
    assert_eq!(errand.poll(), TaskOutcome::Open);
    go.send(()).unwrap();
    assert_eq!(outcome(&errand), TaskOutcome::Done(7));
}

#[test]
fn an_errand_that_panics_is_stuck_and_one_that_is_dropped_stops() {
    let errand = BackgroundTask::start(|| (), |_| -> u32 { panic!("asked for in this test") });
    assert_eq!(outcome(&errand), TaskOutcome::Stuck);
    let (has_begun, is_stopped) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
    let (begun, stopped) = (Arc::clone(&has_begun), Arc::clone(&is_stopped));
    let errand = BackgroundTask::start(
        || (),
        move |watch| {
            begun.store(true, Ordering::SeqCst);
            while !watch.is_stale() {
                std::thread::yield_now();
            }
            stopped.store(true, Ordering::SeqCst);
        },
    );
    until_up(&has_begun);
    drop(errand);
    until_up(&is_stopped);
}
