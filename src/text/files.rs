//! What came of opening or saving a file, in sentences: what happened, what was kept, what to do.

use std::path::Path;

use sortie_engine::plan::Plan;

use super::{Words, quiet};
use crate::disk::{LockHolder, OpenFault, SaveFault, SavedFile, clock};

impl Words {
    /// Why the plan at `path` cannot be opened. Faults of the plan itself get one sentence that leads to their list.
    pub fn open_fault(&self, fault: &OpenFault, path: &Path) -> String {
        let key = match fault {
            OpenFault::NotThere => "open.not_there",
            OpenFault::Folder => "open.folder",
            OpenFault::NotAFile => "open.not_a_file",
            OpenFault::NoPermission => "open.no_permission",
            OpenFault::Faults(_) => "open.faults",
            OpenFault::Unreadable => "open.unreadable",
            OpenFault::HeldByOther => "open.held",
        };
        self.with(key, &[("path", &shown_path(path))])
    }

    /// Why the plan was not saved to `path`. Faults of the plan itself get one sentence that leads to their list.
    pub fn save_fault(&self, fault: &SaveFault, path: &Path) -> String {
        let key = match fault {
            SaveFault::Faults(_) => "save.faults",
            SaveFault::ReadOnly => "save.read_only",
            SaveFault::ChangedOutside => "save.changed_outside",
            SaveFault::NotAFile => "save.not_a_file",
            SaveFault::NoSpace => "save.no_space",
            SaveFault::NoPermission => "save.no_permission",
            SaveFault::NoFolder => "save.no_folder",
            SaveFault::BadName => "save.bad_name",
            SaveFault::Unwritable => "save.unwritable",
            SaveFault::Taken => "save.taken",
            SaveFault::DriveGone => "save.drive_gone",
            SaveFault::HeldByOther => "save.held",
        };
        self.with(key, &[("path", &shown_path(path))])
    }

    /// Why `plan` was not saved to `path`, with every fault of the plan itself.
    pub fn save_faults(&self, fault: &SaveFault, path: &Path, plan: &Plan) -> Vec<String> {
        let mut lines = vec![self.save_fault(fault, path)];
        if let SaveFault::Faults(faults) = fault {
            lines.extend(faults.iter().map(|fault| self.fault_on_page(fault, Some(plan))));
        }
        lines
    }

    /// What stands in the way of the app's own files, as the end of a sentence.
    pub fn why(&self, fault: &SaveFault) -> &'static str {
        let item = match fault {
            SaveFault::NoSpace => "no_space",
            SaveFault::ReadOnly => "read_only",
            SaveFault::NoPermission => "no_permission",
            SaveFault::NoFolder => "no_folder",
            SaveFault::HeldByOther => "held",
            _ => "unwritable",
        };
        self.of_item("why", item)
    }

    /// That another window has the plan at `path`, and which.
    pub fn held(&self, holder: Option<&LockHolder>, path: &Path) -> String {
        let path = shown_path(path);
        let Some(LockHolder { process, host, since }) = holder else {
            return self.with("held.unknown", &[("path", &path)]);
        };
        let host: String = host.chars().filter(|letter| !letter.is_control()).take(60).collect();
        let values =
            [("path", &*path), ("process", &process.to_string()), ("host", &host), ("since", &clock(*since))];
        self.with("held.known", &values)
    }

    /// That the journal is not kept, and why.
    pub fn journal_fault(&self, fault: &SaveFault) -> String {
        self.with("journal.fault", &[("why", self.why(fault))])
    }

    /// A size as people say it.
    pub fn size(&self, n_bytes: u64) -> String {
        let kilobytes = n_bytes.div_ceil(1_024);
        if kilobytes < 1_024 {
            format!("{kilobytes} KB")
        } else {
            format!("{} MB", kilobytes.div_ceil(1_024))
        }
    }

    /// A path on one line.
    pub fn path(&self, path: &Path) -> String {
        shown_path(path)
    }

    /// Why a picture or a table was not written to `path`.
    pub fn export_fault(&self, fault: &SaveFault, path: &Path) -> String {
        let key = match fault {
            SaveFault::ReadOnly => "export.read_only",
            SaveFault::NotAFile => "export.not_a_file",
            SaveFault::NoPermission | SaveFault::NoFolder => "export.elsewhere",
            SaveFault::NoSpace | SaveFault::BadName | SaveFault::Unwritable | SaveFault::HeldByOther => {
                return self.save_fault(fault, path);
            }
            // These are about plans.
            SaveFault::Faults(_) | SaveFault::ChangedOutside | SaveFault::Taken | SaveFault::DriveGone => {
                "export.elsewhere"
            }
        };
        self.with(key, &[("path", &shown_path(path))])
    }

    /// That the plan was saved to `path`, and how surely.
    pub fn saved(&self, saved: &SavedFile, path: &Path) -> String {
        let key = if saved.is_durable { "save.done" } else { "save.not_durable" };
        self.with(key, &[("path", &shown_path(path))])
    }
}

/// A path on one line, whatever its folders are named.
fn shown_path(path: &Path) -> String {
    quiet(&path.to_string_lossy()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::super::{Language, words};
    use super::*;

    #[test]
    fn what_came_of_a_file_is_told_in_one_line_that_names_it() {
        let path = Path::new("shop\n\u{202e}女装.sortie");
        for language in Language::ALL {
            let words = words(language);
            let sentences = [
                words.open_fault(&OpenFault::NotThere, path),
                words.open_fault(&OpenFault::Faults(vec![]), path),
                words.save_fault(&SaveFault::ChangedOutside, path),
                words.save_fault(&SaveFault::NoSpace, path),
            ];
            for sentence in sentences {
                assert!(sentence.contains("shop \u{fffd}女装.sortie"), "{sentence}");
                assert!(!sentence.contains('\n') && !sentence.contains('{'), "{sentence}");
            }
        }
    }
}
