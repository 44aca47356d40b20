//! Foreign text within sentences: no sign in it commands a terminal, breaks a line or turns the letters after it.

use std::borrow::Cow;

/// Whether a letter does nothing but stand there.
pub fn is_quiet(letter: char) -> bool {
    !letter.is_control()
        && !matches!(letter, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fff9}'..='\u{fffb}')
}

/// The text on one line, with a mark for each sign that does something.
pub fn quiet(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_quiet) {
        return Cow::Borrowed(text);
    }
    let shown = |letter: char| match letter {
        '\n' | '\r' | '\t' => ' ',
        letter if is_quiet(letter) => letter,
        _ => '\u{fffd}',
    };
    Cow::Owned(text.chars().map(shown).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_command_a_terminal_or_turn_letters_is_only_marked() {
        for (text, expected) in [
            ("\u{5973}\u{88c5} store", "\u{5973}\u{88c5} store"),
            ("a\u{1b}[31mb", "a\u{fffd}[31mb"),
            ("a\u{9b}31mb\u{7}", "a\u{fffd}31mb\u{fffd}"),
            ("a\u{202e}b\u{2066}", "a\u{fffd}b\u{fffd}"),
            ("a\r\nb", "a  b"),
        ] {
            assert_eq!(quiet(text), expected);
        }
    }
}
