//! Which numbers decide: how far each moves the result, where the answer turns, and what it would be worth to know it.

use egui::{Id, Ui};
use sortie_engine::compare::Ranking;
use sortie_engine::forecast::{Forecast, Goal};
use sortie_engine::plan::Plan;
use sortie_engine::sensitivity::{Guess, TornadoBar, TornadoSubject};

use super::AnswerPage;
use super::handing_on::{cells_ui, chart_ui};
use super::said::ExplainedSentence;
use super::verdict::goal_ui;
use super::waiting::waiting_ui;
use crate::address::PlanField;
use crate::address::name::guess_name;
use crate::command::Command;
use crate::desk::Desk;
use crate::desk::figure::{ChainFigure, CountedFigure, ExplainTarget};
use crate::desk::look::scenario_name;
use crate::edit::editor::{caption_ui, card_title_ui};
use crate::study::{StudyFinding, StudyQuestion, TornadoStudy};
use crate::text::Words;
use crate::theme::{GAP, GAP_SMALL};
use crate::widget::card::{card_ui, padded_card_ui};
use crate::widget::chips::chip;
use crate::widget::table::{FigureTable, TableCell, TableColumn, TableRow, TableTouch};
use crate::widget::tornado::{BreakEven, GuessEnd, TornadoChart, TornadoGuess};

/// Guesses that are shown: the others move little.
const SHOWN: usize = 12;
/// Guesses that are listed by what it is worth to know them.
const LISTED: usize = 8;

/// Shows what the answer hangs on.
pub fn hangs_on_ui(ui: &mut Ui, desk: &mut Desk, page: &mut AnswerPage) {
    goal_ui(ui, desk, page.plan);
    let goal = desk.view.judged.goal;
    let known = page.studies.ask(&StudyQuestion::Ranking(goal));
    let ranking = known.finding.as_deref().and_then(|finding| match finding {
        StudyFinding::Ranking(ranking) => ranking.as_ref(),
        _ => None,
    });
    let Some(subjects) =
        ranking.and_then(|ranking| subjects(desk, page.plan, page.outlook.forecast, ranking))
    else {
        waiting_ui(ui, desk, &known);
        if known.is_current {
            caption_ui(ui, desk, desk.words.get("verdict_view.nothing"));
        }
        return;
    };
    let mut subject = subjects[0].0;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = GAP_SMALL;
        caption_ui(ui, desk, desk.words.get("hangs_on.of"));
        for (idx, (_, name)) in subjects.iter().enumerate() {
            if chip(ui, desk.palette, name, desk.view.hangs_on.which == idx).clicked() {
                desk.view.hangs_on.which = idx;
            }
        }
    });
    if let Some((chosen, _)) = subjects.get(desk.view.hangs_on.which) {
        subject = *chosen;
    }
    let known = page.studies.ask(&StudyQuestion::Hinge(goal, subject));
    card_ui(ui, desk.palette, |ui| {
        waiting_ui(ui, desk, &known);
        if let Some(finding) = &known.finding
            && let StudyFinding::Hinge(hinge) = &**finding
        {
            let (title, plan) = (desk.words.get("hangs_on.title"), page.plan.clone());
            chart_ui(ui, desk, &plan, title, |ui, desk| tornado_ui(ui, desk, page, hinge));
        }
    });
    ui.add_space(GAP);
    worth_ui(ui, desk, page, goal);
}

/// What can be looked at: the difference of the two best responses, and the best alone.
pub(super) fn subjects(
    desk: &Desk,
    plan: &Plan,
    forecast: &Forecast,
    ranking: &Ranking,
) -> Option<Vec<(TornadoSubject, String)>> {
    let name = |place: usize| {
        let scenario = forecast.scenarios.get(place)?;
        Some(scenario_name(desk, plan, scenario))
    };
    let (first, second) = (ranking.rows.first()?, ranking.rows.get(1));
    let own = name(first.scenario)?;
    let alone =
        (TornadoSubject::Scenario(first.scenario), desk.words.with("hangs_on.alone", &[("name", &own)]));
    let Some(second) = second else { return Some(vec![alone]) };
    let other = name(second.scenario)?;
    let words = desk.words.with("hangs_on.difference", &[("a", &own), ("b", &other)]);
    Some(vec![(TornadoSubject::Difference(first.scenario, second.scenario), words), alone])
}

fn told(desk: &Desk, page: &AnswerPage, goal: Goal, x: f64) -> String {
    match goal {
        Goal::RevenueKept => desk.words.share(x),
        _ => desk.words.money(x, &page.plan.currency),
    }
}

/// The name of a guess and how it is told; nothing where the plan has it no more.
fn field_of(page: &mut AnswerPage, guess: &Guess) -> Option<PlanField> {
    PlanField::of_item(&guess.item, page.plan)
}

fn tornado_ui(ui: &mut Ui, desk: &mut Desk, page: &mut AnswerPage, hinge: &TornadoStudy) {
    let tornado = &hinge.tornado;
    let goal = tornado.goal;
    let mut places = vec![];
    let mut guesses = vec![];
    for bar in tornado.bars.iter().filter(|bar| bar.swing > 0.0).take(SHOWN) {
        let Some(guess) = hinge.guesses.get(bar.guess) else { continue };
        let Some(field) = field_of(page, guess) else { continue };
        places.push(bar.guess);
        guesses.push(row(desk, page, hinge, bar, guess, field));
    }
    if guesses.is_empty() {
        return caption_ui(ui, desk, desk.words.get("hangs_on.nothing"));
    }
    let widest = guesses[0].name.clone();
    let summary = desk.words.with("hangs_on.summary", &[("name", &widest)]);
    let shown = TornadoChart {
        id: Id::unique("hinges"),
        summary: &summary,
        middle: tornado.likely,
        guesses: &guesses,
        value_label: &|x| told(desk, page, goal, x),
        words: ["hangs_on.low", "hangs_on.high", "hangs_on.break_even"].map(|key| desk.words.get(key)),
    };
    let clicked = shown.show(ui, desk.palette).clicked;
    caption_ui(ui, desk, &summary);
    if let Some(guess) = clicked.and_then(|idx| places.get(idx)) {
        let of = match tornado.subject {
            TornadoSubject::Scenario(place) | TornadoSubject::Difference(place, _) => place,
        };
        explain(desk, page.outlook.forecast, of, CountedFigure::Hinge(*guess));
    }
}

/// Asks how a figure of the scenario at a place came about.
fn explain(desk: &mut Desk, forecast: &Forecast, place: usize, counted: CountedFigure) {
    if let Some(scenario) = forecast.scenarios.get(place) {
        desk.explain(&scenario.id, ChainFigure::counted(counted));
    }
}

fn row(
    desk: &Desk,
    page: &mut AnswerPage,
    hinge: &TornadoStudy,
    bar: &TornadoBar,
    guess: &Guess,
    field: PlanField,
) -> TornadoGuess {
    let unit = field.unit(page.plan);
    let shown = |x: f64| unit.shown(desk.words, x);
    let grade = field
        .grade(page.plan)
        .map(|grade| (grade.to_string(), grade_with_age(desk, page.plan, field, grade)));
    let even = hinge.break_evens.get(bar.guess).copied().flatten();
    TornadoGuess {
        name: guess_name(desk.words, page.plan, field),
        low: GuessEnd { input: shown(guess.spread.low), result: bar.at_low },
        high: GuessEnd { input: shown(guess.spread.high), result: bar.at_high },
        break_even: even.map(|value| BreakEven { input: shown(value), result: 0.0 }),
        grade: grade.unwrap_or_default(),
        details: vec![],
    }
}

/// What a grade means, and how old what is known of the number is.
fn grade_with_age(desk: &Desk, plan: &Plan, field: PlanField, grade: char) -> String {
    let meaning = desk.words.grade(grade);
    match field.years_old(plan, desk.today) {
        Some(years) => {
            let age = desk.words.years_old(years);
            desk.words.with("evidence.old_source", &[("source", meaning), ("age", &age)])
        }
        None => meaning.to_owned(),
    }
}

/// The grade of what is known of a number; on hover what it means, and how old it is.
fn grade_cell(desk: &Desk, plan: &Plan, field: PlanField) -> TableCell {
    let Some(grade) = field.grade(plan) else { return TableCell::plain("\u{2013}".to_owned()) };
    TableCell { full: grade_with_age(desk, plan, field, grade), ..TableCell::plain(grade.to_string()) }
}

/// What it would be worth to know everything, in words.
fn everything_ui(ui: &mut Ui, desk: &mut Desk, choice: Option<&str>, worth: &str) {
    let figure = ChainFigure::counted(CountedFigure::Everything);
    let stop = choice.map(|id| ExplainTarget { scenario: id.to_owned(), figure });
    let said = ExplainedSentence::of(desk.words, "hangs_on.everything", &[("worth", worth)], &[stop]);
    said.caption_ui(ui, desk, Id::unique("everything"));
}

fn worth_columns(words: &Words) -> [TableColumn; 4] {
    let columns = [("today", 76.0, 2), ("range", 130.0, 3), ("grade", 54.0, 1), ("worth", 96.0, 0)];
    columns.map(|(key, width, need)| TableColumn {
        title: words.get(&format!("hangs_on_column.{key}")).to_owned(),
        explained: words.get(&format!("hangs_on_tip.{key}")).to_owned(),
        width,
        need,
    })
}

/// What it would be worth to know a number before deciding.
fn worth_ui(ui: &mut Ui, desk: &mut Desk, page: &mut AnswerPage, goal: Goal) {
    let known = page.studies.ask(&StudyQuestion::Knowing(goal));
    let mut touched = None;
    let margin = egui::Margin::symmetric(12, 10);
    padded_card_ui(ui, desk.palette, margin, |ui| {
        card_title_ui(ui, desk, desk.words.get("hangs_on.worth_title"));
        waiting_ui(ui, desk, &known);
        let Some(finding) = &known.finding else { return };
        let StudyFinding::Knowing(Some(worth)) = &**finding else {
            return caption_ui(ui, desk, desk.words.get("hangs_on.no_choice"));
        };
        let currency = page.plan.currency.clone();
        let figure = |x: f64| match goal {
            Goal::TypicalProfit | Goal::ExpectedProfit | Goal::WorstTenth => desk.words.money(x, &currency),
            Goal::CashNeverBelow(_) | Goal::RevenueKept => desk.words.share(x),
        };
        let everything = figure(worth.knowing.everything);
        let choice = page.outlook.forecast.scenarios.get(worth.knowing.choice);
        everything_ui(ui, desk, choice.map(|own| own.id.as_str()), &everything);
        let mut places = vec![];
        let mut fields = vec![];
        let mut rows = vec![];
        for place in worth.knowing.first_to_measure().into_iter().take(LISTED) {
            let Some(guess) = worth.guesses.get(place) else { continue };
            let Some(field) = PlanField::of_item(&guess.item, page.plan) else { continue };
            let unit = field.unit(page.plan);
            let [low, likely, high] =
                [guess.spread.low, guess.spread.likely, guess.spread.high].map(|x| unit.shown(desk.words, x));
            fields.push(field);
            places.push(place);
            rows.push(TableRow {
                name: guess_name(desk.words, page.plan, field),
                dot: None,
                cells: vec![
                    TableCell::of(guess.spread.likely, likely),
                    TableCell::plain(format!("{low} – {high}")),
                    grade_cell(desk, page.plan, field),
                    TableCell {
                        is_explained: true,
                        ..TableCell::of(worth.knowing.guesses[place], figure(worth.knowing.guesses[place]))
                    },
                ],
                is_selected: false,
                is_part: false,
            });
        }
        if rows.is_empty() {
            return caption_ui(ui, desk, desk.words.get("hangs_on.worth_nothing"));
        }
        let columns = worth_columns(desk.words);
        let table = FigureTable {
            id: Id::unique("worth knowing"),
            names: desk.words.get("hangs_on.measure_first"),
            name_width: 180.0,
            columns: &columns,
            rows: &rows,
            is_choice: true,
        };
        match table.show(ui, desk.palette) {
            Some(TableTouch::Row(row)) => touched = fields.get(row).copied(),
            Some(TableTouch::Cell(row, _)) => {
                if let Some(guess) = places.get(row) {
                    explain(desk, page.outlook.forecast, worth.knowing.choice, CountedFigure::Worth(*guess));
                }
            }
            None => {}
        }
        cells_ui(ui, desk, desk.words.get("aspect.hangs_on"), &table);
    });
    if let Some(field) = touched {
        desk.commands.push(Command::Take(field));
    }
}
