//! What a folder holds, for the app's own way to name a file.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use super::EXTENSION;
use super::place::Disk;
use super::system::DiskEntry;

/// The most entries that are listed; a folder of more is told apart by typing.
const MOST: usize = 500;

/// The endings of files that shops export.
pub(super) const EXPORT_ENDINGS: [&str; 6] = ["csv", "tsv", "txt", "xlsx", "xls", "zip"];

/// What is looked for in a folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListFilter {
    /// Plans.
    #[default]
    Plans,
    /// Files that shops export.
    Exports,
    /// Files with this ending, such as pictures.
    Files(&'static str),
}

impl ListFilter {
    fn is_met_by(self, path: &Path) -> bool {
        let endings: &[&str] = match self {
            Self::Plans => &[EXTENSION],
            Self::Exports => &EXPORT_ENDINGS,
            Self::Files(ending) => &[ending],
        };
        path.extension().is_some_and(|known| endings.iter().any(|ending| known.eq_ignore_ascii_case(ending)))
    }
}

/// Where a path that is being typed leads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FolderLook {
    /// The path as it was typed.
    pub text: String,
    /// The folder that it is, or that it is in.
    pub folder: PathBuf,
    /// What is there: see [`Disk::list`].
    pub entries: Vec<(PathBuf, bool)>,
}

impl Disk {
    /// The folders and files of the kind sought in `folder`, folders first, each by name, hidden ones left out; `true` marks a
    /// folder. A folder that cannot be read has none.
    pub fn list(&self, folder: &Path, sought: ListFilter) -> Vec<(PathBuf, bool)> {
        let entries = self.system.entries(folder).unwrap_or_default().into_iter();
        let is_shown = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            !name.starts_with('.')
        };
        let mut listed: Vec<(PathBuf, bool)> = entries
            .filter(|(path, is_folder)| is_shown(path) && (*is_folder || sought.is_met_by(path)))
            .collect();
        listed.sort_by_key(|(path, is_folder)| {
            (!is_folder, path.file_name().map(std::ffi::OsStr::to_ascii_lowercase))
        });
        listed.truncate(MOST);
        listed
    }

    /// Where `text` leads that is being typed as a path.
    pub fn look_into(&self, text: &str, sought: ListFilter) -> FolderLook {
        let path = PathBuf::from(text);
        let folder =
            if self.is_folder(&path) { path } else { path.parent().map(Path::to_owned).unwrap_or_default() };
        let entries = self.list(&folder, sought);
        FolderLook { text: text.to_owned(), folder, entries }
    }

    /// Whether `path` leads to a folder.
    pub fn is_folder(&self, path: &Path) -> bool {
        self.system.facts(path).is_ok_and(|facts| facts.is_dir())
    }

    /// Whether something stands at `path` already, so that a person can be asked before it is replaced.
    pub fn is_there(&self, path: &Path) -> bool {
        self.system.look(path).is_ok_and(|entry| !matches!(entry, DiskEntry::Nothing))
    }
}

/// The paths of all entries of a folder. A drive that is gone in the middle is an answer: the standard library panics where
/// a folder does not let itself be closed.
pub(super) fn entries_of(folder: &Path) -> io::Result<Vec<PathBuf>> {
    without_falling(|| std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect())
}

/// As [`entries_of`], with what each entry is; those that cannot be read are left out.
pub(super) fn typed_entries_of(folder: &Path) -> io::Result<Vec<(PathBuf, bool)>> {
    without_falling(|| {
        let entries = std::fs::read_dir(folder)?.map_while(Result::ok).map(|entry| {
            // The list itself tells what an entry is, but for where a link leads.
            let is_folder = entry
                .file_type()
                .is_ok_and(|kind| if kind.is_symlink() { entry.path().is_dir() } else { kind.is_dir() });
            (entry.path(), is_folder)
        });
        Ok(entries.collect())
    })
}

fn without_falling<T>(work: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(io::ErrorKind::Other.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_cannot_be_closed_is_an_answer() {
        assert!(without_falling::<()>(|| panic!("unexpected error during closedir")).is_err());
        assert!(entries_of(Path::new("/nowhere/at/all")).is_err());
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test brings its own files")]
    fn a_folder_lists_its_folders_and_the_files_of_the_kind_that_is_asked_for() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        for name in ["b.sortie", "chart.PNG", "a.csv", ".hidden.csv"] {
            std::fs::write(folder.path().join(name), "").expect("a file can be written");
        }
        std::fs::create_dir(folder.path().join("old")).expect("a folder can be made");
        let names = |sought: ListFilter| -> Vec<String> {
            let listed = Disk::apart().list(folder.path(), sought).into_iter();
            listed
                .map(|(path, _)| path.file_name().unwrap_or_default().to_string_lossy().into_owned())
                .collect()
        };
        assert_eq!(names(ListFilter::Plans), ["old", "b.sortie"]);
        assert_eq!(names(ListFilter::Files("png")), ["old", "chart.PNG"]);
        assert_eq!(names(ListFilter::Files("csv")), ["old", "a.csv"]);
    }
}
