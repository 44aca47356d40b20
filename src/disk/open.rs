//! Opening a plan: a regular file of at most 64 MB, or an answer in words, never a wait.

use std::io;
use std::path::Path;

use sortie_engine::plan::{self, FaultPlace, FaultProblem, MAX_BYTES, Plan, PlanFault, VERSION};

use super::name::is_device_path;
use super::place::Disk;
use super::reading::ExportFile;
use super::replace::folder_of;
use super::stamp::ContentStamp;
use super::system::{FileSystem, RealFileSystem, is_held};

/// Why a plan cannot be opened. The file is left as it is.
#[derive(Clone, Debug, PartialEq)]
pub enum OpenFault {
    /// Nothing stands at the path.
    NotThere,
    /// The path is a folder's.
    Folder,
    /// A device, a pipe or a socket.
    NotAFile,
    /// The system does not let the person read it.
    NoPermission,
    /// The file was read, or its size is known, and it cannot be used: all that is wrong, never empty.
    Faults(Vec<PlanFault>),
    /// The drive or the network gave up while it was read.
    Unreadable,
    /// Another program has it open and does not share it.
    HeldByOther,
}

/// A plan as its file holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenedPlan {
    /// The plan.
    pub plan: Plan,
    /// What its file holds.
    pub stamp: ContentStamp,
    /// Whether the file is of an older version than the one that is written here.
    pub is_older: bool,
    /// Which drive its folder is on, where the system tells.
    pub drive: Option<u64>,
}

/// Opens the plan at `path`, through links.
///
/// # Errors
/// Why it cannot be opened.
pub fn open_plan(path: &Path) -> Result<OpenedPlan, OpenFault> {
    open_plan_on(&RealFileSystem, path)
}

/// As [`open_plan`], through `system`.
pub(super) fn open_plan_on(system: &dyn FileSystem, path: &Path) -> Result<OpenedPlan, OpenFault> {
    let bytes = read_within(system, path, MAX_BYTES)?;
    let plan = plan::read(&bytes).map_err(OpenFault::Faults)?;
    let is_older = plan::version_of(&bytes).is_some_and(|version| version < VERSION);
    let drive = system.drive(folder_of(path)).ok().flatten();
    Ok(OpenedPlan { plan, stamp: ContentStamp::of(&bytes), is_older, drive })
}

/// Opens the file at `path` that a shop exported, through links, to be read piece by piece.
///
/// # Errors
/// Why it cannot be opened; never because of what is in it.
pub fn open_export(disk: &Disk, path: &Path) -> Result<ExportFile, OpenFault> {
    if is_device_path(path) {
        return Err(OpenFault::NotAFile);
    }
    // Looked at before it is opened: to open some devices is to make them do something.
    let facts = disk.system.facts(path).map_err(|error| in_kind(&error))?;
    if facts.is_dir() {
        return Err(OpenFault::Folder);
    }
    if !facts.is_file() {
        return Err(OpenFault::NotAFile);
    }
    disk.system.open(path).and_then(ExportFile::new).map_err(|error| in_kind(&error))
}

/// The content of the regular file at `path`, through links.
pub(super) fn read_within(system: &dyn FileSystem, path: &Path, limit: u64) -> Result<Vec<u8>, OpenFault> {
    if is_device_path(path) {
        return Err(OpenFault::NotAFile);
    }
    // Looked at before it is opened: to open some devices is to make them do something.
    let facts = system.facts(path).map_err(|error| in_kind(&error))?;
    if facts.is_dir() {
        return Err(OpenFault::Folder);
    }
    if !facts.is_file() {
        return Err(OpenFault::NotAFile);
    }
    let too_large = |bytes| {
        let problem = FaultProblem::TooLarge { bytes, limit };
        OpenFault::Faults(vec![PlanFault { place: FaultPlace::default(), problem }])
    };
    if facts.len() > limit {
        return Err(too_large(facts.len()));
    }
    let bytes = system.read(path, limit).map_err(|error| in_kind(&error))?;
    bytes.ok_or_else(|| too_large(limit + 1))
}

fn in_kind(error: &io::Error) -> OpenFault {
    if is_held(error) {
        return OpenFault::HeldByOther;
    }
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::InvalidFilename => {
            OpenFault::NotThere
        }
        io::ErrorKind::PermissionDenied => OpenFault::NoPermission,
        // A path with a zero byte in it, or a file that became a pipe between two looks.
        io::ErrorKind::InvalidInput => OpenFault::NotAFile,
        _ => OpenFault::Unreadable,
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::path::PathBuf;
    use std::time::{Duration, Instant};

    use super::*;
    use crate::catalog::trial::{sample, sample_bytes};

    fn file(folder: &tempfile::TempDir, bytes: &[u8]) -> PathBuf {
        let path = folder.path().join("shop.sortie");
        io::Write::write_all(&mut File::create(&path).unwrap(), bytes).unwrap();
        path
    }

    #[test]
    fn a_plan_opens_as_it_was_saved() {
        let folder = tempfile::tempdir().unwrap();
        let path = file(&folder, &sample_bytes());
        let stamp = ContentStamp::of(&sample_bytes());
        let is_older = plan::version_of(&sample_bytes()) != Some(VERSION);
        let drive = RealFileSystem.drive(folder.path()).unwrap();
        assert_eq!(open_plan(&path), Ok(OpenedPlan { plan: sample(), stamp, is_older, drive }));
    }

    #[test]
    fn a_file_of_the_first_version_is_known_to_be_older_until_it_is_written_anew() {
        let folder = tempfile::tempdir().unwrap();
        let written = String::from_utf8(plan::write(&sample()).unwrap()).unwrap();
        let older = written.replacen("\"version\": 2", "\"version\": 1", 1);
        assert!(open_plan(&file(&folder, older.as_bytes())).unwrap().is_older);
        assert!(!open_plan(&file(&folder, written.as_bytes())).unwrap().is_older);
    }

    #[test]
    fn what_is_no_file_is_named_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let begin = Instant::now();
        assert_eq!(open_plan(&folder.path().join("gone.sortie")), Err(OpenFault::NotThere));
        assert_eq!(open_plan(Path::new("")), Err(OpenFault::NotThere));
        assert_eq!(open_plan(folder.path()), Err(OpenFault::Folder));
        let inside_a_file = file(&folder, b"{}").join("shop.sortie");
        assert_eq!(open_plan(&inside_a_file), Err(OpenFault::NotThere));
        assert_eq!(open_plan(&folder.path().join("x".repeat(5000))), Err(OpenFault::NotThere));
        #[cfg(target_os = "linux")]
        {
            use rustix::fs::{CWD, FileType, Mode, mknodat};

            assert_eq!(open_plan(Path::new("/dev/zero")), Err(OpenFault::NotAFile));
            let pipe = folder.path().join("pipe");
            mknodat(CWD, &pipe, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
            assert_eq!(open_plan(&pipe), Err(OpenFault::NotAFile));
        }
        assert!(begin.elapsed() < Duration::from_secs(1));
    }

    #[test]
    fn a_file_above_the_limit_is_refused_by_its_size() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("huge.sortie");
        File::create(&path).unwrap().set_len(10 * MAX_BYTES).unwrap();
        let Err(OpenFault::Faults(faults)) = open_plan(&path) else { panic!("it opened") };
        assert_eq!(faults[0].problem, FaultProblem::TooLarge { bytes: 10 * MAX_BYTES, limit: MAX_BYTES });
    }

    #[test]
    fn a_plan_cut_short_anywhere_is_refused_and_none_makes_the_app_fall() {
        let bytes = sample_bytes();
        let text_ends = bytes.trim_ascii_end().len();
        for n in 0..text_ends {
            assert!(plan::read(&bytes[..n]).is_err(), "{n} bytes");
        }
        assert!(plan::read(&bytes[..text_ends]).is_ok());
    }

    #[test]
    fn a_plan_with_any_byte_turned_over_never_makes_the_app_fall() {
        let mut bytes = sample_bytes();
        for n in 0..bytes.len() {
            bytes[n] ^= 0xff;
            assert!(plan::read(&bytes).is_err(), "byte {n} is no longer text");
            bytes[n] ^= 0xff ^ 0x01;
            let _ = plan::read(&bytes);
            bytes[n] ^= 0x01;
        }
    }
}
