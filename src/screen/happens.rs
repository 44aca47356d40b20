//! What happens to the seller: when each blow starts, how deep it cuts, and where the visits it takes go.

use egui::{Id, Ui, vec2};
use sortie_engine::plan::{Plan, ShockKind};
use sortie_engine::unit::{Day, Month};

use super::Desk;
use super::editor::{
    caption_ui, card_title_ui, estimate_row_ui, fault_ui, labelled_ui, number_row_ui, text_ui, title_ui,
};
use super::hand::hand_ui;
use super::number::{Field, Unit, try_edit};
use crate::theme::icon;
use crate::widget::button::icon_button;
use crate::widget::card::card_ui;
use crate::widget::tick::switch;

/// The editor of what happens.
pub fn happens_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan) {
    title_ui(ui, desk, desk.words.get("place.happens"), desk.words.get("happens.subtitle"));
    if !matches!(desk.view.hand, Field::Passes(_) | Field::Diversion(..) | Field::Lasts(_)) {
        desk.view.hand = Field::Passes(0);
    }
    let first = desk.view.hand;
    for idx in 0..plan.shocks.len() {
        shock_ui(ui, desk, plan, idx);
        let hand_shock = match first {
            Field::Passes(of) | Field::Lasts(of) | Field::Diversion(of, _) => of,
            _ => 0,
        };
        if idx == hand_shock {
            hand_ui(ui, desk, plan);
        }
    }
    if plan.shocks.is_empty() {
        caption_ui(ui, desk, desk.words.get("happens.none"));
    }
}

fn shock_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize) {
    card_ui(ui, desk.palette, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        let name = desk.words.ready(&plan.shocks[idx].name).to_owned();
        membership_ui(ui, desk, plan, idx, &name);
        caption_ui(ui, desk, desk.words.shock_kind(plan.shocks[idx].kind));
        start_ui(ui, desk, plan, idx, &name);
        let shock = &plan.shocks[idx];
        let takes_visits = !shock.passes.is_exactly(1.0) || shock.kind == ShockKind::LinkClosure;
        if takes_visits {
            let passes = Field::Passes(idx);
            estimate_row_ui(ui, desk, plan, passes, desk.words.get(passes.name()));
        }
        let lasts = Field::Lasts(idx);
        estimate_row_ui(ui, desk, plan, lasts, desk.words.get(lasts.name()));
        if plan.shocks[idx].probability < 1.0 {
            probability_ui(ui, desk, plan, idx);
        }
        diversions_ui(ui, desk, plan, idx);
    });
}

/// The blow's name, and whether the scenario in hand has it.
fn membership_ui(ui: &mut Ui, desk: &Desk, plan: &mut Plan, idx: usize, name: &str) {
    let id = plan.shocks[idx].id.clone();
    let selected = desk.view.selected.clone().unwrap_or_default();
    ui.horizontal(|ui| {
        ui.scope(|ui| {
            ui.set_max_width(ui.available_width() - 44.0);
            card_title_ui(ui, desk, name);
        });
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let Some(scenario) = plan.scenarios.iter_mut().find(|scenario| scenario.id == selected) else {
                return;
            };
            let is_in = scenario.shocks.contains(&id);
            let of = desk.words.ready(&scenario.name);
            let label = desk.words.with("editor.in_scenario", &[("name", name), ("scenario", of)]);
            if switch(ui, desk.palette, &label, is_in).on_hover_text(&label).clicked() {
                super::scenarios::toggle(&mut scenario.shocks, &id);
            }
        });
    });
}

fn start_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize, name: &str) {
    let label = desk.words.get("field.start");
    let rect = labelled_ui(ui, desk, label);
    let id = Id::unique(("shock start", idx));
    let start = plan.shocks[idx].start;
    let field = format!("{label} · {name}");
    // Two buttons move the start by a month; the field takes a day or a month.
    let side = rect.height();
    let buttons = [(icon::CHEVRON_LEFT, "editor.month_earlier", -1), (icon::CHEVRON_RIGHT, "editor.month_later", 1)];
    let mut left = rect.left() - 2.0 * side - 4.0;
    for (icon, key, months) in buttons {
        let place = egui::Rect::from_min_size(egui::pos2(left, rect.top()), vec2(side, side));
        let words = format!("{} · {name}", desk.words.get(key));
        let palette = desk.palette;
        let builder = egui::UiBuilder::new().max_rect(place).id_salt((idx, months));
        if ui.scope_builder(builder, |ui| icon_button(ui, palette, icon, &words, true)).inner.clicked() {
            plan.shocks[idx].start = moved_day(start, months);
        }
        left += side;
    }
    if let Some(text) = text_ui(ui, desk, id, &field, &desk.words.day(start), &start.to_string(), rect) {
        let done = match read_day(&text) {
            Some(day) => try_edit(plan, desk.words, |plan| plan.shocks[idx].start = day),
            None => Err(desk.words.get("editor.no_day").to_owned()),
        };
        desk.view.set_fault(id, done.err());
    }
    fault_ui(ui, desk, id);
}

/// The day so many months later, the last of its month where that has fewer days.
pub fn moved_day(day: Day, months: i32) -> Day {
    let month = day.month.plus(months);
    let last = sortie_engine::unit::days_in_month(month);
    Day { month, day: day.day.map(|number| number.min(last)) }
}

/// A day or month as people type it: `2023-09-12`, `2023/9/12`, `2023.9`.
pub fn read_day(text: &str) -> Option<Day> {
    let text: String = text.trim().chars().map(|c| if c.is_ascii_digit() { c } else { '-' }).collect();
    let parts: Vec<&str> = text.split('-').filter(|part| !part.is_empty()).collect();
    let spelled = match parts.as_slice() {
        [year, month] => format!("{year:0>4}-{month:0>2}"),
        [year, month, day] => format!("{year:0>4}-{month:0>2}-{day:0>2}"),
        _ => return None,
    };
    Day::parse(&spelled).filter(|day| day.month >= earliest())
}

/// Years of one or two digits are a day and month in the wrong order rather than antiquity.
fn earliest() -> Month {
    Month::new(1900, 1).unwrap_or_default()
}

fn probability_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize) {
    let value = plan.shocks[idx].probability;
    ui.push_id(idx, |ui| {
        number_row_ui(ui, desk, plan, ("field.probability", Unit::Share), value, |plan, value| {
            plan.shocks[idx].probability = value;
        });
    });
}

fn diversions_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize) {
    if plan.shocks[idx].diversions.is_empty() {
        return;
    }
    caption_ui(ui, desk, desk.words.get("field.diversions"));
    for part in 0..plan.shocks[idx].diversions.len() {
        let field = Field::Diversion(idx, part);
        let label = field.owner(plan, desk.words);
        estimate_row_ui(ui, desk, plan, field, &label);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_people_type_it() {
        for text in ["2023-09-12", "2023/9/12", " 2023.09.12 ", "2023\u{5E74}9\u{6708}12\u{65E5}"] {
            assert_eq!(read_day(text), Day::parse("2023-09-12"), "{text}");
        }
        assert_eq!(read_day("2023-9"), Day::parse("2023-09"));
        for text in ["", "soon", "2023", "12/09/2023", "2023-13", "2023-02-30"] {
            assert_eq!(read_day(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_moves_by_months_and_stays_in_its_month() {
        let moved = moved_day(Day::parse("2024-01-31").unwrap(), 1);
        assert_eq!(moved.to_string(), "2024-02-29");
    }
}
