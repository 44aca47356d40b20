//! A plan to be shown to others: every figure, and no word that says whose it is.

use serde_json::{Map, Value};
use sortie_engine::plan::{Plan, read};

/// The plan without names and notes: the business and every item of its lists are called by `name_of`, which is given the
/// list (`plan` for the business itself) and the place in it, counted from 1. Ids stay, since draws of chance go by them and
/// figures would differ. Nothing where the plan has faults.
pub fn nameless(plan: &Plan, name_of: &dyn Fn(&str, usize) -> String) -> Option<Plan> {
    let mut file = serde_json::to_value(plan).ok()?;
    let fields = file.as_object_mut()?;
    strip(fields, "plan", 1, name_of);
    read(&serde_json::to_vec(&file).ok()?).ok()
}

fn strip(fields: &mut Map<String, Value>, list: &str, place: usize, name_of: &dyn Fn(&str, usize) -> String) {
    fields.remove("notes");
    if let Some(name) = fields.get_mut("name") {
        *name = Value::String(name_of(list, place));
    }
    for (key, value) in fields.iter_mut() {
        match value {
            Value::Object(inner) => strip(inner, key, 1, name_of),
            Value::Array(items) => {
                for (idx, item) in items.iter_mut().enumerate() {
                    if let Value::Object(inner) = item {
                        strip(inner, key, idx + 1, name_of);
                    }
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::trial::sample;

    #[test]
    fn no_name_and_no_note_is_left_and_every_figure_is() {
        let mut plan = sample();
        plan.notes = "our secret".to_owned();
        plan.channels[0].name = "Mrs Chen's shop".to_owned();
        let plain = nameless(&plan, &|list, n| format!("{list} {n}")).unwrap();
        let written = serde_json::to_string(&plain).unwrap();
        assert!(!written.contains("secret") && !written.contains("Chen") && !written.contains("\"notes\""));
        assert_eq!((plain.name.as_str(), plain.channels[1].name.as_str()), ("plan 1", "channels 2"));
        for original in [&plan.channels, &sample().channels] {
            let mut channels = plain.channels.clone();
            for (own, theirs) in channels.iter_mut().zip(original) {
                own.name.clone_from(&theirs.name);
                own.notes.clone_from(&theirs.notes);
            }
            let names_aside = |all: &[sortie_engine::plan::Channel]| {
                format!("{all:?}").replace("Mrs Chen's shop", &sample().channels[0].name)
            };
            assert_eq!(names_aside(&channels), names_aside(original));
        }
        assert_eq!((plain.cash, plain.demand, plain.fx), (plan.cash, plan.demand, plan.fx));
    }
}
