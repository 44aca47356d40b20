//! One object of the file, taken apart field by field; what is wrong is noted and something stands in for it.

use std::collections::{BTreeMap, BTreeSet};

use super::super::fault::{ExpectedValue, FaultPlace, FaultProblem, MAX_FAULTS, PlanFault};
use super::super::parts::BasisMap;
use super::super::word::FileWord;
use super::node::FileNode;
use crate::unit::{Day, Estimate, EstimateKind, Month};

/// Collects the faults of one reading.
#[derive(Default)]
pub(super) struct PlanReader {
    pub faults: Vec<PlanFault>,
    /// Whether the file is of the first version, which knows fewer fields and words.
    pub is_version_1: bool,
}

/// The fields of one object that have not been taken yet.
pub(super) struct ObjectFields<'r> {
    reader: &'r mut PlanReader,
    place: FaultPlace,
    entries: Vec<(String, FileNode)>,
    known: Vec<&'static str>,
}

impl PlanReader {
    /// A reader of the same file whose faults nobody is told.
    fn beside(&self) -> Self {
        Self { faults: vec![], is_version_1: self.is_version_1 }
    }

    /// Reads one object with `take`, then names what it did not take.
    pub fn object<T>(
        &mut self,
        entries: Vec<(String, FileNode)>,
        place: FaultPlace,
        take: impl FnOnce(&mut ObjectFields) -> T,
    ) -> T {
        let entries = self.once_each(entries, &place);
        let mut fields = ObjectFields { reader: self, place, entries, known: vec![] };
        let value = take(&mut fields);
        fields.note_unknown();
        value
    }

    /// The entries without those whose key stood before, each of which is a fault.
    fn once_each(&mut self, entries: Vec<(String, FileNode)>, place: &FaultPlace) -> Vec<(String, FileNode)> {
        let mut kept = Vec::with_capacity(entries.len());
        let mut keys = BTreeSet::new();
        for (key, node) in entries {
            if keys.insert(key.clone()) {
                kept.push((key, node));
            } else {
                self.fault(place.field(&key), FaultProblem::KeyTwice);
            }
        }
        kept
    }

    fn fault(&mut self, place: FaultPlace, problem: FaultProblem) {
        if self.faults.len() < MAX_FAULTS {
            self.faults.push(PlanFault { place, problem });
        }
    }

    fn estimate<K: EstimateKind>(&mut self, node: FileNode, place: FaultPlace) -> Option<Estimate<K>> {
        match node {
            FileNode::Number(x) => Some(Estimate::certain(x)),
            FileNode::Object(entries) => Some(self.object(entries, place, |fields| {
                Estimate::new(fields.number("low"), fields.number("likely"), fields.number("high"))
            })),
            other => {
                self.fault(
                    place,
                    FaultProblem::WrongType { found: other.found(), expected: ExpectedValue::Estimate },
                );
                None
            }
        }
    }
}

impl ObjectFields<'_> {
    pub fn fault(&mut self, field: &str, problem: FaultProblem) {
        let place = if field.is_empty() { self.place.clone() } else { self.place.field(field) };
        self.reader.fault(place, problem);
    }

    fn note_unknown(&mut self) {
        for (key, _) in std::mem::take(&mut self.entries).into_iter().take(MAX_FAULTS) {
            let nearest = nearest(&key, &self.known);
            self.fault(&key, FaultProblem::UnknownField { nearest });
        }
    }

    /// Takes a field, if it is there.
    fn take(&mut self, name: &'static str) -> Option<FileNode> {
        self.known.push(name);
        let idx = self.entries.iter().position(|(key, _)| key == name)?;
        Some(self.entries.remove(idx).1)
    }

    /// Takes a field that may be missing, and reads it with `read`.
    fn optional<T>(
        &mut self,
        name: &'static str,
        expected: ExpectedValue,
        read: impl FnOnce(&FileNode) -> Option<T>,
    ) -> Option<T> {
        let node = self.take(name)?;
        let value = read(&node);
        if value.is_none() {
            self.fault(name, FaultProblem::WrongType { found: node.found(), expected });
        }
        value
    }

    /// Takes a field that must be there; where it cannot be read, `T::default()` stands in.
    fn required<T: Default>(
        &mut self,
        name: &'static str,
        expected: ExpectedValue,
        read: impl FnOnce(&FileNode) -> Option<T>,
    ) -> T {
        if !self.has(name) {
            self.known.push(name);
            self.fault(name, FaultProblem::Missing(expected));
            return T::default();
        }
        self.optional(name, expected, read).unwrap_or_default()
    }

    /// Whether no fault has been noted at this very field.
    pub fn is_good(&self, name: &str) -> bool {
        let place = self.place.field(name);
        // The faults of this object are the last ones: the way back ends where another object's begin.
        let mut own = self.reader.faults.iter().rev().take_while(|fault| self.place.contains(&fault.place));
        !own.any(|fault| fault.place == place)
    }

    /// Names those of `fields` that stand in a file of the first version, which did not know them, and leaves them out.
    pub fn since_version_2(&mut self, fields: &[&'static str]) {
        if !self.reader.is_version_1 {
            return;
        }
        for field in fields.iter().copied().filter(|field| self.has(field)).collect::<Vec<_>>() {
            self.entries.retain(|(key, _)| key != field);
            self.fault(field, FaultProblem::OfNewerVersion);
        }
    }

    /// Names a word of `field` that a file of the first version did not know.
    pub fn word_since_version_2(&mut self, field: &str) {
        if self.reader.is_version_1 {
            self.fault(field, FaultProblem::OfNewerVersion);
        }
    }

    /// Leaves out what has not been taken, without a word about it.
    pub fn skip_rest(&mut self) {
        self.entries.clear();
    }

    pub fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|(key, _)| key == name)
    }

    pub fn text(&mut self, name: &'static str) -> String {
        self.required(name, ExpectedValue::Text, text)
    }

    pub fn text_or_empty(&mut self, name: &'static str) -> String {
        self.maybe_text(name).unwrap_or_default()
    }

    pub fn maybe_text(&mut self, name: &'static str) -> Option<String> {
        self.optional(name, ExpectedValue::Text, text)
    }

    pub fn currency(&mut self, name: &'static str) -> String {
        self.required(name, ExpectedValue::Currency, currency)
    }

    pub fn maybe_currency(&mut self, name: &'static str) -> Option<String> {
        self.optional(name, ExpectedValue::Currency, currency)
    }

    pub fn number(&mut self, name: &'static str) -> f64 {
        self.required(name, ExpectedValue::Number, number)
    }

    pub fn maybe_number(&mut self, name: &'static str) -> Option<f64> {
        self.optional(name, ExpectedValue::Number, number)
    }

    pub fn whole(&mut self, name: &'static str) -> u32 {
        self.required(name, ExpectedValue::Whole, whole)
    }

    pub fn maybe_whole(&mut self, name: &'static str) -> Option<u32> {
        self.optional(name, ExpectedValue::Whole, whole)
    }

    pub fn maybe_yes_no(&mut self, name: &'static str) -> Option<bool> {
        self.optional(name, ExpectedValue::YesNo, |node| match node {
            FileNode::YesNo(flag) => Some(*flag),
            _ => None,
        })
    }

    pub fn month(&mut self, name: &'static str) -> Month {
        self.required(name, ExpectedValue::Month, |node| Month::parse(&text(node)?))
    }

    pub fn maybe_month(&mut self, name: &'static str) -> Option<Month> {
        self.optional(name, ExpectedValue::Month, |node| Month::parse(&text(node)?))
    }

    pub fn maybe_day(&mut self, name: &'static str) -> Option<Day> {
        self.optional(name, ExpectedValue::Day, |node| Day::parse(&text(node)?))
    }

    pub fn twelve(&mut self, name: &'static str) -> Option<[f64; 12]> {
        self.optional(name, ExpectedValue::TwelveNumbers, |node| {
            let FileNode::List(items) = node else { return None };
            let numbers: Option<Vec<f64>> = items.iter().map(number).collect();
            numbers?.try_into().ok()
        })
    }

    pub fn word<W: FileWord>(&mut self, name: &'static str) -> W {
        let word: String = self.required(name, ExpectedValue::Text, text);
        let is_read = self.is_good(name);
        self.known_word(name, &word, is_read).unwrap_or(W::ALL[0])
    }

    pub fn maybe_word<W: FileWord>(&mut self, name: &'static str) -> Option<W> {
        let word = self.maybe_text(name)?;
        self.known_word(name, &word, true)
    }

    fn known_word<W: FileWord>(&mut self, name: &str, word: &str, is_read: bool) -> Option<W> {
        let known = W::from_word(word);
        if known.is_none() && is_read {
            let allowed = W::ALL.iter().map(|item| item.word()).collect();
            self.fault(name, FaultProblem::NotOneOf { found: word.to_owned(), allowed });
        }
        known
    }

    pub fn maybe_words<W: FileWord>(&mut self, name: &'static str) -> Option<Vec<W>> {
        let words = self.maybe_texts(name)?;
        Some(words.iter().filter_map(|word| self.known_word(name, word, true)).collect())
    }

    pub fn texts(&mut self, name: &'static str) -> Vec<String> {
        self.required(name, ExpectedValue::List, texts)
    }

    pub fn maybe_texts(&mut self, name: &'static str) -> Option<Vec<String>> {
        self.optional(name, ExpectedValue::List, texts)
    }

    pub fn estimate<K: EstimateKind>(&mut self, name: &'static str) -> Estimate<K> {
        if !self.has(name) {
            self.known.push(name);
            self.fault(name, FaultProblem::Missing(ExpectedValue::Estimate));
        }
        self.maybe_estimate(name).unwrap_or(Estimate::certain(0.0))
    }

    pub fn maybe_estimate<K: EstimateKind>(&mut self, name: &'static str) -> Option<Estimate<K>> {
        let node = self.take(name)?;
        self.reader.estimate(node, self.place.field(name))
    }

    pub fn estimates<K: EstimateKind>(&mut self, name: &'static str) -> BTreeMap<String, Estimate<K>> {
        let Some(entries) = self.optional(name, ExpectedValue::Object, entries) else {
            return BTreeMap::new();
        };
        let place = self.place.field(name);
        let entries = self.reader.once_each(entries, &place);
        let read = |(key, node): (String, FileNode)| {
            let estimate = self.reader.estimate(node, place.field(&key));
            (key, estimate.unwrap_or(Estimate::certain(1.0)))
        };
        entries.into_iter().map(read).collect()
    }

    pub fn basis(&mut self) -> BasisMap {
        let Some(entries) = self.optional("basis", ExpectedValue::Object, entries) else {
            return BasisMap::new();
        };
        let place = self.place.field("basis");
        let mut basis = BasisMap::new();
        for (key, node) in self.reader.once_each(entries, &place) {
            match text(&node) {
                Some(source) => _ = basis.insert(key, source),
                None => {
                    let problem =
                        FaultProblem::WrongType { found: node.found(), expected: ExpectedValue::Text };
                    self.reader.fault(place.field(&key), problem);
                }
            }
        }
        basis
    }

    pub fn object<T>(&mut self, name: &'static str, read: impl FnOnce(&mut ObjectFields) -> T) -> T {
        let entries: Vec<_> = self.required(name, ExpectedValue::Object, entries);
        let mut silent = self.reader.beside();
        let reader = if self.is_good(name) { &mut *self.reader } else { &mut silent };
        reader.object(entries, self.place.field(name), read)
    }

    /// Takes an object to which fields that stand elsewhere are added first; nothing is said of one that is missing.
    pub fn object_with<T>(
        &mut self,
        name: &'static str,
        known: &[(&str, &str)],
        read: impl FnOnce(&mut ObjectFields) -> T,
    ) -> T {
        let is_there = self.has(name);
        let mut inner = self.optional(name, ExpectedValue::Object, entries).unwrap_or_default();
        inner.extend(known.iter().map(|(key, word)| ((*key).to_owned(), FileNode::Text((*word).to_owned()))));
        let mut silent = self.reader.beside();
        let reader = if is_there { &mut *self.reader } else { &mut silent };
        reader.object(inner, self.place.field(name), read)
    }

    /// Takes an object of objects, each under its own name.
    pub fn objects_by_name<T>(
        &mut self,
        name: &'static str,
        mut read: impl FnMut(&str, &mut ObjectFields) -> T,
    ) -> Vec<T> {
        let objects: Vec<_> = self.required(name, ExpectedValue::Object, entries);
        let place = self.place.field(name);
        let mut values = vec![];
        for (key, node) in objects {
            let inner = entries(&node).unwrap_or_default();
            values.push(self.reader.object(inner, place.field(&key), |fields| read(&key, fields)));
        }
        values
    }

    pub fn maybe_object<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&mut ObjectFields) -> T,
    ) -> Option<T> {
        let entries = self.optional(name, ExpectedValue::Object, entries)?;
        let place = self.place.field(name);
        Some(self.reader.object(entries, place, read))
    }

    /// Takes a list of objects; an item that is none is noted and left out.
    pub fn list<T>(&mut self, name: &'static str, read: impl FnMut(&mut ObjectFields) -> T) -> Vec<T> {
        let items = self.required(name, ExpectedValue::List, items);
        self.objects(name, items, read)
    }

    pub fn maybe_list<T>(&mut self, name: &'static str, read: impl FnMut(&mut ObjectFields) -> T) -> Vec<T> {
        let items = self.optional(name, ExpectedValue::List, items).unwrap_or_default();
        self.objects(name, items, read)
    }

    fn objects<T>(
        &mut self,
        name: &str,
        items: Vec<FileNode>,
        mut read: impl FnMut(&mut ObjectFields) -> T,
    ) -> Vec<T> {
        let place = self.place.field(name);
        let mut values = vec![];
        for (idx, item) in items.into_iter().enumerate() {
            match item {
                FileNode::Object(entries) => {
                    let place = place.item(idx, &label(&entries));
                    values.push(self.reader.object(entries, place, &mut read));
                }
                other => {
                    let problem =
                        FaultProblem::WrongType { found: other.found(), expected: ExpectedValue::Object };
                    self.reader.fault(place.item(idx, ""), problem);
                }
            }
        }
        values
    }
}

fn text(node: &FileNode) -> Option<String> {
    match node {
        FileNode::Text(text) => Some(text.clone()),
        _ => None,
    }
}

fn currency(node: &FileNode) -> Option<String> {
    text(node).filter(|code| code.len() == 3 && code.bytes().all(|letter| letter.is_ascii_uppercase()))
}

fn number(node: &FileNode) -> Option<f64> {
    match node {
        FileNode::Number(x) => Some(*x),
        _ => None,
    }
}

#[expect(clippy::float_cmp, reason = "a whole number equals its whole part")]
fn whole(node: &FileNode) -> Option<u32> {
    let x = number(node)?;
    (x.trunc() == x && (0.0..=f64::from(u32::MAX)).contains(&x)).then_some(x as u32)
}

fn items(node: &FileNode) -> Option<Vec<FileNode>> {
    match node {
        FileNode::List(items) => Some(items.clone()),
        _ => None,
    }
}

fn texts(node: &FileNode) -> Option<Vec<String>> {
    items(node)?.iter().map(text).collect()
}

fn entries(node: &FileNode) -> Option<Vec<(String, FileNode)>> {
    match node {
        FileNode::Object(entries) => Some(entries.clone()),
        _ => None,
    }
}

/// What a person would call an item of a list: its id, or its type, or the channel it names.
fn label(entries: &[(String, FileNode)]) -> String {
    let word = |name: &str| entries.iter().find(|(key, _)| key == name).and_then(|(_, node)| text(node));
    ["id", "type", "channel", "strategy", "to", "from"].into_iter().find_map(word).unwrap_or_default()
}

/// The known field that a person who typed `key` most likely meant.
fn nearest(key: &str, known: &[&'static str]) -> Option<&'static str> {
    let close = known.iter().map(|name| (distance(key, name), *name)).min()?;
    (close.0 <= 1 + key.len() / 4).then_some(close.1)
}

/// The number of letters to change, add or leave out to get from one word to the other.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(row[j + 1] + 1);
        }
    }
    row[b.len()]
}
