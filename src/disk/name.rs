//! Names of files: from the name of a plan, which may hold anything, to one that every system takes.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// The ending of a plan's file.
pub const EXTENSION: &str = "sortie";

/// The most letters of a plan's name that go into a file's: fewer than 255 bytes in any script.
const MAX_LETTERS: usize = 60;

/// Names that Windows keeps for devices, whatever their ending.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// A file name, with ending, for a plan of this name: no folders, nothing that hides or turns letters around, and
/// never empty.
pub fn file_name(plan_name: &str) -> String {
    file_name_with(plan_name, EXTENSION)
}

/// The same with another ending.
pub(super) fn file_name_with(plan_name: &str, ending: &str) -> String {
    let kept: String = plan_name.chars().map(|letter| if is_plain(letter) { letter } else { ' ' }).collect();
    let words: Vec<&str> = kept.split_whitespace().collect();
    let short: String = words.join(" ").chars().take(MAX_LETTERS).collect();
    let stem = short.trim_matches([' ', '.']);
    let stem = if stem.is_empty() || is_device(stem) { format!("plan {stem}") } else { stem.to_owned() };
    format!("{}.{ending}", stem.trim_end())
}

/// The path a person chose with the ending of a plan's file, where it has none. That may be the path of another file
/// than the person named, so it is this one to ask about before it is replaced.
pub fn with_extension(path: PathBuf) -> PathBuf {
    with_ending(path, EXTENSION)
}

/// The same with another ending.
pub(super) fn with_ending(path: PathBuf, ending: &str) -> PathBuf {
    if path.extension().is_some_and(|known| known.eq_ignore_ascii_case(ending)) {
        return path;
    }
    let mut name = path.file_name().unwrap_or(OsStr::new("")).to_owned();
    name.push(".");
    name.push(ending);
    path.with_file_name(name)
}

/// As [`with_ending`], for a path about which the person has been asked already: where the ending would make it
/// the path of another file, it stays as it is.
pub(super) fn with_ending_unless_taken(path: PathBuf, ending: &str) -> PathBuf {
    let full = with_ending(path.clone(), ending);
    if super::is_there(&full) { path } else { full }
}

fn is_plain(letter: char) -> bool {
    let is_separator = matches!(letter, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    // Marks that turn the direction of writing or that are not seen: `gpj.sortie` must not read as `eitros.jpg`.
    let is_hidden = matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{61c}' | '\u{ad}');
    !is_separator && !is_hidden && !letter.is_control()
}

fn is_device(stem: &str) -> bool {
    let first = stem.split('.').next().unwrap_or(stem).trim_end().to_ascii_lowercase();
    let is_port = |port: &str| {
        first.strip_prefix(port).is_some_and(|n| n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit()))
    };
    DEVICES.contains(&first.as_str()) || is_port("com") || is_port("lpt")
}

/// Whether the path is that of a device on the system at hand: Windows takes `con.sortie` for the keyboard and not for a file.
pub(super) fn is_device_path(path: &Path) -> bool {
    cfg!(windows) && path.file_name().is_some_and(|name| is_device(&name.to_string_lossy()))
}

/// What a person calls the file at `path`: its name without the ending.
pub(crate) fn shown_name(path: &Path) -> String {
    let is_plan = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(EXTENSION));
    let name = if is_plan { path.file_stem() } else { path.file_name() };
    name.unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_plan_never_leads_out_of_the_folder() {
        for (plan_name, expected) in [
            ("Women's wear", "Women's wear.sortie"),
            ("女装 2023", "女装 2023.sortie"),
            ("../../x", "x.sortie"),
            ("a/b\\c:d", "a b c d.sortie"),
            ("CON", "plan CON.sortie"),
            ("com7.backup", "plan com7.backup.sortie"),
            ("company", "company.sortie"),
            ("tail\u{202e}gpj", "tail gpj.sortie"),
            ("\0\n\t", "plan.sortie"),
            ("..", "plan.sortie"),
            ("", "plan.sortie"),
        ] {
            assert_eq!(file_name(plan_name), expected);
        }
        assert!(file_name(&"🧥".repeat(300)).len() <= 255);
    }

    #[test]
    fn a_device_is_known_by_its_name_whatever_its_ending_or_folder() {
        for (path, is_device) in [
            ("CON", true),
            ("shops/con.sortie", true),
            ("shops/Lpt1.csv", true),
            ("shops/con stock.sortie", false),
            ("shops/\u{5e97}.sortie", false),
        ] {
            assert_eq!(is_device_path(Path::new(path)), is_device && cfg!(windows), "{path}");
        }
    }

    #[test]
    fn an_ending_never_leads_to_replacing_a_file_that_nobody_asked_about() {
        let folder = tempfile::tempdir().unwrap();
        let plain = folder.path().join("v1.2");
        let full = folder.path().join("v1.2.sortie");
        assert_eq!(with_ending_unless_taken(plain.clone(), EXTENSION), full);
        assert_eq!(with_extension(full.clone()), full);
        std::fs::File::create(&full).unwrap();
        assert_eq!(with_ending_unless_taken(plain.clone(), EXTENSION), plain);
        assert_eq!(with_extension(plain), full);
    }
}
