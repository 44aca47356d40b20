//! The rail: five places, each an icon and a word.

use egui::{Align2, CornerRadius, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::command::{Command, RailPlace};
use crate::desk::Desk;
use crate::theme::{GAP, GAP_SMALL, icon, icon_font, plain_font, strong_font, type_size};
use crate::widget::focus_ring;

/// The width of the rail.
pub const WIDTH: f32 = 68.0;
/// Where the word begins below the top of its place.
const WORDS_TOP: f32 = 32.0;

/// Shows the rail. The open place is marked; a click on it folds its editor.
pub fn rail_ui(ui: &mut Ui, desk: &mut Desk, is_open: bool) {
    ui.spacing_mut().item_spacing.y = GAP_SMALL;
    ui.add_space(GAP);
    for place in RailPlace::ALL {
        let is_chosen = is_open && desk.view.place == place;
        if place_ui(ui, desk, place, is_chosen) {
            desk.commands.push(Command::GoTo(place));
        }
    }
}

fn place_ui(ui: &mut Ui, desk: &Desk, place: RailPlace, is_chosen: bool) -> bool {
    let words = desk.words.get(name(place));
    let font = if is_chosen { strong_font(type_size::CAPTION) } else { plain_font(type_size::CAPTION) };
    let mut job =
        egui::text::LayoutJob::simple(words.to_owned(), font, egui::Color32::PLACEHOLDER, WIDTH - 4.0);
    job.halign = egui::Align::Center;
    job.wrap.max_rows = 2;
    let galley = ui.painter().layout_job(job);
    let height = WORDS_TOP + galley.size().y + GAP;
    let (rect, response) = ui.allocate_exact_size(vec2(WIDTH, height), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, is_chosen, words));
    let color = match () {
        () if is_chosen => desk.palette.accent,
        () if response.hovered() => desk.palette.text,
        () => desk.palette.dim,
    };
    if is_chosen {
        let bar = Rect::from_min_size(rect.left_top(), vec2(3.0, rect.height()));
        ui.painter().rect_filled(bar, CornerRadius::ZERO, desk.palette.accent);
    }
    let center = pos2(rect.center().x, rect.top() + 20.0);
    ui.painter().text(center, Align2::CENTER_CENTER, icon_of(place), icon_font(type_size::ICON_RAIL), color);
    ui.painter().galley(pos2(rect.center().x, rect.top() + WORDS_TOP), galley, color);
    focus_ring(ui, &response, desk.palette.accent);
    response.clicked()
}

/// The key of a place's name.
pub fn name(place: RailPlace) -> &'static str {
    match place {
        RailPlace::Business => "place.business",
        RailPlace::Channels => "place.channels",
        RailPlace::Happens => "place.happens",
        RailPlace::Response => "place.response",
        RailPlace::Scenarios => "place.scenarios",
    }
}

fn icon_of(place: RailPlace) -> char {
    match place {
        RailPlace::Business => icon::BUSINESS,
        RailPlace::Channels => icon::CHANNELS,
        RailPlace::Happens => icon::WHAT_HAPPENS,
        RailPlace::Response => icon::WHAT_I_DO,
        RailPlace::Scenarios => icon::SCENARIOS,
    }
}
