//! What the documents say is there.

use std::collections::BTreeSet;
use std::path::Path;

use super::{FILES, SOURCES, assert_kept, root, text_of};

/// Where the links of a Markdown text lead, without those that leave the repository.
pub fn links_of(text: &str) -> Vec<String> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
    let inside = targets.map(|target| target.split(['#', ' ']).next().unwrap_or_default());
    inside.filter(|target| !target.is_empty() && !target.contains(':')).map(str::to_owned).collect()
}

#[test]
fn every_link_of_the_documents_leads_somewhere() {
    let mut broken = vec![];
    let documents: Vec<&String> = FILES.iter().filter(|path| path.ends_with(".md")).collect();
    assert!(!documents.is_empty(), "the repository has documents");
    for path in documents {
        let folder = root().join(path).parent().map(Path::to_path_buf).unwrap_or_default();
        let lost = links_of(&text_of(path)).into_iter().filter(|target| !folder.join(target).exists());
        broken.extend(lost.map(|target| format!("{path}: {target} does not exist")));
    }
    assert_kept("A reader who follows a link arrives.", &broken);
}

/// The words with a capital inside code of a Markdown text: the names of types and of what they hold.
fn named_in(text: &str) -> BTreeSet<&str> {
    let code = text.split("```").step_by(2).flat_map(|prose| prose.split('`').skip(1).step_by(2));
    let of_rust = code.filter(|code| code.contains("::") || code.chars().all(char::is_alphanumeric));
    let words = of_rust.flat_map(|code| code.split(|c: char| !c.is_alphanumeric()));
    words.filter(|word| word.starts_with(|c: char| c.is_ascii_uppercase())).collect()
}

#[test]
fn every_type_that_the_documents_name_is_in_the_code() {
    let words: BTreeSet<&str> = SOURCES
        .iter()
        .flat_map(|source| source.text.split(|c: char| !c.is_alphanumeric() && c != '_'))
        .collect();
    let mut broken = vec![];
    for path in ["ARCHITECTURE.md", "docs/model.md", "docs/glossary.md"] {
        let text = text_of(path);
        let named = named_in(&text);
        assert!(!named.is_empty(), "{path} names types");
        let lost = named.into_iter().filter(|name| !words.contains(name));
        broken.extend(lost.map(|name| format!("{path}: {name} stands in no source")));
    }
    assert_kept("A document that names code names what is there.", &broken);
}
