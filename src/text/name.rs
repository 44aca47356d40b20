//! What sellers call the items of the plan's closed lists.

use sortie_engine::forecast::Metric;
use sortie_engine::plan::{
    ChannelKind, FileWord, IdReference, Mechanism, Parameter, Requirement, RuleMetric, ShockKind, Surface,
};

use super::{NumberFault, Words};

impl Words {
    /// What a grade of the evidence means.
    pub fn grade(&self, grade: char) -> &str {
        self.get(match grade {
            'A' => "evidence.grade_a",
            'B' => "evidence.grade_b",
            _ => "evidence.grade_c",
        })
    }

    /// The name of a figure told of every month.
    pub fn metric(&self, metric: Metric) -> &'static str {
        self.of_item("metric", metric.word())
    }

    /// The name of what a rule looks at.
    pub fn rule_metric(&self, metric: RuleMetric) -> &'static str {
        self.of_item("metric", metric.word())
    }

    /// Where a seller reads what a rule looks at.
    pub fn read_in(&self, metric: RuleMetric) -> &'static str {
        self.of_item("read_in", metric.word())
    }

    /// The name of a kind of channel.
    pub fn channel_kind(&self, kind: ChannelKind) -> &'static str {
        self.of_item("channel_kind", kind.word())
    }

    /// The name of the place on TikTok where a link stands.
    pub fn surface(&self, surface: Surface) -> &'static str {
        self.of_item("surface", surface.word())
    }

    /// The name of a kind of blow.
    pub fn shock_kind(&self, kind: ShockKind) -> &'static str {
        self.of_item("shock_kind", kind.word())
    }

    /// The kind of a strategy, a free word: in this language where it is a common one.
    pub fn strategy_kind<'k>(&self, kind: &'k str) -> &'k str {
        self.find(&format!("strategy_kind.{kind}")).unwrap_or(kind)
    }

    /// The name of a number that a shock or a strategy may change.
    pub fn parameter(&self, parameter: Parameter) -> &'static str {
        self.of_item("parameter", parameter.word())
    }

    /// What a platform asks for before it lets a seller in.
    pub fn requirement(&self, requirement: Requirement) -> &'static str {
        self.of_item("requirement", requirement.word())
    }

    /// The label of a field of the plan file, such as `payout_days`.
    pub fn field(&self, name: &'static str) -> &'static str {
        self.of_item("field", name)
    }

    /// What a field of the plan file is, and where a seller finds it.
    pub fn tip(&self, name: &'static str) -> &'static str {
        self.of_item("tip", name)
    }

    /// The name of a mechanism's type.
    pub fn mechanism(&self, mechanism: &Mechanism) -> &'static str {
        self.of_item("mechanism", mechanism.type_word())
    }

    /// Why a typed text is no number that can be used, and what to type instead.
    pub fn number_fault(&self, fault: NumberFault) -> &'static str {
        let item = match fault {
            NumberFault::Empty => "empty",
            NumberFault::TooLong => "too_long",
            NumberFault::NotANumber => "not_a_number",
            NumberFault::Ambiguous => "ambiguous",
            NumberFault::TooLarge => "too_large",
            NumberFault::DividedByZero => "divided_by_zero",
            NumberFault::OneSided => "one_sided",
            NumberFault::OutOfOrder => "out_of_order",
        };
        self.of_item("number_fault", item)
    }

    /// What a thing is called that other parts of a plan name by its id.
    pub fn reference(&self, what: IdReference) -> &'static str {
        let item = match what {
            IdReference::Market => "market",
            IdReference::Channel => "channel",
            IdReference::Shock => "shock",
            IdReference::Strategy => "strategy",
            IdReference::Scenario => "scenario",
        };
        self.of_item("fault.reference", item)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Language, words};

    #[test]
    fn every_item_of_every_list_has_a_name_in_every_language() {
        for language in Language::ALL {
            let has = |table: &str, item: &str| {
                assert!(words(language).find(&format!("{table}.{item}")).is_some(), "{table}.{item}");
            };
            ChannelKind::ALL.iter().for_each(|kind| has("channel_kind", kind.word()));
            Surface::ALL.iter().for_each(|surface| has("surface", surface.word()));
            ShockKind::ALL.iter().for_each(|kind| has("shock_kind", kind.word()));
            Parameter::ALL.iter().for_each(|parameter| has("parameter", parameter.word()));
            Requirement::ALL.iter().for_each(|requirement| has("requirement", requirement.word()));
            Metric::ALL.iter().for_each(|metric| has("metric", metric.word()));
            RuleMetric::ALL.iter().for_each(|metric| has("metric", metric.word()));
            Metric::ALL.iter().for_each(|metric| has("caption", metric.word()));
        }
    }

    #[test]
    fn every_field_of_the_plan_explains_itself_in_every_language() {
        for language in Language::ALL {
            let keys = words(language).keys();
            let fields = keys.keys().filter_map(|key| key.strip_prefix("field."));
            let silent: Vec<&str> =
                fields.filter(|name| !keys.contains_key(format!("tip.{name}").as_str())).collect();
            assert!(silent.is_empty(), "{silent:?}");
        }
    }
}
