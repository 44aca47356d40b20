//! How much a file may hold. What is longer is refused, with its place, before it fills the memory.

/// Bytes of a file of text; it is streamed.
pub const MAX_TEXT_BYTES: u64 = 1 << 30;

/// Bytes of a workbook or an archive once unpacked.
pub const MAX_UNPACKED_BYTES: u64 = 200_000_000;

/// Rows of a table.
pub const MAX_ROWS: u64 = 2_000_000;

/// Columns of a table.
pub const MAX_COLUMNS: usize = 500;

/// Bytes of a cell.
pub const MAX_CELL_BYTES: usize = 1 << 20;

/// Rows above the header, at most.
pub const MAX_PREAMBLE: usize = 50;

/// Bytes of a workbook as it is packed; it is held in memory.
pub const MAX_WORKBOOK_BYTES: u64 = 60_000_000;

/// Bytes of a page or of XML with a table in it; it is held in memory, and written out once more.
pub const MAX_PAGE_BYTES: u64 = 30_000_000;

/// Bytes of a packed file that are read, each time they are: what a workbook or an archive of the greatest size takes, with
/// some room.
pub const MAX_WORK: u64 = 1_200_000_000;

/// Bytes of an archive's list of its entries.
pub const MAX_DIRECTORY_BYTES: u64 = 8_000_000;
