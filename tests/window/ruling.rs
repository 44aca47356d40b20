//! What starts and stops by itself: events that follow others, and strategies that wait for a rule.

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use sortie::app::App;
use sortie_engine::plan::{Mechanism, Plan, RuleMetric, RuleSide, ShockStart, check};

use crate::building::{choose, take};
use crate::stage::{click, press, type_into, window_of_size};

fn plan(harness: &Harness<'static, App>) -> Plan {
    harness.state().document().plan().clone()
}

#[test]
fn an_event_follows_another_and_stands_on_its_own_again() {
    let mut harness = window_of_size(vec![], None, 1440.0, 2_400.0);
    press(&mut harness, Modifiers::ALT, Key::Num3);
    click(&mut harness, "+ Add an event");
    take(&mut harness, "Fees change");
    let idx = plan(&harness).shocks.len() - 1;
    choose(&mut harness, "How it begins \u{B7} Fees change: On a date", "After another event");
    type_into(&mut harness, "Months after it \u{B7} Fees change", "5");
    let followed = plan(&harness).shocks[idx].start.follows().cloned().expect("it follows");
    assert!(followed.after_months.is_exactly(5.0));
    assert_eq!(followed.shock, plan(&harness).shocks[0].id);
    assert!(harness.query_by_label_contains("It starts 5 mo after").is_some());
    let day = plan(&harness).day_of_shock(&plan(&harness).shocks[idx]);
    choose(&mut harness, "How it begins \u{B7} Fees change: After another event", "On a date");
    assert_eq!(plan(&harness).shocks[idx].start, ShockStart::On(day.expect("a day")));
    choose(&mut harness, "How long \u{B7} Fees change: For good", "For some months");
    type_into(&mut harness, "Chance that it lifts \u{B7} Fees change", "40%");
    assert!((plan(&harness).shocks[idx].lasts_probability - 0.4).abs() < 1e-12);
    assert_eq!(check(&plan(&harness)), []);
}

#[test]
fn a_strategy_waits_for_a_rule_stops_by_another_and_changes_prices() {
    let mut harness = window_of_size(vec![], None, 1440.0, 2_800.0);
    press(&mut harness, Modifiers::ALT, Key::Num4);
    click(&mut harness, "+ Empty strategy");
    let idx = plan(&harness).strategies.len() - 1;
    let of = |name: &str| format!("{name} \u{B7} My strategy");
    click(&mut harness, &of("Starts by a rule"));
    let start = |harness: &Harness<'static, App>| plan(harness).strategies[idx].start_when.clone();
    assert_eq!(start(&harness).expect("a rule").metric, RuleMetric::Orders);
    let rule = |name: &str| format!("{name} \u{B7} {}", of("Starts by a rule"));
    choose(&mut harness, &format!("{}: below", rule("Below or above")), "above");
    type_into(&mut harness, &rule("Value of the rule"), "120k");
    type_into(&mut harness, &rule("Months in a row"), "3");
    let found = start(&harness).expect("a rule");
    assert_eq!((found.metric, found.is, found.for_months), (RuleMetric::Orders, RuleSide::Above, 3));
    assert!((found.value - 120e3).abs() < 1e-9);
    click(&mut harness, &of("Stops by a rule"));
    let rule = |name: &str| format!("{name} \u{B7} {}", of("Stops by a rule"));
    let metric = format!("{}: Profit", rule("What the rule looks at"));
    choose(&mut harness, &metric, "Orders it brings itself");
    type_into(&mut harness, &rule("Months before it may stop"), "6");
    let found = plan(&harness).strategies[idx].stop_when.clone().expect("a rule");
    assert_eq!((found.metric, found.after_months), (RuleMetric::OwnOrders, 6));
    type_into(&mut harness, &rule("Months in a row"), "13");
    let faults = &harness.state().view().faults;
    assert!(!faults.is_empty(), "a rule looks back a year at most");
    type_into(&mut harness, &rule("Months in a row"), "12");
    click(&mut harness, "+ Another way it works");
    take(&mut harness, "Change prices");
    type_into(&mut harness, &of("Times"), "110%");
    choose(&mut harness, &format!("{}: As new ones do", of("How past customers answer")), "In their own way");
    type_into(&mut harness, &of("Price elasticity of past customers"), "0.8");
    let Mechanism::Price(price) = &plan(&harness).strategies[idx].mechanisms[0] else { panic!("no price") };
    assert!(price.factor.is_exactly(1.1));
    // It begins with the range of the elasticity of new customers, which moves along.
    assert!(price.repeat_elasticity.is_some_and(|it| (it.likely - 0.8).abs() < 1e-9 && !it.is_certain()));
    assert_eq!(check(&plan(&harness)), []);
}
