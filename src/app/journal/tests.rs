//! What is edited is in the journal a moment later, whatever the drive does.

use std::path::Path;

use super::*;
use crate::catalog::trial::sample;
use crate::disk::{RealFileSystem, left_journals};

fn disk(folder: &Path) -> Disk {
    Disk::over(Arc::new(RealFileSystem), folder)
}

/// The opening cash of what a crash right now would leave, or nothing where nothing would be left.
fn left(keeper: JournalKeeper, folder: &Path) -> Option<f64> {
    let journal = keeper.desk.journal.lock().ok()?.take();
    drop((keeper, journal));
    left_journals(&disk(folder)).first().map(|left| left.entry.plan.cash.opening)
}

fn edit(document: &mut Document, opening: f64) {
    document.plan_mut().cash.opening = opening;
    document.settle(false);
}

#[test]
fn edits_are_taken_down_while_editing_goes_on_and_not_only_at_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let mut keeper = JournalKeeper::new(disk(folder.path()), || ());
    let mut document = Document::untitled(sample());
    let begin = Instant::now();
    let mut n = 0.0;
    while begin.elapsed() < Duration::from_millis(1_500) {
        n += 1.0;
        edit(&mut document, n);
        keeper.note(&document);
        thread::sleep(Duration::from_millis(5));
    }
    let per_second = n / begin.elapsed().as_secs_f64();
    let found = left(keeper, folder.path()).unwrap();
    assert!(found <= n && n - found < per_second, "{found} of {n}, {per_second} a second");
}

#[test]
fn what_is_saved_or_discarded_is_no_longer_in_the_journal() {
    let folder = tempfile::tempdir().unwrap();
    let mut keeper = JournalKeeper::new(disk(folder.path()), || ());
    let mut document = Document::untitled(sample());
    edit(&mut document, 5.0);
    keeper.note(&document);
    let deadline = Instant::now() + Duration::from_secs(20);
    while keeper.desk.state().latest.is_some() {
        assert!(Instant::now() < deadline, "it is taken down");
        thread::sleep(LOOK);
    }
    document.undo();
    keeper.note(&document);
    let is_there = || std::fs::read_dir(folder.path().join("journal")).unwrap().count() > 1;
    while is_there() {
        assert!(Instant::now() < deadline, "it is removed");
        thread::sleep(LOOK);
    }
    edit(&mut document, 6.0);
    keeper.note(&document);
    keeper.close();
    drop(keeper);
    while std::fs::read_dir(folder.path().join("journal")).unwrap().count() > 0 {
        assert!(Instant::now() < deadline, "a window that closes leaves nothing");
        thread::sleep(LOOK);
    }
}

#[test]
fn a_journal_that_cannot_be_kept_is_told_and_tried_again_until_it_can() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    std::fs::File::create(&data).unwrap();
    let mut keeper = JournalKeeper::new(disk(&data), || ());
    let mut document = Document::untitled(sample());
    edit(&mut document, 5.0);
    keeper.note(&document);
    let deadline = Instant::now() + Duration::from_secs(30);
    while keeper.fault().is_none() {
        assert!(Instant::now() < deadline, "it is told");
        thread::sleep(LOOK);
    }
    std::fs::remove_file(&data).unwrap();
    while keeper.fault().is_some() {
        assert!(Instant::now() < deadline, "it is tried again without another edit");
        thread::sleep(LOOK);
    }
    assert_eq!(left(keeper, &data).map(f64::to_bits), Some(5.0_f64.to_bits()));
}

#[test]
fn a_panic_takes_down_what_was_not_yet() {
    let folder = tempfile::tempdir().unwrap();
    let mut keeper = JournalKeeper::new(disk(folder.path()), || ());
    let mut document = Document::untitled(sample());
    for opening in [1.0, 2.0, 3.0] {
        edit(&mut document, opening);
        keeper.note(&document);
    }
    keeper.desk.rescue();
    assert_eq!(left(keeper, folder.path()).map(f64::to_bits), Some(3.0_f64.to_bits()));
}
