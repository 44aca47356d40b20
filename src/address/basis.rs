//! Where a number came from: an evidence row, the seller's own hand, or an imported file.

use sortie_engine::plan::{BasisMap, Plan};

use crate::address::{PlanField, PlanPart};
use crate::catalog::evidence;
use crate::text::Words;

/// What the plan's file says of a number that the seller typed.
const TYPED: &str = "typed";
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
    /// Who says so, in words; nothing where the plan does not tell.
    pub fn source(self, plan: &Plan, words: &Words) -> Option<String> {
        let key = self.key(plan);
        let id = self.basis(plan)?.get(&key)?;
        match id.as_str() {
            TYPED => Some(words.get("source.typed").to_owned()),
            IMPORTED => Some(words.get("source.imported").to_owned()),
            id => evidence::row(id).map(|row| {
                if row.source_address.is_empty() {
                    return words.with("source.assumption", &[("grade", &row.grade.to_string())]);
                }
                let known = [("title", row.source_title.as_str()), ("as_of", row.as_of.as_str())];
                words.with("source.row", &[known[0], known[1], ("grade", &row.grade.to_string())])
            }),
        }
    }

    /// How well it is known: A official, B the trade, C an assumption; nothing where it is the seller's own or nobody says.
    pub fn grade(self, plan: &Plan) -> Option<char> {
        let key = self.key(plan);
        let id = self.basis(plan)?.get(&key)?;
        evidence::row(id).map(|row| row.grade)
    }

    /// Notes that the seller typed it.
    pub fn mark_typed(self, plan: &mut Plan) {
        self.mark(plan, TYPED);
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
            let source = field.source(&plan, words).unwrap();
            assert!(source.contains("grade"), "{source}");
        }
        let fields = [
            PlanPart::Cash.field("overhead_per_month"),
            PlanPart::Shock(0).field("passes"),
            PlanPart::Diversion(0, 0).field("share"),
            PlanPart::Strategy(0).field("setup_cost"),
        ];
        for field in fields {
            assert!(field.source(&plan, words).is_some(), "{field:?}");
        }
        PlanField::FIRST.move_to(&mut plan, 0.03);
        assert_eq!(PlanField::FIRST.source(&plan, words).unwrap(), words.get("source.typed"));
    }
}
