//! Amazon's sites: by what name a file calls each, what it pays in, and by whose clock its month ends.

use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::import::date::zone;
use crate::import::market::channel;
use crate::ledger::Currency;

/// One of Amazon's sites.
#[derive(Clone, Debug)]
pub struct AmazonSite {
    /// What its figures are filed under, such as `amazon:de`.
    pub channel: Arc<str>,
    /// The own store of the same market, whose orders Amazon also sends.
    pub own_store: Arc<str>,
    /// What it pays in.
    pub currency: Currency,
    /// Whose clock ends its month.
    pub zone: TimeZone,
}

/// Domain, market, currency, zone.
const SITES: [(&str, &str, &str, &str); 23] = [
    ("com", "us", "USD", "America/Los_Angeles"),
    ("ca", "ca", "CAD", "America/Los_Angeles"),
    ("com.mx", "mx", "MXN", "America/Los_Angeles"),
    ("com.br", "br", "BRL", "America/Sao_Paulo"),
    ("co.uk", "uk", "GBP", "Europe/London"),
    ("ie", "ie", "EUR", "Europe/Dublin"),
    ("de", "de", "EUR", "Europe/Berlin"),
    ("fr", "fr", "EUR", "Europe/Paris"),
    ("es", "es", "EUR", "Europe/Madrid"),
    ("it", "it", "EUR", "Europe/Rome"),
    ("nl", "nl", "EUR", "Europe/Amsterdam"),
    ("com.be", "be", "EUR", "Europe/Brussels"),
    ("pl", "pl", "PLN", "Europe/Warsaw"),
    ("se", "se", "SEK", "Europe/Stockholm"),
    ("com.tr", "tr", "TRY", "Europe/Istanbul"),
    ("co.jp", "jp", "JPY", "Asia/Tokyo"),
    ("jp", "jp", "JPY", "Asia/Tokyo"),
    ("ae", "ae", "AED", "Asia/Dubai"),
    ("sa", "sa", "SAR", "Asia/Riyadh"),
    ("eg", "eg", "EGP", "Africa/Cairo"),
    ("in", "in", "INR", "Asia/Kolkata"),
    ("sg", "sg", "SGD", "Asia/Singapore"),
    ("com.au", "au", "AUD", "Australia/Sydney"),
];

impl AmazonSite {
    /// The site that a file calls `Amazon.co.uk` or the like.
    pub fn named(name: &str) -> Option<Self> {
        let name = name.trim().to_ascii_lowercase();
        let domain = name.strip_prefix("www.").unwrap_or(&name).strip_prefix("amazon.")?.to_owned();
        SITES.iter().find(|site| site.0 == domain).map(Self::of)
    }

    /// The site of a market, such as `de`.
    pub fn of_market(market: &str) -> Option<Self> {
        SITES.iter().find(|site| site.1 == market).map(Self::of)
    }

    /// The largest site that pays in a currency.
    pub fn of_currency(currency: Currency) -> Option<Self> {
        let home = if currency.code() == "EUR" { "de" } else { "" };
        SITES
            .iter()
            .find(|site| site.2 == currency.code() && (home.is_empty() || site.1 == home))
            .map(Self::of)
    }

    fn of(site: &(&str, &str, &str, &str)) -> Self {
        Self {
            channel: channel("amazon", site.1),
            own_store: channel("own_store", site.1),
            currency: Currency::parse(site.2).unwrap_or(Currency::USD),
            zone: zone(site.3),
        }
    }
}

/// Whether an order was placed elsewhere and only sent from Amazon's stock: its number begins with `S01-` or the like,
/// and its marketplace is no site of Amazon's.
pub fn is_sent_for_others(order: &str, marketplace: &str) -> bool {
    let order = order.as_bytes();
    let is_other_number = order.len() > 4
        && order[0].eq_ignore_ascii_case(&b'S')
        && order[1].is_ascii_digit()
        && order[2].is_ascii_digit()
        && order[3] == b'-';
    let marketplace = marketplace.to_ascii_lowercase();
    let is_other_place = marketplace.contains(".stores.amazon.") || marketplace.starts_with("non-amazon");
    is_other_number || is_other_place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_known_by_its_address_or_its_market() {
        let channel = |name| AmazonSite::named(name).map(|site| site.channel.to_string());
        assert_eq!(channel("Amazon.co.uk").as_deref(), Some("amazon:uk"));
        assert_eq!(channel("amazon.jp").as_deref(), Some("amazon:jp"));
        assert_eq!(channel("sim1.stores.amazon.com"), None);
        let euro = AmazonSite::of_currency(Currency::parse("EUR").unwrap()).unwrap();
        assert_eq!(&*euro.channel, "amazon:de");
        assert!(AmazonSite::of_market("ae").is_some() && AmazonSite::of_market("xx").is_none());
    }

    #[test]
    fn an_order_of_another_shop_is_known_by_its_number_or_its_place() {
        assert!(is_sent_for_others("S01-0000000-0000001", ""));
        assert!(is_sent_for_others("250-1", "jp-shipment-injection.stores.amazon.co.jp"));
        assert!(is_sent_for_others("", "Non-Amazon US"));
        assert!(!is_sent_for_others("111-0000000-0000001", "amazon.com"));
    }
}
