//! How long a seller waits for the best plan: the first sample with everything that can be chosen, every start of a year and
//! every scale.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use sortie::catalog::templates;
use sortie_engine::forecast::SingleThread;
use sortie_engine::plan::read;
use sortie_engine::search::{
    BestGoal, BestLimits, BestRequest, CashFloor, FoundPlan, PlanCopies, SearchProgress, SearchWatch,
    find_best,
};

use super::job;
use super::machine::Calm;
use super::table::Table;

/// Seconds until there is a first plan, until it is as good as the last but for a hundredth, and until all is done.
const FIRST: f64 = 1.0;
const CLOSE: f64 = 5.0;
const DONE: f64 = 15.0;
/// Months in which strategies may start.
const N_STARTS: i32 = 12;
/// As good as the last.
const AS_GOOD: f64 = 0.99;
/// Milliseconds of one look at a choice, on one core.
const LOOK: f64 = 1.0;
/// Futures of it, and how many choices are asked for at once, as a search does.
const LOOK_PATHS: usize = 1_024;
const AT_ONCE: usize = 16;
/// The seed of these futures.
const OTHER_SEED: u64 = 7;

/// Notes when what was found became how good.
struct Notes {
    began: Instant,
    bests: Mutex<Vec<(f64, f64)>>,
}

impl SearchWatch for Notes {
    fn note(&self, progress: &SearchProgress) {
        let mut bests = self.bests.lock().unwrap_or_else(PoisonError::into_inner);
        bests.extend(progress.best.map(|best| (self.began.elapsed().as_secs_f64(), best)));
    }
}

/// Prints how long it takes.
pub fn run() -> Result<(), String> {
    let calm = Calm::measure();
    let mut table = Table::new(&["search", "s", "at most"]);
    let mut missed = vec![];
    for (name, limits) in limits() {
        let (found, notes, whole) = searched(limits)?;
        let best = found.answer.best.as_ref().ok_or("nothing keeps the limits")?;
        let bests = notes.bests.into_inner().unwrap_or_else(PoisonError::into_inner);
        let last = bests.last().map_or(best.goal, |it| it.1);
        let at = |limit: f64| bests.iter().find(|it| it.1 >= limit).map_or(whole, |it| it.0);
        let close = at(last - (1.0 - AS_GOOD) * last.abs());
        let figures =
            [("first plan", at(f64::NEG_INFINITY), FIRST), ("close", close, CLOSE), ("done", whole, DONE)];
        for (what, seconds, most) in figures {
            table.line([format!("{name}, {what}"), format!("{seconds:.2}"), format!("{most:.0}")]);
            if seconds > most {
                missed.push(format!("{name}, {what}: {seconds:.2} s"));
            }
        }
    }
    let look = one_look()?;
    table.line(["a look at a choice on one core, ms".to_owned(), format!("{look:.2}"), format!("{LOOK:.2}")]);
    if look > LOOK {
        missed.push(format!("a look at a choice: {look:.2} ms"));
    }
    table.print();
    calm.judge(&missed)
}

/// Without limits, and with those that the page begins with and a budget.
fn limits() -> [(&'static str, BestLimits); 2] {
    let floor = Some(CashFloor { cash: 0.0, chance: 0.35 });
    let asked = BestLimits { budget: Some(30_000.0), floor, at_most: Some(3), ..BestLimits::default() };
    [("no limits", BestLimits::default()), ("30,000, three at once", asked)]
}

fn searched(limits: BestLimits) -> Result<(FoundPlan, Notes, f64), String> {
    let plan = read(templates()[0].plan_bytes).map_err(|_| "the first sample does not read".to_owned())?;
    let copies = PlanCopies::new(&plan, &[], &[], |_, _| None).map_err(|(id, _)| id)?;
    let to = Some(plan.start.plus(N_STARTS - 1));
    let request = BestRequest { limits, from: Some(plan.start), to, ..BestRequest::default() };
    let notes = Notes { began: Instant::now(), bests: Mutex::default() };
    let found = find_best(copies, &request, &job::crew(), &notes).map_err(|it| format!("{it:?}"))?;
    let whole = notes.began.elapsed().as_secs_f64();
    Ok((found.ok_or("nobody ends it")?, notes, whole))
}

/// Milliseconds of a look at one choice of many, in each of which one strategy starts in another month than in the best or is
/// done in another scale.
fn one_look() -> Result<f64, String> {
    let (found, ..) = searched(BestLimits::default())?;
    let best = found.answer.best.as_ref().ok_or("nothing keeps no limits")?;
    let mut judge = found.appraiser(BestGoal::Typical, &BestLimits::default(), OTHER_SEED, &SingleThread);
    let own = judge.numbers_of(best);
    let mut moved = vec![];
    for (place, shape) in judge.shapes().iter().enumerate() {
        for value in 1..=(shape.n_starts * shape.n_scales) as u16 {
            let mut choice = own.clone();
            choice[place] = value;
            moved.push(choice);
        }
    }
    // What paths have in common is drawn before.
    judge.look(&[own], LOOK_PATHS);
    let began = Instant::now();
    for some in moved.chunks(AT_ONCE) {
        judge.look(some, LOOK_PATHS);
    }
    Ok(began.elapsed().as_secs_f64() * 1e3 / moved.len() as f64)
}
