//! Where the app keeps what is its own, found in one place; and the hand with which a window reaches files.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use directories::ProjectDirs;

use super::replace::follow;
use super::system::{FileSystem, RealFileSystem};

/// What the app keeps for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataKind {
    /// What it remembers between two runs.
    Settings,
    /// Edits that are not saved yet, one file a window.
    Journals,
    /// Plans as they were before they were saved over.
    Backups,
    /// Who has which plan open.
    Locks,
    /// What the program did last, for a report of trouble.
    Log,
}

impl DataKind {
    /// Every kind, in the order in which a seller is told of them.
    pub const ALL: [Self; 5] = [Self::Backups, Self::Journals, Self::Settings, Self::Locks, Self::Log];

    /// Its place in a folder that holds everything.
    fn below(self, root: &Path) -> PathBuf {
        match self {
            Self::Settings => root.to_owned(),
            Self::Journals => root.join("journal"),
            Self::Backups => root.join("backups"),
            Self::Locks => root.join("locks"),
            Self::Log => root.join("log"),
        }
    }
}

/// The file beside the program by which it keeps what is its own there too, such as on a memory stick.
const PORTABLE_MARK: &str = "portable.txt";
/// The folder beside the program in which it does.
const PORTABLE_FOLDER: &str = "data";

/// The folder for what a program at `program` keeps for itself where it is carried about.
fn portable_folder(program: &Path) -> Option<PathBuf> {
    let beside = program.parent()?;
    super::is_there(&beside.join(PORTABLE_MARK)).then(|| beside.join(PORTABLE_FOLDER))
}

/// The folder for what the app keeps for itself: that of `SORTIE_DATA_DIR`, or the one beside the program where a file there
/// says that it is carried about, or the system's place for such things. Windows has one that goes along to other machines, for settings, and one that stays, for the rest: plans do not travel unasked.
pub fn data_folder(kind: DataKind) -> Option<PathBuf> {
    let chosen = std::env::var_os("SORTIE_DATA_DIR").filter(|folder| !folder.is_empty()).map(PathBuf::from);
    static CARRIED: LazyLock<Option<PathBuf>> =
        LazyLock::new(|| portable_folder(&std::env::current_exe().ok()?));
    if let Some(root) = chosen.or_else(|| CARRIED.clone()) {
        return Some(kind.below(&root));
    }
    let system = ProjectDirs::from("", "", "Sortie")?;
    Some(match kind {
        DataKind::Settings => system.data_dir().to_owned(),
        _ => kind.below(system.data_local_dir()),
    })
}

/// Files as a window reaches them: through which system, and where the app's own are.
#[derive(Clone)]
pub struct Disk {
    pub(super) system: Arc<dyn FileSystem>,
    root: DataRoot,
}

#[derive(Clone, Debug)]
enum DataRoot {
    /// Where the system has its place for them.
    System,
    /// In this folder.
    At(PathBuf),
    /// Nothing is kept.
    Nowhere,
}

impl Default for Disk {
    fn default() -> Self {
        Self::apart()
    }
}

impl Disk {
    /// The machine's own files, and the system's place for the app's.
    pub fn native() -> Self {
        Self { system: Arc::new(RealFileSystem), root: DataRoot::System }
    }

    /// The machine's own files; the app keeps nothing for itself.
    pub fn apart() -> Self {
        Self { system: Arc::new(RealFileSystem), root: DataRoot::Nowhere }
    }

    /// Files reached through `system`, and a folder of its own for the app's, such as a test brings.
    pub fn over(system: Arc<dyn FileSystem>, folder: &Path) -> Self {
        Self { system, root: DataRoot::At(folder.to_owned()) }
    }

    /// The folder for what the app keeps of this kind, whether or not it is there.
    pub fn folder(&self, kind: DataKind) -> Option<PathBuf> {
        match &self.root {
            DataRoot::System => data_folder(kind),
            DataRoot::At(root) => Some(kind.below(root)),
            DataRoot::Nowhere => None,
        }
    }

    /// A word for the file at `path`, the same for every way that leads to it and in every run.
    pub(super) fn key_of(&self, path: &Path) -> String {
        let target = follow(&*self.system, path).unwrap_or_else(|_| path.to_owned());
        let whole = self.system.whole(&target).or_else(|_| {
            let folder = self.system.whole(super::replace::folder_of(&target));
            folder.map(|folder| folder.join(target.file_name().unwrap_or_default()))
        });
        let whole = whole.or_else(|_| std::path::absolute(&target)).unwrap_or(target);
        format!("{:016x}", hash(whole.as_os_str().as_encoded_bytes()))
    }
}

/// The hash of Fowler, Noll and Vo with 64 bits: the same in every run, which the standard library's does not promise.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_folder_of_its_own_and_a_window_apart_has_none() {
        let disk = Disk::over(Arc::new(RealFileSystem), Path::new("data"));
        let mut folders: Vec<_> = DataKind::ALL.iter().filter_map(|kind| disk.folder(*kind)).collect();
        folders.sort();
        folders.dedup();
        assert_eq!(folders.len(), DataKind::ALL.len());
        assert!(folders.iter().all(|folder| folder.starts_with("data")));
        assert!(DataKind::ALL.iter().all(|kind| Disk::apart().folder(*kind).is_none()));
    }

    #[test]
    fn a_program_that_is_carried_about_keeps_what_is_its_own_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("sortie.exe");
        assert_eq!(portable_folder(&program), None, "installed");
        std::fs::File::create(folder.path().join("portable.txt")).unwrap();
        assert_eq!(portable_folder(&program), Some(folder.path().join("data")));
    }

    #[test]
    fn a_file_has_one_key_by_every_way_to_it() {
        let folder = tempfile::tempdir().unwrap();
        let disk = Disk::apart();
        let path = folder.path().join("shop.sortie");
        let before = disk.key_of(&path);
        std::fs::File::create(&path).unwrap();
        assert_eq!(disk.key_of(&path), before, "before and after its first save");
        assert_eq!(disk.key_of(&folder.path().join(".").join("shop.sortie")), before);
        assert_ne!(disk.key_of(&folder.path().join("other.sortie")), before);
        assert_eq!(format!("{:016x}", hash(b"a")), "af63dc4c8601ec8c", "the published example");
    }
}
