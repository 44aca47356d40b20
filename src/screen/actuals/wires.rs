//! Trip-wires held against the months that came: each says to stop or begin now, to go on, or what is missing to tell.

use egui::{RichText, Ui};
use sortie_engine::fit::{WireCheck, WireSign, check_wires};
use sortie_engine::plan::{FileWord, Plan};

use crate::desk::Desk;
use crate::edit::editor::{caption_ui, card_title_ui};
use crate::theme::{GAP_SMALL, strong_font, type_size};
use crate::widget::card::card_ui;

/// Shows the wires of a scenario; nothing where it has none.
pub fn wires_ui(ui: &mut Ui, desk: &Desk, plan: &Plan, scenario: &str) {
    let checks = check_wires(plan, scenario);
    if checks.is_empty() {
        return;
    }
    card_ui(ui, desk.palette, |ui| {
        ui.spacing_mut().item_spacing.y = GAP_SMALL;
        card_title_ui(ui, desk, desk.words.get("wires.title"));
        for check in &checks {
            check_ui(ui, desk, plan, check);
        }
    });
}

/// Shows those wires that say now is the time.
pub fn tripped_ui(ui: &mut Ui, desk: &Desk, plan: &Plan, scenario: &str) {
    let checks = check_wires(plan, scenario);
    let tripped = checks.iter().filter(|check| matches!(check.sign, WireSign::Now(_)));
    tripped.for_each(|check| check_ui(ui, desk, plan, check));
}

fn check_ui(ui: &mut Ui, desk: &Desk, plan: &Plan, check: &WireCheck) {
    let words = desk.words;
    let name = words.name_of(plan, &check.strategy);
    let is_now = matches!(check.sign, WireSign::Now(_));
    let color = if is_now { desk.palette.as_text(desk.palette.shock) } else { desk.palette.text };
    let sign = words.with(sign_key(check), &[("name", name)]);
    let letters = RichText::new(sign).font(strong_font(type_size::BODY)).color(color);
    crate::widget::lines::wrapped(ui, letters);
    let key = if check.stops { "wires.stop" } else { "wires.start" };
    let mut told = vec![words.with(key, &[("rule", &words.rule(plan, &check.rule))])];
    told.extend(why(desk, plan, check));
    caption_ui(ui, desk, &told.join(words.language().between_sentences()));
}

fn sign_key(check: &WireCheck) -> &'static str {
    match (check.sign, check.stops) {
        (WireSign::Now(_), true) => "wires.stop_now",
        (WireSign::Now(_), false) => "wires.start_now",
        (WireSign::GoOn, true) => "wires.go_on",
        (WireSign::GoOn, false) => "wires.wait",
        (WireSign::TooEarly(_) | WireSign::Missing(_) | WireSign::NotTold, _) => "wires.not_yet",
    }
}

/// The figures that say so, and what is missing.
fn why(desk: &Desk, plan: &Plan, check: &WireCheck) -> Vec<String> {
    let words = desk.words;
    let is_money = matches!(check.rule.metric.word(), "revenue" | "profit" | "cash");
    let told = |x: f64| if is_money { words.money(x, &plan.currency) } else { words.count(x) };
    let figure = |(month, x): &(sortie_engine::unit::Month, f64)| {
        words.with("wires.figure", &[("month", &words.month(*month)), ("figure", &told(*x))])
    };
    let figures: Vec<String> = check.figures.iter().map(figure).collect();
    let mut lines = vec![];
    if !figures.is_empty() {
        lines.push(words.with("wires.came", &[("figures", &figures.join(words.get("best.between")))]));
    }
    let metric = words.rule_metric(check.rule.metric);
    match check.sign {
        WireSign::Now(month) => {
            lines.push(words.with("wires.from", &[("month", &words.month(month))]));
        }
        WireSign::GoOn => {}
        WireSign::TooEarly(month) => {
            lines.push(words.with("wires.too_early", &[("month", &words.month(month))]));
        }
        WireSign::Missing(month) => {
            let known = [("metric", metric), ("month", &*words.month(month))];
            lines.push(words.with("wires.missing", &known));
        }
        WireSign::NotTold => lines.push(words.get("wires.profit").to_owned()),
    }
    lines
}
