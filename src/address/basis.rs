//! Where a number came from: an evidence row, the seller's own hand, or an imported file.

use sortie_engine::plan::{BasisMap, Plan};
use sortie_engine::unit::Month;

use crate::address::{PlanField, PlanPart};
use crate::catalog::evidence;
use crate::text::Words;

/// What the plan's file says of a number that the seller typed.
const TYPED: &str = "typed";
/// What it says where only the likely value was typed, and the range was kept in proportion to it.
const TYPED_LIKELY: &str = "typed_likely";
/// What it says of a number read from the seller's exports.
const IMPORTED: &str = "imported";

/// The basis of a part, by reference or to be changed: one list of the parts for both.
macro_rules! basis_of {
    ($part:expr, $plan:expr, $get:ident, $($lent:tt)+) => {
        match $part {
            PlanPart::Plan | PlanPart::Cash | PlanPart::Demand | PlanPart::Seller | PlanPart::Rate(_) => Some($($lent)+ $plan.basis),
            PlanPart::Market(idx) => $plan.markets.$get(idx).map(|it| $($lent)+ it.basis),
            PlanPart::Scenario(idx) => $plan.scenarios.$get(idx).map(|it| $($lent)+ it.basis),
            PlanPart::Channel(idx) => $plan.channels.$get(idx).map(|it| $($lent)+ it.basis),
            PlanPart::Shock(idx) | PlanPart::Diversion(idx, _) | PlanPart::Adjustment(idx, _) => {
                $plan.shocks.$get(idx).map(|it| $($lent)+ it.basis)
            }
            PlanPart::Strategy(idx) | PlanPart::Mechanism(idx, _) => {
                $plan.strategies.$get(idx).map(|it| $($lent)+ it.basis)
            }
        }
    };
}

impl PlanField {
    /// Who says so, in words, and how many years ago where that is more than one; nothing where the plan does not tell.
    pub fn source(self, plan: &Plan, words: &Words, today: Option<Month>) -> Option<String> {
        let key = self.key(plan);
        let id = self.basis(plan)?.get(&key)?;
        match id.as_str() {
            TYPED => Some(words.get("source.typed").to_owned()),
            TYPED_LIKELY => Some(words.get("source.typed_likely").to_owned()),
            IMPORTED => Some(words.get("source.imported").to_owned()),
            id => evidence::row(id).map(|row| {
                let age = row.years_old(today).map(|years| words.years_old(years));
                let key = match (row.source_address.is_empty(), age.is_some()) {
                    (true, false) => "source.assumption",
                    (true, true) => "source.old_assumption",
                    (false, false) => "source.row",
                    (false, true) => "source.old_row",
                };
                let (title, as_of, grade) = (&row.source_title, &row.as_of, row.grade.to_string());
                let age = age.unwrap_or_default();
                words.with(key, &[("title", title), ("as_of", as_of), ("grade", &grade), ("age", &age)])
            }),
        }
    }

    /// How well it is known: A official, B the trade, C an assumption; nothing where it is the seller's own or nobody says.
    pub fn grade(self, plan: &Plan) -> Option<char> {
        let key = self.key(plan);
        let id = self.basis(plan)?.get(&key)?;
        evidence::row(id).map(|row| row.grade)
    }

    /// How many years old what is known of it is, where that is more than one; nothing where it is the seller's own.
    pub fn years_old(self, plan: &Plan, today: Option<Month>) -> Option<i32> {
        let key = self.key(plan);
        let id = self.basis(plan)?.get(&key)?;
        evidence::row(id)?.years_old(today)
    }

    /// Notes that the seller typed it.
    pub fn mark_typed(self, plan: &mut Plan) {
        self.mark(plan, TYPED);
    }

    /// Whether all of it, with its range, is what the seller typed.
    pub fn is_typed(self, plan: &Plan) -> bool {
        let key = self.key(plan);
        self.basis(plan).and_then(|basis| basis.get(&key)).is_some_and(|id| id == TYPED)
    }

    /// Notes that the seller typed its likely value, while the range around it is not the seller's.
    pub fn mark_typed_likely(self, plan: &mut Plan) {
        self.mark(plan, TYPED_LIKELY);
    }

    /// Notes where it comes from: the id of a row of the evidence.
    pub fn mark(self, plan: &mut Plan, source: &str) {
        let key = self.key(plan);
        if let Some(basis) = self.basis_mut(plan) {
            basis.insert(key, source.to_owned());
        }
    }

    /// What the plan says of where its numbers came from, in the part that holds this one.
    fn basis(self, plan: &Plan) -> Option<&BasisMap> {
        basis_of!(self.part, plan, get, &)
    }

    /// The same, to be changed.
    fn basis_mut(self, plan: &mut Plan) -> Option<&mut BasisMap> {
        basis_of!(self.part, plan, get_mut, &mut)
    }

    /// Its key there: the path of the field within its part of the plan.
    fn key(self, plan: &Plan) -> String {
        let name = self.name;
        match self.part {
            PlanPart::Cash => format!("cash.{name}"),
            PlanPart::Demand => format!("demand.{name}"),
            PlanPart::Seller => format!("seller.{name}"),
            PlanPart::Rate(idx) => {
                format!("fx.{}", plan.fx.keys().nth(idx).map_or("", String::as_str))
            }
            PlanPart::Diversion(_, part) => format!("diversions[{part}].{name}"),
            PlanPart::Adjustment(_, part) => format!("adjustments[{part}].{name}"),
            PlanPart::Mechanism(_, part) => format!("mechanisms[{part}].{name}"),
            PlanPart::Plan
            | PlanPart::Market(_)
            | PlanPart::Channel(_)
            | PlanPart::Shock(_)
            | PlanPart::Strategy(_)
            | PlanPart::Scenario(_) => name.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use sortie_engine::plan;

    use super::*;
    use crate::catalog::templates;
    use crate::text::{Language, words};

    #[test]
    fn every_number_of_the_sample_says_who_says_so_until_the_seller_types_another() {
        let mut plan = plan::read(templates()[0].plan_bytes).unwrap();
        let words = words(Language::English);
        for name in ["visits", "conversion", "order_value"] {
            let field = PlanPart::Channel(0).field(name);
            let source = field.source(&plan, words, None).unwrap();
            assert!(source.contains("grade"), "{source}");
        }
        let fields = [
            PlanPart::Cash.field("overhead_per_month"),
            PlanPart::Shock(0).field("passes"),
            PlanPart::Diversion(0, 0).field("share"),
            PlanPart::Strategy(0).field("setup_cost"),
        ];
        for field in fields {
            assert!(field.source(&plan, words, None).is_some(), "{field:?}");
        }
        PlanField::FIRST.move_to(&mut plan, 0.03);
        assert_eq!(PlanField::FIRST.source(&plan, words, None).unwrap(), words.get("source.typed_likely"));
        PlanField::FIRST.set(&mut plan, 0.02, 0.03, 0.05);
        assert_eq!(PlanField::FIRST.source(&plan, words, None).unwrap(), words.get("source.typed"));
    }
    #[test]
    fn what_is_known_for_longer_than_a_year_says_its_age_in_both_languages() {
        let mut plan = plan::read(templates()[0].plan_bytes).unwrap();
        let field = PlanField::FIRST;
        let told =
            |plan: &Plan, language, today: &str| field.source(plan, words(language), Month::parse(today));
        for (id, english, chinese) in [
            ("shk.notice.indonesia2023", "Source, 3 years old: Katadata", "来源（3 年前）：Katadata"),
            ("bt.indonesia.diverted", "An assumption, 3 years old, grade C", "这是 3 年前的假设，C 级"),
        ] {
            field.mark(&mut plan, id);
            let source = told(&plan, Language::English, "2026-11").unwrap();
            assert!(source.starts_with(english), "{source}");
            let source = told(&plan, Language::Chinese, "2026-11").unwrap();
            assert!(source.starts_with(chinese), "{source}");
            let source = told(&plan, Language::English, "2024-11").unwrap();
            assert!(source.contains(", 1 year old"), "{source}");
            let source = told(&plan, Language::English, "2024-10").unwrap();
            assert!(!source.contains("old"), "{source}");
            assert_eq!(field.years_old(&plan, Month::parse("2026-11")), Some(3));
        }
        field.mark_typed(&mut plan);
        assert_eq!(field.years_old(&plan, Month::parse("2026-11")), None);
    }
}
