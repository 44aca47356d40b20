//! A mark that the window is about to be drawn by some renderer, gone once it was. Where a driver ends the whole program the mark
//! stays, and the next start knows what to try last.

use super::open::read_within;
use super::place::{DataKind, Disk};
use super::replace::replace;

/// A longer mark was not written here.
const MAX_BYTES: u64 = 64;
const FILE: &str = "renderer.trying";

/// The renderer that the last start did not come back from.
pub fn fell_with(disk: &Disk) -> Option<String> {
    let folder = disk.folder(DataKind::Log)?;
    let bytes = read_within(&*disk.system, &folder.join(FILE), MAX_BYTES).ok()?;
    String::from_utf8(bytes).ok().filter(|word| !word.is_empty())
}

/// Marks that `renderer` is tried; where nothing can be kept there is no mark.
pub fn begin_trying(disk: &Disk, renderer: &str) {
    if let Some(folder) = disk.folder(DataKind::Log) {
        let _ = disk.system.make_folder(&folder);
        let _ = replace(&*disk.system, &folder.join(FILE), renderer.as_bytes(), None);
    }
}

/// Takes the mark away: there is a window, or an answer why there is none.
pub fn end_trying(disk: &Disk) {
    if let Some(folder) = disk.folder(DataKind::Log) {
        let _ = disk.system.remove(&folder.join(FILE));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::system::RealFileSystem;
    use super::*;

    #[test]
    fn what_ended_the_last_start_is_known_until_something_is_tried_with_success() {
        let folder = tempfile::tempdir().unwrap();
        let disk = Disk::over(Arc::new(RealFileSystem), folder.path());
        assert_eq!(fell_with(&disk), None);
        begin_trying(&disk, "wgpu");
        assert_eq!(fell_with(&disk).as_deref(), Some("wgpu"));
        begin_trying(&disk, "glow");
        assert_eq!(fell_with(&disk).as_deref(), Some("glow"));
        end_trying(&disk);
        assert_eq!(fell_with(&disk), None);
    }
}
