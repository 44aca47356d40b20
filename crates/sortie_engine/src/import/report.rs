//! What an import tells the seller of each file, as data: what it is, what was read, what was left out and why.

use std::collections::{BTreeMap, BTreeSet};

use super::mapping::ColumnMapping;
use crate::ledger::{Currency, Date, Decimal};
use crate::unit::Month;

/// How many cells that could not be read are told one by one; the rest is only counted.
pub const MAX_TOLD: usize = 50;

/// What came of one file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FileReport {
    /// Its name; that of an entry of an archive stands after the archive's, as in `may.zip/orders.csv`.
    pub file: String,
    /// What it is, such as `shopify.orders`; none where nobody knows.
    pub kind: Option<&'static str>,
    /// How much of its header the kind knows, 0 to 1.
    pub confidence: f64,
    /// Rows of data: no header, no line of explanations, no line of totals.
    pub rows: u64,
    /// Rows by why they were left out; the others were used.
    pub excluded: BTreeMap<RowExclusion, u64>,
    /// Currencies of its amounts.
    pub currencies: BTreeSet<Currency>,
    /// The days it covers: those it declares, otherwise those of its rows.
    pub period: Option<ReportPeriod>,
    /// Months of which it holds all days.
    pub complete_months: Vec<Month>,
    /// How the kind's own sums came out.
    pub self_test: Option<SelfTest>,
    /// Columns that nobody reads, as the file writes them; personal ones are among them.
    pub unmapped: Vec<String>,
    /// Money by types of rows that the kind does not know.
    pub unclassified: BTreeMap<(String, Currency), Decimal>,
    /// Words for how an order stands that the kind does not know, with what they were taken for.
    pub unknown_words: BTreeMap<String, UnknownWord>,
    /// The first cells that could not be read.
    pub unreadable: Vec<CellFault>,
    /// The first cells of which a letter was lost; their rows were used.
    pub lost_letters: Vec<CellFault>,
    /// What else a seller should know of it.
    pub notes: Vec<FileNote>,
    /// What its columns are taken to be, for a table of no known kind.
    pub mapping: Option<ColumnMapping>,
    /// Why nothing of it was used, where that is so.
    pub refusal: Option<FileRefusal>,
}

impl FileReport {
    /// Takes what another sheet of the same file told.
    pub(super) fn join(&mut self, other: Self) {
        self.confidence = self.confidence.max(other.confidence);
        self.rows += other.rows;
        for (why, n) in other.excluded {
            *self.excluded.entry(why).or_default() += n;
        }
        self.currencies.extend(other.currencies);
        self.period = match (self.period, other.period) {
            (Some(own), Some(its)) => Some(ReportPeriod {
                from: own.from.min(its.from),
                to: own.to.max(its.to),
                is_declared: own.is_declared && its.is_declared,
            }),
            (own, its) => own.or(its),
        };
        self.complete_months.extend(other.complete_months);
        self.complete_months.sort_unstable();
        self.complete_months.dedup();
        self.self_test = match (self.self_test, other.self_test) {
            (Some(own), Some(its)) => Some(SelfTest {
                rows: own.rows + its.rows,
                failed: own.failed + its.failed,
                first_failed: own.first_failed.or(its.first_failed),
                ..own
            }),
            (own, its) => own.or(its),
        };
        self.unmapped.extend(other.unmapped);
        for (called, amount) in other.unclassified {
            *self.unclassified.entry(called).or_default() += amount;
        }
        for (word, told) in other.unknown_words {
            let own = self.unknown_words.entry(word).or_default();
            (own.n_sold, own.n_left_out) = (own.n_sold + told.n_sold, own.n_left_out + told.n_left_out);
        }
        self.unreadable.extend(other.unreadable);
        self.lost_letters.extend(other.lost_letters);
        let is_new = |note: &FileNote| !self.notes.contains(note);
        let more: Vec<FileNote> = other.notes.into_iter().filter(is_new).collect();
        self.notes.extend(more);
        self.mapping = self.mapping.take().or(other.mapping);
    }

    /// Rows that were used.
    pub fn used(&self) -> u64 {
        self.rows.saturating_sub(self.excluded.values().sum())
    }
}

/// What was made of a word that is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UnknownWord {
    /// Rows that were taken for sales, since they have a time of payment or are paid on delivery.
    pub n_sold: u64,
    /// Rows that were left out.
    pub n_left_out: u64,
}

/// Days from the first to the last, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReportPeriod {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// Whether the file itself says so, rather than its rows.
    pub is_declared: bool,
}

impl ReportPeriod {
    /// The period with this day in it as well.
    #[must_use]
    pub fn with(this: Option<Self>, day: Date) -> Self {
        this.map_or(Self { from: day, to: day, is_declared: false }, |this| Self {
            from: this.from.min(day),
            to: this.to.max(day),
            ..this
        })
    }
}

/// A sum that holds in every row of a kind of file, or over all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SumIdentity {
    /// The columns of money add up to the column of totals.
    ColumnsMakeTotal,
    /// Subtotal, shipping and tax make the total, or do so without tax.
    TotalOfOrder,
    /// Amount without fee is net.
    NetAfterFee,
    /// Sales, shipping, fees and adjustments make what is settled.
    PartsMakeSettlement,
    /// All rows add up to the amount in the file's head.
    RowsMakeTotal,
    /// A price without its discounts is the subtotal.
    PriceAfterDiscounts,
}

impl SumIdentity {
    /// The name in results for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::ColumnsMakeTotal => "columns_make_total",
            Self::TotalOfOrder => "total_of_order",
            Self::NetAfterFee => "net_after_fee",
            Self::PartsMakeSettlement => "parts_make_settlement",
            Self::RowsMakeTotal => "rows_make_total",
            Self::PriceAfterDiscounts => "price_after_discounts",
        }
    }
}

/// How a kind's own sum came out over the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SelfTest {
    /// The sum.
    pub name: SumIdentity,
    /// Rows it was tried on.
    pub rows: u64,
    /// Rows where it did not hold.
    pub failed: u64,
    /// The first of these.
    pub first_failed: Option<u64>,
}

impl SelfTest {
    /// Nothing tried yet.
    pub fn new(name: SumIdentity) -> Self {
        Self { name, rows: 0, failed: 0, first_failed: None }
    }

    /// Takes note of row `row`.
    pub fn note(&mut self, row: u64, holds: bool) {
        self.rows += 1;
        if !holds {
            self.failed += 1;
            self.first_failed.get_or_insert(row);
        }
    }

    /// Whether so many rows fail that the file is not understood: more than one in a hundred.
    pub fn is_lost(&self) -> bool {
        self.failed * 100 > self.rows
    }
}

/// Why a row is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowExclusion {
    /// The order was cancelled before it was sent.
    Cancelled,
    /// The money was never taken.
    NotPaid,
    /// The buyer has not paid yet.
    Unpaid,
    /// The order waits for its price or its payment.
    Pending,
    /// An order of the shop's own tests.
    Test,
    /// An order of TikTok Shop that another shop shows as well.
    TiktokShopMirror,
    /// An order that costs nothing.
    ZeroValue,
    /// A gift card: money owed, not yet earned.
    GiftCard,
    /// A sample given to a creator.
    Sample,
    /// An order that another platform's stock was sent for.
    OtherChannel,
    /// Money moved to the bank, between accounts or into a reserve.
    Transfer,
    /// One of the two legs of a change of currencies.
    Conversion,
    /// A line for information that moves no money.
    Memo,
    /// Neither a sale nor a cost of selling.
    NotASale,
    /// A word that is not known says how the order stands, and nothing says that it was paid.
    UnknownStatus,
    /// It stands on a sheet that is hidden.
    HiddenSheet,
    /// The same row stands in another file, or earlier in this one.
    Duplicate,
    /// A cell that is needed could not be read.
    Unreadable,
}

impl RowExclusion {
    /// The name in results for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Cancelled => "cancelled",
            Self::NotPaid => "not_paid",
            Self::Unpaid => "unpaid",
            Self::Pending => "pending",
            Self::Test => "test",
            Self::TiktokShopMirror => "tiktok_shop_mirror",
            Self::ZeroValue => "zero_value",
            Self::GiftCard => "gift_card",
            Self::Sample => "sample",
            Self::OtherChannel => "other_channel",
            Self::Transfer => "transfer",
            Self::Conversion => "conversion",
            Self::Memo => "memo",
            Self::NotASale => "not_a_sale",
            Self::UnknownStatus => "unknown_status",
            Self::HiddenSheet => "hidden_sheet",
            Self::Duplicate => "duplicate",
            Self::Unreadable => "unreadable",
        }
    }
}

/// A cell that could not be read, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellFault {
    /// The row as a spreadsheet counts it, from 1.
    pub row: u64,
    /// The column's name as the file writes it.
    pub column: String,
    /// The start of what stands there.
    pub text: String,
    /// What is wrong with it.
    pub problem: CellProblem,
}

/// What is wrong with a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellProblem {
    /// An amount or a count was expected.
    NotANumber,
    /// A number beyond what any shop sells.
    TooLarge,
    /// A day was expected.
    NotADate,
    /// A currency was expected.
    NotACurrency,
    /// Something has to stand here.
    Missing,
    /// A long number that a spreadsheet has rounded, such as 5.78E+17: orders cannot be told apart by it.
    DamagedId,
    /// A letter was lost on the way; the rest of the row was read.
    LostLetter,
}

/// What a seller should know of a file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileNote {
    /// A quotation mark is opened and never closed; a row near the end may have swallowed others.
    OddQuotes,
    /// The last letter is cut, so the file may be.
    LostLetters,
    /// Some cells hold letters that are lost; they are told by their places.
    LostInCells,
    /// The whole table stands in the file more than once; it was counted once.
    TableAgain,
    /// Sheets that look like copies or summaries of those that were read.
    SheetsLeftOut {
        /// Their names.
        sheets: String,
    },
    /// The total of an order stands on each of its rows; it was counted once.
    TotalOnEachRow,
    /// No column says how orders stand, so those that were cancelled or never paid cannot be told apart.
    NoStatus,
    /// The names of its columns are in a language that is not known; they were told apart by their places.
    ColumnsByPlace,
    /// Days could be read as day-month or month-day; the market's habit was taken.
    DayOrMonth,
    /// The period is not in the file; the month in its name was taken.
    PeriodOfName,
    /// The file tells no period, so its figures stand in no month.
    NoPeriod,
    /// The period is longer than a month; figures were spread over its days.
    SpreadOverDays,
    /// No currency in the file; that of the market was taken.
    CurrencyOfMarket,
    /// The file's content is that of another one, which was used.
    SameContent {
        /// The other file.
        other: String,
    },
    /// The file sums up visits of days that another file tells of as well, so its own were left out.
    SameVisits {
        /// The other file.
        other: String,
    },
    /// Sheets that hold nothing of use.
    EmptySheets,
    /// No known kind of table; what its columns are was guessed from their names and should be looked at.
    GuessedColumns,
}

/// Why nothing of a file was used.
#[derive(Clone, Debug, PartialEq)]
pub enum FileRefusal {
    /// There is nothing in it.
    Empty,
    /// Longer than allowed.
    TooLarge {
        /// What it has.
        bytes: u64,
        /// What is allowed.
        limit: u64,
    },
    /// An archive or a workbook that grows beyond what is allowed.
    UnpackedTooLarge {
        /// What is allowed.
        limit: u64,
    },
    /// It is read again and again, within archives or by sheets, and takes longer than an honest file.
    TooMuchWork,
    /// More rows than allowed.
    TooManyRows {
        /// What is allowed.
        limit: u64,
    },
    /// More columns than allowed.
    TooManyColumns {
        /// Where.
        row: u64,
        /// What is allowed.
        limit: usize,
    },
    /// A cell, or a line without an end, that is longer than allowed.
    CellTooLarge {
        /// Where.
        row: u64,
        /// The column, from 1.
        column: usize,
        /// What is allowed.
        limit: usize,
    },
    /// Something else than an export.
    WrongKind(NoExport),
    /// A table with columns that no kind has.
    UnknownTable {
        /// The first columns of what is most likely its header.
        columns: Vec<String>,
    },
    /// The kind is known, and a column that it cannot do without is not there.
    MissingColumn {
        /// The names it may have.
        names: Vec<&'static str>,
    },
    /// An archive or workbook that is cut or damaged.
    Damaged,
    /// A workbook behind a password.
    Protected,
    /// More than one row in a hundred does not add up, so the columns or the decimal mark are not understood.
    DoesNotAddUp(SelfTest),
    /// Numbers of orders that a spreadsheet has rounded.
    DamagedIds(CellFault),
    /// More than half of the rows could not be read; the first cell says why.
    MostlyUnreadable(CellFault),
    /// The drive or the network gave up.
    Unreadable,
    /// It became longer or shorter while it was read.
    Changed,
    /// Nobody waits for it any more.
    Stopped,
}

impl FileRefusal {
    /// The same with its row counted from the beginning of the file, where `n` rows stand above the table.
    #[must_use]
    pub(super) fn below(self, n: u64) -> Self {
        match self {
            Self::CellTooLarge { row, column, limit } => Self::CellTooLarge { row: row + n, column, limit },
            Self::TooManyColumns { row, limit } => Self::TooManyColumns { row: row + n, limit },
            other => other,
        }
    }
}

/// What a file seems to be that is no export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoExport {
    /// A PDF.
    Pdf,
    /// A picture.
    Picture,
    /// A workbook of Excel before 1993.
    OldWorkbook,
    /// A workbook of Excel in bytes of its own, XLSB.
    BinaryWorkbook,
    /// A text or slides of an office program.
    OfficeDocument,
    /// A web page.
    WebPage,
    /// JSON.
    Json,
    /// A plan of Sortie.
    Plan,
    /// An archive other than ZIP.
    OtherArchive,
    /// Bytes that are no text.
    Binary,
    /// Text without columns.
    Prose,
}
