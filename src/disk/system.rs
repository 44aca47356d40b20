//! The few calls of the system that reading and saving need, behind a trait: tests let each of them fail in turn.

use std::fs::{self, File, OpenOptions, Permissions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::list::entries_of;

/// What stands at a path.
pub(super) enum DiskEntry {
    /// Nothing.
    Nothing,
    /// A link to this path.
    Link(PathBuf),
    /// A file, with what may be done to it.
    File(Permissions),
    /// A folder, a device, a pipe: nothing a plan can be in.
    Other,
}

/// The calls of the system.
pub(super) trait FileSystem {
    /// An open file.
    type File;

    /// What stands at `path` itself, links not followed.
    fn look(&self, path: &Path) -> io::Result<DiskEntry>;
    /// Whether the file there lets itself be written to; its content stays.
    fn probe(&self, path: &Path) -> io::Result<()>;
    /// The content of the regular file at `path`, or nothing where it is longer than `limit`.
    fn read(&self, path: &Path, limit: u64) -> io::Result<Option<Vec<u8>>>;
    /// A new file, held by a lock until it is closed; an error where something stands there.
    fn create(&self, path: &Path) -> io::Result<Self::File>;
    /// Lets the file be used as another was.
    fn permit(&self, file: &Self::File, permissions: Permissions) -> io::Result<()>;
    /// Writes all bytes.
    fn write(&self, file: &mut Self::File, bytes: &[u8]) -> io::Result<()>;
    /// Waits until the file's content would survive a power cut.
    fn sync(&self, file: &Self::File) -> io::Result<()>;
    /// Puts the file at `from` in the place of the one at `to`, which no reader ever finds missing or half written.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Waits until the names in the folder would survive a power cut.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// What is in a folder.
    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>>;
    /// Whether no running program holds the file that [`FileSystem::create`] made.
    fn is_abandoned(&self, path: &Path) -> bool;
}

/// The system itself.
pub(super) struct RealFileSystem;

impl FileSystem for RealFileSystem {
    type File = File;

    fn look(&self, path: &Path) -> io::Result<DiskEntry> {
        let facts = match path.symlink_metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(DiskEntry::Nothing),
            facts => facts?,
        };
        Ok(if facts.is_symlink() {
            DiskEntry::Link(fs::read_link(path)?)
        } else if facts.is_file() {
            DiskEntry::File(facts.permissions())
        } else {
            DiskEntry::Other
        })
    }

    fn probe(&self, path: &Path) -> io::Result<()> {
        without_waiting(OpenOptions::new().write(true)).open(path).map(drop)
    }

    fn read(&self, path: &Path, limit: u64) -> io::Result<Option<Vec<u8>>> {
        let file = without_waiting(OpenOptions::new().read(true)).open(path)?;
        let facts = file.metadata()?;
        // The path was a file when it was looked at; it may have become a pipe since.
        if !facts.is_file() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let mut bytes = vec![];
        if facts.len() <= limit {
            file.take(limit + 1).read_to_end(&mut bytes)?;
        }
        let is_whole = facts.len() <= limit && bytes.len() as u64 <= limit;
        Ok(is_whole.then_some(bytes))
    }

    fn create(&self, path: &Path) -> io::Result<File> {
        let file = OpenOptions::new().write(true).create_new(true).open(path)?;
        // A drive that knows no locks only means that a temporary left there by a crash is never swept.
        let _ = file.try_lock();
        Ok(file)
    }

    fn permit(&self, file: &File, permissions: Permissions) -> io::Result<()> {
        file.set_permissions(permissions)
    }

    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        file.write_all(bytes)
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        file.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        // Only Unix opens a folder as a file; elsewhere the rename itself is all there is to ask for.
        if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        entries_of(folder)
    }

    fn is_abandoned(&self, path: &Path) -> bool {
        let is_file = path.symlink_metadata().is_ok_and(|facts| facts.is_file());
        let file = is_file.then(|| without_waiting(OpenOptions::new().write(true)).open(path));
        let Some(Ok(file)) = file else { return false };
        match file.try_lock() {
            Ok(()) => true,
            Err(TryLockError::WouldBlock | TryLockError::Error(_)) => false,
        }
    }
}

impl RealFileSystem {
    /// The regular file at `path`, to be read piece by piece.
    pub(super) fn open(&self, path: &Path) -> io::Result<File> {
        let file = without_waiting(OpenOptions::new().read(true)).open(path)?;
        if file.metadata()?.is_file() { Ok(file) } else { Err(io::ErrorKind::InvalidInput.into()) }
    }
}

/// Opening a pipe that nobody writes to would wait for ever.
fn without_waiting(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(options, libc::O_NONBLOCK | libc::O_NOCTTY);
    options
}
