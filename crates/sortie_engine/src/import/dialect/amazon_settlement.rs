//! Amazon's settlements: what was paid out for two weeks, one amount per row (V2) or several side by side (V1).
//!
//! The first row holds the total alone; all other amounts add up to it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::amazon::{AmazonSite, is_sent_for_others};
use super::{DialectContext, ExportDialect, ExportTable, FileFindings, FileRefusal};
use crate::import::date::DayOrder;
use crate::import::findings::{MoneyEntry, MonthFigure, identity};
use crate::import::header::{ColumnPlace, normalized};
use crate::import::number::DecimalStyle;
use crate::import::report::{CellFault, CellProblem, RowExclusion, SumIdentity};
use crate::import::row::ExportRow;
use crate::ledger::{Currency, Date, Decimal};

pub(super) const V2: ExportDialect = ExportDialect {
    kind: "amazon.settlement_v2",
    signatures: &[&["settlement-id", "amount-type", "amount-description", "posted-date"]],
    is_quoted: false,
    sales_rank: 3,
    costs_rank: 2,
    read,
};

pub(super) const V1: ExportDialect = ExportDialect {
    kind: "amazon.settlement_v1",
    signatures: &[&["settlement-id", "price-type", "item-related-fee-type"]],
    sales_rank: 2,
    costs_rank: 1,
    ..V2
};

/// Where an amount and the words for it stand.
struct AmountPart {
    amount: ColumnPlace,
    /// The column that says what the amount is; none where the name of the columns says so.
    words: Option<ColumnPlace>,
    /// The kind of amount where no column says so.
    group: &'static str,
    group_in: Option<ColumnPlace>,
}

struct SettlementColumns {
    settlement: ColumnPlace,
    total: Option<ColumnPlace>,
    currency: Option<ColumnPlace>,
    start: Option<ColumnPlace>,
    end: Option<ColumnPlace>,
    transaction: ColumnPlace,
    order: ColumnPlace,
    marketplace: Option<ColumnPlace>,
    posted: ColumnPlace,
    quantity: Option<ColumnPlace>,
    /// What tells rows of one order apart.
    details: Vec<ColumnPlace>,
    parts: Vec<AmountPart>,
}

impl SettlementColumns {
    fn of(table: &ExportTable<'_>) -> Result<Self, FileRefusal> {
        let mut parts = vec![];
        if let Some(amount) = table.column("amount") {
            let words = Some(table.needed("amount-description")?);
            parts.push(AmountPart { amount, words, group: "", group_in: Some(table.needed("amount-type")?) });
        } else {
            const SIDE_BY_SIDE: [(&str, &str, &str); 9] = [
                ("price-amount", "price-type", "itemprice"),
                ("item-related-fee-amount", "item-related-fee-type", "itemfees"),
                ("shipment-fee-amount", "shipment-fee-type", "itemfees"),
                ("order-fee-amount", "order-fee-type", "itemfees"),
                ("promotion-amount", "promotion-type", "promotion"),
                ("misc-fee-amount", "", "othertransaction"),
                ("other-fee-amount", "other-fee-reason-description", "othertransaction"),
                ("direct-payment-amount", "direct-payment-type", "payment"),
                ("other-amount", "", "othertransaction"),
            ];
            for (amount, words, group) in SIDE_BY_SIDE {
                if let Some(amount) = table.column(amount) {
                    parts.push(AmountPart { amount, words: table.column(words), group, group_in: None });
                }
            }
        }
        Ok(Self {
            settlement: table.needed("settlement-id")?,
            total: table.column("total-amount"),
            currency: table.column("currency"),
            start: table.column("settlement-start-date"),
            end: table.column("settlement-end-date"),
            transaction: table.needed("transaction-type")?,
            order: table.needed("order-id")?,
            marketplace: table.column("marketplace-name"),
            posted: table.needed("posted-date")?,
            quantity: table.column("quantity-purchased"),
            details: table
                .columns("sku|order-item-code|merchant-order-item-id|shipment-id|adjustment-id|promotion-id"),
            parts,
        })
    }
}

/// What the rows of a settlement came to.
#[derive(Default)]
struct SettlementSums {
    declared: Option<Decimal>,
    currency: Option<Currency>,
    sum: Decimal,
    head: u64,
}

/// The settlements of a file, by their numbers, and where each order was placed.
#[derive(Default)]
struct Settlements {
    sums: BTreeMap<String, SettlementSums>,
    /// The channel of each order that names its marketplace.
    placed: HashMap<u64, Arc<str>>,
    /// Entries of orders whose row names none, by their place.
    unplaced: Vec<(usize, u64)>,
}

impl Settlements {
    /// Tells of each settlement whether its rows add up to its total.
    fn test(&self, findings: &mut FileFindings) {
        for sums in self.sums.values() {
            let Some(declared) = sums.declared else { continue };
            let holds = (declared - sums.sum).abs() < Decimal::new(5, 3);
            findings.test(SumIdentity::RowsMakeTotal, sums.head, holds);
        }
    }

    /// Puts money of an order whose row names no marketplace where the order was placed.
    fn place(&self, findings: &mut FileFindings) {
        for (entry, order) in &self.unplaced {
            if let (Some(entry), Some(channel)) = (findings.entries.get_mut(*entry), self.placed.get(order)) {
                entry.channel = channel.clone();
            }
        }
    }
}

fn read(
    table: &mut ExportTable<'_>,
    _: &DialectContext<'_>,
    findings: &mut FileFindings,
) -> Result<(), FileRefusal> {
    let columns = SettlementColumns::of(table)?;
    let currency = match columns.currency {
        Some(place) => table.first(&[Some(place)], Currency::parse)?,
        None => None,
    };
    let named = match columns.marketplace {
        Some(place) => table.first(&[Some(place)], AmazonSite::named)?,
        None => None,
    };
    let site =
        named.or_else(|| currency.and_then(AmazonSite::of_currency)).or_else(|| AmazonSite::of_market("us"));
    let Some(site) = site else { return Ok(()) };
    let currency = currency.unwrap_or(site.currency);
    let money: Vec<Option<ColumnPlace>> = columns.parts.iter().map(|part| Some(part.amount)).collect();
    let usual = if currency.is_whole() { DecimalStyle::Whole } else { DecimalStyle::Point };
    table.find_decimals(&money, usual)?;
    table.set_day_order(DayOrder::DayFirst);
    let mut settlements = Settlements::default();
    table.each(|row| {
        if let Some(total) = row.number(columns.total)? {
            let sums = settlements.sums.entry(row.text(columns.settlement).into_owned()).or_default();
            sums.currency = row.currency(columns.currency)?;
            // Saved once more by a spreadsheet, the head of a settlement may stand on each of its rows.
            (sums.declared, sums.head) = (Some(total), row.number_in_file());
            if let (Some(from), Some(to)) = (row.stamp(columns.start)?, row.stamp(columns.end)?) {
                findings.declare(from.date(), to.date());
            }
        }
        if row.text(columns.transaction).is_empty() {
            row.set_aside();
            return Ok(());
        }
        book_row(row, &columns, &site, currency, findings, &mut settlements)
    })?;
    settlements.place(findings);
    // A row that could not be read is told as such; the total cannot then be expected to come out.
    if table.n_unreadable == 0 {
        settlements.test(findings);
    }
    Ok(())
}

fn book_row(
    row: &ExportRow<'_>,
    columns: &SettlementColumns,
    site: &AmazonSite,
    currency: Currency,
    findings: &mut FileFindings,
    settlements: &mut Settlements,
) -> Result<(), CellFault> {
    let amounts: Result<Vec<_>, CellFault> =
        columns.parts.iter().map(|part| row.amount(part.amount)).collect();
    let amounts = amounts?;
    let sums = settlements.sums.entry(row.text(columns.settlement).into_owned()).or_default();
    let currency = sums.currency.unwrap_or(currency);
    let place = SettlementMove::of(row, columns, site, currency, &amounts)?;
    let quantity = row.count(columns.quantity, 0)?;
    sums.sum += amounts.iter().sum::<Decimal>();
    let first_entry = findings.entries.len();
    let mut is_moved_alone = true;
    for (part, amount) in columns.parts.iter().zip(amounts).filter(|(_, amount)| !amount.is_zero()) {
        let group = part.group_in.map_or_else(|| part.group.to_owned(), |place| plain(&row.text(place)));
        let words = part.words.map(|place| row.text(place)).unwrap_or_default();
        let words = if words.is_empty() { row.text(columns.transaction) } else { words };
        let figure = figure_of(&place.transaction, &group, &plain(&words));
        is_moved_alone &= figure == Some(SettlementFigure::Movement);
        place.put(findings, figure, amount, quantity, &format!("{} {words}", place.transaction));
    }
    if is_moved_alone {
        findings.exclude(RowExclusion::Transfer, 1);
    }
    if !place.order.is_empty() {
        let order = identity(&[&place.order]);
        if row.text(columns.marketplace).is_empty() {
            settlements.unplaced.extend((first_entry..findings.entries.len()).map(|entry| (entry, order)));
        } else if !place.is_for_others {
            settlements.placed.entry(order).or_insert_with(|| place.site.channel.clone());
        }
    }
    Ok(())
}

/// Words as they are compared: Amazon writes `Service Fee`, `ServiceFee` and `other-transaction` as it likes.
fn plain(words: &str) -> String {
    normalized(words).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// What an amount is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SettlementFigure {
    /// The price of goods: units are counted by it.
    Principal,
    Sales,
    Refund,
    Fees,
    Tax,
    Ads,
    Account,
    Reimbursement,
    /// Money that moves between accounts, into a reserve or out of it.
    Movement,
}

fn figure_of(transaction: &str, group: &str, words: &str) -> Option<SettlementFigure> {
    const MOVEMENTS: [&str; 8] = [
        "currentreserveamount",
        "previousreserveamount",
        "payabletoamazon",
        "successfulcharge",
        "transfer",
        "debtadjustment",
        "crossaccountdebt",
        "payment",
    ];
    const ACCOUNT: [&str; 11] = [
        "subscriptionfee",
        "storagefee",
        "storagerenewal",
        "removal",
        "disposal",
        "shippinglabel",
        "couponredemption",
        "inbound",
        "longtermstorage",
        "labeling",
        "prepfee",
    ];
    let is_refund = transaction.contains("refund") || transaction.contains("chargeback");
    let begins = |list: &[&str], text: &str| list.iter().any(|start| text.starts_with(start));
    if transaction.ends_with("retrocharge") || group == "itemwithheldtax" {
        return Some(SettlementFigure::Tax);
    }
    match group {
        "itemprice" | "promotion" if words.contains("tax") || words.contains("vat") => {
            Some(SettlementFigure::Tax)
        }
        "itemprice" | "promotion" if is_refund => Some(SettlementFigure::Refund),
        "itemprice" if words == "principal" && transaction.starts_with("order") => {
            Some(SettlementFigure::Principal)
        }
        "itemprice" | "promotion" if transaction.starts_with("order") => Some(SettlementFigure::Sales),
        "itemfees" if transaction.starts_with("order") || is_refund => Some(SettlementFigure::Fees),
        "costofadvertising" => Some(SettlementFigure::Ads),
        group if group.starts_with("fbainventoryreimbursement") => Some(SettlementFigure::Reimbursement),
        _ if begins(&MOVEMENTS, words) || begins(&MOVEMENTS, group) || begins(&MOVEMENTS, transaction) => {
            Some(SettlementFigure::Movement)
        }
        _ if words == "costofadvertising" || transaction == "costofadvertising" => {
            Some(SettlementFigure::Ads)
        }
        _ if matches!(transaction, "amazonfees" | "fbafees" | "servicefee") => {
            Some(SettlementFigure::Account)
        }
        _ if words.contains("reimbursement") || begins(&["warehouse", "reversalreimbursement"], words) => {
            Some(SettlementFigure::Reimbursement)
        }
        // A fee that is taken back has the fee's name in one column and that of the step in the other, either way round.
        _ if [words, transaction, group].iter().any(|text| begins(&ACCOUNT, text)) => {
            Some(SettlementFigure::Account)
        }
        _ => None,
    }
}

/// A row's place in the ledger.
struct SettlementMove {
    transaction: String,
    order: String,
    is_for_others: bool,
    site: AmazonSite,
    entry: MoneyEntry,
}

impl SettlementMove {
    fn of(
        row: &ExportRow<'_>,
        columns: &SettlementColumns,
        site: &AmazonSite,
        currency: Currency,
        amounts: &[Decimal],
    ) -> Result<Self, CellFault> {
        let marketplace = row.text(columns.marketplace);
        let site = AmazonSite::named(&marketplace).unwrap_or_else(|| site.clone());
        let order = row.text(columns.order).into_owned();
        let date: Date = row.moment(columns.posted)?.date();
        let settlement = row.text(columns.settlement);
        if settlement.is_empty() {
            return Err(row.fault(columns.settlement, CellProblem::Missing));
        }
        let mut parts = vec![settlement.into_owned(), plain(&row.text(columns.transaction)), order.clone()];
        parts.extend([date.to_string(), plain(&marketplace)]);
        parts.extend(columns.details.iter().map(|place| row.text(*place).into_owned()));
        for (part, amount) in columns.parts.iter().zip(amounts) {
            let words = [part.group_in, part.words].map(|place| plain(&row.text(place)));
            parts.extend(words);
            parts.push(amount.normalize().to_string());
        }
        let entry = MoneyEntry {
            identity: identity(&parts.iter().map(String::as_str).collect::<Vec<_>>()),
            date,
            channel: site.channel.clone(),
            currency,
            column: MonthFigure::Other,
            amount: Decimal::ZERO,
        };
        let is_for_others = is_sent_for_others(&order, &marketplace);
        Ok(Self { transaction: plain(&row.text(columns.transaction)), order, is_for_others, site, entry })
    }

    fn put(
        &self,
        findings: &mut FileFindings,
        figure: Option<SettlementFigure>,
        amount: Decimal,
        quantity: u32,
        words: &str,
    ) {
        let entry = |column, amount| MoneyEntry { column, amount, ..self.entry.clone() };
        let by_order =
            |column| MoneyEntry { identity: identity(&[&self.order]), ..entry(column, Decimal::ONE) };
        match figure {
            Some(SettlementFigure::Fees) if self.is_for_others => {
                let channel = self.site.own_store.clone();
                findings.add(MoneyEntry { channel, ..entry(MonthFigure::Fulfilment, -amount) });
            }
            Some(figure @ (SettlementFigure::Principal | SettlementFigure::Sales)) => {
                findings.add(by_order(MonthFigure::Orders));
                findings.add(entry(MonthFigure::Revenue, amount));
                findings.add(entry(MonthFigure::Refunds, Decimal::ZERO));
                if figure == SettlementFigure::Principal {
                    findings.add(entry(MonthFigure::Units, quantity.into()));
                }
            }
            Some(SettlementFigure::Refund) => {
                findings.add(entry(MonthFigure::Refunds, -amount));
                findings.add(by_order(MonthFigure::RefundOrders));
            }
            Some(SettlementFigure::Fees) => findings.add(entry(MonthFigure::MarketplaceFees, -amount)),
            Some(SettlementFigure::Tax) => findings.add(entry(MonthFigure::Tax, amount)),
            Some(SettlementFigure::Ads) => findings.add(entry(MonthFigure::AdSpend, -amount)),
            Some(SettlementFigure::Account) => findings.add(entry(MonthFigure::AccountFees, -amount)),
            Some(SettlementFigure::Reimbursement) => findings.add(entry(MonthFigure::Reimbursements, amount)),
            Some(SettlementFigure::Movement) => {}
            None => findings.unclassify(words, entry(MonthFigure::Other, amount)),
        }
    }
}
