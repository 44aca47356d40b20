//! The save protocol: new bytes in the place of a file, so that after any fault either the old ones or the new ones
//! are there, whole.
//!
//! The bytes go to a temporary in the same folder, are waited for, and take the file's name by a rename, which is then
//! waited for as well. Without the first wait a power cut leaves an empty file behind, without the second the old one.

use std::ffi::OsStr;
use std::fs::Permissions;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use sortie_engine::plan::{MAX_BYTES, PlanFault};

use super::stamp::ContentStamp;
use super::system::{DiskEntry, FileSystem};

/// A file that holds what it was asked to hold.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedFile {
    /// What it holds, to tell later whether somebody else changed it.
    pub stamp: ContentStamp,
    /// Whether it would survive a power cut in the next seconds; where not, the drive said so.
    pub is_durable: bool,
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
}

/// Puts `bytes` into a new file at `path`; whatever stands there already stays.
pub(super) fn add<S: FileSystem>(system: &S, path: &Path, bytes: &[u8]) -> Result<SavedFile, SaveFault> {
    // The name is taken first, by a file with nothing in it: a rename would replace what came there in between.
    let taken = system.create(path).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => SaveFault::Taken,
        _ => in_kind(error),
    })?;
    drop(taken);
    let saved = replace(system, path, bytes, Some(&ContentStamp::of(b"")));
    if matches!(&saved, Err(fault) if *fault != SaveFault::ChangedOutside) {
        let _ = system.remove(path);
    }
    saved
}

/// Puts `bytes` in the place of the file at `path`, or of the file that a link there leads to. `expected` is what
/// the file held when it was last read or written; where it is none, whatever file stands there is replaced, so a
/// person has agreed to that.
pub(super) fn replace<S: FileSystem>(
    system: &S,
    path: &Path,
    bytes: &[u8],
    expected: Option<&ContentStamp>,
) -> Result<SavedFile, SaveFault> {
    let target = follow(system, path)?;
    let folder = folder_of(&target);
    let permissions = replaceable(system, &target, expected)?;
    sweep(system, folder);
    let temporary = folder.join(temporary_name());
    let mut file = system.create(&temporary).map_err(in_kind)?;
    // After a wait that failed the system may believe the bytes safe: nothing is tried again on the same file.
    let moved = fill(system, &mut file, permissions, bytes)
        .and_then(|()| replaceable(system, &target, expected))
        .and_then(|_| system.rename(&temporary, &target).map_err(in_kind));
    drop(file);
    if let Err(fault) = moved {
        // A temporary that cannot be removed now is swept by a later save.
        let _ = system.remove(&temporary);
        return Err(fault);
    }
    let is_durable = system.sync_folder(folder).is_ok();
    Ok(SavedFile { stamp: ContentStamp::of(bytes), is_durable })
}

/// The path that links at `path` lead to, whether or not something stands there.
fn follow<S: FileSystem>(system: &S, path: &Path) -> Result<PathBuf, SaveFault> {
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

/// The permissions of the file at `target`, or none where nothing stands there; a fault where what stands there must
/// not be replaced.
fn replaceable<S: FileSystem>(
    system: &S,
    target: &Path,
    expected: Option<&ContentStamp>,
) -> Result<Option<Permissions>, SaveFault> {
    let permissions = match system.look(target).map_err(in_kind)? {
        DiskEntry::Nothing => return Ok(None),
        DiskEntry::File(permissions) => permissions,
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
    Ok(Some(permissions))
}

fn fill<S: FileSystem>(
    system: &S,
    file: &mut S::File,
    permissions: Option<Permissions>,
    bytes: &[u8],
) -> Result<(), SaveFault> {
    // Before the bytes: what only its owner may read is at no time open to others.
    permissions.map_or(Ok(()), |permissions| system.permit(file, permissions)).map_err(in_kind)?;
    system.write(file, bytes).map_err(in_kind)?;
    system.sync(file).map_err(in_kind)
}

/// Removes the temporaries of programs that fell while they saved.
fn sweep<S: FileSystem>(system: &S, folder: &Path) {
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
fn temporary_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let time = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.subsec_nanos());
    format!("{PREFIX}{:x}-{time:x}-{count:x}{SUFFIX}", std::process::id())
}

fn is_temporary_name(name: &OsStr) -> bool {
    name.to_str().is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(SUFFIX))
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[expect(clippy::needless_pass_by_value, reason = "it is what map_err hands over")]
fn in_kind(error: io::Error) -> SaveFault {
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
