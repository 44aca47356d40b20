//! Where a number came from: an evidence row, the seller's own hand, or an imported file.

use sortie_engine::plan::{Basis, Plan};

use super::number::Field;
use crate::disk::evidence;
use crate::text::Words;

/// What the plan's file says of a number that the seller typed.
const TYPED: &str = "typed";
/// What it says of a number read from the seller's exports.
const IMPORTED: &str = "imported";

impl Field {
    /// Who says so, in words; nothing where the plan does not tell.
    pub fn source(self, plan: &mut Plan, words: &Words) -> Option<String> {
        let key = self.key();
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

    /// Notes that the seller typed it.
    pub fn mark_typed(self, plan: &mut Plan) {
        let key = self.key();
        if let Some(basis) = self.basis(plan) {
            basis.insert(key, TYPED.to_owned());
        }
    }

    /// The place in the plan that says where it came from.
    fn basis(self, plan: &mut Plan) -> Option<&mut Basis> {
        match self {
            Self::Channel(idx, _) => plan.channels.get_mut(idx).map(|channel| &mut channel.basis),
            Self::Overhead => Some(&mut plan.basis),
            Self::Passes(idx) | Self::Lasts(idx) | Self::Diversion(idx, _) => {
                plan.shocks.get_mut(idx).map(|shock| &mut shock.basis)
            }
            Self::SetupCost(idx)
            | Self::MonthlyCost(idx)
            | Self::Spend(idx, _)
            | Self::PostCost(idx, _)
            | Self::Posts(idx, _) => plan.strategies.get_mut(idx).map(|strategy| &mut strategy.basis),
        }
    }

    /// Its key there: the path of the field within its part of the plan.
    fn key(self) -> String {
        let field = self.name().trim_start_matches("field.");
        match self {
            Self::Overhead => format!("cash.{field}"),
            Self::Diversion(_, part) => format!("diversions[{part}].{field}"),
            Self::Spend(_, part) | Self::PostCost(_, part) | Self::Posts(_, part) => {
                format!("mechanisms[{part}].{field}")
            }
            _ => field.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use sortie_engine::plan;

    use super::super::number::ChannelField;
    use super::*;
    use crate::disk::templates;
    use crate::text::{Language, words};

    #[test]
    fn every_number_of_the_sample_says_who_says_so_until_the_seller_types_another() {
        let mut plan = plan::read(templates()[0].plan_bytes).unwrap();
        let words = words(Language::English);
        for column in ChannelField::COLUMNS {
            let field = Field::Channel(0, column);
            let source = field.source(&mut plan, words).unwrap();
            assert!(source.contains("grade"), "{source}");
        }
        for field in [Field::Overhead, Field::Passes(0), Field::Diversion(0, 0), Field::SetupCost(0)] {
            assert!(field.source(&mut plan, words).is_some(), "{field:?}");
        }
        Field::FIRST.move_to(&mut plan, 0.03);
        assert_eq!(Field::FIRST.source(&mut plan, words).unwrap(), words.get("source.typed"));
    }
}
