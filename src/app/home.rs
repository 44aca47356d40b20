//! Where a seller is at home, as the system tells it, and the currency that they most likely count in.

use crate::catalog::evidence::CURRENCIES;
use crate::text::Language;

/// Regions by the currency that is paid with there, as ISO 3166 names them. Those whose currency has no rate are left out.
const REGIONS: [(&str, &[&str]); 27] = [
    ("AED", &["AE"]),
    ("AUD", &["AU"]),
    ("BRL", &["BR"]),
    ("CAD", &["CA"]),
    ("CHF", &["CH", "LI"]),
    ("CNY", &["CN"]),
    (
        "EUR",
        &[
            "AT", "BE", "BG", "CY", "DE", "EE", "ES", "FI", "FR", "GR", "HR", "IE", "IT", "LT", "LU", "LV",
            "MT", "NL", "PT", "SI", "SK",
        ],
    ),
    ("GBP", &["GB"]),
    ("HKD", &["HK"]),
    ("IDR", &["ID"]),
    ("INR", &["IN"]),
    ("JPY", &["JP"]),
    ("KRW", &["KR"]),
    ("MXN", &["MX"]),
    ("MYR", &["MY"]),
    ("NZD", &["NZ"]),
    ("PHP", &["PH"]),
    ("PLN", &["PL"]),
    ("SAR", &["SA"]),
    ("SEK", &["SE"]),
    ("SGD", &["SG"]),
    ("THB", &["TH"]),
    ("TRY", &["TR"]),
    ("TWD", &["TW"]),
    ("USD", &["US"]),
    ("VND", &["VN"]),
    ("ZAR", &["ZA"]),
];

/// What the system says of its owner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Home {
    language: Language,
    currency: Option<&'static str>,
}

impl Home {
    /// The home that a locale tells, such as `zh_CN.UTF-8` or `en-GB`.
    pub fn of_locale(locale: &str) -> Self {
        let name = locale.split(['.', '@']).next().unwrap_or_default();
        // Between language and region there may be a script, as in `zh-Hant-TW`.
        let region = name.split(['_', '-']).skip(1).find(|part| part.len() == 2);
        let currency = region.and_then(|region| {
            let is_there = |regions: &&[&str]| regions.iter().any(|own| own.eq_ignore_ascii_case(region));
            REGIONS.iter().find(|(_, regions)| is_there(regions)).map(|(code, _)| *code)
        });
        Self { language: Language::from_locale(locale), currency }
    }

    /// The language that the system speaks.
    pub fn language(self) -> Language {
        self.language
    }

    /// The currency, ISO 4217, in which somebody here who reads `language` most likely counts. Who chose another language than the
    /// system's is not at home where the system says: what readers of that language count in is likelier.
    pub fn currency_in(self, language: Language) -> &'static str {
        let own = self.currency.filter(|code| language == self.language && CURRENCIES.contains(code));
        own.unwrap_or(language.usual_currency())
    }
}

impl From<Language> for Home {
    /// A home of which nothing but the language is known.
    fn from(language: Language) -> Self {
        Self { language, currency: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seller_counts_in_the_currency_of_the_systems_region() {
        for (locale, code) in [
            ("zh_CN.UTF-8", "CNY"),
            ("zh-Hans-CN", "CNY"),
            ("zh-Hant-TW", "TWD"),
            ("zh_SG", "SGD"),
            ("en-US", "USD"),
            ("en_GB.UTF-8", "GBP"),
            ("de_DE@euro", "EUR"),
            ("vi-VN", "VND"),
            // Nothing is said of a region, or of one whose currency has no rate.
            ("zh", "CNY"),
            ("C.UTF-8", "USD"),
            ("en-IS", "USD"),
            ("", "USD"),
        ] {
            let home = Home::of_locale(locale);
            assert_eq!(home.currency_in(home.language()), code, "{locale}");
        }
    }

    #[test]
    fn who_chose_another_language_than_the_systems_counts_as_its_readers_do() {
        assert_eq!(Home::of_locale("en-GB").currency_in(Language::Chinese), "CNY");
        assert_eq!(Home::of_locale("zh-SG").currency_in(Language::English), "USD");
    }

    #[test]
    fn every_currency_that_has_a_rate_has_its_region() {
        for code in CURRENCIES {
            let regions = REGIONS.iter().find(|(own, _)| *own == code).map(|(_, regions)| *regions);
            let region = regions.and_then(|regions| regions.first()).unwrap_or(&"none");
            assert_eq!(Home::of_locale(&format!("en-{region}")).currency_in(Language::English), code);
        }
    }
}
