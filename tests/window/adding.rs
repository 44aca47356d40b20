//! Channels that a seller has besides what a sample knows: added in the editor, or named in the quick start.

use egui::Role;
use egui_kittest::kittest::{NodeT, Queryable};
use egui_kittest::{Harness, Node};
use sortie::app::App;
use sortie_engine::plan::{Channel, ChannelKind, Mechanism, Plan, check};

use crate::stage::{click, find, settle, type_into, window, window_of_size};

fn plan(harness: &Harness<'static, App>) -> Plan {
    harness.state().document().plan().clone()
}

/// Adds a channel of the kind with this name, and returns it.
fn add(harness: &mut Harness<'static, App>, kind: &str) -> Channel {
    click(harness, "+ Add channel");
    // The menu lies over the page, whose rows may have the same name.
    let is_control = |it: &Node<'_>| it.accesskit_node().role() != Role::Label;
    let item = harness.query_all_by_label(kind).filter(is_control).reduce(|_, last| last);
    item.expect("the menu has it").click();
    settle(harness);
    plan(harness).channels.pop().expect("a channel was added")
}

#[test]
fn an_added_channel_waits_for_its_visits_and_tells_who_says_the_rest() {
    let mut harness = window(vec![], None);
    let temu = add(&mut harness, "Temu");
    assert_eq!((temu.kind, temu.visits.likely, temu.commission.likely), (ChannelKind::Temu, 0.0, 0.0));
    let told = "are typical for this platform (Temu)";
    assert!(harness.query_by_label_contains(told).is_some(), "it says what is typical");
    let visits = harness.get_by_label("Visits · Temu").accesskit_node().value();
    assert_eq!(visits.as_deref(), Some("0"));
    type_into(&mut harness, "Visits · Temu", "4,000");
    let typed = plan(&harness).channels.pop().unwrap().visits.likely;
    assert!((typed - 4_000.0).abs() < 1e-9, "{typed}");
    assert!(harness.query_by_label_contains(told).is_none(), "nothing is missing any more");
    let shop = add(&mut harness, "TikTok Shop");
    assert_eq!((shop.visits.likely, shop.payout_days, shop.lead_months), (0.0, 31.0, 1));
    assert_eq!(check(&plan(&harness)), []);
}

#[test]
fn whoever_has_a_shop_says_so_in_the_quick_start_and_no_response_opens_another() {
    let mut harness = window(vec![], None);
    click(&mut harness, "Enter my own numbers");
    type_into(&mut harness, "Orders a month", "2,000");
    assert!(find(&harness, "Of these orders, in the shop").is_none());
    click(&mut harness, "I already have a TikTok Shop");
    type_into(&mut harness, "Of these orders, in the shop", "9,000");
    assert!(harness.query_by_label_contains("the shop’s are a part of them").is_some());
    type_into(&mut harness, "Of these orders, in the shop", "300");
    click(&mut harness, "Start with this");
    let plan = plan(&harness);
    let shop = plan.channels.iter().find(|it| it.kind == ChannelKind::TiktokShop).unwrap();
    let orders = shop.visits.likely * shop.conversion.likely;
    assert!(shop.active && (orders - 300.0).abs() < 1e-6, "{orders}");
    let opens = |it: &Mechanism| matches!(it, Mechanism::OpenChannel(it) if it.channel == shop.id);
    assert!(!plan.strategies.iter().flat_map(|it| &it.mechanisms).any(opens));
}

#[test]
fn a_shop_is_ticked_open_later_and_what_would_open_it_does_so_no_more() {
    let mut harness = window(vec![], None);
    let n = plan(&harness).strategies.len();
    click(&mut harness, "TikTok Shop is open today");
    let plan = plan(&harness);
    let shop = plan.channels.iter().find(|it| it.kind == ChannelKind::TiktokShop).unwrap();
    assert!(shop.active && plan.strategies.len() == n - 1, "the response that only opened it is gone");
    assert_eq!(check(&plan), []);
}

#[test]
fn a_low_window_names_what_happens_besides_the_bars_it_has_room_for() {
    let mut harness = window_of_size(vec![], None, 1024.0, 640.0);
    settle(&mut harness);
    let view = harness.state().view();
    let plan = plan(&harness);
    let in_hand = view.chart.selected.as_deref();
    let scenario = plan.scenarios.iter().find(|it| Some(it.id.as_str()) == in_hand).unwrap();
    let shocks = plan.shocks.iter().filter(|it| scenario.shocks.contains(&it.id)).map(|it| &it.name);
    let strategies =
        plan.strategies.iter().filter(|it| scenario.strategies.contains(&it.id)).map(|it| &it.name);
    let (mut n_bars, mut n_named) = (0, 0);
    let more = harness.query_by_label_contains(" more: ").and_then(|it| it.accesskit_node().value());
    for name in shocks.chain(strategies) {
        let bar = harness.query_all_by_label_contains(&format!("{name}, starts ")).count();
        let is_named = more.as_deref().is_some_and(|more| more.contains(name.as_str()));
        assert!(bar == 1 || is_named, "{name} is nowhere: {more:?}");
        (n_bars, n_named) = (n_bars + bar, n_named + usize::from(is_named));
    }
    assert!(n_bars == 3 && n_named > 0, "{n_bars} {n_named}");
}
