//! The page of the report in the window: below the top bar, in the place of everything else. Figures, pages and files are made
//! off the frame.

use std::path::Path;
use std::sync::Arc;

use egui::{CentralPanel, Context, Frame, Margin, OpenUrl, Ui};
use sortie_engine::forecast::paths_that_fit;
use sortie_engine::watch::Watch;

use super::App;
use crate::command::Command;
use crate::compute::{SEED, ThreadCrew};
use crate::desk::Desk;
use crate::disk::PendingExport;
use crate::report::{ReportFigures, ReportOrder, pixels, report_file, report_name, report_preview, today};
use crate::screen::notices;
use crate::screen::report::{MadeReport, ReportAsked, ReportPage, ReportView, ReportWish, report_ui};
use crate::text::Language;
use crate::work::{BackgroundTask, SOON, TaskOutcome};

/// How many pixels wide a page is made to be looked at.
const PREVIEW: f32 = 1_100.0;

/// The report as the window holds it.
pub struct ReportDesk {
    /// What is looked at.
    pub view: ReportView,
    /// Futures of a whole answer.
    n_paths: usize,
    /// Pages under way, what they are asked for, of which revision, and since when.
    making: Option<(ReportAsked, u64, f64, BackgroundTask<MadeReport>)>,
    /// A file under way.
    writing: Option<BackgroundTask<Option<PendingExport>>>,
}

impl ReportDesk {
    /// Nothing is made yet.
    pub fn new(language: Language, n_paths: usize) -> Self {
        Self { view: ReportView::new(language), n_paths, making: None, writing: None }
    }

    /// Whether pages or a file are being made.
    pub fn is_working(&self) -> bool {
        self.making.is_some() || self.writing.is_some()
    }

    /// Forgets what was made, for a plan that was just opened.
    pub fn clear(&mut self) {
        (self.making, self.writing) = (None, None);
        self.view.is_open = false;
        (self.view.made, self.view.saved, self.view.asked.scenario) = (None, None, None);
        self.view.textures.clear();
    }
}

impl App {
    /// Opens the page.
    pub(super) fn open_report(&mut self) {
        if !self.report.view.is_open {
            self.report.view.asked.language = self.language;
            self.report.view.saved = None;
        }
        self.uncover();
        self.report.view.is_open = true;
        self.view.explained = None;
    }

    fn order_of(&self, asked: &ReportAsked) -> ReportOrder {
        ReportOrder {
            scenario: asked.scenario.clone(),
            pages: asked.pages,
            parts: asked.parts.clone(),
            day: today(),
            n_paths: self.report.n_paths.min(paths_that_fit(self.document.plan())),
            seed: SEED,
            limits: self.view.judged.limits,
            ..ReportOrder::new(asked.language)
        }
    }

    /// Has the pages made that are asked for, unless they are there or under way.
    fn keep_report(&mut self, ctx: &Context, now: f64) {
        let (asked, revision) = (self.report.view.asked.clone(), self.document.revision());
        if let Some((.., task)) = &self.report.making {
            match task.poll() {
                TaskOutcome::Open => {}
                TaskOutcome::Done(made) => {
                    self.report.view.made = Some(made);
                    self.report.view.textures.clear();
                    self.report.making = None;
                }
                TaskOutcome::Stuck => {
                    self.report.making = None;
                    self.say(vec![self.words().get("report.not_made").to_owned()], true);
                    self.report.view.is_open = false;
                }
            }
        }
        let is_made = self
            .report
            .view
            .made
            .as_ref()
            .is_some_and(|made| made.asked == asked && made.revision == revision);
        let is_making =
            self.report.making.as_ref().is_some_and(|(own, of, ..)| *own == asked && *of == revision);
        if is_made || is_making {
            return;
        }
        let known = self
            .report
            .view
            .made
            .as_ref()
            .filter(|made| made.revision == revision && made.asked.scenario == asked.scenario);
        let known = known.and_then(|made| made.figures.as_ref().ok().cloned());
        let (order, plan, wake) = (self.order_of(&asked), self.document.plan().clone(), self.wake.clone());
        let own = asked.clone();
        let work = move |watch: &dyn Watch| {
            let figures = known.map_or_else(
                || ReportFigures::new(&plan, &order, &ThreadCrew::new(None), watch).map(Arc::new),
                Ok,
            );
            let images = figures.as_ref().map_or_else(
                |_| vec![],
                |figures| {
                    let pages = report_preview(figures, &order, own.kind);
                    pages.iter().filter_map(|page| pixels(page, PREVIEW / page.size[0])).collect()
                },
            );
            MadeReport { asked: own, revision, figures, images }
        };
        let task = BackgroundTask::start(move || wake.request_repaint(), work);
        self.report.making = Some((asked, revision, now, task));
        ctx.request_repaint_after(std::time::Duration::from_secs_f64(SOON));
    }

    /// Makes the file of what is shown, off the frame.
    fn write_report(&mut self) {
        let asked = self.report.view.asked.clone();
        let made = self.report.view.made.as_ref().filter(|made| made.revision == self.document.revision());
        let figures = made.filter(|made| made.asked.scenario == asked.scenario);
        let Some(figures) = figures.and_then(|made| made.figures.as_ref().ok().cloned()) else { return };
        let (order, wake) = (self.order_of(&asked), self.wake.clone());
        self.report.view.saved = None;
        let work = move |_: &dyn Watch| {
            let bytes = report_file(&figures, &order, asked.kind).ok()?;
            let name = report_name(&figures, &order, asked.kind);
            Some(PendingExport { name, ending: asked.kind.ending(), bytes: bytes.into() })
        };
        self.report.writing = Some(BackgroundTask::start(move || wake.request_repaint(), work));
    }

    /// Asks where the file is to go, once it is made.
    fn hear_report(&mut self, commands: &mut Vec<Command>) {
        let Some(task) = &self.report.writing else { return };
        match task.poll() {
            TaskOutcome::Open => return,
            TaskOutcome::Done(Some(export)) => commands.push(Command::Export(export)),
            TaskOutcome::Done(None) | TaskOutcome::Stuck => {
                self.say(vec![self.words().get("report.not_made").to_owned()], true);
            }
        }
        self.report.writing = None;
    }

    pub(super) fn report_page(&mut self, ui: &mut Ui, commands: &mut Vec<Command>) {
        let now = ui.input(|input| input.time);
        self.keep_report(ui.ctx(), now);
        self.hear_report(commands);
        let (words, palette) = (self.words(), self.palette());
        let frame =
            Frame::new().fill(palette.window).inner_margin(Margin { left: 14, right: 6, top: 12, bottom: 0 });
        let is_in_front = self.sheet.is_none();
        let is_working = self.report.making.as_ref().is_some_and(|(_, _, since, _)| now - since >= SOON);
        let is_writing = self.report.writing.is_some();
        let shown = CentralPanel::default().frame(frame).show(ui, |ui| {
            let desk = Desk { words, palette, today: self.samples_begin, view: &mut self.view, commands };
            notices::notices_ui(ui, &desk, &mut self.notices);
            let plan = self.document.plan();
            let view = &mut self.report.view;
            let mut page = ReportPage { view, plan, is_working, is_writing, is_in_front };
            report_ui(ui, &desk, &mut page)
        });
        for wish in shown.inner {
            match wish {
                ReportWish::Close => self.report.view.is_open = false,
                ReportWish::Ask(asked) => {
                    self.report.view.asked = asked;
                    self.report.view.saved = None;
                }
                ReportWish::Save => self.write_report(),
                ReportWish::ShowFolder(path) => show_folder(ui.ctx(), &path),
            }
            ui.ctx().request_repaint();
        }
    }
}

/// Has the system show the folder of a file.
fn show_folder(ctx: &Context, path: &Path) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    ctx.open_url(OpenUrl::new_tab(address_of(folder)));
}

/// A folder as an address, every letter that means something there written by its number.
fn address_of(folder: &Path) -> String {
    let told = folder.to_string_lossy().replace('\\', "/");
    let mut address = String::from(if told.starts_with('/') { "file://" } else { "file:///" });
    for byte in told.bytes() {
        if byte.is_ascii_alphanumeric() || b"/:-_.~".contains(&byte) {
            address.push(char::from(byte));
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_an_address_whatever_it_is_called() {
        assert_eq!(address_of(Path::new("/a b/\u{5973}")), "file:///a%20b/%E5%A5%B3");
        assert_eq!(address_of(Path::new("C:\\Plans\\x#1")), "file:///C:/Plans/x%231");
    }
}
