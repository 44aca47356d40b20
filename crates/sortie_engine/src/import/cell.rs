//! What stands in a cell, without what spreadsheets and shops put around it.

/// The text of a cell: without spaces, tabs and zero bytes around it, without Excel's `="…"` and a leading apostrophe.
pub fn cleaned(text: &str) -> &str {
    // Nearly every cell of a million rows has nothing around it.
    let is_plain = |byte: &u8| byte.is_ascii_graphic() && !matches!(byte, b'=' | b'\'');
    if let [first, .., last] = text.as_bytes()
        && is_plain(first)
        && is_plain(last)
    {
        return text;
    }
    let is_around =
        |c: char| c.is_whitespace() || matches!(c, '\0' | '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{200f}');
    let text = text.trim_matches(is_around);
    let guarded = text.strip_prefix("=\"").and_then(|text| text.strip_suffix('"'));
    let text = guarded.unwrap_or(text);
    text.strip_prefix('\'').unwrap_or(text).trim_matches(is_around)
}

/// The text of a cell, empty where shops write a sign for "nothing".
pub fn without_null(text: &str) -> &str {
    let text = cleaned(text);
    if text.len() > 4 {
        return text;
    }
    match text {
        "/" | "-" | "--" | "—" | "–" | "N/A" | "n/a" | "null" | "NULL" => "",
        text => text,
    }
}

/// Whether a long number was rounded by a spreadsheet: `5.78E+17`.
pub fn is_damaged_id(text: &str) -> bool {
    let Some((digits, power)) = text.split_once(['E', 'e']) else { return false };
    let power = power.strip_prefix('+').unwrap_or(power);
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','));
    let is_long = power.parse::<u8>().is_ok_and(|power| power >= 10);
    let is_power = !power.is_empty() && power.chars().all(|c| c.is_ascii_digit());
    is_number && is_power && (digits.contains(['.', ',']) || text.contains('+') && is_long)
}

/// How many digits of a long number are behind the fifteenth, which is as many as a spreadsheet keeps, and whether all of
/// these are zeros. None for a shorter number or what is none.
pub fn tail_of_id(text: &str) -> Option<(usize, bool)> {
    let digits = text.as_bytes();
    if digits.len() < 16 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some((digits.len() - 15, digits[15..].iter().all(|digit| *digit == b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_what_the_shop_meant() {
        for (written, expected) in [
            ("583870900000000001\t", "583870900000000001"),
            ("=\"254927681919372\"", "254927681919372"),
            ("'0012", "0012"),
            (" a b ", "a b"),
            ("\u{feff}x\0", "x"),
        ] {
            assert_eq!(cleaned(written), expected);
        }
        assert_eq!(["/", "--", "-", "\t", "-5"].map(without_null), ["", "", "", "", "-5"]);
    }

    #[test]
    fn a_rounded_number_of_an_order_is_known_by_its_power_of_ten() {
        assert!(is_damaged_id("5.78E+17") && is_damaged_id("5,78E+17") && is_damaged_id("5.77e17"));
        assert!(!is_damaged_id("577E12A") && !is_damaged_id("ES-1") && !is_damaged_id("12E5"));
        assert!(is_damaged_id("6E+17") && !is_damaged_id("6E+1"));
        assert_eq!(tail_of_id("577000000000000000"), Some((3, true)));
        assert_eq!(tail_of_id("577000000000000001"), Some((3, false)));
        assert_eq!((tail_of_id("1001"), tail_of_id("57700000000000-0000")), (None, None));
    }
}
