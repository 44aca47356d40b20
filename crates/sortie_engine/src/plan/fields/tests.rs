//! Every number of a plan stands in its table.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;

use super::*;
use crate::plan;
use crate::plan::Plan;

fn whole() -> Plan {
    let whole = plan::read(include_bytes!("../../../tests/engine/whole.sortie"));
    whole.expect("a test reads the plan that holds everything")
}

/// The names of a part's numbers, as its file has them.
fn numbers_of_file(part: &impl Serialize) -> BTreeSet<String> {
    let Value::Object(file) = serde_json::to_value(part).expect("a part is written") else {
        return BTreeSet::new();
    };
    let is_number = |value: &Value| value.is_number() || value.get("likely").is_some();
    // What a shock follows is told in an object of its own.
    let followed = file.get("follows").and_then(Value::as_object).cloned().unwrap_or_default();
    let all = file.into_iter().chain(followed);
    all.filter(|(_, value)| is_number(value)).map(|(name, _)| name).collect()
}

/// A number of a part's file by its name, wherever it stands.
fn in_file<'v>(file: &'v Value, name: &str) -> Option<&'v Value> {
    file.get(name).or_else(|| file.get("follows")?.get(name))
}

/// The one field of a part's file in which `changed` differs.
fn difference(part: &impl Serialize, changed: &impl Serialize) -> Vec<String> {
    let [before, after] = [serde_json::to_value(part), serde_json::to_value(changed)];
    let (before, after) = (before.expect("a part is written"), after.expect("a part is written"));
    let names = numbers_of_file(part).into_iter().chain(numbers_of_file(changed)).collect::<BTreeSet<_>>();
    names.into_iter().filter(|name| in_file(&before, name) != in_file(&after, name)).collect()
}

/// Holds the tables of a part against its file: every number of the file stands in one of them, and what is changed by
/// its name is that number.
fn hold<P: Clone + Serialize>(
    part: &P,
    estimates: Vec<EstimateField>,
    estimate: impl Fn(&mut P, &str) -> Option<Spread>,
    numbers: Vec<NumberField>,
    set: impl Fn(&mut P, &str, f64) -> bool,
) {
    let listed = estimates.iter().map(|it| it.name).chain(numbers.iter().map(|it| it.name));
    let listed: BTreeSet<&str> = listed.collect();
    assert_eq!(listed.len(), estimates.len() + numbers.len(), "a name stands twice");
    for name in numbers_of_file(part) {
        assert!(listed.contains(name.as_str()), "{name} stands in no table");
    }
    for field in estimates {
        let mut changed = part.clone();
        assert_eq!(estimate(&mut changed, field.name), Some(field.spread), "{}", field.name);
        assert_eq!(difference(part, &changed), [field.name], "another number was changed");
    }
    for field in numbers {
        let mut changed = part.clone();
        assert!(set(&mut changed, field.name, field.value + 1.0), "{}", field.name);
        assert_eq!(difference(part, &changed), [field.name], "another number was changed");
    }
}

/// Changes an estimate that was found, and tells what it was.
fn moved(found: Option<EstimateMut<'_>>) -> Option<Spread> {
    found.map(|mut found| {
        let before = found.spread();
        found.set(0.123, 0.234, 0.345);
        before
    })
}

fn none<P>(_: &mut P, _: &str) -> Option<Spread> {
    None
}

fn no_number<P>(_: &mut P, _: &str, _: f64) -> bool {
    false
}

/// Holds the defaults of a table against the file that is written: a number at its default is left out, one that the file
/// must say is not.
fn hold_defaults<P: Clone + Serialize>(
    part: &P,
    estimates: Vec<EstimateField>,
    estimate: impl Fn(&mut P, &str, f64),
    numbers: Vec<NumberField>,
    set: impl Fn(&mut P, &str, f64) -> bool,
) {
    let is_written = |part: &P, name: &str| numbers_of_file(part).contains(name);
    for EstimateField { name, default, .. } in estimates {
        let mut changed = part.clone();
        estimate(&mut changed, name, default.unwrap_or_default());
        assert_eq!(is_written(&changed, name), default.is_none(), "{name} at its default");
    }
    for NumberField { name, default, .. } in numbers {
        let mut changed = part.clone();
        set(&mut changed, name, default.unwrap_or_default());
        assert_eq!(is_written(&changed, name), default.is_none(), "{name} at its default");
    }
}

/// Changes an estimate that was found to a certain number.
fn put(found: Option<EstimateMut<'_>>, value: f64) {
    if let Some(mut found) = found {
        found.set(value, value, value);
    }
}

#[test]
fn the_file_leaves_out_a_number_at_the_default_of_its_table_and_no_other() {
    let plan = whole();
    let Plan { cash, demand, seller, .. } = &plan;
    let put_cash = |it: &mut _, name: &str, x| put(estimate_of_cash(it, name), x);
    hold_defaults(cash, fields_of_cash(cash), put_cash, numbers_of_cash(cash), set_number_of_cash);
    hold_defaults(demand, vec![], |_, _, _| {}, numbers_of_demand(demand), set_number_of_demand);
    hold_defaults(seller, vec![], |_, _, _| {}, numbers_of_seller(seller), set_number_of_seller);
    let put_channel = |it: &mut _, name: &str, x| put(estimate_of_channel(it, name), x);
    for it in &plan.channels {
        let numbers = numbers_of_channel(it);
        hold_defaults(it, fields_of_channel(it), put_channel, numbers, set_number_of_channel);
    }
    let put_shock = |it: &mut _, name: &str, x| put(part::estimate_of_every_shock(it, name), x);
    for it in &plan.shocks {
        let (estimates, numbers) = (part::fields_of_every_shock(it), part::numbers_of_every_shock(it));
        hold_defaults(it, estimates, put_shock, numbers, part::set_number_of_every_shock);
    }
    let put_strategy = |it: &mut _, name: &str, x| put(estimate_of_strategy(it, name), x);
    let put_mechanism = |it: &mut _, name: &str, x| put(estimate_of_mechanism(it, name), x);
    for it in &plan.strategies {
        hold_defaults(it, fields_of_strategy(it), put_strategy, vec![], no_number);
        for it in &it.mechanisms {
            let numbers = numbers_of_mechanism(it);
            hold_defaults(it, fields_of_mechanism(it), put_mechanism, numbers, set_number_of_mechanism);
        }
    }
}

#[test]
fn every_number_of_every_part_stands_in_its_table_once_and_is_changed_by_its_name() {
    let plan = whole();
    hold(
        &plan.cash,
        fields_of_cash(&plan.cash),
        |it, name| moved(estimate_of_cash(it, name)),
        numbers_of_cash(&plan.cash),
        set_number_of_cash,
    );
    hold(&plan.demand, vec![], none, numbers_of_demand(&plan.demand), set_number_of_demand);
    hold(&plan.seller, vec![], none, numbers_of_seller(&plan.seller), set_number_of_seller);
    for channel in &plan.channels {
        hold(
            channel,
            fields_of_channel(channel),
            |it, name| moved(estimate_of_channel(it, name)),
            numbers_of_channel(channel),
            set_number_of_channel,
        );
    }
    for shock in &plan.shocks {
        hold(
            shock,
            fields_of_shock(shock),
            |it, name| moved(estimate_of_shock(it, name)),
            numbers_of_shock(shock),
            set_number_of_shock,
        );
    }
    for strategy in &plan.strategies {
        hold(
            strategy,
            fields_of_strategy(strategy),
            |it, name| moved(estimate_of_strategy(it, name)),
            vec![],
            no_number,
        );
        for mechanism in &strategy.mechanisms {
            hold(
                mechanism,
                fields_of_mechanism(mechanism),
                |it, name| moved(estimate_of_mechanism(it, name)),
                numbers_of_mechanism(mechanism),
                set_number_of_mechanism,
            );
        }
    }
}

#[test]
fn the_channels_that_hold_everything_write_every_number_of_the_table() {
    let plan = whole();
    let channel = &plan.channels[0];
    let estimates = fields_of_channel(channel).into_iter().map(|it| it.name);
    let numbers = numbers_of_channel(channel).into_iter().map(|it| it.name);
    let listed: BTreeSet<String> = estimates.chain(numbers).map(str::to_owned).collect();
    let written: BTreeSet<_> = plan.channels.iter().flat_map(numbers_of_file).collect();
    assert_eq!(written, listed, "a number that the file leaves out would be looked for in no table");
}
