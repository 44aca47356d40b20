//! A disk that takes its time or fails when it is told to, for tests that hold it under a window.

use std::fs::{File, Permissions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use sortie::disk::{DiskEntry, FileSystem, ListedFile, RealFileSystem};

/// The disk.
#[derive(Default)]
pub struct OddDisk {
    /// How long a wait for the drive takes, in milliseconds.
    pub sync_millis: AtomicU64,
    /// Whether it takes that long until it is told to go on.
    pub is_held: AtomicBool,
    /// What writing below the app's own folder fails with; nothing while it is 0.
    pub error: AtomicI32,
}

impl OddDisk {
    fn pass<T>(&self, path: &Path, work: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        let error = self.error.load(Ordering::SeqCst);
        let is_own = path.components().any(|part| part.as_os_str() == "data");
        if error != 0 && is_own { Err(io::Error::from_raw_os_error(error)) } else { work() }
    }
}

impl FileSystem for OddDisk {
    fn look(&self, path: &Path) -> io::Result<DiskEntry> {
        RealFileSystem.look(path)
    }

    fn probe(&self, path: &Path) -> io::Result<()> {
        RealFileSystem.probe(path)
    }

    fn read(&self, path: &Path, limit: u64) -> io::Result<Option<Vec<u8>>> {
        RealFileSystem.read(path, limit)
    }

    fn create(&self, path: &Path) -> io::Result<File> {
        self.pass(path, || RealFileSystem.create(path))
    }

    fn permit(&self, file: &File, permissions: Permissions) -> io::Result<()> {
        RealFileSystem.permit(file, permissions)
    }

    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        RealFileSystem.write(file, bytes)
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        thread::sleep(Duration::from_millis(self.sync_millis.load(Ordering::SeqCst)));
        while self.is_held.load(Ordering::SeqCst) {
            thread::sleep(Duration::from_millis(5));
        }
        RealFileSystem.sync(file)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.pass(to, || RealFileSystem.rename(from, to))
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        RealFileSystem.sync_folder(folder)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.pass(to, || RealFileSystem.link(from, to))
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        self.pass(folder, || RealFileSystem.make_folder(folder))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        RealFileSystem.remove(path)
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        RealFileSystem.remove_folder(folder)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        RealFileSystem.list(folder)
    }

    fn is_abandoned(&self, path: &Path) -> bool {
        RealFileSystem.is_abandoned(path)
    }

    fn hold(&self, path: &Path) -> io::Result<Option<File>> {
        self.pass(path, || RealFileSystem.hold(path))
    }

    fn weigh(&self, folder: &Path) -> io::Result<Vec<ListedFile>> {
        RealFileSystem.weigh(folder)
    }

    fn drive(&self, path: &Path) -> io::Result<Option<u64>> {
        RealFileSystem.drive(path)
    }
}
