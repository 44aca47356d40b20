//! What was asked for in one paragraph, once there is an answer, with what opens it again.

use egui::Ui;
use sortie_engine::search::{BestRequest, usual_window};

use super::request::request_of;
use crate::command::Command;
use crate::desk::Desk;
use crate::edit::editor::caption_ui;
use crate::screen::answer::AnswerPage;
use crate::theme::GAP_LARGE;
use crate::widget::button::{link_button, plain_button};

/// Shows it.
pub fn asked_ui(ui: &mut Ui, desk: &mut Desk, page: &AnswerPage) {
    let limits = desk.view.judged.limits;
    let asked = &desk.view.best.asked;
    let request = request_of(asked, page.plan, page.outlook.forecast, limits, (1, 1));
    let told = asked_words(desk, page, &request);
    caption_ui(ui, desk, &told);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = GAP_LARGE;
        if link_button(ui, desk.palette, desk.words.get("to_do.change")).clicked() {
            desk.view.best.is_asking = true;
        }
        let is_working = page.best.progress().is_some();
        if !is_working && plain_button(ui, desk.words.get("to_do.again")).clicked() {
            desk.commands.push(Command::FindBest);
        }
    });
}

/// The limits that there are, one after another.
fn asked_words(desk: &Desk, page: &AnswerPage, request: &BestRequest) -> String {
    let (words, plan) = (desk.words, &*page.plan);
    let money = |x: f64| words.money(x, &plan.currency);
    let limits = &request.limits;
    let mut told = vec![];
    if let Some(budget) = limits.budget {
        told.push(words.with("to_do.told_budget", &[("budget", &money(budget))]));
    }
    if let Some(floor) = limits.floor {
        let n = words.number(((1.0 - floor.chance) * 20.0).round());
        told.push(words.with("to_do.told_floor", &[("floor", &money(floor.cash)), ("n", &n)]));
    }
    if let Some(under) = limits.under_water {
        told.push(words.with("to_do.told_under", &[("under", &money(under))]));
    }
    if let Some(n) = limits.at_most {
        told.push(words.with("to_do.told_at_most", &[("n", &n.to_string())]));
    }
    let asked = &desk.view.best.asked;
    if (asked.from.is_some() || asked.to.is_some())
        && let Ok((from, to)) = usual_window(plan, request.scenario.as_deref())
    {
        let known =
            [("from", words.month(asked.from.unwrap_or(from))), ("to", words.month(asked.to.unwrap_or(to)))];
        told.push(words.with("to_do.told_window", &known.each_ref().map(|(name, it)| (*name, it.as_str()))));
    }
    let between = words.get("best.between");
    for (key, ids) in [("to_do.told_must", &request.must), ("to_do.told_never", &request.never)] {
        let names: Vec<&str> = ids.iter().map(|id| words.name_of(plan, id)).collect();
        if !names.is_empty() {
            told.push(words.with(key, &[("names", &names.join(between))]));
        }
    }
    let ready = &desk.view.best.asked.ready;
    if !ready.is_empty() {
        told.push(words.with("to_do.told_ready", &[("n", &ready.len().to_string())]));
    }
    if told.is_empty() {
        return words.get("to_do.told_nothing").to_owned();
    }
    words.with("to_do.told_limits", &[("limits", &told.join(words.get("to_do.told_between")))])
}
