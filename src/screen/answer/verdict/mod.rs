//! What the closure costs, what to do, how sure that is and what could go wrong; and every response in the order of what
//! the seller wants.

mod answers;
mod gates;
mod table;

use egui::{Id, Ui, vec2};
use sortie_engine::compare::{RankedResponse, Ranking, SafetyLimits, recommend};
use sortie_engine::forecast::{Forecast, Goal, Metric, P50};
use sortie_engine::plan::Plan;

use super::said::ExplainedSentence;
use super::scenario_table::lowest_cash_figure;
use super::waiting::waiting_ui;
use super::{AnswerPage, tiles};
use crate::address::unit::NumberUnit;
use crate::command::{Aspect, Command, RailPlace};
use crate::desk::Desk;
use crate::desk::figure::{ChainFigure, CountedFigure};
use crate::desk::look::{is_shut_out, scenario_name};
use crate::edit::editor::{EditedNumber, caption_ui};
use crate::study::{BestOutcome, StudyFinding, StudyQuestion};
use crate::text::FUTURES;
use crate::theme::{CONTROL_HEIGHT, GAP};
use crate::widget::button::link_button;
use crate::widget::card::padded_card_ui;
use crate::widget::chips::chip;
use crate::widget::table::TableTouch;

/// Shows the verdict on the responses.
pub fn verdict_view_ui(ui: &mut Ui, desk: &mut Desk, page: &mut AnswerPage) {
    let known = page.studies.ask(&StudyQuestion::Ranking(desk.view.judged.goal));
    goal_ui(ui, desk, page.plan);
    if desk.view.judged.goal == Goal::TypicalProfit {
        limits_ui(ui, desk);
    }
    waiting_ui(ui, desk, &known);
    let Some(finding) = &known.finding else { return };
    let StudyFinding::Ranking(ranking) = &**finding else { return };
    let Some(ranking) = ranking.as_ref().filter(|ranking| !ranking.rows.is_empty()) else {
        return nothing_ui(ui, desk);
    };
    let found = found_advice(desk, page);
    let case = VerdictCase { desk, plan: page.plan, forecast: page.outlook.forecast, ranking, found };
    if case.rows().next().is_none() {
        return nothing_ui(ui, desk);
    }
    let tiles = [case.cost(), case.advice(), case.sureness(), case.risk()];
    let table = case.table();
    let gates = case.gates();
    tiles::tiles_ui(ui, desk, &tiles);
    ui.add_space(GAP);
    let margin = egui::Margin::symmetric(6, 2);
    let touch = padded_card_ui(ui, desk.palette, margin, |ui| table.show(ui, desk)).inner;
    let id = |place: usize| page.outlook.forecast.scenarios.get(place).map(|scenario| scenario.id.clone());
    match touch {
        Some(TableTouch::Row(row)) => desk.view.chart.selected = id(table.places[row]),
        Some(TableTouch::Cell(row, column)) => {
            let place = table.places[row];
            desk.view.chart.selected = id(place);
            let asked = asked_of(desk.view.judged.goal, page.outlook.forecast, place, COLUMNS[column].0);
            if let Some((id, figure)) = id(place).zip(asked) {
                desk.explain(&id, figure);
            }
        }
        None => {}
    }
    gates::gates_ui(ui, desk, &gates);
    caption_ui(ui, desk, desk.words.get("verdict_view.same_paths"));
}

/// There is no response to judge yet: where one is made, and what else makes it comparable. The search needs none.
fn nothing_ui(ui: &mut Ui, desk: &mut Desk) {
    caption_ui(ui, desk, desk.words.get("verdict_view.nothing"));
    let ways = [
        ("verdict_view.add_event", Command::GoTo(RailPlace::Happens)),
        ("verdict_view.add_response", Command::GoTo(RailPlace::Response)),
        ("verdict_view.find_plan", Command::See(Aspect::WhatToDo)),
    ];
    ui.horizontal_wrapped(|ui| {
        for (key, command) in ways {
            if link_button(ui, desk.palette, desk.words.get(key)).clicked() {
                desk.commands.push(command);
            }
        }
    });
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
fn asked_of(goal: Goal, forecast: &Forecast, place: usize, column: &str) -> Option<ChainFigure> {
    let none = forecast.baselines.no_response.filter(|none| *none != place);
    let counted = match column {
        "figure" if goal == Goal::TypicalProfit => CountedFigure::Range(Metric::Profit),
        "change" if goal == Goal::TypicalProfit => CountedFigure::TypicalGain(none?),
        "figure" if goal == Goal::ExpectedProfit => return Some(ChainFigure::metric(Metric::Profit, None)),
        "figure" => CountedFigure::Judged,
        "change" => CountedFigure::Ahead(Metric::Profit, none?),
        "range" => CountedFigure::RangeAhead(none?),
        "best_in" => CountedFigure::BestBy,
        "runs_out" => CountedFigure::RunsOut,
        "lowest_cash" => return Some(lowest_cash_figure(forecast, place)),
        "up_front" => CountedFigure::UpFront,
        "payback" => CountedFigure::Payback,
        _ => CountedFigure::Recovery,
    };
    Some(ChainFigure::counted(counted))
}

/// Which goal the responses are judged by.
pub fn goal_ui(ui: &mut Ui, desk: &mut Desk, plan: &Plan) {
    let least = desk.view.judged.least_cash;
    let goals = [
        (Goal::TypicalProfit, "goal.typical_profit"),
        (Goal::ExpectedProfit, "goal.expected_profit"),
        (Goal::WorstTenth, "goal.worst_tenth"),
        (Goal::CashNeverBelow(least), "goal.cash"),
        (Goal::RevenueKept, "goal.revenue_kept"),
    ];
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        caption_ui(ui, desk, desk.words.get("goal.by"));
        for (goal, key) in goals {
            let is_chosen = desk.view.judged.goal == goal;
            if chip(ui, desk.palette, desk.words.get(key), is_chosen).clicked() {
                desk.view.judged.goal = goal;
            }
        }
        if matches!(desk.view.judged.goal, Goal::CashNeverBelow(_)) {
            let (rect, _) = ui.allocate_exact_size(vec2(120.0, CONTROL_HEIGHT), egui::Sense::hover());
            let unit = NumberUnit::Money(plan.currency.clone());
            let number = EditedNumber {
                id: Id::unique("least cash"),
                name: desk.words.get("goal.least_cash"),
                unit: &unit,
            };
            if let Some(value) = number.value_ui(ui, desk, least, rect) {
                desk.view.judged.least_cash = value;
                desk.view.judged.goal = Goal::CashNeverBelow(value);
            }
        }
    });
}

/// What is safe enough, as a sentence whose two numbers are the seller's.
fn limits_ui(ui: &mut Ui, desk: &mut Desk) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let SafetyLimits { chance, above_no_response } = desk.view.judged.limits;
        let share_ui = |ui: &mut Ui, desk: &mut Desk, said: &str, name: &str, share: f64| {
            caption_ui(ui, desk, desk.words.get(said));
            let (rect, _) = ui.allocate_exact_size(vec2(64.0, CONTROL_HEIGHT), egui::Sense::hover());
            let name = desk.words.get(name);
            let number = EditedNumber { id: Id::unique(said), name, unit: &NumberUnit::Share };
            number.value_ui(ui, desk, share, rect).map_or(share, |typed| typed.clamp(0.0, 1.0))
        };
        let limits = SafetyLimits {
            chance: share_ui(ui, desk, "verdict_view.safe_in", "verdict_view.safe_in_name", chance),
            above_no_response: share_ui(
                ui,
                desk,
                "verdict_view.safe_above",
                "verdict_view.safe_above_name",
                above_no_response,
            ),
        };
        desk.view.judged.limits = limits;
    });
}

/// A ranking, seen with the words and the plan that it is told with.
struct VerdictCase<'a> {
    desk: &'a Desk<'a>,
    plan: &'a Plan,
    forecast: &'a Forecast,
    ranking: &'a Ranking,
    /// The plan that was found, where there is one.
    found: Option<FoundAdvice>,
}

/// A plan that was found for the plan as it stands, in words.
struct FoundAdvice {
    /// What to do.
    done: ExplainedSentence,
    /// What it brings.
    brings: ExplainedSentence,
}

/// What a search found for the plan as it stands, if one did.
fn found_advice(desk: &Desk, page: &mut AnswerPage) -> Option<FoundAdvice> {
    let finding = page.best.finding()?;
    let BestOutcome::Found(found) = &finding.outcome else { return None };
    let best = found.answer.best.as_ref().filter(|_| page.best.is_about(page.plan, page.revision))?;
    let (words, shown) = (desk.words, found.plan_shown());
    let brings = words.it_brings(&shown, finding.order.request.goal, best, None);
    Some(FoundAdvice {
        done: ExplainedSentence::told(words.to_do(&shown, &found.answer, best)),
        brings: ExplainedSentence::told(brings),
    })
}

impl<'a> VerdictCase<'a> {
    /// The responses, the best first.
    fn rows(&self) -> impl Iterator<Item = &'a RankedResponse> {
        self.ranking.rows.iter().filter(|row| !row.is_no_response)
    }

    /// The response that is recommended: by what is typical, one that is safe enough and clearly better, or none at all; by
    /// another goal, the first.
    fn best(&self) -> Option<&'a RankedResponse> {
        if self.ranking.goal != Goal::TypicalProfit {
            return self.ranking.rows.first();
        }
        let found = recommend(self.forecast, self.desk.view.judged.limits).recommended;
        let place = found.or(self.forecast.baselines.no_response)?;
        self.ranking.rows.iter().find(|row| row.scenario == place)
    }

    /// How much more profit it brings than no response: by what is typical, the median over futures; else the mean.
    fn gain(&self, row: &RankedResponse) -> f64 {
        match self.ranking.goal {
            Goal::TypicalProfit => row.profit_change.quantiles[P50],
            _ => row.profit_change.mean,
        }
    }

    fn name(&self, row: &RankedResponse) -> String {
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
            Goal::TypicalProfit | Goal::ExpectedProfit | Goal::WorstTenth => self.money(x),
            Goal::CashNeverBelow(_) | Goal::RevenueKept => self.desk.words.share(x),
        }
    }

    /// A difference of such figures: of shares, in points.
    fn apart(&self, x: f64) -> String {
        match self.ranking.goal {
            Goal::TypicalProfit | Goal::ExpectedProfit | Goal::WorstTenth => self.money(x),
            Goal::CashNeverBelow(_) | Goal::RevenueKept => self.desk.words.points(x),
        }
    }

    /// Whether a platform lets none of its strategies in: then it differs from no response by its name alone.
    fn is_shut_out(&self, row: &RankedResponse) -> bool {
        self.forecast.scenarios.get(row.scenario).is_some_and(|scenario| is_shut_out(self.plan, scenario))
    }

    fn month(&self, at: f64) -> Option<String> {
        let month = self.forecast.months.get(at.round().max(0.0) as usize)?;
        Some(self.desk.words.month(*month))
    }

    fn change(&self, x: f64) -> String {
        self.desk.words.money_change(x, &self.plan.currency)
    }
}
