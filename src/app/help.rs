//! The help in the window: its page in the place of everything else, and the tour before it.

use egui::{CentralPanel, Frame, Margin, Ui};

use super::App;
use crate::command::{Aspect, Command};
use crate::desk::Desk;
use crate::desk::tour::TourStop;
use crate::screen::help::help_ui;
use crate::screen::tour::tour_ui;

impl App {
    /// Opens the page, or closes it.
    pub(super) fn turn_help(&mut self) {
        let was_open = self.help.is_open;
        self.uncover();
        self.help.is_open = !was_open;
        self.view.explained = None;
    }

    /// Begins the tour at its first stop, with all of its stops in view.
    pub(super) fn begin_tour(&mut self) {
        self.uncover();
        self.view.explained = None;
        self.view.aspect = Aspect::Outlook;
        self.view.channels.is_sheet_open = false;
        self.view.actuals.is_open = false;
        self.view.is_new = true;
        self.view.tour.at = Some(TourStop::Answer);
    }

    pub(super) fn help_page(&mut self, ui: &mut Ui, commands: &mut Vec<Command>) {
        let (words, palette) = (self.words(), self.palette());
        let frame =
            Frame::new().fill(palette.window).inner_margin(Margin { left: 14, right: 6, top: 12, bottom: 0 });
        let is_in_front = self.sheet.is_none();
        CentralPanel::default().frame(frame).show(ui, |ui| {
            let mut desk = Desk { words, palette, today: self.samples_begin, view: &mut self.view, commands };
            help_ui(ui, &mut desk, &mut self.help, is_in_front);
        });
    }

    /// Shows the stop of the tour; the seller's numbers are open while they are told about.
    pub(super) fn tour(&mut self, ui: &Ui, commands: &mut Vec<Command>) {
        let Some(stop) = self.view.tour.at else { return };
        let is_about_numbers = stop == TourStop::Numbers;
        self.view.pane.is_open_in_narrow = is_about_numbers;
        self.view.pane.is_folded &= !is_about_numbers;
        let (words, palette) = (self.words(), self.palette());
        let mut desk = Desk { words, palette, today: self.samples_begin, view: &mut self.view, commands };
        tour_ui(ui, &mut desk);
    }
}
