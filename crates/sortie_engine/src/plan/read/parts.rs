//! The plan and its parts, each field once, in the order of the file.

use super::super::fault::FaultProblem;
use super::super::fields::part as tables;
use super::super::parts::{ActualMonth, Cash, Channel, Demand, Market, Plan, Scenario, Seller};
use super::super::shock::{
    Adjustment, AdjustmentChange, ChannelTargets, Diversion, FollowedShock, Shock, ShockStart,
};
use super::super::word::{ChannelKind, Parameter};
use super::super::write::VERSION;
use super::fields::ObjectFields;
use super::strategy::strategy;
use crate::unit::{Day, Estimate};

pub(super) fn plan(fields: &mut ObjectFields) -> Plan {
    fields.text("format");
    let version = fields.whole("version");
    if !(1..=VERSION).contains(&version) && fields.is_good("version") {
        let (found, to) = (f64::from(version), f64::from(VERSION));
        let problem = FaultProblem::OutOfRange { found, from: 1.0, to, above: false, below: false };
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
    fields.since_version_2(&["interest_per_year"]);
    let restock_limited = fields.maybe_yes_no("restock_limited").unwrap_or(true);
    let mut cash = Cash { restock_limited, ..Cash::default() };
    fields.numbers_of(&mut cash, tables::numbers_of_cash, tables::set_number_of_cash);
    fields.estimates_of(&mut cash, tables::fields_of_cash, tables::estimate_of_cash);
    cash
}

fn demand(fields: &mut ObjectFields) -> Demand {
    fields.since_version_2(&["media_seasonality"]);
    let mut demand = Demand::default();
    demand.seasonality = fields.twelve("seasonality").unwrap_or(demand.seasonality);
    demand.media_seasonality = fields.twelve("media_seasonality").unwrap_or(demand.media_seasonality);
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
    fields.since_version_2(&["media_seasonality"]);
    let (id, name) = (fields.text("id"), fields.text("name"));
    Market {
        seasonality: fields.twelve("seasonality"),
        media_seasonality: fields.twelve("media_seasonality"),
        notes: fields.text_or_empty("notes"),
        basis: fields.basis(),
        ..Market::blank(&id, &name)
    }
}

pub(super) fn channel(fields: &mut ObjectFields) -> Channel {
    fields.since_version_2(&["lead_months"]);
    let (id, name) = (fields.text("id"), fields.text("name"));
    let kind = fields.word::<ChannelKind>("kind");
    let mut channel = Channel {
        lead_months: fields.maybe_whole("lead_months").unwrap_or(0),
        surface: fields.maybe_word("surface"),
        currency: fields.maybe_currency("currency"),
        active: fields.maybe_yes_no("active").unwrap_or(true),
        owns_customers: fields.maybe_yes_no("owns_customers"),
        notes: fields.text_or_empty("notes"),
        basis: fields.basis(),
        ..Channel::blank(&id, &name, kind, &fields.text("market"))
    };
    fields.estimates_of(&mut channel, tables::fields_of_channel, tables::estimate_of_channel);
    fields.numbers_of(&mut channel, tables::numbers_of_every_channel, tables::set_number_of_every_channel);
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
    fields.since_version_2(&["follows", "lasts_probability"]);
    let (id, name) = (fields.text("id"), fields.text("name"));
    let kind = fields.word("kind");
    let mut shock = Shock {
        start: shock_start(fields),
        targets: fields.maybe_object("targets", targets).unwrap_or_default(),
        lasts_months: fields.maybe_estimate("lasts_months"),
        diversions: fields.maybe_list("diversions", diversion),
        adjustments: fields.maybe_list("adjustments", adjustment),
        freeze_months: fields.maybe_whole("freeze_months"),
        notes: fields.text_or_empty("notes"),
        basis: fields.basis(),
        ..Shock::blank(&id, &name, kind, Day::default())
    };
    fields.estimates_of(&mut shock, tables::fields_of_every_shock, tables::estimate_of_every_shock);
    fields.numbers_of(&mut shock, tables::numbers_of_every_shock, tables::set_number_of_every_shock);
    shock
}

/// A shock starts on a day or follows another, not both and not neither.
fn shock_start(fields: &mut ObjectFields) -> ShockStart {
    if fields.has("start") == fields.has("follows") {
        fields.fault("start", FaultProblem::StartOrFollows);
    }
    let day = fields.maybe_day("start");
    let followed = |fields: &mut ObjectFields| FollowedShock {
        shock: fields.text("shock"),
        after_months: fields.estimate("after_months"),
    };
    let follows = fields.maybe_object("follows", followed);
    follows.map_or_else(|| ShockStart::On(day.unwrap_or_default()), ShockStart::After)
}

fn diversion(fields: &mut ObjectFields) -> Diversion {
    Diversion { to: fields.text("to"), share: fields.estimate("share") }
}

/// The number that a change changes.
pub(super) fn parameter(fields: &mut ObjectFields) -> Parameter {
    let parameter: Parameter = fields.word("parameter");
    if parameter.is_factor() {
        fields.word_since_version_2("parameter");
    }
    parameter
}

fn adjustment(fields: &mut ObjectFields) -> Adjustment {
    Adjustment {
        parameter: parameter(fields),
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
    fields.since_version_2(&["strategy", "visits", "refunds", "followers", "subscribers"]);
    ActualMonth {
        month: fields.month("month"),
        channel: fields.maybe_text("channel"),
        strategy: fields.maybe_text("strategy"),
        revenue: fields.maybe_number("revenue"),
        orders: fields.maybe_number("orders"),
        visits: fields.maybe_number("visits"),
        refunds: fields.maybe_number("refunds"),
        cash: fields.maybe_number("cash"),
        followers: fields.maybe_number("followers"),
        subscribers: fields.maybe_number("subscribers"),
    }
}
