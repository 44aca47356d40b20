//! Exports and tables that become a plan of their own, and what is brought to it a month later.
#![expect(clippy::disallowed_methods, reason = "these tests lay out the files that the window reads")]

use egui::{Key, Modifiers};
use sortie::command::{Aspect, Command};
use sortie_engine::plan::ChannelKind;
use sortie_engine::unit::Month;

use crate::import::{importing, obey, plan, says, tap, wait};
use crate::shop;
use crate::stage::*;

#[test]
fn files_make_a_plan_of_their_own() {
    let (_folder, mut harness) = importing(&["orders.csv", "amazon.csv"], vec![]);
    tap(&mut harness, "Open as a new plan");
    settle(&mut harness);
    tap(&mut harness, "Open the plan");
    settle(&mut harness);
    let kinds: Vec<ChannelKind> = plan(&harness).channels.iter().map(|it| it.kind).collect();
    assert_eq!(kinds[..3], [ChannelKind::Amazon, ChannelKind::TiktokLink, ChannelKind::OwnStore]);
    assert!(says(&harness, "Links closing typically costs you"), "the window stands on the plan");
}

#[test]
fn what_no_file_tells_is_asked_before_the_plan_and_leads_to_what_to_do_with_the_money() {
    let (_folder, mut harness) = importing(&["orders.csv", "amazon.csv"], vec![]);
    tap(&mut harness, "Open as a new plan");
    settle(&mut harness);
    tap(&mut harness, "Back to the files");
    settle(&mut harness);
    tap(&mut harness, "Open as a new plan");
    settle(&mut harness);
    type_into(&mut harness, "Cash in hand", "26000");
    type_into(&mut harness, "Overhead a month", "3,200");
    type_into(&mut harness, "Money there is for responses (0: no limit)", "30000");
    type_into(&mut harness, "Links close on", "4 Mar 2027");
    tap(&mut harness, "Open the plan");
    wait(&mut harness);
    let made = plan(&harness);
    assert!((made.cash.opening - 26_000.0).abs() < 1e-9);
    assert!((made.cash.overhead_per_month.likely - 3_200.0).abs() < 1e-9);
    let closure = made.day_of_shock(&made.shocks[0]).expect("links close");
    assert_eq!((closure.month.to_string(), closure.day), ("2027-03".to_owned(), Some(4)));
    assert!(made.strategies.len() > 2 && made.scenarios.len() > 4, "there is something to choose from");
    assert_eq!(harness.state().view().aspect, Aspect::WhatToDo);
    assert_eq!(harness.state().view().best.asked.budget, Some(30_000.0));
}

#[test]
fn a_month_later_the_next_export_is_dropped_and_one_press_adds_its_months() {
    let (_folder, mut harness) = importing(&["amazon.csv"], vec![]);
    tap(&mut harness, "Open as a new plan");
    settle(&mut harness);
    tap(&mut harness, "Open the plan");
    settle(&mut harness);
    let start = plan(&harness).start;
    let channel = plan(&harness).channels[0].id.clone();
    // Two months later: the shop's whole history once more, with two months that are new.
    let later = tempfile::tempdir().expect("a folder can be made");
    let path = later.path().join("amazon later.csv");
    std::fs::write(&path, shop::amazon_date_range(16)).expect("a file can be written");
    obey(&mut harness, Command::TakeExports(vec![path]));
    wait(&mut harness);
    let before = plan(&harness).clone();
    assert!(says(&harness, "New: "), "what is new is told");
    tap(&mut harness, "Add Dec 2025");
    let after = plan(&harness);
    let told: Vec<Month> = after.actuals.iter().map(|it| it.month).collect();
    assert_eq!(told, [start, start.plus(1)]);
    assert!(after.actuals.iter().all(|it| it.channel.as_ref() == Some(&channel) && it.orders > Some(50.0)));
    assert!(after.channels == before.channels && after.start == before.start);
    assert!(says(&harness, "2 months were added to what happened"));
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert!(plan(&harness).actuals.is_empty());
    // The other answer sets the numbers anew.
    obey(&mut harness, Command::TakeExports(vec![]));
    wait(&mut harness);
    tap(&mut harness, "Set the plan’s numbers anew");
    tap(&mut harness, "Put into");
    assert!(plan(&harness).actuals.is_empty() && plan(&harness).channels != before.channels);
}

#[test]
fn a_table_of_own_channels_opens_as_a_plan_and_heads_that_are_not_known_are_told_by_hand() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("渠道.csv");
    let table = "渠道,平台,国家,月访问量,转化率(%),客单价(USD),采购成本,佣金率,掌柜说\n\
                 亚马逊美国站,亚马逊,美国,12000,4.5,42,12.6,15%,2000\n\
                 独立站,Shopify,美国,30000,1.8,55,16,0%,1000\n\
                 合计,,,42000,,,,,\n";
    std::fs::write(&path, table).expect("a file can be written");
    let mut harness = window(vec![], None);
    obey(&mut harness, Command::TakeExports(vec![path]));
    wait(&mut harness);
    assert!(says(&harness, "The channels of 渠道.csv"), "it is known by its names of columns");
    assert!(says(&harness, "Channels: 2"));
    tap(&mut harness, "What 掌柜说 is: not read");
    tap(&mut harness, "Ad spend a month");
    tap(&mut harness, "Open as a plan");
    settle(&mut harness);
    tap(&mut harness, "Open the plan");
    settle(&mut harness);
    let channels = &plan(&harness).channels;
    let told: Vec<_> = channels.iter().map(|it| (it.name.as_str(), it.kind, it.market.as_str())).collect();
    let expected = [("亚马逊美国站", ChannelKind::Amazon, "us"), ("独立站", ChannelKind::OwnStore, "us")];
    assert_eq!(told[..2], expected);
    let amazon = &channels[0];
    let near = |x: f64, expected: f64| (x / expected - 1.0).abs() < 1e-9;
    assert!(near(amazon.visits.likely, 12_000.0) && near(amazon.conversion.likely, 0.045));
    assert!(near(amazon.order_value.likely, 42.0) && near(amazon.unit_cost.likely, 0.3));
    assert!(near(amazon.commission.likely, 0.15) && near(amazon.cost_per_visit.likely, 2_000.0 / 12_000.0));
    assert_eq!(amazon.basis["conversion"], "imported");
}
