//! Which market a file's figures belong to, and the channel they are filed under.

use std::sync::Arc;

use crate::ledger::Currency;

/// The own store of a file that does not tell which one it means.
pub const ANY_STORE: &str = "own_store:world";

/// A channel: `kind:market`, or `kind:market:shop`, the kind in the words of a plan.
pub fn channel(kind: &str, market: &str) -> Arc<str> {
    format!("{kind}:{market}").into()
}

/// Markets by what people there pay in.
const MARKETS: [(&str, &str); 61] = [
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
    ("ZAR", "za"),
    ("KWD", "kw"),
    ("BHD", "bh"),
    ("OMR", "om"),
    ("QAR", "qa"),
    ("JOD", "jo"),
    ("EGP", "eg"),
    ("ILS", "il"),
    ("TND", "tn"),
    ("MAD", "ma"),
    ("NGN", "ng"),
    ("KES", "ke"),
    ("GHS", "gh"),
    ("NOK", "no"),
    ("DKK", "dk"),
    ("ISK", "is"),
    ("CZK", "cz"),
    ("HUF", "hu"),
    ("RON", "ro"),
    ("BGN", "bg"),
    ("RSD", "rs"),
    ("UAH", "ua"),
    ("RUB", "ru"),
    ("KZT", "kz"),
    ("PKR", "pk"),
    ("LKR", "lk"),
    ("NPR", "np"),
    ("MMK", "mm"),
    ("KHR", "kh"),
    ("ARS", "ar"),
    ("CLP", "cl"),
    ("COP", "co"),
    ("PEN", "pe"),
    ("UYU", "uy"),
];

/// The market where people pay in this currency.
pub fn market_of(currency: Currency) -> &'static str {
    MARKETS.iter().find(|(code, _)| *code == currency.code()).map_or("world", |(_, market)| market)
}

/// What people pay in there; the dollar of the United States where nobody knows.
pub fn currency_of(market: &str) -> Currency {
    let code = MARKETS.iter().find(|(_, named)| *named == market).map(|(code, _)| *code);
    let code = code.or_else(|| EURO.contains(&market).then_some("EUR"));
    code.and_then(Currency::parse).unwrap_or(Currency::USD)
}

/// Countries that pay in euros and that platforms keep apart.
const EURO: [&str; 7] = ["de", "fr", "it", "es", "ie", "nl", "be"];

/// The market of a country by its name or its code, as exports write it.
pub fn market_of_country(name: &str) -> Option<&'static str> {
    const COUNTRIES: [(&str, &str); 29] = [
        ("united states", "us"),
        ("usa", "us"),
        ("united kingdom", "uk"),
        ("great britain", "uk"),
        ("gb", "uk"),
        ("vietnam", "vn"),
        ("viet nam", "vn"),
        ("việt nam", "vn"),
        ("philippines", "ph"),
        ("indonesia", "id"),
        ("thailand", "th"),
        ("ประเทศไทย", "th"),
        ("malaysia", "my"),
        ("singapore", "sg"),
        ("taiwan", "tw"),
        ("brazil", "br"),
        ("brasil", "br"),
        ("mexico", "mx"),
        ("méxico", "mx"),
        ("japan", "jp"),
        ("germany", "de"),
        ("deutschland", "de"),
        ("france", "fr"),
        ("italy", "it"),
        ("italia", "it"),
        ("spain", "es"),
        ("españa", "es"),
        ("ireland", "ie"),
        ("canada", "ca"),
    ];
    let name = name.trim().to_lowercase();
    let named = COUNTRIES.iter().find(|(country, _)| *country == name).map(|(_, market)| *market);
    let codes = || MARKETS.iter().map(|(_, market)| *market).chain(EURO);
    named.or_else(|| codes().find(|code| *code == name))
}

/// The market that a text of a few words names: a site by its country, in Chinese or by its code.
pub fn market_in(text: &str) -> Option<&'static str> {
    const NAMES: [(&str, &str); 34] = [
        ("美国", "us"),
        ("英国", "uk"),
        ("日本", "jp"),
        ("德国", "de"),
        ("法国", "fr"),
        ("意大利", "it"),
        ("西班牙", "es"),
        ("荷兰", "nl"),
        ("比利时", "be"),
        ("爱尔兰", "ie"),
        ("波兰", "pl"),
        ("瑞典", "se"),
        ("瑞士", "ch"),
        ("欧洲", "eu"),
        ("欧区", "eu"),
        ("加拿大", "ca"),
        ("墨西哥", "mx"),
        ("巴西", "br"),
        ("智利", "cl"),
        ("哥伦比亚", "co"),
        ("澳大利亚", "au"),
        ("澳洲", "au"),
        ("新西兰", "nz"),
        ("韩国", "kr"),
        ("新加坡", "sg"),
        ("马来西亚", "my"),
        ("泰国", "th"),
        ("越南", "vn"),
        ("菲律宾", "ph"),
        ("印尼", "id"),
        ("印度尼西亚", "id"),
        ("台湾", "tw"),
        ("沙特", "sa"),
        ("阿联酋", "ae"),
    ];
    let named = NAMES.iter().find(|(name, _)| text.contains(name)).map(|(_, market)| *market);
    named.or_else(|| market_of_country(text)).or_else(|| {
        let words = text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() == 2);
        words.filter(|word| word.bytes().all(|b| b.is_ascii_uppercase())).find_map(market_of_country)
    })
}

/// The market that a file's name tells, such as `orders_US.csv`.
pub fn market_of_name(file: &str) -> Option<&'static str> {
    const WORDS: [(&str, &str); 5] =
        [("美国", "us"), ("英国", "uk"), ("日本", "jp"), ("欧区", "eu"), ("全球", "world")];
    if let Some((_, market)) = WORDS.iter().find(|(word, _)| file.contains(word)) {
        return Some(market);
    }
    let words = file.split(|c: char| !c.is_ascii_alphabetic());
    let mut codes = words.filter(|word| word.len() == 2 && word.bytes().all(|b| b.is_ascii_uppercase()));
    codes.find_map(market_of_country)
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
