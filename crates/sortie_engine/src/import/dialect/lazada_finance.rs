//! Lazada's statements: one row for each fee or credit of an order, told by the fee's name.

use super::{Context, Dialect, Findings, Refusal, Table};
use crate::import::date::DayOrder;
use crate::import::findings::{Column, Spot, identity};
use crate::import::header::normalized;
use crate::import::market::{channel, currency_of, market_of, market_of_name};
use crate::import::number::Decimals;
use crate::import::report::Note;
use crate::ledger::{Currency, Decimal};

pub(super) const DIALECT: Dialect = Dialect {
    kind: "lazada.finance",
    signatures: &[
        &["nama biaya", "jumlah (termasuk pajak)", "nomor pesanan"],
        &["fee name", "amount(include tax)|amount (include tax)|amount", "order no.|order no|order number"],
    ],
    is_quoted: true,
    sales_rank: 2,
    costs_rank: 3,
    read,
};

/// What a fee of this name is. The first word that its name holds decides.
const FEES: [(&str, Column); 30] = [
    ("sponsored", Column::AdSpend),
    ("iklan", Column::AdSpend),
    ("affiliate", Column::AffiliateFees),
    ("afiliasi", Column::AffiliateFees),
    ("claim", Column::Reimbursements),
    ("klaim", Column::Reimbursements),
    ("kompensasi", Column::Reimbursements),
    ("compensation", Column::Reimbursements),
    ("storage", Column::StorageFees),
    ("penyimpanan", Column::StorageFees),
    ("penalty", Column::AccountFees),
    ("denda", Column::AccountFees),
    ("payment fee", Column::PaymentFees),
    ("biaya pembayaran", Column::PaymentFees),
    ("commission", Column::MarketplaceFees),
    ("komisi", Column::MarketplaceFees),
    ("campaign", Column::MarketplaceFees),
    ("kampanye", Column::MarketplaceFees),
    ("voucher", Column::MarketplaceFees),
    ("lazcoins", Column::MarketplaceFees),
    ("free shipping max", Column::MarketplaceFees),
    ("gratis ongkir max", Column::MarketplaceFees),
    ("shipping", Column::Fulfilment),
    ("pengiriman", Column::Fulfilment),
    ("ongkir", Column::Fulfilment),
    ("withholding", Column::Tax),
    ("pajak", Column::Tax),
    ("item price", Column::Revenue),
    ("harga barang", Column::Revenue),
    ("harga produk", Column::Revenue),
];

fn read(table: &mut Table<'_>, context: &Context<'_>, findings: &mut Findings) -> Result<(), Refusal> {
    let day = table.needed("tanggal transaksi|transaction date")?;
    let fee = table.needed("nama biaya|fee name")?;
    let amount = table.needed("jumlah (termasuk pajak)|amount(include tax)|amount (include tax)|amount")?;
    let key = table.needed("nomor pesanan|order no.|order no|order number")?;
    let item = table.column("id pesanan item|order item no.|order item no|lazada sku|sku lazada");
    let statement = table.column("nomor laporan|statement number|statement");
    let currency = table.column("currency|mata uang");
    let paid_in = table.first(&[currency], Currency::parse)?;
    let spoken = table.header.find("nama biaya").map(|_| "id");
    let named = paid_in.map(market_of).or(spoken).or_else(|| market_of_name(context.file));
    if named.is_none() {
        findings.tell(Note::CurrencyOfMarket);
    }
    let market = named.unwrap_or("my");
    let currency = paid_in.unwrap_or_else(|| currency_of(market));
    if currency.is_whole() {
        table.set_decimals(Decimals::Whole);
    } else {
        table.find_decimals(&[Some(amount)], Decimals::Point)?;
    }
    table.find_day_order(&[Some(day)], DayOrder::DayFirst)?;
    let shop = channel("lazada", market);
    table.each(|row| {
        let called = row.text(fee);
        if called.is_empty() {
            row.set_aside();
            return Ok(());
        }
        let (order, amount) = (row.text(key), row.amount(amount)?);
        if !order.is_empty() {
            row.id(key)?;
        }
        let parts = [
            &*order,
            &*row.text(item),
            &*row.text(statement),
            &*row.text(day),
            &*called,
            &amount.to_string(),
        ];
        let date = row.moment(day)?.date();
        let spot = Spot { identity: identity(&parts), date, channel: shop.clone(), currency };
        let order = identity(&[&order]);
        book(findings, order, &spot, &called, amount);
        Ok(())
    })
}

/// Adds a fee or credit of this name to the order it belongs to.
fn book(findings: &mut Findings, order: u64, spot: &Spot, called: &str, amount: Decimal) {
    let plainly = normalized(called);
    let column = FEES.iter().find(|(word, _)| plainly.contains(word)).map(|(_, column)| *column);
    let once = Spot { identity: order, ..spot.clone() };
    match column {
        // The price that is taken back is a refund, whatever its name says.
        Some(Column::Revenue) if amount < Decimal::ZERO => {
            findings.book_for_order(order, spot, Column::Refunds, -amount);
            findings.book_for_order(order, &once, Column::RefundOrders, Decimal::ONE);
        }
        Some(Column::Revenue) => {
            findings.book_for_order(order, spot, Column::Revenue, amount);
            findings.book_for_order(order, &once, Column::Orders, Decimal::ONE);
        }
        Some(column @ (Column::Reimbursements | Column::Tax)) => findings.book(spot, column, amount),
        Some(column) => findings.book_for_order(order, spot, column, -amount),
        None => findings.book_unknown(spot, called, amount),
    }
}
