//! How far an import is, told by the bytes that were read.

use std::cell::Cell;
use std::io::{self, Read};

use crate::watch::Watch;

/// How far an import is.
pub struct ImportProgress<'a> {
    watch: &'a dyn Watch,
    /// Bytes of all files.
    total: u64,
    /// Bytes of the files that are done.
    done: Cell<u64>,
    /// The most that was told, so that a second look at a file does not seem to go back.
    told: Cell<f64>,
}

impl<'a> ImportProgress<'a> {
    /// Nothing done of `total` bytes.
    pub fn new(watch: &'a dyn Watch, total: u64) -> Self {
        Self { watch, total: total.max(1), done: Cell::new(0), told: Cell::new(0.0) }
    }

    /// Whether nobody waits any more.
    pub fn is_stale(&self) -> bool {
        self.watch.is_stale()
    }

    /// Takes note that a file of so many bytes is done.
    pub fn finish(&self, bytes: u64) {
        self.done.set(self.done.get() + bytes);
        self.report(0.0);
    }

    /// Tells that so many bytes of the open file are done.
    fn report(&self, of_file: f64) {
        let share = ((self.done.get() as f64 + of_file) / self.total as f64).clamp(0.0, 1.0);
        if share > self.told.get() {
            self.told.set(share);
            self.watch.note(share);
        }
    }

    /// The reader, counted. Each pass through a file counts for all of it; the second tells what is beyond the first.
    pub fn counted<R: Read>(&self, inner: R, bytes: u64) -> CountedReader<'_, R> {
        CountedReader { inner, progress: self, read: 0, bytes }
    }
}

/// A reader whose bytes are counted.
pub struct CountedReader<'p, R> {
    inner: R,
    progress: &'p ImportProgress<'p>,
    read: u64,
    bytes: u64,
}

impl<R: Read> Read for CountedReader<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.read += n as u64;
        self.progress.report(self.read.min(self.bytes) as f64);
        Ok(n)
    }
}
