//! The languages a seller can be spoken to in.

/// A language of the app.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Chinese in simplified characters.
    Chinese,
}

impl Language {
    /// Every language, in the order in which a person is shown them.
    pub const ALL: [Self; 2] = [Self::English, Self::Chinese];

    /// Its BCP 47 code, as settings keep it.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh-Hans",
        }
    }

    /// The language of the code `code`, as [`Self::code`] spells it.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// The language for a locale such as `zh_CN.UTF-8` or `en-US`; English where the app does not speak the locale's.
    pub fn from_locale(locale: &str) -> Self {
        let head = locale.split(['_', '-', '.', '@']).next().unwrap_or_default();
        if head.eq_ignore_ascii_case("zh") { Self::Chinese } else { Self::English }
    }

    /// The currency in which its readers most often count, ISO 4217.
    pub fn usual_currency(self) -> &'static str {
        match self {
            Self::English => "USD",
            Self::Chinese => "CNY",
        }
    }

    /// What its speakers call it; the same in every language, so that they find it.
    pub fn own_name(self) -> &'static str {
        super::words(self).get("language.own_name")
    }

    /// The fewest digits before the point that are put in groups of three.
    pub(super) fn grouped_from_digits(self) -> usize {
        match self {
            Self::English => 4,
            Self::Chinese => 5,
        }
    }

    /// The number of things below which a count is written in full, without a word for its power of ten.
    pub(super) fn counts_in_full_below(self) -> f64 {
        match self {
            Self::English => 999_999.5,
            Self::Chinese => 9_999.5,
        }
    }

    /// What stands between two sentences.
    pub fn between_sentences(self) -> &'static str {
        match self {
            Self::English => " ",
            Self::Chinese => "",
        }
    }

    /// Decimals of a shortened number in a table; as many as make three significant digits where there is none.
    pub(super) fn decimals_in_tables(self) -> Option<usize> {
        match self {
            Self::English => None,
            Self::Chinese => Some(2),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_finds_its_language() {
        for locale in ["zh_CN.UTF-8", "zh-Hans-CN", "zh", "zh_TW", "ZH-hant"] {
            assert_eq!(Language::from_locale(locale), Language::Chinese, "{locale}");
        }
        for locale in ["en_US.UTF-8", "C", "", "de_DE", "zha"] {
            assert_eq!(Language::from_locale(locale), Language::English, "{locale}");
        }
        assert_eq!(Language::Chinese.own_name(), "中文");
        assert_eq!(Language::from_code("zh-Hans"), Some(Language::Chinese));
    }
}
