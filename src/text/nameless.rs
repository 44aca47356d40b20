//! Lines of a log without what they may tell of a person: paths, quoted text, long numbers, names.

use std::borrow::Cow;

/// What stands where something was taken out.
const TAKEN_OUT: char = '\u{2026}';
/// A number of more digits may be one of the seller's.
const MAX_DIGITS: usize = 3;
/// A shorter name would be found in other words.
const MIN_NAME: usize = 3;

/// The line without paths, quoted text, words in other letters than those of programs, long numbers and the given names. The
/// time at its head stays.
pub fn nameless_line(line: &str, names: &[String]) -> String {
    let (time, said) = match line.split_once("Z ") {
        Some((time, said)) if is_time(time) => (Some(time), said),
        _ => (None, line),
    };
    let unquoted = without_quoted(said);
    let words: Vec<Cow<'_, str>> = unquoted.split(' ').map(|word| nameless_word(word, names)).collect();
    let said = words.join(" ");
    time.map_or(said.clone(), |time| format!("{time}Z {said}"))
}

fn is_time(text: &str) -> bool {
    text.len() == 19 && text.chars().all(|letter| letter.is_ascii_digit() || "-: ".contains(letter))
}

fn without_quoted(text: &str) -> String {
    let mut pieces = text.split('"');
    let mut kept = pieces.next().unwrap_or_default().to_owned();
    // Every second piece stands in quotes; one whose quote never ends is taken for quoted too.
    for (n, piece) in pieces.enumerate() {
        kept.push('"');
        if n % 2 == 0 {
            kept.push(TAKEN_OUT);
        } else {
            kept.push_str(piece);
        }
    }
    kept
}

fn nameless_word<'t>(word: &'t str, names: &[String]) -> Cow<'t, str> {
    let lower = word.to_lowercase();
    let is_named =
        names.iter().any(|name| name.chars().count() >= MIN_NAME && lower.contains(&name.to_lowercase()));
    let is_foreign = word.chars().any(|letter| !letter.is_ascii() && letter != TAKEN_OUT);
    if is_named || is_foreign || word.contains('@') {
        return TAKEN_OUT.to_string().into();
    }
    if let Some((_, file)) = word.rsplit_once(['/', '\\']) {
        // A place in the sources is no place on the person's drive.
        let is_source =
            file.split_once(".rs").is_some_and(|(_, rest)| rest.is_empty() || rest.starts_with(':'));
        return if is_source { file.into() } else { TAKEN_OUT.to_string().into() };
    }
    let n_digits = word.chars().filter(char::is_ascii_digit).count();
    if n_digits > MAX_DIGITS && !word.contains("::") {
        return word.chars().map(|letter| if letter.is_ascii_digit() { '#' } else { letter }).collect();
    }
    word.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_tell_of_a_person_is_taken_out_and_what_tells_of_the_program_stays() {
        let names = ["li".to_owned(), "WangFang".to_owned(), String::new()];
        for (line, expected) in [
            (
                "2026-11-29 10:00:00Z INFO sortie::step: command.save",
                "2026-11-29 10:00:00Z INFO sortie::step: command.save",
            ),
            (
                "ERROR sortie: main fell at src/app/frame.rs:120:9",
                "ERROR sortie: main fell at frame.rs:120:9",
            ),
            ("no C:\\Users\\li\\shop.sortie here", "no \u{2026} here"),
            ("no /srv/shops/a.sortie: gone", "no \u{2026} gone"),
            ("channel \"My Shop 7\" is lost", "channel \"\u{2026}\" is lost"),
            ("channel \"My Shop 7", "channel \"\u{2026}"),
            ("earned 125000.50 in 12 months", "earned ######.## in 12 months"),
            ("store \u{5973}\u{88c5} fell", "store \u{2026} fell"),
            ("of wangfang's, write to a@b.example", "of \u{2026} write to \u{2026}"),
        ] {
            assert_eq!(nameless_line(line, &names), expected);
        }
    }
}
