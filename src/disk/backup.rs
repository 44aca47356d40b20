//! Backups: what a plan's file held before each save, in the app's own folder and never beside the plan, where a drive that
//! syncs would send it along. The newest ten of each plan are kept.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use sortie_engine::plan::MAX_BYTES;

use super::name::{EXTENSION, file_name, shown_name};
use super::place::{DataKind, Disk};
use super::replace::{SaveFault, add, follow, in_kind};
use super::system::DiskEntry;

/// How many are kept of each plan.
pub const MAX_BACKUPS: usize = 10;

/// The time in the name of a backup, in coordinated universal time.
const TIME: &str = "%Y-%m-%dT%H-%M-%S";

/// What a plan's file held once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// Its own file.
    pub path: PathBuf,
    /// When it was saved over.
    pub at: SystemTime,
}

/// Puts what stands at `path` among the backups of that plan, unless the newest of them holds the same, and lets the oldest
/// go. Nothing where nothing stands there.
///
/// # Errors
/// Why there is no backup; the file at `path` is never touched.
pub fn back_up(disk: &Disk, path: &Path, at: SystemTime) -> Result<(), SaveFault> {
    let Some(folder) = folder(disk, path) else { return Ok(()) };
    let system = &*disk.system;
    let target = follow(system, path)?;
    if !matches!(system.look(&target).map_err(in_kind)?, DiskEntry::File { .. }) {
        return Ok(());
    }
    // What is no plan by its size alone is not worth the room.
    let Some(bytes) = system.read(&target, MAX_BYTES).map_err(in_kind)? else { return Ok(()) };
    let known = backups(disk, path);
    let newest = known.first().and_then(|newest| system.read(&newest.path, MAX_BYTES).ok()?);
    if bytes.is_empty() || newest.as_ref() == Some(&bytes) {
        return Ok(());
    }
    system.make_folder(&folder).map_err(in_kind)?;
    // Clocks move: the newest backup is the one that sorts last.
    let millis = millis_of(at).max(known.first().map_or(0, |newest| millis_of(newest.at) + 1));
    let name = name_of(millis).ok_or(SaveFault::BadName)?;
    add(system, &folder.join(name), &bytes)?;
    for old in known.iter().skip(MAX_BACKUPS - 1) {
        // One that cannot be removed now is one too many until the next save.
        let _ = system.remove(&old.path);
    }
    Ok(())
}

/// The backups of the plan at `path`, the newest first; none where they cannot be listed.
pub fn backups(disk: &Disk, path: &Path) -> Vec<Backup> {
    let listed = folder(disk, path).and_then(|folder| disk.system.list(&folder).ok()).unwrap_or_default();
    let mut found: Vec<Backup> =
        listed.into_iter().filter_map(|path| Some(Backup { at: time_of(&path)?, path })).collect();
    found.sort_by_key(|backup| std::cmp::Reverse(backup.at));
    found
}

/// The folder of a plan's backups: its name, for people, and a mark of where it is.
fn folder(disk: &Disk, path: &Path) -> Option<PathBuf> {
    let name = file_name(&shown_name(path));
    let name = name.strip_suffix(&format!(".{EXTENSION}")).unwrap_or(&name);
    Some(disk.folder(DataKind::Backups)?.join(format!("{name} {}", disk.key_of(path))))
}

fn millis_of(at: SystemTime) -> i64 {
    at.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |time| time.as_millis() as i64)
}

fn name_of(millis: i64) -> Option<String> {
    let at = Timestamp::from_millisecond(millis).ok()?.to_zoned(TimeZone::UTC);
    Some(format!("{}-{:03}.{EXTENSION}", at.strftime(TIME), millis.rem_euclid(1_000)))
}

fn time_of(path: &Path) -> Option<SystemTime> {
    let name = path.file_name()?.to_str()?.strip_suffix(&format!(".{EXTENSION}"))?;
    let (seconds, millis) = name.rsplit_once('-')?;
    let at = jiff::civil::DateTime::strptime(TIME, seconds).ok()?.to_zoned(TimeZone::UTC).ok()?;
    let millis = millis.parse::<u16>().ok().filter(|millis| *millis < 1_000)?;
    Some(SystemTime::from(at.timestamp()) + std::time::Duration::from_millis(millis.into()))
}

/// A time as the seller's clock tells it: `2026-11-29 15:20`.
pub fn clock(at: SystemTime) -> String {
    let known = Timestamp::try_from(at).ok().map(|at| at.to_zoned(TimeZone::system()));
    known.map_or_else(String::new, |at| at.strftime("%Y-%m-%d %H:%M:%S").to_string())
}

#[cfg(test)]
mod tests;
