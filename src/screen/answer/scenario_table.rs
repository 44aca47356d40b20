//! The scenarios beside one another: what each earns, keeps and risks over all months.

use egui::{Align2, Color32, Id, Pos2, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};
use sortie_engine::compare::median_gain;
use sortie_engine::forecast::{Forecast, Metric, P10, P50, P90, ScenarioForecast, Statistic};
use sortie_engine::plan::Plan;

use crate::desk::Desk;
use crate::desk::figure::{ChainFigure, CountedFigure};
use crate::desk::look::{Outlook, baseline_of, color_of, is_shut_out, scenario_name};

use crate::text::best_in;
use crate::theme::{ROW_HEIGHT, plain_font, strong_font, type_size};
use crate::widget::change::change;
use crate::widget::grid::GridCell;
use crate::widget::roving::RovingFocus;
use crate::widget::tick::tick;
use crate::widget::{elided, ring};

/// The height of the head of the table.
const HEAD: f32 = 30.0;
/// The least width of the scenario's name.
const NAME: f32 = 132.0;

/// A column of figures. In a narrow window the last of [`BY_NEED`] are left out first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ScenarioColumn {
    Revenue,
    Profit,
    Kept,
    Recovery,
    LowestCash,
    RunsOut,
    BestIn,
}

const SHOWN: [ScenarioColumn; 7] = [
    ScenarioColumn::Revenue,
    ScenarioColumn::Profit,
    ScenarioColumn::Kept,
    ScenarioColumn::Recovery,
    ScenarioColumn::LowestCash,
    ScenarioColumn::RunsOut,
    ScenarioColumn::BestIn,
];

const BY_NEED: [ScenarioColumn; 7] = [
    ScenarioColumn::Profit,
    ScenarioColumn::Revenue,
    ScenarioColumn::BestIn,
    ScenarioColumn::LowestCash,
    ScenarioColumn::RunsOut,
    ScenarioColumn::Kept,
    ScenarioColumn::Recovery,
];

impl ScenarioColumn {
    fn width(self) -> f32 {
        match self {
            Self::Revenue => 86.0,
            Self::Profit => 176.0,
            Self::Kept => 92.0,
            Self::Recovery => 78.0,
            Self::LowestCash => 146.0,
            Self::RunsOut => 80.0,
            Self::BestIn => 66.0,
        }
    }

    /// The room for what is added to its figure.
    fn aside(self) -> f32 {
        match self {
            Self::Profit => 92.0,
            Self::LowestCash => 70.0,
            _ => 0.0,
        }
    }

    fn title(self, desk: &Desk, months: &str) -> String {
        let words = desk.words;
        match self {
            Self::Revenue => words.with("table.revenue", &[("n", months)]),
            Self::Profit => words.with("table.profit", &[("n", months)]),
            Self::Kept => words.get("table.kept").to_owned(),
            Self::Recovery => words.get("table.recovery").to_owned(),
            Self::LowestCash => words.get("table.lowest_cash").to_owned(),
            Self::RunsOut => words.get("table.runs_out").to_owned(),
            Self::BestIn => words.get("table.best_in").to_owned(),
        }
    }

    fn explained(self, desk: &Desk) -> &'static str {
        desk.words.get(match self {
            Self::Revenue => "table.revenue_explained",
            Self::Profit => "table.profit_explained",
            Self::Kept => "table.kept_explained",
            Self::Recovery => "table.recovery_explained",
            Self::LowestCash => "table.lowest_cash_explained",
            Self::RunsOut => "table.runs_out_explained",
            Self::BestIn => "table.best_in_explained",
        })
    }
}

/// A figure of the table: what it says, what is added to it, and in which color.
#[derive(Default)]
struct ScenarioCell {
    text: String,
    aside: Option<(String, Color32)>,
    full: String,
}

/// Shows the table. A click on a row takes its scenario in hand; its tick shows or hides its line.
pub fn scenario_table_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, outlook: &Outlook) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let columns = columns(ui.available_width());
    head_ui(ui, desk, outlook.forecast, &columns);
    let best = best_in(outlook.forecast);
    let mut roving = RovingFocus::new(ui, Id::unique("scenario figures"));
    for idx in 0..outlook.forecast.scenarios.len() {
        let row = ScenarioRow { idx, best: best.get(idx).copied().flatten(), columns: &columns };
        row.show(ui, desk, plan, outlook, &mut roving);
    }
    roving.finish(ui);
}

/// The columns that fit, in the order in which they are shown, each with its right edge from the table's right.
fn columns(width: f32) -> Vec<(ScenarioColumn, f32)> {
    let mut room = width - NAME;
    let mut fit = vec![];
    for column in BY_NEED {
        room -= column.width();
        if room < 0.0 {
            break;
        }
        fit.push(column);
    }
    let shown = SHOWN.into_iter().filter(|column| fit.contains(column));
    let mut columns: Vec<_> = shown.map(|column| (column, 0.0)).collect();
    let spare = room.max(0.0) / (columns.len() + 1) as f32;
    let mut from_right = 0.0;
    for (column, place) in columns.iter_mut().rev() {
        *place = from_right;
        from_right += column.width() + spare.min(40.0);
    }
    columns
}

fn head_ui(ui: &mut Ui, desk: &Desk, forecast: &Forecast, columns: &[(ScenarioColumn, f32)]) {
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEAD), Sense::hover());
    let months = forecast.months.len().to_string();
    let font = plain_font(type_size::CAPTION);
    let left = pos2(row.left() + 28.0, row.center().y);
    let name = desk.words.get("table.scenario");
    ui.painter().text(left, Align2::LEFT_CENTER, name, font.clone(), desk.palette.dim);
    for (column, from_right) in columns {
        let right = row.right() - from_right - 6.0 - column.aside();
        let words = column.title(desk, &months);
        let at = pos2(right, row.center().y);
        let shown = ui.painter().text(at, Align2::RIGHT_CENTER, &words, font.clone(), desk.palette.dim);
        let id = ui.scope_id().with(("head", *column as usize));
        ui.interact(shown, id, Sense::hover()).on_hover_text(column.explained(desk));
        if *column == ScenarioColumn::Profit {
            let at = pos2(right + column.aside(), row.center().y);
            let against = desk.words.get("table.against");
            ui.painter().text(at, Align2::RIGHT_CENTER, against, font.clone(), desk.palette.dim);
        }
    }
}

/// A row of the table.
struct ScenarioRow<'a> {
    /// The place of its scenario.
    idx: usize,
    /// In how many futures it is the best.
    best: Option<u32>,
    columns: &'a [(ScenarioColumn, f32)],
}

impl ScenarioRow<'_> {
    fn show(&self, ui: &mut Ui, desk: &mut Desk, plan: &Plan, outlook: &Outlook, roving: &mut RovingFocus) {
        let Self { idx, best, columns } = *self;
        let scenario = &outlook.forecast.scenarios[idx];
        let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW_HEIGHT), Sense::hover());
        let response = ui.interact(row, ui.scope_id().with(("row", &scenario.id)), Sense::click());
        let is_selected = desk.view.chart.selected.as_deref() == Some(&scenario.id);
        let name = scenario_name(desk, plan, scenario);
        let cells: Vec<(ScenarioColumn, f32, ScenarioCell)> = columns
            .iter()
            .map(|(column, at)| (*column, *at, cell(desk, plan, outlook.forecast, idx, *column, best)))
            .collect();
        response.widget_info(|| {
            let figures: Vec<&str> = cells.iter().map(|(_, _, cell)| cell.text.as_str()).collect();
            let mut info = WidgetInfo::selected(Role::ListItem, true, is_selected, &name);
            info.current_text_value = Some(figures.join(" · "));
            info
        });
        let wide = row.expand2(vec2(6.0, 0.0));
        if is_selected || response.hovered() {
            let fill = if is_selected { desk.palette.accent_wash } else { desk.palette.window };
            ui.painter().rect_filled(wide, 0.0, fill);
        }
        ui.painter().hline(wide.x_range(), row.top(), Stroke::new(1.0, desk.palette.line));
        line_tick_ui(ui, desk, outlook.forecast, idx, &name, row);
        let font = if is_selected { strong_font(type_size::TABLE) } else { plain_font(type_size::TABLE) };
        let first = cells.first().map_or(row.right(), |(column, at, _)| row.right() - at - column.width());
        let room = first - row.left() - 32.0;
        elided(ui, pos2(row.left() + 28.0, row.center().y), room, &name, font, desk.palette.text);
        for (column, from_right, cell) in &cells {
            let figure = PlacedFigure {
                row: idx,
                name: &name,
                column: *column,
                cell,
                right_center: pos2(row.right() - from_right - 6.0, row.center().y),
            };
            let asked = figure.show(ui, desk, roving, outlook);
            if let Some(figure) = asked.and_then(|asked| figure_of(outlook.forecast, idx, *column, asked)) {
                desk.view.chart.selected = Some(scenario.id.clone());
                desk.explain(&scenario.id, figure);
            }
        }
        if response.has_focus() {
            ring(ui, wide, desk.palette.accent);
        }
        if response.clicked() {
            desk.view.chart.selected = Some(scenario.id.clone());
        }
    }
}

fn line_tick_ui(ui: &mut Ui, desk: &mut Desk, forecast: &Forecast, idx: usize, name: &str, row: Rect) {
    let scenario = &forecast.scenarios[idx];
    let is_on = desk.view.chart.has_line(&scenario.id);
    let color = color_of(desk, &scenario.id, baseline_of(forecast, idx));
    let place = Rect::from_center_size(pos2(row.left() + 12.0, row.center().y), vec2(24.0, 24.0));
    let label = desk.words.with("table.line", &[("name", name)]);
    let palette = desk.palette;
    let builder = egui::UiBuilder::new().max_rect(place).id_salt(("line", &scenario.id));
    let ticked = ui.scope_builder(builder, |ui| tick(ui, palette, &label, is_on, color)).inner;
    if ticked.on_hover_text(&label).clicked() {
        let id = scenario.id.clone();
        if desk.view.chart.selected.as_ref() == Some(&id) && is_on {
            // The scenario in hand always has its line: without it, another one is in hand.
            desk.view.chart.shown.retain(|shown| *shown != id);
            desk.view.chart.is_settled = true;
            desk.view.chart.selected = desk.view.chart.shown.last().cloned().or(Some(id));
        } else {
            desk.view.chart.toggle_line(&id);
        }
    }
}

/// Which figure of a cell was asked how it came about.
#[derive(Clone, Copy, PartialEq)]
enum AskedCell {
    Figure,
    Aside,
}

/// A figure of the table in its place.
struct PlacedFigure<'a> {
    /// The place of its scenario.
    row: usize,
    /// The name of its scenario.
    name: &'a str,
    column: ScenarioColumn,
    cell: &'a ScenarioCell,
    /// Where it ends.
    right_center: Pos2,
}

impl PlacedFigure<'_> {
    /// Shows it and what is added to it; which of them was asked how it came about.
    fn show(&self, ui: &Ui, desk: &Desk, roving: &mut RovingFocus, outlook: &Outlook) -> Option<AskedCell> {
        let Self { row, name, column, cell, right_center } = *self;
        let has_paths = outlook.has_paths();
        let mut asked = None;
        let title = column.title(desk, &outlook.forecast.months.len().to_string());
        let mut figure = |shown: Rect, text: &str, full: &str, what: AskedCell| {
            if text == dash() || !has_paths {
                return;
            }
            let told = format!("{name} · {title} · {text}");
            let column = column as usize * 2 + usize::from(what == AskedCell::Aside);
            let mut response = roving.figure(ui, desk.palette, GridCell { row, column }, shown, &told);
            if !full.is_empty() {
                response = response.on_hover_text(full);
            }
            if response.clicked() {
                asked = Some(what);
            }
        };
        let place = pos2(right_center.x - column.aside(), right_center.y);
        let color = if has_paths { desk.palette.text } else { desk.palette.dim };
        let font = plain_font(type_size::TABLE);
        let shown = ui.painter().text(place, Align2::RIGHT_CENTER, &cell.text, font, color);
        figure(shown, &cell.text, &cell.full, AskedCell::Figure);
        if let Some((aside, color)) = &cell.aside {
            let font = plain_font(type_size::CAPTION);
            let shown = ui.painter().text(right_center, Align2::RIGHT_CENTER, aside, font, *color);
            figure(shown, aside, "", AskedCell::Aside);
        }
        asked
    }
}

/// What a figure of the table is.
fn figure_of(
    forecast: &Forecast,
    idx: usize,
    column: ScenarioColumn,
    asked: AskedCell,
) -> Option<ChainFigure> {
    let counted = match column {
        ScenarioColumn::Revenue => return Some(ChainFigure::metric(Metric::Revenue, None)),
        ScenarioColumn::Profit if asked == AskedCell::Figure => {
            return Some(ChainFigure::metric(Metric::Profit, None));
        }
        ScenarioColumn::Profit => {
            let none = forecast.baselines.no_response.filter(|none| *none != idx)?;
            CountedFigure::Ahead(Metric::Profit, none)
        }
        ScenarioColumn::Kept => CountedFigure::Kept,
        ScenarioColumn::Recovery => CountedFigure::Recovery,
        ScenarioColumn::LowestCash => return Some(lowest_cash_figure(forecast, idx)),
        ScenarioColumn::RunsOut => CountedFigure::RunsOut,
        ScenarioColumn::BestIn => CountedFigure::BestIn,
    };
    Some(ChainFigure::counted(counted))
}

/// Cash of the month in which it is lowest.
pub fn lowest_cash_figure(forecast: &Forecast, idx: usize) -> ChainFigure {
    let lowest = forecast.scenarios.get(idx).and_then(ScenarioForecast::lowest_cash);
    ChainFigure::metric(Metric::Cash, lowest.map(|(month, _)| month))
}

fn cell(
    desk: &Desk,
    plan: &Plan,
    forecast: &Forecast,
    idx: usize,
    column: ScenarioColumn,
    best: Option<u32>,
) -> ScenarioCell {
    let scenario = &forecast.scenarios[idx];
    let summary = scenario.fan.as_ref().map(|fan| &fan.summary);
    let of = |pick: fn(&sortie_engine::forecast::Summary) -> Option<&Statistic>| summary.and_then(pick);
    let words = desk.words;
    match column {
        ScenarioColumn::Revenue => {
            money_cell(desk, plan, scenario.total_revenue(), summary.map(|summary| &summary.total_revenue))
        }
        ScenarioColumn::Profit => profit_cell(desk, plan, forecast, idx),
        ScenarioColumn::Kept => {
            let kept = of(|summary| summary.revenue_kept.as_ref()).and_then(|kept| kept.mean);
            ScenarioCell { text: kept.map_or_else(dash, |kept| words.share(kept)), ..ScenarioCell::default() }
        }
        ScenarioColumn::Recovery => {
            // What never fell has nothing to recover from.
            let is_open = forecast.baselines.links_open == Some(idx);
            let month = of(|summary| summary.recovery_month.as_ref()).filter(|_| !is_open);
            ScenarioCell {
                text: month.map_or_else(dash, |month| recovery(desk, forecast, month)),
                ..ScenarioCell::default()
            }
        }
        ScenarioColumn::LowestCash => lowest_cash_cell(desk, plan, forecast, scenario),
        ScenarioColumn::RunsOut => {
            let share = summary.map(|summary| summary.runs_out_of_cash);
            ScenarioCell {
                text: share.map_or_else(dash, |share| words.share(share)),
                ..ScenarioCell::default()
            }
        }
        ScenarioColumn::BestIn => {
            let all = crate::text::FUTURES.to_string();
            let told = best.map(|n| words.with("table.n_of_all", &[("n", &n.to_string()), ("all", &all)]));
            ScenarioCell { text: told.unwrap_or_else(dash), ..ScenarioCell::default() }
        }
    }
}

fn dash() -> String {
    "\u{2013}".to_owned()
}

/// A total: its mean over paths, with its 80 % range on hover.
fn money_cell(desk: &Desk, plan: &Plan, x: f64, told: Option<&Statistic>) -> ScenarioCell {
    let range = told.and_then(|told| Some((told.quantiles[P10]?, told.quantiles[P90]?)));
    let money = |x: f64| desk.words.money_exact(x, &plan.currency);
    let full = range.map(|(low, high)| {
        desk.words
            .with("table.exactly", &[("value", &money(x)), ("low", &money(low)), ("high", &money(high))])
    });
    ScenarioCell {
        text: desk.words.money_in_table(x, &plan.currency),
        aside: None,
        full: full.unwrap_or_else(|| money(x)),
    }
}

/// Total profit, and beside it the difference to no response, with sign and color.
fn profit_cell(desk: &Desk, plan: &Plan, forecast: &Forecast, idx: usize) -> ScenarioCell {
    let scenario = &forecast.scenarios[idx];
    let profit = scenario.total_profit();
    let cell = money_cell(desk, plan, profit, scenario.fan.as_ref().map(|fan| &fan.summary.total_profit));
    let Some(reference) = forecast.baselines.no_response.filter(|reference| *reference != idx) else {
        return cell;
    };
    if is_shut_out(plan, scenario) {
        let told = desk.words.get("verdict_view.shut_out").to_owned();
        return ScenarioCell { aside: Some((told, desk.palette.dim)), ..cell };
    }
    // What is typical, as in the headline: the median of the difference future by future.
    let typical = scenario.fan.as_ref().and_then(|fan| median_gain(&fan.summary));
    let difference = typical.unwrap_or(profit - forecast.scenarios[reference].total_profit());
    let aside = change(desk.palette, difference, &|amount| desk.words.money(amount, &plan.currency));
    ScenarioCell { aside: Some(aside), ..cell }
}

fn recovery(desk: &Desk, forecast: &Forecast, month: &Statistic) -> String {
    let median = month.quantiles[P50].map(|at| at.round().max(0.0) as usize);
    let month = median.and_then(|idx| forecast.months.get(idx));
    month.map_or_else(|| desk.words.get("table.never").to_owned(), |month| desk.words.month(*month))
}

fn lowest_cash_cell(
    desk: &Desk,
    plan: &Plan,
    forecast: &Forecast,
    scenario: &ScenarioForecast,
) -> ScenarioCell {
    let (at, cash) = scenario.lowest_cash().unwrap_or_default();
    let month = forecast.months.get(at).map(|month| desk.words.month(*month)).unwrap_or_default();
    ScenarioCell {
        text: desk.words.money_in_table(cash, &plan.currency),
        aside: Some((month, desk.palette.dim)),
        full: desk.words.money_exact(cash, &plan.currency),
    }
}
