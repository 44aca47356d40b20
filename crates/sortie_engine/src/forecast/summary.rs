//! Figures over the whole horizon: what is kept, when it is back, how low cash falls.

use super::ending::{Ending, Series};
use super::quantile::{Statistic, statistic};
use crate::model::Model;

/// Figures over the whole horizon, over paths. Months are counted from 0, the plan's start.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// Revenue over the horizon.
    pub total_revenue: Statistic,
    /// Profit over the horizon.
    pub total_profit: Statistic,
    /// Revenue from the closure on, as a share of what it would be with links open. Needs both to compare.
    pub revenue_kept: Option<Statistic>,
    /// Month from which revenue is back at 95 % of what it would be with links open.
    pub recovery_month: Option<Statistic>,
    /// Month from which the response has earned more than no response.
    pub payback_month: Option<Statistic>,
    /// Lowest cash of any month's end.
    pub lowest_cash: Statistic,
    /// The first month in which cash is that low.
    pub lowest_cash_month: Statistic,
    /// Sum of the squared shares of revenue by platform over the last six months; 1 is one basket for all eggs.
    pub concentration: Statistic,
    /// Share of paths on which cash falls below the credit line.
    pub runs_out_of_cash: f64,
    /// Share of paths on which this scenario earns the most of those with the same shocks as no response.
    pub earns_most: Option<f64>,
}

/// Share of the revenue with links open at which a month counts as recovered.
const RECOVERED: f64 = 0.95;
/// Months in a row that must have recovered.
const RECOVERED_MONTHS: usize = 3;
/// Differences smaller than this, against the size of what is compared, count as none.
const TIE: f64 = 1e-9;
/// A month that never comes, or a share of nothing.
const NEVER: f64 = f64::INFINITY;

/// The summaries of all scenarios, in the model's order.
pub(super) fn summarize(model: &Model, endings: &[Ending]) -> Vec<Summary> {
    let baselines = model.baselines;
    let no_response = baselines.no_response.map(|place| &endings[place]);
    let compared =
        baselines.links_open.zip(baselines.closure_month).filter(|(_, month)| *month < model.n_months);
    let compared = compared.map(|(place, month)| (&endings[place], month));
    let profits: Vec<_> = endings.iter().map(Ending::total_profit).collect();
    let wins = no_response.map(|_| wins(model, &profits));
    let mut summaries = vec![];
    for (place, own) in endings.iter().enumerate() {
        let over_paths = |figure: &dyn Fn(usize) -> f64| statistic(&mut own.each(figure));
        let out = own.each(|path| f64::from(u8::from(own.lowest_cash(path).0 < -model.credit_line)));
        summaries.push(Summary {
            total_revenue: over_paths(&|path| own.revenue.path(path).sum()),
            total_profit: statistic(&mut profits[place].clone()),
            revenue_kept: compared
                .map(|(open, month)| over_paths(&|path| kept(&own.revenue, &open.revenue, path, month))),
            recovery_month: compared
                .map(|(open, month)| over_paths(&|path| recovery(&own.revenue, &open.revenue, path, month))),
            payback_month: no_response
                .map(|base| over_paths(&|path| payback(&own.profit, &base.profit, path))),
            lowest_cash: over_paths(&|path| own.lowest_cash(path).0),
            lowest_cash_month: over_paths(&|path| own.lowest_cash(path).1 as f64),
            concentration: over_paths(&|path| own.concentration[path]),
            runs_out_of_cash: out.iter().sum::<f64>() / out.len() as f64,
            earns_most: wins.as_ref().and_then(|wins| wins[place]),
        });
    }
    summaries
}

/// Revenue from `month` on as a share of that with links open.
fn kept(own: &Series, open: &Series, path: usize, month: usize) -> f64 {
    let from = |series: &Series| series.path(path).skip(month).sum::<f64>();
    let open = from(open);
    if open == 0.0 { NEVER } else { from(own) / open }
}

/// The month from which revenue is back, after it first fell; `month` where it never falls.
fn recovery(own: &Series, open: &Series, path: usize, month: usize) -> f64 {
    let is_back: Vec<bool> =
        own.path(path).zip(open.path(path)).map(|(own, open)| own >= RECOVERED * open).collect();
    let Some(fallen) = (month..is_back.len()).find(|t| !is_back[*t]) else { return month as f64 };
    let back = is_back[fallen + 1..].windows(RECOVERED_MONTHS).position(|months| months.iter().all(|is| *is));
    back.map_or(NEVER, |after| (fallen + 1 + after) as f64)
}

/// The month from which a response has earned more than no response, and never less again.
fn payback(own: &Series, base: &Series, path: usize) -> f64 {
    let scale: f64 = base.path(path).map(f64::abs).sum();
    let ahead = own.path(path).zip(base.path(path)).scan(0.0, |ahead, (own, base)| {
        *ahead += own - base;
        Some(if ahead.abs() <= TIE * scale { 0.0 } else { *ahead })
    });
    let ahead: Vec<f64> = ahead.collect();
    let month = match ahead.iter().rposition(|ahead| *ahead < 0.0) {
        Some(last_behind) => Some(last_behind + 1).filter(|month| *month < ahead.len()),
        None => ahead.iter().position(|ahead| *ahead > 0.0),
    };
    month.map_or(NEVER, |month| month as f64)
}

/// How often each scenario earns the most of those that can be ranked; ties are split.
fn wins(model: &Model, profits: &[Vec<f64>]) -> Vec<Option<f64>> {
    let ranked: Vec<usize> = (0..profits.len()).filter(|place| model.scenarios[*place].is_ranked).collect();
    let mut wins = vec![0.0; profits.len()];
    let n_paths = profits.first().map_or(0, Vec::len);
    let profit = |place: usize, path: usize| profits[place][path];
    for path in 0..n_paths {
        let best = ranked.iter().map(|place| profit(*place, path)).fold(f64::NEG_INFINITY, f64::max);
        let is_best = |place: &&usize| best - profit(**place, path) <= TIE * best.abs();
        let n_best = ranked.iter().filter(is_best).count();
        for place in ranked.iter().filter(is_best) {
            wins[*place] += 1.0 / n_best as f64;
        }
    }
    let share = |(place, wins): (usize, f64)| ranked.contains(&place).then_some(wins / n_paths as f64);
    wins.into_iter().enumerate().map(share).collect()
}
