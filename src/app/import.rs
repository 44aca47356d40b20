//! The import page in the window: below the top bar, in the place of everything else.

use egui::{
    Align2, CentralPanel, Context, CornerRadius, Frame, Id, LayerId, Margin, Order, Panel, Stroke,
    StrokeKind, Ui,
};

use super::App;
use crate::command::Command;
use crate::desk::Desk;
use crate::screen::import::{ImportPage, ImportWish, has_fit, import_ui, take_ui};
use crate::screen::notices;
use crate::theme::{CARD_RADIUS, FOCUS_RING, GAP, strong_font, type_size};

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
        let mut wishes = vec![];
        if has_fit(&self.intake, &self.import_view) {
            let foot = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(14, 10));
            let panel = Panel::bottom("import foot").frame(foot).resizable(false).show_separator_line(false);
            let shown = panel.show(ui, |ui| {
                let desk = Desk { words, palette, today: self.samples_begin, view: &mut self.view, commands };
                take_ui(ui, &desk, &self.intake, self.document.plan(), &mut wishes);
            });
            let rect = shown.response.rect;
            ui.painter().hline(rect.x_range(), rect.top(), Stroke::new(1.0, palette.line));
        }
        let shown = CentralPanel::default().frame(frame).show(ui, |ui| {
            let mut desk = Desk { words, palette, today: self.samples_begin, view: &mut self.view, commands };
            notices::notices_ui(ui, &desk, &mut self.notices);
            let mut page = ImportPage {
                intake: &mut self.intake,
                view: &mut self.import_view,
                plan: self.document.plan(),
                offers: &self.offers,
                is_in_front,
            };
            import_ui(ui, &mut desk, &mut page)
        });
        for wish in wishes.into_iter().chain(shown.inner) {
            self.grant(ui.ctx(), wish, commands);
        }
    }

    /// Says what comes of files that a hand holds over the window.
    pub(super) fn drop_hint(&self, ui: &Ui) {
        if ui.input(|input| input.raw.hovered_files.is_empty()) {
            return;
        }
        let (words, palette) = (self.words(), self.palette());
        let layer = LayerId::new(Order::Foreground, Id::unique("drop hint"));
        let painter = ui.ctx().layer_painter(layer);
        let rect = ui.ctx().content_rect().shrink(GAP);
        let corner = CornerRadius::same(CARD_RADIUS);
        let edge = Stroke::new(FOCUS_RING, palette.accent);
        painter.rect(rect, corner, palette.backdrop(), edge, StrokeKind::Inside);
        let font = strong_font(type_size::VERDICT);
        let letters = painter.layout_no_wrap(words.get("intake.let_go").to_owned(), font, palette.text);
        let place = Align2::CENTER_CENTER.anchor_size(rect.center(), letters.size());
        painter.rect(place.expand(2.0 * GAP), corner, palette.raised, edge, StrokeKind::Inside);
        painter.galley(place.min, letters, palette.text);
    }

    fn grant(&mut self, ctx: &Context, wish: ImportWish, commands: &mut Vec<Command>) {
        match wish {
            ImportWish::Close => self.import_view.is_open = false,
            ImportWish::Choose => commands.push(Command::ChooseExports),
            ImportWish::Remove(path) => self.intake.remove(&path),
            ImportWish::Answer(doubt, answer) => self.intake.answer(doubt, answer),
            ImportWish::Map(remembered_by, mapping) => {
                self.intake.map(remembered_by, *mapping);
                self.settings.mappings = self.intake.mappings().clone();
                self.keep_settings();
            }
            ImportWish::Sample(idx) => self.intake.choose_sample(idx),
            ImportWish::Stop => self.intake.stop(),
            ImportWish::Again => self.intake.again(),
            ImportWish::Save(export) => commands.push(Command::Export(export)),
            ImportWish::PutIntoPlan => self.put_fit_into_plan(),
            ImportWish::OpenAsPlan => self.open_fit_as_plan(),
            ImportWish::OpenOwn(plan) => self.open_own_table(*plan),
        }
        ctx.request_repaint();
    }
}
