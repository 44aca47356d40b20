//! What is had back: from the journal after a crash, from versions and backups; and what of the app's own is seen, deleted
//! and handed on.

use std::path::PathBuf;

use sortie_engine::plan::write;

use crate::app::errand::ErrandKind;
use crate::app::shelf::{Claim, OpenedFile, read_locked};
use crate::app::{App, FrontDialog};
use crate::disk::{
    DataKind, JournalEntry, LeftJournal, PendingExport, Presence, clock, delete_kept, kept_data,
    left_journals, shown_name,
};
use crate::document::{Document, nameless};
use crate::screen::earlier::{EarlierChoice, EarlierPage, EarlierRow};
use crate::screen::private::{PrivateChoice, PrivatePage};
use crate::screen::recover::{RecoverChoice, RecoverPage, RecoverRow};

impl App {
    /// Looks for what windows left that came to grief, and offers it.
    pub(crate) fn look_for_left(&mut self) {
        self.send(ErrandKind::Other, |disk| {
            let left = left_journals(disk);
            Box::new(move |app, _| {
                app.left = left;
                app.offer_left();
            })
        });
    }

    /// Offers what windows left, in the words in use.
    pub(crate) fn offer_left(&mut self) {
        if self.left.is_empty() {
            return;
        }
        let rows = self.left.iter().map(|left| self.row_of(&left.entry)).collect();
        self.sheet = Some(FrontDialog::Recover(RecoverPage { rows, doubted: None }));
    }

    fn row_of(&self, entry: &JournalEntry) -> RecoverRow {
        let words = self.words();
        let name = entry
            .path
            .as_ref()
            .map_or_else(|| words.ready(&entry.plan.name).to_owned(), |path| shown_name(path));
        let title = words.with("recover.row", &[("name", &name), ("time", &clock(entry.at))]);
        let lines = match &entry.base {
            Some(base) => words.differences(base, &entry.plan),
            None => vec![words.get("recover.all_of_it").to_owned()],
        };
        RecoverRow { title, lines }
    }

    pub(crate) fn answer_recover(&mut self, choice: RecoverChoice) {
        match choice {
            RecoverChoice::Restore(idx) if idx < self.left.len() => {
                let left = self.left.remove(idx);
                // The others are offered again at the next start.
                self.let_go_left();
                self.restore(left);
            }
            RecoverChoice::Discard(idx) if idx < self.left.len() => {
                let left = self.left.remove(idx);
                self.send(ErrandKind::Other, move |_| {
                    left.discard();
                    Box::new(|_, _| ())
                });
                self.offer_left();
            }
            RecoverChoice::Later | RecoverChoice::Restore(_) | RecoverChoice::Discard(_) => {
                self.let_go_left();
            }
        }
    }

    fn let_go_left(&mut self) {
        let left = std::mem::take(&mut self.left);
        self.let_go(left);
    }

    /// Opens what was left as an edit of its file, so that undo leads to what is saved; without its file where that is gone.
    fn restore(&mut self, left: LeftJournal) {
        let (path, own) = (left.entry.path.clone(), self.lock.clone());
        self.send(ErrandKind::Open, move |disk| {
            let read = path.and_then(|path| read_locked(disk, &path, own).ok());
            Box::new(move |app, _| app.take_restored(left, read))
        });
    }

    fn take_restored(&mut self, left: LeftJournal, read: Option<OpenedFile>) {
        let JournalEntry { path, plan, base, at } = left.entry.clone();
        let words = self.words();
        let mut lines = vec![words.with("recover.done", &[("time", &clock(at))])];
        match read {
            Some(OpenedFile { path, plan: saved, lock, shelf }) => {
                lines.extend(match &lock {
                    Claim::Held(holder) => Some(words.held(holder.as_ref(), &path)),
                    Claim::Free(_) => None,
                });
                self.take_file(Document::opened(saved, path).with_step(plan), lock, shelf);
            }
            None => {
                lines.extend(
                    path.map(|path| words.with("recover.without_file", &[("path", &words.path(&path))])),
                );
                self.take(Document::recovered(base, plan));
            }
        }
        self.journal.adopt(left);
        self.say(lines, false);
    }

    /// Opens the plan that was open last, unless another window has it: then this one is for another plan.
    pub(crate) fn reopen(&mut self, path: PathBuf) {
        self.send(ErrandKind::Open, move |disk| {
            let read = read_locked(disk, &path, None);
            Box::new(move |app, ctx| match read {
                Ok(OpenedFile { lock: Claim::Held(_), .. }) => {}
                Ok(opened) => {
                    app.opened = Some(opened);
                    app.leave_for(ctx, crate::app::LeavingFor::Opened);
                }
                Err(fault) => app.say_why_not_opened(&fault, &path),
            })
        });
    }

    /// Shows what the plan was earlier.
    pub(super) fn see_earlier(&mut self) {
        let words = self.words();
        let backup = |own: &crate::disk::Backup| EarlierRow {
            label: words.with("earlier.backup", &[("time", &clock(own.at))]),
            path: own.path.clone(),
        };
        let version = |own: &crate::desk::beside::KeptVersion| EarlierRow {
            label: words.with("earlier.version", &[("name", &own.name)]),
            path: own.path.clone(),
        };
        let versions = self.view.versions.kept.iter().map(version);
        let rows = self.backups.iter().map(backup).chain(versions).collect();
        self.sheet = Some(FrontDialog::Earlier(Box::new(EarlierPage { rows, shown: None })));
    }

    pub(crate) fn answer_earlier(&mut self, choice: EarlierChoice, mut page: Box<EarlierPage>) {
        match choice {
            EarlierChoice::Look(idx) => {
                let Some(path) = page.rows.get(idx).map(|row| row.path.clone()) else { return };
                self.sheet = Some(FrontDialog::Earlier(page));
                self.send(ErrandKind::Other, move |disk| {
                    let read = disk.open_plan(&path);
                    Box::new(move |app, _| {
                        let lines = |plan| app.words().differences(plan, app.document.plan());
                        let shown = match &read {
                            Ok(opened) => (idx, opened.plan.clone(), lines(&opened.plan)),
                            Err(fault) => return app.say_why_not_opened(fault, &path),
                        };
                        if let Some(FrontDialog::Earlier(page)) = &mut app.sheet {
                            page.shown = Some(shown);
                        }
                    })
                });
            }
            EarlierChoice::BringBack => {
                if let Some((idx, plan, _)) = page.shown.take() {
                    self.document.bring(plan);
                    let label = page.rows.get(idx).map_or("", |row| row.label.as_str());
                    self.say(vec![self.words().with("earlier.brought", &[("name", label)])], false);
                }
            }
            EarlierChoice::Nothing => {}
        }
    }

    /// Shows what the app keeps for itself.
    pub(super) fn see_private(&mut self) {
        self.send(ErrandKind::Other, |disk| {
            let rows = kept_data(disk);
            Box::new(move |app, _| {
                app.sheet = Some(FrontDialog::Private(PrivatePage { rows, doubted: None }));
            })
        });
    }

    pub(crate) fn answer_private(&mut self, choice: PrivateChoice) {
        let PrivateChoice::Delete(kind) = choice else { return };
        if kind == DataKind::Settings {
            self.settings.recent.clear();
            self.settings.mappings.clear();
        }
        self.send(ErrandKind::Other, move |disk| {
            let n_deleted = delete_kept(disk, kind);
            Box::new(move |app, _| {
                if kind == DataKind::Backups {
                    app.backups.clear();
                }
                let words = app.words();
                let n = words.count(n_deleted as f64);
                app.say(vec![words.with("private.deleted", &[("n", &n)])], false);
                app.see_private();
            })
        });
    }

    /// Saves a copy for somebody else, without names and notes.
    pub(super) fn save_nameless(&mut self) {
        let words = self.words();
        let name_of = |list: &str, n: usize| {
            let key = match list {
                "plan" => return words.get("nameless.plan").to_owned(),
                "channels" => "nameless.channel",
                "shocks" => "nameless.shock",
                "strategies" => "nameless.strategy",
                "scenarios" => "nameless.scenario",
                "markets" => "nameless.market",
                _ => "nameless.item",
            };
            words.with(key, &[("n", &n.to_string())])
        };
        let bytes = nameless(self.document.plan(), &name_of).and_then(|plan| write(&plan));
        match bytes {
            Some(bytes) => {
                let name = words.get("nameless.plan").to_owned();
                self.ask_export(PendingExport { name, ending: crate::disk::EXTENSION, bytes: bytes.into() });
            }
            None => {
                let faults = sortie_engine::plan::check(self.document.plan());
                let told = faults.iter().map(|fault| words.fault_on_page(fault, Some(self.document.plan())));
                self.say(
                    std::iter::once(words.get("nameless.faults").to_owned()).chain(told).collect(),
                    true,
                );
            }
        }
    }

    /// What there is to say about the plan's file, beside its name.
    pub(crate) fn file_mark(&self) -> &'static str {
        let words = self.words();
        match () {
            () if self.saves_slowly() => words.get("top.saving"),
            () if self.document.presence() != Presence::There => words.get("top.gone"),
            () if self.held_by.is_some() => words.get("top.read_only"),
            () if self.document.is_saved() => "",
            () => words.get("top.edited"),
        }
    }
}
