//! How well projections of the past told what came: the history up to a month is fitted and projected, and held against
//! the months after it.

use super::found::accept;
use super::history::{WorldPriors, fit};
use super::series::{ShopHistory, orders};
use crate::forecast::{P10, P25, P50, P75, P90, PathRun, Projector, Quantiles};
use crate::ledger::Ledger;
use crate::model::Model;
use crate::plan::{self, Channel, ChannelKind, Plan};
use crate::unit::{Estimate, Month};

/// Months of history before the first projection.
pub const FIRST_MONTHS: i32 = 12;
/// Months that each projection tells.
const MONTHS_AHEAD: usize = 6;

/// A month of a shop, as it was projected and as it came. Figures are orders.
#[derive(Clone, Debug)]
pub struct BacktestMonth {
    /// As the ledger names the shop.
    pub shop: String,
    /// The last month that was known.
    pub known_to: Month,
    /// The month told.
    pub month: Month,
    /// What came.
    pub came: f64,
    /// What was projected, at [`crate::forecast::PERCENTILES`].
    pub projected: Quantiles,
    /// The last month known: what tells nothing but that nothing changes.
    pub naive: f64,
    /// The same month a year before.
    pub seasonal_naive: Option<f64>,
    /// The mean change from month to month as far as it was known, to measure errors by.
    pub usual_change: f64,
}

/// How far off one way of telling was.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ForecastError {
    /// Mean of errors as shares of what came.
    pub mean_share: f64,
    /// Mean of errors over the usual change from month to month; 1 is as far off as one month is from the next (Hyndman
    /// and Koehler, *International Journal of Forecasting* 22, 2006).
    pub mean_scaled: f64,
    /// How many months it told.
    pub n: usize,
}

/// Projections of the past against what came.
#[derive(Clone, Debug, Default)]
pub struct Backtest {
    /// Every month told, by the month known.
    pub months: Vec<BacktestMonth>,
}

impl Backtest {
    /// The share of months that came between the 25th and the 75th percentile.
    pub fn within_half(&self) -> f64 {
        self.within(P25, P75)
    }

    /// The share of months that came between the 10th and the 90th percentile.
    pub fn within_four_fifths(&self) -> f64 {
        self.within(P10, P90)
    }

    fn within(&self, low: usize, high: usize) -> f64 {
        let is_within = |it: &&BacktestMonth| (it.projected[low]..=it.projected[high]).contains(&it.came);
        self.months.iter().filter(is_within).count() as f64 / self.months.len() as f64
    }

    /// How far off the median of projections was.
    pub fn error(&self) -> ForecastError {
        self.error_of(|month| Some(month.projected[P50]))
    }

    /// How far off the last month known was.
    pub fn naive_error(&self) -> ForecastError {
        self.error_of(|month| Some(month.naive))
    }

    /// How far off the same month a year before was.
    pub fn seasonal_naive_error(&self) -> ForecastError {
        self.error_of(|month| month.seasonal_naive)
    }

    fn error_of(&self, told: impl Fn(&BacktestMonth) -> Option<f64>) -> ForecastError {
        let mut error = ForecastError::default();
        for month in &self.months {
            let Some(told) = told(month) else { continue };
            let off = (told - month.came).abs();
            error.mean_share += off / month.came;
            error.mean_scaled += off / month.usual_change;
            error.n += 1;
        }
        let n = error.n.max(1) as f64;
        ForecastError { mean_share: error.mean_share / n, mean_scaled: error.mean_scaled / n, ..error }
    }
}

/// Projects every month of the ledger's history from the first year on, as if no more had been known. Nothing where nobody
/// waits any more; no months where the history is too short.
pub fn backtest(ledger: &Ledger, world: &WorldPriors, run: PathRun<'_>) -> Option<Backtest> {
    let mut found = Backtest::default();
    let Some(history) = ShopHistory::new(ledger, None) else { return Some(found) };
    // Only months of shops are told again: buyers, payouts and sources do not change how orders go.
    let months = Ledger { months: ledger.months.clone(), ..Ledger::default() };
    let world = WorldPriors { exposure: [0.0; 3], demand: world.demand.clone(), ..*world };
    let mut projector = Projector::default();
    let origins = FIRST_MONTHS..history.n_months() as i32;
    for n_known in origins.clone() {
        run.watch.note(f64::from(n_known - origins.start) / f64::from(origins.len() as u32));
        let known_to = history.first.plus(n_known - 1);
        let Some(fit) = fit(&months, Some(known_to), &world) else { continue };
        if fit.start != known_to.plus(1) {
            continue;
        }
        let plan = plan_of(&fit, &world);
        let forecast = projector.project(&Model::compile(&plan), run)?;
        let Some(fan) = forecast.scenarios.first().and_then(|scenario| scenario.fan.as_ref()) else {
            continue;
        };
        for (place, channel) in fit.channels.iter().enumerate() {
            let Some(series) = history.series.iter().find(|series| series.key == channel.shop) else {
                continue;
            };
            let of_month = |month: Month| {
                let own = series.months.iter().find(|own| own.month == month);
                own.and_then(|own| orders(own)).filter(|orders| *orders > 0.0)
            };
            let Some(naive) = of_month(known_to) else { continue };
            for (t, quantiles) in fan.quantiles.channel_revenue[place].iter().enumerate() {
                let month = fit.start.plus(t as i32);
                let Some(came) = of_month(month) else { continue };
                found.months.push(BacktestMonth {
                    shop: channel.shop.clone(),
                    known_to,
                    month,
                    came,
                    projected: *quantiles,
                    naive,
                    seasonal_naive: of_month(month.plus(-12)),
                    usual_change: usual_change(history.first, known_to, of_month),
                });
            }
        }
    }
    Some(found)
}

/// The mean change from a month to the next.
fn usual_change(first: Month, last: Month, of_month: impl Fn(Month) -> Option<f64>) -> f64 {
    let pair = |t: i32| Some((of_month(first.plus(t + 1))? - of_month(first.plus(t))?).abs());
    let changes: Vec<f64> = (0..last.since(first)).filter_map(pair).collect();
    let sum: f64 = changes.iter().sum();
    (sum / changes.len().max(1) as f64).max(1.0)
}

/// A plan that tells nothing but orders: each brings one, and costs nothing.
fn plan_of(fit: &super::PlanFit, world: &WorldPriors) -> Plan {
    let mut plan = Plan {
        cash: plan::Cash { restock_limited: false, ..plan::Cash::default() },
        demand: world.demand.clone(),
        channels: fit.channels.iter().map(|channel| channel_of(&channel.id)).collect(),
        scenarios: vec![plan::Scenario::of("as-it-was", "", &[], &[])],
        ..Plan::blank("", "USD", fit.start, MONTHS_AHEAD)
    };
    let told = ["visits", "growth", "conversion"];
    let is_told =
        |field: &&super::FittedField| field.address.channel.is_none() || told.contains(&field.address.field);
    fit.fields.iter().filter(is_told).for_each(|field| {
        accept(&mut plan, field);
    });
    plan
}

/// A channel whose orders are worth one each.
fn channel_of(id: &str) -> Channel {
    Channel { order_value: Estimate::certain(1.0), ..Channel::blank(id, "", ChannelKind::Other, "") }
}
