//! The save protocol: new bytes in the place of a file, so that after any fault either the old ones or the new ones
//! are there, whole.
//!
//! The bytes go to a temporary in the same folder, are waited for, and take the file's name by a rename, which is then
//! waited for as well. Without the first wait a power cut leaves an empty file behind, without the second the old one.

use std::ffi::OsStr;
use std::fs::{File, Permissions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use sortie_engine::plan::{MAX_BYTES, PlanFault};

use super::name::is_device_path;
use super::stamp::ContentStamp;
use super::system::{DiskEntry, FileSystem, Visibility, is_held};

/// A file that holds what it was asked to hold.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedFile {
    /// What it holds, to tell later whether somebody else changed it.
    pub stamp: ContentStamp,
    /// Whether it would survive a power cut in the next seconds; where not, the drive said so.
    pub is_durable: bool,
    /// Whether the file had other names, by hard links: they lead to what it held before.
    pub left_names: bool,
}

/// Why a file was not saved. What stood there before stands there still, byte for byte.
#[derive(Clone, Debug, PartialEq)]
pub enum SaveFault {
    /// The plan has these faults, and a file with them could not be opened again.
    Faults(Vec<PlanFault>),
    /// The file, or the drive, may only be read.
    ReadOnly,
    /// Somebody else changed the file since it was read.
    ChangedOutside,
    /// A folder, a device or a pipe stands there.
    NotAFile,
    /// The drive is full, or the person's share of it.
    NoSpace,
    /// The system does not let the person write into the folder.
    NoPermission,
    /// The folder is not there.
    NoFolder,
    /// No file can have this name.
    BadName,
    /// The drive or the network gave up.
    Unwritable,
    /// A file of this name is there already, and it was not to be replaced.
    Taken,
    /// The folder is on another drive than when the file was opened: the drive it was on is not there.
    DriveGone,
    /// Another program has the file open and does not share it.
    HeldByOther,
}

/// Puts `bytes` into a new file at `path`; whatever stands there already stays, and nobody ever finds it half written or
/// empty.
pub(super) fn add(system: &dyn FileSystem, path: &Path, bytes: &[u8]) -> Result<SavedFile, SaveFault> {
    if is_device_path(path) {
        return Err(SaveFault::BadName);
    }
    if !matches!(system.look(path).map_err(in_kind)?, DiskEntry::Nothing) {
        return Err(SaveFault::Taken);
    }
    let folder = folder_of(path);
    sweep(system, folder);
    let temporary = folder.join(temporary_name());
    let mut file = system.create(&temporary, Visibility::Seen).map_err(in_kind)?;
    let added = fill(system, &mut file, None, bytes).and_then(|()| give_name(system, &temporary, path));
    // A temporary that cannot be removed now is swept by a later save.
    let _ = system.remove(&temporary);
    added?;
    let is_durable = system.sync_name(&file, folder).is_ok();
    Ok(SavedFile { stamp: ContentStamp::of(bytes), is_durable, left_names: false })
}

/// Gives the file at `temporary` the name `path` unless something has it. A rename would replace that; a second name does
/// not. On drives that know no second names, such as memory sticks, the look just before has to do.
fn give_name(system: &dyn FileSystem, temporary: &Path, path: &Path) -> Result<(), SaveFault> {
    match system.link(temporary, path) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(SaveFault::Taken),
        Err(_) if matches!(system.look(path), Ok(DiskEntry::Nothing)) => {
            system.rename(temporary, path).map_err(in_kind)
        }
        Err(error) => Err(in_kind(error)),
    }
}

/// Puts `bytes` in the place of the file at `path`, or of the file that a link there leads to. `expected` is what
/// the file held when it was last read or written; where it is none, whatever file stands there is replaced, so a
/// person has agreed to that.
pub(super) fn replace(
    system: &dyn FileSystem,
    path: &Path,
    bytes: &[u8],
    expected: Option<&ContentStamp>,
) -> Result<SavedFile, SaveFault> {
    let target = follow(system, path)?;
    if is_device_path(&target) {
        return Err(SaveFault::BadName);
    }
    let folder = folder_of(&target);
    let (permissions, left_names) = replaceable(system, &target, expected)?;
    sweep(system, folder);
    let temporary = folder.join(temporary_name());
    // What stands there already gives its looks to the new file; a file with nobody to give it any would stay hidden.
    let visibility = if permissions.is_some() { Visibility::Hidden } else { Visibility::Seen };
    let mut file = system.create(&temporary, visibility).map_err(in_kind)?;
    // After a wait that failed the system may believe the bytes safe: nothing is tried again on the same file.
    let moved = fill(system, &mut file, permissions, bytes)
        .and_then(|()| replaceable(system, &target, expected))
        .and_then(|_| system.rename(&temporary, &target).map_err(in_kind));
    if let Err(fault) = moved {
        drop(file);
        // A temporary that cannot be removed now is swept by a later save.
        let _ = system.remove(&temporary);
        return Err(fault);
    }
    let is_durable = system.sync_name(&file, folder).is_ok();
    Ok(SavedFile { stamp: ContentStamp::of(bytes), is_durable, left_names })
}

/// The path that links at `path` lead to, whether or not something stands there.
pub(super) fn follow(system: &dyn FileSystem, path: &Path) -> Result<PathBuf, SaveFault> {
    const MAX_LINKS: usize = 40;
    let mut target = path.to_owned();
    for _ in 0..MAX_LINKS {
        match system.look(&target).map_err(in_kind)? {
            DiskEntry::Link(to) => target = folder_of(&target).join(to),
            _ => return Ok(target),
        }
    }
    Err(SaveFault::NotAFile)
}

/// The permissions of the file at `target`, or none where nothing stands there, and whether it has other names; a fault
/// where what stands there must not be replaced.
fn replaceable(
    system: &dyn FileSystem,
    target: &Path,
    expected: Option<&ContentStamp>,
) -> Result<(Option<Permissions>, bool), SaveFault> {
    let (permissions, n_names) = match system.look(target).map_err(in_kind)? {
        DiskEntry::Nothing => return Ok((None, false)),
        DiskEntry::File { permissions, n_names } => (permissions, n_names),
        DiskEntry::Link(_) | DiskEntry::Other => return Err(SaveFault::NotAFile),
    };
    // A rename would go through, since it asks for the folder's permission alone.
    if permissions.readonly() {
        return Err(SaveFault::ReadOnly);
    }
    system.probe(target).map_err(|error| match in_kind(error) {
        SaveFault::NoPermission => SaveFault::ReadOnly,
        fault => fault,
    })?;
    if let Some(expected) = expected {
        let found = system.read(target, MAX_BYTES).map_err(in_kind)?;
        if found.is_none_or(|bytes| ContentStamp::of(&bytes) != *expected) {
            return Err(SaveFault::ChangedOutside);
        }
    }
    Ok((Some(permissions), n_names > 1))
}

fn fill(
    system: &dyn FileSystem,
    file: &mut File,
    permissions: Option<Permissions>,
    bytes: &[u8],
) -> Result<(), SaveFault> {
    // Before the bytes: what only its owner may read is at no time open to others. On Windows it is seen from here on.
    permissions.map_or(Ok(()), |permissions| system.permit(file, permissions)).map_err(in_kind)?;
    system.write(file, bytes).map_err(in_kind)?;
    system.sync(file).map_err(in_kind)
}

/// Removes the temporaries of programs that fell while they saved.
fn sweep(system: &dyn FileSystem, folder: &Path) {
    let Ok(paths) = system.list(folder) else { return };
    for path in paths.iter().filter(|path| path.file_name().is_some_and(is_temporary_name)) {
        if system.is_abandoned(path) {
            let _ = system.remove(path);
        }
    }
}

const PREFIX: &str = ".sortie-";
const SUFFIX: &str = ".tmp";

/// A name that no other save uses, short, so that it fits wherever the file's own name does.
pub(super) fn temporary_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let time = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.subsec_nanos());
    format!("{PREFIX}{:x}-{time:x}-{count:x}{SUFFIX}", std::process::id())
}

fn is_temporary_name(name: &OsStr) -> bool {
    name.to_str().is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(SUFFIX))
}

pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[expect(clippy::needless_pass_by_value, reason = "it is what map_err hands over")]
pub(super) fn in_kind(error: io::Error) -> SaveFault {
    if is_held(&error) {
        return SaveFault::HeldByOther;
    }
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            SaveFault::NoSpace
        }
        io::ErrorKind::ReadOnlyFilesystem => SaveFault::ReadOnly,
        io::ErrorKind::PermissionDenied => SaveFault::NoPermission,
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => SaveFault::NoFolder,
        io::ErrorKind::InvalidFilename | io::ErrorKind::InvalidInput => SaveFault::BadName,
        _ => SaveFault::Unwritable,
    }
}

#[cfg(test)]
mod tests;
