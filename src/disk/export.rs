//! Files made from the answer for other programs: pictures, and tables for a spreadsheet.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::name::{file_name_with, with_ending};
use super::place::Disk;
use super::replace::{SaveFault, SavedFile, replace};
use super::system::RealFileSystem;

/// A file that waits for a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingExport {
    /// What it is called, without ending; any text will do.
    pub name: String,
    /// Its ending, such as `png`.
    pub ending: &'static str,
    /// What stands in it.
    pub bytes: Arc<[u8]>,
}

impl PendingExport {
    /// A name that every system takes.
    pub fn file_name(&self) -> String {
        file_name_with(&self.name, self.ending)
    }

    /// The path a person chose, with the ending where it has none.
    pub fn path(&self, path: PathBuf) -> PathBuf {
        with_ending(path, self.ending)
    }

    /// Writes it to `path`, in the place of whatever file stands there; so ask first.
    ///
    /// # Errors
    /// Why it was not written; what stood there before stands there still.
    pub fn save(&self, disk: &Disk, path: &Path) -> Result<SavedFile, SaveFault> {
        replace(&*disk.system, path, &self.bytes, None)
    }
}

/// Writes a file that was made from the answer to `path`, in the place of whatever file stands there.
///
/// # Errors
/// Why it was not written; what stood there before stands there still.
pub fn save_file(path: &Path, bytes: &[u8]) -> Result<SavedFile, SaveFault> {
    replace(&RealFileSystem, path, bytes, None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::system::FileSystem;
    use crate::disk::trial::{ERRORS, Faulty};

    #[test]
    fn an_export_is_written_under_a_name_that_every_system_takes() {
        let folder = tempfile::tempdir().unwrap();
        let export =
            PendingExport {
                name: "../女装: profit".to_owned(), ending: "png", bytes: vec![1, 2, 3].into()
            };
        assert_eq!(export.file_name(), "女装 profit.png");
        let path = export.path(folder.path().join("chart.v2"));
        assert_eq!(path, folder.path().join("chart.v2.png"));
        export.save(&Disk::apart(), &path).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().len(), 3);
    }

    #[test]
    fn a_file_of_any_kind_is_whole_or_as_it_was_whatever_call_fails() {
        let held = |path: &Path| RealFileSystem.read(path, u64::MAX - 1).ok().flatten();
        for ending in ["pdf", "xlsx", "ics", "csv", "txt", "svg", "png"] {
            for (error, is_there) in ERRORS.into_iter().flat_map(|error| [(error, false), (error, true)]) {
                for call in 0.. {
                    let folder = tempfile::tempdir().unwrap();
                    let bytes: Arc<[u8]> = vec![7; 3_000].into();
                    let export = PendingExport { name: "shop".to_owned(), ending, bytes: Arc::clone(&bytes) };
                    let path = folder.path().join(export.file_name());
                    if is_there {
                        save_file(&path, b"the last one").unwrap();
                    }
                    let before = held(&path);
                    let faulty = Arc::new(Faulty::at(call, error));
                    let disk = Disk::over(Arc::clone(&faulty) as Arc<_>, folder.path());
                    let saved = export.save(&disk, &path);
                    let expected = if saved.is_ok() { Some(bytes.to_vec()) } else { before };
                    assert_eq!(held(&path), expected, "{ending}, call {call}, error {error}");
                    let n_left = std::fs::read_dir(folder.path()).unwrap().count();
                    assert_eq!(
                        n_left,
                        usize::from(expected.is_some()),
                        "{ending}, call {call}, error {error}"
                    );
                    if faulty.n_calls() <= call {
                        break;
                    }
                }
            }
        }
    }
}
