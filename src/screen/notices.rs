//! What the app has to say: saved, opened, or what stood in the way. It lies over the foot of the page until it is closed,
//! so that nothing on the page moves under the hand.

use egui::{Align2, Area, CornerRadius, Frame, Id, Margin, Order, RichText, Stroke, Ui, pos2};

use crate::desk::Desk;
use crate::theme::{icon, icon_font, plain_font, type_size};
use crate::widget::button::icon_button;

/// Something to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The sentences, the first of them the gist.
    pub lines: Vec<String>,
    /// Whether something did not work.
    pub is_fault: bool,
}

/// The most lines that stand open at once.
const MAX_LINES: usize = 8;

/// The widest that they are: a line of more letters is hard to read.
const WIDTH: f32 = 640.0;
/// The room around them.
const ROOM: f32 = 12.0;

/// Shows the notices over the foot of the page until each is closed; returns the height that they cover, so that the page
/// can be scrolled free of them.
pub fn notices_ui(ui: &Ui, desk: &Desk, notices: &mut Vec<Notice>) -> f32 {
    if notices.is_empty() {
        return 0.0;
    }
    let page = ui.max_rect().intersect(ui.ctx().content_rect());
    let foot = pos2(page.center().x, page.bottom() - ROOM);
    let width = (page.width() - 2.0 * ROOM).min(WIDTH);
    let area = Area::new(Id::unique("notices")).order(Order::Middle).pivot(Align2::CENTER_BOTTOM);
    let shown = area.fixed_pos(foot).constrain_to(ui.ctx().content_rect()).show(ui.ctx(), |ui| {
        ui.set_width(width);
        list_ui(ui, desk, notices);
    });
    shown.response.rect.height() + ROOM
}

fn list_ui(ui: &mut Ui, desk: &Desk, notices: &mut Vec<Notice>) {
    notices.retain(|notice| {
        let mut stays = true;
        let palette = desk.palette;
        let (fill, color) = if notice.is_fault {
            (palette.shock_wash, palette.shock)
        } else {
            (palette.accent_wash, palette.accent)
        };
        let frame = Frame::new()
            .fill(fill)
            .stroke(Stroke::new(1.0, color))
            .corner_radius(CornerRadius::same(6))
            .inner_margin(Margin::symmetric(10, 6));
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal_top(|ui| {
                let sign = if notice.is_fault { icon::WARNING } else { icon::INFO };
                ui.label(RichText::new(sign).font(icon_font(type_size::ICON)).color(color));
                ui.vertical(|ui| {
                    ui.set_width(ui.available_width() - 36.0);
                    ui.spacing_mut().item_spacing.y = 2.0;
                    for line in notice.lines.iter().take(MAX_LINES) {
                        let letters =
                            RichText::new(line).font(plain_font(type_size::TABLE)).color(palette.text);
                        crate::widget::lines::wrapped(ui, letters);
                    }
                    if notice.lines.len() > MAX_LINES {
                        let more = (notice.lines.len() - MAX_LINES).to_string();
                        crate::edit::editor::caption_ui(
                            ui,
                            desk,
                            &desk.words.with("notice.more", &[("n", &more)]),
                        );
                    }
                });
                if icon_button(ui, palette, icon::X, desk.words.get("notice.close"), true).clicked() {
                    stays = false;
                }
            });
        });
        stays
    });
}
