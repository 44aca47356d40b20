//! Files: read within limits, saved so that no fault loses the last good version.
//!
//! Nothing outside this room opens, writes, renames or removes a file.

mod backup;
pub mod dialog;
mod export;
mod journal;
mod kept;
mod list;
mod lock;
mod name;
mod notes;
mod open;
mod place;
mod reading;
mod replace;
mod save;
mod settings;
mod stamp;
mod system;
#[cfg(test)]
mod trial;
mod trying;
mod version;

pub use backup::{Backup, MAX_BACKUPS, backups, clock};
pub use export::{PendingExport, save_file};
pub use journal::{JournalEntry, LeftJournal, WindowJournal, left_journals};
pub use kept::{KeptData, delete_kept, kept_data};
pub use list::{FolderLook, ListFilter};
pub use lock::{LockAnswer, LockHolder, PlanLock, lock_plan};
pub(crate) use name::shown_name;
pub use name::{EXTENSION, file_name, with_extension};
pub use notes::{LogFile, begin_log, recent_log};
pub use open::{OpenFault, OpenedPlan, open_export, open_plan};
pub use place::{DataKind, Disk, data_folder};
pub use reading::ExportFile;
pub use replace::SavedFile;
pub use save::{Expected, Presence, SaveFault, SavedPlan, save_plan};
pub use settings::{AppSettings, MAX_RECENT, WindowSize};
pub use stamp::ContentStamp;
pub use system::{DiskEntry, FileSystem, ListedFile, RealFileSystem, Visibility};
pub use trying::{begin_trying, end_trying, fell_with};
pub use version::{keep_version, today, version_name, versions};

use std::path::Path;

/// Whether something stands at `path` already, so that a person can be asked before it is replaced.
pub fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}
