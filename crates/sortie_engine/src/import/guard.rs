//! Text that no spreadsheet takes for a formula and runs, and the same text back again.

/// Signs that a spreadsheet begins a formula with, and their wide forms.
const SIGNS: [char; 11] =
    ['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

/// The text with an apostrophe before it where a spreadsheet would take it for a formula. Numbers below zero stay numbers.
pub fn formula_free(text: &str) -> String {
    if is_formula(text.trim_start_matches('\'')) { format!("'{text}") } else { text.to_owned() }
}

/// The text that [`formula_free`] made this of.
pub fn formula_restored(text: &str) -> &str {
    let bare = text.strip_prefix('\'').filter(|_| is_formula(text.trim_start_matches('\'')));
    bare.unwrap_or(text)
}

fn is_formula(text: &str) -> bool {
    text.starts_with(SIGNS) && !is_number(text)
}

/// Whether a text is a sign and an amount, such as `-1,234.50` or `+3%`: what a spreadsheet makes a number of.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or_default();
    let digits = digits.strip_suffix('%').unwrap_or(digits);
    digits.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && digits.ends_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_formula_stays_text_and_comes_back_as_it_was() {
        for (text, expected) in [
            ("open", "open"),
            ("=1+1", "'=1+1"),
            ("@x", "'@x"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("＝1", "'＝1"),
            ("－1", "'－1"),
            ("＋1", "'＋1"),
            ("＠x", "'＠x"),
            ("-1+cmd", "'-1+cmd"),
            ("+86 755", "'+86 755"),
            ("-", "'-"),
            ("-1,234.50", "-1,234.50"),
            ("-3%", "-3%"),
            ("'=1", "''=1"),
            ("'tis", "'tis"),
            ("a=b", "a=b"),
        ] {
            assert_eq!(formula_free(text), expected);
            assert_eq!(formula_restored(expected), text);
        }
    }
}
