//! What Shopee releases to a shop: the price of each order, what was taken off it, and what is left.
//!
//! The columns differ from one site and year to the next, so money that no known column explains is kept under the name
//! of the total.

use super::{DialectContext, ExportDialect, ExportTable, FileFindings, FileRefusal};
use crate::import::date::DayOrder;
use crate::import::findings::{MonthFigure, RowSpot, identity};
use crate::import::header::ColumnPlace;
use crate::import::market::{channel, currency_of};
use crate::import::number::DecimalStyle;
use crate::import::report::CellFault;
use crate::import::row::ExportRow;
use crate::ledger::Decimal;

pub(super) const DIALECT: ExportDialect = ExportDialect {
    kind: "shopee.income",
    signatures: &[&["no. pesanan", "tanggal dana dilepaskan", "total penghasilan"]],
    is_quoted: true,
    sales_rank: 2,
    costs_rank: 3,
    read,
};

struct ShopeeIncomeColumns {
    key: ColumnPlace,
    released: ColumnPlace,
    price: ColumnPlace,
    discount: Option<ColumnPlace>,
    refund: Option<ColumnPlace>,
    creators: Option<ColumnPlace>,
    /// What the platform keeps, creators apart.
    fees: Vec<ColumnPlace>,
    shipping: Vec<ColumnPlace>,
    total: ColumnPlace,
}

impl ShopeeIncomeColumns {
    fn of(table: &ExportTable<'_>) -> Result<Self, FileRefusal> {
        let creators = table.column("biaya komisi ams");
        let fees = table.columns("biaya *|biaya").into_iter().filter(|place| Some(*place) != creators);
        Ok(Self {
            key: table.needed("no. pesanan")?,
            released: table.needed("tanggal dana dilepaskan")?,
            price: table.needed("harga asli produk")?,
            discount: table.column("total diskon produk"),
            refund: table.column("refund ke pembeli|jumlah pengembalian dana ke pembeli"),
            fees: fees.collect(),
            creators,
            shipping: table.columns("ongkir *|ongkos kirim*|gratis ongkir*|diskon ongkir*"),
            total: table.needed("total penghasilan")?,
        })
    }
}

fn read(
    table: &mut ExportTable<'_>,
    _: &DialectContext<'_>,
    findings: &mut FileFindings,
) -> Result<(), FileRefusal> {
    let columns = ShopeeIncomeColumns::of(table)?;
    table.set_decimals(DecimalStyle::Whole);
    table.set_day_order(DayOrder::DayFirst);
    table.each(|row| {
        // Below the orders stand sums, without a number.
        if !row.text(columns.key).contains(|c: char| c.is_ascii_digit()) {
            row.set_aside();
            return Ok(());
        }
        book_row(row, &columns, findings)
    })
}

fn book_row(
    row: &ExportRow<'_>,
    columns: &ShopeeIncomeColumns,
    findings: &mut FileFindings,
) -> Result<(), CellFault> {
    let sum = |places: &[ColumnPlace]| -> Result<Decimal, CellFault> {
        places.iter().try_fold(Decimal::ZERO, |sum, place| Ok(sum + row.amount(*place)?))
    };
    let number = row.id(columns.key)?;
    let (key, total) = (identity(&[&number]), row.amount(columns.total)?);
    let released = row.moment(columns.released)?;
    let spot = RowSpot {
        identity: identity(&[&number, &released.minute(), &total.normalize().to_string()]),
        date: released.date(),
        channel: channel("shopee", "id"),
        currency: currency_of("id"),
    };
    let sales = row.amount(columns.price)? - row.amount(columns.discount)?.abs();
    let refund = row.amount(columns.refund)?.abs();
    let (fees, creators) = (sum(&columns.fees)?, row.amount(columns.creators)?);
    let shipping = sum(&columns.shipping)?;
    let mut book = |column, amount| findings.book_for_order(key, &spot, column, amount);
    book(MonthFigure::Revenue, sales);
    book(MonthFigure::Refunds, refund);
    book(MonthFigure::MarketplaceFees, -fees);
    book(MonthFigure::AffiliateFees, -creators);
    book(MonthFigure::Fulfilment, -shipping);
    let once = RowSpot { identity: key, ..spot.clone() };
    findings.book_for_order(key, &once, MonthFigure::Orders, Decimal::ONE);
    if !refund.is_zero() {
        findings.book_for_order(key, &once, MonthFigure::RefundOrders, Decimal::ONE);
    }
    findings.book_unknown(&spot, "Total Penghasilan", total - (sales - refund + fees + creators + shipping));
    Ok(())
}
