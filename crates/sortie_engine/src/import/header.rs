//! The names of columns as shops write them, compared without what differs between two exports of the same kind.

/// A column's name as it is compared: small letters, plain quotation marks, dashes and brackets, single spaces.
///
/// Shops rename `Order/adjustment ID  ` to `Order/Adjustment ID` from one month to the next, close a bracket that was
/// opened at half width at full width, and leave tabs behind.
pub fn normalized(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for letter in name.chars() {
        let letter = match letter {
            '\u{feff}' | '\0' | '\u{200b}' | '\u{200e}' | '\u{200f}' => continue,
            '’' | '‘' | '`' | '´' | '＇' => '\'',
            '“' | '”' | '＂' => '"',
            '–' | '—' | '－' | '‐' | '‑' | '−' => '-',
            '（' => '(',
            '）' => ')',
            '［' => '[',
            '］' => ']',
            '：' => ':',
            '／' => '/',
            '＃' => '#',
            letter if letter.is_whitespace() || letter == '\u{a0}' => ' ',
            letter => letter,
        };
        if letter == ' ' && (out.is_empty() || out.ends_with(' ')) {
            continue;
        }
        out.extend(letter.to_lowercase());
    }
    out.truncate(out.trim_end().len());
    out
}

/// Whether a normalized column name is the one that `alias` describes: small letters, several ways to write it apart by
/// `|`, and `*` at the end for whatever follows, as in `amount spent (*|ausgegebener betrag (*`.
///
/// A file that was saved in a code page without its letters shows `?` in their place; the alias is then compared with
/// its own letters so replaced.
pub fn is_named(alias: &str, name: &str) -> bool {
    alias.split('|').any(|alias| is_one(alias, name))
}

fn is_one(alias: &str, name: &str) -> bool {
    if let Some(start) = alias.strip_suffix('*') {
        return name.starts_with(start);
    }
    alias == name || name.contains(['?', '\u{fffd}']) && !alias.is_ascii() && is_one_with_gaps(alias, name)
}

fn is_one_with_gaps(alias: &str, name: &str) -> bool {
    let is_gap = |letter: char| matches!(letter, '?' | '\u{fffd}');
    let mut letters = name.chars();
    let same = alias.chars().all(|expected| letters.next().is_some_and(|c| c == expected || is_gap(c)));
    same && letters.next().is_none()
}

/// The place of a column in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ColumnPlace(pub usize);

/// The row of names of a table.
#[derive(Clone, Debug, Default)]
pub struct TableHeader {
    /// The names as the file writes them.
    pub written: Vec<String>,
    /// The names with whatever stands around them.
    pub as_written: Vec<String>,
    /// The names as they are compared.
    names: Vec<String>,
}

impl TableHeader {
    /// The header with these names.
    pub fn new(written: &[String]) -> Self {
        let names = written.iter().map(|name| normalized(name)).collect();
        let as_written = written.to_vec();
        let written = written.iter().map(|name| super::cell::cleaned(name).to_owned()).collect();
        Self { written, as_written, names }
    }

    /// The first column that `alias` describes; of several ways to write it, the first that is there.
    pub fn find(&self, alias: &str) -> Option<ColumnPlace> {
        alias
            .split('|')
            .find_map(|alias| self.names.iter().position(|name| is_one(alias, name)))
            .map(ColumnPlace)
    }

    /// Every column that `alias` describes.
    pub fn find_all(&self, alias: &str) -> Vec<ColumnPlace> {
        let places = self.names.iter().enumerate().filter(|(_, name)| is_named(alias, name));
        places.map(|(place, _)| ColumnPlace(place)).collect()
    }

    /// The names as they are compared, in the order of columns.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The name of a column as the file writes it.
    pub fn written(&self, place: ColumnPlace) -> &str {
        self.written.get(place.0).map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_same_whatever_a_shop_does_to_their_spaces_and_signs() {
        for (written, expected) in [
            ("Order/adjustment ID  ", "order/adjustment id"),
            ("Affiliate Shop Ads commission\t", "affiliate shop ads commission"),
            ("Website URL (Ad level）", "website url (ad level)"),
            ("\u{feff}Name", "name"),
            ("Sessions – Total", "sessions - total"),
            ("crédits d’expédition", "crédits d'expédition"),
            ("Shipping\u{a0}fee", "shipping fee"),
        ] {
            assert_eq!(normalized(written), expected);
        }
    }

    #[test]
    fn an_alias_names_every_way_to_write_it_and_letters_that_a_code_page_lost() {
        assert!(is_named("amount spent (*|已花费金额 (*", "已花费金额 (usd)"));
        assert!(is_named("umsätze", "ums?tze") && is_named("umsätze", "ums\u{fffd}tze"));
        assert!(!is_named("umsätze", "umsatze") && !is_named("total", "totals") && !is_named("ab", "?b"));
        let header = TableHeader::new(&["Total ".into(), "Net".into()]);
        assert_eq!(header.find("netto|net"), Some(ColumnPlace(1)));
        assert_eq!(header.find("gross"), None);
    }
}
