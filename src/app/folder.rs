//! The folder that the window's own question for a path shows, read off the frame; and names that are free there.

use std::path::{Path, PathBuf};

use super::errand::ErrandKind;
use super::{App, FrontDialog, PendingDialog};
use crate::disk::{Disk, with_extension};
use crate::screen::path_dialog::PathDialog;

/// The most names that are tried for a copy.
const MOST: usize = 999;

impl App {
    /// Looks where the path leads that is being typed, one look at a time.
    pub(super) fn look_into_folder(&mut self) {
        let Some(FrontDialog::Path(dialog)) = &self.sheet else { return };
        if dialog.is_looked_at() || self.is_on(ErrandKind::Browse) {
            return;
        }
        let (text, sought) = (dialog.text.clone(), dialog.sought);
        self.send(ErrandKind::Browse, move |disk| {
            let look = disk.look_into(&text, sought);
            Box::new(move |app, _| {
                if let Some(FrontDialog::Path(dialog)) = &mut app.sheet
                    && dialog.sought == sought
                {
                    dialog.looked = Some(look);
                }
            })
        });
    }

    /// Looks what stands at the path that was told, and goes on with it if it is still asked for then. A file that is there
    /// already is replaced only once the seller was told so and asked again.
    pub(super) fn weigh_path(&mut self, path: PathBuf, dialog: PathDialog) {
        let target = match &dialog.export {
            Some(export) => export.path(path.clone()),
            None => with_extension(path.clone()),
        };
        let may_replace = dialog.may_replace.as_ref() == Some(&target);
        let (text, is_save) = (dialog.text.clone(), dialog.is_save);
        self.sheet = Some(FrontDialog::Path(Box::new(dialog)));
        self.send(ErrandKind::Other, move |disk| {
            let is_folder = disk.is_folder(&path);
            let is_taken = is_save && !may_replace && disk.is_there(&target);
            Box::new(move |app, ctx| {
                let is_asked = |sheet: &mut FrontDialog| {
                    matches!(sheet, FrontDialog::Path(dialog) if dialog.text == text && dialog.is_save == is_save)
                };
                let Some(FrontDialog::Path(mut dialog)) = app.sheet.take_if(is_asked) else { return };
                if is_folder || is_taken {
                    if is_folder {
                        dialog.enter(&path);
                    } else {
                        dialog.may_replace = Some(target);
                    }
                    app.sheet = Some(FrontDialog::Path(dialog));
                } else {
                    app.go_on_with(ctx, if is_save { target } else { path }, &dialog);
                }
                ctx.request_repaint();
            })
        });
    }

    /// Asks where to save a copy of a plan whose file is another window's, with a name beside it that nothing has.
    pub(super) fn ask_save_beside(&mut self, path: PathBuf) {
        self.send(ErrandKind::Other, move |disk| {
            let name = free_name(disk, &path);
            Box::new(move |app, _| {
                if app.may_ask() {
                    app.dialogs.pick_save(&name);
                    app.asking = Some(PendingDialog::Save(name));
                }
            })
        });
    }
}

/// A name for a copy of the file at `path` that nothing beside it has: `shop 2.sortie`.
fn free_name(disk: &Disk, path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let ending = path.extension().map_or(String::new(), |ending| format!(".{}", ending.to_string_lossy()));
    let (before, first) = match stem.rsplit_once(' ').map(|(before, n)| (before, n.parse::<usize>())) {
        // Not the year of "shop 2026", nor the day of a version.
        Some((before, Ok(n))) if (2..100).contains(&n) => (before, n + 1),
        _ => (&*stem, 2),
    };
    let mut names = (first..first + MOST).map(|n| format!("{before} {n}{ending}"));
    let free = names.find(|name| !disk.is_there(&path.with_file_name(name)));
    free.unwrap_or_else(|| format!("{before} {}{ending}", first + MOST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_has_the_next_name_that_nothing_has() {
        let folder = tempfile::tempdir().unwrap();
        let name = |of: &str| free_name(&Disk::apart(), &folder.path().join(of));
        assert_eq!(name("shop.sortie"), "shop 2.sortie");
        for taken in ["shop 2.sortie", "shop 3.sortie"] {
            std::fs::File::create(folder.path().join(taken)).unwrap();
        }
        assert_eq!(name("shop.sortie"), "shop 4.sortie");
        assert_eq!(name("shop 2.sortie"), "shop 4.sortie");
        assert_eq!(name("女装 2026.sortie"), "女装 2026 2.sortie");
        assert_eq!(name("plan"), "plan 2");
    }
}
