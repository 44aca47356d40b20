//! How far an import is, told by the bytes that were read; and the one budget that everything within a file shares, so
//! that no archive in an archive and no part that is read again and again takes longer than an honest file.

use std::cell::Cell;
use std::io::{self, Read};

use super::limits::{MAX_UNPACKED_BYTES, MAX_WORK};
use super::report::FileRefusal;
use crate::watch::Watch;

/// So much work lies between two looks at whether anybody waits: some milliseconds.
const WORK_BETWEEN_LOOKS: u64 = 1 << 20;

/// How far an import is.
pub struct ImportProgress<'a> {
    watch: &'a dyn Watch,
    /// Bytes of all files.
    total: u64,
    /// Bytes of the files that are done.
    done: Cell<u64>,
    /// The most that was told, so that a second look at a file does not seem to go back.
    told: Cell<f64>,
    /// Bytes that may still be unpacked of the open file.
    room: Cell<u64>,
    /// Work that may still be done on what is packed in the open file.
    work: Cell<u64>,
    /// Work since somebody was asked whether to go on.
    unasked: Cell<u64>,
}

impl<'a> ImportProgress<'a> {
    /// Nothing done of `total` bytes.
    pub fn new(watch: &'a dyn Watch, total: u64) -> Self {
        Self {
            watch,
            total: total.max(1),
            done: Cell::new(0),
            told: Cell::new(0.0),
            room: Cell::new(2 * MAX_UNPACKED_BYTES),
            work: Cell::new(MAX_WORK),
            unasked: Cell::new(0),
        }
    }

    /// Does work on what is packed in the open file: so many bytes of it are read, and each time they are.
    ///
    /// # Errors
    /// That nobody waits any more, or that it is more than an honest file asks for.
    pub fn spend(&self, bytes: u64) -> Result<(), FileRefusal> {
        let left = self.work.get().checked_sub(bytes).ok_or(FileRefusal::TooMuchWork)?;
        self.work.set(left);
        self.unasked.set(self.unasked.get() + bytes);
        if self.unasked.get() < WORK_BETWEEN_LOOKS {
            return Ok(());
        }
        self.unasked.set(0);
        if self.is_stale() { Err(FileRefusal::Stopped) } else { Ok(()) }
    }

    /// Takes room for so many unpacked bytes, of all that the open file may unpack to.
    ///
    /// # Errors
    /// That there is no room for them.
    pub fn unpack(&self, bytes: u64) -> Result<(), FileRefusal> {
        let too_large = FileRefusal::UnpackedTooLarge { limit: MAX_UNPACKED_BYTES };
        self.room.set(self.room.get().checked_sub(bytes).ok_or(too_large)?);
        Ok(())
    }

    /// Whether nobody waits any more.
    pub fn is_stale(&self) -> bool {
        self.watch.is_stale()
    }

    /// Takes note that a file of so many bytes is done.
    pub fn finish(&self, bytes: u64) {
        self.done.set(self.done.get() + bytes);
        self.room.set(2 * MAX_UNPACKED_BYTES);
        self.work.set(MAX_WORK);
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
        // A single row may be as long as a thousand others.
        if self.progress.is_stale() {
            return Err(io::ErrorKind::Other.into());
        }
        let n = self.inner.read(buffer)?;
        self.read += n as u64;
        self.progress.report(self.read.min(self.bytes) as f64);
        Ok(n)
    }
}
