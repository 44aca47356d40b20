//! Every figure in rows, for a spreadsheet or a program.

use sortie_engine::forecast::{Metric, MetricTable};
use sortie_engine::import::formula_free;

use super::teller::ReportTeller;
use crate::text::quiet;

/// What stands before the rows, so that a spreadsheet reads Chinese letters as such.
const MARK: &str = "\u{feff}";

/// The figures as CSV: scenario, month, figure, on the likely path, mean and percentiles; then the list of things to do.
pub fn write(teller: &ReportTeller) -> Option<Vec<u8>> {
    let words = teller.words;
    let mut table = csv::Writer::from_writer(MARK.as_bytes().to_vec());
    let head = teller.figure_heads();
    table.write_record(&head).ok()?;
    let forecast = &teller.figures.forecast;
    let channels = teller.plan().channels.iter();
    let of_channels =
        channels.map(|channel| words.with("report.revenue_of", &[("name", words.ready(&channel.name))]));
    let metrics = Metric::ALL.iter().map(|metric| words.metric(*metric).to_owned());
    let names: Vec<String> = metrics.chain(of_channels).map(|name| safe(&name)).collect();
    for (place, scenario) in forecast.scenarios.iter().enumerate() {
        for (t, month) in forecast.months.iter().enumerate() {
            for (row, name) in names.iter().enumerate() {
                let mut cells = vec![
                    safe(&teller.scenario(place)),
                    month.to_string(),
                    name.clone(),
                    figure(&scenario.central, row, t),
                ];
                match &scenario.fan {
                    Some(fan) => {
                        cells.push(figure(&fan.mean, row, t));
                        let at = fan.quantiles.rows().nth(row).and_then(|months| months.get(t));
                        cells.extend(at.into_iter().flatten().map(|x| format!("{x:?}")));
                    }
                    None => cells.resize(head.len(), String::new()),
                }
                table.write_record(&cells).ok()?;
            }
        }
    }
    for line in teller.to_do() {
        let mut cells = vec![safe(&teller.to_do_title()), line.day().to_string(), safe(&line.words)];
        cells.resize(head.len(), String::new());
        table.write_record(&cells).ok()?;
    }
    table.into_inner().ok()
}

fn figure(table: &MetricTable<f64>, row: usize, t: usize) -> String {
    table.rows().nth(row).and_then(|months| months.get(t)).map_or_else(String::new, |x| format!("{x:?}"))
}

/// A text that no spreadsheet takes for a formula.
pub fn safe(text: &str) -> String {
    formula_free(&quiet(text))
}
