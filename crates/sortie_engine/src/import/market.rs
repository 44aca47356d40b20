//! Which market a file's figures belong to, and the channel they are filed under.

use std::sync::Arc;

use crate::ledger::Currency;

/// A channel: `kind:market`, or `kind:market:shop`, the kind in the words of a plan.
pub fn channel(kind: &str, market: &str) -> Arc<str> {
    format!("{kind}:{market}").into()
}

/// The market where people pay in this currency.
pub fn market_of(currency: Currency) -> &'static str {
    const MARKETS: [(&str, &str); 27] = [
        ("USD", "us"),
        ("EUR", "eu"),
        ("GBP", "uk"),
        ("CAD", "ca"),
        ("AUD", "au"),
        ("NZD", "nz"),
        ("JPY", "jp"),
        ("AED", "ae"),
        ("SAR", "sa"),
        ("SEK", "se"),
        ("PLN", "pl"),
        ("MXN", "mx"),
        ("BRL", "br"),
        ("INR", "in"),
        ("SGD", "sg"),
        ("MYR", "my"),
        ("THB", "th"),
        ("VND", "vn"),
        ("PHP", "ph"),
        ("IDR", "id"),
        ("TWD", "tw"),
        ("KRW", "kr"),
        ("HKD", "hk"),
        ("CNY", "cn"),
        ("CHF", "ch"),
        ("TRY", "tr"),
        ("BDT", "bd"),
    ];
    MARKETS.iter().find(|(code, _)| *code == currency.code()).map_or("world", |(_, market)| market)
}
