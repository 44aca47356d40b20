//! A file that is read piece by piece while other programs may write it: as long as it was when it was opened, or an answer
//! that it has changed.

use std::fs::File;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

/// A file that a shop exported.
#[derive(Debug)]
pub struct ExportFile {
    file: File,
    length: u64,
    written: Option<SystemTime>,
    at: u64,
    has_changed: Arc<AtomicBool>,
}

impl ExportFile {
    /// The file as it stands now.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn new(file: File) -> io::Result<Self> {
        let facts = file.metadata()?;
        let written = facts.modified().ok();
        Ok(Self { file, length: facts.len(), written, at: 0, has_changed: Arc::default() })
    }

    /// Tells, while it is read and afterwards, whether it was cut, grew or was written to meanwhile.
    pub fn change_mark(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.has_changed)
    }

    /// When it was last written, in seconds since 1970, where the system says so.
    pub fn written(&self) -> Option<u64> {
        let since = self.written?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        Some(since.as_secs())
    }

    fn changed(&self) -> io::Error {
        self.has_changed.store(true, Ordering::Relaxed);
        ErrorKind::Other.into()
    }

    fn check(&self) -> io::Result<()> {
        let facts = self.file.metadata()?;
        let is_same = facts.len() == self.length && facts.modified().ok() == self.written;
        if is_same { Ok(()) } else { Err(self.changed()) }
    }
}

impl Read for ExportFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.length.saturating_sub(self.at)).unwrap_or(usize::MAX);
        if left == 0 {
            self.check()?;
            return Ok(0);
        }
        let wanted = buffer.len().min(left);
        let n = self.file.read(&mut buffer[..wanted])?;
        if n == 0 && wanted > 0 {
            return Err(self.changed());
        }
        self.at += n as u64;
        Ok(n)
    }
}

impl Seek for ExportFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        let at = at.ok_or(ErrorKind::InvalidInput)?;
        self.check()?;
        self.at = self.file.seek(SeekFrom::Start(at))?;
        Ok(at)
    }
}
