//! The plan and its parts, each field once, in the order of the file.

use super::super::fault::FaultProblem;
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
    Cash {
        opening: fields.number("opening"),
        credit_line: fields.number_or("credit_line", 0.0),
        overhead_per_month: fields.estimate_or("overhead_per_month", 0.0),
        restock_limited: fields.maybe_yes_no("restock_limited").unwrap_or(true),
    }
}

fn demand(fields: &mut ObjectFields) -> Demand {
    let usual = Demand::default();
    Demand {
        seasonality: fields.twelve("seasonality").unwrap_or(usual.seasonality),
        trend_damping: fields.number_or("trend_damping", usual.trend_damping),
        volatility: fields.number_or("volatility", usual.volatility),
        persistence: fields.number_or("persistence", usual.persistence),
        co_movement: fields.number_or("co_movement", usual.co_movement),
        estimate_correlation: fields.number_or("estimate_correlation", usual.estimate_correlation),
    }
}

fn seller(fields: &mut ObjectFields) -> Seller {
    Seller {
        local_stock: fields.maybe_yes_no("local_stock").unwrap_or(false),
        overseas_warehouse: fields.maybe_yes_no("overseas_warehouse").unwrap_or(false),
        amazon_us_category_revenue_usd: fields.number_or("amazon_us_category_revenue_usd", 0.0),
    }
}

fn market(fields: &mut ObjectFields) -> Market {
    Market {
        id: fields.text("id"),
        name: fields.text("name"),
        seasonality: fields.twelve("seasonality"),
        notes: fields.text_or_empty("notes"),
        basis: fields.basis(),
    }
}

pub(super) fn channel(fields: &mut ObjectFields) -> Channel {
    Channel {
        id: fields.text("id"),
        name: fields.text("name"),
        kind: fields.word::<ChannelKind>("kind"),
        market: fields.text("market"),
        surface: fields.maybe_word("surface"),
        currency: fields.maybe_currency("currency"),
        active: fields.maybe_yes_no("active").unwrap_or(true),
        visits: fields.estimate("visits"),
        growth: fields.estimate_or("growth", 0.0),
        conversion: fields.estimate("conversion"),
        repeat_share: fields.estimate_or("repeat_share", 0.0),
        customer_life_months: fields.number_or("customer_life_months", Channel::USUAL_LIFE_MONTHS),
        owns_customers: fields.maybe_yes_no("owns_customers"),
        order_value: fields.estimate("order_value"),
        refund: fields.estimate_or("refund", 0.0),
        resale: fields.estimate_or("resale", 0.0),
        unit_cost: fields.estimate("unit_cost"),
        fulfilment: fields.estimate_or("fulfilment", 0.0),
        return_cost: fields.estimate_or("return_cost", 0.0),
        commission: fields.estimate_or("commission", 0.0),
        payment_fee_share: fields.estimate_or("payment_fee_share", 0.0),
        payment_fee_fixed: fields.estimate_or("payment_fee_fixed", 0.0),
        cost_per_visit: fields.estimate_or("cost_per_visit", 0.0),
        spend_kept: fields.estimate_or("spend_kept", 0.0),
        fixed_cost_per_month: fields.estimate_or("fixed_cost_per_month", 0.0),
        payout_days: fields.number_or("payout_days", 0.0),
        stock_days: fields.number_or("stock_days", 0.0),
        notes: fields.text_or_empty("notes"),
        basis: fields.basis(),
    }
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
    Shock {
        id: fields.text("id"),
        name: fields.text("name"),
        kind: fields.word("kind"),
        targets: fields.maybe_object("targets", targets).unwrap_or_default(),
        start: fields.day("start"),
        phase_out_months: fields.number_or("phase_out_months", 0.0),
        lasts_months: fields.maybe_estimate("lasts_months"),
        recovery_months: fields.number_or("recovery_months", 0.0),
        probability: fields.number_or("probability", 1.0),
        window_months: fields.number_or("window_months", 0.0),
        passes: fields.estimate_or("passes", 1.0),
        diversions: fields.maybe_list("diversions", diversion),
        adaptation_months: fields.number_or("adaptation_months", 0.0),
        adjustments: fields.maybe_list("adjustments", adjustment),
        freezes_payouts: fields.estimate_or("freezes_payouts", 0.0),
        freeze_months: fields.maybe_whole("freeze_months"),
        writes_off: fields.estimate_or("writes_off", 0.0),
        notes: fields.text_or_empty("notes"),
        basis: fields.basis(),
    }
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
