//! Writing pictures and tables where the seller wants them.

use std::path::Path;

use crate::app::errand::ErrandKind;
use crate::app::{App, FrontDialog, PendingDialog};
use crate::disk::{ListFilter, PendingExport};
use crate::screen::path_dialog::PathDialog;

impl App {
    pub(super) fn ask_export(&mut self, export: PendingExport) {
        if !self.may_ask() {
            return;
        }
        self.dialogs.pick_export(&export.file_name(), export.ending);
        self.asking = Some(PendingDialog::Export(export));
    }

    /// Asks in the window, where the system has no dialog.
    pub(super) fn ask_export_here(&mut self, export: PendingExport) {
        let mut dialog = PathDialog::new(true, &self.folder(), &export.file_name());
        dialog.sought = ListFilter::Files(export.ending);
        dialog.export = Some(export);
        self.sheet = Some(FrontDialog::Path(Box::new(dialog)));
    }

    pub(super) fn save_export(&mut self, path: &Path, export: &PendingExport) {
        let (path, export) = (path.to_owned(), export.clone());
        self.send(ErrandKind::Other, move |disk| {
            let saved = export.save(disk, &path);
            Box::new(move |app, _| {
                let words = app.words();
                match saved {
                    Ok(saved) => {
                        app.say(vec![words.saved(&saved, &path)], !saved.is_durable);
                        app.report.view.saved = app.report.view.is_open.then_some(path);
                    }
                    Err(fault) => app.say(vec![words.export_fault(&fault, &path)], true),
                }
            })
        });
    }
}
