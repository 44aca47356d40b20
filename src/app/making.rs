//! The sheets from which a plan is made: a sample, seven numbers, or files and what no file tells.

use egui::Ui;

use super::{App, FrontDialog};
use crate::command::Command;
use crate::desk::Desk;
use crate::document::Document;
use crate::screen::last_steps::{LastStepsChoice, last_steps_ui};
use crate::screen::new_plan::{NewPlanChoice, new_plan_ui};
use crate::screen::quick_start::{QuickStartChoice, quick_start_ui};

impl App {
    /// Shows the sheet in front, if it is one of these; returns whether it was answered.
    pub(super) fn making_sheets(
        &mut self,
        ui: &Ui,
        commands: &mut Vec<Command>,
        sheet: &mut FrontDialog,
    ) -> bool {
        let (words, palette) = (self.words(), self.palette());
        let mut desk = Desk { words, palette, today: self.samples_begin, view: &mut self.view, commands };
        match sheet {
            FrontDialog::NewPlan => {
                let Some(choice) = new_plan_ui(ui, &desk, &self.offers) else { return false };
                commands.extend(match choice {
                    NewPlanChoice::From(idx) => Some(Command::NewFrom(idx)),
                    NewPlanChoice::Quick => Some(Command::QuickStart),
                    NewPlanChoice::Empty => Some(Command::NewEmpty),
                    NewPlanChoice::Import => Some(Command::Import),
                    NewPlanChoice::Nothing => None,
                });
            }
            FrontDialog::Quick(page) => {
                let Some(choice) = quick_start_ui(ui, &mut desk, page, &self.offers) else { return false };
                self.quick_draft = Some(page.clone());
                if let QuickStartChoice::Start(plan) = choice {
                    self.prepared = Some(Document::made(*plan));
                    self.prepared_for_best = None;
                    commands.push(Command::TakePrepared);
                }
            }
            FrontDialog::Last(page) => {
                let Some(choice) = last_steps_ui(ui, &mut desk, page) else { return false };
                if let LastStepsChoice::Open(plan, budget) = choice {
                    self.prepared = Some(Document::made(*plan));
                    self.prepared_for_best = Some(budget);
                    commands.push(Command::TakePrepared);
                }
            }
            _ => return false,
        }
        true
    }
}
