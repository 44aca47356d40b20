//! Whether what a search tells is what comes: its figures against those in many more futures, over many small shops.

use std::fmt::Write as _;

use sortie_engine::draw::{DrawnItem, ItemOwner};
use sortie_engine::forecast::{PathRun, Projector, SingleThread};
use sortie_engine::model::Model;
use sortie_engine::plan::{self, Plan};
use sortie_engine::search::{
    BEST, BestChoice, BestNames, BestRequest, FoundPlan, PatientSearcher, PlanCopies, ProposedRule, find_best,
};
use sortie_engine::watch::PatientWatch;

#[path = "choosing.rs"]
mod choosing;

use choosing::small_plan;

/// Futures in which what was told is looked at again.
const MANY: usize = 200_000;
/// So many rules tell whether worths are honest.
const MANY_RULES: usize = 30;
/// Their seed, which no search is given.
const OTHER_SEED: u64 = 987_654_321;

/// On how many shops it is tried.
#[expect(clippy::disallowed_methods, reason = "how long a test runs is asked of the environment")]
fn n_shops() -> u32 {
    std::env::var("SORTIE_SEARCHES").ok().and_then(|n| n.parse().ok()).unwrap_or(4)
}

/// The median of what scenario `best` earns more than no response, in many futures.
fn typical(plan: &Plan) -> f64 {
    let model = Model::compile(plan);
    let place =
        |id: &str| plan.scenarios.iter().position(|scenario| scenario.id == id).expect("the plan has it");
    let run = PathRun { n_paths: MANY, seed: OTHER_SEED, crew: &SingleThread, watch: &PatientWatch };
    let outcomes =
        Projector::default().outcomes(&model, &[place(BEST), place("none")], run).expect("somebody waits");
    let [best, none] = [0, 1].map(|place| &outcomes.scenarios[place].total_profit.values);
    let mut gains: Vec<f64> = best.iter().zip(none).map(|(best, none)| best - none).collect();
    gains.sort_unstable_by(f64::total_cmp);
    (gains[MANY / 2 - 1] + gains[MANY / 2]) / 2.0
}

/// The plan of a choice, with a rule where there is one.
fn plan_of(found: &FoundPlan, best: &BestChoice, rule: Option<&ProposedRule>) -> Plan {
    let mut plan = found.plan_with(best, &BestNames::PLAIN);
    if let Some(rule) = rule {
        let chosen =
            plan.scenarios.iter().find(|it| it.id == BEST).expect("it was written").strategies.clone();
        let copy = format!("{}-best", rule.strategy);
        let own = |id: &String| chosen.contains(id) && (*id == rule.strategy || *id == copy);
        let strategy = plan.strategies.iter_mut().find(|it| own(&it.id)).expect("it was chosen");
        strategy.stop_when = Some(rule.rule.clone());
    }
    plan
}

/// Mean and its standard error.
fn mean_and_error(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}

#[test]
#[expect(clippy::print_stdout, reason = "a long run is read")]
fn what_a_search_tells_is_what_comes_in_many_more_futures() {
    let (mut goals, mut worths, mut n_idle, mut told) = (vec![], vec![], 0, String::new());
    for shop in 0..n_shops() {
        let plan = small_plan(1_000 + shop);
        let copies = PlanCopies::new(&plan, &[], &[], |_, _| None).expect("nothing is to be bound");
        let request = BestRequest { seed: u64::from(shop), rules: true, ..BestRequest::default() };
        let found = find_best(copies, &request, &SingleThread, &PatientSearcher).unwrap().unwrap();
        let best = found.answer.best.as_ref().unwrap();
        let comes = typical(&plan_of(&found, best, None));
        // Against what there is to gain.
        let range = comes.abs().max(1.0);
        goals.push((best.goal - comes) / range);
        for rule in found.answer.rules.iter().filter(|rule| rule.stops) {
            let worth = typical(&plan_of(&found, best, Some(rule))) - comes;
            worths.push((rule.worth - worth) / range);
            n_idle += usize::from(worth <= 0.0);
        }
        writeln!(told, "shop {shop}: told {:.1}, comes {comes:.1}", best.goal).unwrap();
    }
    let (mean, error) = mean_and_error(&goals);
    writeln!(
        told,
        "goals: off by {mean:.5} of what there is to gain, standard error {error:.5}, {} shops",
        goals.len()
    )
    .unwrap();
    if worths.len() > 1 {
        let (mean, error) = mean_and_error(&worths);
        let n = worths.len();
        writeln!(
            told,
            "worths: off by {mean:.5}, standard error {error:.5}, {n} rules, {n_idle} of no worth"
        )
        .unwrap();
    }
    println!("{told}");
    assert!(mean.abs() <= 2.5 * error && error < 0.01, "{told}");
    // A few rules say little about all.
    if worths.len() >= MANY_RULES {
        let (mean, error) = mean_and_error(&worths);
        assert!(mean.abs() <= 2.5 * error && error < 0.01, "{told}");
    }
    assert!(n_idle as f64 <= (0.05 * f64::from(n_shops())).max(1.0), "{told}");
}
