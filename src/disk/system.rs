//! The few calls of the system that reading and saving need, behind a trait: tests let each of them fail in turn.

use std::fs::{self, File, Metadata, OpenOptions, Permissions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::list::{entries_of, typed_entries_of};

/// What stands at a path.
#[derive(Debug)]
pub enum DiskEntry {
    /// Nothing.
    Nothing,
    /// A link to this path.
    Link(PathBuf),
    /// A file.
    File {
        /// What may be done to it.
        permissions: Permissions,
        /// How many names lead to it, 1 and up; 1 where the system does not tell.
        n_names: u64,
    },
    /// A folder, a device, a pipe: nothing a plan can be in.
    Other,
}

/// Whether a new file is seen in lists of its folder, on systems that hide files by a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// It is.
    Seen,
    /// It is not.
    Hidden,
}

/// What is in a folder, as far as a list of it tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its size.
    pub n_bytes: u64,
    /// When it was last written.
    pub at: SystemTime,
}

/// The calls of the system.
///
/// Each of them answers with the error of the system where it does not work.
pub trait FileSystem: Send + Sync {
    /// What stands at `path` itself, links not followed.
    fn look(&self, path: &Path) -> io::Result<DiskEntry>;
    /// What is known of the file or folder that `path` leads to, links followed.
    fn facts(&self, path: &Path) -> io::Result<Metadata>;
    /// The one path of what stands at `path`, without links and detours.
    fn whole(&self, path: &Path) -> io::Result<PathBuf>;
    /// The regular file at `path`, to be read piece by piece.
    fn open(&self, path: &Path) -> io::Result<File>;
    /// Whether the file there lets itself be written to; its content stays.
    fn probe(&self, path: &Path) -> io::Result<()>;
    /// The content of the regular file at `path`, or nothing where it is longer than `limit`.
    fn read(&self, path: &Path, limit: u64) -> io::Result<Option<Vec<u8>>>;
    /// A new file, held by a lock until it is closed; an error where something stands there. A hidden one stays so until it is
    /// let be used as another was.
    fn create(&self, path: &Path, visibility: Visibility) -> io::Result<File>;
    /// Lets the file be used as another was.
    fn permit(&self, file: &File, permissions: Permissions) -> io::Result<()>;
    /// Writes all bytes.
    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()>;
    /// Waits until the file's content would survive a power cut.
    fn sync(&self, file: &File) -> io::Result<()>;
    /// Puts the file at `from` in the place of the one at `to`, which no reader ever finds missing or half written.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Waits until the name that `file` was given in `folder` would survive a power cut.
    fn sync_name(&self, file: &File, folder: &Path) -> io::Result<()>;
    /// Gives the file at `from` a second name, `to`; an error where something stands there.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Makes a folder and those that it stands in, where they are not there.
    fn make_folder(&self, folder: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Removes a folder with nothing in it.
    fn remove_folder(&self, folder: &Path) -> io::Result<()>;
    /// What is in a folder.
    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>>;
    /// What is in a folder, as far as it can be read; `true` marks a folder, or a link to one.
    fn entries(&self, folder: &Path) -> io::Result<Vec<(PathBuf, bool)>>;
    /// Whether no running program holds the file that [`FileSystem::create`] made.
    fn is_abandoned(&self, path: &Path) -> bool;
    /// The file at `path`, made where it is not there, held by a lock until it is closed; nothing where somebody else
    /// holds it.
    fn hold(&self, path: &Path) -> io::Result<Option<File>>;
    /// The files in a folder with their sizes; those of its folders not counted.
    fn weigh(&self, folder: &Path) -> io::Result<Vec<ListedFile>>;
    /// Which drive `path` is on, as a number that is the same as long as the drive stays in its place; nothing where the
    /// system does not tell.
    fn drive(&self, path: &Path) -> io::Result<Option<u64>>;
}

/// The system itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealFileSystem;

impl FileSystem for RealFileSystem {
    fn look(&self, path: &Path) -> io::Result<DiskEntry> {
        let facts = match path.symlink_metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(DiskEntry::Nothing),
            facts => facts?,
        };
        Ok(if facts.is_symlink() {
            DiskEntry::Link(fs::read_link(path)?)
        } else if facts.is_file() {
            DiskEntry::File { permissions: facts.permissions(), n_names: n_names(&facts) }
        } else {
            DiskEntry::Other
        })
    }

    fn facts(&self, path: &Path) -> io::Result<Metadata> {
        path.metadata()
    }

    fn whole(&self, path: &Path) -> io::Result<PathBuf> {
        path.canonicalize()
    }

    fn open(&self, path: &Path) -> io::Result<File> {
        let file = patiently(|| without_waiting(OpenOptions::new().read(true)).open(path))?;
        if file.metadata()?.is_file() { Ok(file) } else { Err(io::ErrorKind::InvalidInput.into()) }
    }

    fn probe(&self, path: &Path) -> io::Result<()> {
        patiently(|| without_waiting(OpenOptions::new().write(true)).open(path).map(drop))
    }

    fn read(&self, path: &Path, limit: u64) -> io::Result<Option<Vec<u8>>> {
        let file = patiently(|| without_waiting(OpenOptions::new().read(true)).open(path))?;
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

    fn create(&self, path: &Path, visibility: Visibility) -> io::Result<File> {
        let file = saved_through(OpenOptions::new().write(true).create_new(true), visibility).open(path)?;
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
        patiently(|| fs::rename(from, to).map_err(as_held))
    }

    fn sync_name(&self, file: &File, folder: &Path) -> io::Result<()> {
        // Unix opens a folder as a file. Windows writes names and files into one log in their order: once the file is waited
        // for again, the name that it was given before is safe too.
        if cfg!(unix) { File::open(folder)?.sync_all() } else { file.sync_all() }
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        patiently(|| fs::remove_file(path))
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        fs::remove_dir(folder)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        entries_of(folder)
    }

    fn entries(&self, folder: &Path) -> io::Result<Vec<(PathBuf, bool)>> {
        typed_entries_of(folder)
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

    fn hold(&self, path: &Path) -> io::Result<Option<File>> {
        let file = without_waiting(OpenOptions::new().write(true).create(true).truncate(false)).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    fn weigh(&self, folder: &Path) -> io::Result<Vec<ListedFile>> {
        let mut found = vec![];
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let facts = entry.metadata()?;
            if facts.is_file() {
                let at = facts.modified().unwrap_or(UNIX_EPOCH);
                found.push(ListedFile { path: entry.path(), n_bytes: facts.len(), at });
            }
        }
        Ok(found)
    }

    fn drive(&self, path: &Path) -> io::Result<Option<u64>> {
        path.metadata().map(|facts| drive_of(&facts))
    }
}

/// How often a file is asked for that another program holds for a moment, such as one that looks for viruses.
const TRIES: u32 = 6;
/// How long is waited before it is asked for once more; twice as long each time, about two seconds in all.
const FIRST_WAIT: Duration = Duration::from_millis(30);

/// Does `work` again and again while another program holds the file, for about two seconds.
fn patiently<T>(mut work: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    let mut wait = FIRST_WAIT;
    for _ in 1..TRIES {
        match work() {
            Err(error) if is_held(&error) => std::thread::sleep(wait),
            answer => return answer,
        }
        wait *= 2;
    }
    work()
}

/// Whether the error says that another program holds the file: it shares it with nobody, or keeps a part of it locked.
pub(super) fn is_held(error: &io::Error) -> bool {
    const SHARING_VIOLATION: i32 = 32;
    const LOCK_VIOLATION: i32 = 33;
    let is_of_windows = matches!(error.raw_os_error(), Some(SHARING_VIOLATION | LOCK_VIOLATION));
    (cfg!(windows) && is_of_windows)
        || matches!(error.kind(), io::ErrorKind::ResourceBusy | io::ErrorKind::ExecutableFileBusy)
}

/// Windows denies a rename over a file that another program lets be read and written but not replaced. The file was written
/// to just before, so that it is no lack of permission.
fn as_held(error: io::Error) -> io::Error {
    let is_denied = cfg!(windows) && error.kind() == io::ErrorKind::PermissionDenied;
    if is_denied { io::ErrorKind::ResourceBusy.into() } else { error }
}

/// Windows writes such a file without keeping it back, and hides it where that is wanted.
fn saved_through(options: &mut OpenOptions, visibility: Visibility) -> &mut OpenOptions {
    #[cfg(windows)]
    {
        use std::os::windows::fs::OpenOptionsExt;
        const WRITE_THROUGH: u32 = 0x8000_0000;
        const HIDDEN: u32 = 0x2;
        options.custom_flags(WRITE_THROUGH);
        if visibility == Visibility::Hidden {
            options.attributes(HIDDEN);
        }
    }
    let _ = visibility;
    options
}

#[cfg(unix)]
fn n_names(facts: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(facts)
}

#[cfg(not(unix))]
fn n_names(_: &Metadata) -> u64 {
    1
}

#[cfg(unix)]
fn drive_of(facts: &Metadata) -> Option<u64> {
    Some(std::os::unix::fs::MetadataExt::dev(facts))
}

#[cfg(not(unix))]
fn drive_of(_: &Metadata) -> Option<u64> {
    None
}

/// Opening a pipe that nobody writes to would wait for ever.
fn without_waiting(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(options, libc::O_NONBLOCK | libc::O_NOCTTY);
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_another_program_holds_for_a_moment_is_asked_for_again() {
        let mut n_calls = 0;
        let mut held_for = |n_held: u32| {
            n_calls = 0;
            let answer = patiently(|| {
                n_calls += 1;
                if n_calls <= n_held { Err(io::ErrorKind::ResourceBusy.into()) } else { Ok(n_calls) }
            });
            (answer.ok(), n_calls)
        };
        assert_eq!(held_for(0), (Some(1), 1));
        assert_eq!(held_for(2), (Some(3), 3));
        assert_eq!(held_for(u32::MAX), (None, TRIES));
        let mut n_denied = 0;
        let denied = patiently(|| -> io::Result<()> {
            n_denied += 1;
            Err(io::ErrorKind::PermissionDenied.into())
        });
        assert!(denied.is_err() && n_denied == 1, "only what passes by itself is waited for");
    }

    #[test]
    fn a_file_that_was_hidden_while_it_was_written_is_seen_once_it_is_in_the_place_of_another() {
        let folder = tempfile::tempdir().unwrap();
        let [old, new] = ["old", "new"].map(|name| folder.path().join(name));
        drop(RealFileSystem.create(&old, Visibility::Seen).unwrap());
        let file = RealFileSystem.create(&new, Visibility::Hidden).unwrap();
        RealFileSystem.permit(&file, old.metadata().unwrap().permissions()).unwrap();
        RealFileSystem.rename(&new, &old).unwrap();
        RealFileSystem.sync_name(&file, folder.path()).unwrap();
        assert_eq!(RealFileSystem.list(folder.path()).unwrap(), std::slice::from_ref(&old));
        #[cfg(windows)]
        {
            use std::os::windows::fs::MetadataExt;
            assert_eq!(old.metadata().unwrap().file_attributes() & 0x2, 0);
        }
    }

    #[cfg(windows)]
    #[test]
    fn a_file_that_another_program_has_open_is_held_in_each_way_of_sharing_it() {
        use std::os::windows::fs::OpenOptionsExt;

        let folder = tempfile::tempdir().unwrap();
        let [old, new] = ["old", "new"].map(|name| folder.path().join(name));
        for name in [&old, &new] {
            drop(RealFileSystem.create(name, Visibility::Seen).unwrap());
        }
        const READ: u32 = 1;
        const WRITE: u32 = 2;
        for share in [0, READ, WRITE, READ | WRITE] {
            let held = OpenOptions::new().read(true).share_mode(share).open(&old).unwrap();
            let is_held_error = |error: io::Error| is_held(&error);
            assert!(RealFileSystem.rename(&new, &old).is_err_and(is_held_error), "shared by {share}");
            assert_eq!(RealFileSystem.probe(&old).is_err(), share & WRITE == 0, "shared by {share}");
            assert_eq!(RealFileSystem.read(&old, 10).is_err(), share & READ == 0, "shared by {share}");
            drop(held);
        }
        RealFileSystem.rename(&new, &old).unwrap();
    }
}
