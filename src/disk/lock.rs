//! Which window has a plan open: a side file in the app's own folder, held as long as the plan is open. A lock on the plan
//! itself would vanish at its first save, which puts another file in its place.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use super::place::{DataKind, Disk};
use super::replace::replace;
use super::system::{FileSystem, RealFileSystem};

/// More than this is not said about a holder.
const MAX_BYTES: u64 = 4_096;

/// Who has a plan open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockHolder {
    /// The number of the program on its machine.
    pub process: u64,
    /// The machine.
    pub host: String,
    /// Since when.
    pub since: SystemTime,
}

/// A plan that is open in this window alone.
#[derive(Debug)]
pub struct PlanLock {
    path: PathBuf,
    /// Held until the plan is closed.
    _lock: File,
}

/// What came of asking for a plan.
#[derive(Debug)]
pub enum LockAnswer {
    /// It is this window's.
    Mine(PlanLock),
    /// Another window has it; who that is, where that can be told.
    Theirs(Option<LockHolder>),
    /// Nobody can tell, such as where nothing may be kept. A save still sees what others changed.
    Unknown,
}

/// Asks for the plan at `path`.
pub fn lock_plan(disk: &Disk, path: &Path) -> LockAnswer {
    let Some(folder) = disk.folder(DataKind::Locks) else { return LockAnswer::Unknown };
    if disk.system.make_folder(&folder).is_err() {
        return LockAnswer::Unknown;
    }
    let key = disk.key_of(path);
    let (lock_path, told) = (folder.join(format!("{key}.lock")), folder.join(format!("{key}.by")));
    match disk.system.hold(&lock_path) {
        Ok(Some(lock)) => {
            // Only a courtesy to the next window: the lock is what counts. Apart from it, since some systems let nobody
            // read a file that is held.
            let _ = replace(&*disk.system, &told, LockHolder::own().written().as_bytes(), None);
            LockAnswer::Mine(PlanLock { path: lock_path, _lock: lock })
        }
        Ok(None) => {
            let bytes = disk.system.read(&told, MAX_BYTES).ok().flatten();
            LockAnswer::Theirs(bytes.and_then(|bytes| LockHolder::read(&bytes)))
        }
        Err(_) => LockAnswer::Unknown,
    }
}

impl PlanLock {
    /// Whether it is the lock of the plan at `path`.
    pub fn is_of(&self, disk: &Disk, path: &Path) -> bool {
        self.path.file_stem().is_some_and(|stem| stem.to_string_lossy() == disk.key_of(path))
    }
}

impl LockHolder {
    /// This program on this machine, from now on.
    fn own() -> Self {
        let named = ["COMPUTERNAME", "HOSTNAME"].into_iter().find_map(|name| std::env::var(name).ok());
        let told = || {
            let bytes = RealFileSystem.read(Path::new("/proc/sys/kernel/hostname"), MAX_BYTES).ok()??;
            String::from_utf8(bytes).ok()
        };
        let host = named.or_else(told).unwrap_or_default().trim().to_owned();
        Self { process: std::process::id().into(), host, since: SystemTime::now() }
    }

    fn written(&self) -> String {
        let since = self.since.duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
        json!({ "process": self.process, "host": self.host, "since": since }).to_string()
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let value: Value = serde_json::from_slice(bytes).ok()?;
        let since = UNIX_EPOCH.checked_add(Duration::from_secs(value.get("since")?.as_u64()?))?;
        let host = value.get("host")?.as_str()?.to_owned();
        Some(Self { process: value.get("process")?.as_u64()?, host, since })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::trial::{ERRORS, Faulty};
    use super::*;

    #[test]
    fn the_second_window_is_told_who_has_the_plan_until_the_first_lets_go() {
        let folder = tempfile::tempdir().unwrap();
        let disk = Disk::over(Arc::new(RealFileSystem), folder.path());
        let path = folder.path().join("shop.sortie");
        let LockAnswer::Mine(mine) = lock_plan(&disk, &path) else { panic!("nobody has it") };
        let LockAnswer::Theirs(Some(holder)) = lock_plan(&disk, &path) else { panic!("it is open") };
        assert_eq!(holder.process, u64::from(std::process::id()));
        assert!(holder.since.elapsed().unwrap() < Duration::from_secs(60));
        assert!(mine.is_of(&disk, &path) && !mine.is_of(&disk, &folder.path().join("other.sortie")));
        assert!(matches!(lock_plan(&disk, &folder.path().join("other.sortie")), LockAnswer::Mine(_)));
        // A save puts another file in the plan's place.
        replace(&RealFileSystem, &path, b"saved", None).unwrap();
        assert!(matches!(lock_plan(&disk, &path), LockAnswer::Theirs(_)), "the lock outlives a save");
        drop(mine);
        assert!(matches!(lock_plan(&disk, &path), LockAnswer::Mine(_)));
    }

    #[test]
    fn where_nothing_can_be_kept_nobody_is_locked_out() {
        for error in ERRORS {
            for call in 0..12 {
                let folder = tempfile::tempdir().unwrap();
                let disk = Disk::over(Arc::new(Faulty::from(call, error)), folder.path());
                let answer = lock_plan(&disk, &folder.path().join("shop.sortie"));
                assert!(!matches!(answer, LockAnswer::Theirs(_)), "call {call}, error {error}");
            }
        }
        assert!(matches!(lock_plan(&Disk::apart(), Path::new("shop.sortie")), LockAnswer::Unknown));
    }
}
