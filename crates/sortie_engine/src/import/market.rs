//! Which market a file's figures belong to, and the channel they are filed under.

use std::sync::Arc;

use crate::ledger::Currency;

/// The own store of a file that does not tell which one it means.
pub const ANY_STORE: &str = "own_store:world";

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

/// The currency of an amount by its sign, and whether the sign leaves no doubt.
pub fn currency_in(amount: &str) -> Option<(Currency, bool)> {
    const SIGNS: [(&str, &str, bool); 17] = [
        ("US$", "USD", true),
        ("CA$", "CAD", true),
        ("C$", "CAD", true),
        ("A$", "AUD", true),
        ("MX$", "MXN", true),
        ("R$", "BRL", true),
        ("S$", "SGD", true),
        ("€", "EUR", true),
        ("£", "GBP", true),
        ("¥", "JPY", false),
        ("￥", "JPY", false),
        ("₹", "INR", true),
        ("zł", "PLN", true),
        ("kr", "SEK", false),
        ("฿", "THB", true),
        ("₫", "VND", true),
        ("$", "USD", false),
    ];
    let by_code = || {
        let mut words = amount.split(|c: char| !c.is_ascii_alphabetic());
        words.find_map(|word| (word.len() == 3).then(|| Currency::parse(word)).flatten())
    };
    by_code().map(|currency| (currency, true)).or_else(|| {
        let (_, code, is_sure) = SIGNS.iter().find(|(sign, ..)| amount.contains(sign))?;
        Some((Currency::parse(code)?, *is_sure))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sign_of_an_amount_tells_its_currency_and_how_sure_that_is() {
        let told = |text| currency_in(text).map(|(currency, is_sure)| (currency.to_string(), is_sure));
        assert_eq!(told("$800.00"), Some(("USD".to_owned(), false)));
        assert_eq!(told("12,50 €"), Some(("EUR".to_owned(), true)));
        assert_eq!(told("IDR 1.000"), Some(("IDR".to_owned(), true)));
        assert_eq!(told("1,234.50"), None);
    }
}
