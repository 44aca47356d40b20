//! The responses beside one another, in the order of what the seller wants.

use egui::{Id, Ui};
use sortie_engine::compare::RankedResponse;
use sortie_engine::forecast::{Goal, P10, P50, P90, ScenarioForecast, Statistic};

use super::{COLUMNS, VerdictCase};
use crate::desk::Desk;
use crate::desk::look::{baseline_of, color_of, scenario_name};
use crate::screen::answer::handing_on::cells_ui;
use crate::widget::change::change;
use crate::widget::table::{FigureTable, TableCell, TableColumn, TableRow, TableTouch};

/// The table of responses, and the scenario of each of its rows.
pub struct ResponseTable {
    /// The scenario of each row.
    pub places: Vec<usize>,
    columns: Vec<TableColumn>,
    rows: Vec<TableRow>,
    names: &'static str,
}

impl ResponseTable {
    /// Shows the table; what was touched in it.
    pub fn show(&self, ui: &mut Ui, desk: &mut Desk) -> Option<TableTouch> {
        let table = FigureTable {
            id: Id::unique("responses"),
            names: self.names,
            name_width: 150.0,
            columns: &self.columns,
            rows: &self.rows,
            is_choice: true,
        };
        let touch = table.show(ui, desk.palette);
        cells_ui(ui, desk, desk.words.get("aspect.verdict"), &table);
        touch
    }
}

impl VerdictCase<'_> {
    /// The responses as a table, with no response at its end.
    pub(super) fn table(&self) -> ResponseTable {
        let ranked: Vec<&RankedResponse> = self.ranking.rows.iter().collect();
        ResponseTable {
            places: ranked.iter().map(|row| row.scenario).collect(),
            columns: self.columns(),
            rows: ranked.iter().map(|row| self.row(row)).collect(),
            names: self.desk.words.get("verdict_view.response"),
        }
    }

    fn columns(&self) -> Vec<TableColumn> {
        let goal = match self.ranking.goal {
            Goal::TypicalProfit => "goal.typical_profit",
            Goal::ExpectedProfit => "goal.expected_profit",
            Goal::WorstTenth => "goal.worst_tenth_mean",
            Goal::CashNeverBelow(_) => "goal.cash_share",
            Goal::RevenueKept => "goal.revenue_kept",
        };
        let column = |(key, width, need): (&str, f32, u8)| {
            let title = self.desk.words.get(&format!("ranking.{key}")).to_owned();
            let explained = match key {
                "change" if self.ranking.goal == Goal::TypicalProfit => {
                    "ranking_tip.typical_change".to_owned()
                }
                _ => format!("ranking_tip.{key}"),
            };
            let explained = self.desk.words.get(&explained).to_owned();
            let title = if key == "figure" { self.desk.words.get(goal).to_owned() } else { title };
            TableColumn { title, explained, width, need }
        };
        COLUMNS.into_iter().map(column).collect()
    }

    fn row(&self, ranked: &RankedResponse) -> TableRow {
        let (desk, words) = (self.desk, self.desk.words);
        let scenario = self.forecast.scenarios.get(ranked.scenario);
        let id = scenario.map_or("", |scenario| scenario.id.as_str());
        let dot = color_of(desk, id, baseline_of(self.forecast, ranked.scenario));
        let profit = &ranked.profit_change;
        let exact = |x: f64| words.money_exact(x, &self.plan.currency);
        let none = || TableCell::plain("\u{2013}".to_owned());
        let is_shut_out = self.is_shut_out(ranked);
        let is_idle = ranked.is_no_response || is_shut_out;
        let change = match () {
            () if is_shut_out => TableCell {
                color: Some(desk.palette.dim),
                ..TableCell::plain(words.get("verdict_view.shut_out").to_owned())
            },
            () if is_idle => none(),
            () => {
                let money = |x: f64| self.money(x);
                let gain = self.gain(ranked);
                let (text, color) = change(desk.palette, gain, &money);
                TableCell {
                    text,
                    color: Some(desk.palette.as_text(color)),
                    full: exact(gain),
                    raw: Some(gain),
                    ..TableCell::default()
                }
            }
        };
        let range = if is_idle {
            none()
        } else {
            let (low, high) = (self.change(profit.quantiles[P10]), self.change(profit.quantiles[P90]));
            TableCell::plain(format!("{low} – {high}"))
        };
        let lowest = scenario.and_then(ScenarioForecast::lowest_cash).and_then(|(month, cash)| {
            let month = self.month(month as f64)?;
            let text = format!("{} · {month}", words.money_in_table(cash, &self.plan.currency));
            Some(TableCell { text, full: exact(cash), raw: Some(cash), ..TableCell::default() })
        });
        let mut row = TableRow {
            name: scenario.map(|scenario| scenario_name(desk, self.plan, scenario)).unwrap_or_default(),
            dot: Some(dot),
            cells: vec![
                TableCell::of(ranked.figure, self.figure(ranked.figure)),
                change,
                range,
                TableCell::of(ranked.is_best, self.futures(ranked.best_of_20)),
                TableCell::of(ranked.runs_out_of_cash, words.share(ranked.runs_out_of_cash)),
                lowest.unwrap_or_else(none),
                TableCell {
                    full: exact(ranked.money_up_front),
                    ..TableCell::of(ranked.money_up_front, self.money(ranked.money_up_front))
                },
                ranked.payback_month.as_ref().filter(|_| !is_idle).map_or_else(none, |it| self.reached(it)),
                ranked.recovery_month.as_ref().map_or_else(none, |it| self.reached(it)),
            ],
            is_selected: desk.view.chart.selected.as_deref() == Some(id),
            is_part: false,
        };
        for cell in row.cells.iter_mut().filter(|cell| cell.text != "\u{2013}") {
            cell.is_explained = true;
        }
        row
    }

    /// A month that is reached in the middle future, with the share of futures that never reach it.
    fn reached(&self, month: &Statistic) -> TableCell {
        let words = self.desk.words;
        let text = month.quantiles[P50].and_then(|at| self.month(at));
        let never = words.share(month.never);
        TableCell {
            text: text.unwrap_or_else(|| words.get("table.never").to_owned()),
            full: words.with("ranking_tip.never", &[("share", &never)]),
            ..TableCell::default()
        }
    }
}
