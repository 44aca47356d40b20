//! The plan and its parts, each field once, in the order of the file.

use super::super::fault::FaultProblem;
use super::super::fields::part as tables;
use super::super::parts::{ActualMonth, Cash, Channel, Demand, Market, Plan, Scenario, Seller};
use super::super::shock::{Adjustment, AdjustmentChange, ChannelTargets, Diversion, Shock};
use super::super::word::ChannelKind;
use super::super::write::VERSION;
use super::fields::ObjectFields;
use super::strategy::strategy;
use crate::unit::Estimate;

pub(super) fn plan(fields: &mut ObjectFields) -> Plan {
    fields.text("format");
    let version = fields.whole("version");
    if version != VERSION && fields.is_good("version") {
        let (found, known) = (f64::from(version), f64::from(VERSION));
        let problem = FaultProblem::OutOfRange { found, from: known, to: known, above: false, below: false };
        fields.fault("version", problem);
    }
    Plan {
        name: fields.text("name"),
        notes: fields.text_or_empty("notes"),
        basis: fields.basis(),
        currency: fields.currency("currency"),
        start: fields.month("start"),
        horizon_months: fields.whole("horizon_months") as usize,
        fx: fields.estimates("fx"),
        cash: fields.object("cash", cash),
        demand: fields.maybe_object("demand", demand).unwrap_or_default(),
        seller: fields.maybe_object("seller", seller).unwrap_or_default(),
        markets: fields.list("markets", market),
        channels: fields.list("channels", channel),
        shocks: fields.list("shocks", shock),
        strategies: fields.list("strategies", strategy),
        scenarios: fields.list("scenarios", scenario),
        actuals: fields.maybe_list("actuals", actual),
    }
}

fn cash(fields: &mut ObjectFields) -> Cash {
    let restock_limited = fields.maybe_yes_no("restock_limited").unwrap_or(true);
    let mut cash = Cash { restock_limited, ..Cash::default() };
    fields.numbers_of(&mut cash, tables::numbers_of_cash, tables::set_number_of_cash);
    fields.estimates_of(&mut cash, tables::fields_of_cash, tables::estimate_of_cash);
    cash
}

fn demand(fields: &mut ObjectFields) -> Demand {
    let mut demand = Demand::default();
    demand.seasonality = fields.twelve("seasonality").unwrap_or(demand.seasonality);
    fields.numbers_of(&mut demand, tables::numbers_of_demand, tables::set_number_of_demand);
    demand
}

fn seller(fields: &mut ObjectFields) -> Seller {
    let mut seller = Seller {
        local_stock: fields.maybe_yes_no("local_stock").unwrap_or(false),
        overseas_warehouse: fields.maybe_yes_no("overseas_warehouse").unwrap_or(false),
        ..Seller::default()
    };
    fields.numbers_of(&mut seller, tables::numbers_of_seller, tables::set_number_of_seller);
    seller
}

fn market(fields: &mut ObjectFields) -> Market {
    let (id, name) = (fields.text("id"), fields.text("name"));
    Market {
        seasonality: fields.twelve("seasonality"),
        notes: fields.text_or_empty("notes"),
        basis: fields.basis(),
        ..Market::blank(&id, &name)
    }
}

pub(super) fn channel(fields: &mut ObjectFields) -> Channel {
    let (id, name) = (fields.text("id"), fields.text("name"));
    let kind = fields.word::<ChannelKind>("kind");
    let mut channel = Channel {
        surface: fields.maybe_word("surface"),
        currency: fields.maybe_currency("currency"),
        active: fields.maybe_yes_no("active").unwrap_or(true),
        owns_customers: fields.maybe_yes_no("owns_customers"),
        notes: fields.text_or_empty("notes"),
        basis: fields.basis(),
        ..Channel::blank(&id, &name, kind, &fields.text("market"))
    };
    fields.estimates_of(&mut channel, tables::fields_of_channel, tables::estimate_of_channel);
    fields.numbers_of(&mut channel, tables::numbers_of_channel, tables::set_number_of_channel);
    channel
}

pub(super) fn targets(fields: &mut ObjectFields) -> ChannelTargets {
    ChannelTargets {
        kinds: fields.maybe_words("kinds"),
        surfaces: fields.maybe_words("surfaces"),
        markets: fields.maybe_texts("markets"),
        channels: fields.maybe_texts("channels"),
    }
}

/// A change is a factor or an addition, not both and not neither.
pub(super) fn change(fields: &mut ObjectFields) -> AdjustmentChange {
    if fields.has("factor") == fields.has("add") {
        fields.fault("", FaultProblem::FactorOrAdd);
    }
    let factor = fields.maybe_estimate("factor").map(AdjustmentChange::Factor);
    let add = fields.maybe_estimate("add").map(AdjustmentChange::Add);
    factor.or(add).unwrap_or(AdjustmentChange::Factor(Estimate::certain(1.0)))
}

fn shock(fields: &mut ObjectFields) -> Shock {
    let (id, name) = (fields.text("id"), fields.text("name"));
    let kind = fields.word("kind");
    let mut shock = Shock {
        targets: fields.maybe_object("targets", targets).unwrap_or_default(),
        lasts_months: fields.maybe_estimate("lasts_months"),
        diversions: fields.maybe_list("diversions", diversion),
        adjustments: fields.maybe_list("adjustments", adjustment),
        freeze_months: fields.maybe_whole("freeze_months"),
        notes: fields.text_or_empty("notes"),
        basis: fields.basis(),
        ..Shock::blank(&id, &name, kind, fields.day("start"))
    };
    fields.estimates_of(&mut shock, tables::fields_of_every_shock, tables::estimate_of_every_shock);
    fields.numbers_of(&mut shock, tables::numbers_of_every_shock, tables::set_number_of_every_shock);
    shock
}

fn diversion(fields: &mut ObjectFields) -> Diversion {
    Diversion { to: fields.text("to"), share: fields.estimate("share") }
}

fn adjustment(fields: &mut ObjectFields) -> Adjustment {
    Adjustment {
        parameter: fields.word("parameter"),
        change: change(fields),
        targets: fields.maybe_object("targets", targets),
    }
}

fn scenario(fields: &mut ObjectFields) -> Scenario {
    Scenario {
        id: fields.text("id"),
        name: fields.text("name"),
        shocks: fields.texts("shocks"),
        strategies: fields.texts("strategies"),
        notes: fields.text_or_empty("notes"),
        basis: fields.basis(),
    }
}

fn actual(fields: &mut ObjectFields) -> ActualMonth {
    ActualMonth {
        month: fields.month("month"),
        channel: fields.maybe_text("channel"),
        revenue: fields.maybe_number("revenue"),
        orders: fields.maybe_number("orders"),
        cash: fields.maybe_number("cash"),
    }
}
