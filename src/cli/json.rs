//! Results as one JSON object. These types are its shape, and nothing else in the app is written out as results.

use serde::ser::{SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};
use sortie_engine::forecast::{Fan, Forecast, Metric, MetricTable, ScenarioForecast, Statistic, Summary};
use sortie_engine::plan::{Channel, Plan};
use sortie_engine::unit::Month;

/// The results as JSON on one line.
pub(super) fn write(plan: &Plan, forecast: &Forecast) -> Option<Vec<u8>> {
    let scenarios = forecast.scenarios.iter();
    let scenarios = scenarios.map(|scenario| (scenario.id.as_str(), scenario_out(&plan.channels, scenario)));
    let results = ResultsOut { months: &forecast.months, scenarios: OrderedObject(scenarios.collect()) };
    let mut bytes = serde_json::to_vec(&results).ok()?;
    bytes.push(b'\n');
    Some(bytes)
}

#[derive(Serialize)]
struct ResultsOut<'a> {
    months: &'a [Month],
    scenarios: OrderedObject<'a, ScenarioOut<'a>>,
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

fn scenario_out<'a>(channels: &'a [Channel], scenario: &'a ScenarioForecast) -> ScenarioOut<'a> {
    let ScenarioForecast { id: _, is_ranked: _, not_eligible, central, fan } = scenario;
    let fan = fan.as_ref().map(|Fan { mean, quantiles, summary }| FanOut {
        mean: TableOut { channels, table: mean },
        quantiles: TableOut { channels, table: quantiles },
        summary: summary.into(),
    });
    ScenarioOut { not_eligible, central: TableOut { channels, table: central }, fan }
}

/// Every metric by its name, and revenue by channel under the channels' ids.
struct TableOut<'a, T> {
    channels: &'a [Channel],
    table: &'a MetricTable<T>,
}

impl<T: Serialize> Serialize for TableOut<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(Metric::ALL.len() + 1))?;
        for metric in Metric::ALL {
            object.serialize_entry(metric.word(), &self.table[metric])?;
        }
        let ids = self.channels.iter().map(|channel| channel.id.as_str());
        let by_channel = OrderedObject(ids.zip(&self.table.channel_revenue).collect());
        object.serialize_entry("channel_revenue", &by_channel)?;
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
    gain: Option<StatisticOut>,
    lowest_cash: StatisticOut,
    lowest_cash_month: StatisticOut,
    concentration: StatisticOut,
    runs_out_of_cash: f64,
    earns_most: Option<f64>,
}

impl From<&Summary> for SummaryOut {
    fn from(summary: &Summary) -> Self {
        Self {
            total_revenue: StatisticOut(summary.total_revenue),
            total_profit: StatisticOut(summary.total_profit),
            revenue_kept: summary.revenue_kept.map(StatisticOut),
            recovery_month: summary.recovery_month.map(StatisticOut),
            payback_month: summary.payback_month.map(StatisticOut),
            gain: summary.gain.map(StatisticOut),
            lowest_cash: StatisticOut(summary.lowest_cash),
            lowest_cash_month: StatisticOut(summary.lowest_cash_month),
            concentration: StatisticOut(summary.concentration),
            runs_out_of_cash: summary.runs_out_of_cash,
            earns_most: summary.earns_most,
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
