//! Bytes changed at random: whatever comes of them, nothing panics, hangs or counts more than it read. The same holds for
//! bytes that a fuzzer finds (`fuzz/`, see CONTRIBUTING.md).
//!
//! `SORTIE_FUZZ_SECONDS` lets it go on for so long, from another beginning each time, and tell how often it tried.

use std::time::{Duration, Instant};

use super::generated::Chance;

#[path = "../../../../fuzz/src/properties.rs"]
mod properties;

const PLAN: &[u8] = include_bytes!("../../../../tests/plans/small.sortie");
const CELLS: &[u8] =
    b"USD\n1,234.50\n5.00\n0.10\n1,239.60\n2025-11-05 10:00:00 -0400\n2\n90001\n28.02.2025 23:09:05 UTC\n\
    1\n-1.234,56\n0,10\n-1.234,46\nCampaign\nNov 5, 2025\n$12.50";

type Holds = fn(&[u8]);

/// What holds, with bytes to begin with.
fn properties() -> [(Holds, Vec<Vec<u8>>); 4] {
    let exports: Vec<Vec<u8>> = super::golden::FILES.iter().map(|(_, bytes)| bytes.to_vec()).collect();
    let mut packed = properties::packed_seeds();
    packed.push([b"\x01", exports[0].as_slice()].concat());
    packed.push([b"\x00", properties::archive(&[("a.csv", &exports[0])]).as_slice()].concat());
    [
        (properties::import_holds, exports),
        (properties::packed_holds, packed),
        (properties::cells_hold, vec![CELLS.to_vec()]),
        (properties::plan_holds, vec![PLAN.to_vec()]),
    ]
}

/// Amounts, marks and lengths that have brought readers down before.
const PIECES: [&[u8]; 22] = [
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
    b"[[[[[[[[",
    b"{\"",
    b"<c r=\"XFD1048576\">",
    b"</",
    b"uniqueCount=\"4000000000\"",
    b"&#x10ffff;",
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
    let seconds = std::env::var("SORTIE_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok());
    let start = Instant::now();
    let seed = if seconds.is_some() { std::process::id().into() } else { 1 };
    let mut chance = Chance::new(seed);
    let properties = properties();
    let mut n = 0;
    let goes_on =
        |n: usize| seconds.map_or(n < 8_000, |seconds| start.elapsed() < Duration::from_secs(seconds));
    while goes_on(n) {
        let (holds, corpus) = &properties[n % properties.len()];
        holds(&changed(&corpus[n / properties.len() % corpus.len()], &mut chance));
        n += 1;
    }
    eprintln!("{n} executions");
}
