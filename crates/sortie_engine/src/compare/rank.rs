//! The responses in order of what the seller wants: how much each changes, how often it is the best, what it takes.

use super::versus::{PairedDifference, mean_and_error};
use crate::forecast::{Goal, P50, ScenarioOutcome, ScenarioOutcomes, Statistic};

/// Differences smaller than this, against the size of the best, count as none.
const TIE: f64 = 1e-9;

/// The responses to what happens to no response, itself among them, the best first.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    /// What they are judged by.
    pub goal: Goal,
    /// The best first; of equals, the one with more profit.
    pub rows: Vec<RankedResponse>,
    /// How far the best is ahead of the second by what they are judged by, and the standard error of that; nothing where
    /// there is no second.
    pub lead: Option<(f64, f64)>,
    /// Whether these paths tell the best from the second: its lead is more than two standard errors.
    pub is_told_apart: bool,
    /// What the closure costs: mean profit with links open less that of no response, or for what is typical the median of that
    /// difference path by path. Below 0 where it brings more.
    pub cost: Option<f64>,
}

/// One response of a ranking.
#[derive(Clone, Debug, PartialEq)]
pub struct RankedResponse {
    /// Its place in the plan.
    pub scenario: usize,
    /// Whether it is no response.
    pub is_no_response: bool,
    /// What it is judged by: money for profit, a share for cash and for revenue kept.
    pub figure: f64,
    /// By how much its figure is above that of no response; of what is typical, the median of that path by path.
    pub figure_change: f64,
    /// What its goal looks at (profit, lowest cash, or revenue kept) less the same of no response, path by path.
    pub change: PairedDifference,
    /// Its profit less that of no response, path by path.
    pub profit_change: PairedDifference,
    /// Which part of what the closure costs it wins back, as a share of mean profits; nothing where the closure costs
    /// nothing. Above 1 where it earns more than links that stay open.
    pub won_back: Option<f64>,
    /// Share of paths on which it is the best by this goal; ties are split. Over all rows this adds up to 1.
    pub is_best: f64,
    /// The same told as so many of 20 futures; over all rows this adds up to 20.
    pub best_of_20: usize,
    /// Share of paths on which cash falls below the credit line.
    pub runs_out_of_cash: f64,
    /// Lowest cash of any month's end.
    pub lowest_cash: Statistic,
    /// The mean of the most by which its cash is below that of no response.
    pub money_up_front: f64,
    /// Month from which it has earned more than no response.
    pub payback_month: Option<Statistic>,
    /// Month from which revenue is back.
    pub recovery_month: Option<Statistic>,
}

/// Ranks those of `outcomes` that have the same shocks as no response. Nothing where no response is not among them, or
/// where the goal needs links open and the plan has no such scenario.
pub fn rank(outcomes: &ScenarioOutcomes, goal: Goal) -> Option<Ranking> {
    let base = outcomes.no_response()?;
    let ranked: Vec<&ScenarioOutcome> =
        outcomes.scenarios.iter().filter(|outcome| outcome.is_ranked).collect();
    let payoffs: Option<Vec<Vec<f64>>> = ranked.iter().map(|outcome| goal.payoffs(outcome)).collect();
    let bests = bests(goal, &ranked, &payoffs?);
    let profit = |outcome: &ScenarioOutcome| outcome.total_profit.mean.unwrap_or(f64::NEG_INFINITY);
    let typical = |outcome: &ScenarioOutcome| {
        PairedDifference::between(&outcome.total_profit, &base.total_profit).quantiles[P50]
    };
    let gain = |outcome: &ScenarioOutcome| match goal {
        Goal::TypicalProfit => typical(outcome),
        _ => profit(outcome) - profit(base),
    };
    let cost = outcomes.links_open().map(gain);
    let row = |(outcome, is_best): (&&ScenarioOutcome, f64)| {
        let won = gain(outcome);
        Some(RankedResponse {
            won_back: cost.filter(|cost| *cost > 0.0).map(|cost| won / cost),
            is_best,
            ..unranked(outcomes.credit_line, goal, outcome, base)?
        })
    };
    let rows: Option<Vec<RankedResponse>> = ranked.iter().zip(bests).map(row).collect();
    let mut rows = rows?;
    let shares: Vec<f64> = rows.iter().map(|row| row.is_best).collect();
    rows.iter_mut().zip(shared_out(20, &shares)).for_each(|(row, n)| row.best_of_20 = n);
    rows.sort_by(|a, b| {
        let by_profit = || b.profit_change.mean.total_cmp(&a.profit_change.mean);
        let by_goal = match goal {
            Goal::TypicalProfit => b.figure_change.total_cmp(&a.figure_change),
            _ => b.figure.total_cmp(&a.figure),
        };
        by_goal.then_with(by_profit)
    });
    let lead = lead(outcomes, goal, &rows);
    let is_told_apart = lead.is_some_and(|(mean, error)| mean.abs() > 2.0 * error);
    Some(Ranking { goal, rows, lead, is_told_apart, cost })
}

/// A row before it is known how it stands among the others.
fn unranked(
    credit_line: f64,
    goal: Goal,
    outcome: &ScenarioOutcome,
    base: &ScenarioOutcome,
) -> Option<RankedResponse> {
    let figure = goal.figure(outcome)?;
    let n_out = outcome.lowest_cash.values.iter().filter(|lowest| **lowest < -credit_line).count();
    let change = PairedDifference::between(goal.measure(outcome)?, goal.measure(base)?);
    Some(RankedResponse {
        scenario: outcome.scenario,
        is_no_response: outcome.scenario == base.scenario,
        figure,
        figure_change: match goal {
            Goal::TypicalProfit => change.quantiles[P50],
            _ => figure - goal.figure(base)?,
        },
        change,
        profit_change: PairedDifference::between(&outcome.total_profit, &base.total_profit),
        won_back: None,
        is_best: 0.0,
        best_of_20: 0,
        runs_out_of_cash: n_out as f64 / outcome.lowest_cash.values.len() as f64,
        lowest_cash: outcome.lowest_cash.statistic(),
        money_up_front: outcome.money_up_front.as_ref().and_then(|money| money.mean).unwrap_or(0.0),
        payback_month: outcome.payback_month.as_ref().map(|month| month.statistic()),
        recovery_month: outcome.recovery_month.as_ref().map(|month| month.statistic()),
    })
}

/// On what share of the paths each is the best by its payoffs. Where cash lasts with several, the one that earns the most
/// is the best of them; what is still equal is split.
fn bests(goal: Goal, ranked: &[&ScenarioOutcome], payoffs: &[Vec<f64>]) -> Vec<f64> {
    let n_paths = payoffs.first().map_or(0, Vec::len);
    let mut bests = vec![0.0; ranked.len()];
    let profits: Vec<Vec<f64>> =
        ranked.iter().filter_map(|outcome| Goal::ExpectedProfit.payoffs(outcome)).collect();
    for path in 0..n_paths {
        let mut first = (0..ranked.len()).collect();
        keep_highest(&mut first, payoffs, path);
        if matches!(goal, Goal::CashNeverBelow(_)) {
            keep_highest(&mut first, &profits, path);
        }
        let part = 1.0 / first.len() as f64;
        first.iter().for_each(|place| bests[*place] += part);
    }
    bests.into_iter().map(|sum| sum / n_paths as f64).collect()
}

/// Leaves those whose figure on a path is the highest.
fn keep_highest(places: &mut Vec<usize>, figures: &[Vec<f64>], path: usize) {
    let highest = places.iter().map(|place| figures[*place][path]).fold(f64::NEG_INFINITY, f64::max);
    places.retain(|place| highest - figures[*place][path] <= TIE * highest.abs());
}

/// How far the first row is ahead of the second, and the standard error of that over the paths.
fn lead(outcomes: &ScenarioOutcomes, goal: Goal, rows: &[RankedResponse]) -> Option<(f64, f64)> {
    let scores = |row: Option<&RankedResponse>| goal.scores(outcomes.of(row?.scenario)?);
    let (first, second) = (scores(rows.first())?, scores(rows.get(1))?);
    let apart: Vec<f64> = first.iter().zip(&second).map(|(a, b)| a - b).collect();
    Some((rows[0].figure_change - rows[1].figure_change, mean_and_error(&apart).1))
}

/// Whole numbers that add up to `n`, in proportion to `shares` of sum 1, by largest remainder; of equal remainders the
/// first comes first.
pub fn shared_out(n: usize, shares: &[f64]) -> Vec<usize> {
    // A share that is a rounding error below a whole number is that number.
    let exact = |share: &f64| (share * n as f64 * 1e9).round() / 1e9;
    let mut whole: Vec<usize> = shares.iter().map(|share| exact(share).floor() as usize).collect();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    let remainder = |place: &usize| exact(&shares[*place]) - exact(&shares[*place]).floor();
    order.sort_by(|a, b| remainder(b).total_cmp(&remainder(a)));
    let missing = n.saturating_sub(whole.iter().sum());
    order.iter().take(missing).for_each(|place| whole[*place] += 1);
    whole
}
