//! From what the engine calls a guess to the field in which it is typed.

use sortie_engine::model::{Item, Owner};
use sortie_engine::plan::{Change, Plan};

use super::number::{Field, Part};

impl Field {
    /// The field of a guess; nothing where the plan has it no more.
    pub fn of_item(item: &Item<'_>, plan: &Plan) -> Option<Self> {
        let id = item.id.as_ref();
        let part = item.place.checked_sub(1);
        match item.owner {
            Owner::Plan if item.field == "fx" => {
                plan.fx.keys().position(|currency| currency == id).map(|idx| Part::Rate(idx).field("fx"))
            }
            Owner::Plan => Some(Part::Cash.field(item.field)),
            Owner::Channel => {
                let idx = plan.channels.iter().position(|channel| channel.id == id)?;
                Some(Part::Channel(idx).field(item.field))
            }
            Owner::Shock => {
                let idx = plan.shocks.iter().position(|shock| shock.id == id)?;
                let Some(part) = part else { return Some(Part::Shock(idx).field(item.field)) };
                if item.field == "diversion" {
                    return Some(Part::Diversion(idx, part).field("share"));
                }
                let adjustment = plan.shocks[idx].adjustments.get(part)?;
                let name = if matches!(adjustment.change, Change::Factor(_)) { "factor" } else { "add" };
                Some(Part::Adjustment(idx, part).field(name))
            }
            Owner::Strategy => {
                let idx = plan.strategies.iter().position(|strategy| strategy.id == id)?;
                Some(match part {
                    Some(part) => Part::Mechanism(idx, part).field(item.field),
                    None => Part::Strategy(idx).field(item.field),
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
    use crate::disk::templates;

    #[test]
    fn every_guess_of_every_sample_is_found_in_its_field() {
        for template in templates() {
            let plan = read(template.plan_bytes).expect("a sample reads");
            let model = Model::compile(&plan);
            for guess in guesses(&model) {
                let field = Field::of_item(&guess.item, &plan);
                let spread = field.and_then(|field| field.spread(&plan));
                assert_eq!(spread, Some(guess.spread), "{:?}", guess.item);
            }
        }
    }
}
