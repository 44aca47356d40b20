//! The gate of a platform: what it asks for, what the seller has, and where a strategy therefore stays outside.

use egui::Ui;
use sortie_engine::forecast::central;
use sortie_engine::model::Model;
use sortie_engine::plan::{Mechanism, Plan, Requirement, Scenario};

use crate::address::PlanPart;
use crate::desk::Desk;
use crate::edit::editor::{caption_ui, number_row_ui};
use crate::edit::row::switch_row_ui;

/// Shows the gate of the strategy with this place, if it has one.
pub fn gate_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize) {
    let asked = asked(plan, idx);
    if asked.is_empty() {
        return;
    }
    let words = desk.words;
    caption_ui(ui, desk, words.get("gate.title"));
    for requirement in &asked {
        caption_ui(ui, desk, &standing(desk, plan, idx, *requirement));
        seller_ui(ui, desk, plan, *requirement);
    }
    let id = plan.strategies[idx].id.clone();
    let forecast = central(&Model::compile(plan));
    let outside: Vec<&str> = forecast
        .scenarios
        .iter()
        .filter(|scenario| scenario.not_eligible.contains(&id))
        .filter_map(|scenario| plan.scenarios.iter().find(|it| it.id == scenario.id))
        .map(|scenario| words.ready(&scenario.name))
        .collect();
    let told = if outside.is_empty() {
        words.get("gate.open").to_owned()
    } else {
        words.with("gate.shut", &[("scenarios", &outside.join(words.get("scenarios.and")))])
    };
    caption_ui(ui, desk, &told);
}

/// What the strategy lacks in a scenario: the seller does not have it, and no strategy there brings it in time.
pub fn lacking(plan: &Plan, scenario: &Scenario, idx: usize) -> Vec<Requirement> {
    let start = plan.strategies[idx].start;
    let taken = || plan.strategies.iter().filter(|it| scenario.strategies.contains(&it.id));
    let is_brought = |what: &Requirement| taken().any(|it| it.start <= start && it.provides.contains(what));
    asked(plan, idx).into_iter().filter(|what| !seller_has(plan, *what) && !is_brought(what)).collect()
}

fn seller_has(plan: &Plan, requirement: Requirement) -> bool {
    match requirement {
        Requirement::LocalStock => plan.seller.local_stock,
        Requirement::OverseasWarehouse => plan.seller.overseas_warehouse,
        Requirement::AmazonUs2m => plan.seller.amazon_us_category_revenue_usd >= 2e6,
    }
}

/// What the strategy's platforms ask for, each once.
fn asked(plan: &Plan, idx: usize) -> Vec<Requirement> {
    let mut asked: Vec<Requirement> = plan.strategies[idx]
        .mechanisms
        .iter()
        .filter_map(|mechanism| match mechanism {
            Mechanism::OpenChannel(open) => Some(open.requirements.clone()),
            _ => None,
        })
        .flatten()
        .collect();
    asked.sort_unstable();
    asked.dedup();
    asked
}

/// Whether the seller has it, or which strategy brings it.
fn standing(desk: &Desk, plan: &Plan, idx: usize, requirement: Requirement) -> String {
    let words = desk.words;
    let name = words.requirement(requirement);
    let has = seller_has(plan, requirement);
    let brings = plan.strategies.iter().enumerate();
    let bringer = brings.filter(|(at, _)| *at != idx).find(|(_, it)| it.provides.contains(&requirement));
    match bringer {
        _ if has => words.with("gate.has", &[("name", name)]),
        Some((_, strategy)) => {
            let (by, when) = (words.ready(&strategy.name), words.month(strategy.start));
            words.with("gate.brought", &[("name", name), ("by", by), ("when", &when)])
        }
        None => words.with("gate.lacks", &[("name", name)]),
    }
}

/// The seller's own word on it.
fn seller_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, requirement: Requirement) {
    let part = PlanPart::Seller;
    match requirement {
        Requirement::LocalStock => {
            let has = plan.seller.local_stock;
            if switch_row_ui(ui, desk, plan, part.field("local_stock"), has) {
                plan.seller.local_stock = !has;
            }
        }
        Requirement::OverseasWarehouse => {
            let has = plan.seller.overseas_warehouse;
            if switch_row_ui(ui, desk, plan, part.field("overseas_warehouse"), has) {
                plan.seller.overseas_warehouse = !has;
            }
        }
        Requirement::AmazonUs2m => {
            let field = part.field("amazon_us_category_revenue_usd");
            number_row_ui(ui, desk, plan, field);
        }
    }
}
