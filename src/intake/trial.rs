//! What tests of the intake begin from: a fit and a ledger of made shops.

use sortie_engine::fit::{FieldAddress, FittedChannel, FittedField, FittedValue, FoundBy, IMPORTED, PlanFit};
use sortie_engine::ledger::{ChannelMonth, Decimal, Ledger};
use sortie_engine::plan::{ChannelKind, Plan, check, read};
use sortie_engine::unit::{EstimateSpace, Month, Spread};

use super::{ImportChoice, draft, put_into};
use crate::catalog::templates;
use crate::start::UsualPlan;
use crate::text::{Language, words};

/// The first sample.
pub fn sample() -> Plan {
    read(templates()[0].plan_bytes).unwrap()
}

/// A fit of these channels (id, shop, kind, market, currency), each with its visits found.
pub fn fit_of(channels: &[(&str, &str, ChannelKind, &str, &str)], start: &str) -> PlanFit {
    let visits = Spread { low: 900.0, likely: 1_000.0, high: 1_100.0, space: EstimateSpace::Log };
    let channel =
        |(id, shop, kind, market, currency): &(&str, &str, ChannelKind, &str, &str)| FittedChannel {
            id: (*id).to_owned(),
            shop: (*shop).to_owned(),
            kind: *kind,
            market: (*market).to_owned(),
            currency: (*currency).to_owned(),
            is_open: true,
            exposure: None,
        };
    let field = |(id, ..): &(&str, &str, ChannelKind, &str, &str)| FittedField {
        address: FieldAddress { channel: Some((*id).to_owned()), field: "visits" },
        figure: FittedValue::Number(visits),
        found: FoundBy::Months { n_months: 14 },
        basis: IMPORTED.to_owned(),
    };
    PlanFit {
        start: Month::parse(start).unwrap(),
        channels: channels.iter().map(channel).collect(),
        fields: channels.iter().map(field).collect(),
    }
}

/// A ledger in which each of these shops sells 100 orders a month for so many months.
pub fn ledger(shops: &[&str], first: &str, n: i32) -> Ledger {
    let month = |shop: &str, t: i32| ChannelMonth {
        channel: shop.to_owned(),
        month: Month::parse(first).unwrap().plus(t),
        currency: if shop.ends_with(":jp") { "JPY" } else { "USD" }.to_owned(),
        is_complete: true,
        orders: Some(100),
        sessions: Some(2_500),
        revenue: Some(Decimal::from(4_000)),
        refunds: Some(Decimal::from(400)),
        ..ChannelMonth::default()
    };
    let months = shops.iter().flat_map(|shop| (0..n).map(move |t| month(shop, t))).collect();
    Ledger { months, ..Ledger::default() }
}

/// Puts a choice into a plan, which has no fault then.
pub fn put(plan: &mut Plan, ledger: &Ledger, fit: &PlanFit, choice: &ImportChoice) {
    let made = draft(words(Language::English), &UsualPlan::of(0).unwrap(), &choice.taken(fit));
    put_into(plan, made.as_ref(), ledger, fit, choice);
    assert_eq!(check(plan), []);
}
