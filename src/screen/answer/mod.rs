//! The answer, from seven sides: the verdict stands above all of them.

mod compare;
pub mod explain;
pub mod outlook;
mod progress;
mod scenario_table;
mod tabs;
mod tiles;
mod verdict;
mod waiting;

use egui::Ui;
use sortie_engine::plan::Plan;

use super::Desk;
use super::look::Outlook;
use crate::command::Aspect;
use crate::study::{Finding, Question, Studies};
use outlook::{outlook_ui, verdict_ui};

/// What a view of the answer is made from, besides the desk.
pub struct Page<'a> {
    /// The plan as it stands.
    pub plan: &'a mut Plan,
    /// The answer to it.
    pub outlook: &'a Outlook<'a>,
    /// What takes longer than a frame.
    pub studies: &'a mut Studies<Question, Finding>,
}

/// Shows the verdict, the tabs, and the view that is chosen.
pub fn answer_ui(ui: &mut Ui, desk: &mut Desk, page: &mut Page) {
    let top = ui.cursor().top();
    verdict_ui(ui, desk, page.outlook.forecast, page.plan);
    tabs::tabs_ui(ui, desk);
    let height = page.outlook.height - (ui.cursor().top() - top);
    let outlook = Outlook { height, ..*page.outlook };
    let page = &mut Page { plan: page.plan, outlook: &outlook, studies: page.studies };
    match desk.view.aspect {
        Aspect::Outlook => outlook_ui(ui, desk, page),
        Aspect::Compare => compare::compare_ui(ui, desk, page),
        Aspect::Verdict => verdict::verdict_view_ui(ui, desk, page),
        _ => {}
    }
}
