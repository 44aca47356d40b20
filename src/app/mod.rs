//! The window: everything it holds, and what happens in a frame.

mod answer;
mod errand;
mod folder;
mod frame;
mod help;
mod home;
mod import;
mod in_order;
mod journal;
mod last;
mod making;
mod obey;
mod on_screen;
mod report;
mod run;
mod settings;
mod shelf;
mod shortcuts;
mod trouble;

pub use answer::PlanAnswers;
pub use home::Home;
pub use journal::{JournalKeeper, keep_journals_on_panic};
pub use run::{StartFault, run};

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::time::{Duration, SystemTime};

use egui::Context;
use sortie_engine::plan::{Plan, read};
use sortie_engine::unit::Month;

use crate::catalog::templates;
use crate::command::Command;
use crate::compute::{Compute, FULL_PATHS};
use crate::desk::figure::{ChainFigure, ExplainTrail};
use crate::desk::view::View;
use crate::disk::dialog::{ARE_OWNED, Dialogs, NativeDialogs};
use crate::disk::{AppSettings, Backup, Disk, LeftJournal, LockHolder, PlanLock, SaveFault};
use crate::document::Document;
use crate::intake::Intake;
use crate::screen::changed::ChangedPage;
use crate::screen::earlier::EarlierPage;
use crate::screen::help::HelpView;
use crate::screen::import::ImportView;
use crate::screen::keep_version::KeepVersion;
use crate::screen::last_steps::LastSteps;
use crate::screen::new_plan::SampleOffer;
use crate::screen::notices::Notice;
use crate::screen::path_dialog::PathDialog;
use crate::screen::private::PrivatePage;
use crate::screen::quick_start::QuickStart;
use crate::screen::recover::RecoverPage;
use crate::screen::seek::FindBox;
use crate::start::month_of;
use crate::study::{self, BestSearch, Studies, StudyFinding, StudyQuestion};
use crate::text::{Language, words};
use crate::theme::{GainColors, ThemeLook};
use crate::work::Worker;

/// How long the first frame waits for each file that it could show.
const FIRST_PATIENCE: Duration = Duration::from_millis(250);

/// What stands in front of the window and must be answered first.
#[derive(Debug)]
pub enum FrontDialog {
    /// Whether to save before this.
    AskClose(LeavingFor),
    /// Which sample plan to start from.
    NewPlan,
    /// Which file.
    Path(Box<PathDialog>),
    /// Which command, or which part of the plan.
    Seek(FindBox),
    /// A picture of a chart.
    Picture(crate::screen::picture::ShownPicture),
    /// What to call a version of the plan.
    Keep(KeepVersion),
    /// Seven numbers from which a plan is made.
    Quick(Box<QuickStart>),
    /// What files do not tell, before the plan that they made is opened.
    Last(Box<LastSteps>),
    /// What windows left that came to grief.
    Recover(RecoverPage),
    /// The plan's file, which somebody else changed.
    Changed(Box<ChangedPage>),
    /// The plan as it was earlier.
    Earlier(Box<EarlierPage>),
    /// What the app keeps for itself.
    Private(PrivatePage),
}

/// What leaves the open plan behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeavingFor {
    /// The window closes.
    Close,
    /// A sample plan takes its place.
    NewFrom(usize),
    /// The plan that was prepared takes its place.
    Prepared,
    /// The file that was read takes its place.
    Opened,
}

/// A question to the system's file dialog that has no answer yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PendingDialog {
    /// Which file to open.
    Open,
    /// Which exports to read.
    Exports,
    /// Where to save, with this name to start from.
    Save(String),
    /// Where to write this.
    Export(crate::disk::PendingExport),
}

/// The window.
pub struct App {
    pub(crate) document: Document,
    pub(crate) view: View,
    pub(crate) answers: PlanAnswers,
    pub(crate) compute: Compute,
    pub(crate) studies: Studies<StudyQuestion, StudyFinding>,
    pub(crate) best: BestSearch,
    pub(crate) dialogs: Box<dyn Dialogs>,
    pub(crate) asking: Option<PendingDialog>,
    /// What to do once the plan is saved.
    pub(crate) after_save: Option<LeavingFor>,
    pub(crate) sheet: Option<FrontDialog>,
    /// A plan that was made and waits to be opened.
    pub(crate) prepared: Option<Document>,
    /// What may be spent on the best way, which is looked for in it first; nothing where that is not what it is opened for.
    pub(crate) prepared_for_best: Option<Option<f64>>,
    /// A file that was read and waits to be shown.
    pub(crate) opened: Option<shelf::OpenedFile>,
    pub(crate) disk: Disk,
    /// Wakes the window from other threads.
    pub(crate) wake: Context,
    pub(crate) errands: Vec<errand::Errand>,
    /// Whether the plan is to be saved once more after the save that runs.
    pub(crate) save_again: bool,
    /// Keeps other windows from writing the open plan.
    pub(crate) lock: Option<Arc<PlanLock>>,
    /// The window that has the open plan, where it is not this one.
    pub(crate) held_by: Option<Option<LockHolder>>,
    /// What the plan's file held before each save, the newest first.
    pub(crate) backups: Vec<Backup>,
    pub(crate) journal: JournalKeeper,
    /// What was said last of a journal that is not kept, and the line of it.
    pub(crate) told_journal_fault: Option<SaveFault>,
    pub(crate) journal_line: Option<String>,
    /// What windows left that came to grief, held until the seller has decided.
    pub(crate) left: Vec<LeftJournal>,
    /// When the plan's file was looked at last, in seconds of the window.
    pub(crate) looked_at: Option<f64>,
    /// Files of shops, and what is known of them.
    pub(crate) intake: Intake,
    pub(crate) import_view: ImportView,
    /// What is handed to somebody.
    pub(crate) report: report::ReportDesk,
    pub(crate) help: HelpView,
    /// The answers of a quick start that was left, for when it is opened again.
    pub(crate) quick_draft: Option<Box<QuickStart>>,
    pub(crate) notices: Vec<Notice>,
    pub(crate) settings: AppSettings,
    pub(crate) keeps_settings: bool,
    pub(crate) settings_keeper: Option<Worker<AppSettings, ()>>,
    /// Whether the settings of the last run are still to come.
    pub(crate) awaits_settings: bool,
    pub(crate) reopens: bool,
    /// Locks that are being let go.
    pub(crate) letting_go: Arc<AtomicUsize>,
    pub(crate) home: Home,
    pub(crate) language: Language,
    pub(crate) look: ThemeLook,
    pub(crate) gains: GainColors,
    pub(crate) offers: Vec<SampleOffer>,
    pub(crate) samples_begin: Option<Month>,
    pub(crate) may_close: bool,
    /// Whether the window was brought onto its screen.
    pub(crate) is_on_screen: bool,
    pub(crate) title: String,
}

/// What a window is made with, so that tests can bring their own.
pub struct AppSetup {
    /// Who asks for files.
    pub dialogs: Box<dyn Dialogs>,
    /// What is remembered, before that of the last run is read.
    pub settings: AppSettings,
    /// Whether what is remembered from the last run is read, and what changes is remembered.
    pub keeps_settings: bool,
    /// What the system says of its owner: the language, where none was ever chosen, and the currency.
    pub home: Home,
    /// How many paths a full answer comes from.
    pub n_paths: usize,
    /// The month that it is: samples begin in it, and sources are as old as it makes them. Where none is told, samples begin
    /// as in their files and no source has an age.
    pub samples_begin: Option<Month>,
    /// How files are reached, and where the app keeps its own.
    pub disk: Disk,
    /// Whether the plan that was open last is opened again.
    pub reopens: bool,
}

impl AppSetup {
    /// A window as a person starts it.
    pub fn native(context: &eframe::CreationContext<'_>) -> Self {
        let locale = sys_locale::get_locale().unwrap_or_default();
        let wake = context.egui_ctx.clone();
        let blank = rfd::FileDialog::new();
        // A dialog that belongs to the window stays before it, and the window waits for it.
        let blank = if ARE_OWNED { blank.set_parent(context) } else { blank };
        Self {
            dialogs: Box::new(NativeDialogs::new(move || wake.request_repaint()).with_blank(blank)),
            settings: AppSettings::default(),
            keeps_settings: true,
            home: Home::of_locale(&locale),
            n_paths: FULL_PATHS,
            samples_begin: Some(month_of(SystemTime::now())),
            disk: Disk::native(),
            reopens: true,
        }
    }
}

impl App {
    /// A window on the first sample plan, or on the file at `path`.
    pub fn new(ctx: &Context, setup: AppSetup, path: Option<&Path>) -> Self {
        crate::theme::apply(ctx);
        ctx.add_plugin(in_order::InOrder::default());
        let chosen = setup.settings.language.as_deref().and_then(Language::from_code);
        let look = setup.settings.theme.as_deref().and_then(ThemeLook::from_word).unwrap_or_default();
        let gains = setup.settings.gains.as_deref().and_then(GainColors::from_word).unwrap_or_default();
        let offers = templates().iter().filter_map(|template| read(template.plan_bytes).ok());
        let offers: Vec<SampleOffer> =
            offers.map(|plan| SampleOffer { name: plan.name, notes: plan.notes }).collect();
        let [wake, wake_too, wake_again, wake_best] = [ctx.clone(), ctx.clone(), ctx.clone(), ctx.clone()];
        let mut app = Self {
            document: Document::untitled(first_plan(setup.samples_begin)),
            view: View::of_new_plan(setup.settings.safety),
            answers: PlanAnswers::default(),
            compute: Compute::new(move || wake.request_repaint(), setup.n_paths),
            studies: study::start(move || wake_too.request_repaint(), setup.n_paths),
            best: BestSearch::new(move || wake_best.request_repaint()),
            dialogs: setup.dialogs,
            asking: None,
            after_save: None,
            sheet: None,
            prepared: None,
            prepared_for_best: None,
            opened: None,
            journal: JournalKeeper::new(setup.disk.clone(), move || wake_again.request_repaint()),
            disk: setup.disk.clone(),
            wake: ctx.clone(),
            errands: vec![],
            save_again: false,
            lock: None,
            held_by: None,
            backups: vec![],
            told_journal_fault: None,
            journal_line: None,
            left: vec![],
            looked_at: None,
            quick_draft: None,
            intake: Intake::new(setup.disk.clone(), setup.settings.mappings.clone(), setup.n_paths),
            import_view: ImportView::default(),
            help: HelpView::default(),
            report: report::ReportDesk::new(chosen.unwrap_or(setup.home.language()), setup.n_paths),
            notices: vec![],
            settings: setup.settings,
            keeps_settings: setup.keeps_settings,
            settings_keeper: Some(settings::keeper(&setup.disk)),
            awaits_settings: false,
            reopens: setup.reopens,
            letting_go: Arc::default(),
            home: setup.home,
            language: chosen.unwrap_or(setup.home.language()),
            look,
            gains,
            offers,
            samples_begin: setup.samples_begin,
            may_close: false,
            is_on_screen: false,
            title: String::new(),
        };
        app.look_for_left();
        if let Some(path) = path {
            app.reopens = false;
            app.obey(ctx, Command::OpenPath(path.to_owned()));
        }
        if app.keeps_settings {
            app.load_settings();
        } else {
            app.reopen_last();
        }
        // Most drives answer before the first frame, which then shows the plan at once.
        app.hear_errands_within(ctx, FIRST_PATIENCE);
        app
    }

    /// The open plan.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// What the seller looks at.
    pub fn view(&self) -> &View {
        &self.view
    }

    /// Asks how a figure of the scenario in hand came about.
    pub fn explain(&mut self, figure: ChainFigure) {
        self.view.explained = self.view.chart.selected.as_deref().map(|id| ExplainTrail::of(id, figure));
    }

    /// The newest answer.
    pub fn answers(&self) -> &PlanAnswers {
        &self.answers
    }

    /// Files of shops, and what is known of them.
    pub fn intake(&self) -> &Intake {
        &self.intake
    }

    /// Whether the best plan is being sought.
    pub fn is_searching(&self) -> bool {
        self.best.progress().is_some()
    }

    /// What the window has to say.
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// Whether the window was closed by its own leave.
    pub fn may_close(&self) -> bool {
        self.may_close
    }

    /// The words in use.
    pub(crate) fn words(&self) -> &'static crate::text::Words {
        words(self.language)
    }

    /// Says something, in the place of what was said before.
    pub(crate) fn say(&mut self, lines: Vec<String>, is_fault: bool) {
        self.notices = vec![Notice { lines, is_fault }];
    }

    /// Whether a page covers the plan.
    pub(crate) fn is_covered(&self) -> bool {
        self.import_view.is_open || self.report.view.is_open || self.help.is_open
    }

    /// Puts away the page that covers the plan; whether there was one.
    pub(crate) fn uncover(&mut self) -> bool {
        let was_covered = self.is_covered();
        (self.import_view.is_open, self.report.view.is_open) = (false, false);
        self.help.is_open = false;
        was_covered
    }

    /// Puts `document` in the place of the open one.
    pub(crate) fn take(&mut self, document: Document) {
        let place = self.view.place;
        self.document = document.later_than(self.document.revision());
        self.view = View::of_new_plan(self.settings.safety);
        self.view.place = place;
        self.answers.clear();
        self.studies.clear();
        self.best.clear();
        self.hold(None);
        self.shelve(shelf::Shelf::default());
        self.looked_at = None;
        self.uncover();
        self.report.clear();
    }
}

/// The first sample plan. The samples are compiled in and tested, so that there always is one.
fn first_plan(start: Option<Month>) -> Plan {
    let mut plans = templates().iter().filter_map(|template| template.plan(start));
    plans.next().expect("a test reads every sample that is compiled in")
}

#[cfg(test)]
mod tests;
