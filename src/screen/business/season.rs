//! The year: how strong each calendar month is, as bars with a field below each.

use egui::{CornerRadius, Id, Rect, Sense, Ui, pos2, vec2};

use crate::address::unit::NumberUnit;
use crate::desk::Desk;
use crate::edit::editor::EditedNumber;
use crate::theme::{CONTROL_HEIGHT, plain_font, type_size};

/// The height of the tallest bar.
const BAR: f32 = 26.0;
/// Months beside one another.
const IN_A_ROW: usize = 6;

/// Which twelve weights are meant.
#[derive(Clone, Copy)]
pub struct SeasonName<'a> {
    /// Their field.
    pub field: &'static str,
    /// What they belong to.
    pub owner: &'a str,
}

/// Shows twelve weights; returns them as they become, if one changes.
pub fn season_ui(ui: &mut Ui, desk: &mut Desk, name: SeasonName, weights: &[f64; 12]) -> Option<[f64; 12]> {
    let most = weights.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    let mut changed = None;
    for row in 0..12 / IN_A_ROW {
        let height = BAR + 14.0 + CONTROL_HEIGHT + 4.0;
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
        let width = rect.width() / IN_A_ROW as f32;
        for column in 0..IN_A_ROW {
            let month = row * IN_A_ROW + column;
            let left = rect.left() + width * column as f32;
            let cell = Rect::from_min_size(pos2(left, rect.top()), vec2(width - 4.0, height));
            let bar = MonthWeight { month, weight: weights[month], most };
            if let Some(weight) = month_ui(ui, desk, name, bar, cell) {
                let mut other = *weights;
                other[month] = weight;
                changed = Some(other);
            }
        }
    }
    changed
}

/// The weight of a calendar month, beside that of the strongest.
#[derive(Clone, Copy)]
struct MonthWeight {
    month: usize,
    weight: f64,
    most: f64,
}

fn month_ui(
    ui: &mut Ui,
    desk: &mut Desk,
    SeasonName { field, owner }: SeasonName,
    MonthWeight { month, weight, most }: MonthWeight,
    cell: Rect,
) -> Option<f64> {
    let base = cell.top() + BAR;
    let height = (weight / most) as f32 * (BAR - 2.0);
    let bar = Rect::from_min_max(pos2(cell.left() + 4.0, base - height), pos2(cell.right() - 4.0, base));
    ui.painter().rect_filled(bar, CornerRadius::same(2), desk.palette.accent_wash);
    let name = desk.words.calendar_month(month);
    let font = plain_font(type_size::CAPTION);
    ui.painter().text(
        pos2(cell.center().x, base + 2.0),
        egui::Align2::CENTER_TOP,
        &name,
        font,
        desk.palette.dim,
    );
    let place = cell.with_min_y(cell.bottom() - CONTROL_HEIGHT - 2.0);
    let called = format!("{} {name} \u{B7} {owner}", desk.words.field(field));
    let id = Id::unique((field, owner, month));
    let number = EditedNumber { id, name: &called, unit: &NumberUnit::Ratio };
    let weight = number.value_ui(ui, desk, weight, place)?;
    Some(weight).filter(|weight| *weight > 0.0)
}
