//! Figures of one path over the whole horizon.

use std::collections::BTreeMap;

use sortie_engine::plan::{ChannelKind, Plan, Scenario, ShockKind};

use super::{Chance, Series, coming, shock_of};

/// The figures of one scenario on one path; a month that never comes is infinite, what cannot be told is none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    pub total_revenue: f64,
    pub total_profit: f64,
    pub revenue_kept: Option<f64>,
    pub recovery_month: Option<f64>,
    pub payback_month: Option<f64>,
    pub gain: Option<f64>,
    pub lowest_cash: f64,
    pub lowest_cash_month: f64,
    pub concentration: Option<f64>,
    pub runs_out_of_cash: bool,
    pub earns_most: Option<f64>,
}

/// The figures of every scenario on one path, from its series in the plan's order.
pub fn figures(plan: &Plan, runs: &[Series]) -> Vec<Figures> {
    let closes = |it: &Scenario| it.shocks.iter().any(|id| is_closure(plan, id));
    let no_response = plan.scenarios.iter().position(|it| closes(it) && it.strategies.is_empty());
    let links_open = links_open(plan, no_response, &closes);
    let closure = no_response.map(|n| closure_month(plan, &plan.scenarios[n]));
    let earns = no_response.map(|n| earns_most(plan, runs, n));
    let figures = |(idx, run): (usize, &Series)| {
        let (cash, t) = (&run["cash"], plan.horizon_months);
        let lowest_cash = cash.iter().copied().fold(f64::INFINITY, f64::min);
        let compared = links_open.zip(closure).filter(|(_, m)| *m < t).map(|(o, m)| (&runs[o]["revenue"], m));
        Figures {
            total_revenue: run["revenue"].iter().sum(),
            total_profit: run["profit"].iter().sum(),
            revenue_kept: compared.and_then(|(open, m)| revenue_kept(&run["revenue"], open, m)),
            recovery_month: compared.map(|(open, m)| recovery_month(&run["revenue"], open, m)),
            payback_month: no_response.map(|n| payback_month(&run["profit"], &runs[n]["profit"])),
            gain: no_response
                .map(|n| run["profit"].iter().sum::<f64>() - runs[n]["profit"].iter().sum::<f64>()),
            lowest_cash,
            lowest_cash_month: cash.iter().position(|x| *x <= lowest_cash).unwrap_or(0) as f64,
            concentration: concentration(plan, run),
            runs_out_of_cash: cash.iter().any(|x| *x < -plan.cash.credit_line),
            earns_most: earns.as_ref().and_then(|earns| earns.get(&idx).copied()),
        }
    };
    runs.iter().enumerate().map(figures).collect()
}

/// O: what N would be with the links open, at best without what follows a closure too.
fn links_open(plan: &Plan, no_response: Option<usize>, closes: &dyn Fn(&Scenario) -> bool) -> Option<usize> {
    let first = |fits: &dyn Fn(&Scenario) -> bool| {
        plan.scenarios.iter().position(|it| !closes(it) && it.strategies.is_empty() && fits(it))
    };
    let of_none = |n: usize| {
        let shocks = plan.scenarios[n].shocks.iter();
        let (closures, others): (Vec<_>, Vec<_>) = shocks.partition(|id| is_closure(plan, id));
        let apart = others.iter().copied().filter(|id| !follows_one(plan, id, &closures));
        let (apart, others) = (sorted(apart), sorted(others.iter().copied()));
        let has = |wanted: &[&String]| first(&|it| sorted(it.shocks.iter()) == wanted);
        has(&apart).or_else(|| has(&others))
    };
    no_response.and_then(of_none).or_else(|| first(&|_| true))
}

fn is_closure(plan: &Plan, id: &str) -> bool {
    shock_of(plan, id).kind == ShockKind::LinkClosure
}

/// Whether a shock follows one of these, by way of others or not.
fn follows_one(plan: &Plan, id: &str, these: &[&String]) -> bool {
    let Some(followed) = shock_of(plan, id).start.follows() else { return false };
    these.contains(&&followed.shock) || follows_one(plan, &followed.shock, these)
}

fn sorted<'a>(ids: impl Iterator<Item = &'a String>) -> Vec<&'a String> {
    let mut ids: Vec<_> = ids.collect();
    ids.sort();
    ids
}

/// m: the month in which the first closure of the scenario starts on the central path.
fn closure_month(plan: &Plan, scenario: &Scenario) -> usize {
    let shocks = scenario.shocks.iter().map(|id| shock_of(plan, id));
    let closures = shocks.filter(|it| it.kind == ShockKind::LinkClosure);
    let offsets = closures.map(|it| coming(plan, it, Chance::Central).offset);
    offsets.fold(f64::INFINITY, f64::min).floor().max(0.0) as usize
}

fn revenue_kept(own: &[f64], open: &[f64], m: usize) -> Option<f64> {
    let all: f64 = open[m..].iter().sum();
    (all != 0.0).then(|| own[m..].iter().sum::<f64>() / all)
}

fn recovery_month(own: &[f64], open: &[f64], m: usize) -> f64 {
    let good = |t: usize| own[t] >= 0.95 * open[t];
    let Some(below) = (m..own.len()).find(|t| !good(*t)) else { return m as f64 };
    let back = (below + 1..own.len().saturating_sub(2)).find(|t| good(*t) && good(t + 1) && good(t + 2));
    back.map_or(f64::INFINITY, |t| t as f64)
}

fn payback_month(own: &[f64], without: &[f64]) -> f64 {
    let small = 1e-9 * without.iter().map(|x| x.abs()).sum::<f64>();
    let mut sum = 0.0;
    let mut ahead = vec![];
    for (a, b) in own.iter().zip(without) {
        sum += a - b;
        ahead.push(if f64::abs(sum) <= small { 0.0 } else { sum });
    }
    let first = match ahead.iter().rposition(|x| *x < 0.0) {
        Some(last) => (last + 1 < ahead.len()).then_some(last + 1),
        None => ahead.iter().position(|x| *x > 0.0),
    };
    first.map_or(f64::INFINITY, |t| t as f64)
}

fn concentration(plan: &Plan, run: &Series) -> Option<f64> {
    let mut platforms: BTreeMap<String, f64> = BTreeMap::new();
    for channel in &plan.channels {
        let name = match channel.kind {
            ChannelKind::TiktokLink | ChannelKind::TiktokShop | ChannelKind::TiktokManaged => {
                "tiktok".to_owned()
            }
            ChannelKind::OwnStore | ChannelKind::OwnStoreAds | ChannelKind::Email => "own".to_owned(),
            ChannelKind::Other => format!("other {}", channel.id),
            kind => format!("{kind:?}"),
        };
        let revenue = &run[&format!("channel_revenue:{}", channel.id)];
        *platforms.entry(name).or_default() += revenue[plan.horizon_months - 6..].iter().sum::<f64>();
    }
    let all: f64 = platforms.values().sum();
    (all != 0.0).then(|| platforms.values().map(|x| x / all * (x / all)).sum())
}

/// Who of the scenarios with the shocks of no response earns the most: 1, or its part of a tie.
fn earns_most(plan: &Plan, runs: &[Series], no_response: usize) -> BTreeMap<usize, f64> {
    let shocks = |idx: usize| sorted(plan.scenarios[idx].shocks.iter());
    let rivals = (0..runs.len()).filter(|idx| shocks(*idx) == shocks(no_response));
    let profit: Vec<(usize, f64)> = rivals.map(|idx| (idx, runs[idx]["profit"].iter().sum())).collect();
    let best = profit.iter().map(|(_, x)| *x).fold(f64::NEG_INFINITY, f64::max);
    let wins = |x: f64| best - x <= 1e-9 * best.abs();
    let n = profit.iter().filter(|(_, x)| wins(*x)).count() as f64;
    profit.into_iter().map(|(idx, x)| (idx, if wins(x) { 1.0 / n } else { 0.0 })).collect()
}
