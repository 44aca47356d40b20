//! A small picture of how a number the seller is unsure of spreads, with its three figures as handles.

use egui::{Color32, Id, Mesh, Pos2, Rangef, Rect, Response, Sense, Shape, Stroke, Ui, pos2, vec2};
use sortie_engine::unit::{EstimateSpace, Spread};

use crate::theme::Palette;

/// Which figure of the three a handle moves, and to what.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum HandleMove {
    /// The low one.
    Low(f64),
    /// The likely one.
    Likely(f64),
    /// The high one.
    High(f64),
}

/// One standard deviation in units of the distance from the middle to a tenth percentile.
const SIGMAS_AT_TENTH: f64 = 1.281_551_565_544_9;

/// Draws the spread and lets its handles be dragged; returns the figure that moved.
pub fn spread_picture(
    ui: &mut Ui,
    palette: &Palette,
    id: Id,
    spread: Spread,
    is_editable: bool,
) -> Option<HandleMove> {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 48.0), Sense::hover());
    let axis = SpreadAxis::around(spread, rect.x_range().shrink(8.0)).held_while_dragging(ui, id);
    let base = rect.bottom() - 8.0;
    ui.painter().hline(rect.x_range(), base, Stroke::new(1.0, palette.line));
    if !spread.is_certain() {
        paint_hill(ui, palette, &axis, spread, Rect::from_x_y_ranges(rect.x_range(), rect.top()..=base));
        let range = axis.x(spread.low)..=axis.x(spread.high);
        ui.painter().hline(range, base, Stroke::new(3.0, palette.faint));
    }
    let mut moved = None;
    let handles = [
        ("low", HandleMove::Low(spread.low)),
        ("high", HandleMove::High(spread.high)),
        ("likely", HandleMove::Likely(spread.likely)),
    ];
    for (part, figure) in handles {
        let (HandleMove::Low(value) | HandleMove::Likely(value) | HandleMove::High(value)) = figure;
        let center = pos2(axis.x(value), base);
        let response = handle(ui, palette, id.with(part), center, part == "likely", is_editable);
        if response.dragged()
            && let Some(pointer) = response.interact_pointer_pos()
        {
            let x = axis.value(pointer.x);
            moved = Some(match figure {
                HandleMove::Low(_) => HandleMove::Low(x),
                HandleMove::Likely(_) => HandleMove::Likely(x),
                HandleMove::High(_) => HandleMove::High(x),
            });
        }
    }
    moved
}

fn handle(ui: &Ui, palette: &Palette, id: Id, center: Pos2, is_full: bool, is_editable: bool) -> Response {
    let sense = if is_editable { Sense::DRAG } else { Sense::hover() };
    let response = ui.interact(Rect::from_center_size(center, vec2(14.0, 24.0)), id, sense);
    let color = if response.hovered() || response.dragged() { palette.text } else { palette.accent };
    let fill: Color32 = if is_full { color } else { palette.panel };
    ui.painter().circle(center, 4.5, fill, Stroke::new(2.0, color));
    response.on_hover_cursor(egui::CursorIcon::ResizeHorizontal)
}

fn paint_hill(ui: &Ui, palette: &Palette, axis: &SpreadAxis, spread: Spread, rect: Rect) {
    let (low, likely, high) = (axis.at(spread.low), axis.at(spread.likely), axis.at(spread.high));
    let fill = palette.accent_wash.lerp_to_gamma(palette.accent, 0.12);
    let height = |x: f32| {
        let at = axis.at_x(x);
        let side = if at < likely { likely - low } else { high - likely };
        let sigma = (side / SIGMAS_AT_TENTH).max(1e-9);
        let z = (at - likely) / sigma;
        (-0.5 * z * z).exp() as f32 * (rect.height() - 4.0)
    };
    let places = (0..=rect.width() as usize).map(|step| rect.left() + step as f32);
    // What is lower than half a point is no hill any more: it would be a stray stroke upon the ground.
    let ridge: Vec<Pos2> = places
        .map(|x| pos2(x, rect.bottom() - height(x)))
        .filter(|top| rect.bottom() - top.y >= 0.5)
        .collect();
    let mut mesh = Mesh::default();
    for (idx, top) in ridge.iter().enumerate() {
        mesh.colored_vertex(*top, fill);
        mesh.colored_vertex(pos2(top.x, rect.bottom()), fill);
        if idx > 0 {
            let last = 2 * idx as u32 + 1;
            mesh.add_triangle(last - 3, last - 2, last - 1);
            mesh.add_triangle(last - 2, last - 1, last);
        }
    }
    ui.painter().add(Shape::mesh(mesh));
    // The edge of a mesh has steps; a thin line over it has none.
    ui.painter().line(ridge, Stroke::new(1.0, fill));
}

/// The place of numbers along the picture, in the space in which the spread is even.
struct SpreadAxis {
    space: EstimateSpace,
    from: f64,
    to: f64,
    x: Rangef,
}

impl SpreadAxis {
    fn around(spread: Spread, x: Rangef) -> Self {
        let mut axis = Self { space: spread.space, from: 0.0, to: 1.0, x };
        let (low, likely, high) = (axis.at(spread.low), axis.at(spread.likely), axis.at(spread.high));
        let reach = (likely - low).max(high - likely) * 2.2;
        let reach = if reach > 0.0 { reach } else { 0.5 };
        (axis.from, axis.to) = (likely - reach, likely + reach);
        axis
    }

    /// The axis as it was when a handle was taken: it must not move under the hand.
    fn held_while_dragging(mut self, ui: &Ui, id: Id) -> Self {
        let parts = ["low", "likely", "high"].map(|part| id.with(part));
        let is_dragged = parts.iter().any(|part| ui.ctx().is_being_dragged(*part));
        let held = ui.data(|data| data.get_temp::<(f64, f64)>(id)).filter(|_| is_dragged);
        (self.from, self.to) = held.unwrap_or((self.from, self.to));
        ui.data_mut(|data| data.insert_temp(id, (self.from, self.to)));
        self
    }

    fn at(&self, value: f64) -> f64 {
        match self.space {
            EstimateSpace::Log => value.max(1e-9).ln(),
            EstimateSpace::Logit => {
                let p = value.clamp(1e-6, 1.0 - 1e-6);
                (p / (1.0 - p)).ln()
            }
            EstimateSpace::Identity => value,
        }
    }

    fn at_x(&self, x: f32) -> f64 {
        self.from + f64::from((x - self.x.min) / self.x.span()) * (self.to - self.from)
    }

    fn x(&self, value: f64) -> f32 {
        let part = ((self.at(value) - self.from) / (self.to - self.from)) as f32;
        self.x.min + part.clamp(0.0, 1.0) * self.x.span()
    }

    fn value(&self, x: f32) -> f64 {
        let at = self.at_x(x.max(self.x.min).min(self.x.max));
        match self.space {
            EstimateSpace::Log => at.exp(),
            EstimateSpace::Logit => 1.0 / (1.0 + (-at).exp()),
            EstimateSpace::Identity => at,
        }
    }
}
