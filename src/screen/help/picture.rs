//! The pictures of the help: drawn, so that they speak the window's language and wear its colors. Their figures are made up.

use egui::{
    Align2, Color32, CornerRadius, Mesh, Pos2, Rect, Role, Sense, Shape, Stroke, Ui, WidgetInfo, vec2,
};

use super::topics::HelpPicture;
use crate::desk::Desk;
use crate::theme::{plain_font, strong_font, type_size};
use crate::widget::card::card_ui;

/// The height of a picture.
const HEIGHT: f32 = 168.0;
/// The thickness of a line.
const LINE: f32 = 2.0;

/// Shows a picture as wide as the text.
pub(super) fn picture_ui(ui: &mut Ui, desk: &Desk, picture: HelpPicture) {
    card_ui(ui, desk.palette, |ui| {
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
        let told = desk.words.get(words_of(picture));
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, told));
        let sketch = Sketch { ui, desk, rect };
        match picture {
            HelpPicture::Links => sketch.links(),
            HelpPicture::Fan => sketch.fan(),
            HelpPicture::Futures => sketch.futures(),
            HelpPicture::Range => sketch.range(),
            HelpPicture::Plan => sketch.plan(),
            HelpPicture::Cash => sketch.cash(),
            HelpPicture::Steps => sketch.steps(),
            HelpPicture::Decisive => sketch.decisive(),
            HelpPicture::Months => sketch.months(),
        }
    });
}

/// What a screen reader is told of a picture, by key.
fn words_of(picture: HelpPicture) -> &'static str {
    match picture {
        HelpPicture::Links => "help.picture_links",
        HelpPicture::Fan => "help.picture_fan",
        HelpPicture::Futures => "help.picture_futures",
        HelpPicture::Range => "help.picture_range",
        HelpPicture::Plan => "help.picture_plan",
        HelpPicture::Cash => "help.picture_cash",
        HelpPicture::Steps => "help.picture_steps",
        HelpPicture::Decisive => "help.picture_decisive",
        HelpPicture::Months => "help.picture_months",
    }
}

/// A picture in the making: places are shares of its width and height, from the upper left.
struct Sketch<'a> {
    ui: &'a Ui,
    desk: &'a Desk<'a>,
    rect: Rect,
}

impl Sketch<'_> {
    fn at(&self, x: f32, y: f32) -> Pos2 {
        self.rect.lerp_inside(vec2(x, y))
    }

    fn line(&self, points: &[(f32, f32)], color: Color32) {
        let points = points.iter().map(|(x, y)| self.at(*x, *y)).collect();
        self.ui.painter().add(Shape::line(points, Stroke::new(LINE, color)));
    }

    fn dashed(&self, from: (f32, f32), to: (f32, f32), color: Color32) {
        let ends = [self.at(from.0, from.1), self.at(to.0, to.1)];
        self.ui.painter().extend(Shape::dashed_line(&ends, Stroke::new(1.5, color), 5.0, 4.0));
    }

    fn words(&self, at: (f32, f32), align: Align2, key: &str, color: Color32) {
        self.letters(at, align, self.desk.words.get(key), color);
    }

    fn letters(&self, at: (f32, f32), align: Align2, letters: &str, color: Color32) {
        let at = self.at(at.0, at.1);
        self.ui.painter().text(at, align, letters, plain_font(type_size::TABLE), color);
    }

    /// A box with words in it.
    fn place(&self, center: (f32, f32), key: &str, color: Color32) {
        let palette = self.desk.palette;
        let font = strong_font(type_size::TABLE);
        let galley =
            self.ui.painter().layout_no_wrap(self.desk.words.get(key).to_owned(), font, palette.text);
        let rect = Rect::from_center_size(self.at(center.0, center.1), galley.size() + vec2(20.0, 12.0));
        let corner = CornerRadius::same(4);
        self.ui.painter().rect_filled(rect, corner, palette.wash(color));
        self.ui.painter().galley(rect.center() - galley.size() / 2.0, galley, palette.text);
    }

    /// The ground between two lines that are told at the same places.
    fn band(&self, points: &[(f32, f32, f32)], color: Color32) {
        let mut mesh = Mesh::default();
        for (x, high, low) in points {
            mesh.colored_vertex(self.at(*x, *high), color);
            mesh.colored_vertex(self.at(*x, *low), color);
        }
        for idx in 0..points.len().saturating_sub(1) as u32 {
            mesh.add_triangle(2 * idx, 2 * idx + 1, 2 * idx + 2);
            mesh.add_triangle(2 * idx + 1, 2 * idx + 2, 2 * idx + 3);
        }
        self.ui.painter().add(Shape::mesh(mesh));
    }

    fn bar(&self, x: std::ops::Range<f32>, y: std::ops::Range<f32>, color: Color32) {
        let rect = Rect::from_two_pos(self.at(x.start, y.start), self.at(x.end, y.end));
        self.ui.painter().rect_filled(rect, CornerRadius::same(2), color);
    }

    fn dot(&self, at: (f32, f32), color: Color32) {
        self.ui.painter().circle_filled(self.at(at.0, at.1), 4.0, color);
    }

    fn links(&self) {
        let palette = self.desk.palette;
        let store = (0.82, 0.5);
        for (y, key, is_cut) in [
            (0.16, "help.sketch_product", true),
            (0.5, "help.sketch_live", true),
            (0.84, "help.sketch_bio", false),
        ] {
            let color = if is_cut { palette.shock } else { palette.accent };
            let start = 0.17;
            let end = if is_cut { 0.46 } else { store.0 };
            let height = y + (store.1 - y) * (end - start) / (store.0 - start);
            self.line(&[(start, y), (end, height)], color);
            if is_cut {
                let cut = self.at(end, height);
                let stroke = Stroke::new(LINE, color);
                let arm = vec2(6.0, 6.0);
                self.ui.painter().line_segment([cut - arm, cut + arm], stroke);
                let arm = vec2(6.0, -6.0);
                self.ui.painter().line_segment([cut - arm, cut + arm], stroke);
            }
            self.place((0.17, y), key, color);
        }
        self.place(store, "help.sketch_store", palette.accent);
        self.words((0.55, 0.03), Align2::LEFT_TOP, "help.sketch_closed", palette.as_text(palette.shock));
        self.words((0.55, 0.90), Align2::LEFT_BOTTOM, "help.sketch_works", palette.dim);
    }

    fn fan(&self) {
        let palette = self.desk.palette;
        let color = palette.scenario(0);
        let middle = [(0.02, 0.40), (0.18, 0.42), (0.30, 0.66), (0.46, 0.60), (0.60, 0.54), (0.70, 0.50)];
        let spread = |wide: f32| middle.map(|(x, y)| (x, y - wide * (0.3 + x), y + wide * (0.3 + x)));
        self.band(&spread(0.34), palette.wash(color));
        self.band(&spread(0.17), palette.panel.lerp_to_gamma(color, 0.34));
        self.line(&middle, color);
        self.dashed((0.25, 0.04), (0.25, 0.98), palette.shock);
        self.words((0.262, 0.02), Align2::LEFT_TOP, "help.sketch_closes", palette.as_text(palette.shock));
        self.words((0.72, 0.50), Align2::LEFT_CENTER, "help.sketch_middle", palette.text);
        self.words((0.72, 0.38), Align2::LEFT_CENTER, "help.sketch_half", palette.dim);
        self.words((0.72, 0.20), Align2::LEFT_CENTER, "help.sketch_most", palette.dim);
    }

    fn futures(&self) {
        let palette = self.desk.palette;
        for idx in 0..20 {
            let (column, row) = ((idx % 10) as f32, (idx / 10) as f32);
            let center = self.at(0.08 + column * 0.062, 0.30 + row * 0.32);
            let is_ahead = idx < 14;
            let color = if is_ahead { palette.gain } else { palette.line };
            self.ui.painter().circle_filled(center, 9.0, color);
        }
        self.words((0.72, 0.30), Align2::LEFT_CENTER, "help.sketch_ahead", palette.as_text(palette.gain));
        self.words((0.72, 0.62), Align2::LEFT_CENTER, "help.sketch_behind", palette.dim);
    }

    fn range(&self) {
        let palette = self.desk.palette;
        let hill: Vec<(f32, f32, f32)> = (0..=48)
            .map(|step| {
                let x = step as f32 / 48.0;
                let z = (x - 0.5) * 5.2;
                (0.06 + 0.88 * x, 0.76 - 0.56 * (-z * z / 2.0).exp(), 0.76)
            })
            .collect();
        self.band(&hill, palette.accent_wash);
        self.line(&[(0.06, 0.76), (0.94, 0.76)], palette.line);
        // One tenth lies on either side of them: 1.28 standard deviations from the middle.
        let side = 0.88 * 1.281_551_6 / 5.2;
        self.line(&[(0.5 - side, 0.76), (0.5 + side, 0.76)], palette.faint);
        for (x, key, figure) in [
            (0.5 - side, "help.sketch_low", "1.5%"),
            (0.5, "help.sketch_likely", "1.8%"),
            (0.5 + side, "help.sketch_high", "2.1%"),
        ] {
            self.dot((x, 0.76), palette.accent);
            let told = format!("{} {figure}", self.desk.words.get(key));
            self.letters((x, 0.98), Align2::CENTER_BOTTOM, &told, palette.dim);
        }
        self.words((0.5, 0.62), Align2::CENTER_CENTER, "help.sketch_eight", palette.text);
    }

    fn plan(&self) {
        let palette = self.desk.palette;
        self.line(&[(0.03, 0.14), (0.97, 0.14)], palette.line);
        for month in 0..12 {
            let x = 0.03 + month as f32 * 0.94 / 11.0;
            self.line(&[(x, 0.11), (x, 0.17)], palette.line);
        }
        self.dashed((0.285, 0.05), (0.285, 0.97), palette.shock);
        for (y, from, to, slot, key) in [
            (0.28, 0.20, 0.97, 0, "help.sketch_list"),
            (0.50, 0.37, 0.97, 1, "help.sketch_creators"),
            (0.72, 0.37, 0.71, 2, "help.sketch_ads"),
        ] {
            let color = palette.scenario(slot);
            self.bar(from..to, y..y + 0.15, palette.wash(color));
            self.bar(from..from + 0.008, y..y + 0.15, color);
            self.words((from + 0.02, y + 0.075), Align2::LEFT_CENTER, key, palette.text);
        }
        self.bar(0.70..0.712, 0.72..0.87, palette.shock);
        self.words((0.725, 0.795), Align2::LEFT_CENTER, "help.sketch_stop", palette.as_text(palette.shock));
    }

    fn cash(&self) {
        let palette = self.desk.palette;
        self.line(&[(0.03, 0.56), (0.97, 0.56)], palette.line);
        self.letters((0.03, 0.54), Align2::LEFT_BOTTOM, "0", palette.dim);
        self.dashed((0.03, 0.82), (0.97, 0.82), palette.shock);
        self.words((0.03, 0.98), Align2::LEFT_BOTTOM, "help.sketch_credit", palette.dim);
        self.line(
            &[
                (0.08, 0.16),
                (0.20, 0.24),
                (0.33, 0.52),
                (0.46, 0.68),
                (0.60, 0.50),
                (0.75, 0.30),
                (0.95, 0.10),
            ],
            palette.scenario(0),
        );
        self.dot((0.46, 0.68), palette.scenario(0));
        self.words((0.485, 0.745), Align2::LEFT_CENTER, "help.sketch_lowest", palette.text);
        self.line(&[(0.33, 0.52), (0.40, 0.72), (0.455, 0.92)], palette.shock);
        self.dot((0.455, 0.92), palette.shock);
        self.words((0.475, 0.93), Align2::LEFT_CENTER, "help.sketch_out", palette.as_text(palette.shock));
    }

    fn steps(&self) {
        let palette = self.desk.palette;
        let bottom = 0.80;
        let steps = [
            (0.20, bottom, palette.links_open, "help.sketch_open"),
            (0.20, 0.54, palette.loss, "help.sketch_closure"),
            (0.40, 0.54, palette.gain, "help.sketch_list"),
            (0.40, 0.47, palette.loss, "help.sketch_costs"),
            (0.47, bottom, palette.scenario(0), "help.sketch_plan"),
        ];
        for (idx, (top, end, color, key)) in steps.into_iter().enumerate() {
            let x = 0.10 + idx as f32 * 0.20;
            self.bar(x - 0.05..x + 0.05, top..end, color);
            self.words((x, 0.98), Align2::CENTER_BOTTOM, key, palette.dim);
        }
        self.line(&[(0.03, bottom), (0.97, bottom)], palette.line);
    }

    fn decisive(&self) {
        let palette = self.desk.palette;
        let middle = 0.62;
        for (idx, (low, high, key)) in [
            (0.26, 0.30, "help.sketch_conversion"),
            (0.17, 0.14, "help.sketch_share"),
            (0.06, 0.08, "help.sketch_cost"),
        ]
        .into_iter()
        .enumerate()
        {
            let y = 0.14 + idx as f32 * 0.26;
            self.bar(middle - low..middle, y..y + 0.14, palette.loss);
            self.bar(middle..middle + high, y..y + 0.14, palette.gain);
            self.words((0.02, y + 0.07), Align2::LEFT_CENTER, key, palette.text);
        }
        self.line(&[(middle, 0.06), (middle, 0.86)], palette.text);
        self.words((middle, 0.99), Align2::CENTER_BOTTOM, "help.sketch_answer", palette.dim);
    }

    fn months(&self) {
        let palette = self.desk.palette;
        let plan = [(0.03, 0.30), (0.30, 0.34), (0.50, 0.30), (0.75, 0.22)];
        let came = [(0.03, 0.32), (0.12, 0.42), (0.21, 0.46), (0.30, 0.54)];
        let learned = [(0.30, 0.54), (0.50, 0.50), (0.75, 0.44)];
        self.dashed(plan[0], plan[1], palette.dim);
        self.dashed(plan[1], plan[2], palette.dim);
        self.dashed(plan[2], plan[3], palette.dim);
        let ground: Vec<(f32, f32, f32)> =
            learned.iter().map(|(x, y)| (*x, y - 0.2 * (x - 0.2), y + 0.2 * (x - 0.2))).collect();
        self.band(&ground, palette.wash(palette.accent));
        self.line(&came, palette.text);
        came.iter().for_each(|at| self.dot(*at, palette.text));
        self.line(&learned, palette.accent);
        self.words((0.77, 0.22), Align2::LEFT_CENTER, "help.sketch_planned", palette.dim);
        self.words((0.77, 0.44), Align2::LEFT_CENTER, "help.sketch_learned", palette.as_text(palette.accent));
        self.words((0.05, 0.74), Align2::LEFT_CENTER, "help.sketch_came", palette.text);
    }
}
