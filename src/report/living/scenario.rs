//! A scenario on its sheet.

use sortie_engine::compare::{AccountLine, StrategyBill, trace_central};
use sortie_engine::forecast::{Forecast, Metric};
use sortie_engine::model::Model;
use sortie_engine::plan::{Mechanism, Plan, Scenario, Strategy};

use super::book::{InputBook, LineLook, LivingSheet};
use super::ground::{LivingGround, is_likely};
use crate::address::{PlanField, PlanPart};
use crate::text::{Words, quiet};

/// How far an input is moved to see what hangs on it.
const MOVED: [f64; 2] = [0.8, 1.2];

/// So much money a month tells in which months a strategy is live, and nothing else.
const TRACER: f64 = 1e-6;

/// The sheet of a scenario, over these inputs; nothing where the plan has no such scenario. `likely` are the program's figures.
pub fn living_sheet(
    plan: &Plan,
    words: &'static Words,
    likely: &Forecast,
    place: usize,
    inputs: &mut InputBook,
) -> Option<LivingSheet> {
    let scenario = plan.scenarios.get(place)?;
    let told = likely.scenarios.get(place)?;
    let trace = trace_central(&Model::compile(plan), place);
    let refused: Vec<&Strategy> = plan.strategies.iter().filter(|it| is_refused(it)).collect();
    let mut out: Vec<String> = told.not_eligible.clone();
    out.extend(refused.iter().map(|it| it.id.clone()));
    let mut ground = LivingGround::new(plan, words, scenario, &out, &trace, inputs);
    let live: Vec<Option<Vec<f64>>> =
        ground.strategies.iter().map(|(at, it)| live_months(plan, place, *at, it)).collect();
    let shocks = ground.shock_lines();
    let strategies = ground.strategy_lines(&live);
    let forces = ground.forces(shocks, strategies);
    let mut lines = ground.own_visits(&forces);
    if !ground.shocks.is_empty() {
        let title = words.get("report.living_struck").to_owned();
        ground.sheet.title(&title);
    }
    let diverted = ground.strike(&forces, &mut lines);
    ground.cannibalise(&forces, &mut lines);
    ground.orders(&forces, &mut lines, &diverted);
    let title = words.get("report.living_strategies").to_owned();
    ground.sheet.title(&title);
    let cost = ground.cost_line(&forces.strategies);
    let refused = refused_bill(&ground, scenario, &refused);
    if let Some(bill) = refused {
        let name = words.bill(StrategyBill::SetUp).to_owned();
        let given = ground.sheet.given(&name, LineLook::Money, &bill);
        for (t, cell) in ground.sheet.lines[cost].cells.iter_mut().enumerate() {
            *cell = cell.clone() + super::formula::Formula::Cell(given, t);
        }
    }
    let cash = ground.settle(&forces, &lines, cost);
    let mut sheet = ground.sheet;
    for (line, metric) in
        [(cash.revenue, Metric::Revenue), (cash.profit, Metric::Profit), (cash.cash, Metric::Cash)]
    {
        sheet.checks.push((line, told.central[metric].clone()));
    }
    for line in &mut sheet.lines {
        line.name = quiet(&line.name).into_owned();
    }
    Some(sheet)
}

/// Whether a strategy is refused on the likely path: then it costs its set-up and does nothing else.
fn is_refused(strategy: &Strategy) -> bool {
    strategy.mechanisms.iter().any(|mechanism| match mechanism {
        Mechanism::OpenChannel(open) => !is_likely(open.approval),
        Mechanism::RestoreLink(restore) => !is_likely(restore.approval),
        _ => false,
    })
}

/// What strategies cost that are refused.
fn refused_bill(ground: &LivingGround, scenario: &Scenario, refused: &[&Strategy]) -> Option<Vec<f64>> {
    let is_in = |id: &String| scenario.strategies.contains(id) && refused.iter().any(|it| it.id == *id);
    let mut bill = vec![0.0; ground.sheet.n_months];
    for strategy in ground.trace.strategies.iter().filter(|it| is_in(&it.id)) {
        bill.iter_mut().zip(strategy.sum()).for_each(|(all, own)| *all += own);
    }
    bill.iter().any(|x| *x != 0.0).then_some(bill)
}

/// In which months a strategy with a rule is live; nothing where its dates alone say so.
fn live_months(plan: &Plan, scenario: usize, at: usize, strategy: &Strategy) -> Option<Vec<f64>> {
    if strategy.start_when.is_none() && strategy.stop_when.is_none() {
        return None;
    }
    let mut traced = plan.clone();
    let own = traced.strategies.get_mut(at)?;
    let likely = own.monthly_cost.likely + TRACER;
    own.monthly_cost = sortie_engine::unit::Estimate::certain(likely);
    let trace = trace_central(&Model::compile(&traced), scenario);
    let own = trace.strategies.iter().find(|it| it.id == strategy.id)?;
    Some(own[StrategyBill::Monthly].iter().map(|x| f64::from(u8::from(*x > 0.0))).collect())
}

/// Everything that is given as a value on the sheet of a scenario.
fn given_values(plan: &Plan, place: usize) -> Vec<f64> {
    let trace = trace_central(&Model::compile(plan), place);
    let mut values: Vec<f64> = vec![];
    for channel in &trace.channels {
        values.extend(channel.brought.iter().flat_map(|own| &own.visits));
        values.extend(&channel[AccountLine::Trust]);
        let supply = &channel[AccountLine::Supply];
        let wanted = |(orders, supply): (&f64, &f64)| if *supply > 0.0 { orders / supply } else { 0.0 };
        values.extend(channel.listed.iter().flat_map(|own| own.orders.iter().zip(supply).map(wanted)));
    }
    values.extend(trace.strategies.iter().flat_map(|own| &own[StrategyBill::List]));
    let own = plan.scenarios.get(place).map_or(&[][..], |scenario| &scenario.strategies[..]);
    for (at, strategy) in plan.strategies.iter().enumerate().filter(|(_, it)| own.contains(&it.id)) {
        values.extend(live_months(plan, place, at, strategy).unwrap_or_default());
    }
    values
}

/// Which inputs may be moved on the sheet of a scenario: those on which nothing hangs that is given there as a value.
pub fn free_inputs(plan: &Plan, inputs: &InputBook, place: usize) -> Vec<bool> {
    let before = given_values(plan, place);
    let is_nothing_given = before.iter().all(|x| *x == 0.0 || (*x - 1.0).abs() < 1e-12);
    let stays = |field: PlanField, by: f64| {
        let mut moved = plan.clone();
        if !move_field(&mut moved, field, by) {
            return false;
        }
        let after = given_values(&moved, place);
        let is_near = |(a, b): (&f64, &f64)| (a - b).abs() <= 1e-9 * (1.0 + a.abs().max(b.abs()));
        after.len() == before.len() && after.iter().zip(&before).all(is_near)
    };
    let is_free =
        |field: Option<PlanField>| field.is_some_and(|field| MOVED.iter().all(|by| stays(field, *by)));
    inputs.inputs.iter().map(|input| is_nothing_given || is_free(input.field)).collect()
}

/// Moves a number of a plan to so many times its value; whether there is one to move.
pub fn move_field(plan: &mut Plan, field: PlanField, by: f64) -> bool {
    let Some(value) = field.likely(plan) else { return false };
    let moved = value * by;
    match field.spread(plan) {
        Some(_) => field.set(plan, moved, moved, moved),
        None => field.set_number(plan, moved),
    }
    !matches!(field.part, PlanPart::Scenario(_))
}
