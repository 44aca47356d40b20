//! What sellers call channels and the columns of a table of their own.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use sortie_engine::plan::{ChannelKind, FileWord};

#[derive(Deserialize)]
struct Sayings {
    kinds: Vec<KindSayings>,
    rows: RowSayings,
    columns: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct KindSayings {
    kind: String,
    words: Vec<String>,
}

#[derive(Deserialize)]
struct RowSayings {
    totals: Vec<String>,
}

static SAYINGS: LazyLock<Sayings> = LazyLock::new(|| {
    toml::from_str(include_str!("../../assets/sayings/channels.toml"))
        .expect("a test reads the words that are compiled in")
});

/// The kind of channel that a name in small letters gives away.
pub fn kind_in(name: &str) -> Option<ChannelKind> {
    let found = SAYINGS.kinds.iter().find(|kind| kind.words.iter().any(|word| name.contains(word)));
    found.and_then(|kind| ChannelKind::from_word(&kind.kind))
}

/// Whether a row with this name in small letters sums up others.
pub fn is_total(name: &str) -> bool {
    SAYINGS.rows.totals.iter().any(|word| word == name)
}

/// What a column with this name in small letters holds, by the words of the list.
pub fn column_of(name: &str) -> Option<&'static str> {
    let mut named = SAYINGS.columns.iter().filter(|(_, words)| words.iter().any(|word| word == name));
    named.next().map(|(column, _)| column.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_list_is_of_one_kind_and_of_one_column() {
        for kind in &SAYINGS.kinds {
            let known = ChannelKind::from_word(&kind.kind).unwrap();
            for word in &kind.words {
                assert_eq!(kind_in(word), Some(known), "{word}");
            }
        }
        let mut seen = BTreeMap::new();
        for (column, words) in &SAYINGS.columns {
            for word in words {
                assert_eq!(seen.insert(word, column), None, "{word} is in two columns");
                assert_eq!(word.to_lowercase(), *word);
            }
        }
        assert!(is_total("合计") && !is_total("amazon"));
    }
}
