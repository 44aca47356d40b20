//! Questions are answered for as long as somebody looks, and only about the plan as it stands.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::sleep;
use std::time::Duration;

use sortie_engine::plan::read;
use sortie_engine::watch::Watch as _;

use super::*;

fn subject(revision: u64) -> StudySubject {
    let plan = read(include_bytes!("../../tests/plans/small.sortie")).expect("a small plan");
    let model = Arc::new(Model::compile(&plan));
    StudySubject { revision, plan: Arc::new(plan), model }
}

/// Draws frames in which `question` is looked at until `is_enough`.
fn look<F: Send + Sync + 'static>(
    studies: &mut Studies<u32, F>,
    question: u32,
    revision: u64,
    is_enough: impl Fn(&StudyState<F>) -> bool,
) -> StudyState<F> {
    for frame in 0..2_000 {
        let known = studies.ask(&question);
        if is_enough(&known) {
            return known;
        }
        studies.keep_up(revision, f64::from(frame) * 0.01, || Some(subject(revision)));
        sleep(Duration::from_millis(2));
    }
    panic!("question {question} is never answered so");
}

#[test]
fn a_question_is_answered_once_about_each_state_of_the_plan() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let mut studies = Studies::new(
        || {},
        move |inquiry: &StudyJob<u32, u64>| {
            count.fetch_add(1, Ordering::SeqCst);
            Some(u64::from(inquiry.request.question) * 100 + inquiry.request.subject.revision)
        },
    );
    let known = look(&mut studies, 7, 1, |known| known.is_current);
    assert_eq!(known.finding.as_deref(), Some(&701));
    for _ in 0..20 {
        look(&mut studies, 7, 1, |known| known.is_current);
    }
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    let known = look(&mut studies, 7, 2, |known| known.is_current && known.finding.as_deref() == Some(&702));
    assert_eq!(known.progress, Progress::Quiet);
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}

#[test]
fn what_was_found_about_an_older_plan_is_not_told_as_current() {
    let answer = |inquiry: &StudyJob<u32, u64>| Some(inquiry.request.subject.revision);
    let mut studies = Studies::new(|| {}, answer);
    look(&mut studies, 1, 1, |known| known.is_current);
    studies.ask(&1);
    studies.keep_up(2, 0.0, || None);
    let known = studies.ask(&1);
    assert_eq!(known.finding.as_deref(), Some(&1));
    assert!(!known.is_current);
}

#[test]
fn work_that_nobody_looks_at_any_more_ends() {
    let answer = |inquiry: &StudyJob<u32, u32>| {
        let mut rounds = 0;
        while inquiry.request.question == 1 && !inquiry.is_stale() {
            inquiry.note(0.5);
            rounds += 1;
            sleep(Duration::from_millis(1));
        }
        (inquiry.request.question != 1).then_some(rounds)
    };
    let mut studies = Studies::new(|| {}, answer);
    studies.ask(&1);
    studies.keep_up(1, 0.0, || Some(subject(1)));
    assert!(matches!(
        look(&mut studies, 1, 1, |known| known.progress != Progress::Quiet).progress,
        Progress::Told(_)
    ));
    let known = look(&mut studies, 2, 1, |known| known.is_current);
    assert_eq!(known.finding.as_deref(), Some(&0));
}

#[test]
fn the_seller_can_end_work_and_another_plan_starts_it_again() {
    let answer = |inquiry: &StudyJob<u32, u64>| {
        while inquiry.request.subject.revision == 1 && !inquiry.is_stale() {
            sleep(Duration::from_millis(1));
        }
        Some(inquiry.request.subject.revision)
    };
    let mut studies = Studies::new(|| {}, answer);
    studies.ask(&1);
    studies.keep_up(1, 0.0, || Some(subject(1)));
    studies.stop();
    assert_eq!(studies.ask(&1).progress, Progress::Stopped);
    let known = look(&mut studies, 1, 2, |known| known.is_current);
    assert_eq!(known.finding.as_deref(), Some(&2));
}

#[test]
fn a_question_that_comes_to_grief_says_so_and_the_next_is_answered() {
    let answer = |inquiry: &StudyJob<u32, u32>| {
        assert_ne!(inquiry.request.question, 1, "this question is one too many");
        Some(inquiry.request.question)
    };
    let mut studies = Studies::new(|| {}, answer);
    assert_eq!(look(&mut studies, 1, 1, |known| known.progress != Progress::Quiet).progress, Progress::Stuck);
    assert_eq!(look(&mut studies, 2, 1, |known| known.is_current).finding.as_deref(), Some(&2));
}
