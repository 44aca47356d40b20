//! The import page in the window: below the top bar, in the place of everything else.

use egui::{CentralPanel, Context, Frame, Margin, Ui};

use super::App;
use crate::command::Command;
use crate::screen::import::{Page, Wish, import_ui};
use crate::screen::{Desk, notices};

/// The time between two tellings of how far the reading is.
const BEAT: std::time::Duration = std::time::Duration::from_millis(200);

impl App {
    pub(super) fn import_page(&mut self, ui: &mut Ui, commands: &mut Vec<Command>) {
        let now = ui.input(|input| input.time);
        if self.intake.keep_up(ui.ctx(), now, self.document.plan()) {
            ui.ctx().request_repaint_after(BEAT);
        }
        let (words, palette) = (self.words(), self.palette());
        let frame =
            Frame::new().fill(palette.window).inner_margin(Margin { left: 14, right: 6, top: 12, bottom: 0 });
        let is_in_front = self.sheet.is_none();
        let shown = CentralPanel::default().frame(frame).show(ui, |ui| {
            let mut desk = Desk { words, palette, view: &mut self.view, commands };
            if let Some(closed) = notices::notices_ui(ui, &desk, &self.notices) {
                self.notices.remove(closed);
            }
            let mut page = Page {
                intake: &mut self.intake,
                view: &mut self.import_view,
                plan: self.document.plan(),
                offers: &self.offers,
                is_in_front,
            };
            import_ui(ui, &mut desk, &mut page)
        });
        for wish in shown.inner {
            self.grant(ui.ctx(), wish, commands);
        }
    }

    fn grant(&mut self, ctx: &Context, wish: Wish, commands: &mut Vec<Command>) {
        match wish {
            Wish::Close => self.import_view.is_open = false,
            Wish::Choose => commands.push(Command::ChooseExports),
            Wish::Remove(path) => self.intake.remove(&path),
            Wish::Answer(doubt, answer) => self.intake.answer(doubt, answer),
            Wish::Map(remembered_by, mapping) => {
                self.intake.map(remembered_by, *mapping);
                self.settings.mappings = self.intake.mappings().clone();
                self.keep_settings();
            }
            Wish::Sample(idx) => self.intake.choose_sample(idx),
            Wish::Stop => self.intake.stop(),
            Wish::Save(export) => commands.push(Command::Export(export)),
            Wish::PutIntoPlan => self.put_fit_into_plan(),
            Wish::OpenAsPlan => self.open_fit_as_plan(ctx),
        }
        ctx.request_repaint();
    }
}
