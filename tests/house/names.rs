//! A name says which thing is meant.

use std::collections::BTreeMap;

use super::{Source, app, assert_kept, engine};

/// The types that a source declares outside of tests, with their lines.
fn types_of(source: &Source) -> Vec<(String, usize)> {
    let code: Vec<_> = source.code().into_iter().filter(|token| !token.is_test).collect();
    let mut types = vec![];
    for (idx, pair) in code.windows(2).enumerate() {
        let is_declared = ["struct", "enum", "trait", "union"].contains(&pair[0].text.as_str());
        let is_in_a_macro = idx > 0 && code[idx - 1].text == "$";
        if is_declared && !is_in_a_macro && pair[1].text.starts_with(char::is_uppercase) {
            types.push((pair[1].text.clone(), pair[1].line));
        }
    }
    types
}

#[test]
fn no_two_types_share_a_name() {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for source in engine().chain(app()) {
        for (name, line) in types_of(source) {
            places.entry(name).or_default().push(format!("{}:{line}", source.path));
        }
    }
    assert!(places.contains_key("Plan") && places.contains_key("App"), "the sources declare types");
    let shared = places.iter().filter(|(_, places)| places.len() > 1);
    let broken: Vec<String> =
        shared.map(|(name, places)| format!("{name} stands in {}", places.join(", "))).collect();
    assert_kept("Whoever reads a name, or seeks it, finds one thing: give each type its noun.", &broken);
}
