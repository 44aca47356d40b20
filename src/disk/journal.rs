//! The journal: what a window holds that is not saved, so that neither a crash nor a power cut takes more than a moment of
//! work. One file a window, beside one that the window holds as long as it runs: a journal whose lock can be taken is what
//! a crash left.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value, json};
use sortie_engine::plan::{MAX_BYTES, Plan, recall};

use super::place::{DataKind, Disk};
use super::replace::{SaveFault, in_kind, replace};

/// The endings of the two files of a window.
const JOURNAL: &str = "journal";
const LOCK: &str = "lock";
/// The word that says a file is a journal.
const FORMAT: &str = "sortie-journal";
/// A lock without a journal that is older than this belongs to nobody who is just starting.
const STALE: Duration = Duration::from_secs(3_600);

/// What a window holds that is not saved.
#[derive(Clone, Debug, PartialEq)]
pub struct JournalEntry {
    /// When it was taken down.
    pub at: SystemTime,
    /// Where the plan was opened from or saved to; nothing where it never was.
    pub path: Option<PathBuf>,
    /// The plan with its edits.
    pub plan: Plan,
    /// The plan as it was saved or as it began, to which undo leads back; nothing where it was made and never saved.
    pub base: Option<Plan>,
}

impl JournalEntry {
    /// A line that says what it is, then the plan, then what it began as. A plan's text has no line ends of its own.
    fn bytes(&self) -> Result<Vec<u8>, SaveFault> {
        let millis = self.at.duration_since(UNIX_EPOCH).map_or(0, |time| time.as_millis() as u64);
        // A path that is not text is not found again; the plan comes back without it.
        let path = self.path.as_ref().and_then(|path| path.to_str());
        let head = json!({ "format": FORMAT, "version": 1, "at": millis, "path": path, "base": self.base.is_some() });
        let mut bytes = serde_json::to_vec(&head).map_err(|_| SaveFault::Unwritable)?;
        for plan in [Some(&self.plan), self.base.as_ref()].into_iter().flatten() {
            bytes.push(b'\n');
            // Not checked: a plan with faults is worth as much to the seller as one without.
            serde_json::to_writer(&mut bytes, plan).map_err(|_| SaveFault::Unwritable)?;
        }
        bytes.push(b'\n');
        Ok(bytes)
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let mut lines = bytes.strip_suffix(b"\n")?.split(|byte| *byte == b'\n');
        let head: Map<String, Value> = serde_json::from_slice(lines.next()?).ok()?;
        let is_journal = head.get("format")?.as_str()? == FORMAT && head.get("version")?.as_u64()? == 1;
        let at = UNIX_EPOCH.checked_add(Duration::from_millis(head.get("at")?.as_u64()?))?;
        let path = head.get("path").and_then(Value::as_str).map(PathBuf::from);
        let plan = recall(lines.next()?)?;
        let base = match head.get("base")?.as_bool()? {
            true => Some(recall(lines.next()?)?),
            false => None,
        };
        is_journal.then_some(Self { at, path, plan, base })
    }
}

/// The journal of this window.
pub struct WindowJournal {
    disk: Disk,
    path: PathBuf,
    lock_path: PathBuf,
    /// Held until the window is gone, however it goes.
    _lock: File,
}

impl WindowJournal {
    /// A journal of its own for this window, with nothing in it; nothing where none is to be kept.
    ///
    /// # Errors
    /// Why there cannot be one.
    pub fn claim(disk: &Disk) -> Result<Option<Self>, SaveFault> {
        const TRIES: usize = 8;
        let Some(folder) = disk.folder(DataKind::Journals) else { return Ok(None) };
        disk.system.make_folder(&folder).map_err(in_kind)?;
        for _ in 0..TRIES {
            let name = window_name();
            let lock_path = folder.join(format!("{name}.{LOCK}"));
            if let Some(lock) = disk.system.hold(&lock_path).map_err(in_kind)? {
                let path = folder.join(format!("{name}.{JOURNAL}"));
                return Ok(Some(Self { disk: disk.clone(), path, lock_path, _lock: lock }));
            }
        }
        Err(SaveFault::Unwritable)
    }

    /// Takes `entry` down in the place of the one before.
    ///
    /// # Errors
    /// Why it was not taken down; the one before is still there.
    pub fn keep(&self, entry: &JournalEntry) -> Result<(), SaveFault> {
        replace(&*self.disk.system, &self.path, &entry.bytes()?, None).map(drop)
    }

    /// Removes what was taken down, since all of it is saved.
    pub fn clear(&self) {
        let _ = self.disk.system.remove(&self.path);
    }

    /// Removes it with its lock, since the window is gone by its own leave.
    pub fn close(self) {
        self.clear();
        let _ = self.disk.system.remove(&self.lock_path);
    }
}

/// What a window left that came to grief. As long as this is held, no other window offers it.
pub struct LeftJournal {
    /// What it held.
    pub entry: JournalEntry,
    disk: Disk,
    path: PathBuf,
    lock_path: PathBuf,
    _lock: File,
}

impl LeftJournal {
    /// Removes it, since the seller has it back or does not want it.
    pub fn discard(self) {
        let _ = self.disk.system.remove(&self.path);
        let _ = self.disk.system.remove(&self.lock_path);
    }
}

/// What windows left that came to grief, the newest first. What cannot be read is left where it is.
pub fn left_journals(disk: &Disk) -> Vec<LeftJournal> {
    let Some(folder) = disk.folder(DataKind::Journals) else { return vec![] };
    let Ok(listed) = disk.system.weigh(&folder) else { return vec![] };
    let has_ending = |path: &Path, ending: &str| path.extension().is_some_and(|own| own == ending);
    let mut left: Vec<LeftJournal> = listed
        .iter()
        .filter(|file| has_ending(&file.path, JOURNAL))
        .filter_map(|file| left_at(disk, &file.path))
        .collect();
    left.sort_by_key(|journal| std::cmp::Reverse(journal.entry.at));
    for file in listed.iter().filter(|file| has_ending(&file.path, LOCK)) {
        let is_stale = file.at.elapsed().is_ok_and(|age| age > STALE);
        let has_journal = listed.iter().any(|other| other.path == file.path.with_extension(JOURNAL));
        if is_stale && !has_journal && matches!(disk.system.hold(&file.path), Ok(Some(_))) {
            let _ = disk.system.remove(&file.path);
        }
    }
    left
}

fn left_at(disk: &Disk, path: &Path) -> Option<LeftJournal> {
    let lock_path = path.with_extension(LOCK);
    let lock = disk.system.hold(&lock_path).ok()??;
    let bytes = disk.system.read(path, 3 * MAX_BYTES).ok()??;
    let entry = JournalEntry::read(&bytes)?;
    Some(LeftJournal { entry, disk: disk.clone(), path: path.to_owned(), lock_path, _lock: lock })
}

/// A name that no other window has.
fn window_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let time = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_nanos());
    format!("{:x}-{time:x}-{count:x}", std::process::id())
}

#[cfg(test)]
mod tests;
