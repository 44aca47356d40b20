//! From what the engine calls a guess to the field in which it is typed.

use sortie_engine::model::{DrawnItem, ItemOwner};
use sortie_engine::plan::{AdjustmentChange, Plan};

use crate::address::{PlanField, PlanPart};

impl PlanField {
    /// The field of a guess; nothing where the plan has it no more.
    pub fn of_item(item: &DrawnItem<'_>, plan: &Plan) -> Option<Self> {
        let id = item.id.as_ref();
        let part = item.place.checked_sub(1);
        match item.owner {
            ItemOwner::Plan if item.field == "fx" => {
                plan.fx.keys().position(|currency| currency == id).map(|idx| PlanPart::Rate(idx).field("fx"))
            }
            ItemOwner::Plan => Some(PlanPart::Cash.field(item.field)),
            ItemOwner::Channel => {
                let idx = plan.channels.iter().position(|channel| channel.id == id)?;
                Some(PlanPart::Channel(idx).field(item.field))
            }
            ItemOwner::Shock => {
                let idx = plan.shocks.iter().position(|shock| shock.id == id)?;
                let Some(part) = part else { return Some(PlanPart::Shock(idx).field(item.field)) };
                if item.field == "diversion" {
                    return Some(PlanPart::Diversion(idx, part).field("share"));
                }
                let adjustment = plan.shocks[idx].adjustments.get(part)?;
                let name =
                    if matches!(adjustment.change, AdjustmentChange::Factor(_)) { "factor" } else { "add" };
                Some(PlanPart::Adjustment(idx, part).field(name))
            }
            ItemOwner::Strategy => {
                let idx = plan.strategies.iter().position(|strategy| strategy.id == id)?;
                Some(match part {
                    Some(part) => PlanPart::Mechanism(idx, part).field(item.field),
                    None => PlanPart::Strategy(idx).field(item.field),
                })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use sortie_engine::model::Model;
    use sortie_engine::plan::read;
    use sortie_engine::sensitivity::guesses;

    use super::*;
    use crate::catalog::templates;

    #[test]
    fn every_guess_of_every_sample_is_found_in_its_field() {
        for template in templates() {
            let plan = read(template.plan_bytes).expect("a sample reads");
            let model = Model::compile(&plan);
            for guess in guesses(&model) {
                let field = PlanField::of_item(&guess.item, &plan);
                let spread = field.and_then(|field| field.spread(&plan));
                assert_eq!(spread, Some(guess.spread), "{:?}", guess.item);
            }
        }
    }
}
