//! A disk that takes its time or fails when it is told to, for tests that hold it under a window.

use std::fs::{File, Metadata, Permissions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU64, Ordering};
use std::thread::{self, ThreadId};
use std::time::Duration;

use sortie::disk::{DiskEntry, FileSystem, ListedFile, RealFileSystem, Visibility};

/// The disk.
#[derive(Default)]
pub struct OddDisk {
    /// How long a wait for the drive takes, in milliseconds.
    pub sync_millis: AtomicU64,
    /// How long every call takes, in milliseconds.
    pub call_millis: AtomicU64,
    /// How long a file takes to be removed, in milliseconds.
    pub remove_millis: AtomicU64,
    /// Whether it takes that long until it is told to go on.
    pub is_held: AtomicBool,
    /// What writing below the app's own folder fails with; nothing while it is 0.
    pub error: AtomicI32,
    /// The thread that draws, which is to make no call, and those that it made.
    pub watched: Mutex<(Option<ThreadId>, Vec<&'static str>)>,
    /// How many calls there were.
    pub n_calls: AtomicU64,
}

impl OddDisk {
    fn pass<T>(&self, name: &'static str, work: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        self.n_calls.fetch_add(1, Ordering::SeqCst);
        let mut watched = self.watched.lock().expect("nobody fell");
        if watched.0 == Some(thread::current().id()) {
            watched.1.push(name);
        }
        drop(watched);
        thread::sleep(Duration::from_millis(self.call_millis.load(Ordering::SeqCst)));
        work()
    }

    fn pass_own<T>(
        &self,
        name: &'static str,
        path: &Path,
        work: impl FnOnce() -> io::Result<T>,
    ) -> io::Result<T> {
        let error = self.error.load(Ordering::SeqCst);
        let is_own = path.components().any(|part| part.as_os_str() == "data");
        let fail = || Err(io::Error::from_raw_os_error(error));
        self.pass(name, || if error != 0 && is_own { fail() } else { work() })
    }
}

impl FileSystem for OddDisk {
    fn look(&self, path: &Path) -> io::Result<DiskEntry> {
        self.pass("look", || RealFileSystem.look(path))
    }

    fn facts(&self, path: &Path) -> io::Result<Metadata> {
        self.pass("facts", || RealFileSystem.facts(path))
    }

    fn whole(&self, path: &Path) -> io::Result<PathBuf> {
        self.pass("whole", || RealFileSystem.whole(path))
    }

    fn open(&self, path: &Path) -> io::Result<File> {
        self.pass("open", || RealFileSystem.open(path))
    }

    fn probe(&self, path: &Path) -> io::Result<()> {
        self.pass("probe", || RealFileSystem.probe(path))
    }

    fn read(&self, path: &Path, limit: u64) -> io::Result<Option<Vec<u8>>> {
        self.pass("read", || RealFileSystem.read(path, limit))
    }

    fn create(&self, path: &Path, visibility: Visibility) -> io::Result<File> {
        self.pass_own("create", path, || RealFileSystem.create(path, visibility))
    }

    fn permit(&self, file: &File, permissions: Permissions) -> io::Result<()> {
        self.pass("permit", || RealFileSystem.permit(file, permissions))
    }

    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        self.pass("write", || RealFileSystem.write(file, bytes))
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        thread::sleep(Duration::from_millis(self.sync_millis.load(Ordering::SeqCst)));
        while self.is_held.load(Ordering::SeqCst) {
            thread::sleep(Duration::from_millis(5));
        }
        self.pass("sync", || RealFileSystem.sync(file))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.pass_own("rename", to, || RealFileSystem.rename(from, to))
    }

    fn sync_name(&self, file: &File, folder: &Path) -> io::Result<()> {
        thread::sleep(Duration::from_millis(self.sync_millis.load(Ordering::SeqCst)));
        self.pass("sync_name", || RealFileSystem.sync_name(file, folder))
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.pass_own("link", to, || RealFileSystem.link(from, to))
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        self.pass_own("make_folder", folder, || RealFileSystem.make_folder(folder))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        thread::sleep(Duration::from_millis(self.remove_millis.load(Ordering::SeqCst)));
        self.pass("remove", || RealFileSystem.remove(path))
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        self.pass("remove_folder", || RealFileSystem.remove_folder(folder))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        self.pass("list", || RealFileSystem.list(folder))
    }

    fn entries(&self, folder: &Path) -> io::Result<Vec<(PathBuf, bool)>> {
        self.pass("entries", || RealFileSystem.entries(folder))
    }

    fn is_abandoned(&self, path: &Path) -> bool {
        self.pass("is_abandoned", || Ok(RealFileSystem.is_abandoned(path))).unwrap_or(false)
    }

    fn hold(&self, path: &Path) -> io::Result<Option<File>> {
        self.pass_own("hold", path, || RealFileSystem.hold(path))
    }

    fn weigh(&self, folder: &Path) -> io::Result<Vec<ListedFile>> {
        self.pass("weigh", || RealFileSystem.weigh(folder))
    }

    fn drive(&self, path: &Path) -> io::Result<Option<u64>> {
        self.pass("drive", || RealFileSystem.drive(path))
    }
}
