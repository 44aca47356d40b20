//! JSON as it stands in the file: every key kept, in order, even one that stands twice.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;

use super::super::fault::{FaultProblem, FoundValue};

/// One value of the file.
#[derive(Clone, Debug)]
pub(super) enum FileNode {
    Null,
    YesNo(bool),
    Number(f64),
    Text(String),
    List(Vec<FileNode>),
    Object(Vec<(String, FileNode)>),
}

impl FileNode {
    /// What a person is told stands here.
    pub fn found(&self) -> FoundValue {
        match self {
            Self::Null => FoundValue::Nothing,
            Self::YesNo(_) => FoundValue::YesNo,
            Self::Number(x) => FoundValue::Number(*x),
            Self::Text(text) => FoundValue::Text(text.clone()),
            Self::List(items) => FoundValue::List(items.len()),
            Self::Object(_) => FoundValue::Object,
        }
    }
}

/// The whole file as one value.
pub(super) fn parse(bytes: &[u8]) -> Result<FileNode, FaultProblem> {
    if bytes.len() as u64 > super::MAX_BYTES {
        return Err(FaultProblem::TooLarge { bytes: bytes.len() as u64, limit: super::MAX_BYTES });
    }
    let text = str::from_utf8(bytes).map_err(|_| FaultProblem::NotText)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // Counted before anything is built: a file of nothing but commas would take twenty times its size.
    let found = read_as::<ValueCount>(text)?.0;
    if found > super::MAX_VALUES {
        return Err(FaultProblem::TooManyValues { found, limit: super::MAX_VALUES });
    }
    read_as(text)
}

fn read_as<'t, T: Deserialize<'t>>(text: &'t str) -> Result<T, FaultProblem> {
    serde_json::from_str(text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        // The reader of JSON tells these two apart from other faults by its message alone.
        let message = error.to_string();
        match error.classify() {
            Category::Eof => FaultProblem::EndsEarly,
            _ if message.starts_with("recursion limit exceeded") => FaultProblem::TooDeep,
            _ if message.starts_with("number out of range") => FaultProblem::NumberTooLarge { line, column },
            _ => FaultProblem::NotJson { line, column },
        }
    })
}

/// How many values stand in a text, lists and objects among them.
struct ValueCount(usize);

impl<'de> Deserialize<'de> for ValueCount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CountVisitor).map(Self)
    }
}

struct CountVisitor;

impl<'de> Visitor<'de> for CountVisitor {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<usize, E> {
        Ok(1)
    }

    fn visit_bool<E>(self, _: bool) -> Result<usize, E> {
        Ok(1)
    }

    fn visit_i64<E>(self, _: i64) -> Result<usize, E> {
        Ok(1)
    }

    fn visit_u64<E>(self, _: u64) -> Result<usize, E> {
        Ok(1)
    }

    fn visit_f64<E>(self, _: f64) -> Result<usize, E> {
        Ok(1)
    }

    fn visit_str<E>(self, _: &str) -> Result<usize, E> {
        Ok(1)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<usize, A::Error> {
        let mut found = 1;
        while let Some(ValueCount(more)) = list.next_element()? {
            found += more;
        }
        Ok(found)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<usize, A::Error> {
        let mut found = 1;
        while let Some((ValueCount(_), ValueCount(more))) = object.next_entry()? {
            found += more;
        }
        Ok(found)
    }
}

impl<'de> Deserialize<'de> for FileNode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = FileNode;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<FileNode, E> {
        Ok(FileNode::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<FileNode, E> {
        Ok(FileNode::YesNo(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<FileNode, E> {
        Ok(FileNode::Number(value as f64))
    }

    fn visit_u64<E>(self, value: u64) -> Result<FileNode, E> {
        Ok(FileNode::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<FileNode, E> {
        Ok(FileNode::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<FileNode, E> {
        Ok(FileNode::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<FileNode, A::Error> {
        let mut items = vec![];
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(FileNode::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<FileNode, A::Error> {
        let mut entries = vec![];
        while let Some(entry) = object.next_entry()? {
            entries.push(entry);
        }
        Ok(FileNode::Object(entries))
    }
}
