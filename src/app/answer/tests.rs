//! What a frame may count on: an answer at once, whatever the worker does.

use std::sync::mpsc::{Receiver, channel};
use std::time::Instant;

use sortie_engine::forecast::{P50, PathRun, SingleThread, project};
use sortie_engine::watch::PatientWatch;

use super::*;
use crate::catalog::trial::sample;
use crate::compute::ProjectionJob;

const DRAFT: usize = 8;
const FULL: usize = 16;

/// A worker that drafts at once, and does the rest when it is told to.
fn drafting() -> (Compute, std::sync::mpsc::Sender<()>) {
    let (go_on, may_go_on) = channel();
    let work = move |task: &ProjectionJob| {
        task.hand_over(DRAFT, None, projected(task, DRAFT));
        task_waits(task, &may_go_on);
        task.hand_over(FULL, None, projected(task, FULL));
    };
    (Compute::with_work(|| (), FULL, work), go_on)
}

/// A worker that does nothing until it is told to.
fn late() -> (Compute, std::sync::mpsc::Sender<()>) {
    let (go_on, may_go_on) = channel();
    let work = move |task: &ProjectionJob| {
        task_waits(task, &may_go_on);
        task.hand_over(FULL, None, projected(task, FULL));
    };
    (Compute::with_work(|| (), FULL, work), go_on)
}

/// So many paths, walked by the caller alone.
fn alone(n_paths: usize) -> PathRun<'static> {
    PathRun { n_paths, seed: 1, crew: &SingleThread, watch: &PatientWatch }
}

fn projected(task: &ProjectionJob, n_paths: usize) -> Forecast {
    project(&task.request.model, alone(n_paths)).unwrap()
}

fn task_waits(task: &ProjectionJob, may_go_on: &Receiver<()>) {
    use sortie_engine::watch::Watch;
    task.note(0.43);
    while !task.is_stale() && may_go_on.try_recv().is_err() {
        std::thread::yield_now();
    }
}

/// Keeps up until there is an answer from so many paths.
fn until(answers: &mut PlanAnswers, plan: &Plan, compute: &mut Compute, n_paths: usize) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while answers.n_paths() < n_paths {
        assert!(Instant::now() < deadline, "no answer from {n_paths} paths");
        answers.keep_up(plan, 1, Metric::Revenue, 0.0, compute);
    }
}

#[test]
fn a_draft_that_comes_in_time_is_drawn_in_the_frame_of_the_edit() {
    let (mut compute, go_on) = drafting();
    let (mut answers, mut plan) = (PlanAnswers::default(), sample());
    // A busy machine may be late now and then.
    let in_time = (1..100).any(|revision| {
        plan.cash.opening += 1.0;
        assert!(answers.keep_up(&plan, revision, Metric::Revenue, 0.0, &mut compute));
        assert_eq!(answers.revision(), Some(revision));
        answers.n_paths() == DRAFT
    });
    assert!(in_time);
    let forecast = answers.forecast().unwrap();
    assert_eq!(*forecast, project(&Model::compile(&plan), alone(DRAFT)).unwrap());
    let revision = answers.revision().unwrap();
    go_on.send(()).unwrap();
    let deadline = Instant::now() + Duration::from_secs(20);
    while !answers.keep_up(&plan, revision, Metric::Revenue, 0.0, &mut compute) {
        assert!(Instant::now() < deadline, "no full answer");
    }
    assert_eq!(answers.n_paths(), FULL);
}

#[test]
fn until_a_late_draft_comes_the_ranges_move_with_the_central_path() {
    let (mut compute, go_on) = late();
    let (mut answers, mut plan) = (PlanAnswers::default(), sample());
    go_on.send(()).unwrap();
    until(&mut answers, &plan, &mut compute, FULL);
    let before = answers.forecast().unwrap();
    plan.cash.opening += 1_000.0;
    let began = Instant::now();
    assert!(answers.keep_up(&plan, 2, Metric::Revenue, 0.0, &mut compute));
    assert!(began.elapsed() >= PATIENCE && answers.n_paths() == 0);
    let carried = answers.forecast().unwrap();
    let first_cash = |forecast: &Forecast| {
        let fan = forecast.scenarios[0].fan.as_ref().unwrap();
        (forecast.scenarios[0].central[Metric::Cash][0], fan.quantiles[Metric::Cash][0][P50])
    };
    let (before, carried) = (first_cash(&before), first_cash(&carried));
    assert!((carried.0 - before.0 - 1_000.0).abs() < 1e-6 && (carried.1 - before.1 - 1_000.0).abs() < 1e-6);
    assert!(
        !answers.keep_up(&plan, 2, Metric::Revenue, 0.0, &mut compute),
        "the next frame waits for nothing"
    );
}

#[test]
fn another_metric_is_asked_for_only_where_paths_do_not_tell_it_yet() {
    let (go_on, may_go_on) = channel();
    let work = move |task: &ProjectionJob| {
        task.hand_over(DRAFT, Some(task.request.metric), projected(task, DRAFT));
        task_waits(task, &may_go_on);
        task.hand_over(FULL, None, projected(task, FULL));
    };
    let (mut compute, plan) = (Compute::with_work(|| (), FULL, work), sample());
    let mut answers = PlanAnswers::default();
    let mut keep_up = |metric: Metric| answers.keep_up(&plan, 1, metric, 0.0, &mut compute);
    assert!(keep_up(Metric::Revenue), "the plan is new");
    assert!(keep_up(Metric::Cash), "the draft told nothing of cash");
    go_on.send(()).unwrap();
    let deadline = Instant::now() + Duration::from_secs(20);
    while !answers.is_whole {
        assert!(Instant::now() < deadline, "no full answer");
        answers.keep_up(&plan, 1, Metric::Cash, 0.0, &mut compute);
    }
    assert!(!answers.keep_up(&plan, 1, Metric::Profit, 0.0, &mut compute), "the whole tells of profit");
    assert_eq!(answers.n_paths(), FULL);
}

#[test]
fn a_plan_with_faults_has_its_central_paths_and_is_worked_on_no_further() {
    let (mut compute, _go_on) = late();
    let (mut answers, mut plan) = (PlanAnswers::default(), sample());
    answers.keep_up(&plan, 1, Metric::Revenue, 0.0, &mut compute);
    plan.channels[0].unit_cost = sortie_engine::unit::Estimate::certain(2.0);
    let began = Instant::now();
    assert!(answers.keep_up(&plan, 2, Metric::Revenue, 0.0, &mut compute));
    assert!(began.elapsed() < Duration::from_secs(5));
    assert!(answers.forecast().is_some() && answers.n_paths() == 0);
    assert_eq!((compute.progress(), answers.work(9.0, &compute)), (None, (Progress::Quiet, None)));
}

#[test]
fn work_is_told_after_a_second_and_then_five_times_a_second() {
    let (mut compute, go_on) = drafting();
    let (mut answers, plan) = (PlanAnswers::default(), sample());
    assert_eq!(answers.work(0.0, &compute), (Progress::Quiet, None));
    answers.keep_up(&plan, 1, Metric::Revenue, 10.0, &mut compute);
    until(&mut answers, &plan, &mut compute, DRAFT);
    assert_eq!(answers.work(10.25, &compute), (Progress::Quiet, Some(0.75)));
    let deadline = Instant::now() + Duration::from_secs(20);
    while compute.progress() != Some(0.43) && Instant::now() < deadline {
        std::thread::yield_now();
    }
    assert_eq!(answers.work(11.0, &compute), (Progress::Told(0.43), Some(TELLING)));
    go_on.send(()).unwrap();
    until(&mut answers, &plan, &mut compute, FULL);
    assert_eq!(answers.work(12.0, &compute), (Progress::Quiet, None), "nothing asks for another frame");
}

#[test]
fn what_is_stopped_keeps_its_draft_and_the_next_edit_starts_afresh() {
    let (mut compute, go_on) = drafting();
    let (mut answers, mut plan) = (PlanAnswers::default(), sample());
    answers.keep_up(&plan, 1, Metric::Revenue, 0.0, &mut compute);
    until(&mut answers, &plan, &mut compute, DRAFT);
    answers.stop(&mut compute);
    assert!(!answers.keep_up(&plan, 1, Metric::Revenue, 2.0, &mut compute));
    assert_eq!((answers.n_paths(), answers.work(2.0, &compute)), (DRAFT, (Progress::Stopped, None)));
    plan.cash.opening += 1.0;
    answers.keep_up(&plan, 2, Metric::Revenue, 3.0, &mut compute);
    assert_eq!(answers.work(3.5, &compute), (Progress::Quiet, Some(0.5)));
    go_on.send(()).unwrap();
    let deadline = Instant::now() + Duration::from_secs(20);
    while answers.n_paths() < FULL && Instant::now() < deadline {
        answers.keep_up(&plan, 2, Metric::Revenue, 3.6, &mut compute);
    }
    assert_eq!(answers.n_paths(), FULL);
}
