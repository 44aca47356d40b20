//! Where something goes: columns of places with ribbons between them, each as thick as what takes that way.

mod layout;

use egui::{
    Color32, CornerRadius, Id, Mesh, Pos2, Rect, Response, Role, Sense, Shape, Stroke, Ui, WidgetInfo,
};
use egui::{pos2, vec2};

use super::hand::{self, ArrowKeys, ChartPart};
use super::read_out::{ReadOut, ReadOutRow};
use super::{elided_galley, ring, text_width};
use crate::theme::{Palette, plain_font, strong_font, type_size};
use layout::{FlowLayout, LABEL, RibbonBand};

/// A place that something comes from or goes to.
pub struct FlowPlace {
    /// Its name.
    pub name: String,
    /// Its column, from the left.
    pub column: usize,
    /// Its color.
    pub color: Color32,
}

/// What goes from one place to another.
pub struct Ribbon {
    /// The place it comes from.
    pub from: usize,
    /// The place it goes to, in a later column.
    pub to: usize,
    /// How much; what is below 0 has no ribbon.
    pub amount: f64,
    /// What else the read-out tells: names and figures.
    pub details: Vec<(String, String)>,
}

/// What a flow shows.
pub struct FlowChart<'a> {
    /// What tells it from all other flows.
    pub id: Id,
    /// What a screen reader is told of it.
    pub summary: &'a str,
    /// The places; those of a column from the top down.
    pub places: &'a [FlowPlace],
    /// What goes where.
    pub ribbons: &'a [Ribbon],
    /// An amount as it is shown.
    pub value_label: &'a dyn Fn(f64) -> String,
    /// The height of it all, if the names of its places have room in it.
    pub height: f32,
}

/// What of a flow was clicked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlowFigure {
    /// A place.
    Place(usize),
    /// A ribbon.
    Ribbon(usize),
}

/// What came of a flow in this frame.
pub struct FlowResponse {
    /// The toolkit's response.
    pub response: Response,
    /// The figure that was clicked.
    pub clicked: Option<FlowFigure>,
}

/// The room from which on a name and its amount stand in two lines.
const TWO_LINES: f32 = 2.0 * LABEL - 2.0;

impl FlowChart<'_> {
    /// Shows the flow as wide as there is room.
    pub fn show(&self, ui: &mut Ui, palette: &Palette) -> FlowResponse {
        let height = self.height.max(layout::least_height(self.places));
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
        let response = ui.interact(rect, self.id, Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Figure, true, self.summary));
        let layout = FlowLayout::new(self.places, self.ribbons, rect, self.last_label(ui));
        let n_places = self.places.len();
        let pointer = ui.input(|input| input.pointer.hover_pos()).filter(|_| response.contains_pointer());
        let pointed = pointer.and_then(|at| {
            let bar = layout.bars.iter().position(|bar| bar.expand2(vec2(3.0, 3.0)).contains(at));
            bar.or_else(|| layout.ribbon_at(at).map(|ribbon| n_places + ribbon))
        });
        let hand = hand::take(ui, &response, &self.parts(ui, &layout), ArrowKeys::Down, pointed);
        let figure = |part: usize| match part.checked_sub(n_places) {
            Some(ribbon) => FlowFigure::Ribbon(ribbon),
            None => FlowFigure::Place(part),
        };
        let at = hand.at.map(figure);
        for idx in layout.thick_first() {
            let ribbon = &self.ribbons[idx];
            let is_in_hand = match at {
                Some(FlowFigure::Ribbon(other)) => other == idx,
                Some(FlowFigure::Place(place)) => ribbon.from == place || ribbon.to == place,
                None => false,
            };
            let color = self.places[ribbon.from].color;
            let strength = if is_in_hand { 0.5 } else { 0.26 };
            paint_band(ui, &layout.bands[idx], palette.panel.lerp_to_gamma(color, strength));
        }
        for idx in 0..n_places {
            self.paint_place(ui, palette, &layout, idx);
        }
        if let Some(figure) = at {
            self.read_out(ui, palette, &layout, figure);
        }
        if response.has_focus() {
            ring(ui, rect.expand(2.0), palette.accent);
        }
        FlowResponse { response, clicked: hand.clicked.map(figure) }
    }

    /// The width of the words of a place, on one line.
    fn label_width(&self, ui: &Ui, idx: usize) -> f32 {
        let amount = (self.value_label)(layout::amount(self.ribbons, idx));
        let words = format!("{}  {amount}", self.places[idx].name);
        text_width(ui, &words, strong_font(type_size::CAPTION))
    }

    /// The width of the widest words of the last column.
    fn last_label(&self, ui: &Ui) -> f32 {
        let last = self.places.iter().map(|place| place.column).max().unwrap_or(0);
        let members = (0..self.places.len()).filter(|idx| self.places[*idx].column == last);
        members.map(|idx| self.label_width(ui, idx)).fold(0.0, f32::max)
    }

    /// The places and then the ribbons. Bars and ribbons are found by their shape; the rectangle of a place is that of
    /// its words, and that of a ribbon is for those who do not point.
    fn parts(&self, ui: &Ui, layout: &FlowLayout) -> Vec<ChartPart> {
        let place = |(idx, place): (usize, &FlowPlace)| {
            let told = format!("{} {}", place.name, (self.value_label)(layout.amounts[idx]));
            let bar = layout.bars[idx];
            let right = (bar.right() + 6.0 + self.label_width(ui, idx)).min(layout.label_end(idx));
            let half = if bar.height() >= TWO_LINES { LABEL } else { LABEL / 2.0 };
            let y = bar.center().y;
            ChartPart { rect: Rect::from_x_y_ranges(bar.right()..=right, y - half..=y + half), told }
        };
        let ribbon = |(idx, ribbon): (usize, &Ribbon)| {
            let told = format!("{} {}", self.way(ribbon), (self.value_label)(ribbon.amount));
            ChartPart { rect: Rect::from_center_size(layout.bands[idx].middle(), vec2(2.0, 2.0)), told }
        };
        let places = self.places.iter().enumerate().map(place);
        places.chain(self.ribbons.iter().enumerate().map(ribbon)).collect()
    }

    fn way(&self, ribbon: &Ribbon) -> String {
        let name = |idx: usize| self.places.get(idx).map_or("", |place| place.name.as_str());
        format!("{} \u{2192} {}", name(ribbon.from), name(ribbon.to))
    }

    /// A bar, and right of it its name and amount; the amount is never cut.
    fn paint_place(&self, ui: &Ui, palette: &Palette, layout: &FlowLayout, idx: usize) {
        let (place, bar) = (&self.places[idx], layout.bars[idx]);
        ui.painter().rect_filled(bar, CornerRadius::same(2), place.color);
        let room = layout.label_end(idx) - bar.right() - 6.0;
        let amount = (self.value_label)(layout.amounts[idx]);
        let size = type_size::CAPTION;
        let amount = elided_galley(ui, room, &amount, strong_font(size), palette.text);
        let is_tall = bar.height() >= TWO_LINES;
        let room_for_name = if is_tall { room } else { room - amount.size().x - 6.0 };
        let name = elided_galley(ui, room_for_name.max(0.0), &place.name, plain_font(size), palette.text);
        let (left, middle) = (bar.right() + 6.0, bar.center().y);
        let at = |x: f32, y: f32, height: f32| pos2(x, y - height / 2.0);
        let (name_size, amount_size) = (name.size(), amount.size());
        // No ribbon runs through the words.
        let (wide, high) = if is_tall {
            (name_size.x.max(amount_size.x), 2.0 * LABEL)
        } else {
            (amount_size.x + if room_for_name >= 24.0 { name_size.x + 6.0 } else { 0.0 }, LABEL)
        };
        let ground = Rect::from_min_size(pos2(left - 3.0, middle - high / 2.0), vec2(wide + 6.0, high));
        ui.painter().rect_filled(ground, CornerRadius::same(3), palette.panel.gamma_multiply(0.88));
        if is_tall {
            let half = LABEL / 2.0 - 1.0;
            ui.painter().galley(at(left, middle - half, name_size.y), name, palette.text);
            ui.painter().galley(at(left, middle + half, amount_size.y), amount, palette.text);
        } else {
            // Where there is no room for both, the amount stands alone.
            let shown = if room_for_name >= 24.0 { name_size.x + 6.0 } else { 0.0 };
            if shown > 0.0 {
                ui.painter().galley(at(left, middle, name_size.y), name, palette.text);
            }
            ui.painter().galley(at(left + shown, middle, amount_size.y), amount, palette.text);
        }
    }

    fn read_out(&self, ui: &Ui, palette: &Palette, layout: &FlowLayout, figure: FlowFigure) {
        let label = |amount: f64| (self.value_label)(amount);
        match figure {
            FlowFigure::Ribbon(idx) => {
                let Some(ribbon) = self.ribbons.get(idx) else { return };
                let title = format!("{} \u{b7} {}", self.way(ribbon), label(ribbon.amount));
                let rows: Vec<ReadOutRow> =
                    ribbon.details.iter().map(|(name, value)| ReadOutRow::of(name, value)).collect();
                let pointer = ui.input(|input| input.pointer.hover_pos());
                let on_it = pointer.filter(|at| layout.bands[idx].holds(*at));
                let target = on_it.unwrap_or_else(|| layout.bands[idx].middle());
                let target = Rect::from_center_size(target, vec2(8.0, 24.0));
                ReadOut { title: &title, rows: &rows, hint: "" }.beside(ui, palette, target);
            }
            FlowFigure::Place(idx) => {
                let Some(place) = self.places.get(idx) else { return };
                let title = format!("{} \u{b7} {}", place.name, label(layout.amounts[idx]));
                let row = |ribbon: &Ribbon| {
                    let (arrow, other) = match () {
                        () if ribbon.to == idx => ("\u{2190}", ribbon.from),
                        () if ribbon.from == idx => ("\u{2192}", ribbon.to),
                        () => return None,
                    };
                    let other = self.places.get(other)?;
                    let name = format!("{arrow} {}", other.name);
                    Some(ReadOutRow::of(name, label(ribbon.amount)).colored(other.color))
                };
                let rows: Vec<ReadOutRow> = self.ribbons.iter().filter_map(row).collect();
                ReadOut { title: &title, rows: &rows, hint: "" }.beside(ui, palette, layout.bars[idx]);
            }
        }
    }
}

/// How many pieces a ribbon is drawn in.
const PIECES: usize = 28;

fn paint_band(ui: &Ui, band: &RibbonBand, color: Color32) {
    if band.thickness <= 0.0 {
        return;
    }
    let edge = |shift: f32| -> Vec<Pos2> {
        (0..=PIECES).map(|piece| band.point(piece as f32 / PIECES as f32, shift)).collect()
    };
    // What is thinner than a point would not be seen.
    let half = (band.thickness / 2.0).max(0.5);
    let (upper, lower) = (edge(-half), edge(half));
    let mut mesh = Mesh::default();
    for (piece, (above, below)) in upper.iter().zip(&lower).enumerate() {
        mesh.colored_vertex(*above, color);
        mesh.colored_vertex(*below, color);
        if piece > 0 {
            let last = 2 * piece as u32 + 1;
            mesh.add_triangle(last - 3, last - 2, last - 1);
            mesh.add_triangle(last - 2, last - 1, last);
        }
    }
    ui.painter().add(Shape::mesh(mesh));
    // The edge of a mesh has steps; a thin line over it has none.
    for line in [upper, lower] {
        ui.painter().line(line, Stroke::new(1.0, color));
    }
}
