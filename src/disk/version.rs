//! Versions of a plan, kept beside it: `shop 2026-11-26.sortie` is how `shop.sortie` was on that day. None is ever written
//! over.

use std::path::{Path, PathBuf};

use sortie_engine::plan::Plan;

use super::list::ListFilter;
use super::name::{EXTENSION, file_name, shown_name};
use super::place::Disk;
use super::replace::{SaveFault, SavedFile, add};
use super::save::bytes_of;

/// The most versions that one day's name is tried for.
const MOST: usize = 99;

/// Keeps the plan whose file is at `path` under a name beside it; the day it is without one. Where the day has a version
/// already, the next is told apart by a number.
///
/// # Errors
/// Why it was not kept; what stands at its name stands there still.
pub fn keep_version(
    disk: &Disk,
    path: &Path,
    name: &str,
    plan: &Plan,
) -> Result<(PathBuf, SavedFile), SaveFault> {
    let bytes = bytes_of(plan)?;
    let name = name.trim();
    let day = today();
    if !name.is_empty() && name != day {
        let kept = beside(path, name);
        return add(&*disk.system, &kept, &bytes).map(|saved| (kept, saved));
    }
    for n in 1..=MOST {
        let kept = beside(path, &if n == 1 { day.clone() } else { format!("{day} {n}") });
        match add(&*disk.system, &kept, &bytes) {
            Err(SaveFault::Taken) => {}
            done => return done.map(|saved| (kept, saved)),
        }
    }
    Err(SaveFault::Taken)
}

/// The day it is where the seller is, as it stands in names: `2026-11-26`.
pub fn today() -> String {
    jiff::Zoned::now().date().to_string()
}

/// The versions that are kept beside the plan at `path`, the newest name first.
pub fn versions(disk: &Disk, path: &Path) -> Vec<PathBuf> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let before = format!("{} ", shown_name(path));
    let is_version =
        |(known, is_folder): &(PathBuf, bool)| !is_folder && shown_name(known).starts_with(&before);
    let mut found: Vec<PathBuf> =
        disk.list(folder, ListFilter::Plans).into_iter().filter(is_version).map(|(known, _)| known).collect();
    found.sort_by_key(|known| std::cmp::Reverse(shown_name(known)));
    found
}

/// What a version of the plan at `path` is called beside it: `2026-11-26`.
pub fn version_name(path: &Path, version: &Path) -> String {
    let name = shown_name(version);
    name.strip_prefix(&shown_name(path)).map_or(name.clone(), |rest| rest.trim_start().to_owned())
}

/// The path of a version.
fn beside(path: &Path, name: &str) -> PathBuf {
    let clean = file_name(name);
    let clean = clean.strip_suffix(&format!(".{EXTENSION}")).unwrap_or(&clean);
    path.with_file_name(format!("{} {clean}.{EXTENSION}", shown_name(path)))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::open::open_plan;
    use super::super::save::save_plan;
    use super::super::trial::{ERRORS, Faulty};
    use super::*;
    use crate::catalog::trial::sample;

    #[test]
    fn a_version_is_kept_beside_the_plan_and_never_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.sortie");
        let mut plan = sample();
        save_plan(&path, &plan, None).unwrap();
        assert_eq!(versions(&Disk::apart(), &path), Vec::<PathBuf>::new());
        let (first, saved) = keep_version(&Disk::apart(), &path, "", &plan).unwrap();
        assert_eq!(version_name(&path, &first), today());
        assert!(saved.is_durable);
        plan.cash.opening += 1.0;
        let (second, _) = keep_version(&Disk::apart(), &path, &today(), &plan).unwrap();
        assert_eq!(version_name(&path, &second), format!("{} 2", today()));
        let (named, _) = keep_version(&Disk::apart(), &path, " before: the season/ ", &plan).unwrap();
        assert_eq!(version_name(&path, &named), "before the season");
        assert_eq!(
            keep_version(&Disk::apart(), &path, "before the season", &sample()).unwrap_err(),
            SaveFault::Taken
        );
        assert_eq!(versions(&Disk::apart(), &path), [named.clone(), second.clone(), first.clone()]);
        assert_eq!(open_plan(&first).unwrap().plan, sample());
        assert_eq!(open_plan(&second).unwrap().plan, plan);
        assert_eq!(open_plan(&named).unwrap().plan, plan);
        assert_eq!(open_plan(&path).unwrap().plan, sample(), "the plan itself stays as it was saved");
    }

    #[test]
    fn a_plan_with_another_name_is_no_version() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.sortie");
        for name in ["shop.sortie", "shopping list.sortie", "other 2026-01-01.sortie", "shop 2026-01-01.txt"]
        {
            save_plan(&folder.path().join(name), &sample(), None).unwrap();
        }
        assert_eq!(versions(&Disk::apart(), &path), Vec::<PathBuf>::new());
    }

    #[test]
    fn a_plan_with_faults_is_not_kept_and_leaves_no_empty_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.sortie");
        save_plan(&path, &sample(), None).unwrap();
        let mut plan = sample();
        plan.cash.opening = f64::NAN;
        assert!(matches!(keep_version(&Disk::apart(), &path, "", &plan), Err(SaveFault::Faults(_))));
        assert_eq!(Disk::apart().list(folder.path(), ListFilter::Plans).len(), 1);
    }

    #[test]
    fn a_version_is_whole_or_not_there_whatever_fails_and_no_empty_file_is_left() {
        for make in [Faulty::at as fn(usize, i32) -> Faulty, Faulty::from] {
            for error in ERRORS {
                for call in 0.. {
                    let folder = tempfile::tempdir().unwrap();
                    let path = folder.path().join("shop.sortie");
                    save_plan(&path, &sample(), None).unwrap();
                    let faulty = Arc::new(make(call, error));
                    let disk = Disk::over(Arc::clone(&faulty) as _, folder.path());
                    let kept = keep_version(&disk, &path, "before", &sample());
                    let found = versions(&Disk::apart(), &path);
                    assert_eq!(
                        found.len(),
                        usize::from(kept.is_ok()),
                        "call {call}, error {error}: {kept:?}"
                    );
                    assert!(found.iter().all(|version| open_plan(version).is_ok()));
                    if faulty.n_calls() <= call {
                        break;
                    }
                }
            }
        }
    }
}
