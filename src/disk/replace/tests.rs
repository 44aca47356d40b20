//! The last good file survives a fault at every call of a save, whatever the fault.

use std::fs::{self, File};
use std::io::Write;

use super::*;
use crate::disk::system::RealFileSystem;
use crate::disk::trial::{ERRORS, Faulty};

const OLD: &[u8] = b"the last good plan";
const NEW: &[u8] = b"the plan after an hour of work, longer than before";

fn old_file(folder: &tempfile::TempDir) -> PathBuf {
    let path = folder.path().join("shop.sortie");
    put(&path, OLD);
    path
}

fn put(path: &Path, bytes: &[u8]) {
    File::create(path).unwrap().write_all(bytes).unwrap();
}

fn held(path: &Path) -> Vec<u8> {
    RealFileSystem.read(path, u64::MAX - 1).unwrap().unwrap()
}

fn n_files(folder: &tempfile::TempDir) -> usize {
    fs::read_dir(folder.path()).unwrap().count()
}

#[test]
fn the_last_good_file_survives_a_fault_at_every_call() {
    for error in ERRORS {
        let mut n_faults = 0;
        for call in 0.. {
            let folder = tempfile::tempdir().unwrap();
            let path = old_file(&folder);
            let system = Faulty::at(call, error);
            let answer = replace(&system, &path, NEW, Some(&ContentStamp::of(OLD)));
            if system.n_calls() <= call {
                assert_eq!(
                    answer,
                    Ok(SavedFile { stamp: ContentStamp::of(NEW), is_durable: true, left_names: false })
                );
                break;
            }
            match answer {
                Err(_) => assert_eq!(held(&path), OLD, "call {call}, error {error}"),
                Ok(saved) => {
                    assert_eq!(held(&path), NEW, "call {call}, error {error}");
                    assert_eq!(saved.stamp, ContentStamp::of(NEW));
                    n_faults -= usize::from(saved.is_durable);
                }
            }
            n_faults += 1;
            assert_eq!(n_files(&folder), 1, "a temporary stays behind after call {call}");
        }
        // Every call but the listing, whose only use is to tidy up, is told to the person.
        assert_eq!(n_faults, 13, "error {error}");
    }
}

#[test]
fn the_last_good_file_survives_a_program_that_ends_at_any_call() {
    for call in 0..14 {
        let folder = tempfile::tempdir().unwrap();
        let path = old_file(&folder);
        let system = Faulty::from(call, 5);
        let answer = replace(&system, &path, NEW, Some(&ContentStamp::of(OLD)));
        let expected = if answer.is_ok() { NEW } else { OLD };
        assert_eq!(held(&path), expected, "call {call}");
        replace(&RealFileSystem, &path, b"saved later", None).unwrap();
        assert_eq!(n_files(&folder), 1, "the next save sweeps what call {call} left");
    }
}

#[test]
fn after_the_rename_a_fault_means_saved_but_perhaps_not_for_a_power_cut() {
    let folder = tempfile::tempdir().unwrap();
    let path = old_file(&folder);
    let calls = Faulty::at(usize::MAX, 5);
    replace(&calls, &path, OLD, None).unwrap();
    let system = Faulty::at(calls.n_calls() - 1, 5);
    let saved = replace(&system, &path, NEW, None).unwrap();
    assert!(!saved.is_durable);
    assert_eq!(held(&path), NEW);
}

#[test]
fn each_fault_is_told_as_what_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new.sortie");
    let told = ERRORS.map(|error| {
        let calls = Faulty::at(usize::MAX, error);
        replace(&calls, &path, NEW, None).unwrap();
        fs::remove_file(&path).unwrap();
        // The wait for the bytes: three calls before the end of a save to where nothing stood.
        replace(&Faulty::at(calls.n_calls() - 4, error), &path, NEW, None)
    });
    let expected = [
        SaveFault::NoSpace,
        SaveFault::Unwritable,
        SaveFault::NoSpace,
        SaveFault::NoPermission,
        SaveFault::ReadOnly,
    ];
    assert_eq!(told, expected.map(Err));
}

#[test]
fn a_file_changed_by_somebody_else_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = old_file(&folder);
    put(&path, b"their plan");
    let answer = replace(&RealFileSystem, &path, NEW, Some(&ContentStamp::of(OLD)));
    assert_eq!(answer, Err(SaveFault::ChangedOutside));
    assert_eq!(held(&path), b"their plan");
    File::create(&path).unwrap().set_len(MAX_BYTES + 1).unwrap();
    assert_eq!(
        replace(&RealFileSystem, &path, NEW, Some(&ContentStamp::of(OLD))),
        Err(SaveFault::ChangedOutside)
    );
}

#[test]
fn a_file_that_somebody_removed_is_written_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.sortie");
    replace(&RealFileSystem, &path, NEW, Some(&ContentStamp::of(OLD))).unwrap();
    assert_eq!(held(&path), NEW);
}

#[test]
fn a_read_only_file_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = old_file(&folder);
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    assert_eq!(replace(&RealFileSystem, &path, NEW, None), Err(SaveFault::ReadOnly));
    assert_eq!(held(&path), OLD);
}

#[test]
fn what_is_no_file_is_not_replaced_and_a_missing_folder_is_named() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(replace(&RealFileSystem, folder.path(), NEW, None), Err(SaveFault::NotAFile));
    let nowhere = folder.path().join("gone").join("shop.sortie");
    assert_eq!(replace(&RealFileSystem, &nowhere, NEW, None), Err(SaveFault::NoFolder));
    let too_long = folder.path().join("x".repeat(300));
    assert_eq!(replace(&RealFileSystem, &too_long, NEW, None), Err(SaveFault::BadName));
}

#[test]
fn the_temporary_of_another_window_that_saves_right_now_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = old_file(&folder);
    let theirs = folder.path().join(temporary_name());
    let file = RealFileSystem.create(&theirs, Visibility::Seen).unwrap();
    replace(&RealFileSystem, &path, NEW, None).unwrap();
    assert!(theirs.exists());
    drop(file);
    replace(&RealFileSystem, &path, NEW, None).unwrap();
    assert!(!theirs.exists());
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn a_save_through_a_link_changes_the_file_and_keeps_the_link() {
        let folder = tempfile::tempdir().unwrap();
        let path = old_file(&folder);
        fs::create_dir(folder.path().join("desk")).unwrap();
        let link = folder.path().join("desk").join("link.sortie");
        symlink("../shop.sortie", &link).unwrap();
        replace(&RealFileSystem, &link, NEW, Some(&ContentStamp::of(OLD))).unwrap();
        assert_eq!(held(&path), NEW);
        assert!(link.symlink_metadata().unwrap().is_symlink());
        let to_nothing = folder.path().join("dangling.sortie");
        symlink("later.sortie", &to_nothing).unwrap();
        replace(&RealFileSystem, &to_nothing, NEW, None).unwrap();
        assert_eq!(held(&folder.path().join("later.sortie")), NEW);
    }

    #[test]
    fn links_in_a_ring_are_no_file() {
        let folder = tempfile::tempdir().unwrap();
        symlink("b.sortie", folder.path().join("a.sortie")).unwrap();
        symlink("a.sortie", folder.path().join("b.sortie")).unwrap();
        let answer = replace(&RealFileSystem, &folder.path().join("a.sortie"), NEW, None);
        assert_eq!(answer, Err(SaveFault::NotAFile));
    }

    #[test]
    fn a_saved_file_keeps_who_may_read_it() {
        for mode in [0o600, 0o640, 0o664] {
            let folder = tempfile::tempdir().unwrap();
            let path = old_file(&folder);
            fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
            replace(&RealFileSystem, &path, NEW, None).unwrap();
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, mode);
        }
    }
}
