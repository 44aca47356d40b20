//! What differs between two plans, in words: one line a difference, the way to it first.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use sortie_engine::plan::{NumberMeasure, Plan, measure_of_channel};

use super::Words;
use super::fault::shown;

/// The most lines that are told one by one.
const MAX_LINES: usize = 200;
/// Text of a plan is shown up to here.
const SHOWN_CHARS: usize = 40;

impl Words {
    /// What is different in `to`, in the order of the file; one line that says so where nothing is.
    pub fn differences(&self, from: &Plan, to: &Plan) -> Vec<String> {
        if from == to {
            return vec![self.get("difference.none").to_owned()];
        }
        let [before, after] = [from, to].map(|plan| serde_json::to_value(plan).unwrap_or_default());
        let mut walk = DifferenceWalk { words: self, names: names_in(&before, &after), lines: vec![] };
        walk.compare(&[], "", &before, &after);
        let mut lines = walk.lines;
        if lines.is_empty() {
            lines.push(self.get("difference.sources").to_owned());
        }
        if lines.len() > MAX_LINES {
            let more = self.count((lines.len() - MAX_LINES) as f64);
            lines.truncate(MAX_LINES);
            lines.push(self.with("difference.more", &[("n", &more)]));
        }
        lines
    }
}

/// What things are called, by the ids that lists of the plan refer to them by.
fn names_in(before: &Value, after: &Value) -> BTreeMap<String, String> {
    let lists = [before, after].into_iter().filter_map(Value::as_object).flat_map(Map::values);
    let items = lists.filter_map(Value::as_array).flatten().filter_map(Value::as_object);
    let named = |item: &Map<String, Value>| {
        Some((item.get("id")?.as_str()?.to_owned(), item.get("name")?.as_str()?.to_owned()))
    };
    items.filter_map(named).collect()
}

struct DifferenceWalk<'a> {
    words: &'a Words,
    names: BTreeMap<String, String>,
    lines: Vec<String>,
}

impl DifferenceWalk<'_> {
    fn compare(&mut self, place: &[String], key: &str, before: &Value, after: &Value) {
        if before == after {
            return;
        }
        match (before, after) {
            (Value::Object(old), Value::Object(new)) if !is_estimate(old) && !is_estimate(new) => {
                self.compare_fields(place, old, new);
            }
            (Value::Array(old), Value::Array(new)) if has_items(old) || has_items(new) => {
                self.compare_items(place, key, old, new);
            }
            (Value::Null, Value::Object(new)) if !is_estimate(new) => self.tell("difference.added", place),
            (Value::Object(old), Value::Null) if !is_estimate(old) => self.tell("difference.removed", place),
            _ => {
                let (old, new) = (self.value(key, before), self.value(key, after));
                let place = self.said(place);
                let values = [("place", place.as_str()), ("before", &old), ("after", &new)];
                let is_long = matches!(after, Value::Array(all) if all.iter().any(Value::is_number));
                let line = if key == "notes" || is_long || old == new {
                    self.words.with("difference.changed", &[("place", &place)])
                } else {
                    self.words.with("difference.from_to", &values)
                };
                self.lines.push(line);
            }
        }
    }

    fn compare_fields(&mut self, place: &[String], old: &Map<String, Value>, new: &Map<String, Value>) {
        let added = new.keys().filter(|key| !old.contains_key(*key));
        let keys: Vec<&String> = old.keys().chain(added).collect();
        for key in keys {
            // Where a number came from changes no result.
            if matches!(key.as_str(), "basis" | "format" | "version" | "id") {
                continue;
            }
            let inner = [place, &[self.label(key)]].concat();
            let [before, after] = [old, new].map(|fields| fields.get(key).unwrap_or(&Value::Null));
            match (before, after) {
                (Value::Null, Value::Array(all)) if has_items(all) => {
                    self.compare_items(&inner, key, &[], all);
                }
                (Value::Array(all), Value::Null) if has_items(all) => {
                    self.compare_items(&inner, key, all, &[]);
                }
                (before, after) => self.compare(&inner, key, before, after),
            }
        }
    }

    fn compare_items(&mut self, place: &[String], key: &str, old: &[Value], new: &[Value]) {
        let place_of = |all: &[Value], item: &Value, idx: usize| {
            identity(item).map_or(all.get(idx).is_some().then_some(idx), |own| {
                all.iter().position(|other| identity(other).as_ref() == Some(&own))
            })
        };
        for (idx, item) in old.iter().enumerate() {
            let inner = [place, &[self.item(item, idx)]].concat();
            match place_of(new, item, idx) {
                Some(there) => self.compare(&inner, key, item, &new[there]),
                None => self.tell("difference.removed", &inner),
            }
        }
        for (idx, item) in new.iter().enumerate() {
            if place_of(old, item, idx).is_none() {
                let inner = [place, &[self.item(item, idx)]].concat();
                self.tell("difference.added", &inner);
            }
        }
        let order = |all: &[Value]| all.iter().filter_map(identity).collect::<Vec<_>>();
        let (old, new) = (order(old), order(new));
        let kept: Vec<_> = old.iter().filter(|own| new.contains(own)).collect();
        if !kept.iter().copied().eq(new.iter().filter(|own| old.contains(own))) {
            self.tell("difference.order", place);
        }
    }

    fn tell(&mut self, key: &str, place: &[String]) {
        let line = self.words.with(key, &[("place", &self.said(place))]);
        self.lines.push(line);
    }

    fn said(&self, place: &[String]) -> String {
        place.join(" · ")
    }

    fn label(&self, key: &str) -> String {
        for table in ["difference_part", "field"] {
            if let Some(label) = self.words.find(&format!("{table}.{key}")) {
                return label.to_owned();
            }
        }
        key.replace('_', " ")
    }

    /// What an item of a list is called.
    fn item(&self, item: &Value, idx: usize) -> String {
        let text = |key: &str| item.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
        let known = text("type").map(|kind| self.words.find(&format!("mechanism.{kind}")).unwrap_or(kind));
        match text("name").or(known).or(text("month")).or(text("id")) {
            Some(name) => format!("“{}”", shown(self.words.ready(name), SHOWN_CHARS)),
            None => (idx + 1).to_string(),
        }
    }

    fn value(&self, key: &str, value: &Value) -> String {
        match value {
            Value::Null => self.words.get("difference.usual").to_owned(),
            Value::Bool(true) => self.words.get("difference.yes").to_owned(),
            Value::Bool(false) => self.words.get("difference.no").to_owned(),
            Value::Number(x) => self.number(key, x.as_f64().unwrap_or(f64::NAN)),
            Value::String(text) => {
                let name = self.names.get(text).map_or(text.as_str(), String::as_str);
                let name = if key == "name" || key == "notes" { name } else { self.words.word_of_file(name) };
                shown(self.words.ready(name), SHOWN_CHARS)
            }
            Value::Array(all) if all.is_empty() => self.words.get("difference.nothing").to_owned(),
            Value::Array(all) => all
                .iter()
                .map(|one| self.value(key, one))
                .collect::<Vec<_>>()
                .join(self.words.get("difference.and")),
            Value::Object(fields) => {
                let figure = |name: &str| {
                    self.number(key, fields.get(name).and_then(Value::as_f64).unwrap_or(f64::NAN))
                };
                let [low, likely, high] = ["low", "likely", "high"].map(figure);
                format!("{likely} ({low} – {high})")
            }
        }
    }

    fn number(&self, key: &str, x: f64) -> String {
        let is_share = matches!(
            measure_of_channel(key),
            Some(NumberMeasure::Share | NumberMeasure::Ratio | NumberMeasure::Growth)
        );
        let x = legible(x);
        if !is_share {
            return self.words.exact(x);
        }
        // Without the noise of a multiplication in binary.
        let percent: f64 = format!("{x}e2").parse().unwrap_or(100.0 * x);
        format!("{}%", self.words.exact(percent))
    }
}

/// A number to two places behind the point, a small one to four digits that count.
fn legible(x: f64) -> f64 {
    let written = if x.abs() < 10.0 { format!("{x:.3e}") } else { format!("{x:.2}") };
    written.parse().unwrap_or(x)
}

/// What tells an item of a list from the others, where something does.
fn identity(item: &Value) -> Option<String> {
    let text = |key: &str| item.get(key).and_then(Value::as_str);
    match (text("id"), text("month")) {
        (Some(id), _) => Some(id.to_owned()),
        (None, Some(month)) => Some(format!("{month} {}", text("channel").unwrap_or_default())),
        _ => None,
    }
}

fn has_items(all: &[Value]) -> bool {
    all.iter().any(Value::is_object)
}

fn is_estimate(fields: &Map<String, Value>) -> bool {
    fields.len() == 3 && ["low", "likely", "high"].iter().all(|name| fields.contains_key(*name))
}

#[cfg(test)]
mod tests {
    use sortie_engine::unit::Estimate;

    use super::super::{Language, words};
    use super::*;
    use crate::catalog::trial::sample;

    fn told(change: impl FnOnce(&mut Plan)) -> Vec<String> {
        let mut plan = sample();
        change(&mut plan);
        for language in Language::ALL {
            let lines = words(language).differences(&sample(), &plan);
            assert!(!lines.is_empty() && lines.iter().all(|line| !line.contains('{')), "{lines:?}");
        }
        words(Language::English).differences(&sample(), &plan)
    }

    #[test]
    fn a_difference_is_told_with_its_place_and_both_values() {
        let channel = sample().channels[0].name.clone();
        assert_eq!(told(|_| ()), ["Nothing differs."]);
        let opening = sample().cash.opening;
        let exact = words(Language::English).exact(opening);
        let lines = told(|plan| plan.cash.opening = 1_234.5);
        assert_eq!(lines.len(), 1);
        assert!(lines[0].contains(&exact) && lines[0].contains("1,234.5"), "{lines:?}");
        let lines = told(|plan| plan.channels[0].conversion = Estimate::new(0.01, 0.023, 0.05));
        assert_eq!(lines.len(), 1);
        assert!(lines[0].contains(&channel) && lines[0].contains("2.3% (1% – 5%)"), "{lines:?}");
    }

    #[test]
    fn what_is_new_what_is_gone_and_what_moved_is_told_by_name() {
        let name = |idx: usize| format!("“{}”", sample().scenarios[idx].name);
        let gone = told(|plan| drop(plan.scenarios.remove(0)));
        assert!(gone.len() == 1 && gone[0].contains(&name(0)), "{gone:?}");
        let new = told(|plan| {
            let mut scenario = plan.scenarios[0].clone();
            (scenario.id, scenario.name) = ("other".to_owned(), "Another way".to_owned());
            plan.scenarios.push(scenario);
        });
        assert!(new.len() == 1 && new[0].contains("“Another way”"), "{new:?}");
        let moved = told(|plan| plan.scenarios.swap(0, 1));
        assert_eq!(moved.len(), 1, "{moved:?}");
    }

    #[test]
    fn notes_and_sources_alone_are_told_without_their_text() {
        assert_eq!(told(|plan| plan.notes = "x".repeat(5_000)).len(), 1);
        let lines = told(|plan| drop(plan.basis.insert("start".to_owned(), "typed".to_owned())));
        assert_eq!(lines.len(), 1, "{lines:?}");
        let many = told(|plan| {
            let scenario = plan.scenarios[0].clone();
            plan.scenarios.extend((0..MAX_LINES + 9).map(|n| {
                let name = format!("scenario {n}\u{202e}");
                sortie_engine::plan::Scenario { id: n.to_string(), name, ..scenario.clone() }
            }));
        });
        assert_eq!(many.len(), MAX_LINES + 1);
        assert!(!many[0].contains('\u{202e}'), "{}", many[0]);
    }
}
