//! The kinds of exports: one file each, one row of [`DIALECTS`] each.

pub(super) use super::findings::FileFindings;
use super::header::{is_named, normalized};
pub(super) use super::report::FileRefusal;
pub(super) use super::settings::DialectContext;
pub(super) use super::table::ExportTable;

mod ads;
mod amazon;
mod amazon_all_orders;
mod amazon_business;
mod amazon_date_range;
mod amazon_settlement;
pub(super) mod any_table;
mod dianxiaomi;
mod ebay;
mod ga4;
mod lazada;
mod lazada_finance;
mod lingxing;
mod paypal;
mod shein;
mod shopee;
mod shopee_income;
mod shopify_lines;
mod shopify_orders;
mod shopify_payouts;
mod shopify_report;
mod stripe;
mod temu_labels;
mod temu_orders;
mod temu_recon;
mod tiktok_affiliate;
mod tiktok_income;
mod tiktok_orders;
mod woo;
mod woopayments;

/// A kind of export.
pub struct ExportDialect {
    /// Its name, such as `shopify.orders`.
    pub kind: &'static str,
    /// Names of columns of which all have to be there, in small letters; several such lists, any of which will do. Each
    /// name may be written as in [`is_named`]; a name that begins with `sheet:` is the sheet's.
    pub signatures: &'static [&'static [&'static str]],
    /// Whether quotation marks hold a cell together.
    pub is_quoted: bool,
    /// Who is believed where several kinds tell what a channel sold in a month: the highest.
    pub sales_rank: u8,
    /// Who is believed where several kinds tell what selling cost: the highest.
    pub costs_rank: u8,
    /// Reads a table of this kind.
    pub read: fn(&mut ExportTable<'_>, &DialectContext<'_>, &mut FileFindings) -> Result<(), FileRefusal>,
}

/// Every kind of export that is known by its columns. What fits several has to have the most names of the kind it is.
pub static DIALECTS: &[ExportDialect] = &[
    shopify_orders::DIALECT,
    shopify_orders::SQUARESPACE,
    amazon_date_range::DIALECT,
    amazon_settlement::V2,
    amazon_settlement::V1,
    amazon_business::DIALECT,
    amazon_all_orders::DIALECT,
    ads::META,
    ads::TIKTOK,
    ads::GOOGLE,
    ads::AMAZON,
    ga4::DIALECT,
    paypal::DIALECT,
    stripe::DIALECT,
    woopayments::DIALECT,
    dianxiaomi::DIALECT,
    dianxiaomi::MABANG,
    dianxiaomi::ECCANG,
    lingxing::DIALECT,
    shopify_payouts::DIALECT,
    tiktok_orders::DIALECT,
    tiktok_income::DIALECT,
    tiktok_affiliate::DIALECT,
    temu_orders::DIALECT,
    temu_recon::DIALECT,
    temu_labels::DIALECT,
    shein::DIALECT,
    shopee::DIALECT,
    shopee_income::DIALECT,
    lazada::DIALECT,
    lazada_finance::DIALECT,
    ebay::DIALECT,
    woo::DIALECT,
    // Its two names are few and common, so every other kind comes first.
    shopify_report::DIALECT,
];

/// The kind of reports that tell of visits alone.
pub const VISITS: &str = ga4::DIALECT.kind;

/// Whether a kind tells of advertising or visits, by days or summed up.
pub fn is_of_ads_or_visits(kind: &str) -> bool {
    kind.ends_with(".ads") || kind == VISITS
}

/// The kind of a table whose names of columns are translated, by what stands in its header and in its first row.
pub fn shaped_like(header: &[String], first: &[String]) -> Option<&'static ExportDialect> {
    woo::is_translated(header, first).then_some(&woo::DIALECT)
}

/// The kind with this name.
pub fn dialect(kind: &str) -> Option<&'static ExportDialect> {
    DIALECTS.iter().chain([&any_table::DIALECT]).find(|dialect| dialect.kind == kind)
}

impl ExportDialect {
    /// How many of the kind's names are in the header with these normalized names, if all of one signature are.
    fn fit(&self, sheet: &str, names: &[String]) -> Option<usize> {
        let has = |alias: &&str| match alias.strip_prefix("sheet:") {
            Some(alias) => is_named(alias, &normalized(sheet)),
            None => names.iter().any(|name| is_named(alias, name)),
        };
        let fitting = self.signatures.iter().filter(|signature| signature.iter().all(&has));
        fitting.map(|signature| signature.len()).max()
    }
}

/// The kind of a table with a header of these normalized names.
pub fn kind_of(sheet: &str, names: &[String]) -> Option<&'static ExportDialect> {
    let fits = DIALECTS.iter().filter_map(|dialect| Some((dialect.fit(sheet, names)?, dialect)));
    // Of two that fit equally well, the one that stands first.
    fits.rev().max_by_key(|(fit, _)| *fit).map(|(_, dialect)| dialect)
}

/// How many names of any kind are in a text: which of two encodings it is in.
pub fn n_known(text: &str) -> usize {
    let text = text.to_lowercase();
    let aliases =
        DIALECTS.iter().flat_map(|dialect| dialect.signatures).flat_map(|signature| signature.iter());
    let ways = aliases.flat_map(|alias| alias.split('|')).map(|alias| alias.trim_end_matches('*'));
    // Articles of an order are parted so in tables whose names of columns are translated.
    let times = usize::from(text.contains("× "));
    ways.filter(|alias| !alias.is_ascii() && text.contains(alias)).count() + times
}
