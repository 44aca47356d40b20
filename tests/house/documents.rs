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

/// The pieces of code in the prose of a Markdown text.
fn code_in(text: &str) -> impl Iterator<Item = &str> {
    text.split("```").step_by(2).flat_map(|prose| prose.split('`').skip(1).step_by(2))
}

/// The words with a capital inside code: the names of types and of what they hold.
fn named_in(text: &str) -> BTreeSet<&str> {
    let of_rust = code_in(text).filter(|code| code.contains("::") || code.chars().all(char::is_alphanumeric));
    let words = of_rust.flat_map(|code| code.split(|c: char| !c.is_alphanumeric()));
    words.filter(|word| word.starts_with(|c: char| c.is_ascii_uppercase())).collect()
}

/// The methods inside code: what follows the name of a type, `Plan::check`.
fn methods_in(text: &str) -> BTreeSet<&str> {
    let pairs = code_in(text).filter_map(|code| code.rsplit_once("::"));
    let of_types = pairs.filter(|(before, _)| {
        before.rsplit("::").next().is_some_and(|name| name.starts_with(|c: char| c.is_ascii_uppercase()))
    });
    of_types.map(|(_, name)| name).filter(|name| name.starts_with(|c: char| c.is_ascii_lowercase())).collect()
}

/// The sources inside code, by the end of their paths.
fn sources_in(text: &str) -> BTreeSet<&str> {
    let paths = code_in(text).flat_map(|code| code.split([' ', ',']));
    paths.filter(|path| path.ends_with(".rs")).collect()
}

const DOCUMENTS: [&str; 4] = ["ARCHITECTURE.md", "docs/model.md", "docs/glossary.md", "docs/decisions.md"];

#[test]
fn what_the_documents_name_of_the_code_is_there() {
    let words: BTreeSet<&str> = SOURCES
        .iter()
        .flat_map(|source| source.text.split(|c: char| !c.is_alphanumeric() && c != '_'))
        .collect();
    let is_member = |name: &&str| {
        let (function, field) = (format!("fn {name}"), format!("{name}: "));
        SOURCES.iter().any(|source| source.text.contains(&function) || source.text.contains(&field))
    };
    let is_file = |end: &&str| FILES.iter().any(|path| format!("/{path}").ends_with(&format!("/{end}")));
    let mut broken = vec![];
    for path in DOCUMENTS {
        let text = text_of(path);
        let types = named_in(&text);
        assert!(!types.is_empty(), "{path} names types");
        let lost = types.into_iter().filter(|name| !words.contains(name));
        let lost = lost.chain(methods_in(&text).into_iter().filter(|name| !is_member(name)));
        let lost = lost.chain(sources_in(&text).into_iter().filter(|end| !is_file(end)));
        broken.extend(lost.map(|name| format!("{path}: {name} stands in no source")));
    }
    assert_kept("A document that names code names what is there.", &broken);
}
