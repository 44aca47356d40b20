//! The found plan piece by piece, and beside today's.

use egui::{Id, Margin, Ui};
use sortie_engine::compare::recommend;
use sortie_engine::search::{BestChoice, BestGoal, ToldFigures};

use super::found::FoundCase;
use crate::address::cost::{fixed_cost, scaled_cost};
use crate::desk::Desk;
use crate::screen::answer::AnswerPage;
use crate::text::{FUTURES, in_time};
use crate::theme::type_size;
use crate::widget::card::padded_card_ui;
use crate::widget::change::rounds_to_nothing;
use crate::widget::prose::prose;
use crate::widget::table::{FigureTable, TableCell, TableColumn, TableRow};

fn columns(desk: &Desk, all: &[(&'static str, &'static str, f32, u8)]) -> Vec<TableColumn> {
    let column = |(title, explained, width, need): &(&'static str, &'static str, f32, u8)| TableColumn {
        title: desk.words.get(title).to_owned(),
        explained: desk.words.get(explained).to_owned(),
        width: *width,
        need: *need,
    };
    all.iter().map(column).collect()
}

fn table_ui(ui: &mut Ui, desk: &Desk, id: &str, names: &str, columns: &[TableColumn], rows: &[TableRow]) {
    padded_card_ui(ui, desk.palette, Margin::symmetric(6, 2), |ui| {
        let table = FigureTable {
            id: Id::unique(("what to do", id)),
            names: desk.words.get(names),
            name_width: 170.0,
            columns,
            rows,
            is_choice: false,
        };
        table.show(ui, desk.palette);
    });
}

/// Every piece of the plan: when it begins and ends, how much of it there is, what it takes and what it adds.
pub fn pieces_ui(ui: &mut Ui, desk: &Desk, case: &FoundCase, choice: &BestChoice) {
    if choice.strategies.is_empty() {
        return;
    }
    let words = desk.words;
    let columns = columns(
        desk,
        &[
            ("to_do.begins", "to_do.begins_tip", 90.0, 0),
            ("to_do.ends", "to_do.ends_tip", 90.0, 6),
            ("to_do.scale", "to_do.scale_tip", 70.0, 3),
            ("to_do.once", "to_do.once_tip", 80.0, 4),
            ("to_do.monthly", "to_do.monthly_tip", 90.0, 5),
            ("to_do.total", "to_do.total_tip", 90.0, 2),
            ("to_do.adds", "to_do.adds_tip", 110.0, 1),
        ],
    );
    let rules = case.rules(desk, choice);
    let row = |chosen: &sortie_engine::search::ChosenStrategy| {
        let own = case.shown.strategies.iter().find(|it| it.id == chosen.id);
        let end = own.and_then(|own| own.end).map(|end| words.month(end.plus(-1)));
        let is_ruled = rules.iter().any(|rule| rule.stops && rule.strategy == chosen.id)
            || own.is_some_and(|own| own.stop_when.is_some());
        let no_end = words.get(if is_ruled { "to_do.by_rule" } else { "to_do.no_end" });
        let monthly = own.map(|own| {
            let currency = own.currency.as_ref().unwrap_or(&case.shown.currency);
            words.money(fixed_cost(own) + chosen.scale * scaled_cost(own), currency)
        });
        let once = own.map(|own| {
            let ends = if own.end.is_some() { own.exit_cost.likely } else { 0.0 };
            words.money(own.setup_cost.likely + ends, own.currency.as_ref().unwrap_or(&case.shown.currency))
        });
        let bills = choice.bills.iter().find(|(id, _)| *id == chosen.id);
        let total: f64 = bills.map_or(0.0, |(_, months)| months.iter().sum());
        let lost = choice.without.iter().find(|(id, _)| *id == chosen.id).map(|(_, lost)| *lost);
        let adds = lost.map(|lost| signed_cell(desk, case, case.goal, lost));
        TableRow {
            name: words.name_of(&case.shown, &chosen.id).to_owned(),
            dot: None,
            cells: vec![
                TableCell::plain(words.month(chosen.start)),
                TableCell::plain(end.unwrap_or_else(|| no_end.to_owned())),
                TableCell::of(chosen.scale, words.with("to_do.times", &[("n", &words.number(chosen.scale))])),
                TableCell::plain(once.unwrap_or_default()),
                TableCell::plain(monthly.unwrap_or_default()),
                TableCell::of(total, words.money(total, &case.shown.currency)),
                adds.unwrap_or_default(),
            ],
            is_selected: false,
            is_part: false,
        }
    };
    let rows: Vec<TableRow> = in_time(choice).into_iter().map(row).collect();
    table_ui(ui, desk, "pieces", "to_do.piece", &columns, &rows);
    for (id, reason) in case.answer().kept.iter().filter(|_| case.is_best(choice)) {
        let Some((_, lost)) = choice.without.iter().find(|(own, _)| own == id) else { continue };
        let pieces = words.why_kept(&case.shown, case.goal, id, -lost, *reason);
        let shown = pieces.iter().map(|(text, is_strong)| (text.as_str(), *is_strong));
        prose(ui, shown, type_size::CAPTION, desk.palette.dim);
    }
}

/// A gain or a loss of the goal, in its color where it does not round to nothing.
fn signed_cell(desk: &Desk, case: &FoundCase, goal: BestGoal, x: f64) -> TableCell {
    let (words, palette, currency) = (desk.words, desk.palette, &case.shown.currency);
    let amount = |x: f64| match goal {
        BestGoal::RevenueKept => words.points(x),
        _ => words.money(x, currency),
    };
    if rounds_to_nothing(x, &amount) {
        return TableCell::of(x, amount(0.0));
    }
    let text = match goal {
        BestGoal::RevenueKept => amount(x),
        _ => words.money_change(x, currency),
    };
    let color = palette.as_text(if x > 0.0 { palette.gain } else { palette.loss });
    TableCell { color: Some(color), ..TableCell::of(x, text) }
}

/// What the plan comes to, beside today's and doing nothing.
pub fn beside_ui(ui: &mut Ui, desk: &Desk, page: &AnswerPage, case: &FoundCase, choice: &BestChoice) {
    let words = desk.words;
    let columns = columns(
        desk,
        &[
            ("to_do.typically", "to_do.typically_tip", 100.0, 0),
            ("to_do.range", "to_do.range_tip", 150.0, 3),
            ("to_do.ahead", "to_do.ahead_tip", 84.0, 2),
            ("to_do.out", "to_do.out_tip", 84.0, 1),
            ("to_do.money", "to_do.money_tip", 90.0, 4),
            ("to_do.lower_cash", "to_do.lower_cash_tip", 100.0, 5),
        ],
    );
    let figures = ToldFigures {
        goal: choice.goal,
        gain: choice.gain,
        ahead_share: choice.ahead_share,
        below_floor_share: choice.below_floor_share,
        runs_out_of_cash: choice.runs_out_of_cash,
    };
    let name = words.get(if case.is_best(choice) { "to_do.row_found" } else { "to_do.row_looked_at" });
    let mut rows = vec![row(desk, case, name.to_owned(), &figures, (choice.money, choice.under_water))];
    rows[0].is_selected = true;
    let (scenario, is_recommended) = todays(desk, page);
    for planned in case.answer().planned.iter().filter(|it| Some(&it.scenario) == scenario.as_ref()) {
        let known = page.plan.scenarios.iter().find(|it| it.id == planned.scenario);
        let name = known.map_or(planned.scenario.as_str(), |it| words.ready(&it.name));
        let key = if is_recommended { "to_do.row_today" } else { "to_do.row_in_hand" };
        let name = words.with(key, &[("name", name)]);
        rows.push(row(desk, case, name, &planned.told, (planned.money, planned.under_water)));
    }
    if let Some(out) = case.out_without {
        let cell = TableCell::plain;
        let out = words.with("table.n_of_all", &[("n", &words.of_20(out)), ("all", &FUTURES.to_string())]);
        rows.push(TableRow {
            name: words.get("to_do.row_nothing").to_owned(),
            dot: None,
            cells: vec![
                cell(words.money(0.0, &case.shown.currency)),
                cell(String::new()),
                cell(String::new()),
                cell(out),
                cell(words.money(0.0, &case.shown.currency)),
                cell(String::new()),
            ],
            is_selected: false,
            is_part: false,
        });
    }
    table_ui(ui, desk, "beside", "to_do.beside", &columns, &rows);
}

/// Today's response: the one in hand where it is one, or else the one that is recommended; and whether it is that.
fn todays(desk: &Desk, page: &AnswerPage) -> (Option<String>, bool) {
    let forecast = page.outlook.forecast;
    let id = |idx: usize| forecast.scenarios.get(idx).map(|it| it.id.clone());
    let best = sortie_engine::search::BEST;
    let recommended = recommend(forecast, desk.view.judged.limits).recommended.and_then(id);
    let recommended = recommended.filter(|id| id != best);
    let in_hand = desk.view.chart.selected.clone().filter(|id| id != best);
    match recommended {
        Some(recommended) => (Some(recommended), true),
        None => (in_hand, false),
    }
}

fn row(
    desk: &Desk,
    case: &FoundCase,
    name: String,
    told: &ToldFigures,
    (money, under_water): (f64, f64),
) -> TableRow {
    let (words, currency) = (desk.words, &case.shown.currency);
    let of_all = |share: f64| {
        words.with("table.n_of_all", &[("n", &words.of_20(share)), ("all", &FUTURES.to_string())])
    };
    let range = [told.gain.p10, told.gain.p90].map(|x| words.money_change(x, currency));
    TableRow {
        name,
        dot: None,
        cells: vec![
            // What is typical is money whatever the goal.
            signed_cell(desk, case, BestGoal::Typical, told.gain.p50),
            TableCell::plain(words.with("to_do.from_to", &[("low", &range[0]), ("high", &range[1])])),
            TableCell::of(told.ahead_share, of_all(told.ahead_share)),
            TableCell::of(told.runs_out_of_cash, of_all(told.runs_out_of_cash)),
            TableCell::of(money, words.money(money, currency)),
            TableCell::of(under_water, words.money(under_water, currency)),
        ],
        is_selected: false,
        is_part: false,
    }
}
