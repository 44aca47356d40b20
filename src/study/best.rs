//! The search for what to do: begun by the seller, worked on off the frame, over when it is done or when the seller has seen
//! enough. While the hand moves it makes way, so that the window has the machine for itself.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::sleep;
use std::time::Duration;

use sortie_engine::forecast::Crew;
use sortie_engine::plan::{BindFault, Plan, ReadyStrategy};
use sortie_engine::search::{
    BestFault, BestRequest, FoundPlan, PlanCopies, SearchProgress, SearchWatch, find_best,
};
use sortie_engine::watch::Watch;

use crate::catalog::{evidence, ready_for, ready_strategies};
use crate::compute::ThreadCrew;
use crate::work::{Worker, WorkerJob};

/// How long the search rests before it looks whether the hand still moves.
const REST: Duration = Duration::from_millis(2);

/// What is looked for, and in which plan.
#[derive(Clone)]
pub struct BestOrder {
    /// The plan.
    pub plan: Arc<Plan>,
    /// Ids of ready-made responses that may be chosen too.
    pub ready: Vec<String>,
    /// The goal and the limits.
    pub request: BestRequest,
}

/// What a search came to.
pub enum BestOutcome {
    /// The answer.
    Found(Box<FoundPlan>),
    /// Why there is nothing to look for.
    Fault(BestFault),
    /// The ready-made response that the plan has no place for, and what it lacks.
    NotReady(String, BindFault),
}

/// What was found, and for what.
pub struct BestFinding {
    /// What was asked for.
    pub order: BestOrder,
    /// What it came to.
    pub outcome: BestOutcome,
}

/// What the window and a search in work tell each other.
#[derive(Default)]
struct SearchSignals {
    /// Whether the best so far will do.
    is_stopped: AtomicBool,
    progress: Mutex<Option<SearchProgress>>,
}

impl SearchSignals {
    /// Nothing can panic while it is held, so that a poisoned lock means nothing.
    fn progress(&self) -> MutexGuard<'_, Option<SearchProgress>> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct SearchTask {
    order: BestOrder,
    signals: Arc<SearchSignals>,
}

type SearchJob = WorkerJob<SearchTask, BestFinding>;

/// The search that is in work, and what the last one found.
pub struct BestSearch {
    worker: Worker<SearchTask, BestFinding>,
    running: Option<Arc<SearchSignals>>,
    finding: Option<Arc<BestFinding>>,
    has_failed: bool,
    must_rest: Arc<AtomicBool>,
    /// Of which revision it was last worked out whether the finding is about it, and whether it is.
    about: Option<(u64, bool)>,
}

impl BestSearch {
    /// Nothing is looked for yet. `wake` is called from another thread whenever there is news.
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        let must_rest = Arc::new(AtomicBool::new(false));
        let (crew, rest) = (ThreadCrew::new(None), Arc::clone(&must_rest));
        let work = move |job: &SearchJob| {
            let watch = JobWatch { job };
            let crew = RestingCrew { crew: &crew, must_rest: &rest, watch: &watch };
            if let Some(outcome) = look(&job.request.order, &crew, &watch) {
                job.answer(BestFinding { order: job.request.order.clone(), outcome });
            }
        };
        let worker = Worker::start("best", wake, work);
        Self { worker, running: None, finding: None, has_failed: false, must_rest, about: None }
    }

    /// Begins to look, in the place of whatever was looked for before.
    pub fn begin(&mut self, order: BestOrder) {
        let signals = Arc::new(SearchSignals::default());
        self.running = Some(Arc::clone(&signals));
        self.has_failed = false;
        self.worker.put(SearchTask { order, signals });
    }

    /// Ends the search; the best so far is its answer.
    pub fn stop(&self) {
        if let Some(signals) = &self.running {
            signals.is_stopped.store(true, Ordering::Relaxed);
        }
    }

    /// To be called once a frame: takes what was found. `must_rest` while the machine is needed for what the hand does.
    /// Returns whether somebody should look again soon.
    pub fn keep_up(&mut self, must_rest: bool) -> bool {
        self.must_rest.store(must_rest, Ordering::Relaxed);
        if self.running.is_none() {
            return false;
        }
        // A finding is left before the work is over.
        let is_over = self.worker.done().is_none();
        if let Some(found) = self.worker.fetch() {
            (self.finding, self.about, self.running) = (Some(Arc::new(found)), None, None);
        } else if is_over {
            (self.has_failed, self.running) = (true, None);
        }
        self.running.is_some()
    }

    /// How far the search is; nothing where none is in work, and nothing inside while it has not told yet.
    pub fn progress(&self) -> Option<Option<SearchProgress>> {
        self.running.as_ref().map(|signals| *signals.progress())
    }

    /// Whether somebody has asked the search to end.
    pub fn is_stopping(&self) -> bool {
        self.running.as_ref().is_some_and(|signals| signals.is_stopped.load(Ordering::Relaxed))
    }

    /// What was found last.
    pub fn finding(&self) -> Option<Arc<BestFinding>> {
        self.finding.clone()
    }

    /// Whether the last search came to grief.
    pub fn has_failed(&self) -> bool {
        self.has_failed
    }

    /// Whether what was found is about the plan as it stands, which has this revision: a choice that was taken is no edit.
    pub fn is_about(&mut self, plan: &Plan, revision: u64) -> bool {
        if let Some((known, is_about)) = self.about
            && known == revision
        {
            return is_about;
        }
        let is_about = match self.finding.as_deref() {
            Some(BestFinding { outcome: BestOutcome::Found(found), .. }) => {
                found.is_about(plan, &known_ids())
            }
            Some(BestFinding { order, .. }) => *order.plan == *plan,
            None => false,
        };
        self.about = Some((revision, is_about));
        is_about
    }

    /// Forgets everything, for a plan that was just opened.
    pub fn clear(&mut self) {
        self.worker.give_up();
        (self.running, self.finding, self.about, self.has_failed) = (None, None, None, false);
    }
}

/// The ids of all ready-made responses.
fn known_ids() -> Vec<&'static str> {
    ready_strategies().iter().map(|ready| ready.id).collect()
}

fn look(order: &BestOrder, crew: &dyn Crew, watch: &JobWatch<'_>) -> Option<BestOutcome> {
    let asked = ready_strategies().iter().filter(|offered| order.ready.iter().any(|id| id == offered.id));
    // As they are where the plan sells.
    let ready: Vec<ReadyStrategy> =
        asked.filter_map(|offered| Some(ready_for(offered, &order.plan)?.0)).collect();
    let ready: Vec<&ReadyStrategy> = ready.iter().collect();
    let copies = match PlanCopies::new(&order.plan, &ready, &known_ids(), evidence::rate) {
        Ok(copies) => copies,
        Err((id, lack)) => return Some(BestOutcome::NotReady(id, lack)),
    };
    match find_best(copies, &order.request, crew, watch) {
        Ok(found) => Some(BestOutcome::Found(Box::new(found?))),
        Err(fault) => Some(BestOutcome::Fault(fault)),
    }
}

/// Who waits for a search: the window.
struct JobWatch<'a> {
    job: &'a SearchJob,
}

impl SearchWatch for JobWatch<'_> {
    fn is_stale(&self) -> bool {
        self.job.is_stale()
    }

    fn is_stopped(&self) -> bool {
        self.job.request.signals.is_stopped.load(Ordering::Relaxed)
    }

    fn note(&self, progress: &SearchProgress) {
        *self.job.request.signals.progress() = Some(*progress);
    }
}

/// A crew that rests while the machine is needed for what the hand does. What it works out does not depend on that.
struct RestingCrew<'a> {
    crew: &'a ThreadCrew,
    must_rest: &'a AtomicBool,
    watch: &'a JobWatch<'a>,
}

impl Crew for RestingCrew<'_> {
    fn size(&self) -> usize {
        self.crew.size()
    }

    fn work(&self, n: usize, work: &(dyn Fn(usize) + Sync)) {
        self.crew.work(n, &|idx| {
            while self.must_rest.load(Ordering::Relaxed) && !self.watch.is_stale() && !self.watch.is_stopped()
            {
                sleep(REST);
            }
            work(idx);
        });
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use sortie_engine::search::BestNames;

    use super::*;
    use crate::catalog::trial::sample;

    fn order(plan: &Arc<Plan>) -> BestOrder {
        let window = plan.start.plus(1);
        let request = BestRequest {
            from: Some(window),
            to: Some(window.plus(2)),
            scales: vec![0.5, 1.0],
            n_paths: 256,
            ..BestRequest::default()
        };
        BestOrder { plan: Arc::clone(plan), ready: vec![], request }
    }

    fn wait(search: &mut BestSearch, until: impl Fn(&BestSearch) -> bool) {
        let begun = Instant::now();
        while !until(search) {
            assert!(begun.elapsed() < Duration::from_secs(120), "a search is never over");
            search.keep_up(false);
            sleep(REST);
        }
    }

    #[test]
    fn what_is_found_is_about_the_plan_until_that_is_edited() {
        let plan = Arc::new(sample());
        let mut search = BestSearch::new(|| {});
        search.begin(order(&plan));
        wait(&mut search, |search| search.progress().is_none());
        assert!(!search.has_failed() && search.is_about(&plan, 1));
        let finding = search.finding().unwrap();
        let BestOutcome::Found(found) = &finding.outcome else { panic!("there is something to choose") };
        let taken = found.plan_with(found.answer.best.as_ref().unwrap(), &BestNames::PLAIN);
        assert!(search.is_about(&taken, 2), "a choice that was taken is no edit");
        let mut edited = sample();
        edited.cash.opening += 1_000.0;
        assert!(!search.is_about(&edited, 3));
    }

    #[test]
    fn a_search_rests_while_the_hand_moves_and_goes_on_after() {
        let plan = Arc::new(sample());
        let mut search = BestSearch::new(|| {});
        search.keep_up(true);
        search.begin(order(&plan));
        for _ in 0..50 {
            search.keep_up(true);
            sleep(REST);
        }
        let considered = search.progress().expect("it is not over").map_or(0, |it| it.n_considered);
        assert_eq!(considered, 0, "nothing is looked at meanwhile");
        wait(&mut search, |search| search.finding().is_some());
    }

    #[test]
    fn a_search_that_is_stopped_tells_the_best_so_far_even_while_it_rests() {
        let plan = Arc::new(sample());
        let mut search = BestSearch::new(|| {});
        search.keep_up(true);
        search.begin(order(&plan));
        search.stop();
        assert!(search.is_stopping());
        wait(&mut search, |search| search.finding().is_some());
        let finding = search.finding().unwrap();
        let BestOutcome::Found(found) = &finding.outcome else { panic!("there is something to choose") };
        assert!(found.answer.is_stopped && found.answer.best.is_some());
    }
}
