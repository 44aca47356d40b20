//! Exports of shops, read and held against what is known of them.

mod generated;
mod golden;
mod hostile;
mod kinds;
mod later;
mod made_kinds;
mod mutated;
mod old_book;
mod old_books;
mod overlaps;
mod samples;
mod second_opinion;
mod temu_books;
mod ways;
mod whole_months;

use std::io::Cursor;

use sortie_engine::import::{Import, ImportInput, ImportSettings, import};
use sortie_engine::ledger::{ChannelMonth, Decimal};
use sortie_engine::watch::PatientWatch;

/// Reads files, given by their names and bytes, as one import.
pub fn read(files: &[(&str, &[u8])]) -> Import {
    let inputs = files.iter().map(|(name, bytes)| ImportInput {
        name: (*name).to_owned(),
        content: Box::new(Cursor::new(bytes.to_vec())),
        written: None,
    });
    let settings = ImportSettings { salt: b"salt of a test".to_vec(), ..ImportSettings::default() };
    import(inputs.collect(), &settings, &PatientWatch)
}

/// Says how many made files of a kind of mistake were tried, how many of them end in a question, and how many are refused
/// in words.
#[expect(clippy::print_stdout, reason = "whoever asks for it sees what was tried")]
pub fn counted(kind: &str, n_files: usize, n_asked: usize, n_refused: usize) {
    println!("kind {kind}: {n_files} files, {n_asked} asked about, {n_refused} refused");
}

/// A figure of a month by its name on the command line.
pub fn figure(month: &ChannelMonth, name: &str) -> Option<Decimal> {
    match name {
        "orders" => month.orders.map(Decimal::from),
        "units" => month.units.map(Decimal::from),
        "revenue" => month.revenue,
        "refunds" => month.refunds,
        "refund_orders" => month.refund_orders.map(Decimal::from),
        "marketplace_fees" => month.marketplace_fees,
        "affiliate_fees" => month.affiliate_fees,
        "payment_fees" => month.payment_fees,
        "fulfilment" => month.fulfilment,
        "storage_fees" => month.storage_fees,
        "account_fees" => month.account_fees,
        "ad_spend" => month.ad_spend,
        "reimbursements" => month.reimbursements,
        "other" => month.other,
        "tax" => month.tax,
        "sessions" => month.sessions.map(Decimal::from),
        "unclassified" => month.unclassified,
        name => panic!("no figure is called {name}"),
    }
}
