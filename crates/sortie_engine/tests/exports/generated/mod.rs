//! Exports as shops would write them, made with fixed seeds in every language, encoding and delimiter, whole and damaged:
//! each is read to the figures it was made of, or refused for the reason it was damaged by.

pub mod amazon;
mod amazon_words;
mod money;
pub mod others;
mod reports;
pub mod shops;
pub mod written;

use std::collections::BTreeMap;

use sortie_engine::import::{FileRefusal, Import, RowExclusion};
use sortie_engine::ledger::Decimal;

use super::{figure, read};
use written::{Encoding, Fault, Style};

/// Chance without a library, the same in every run.
pub struct Chance(u64);

impl Chance {
    /// Chance that begins with `seed`.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 to `n - 1`.
    pub fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    /// An amount in cents, or in whole units where a currency has none.
    pub fn amount(&mut self, style: Style) -> Decimal {
        let cents = i64::try_from(self.below(2_000_000)).expect("a small number");
        if style == Style::Whole { Decimal::from(cents) } else { Decimal::new(cents, 2) }
    }
}

/// Figures by their names on the command line.
pub type Figures = Vec<(&'static str, Decimal)>;

/// An export before it is written out.
pub struct Made {
    /// What it is.
    pub kind: &'static str,
    /// Lines above the header.
    pub preamble: Vec<Vec<String>>,
    /// Names of columns.
    pub header: Vec<String>,
    /// Rows, each with what it adds to the figures.
    pub rows: Vec<(Vec<String>, Figures)>,
    /// The sign between cells.
    pub delimiter: char,
    /// A column of money that is read in every row.
    pub money: usize,
    /// A column of numbers of orders that a spreadsheet might round.
    pub id: Option<usize>,
    /// A column without which the kind is another or none.
    pub needed: usize,
}

impl Made {
    /// The same without rows.
    pub fn clone_head(&self) -> Self {
        let (preamble, header, rows) = (self.preamble.clone(), self.header.clone(), vec![]);
        Self { preamble, header, rows, ..*self }
    }

    /// What its rows add up to, without the row `left_out`.
    fn figures(&self, left_out: Option<usize>) -> BTreeMap<&'static str, Decimal> {
        let mut sums = BTreeMap::new();
        for (idx, (_, figures)) in self.rows.iter().enumerate() {
            for (name, amount) in figures.iter().filter(|_| Some(idx) != left_out) {
                *sums.entry(*name).or_insert(Decimal::ZERO) += amount;
            }
        }
        sums
    }
}

/// Figures that are held, by their names.
pub const NAMES: [&str; 16] = [
    "orders",
    "units",
    "revenue",
    "refunds",
    "refund_orders",
    "marketplace_fees",
    "affiliate_fees",
    "payment_fees",
    "fulfilment",
    "storage_fees",
    "account_fees",
    "ad_spend",
    "other",
    "tax",
    "sessions",
    "unclassified",
];

fn hold(what: &str, import: &Import, expected: &BTreeMap<&'static str, Decimal>) {
    for name in NAMES {
        let months = import.ledger.months.iter().chain(&import.ledger.undated);
        let told: Decimal = months.filter_map(|month| figure(month, name)).sum();
        assert_eq!(
            told,
            expected.get(name).copied().unwrap_or_default(),
            "{what}: {name}: {:?}",
            import.files
        );
    }
}

/// Writes, damages and reads one export.
fn hold_one(made: &Made, locale: &str, encoding: Encoding, fault: Fault, seed: u64) -> bool {
    let mut chance = Chance(seed ^ 0x5EED);
    // The first row of a settlement is its head, which holds no amount.
    let hit = 1 + usize::try_from(chance.below(made.rows.len() as u64 - 1)).expect("a row");
    let Some(bytes) = written::written(made, encoding, fault, hit) else { return false };
    let what = format!("{} {locale} {encoding:?} {fault:?} {seed}", made.kind);
    let import = read(&[("export.csv", &bytes)]);
    let file = &import.files[0];
    match fault {
        Fault::DamagedId => {
            assert!(matches!(file.refusal, Some(FileRefusal::DamagedIds(_))), "{what}: {file:?}");
            return true;
        }
        Fault::MissingColumn => {
            // Without the column it is refused, or a table of no known kind.
            let is_refused = matches!(
                file.refusal,
                Some(FileRefusal::MissingColumn { .. } | FileRefusal::UnknownTable { .. })
            );
            assert!(is_refused || file.kind != Some(made.kind), "{what}: {file:?}");
            return true;
        }
        Fault::Cut => {
            assert!(matches!(file.refusal, Some(FileRefusal::Damaged)), "{what}: {file:?}");
            return true;
        }
        _ => {}
    }
    assert_eq!(file.refusal, None, "{what}");
    assert_eq!(file.kind, Some(made.kind), "{what}");
    let n_unreadable = file.excluded.get(&RowExclusion::Unreadable).copied().unwrap_or_default();
    if fault == Fault::NoNumber {
        assert_eq!(n_unreadable, 1, "{what}: {file:?}");
        assert_eq!(file.unreadable[0].column, made.header[made.money].trim(), "{what}");
        hold(&what, &import, &made.figures(Some(hit)));
    } else {
        assert!(n_unreadable <= u64::from(fault == Fault::CutLetter), "{what}: {file:?}");
        hold(&what, &import, &made.figures(None));
    }
    true
}

#[test]
fn a_thousand_exports_are_read_to_the_cent_or_refused_for_the_right_reason() {
    let mut n_read = 0;
    for seed in 0..2 {
        for (locale, make) in amazon::LOCALES.iter().chain(others::LOCALES).chain(shops::LOCALES) {
            for (nth, fault) in Fault::ALL.into_iter().enumerate() {
                for encoding in Encoding::ALL {
                    let made = make(&mut Chance(seed * 1_000 + nth as u64), locale);
                    n_read += u32::from(hold_one(&made, locale, encoding, fault, seed));
                }
            }
        }
    }
    assert!(n_read >= 1_000, "only {n_read} exports");
}
