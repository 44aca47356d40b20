//! What the app keeps for itself, as a seller can see it and delete it.

use std::path::PathBuf;

use super::place::{DataKind, Disk};
use super::settings::FILE as SETTINGS_FILE;
use super::system::ListedFile;

/// What is kept of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptData {
    /// Which kind.
    pub kind: DataKind,
    /// Its folder.
    pub folder: PathBuf,
    /// How many files there are.
    pub n_files: usize,
    /// Their sizes together.
    pub n_bytes: u64,
}

/// Everything that is kept, a kind each, even where there is nothing of it; nothing where nothing is ever kept.
pub fn kept_data(disk: &Disk) -> Vec<KeptData> {
    let of_kind = |kind: DataKind| {
        let folder = disk.folder(kind)?;
        let files = files_of(disk, kind);
        let n_bytes = files.iter().map(|file| file.n_bytes).sum();
        Some(KeptData { kind, folder, n_files: files.len(), n_bytes })
    };
    DataKind::ALL.into_iter().filter_map(of_kind).collect()
}

/// Deletes what is kept of this kind, but for what an open window holds, and tells how many files were deleted.
pub fn delete_kept(disk: &Disk, kind: DataKind) -> usize {
    let system = &*disk.system;
    let mut n_deleted = 0;
    for file in files_of(disk, kind) {
        // Held until its files are gone: what an open window has is its own.
        let lock = file.path.with_extension("lock");
        let is_held = match kind {
            DataKind::Journals | DataKind::Locks => match system.hold(&lock) {
                Ok(Some(held)) => Some(held),
                Ok(None) | Err(_) => continue,
            },
            DataKind::Settings | DataKind::Backups | DataKind::Log => None,
        };
        n_deleted += usize::from(system.remove(&file.path).is_ok());
        if is_held.is_some() {
            let _ = system.remove(&lock);
        }
    }
    if kind == DataKind::Backups {
        // A folder is named after its plan, which is private too.
        let folders = disk.folder(kind).and_then(|folder| system.list(&folder).ok()).unwrap_or_default();
        for folder in folders {
            let _ = system.remove_folder(&folder);
        }
    }
    n_deleted
}

fn files_of(disk: &Disk, kind: DataKind) -> Vec<ListedFile> {
    let Some(folder) = disk.folder(kind) else { return vec![] };
    let inside = |folder: &PathBuf| disk.system.weigh(folder).unwrap_or_default();
    match kind {
        DataKind::Backups => {
            let folders = disk.system.list(&folder).unwrap_or_default();
            folders.iter().flat_map(inside).collect()
        }
        DataKind::Log => inside(&folder),
        DataKind::Settings => {
            let is_ours = |file: &ListedFile| file.path.file_name().is_some_and(|name| name == SETTINGS_FILE);
            inside(&folder).into_iter().filter(is_ours).collect()
        }
        // A lock says nothing by itself: beside it stands what it locks, or who holds it.
        DataKind::Journals | DataKind::Locks => {
            let is_lock = |file: &ListedFile| file.path.extension().is_some_and(|ending| ending == "lock");
            inside(&folder).into_iter().filter(|file| !is_lock(file)).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::{Duration, SystemTime};

    use super::super::backup::{back_up, backups};
    use super::super::journal::{JournalEntry, WindowJournal, left_journals};
    use super::super::lock::{LockAnswer, lock_plan};
    use super::super::notes::LogFile;
    use super::super::save::save_plan;
    use super::super::system::RealFileSystem;
    use super::*;
    use crate::catalog::trial::sample;

    #[test]
    fn all_that_is_kept_can_be_seen_and_deleted_but_for_what_an_open_window_holds() {
        let folder = tempfile::tempdir().unwrap();
        let disk = Disk::over(Arc::new(RealFileSystem), &folder.path().join("data"));
        let path = folder.path().join("shop.sortie");
        save_plan(&path, &sample(), None).unwrap();
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_790_000_000);
        back_up(&disk, &path, now).unwrap();
        let entry = JournalEntry { at: now, path: None, plan: sample(), base: None };
        let open = WindowJournal::claim(&disk).unwrap().unwrap();
        open.keep(&entry).unwrap();
        WindowJournal::claim(&disk).unwrap().unwrap().keep(&entry).unwrap();
        let lock = lock_plan(&disk, &path);
        assert!(matches!(lock, LockAnswer::Mine(_)));
        let counted = |disk: &Disk| kept_data(disk).iter().map(|kept| kept.n_files).collect::<Vec<_>>();
        let notes = LogFile::in_folder(&disk.folder(DataKind::Log).unwrap());
        log::Log::flush(&notes.said("the window opens"));
        assert_eq!(counted(&disk), [1, 2, 0, 1, 1]);
        assert!(kept_data(&disk)[0].n_bytes > 1_000);
        assert_eq!(DataKind::ALL.map(|kind| delete_kept(&disk, kind)), [1, 1, 0, 0, 1]);
        assert_eq!(counted(&disk), [0, 1, 0, 1, 0], "what is open stays");
        assert_eq!(backups(&disk, &path), []);
        assert_eq!(std::fs::read_dir(disk.folder(DataKind::Backups).unwrap()).unwrap().count(), 0);
        drop(open);
        assert_eq!(left_journals(&disk).len(), 1, "it was still the window's own");
        assert!(kept_data(&Disk::apart()).is_empty());
    }
}
