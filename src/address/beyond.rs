//! Numbers larger than a business of this kind knows: a telephone number that was pasted, a digit too many. They are taken
//! as they were typed and asked about, since the seller may be right. The limits are judgments of what is worth a
//! question, and enter no result.

use super::unit::NumberUnit;
use crate::catalog::evidence;

/// What goes abroad by parcel is cheaper, in US dollars.
const MOST_AN_ORDER: f64 = 10_000.0;
/// A click is cheaper, in US dollars.
const MOST_A_VISIT: f64 = 100.0;
/// So much a month is no business of a few people, in US dollars.
const MOST_MONEY: f64 = 100_000_000.0;
/// Nor is one of so many visits or orders.
const MOST_THINGS: f64 = 100_000_000.0;
/// A year to be paid, or of goods at hand.
const MOST_DAYS: f64 = 365.0;
/// A plan looks at five years; what lasts twice as long has no end in it.
const MOST_MONTHS: f64 = 120.0;
/// What doubles every month is two thousand times as large within a year.
const MOST_GROWTH: f64 = 1.0;
/// A number ten times as large is another business.
const MOST_RATIO: f64 = 10.0;

/// What an order costs or brings.
const OF_AN_ORDER: [&str; 4] = ["order_value", "fulfilment", "return_cost", "payment_fee_fixed"];
/// What a visit costs.
const OF_A_VISIT: [&str; 1] = ["cost_per_visit"];

/// The key of the question about this number of the field `name`, where it is beyond what such a business can be.
pub fn question(name: &str, unit: &NumberUnit, value: f64) -> Option<&'static str> {
    let (most, key) = match unit {
        NumberUnit::Money(_) if OF_AN_ORDER.contains(&name) => (MOST_AN_ORDER, "doubt.order"),
        NumberUnit::Money(_) if OF_A_VISIT.contains(&name) => (MOST_A_VISIT, "doubt.visit"),
        NumberUnit::Money(_) => (MOST_MONEY, "doubt.plain"),
        NumberUnit::Count => (MOST_THINGS, "doubt.plain"),
        NumberUnit::Days => (MOST_DAYS, "doubt.plain"),
        NumberUnit::Months => (MOST_MONTHS, "doubt.plain"),
        NumberUnit::Growth => (MOST_GROWTH, "doubt.growth"),
        NumberUnit::Ratio => (MOST_RATIO, "doubt.plain"),
        // A share has an end of its own, and a rate of exchange may be of any size.
        NumberUnit::Share | NumberUnit::Number => return None,
    };
    let rate = match unit {
        NumberUnit::Money(currency) => evidence::rate(currency, "USD").unwrap_or(1.0),
        _ => 1.0,
    };
    (value.abs() * rate > most).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::PlanPart;
    use crate::catalog::templates;

    #[test]
    fn a_telephone_number_is_asked_about_in_whatever_field_it_lands() {
        let phone = 13_800_138_000.0;
        let money = |code: &str| NumberUnit::Money(code.to_owned());
        for (name, unit) in [
            ("order_value", money("USD")),
            ("cost_per_visit", money("IDR")),
            ("opening", money("CNY")),
            ("visits", NumberUnit::Count),
            ("payout_days", NumberUnit::Days),
            ("phase_out_months", NumberUnit::Months),
            ("growth", NumberUnit::Growth),
            ("factor", NumberUnit::Ratio),
        ] {
            assert!(question(name, &unit, phone).is_some(), "{name}");
        }
    }

    #[test]
    fn no_number_of_a_sample_is_asked_about() {
        for template in templates() {
            let plan = template.plan(None).unwrap();
            for idx in 0..plan.channels.len() {
                for field in sortie_engine::plan::fields_of_channel(&plan.channels[idx]) {
                    let unit = PlanPart::Channel(idx).field(field.name).unit(&plan);
                    assert_eq!(question(field.name, &unit, field.spread.high), None, "{}", field.name);
                }
            }
        }
    }

    #[test]
    fn an_amount_is_weighed_by_what_its_currency_is_worth() {
        let of = |code: &str| question("order_value", &NumberUnit::Money(code.to_owned()), 300_000.0);
        assert_eq!((of("IDR"), of("USD")), (None, Some("doubt.order")));
    }
}
