//! The whole months of each shop, side by side: what a fit looks at.

use std::collections::BTreeMap;

use crate::ledger::{ChannelMonth, Decimal, Ledger};
use crate::plan::{ChannelKind, FileWord};
use crate::unit::Month;

/// Older months say little of today.
const MOST_MONTHS: i32 = 36;
/// A shop that has sold nothing for so long is closed.
const SILENT_MONTHS: i32 = 3;

/// One shop in the currency in which it sells the most.
pub(super) struct ShopSeries<'l> {
    /// As the ledger names it.
    pub key: String,
    pub kind: ChannelKind,
    /// The market's part of the name, `us` and the like; empty where there is none.
    pub market: String,
    pub currency: String,
    /// Its whole months in order of time; some may be missing between.
    pub months: Vec<&'l ChannelMonth>,
    /// Whether it sold within the last months of the business.
    pub is_open: bool,
}

/// The shops of a ledger and the month after the last whole one.
pub(super) struct ShopHistory<'l> {
    pub series: Vec<ShopSeries<'l>>,
    /// Ads told apart from any shop, by the month and the currency they were paid in: of own stores.
    pub loose_ads: BTreeMap<(Month, String), f64>,
    pub first: Month,
    pub start: Month,
}

/// Kind, market and the rest of a ledger's name for a channel.
fn kind_and_market(key: &str) -> (ChannelKind, String) {
    let mut parts = key.split(':');
    let kind = parts.next().and_then(ChannelKind::from_word).unwrap_or(ChannelKind::Other);
    (kind, parts.next().unwrap_or_default().to_lowercase())
}

fn sells(month: &ChannelMonth) -> bool {
    month.orders.is_some_and(|orders| orders > 0)
}

/// A figure of a month as a plain number.
pub(super) fn number(money: Option<Decimal>) -> Option<f64> {
    money.and_then(|money| f64::try_from(money).ok())
}

impl<'l> ShopHistory<'l> {
    /// The whole months of a ledger up to `last` (or all there are); nothing where no shop sold in any.
    pub fn new(ledger: &'l Ledger, last: Option<Month>) -> Option<Self> {
        let is_within =
            |month: &&ChannelMonth| month.is_complete && last.is_none_or(|last| month.month <= last);
        let whole: Vec<&ChannelMonth> = ledger.months.iter().filter(is_within).collect();
        let end = whole.iter().filter(|month| sells(month)).map(|month| month.month).max()?;
        let whole =
            whole.into_iter().filter(|month| end.since(month.month) < MOST_MONTHS && month.month <= end);
        let mut shops: BTreeMap<&str, BTreeMap<&str, Vec<&ChannelMonth>>> = BTreeMap::new();
        for month in whole {
            shops.entry(&month.channel).or_default().entry(&month.currency).or_default().push(month);
        }
        let mut series = vec![];
        let mut loose_ads: BTreeMap<(Month, String), f64> = BTreeMap::new();
        for (key, mut currencies) in shops {
            let (kind, market) = kind_and_market(key);
            let orders = |months: &Vec<&ChannelMonth>| months.iter().filter_map(|it| it.orders).sum::<u64>();
            let Some((_, main)) = currencies.iter().max_by_key(|(_, months)| orders(months)) else {
                continue;
            };
            if orders(main) == 0 {
                for month in currencies.values().flatten() {
                    let spend = number(month.ad_spend).filter(|_| kind.owns_customers()).unwrap_or(0.0);
                    *loose_ads.entry((month.month, month.currency.clone())).or_default() += spend;
                }
                continue;
            }
            let currency = main.first().map(|month| month.currency.clone()).unwrap_or_default();
            let mut months = currencies.remove(currency.as_str()).unwrap_or_default();
            months.sort_by_key(|month| month.month);
            let last = months.iter().filter(|month| sells(month)).map(|month| month.month).max();
            let is_open = last.is_some_and(|last| end.since(last) < SILENT_MONTHS);
            series.push(ShopSeries { key: key.to_owned(), kind, market, currency, months, is_open });
        }
        let first = series.iter().flat_map(|shop| shop.months.first()).map(|month| month.month).min()?;
        Some(Self { series, loose_ads, first, start: end.plus(1) })
    }

    /// How many months lie between the first and the plan's start.
    pub fn n_months(&self) -> usize {
        self.start.since(self.first).max(0) as usize
    }
}

impl ShopSeries<'_> {
    /// The months in which both figures are told, and the second is above nothing.
    pub fn pairs(
        &self,
        part: impl Fn(&ChannelMonth) -> Option<f64>,
        whole: impl Fn(&ChannelMonth) -> Option<f64>,
    ) -> (Vec<f64>, Vec<f64>) {
        let both = |month: &&ChannelMonth| Some((part(month)?, whole(month).filter(|x| *x > 0.0)?));
        self.months.iter().filter_map(both).unzip()
    }

    /// Logarithm of a figure by month from `first` on; nothing where it is nothing or not told.
    pub fn logs(
        &self,
        first: Month,
        n_months: usize,
        figure: impl Fn(&ChannelMonth) -> Option<f64>,
    ) -> Vec<Option<f64>> {
        let mut logs = vec![None; n_months];
        for month in &self.months {
            let place = usize::try_from(month.month.since(first)).ok().filter(|place| *place < n_months);
            if let (Some(place), Some(x)) = (place, figure(month).filter(|x| *x > 0.0)) {
                logs[place] = Some(crate::lane::ln(x));
            }
        }
        logs
    }
}

/// Orders of a month.
pub(super) fn orders(month: &ChannelMonth) -> Option<f64> {
    month.orders.map(|orders| orders as f64)
}

/// Visits of a month.
pub(super) fn visits(month: &ChannelMonth) -> Option<f64> {
    month.sessions.map(|sessions| sessions as f64)
}

/// Sales before refunds.
pub(super) fn sales(month: &ChannelMonth) -> Option<f64> {
    number(month.revenue)
}
