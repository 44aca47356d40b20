//! Bytes of exports, changed at random: whatever comes of them, nothing panics, hangs or counts more than it read.
//!
//! `SORTIE_FUZZ_SECONDS` lets it go on for so long, from another beginning each time, and tell how often it tried.

use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use super::generated::Chance;
use super::read;

/// Exports to begin with: text, an archive and a workbook.
fn corpus() -> Vec<Vec<u8>> {
    let mut corpus: Vec<Vec<u8>> = super::golden::FILES.iter().map(|(_, bytes)| bytes.to_vec()).collect();
    let mut archive = zip::ZipWriter::new(Cursor::new(vec![]));
    archive.start_file("a.csv", zip::write::SimpleFileOptions::default()).expect("an entry");
    archive.write_all(&corpus[0]).expect("room in memory");
    corpus.push(archive.finish().expect("an archive").into_inner());
    corpus
}

/// Amounts, marks and lengths that have brought readers down before.
const PIECES: [&[u8]; 16] = [
    b"1e309",
    b"NaN",
    b"-",
    b"\"",
    b"\"\"",
    b"\0",
    b"\r",
    b"\n",
    b",",
    b";",
    b"\t",
    b"\xff\xfe",
    b"\xe8",
    b"5.78E+17",
    b"99999999999999999999999999999999",
    b"PK\x03\x04",
];

fn changed(bytes: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..1 + chance.below(6) {
        let at = usize::try_from(chance.below(bytes.len() as u64 + 1)).expect("a place");
        let end = (at + usize::try_from(chance.below(40)).expect("a length")).min(bytes.len());
        let piece = PIECES[usize::try_from(chance.below(PIECES.len() as u64)).expect("a piece")];
        match chance.below(5) {
            0 => drop(bytes.splice(at..at, piece.iter().copied())),
            1 => drop(bytes.splice(at..end, piece.iter().copied())),
            2 => drop(bytes.drain(at..end)),
            3 => bytes.truncate(at),
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << chance.below(8);
                }
            }
        }
    }
    bytes
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "a long run is asked for by an environment variable and ends by the clock"
)]
#[expect(clippy::print_stderr, reason = "tells whoever lets it run for long how often it tried")]
fn changed_bytes_are_read_or_refused_and_stop_nothing() {
    let corpus = corpus();
    let seconds = std::env::var("SORTIE_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok());
    let start = Instant::now();
    let seed = if seconds.is_some() { std::process::id().into() } else { 1 };
    let mut chance = Chance::new(seed);
    let mut n = 0;
    let goes_on =
        |n: u64| seconds.map_or(n < 3_000, |seconds| start.elapsed() < Duration::from_secs(seconds));
    while goes_on(n) {
        let bytes = changed(&corpus[usize::try_from(n).expect("a count") % corpus.len()], &mut chance);
        let import = read(&[("export", &bytes)]);
        for file in &import.files {
            assert!(file.excluded.values().sum::<u64>() <= file.rows.max(1), "{file:?}");
            assert!(file.refusal.is_some() || file.kind.is_some(), "{file:?}");
        }
        n += 1;
    }
    eprintln!("{n} executions");
}
