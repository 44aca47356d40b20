//! A chart as a picture to be sent on: on a card with its title, the plan, the day and what it assumes, in letters that can
//! be read on a phone.

mod canvas;

use std::sync::Arc;

use egui::{Color32, ColorImage, Context, Frame, Id, Key, Margin, RawInput, Rect, RichText, Ui};
use egui::{TextureHandle, TextureOptions, ViewportId, pos2, vec2};

use crate::command::{ChartPicture, Command};
use crate::desk::Desk;
use crate::disk::PendingExport;
use crate::edit::editor::{caption_ui, card_title_ui};
use crate::theme::{self, GAP, Palette, icon, plain_font, strong_font, type_size};
use crate::widget::button::{icon_button, main_button, plain_button};
use crate::widget::card::sheet;
use canvas::{LetterTextures, PixelCanvas};

/// The words around a chart.
pub struct ChartCard<'a> {
    /// What the chart shows.
    pub title: &'a str,
    /// The name of the plan.
    pub plan: &'a str,
    /// The day on which it is taken.
    pub date: &'a str,
    /// What it assumes, in a line.
    pub assumptions: &'a str,
}

/// The width of the card in points. It is narrow, so that its letters are large once it is as wide as a phone.
const WIDTH: f32 = 480.0;
/// The pixels of a point.
const SHARPNESS: f32 = 2.0;
/// A card is cut off here.
const MOST_HEIGHT: f32 = 2_000.0;
/// Fonts arrive in the first frame, and the last one stands where the one before it found room.
const FRAMES: usize = 4;

/// Takes a picture of what `chart` draws, on a card. It is drawn apart from the window, so that neither its size nor
/// where the pointer rests changes the picture.
pub fn take(palette: &Palette, card: &ChartCard, mut chart: impl FnMut(&mut Ui)) -> ChartPicture {
    let ctx = Context::default();
    theme::apply(&ctx);
    ctx.set_theme(if palette.is_dark { egui::Theme::Dark } else { egui::Theme::Light });
    let mut textures = LetterTextures::default();
    let mut height = MOST_HEIGHT;
    let mut shown = vec![];
    for _ in 0..FRAMES {
        let output = ctx.run_ui(input(), |ui| height = card_ui(ui, palette, card, &mut chart));
        textures.apply(output.textures_delta);
        shown = ctx.tessellate(output.shapes, output.pixels_per_point);
    }
    let pixels = |points: f32| (points * SHARPNESS).round() as usize;
    let mut canvas = PixelCanvas::new([pixels(WIDTH), pixels(height.min(MOST_HEIGHT))]);
    canvas.paint(&shown, &textures, SHARPNESS);
    let image = Arc::new(canvas.into_image(pixels(height)));
    ChartPicture { name: format!("{} {}", card.plan, card.title), image }
}

fn input() -> RawInput {
    let mut input = RawInput {
        screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(WIDTH, MOST_HEIGHT))),
        max_texture_side: Some(4_096),
        ..RawInput::default()
    };
    if let Some(viewport) = input.viewports.get_mut(&ViewportId::ROOT) {
        viewport.native_pixels_per_point = Some(SHARPNESS);
    }
    input
}

/// The card; returns its height.
fn card_ui(ui: &mut Ui, palette: &Palette, card: &ChartCard, chart: &mut impl FnMut(&mut Ui)) -> f32 {
    ui.painter().rect_filled(ui.max_rect(), 0.0, palette.panel);
    let frame = Frame::new().inner_margin(Margin::same(20));
    let shown = frame.show(ui, |ui| {
        ui.set_width(WIDTH - 40.0);
        ui.spacing_mut().item_spacing.y = GAP;
        let line = |ui: &mut Ui, words: &str, font, color: Color32| {
            if !words.is_empty() {
                crate::widget::lines::wrapped(ui, RichText::new(words).font(font).color(color));
            }
        };
        line(ui, card.title, strong_font(type_size::VERDICT), palette.text);
        let under = format!("{} \u{b7} {}", card.plan, card.date);
        line(ui, &under, plain_font(type_size::TABLE), palette.dim);
        ui.add_space(GAP);
        chart(ui);
        ui.add_space(GAP);
        line(ui, card.assumptions, plain_font(type_size::TABLE), palette.dim);
    });
    shown.response.rect.height()
}

impl ChartPicture {
    /// The file of the picture; nothing where it has no pixels.
    pub fn export(&self) -> Option<PendingExport> {
        let mut bytes = std::io::Cursor::new(vec![]);
        let [width, height] = self.image.size.map(|n| u32::try_from(n).unwrap_or(0));
        let pixels: Vec<u8> =
            self.image.pixels.iter().flat_map(|pixel| pixel.to_srgba_unmultiplied()).collect();
        let image = image::RgbaImage::from_raw(width, height, pixels)?;
        image.write_to(&mut bytes, image::ImageFormat::Png).ok()?;
        Some(PendingExport { name: self.name.clone(), ending: "png", bytes: bytes.into_inner().into() })
    }
}

/// The button beside a chart that offers its picture; returns whether it was pressed.
pub fn offer_ui(ui: &mut Ui, desk: &Desk) -> bool {
    icon_button(ui, desk.palette, icon::COPY, desk.words.get("picture.offer"), true).clicked()
}

/// What stands in front of the window while a picture is looked at.
#[derive(Clone, Debug)]
pub struct ShownPicture {
    /// The picture.
    pub picture: ChartPicture,
    /// Whether it was copied.
    pub is_copied: bool,
}

/// Shows the picture with what can be done with it; returns whether the seller is done.
pub fn picture_ui(ui: &Ui, desk: &mut Desk, shown: &mut ShownPicture) -> bool {
    let words = desk.words;
    let key = Id::unique("picture that is looked at");
    let texture = texture(ui, key, &shown.picture);
    let room = ui.ctx().content_rect().size() - vec2(72.0, 190.0);
    let size = shown.picture.image.size.map(|n| n as f32 / SHARPNESS);
    let scale = (room.x / size[0]).min(room.y / size[1]).clamp(0.05, 1.0);
    let size = vec2(size[0], size[1]) * scale;
    let answer = sheet("picture", desk.palette).show(ui.ctx(), |ui| {
        ui.set_width(size.x.max(300.0_f32.min(room.x)));
        card_title_ui(ui, desk, words.get("picture.title"));
        let image = egui::Image::new((texture.id(), size)).alt_text(&shown.picture.name);
        let placed = ui.add(image);
        let edge = egui::Stroke::new(1.0, desk.palette.line);
        ui.painter().rect_stroke(placed.rect, 0.0, edge, egui::StrokeKind::Outside);
        caption_ui(ui, desk, words.get(if shown.is_copied { "picture.copied" } else { "picture.explained" }));
        ui.horizontal_wrapped(|ui| {
            let copy = main_button(ui, desk.palette, words.get("picture.copy"));
            if ui.memory(|memory| memory.focused().is_none()) {
                copy.request_focus();
            }
            if copy.clicked() {
                ui.ctx().copy_image(ColorImage::clone(&shown.picture.image));
                shown.is_copied = true;
            }
            if plain_button(ui, words.get("picture.save")).clicked() {
                desk.commands.extend(shown.picture.export().map(Command::Export));
                return true;
            }
            plain_button(ui, words.get("picture.close")).clicked()
        })
        .inner
    });
    let is_done = answer.inner || ui.input(|input| input.key_pressed(Key::Escape));
    if is_done {
        ui.data_mut(|data| data.remove_temp::<Option<TextureHandle>>(key));
    }
    is_done
}

/// The picture as the window draws it, loaded once.
fn texture(ui: &Ui, key: Id, picture: &ChartPicture) -> TextureHandle {
    if let Some(texture) = ui.data(|data| data.get_temp::<Option<TextureHandle>>(key)).flatten() {
        return texture;
    }
    let image = ColorImage::clone(&picture.image);
    let texture = ui.ctx().load_texture("picture", image, TextureOptions::LINEAR);
    ui.data_mut(|data| data.insert_temp(key, Some(texture.clone())));
    texture
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::ThemeLook;

    fn picture(look: ThemeLook) -> ChartPicture {
        let card = ChartCard {
            title: "Revenue by month",
            plan: "Women's wear",
            date: "12 Sep 2023",
            assumptions: "18 months",
        };
        take(look.palette(), &card, |ui| {
            let (rect, _) = ui.allocate_exact_size(vec2(200.0, 100.0), egui::Sense::hover());
            ui.painter().rect_filled(rect, 0.0, look.palette().accent);
        })
    }

    #[test]
    fn a_picture_is_the_chart_on_a_card_with_its_words_and_sharp_enough_for_a_phone() {
        for look in [ThemeLook::Light, ThemeLook::Dark] {
            let palette = look.palette();
            let image = picture(look).image;
            assert_eq!(image.size[0], 960);
            assert!((300..800).contains(&image.size[1]), "{:?}", image.size);
            assert!(image.pixels.iter().all(|pixel| pixel.a() == 255), "no hole is left");
            let count = |color: Color32| image.pixels.iter().filter(|pixel| **pixel == color).count();
            assert!((79_000..=80_400).contains(&count(palette.accent)), "{}", count(palette.accent));
            assert!(count(palette.text) > 300, "the title is read in {look:?}: {}", count(palette.text));
            assert!(count(palette.panel) > image.pixels.len() / 2);
        }
    }

    #[test]
    fn the_file_of_a_picture_holds_the_same_pixels() {
        let picture = picture(ThemeLook::Dark);
        let file = picture.export().unwrap();
        assert_eq!((file.ending, file.name.as_str()), ("png", "Women's wear Revenue by month"));
        let read =
            image::load_from_memory_with_format(&file.bytes, image::ImageFormat::Png).unwrap().to_rgba8();
        let pixels: Vec<u8> =
            picture.image.pixels.iter().flat_map(|pixel| pixel.to_srgba_unmultiplied()).collect();
        assert!(read.as_raw() == &pixels);
    }
}
