//! What a folder holds, for the app's own way to name a file.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use super::EXTENSION;

/// The most entries that are listed; a folder of more is told apart by typing.
const MOST: usize = 500;

/// The endings of files that shops export.
pub(super) const EXPORT_ENDINGS: [&str; 5] = ["csv", "tsv", "txt", "xlsx", "zip"];

/// What is looked for in a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListFilter {
    /// Plans.
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

/// The folders and files of the kind sought in `folder`, folders first, each by name, hidden ones left out; `true` marks a folder.
/// A folder that cannot be read has none.
pub fn list(folder: &Path, sought: ListFilter) -> Vec<(PathBuf, bool)> {
    let read = || Ok(std::fs::read_dir(folder)?.map_while(Result::ok).map(|entry| entry.path()).collect());
    let entries: Vec<PathBuf> = without_falling(read).unwrap_or_default();
    let entries = entries.into_iter();
    let is_shown = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        !name.starts_with('.')
    };
    let mut listed: Vec<(PathBuf, bool)> = entries
        .filter(is_shown)
        .map(|path| {
            let is_folder = path.is_dir();
            (path, is_folder)
        })
        .filter(|(path, is_folder)| *is_folder || sought.is_met_by(path))
        .collect();
    listed.sort_by_key(|(path, is_folder)| {
        (!is_folder, path.file_name().map(std::ffi::OsStr::to_ascii_lowercase))
    });
    listed.truncate(MOST);
    listed
}

/// The paths of all entries of a folder. A drive that is gone in the middle is an answer: the standard library panics where
/// a folder does not let itself be closed.
pub(super) fn entries_of(folder: &Path) -> io::Result<Vec<PathBuf>> {
    without_falling(|| std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect())
}

fn without_falling<T>(work: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(io::ErrorKind::Other.into()))
}

/// Whether `path` leads to a folder.
pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
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
            let listed = list(folder.path(), sought).into_iter();
            listed
                .map(|(path, _)| path.file_name().unwrap_or_default().to_string_lossy().into_owned())
                .collect()
        };
        assert_eq!(names(ListFilter::Plans), ["old", "b.sortie"]);
        assert_eq!(names(ListFilter::Files("png")), ["old", "chart.PNG"]);
        assert_eq!(names(ListFilter::Files("csv")), ["old", "a.csv"]);
    }
}
