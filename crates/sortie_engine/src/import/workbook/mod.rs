//! Workbooks: unpacked piece by piece as they are read. Nothing that a workbook says of itself (how many texts, how large
//! a sheet, where it ends) is believed or made room for.

mod old;
mod part;
mod sheet;
mod styles;
mod texts;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use zip::ZipArchive;

use super::archive;
use super::limits::MAX_UNPACKED_BYTES;
use super::progress::ImportProgress;
use super::report::FileRefusal;
use super::row::{NextRow, RawRow};
use old::OldWorkbook;
use part::{MAX_LIST_BYTES, PartReader, attribute, prefixed_attribute};
use sheet::SheetContext;
use styles::CellLooks;
use texts::SharedTexts;

/// Sheets of a workbook; Excel has no limit, and no export has a tenth.
const MAX_SHEETS: usize = 1_000;

/// An open workbook, of either kind.
pub enum Workbook {
    /// An archive of parts.
    Packed(Box<PackedWorkbook>),
    /// Records of the kind before 2007.
    Old(Box<OldWorkbook>),
}

/// Whether a file that begins so is a workbook of the kind before 2007, or anything else in the same container.
pub fn is_old(start: &[u8]) -> bool {
    start.starts_with(&old::CONTAINER) || start.starts_with(&old::BARE)
}

impl Workbook {
    /// Opens the workbook with these bytes.
    ///
    /// # Errors
    /// That it is none, is damaged, is behind a password, or would take more memory than allowed.
    pub fn open(bytes: Vec<u8>, progress: &ImportProgress<'_>) -> Result<Self, FileRefusal> {
        Ok(if is_old(&bytes) {
            Self::Old(Box::new(OldWorkbook::open(bytes, progress)?))
        } else {
            Self::Packed(Box::new(PackedWorkbook::open(bytes, progress)?))
        })
    }

    /// Its sheets, in order.
    pub fn sheets(&self) -> Vec<SheetListing> {
        match self {
            Self::Packed(book) => book.sheets.iter().map(|(listing, _)| listing.clone()).collect(),
            Self::Old(book) => book.sheets(),
        }
    }

    /// Whether it counts days from 1904.
    pub fn is_1904(&self) -> bool {
        match self {
            Self::Packed(book) => book.context.is_1904,
            Self::Old(book) => book.is_1904(),
        }
    }

    /// Hands every row of a sheet from row `begin` on (counted from 0) to `each`, until it has enough.
    ///
    /// # Errors
    /// A limit that is passed, or what `each` answers.
    pub fn each_row(
        &mut self,
        sheet: &str,
        begin: u64,
        progress: &ImportProgress<'_>,
        each: &mut dyn FnMut(&RawRow<'_>) -> Result<NextRow, FileRefusal>,
    ) -> Result<(), FileRefusal> {
        match self {
            Self::Packed(book) => book.each_row(sheet, begin, progress, each),
            Self::Old(book) => book.each_row(sheet, begin, progress, each),
        }
    }
}

/// An open archive of parts. Its bytes are held packed: workbooks of exports are small, and it is read from several places.
pub struct PackedWorkbook {
    archive: ZipArchive<Cursor<Vec<u8>>>,
    /// Where in the archive each part stands, by its path in small letters.
    parts: BTreeMap<String, usize>,
    /// The sheets, with their parts.
    sheets: Vec<(SheetListing, usize)>,
    context: SheetContext,
}

impl PackedWorkbook {
    /// Opens the workbook with these bytes.
    ///
    /// # Errors
    /// That it is none, is damaged, or would take more memory than allowed.
    pub fn open(bytes: Vec<u8>, progress: &ImportProgress<'_>) -> Result<Self, FileRefusal> {
        let archive = archive::opened(Cursor::new(bytes), progress)?;
        let parts = archive.file_names().enumerate();
        let parts = parts.filter_map(|(idx, name)| Some((plain_path(&name.ok()?), idx))).collect();
        let mut book = Self { archive, parts, sheets: vec![], context: SheetContext::default() };
        let declared = archive::declared(&mut book.archive)?;
        progress.unpack(declared)?;
        book.read_lists(progress)?;
        Ok(book)
    }

    fn read_lists(&mut self, progress: &ImportProgress<'_>) -> Result<(), FileRefusal> {
        let begin = self.relations("_rels/.rels", "", progress)?;
        let main = begin.into_values().find(|relation| relation.kind == "officeDocument");
        let main = main.map_or_else(|| "xl/workbook.xml".to_owned(), |relation| relation.path);
        let (folder, name) = main.rsplit_once('/').unwrap_or(("", &main));
        let relations = self.relations(&format!("{folder}/_rels/{name}.rels"), folder, progress)?;
        self.read_sheets(&main, &relations, progress)?;
        let path_of = |kind: &str| {
            relations.values().find(|relation| relation.kind == kind).map(|relation| relation.path.clone())
        };
        let texts = path_of("sharedStrings").unwrap_or_else(|| format!("{folder}/sharedstrings.xml"));
        let texts = self.part(&texts, MAX_UNPACKED_BYTES, progress)?.map(SharedTexts::read).transpose()?;
        self.context.texts = texts.unwrap_or_default();
        let looks = path_of("styles").unwrap_or_else(|| format!("{folder}/styles.xml"));
        let looks = self.part(&looks, MAX_LIST_BYTES, progress)?.map(CellLooks::read).transpose()?;
        self.context.looks = looks.unwrap_or_default();
        Ok(())
    }

    /// The part at this path, of which at most `room` bytes are read; nothing where there is none.
    fn part<'r>(
        &'r mut self,
        path: &str,
        room: u64,
        progress: &'r ImportProgress<'r>,
    ) -> Result<Option<PartReader<'r, impl std::io::Read + use<'r>>>, FileRefusal> {
        let Some(idx) = self.parts.get(&plain_path(path)) else { return Ok(None) };
        let part = archive::entry(&mut self.archive, *idx)?;
        Ok(Some(PartReader::new(part, room, progress)))
    }

    /// What a list of relations leads to, by the names that are used for it.
    fn relations(
        &mut self,
        path: &str,
        folder: &str,
        progress: &ImportProgress<'_>,
    ) -> Result<BTreeMap<String, PartRelation>, FileRefusal> {
        let mut found = BTreeMap::new();
        let Some(mut part) = self.part(path, MAX_LIST_BYTES, progress)? else { return Ok(found) };
        part.each_start(|tag| {
            if tag.local_name().as_ref() != "Relationship" {
                return;
            }
            let said = |name| attribute(tag, name).map(|text| text.into_owned());
            if let (Some(id), Some(target)) = (said("Id"), said("Target")) {
                let kind = said("Type").unwrap_or_default();
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                found.insert(id, PartRelation { kind, path: path_from(folder, &target) });
            }
        })?;
        Ok(found)
    }

    /// Takes note of the sheets. One that stands on the part of another is the same once more.
    fn read_sheets(
        &mut self,
        path: &str,
        relations: &BTreeMap<String, PartRelation>,
        progress: &ImportProgress<'_>,
    ) -> Result<(), FileRefusal> {
        let mut said = vec![];
        let mut is_1904 = false;
        let mut part = self.part(path, MAX_LIST_BYTES, progress)?.ok_or(FileRefusal::Damaged)?;
        part.each_start(|tag| match tag.local_name().as_ref() {
            "sheet" => {
                let name = attribute(tag, "name").unwrap_or_default().into_owned();
                let is_hidden =
                    attribute(tag, "state").is_some_and(|state| matches!(&*state, "hidden" | "veryHidden"));
                let listing = SheetListing { name, is_hidden };
                said.push((listing, prefixed_attribute(tag, "id").unwrap_or_default()));
            }
            "workbookPr" => {
                is_1904 |= attribute(tag, "date1904").is_some_and(|said| matches!(&*said, "1" | "true"));
            }
            _ => {}
        })?;
        drop(part);
        self.context.is_1904 = is_1904;
        let mut taken = BTreeSet::new();
        let mut names = BTreeSet::new();
        for (listing, id) in said {
            let Some(relation) = relations.get(&id) else { return Err(FileRefusal::Damaged) };
            // Sheets of charts and dialogs hold no table.
            if relation.kind != "worksheet" {
                continue;
            }
            let idx = *self.parts.get(&plain_path(&relation.path)).ok_or(FileRefusal::Damaged)?;
            if !taken.insert(idx) {
                continue;
            }
            if !names.insert(listing.name.clone()) {
                return Err(FileRefusal::Damaged);
            }
            self.sheets.push((listing, idx));
        }
        if self.sheets.len() > MAX_SHEETS { Err(FileRefusal::Damaged) } else { Ok(()) }
    }

    /// Hands every row of a sheet from row `begin` on (counted from 0) to `each`, until it has enough.
    ///
    /// # Errors
    /// A limit that is passed, or what `each` answers.
    pub fn each_row(
        &mut self,
        sheet: &str,
        begin: u64,
        progress: &ImportProgress<'_>,
        each: &mut dyn FnMut(&RawRow<'_>) -> Result<NextRow, FileRefusal>,
    ) -> Result<(), FileRefusal> {
        let idx =
            self.sheets.iter().find(|(listing, _)| listing.name == sheet).ok_or(FileRefusal::Damaged)?.1;
        let part = archive::entry(&mut self.archive, idx)?;
        let part = PartReader::new(part, MAX_UNPACKED_BYTES, progress);
        sheet::each_row(part, &self.context, begin, progress, each)
    }
}

/// A sheet as its workbook lists it.
#[derive(Clone, Debug)]
pub struct SheetListing {
    /// Its name.
    pub name: String,
    /// Whether whoever opens the workbook does not see it.
    pub is_hidden: bool,
}

/// Where a list of relations leads.
struct PartRelation {
    /// The last word of its type, such as `worksheet`.
    kind: String,
    path: String,
}

/// A path as archives are searched by it.
fn plain_path(path: &str) -> String {
    path.replace('\\', "/").trim_start_matches('/').to_ascii_lowercase()
}

/// The path that `target` leads to from `folder`.
fn path_from(folder: &str, target: &str) -> String {
    if target.starts_with('/') {
        return plain_path(target);
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split(['/', '\\']) {
        match step {
            ".." => drop(steps.pop()),
            "" | "." => {}
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relation_leads_from_its_folder() {
        for (folder, target, expected) in [
            ("xl", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl", "/xl/worksheets/Sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl", "../xl/./a.xml", "xl/a.xml"),
            ("", "xl/workbook.xml", "xl/workbook.xml"),
            ("xl", "../../../a", "a"),
        ] {
            assert_eq!(plain_path(&path_from(folder, target)), expected);
        }
    }
}
