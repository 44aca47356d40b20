//! Which numbers of the plan learn what from the months that came, to be taken over into the plan.

use egui::{Id, Ui};
use sortie_engine::fit::{IMPORTED, LearnedEstimate, LearnedPlan, LearnedRange};
use sortie_engine::model::DrawnItem;
use sortie_engine::plan::Plan;

use super::lived::ask_learned;
use crate::address::name::guess_name;
use crate::address::unit::rounded;
use crate::address::{PlanField, try_edit};
use crate::command::Command;
use crate::desk::Desk;
use crate::edit::editor::{caption_ui, card_title_ui, fault_ui};
use crate::screen::answer::AnswerPage;
use crate::screen::answer::waiting_ui;
use crate::theme::GAP;
use crate::widget::button::plain_button;
use crate::widget::card::card_ui;
use crate::widget::table::{FigureTable, TableCell, TableColumn, TableRow, TableTouch};

/// Numbers that are listed at the most.
const LISTED: usize = 12;
/// A number learns something where its middle moves by this share of its range, or its range narrows by it. Less may be
/// the draw of the futures.
const LEAST: f64 = 0.15;
/// What is taken over has so many digits.
const DIGITS: i32 = 4;

/// A number that learned something.
struct LearnedRow<'a> {
    field: PlanField,
    estimate: &'a LearnedEstimate,
    /// By how much of its range it moved or narrowed.
    size: f64,
}

/// Shows what the numbers of the plan learn.
pub fn learned_ui(ui: &mut Ui, desk: &mut Desk, page: &mut AnswerPage) {
    let forecast = page.outlook.forecast;
    let Some(lived) = ask_learned(desk, page.studies, page.plan, forecast, true) else { return };
    card_ui(ui, desk.palette, |ui| {
        card_title_ui(ui, desk, desk.words.get("actuals.learned_title"));
        let is_current = waiting_ui(ui, desk, &lived.known);
        let Some(learned) = lived.learned() else { return };
        caption_ui(ui, desk, &told(desk, learned));
        let lessons = lessons(page.plan, learned);
        if lessons.is_empty() {
            return caption_ui(ui, desk, desk.words.get("actuals.learned_nothing"));
        }
        let taken = table_ui(ui, desk, page.plan, &lessons);
        let id = Id::unique("taking over");
        let n_rest = learned.estimates.len() - lessons.len();
        caption_ui(ui, desk, &desk.words.with("actuals.learned_rest", &[("n", &n_rest.to_string())]));
        let mut chosen: Vec<&LearnedRow> = taken.and_then(|row| lessons.get(row)).into_iter().collect();
        ui.add_space(GAP);
        if is_current && plain_button(ui, desk.words.get("actuals.take_all")).clicked() {
            chosen = lessons.iter().collect();
        }
        fault_ui(ui, desk, id);
        if is_current && !chosen.is_empty() {
            let done = try_edit(page.plan, desk.words, |plan| {
                chosen.iter().for_each(|lesson| take_over(plan, lesson));
            });
            desk.view.set_fault(id, done.err());
        }
    });
}

/// What the finding is, in words: from which months, from how many futures, and how far it can be trusted.
pub fn told(desk: &Desk, learned: &LearnedPlan) -> String {
    let words = desk.words;
    let month = words.month(learned.actual_to);
    let n = words.count(learned.n_effective.floor());
    let mut sentences = vec![words.with("actuals.learned_from", &[("month", &month), ("n", &n)])];
    if learned.is_refitted {
        sentences.push(words.get("actuals.refitted").to_owned());
    }
    if learned.is_weak() {
        let least = words.count(sortie_engine::fit::FEWEST_FUTURES);
        sentences.push(words.with("actuals.weak", &[("n", &n), ("least", &least)]));
    }
    sentences.join(words.language().between_sentences())
}

/// What learned something, the largest lesson first.
fn lessons<'l>(plan: &Plan, learned: &'l LearnedPlan) -> Vec<LearnedRow<'l>> {
    let lesson = |estimate: &'l LearnedEstimate| {
        let width = |at: &LearnedRange| at.high - at.low;
        let before = width(&estimate.before);
        let moved = 2.0 * (estimate.after.likely - estimate.before.likely).abs() / before;
        let narrowed = 1.0 - width(&estimate.after) / before;
        let item = DrawnItem::new(estimate.owner, &estimate.id, estimate.place, estimate.field);
        let size = moved.max(narrowed);
        (size.is_finite() && size >= LEAST)
            .then(|| Some(LearnedRow { field: PlanField::of_item(&item, plan)?, estimate, size }))
            .flatten()
    };
    let mut lessons: Vec<LearnedRow> = learned.estimates.iter().filter_map(lesson).collect();
    lessons.sort_by(|a, b| b.size.total_cmp(&a.size));
    lessons.truncate(LISTED);
    lessons
}

/// Writes what was learned into the plan. The months are read from the seller's own figures, and so is this.
fn take_over(plan: &mut Plan, lesson: &LearnedRow) {
    let LearnedRange { low, likely, high } = lesson.estimate.after;
    let [low, likely, high] = [low, likely, high].map(|x| rounded(x, DIGITS));
    lesson.field.set(plan, low, likely, high);
    lesson.field.mark(plan, IMPORTED);
}

/// The table; the row that is to be taken over, if one is.
fn table_ui(ui: &mut Ui, desk: &mut Desk, plan: &Plan, lessons: &[LearnedRow]) -> Option<usize> {
    let words = desk.words;
    let rows: Vec<TableRow> = lessons.iter().map(|lesson| row(desk, plan, lesson)).collect();
    let column = |title: &'static str, explained: &'static str, width, need| TableColumn {
        title: words.get(title).to_owned(),
        explained: words.get(explained).to_owned(),
        width,
        need,
    };
    let columns = [
        column("actuals.before", "actuals.before_explained", 170.0, 2),
        column("actuals.after", "actuals.after_explained", 170.0, 0),
        column("actuals.take", "actuals.take_explained", 84.0, 1),
    ];
    let table = FigureTable {
        id: Id::unique("what was learned"),
        names: words.get("actuals.number"),
        name_width: 160.0,
        columns: &columns,
        rows: &rows,
        is_choice: true,
    };
    match table.show(ui, desk.palette)? {
        TableTouch::Cell(row, _) => Some(row),
        TableTouch::Row(row) => {
            desk.commands.push(Command::Take(lessons.get(row)?.field));
            None
        }
    }
}

fn row(desk: &Desk, plan: &Plan, lesson: &LearnedRow) -> TableRow {
    let unit = lesson.field.unit(plan);
    let range = |at: &LearnedRange| {
        let [low, middle, high] = [at.low, at.likely, at.high].map(|x| unit.shown(desk.words, x));
        TableCell::of(at.likely, format!("{middle} ({low} \u{2013} {high})"))
    };
    let take = TableCell {
        text: desk.words.get("actuals.take_over").to_owned(),
        color: Some(desk.palette.accent),
        is_explained: true,
        ..TableCell::default()
    };
    TableRow {
        name: guess_name(desk.words, plan, lesson.field),
        dot: None,
        cells: vec![range(&lesson.estimate.before), range(&lesson.estimate.after), take],
        is_selected: false,
        is_part: false,
    }
}
