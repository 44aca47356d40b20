//! What to do with the money: limits as sentences, the best plan within them, what it brings beside today's, how much
//! safety costs, and rules that are worth having.

mod asked;
mod found;
mod frontier;
mod limits;
mod options;
mod request;
mod rules;
mod tables;
mod working;

use std::sync::Arc;

use egui::Ui;

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
    if let Some(finding) = finding {
        finding_ui(ui, desk, page, &finding);
    }
}

/// What is wrong with what was asked for, where something is.
fn fault_of(finding: &BestFinding) -> Option<&BestOutcome> {
    (!matches!(finding.outcome, BestOutcome::Found(_))).then_some(&finding.outcome)
}

fn finding_ui(ui: &mut Ui, desk: &mut Desk, page: &mut AnswerPage, finding: &Arc<BestFinding>) {
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
