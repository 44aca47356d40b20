//! Tables of no known kind: which column is what, guessed from its name, said by the seller, and remembered by the names
//! of all columns.

use std::collections::BTreeMap;

use super::header::{ColumnPlace, TableHeader, is_named, normalized};

/// What a column of a table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ColumnRole {
    /// The number of the order; rows with the same one are one order.
    Key,
    /// The day of the order.
    Date,
    /// What the row brought, before refunds.
    Revenue,
    /// Whether that holds tax, and how much.
    Tax,
    /// What went back.
    Refund,
    /// What the platform kept.
    Fee,
    /// What sending it cost.
    Fulfilment,
    /// The currency.
    Currency,
    /// Pieces.
    Units,
    /// How the order stands.
    Status,
    /// Who bought: an address, a telephone number, a name on a platform.
    Buyer,
}

impl ColumnRole {
    /// Every role, in the order in which a person is asked.
    pub const ALL: [Self; 11] = [
        Self::Key,
        Self::Date,
        Self::Revenue,
        Self::Currency,
        Self::Status,
        Self::Units,
        Self::Refund,
        Self::Tax,
        Self::Fee,
        Self::Fulfilment,
        Self::Buyer,
    ];

    /// Its word where mappings are remembered.
    pub fn word(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Date => "date",
            Self::Revenue => "revenue",
            Self::Tax => "tax",
            Self::Refund => "refund",
            Self::Fee => "fee",
            Self::Fulfilment => "fulfilment",
            Self::Currency => "currency",
            Self::Units => "units",
            Self::Status => "status",
            Self::Buyer => "buyer",
        }
    }

    /// The role of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }

    /// Whether no order can be told without it.
    pub fn is_needed(self) -> bool {
        matches!(self, Self::Key | Self::Date | Self::Revenue)
    }

    /// The names that columns of this role have in the tables of shop systems.
    fn names(self) -> &'static str {
        match self {
            Self::Key => {
                "order id|order_id|order reference|order_reference|order number|order_number|order no|order no.|order #|order|订单号|订单编号|\
                 bestellnummer|numéro de commande|número de pedido|numero ordine|注文番号|no. pesanan|mã đơn hàng"
            }
            Self::Date => {
                "order date|order_date|date created|date_created|created at|created_at|created time|purchase date|\
                 paid at|date|下单时间|创建时间|订单创建时间|付款时间|日期|bestelldatum|datum|fecha|date de commande|\
                 data|注文日|tanggal"
            }
            Self::Revenue => {
                "net sales|net total|subtotal|order total|order_total|order amount|order_amount|total amount|total_amount|grand total|total|total price|amount|revenue|\
                 sales|gross|订单金额|实付金额|销售额|金额|umsatz|gesamtbetrag|gesamt|betrag|importe|montant|totale|合計"
            }
            Self::Tax => "tax|taxes|total tax|order_tax|tax amount|税额|税费|mwst|steuer|tva|iva|消費税",
            Self::Refund => {
                "refund|refunded|refund amount|refunded amount|refund_amount|total refunded|退款金额|退款|erstattung|\
                 remboursement|reembolso|rimborso|返金"
            }
            Self::Fee => {
                "fee|fees|commission|platform fee|marketplace fee|transaction fee|平台费|佣金|手续费|gebühr|provision|\
                 commissione|comisión|手数料"
            }
            Self::Fulfilment => {
                "fulfilment|fulfillment|shipping cost|shipping_cost|freight|运费成本|运费|versandkosten|frais de port"
            }
            Self::Currency => {
                "currency|order_currency|currency code|币种|币种缩写|货币|währung|devise|moneda|valuta|通貨"
            }
            Self::Units => {
                "quantity|qty|units|items|item count|lineitem quantity|数量|商品数量|menge|quantité|cantidad|quantità|\
                 個数|jumlah|số lượng"
            }
            Self::Status => "status|order status|order_status|状态|订单状态|statut|estado|stato|ステータス",
            Self::Buyer => {
                "email|e-mail|customer email|billing_email|billing email|buyer email|buyer username|买家账号|买家email"
            }
        }
    }
}

/// Which column is what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnMapping {
    /// The names of columns, as the file writes them, by role.
    pub columns: BTreeMap<ColumnRole, String>,
    /// `kind:market[:shop]`, where the seller has said it.
    pub channel: Option<String>,
    /// Whether a seller has said it, rather than that it was guessed.
    pub is_said: bool,
}

impl ColumnMapping {
    /// The column of a role.
    pub fn place(&self, role: ColumnRole, header: &TableHeader) -> Option<ColumnPlace> {
        let name = normalized(self.columns.get(&role)?);
        header.names().iter().position(|other| *other == name).map(ColumnPlace)
    }
}

/// The names of a table's columns as one text: what a mapping is remembered by.
pub fn remembered_by<'n>(columns: impl IntoIterator<Item = &'n String>) -> String {
    let names: Vec<String> = columns.into_iter().map(|name| normalized(name)).collect();
    names.join("\t").trim_end().to_owned()
}

/// Which column is what, by their names: none where there is no order, no day or no amount among them.
pub fn guess(columns: &[String]) -> Option<ColumnMapping> {
    let mapping = guess_some(columns);
    ColumnRole::ALL
        .iter()
        .all(|role| !role.is_needed() || mapping.columns.contains_key(role))
        .then_some(mapping)
}

/// As many columns as their names give away.
pub fn guess_some(columns: &[String]) -> ColumnMapping {
    let names: Vec<String> = columns.iter().map(|name| normalized(name)).collect();
    let mut mapping = ColumnMapping::default();
    for role in ColumnRole::ALL {
        // Of several names of a role, those that leave least doubt stand first.
        let found = role.names().split('|').find_map(|alias| {
            let place = names.iter().position(|name| is_named(alias, name))?;
            let name = columns[place].trim().to_owned();
            (!mapping.columns.values().any(|taken| *taken == name)).then_some(name)
        });
        if let Some(name) = found {
            mapping.columns.insert(role, name);
        }
    }
    mapping
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guessed(header: &str) -> Vec<(ColumnRole, String)> {
        let columns: Vec<String> = header.split(',').map(str::to_owned).collect();
        guess(&columns).map(|mapping| mapping.columns.into_iter().collect()).unwrap_or_default()
    }

    #[test]
    fn the_columns_of_a_shop_system_are_recognized_by_their_names() {
        let told = guessed("order_id,order_date,order_status,billing_email,order_total,order_currency,note");
        let roles: Vec<ColumnRole> = told.iter().map(|(role, _)| *role).collect();
        assert_eq!(
            roles,
            [
                ColumnRole::Key,
                ColumnRole::Date,
                ColumnRole::Revenue,
                ColumnRole::Currency,
                ColumnRole::Status,
                ColumnRole::Buyer
            ]
        );
        assert_eq!(guessed("订单编号,下单时间,销售额,币种").len(), 4);
    }

    #[test]
    fn a_list_of_products_is_not_taken_for_orders() {
        assert!(guessed("SKU,Title,Price,Quantity,Updated at").is_empty());
    }

    #[test]
    fn a_table_is_remembered_whatever_happens_to_the_spaces_of_its_columns() {
        let columns = |text: &str| text.split(',').map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(remembered_by(&columns("Order ID ,Total")), remembered_by(&columns("order id,total\t")));
    }
}
