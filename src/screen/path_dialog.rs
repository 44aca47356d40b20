//! The app's own way to name a file, for systems without a file dialog: type or paste a path, or pick from a folder.

use std::path::{Path, PathBuf};

use egui::{Button, Key, TextEdit, Ui, vec2};

use crate::desk::Desk;
use crate::disk::{FolderLook, ListFilter, PendingExport};
use crate::edit::editor::{caption_ui, card_title_ui};
use crate::theme::{CONTROL_HEIGHT, plain_font, type_size};
use crate::widget::button::{main_button, plain_button};
use crate::widget::card::sheet;
use crate::widget::mark_end;

/// A question for a path.
#[derive(Clone, Debug)]
pub struct PathDialog {
    /// Whether the file is to be written.
    pub is_save: bool,
    /// What stands in the field.
    pub text: String,
    /// The file that is there already and would be replaced, once the seller was told.
    pub may_replace: Option<PathBuf>,
    /// What is to be written, where it is not the plan.
    pub export: Option<PendingExport>,
    /// What is looked for.
    pub sought: ListFilter,
    /// The files that are ticked, where several can be taken.
    pub ticked: Vec<PathBuf>,
    /// Where the path leads, as far as a drive has told.
    pub looked: Option<FolderLook>,
    /// Whether the text was put there by the window: what is typed next goes behind it.
    pub is_moved: bool,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathChoice {
    /// What stands in the field.
    Path(PathBuf),
    /// The ticked files.
    Ticked(Vec<PathBuf>),
    /// Nothing.
    Nothing,
}

impl PathDialog {
    /// A question that begins in `folder`, with the name `suggested` for a file that is to be written.
    pub fn new(is_save: bool, folder: &Path, suggested: &str) -> Self {
        let path = folder.join(suggested);
        Self {
            is_save,
            text: path.display().to_string(),
            may_replace: None,
            export: None,
            sought: ListFilter::Plans,
            ticked: vec![],
            looked: None,
            is_moved: false,
        }
    }

    /// What is taken: the ticked files, else what stands in the field; nothing where that is empty.
    fn take(&self) -> Option<PathChoice> {
        if !self.ticked.is_empty() {
            return Some(PathChoice::Ticked(self.ticked.clone()));
        }
        let path = PathBuf::from(self.text.trim().trim_matches('"'));
        (!path.as_os_str().is_empty()).then_some(PathChoice::Path(path))
    }

    /// Goes into a folder.
    pub fn enter(&mut self, folder: &Path) {
        self.text = with_name(folder, None);
        self.is_moved = true;
    }

    /// Whether it is known where the path leads.
    pub fn is_looked_at(&self) -> bool {
        self.looked.as_ref().is_some_and(|looked| looked.text == self.text)
    }

    /// Ticks a file, or takes its tick away.
    fn tick(&mut self, path: PathBuf) {
        match self.ticked.iter().position(|own| *own == path) {
            Some(place) => drop(self.ticked.remove(place)),
            None => self.ticked.push(path),
        }
    }
}

/// Asks for the path; returns the answer once there is one.
pub fn path_dialog_ui(ui: &Ui, desk: &Desk, dialog: &mut PathDialog) -> Option<PathChoice> {
    let modal = sheet("path dialog", desk.palette);
    let room = ui.ctx().content_rect().size() - vec2(64.0, 160.0);
    let words = desk.words;
    let shown = modal.show(ui.ctx(), |ui| {
        ui.set_width(560.0_f32.min(room.x));
        let title = match () {
            () if dialog.export.is_some() => "export.title",
            () if dialog.is_save => "path.save_title",
            () if dialog.sought == ListFilter::Exports => "path.import_title",
            () => "path.open_title",
        };
        card_title_ui(ui, desk, words.get(title));
        let is_many = dialog.sought == ListFilter::Exports;
        caption_ui(ui, desk, words.get(if is_many { "path.several" } else { "path.explained" }));
        let edit = TextEdit::singleline(&mut dialog.text)
            .id(egui::Id::unique("path"))
            .font(plain_font(type_size::BODY))
            .desired_width(f32::INFINITY)
            .min_size(vec2(0.0, CONTROL_HEIGHT));
        let field = ui.add(edit).accessible_name(words.get("path.field"));
        crate::widget::begin_anew(&field);
        if field.has_focus() {
            crate::widget::ring(ui, field.rect, desk.palette.accent);
        }
        let typed = dialog.text.clone();
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if ui.memory(|memory| memory.focused().is_none()) {
            field.request_focus();
        }
        entries_ui(ui, desk, dialog, room.y - 140.0);
        if let Some(path) = &dialog.may_replace {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            caption_ui(ui, desk, &words.with("path.is_there", &[("name", &name)]));
        }
        ui.horizontal(|ui| {
            let verb = match () {
                () if dialog.may_replace.is_some() => words.get("path.replace"),
                () if dialog.is_save => words.get("path.save"),
                () => words.get("path.open"),
            };
            let ticked = words.with("path.open_some", &[("n", &dialog.ticked.len().to_string())]);
            let verb = if dialog.ticked.is_empty() { verb } else { &ticked };
            let is_done = main_button(ui, desk.palette, verb).clicked() || entered;
            if std::mem::take(&mut dialog.is_moved) || dialog.text != typed {
                mark_end(ui.ctx(), field.id, &dialog.text);
            }
            if let Some(choice) = is_done.then(|| dialog.take()).flatten() {
                return Some(choice);
            }
            plain_button(ui, words.get("path.cancel")).clicked().then_some(PathChoice::Nothing)
        })
        .inner
    });
    let escaped = ui.input(|input| input.key_pressed(Key::Escape));
    shown.inner.or(escaped.then_some(PathChoice::Nothing))
}

/// The folder above, the folders and the files of the kind that is asked for, of the folder that the path is in.
fn entries_ui(ui: &mut Ui, desk: &Desk, dialog: &mut PathDialog, height: f32) {
    let Some(looked) = dialog.looked.clone() else {
        return caption_ui(ui, desk, desk.words.get("path.looking"));
    };
    let name = Path::new(&dialog.text).file_name().filter(|_| dialog.is_save).map(ToOwned::to_owned);
    egui::ScrollArea::vertical().max_height(height.clamp(80.0, 280.0)).auto_shrink([false, true]).show(
        ui,
        |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            if let Some(above) = looked.folder.parent()
                && entry_ui(ui, desk.words.get("path.above"), false)
            {
                dialog.text = with_name(above, name.as_ref());
            }
            for (path, is_folder) in looked.entries {
                let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let label = if is_folder { format!("{file}/") } else { file };
                if !entry_ui(ui, &label, dialog.ticked.contains(&path)) {
                    continue;
                }
                match dialog.sought {
                    _ if is_folder => dialog.text = with_name(&path, name.as_ref()),
                    ListFilter::Exports => dialog.tick(path),
                    ListFilter::Plans | ListFilter::Files(_) => dialog.text = path.display().to_string(),
                }
            }
        },
    );
}

fn with_name(folder: &Path, name: Option<&std::ffi::OsString>) -> String {
    let path = name.map_or_else(|| folder.join(""), |name| folder.join(name));
    path.display().to_string()
}

fn entry_ui(ui: &mut Ui, label: &str, is_ticked: bool) -> bool {
    let width = ui.available_width();
    let button = Button::selectable(is_ticked, label);
    ui.add(button.min_size(vec2(width, 24.0))).clicked()
}
