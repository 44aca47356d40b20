//! Files opened and read together.

use std::hash::{BuildHasher, RandomState};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use sortie_engine::import::{FileRefusal, Import, ImportInput, ImportSettings, import};
use sortie_engine::watch::Watch;

use crate::disk::{Disk, OpenFault, open_export};

/// Reads the files at `paths`. Those that cannot be opened are handed back with the reason.
pub fn read_files(
    disk: &Disk,
    paths: &[PathBuf],
    settings: &ImportSettings,
    watch: &dyn Watch,
) -> (Import, Vec<(PathBuf, OpenFault)>) {
    let (mut inputs, mut marks, mut faults) = (vec![], vec![], vec![]);
    for (path, name) in paths.iter().zip(names_of(paths)) {
        match open_export(disk, path) {
            Ok(file) => {
                marks.push((name.clone(), file.change_mark()));
                let written = file.written();
                inputs.push(ImportInput { name, content: Box::new(file), written });
            }
            Err(fault) => faults.push((path.clone(), fault)),
        }
    }
    let mut told = import(inputs, settings, watch);
    for (name, _) in marks.iter().filter(|(_, has_changed)| has_changed.load(Ordering::Relaxed)) {
        tell_change(&mut told, name);
    }
    (told, faults)
}

/// Says of a file that it changed, where it was refused for what came of that.
fn tell_change(told: &mut Import, name: &str) {
    let is_its =
        |file: &str| file.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    for report in told.files.iter_mut().filter(|report| is_its(&report.file)) {
        report.refusal = report.refusal.take().map(|_| FileRefusal::Changed);
    }
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
    use std::sync::atomic::AtomicBool;

    use super::*;

    fn set_length(path: &Path, length: u64) {
        std::fs::OpenOptions::new().write(true).open(path).unwrap().set_len(length).unwrap();
    }

    /// Changes a file as soon as the import is some way through it.
    struct Changing<'a> {
        path: &'a Path,
        change: &'a (dyn Fn(&Path) + Sync),
        is_done: AtomicBool,
    }

    impl Watch for Changing<'_> {
        fn is_stale(&self) -> bool {
            false
        }

        fn note(&self, _: f64) {
            if !self.is_done.swap(true, Ordering::Relaxed) {
                (self.change)(self.path);
            }
        }
    }

    #[test]
    fn a_file_that_is_cut_or_grows_while_it_is_read_is_said_to_have_changed() {
        let header = "Name,Financial Status,Currency,Subtotal,Shipping,Total,Created at,Lineitem name,Id\n";
        let rows: String = (0..4_000)
            .map(|n| format!("#{n},paid,USD,5.00,0.00,5.00,2025-11-05 10:00:00 +0000,Product,{n}\n"))
            .collect();
        for length in [Some(100_000), Some(900_000), None] {
            let change = |path: &Path| length.into_iter().for_each(|length| set_length(path, length));
            let expected = length.map(|_| FileRefusal::Changed);
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("orders.csv");
            std::io::Write::write_all(
                &mut std::fs::File::create(&path).unwrap(),
                format!("{header}{rows}").as_bytes(),
            )
            .unwrap();
            let watch = Changing { path: &path, change: &change, is_done: AtomicBool::new(false) };
            let (told, faults) =
                read_files(&Disk::apart(), std::slice::from_ref(&path), &ImportSettings::default(), &watch);
            assert!(faults.is_empty() && watch.is_done.load(Ordering::Relaxed));
            assert_eq!(told.files[0].refusal, expected);
            assert_eq!(told.ledger.months.is_empty(), expected.is_some());
        }
    }

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
