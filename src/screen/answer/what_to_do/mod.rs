//! What to do with the money: limits as sentences, the best plan within them, what it brings beside today's, how much
//! safety costs, and rules that are worth having.

mod asked;
mod found;
mod frontier;
mod limits;
mod list;
mod options;
mod request;
mod rules;
mod tables;
mod working;

use egui::Ui;
use sortie_engine::plan::Plan;
use sortie_engine::search::BEST;

use super::AnswerPage;
use crate::desk::Desk;
use crate::edit::editor::caption_ui;
use crate::study::{BestFinding, BestOutcome};
use crate::theme::GAP;
pub use request::request_of;

/// Shows the page.
pub fn what_to_do_ui(ui: &mut Ui, desk: &mut Desk, page: &mut AnswerPage) {
    let finding = page.best.finding();
    let is_answered = finding.is_some() || page.best.progress().is_some();
    if is_answered && !desk.view.best.is_asking {
        asked::asked_ui(ui, desk, page);
    } else {
        limits::limits_ui(ui, desk, page, finding.as_deref().and_then(fault_of));
    }
    ui.add_space(GAP);
    working::working_ui(ui, desk, page);
    if let Some(finding) = &finding {
        finding_ui(ui, desk, page, finding);
    }
    things_ui(ui, desk, page, finding.as_deref());
    ui.add_space(GAP);
    rules::scenario_rules_ui(ui, desk, page);
}

/// The list of things to do: of the plan that was found and is not taken yet, or else of the scenario in hand.
fn things_ui(ui: &mut Ui, desk: &mut Desk, page: &mut AnswerPage, finding: Option<&BestFinding>) {
    let in_hand = desk.view.chart.selected.clone();
    let found = finding.and_then(|finding| match &finding.outcome {
        BestOutcome::Found(found) if found.answer.best.is_some() => Some(found::taken(desk, finding, found)),
        _ => None,
    });
    let is_about = page.best.is_about(page.plan, page.revision);
    let is_taken = |plan: &Plan| in_hand.as_deref() == Some(BEST) && (!is_about || plan == page.plan);
    ui.add_space(GAP);
    if let Some(plan) = found.filter(|plan| !is_taken(plan)) {
        return list::list_ui(ui, desk, &plan, BEST, false);
    }
    if let Some(scenario) = in_hand {
        list::list_ui(ui, desk, page.plan, &scenario, true);
    }
}

/// What is wrong with what was asked for, where something is.
fn fault_of(finding: &BestFinding) -> Option<&BestOutcome> {
    (!matches!(finding.outcome, BestOutcome::Found(_))).then_some(&finding.outcome)
}

fn finding_ui(ui: &mut Ui, desk: &mut Desk, page: &mut AnswerPage, finding: &BestFinding) {
    let is_about = page.best.is_about(page.plan, page.revision);
    let is_as_asked = desk.view.best.asked_last.as_ref() == Some(&desk.view.best.asked);
    match &finding.outcome {
        BestOutcome::Found(found) => {
            let case = found::FoundCase::new(desk, page, finding, found, is_about);
            if !is_about {
                working::notice_ui(ui, desk, desk.words.get("to_do.of_old_plan"));
            } else if !is_as_asked {
                working::notice_ui(ui, desk, desk.words.get("to_do.of_old_limits"));
            }
            found::found_ui(ui, desk, page, &case);
        }
        // Beside the sentence that is at fault, where the sentences are shown.
        _ if desk.view.best.is_asking => {}
        other => {
            let told = request::fault_words(desk, page.plan, other);
            caption_ui(ui, desk, &told);
        }
    }
}
