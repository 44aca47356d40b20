//! What Shopee releases to a shop: the price of each order, what was taken off it, and what is left.
//!
//! The columns differ from one site and year to the next, so money that no known column explains is kept under the name
//! of the total.

use super::{Context, Dialect, Findings, Refusal, Table};
use crate::import::date::DayOrder;
use crate::import::findings::{Column, Spot, identity};
use crate::import::header::Place;
use crate::import::market::{channel, currency_of};
use crate::import::number::Decimals;
use crate::import::report::CellFault;
use crate::import::row::Row;
use crate::ledger::Decimal;

pub(super) const DIALECT: Dialect = Dialect {
    kind: "shopee.income",
    signatures: &[&["no. pesanan", "tanggal dana dilepaskan", "total penghasilan"]],
    is_quoted: true,
    sales_rank: 2,
    costs_rank: 3,
    read,
};

struct Columns {
    key: Place,
    released: Place,
    price: Place,
    discount: Option<Place>,
    refund: Option<Place>,
    creators: Option<Place>,
    /// What the platform keeps, creators apart.
    fees: Vec<Place>,
    shipping: Vec<Place>,
    total: Place,
}

impl Columns {
    fn of(table: &Table<'_>) -> Result<Self, Refusal> {
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

fn read(table: &mut Table<'_>, _: &Context<'_>, findings: &mut Findings) -> Result<(), Refusal> {
    let columns = Columns::of(table)?;
    table.set_decimals(Decimals::Whole);
    table.find_day_order(&[Some(columns.released)], DayOrder::DayFirst)?;
    table.each(|row| {
        // Below the orders stand sums, without a number.
        if !row.text(columns.key).contains(|c: char| c.is_ascii_digit()) {
            row.set_aside();
            return Ok(());
        }
        tell(row, &columns, findings)
    })
}

fn tell(row: &Row<'_>, columns: &Columns, findings: &mut Findings) -> Result<(), CellFault> {
    let sum = |places: &[Place]| -> Result<Decimal, CellFault> {
        places.iter().try_fold(Decimal::ZERO, |sum, place| Ok(sum + row.amount(*place)?))
    };
    let number = row.id(columns.key)?;
    let (key, total) = (identity(&[&number]), row.amount(columns.total)?);
    let spot = Spot {
        identity: identity(&[&number, &row.text(columns.released), &total.to_string()]),
        date: row.moment(columns.released)?.date(),
        channel: channel("shopee", "id"),
        currency: currency_of("id"),
    };
    let sales = row.amount(columns.price)? - row.amount(columns.discount)?.abs();
    let refund = row.amount(columns.refund)?.abs();
    let (fees, creators) = (sum(&columns.fees)?, row.amount(columns.creators)?);
    let shipping = sum(&columns.shipping)?;
    let mut book = |column, amount| findings.book_for_order(key, &spot, column, amount);
    book(Column::Revenue, sales);
    book(Column::Refunds, refund);
    book(Column::MarketplaceFees, -fees);
    book(Column::AffiliateFees, -creators);
    book(Column::Fulfilment, -shipping);
    let once = Spot { identity: key, ..spot.clone() };
    findings.book_for_order(key, &once, Column::Orders, Decimal::ONE);
    if !refund.is_zero() {
        findings.book_for_order(key, &once, Column::RefundOrders, Decimal::ONE);
    }
    findings.book_unknown(&spot, "Total Penghasilan", total - (sales - refund + fees + creators + shipping));
    Ok(())
}
