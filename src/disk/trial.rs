//! A disk that fails when it is told to, for the tests of this room.

use std::fs::{File, Metadata, Permissions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::system::{DiskEntry, FileSystem, ListedFile, RealFileSystem, Visibility};

/// No space, a broken drive, no share of space left, no permission, nothing may be written: `ENOSPC`, `EIO`, `EDQUOT`,
/// `EACCES` and `EROFS`, or what Windows has for them.
pub const ERRORS: [i32; 5] = if cfg!(windows) { [112, 1_117, 1_295, 5, 19] } else { [28, 5, 122, 13, 30] };

/// A disk on which the calls from `first` to `last`, counted from 0, fail with `error`.
pub struct Faulty {
    first: usize,
    last: usize,
    error: i32,
    n_calls: AtomicUsize,
}

impl Faulty {
    /// One call fails.
    pub fn at(call: usize, error: i32) -> Self {
        Self { first: call, last: call, error, n_calls: AtomicUsize::new(0) }
    }

    /// Every call from this one on fails, as if the program had ended there.
    pub fn from(call: usize, error: i32) -> Self {
        Self { last: usize::MAX, ..Self::at(call, error) }
    }

    /// How many calls there were.
    pub fn n_calls(&self) -> usize {
        self.n_calls.load(Ordering::SeqCst)
    }

    fn call<T>(&self, work: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        let n = self.n_calls.fetch_add(1, Ordering::SeqCst);
        if (self.first..=self.last).contains(&n) {
            Err(io::Error::from_raw_os_error(self.error))
        } else {
            work()
        }
    }
}

impl FileSystem for Faulty {
    fn look(&self, path: &Path) -> io::Result<DiskEntry> {
        self.call(|| RealFileSystem.look(path))
    }

    fn facts(&self, path: &Path) -> io::Result<Metadata> {
        self.call(|| RealFileSystem.facts(path))
    }

    fn whole(&self, path: &Path) -> io::Result<PathBuf> {
        self.call(|| RealFileSystem.whole(path))
    }

    fn open(&self, path: &Path) -> io::Result<File> {
        self.call(|| RealFileSystem.open(path))
    }

    fn probe(&self, path: &Path) -> io::Result<()> {
        self.call(|| RealFileSystem.probe(path))
    }

    fn read(&self, path: &Path, limit: u64) -> io::Result<Option<Vec<u8>>> {
        self.call(|| RealFileSystem.read(path, limit))
    }

    fn create(&self, path: &Path, visibility: Visibility) -> io::Result<File> {
        self.call(|| RealFileSystem.create(path, visibility))
    }

    fn permit(&self, file: &File, permissions: Permissions) -> io::Result<()> {
        self.call(|| RealFileSystem.permit(file, permissions))
    }

    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        // A drive that fills up takes the first half.
        RealFileSystem.write(file, &bytes[..bytes.len() / 2])?;
        self.call(|| RealFileSystem.write(file, &bytes[bytes.len() / 2..]))
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        self.call(|| RealFileSystem.sync(file))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call(|| RealFileSystem.rename(from, to))
    }

    fn sync_name(&self, file: &File, folder: &Path) -> io::Result<()> {
        self.call(|| RealFileSystem.sync_name(file, folder))
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call(|| RealFileSystem.link(from, to))
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        self.call(|| RealFileSystem.make_folder(folder))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.call(|| RealFileSystem.remove(path))
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        self.call(|| RealFileSystem.remove_folder(folder))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        self.call(|| RealFileSystem.list(folder))
    }

    fn entries(&self, folder: &Path) -> io::Result<Vec<(PathBuf, bool)>> {
        self.call(|| RealFileSystem.entries(folder))
    }

    fn is_abandoned(&self, path: &Path) -> bool {
        self.call(|| Ok(RealFileSystem.is_abandoned(path))).unwrap_or(false)
    }

    fn hold(&self, path: &Path) -> io::Result<Option<File>> {
        self.call(|| RealFileSystem.hold(path))
    }

    fn weigh(&self, folder: &Path) -> io::Result<Vec<ListedFile>> {
        self.call(|| RealFileSystem.weigh(folder))
    }

    fn drive(&self, path: &Path) -> io::Result<Option<u64>> {
        self.call(|| RealFileSystem.drive(path))
    }
}
