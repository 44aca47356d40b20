//! Whether projections of the past hold what came, and whether months that came teach the truth that they were made of.

use std::thread;

use sortie_engine::fit::{BacktestMonth, HiddenShares, LearnedEstimate, WorldPriors, backtest, learn};
use sortie_engine::forecast::{P10, P25, P50, P75, P90, PathRun, central};
use sortie_engine::lane::{exp, ln};
use sortie_engine::model::{ItemOwner, Model};
use sortie_engine::plan::{ActualMonth, Demand, Plan, read};
use sortie_engine::unit::Estimate;

use crate::run::ALONE;
use crate::seller::{Chance, OF_BIO_LINKS, OF_DIRECT, Seller};

/// The answers of `work` to all of `seeds`, on every processor.
fn of_all<T: Send>(seeds: std::ops::Range<u64>, work: impl Fn(u64) -> T + Sync) -> Vec<T> {
    let n_threads = thread::available_parallelism().map_or(1, |n| n.get() as u64);
    let (work, end) = (&work, seeds.end);
    thread::scope(|scope| {
        let part = |first: u64| move || (first..end).step_by(n_threads as usize).map(work).collect();
        let threads: Vec<_> = (0..n_threads).map(|nth| scope.spawn(part(seeds.start + nth))).collect();
        threads.into_iter().flat_map(|part| -> Vec<T> { part.join().expect("no work panics") }).collect()
    })
}

fn share<T>(of: &[T], is_it: impl Fn(&T) -> bool) -> f64 {
    of.iter().filter(|one| is_it(one)).count() as f64 / of.len() as f64
}

#[test]
fn projections_of_the_past_hold_four_of_five_months_and_err_less_than_who_knows_nothing() {
    let backtests = of_all(5_000..5_016, |seed| {
        let (_, ledger) = Seller::by_chance(seed);
        let hidden = HiddenShares { of_bio_links: OF_BIO_LINKS, of_direct: OF_DIRECT };
        let demand = Demand { volatility: 0.12, ..Demand::default() };
        let world =
            WorldPriors { channel: &|_| None, demand, hidden, exposure: [0.0; 3], exposure_basis: "" };
        backtest(&ledger, &world, PathRun { n_paths: 500, seed, ..ALONE }).expect("somebody waits")
    });
    let months: Vec<&BacktestMonth> = backtests.iter().flat_map(|found| &found.months).collect();
    assert!(months.len() >= 300, "{} months", months.len());
    let within = |low: usize, high: usize| {
        share(&months, |month| (month.projected[low]..=month.projected[high]).contains(&month.came))
    };
    let (half, four_fifths) = (within(P25, P75), within(P10, P90));
    assert!((0.40..=0.60).contains(&half), "the band of one half holds {half}");
    assert!((0.70..=0.90).contains(&four_fifths), "the band of four fifths holds {four_fifths}");
    let mean = |error: &dyn Fn(&BacktestMonth) -> f64| {
        months.iter().map(|month| error(month)).sum::<f64>() / months.len() as f64
    };
    let off = |told: f64, came: f64| ln(told / came).abs();
    let own = mean(&|month| off(month.projected[P50], month.came));
    let naive = mean(&|month| off(month.naive, month.came));
    let seasonal = mean(&|month| off(month.seasonal_naive.unwrap_or(month.naive), month.came));
    assert!(own < naive && own < seasonal, "{own} against {naive} and {seasonal}");
}

/// A number whose 10th, 50th and 90th percentile are known, in the space in which it spreads.
fn drawn(estimate: [f64; 3], is_share: bool, chance: &mut Chance) -> f64 {
    let [low, likely, high] = estimate.map(|x| if is_share { ln(x / (1.0 - x)) } else { ln(x) });
    let z = chance.normal().clamp(-3.0, 3.0) / 1.281_551_565_544_600_4;
    let y = likely + z * if z < 0.0 { likely - low } else { high - likely };
    if is_share { 1.0 / (1.0 + exp(-y)) } else { exp(y) }
}

const PASSES: [f64; 3] = [0.1, 0.3, 0.6];
const VISITS: [f64; 3] = [80_000.0, 100_000.0, 130_000.0];
/// Months that came; the links close in the third.
const N_CAME: usize = 6;

/// The plan that a seller has before: how much of the links' visits gets through the closure is a guess.
fn guessed() -> Plan {
    let bytes = include_bytes!("../../../../tests/plans/small.sortie");
    let mut plan = read(bytes).expect("a plan of the tests");
    plan.channels[0].visits = Estimate::new(VISITS[0], VISITS[1], VISITS[2]);
    plan.shocks[0].passes = Estimate::new(PASSES[0], PASSES[1], PASSES[2]);
    (plan.demand.volatility, plan.demand.persistence, plan.demand.co_movement) = (0.12, 0.4, 0.3);
    plan
}

/// A world in which the guess has an answer: what it is, what came of the links in each month, and what would come.
fn world(plan: &Plan, chance: &mut Chance) -> (f64, Vec<f64>) {
    let truth = drawn(PASSES, true, chance);
    let mut true_plan = plan.clone();
    true_plan.shocks[0].passes = Estimate::certain(truth);
    true_plan.channels[0].visits = Estimate::certain(drawn(VISITS, false, chance));
    let forecast = central(&Model::compile(&true_plan));
    let orders = &forecast.scenarios[1].central.channel_revenue[0];
    let value = true_plan.channels[0].order_value.likely;
    let (volatility, kept) = (plan.demand.volatility, plan.demand.persistence);
    let mut surprise = 0.0;
    let came = orders.iter().enumerate().map(|(t, revenue)| {
        let new = chance.normal();
        surprise = if t == 0 { new } else { kept * surprise + (1.0 - kept * kept).sqrt() * new };
        let noise = exp(volatility * surprise - volatility * volatility / 2.0);
        chance.count(revenue / value * noise) as f64
    });
    (truth, came.collect())
}

struct Taught {
    truth: f64,
    passes: LearnedEstimate,
    /// Whether the months to come lie in the band of four fifths.
    is_held: Vec<bool>,
}

fn taught(seed: u64) -> Taught {
    let mut plan = guessed();
    let (truth, came) = world(&plan, &mut Chance::new(seed));
    let month = |(t, orders): (usize, &f64)| ActualMonth {
        channel: Some("links".to_owned()),
        orders: Some(*orders),
        ..ActualMonth::blank(plan.start.plus(t as i32))
    };
    let actuals = came.iter().enumerate().take(N_CAME).map(month).collect();
    plan.actuals = actuals;
    let learned = learn(&plan, 1, PathRun { n_paths: 2_000, seed, ..ALONE }).expect("months that came");
    assert!(!learned.is_weak(), "{} futures tell the months of seed {seed}", learned.n_effective);
    let fan = learned.forecast.scenarios[1].fan.as_ref().expect("paths were walked");
    let value = plan.channels[0].order_value.likely;
    let is_held = |t: usize| {
        let told = &fan.quantiles.channel_revenue[0][t];
        (told[P10] / value..=told[P90] / value).contains(&came[t])
    };
    let is_held = (N_CAME..plan.horizon_months).map(is_held).collect();
    let is_it = |it: &LearnedEstimate| it.owner == ItemOwner::Shock && it.field == "passes";
    let passes = learned.estimates.into_iter().find(is_it).expect("the guess is uncertain");
    Taught { truth, passes, is_held }
}

#[test]
fn months_after_a_closure_teach_how_much_still_gets_through() {
    let runs = of_all(0..300, taught);
    assert!(runs.iter().all(|run| (run.passes.before.likely - PASSES[1]).abs() < 0.05), "the guess before");
    // Of 300 a share of four fifths lies within 7 of 100 of it by chance, three standard errors.
    let inside = share(&runs, |run| (run.passes.after.low..=run.passes.after.high).contains(&run.truth));
    assert!((0.73..=0.87).contains(&inside), "{inside} of the truths lie in what was learned");
    let mean = |of: &dyn Fn(&Taught) -> f64| runs.iter().map(of).sum::<f64>() / runs.len() as f64;
    let before = mean(&|run| run.passes.before.high - run.passes.before.low);
    let after = mean(&|run| run.passes.after.high - run.passes.after.low);
    assert!(after < 0.4 * before, "the guess is {after} wide after {before}");
    let off_before = mean(&|run| (run.passes.before.likely - run.truth).abs());
    let off_after = mean(&|run| (run.passes.after.likely - run.truth).abs());
    assert!(off_after < 0.4 * off_before, "the guess is off by {off_after} after {off_before}");
    // And the months to come are told as surely as is true.
    let months: Vec<bool> = runs.iter().flat_map(|run| run.is_held.clone()).collect();
    let held = share(&months, |is_held| *is_held);
    assert!((0.75..=0.85).contains(&held), "{held} of {} months to come are held", months.len());
}
