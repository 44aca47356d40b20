//! What stands around the money: demand, what the seller has, markets and rates.

use egui::{Id, Ui};
use sortie_engine::plan::{Demand, Market, Plan, Seller, unused_id};
use sortie_engine::unit::Estimate;

use super::season::{SeasonName, season_ui};
use crate::address::{PlanPart, try_edit};
use crate::catalog::evidence;
use crate::catalog::evidence::CURRENCIES;
use crate::desk::Desk;
use crate::edit::editor::{caption_ui, fault_ui, id_of, labelled_estimate_ui, labelled_ui, number_row_ui};
use crate::edit::row::{choice_ui, note_row_ui, switch_row_ui, text_row_ui};
use crate::start::change_currency;
use crate::theme::icon;
use crate::widget::button::{icon_button, link_button};

/// How demand moves over the year and from month to month.
pub fn demand_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan) {
    let Demand {
        seasonality: _,
        media_seasonality: _,
        trend_damping: _,
        volatility: _,
        persistence: _,
        co_movement: _,
        estimate_correlation: _,
    } = plan.demand;
    let words = desk.words;
    let owner = words.get("business.plan");
    let seasons = [
        ("seasonality", "business.flat_year", &mut plan.demand.seasonality),
        ("media_seasonality", "business.flat_media", &mut plan.demand.media_seasonality),
    ];
    for (field, flat, weights) in seasons {
        caption_ui(ui, desk, words.tip(field));
        if let Some(changed) = season_ui(ui, desk, SeasonName { field, owner }, weights) {
            *weights = changed;
        }
        if link_button(ui, desk.palette, words.get(flat)).clicked() {
            *weights = [1.0; 12];
        }
    }
    for name in ["trend_damping", "volatility", "persistence", "co_movement", "estimate_correlation"] {
        number_row_ui(ui, desk, plan, PlanPart::Demand.field(name));
    }
}

/// What the seller already has, as platforms ask for it.
pub fn seller_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan) {
    let Seller { local_stock, overseas_warehouse, amazon_us_category_revenue_usd: _ } = plan.seller;
    if switch_row_ui(ui, desk, plan, PlanPart::Seller.field("local_stock"), local_stock) {
        plan.seller.local_stock = !local_stock;
    }
    if switch_row_ui(ui, desk, plan, PlanPart::Seller.field("overseas_warehouse"), overseas_warehouse) {
        plan.seller.overseas_warehouse = !overseas_warehouse;
    }
    number_row_ui(ui, desk, plan, PlanPart::Seller.field("amazon_us_category_revenue_usd"));
}

/// The countries or regions, each with its name and, if it differs, its own year.
pub fn markets_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan) {
    let words = desk.words;
    let mut gone = None;
    for idx in 0..plan.markets.len() {
        let Market { id: _, name, seasonality: _, media_seasonality: _, notes, basis: _ } =
            plan.markets[idx].clone();
        let shown = words.ready(&name).to_owned();
        let part = PlanPart::Market(idx);
        if let Some(name) = text_row_ui(ui, desk, plan, part.field("name"), &shown) {
            plan.markets[idx].name = name;
        }
        if let Some(notes) = note_row_ui(ui, desk, plan, part.field("notes"), words.ready(&notes)) {
            plan.markets[idx].notes = notes;
        }
        own_seasons_ui(ui, desk, plan, idx);
        let label = words.with("happens.remove", &[("name", &shown)]);
        if plan.markets.len() > 1 && icon_button(ui, desk.palette, icon::TRASH, &label, true).clicked() {
            gone = Some(idx);
        }
    }
    let id = Id::unique("markets");
    if let Some(idx) = gone {
        let done = try_edit(plan, words, |plan| drop(plan.markets.remove(idx)));
        desk.view.set_fault(id, done.err().map(|_| words.get("business.market_in_use").to_owned()));
    }
    fault_ui(ui, desk, id);
    if link_button(ui, desk.palette, words.get("business.add_market")).clicked() {
        let id = unused_id("market-1", |id| plan.markets.iter().any(|market| market.id == id));
        let name = words.get("business.new_market");
        plan.markets.push(Market::blank(&id, name));
    }
}

/// The year of a market and what media cost in it, each the plan's own unless it differs.
fn own_seasons_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize) {
    let owner = desk.words.ready(&plan.markets[idx].name).to_owned();
    for field in ["seasonality", "media_seasonality"] {
        let (of_plan, own) = match field {
            "seasonality" => (plan.demand.seasonality, plan.markets[idx].seasonality),
            _ => (plan.demand.media_seasonality, plan.markets[idx].media_seasonality),
        };
        let mut changed = own;
        if switch_row_ui(ui, desk, plan, PlanPart::Market(idx).field(field), own.is_some()) {
            changed = own.is_none().then_some(of_plan);
        }
        if let Some(weights) = own
            && let Some(weights) = season_ui(ui, desk, SeasonName { field, owner: &owner }, &weights)
        {
            changed = Some(weights);
        }
        match field {
            "seasonality" => plan.markets[idx].seasonality = changed,
            _ => plan.markets[idx].media_seasonality = changed,
        }
    }
}

/// The plan's currency, and what the others are worth in it.
pub fn rates_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan) {
    let words = desk.words;
    let rect = labelled_ui(ui, desk, words.get("top.currency"));
    let mut codes: Vec<String> =
        CURRENCIES.map(str::to_owned).into_iter().chain([plan.currency.clone()]).collect();
    codes.dedup();
    let options: Vec<(String, String)> = codes.iter().map(|code| (code.clone(), code.clone())).collect();
    let field = PlanPart::Plan.field("currency");
    let current = plan.currency.clone();
    if let Some(code) = choice_ui(ui, rect, id_of(field), words.get("top.currency"), &options, &current) {
        let done = try_edit(plan, words, |plan| change_currency(plan, &code));
        desk.view.set_fault(id_of(field), done.err());
    }
    fault_ui(ui, desk, id_of(field));
    caption_ui(ui, desk, words.get("business.currency_explained"));
    let known: Vec<String> = plan.fx.keys().cloned().collect();
    let mut gone = None;
    for (idx, code) in known.iter().enumerate() {
        let label = words.with("business.one_is", &[("code", code), ("own", &plan.currency)]);
        labelled_estimate_ui(ui, desk, plan, PlanPart::Rate(idx).field("fx"), &label);
        let is_used = plan.channels.iter().any(|it| it.currency.as_ref() == Some(code))
            || plan.strategies.iter().any(|it| it.currency.as_ref() == Some(code));
        let remove = words.with("happens.remove", &[("name", code)]);
        if !is_used && icon_button(ui, desk.palette, icon::TRASH, &remove, true).clicked() {
            gone = Some(code.clone());
        }
    }
    if let Some(code) = gone {
        plan.fx.remove(&code);
    }
    let response = link_button(ui, desk.palette, words.get("business.add_rate"));
    egui::Popup::menu(&response).show(|ui| {
        for code in
            CURRENCIES.into_iter().filter(|code| *code != plan.currency && !known.iter().any(|it| it == code))
        {
            if let Some(rate) = evidence::rate(code, &plan.currency)
                && ui.button(code).clicked()
            {
                plan.fx.insert(code.to_owned(), Estimate::certain(rate));
            }
        }
    });
}
