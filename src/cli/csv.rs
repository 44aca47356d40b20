//! Results as rows: one per scenario, month and metric.

use sortie_engine::forecast::{Forecast, Metric, MetricTable, ScenarioForecast};
use sortie_engine::import::formula_free;
use sortie_engine::plan::{Channel, Plan};
use sortie_engine::unit::Month;

use super::json::QUANTILES;
use super::{ProjectOptions, ToldFigure};
use crate::text::quiet;

/// The results as CSV with a line of column names. Columns that need paths are empty where none were drawn.
pub(super) fn write(plan: &Plan, forecast: &Forecast, options: &ProjectOptions) -> Option<Vec<u8>> {
    let mut table = csv::Writer::from_writer(vec![]);
    let columns = ["scenario", "month", "metric", "central", "mean"];
    table.write_record(columns.iter().chain(&QUANTILES)).ok()?;
    for scenario in &forecast.scenarios {
        let terms = RowTerms { channels: &plan.channels, months: &forecast.months, options };
        write_scenario(&mut table, &terms, scenario).ok()?;
    }
    table.into_inner().ok()
}

/// What the rows of every scenario have in common.
struct RowTerms<'a> {
    channels: &'a [Channel],
    months: &'a [Month],
    options: &'a ProjectOptions,
}

fn write_scenario(
    table: &mut csv::Writer<Vec<u8>>,
    terms: &RowTerms<'_>,
    scenario: &ScenarioForecast,
) -> csv::Result<()> {
    let RowTerms { channels, months, options } = *terms;
    let is_told = |row: usize| {
        let metric = Metric::ALL.get(row).map(|metric| ToldFigure::Metric(*metric));
        options.tells(metric.unwrap_or(ToldFigure::ChannelRevenue))
    };
    let metrics = Metric::ALL.iter().map(|metric| metric.word().to_owned());
    let of_channels = channels.iter().map(|channel| format!("channel_revenue:{}", quiet(&channel.id)));
    let names: Vec<String> = metrics.chain(of_channels).collect();
    let central: Vec<_> = rows(&scenario.central).collect();
    let fan = scenario.fan.as_ref().map(|fan| {
        let (mean, quantiles): (Vec<_>, Vec<_>) = (rows(&fan.mean).collect(), rows(&fan.quantiles).collect());
        (mean, quantiles)
    });
    for (t, month) in months.iter().enumerate() {
        for (row, name) in names.iter().enumerate().filter(|(row, _)| is_told(*row)) {
            let mut cells = vec![
                formula_free(&quiet(&scenario.id)),
                month.to_string(),
                name.clone(),
                cell(central[row][t]),
            ];
            match &fan {
                Some((mean, quantiles)) => {
                    cells.push(cell(mean[row][t]));
                    cells.extend(quantiles[row][t].map(cell));
                }
                None => cells.resize(cells.len() + 1 + QUANTILES.len(), String::new()),
            }
            table.write_record(&cells)?;
        }
    }
    Ok(())
}

/// A number with as many digits as it takes to read it back.
fn cell(x: f64) -> String {
    format!("{x:?}")
}

/// The figures of a table by month: the metrics in their order, then the channels.
pub(super) fn rows<T>(table: &MetricTable<T>) -> impl Iterator<Item = &Vec<T>> {
    Metric::ALL.iter().map(|metric| &table[*metric]).chain(&table.channel_revenue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_with_every_digit() {
        for x in [0.1, 1.0 / 3.0, 1e300, -5e-324, 123_456_789.123_456_79] {
            assert_eq!(cell(x).parse(), Ok(x));
        }
    }
}
