//! Files opened and read together.

use std::hash::{BuildHasher, RandomState};
use std::path::{Path, PathBuf};

use sortie_engine::import::{Import, Input, Settings, Watch, import};

use crate::disk::{OpenFault, open_export};

/// Reads the files at `paths`. Those that cannot be opened are handed back with the reason.
pub fn read_files(
    paths: &[PathBuf],
    settings: &Settings,
    watch: &dyn Watch,
) -> (Import, Vec<(PathBuf, OpenFault)>) {
    let mut inputs = vec![];
    let mut faults = vec![];
    for path in paths {
        match open_export(path) {
            Ok(file) => inputs.push(Input { name: name_of(path), content: Box::new(file) }),
            Err(fault) => faults.push((path.clone(), fault)),
        }
    }
    (import(inputs, settings, watch), faults)
}

pub(super) fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// A secret by chance, to tell buyers apart by. Nobody needs to keep it: buyers are only counted, and never written down.
pub fn salt() -> Vec<u8> {
    RandomState::new().hash_one(0).to_ne_bytes().to_vec()
}
