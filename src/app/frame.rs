//! One frame: editors first, then the forecast, then the chart, so that the curve moves with the hand.

use std::sync::Arc;
use std::time::Duration;

use egui::{CentralPanel, Context, Frame, Margin, Panel, ScrollArea, Stroke, Ui};

use super::shortcuts::hear_shortcuts;
use super::{App, FrontDialog};
use crate::command::{Command, RailPlace};
use crate::desk::Desk;
use crate::desk::look::Outlook;
use crate::desk::tour::TourStop;
use crate::screen::answer::explain::{CountedContext, explain_ui};
use crate::screen::answer::outlook::verdict_ui;
use crate::screen::answer::{AnswerPage, head_ui, view_ui};
use crate::screen::dock::page_over_hand_ui;
use crate::screen::seek::{FindOutcome, FindScope, command_rows, plan_rows, seek_ui};
use crate::screen::top_bar::{TopBar, top_bar_ui};
use crate::screen::{
    actuals, ask_close, business, changed, channels, earlier, happens, keep_version, notices, path_dialog,
    picture, private, rail, recover, response, scenarios, top_bar,
};
use crate::study::StudySubject;
use crate::theme::{GAP, GAP_PAGE, Palette, ThemeLook};
use crate::widget::{follow_focus, note_menus};
use crate::work::Progress;
use sortie_engine::forecast::Metric;

/// A narrower window folds the editor unless it is asked for.
const NARROW: f32 = 900.0;
/// The time between two frames of most screens.
const BEAT: Duration = Duration::from_millis(16);
/// The time between two tellings of how far a question is.
const STUDY_BEAT: Duration = Duration::from_millis(200);
/// The least room in which the answer is shown beside an editor.
const LEAST_ANSWER: f32 = 320.0;
/// The verdict and the tabs stay above a view from this height on.
const LEAST_HEIGHT: f32 = 640.0;

impl eframe::App for App {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        self.keep_look(ctx);
        self.come_onto_screen(ctx);
        self.take_drops(ctx);
        self.hear_dialogs(ctx);
        self.hear_errands(ctx);
        self.look_into_folder();
        self.look_after_file(ctx);
        if ctx.input(|input| input.viewport().close_requested()) && !self.may_close {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            self.obey(ctx, Command::Close);
        }
        self.keep_title(ctx);
        self.keep_journal();
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        note_menus(ui.ctx());
        self.view.revision = self.document.revision();
        self.view.is_sample = self.is_sample();
        let mut commands = vec![];
        let is_asked = self.sheet.is_some();
        self.hand_over_focus(ui);
        if !is_asked {
            let is_covered = self.is_covered();
            hear_shortcuts(ui, &mut self.view, &mut commands, is_covered);
        }
        self.top_bar(ui, &mut commands);
        self.drop_hint(ui);
        if self.is_covered() {
            match () {
                () if self.help.is_open => self.help_page(ui, &mut commands),
                () if self.report.view.is_open => self.report_page(ui, &mut commands),
                () => self.import_page(ui, &mut commands),
            }
            self.sheets(ui, &mut commands);
            for command in commands {
                self.obey(ui.ctx(), command);
            }
            return;
        }
        let width = ui.available_width();
        let is_open = self.is_editor_open(width);
        self.rail(ui, &mut commands, is_open);
        if is_open {
            self.editor(ui, &mut commands, width);
        }
        let gesture_runs = ui.input(|input| input.pointer.any_down());
        let before = self.document.revision();
        self.document.settle(gesture_runs);
        self.answer(ui, &mut commands, before);
        self.tour(ui, &mut commands);
        self.sheets(ui, &mut commands);
        self.study(ui);
        self.keep_limits();
        for command in commands {
            self.obey(ui.ctx(), command);
        }
        self.keep_journal();
    }

    fn clear_color(&self, _visuals: &egui::Visuals) -> [f32; 4] {
        self.look.palette().window.to_normalized_gamma_f32()
    }

    fn persist_egui_memory(&self) -> bool {
        false
    }
}

impl App {
    pub(super) fn palette(&self) -> &'static Palette {
        self.look.palette_with(self.gains)
    }

    fn keep_look(&self, ctx: &Context) {
        let theme = if self.look == ThemeLook::Light { egui::Theme::Light } else { egui::Theme::Dark };
        if ctx.theme() != theme {
            ctx.set_theme(theme);
        }
    }

    /// Whether the plan is one that came with the app, whatever was edited in it; a plan with a file is somebody's own.
    fn is_sample(&self) -> bool {
        let name = self.document.name();
        self.document.path().is_none() && self.offers.iter().any(|offer| offer.name == name)
    }

    fn keep_title(&mut self, ctx: &Context) {
        let mark = if self.document.is_saved() { "" } else { "\u{2022} " };
        let words = self.words();
        let title =
            format!("{mark}{} \u{2013} {}", words.ready(self.document.name()), words.get("top.product"));
        if title != self.title {
            ctx.send_viewport_cmd(egui::ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }

    /// The limits of safety stand beside the answer that they decide on; the next plan is judged by them too.
    fn keep_limits(&mut self) {
        if self.settings.safety != self.view.judged.limits {
            self.settings.safety = self.view.judged.limits;
            self.keep_settings();
        }
    }

    /// Gives the keyboard to the control that was sought, once the sheet in which it was is gone.
    fn hand_over_focus(&mut self, ui: &Ui) {
        if self.view.wanted_focus.is_none() || self.sheet.is_some() {
            return;
        }
        let is_covered = ui.memory(|memory| memory.top_modal_layer().is_some());
        if let Some(id) = self.view.wanted_focus.take_if(|_| !is_covered) {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        ui.ctx().request_repaint();
    }

    fn is_editor_open(&self, width: f32) -> bool {
        if width < NARROW { self.view.pane.is_open_in_narrow } else { !self.view.pane.is_folded }
    }

    fn top_bar(&mut self, ui: &mut Ui, commands: &mut Vec<Command>) {
        let palette = self.palette();
        let frame = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(14, 0));
        let templates: Vec<String> = self.offers.iter().map(|offer| offer.name.clone()).collect();
        let words = self.words();
        let panel = Panel::top("top").exact_size(top_bar::HEIGHT).frame(frame).show_separator_line(false);
        let shown = panel.show(ui, |ui| {
            let bar = TopBar {
                document: &self.document,
                recent: &self.settings.recent,
                templates: &templates,
                look: self.look,
                gains: self.gains,
                language: self.language,
                mark: self.file_mark(),
            };
            let mut desk = Desk { words, palette, today: self.samples_begin, view: &mut self.view, commands };
            top_bar_ui(ui, &mut desk, &bar);
        });
        let rect = shown.response.rect;
        ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, palette.line));
    }

    fn rail(&mut self, ui: &mut Ui, commands: &mut Vec<Command>, is_open: bool) {
        let (words, palette) = (self.words(), self.palette());
        let frame = Frame::new().fill(palette.panel);
        let panel = Panel::left("rail").exact_size(rail::WIDTH).frame(frame).resizable(false);
        let shown = panel.show_separator_line(false).show(ui, |ui| {
            let mut desk = Desk { words, palette, today: self.samples_begin, view: &mut self.view, commands };
            rail::rail_ui(ui, &mut desk, is_open);
        });
        let rect = shown.response.rect;
        ui.painter().vline(rect.right(), rect.y_range(), Stroke::new(1.0, palette.line));
    }

    fn editor(&mut self, ui: &mut Ui, commands: &mut Vec<Command>, width: f32) {
        let (words, palette) = (self.words(), self.palette());
        let wanted = (width * 0.295).clamp(372.0, 424.0);
        let rest = width - rail::WIDTH;
        let is_sheet = self.view.is_page_wide();
        let size = if is_sheet || rest - wanted < LEAST_ANSWER { rest } else { wanted };
        let frame =
            Frame::new().fill(palette.window).inner_margin(Margin { left: 14, right: 4, top: 12, bottom: 0 });
        let panel = Panel::left("editor").exact_size(size).frame(frame).resizable(false);
        let shown = panel.show_separator_line(false).show(ui, |ui| {
            if size >= rest {
                let desk = Desk { words, palette, today: self.samples_begin, view: &mut self.view, commands };
                notices::notices_ui(ui, &desk, &mut self.notices);
                let height = ui.available_height();
                self.with_answer(commands, Progress::Quiet, height, |desk, page| {
                    verdict_ui(ui, desk, page);
                    ui.add_space(GAP);
                });
            }
            if self.view.is_actuals_page() && self.answers.forecast().is_some() {
                let height = ui.available_height();
                return self.with_answer(commands, Progress::Quiet, height, |desk, page| {
                    actuals::actuals_page_ui(ui, desk, page);
                });
            }
            let mut desk = Desk { words, palette, today: self.samples_begin, view: &mut self.view, commands };
            page_over_hand_ui(ui, &mut desk, self.document.plan_mut(), |ui, desk, plan| {
                match desk.view.place {
                    RailPlace::Business => business::business_ui(ui, desk, plan),
                    RailPlace::Channels => channels::channels_ui(ui, desk, plan),
                    RailPlace::Happens => happens::happens_ui(ui, desk, plan),
                    RailPlace::Response => response::response_ui(ui, desk, plan),
                    RailPlace::Scenarios => scenarios::scenarios_ui(ui, desk, plan),
                }
            });
        });
        self.view.tour.see(TourStop::Numbers, shown.response.rect);
    }

    /// Shows what needs the answer, in so much height; nothing while there is none.
    fn with_answer(
        &mut self,
        commands: &mut Vec<Command>,
        work: Progress,
        height: f32,
        show: impl FnOnce(&mut Desk<'_>, &mut AnswerPage<'_>),
    ) {
        let Some(forecast) = self.answers.forecast() else { return };
        let (words, palette, revision) = (self.words(), self.palette(), self.document.revision());
        let outlook = Outlook { forecast: &forecast, n_paths: self.answers.n_paths(), work, height };
        let mut desk = Desk { words, palette, today: self.samples_begin, view: &mut self.view, commands };
        let mut page = AnswerPage {
            plan: self.document.plan_mut(),
            revision,
            outlook: &outlook,
            studies: &mut self.studies,
            best: &mut self.best,
        };
        show(&mut desk, &mut page);
    }

    /// Sees to it that there is an answer to the plan as it stands.
    fn keep_up(&mut self, ui: &Ui) -> Progress {
        let (revision, now) = (self.document.revision(), ui.input(|input| input.time));
        let (plan, metric) = (self.document.plan(), self.view.chart.metric);
        let fitted = self.answers.paths_that_fit();
        let is_new = self.answers.keep_up(plan, revision, metric, now, &mut self.compute);
        let fits = self.answers.paths_that_fit();
        if let Some(n) = fits.filter(|_| fits != fitted) {
            let n = self.words().exact(n as f64);
            self.say(vec![self.words().with("progress.fewer_paths", &[("n", &n)])], false);
        }
        if is_new && let Some(forecast) = self.answers.forecast() {
            let limits = self.view.judged.limits;
            self.view.chart.settle_lines(&forecast, self.answers.n_paths() > 0, limits);
        }
        let (work, again_after) = self.answers.work(now, &self.compute);
        if let Some(seconds) = again_after {
            ui.ctx().request_repaint_after(Duration::from_secs_f64(seconds));
        }
        work
    }

    fn answer(&mut self, ui: &mut Ui, commands: &mut Vec<Command>, before: u64) {
        let work = self.keep_up(ui);
        let (words, palette) = (self.words(), self.palette());
        let frame =
            Frame::new().fill(palette.window).inner_margin(Margin { left: 14, right: 6, top: 12, bottom: 0 });
        CentralPanel::default().frame(frame).show(ui, |ui| {
            if ui.available_width() < LEAST_ANSWER / 2.0 {
                return;
            }
            if self.answers.forecast().is_none() {
                let desk = Desk { words, palette, today: self.samples_begin, view: &mut self.view, commands };
                notices::notices_ui(ui, &desk, &mut self.notices);
                crate::edit::editor::caption_ui(ui, &desk, words.get("progress.preparing"));
                return;
            }
            let desk = Desk { words, palette, today: self.samples_begin, view: &mut self.view, commands };
            let covered = notices::notices_ui(ui, &desk, &mut self.notices);
            let height = ui.available_height();
            // The verdict and the tabs stay where they are, unless they would leave no room for a view.
            let is_head_fixed = height >= LEAST_HEIGHT;
            if is_head_fixed {
                ui.scope(|ui| {
                    ui.set_max_width(ui.available_width() - 12.0);
                    self.with_answer(commands, work, height, |desk, page| head_ui(ui, desk, page));
                });
            }
            let rest = ui.available_height();
            let mut page = ScrollArea::vertical().id_salt("answer").auto_shrink(false);
            if std::mem::take(&mut self.view.is_new) {
                // Months that came are told of revenue, and of no profit.
                if !self.document.plan().actuals.is_empty() {
                    self.view.chart.metric = Metric::Revenue;
                }
                page = page.vertical_scroll_offset(0.0);
            }
            page.show(ui, |ui| {
                ui.set_width(ui.available_width() - 12.0);
                if !is_head_fixed {
                    self.with_answer(commands, work, height, |desk, page| head_ui(ui, desk, page));
                }
                let height = rest - if is_head_fixed { 0.0 } else { ui.min_rect().height() };
                self.with_answer(commands, work, height, |desk, page| view_ui(ui, desk, page));
                follow_focus(ui);
                ui.add_space(GAP_PAGE + covered);
            });
        });
        // What stands above the answer learns of an edit one frame later, and so does what is drawn after a bar of
        // the timeline was moved. While the hand moves, its next input brings that frame.
        let gesture_runs = ui.input(|input| input.pointer.any_down());
        self.document.settle(gesture_runs);
        if self.document.revision() != before {
            ui.ctx().request_repaint_after(BEAT);
        }
    }

    /// Has the questions worked on that somebody looks at, once the answer itself stands and no hand moves.
    fn study(&mut self, ui: &Ui) {
        let (revision, now) = (self.document.revision(), ui.input(|input| input.time));
        let is_quiet = !ui.input(|input| input.pointer.any_down());
        let (answers, plan) = (&self.answers, self.document.plan());
        let subject = || {
            let model = answers.settled_model().filter(|_| is_quiet)?;
            Some(StudySubject { revision, plan: Arc::new(plan.clone()), model })
        };
        let must_rest = !is_quiet || self.compute.progress().is_some();
        let is_searching = self.best.keep_up(must_rest);
        if self.studies.keep_up(revision, now, subject) || is_searching {
            ui.ctx().request_repaint_after(STUDY_BEAT);
        }
    }

    fn sheets(&mut self, ui: &Ui, commands: &mut Vec<Command>) {
        let (words, palette) = (self.words(), self.palette());
        let Some(mut sheet) = self.sheet.take() else { return self.explanation(ui, commands) };
        if self.file_sheets(ui, commands, &mut sheet) || self.making_sheets(ui, commands, &mut sheet) {
            return;
        }
        let desk = Desk { words, palette, today: self.samples_begin, view: &mut self.view, commands };
        match &mut sheet {
            FrontDialog::AskClose(leaving) => {
                let name = words.ready(self.document.name());
                if let Some(choice) = ask_close::ask_close_ui(ui, &desk, name) {
                    let leaving = *leaving;
                    return self.answer_ask_close(ui.ctx(), choice, leaving);
                }
            }
            FrontDialog::Seek(seek) => {
                let rows = match seek.scope() {
                    FindScope::Commands => command_rows(words, &self.offers),
                    FindScope::Plan => plan_rows(words, self.document.plan()),
                };
                if let Some(outcome) = seek_ui(ui, &desk, seek, &rows) {
                    if let FindOutcome::Do(command) = outcome {
                        commands.push(command);
                    }
                    return;
                }
            }
            FrontDialog::Keep(keep) => {
                let name = words.ready(self.document.name());
                if let Some(choice) = keep_version::keep_version_ui(ui, &desk, keep, name) {
                    if let keep_version::KeepChoice::Name(name) = choice {
                        commands.push(Command::KeepAs(name));
                    }
                    return;
                }
            }
            FrontDialog::Picture(shown) => {
                let mut desk =
                    Desk { words, palette, today: self.samples_begin, view: &mut self.view, commands };
                if picture::picture_ui(ui, &mut desk, shown) {
                    return;
                }
            }
            FrontDialog::Path(dialog) => {
                if let Some(choice) = path_dialog::path_dialog_ui(ui, &desk, dialog) {
                    let dialog = dialog.as_ref().clone();
                    return self.answer_path(ui.ctx(), choice, dialog);
                }
            }
            FrontDialog::NewPlan
            | FrontDialog::Quick(_)
            | FrontDialog::Last(_)
            | FrontDialog::Recover(_)
            | FrontDialog::Changed(_)
            | FrontDialog::Earlier(_)
            | FrontDialog::Private(_) => {}
        }
        self.sheet = Some(sheet);
    }

    /// How the figure came about that was asked for, where no sheet stands in front.
    fn explanation(&mut self, ui: &Ui, commands: &mut Vec<Command>) {
        let (words, palette) = (self.words(), self.palette());
        let Some(forecast) = self.answers.forecast() else { return };
        let mut desk = Desk { words, palette, today: self.samples_begin, view: &mut self.view, commands };
        let model = self.answers.model();
        let around = CountedContext {
            plan: self.document.plan(),
            forecast: &forecast,
            n_paths: self.answers.n_paths(),
            model: model.as_deref(),
        };
        explain_ui(ui, &mut desk, &around, &mut self.studies);
    }

    /// The sheets about files that are had back; returns whether the one in front was answered.
    fn file_sheets(&mut self, ui: &Ui, commands: &mut Vec<Command>, sheet: &mut FrontDialog) -> bool {
        let (words, palette) = (self.words(), self.palette());
        let desk = Desk { words, palette, today: self.samples_begin, view: &mut self.view, commands };
        match sheet {
            FrontDialog::Recover(page) => {
                let choice = recover::recover_ui(ui, &desk, page);
                choice.map(|choice| self.answer_recover(choice))
            }
            FrontDialog::Changed(page) => {
                let choice = changed::changed_ui(ui, &desk, page);
                choice.map(|choice| self.answer_changed(choice, (**page).clone()))
            }
            FrontDialog::Earlier(page) => {
                let choice = earlier::earlier_ui(ui, &desk, page);
                choice.map(|choice| self.answer_earlier(choice, page.clone()))
            }
            FrontDialog::Private(page) => {
                let choice = private::private_ui(ui, &desk, page);
                choice.map(|choice| self.answer_private(choice))
            }
            _ => None,
        }
        .is_some()
    }
}
