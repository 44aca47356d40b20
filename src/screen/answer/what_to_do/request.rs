//! What is asked for as the search understands it, and what is wrong with it in words.

use sortie_engine::compare::SafetyLimits;
use sortie_engine::forecast::Forecast;
use sortie_engine::plan::{Plan, ReadyStrategy};
use sortie_engine::search::{BestLimits, BestRequest, CashFloor};

use crate::catalog::{ready_for, ready_strategies};
use crate::desk::Desk;
use crate::desk::best::{BestAsked, FloorAsked};
use crate::study::BestOutcome;
use crate::text::FUTURES;

/// The request that the seller's sentences make. It is told in the futures of the window, so that a plan that is taken shows
/// the figures that were told.
pub fn request_of(
    asked: &BestAsked,
    plan: &Plan,
    forecast: &Forecast,
    limits: SafetyLimits,
    (n_paths, seed): (usize, u64),
) -> BestRequest {
    let cash = match asked.floor {
        FloorAsked::RunsOut => Some(-plan.cash.credit_line),
        FloorAsked::Amount(cash) => Some(cash),
        FloorAsked::None => None,
    };
    let all = f64::from(FUTURES);
    let chance = match asked.holds_in {
        Some(holds_in) => ((all - holds_in) / all).clamp(0.0, 1.0),
        None => usual_chance(forecast, limits),
    };
    let is_there = |id: &&String| {
        let is_own = plan.strategies.iter().any(|own| own.id == **id);
        is_own || asked.ready.contains(*id)
    };
    BestRequest {
        goal: asked.goal,
        limits: BestLimits {
            budget: asked.budget,
            under_water: asked.under_water,
            floor: cash.map(|cash| CashFloor { cash, chance }),
            at_most: asked.at_most.map(|most| most.round().max(0.0) as usize),
        },
        must: asked.must.iter().filter(is_there).cloned().collect(),
        never: asked.never.iter().filter(is_there).cloned().collect(),
        from: asked.from,
        to: asked.to,
        scenario: asked.scenario.clone(),
        rules: true,
        seed,
        n_paths,
        ..BestRequest::default()
    }
}

/// How often cash may fall below the floor where the seller says nothing: as often as the verdict lets what is safe enough run
/// out.
fn usual_chance(forecast: &Forecast, limits: SafetyLimits) -> f64 {
    let none = forecast.baselines.no_response.and_then(|idx| forecast.scenarios.get(idx)?.fan.as_ref());
    let share = none.map_or(0.0, |fan| fan.summary.runs_out_of_cash);
    limits.chance.max(share + limits.above_no_response).min(1.0)
}

/// The same as the futures of twenty in which cash holds, rounded as all such figures are.
pub fn usual_holds_in(forecast: &Forecast, limits: SafetyLimits) -> f64 {
    ((1.0 - usual_chance(forecast, limits)) * f64::from(FUTURES)).round()
}

/// Every ready-made response, as it is where the plan sells.
pub fn ready_made(plan: &Plan) -> impl Iterator<Item = (&'static str, ReadyStrategy)> {
    ready_strategies().iter().filter_map(move |file| Some((file.id, ready_for(file, plan)?.0)))
}

/// What is wrong, and what would be right.
pub fn fault_words(desk: &Desk, plan: &Plan, outcome: &BestOutcome) -> String {
    match outcome {
        BestOutcome::Found(_) => String::new(),
        BestOutcome::Fault(fault) => desk.words.best_fault_here(plan, fault),
        BestOutcome::NotReady(id, lack) => {
            let ready = ready_made(plan).find(|(own, _)| own == id);
            let name =
                ready.map_or_else(|| id.clone(), |(_, it)| desk.words.ready(&it.strategy.name).to_owned());
            let told = [
                ("id", &*desk.words.with("to_do.quoted", &[("name", &name)])),
                ("lack", &*desk.words.lacking(lack)),
            ];
            desk.words.with("best.not_ready", &told)
        }
    }
}
