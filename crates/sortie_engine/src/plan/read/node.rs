//! JSON as it stands in the file: every key kept, in order, even one that stands twice.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;

use super::super::fault::{Found, Problem};

/// One value of the file.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Null,
    YesNo(bool),
    Number(f64),
    Text(String),
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
}

impl Node {
    /// What a person is told stands here.
    pub fn found(&self) -> Found {
        match self {
            Self::Null => Found::Nothing,
            Self::YesNo(_) => Found::YesNo,
            Self::Number(x) => Found::Number(*x),
            Self::Text(text) => Found::Text(text.clone()),
            Self::List(items) => Found::List(items.len()),
            Self::Object(_) => Found::Object,
        }
    }
}

/// The whole file as one value.
pub(super) fn parse(bytes: &[u8]) -> Result<Node, Problem> {
    if bytes.len() as u64 > super::MAX_BYTES {
        return Err(Problem::TooLarge { bytes: bytes.len() as u64, limit: super::MAX_BYTES });
    }
    let text = str::from_utf8(bytes).map_err(|_| Problem::NotText)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    serde_json::from_str(text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        // The reader of JSON tells these two apart from other faults by its message alone.
        let message = error.to_string();
        match error.classify() {
            Category::Eof => Problem::EndsEarly,
            _ if message.starts_with("recursion limit exceeded") => Problem::TooDeep,
            _ if message.starts_with("number out of range") => Problem::NumberTooLarge { line, column },
            _ => Problem::NotJson { line, column },
        }
    })
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::YesNo(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Number(value as f64))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        let mut items = vec![];
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Node::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Node, A::Error> {
        let mut entries = vec![];
        while let Some(entry) = object.next_entry()? {
            entries.push(entry);
        }
        Ok(Node::Object(entries))
    }
}
