//! `sortie best`: a plan and limits in, the best that can be done out.

use std::process::ExitCode;
use std::sync::Mutex;
use std::time::Instant;

use sortie_engine::plan::{Plan, ReadyStrategy, write};
use sortie_engine::search::{
    BestFault, BestGoal, BestLimits, BestNames, BestRequest, CashFloor, FoundPlan, PlanCopies,
    SearchProgress, SearchWatch, TOLD_PATHS, find_best,
};
use sortie_engine::watch::Watch;

use super::progress::TerminalProgress;
use super::{
    BestFormat, BestOptions, GoalWord, UNUSABLE, WRONG_COMMAND, best_json, say, say_to_person, spoken,
    usable_plan,
};
use crate::catalog::{evidence, ready_strategies};
use crate::compute::ThreadCrew;
use crate::disk::save_plan;

/// Writes what was found to standard output, and the plan with it where one is asked for.
pub fn best(options: &BestOptions) -> ExitCode {
    let Ok(plan) = usable_plan(&options.plan) else { return ExitCode::from(UNUSABLE) };
    let copies = match copies(&plan, options) {
        Ok(copies) => copies,
        Err(code) => return ExitCode::from(code),
    };
    let request = request(options);
    let found = match find(copies, &request, options) {
        Ok(Some(found)) => found,
        Ok(None) => return ExitCode::from(UNUSABLE),
        Err(fault) => {
            say_to_person(&spoken().best_fault(&fault));
            return ExitCode::from(if fault.is_of_request() { WRONG_COMMAND } else { UNUSABLE });
        }
    };
    if !write_out(&found, options) {
        return ExitCode::from(UNUSABLE);
    }
    let bytes = match options.format {
        BestFormat::Json => best_json::write(&request, &found.answer),
        BestFormat::Text => {
            let shown = found.plan_shown();
            let lines = spoken().best_answer(&shown, request.goal, &found.answer);
            Some(format!("{}\n", lines.join("\n")).into_bytes())
        }
    };
    bytes.map_or(ExitCode::from(UNUSABLE), |bytes| say::print(&bytes))
}

/// Writes the plan with what was found, if that is asked for; says so where there is nothing to write. Whether all is well.
fn write_out(found: &FoundPlan, options: &BestOptions) -> bool {
    let Some(path) = &options.out else { return true };
    let Some(best) = &found.answer.best else {
        say_to_person(spoken().get("best.nothing_written"));
        return true;
    };
    let copy = |name: &str| spoken().with("best.copy", &[("name", spoken().ready(name))]);
    let names = BestNames { scenario: spoken().get("best.scenario"), copy: &copy };
    let plan = found.plan_with(best, &names);
    // Nothing that could not be opened again is written.
    if write(&plan).is_none() {
        return false;
    }
    match save_plan(path, &plan, None) {
        Ok(saved) => {
            say_to_person(&spoken().saved(&saved, path));
            true
        }
        Err(fault) => {
            say_to_person(&spoken().save_fault(&fault, path));
            false
        }
    }
}

/// The plan with the ready-made strategies that are named; what is wrong has been said where there is none.
fn copies(plan: &Plan, options: &BestOptions) -> Result<PlanCopies, u8> {
    let known: Vec<&str> = ready_strategies().iter().map(|ready| ready.id).collect();
    let mut ready = vec![];
    for id in &options.ready {
        let offered = ready_strategies().iter().find(|ready| ready.id == *id);
        let Some(read) = offered.and_then(|offered| ReadyStrategy::read(offered.bytes).ok()) else {
            let list = known.join(", ");
            say_to_person(&spoken().with("best.unknown_ready", &[("id", id), ("list", &list)]));
            return Err(WRONG_COMMAND);
        };
        if !ready.contains(&read) {
            ready.push(read);
        }
    }
    let ready: Vec<&ReadyStrategy> = ready.iter().collect();
    PlanCopies::new(plan, &ready, &known, evidence::rate).map_err(|(id, lack)| {
        let told = [("id", &*id), ("lack", &spoken().lacking(&lack))];
        say_to_person(&spoken().with("best.not_ready", &told));
        UNUSABLE
    })
}

fn request(options: &BestOptions) -> BestRequest {
    let floor = options.cash_floor.zip(options.chance);
    BestRequest {
        goal: match options.goal {
            GoalWord::Typical => BestGoal::Typical,
            GoalWord::Expected => BestGoal::Expected,
            GoalWord::WorstTenth => BestGoal::WorstTenth,
            GoalWord::RevenueKept => BestGoal::RevenueKept,
        },
        limits: BestLimits {
            budget: options.budget,
            under_water: options.under_water,
            floor: floor.map(|(cash, chance)| CashFloor { cash, chance }),
            at_most: options.at_most.map(|most| most as usize),
        },
        must: options.must.clone(),
        never: options.never.clone(),
        from: options.from,
        to: options.to,
        scales: options.scales.clone(),
        scenario: options.scenario.clone(),
        rules: options.rules,
        seed: options.seed,
        n_paths: TOLD_PATHS,
    }
}

fn find(
    copies: PlanCopies,
    request: &BestRequest,
    options: &BestOptions,
) -> Result<Option<FoundPlan>, BestFault> {
    let crew = ThreadCrew::new(options.threads.and_then(|n| usize::try_from(n).ok()));
    let line = say::terminal().map(|out| TerminalProgress::new(out, Instant::now(), "progress.searching"));
    let watch = TerminalSearch(Mutex::new(line.map(|line| Box::new(line) as Box<dyn Watch + Send>)));
    find_best(copies, request, &crew, &watch)
}

/// Tells on a terminal, where there is one, how far a search is.
struct TerminalSearch(Mutex<Option<Box<dyn Watch + Send>>>);

impl SearchWatch for TerminalSearch {
    fn note(&self, progress: &SearchProgress) {
        if let Ok(line) = self.0.try_lock()
            && let Some(line) = &*line
        {
            line.note(progress.done);
        }
    }
}
