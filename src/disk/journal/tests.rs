//! What was typed comes back after a crash, and never twice over in two windows.

use std::sync::Arc;

use super::*;
use crate::catalog::trial::sample;
use crate::disk::system::RealFileSystem;
use crate::disk::trial::{ERRORS, Faulty};

fn entry(opening: f64) -> JournalEntry {
    let mut plan = sample();
    plan.cash.opening = opening;
    let at = UNIX_EPOCH + Duration::from_millis(1_790_000_000_123);
    JournalEntry { at, path: Some("shop 女装.sortie".into()), plan, base: Some(sample()) }
}

fn disk(folder: &tempfile::TempDir) -> Disk {
    Disk::over(Arc::new(RealFileSystem), folder.path())
}

fn claimed(disk: &Disk) -> WindowJournal {
    WindowJournal::claim(disk).unwrap().unwrap()
}

#[test]
fn a_journal_is_offered_once_its_window_is_gone_and_not_before() {
    let folder = tempfile::tempdir().unwrap();
    let disk = disk(&folder);
    let journal = claimed(&disk);
    journal.keep(&entry(7.0)).unwrap();
    assert!(left_journals(&disk).is_empty(), "its window still runs");
    drop(journal);
    let left = left_journals(&disk);
    assert_eq!(left.iter().map(|left| left.entry.clone()).collect::<Vec<_>>(), [entry(7.0)]);
    assert!(left_journals(&disk).is_empty(), "another window offers it already");
    drop(left);
    left_journals(&disk).into_iter().for_each(LeftJournal::discard);
    assert!(left_journals(&disk).is_empty());
}

#[test]
fn a_window_that_closes_by_its_own_leave_or_has_all_saved_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let disk = disk(&folder);
    let journal = claimed(&disk);
    journal.keep(&entry(7.0)).unwrap();
    journal.clear();
    drop(journal);
    assert!(left_journals(&disk).is_empty());
    let journal = claimed(&disk);
    journal.keep(&entry(8.0)).unwrap();
    journal.close();
    assert!(left_journals(&disk).is_empty());
    assert!(
        WindowJournal::claim(&Disk::apart()).unwrap().is_none(),
        "nothing is kept where nothing is to be"
    );
}

#[test]
fn a_plan_with_faults_and_one_that_was_never_saved_come_back_as_well() {
    let folder = tempfile::tempdir().unwrap();
    let disk = disk(&folder);
    let mut odd = JournalEntry { path: None, base: None, ..entry(0.1 + 0.2) };
    odd.plan.horizon_months = 900;
    assert!(!sortie_engine::plan::check(&odd.plan).is_empty());
    claimed(&disk).keep(&odd).unwrap();
    assert_eq!(left_journals(&disk)[0].entry, odd);
}

#[test]
fn a_journal_that_is_cut_short_anywhere_is_never_taken_for_a_plan() {
    let bytes = entry(7.0).bytes().unwrap();
    assert_eq!(JournalEntry::read(&bytes), Some(entry(7.0)));
    for n in 0..bytes.len() {
        if let Some(read) = JournalEntry::read(&bytes[..n]) {
            panic!("{n} bytes read as {read:?}");
        }
    }
}

#[test]
fn the_entry_before_survives_a_fault_at_every_call_and_every_fault_is_told() {
    for error in ERRORS {
        for call in 0.. {
            let folder = tempfile::tempdir().unwrap();
            claimed(&disk(&folder)).keep(&entry(1.0)).unwrap();
            let before = left_journals(&disk(&folder)).pop().unwrap();
            let faulty = Arc::new(Faulty::at(call, error));
            let system: Arc<dyn super::super::system::FileSystem> = Arc::clone(&faulty) as _;
            let kept = WindowJournal {
                disk: Disk::over(system, folder.path()),
                path: before.path.clone(),
                lock_path: before.lock_path.clone(),
                _lock: File::open(&before.lock_path).unwrap(),
            }
            .keep(&entry(2.0));
            drop(before);
            let opening = left_journals(&disk(&folder))[0].entry.plan.cash.opening;
            // A fault once the file has its name is one of a power cut alone.
            assert!((opening - if kept.is_ok() { 2.0 } else { 1.0 }).abs() < 1e-12, "call {call}: {kept:?}");
            if faulty.n_calls() <= call {
                break;
            }
        }
    }
}

#[test]
fn a_fault_while_journals_are_looked_for_loses_none_of_them() {
    for error in ERRORS {
        for call in 0.. {
            let folder = tempfile::tempdir().unwrap();
            claimed(&disk(&folder)).keep(&entry(1.0)).unwrap();
            let faulty = Arc::new(Faulty::from(call, error));
            let left = left_journals(&Disk::over(Arc::clone(&faulty) as _, folder.path()));
            assert!(left.len() <= 1);
            drop(left);
            assert_eq!(left_journals(&disk(&folder)).len(), 1, "call {call}, error {error}");
            if faulty.n_calls() <= call {
                break;
            }
        }
    }
}

#[test]
fn a_lock_that_nobody_can_take_is_told_as_what_it_is() {
    let [no_space, _, no_share, _, read_only] = ERRORS;
    for (error, fault) in
        [(no_space, SaveFault::NoSpace), (no_share, SaveFault::NoSpace), (read_only, SaveFault::ReadOnly)]
    {
        let folder = tempfile::tempdir().unwrap();
        let system = Arc::new(Faulty::from(0, error));
        let told = WindowJournal::claim(&Disk::over(system, folder.path())).err();
        assert_eq!(told, Some(fault));
    }
}

/// Pieces that journals are made of, and some that they are not.
const PIECES: [&[u8]; 14] = [
    b"\n",
    b"{",
    b"}",
    b"[]",
    b"null",
    b"\"base\":true",
    b"1e999",
    b"-1",
    b"\"version\":2",
    b"\xff\xfe",
    b"\"",
    b"\\u0000",
    b"18446744073709551615",
    b"\"at\":-5",
];

/// Changes a few places of `bytes` by chance.
fn changed(bytes: &[u8], chance: &mut impl FnMut(usize) -> usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..1 + chance(5) {
        let at = chance(bytes.len() + 1);
        let end = (at + chance(60)).min(bytes.len());
        match chance(4) {
            0 => drop(bytes.splice(at..end, PIECES[chance(PIECES.len())].iter().copied())),
            1 => drop(bytes.drain(at..end)),
            2 => bytes.truncate(at),
            _ => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << chance(8)),
        }
    }
    bytes
}

/// `SORTIE_FUZZ_SECONDS` lets it go on for so long, from another beginning each time, and tell how often it tried.
#[test]
#[expect(clippy::print_stderr, reason = "tells whoever lets it run for long how often it tried")]
fn a_journal_of_changed_bytes_is_left_alone_or_is_one_that_can_be_kept_again() {
    let seconds = std::env::var("SORTIE_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok());
    let start = std::time::Instant::now();
    let mut state = seconds.map_or(1, |_: u64| u64::from(std::process::id()));
    let mut chance = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below.max(1)
    };
    let whole = entry(7.0).bytes().unwrap();
    let (mut n, mut n_read) = (0, 0);
    while seconds.map_or(n < 2_000, |seconds| start.elapsed() < Duration::from_secs(seconds)) {
        n += 1;
        let Some(read) = JournalEntry::read(&changed(&whole, &mut chance)) else { continue };
        n_read += 1;
        let again = JournalEntry::read(&read.bytes().unwrap());
        assert_eq!(again.as_ref(), Some(&read), "what is offered is kept as it is offered");
    }
    assert!(n_read > 0 && n_read < n, "{n_read} of {n} were read");
    eprintln!("{n} journals, {n_read} of them read");
}
