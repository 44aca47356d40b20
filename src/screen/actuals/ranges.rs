//! Where what came lies among the plan's own futures, month by month, and how often that was to be expected.

use egui::{Color32, Id, Margin, Ui};
use sortie_engine::fit::{BandCoverage, came_in_all};
use sortie_engine::forecast::{Metric, P10, P25, P75, P90, Quantiles, ScenarioForecast};
use sortie_engine::plan::Plan;

use crate::desk::Desk;
use crate::edit::editor::{caption_ui, card_title_ui};
use crate::screen::answer::cells_ui;
use crate::screen::answer::outlook::told;
use crate::theme::{GAP_SMALL, type_size};
use crate::widget::card::padded_card_ui;
use crate::widget::chips::chip;
use crate::widget::prose::prose;
use crate::widget::table::{FigureTable, TableCell, TableColumn, TableRow};

/// Shows where the months lie in the ranges of a scenario.
pub fn ranges_ui(ui: &mut Ui, desk: &mut Desk, plan: &Plan, scenario: &ScenarioForecast) {
    padded_card_ui(ui, desk.palette, Margin::symmetric(12, 10), |ui| card_ui(ui, desk, plan, scenario));
}

fn card_ui(ui: &mut Ui, desk: &mut Desk, plan: &Plan, scenario: &ScenarioForecast) {
    card_title_ui(ui, desk, desk.words.get("actuals.ranges_title"));
    let Some(metric) = metric_ui(ui, desk, plan) else {
        return caption_ui(ui, desk, desk.words.get("actuals.no_whole"));
    };
    let Some(fan) = &scenario.fan else {
        return caption_ui(ui, desk, desk.words.get("chart.computing"));
    };
    let (came, quantiles) = (came_in_all(plan, metric), &fan.quantiles[metric]);
    let told = sentence(desk, BandCoverage::of(&came, quantiles));
    prose(ui, [(told.as_str(), false)], type_size::BODY, desk.palette.text);
    ui.add_space(GAP_SMALL);
    let rows: Vec<TableRow> = came
        .iter()
        .zip(quantiles)
        .enumerate()
        .filter_map(|(t, (came, at))| Some(row(desk, plan, metric, &CameMonth { t, came: (*came)?, at })))
        .collect();
    table_ui(ui, desk, &rows);
}

/// The metrics of which the whole business is told, to choose from; the one that is looked at.
fn metric_ui(ui: &mut Ui, desk: &mut Desk, plan: &Plan) -> Option<Metric> {
    let told = |metric: &Metric| came_in_all(plan, *metric).iter().any(Option::is_some);
    let metrics: Vec<Metric> =
        [Metric::Revenue, Metric::Orders, Metric::Cash].into_iter().filter(told).collect();
    let first = metrics.first().copied()?;
    let metric = if metrics.contains(&desk.view.chart.metric) { desk.view.chart.metric } else { first };
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = GAP_SMALL;
        for own in metrics {
            if chip(ui, desk.palette, desk.words.metric(own), own == metric).clicked() {
                desk.view.chart.metric = own;
            }
        }
    });
    Some(metric)
}

/// How many months lay within, and how many were to be expected.
fn sentence(desk: &Desk, within: BandCoverage) -> String {
    let wanted = |share: f64| desk.words.number((within.n_months as f64 * share * 10.0).round() / 10.0);
    let known = [
        ("n", within.four_fifths.to_string()),
        ("half", within.half.to_string()),
        ("all", within.n_months.to_string()),
        ("wanted", wanted(0.8)),
        ("wanted_half", wanted(0.5)),
    ];
    desk.words.with("actuals.within", &known.each_ref().map(|(key, text)| (*key, text.as_str())))
}

/// A month that came, among the plan's own futures of it.
struct CameMonth<'a> {
    /// Which month of the plan.
    t: usize,
    came: f64,
    at: &'a Quantiles,
}

fn row(desk: &Desk, plan: &Plan, metric: Metric, month: &CameMonth) -> TableRow {
    let CameMonth { t, came, at } = *month;
    let figure = |x: f64| told(desk, plan, metric, x);
    let (place, color) = place(desk, came, at);
    TableRow {
        name: desk.words.month(plan.start.plus(t as i32)),
        dot: None,
        cells: vec![
            TableCell::of(came, figure(came)),
            TableCell::plain(format!("{} \u{2013} {}", figure(at[P25]), figure(at[P75]))),
            TableCell::plain(format!("{} \u{2013} {}", figure(at[P10]), figure(at[P90]))),
            TableCell { text: place.to_owned(), color, ..TableCell::default() },
        ],
        is_selected: false,
        is_part: false,
    }
}

fn table_ui(ui: &mut Ui, desk: &mut Desk, rows: &[TableRow]) {
    let column = |title: &'static str, width, need| TableColumn {
        title: desk.words.get(title).to_owned(),
        explained: desk.words.get("actuals.range_explained").to_owned(),
        width,
        need,
    };
    let columns = [
        column("actuals.actual", 84.0, 0),
        column("actuals.half", 150.0, 3),
        column("actuals.four_fifths", 150.0, 2),
        column("actuals.where", 120.0, 1),
    ];
    let table = FigureTable {
        id: Id::unique("within the ranges"),
        names: desk.words.get("actuals.month"),
        name_width: 84.0,
        columns: &columns,
        rows,
        is_choice: false,
    };
    table.show(ui, desk.palette);
    cells_ui(ui, desk, desk.words.get("actuals.ranges_title"), &table);
}

/// Where a figure lies among the plan's futures, in words.
fn place(desk: &Desk, came: f64, at: &Quantiles) -> (&'static str, Option<Color32>) {
    let words = desk.words;
    let color = |color: Color32| Some(desk.palette.as_text(color));
    match came {
        x if (at[P25]..=at[P75]).contains(&x) => (words.get("actuals.in_half"), None),
        x if (at[P10]..=at[P90]).contains(&x) => (words.get("actuals.in_four_fifths"), None),
        x if x < at[P10] => (words.get("actuals.under"), color(desk.palette.loss)),
        _ => (words.get("actuals.over"), color(desk.palette.gain)),
    }
}
