//! A small plan for the tests of this room and of the document.

use sortie_engine::plan::{self, Plan};

/// A seller with one channel, a closure ahead and one answer to it.
pub(crate) fn sample() -> Plan {
    plan::read(SAMPLE.as_bytes()).unwrap()
}

/// Its file.
pub(crate) fn sample_bytes() -> Vec<u8> {
    plan::write(&sample()).unwrap()
}

const SAMPLE: &str = include_str!("../../tests/plans/small.sortie");
