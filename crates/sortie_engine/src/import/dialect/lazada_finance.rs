//! Lazada's statements: one row for each fee or credit of an order, told by the fee's name.

use super::{DialectContext, ExportDialect, ExportTable, FileFindings, FileRefusal};
use crate::import::date::DayOrder;
use crate::import::findings::{MonthFigure, RowSpot, identity};
use crate::import::header::normalized;
use crate::import::market::{channel, currency_of, market_of, market_of_name};
use crate::import::number::DecimalStyle;
use crate::import::report::FileNote;
use crate::ledger::{Currency, Decimal};

pub(super) const DIALECT: ExportDialect = ExportDialect {
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
const FEES: [(&str, MonthFigure); 30] = [
    ("sponsored", MonthFigure::AdSpend),
    ("iklan", MonthFigure::AdSpend),
    ("affiliate", MonthFigure::AffiliateFees),
    ("afiliasi", MonthFigure::AffiliateFees),
    ("claim", MonthFigure::Reimbursements),
    ("klaim", MonthFigure::Reimbursements),
    ("kompensasi", MonthFigure::Reimbursements),
    ("compensation", MonthFigure::Reimbursements),
    ("storage", MonthFigure::StorageFees),
    ("penyimpanan", MonthFigure::StorageFees),
    ("penalty", MonthFigure::AccountFees),
    ("denda", MonthFigure::AccountFees),
    ("payment fee", MonthFigure::PaymentFees),
    ("biaya pembayaran", MonthFigure::PaymentFees),
    ("commission", MonthFigure::MarketplaceFees),
    ("komisi", MonthFigure::MarketplaceFees),
    ("campaign", MonthFigure::MarketplaceFees),
    ("kampanye", MonthFigure::MarketplaceFees),
    ("voucher", MonthFigure::MarketplaceFees),
    ("lazcoins", MonthFigure::MarketplaceFees),
    ("free shipping max", MonthFigure::MarketplaceFees),
    ("gratis ongkir max", MonthFigure::MarketplaceFees),
    ("shipping", MonthFigure::Fulfilment),
    ("pengiriman", MonthFigure::Fulfilment),
    ("ongkir", MonthFigure::Fulfilment),
    ("withholding", MonthFigure::Tax),
    ("pajak", MonthFigure::Tax),
    ("item price", MonthFigure::Revenue),
    ("harga barang", MonthFigure::Revenue),
    ("harga produk", MonthFigure::Revenue),
];

fn read(
    table: &mut ExportTable<'_>,
    context: &DialectContext<'_>,
    findings: &mut FileFindings,
) -> Result<(), FileRefusal> {
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
        findings.add_note(FileNote::CurrencyOfMarket);
    }
    let market = named.unwrap_or("my");
    let currency = paid_in.unwrap_or_else(|| currency_of(market));
    if currency.is_whole() {
        table.set_decimals(DecimalStyle::Whole);
    } else {
        table.find_decimals(&[Some(amount)], DecimalStyle::Point)?;
    }
    table.set_day_order(DayOrder::DayFirst);
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
        let moment = row.moment(day)?;
        let parts = [
            &*order,
            &*row.text(item),
            &*row.text(statement),
            &*moment.minute(),
            &*called,
            &amount.normalize().to_string(),
        ];
        let date = moment.date();
        let spot = RowSpot { identity: identity(&parts), date, channel: shop.clone(), currency };
        let order = identity(&[&order]);
        book(findings, order, &spot, &called, amount);
        Ok(())
    })
}

/// Adds a fee or credit of this name to the order it belongs to.
fn book(findings: &mut FileFindings, order: u64, spot: &RowSpot, called: &str, amount: Decimal) {
    let plainly = normalized(called);
    let column = FEES.iter().find(|(word, _)| plainly.contains(word)).map(|(_, column)| *column);
    let once = RowSpot { identity: order, ..spot.clone() };
    match column {
        // The price that is taken back is a refund, whatever its name says.
        Some(MonthFigure::Revenue) if amount < Decimal::ZERO => {
            findings.book_for_order(order, spot, MonthFigure::Refunds, -amount);
            findings.book_for_order(order, &once, MonthFigure::RefundOrders, Decimal::ONE);
        }
        Some(MonthFigure::Revenue) => {
            findings.book_for_order(order, spot, MonthFigure::Revenue, amount);
            findings.book_for_order(order, &once, MonthFigure::Orders, Decimal::ONE);
        }
        Some(column @ (MonthFigure::Reimbursements | MonthFigure::Tax)) => {
            findings.book(spot, column, amount);
        }
        Some(column) => findings.book_for_order(order, spot, column, -amount),
        None => findings.book_unknown(spot, called, amount),
    }
}
