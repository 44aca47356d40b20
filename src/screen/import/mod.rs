//! The import page, as wide as the window: files of shops, what they say month by month, what is asked about them, and what
//! of it goes into a plan.

mod columns;
mod details;
mod files;
mod fitted;
mod guide;
mod months;
mod next;
mod own;
mod past;
mod questions;

pub use fitted::take_ui;

use std::collections::BTreeSet;
use std::path::PathBuf;

use egui::{Align, Label, Layout, RichText, ScrollArea, Ui};
use sortie_engine::import::{ColumnMapping, DoubtAnswer, ImportDoubt};
use sortie_engine::plan::Plan;

use super::new_plan::SampleOffer;
use crate::desk::Desk;
use crate::disk::PendingExport;
use crate::edit::editor::{caption_ui, card_title_ui, title_beside_ui};
use crate::intake::{Intake, names_of};
use crate::theme::{CONTROL_HEIGHT, GAP, GAP_LARGE, GAP_PAGE, icon, plain_font, type_size};
use crate::widget::button::{icon_button, link_button, main_button};
use crate::widget::card::card_ui;
use crate::widget::progress_bar::progress_bar;
use crate::widget::{follow_focus, is_escaped};
use crate::work::Progress;

/// Lines of more than this are hard to read, and tables of more stand too far from their names.
const WIDEST: f32 = 1240.0;
/// A longer bar says no more.
const LONGEST_BAR: f32 = 240.0;

/// What the seller looks at on the page.
#[derive(Debug, Default)]
pub struct ImportView {
    /// Whether the page is shown.
    pub is_open: bool,
    /// The file whose details are shown, by its name.
    pub file: Option<String>,
    /// The shop whose months are in the table.
    pub shop: Option<String>,
    /// Whether the chart counts revenue instead of orders.
    pub by_revenue: bool,
    /// The month that is read out.
    pub cursor: Option<usize>,
    /// The table whose columns are being told.
    pub told: Option<columns::ToldColumns>,
    /// The table of own channels that a plan is made of.
    pub own: Option<own::OwnChannelsView>,
    /// Files that were shown as tables of own channels by themselves, so that it happens once.
    pub offered: BTreeSet<String>,
}

/// What the page is about.
pub struct ImportPage<'a> {
    /// The files, and what is known of them.
    pub intake: &'a mut Intake,
    /// What the seller looks at.
    pub view: &'a mut ImportView,
    /// The open plan.
    pub plan: &'a Plan,
    /// The samples.
    pub offers: &'a [SampleOffer],
    /// Whether nothing stands in front of it.
    pub is_in_front: bool,
}

/// What the seller asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum ImportWish {
    /// Leave the page.
    Close,
    /// Choose files.
    Choose,
    /// Take this file out.
    Remove(PathBuf),
    /// Answer a question.
    Answer(ImportDoubt, DoubtAnswer),
    /// The columns of a table are these, remembered by its names.
    Map(String, Box<ColumnMapping>),
    /// Take this sample for what no file tells.
    Sample(usize),
    /// End the work.
    Stop,
    /// Read the files once more.
    Again,
    /// Write an anonymized sample to a file.
    Save(PendingExport),
    /// Put what is ticked into the open plan.
    PutIntoPlan,
    /// Open what is ticked as a plan of its own.
    OpenAsPlan,
    /// Open the plan that a table of own channels makes.
    OpenOwn(Box<Plan>),
}

/// Shows the page; returns what is asked for.
pub fn import_ui(ui: &mut Ui, desk: &mut Desk, page: &mut ImportPage) -> Vec<ImportWish> {
    let mut wishes = vec![];
    let scrolled = ScrollArea::vertical().id_salt("import").auto_shrink(false);
    scrolled.show(ui, |ui| {
        let width = (ui.available_width() - GAP_LARGE).min(WIDEST);
        let edge = edge(ui);
        ui.horizontal_top(|ui| {
            ui.add_space(edge);
            ui.vertical(|ui| {
                ui.set_width(width);
                head_ui(ui, desk, page, &mut wishes);
                own::offer(page);
                if page.view.own.is_some() {
                    own::own_ui(ui, desk, page, &mut wishes);
                } else if page.view.told.is_some() {
                    columns::columns_ui(ui, desk, page, &mut wishes);
                } else {
                    parts_ui(ui, desk, page, &mut wishes);
                }
                ui.add_space(GAP_PAGE);
            });
        });
        follow_focus(ui);
    });
    if page.is_in_front && is_escaped(ui.ctx()) {
        if page.view.own.take().is_none() && page.view.told.take().is_none() {
            wishes.push(ImportWish::Close);
        }
        ui.ctx().request_repaint();
    }
    wishes
}

/// The room beside the page on either side.
fn edge(ui: &Ui) -> f32 {
    let width = (ui.available_width() - GAP_LARGE).min(WIDEST);
    ((ui.available_width() - width) / 2.0).max(0.0)
}

fn head_ui(ui: &mut Ui, desk: &Desk, page: &ImportPage, wishes: &mut Vec<ImportWish>) {
    let words = desk.words;
    title_beside_ui(ui, desk, words.get("intake.title"), words.get("intake.private"), |ui| {
        if icon_button(ui, desk.palette, icon::X, words.get("intake.close"), true).clicked() {
            wishes.push(ImportWish::Close);
        }
        if !page.intake.paths().is_empty()
            && main_button(ui, desk.palette, words.get("intake.choose")).clicked()
        {
            wishes.push(ImportWish::Choose);
        }
    });
}

fn parts_ui(ui: &mut Ui, desk: &mut Desk, page: &mut ImportPage, wishes: &mut Vec<ImportWish>) {
    ui.spacing_mut().item_spacing.y = GAP;
    if page.intake.paths().is_empty() {
        nothing_ui(ui, desk, wishes);
        return guide::guide_ui(ui, desk);
    }
    let now = ui.input(|input| input.time);
    let keys = ["intake.reading", "intake.reading_soon", "intake.stopped", "intake.stuck", "intake.working"];
    let work = page.intake.work(now);
    let Some(reading) = page.intake.known().cloned() else {
        work_ui(ui, desk, work, keys, wishes);
        return unread_ui(ui, desk, page, work, wishes);
    };
    // What stands below does not jump for the blink in which it is read again.
    if work != Progress::Begun {
        work_ui(ui, desk, work, keys, wishes);
    }
    next::next_ui(ui, desk, page, &reading);
    files::files_ui(ui, desk, page, &reading, wishes);
    questions::questions_ui(ui, desk, &reading, wishes);
    months::months_ui(ui, desk, page, &reading);
    fitted::fitted_ui(ui, desk, page, &reading, wishes);
    past::past_ui(ui, desk, page, &reading, wishes);
}

/// Where no file is chosen: what can be brought, and how.
fn nothing_ui(ui: &mut Ui, desk: &Desk, wishes: &mut Vec<ImportWish>) {
    card_ui(ui, desk.palette, |ui| {
        ui.add_space(GAP_PAGE);
        ui.with_layout(Layout::top_down(Align::Center), |ui| {
            let letters = RichText::new(icon::FOLDER_OPEN).font(crate::theme::icon_font(28.0));
            ui.add(Label::new(letters.color(desk.palette.accent)));
            card_title_ui(ui, desk, desk.words.get("intake.drop"));
            caption_ui(ui, desk, desk.words.get("intake.kinds"));
            ui.add_space(GAP);
            if main_button(ui, desk.palette, desk.words.get("intake.choose")).clicked() {
                wishes.push(ImportWish::Choose);
            }
        });
        ui.add_space(GAP_PAGE);
    });
}

/// The files whose reading was stopped or came to grief, each to be taken out.
fn unread_ui(ui: &mut Ui, desk: &Desk, page: &ImportPage, work: Progress, wishes: &mut Vec<ImportWish>) {
    if !matches!(work, Progress::Stopped | Progress::Stuck) {
        return;
    }
    card_ui(ui, desk.palette, |ui| {
        if link_button(ui, desk.palette, desk.words.get("intake.again")).clicked() {
            wishes.push(ImportWish::Again);
        }
        let paths = page.intake.paths();
        for (path, name) in paths.iter().zip(names_of(paths)) {
            let label = desk.words.with("intake.remove", &[("name", &name)]);
            if link_button(ui, desk.palette, &label).clicked() {
                wishes.push(ImportWish::Remove(path.clone()));
            }
        }
    });
}

/// Whether something can be taken into a plan, so that the ways to do so stand at the foot of the page.
pub fn has_fit(intake: &Intake, view: &ImportView) -> bool {
    view.told.is_none() && view.own.is_none() && intake.known().is_some_and(|reading| reading.fit.is_some())
}

/// How work stands, in one line: `keys` are for while it takes its time, while it may be done in a moment, and for when it
/// was stopped or came to grief, and while what was read is put together.
fn work_ui(ui: &mut Ui, desk: &Desk, work: Progress, keys: [&'static str; 5], wishes: &mut Vec<ImportWish>) {
    let words = match work {
        Progress::Quiet => return,
        Progress::Told(done) if done >= 1.0 => desk.words.get(keys[4]).to_owned(),
        Progress::Told(done) => {
            let share = (done * 100.0).floor() / 100.0;
            desk.words.with(keys[0], &[("share", &desk.words.share(share))])
        }
        Progress::Begun => desk.words.get(keys[1]).to_owned(),
        Progress::Stopped => desk.words.get(keys[2]).to_owned(),
        Progress::Stuck => desk.words.get(keys[3]).to_owned(),
    };
    ui.horizontal(|ui| {
        ui.set_min_height(CONTROL_HEIGHT);
        ui.spacing_mut().item_spacing.x = GAP_LARGE;
        let letters = RichText::new(&words).font(plain_font(type_size::TABLE)).color(desk.palette.dim);
        ui.add(Label::new(letters));
        if let Progress::Told(done) = work {
            let width = (ui.available_width() - 80.0).clamp(0.0, LONGEST_BAR);
            progress_bar(ui, desk.palette, &words, done, width);
            if link_button(ui, desk.palette, desk.words.get("intake.stop")).clicked() {
                wishes.push(ImportWish::Stop);
            }
        }
    });
}
