//! Files: read within limits, saved so that no fault loses the last good version.
//!
//! Nothing outside this room opens, writes, renames or removes a file.

pub mod dialog;
mod export;
mod list;
mod name;
mod open;
mod reading;
mod replace;
mod save;
mod settings;
mod stamp;
mod system;
mod version;

pub use export::PendingExport;
pub use list::{ListFilter, is_folder, list};
pub(crate) use name::shown_name;
pub use name::{EXTENSION, file_name, with_extension};
pub use open::{OpenFault, OpenedPlan, open_export, open_plan};
pub use reading::ExportFile;
pub use replace::SavedFile;
pub use save::{SaveFault, save_plan};
pub use settings::{AppSettings, MAX_RECENT, data_folder};
pub use stamp::ContentStamp;
pub use version::{keep_version, today, version_name, versions};

use std::path::Path;

/// Whether something stands at `path` already, so that a person can be asked before it is replaced.
pub fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}
