//! What is known about the world: every number that comes with the app, with its source and grade, compiled in.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// One number about the world. Low, typical and high are read as the 10th, 50th and 90th percentile.
#[derive(Clone, Debug, Deserialize)]
pub struct EvidenceRow {
    /// The name by which a plan's basis refers to it.
    pub id: String,
    /// What it is, in words.
    pub parameter: String,
    /// Where it holds.
    pub market: String,
    /// The unit of its figures.
    pub unit: String,
    /// One time in ten it is lower.
    pub low: f64,
    /// As often lower as higher.
    pub typical: f64,
    /// One time in ten it is higher.
    pub high: f64,
    /// When it held.
    pub as_of: String,
    /// Who says so.
    pub source_title: String,
    /// Where they say it; empty for an assumption.
    pub source_address: String,
    /// A: official or agreed on by several; B: a named source of the trade; C: an assumption or hearsay.
    pub grade: char,
    /// How it was read or converted.
    pub note: String,
}

static ROWS: LazyLock<HashMap<String, EvidenceRow>> = LazyLock::new(|| {
    let mut reader = csv::Reader::from_reader(&include_bytes!("../../assets/evidence/evidence.csv")[..]);
    reader.deserialize::<EvidenceRow>().flatten().map(|row| (row.id.clone(), row)).collect()
});

/// The number of that id.
pub fn row(id: &str) -> Option<&'static EvidenceRow> {
    ROWS.get(id)
}

/// Whether a shock is a fact: its start has a source, which is no assumption.
pub fn is_fact(shock: &sortie_engine::plan::Shock) -> bool {
    let source = shock.basis.get("start").and_then(|id| row(id));
    source.is_some_and(|row| row.grade != 'C')
}

/// Which rows speak of which field: by name of the field, then by kind of its owner.
static FIELDS: LazyLock<HashMap<String, HashMap<String, Vec<String>>>> = LazyLock::new(|| {
    let table = toml::from_str(include_str!("../../assets/evidence/fields.toml"));
    table.expect("a test reads the table that is compiled in")
});

/// What is known of the field `name` of something of this kind: of its kind first, then of any.
pub fn rows_for(name: &str, kind: &str) -> Vec<&'static EvidenceRow> {
    let Some(by_kind) = FIELDS.get(name) else { return vec![] };
    let of_kind = by_kind.get(kind).into_iter().flatten();
    let of_any = by_kind.get("any").into_iter().flatten();
    let mut rows: Vec<&'static EvidenceRow> = vec![];
    for row in of_kind.chain(of_any).filter_map(|id| row(id)) {
        if !rows.iter().any(|known| known.id == row.id) {
            rows.push(row);
        }
    }
    rows
}

impl EvidenceRow {
    /// Low, typical and high as shares, amounts in `currency`, or plain numbers; nothing where there is no rate.
    pub fn figures(&self, currency: &str) -> Option<[f64; 3]> {
        let unit = self.unit.split([' ', '/']).next().unwrap_or_default();
        let factor = match unit {
            "%" => 0.01,
            "days" if self.unit == "days" => 1.0 / 30.0,
            "RMB" => rate("CNY", currency)?,
            "USD" | "EUR" | "GBP" => rate(unit, currency)?,
            _ => 1.0,
        };
        Some([self.low, self.typical, self.high].map(|x| x * factor))
    }
}

/// The currencies that have a rate.
pub const CURRENCIES: [&str; 27] = [
    "USD", "CNY", "EUR", "GBP", "IDR", "MYR", "PHP", "SGD", "THB", "VND", "AED", "AUD", "BRL", "CAD", "CHF",
    "HKD", "INR", "JPY", "KRW", "MXN", "NZD", "PLN", "SAR", "SEK", "TRY", "TWD", "ZAR",
];

/// Units of the currency `to` per unit of `from`, by way of the US dollar.
pub fn rate(from: &str, to: &str) -> Option<f64> {
    let dollars = |currency: &str| match currency {
        "USD" => Some(1.0),
        _ => row(&format!("fx.{}", currency.to_lowercase())).map(|row| row.typical),
    };
    Some(dollars(from)? / dollars(to)?)
}

#[cfg(test)]
mod tests {
    use sortie_engine::plan::{self, BasisMap, ReadyStrategy};

    use super::*;
    use crate::catalog::{ready_strategies, templates};

    #[test]
    fn every_row_that_speaks_of_a_field_is_there_and_can_be_told() {
        for (field, by_kind) in FIELDS.iter() {
            for id in by_kind.values().flatten() {
                let row = row(id).unwrap_or_else(|| panic!("{field}: no row {id}"));
                let [low, typical, high] = row.figures("USD").unwrap();
                assert!(low <= typical && typical <= high && high > 0.0, "{field}: {id}");
            }
        }
        let rows = rows_for("conversion", "own_store");
        assert_eq!(rows[0].id, "own.cvr.all");
        assert!((rows[0].figures("USD").unwrap()[1] - 0.014).abs() < 1e-12);
        assert!(rows_for("conversion", "other").is_empty());
    }

    #[test]
    fn every_row_has_a_grade_and_what_is_no_assumption_has_a_source() {
        let mut reader = csv::Reader::from_reader(&include_bytes!("../../assets/evidence/evidence.csv")[..]);
        let rows: Vec<EvidenceRow> = reader.deserialize().collect::<Result<_, _>>().unwrap();
        assert_eq!(rows.len(), ROWS.len(), "an id stands twice");
        for row in rows {
            assert!("ABC".contains(row.grade), "{}", row.id);
            assert!(row.low <= row.typical && row.typical <= row.high, "{}", row.id);
            assert!(!row.source_title.is_empty(), "{}", row.id);
            assert!(row.grade == 'C' || !row.source_address.is_empty(), "{}", row.id);
        }
    }

    fn assert_known(whose: &str, basis: &BasisMap) {
        for (field, id) in basis {
            let is_known = row(id).is_some() || id == "typed" || id == "imported";
            assert!(is_known, "{whose}, {field}: {id}");
        }
    }

    #[test]
    fn every_number_of_a_template_says_where_it_comes_from() {
        for template in templates() {
            let plan = plan::read(template.plan_bytes).unwrap();
            assert_known(template.id, &plan.basis);
            for channel in &plan.channels {
                assert_known(&channel.id, &channel.basis);
                for plan::EstimateField { name: field, spread, .. } in plan::fields_of_channel(channel) {
                    let says =
                        channel.basis.contains_key(field) || (spread.is_certain() && spread.likely == 0.0);
                    assert!(says, "{}, {}: {field}", template.id, channel.id);
                }
            }
            for shock in &plan.shocks {
                assert_known(&shock.id, &shock.basis);
                assert!(!shock.basis.is_empty(), "{}, {}", template.id, shock.id);
            }
            for strategy in &plan.strategies {
                assert_known(&strategy.id, &strategy.basis);
                for (place, mechanism) in strategy.mechanisms.iter().enumerate() {
                    for plan::EstimateField { name: field, .. } in plan::fields_of_mechanism(mechanism) {
                        let key = format!("mechanisms[{place}].{field}");
                        let is_default =
                            matches!(field, "initial_followers" | "conversion_factor" | "commission")
                                || matches!(
                                    field,
                                    "invites_existing" | "initial_subscribers" | "penalty_loss"
                                );
                        let says = strategy.basis.contains_key(&key) || is_default;
                        assert!(says, "{}, {}: {key}", template.id, strategy.id);
                    }
                }
            }
        }
    }

    #[test]
    fn any_template_takes_any_ready_response_in_one_step_or_says_what_it_lacks() {
        for template in templates() {
            let plan = plan::read(template.plan_bytes).unwrap();
            for ready in ready_strategies() {
                let response = ReadyStrategy::read(ready.bytes).unwrap();
                for (field, id) in &response.strategy.basis {
                    assert!(row(id).is_some(), "{}, {field}: {id}", ready.id);
                }
                let mut changed = plan.clone();
                let added = response.add_to(&mut changed, rate);
                if let Err(plan::BindFault::AlreadyOpen { channel }) = &added {
                    // Only the shop which is there would be opened.
                    assert_eq!((ready.id, changed), ("tiktok_shop_entry", plan.clone()), "{channel}");
                    assert_eq!((template.id, channel.as_str()), ("sea_market_ban", "TikTok Shop Malaysia"));
                    continue;
                }
                let added =
                    added.unwrap_or_else(|lacking| panic!("{} in {}: {lacking:?}", ready.id, template.id));
                assert_eq!(plan::check(&changed), [], "{} in {}", ready.id, template.id);
                assert_eq!(changed.strategies.len(), plan.strategies.len() + 1);
                assert_eq!(changed.scenarios.last().unwrap().strategies, [added.strategy]);
                let new = &changed.channels[plan.channels.len()..];
                assert!(new.iter().all(|channel| !channel.active));
            }
        }
    }

    #[test]
    fn a_response_uses_the_shop_that_is_open_rather_than_opening_a_second_one() {
        let mut plan = plan::read(templates()[0].plan_bytes).unwrap();
        let closed = plan.channels.iter().find(|it| it.kind == plan::ChannelKind::TiktokShop && !it.active);
        let own = plan::Channel { id: "mine".to_owned(), active: true, ..closed.unwrap().clone() };
        plan.channels.push(own);
        let ready = |id: &str| {
            let file = ready_strategies().iter().find(|ready| ready.id == id).unwrap();
            ReadyStrategy::read(file.bytes).unwrap()
        };
        for id in ["content_led", "commission_affiliates"] {
            let mut changed = plan.clone();
            ready(id).add_to(&mut changed, rate).unwrap();
            assert_eq!(
                (changed.channels.len(), plan::check(&changed)),
                (plan.channels.len(), vec![]),
                "{id}"
            );
            let mechanisms = &changed.strategies.last().unwrap().mechanisms;
            let opens = |id: &str| {
                mechanisms
                    .iter()
                    .any(|it| matches!(it, plan::Mechanism::OpenChannel(open) if open.channel == id))
            };
            assert!(!opens("mine") && !opens("tiktok_shop"), "{id}");
        }
        // Amazon is open as well, so that nothing would be left to open.
        for id in ["tiktok_shop_entry", "multi_platform"] {
            let lacking = ready(id).add_to(&mut plan, rate);
            assert!(matches!(lacking, Err(plan::BindFault::AlreadyOpen { .. })), "{id}: {lacking:?}");
        }
    }

    #[test]
    fn a_plan_in_yuan_takes_a_response_told_in_dollars_at_the_rate_of_the_evidence() {
        let mut plan = plan::read(templates()[0].plan_bytes).unwrap();
        "CNY".clone_into(&mut plan.currency);
        let response = ready_strategies().iter().find(|ready| ready.id == "paid_ads").unwrap();
        ReadyStrategy::read(response.bytes).unwrap().add_to(&mut plan, rate).unwrap();
        assert!((plan.fx["USD"].likely - 1.0 / 0.1412).abs() < 1e-9);
    }

    #[test]
    fn a_response_that_finds_no_one_for_a_part_changes_nothing() {
        let mut plan = plan::read(templates()[0].plan_bytes).unwrap();
        plan.shocks.clear();
        plan.scenarios.iter_mut().for_each(|scenario| scenario.shocks.clear());
        let before = plan.clone();
        let response = ready_strategies().iter().find(|ready| ready.id == "safe_links").unwrap();
        let lacking = ReadyStrategy::read(response.bytes).unwrap().add_to(&mut plan, rate);
        assert!(matches!(lacking, Err(plan::BindFault::NoOneFor { role, .. }) if role == "the_closure"));
        assert_eq!(plan, before);
    }
}
