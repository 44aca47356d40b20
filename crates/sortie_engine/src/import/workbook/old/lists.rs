//! What stands at the head of a workbook of the old kind: its sheets, the texts that they share, and which looks are days.

use std::collections::{BTreeMap, BTreeSet};

use super::super::styles::CellLooks;
use super::super::{MAX_SHEETS, SheetContext, SheetListing};
use super::letters::{self, LetterStyle};
use super::record::{BEGIN, END, Record, Records, four, two};
use crate::import::progress::ImportProgress;
use crate::import::report::FileRefusal;

/// The version since which each text says how wide its letters are.
const WIDE_SINCE: u16 = 0x0600;
/// A part that is a sheet of cells.
const SHEET: u16 = 0x0010;
/// Looks of cells, and looks of numbers; exports have a hundredth.
const MAX_LOOKS: usize = 100_000;

/// Everything that was found.
pub struct WorkbookLists {
    /// The sheets of cells, with where their records begin.
    pub sheets: Vec<(SheetListing, usize)>,
    /// What they share.
    pub context: SheetContext,
    /// How letters are written.
    pub letters: LetterStyle,
}

/// Reads all of it.
///
/// # Errors
/// That the stream is damaged, or behind a password.
pub fn read(stream: &[u8], progress: &ImportProgress<'_>) -> Result<WorkbookLists, FileRefusal> {
    let mut records = Records::new(stream, 0);
    let first = records.read()?;
    if first.kind != BEGIN {
        return Err(FileRefusal::Damaged);
    }
    let is_wide = two(first.data, 0)? >= WIDE_SINCE;
    let letters = if is_wide { LetterStyle::Wide } else { LetterStyle::Page(None) };
    let context = SheetContext::default();
    let mut lists = WorkbookLists { sheets: vec![], context, letters };
    if two(first.data, 2)? == SHEET {
        // A sheet alone, without a head.
        let listing = SheetListing { name: String::new(), is_hidden: false };
        lists.sheets.push((listing, 0));
        return Ok(lists);
    }
    let (mut looks, mut own_looks, mut taken) = (vec![], BTreeMap::new(), BTreeSet::new());
    loop {
        let record = records.read()?;
        progress.spend(record.data.len() as u64 / 8 + 24)?;
        match record.kind {
            END => break,
            0x002f => return Err(FileRefusal::Protected),
            0x0022 => lists.context.is_1904 = two(record.data, 0)? != 0,
            0x0042 => {
                if let LetterStyle::Page(page) = &mut lists.letters {
                    *page = LetterStyle::of_page(two(record.data, 0)?);
                }
            }
            // A sheet at the place of another is the same once more.
            0x0085 => {
                lists.sheets.extend(sheet_in(record, lists.letters)?.filter(|(_, at)| taken.insert(*at)));
            }
            0x041e => {
                let look = match lists.letters {
                    LetterStyle::Wide => lists.letters.long(&records.with_more(record)?, 2)?,
                    LetterStyle::Page(_) => lists.letters.short(record.data, 2)?,
                };
                own_looks.insert(two(record.data, 0)?, look);
            }
            0x00e0 => looks.push(two(record.data, 2)?),
            0x00fc => lists.context.texts = letters::shared(&records.with_more(record)?)?,
            _ => {}
        }
        if lists.sheets.len() > MAX_SHEETS || looks.len() > MAX_LOOKS || own_looks.len() > MAX_LOOKS {
            return Err(FileRefusal::Damaged);
        }
    }
    lists.context.looks = CellLooks::of(looks.into_iter().map(u32::from), |id| {
        u16::try_from(id).ok().and_then(|id| own_looks.get(&id)).map(String::as_str)
    });
    let mut names = BTreeSet::new();
    if !lists.sheets.iter().all(|(listing, _)| names.insert(listing.name.clone())) {
        return Err(FileRefusal::Damaged);
    }
    Ok(lists)
}

/// The sheet that a record names; nothing where it holds a chart or a program.
fn sheet_in(record: Record<'_>, letters: LetterStyle) -> Result<Option<(SheetListing, usize)>, FileRefusal> {
    let at = four(record.data, 0)? as usize;
    let kind = two(record.data, 4)?;
    if kind >> 8 != 0 {
        return Ok(None);
    }
    let listing = SheetListing { name: letters.short(record.data, 6)?, is_hidden: kind & 3 != 0 };
    Ok(Some((listing, at)))
}
