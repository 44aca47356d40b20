//! What a file held when it was last read or written, to tell whether somebody else has changed it since.

use std::hash::{DefaultHasher, Hasher};

/// The mark of a file's content. Of the content, not of the clock: clocks move, and drives that sync set them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentStamp {
    n_bytes: usize,
    hash: u64,
}

impl ContentStamp {
    /// The mark of these bytes. It holds within one run of the program, so it is never written to a file.
    pub fn of(bytes: &[u8]) -> Self {
        let mut hasher = DefaultHasher::new();
        hasher.write(bytes);
        Self { n_bytes: bytes.len(), hash: hasher.finish() }
    }
}
