//! Results as one JSON object. These types are its shape, and nothing else in the app is written out as results.

use serde::ser::{SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};
use sortie_engine::compare::{Recommendation, SafetyLimits, is_safe, recommend};
use sortie_engine::forecast::{Fan, Forecast, Metric, MetricTable, ScenarioForecast, Statistic, Summary};
use sortie_engine::plan::{Channel, Plan};
use sortie_engine::unit::Month;

use super::{ProjectOptions, ToldFigure};

/// The results as JSON on one line. `causes` is what each shock makes of what the closure costs.
pub(super) fn write(
    plan: &Plan,
    forecast: &Forecast,
    causes: &[(String, f64)],
    options: &ProjectOptions,
) -> Option<Vec<u8>> {
    let scenarios = forecast.scenarios.iter().enumerate().map(|(place, scenario)| {
        let is_safe = is_safe(forecast, place, SafetyLimits::USUAL);
        (scenario.id.as_str(), scenario_out(&plan.channels, scenario, is_safe, options))
    });
    let scenarios = OrderedObject(scenarios.collect());
    let verdict = (options.paths > 0).then(|| verdict_out(forecast, causes));
    let results = ResultsOut { months: &forecast.months, scenarios, verdict };
    let mut bytes = serde_json::to_vec(&results).ok()?;
    bytes.push(b'\n');
    Some(bytes)
}

#[derive(Serialize)]
struct ResultsOut<'a> {
    months: &'a [Month],
    scenarios: OrderedObject<'a, ScenarioOut<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<VerdictOut<'a>>,
}

/// What the paths recommend under the usual limits.
#[derive(Serialize)]
struct VerdictOut<'a> {
    closure_cost: Option<f64>,
    recommended: Option<&'a str>,
    dangerous: Option<&'a str>,
    causes: OrderedObject<'a, f64>,
}

fn verdict_out<'a>(forecast: &'a Forecast, causes: &'a [(String, f64)]) -> VerdictOut<'a> {
    let Recommendation { closure_cost, recommended, dangerous } = recommend(forecast, SafetyLimits::USUAL);
    let id = |place: Option<usize>| place.map(|place| forecast.scenarios[place].id.as_str());
    let causes = OrderedObject(causes.iter().map(|(shock, part)| (shock.as_str(), *part)).collect());
    VerdictOut { closure_cost, recommended: id(recommended), dangerous: id(dangerous), causes }
}

/// An object whose keys come in this order: the plan's.
struct OrderedObject<'a, T>(Vec<(&'a str, T)>);

impl<T: Serialize> Serialize for OrderedObject<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

#[derive(Serialize)]
struct ScenarioOut<'a> {
    not_eligible: &'a [String],
    central: TableOut<'a, f64>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    fan: Option<FanOut<'a>>,
}

#[derive(Serialize)]
struct FanOut<'a> {
    mean: TableOut<'a, f64>,
    quantiles: TableOut<'a, [f64; 7]>,
    summary: SummaryOut,
}

fn scenario_out<'a>(
    channels: &'a [Channel],
    scenario: &'a ScenarioForecast,
    is_safe: Option<bool>,
    options: &'a ProjectOptions,
) -> ScenarioOut<'a> {
    let ScenarioForecast { id: _, is_ranked: _, n_strategies: _, not_eligible, central, fan } = scenario;
    let fan = fan.as_ref().map(|Fan { mean, quantiles, summary }| FanOut {
        mean: TableOut { channels, table: mean, options },
        quantiles: TableOut { channels, table: quantiles, options },
        summary: SummaryOut::new(summary, is_safe),
    });
    ScenarioOut { not_eligible, central: TableOut { channels, table: central, options }, fan }
}

/// Every metric that is asked for by its name, and revenue by channel under the channels' ids.
struct TableOut<'a, T> {
    channels: &'a [Channel],
    table: &'a MetricTable<T>,
    options: &'a ProjectOptions,
}

impl<T: Serialize> Serialize for TableOut<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        for metric in Metric::ALL.into_iter().filter(|it| self.options.tells(ToldFigure::Metric(*it))) {
            object.serialize_entry(metric.word(), &self.table[metric])?;
        }
        if self.options.tells(ToldFigure::ChannelRevenue) {
            let ids = self.channels.iter().map(|channel| channel.id.as_str());
            let by_channel = OrderedObject(ids.zip(&self.table.channel_revenue).collect());
            object.serialize_entry("channel_revenue", &by_channel)?;
        }
        object.end()
    }
}

#[derive(Serialize)]
struct SummaryOut {
    total_revenue: StatisticOut,
    total_profit: StatisticOut,
    revenue_kept: Option<StatisticOut>,
    recovery_month: Option<StatisticOut>,
    payback_month: Option<StatisticOut>,
    lowest_cash: StatisticOut,
    lowest_cash_month: StatisticOut,
    concentration: StatisticOut,
    runs_out_of_cash: f64,
    earns_most: Option<f64>,
    gain: Option<StatisticOut>,
    ahead_share: Option<f64>,
    is_safe: Option<bool>,
}

impl SummaryOut {
    fn new(summary: &Summary, is_safe: Option<bool>) -> Self {
        Self {
            total_revenue: StatisticOut(summary.total_revenue),
            total_profit: StatisticOut(summary.total_profit),
            revenue_kept: summary.revenue_kept.map(StatisticOut),
            recovery_month: summary.recovery_month.map(StatisticOut),
            payback_month: summary.payback_month.map(StatisticOut),
            lowest_cash: StatisticOut(summary.lowest_cash),
            lowest_cash_month: StatisticOut(summary.lowest_cash_month),
            concentration: StatisticOut(summary.concentration),
            runs_out_of_cash: summary.runs_out_of_cash,
            earns_most: summary.earns_most,
            gain: summary.gain.map(StatisticOut),
            ahead_share: summary.ahead_share,
            is_safe,
        }
    }
}

/// The names of the percentiles, in the order of the engine's.
pub(super) const QUANTILES: [&str; 7] = ["p5", "p10", "p25", "p50", "p75", "p90", "p95"];

struct StatisticOut(Statistic);

impl Serialize for StatisticOut {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Statistic { mean, quantiles, never } = self.0;
        let mut object = serializer.serialize_struct("Statistic", QUANTILES.len() + 2)?;
        object.serialize_field("mean", &mean)?;
        for (name, quantile) in QUANTILES.into_iter().zip(quantiles) {
            object.serialize_field(name, &quantile)?;
        }
        object.serialize_field("never", &never)?;
        object.end()
    }
}

#[cfg(test)]
mod tests {
    use sortie_engine::forecast::PERCENTILES;

    use super::*;

    #[test]
    fn the_percentiles_are_named_after_what_they_are() {
        let names = PERCENTILES.map(|share| format!("p{}", (share * 100.0).round()));
        assert_eq!(names, QUANTILES);
    }
}
