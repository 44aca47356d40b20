//! The editor of a change: which number, whether it is multiplied or added to, and by how much.

use egui::Ui;
use sortie_engine::plan::{Change, Parameter, Plan, Word};
use sortie_engine::unit::Estimate;

use super::Desk;
use super::editor::{estimate_row_ui, id_of, labelled_ui};
use super::number::Part;
use super::row::{choice_row_ui, choice_ui};

/// Shows the change that `part` of the plan holds; returns it as it becomes, if the seller chose another kind of change.
pub fn change_ui(
    ui: &mut Ui,
    desk: &mut Desk,
    plan: &mut Plan,
    part: Part,
    (parameter, change): (Parameter, Change),
) -> Option<(Parameter, Change)> {
    let words = desk.words;
    let parameters: Vec<(Parameter, String)> =
        Parameter::ALL.iter().map(|it| (*it, words.parameter(*it).to_owned())).collect();
    let other = choice_row_ui(ui, desk, plan, part.field("parameter"), &parameters, &parameter);
    let is_factor = matches!(change, Change::Factor(_));
    let ways = [(true, words.get("change.multiply").to_owned()), (false, words.get("change.add").to_owned())];
    let field = part.field(if is_factor { "factor" } else { "add" });
    let rect = labelled_ui(ui, desk, words.get("change.how"));
    let owner = field.owner(plan, words);
    let name = format!("{} \u{B7} {owner}", words.get("change.how"));
    let way = choice_ui(ui, rect, (id_of(field).with("way"), &name), &ways, &is_factor);
    estimate_row_ui(ui, desk, plan, field);
    match (other, way) {
        (Some(parameter), _) => Some((parameter, nothing(is_factor))),
        (None, Some(is_factor)) => Some((parameter, nothing(is_factor))),
        (None, None) => None,
    }
}

/// A change that changes nothing yet.
pub fn nothing(is_factor: bool) -> Change {
    if is_factor { Change::Factor(Estimate::certain(1.0)) } else { Change::Add(Estimate::certain(0.0)) }
}
