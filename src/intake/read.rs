//! Files opened and read together.

use std::hash::{BuildHasher, RandomState};
use std::path::{Path, PathBuf};

use sortie_engine::import::{Import, ImportInput, ImportSettings, import};
use sortie_engine::watch::Watch;

use crate::disk::{OpenFault, open_export};

/// Reads the files at `paths`. Those that cannot be opened are handed back with the reason.
pub fn read_files(
    paths: &[PathBuf],
    settings: &ImportSettings,
    watch: &dyn Watch,
) -> (Import, Vec<(PathBuf, OpenFault)>) {
    let mut inputs = vec![];
    let mut faults = vec![];
    for (path, name) in paths.iter().zip(names_of(paths)) {
        match open_export(path) {
            Ok(file) => inputs.push(ImportInput { name, content: Box::new(file) }),
            Err(fault) => faults.push((path.clone(), fault)),
        }
    }
    (import(inputs, settings, watch), faults)
}

/// What each file is called: by its own name, and where several have the same one, with as much of its folder as tells
/// them apart.
pub fn names_of(paths: &[PathBuf]) -> Vec<String> {
    let deepest = paths.iter().map(|path| path.components().count()).max().unwrap_or(1);
    let end_of = |path: &Path, n: usize| -> PathBuf {
        let skipped = path.components().count().saturating_sub(n);
        path.components().skip(skipped).collect()
    };
    let name = |path: &PathBuf| {
        let others = || paths.iter().filter(|other| *other != path);
        let tells = |n: &usize| !others().any(|other| end_of(other, *n) == end_of(path, *n));
        let n = (1..=deepest).find(tells).unwrap_or(deepest);
        end_of(path, n).to_string_lossy().into_owned()
    };
    paths.iter().map(name).collect()
}

/// The file that a report is of, with the file in it where it is an archive.
pub fn place_of<'p, 'f>(paths: &'p [PathBuf], file: &'f str) -> Option<(&'p PathBuf, Option<&'f str>)> {
    paths.iter().zip(names_of(paths)).find_map(|(path, name)| {
        let rest = file.strip_prefix(&name)?;
        let entry = rest.strip_prefix('/');
        (rest.is_empty() || entry.is_some()).then_some((path, entry))
    })
}

/// A secret by chance, to tell buyers apart by. Nobody needs to keep it: buyers are only counted, and never written down.
pub fn salt() -> Vec<u8> {
    RandomState::new().hash_one(0).to_ne_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_one_name_are_told_apart_by_their_folders() {
        let paths =
            ["/shop/may/orders.csv", "/shop/june/orders.csv", "/shop/june/ads.csv"].map(PathBuf::from);
        assert_eq!(names_of(&paths), ["may/orders.csv", "june/orders.csv", "ads.csv"]);
        let far = ["/a/x/orders.csv", "/b/x/orders.csv"].map(PathBuf::from);
        assert_eq!(names_of(&far), ["a/x/orders.csv", "b/x/orders.csv"]);
        assert_eq!(names_of(&[PathBuf::from("orders.csv")]), ["orders.csv"]);
    }

    #[test]
    fn a_report_leads_back_to_its_file_and_to_what_is_in_an_archive() {
        let paths = ["/may/all.zip", "/june/all.zip"].map(PathBuf::from);
        assert_eq!(place_of(&paths, "june/all.zip/orders.csv"), Some((&paths[1], Some("orders.csv"))));
        assert_eq!(place_of(&paths, "may/all.zip"), Some((&paths[0], None)));
        assert_eq!(place_of(&paths, "all.zip"), None);
    }
}
