//! The editor of a change: which number, whether it is multiplied or added to, and by how much.

use egui::Ui;
use sortie_engine::plan::{AdjustmentChange, FileWord, Parameter, Plan};
use sortie_engine::unit::Estimate;

use crate::address::PlanPart;
use crate::desk::Desk;
use crate::edit::editor::{estimate_row_ui, id_of, labelled_ui};
use crate::edit::row::{choice_row_ui, choice_ui};

/// Shows the change that `part` of the plan holds; returns it as it becomes, if the seller chose another kind of change.
pub fn change_ui(
    ui: &mut Ui,
    desk: &mut Desk,
    plan: &mut Plan,
    part: PlanPart,
    parameter: Parameter,
    change: AdjustmentChange,
) -> Option<(Parameter, AdjustmentChange)> {
    let words = desk.words;
    let parameters: Vec<(Parameter, String)> =
        Parameter::ALL.iter().map(|it| (*it, words.parameter(*it).to_owned())).collect();
    let other = choice_row_ui(ui, desk, plan, part.field("parameter"), &parameters, &parameter);
    let is_factor = matches!(change, AdjustmentChange::Factor(_));
    let mut ways =
        vec![(true, words.get("change.multiply").to_owned()), (false, words.get("change.add").to_owned())];
    // To what is a factor already nothing can be added.
    ways.retain(|(multiplies, _)| *multiplies || !is_factor || !parameter.is_factor());
    let field = part.field(if is_factor { "factor" } else { "add" });
    let rect = labelled_ui(ui, desk, words.get("change.how"));
    let owner = field.owner(plan, words);
    let name = format!("{} \u{B7} {owner}", words.get("change.how"));
    let way = choice_ui(ui, rect, id_of(field).with("way"), &name, &ways, &is_factor);
    estimate_row_ui(ui, desk, plan, field);
    match (other, way) {
        (Some(parameter), _) => Some((parameter, nothing(is_factor || parameter.is_factor()))),
        (None, Some(is_factor)) => Some((parameter, nothing(is_factor))),
        (None, None) => None,
    }
}

/// A change that changes nothing yet.
pub fn nothing(is_factor: bool) -> AdjustmentChange {
    if is_factor {
        AdjustmentChange::Factor(Estimate::certain(1.0))
    } else {
        AdjustmentChange::Add(Estimate::certain(0.0))
    }
}
