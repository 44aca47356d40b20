//! How a blow begins: on a date, or some months after another.

use egui::{Id, Ui};
use sortie_engine::plan::{FollowedShock, Plan, ShockStart};
use sortie_engine::unit::Estimate;

use crate::address::unit::NumberUnit;
use crate::address::{PlanPart, try_edit};
use crate::desk::Desk;
use crate::edit::editor::{caption_ui, estimate_row_ui, fault_ui, labelled_ui};
use crate::edit::item::{PlanItem, start_ui};
use crate::edit::row::choice_ui;

/// Shows when the blow with this place begins.
pub fn begins_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize) {
    let words = desk.words;
    let name = words.ready(&plan.shocks[idx].name).to_owned();
    let follows = plan.shocks[idx].start.follows().cloned();
    match &follows {
        None => start_ui(ui, desk, plan, PlanItem::Shock(idx), &name),
        Some(followed) => follows_ui(ui, desk, plan, idx, followed),
    }
    // A blow that is alone has nothing to follow.
    if plan.shocks.len() < 2 && follows.is_none() {
        return;
    }
    let ways = [
        (false, words.get("happens.on_a_day").to_owned()),
        (true, words.get("happens.after_another").to_owned()),
    ];
    let rect = labelled_ui(ui, desk, words.get("happens.begins"));
    let called = format!("{} \u{B7} {name}", words.get("happens.begins"));
    let id = Id::unique(("begins", idx));
    if let Some(is_after) = choice_ui(ui, rect, id, &called, &ways, &follows.is_some()) {
        let done = if is_after { follow(desk, plan, idx) } else { fix(desk, plan, idx) };
        desk.view.set_fault(id, done.err());
    }
    fault_ui(ui, desk, id);
}

/// Which blow it follows, how long after, and when that is.
fn follows_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize, followed: &FollowedShock) {
    let words = desk.words;
    let others = plan.shocks.iter().enumerate().filter(|(at, _)| *at != idx);
    let others: Vec<(String, String)> =
        others.map(|(_, other)| (other.id.clone(), words.ready(&other.name).to_owned())).collect();
    let rect = labelled_ui(ui, desk, words.get("happens.follows"));
    let called = format!("{} \u{B7} {}", words.get("happens.follows"), words.ready(&plan.shocks[idx].name));
    let id = Id::unique(("follows", idx));
    if let Some(shock) = choice_ui(ui, rect, id, &called, &others, &followed.shock) {
        let other = FollowedShock { shock, ..followed.clone() };
        let done = try_edit(plan, words, |plan| plan.shocks[idx].start = ShockStart::After(other));
        desk.view.set_fault(id, done.err());
    }
    fault_ui(ui, desk, id);
    estimate_row_ui(ui, desk, plan, PlanPart::Shock(idx).field("after_months"));
    let name = others.iter().find(|(id, _)| *id == followed.shock).map_or("", |(_, name)| name);
    let known = [
        ("months", NumberUnit::Months.shown(words, followed.after_months.likely)),
        ("name", name.to_owned()),
        ("month", words.start_of_shock(plan, &plan.shocks[idx])),
    ];
    let known = known.each_ref().map(|(key, text)| (*key, text.as_str()));
    caption_ui(ui, desk, &words.with("happens.follows_told", &known));
}

/// Lets the blow follow the first other that it can follow, from where it starts already, if that is not earlier.
fn follow(desk: &Desk, plan: &mut Plan, idx: usize) -> Result<(), String> {
    let own = plan.offset_of_shock(&plan.shocks[idx]).unwrap_or(0.0);
    let others = plan.shocks.iter().enumerate().filter(|(at, _)| *at != idx);
    let others: Vec<FollowedShock> = others
        .map(|(_, other)| {
            let after = own - plan.offset_of_shock(other).unwrap_or(own);
            let after_months = Estimate::certain(after.round().max(0.0));
            FollowedShock { shock: other.id.clone(), after_months }
        })
        .collect();
    let mut done = Ok(());
    for followed in others {
        let start = ShockStart::After(followed);
        done = try_edit(plan, desk.words, |plan| plan.shocks[idx].start = start);
        if done.is_ok() {
            break;
        }
    }
    done
}

/// Gives the blow the date on which it would have come.
fn fix(desk: &Desk, plan: &mut Plan, idx: usize) -> Result<(), String> {
    let day = plan.day_of_shock(&plan.shocks[idx]).unwrap_or_default();
    try_edit(plan, desk.words, |plan| plan.shocks[idx].start = ShockStart::On(day))
}
