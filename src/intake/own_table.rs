//! A table of a seller's own channels: each row is one, and the columns hold its numbers. Which column holds what is guessed
//! from its name, and said by the seller where it is not.

use sortie_engine::fit::{FieldAddress, FittedChannel, FittedField, FittedValue, FoundBy, IMPORTED, PlanFit};
use sortie_engine::import::TableGlimpse;
use sortie_engine::ledger::{ChannelMonth, Ledger};
use sortie_engine::plan::{ChannelKind, FileWord, NumberMeasure, Plan, measure_of_channel, unused_id};
use sortie_engine::unit::{EstimateSpace, Month, Spread};

use super::draft::draft;
use super::sayings::{column_of, is_total, kind_in};
use crate::start::UsualPlan;
use crate::text::{ABOUT, Language, ReadEstimate, TypedQuantity, Words, read_estimate, words};

/// Markets to choose from.
pub const MARKETS: [&str; 34] = [
    "us", "uk", "eu", "de", "fr", "it", "es", "nl", "be", "ie", "pl", "se", "ch", "ca", "mx", "br", "au",
    "nz", "jp", "kr", "tw", "hk", "cn", "sg", "my", "th", "vn", "ph", "id", "in", "ae", "sa", "tr", "za",
];

/// Shares of visits that buy above this are told in percent.
const MOST_CONVERSION: f64 = 0.3;

/// What a column of such a table holds: a field of a channel, or what makes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnRole(&'static str);

impl OwnRole {
    /// The channel's name.
    pub const NAME: Self = Self("name");
    /// Visits a month.
    pub const VISITS: Self = Self("visits");
    /// Orders a month.
    pub const ORDERS: Self = Self("orders");

    /// Every role, in the order in which a person is asked.
    pub const ALL: [Self; 21] = [
        Self::NAME,
        Self("kind"),
        Self("market"),
        Self("currency"),
        Self::VISITS,
        Self::ORDERS,
        Self("conversion"),
        Self("order_value"),
        Self("repeat_share"),
        Self("refund"),
        Self("margin"),
        Self("unit_cost"),
        Self("order_cost"),
        Self("fulfilment"),
        Self("commission"),
        Self("payment_fee_share"),
        Self("cost_per_visit"),
        Self("ad_spend"),
        Self("fixed_cost_per_month"),
        Self("payout_days"),
        Self("growth"),
    ];

    /// Its words.
    pub fn words(self, words: &Words) -> &str {
        match self.0 {
            "orders" => words.get("intake.own_orders"),
            "margin" => words.get("intake.own_margin"),
            "order_cost" => words.get("intake.own_cost"),
            "ad_spend" => words.get("intake.own_ads"),
            field => words.field(field),
        }
    }

    /// What a column with this name holds.
    fn of(name: &str) -> Option<Self> {
        let name = plain(name);
        let said = column_of(&name);
        let is_it = |role: &Self| {
            let called = |language| plain(role.words(words(language))) == name;
            said == Some(role.0) || Language::ALL.into_iter().any(called)
        };
        Self::ALL.into_iter().find(is_it)
    }

    fn is_number(self) -> bool {
        !matches!(self.0, "name" | "kind" | "market" | "currency")
    }

    /// Whether its numbers are shares of a whole.
    fn is_share(self) -> bool {
        let measure = measure_of_channel(self.0);
        self.0 == "margin" || matches!(measure, Some(NumberMeasure::Share | NumberMeasure::Growth))
    }
}

/// A name of a column in small letters, without a unit in brackets or a sign for percent.
fn plain(name: &str) -> String {
    let name = name.trim().to_lowercase().replace('（', "(").replace('）', ")");
    let name = name.split('(').next().unwrap_or_default();
    name.trim_end_matches(['%', ' ', '*', ':', '：']).trim().to_owned()
}

/// A cell that is not what its column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnCellFault {
    /// The channel's name.
    pub channel: String,
    /// The column's name.
    pub column: String,
    /// What stands there.
    pub text: String,
}

/// A channel as its row tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnChannel {
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: ChannelKind,
    /// Its market's id.
    pub market: String,
    /// The currency of its amounts.
    pub currency: String,
    /// Its numbers, by field.
    pub fields: Vec<(&'static str, Spread)>,
}

/// The table, with what each of its columns holds.
#[derive(Clone, Debug)]
pub struct OwnTable {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
    /// What each column holds.
    pub roles: Vec<Option<OwnRole>>,
    /// The market of channels of which the table tells none.
    pub market: String,
    /// The currency of amounts of which the table tells none.
    pub currency: String,
}

impl OwnTable {
    /// The table as its names of columns say; `currency` is the one that amounts are most likely in.
    pub fn of(seen: &TableGlimpse, currency: &str) -> Self {
        let columns = seen.columns().to_vec();
        let mut roles: Vec<Option<OwnRole>> = vec![];
        for name in &columns {
            let role = OwnRole::of(name).filter(|role| !roles.contains(&Some(*role)));
            roles.push(role);
        }
        let named = columns.iter().find_map(|name| currency_in(name));
        let currency = named.unwrap_or(currency).to_owned();
        Self { columns, rows: seen.rows().to_vec(), roles, market: "us".to_owned(), currency }
    }

    /// Whether its names of columns are those of channels: a name, and at least two numbers of which one tells how much is
    /// sold.
    pub fn is_likely(&self) -> bool {
        let has = |role| self.roles.contains(&Some(role));
        let n_numbers = self.roles.iter().flatten().filter(|role| role.is_number()).count();
        has(OwnRole::NAME) && n_numbers >= 2 && (has(OwnRole::VISITS) || has(OwnRole::ORDERS))
    }

    /// The names of its columns.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// What stands in a column, without empty cells.
    pub fn examples(&self, column: usize) -> impl Iterator<Item = &str> {
        let cells = self.rows.iter().filter_map(move |row| row.get(column));
        cells.map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
    }

    /// Says what a column holds; no other one holds the same then.
    pub fn give(&mut self, column: usize, role: Option<OwnRole>) {
        if role.is_some() {
            self.roles.iter_mut().filter(|other| **other == role).for_each(|other| *other = None);
        }
        self.roles[column] = role;
    }

    /// Without which no channel can be told: its name, and visits or orders.
    pub fn missing(&self) -> Vec<OwnRole> {
        let has = |role| self.roles.contains(&Some(role));
        let mut missing = vec![];
        missing.extend((!has(OwnRole::NAME)).then_some(OwnRole::NAME));
        missing.extend((!has(OwnRole::VISITS) && !has(OwnRole::ORDERS)).then_some(OwnRole::VISITS));
        missing
    }

    fn cell<'t>(&'t self, row: &'t [String], role: &str) -> &'t str {
        let place = self.roles.iter().position(|it| it.is_some_and(|it| it.0 == role));
        place.and_then(|place| row.get(place)).map_or("", |cell| cell.trim())
    }

    /// The channels, and the cells that could not be read.
    pub fn channels(&self) -> (Vec<OwnChannel>, Vec<OwnCellFault>) {
        let (mut channels, mut faults) = (vec![], vec![]);
        let in_percent: Vec<bool> =
            (0..self.columns.len()).map(|column| self.is_in_percent(column)).collect();
        for row in &self.rows {
            let name = self.cell(row, "name").to_owned();
            if name.is_empty() || is_total(&name.to_lowercase()) {
                continue;
            }
            let mut told: Vec<(&'static str, Spread)> = vec![];
            for (column, role) in self.roles.iter().enumerate() {
                let Some(role) = role.filter(|role| role.is_number()) else { continue };
                let text = row.get(column).map_or("", |cell| cell.trim());
                if matches!(text, "" | "-" | "/" | "—" | "--") {
                    continue;
                }
                let told_so = spread(text, role.is_share(), in_percent[column]);
                match told_so.filter(|spread| spread.low >= 0.0 || role == OwnRole("growth")) {
                    Some(spread) => told.push((role.0, spread)),
                    None => faults.push(OwnCellFault {
                        channel: name.clone(),
                        column: self.columns[column].trim().to_owned(),
                        text: text.to_owned(),
                    }),
                }
            }
            let kind = self.kind_of(row, &name);
            channels.push(OwnChannel {
                kind,
                market: self.market_of(row, &name),
                currency: currency_in(self.cell(row, "currency")).unwrap_or(&self.currency).to_owned(),
                fields: fields_of(kind, &told),
                name,
            });
        }
        (channels, faults)
    }

    fn kind_of(&self, row: &[String], name: &str) -> ChannelKind {
        let said = self.cell(row, "kind").to_lowercase();
        let is_called = |kind: &&ChannelKind| {
            let called = |language| words(language).channel_kind(**kind).to_lowercase() == said;
            kind.word() == said || Language::ALL.into_iter().any(called)
        };
        let found = ChannelKind::ALL.iter().find(is_called).copied();
        let found = found.or_else(|| kind_in(&said)).or_else(|| kind_in(&name.to_lowercase()));
        found.unwrap_or(ChannelKind::Other)
    }

    fn market_of(&self, row: &[String], name: &str) -> String {
        let said = self.cell(row, "market");
        let is_said = |id: &&&str| {
            let called = |language| words(language).market(id).eq_ignore_ascii_case(said);
            said.eq_ignore_ascii_case(id) || Language::ALL.into_iter().any(called)
        };
        let is_in_name = |id: &&&str| {
            let is_code = |part: &str| part == id.to_uppercase();
            let has_code = name.split(|c: char| !c.is_ascii_alphanumeric()).any(is_code);
            has_code || Language::ALL.into_iter().any(|language| name.contains(&words(language).market(id)))
        };
        let found = MARKETS.iter().find(is_said).or_else(|| MARKETS.iter().find(is_in_name));
        found.map_or_else(|| self.market.clone(), |id| (*id).to_owned())
    }

    /// Whether the numbers of a column are percents without saying so: its name does, or they are too large for shares.
    fn is_in_percent(&self, column: usize) -> bool {
        let Some(role) = self.roles[column].filter(|role| role.is_share()) else { return false };
        let said = self.columns[column].contains(['%', '％']);
        let most = if role.0 == "conversion" { MOST_CONVERSION } else { 1.0 };
        said || self
            .examples(column)
            .filter_map(number)
            .any(|told| !told.is_percent && told.value.abs() > most)
    }

    /// A plan with these channels that begins in `start`, the rest as usual; nothing where there is no channel, or no rate
    /// for a currency.
    pub fn plan(&self, said: &Words, start: Month) -> Option<Plan> {
        let (channels, _) = self.channels();
        let mut fit = PlanFit { start, channels: vec![], fields: vec![] };
        let mut ledger = Ledger::default();
        for own in &channels {
            let shop = format!("{}:{}", own.kind.word(), own.market);
            let wanted = shop.replace([':', '_'], "-");
            let id = unused_id(&wanted, |id| fit.channels.iter().any(|other| other.id == id));
            let likely =
                |field| own.fields.iter().find(|(name, _)| *name == field).map_or(0.0, |it| it.1.likely);
            ledger.months.push(ChannelMonth {
                channel: shop.clone(),
                month: start.plus(-1),
                currency: own.currency.clone(),
                orders: Some((likely("visits") * likely("conversion")) as u64),
                ..ChannelMonth::default()
            });
            fit.fields.extend(own.fields.iter().map(|(field, spread)| FittedField {
                address: FieldAddress { channel: Some(id.clone()), field },
                figure: FittedValue::Number(*spread),
                found: FoundBy::Months { n_months: 1 },
                basis: IMPORTED.to_owned(),
            }));
            fit.channels.push(FittedChannel {
                id,
                shop,
                kind: own.kind,
                market: own.market.clone(),
                currency: own.currency.clone(),
                is_open: true,
                exposure: None,
            });
        }
        let usual = UsualPlan::of(UsualPlan::nearest(&ledger))?;
        let mut plan = draft(said, &usual, &fit)?;
        for (channel, own) in plan.channels.iter_mut().zip(channels) {
            channel.name = own.name;
        }
        Some(plan)
    }
}

/// The currency in a name of a column or in a cell.
fn currency_in(text: &str) -> Option<&'static str> {
    let signs = [('￥', "CNY"), ('¥', "CNY"), ('元', "CNY"), ('€', "EUR"), ('£', "GBP"), ('$', "USD")];
    let mut words = text.split(|c: char| !c.is_ascii_alphabetic());
    let code = words.find_map(|word| {
        crate::catalog::evidence::CURRENCIES.into_iter().find(|code| word.eq_ignore_ascii_case(code))
    });
    code.or_else(|| signs.iter().find(|(sign, _)| text.contains(*sign)).map(|(_, code)| *code))
}

fn number(text: &str) -> Option<TypedQuantity> {
    match read_estimate(text).ok()?.0 {
        ReadEstimate::One(told) | ReadEstimate::About(told) | ReadEstimate::Three(_, told, _) => Some(told),
        ReadEstimate::Between(_, high) => Some(high),
    }
}

/// What a cell says, with its range where it has one; shares as such.
fn spread(text: &str, is_share: bool, in_percent: bool) -> Option<Spread> {
    let part = |told: TypedQuantity| match is_share && in_percent && !told.is_percent {
        true => told.value / 100.0,
        false => told.value,
    };
    let (low, likely, high) = match read_estimate(text).ok()?.0 {
        ReadEstimate::One(told) => (part(told), part(told), part(told)),
        ReadEstimate::About(told) => (part(told) * (1.0 - ABOUT), part(told), part(told) * (1.0 + ABOUT)),
        ReadEstimate::Between(low, high) => (part(low), (part(low) + part(high)) / 2.0, part(high)),
        ReadEstimate::Three(low, likely, high) => (part(low), part(likely), part(high)),
    };
    let is_good = low <= likely && likely <= high && (!is_share || high <= 1.0);
    let space = if is_share { EstimateSpace::Logit } else { EstimateSpace::Log };
    is_good.then_some(Spread { low, likely, high, space })
}

/// The fields of a channel from what its row tells: orders, a margin, what goods cost and what is spent on ads make the
/// fields that they belong to, where no column tells those themselves.
fn fields_of(kind: ChannelKind, told: &[(&'static str, Spread)]) -> Vec<(&'static str, Spread)> {
    let find = |name: &str| told.iter().find(|(other, _)| *other == name).map(|(_, spread)| *spread);
    let certain = |x: f64| Spread { low: x, likely: x, high: x, space: EstimateSpace::Log };
    let scaled =
        |it: Spread, by: f64| Spread { low: it.low * by, likely: it.likely * by, high: it.high * by, ..it };
    let is_field = |name: &str| !matches!(name, "orders" | "margin" | "order_cost" | "ad_spend");
    let mut fields: Vec<(&'static str, Spread)> =
        told.iter().filter(|(name, _)| is_field(name)).copied().collect();
    let (visits, orders, conversion) = (find("visits"), find("orders"), find("conversion"));
    let usual = || crate::catalog::typical_channel(kind).map_or(0.02, |usual| usual.conversion.likely);
    let mut n_visits = visits.map(|visits| visits.likely);
    match (visits, orders, conversion) {
        (Some(visits), Some(orders), None) if visits.likely > 0.0 && orders.likely <= visits.likely => {
            fields.push(("conversion", scaled(orders, 1.0 / visits.likely)));
        }
        (None, Some(orders), conversion) => {
            let share = conversion.map_or_else(usual, |it| it.likely);
            if conversion.is_none() {
                fields.push(("conversion", certain(share)));
            }
            if share > 0.0 {
                fields.push(("visits", scaled(orders, 1.0 / share)));
                n_visits = Some(orders.likely / share);
            }
        }
        _ => {}
    }
    if find("unit_cost").is_none() {
        let value = find("order_value").map_or(0.0, |it| it.likely);
        let of_cost = find("order_cost").filter(|_| value > 0.0).map(|cost| scaled(cost, 1.0 / value));
        let of_margin = find("margin").map(|it| Spread {
            low: 1.0 - it.high,
            likely: 1.0 - it.likely,
            high: 1.0 - it.low,
            ..it
        });
        fields.extend(
            of_margin.or(of_cost).filter(|it| it.low >= 0.0 && it.high <= 1.0).map(|it| ("unit_cost", it)),
        );
    }
    if find("cost_per_visit").is_none()
        && let (Some(spent), Some(visits)) = (find("ad_spend"), n_visits.filter(|visits| *visits > 0.0))
    {
        fields.push(("cost_per_visit", scaled(spent, 1.0 / visits)));
    }
    fields
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use sortie_engine::import::glimpse;
    use sortie_engine::plan::check;

    use super::*;

    fn table(text: &str) -> OwnTable {
        OwnTable::of(&glimpse(&mut Cursor::new(text.as_bytes().to_vec()), None).unwrap(), "USD")
    }

    fn likely(channel: &OwnChannel, field: &str) -> Option<f64> {
        channel.fields.iter().find(|(name, _)| *name == field).map(|(_, spread)| spread.likely)
    }

    #[test]
    fn each_row_is_a_channel_in_either_language() {
        let english = "Channel,Platform,Country,Visits,CVR,AOV,Gross margin,Refund rate\n\
                       Amazon US,Amazon,United States,\"12,000\",4.5%,$42,70%,3%-5%\n\
                       TikTok bio link,TikTok link,US,8000,1.2%,$38,72%,\n";
        let chinese = "渠道,平台,国家,访问量,转化率,客单价,毛利率,退款率\n\
                       Amazon US,亚马逊,美国,1.2万,4.5%,42美元,70%,3%-5%\n\
                       TikTok bio link,TikTok链接,美国,8000,1.2%,38美元,72%,\n";
        for text in [english, chinese] {
            let read = table(text);
            assert!(read.is_likely() && read.missing().is_empty(), "{text}");
            let (channels, faults) = read.channels();
            assert_eq!(faults, []);
            let kinds: Vec<_> = channels.iter().map(|it| (it.kind, it.market.as_str())).collect();
            assert_eq!(kinds, [(ChannelKind::Amazon, "us"), (ChannelKind::TiktokLink, "us")]);
            assert_eq!(channels[0].currency, "USD", "a country is no currency");
            assert_eq!(likely(&channels[0], "visits"), Some(12_000.0), "{text}");
            assert_eq!(likely(&channels[0], "order_value"), Some(42.0));
            assert!((likely(&channels[0], "unit_cost").unwrap() - 0.3).abs() < 1e-9);
            let refund = channels[0].fields.iter().find(|(name, _)| *name == "refund").unwrap().1;
            assert_eq!((refund.low, refund.high), (0.03, 0.05));
            assert_eq!(likely(&channels[1], "refund"), None, "an empty cell says nothing");
            let plan = read.plan(words(Language::English), Month::parse("2026-12").unwrap()).unwrap();
            assert_eq!(check(&plan), []);
            assert_eq!(plan.channels[0].name, "Amazon US");
        }
    }

    #[test]
    fn percents_without_a_sign_and_orders_without_visits_are_read_as_they_are_meant() {
        let read = table(
            "Channel,Orders,Conversion (%),Order value (EUR),Refunds\nAmazon DE,90,0.9,30,4\nShop,10,2,25,6\n",
        );
        let (channels, _) = read.channels();
        assert!(likely(&channels[0], "conversion").is_some_and(|rate| (rate - 0.009).abs() < 1e-12));
        assert!((likely(&channels[0], "visits").unwrap() - 10_000.0).abs() < 1e-6);
        assert_eq!(likely(&channels[0], "refund"), Some(0.04), "4 is no share of a whole");
        assert_eq!((channels[0].currency.as_str(), channels[0].market.as_str()), ("EUR", "de"));
    }

    #[test]
    fn a_cell_that_is_no_number_is_told_and_a_list_of_products_is_no_table_of_channels() {
        let (channels, faults) = table("Channel,Visits,Conversion\nAmazon,many,2%\n").channels();
        assert_eq!((channels.len(), faults.len()), (1, 1));
        assert_eq!((faults[0].column.as_str(), faults[0].text.as_str()), ("Visits", "many"));
        assert!(!table("SKU,Title,Price,Quantity\nA,Mug,12,3\n").is_likely());
    }
}
