//! What the app has to say: saved, opened, or what stood in the way. It stands above the answer until it is closed.

use egui::{CornerRadius, Frame, Label, Margin, RichText, Ui};

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

/// Shows the notices until each is closed.
pub fn notices_ui(ui: &mut Ui, desk: &Desk, notices: &mut Vec<Notice>) {
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
                        ui.add(Label::new(letters).wrap());
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
