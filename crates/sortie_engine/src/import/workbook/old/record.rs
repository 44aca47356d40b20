//! Records of a workbook of the old kind, one behind another.

use crate::import::report::FileRefusal;

/// The end of a part.
pub const END: u16 = 0x000a;
/// The beginning of a part.
pub const BEGIN: u16 = 0x0809;
/// What was too long for the record before.
const MORE: u16 = 0x003c;

/// Records that one goes on in. Each of those that programs write is full, which makes half a gigabyte.
const MAX_PIECES: usize = 1 << 16;

/// A record.
#[derive(Clone, Copy, Debug)]
pub struct Record<'s> {
    /// What it tells.
    pub kind: u16,
    /// What it holds.
    pub data: &'s [u8],
}

/// The records of a stream from a place on.
#[derive(Clone, Debug)]
pub struct Records<'s> {
    stream: &'s [u8],
    at: usize,
}

impl<'s> Records<'s> {
    /// Those from the byte `at` on.
    pub fn new(stream: &'s [u8], at: usize) -> Self {
        Self { stream, at }
    }

    /// The next record.
    ///
    /// # Errors
    /// That the stream ends before it does.
    pub fn read(&mut self) -> Result<Record<'s>, FileRefusal> {
        let head = self.stream.get(self.at..).and_then(|rest| rest.first_chunk::<4>());
        let [kind, kind_high, length, length_high] = *head.ok_or(FileRefusal::Damaged)?;
        let begin = self.at + 4;
        let end = begin + usize::from(u16::from_le_bytes([length, length_high]));
        let data = self.stream.get(begin..end).ok_or(FileRefusal::Damaged)?;
        self.at = end;
        Ok(Record { kind: u16::from_le_bytes([kind, kind_high]), data })
    }

    /// What the record `first` holds, with what was too long for it.
    ///
    /// # Errors
    /// That it goes on in more records than any does.
    pub fn with_more(&mut self, first: Record<'s>) -> Result<Vec<&'s [u8]>, FileRefusal> {
        let mut pieces = vec![first.data];
        loop {
            let mut ahead = self.clone();
            match ahead.read() {
                Ok(_) if pieces.len() > MAX_PIECES => return Err(FileRefusal::Damaged),
                Ok(record) if record.kind == MORE => pieces.push(record.data),
                _ => return Ok(pieces),
            }
            *self = ahead;
        }
    }
}

/// Two bytes of a record as a number.
///
/// # Errors
/// That it is shorter.
pub fn two(data: &[u8], at: usize) -> Result<u16, FileRefusal> {
    let bytes = data.get(at..).and_then(|rest| rest.first_chunk::<2>());
    bytes.map(|bytes| u16::from_le_bytes(*bytes)).ok_or(FileRefusal::Damaged)
}

/// Four bytes of a record as a number.
///
/// # Errors
/// That it is shorter.
pub fn four(data: &[u8], at: usize) -> Result<u32, FileRefusal> {
    let bytes = data.get(at..).and_then(|rest| rest.first_chunk::<4>());
    bytes.map(|bytes| u32::from_le_bytes(*bytes)).ok_or(FileRefusal::Damaged)
}

/// Eight bytes of a record as a number with a point.
///
/// # Errors
/// That it is shorter.
pub fn real(data: &[u8], at: usize) -> Result<f64, FileRefusal> {
    let bytes = data.get(at..).and_then(|rest| rest.first_chunk::<8>());
    bytes.map(|bytes| f64::from_le_bytes(*bytes)).ok_or(FileRefusal::Damaged)
}
