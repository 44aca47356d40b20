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

/// A site as it is known by heart.
struct KnownSite {
    /// What stands behind `amazon.` in its address.
    domain: &'static str,
    market: &'static str,
    currency: &'static str,
    zone: &'static str,
}

const SITES: [KnownSite; 23] = [
    KnownSite { domain: "com", market: "us", currency: "USD", zone: "America/Los_Angeles" },
    KnownSite { domain: "ca", market: "ca", currency: "CAD", zone: "America/Los_Angeles" },
    KnownSite { domain: "com.mx", market: "mx", currency: "MXN", zone: "America/Los_Angeles" },
    KnownSite { domain: "com.br", market: "br", currency: "BRL", zone: "America/Sao_Paulo" },
    KnownSite { domain: "co.uk", market: "uk", currency: "GBP", zone: "Europe/London" },
    KnownSite { domain: "ie", market: "ie", currency: "EUR", zone: "Europe/Dublin" },
    KnownSite { domain: "de", market: "de", currency: "EUR", zone: "Europe/Berlin" },
    KnownSite { domain: "fr", market: "fr", currency: "EUR", zone: "Europe/Paris" },
    KnownSite { domain: "es", market: "es", currency: "EUR", zone: "Europe/Madrid" },
    KnownSite { domain: "it", market: "it", currency: "EUR", zone: "Europe/Rome" },
    KnownSite { domain: "nl", market: "nl", currency: "EUR", zone: "Europe/Amsterdam" },
    KnownSite { domain: "com.be", market: "be", currency: "EUR", zone: "Europe/Brussels" },
    KnownSite { domain: "pl", market: "pl", currency: "PLN", zone: "Europe/Warsaw" },
    KnownSite { domain: "se", market: "se", currency: "SEK", zone: "Europe/Stockholm" },
    KnownSite { domain: "com.tr", market: "tr", currency: "TRY", zone: "Europe/Istanbul" },
    KnownSite { domain: "co.jp", market: "jp", currency: "JPY", zone: "Asia/Tokyo" },
    KnownSite { domain: "jp", market: "jp", currency: "JPY", zone: "Asia/Tokyo" },
    KnownSite { domain: "ae", market: "ae", currency: "AED", zone: "Asia/Dubai" },
    KnownSite { domain: "sa", market: "sa", currency: "SAR", zone: "Asia/Riyadh" },
    KnownSite { domain: "eg", market: "eg", currency: "EGP", zone: "Africa/Cairo" },
    KnownSite { domain: "in", market: "in", currency: "INR", zone: "Asia/Kolkata" },
    KnownSite { domain: "sg", market: "sg", currency: "SGD", zone: "Asia/Singapore" },
    KnownSite { domain: "com.au", market: "au", currency: "AUD", zone: "Australia/Sydney" },
];

impl AmazonSite {
    /// The site that a file calls `Amazon.co.uk` or the like.
    pub fn named(name: &str) -> Option<Self> {
        let name = name.trim().to_ascii_lowercase();
        let domain = name.strip_prefix("www.").unwrap_or(&name).strip_prefix("amazon.")?.to_owned();
        SITES.iter().find(|site| site.domain == domain).map(Self::of)
    }

    /// The site of a market, such as `de`.
    pub fn of_market(market: &str) -> Option<Self> {
        SITES.iter().find(|site| site.market == market).map(Self::of)
    }

    /// The largest site that pays in a currency.
    pub fn of_currency(currency: Currency) -> Option<Self> {
        let home = if currency.code() == "EUR" { "de" } else { "" };
        SITES
            .iter()
            .find(|site| site.currency == currency.code() && (home.is_empty() || site.market == home))
            .map(Self::of)
    }

    fn of(site: &KnownSite) -> Self {
        Self {
            channel: channel("amazon", site.market),
            own_store: channel("own_store", site.market),
            currency: Currency::parse(site.currency).unwrap_or(Currency::USD),
            zone: zone(site.zone),
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
