//! What was there before a save can be had again.

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use super::*;
use crate::disk::system::{FileSystem, RealFileSystem};
use crate::disk::trial::{ERRORS, Faulty};

fn disk(folder: &tempfile::TempDir) -> Disk {
    Disk::over(Arc::new(RealFileSystem), &folder.path().join("data"))
}

fn put(path: &Path, bytes: &[u8]) {
    std::fs::File::create(path).unwrap().write_all(bytes).unwrap();
}

fn at(second: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_millis(1_790_000_000_123 + 1_000 * second)
}

fn held(backup: &Backup) -> Vec<u8> {
    RealFileSystem.read(&backup.path, MAX_BYTES).unwrap().unwrap()
}

#[test]
fn the_newest_ten_are_kept_by_time_and_none_stands_beside_the_plan() {
    let folder = tempfile::tempdir().unwrap();
    let (disk, path) = (disk(&folder), folder.path().join("shop.sortie"));
    back_up(&disk, &path, at(0)).unwrap();
    assert_eq!(backups(&disk, &path), []);
    for n in 0..13 {
        put(&path, format!("plan {n}").as_bytes());
        back_up(&disk, &path, at(n)).unwrap();
        back_up(&disk, &path, at(n)).unwrap();
    }
    let found = backups(&disk, &path);
    let times: Vec<SystemTime> = found.iter().map(|backup| backup.at).collect();
    assert_eq!(times, (3..13).rev().map(at).collect::<Vec<_>>());
    assert_eq!(held(&found[0]), b"plan 12");
    assert!(found.iter().all(|backup| backup.path.starts_with(folder.path().join("data"))));
    assert_eq!(backups(&disk, &folder.path().join("other.sortie")), []);
}

#[test]
fn a_clock_that_goes_back_changes_no_order() {
    let folder = tempfile::tempdir().unwrap();
    let (disk, path) = (disk(&folder), folder.path().join("shop.sortie"));
    for (bytes, time) in [("first", at(50)), ("second", at(3))] {
        put(&path, bytes.as_bytes());
        back_up(&disk, &path, time).unwrap();
    }
    let found = backups(&disk, &path);
    assert_eq!(found.iter().map(held).collect::<Vec<_>>(), [b"second".to_vec(), b"first".to_vec()]);
}

#[test]
fn a_fault_at_any_call_loses_neither_the_plan_nor_an_earlier_backup() {
    for error in ERRORS {
        for make in [Faulty::at as fn(usize, i32) -> Faulty, Faulty::from] {
            for call in 0.. {
                let folder = tempfile::tempdir().unwrap();
                let (good, path) = (disk(&folder), folder.path().join("shop.sortie"));
                put(&path, b"first");
                back_up(&good, &path, at(1)).unwrap();
                put(&path, b"second");
                let faulty = Arc::new(make(call, error));
                let told =
                    back_up(&Disk::over(Arc::clone(&faulty) as _, &folder.path().join("data")), &path, at(2));
                let found: Vec<Vec<u8>> = backups(&good, &path).iter().map(held).collect();
                let both = vec![b"second".to_vec(), b"first".to_vec()];
                // Where the earlier ones cannot be listed, the new one may come under a time of its own.
                assert!(
                    found == both || (told.is_err() && found == both[1..]),
                    "call {call}: {told:?}, {found:?}"
                );
                assert_eq!(RealFileSystem.read(&path, 99).unwrap().unwrap(), b"second");
                if faulty.n_calls() <= call {
                    assert_eq!(told, Ok(()));
                    break;
                }
            }
        }
    }
}

#[test]
fn the_time_in_a_name_is_the_time_it_was_given() {
    for millis in [0, 1_790_000_000_123, 1_790_000_000_999] {
        let name = name_of(millis).unwrap();
        assert_eq!(time_of(Path::new(&name)).map(millis_of), Some(millis), "{name}");
    }
    for odd in
        ["2026-01-01.sortie", "x.sortie", "2026-01-01T10-00-00-1234.sortie", "2026-01-01T10-00-00-123.txt"]
    {
        assert_eq!(time_of(Path::new(odd)), None, "{odd}");
    }
}
