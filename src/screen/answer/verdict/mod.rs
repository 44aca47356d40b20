//! What the closure costs, what to do, how sure that is and what could go wrong; and every response in the order of what
//! the seller wants.

use egui::{Id, Ui, vec2};
use sortie_engine::compare::{Ranked, Ranking};
use sortie_engine::forecast::{Forecast, Goal, Metric, Statistic};
use sortie_engine::plan::Plan;

use super::explain::{Counted, Figure, Stop};
use super::handing_on::cells_ui;
use super::said::Said;
use super::waiting::waiting_ui;
use super::{Page, tiles};
use crate::command::{Aspect, Command};
use crate::screen::Desk;
use crate::screen::editor::{Number, caption_ui};
use crate::screen::look::{baseline_of, color_of, scenario_name};
use crate::screen::unit::Unit;
use crate::study::{Finding, Question};
use crate::text::FUTURES;
use crate::theme::{CONTROL_HEIGHT, GAP};
use crate::widget::card::padded_card_ui;
use crate::widget::chips::chip;
use crate::widget::table::{Cell, Column, Row, Table, Touch};

/// The places of percentiles in the engine's quantiles.
const P10: usize = 1;
const P50: usize = 3;
const P75: usize = 4;
const P90: usize = 5;

/// Shows the verdict on the responses.
pub fn verdict_view_ui(ui: &mut Ui, desk: &mut Desk, page: &mut Page) {
    let known = page.studies.ask(&Question::Ranking(desk.view.goal));
    goal_ui(ui, desk, page.plan);
    waiting_ui(ui, desk, &known);
    let Some(finding) = &known.finding else { return };
    let Finding::Ranking(ranking) = &**finding else { return };
    let Some(ranking) = ranking.as_ref().filter(|ranking| !ranking.rows.is_empty()) else {
        return caption_ui(ui, desk, desk.words.get("verdict_view.nothing"));
    };
    let case = Case { desk, plan: page.plan, forecast: page.outlook.forecast, ranking };
    if case.rows().next().is_none() {
        return caption_ui(ui, desk, desk.words.get("verdict_view.nothing"));
    }
    let tiles = [case.cost(), case.advice(), case.sureness(), case.risk()];
    let table = case.table();
    tiles::tiles_ui(ui, desk, &tiles);
    ui.add_space(GAP);
    let margin = egui::Margin::symmetric(6, 2);
    let touch = padded_card_ui(ui, desk.palette, margin, |ui| table.show(ui, desk)).inner;
    let id = |place: usize| page.outlook.forecast.scenarios.get(place).map(|scenario| scenario.id.clone());
    match touch {
        Some(Touch::Row(row)) => desk.view.selected = id(table.places[row]),
        Some(Touch::Cell(row, column)) => {
            let place = table.places[row];
            desk.view.selected = id(place);
            let asked = asked_of(desk.view.goal, page.outlook.forecast, place, COLUMNS[column].0);
            if let Some((id, figure)) = id(place).zip(asked) {
                desk.explain(&id, figure);
            }
        }
        None => {}
    }
    caption_ui(ui, desk, desk.words.get("verdict_view.same_paths"));
}

/// The columns of the table: key, width, and which are left out first.
const COLUMNS: [(&str, f32, u8); 9] = [
    ("figure", 90.0, 1),
    ("change", 96.0, 0),
    ("range", 150.0, 3),
    ("best_in", 66.0, 2),
    ("runs_out", 76.0, 4),
    ("lowest_cash", 150.0, 6),
    ("up_front", 92.0, 5),
    ("payback", 78.0, 7),
    ("recovery", 78.0, 8),
];

/// What a figure of a response is, by its column.
fn asked_of(goal: Goal, forecast: &Forecast, place: usize, column: &str) -> Option<Figure> {
    let none = forecast.baselines.no_response.filter(|none| *none != place);
    let counted = match column {
        "figure" if goal == Goal::ExpectedProfit => return Some(Figure::metric(Metric::Profit, None)),
        "figure" => Counted::Judged,
        "change" => Counted::Ahead(Metric::Profit, none?),
        "range" => Counted::RangeAhead(none?),
        "best_in" => Counted::BestBy,
        "runs_out" => Counted::RunsOut,
        "lowest_cash" => Counted::LowestCash,
        "up_front" => Counted::UpFront,
        "payback" => Counted::Payback,
        _ => Counted::Recovery,
    };
    Some(Figure::counted(counted))
}

/// Which goal the responses are judged by.
pub fn goal_ui(ui: &mut Ui, desk: &mut Desk, plan: &Plan) {
    let least = desk.view.least_cash;
    let goals = [
        (Goal::ExpectedProfit, "goal.expected_profit"),
        (Goal::WorstTenth, "goal.worst_tenth"),
        (Goal::CashNeverBelow(least), "goal.cash"),
        (Goal::RevenueKept, "goal.revenue_kept"),
    ];
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        caption_ui(ui, desk, desk.words.get("goal.by"));
        for (goal, key) in goals {
            let is_chosen = desk.view.goal == goal;
            if chip(ui, desk.palette, desk.words.get(key), is_chosen).clicked() {
                desk.view.goal = goal;
            }
        }
        if matches!(desk.view.goal, Goal::CashNeverBelow(_)) {
            let (rect, _) = ui.allocate_exact_size(vec2(120.0, CONTROL_HEIGHT), egui::Sense::hover());
            let unit = Unit::Money(plan.currency.clone());
            let number =
                Number { id: Id::unique("least cash"), name: desk.words.get("goal.least_cash"), unit: &unit };
            if let Some(value) = number.value_ui(ui, desk, least, rect) {
                desk.view.least_cash = value;
                desk.view.goal = Goal::CashNeverBelow(value);
            }
        }
    });
}

/// A ranking, seen with the words and the plan that it is told with.
struct Case<'a> {
    desk: &'a Desk<'a>,
    plan: &'a Plan,
    forecast: &'a Forecast,
    ranking: &'a Ranking,
}

/// The table of responses, and the scenario of each of its rows.
struct Told {
    places: Vec<usize>,
    columns: Vec<Column>,
    rows: Vec<Row>,
    names: &'static str,
}

impl Told {
    fn show(&self, ui: &mut Ui, desk: &mut Desk) -> Option<Touch> {
        let table = Table {
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

impl<'a> Case<'a> {
    /// The responses, the best first.
    fn rows(&self) -> impl Iterator<Item = &'a Ranked> {
        self.ranking.rows.iter().filter(|row| !row.is_no_response)
    }

    fn best(&self) -> Option<&'a Ranked> {
        self.ranking.rows.first()
    }

    fn name(&self, row: &Ranked) -> String {
        let scenario = self.forecast.scenarios.get(row.scenario);
        scenario.map(|scenario| scenario_name(self.desk, self.plan, scenario)).unwrap_or_default()
    }

    fn money(&self, x: f64) -> String {
        self.desk.words.money(x, &self.plan.currency)
    }

    fn futures(&self, n: usize) -> String {
        let (n, all) = (n.to_string(), FUTURES.to_string());
        self.desk.words.with("table.n_of_all", &[("n", &n), ("all", &all)])
    }

    /// A figure that the goal looks at: money, or a share.
    fn figure(&self, x: f64) -> String {
        match self.ranking.goal {
            Goal::ExpectedProfit | Goal::WorstTenth => self.money(x),
            Goal::CashNeverBelow(_) | Goal::RevenueKept => self.desk.words.share(x),
        }
    }

    fn tile(&self, question: &str, answer: Said, note: Said, more: Option<(&str, Aspect)>) -> tiles::Tile {
        let words = self.desk.words;
        let more = more.map(|(key, aspect)| (words.get(key).to_owned(), Command::See(aspect)));
        tiles::Tile { question: words.get(question).to_owned(), answer, note, more }
    }

    /// Words whose figures are these.
    fn said(&self, key: &str, values: &[(&str, &str)], figures: &[Option<Stop>]) -> Said {
        Said::of(self.desk.words, key, values, figures)
    }

    /// A figure of the scenario at a place.
    fn stop(&self, place: usize, counted: Counted) -> Option<Stop> {
        let scenario = self.forecast.scenarios.get(place)?.id.clone();
        Some(Stop { scenario, figure: Figure::counted(counted) })
    }

    fn cost(&self) -> tiles::Tile {
        let months = self.forecast.months.len().to_string();
        let baselines = &self.forecast.baselines;
        let ends = baselines.links_open.zip(baselines.no_response);
        let cost = ends.and_then(|(open, none)| self.stop(open, Counted::Ahead(Metric::Profit, none)));
        let answer = match self.ranking.cost {
            None => self.said("verdict_view.cost_unknown", &[], &[]),
            Some(x) => {
                let key = if x >= 0.0 { "verdict_view.cost" } else { "verdict_view.cost_none" };
                self.said(key, &[("cost", &self.money(x.abs())), ("months", &months)], &[cost])
            }
        };
        let base = baselines.no_response.and_then(|idx| Some((idx, self.forecast.scenarios.get(idx)?)));
        let note = base.and_then(|(idx, base)| {
            let kept = base.fan.as_ref()?.summary.revenue_kept.as_ref()?.mean?;
            let known = [("share", &*self.desk.words.share(kept))];
            Some(self.said("verdict_view.kept", &known, &[self.stop(idx, Counted::Kept)]))
        });
        let question = "verdict_view.what_it_costs";
        self.tile(question, answer, note.unwrap_or_default(), Some(("verdict_view.where", Aspect::Why)))
    }

    fn advice(&self) -> tiles::Tile {
        let question = "verdict_view.what_to_do";
        let more = Some(("verdict_view.how", Aspect::Compare));
        let Some(best) = self.best() else {
            return self.tile(question, Said::default(), Said::default(), None);
        };
        if best.is_no_response {
            let answer = self.said("verdict_view.do_nothing", &[], &[]);
            return self.tile(question, answer, self.second(), more);
        }
        let name = self.name(best);
        let answer = self.said("verdict_view.do", &[("name", &name)], &[]);
        let won = best.won_back.filter(|_| self.ranking.goal == Goal::ExpectedProfit);
        let note = match won {
            Some(share) if share < 1.0 => {
                // Rounded as in the verdict above, and never told as all of it.
                let share = (share * 100.0).round().clamp(0.0, 99.0) / 100.0;
                let known = [("share", &*self.desk.words.share(share))];
                let stop = self.stop(best.scenario, Counted::WonBack);
                self.said("verdict_view.wins_back", &known, &[stop])
            }
            Some(_) => self.said("verdict_view.wins_all", &[], &[]),
            None => {
                let figure = asked_of(self.ranking.goal, self.forecast, best.scenario, "figure");
                let stop = figure.zip(self.forecast.scenarios.get(best.scenario));
                let stop = stop.map(|(figure, own)| Stop { scenario: own.id.clone(), figure });
                self.said("verdict_view.brings", &[("more", &self.figure(best.figure))], &[stop])
            }
        };
        let gap = self.desk.words.language().between_sentences();
        self.tile(question, answer, note.then(gap, self.second()), more)
    }

    /// How far the second is behind, or that the two cannot be told apart.
    fn second(&self) -> Said {
        let (Some(second), Some((lead, _))) = (self.ranking.rows.get(1), self.ranking.lead) else {
            return Said::default();
        };
        let name = if second.is_no_response {
            self.desk.words.get("verdict_view.no_response").to_owned()
        } else {
            self.name(second)
        };
        let stop = [self.best().and_then(|best| self.stop(best.scenario, Counted::Lead))];
        if self.ranking.is_told_apart {
            self.said("verdict_view.ahead", &[("name", &name), ("lead", &self.figure(lead))], &stop)
        } else {
            self.said("verdict_view.not_told_apart", &[("name", &name)], &stop)
        }
    }

    /// Who is the best more often than the one that is chosen, where somebody is.
    fn more_often(&self, best: &Ranked) -> Said {
        let most = self.ranking.rows.iter().max_by_key(|row| row.best_of_20);
        let Some(most) = most.filter(|most| most.best_of_20 > best.best_of_20) else {
            return Said::default();
        };
        let (n, all) = (most.best_of_20.to_string(), FUTURES.to_string());
        let known = [("name", &*self.name(most)), ("n", &n), ("all", &all)];
        self.said("verdict_view.more_often", &known, &[self.stop(most.scenario, Counted::BestBy)])
    }

    fn sureness(&self) -> tiles::Tile {
        let question = "verdict_view.how_sure";
        let gap = self.desk.words.language().between_sentences();
        let Some(best) = self.best() else {
            return self.tile(question, Said::default(), Said::default(), None);
        };
        let (n, all) = (best.best_of_20.to_string(), FUTURES.to_string());
        let often = self.stop(best.scenario, Counted::BestBy);
        let answer = self.said("verdict_view.best_in", &[("n", &n), ("all", &all)], &[often]);
        let change = &best.profit_change;
        let range =
            [("low", self.change(change.quantiles[P10])), ("high", self.change(change.quantiles[P90]))];
        let note = match self.forecast.baselines.no_response.filter(|_| !best.is_no_response) {
            None => Said::default(),
            Some(none) => {
                let known = range.each_ref().map(|(key, text)| (*key, text.as_str()));
                let stop = [self.stop(best.scenario, Counted::RangeAhead(none))];
                // A mean above three of four futures is that of a few.
                let is_carried = change.mean > change.quantiles[P75];
                let middle = self.change(change.quantiles[P50]);
                let carried = match is_carried {
                    true => self.said("verdict_view.carried", &[("middle", &middle)], &stop),
                    false => Said::default(),
                };
                self.said("verdict_view.range", &known, &stop).then(gap, carried)
            }
        };
        let note = note.then(gap, self.more_often(best));
        self.tile(question, answer, note, Some(("verdict_view.hangs_on", Aspect::HangsOn)))
    }

    fn risk(&self) -> tiles::Tile {
        let question = "verdict_view.what_could_go_wrong";
        let Some(best) = self.best() else {
            return self.tile(question, Said::default(), Said::default(), None);
        };
        let n = (best.runs_out_of_cash * f64::from(FUTURES)).round();
        let (n_text, all) = (n.to_string(), FUTURES.to_string());
        let key = match best.runs_out_of_cash {
            share if share <= 0.0 => "verdict_view.cash_lasts",
            _ if n < 1.0 => "verdict_view.cash_seldom",
            _ => "verdict_view.cash_ends",
        };
        let out = self.stop(best.scenario, Counted::RunsOut);
        let answer = self.said(key, &[("n", &n_text), ("all", &all)], &[out]);
        let lowest = best.lowest_cash.quantiles[P10].map(|cash| self.money(cash));
        let month = best.lowest_cash_month.quantiles[P50].and_then(|at| self.month(at));
        let note = lowest.zip(month).map(|(cash, month)| {
            let stop = self.stop(best.scenario, Counted::LowestCash);
            self.said("verdict_view.lowest", &[("cash", &cash), ("month", &month)], &[stop])
        });
        self.tile(question, answer, note.unwrap_or_default(), Some(("verdict_view.cash", Aspect::Cash)))
    }

    fn month(&self, at: f64) -> Option<String> {
        let month = self.forecast.months.get(at.round().max(0.0) as usize)?;
        Some(self.desk.words.month(*month))
    }

    fn change(&self, x: f64) -> String {
        self.desk.words.money_change(x, &self.plan.currency)
    }

    /// The responses as a table, with no response at its end.
    fn table(&self) -> Told {
        let ranked: Vec<&Ranked> = self.ranking.rows.iter().collect();
        Told {
            places: ranked.iter().map(|row| row.scenario).collect(),
            columns: self.columns(),
            rows: ranked.iter().map(|row| self.row(row)).collect(),
            names: self.desk.words.get("verdict_view.response"),
        }
    }

    fn columns(&self) -> Vec<Column> {
        let goal = match self.ranking.goal {
            Goal::ExpectedProfit => "goal.expected_profit",
            Goal::WorstTenth => "goal.worst_tenth",
            Goal::CashNeverBelow(_) => "goal.cash_share",
            Goal::RevenueKept => "goal.revenue_kept",
        };
        let column = |(key, width, need): (&str, f32, u8)| {
            let title = self.desk.words.get(&format!("ranking.{key}")).to_owned();
            let explained = self.desk.words.get(&format!("ranking_tip.{key}")).to_owned();
            let title = if key == "figure" { self.desk.words.get(goal).to_owned() } else { title };
            Column { title, explained, width, need }
        };
        COLUMNS.into_iter().map(column).collect()
    }

    fn row(&self, ranked: &Ranked) -> Row {
        let (desk, words) = (self.desk, self.desk.words);
        let scenario = self.forecast.scenarios.get(ranked.scenario);
        let id = scenario.map_or("", |scenario| scenario.id.as_str());
        let dot = color_of(desk, id, baseline_of(self.forecast, ranked.scenario));
        let profit = &ranked.profit_change;
        let exact = |x: f64| words.money_exact(x, &self.plan.currency);
        let none = || Cell::plain("\u{2013}".to_owned());
        let change = if ranked.is_no_response {
            none()
        } else {
            let color = if profit.mean >= 0.0 { desk.palette.gain } else { desk.palette.loss };
            let arrow = if profit.mean >= 0.0 { "\u{25B2}" } else { "\u{25BC}" };
            Cell {
                text: format!("{arrow} {}", self.change(profit.mean)),
                color: Some(desk.palette.as_text(color)),
                full: exact(profit.mean),
                raw: Some(profit.mean),
                ..Cell::default()
            }
        };
        let range = if ranked.is_no_response {
            none()
        } else {
            let (low, high) = (self.change(profit.quantiles[P10]), self.change(profit.quantiles[P90]));
            Cell::plain(format!("{low} – {high}"))
        };
        let lowest = match (
            ranked.lowest_cash.mean,
            ranked.lowest_cash_month.quantiles[P50].and_then(|at| self.month(at)),
        ) {
            (Some(cash), Some(month)) => Cell {
                text: format!("{} · {month}", words.money_in_table(cash, &self.plan.currency)),
                full: exact(cash),
                raw: Some(cash),
                ..Cell::default()
            },
            _ => none(),
        };
        let mut row = Row {
            name: scenario.map(|scenario| scenario_name(desk, self.plan, scenario)).unwrap_or_default(),
            dot: Some(dot),
            cells: vec![
                Cell::of(ranked.figure, self.figure(ranked.figure)),
                change,
                range,
                Cell::of(ranked.is_best, self.futures(ranked.best_of_20)),
                Cell::of(ranked.runs_out_of_cash, words.share(ranked.runs_out_of_cash)),
                lowest,
                Cell {
                    full: exact(ranked.money_up_front),
                    ..Cell::of(ranked.money_up_front, self.money(ranked.money_up_front))
                },
                ranked
                    .payback_month
                    .as_ref()
                    .filter(|_| !ranked.is_no_response)
                    .map_or_else(none, |it| self.reached(it)),
                ranked.recovery_month.as_ref().map_or_else(none, |it| self.reached(it)),
            ],
            is_selected: desk.view.selected.as_deref() == Some(id),
            is_part: false,
        };
        for cell in row.cells.iter_mut().filter(|cell| cell.text != "\u{2013}") {
            cell.is_explained = true;
        }
        row
    }

    /// A month that is reached in the middle future, with the share of futures that never reach it.
    fn reached(&self, month: &Statistic) -> Cell {
        let words = self.desk.words;
        let text = month.quantiles[P50].and_then(|at| self.month(at));
        let never = words.share(month.never);
        Cell {
            text: text.unwrap_or_else(|| words.get("table.never").to_owned()),
            full: words.with("ranking_tip.never", &[("share", &never)]),
            ..Cell::default()
        }
    }
}
