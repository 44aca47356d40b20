//! A bridge: from one sum to another, step by step, each step a bar that begins where the one before it ends. What a
//! step is made of unfolds under it.

mod drawing;
mod rows;

use egui::{Color32, Id, Rect, Response, Role, Sense, Ui, WidgetInfo, vec2};

use super::change::change;
use super::hand::{self, ArrowKeys, ChartPart};
use super::read_out::{ReadOut, ReadOutRow};
use super::{ring, text_width};
use crate::theme::{GAP, Palette, plain_font, strong_font, type_size};
use rows::{BridgeRow, flatten};

/// The sum that a bridge begins with or ends at.
pub struct BridgeSum {
    /// Its name.
    pub name: String,
    /// Its amount.
    pub value: f64,
    /// The color of its bar.
    pub color: Color32,
}

/// One step between the two sums.
#[derive(Default)]
pub struct BridgeStep {
    /// What it is.
    pub name: String,
    /// What it adds; below 0 what it takes.
    pub value: f64,
    /// The color of a step that is neither good nor bad, such as a cost of every order; without it gain and loss are
    /// told by color, arrow and sign.
    pub color: Option<Color32>,
    /// What else the read-out tells: names and figures.
    pub details: Vec<(String, String)>,
    /// What it is made of; these add up to its value.
    pub parts: Vec<Self>,
}

/// What of a bridge was clicked, to be explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BridgeFigure {
    /// The sum that it begins with.
    From,
    /// A step, by its place.
    Step(usize),
    /// A part of a step, by the places of both.
    Part(usize, usize),
    /// The sum that it ends at.
    To,
}

/// What a bridge shows.
pub struct BridgeChart<'a> {
    /// What tells it from all other bridges, and keeps what is unfolded.
    pub id: Id,
    /// What a screen reader is told of it.
    pub summary: &'a str,
    /// Where it begins.
    pub from: BridgeSum,
    /// The steps; with `from` they add up to `to`.
    pub steps: &'a [BridgeStep],
    /// Where it ends.
    pub to: BridgeSum,
    /// An amount, with its sign where it is below 0.
    pub value_label: &'a dyn Fn(f64) -> String,
    /// The sentence under it that says that it adds up; nothing is shown where it is empty.
    pub adds_up: &'a str,
}

/// What came of a bridge in this frame.
pub struct BridgeResponse {
    /// The toolkit's response.
    pub response: Response,
    /// The figure that was clicked.
    pub clicked: Option<BridgeFigure>,
}

/// The height of a row, and of one whose bar stands under its name.
const ROW: f32 = 26.0;
const TALL_ROW: f32 = 42.0;
/// Names and bars stand side by side from this width on.
const WIDE: f32 = 300.0;
/// The room before a name, for the mark of what unfolds.
const FOLD: f32 = 16.0;

/// Where the columns of a bridge stand.
struct BridgeLayout {
    rect: Rect,
    row: f32,
    name: egui::Rangef,
    plot: egui::Rangef,
    is_wide: bool,
    /// The room before a name; none where nothing unfolds.
    fold: f32,
}

impl BridgeLayout {
    fn row(&self, idx: usize) -> Rect {
        let top = self.rect.top() + self.row * idx as f32;
        Rect::from_x_y_ranges(self.rect.x_range(), top..=top + self.row)
    }
}

impl BridgeChart<'_> {
    /// Shows the bridge as wide as there is room.
    pub fn show(&self, ui: &mut Ui, palette: &Palette) -> BridgeResponse {
        let unfolded: Vec<usize> = ui.data(|data| data.get_temp(self.id)).unwrap_or_default();
        let lines = flatten(self, &unfolded);
        let width = ui.available_width();
        let row = if width < WIDE { TALL_ROW } else { ROW };
        let (rect, _) = ui.allocate_exact_size(vec2(width, row * lines.len() as f32), Sense::hover());
        let response = ui.interact(rect, self.id.with("bridge"), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Figure, true, self.summary));
        let room = self.room(ui, palette, rect, &lines);
        let toggled = self.folds_ui(ui, palette, &room, &lines);
        let parts: Vec<ChartPart> = lines
            .iter()
            .enumerate()
            .map(|(idx, line)| ChartPart {
                rect: self.target(&room, idx, line),
                told: self.description(palette, line),
            })
            .collect();
        let hand = hand::take(ui, &response, &parts, ArrowKeys::Down, None);
        drawing::paint(ui, palette, self, &room, &lines, hand.at);
        if let Some(line) = hand.at.and_then(|idx| lines.get(idx)) {
            let idx = hand.at.unwrap_or_default();
            self.read_out(ui, palette, line, room.row(idx));
        }
        let by_arrow = hand.at.and_then(|idx| lines.get(idx)).and_then(|line| match line.figure {
            BridgeFigure::Step(step) if hand.sideways != 0 && line.is_unfolded == (hand.sideways < 0) => {
                Some(step)
            }
            _ => None,
        });
        if let Some(step) = toggled.or(by_arrow) {
            self.toggle(ui, unfolded, step);
        }
        if response.has_focus() {
            ring(ui, rect.expand(2.0), palette.accent);
        }
        if !self.adds_up.is_empty() {
            let words = egui::RichText::new(self.adds_up).font(plain_font(type_size::CAPTION));
            super::lines::wrapped(ui, words.color(palette.dim));
        }
        let clicked = hand.clicked.and_then(|idx| lines.get(idx)).map(|line| line.figure);
        BridgeResponse { response, clicked }
    }

    /// The step of a mark that was clicked; each unfolds or folds what its step is made of.
    fn folds_ui(
        &self,
        ui: &Ui,
        palette: &Palette,
        room: &BridgeLayout,
        lines: &[BridgeRow],
    ) -> Option<usize> {
        let mut toggled = None;
        for (idx, line) in lines.iter().enumerate().filter(|(_, line)| line.can_unfold) {
            let BridgeFigure::Step(step) = line.figure else { continue };
            let rect = drawing::fold_rect(room, idx);
            let response = ui.interact(rect, self.id.with(("fold", step)), Sense::CLICK);
            let info = || WidgetInfo::selected(Role::DisclosureTriangle, true, line.is_unfolded, line.name);
            response.widget_info(info);
            drawing::paint_fold(ui, palette, rect, line.is_unfolded, response.hovered());
            if response.clicked() {
                toggled = Some(step);
            }
        }
        toggled
    }

    fn toggle(&self, ui: &Ui, mut unfolded: Vec<usize>, step: usize) {
        if self.steps.get(step).is_none_or(|step| step.parts.is_empty()) {
            return;
        }
        if unfolded.contains(&step) {
            unfolded.retain(|other| *other != step);
        } else {
            unfolded.push(step);
        }
        ui.data_mut(|data| data.insert_temp(self.id, unfolded));
        ui.ctx().request_repaint();
    }

    /// What of a row is clicked to be explained: all of it but the mark that unfolds it.
    fn target(&self, room: &BridgeLayout, idx: usize, line: &BridgeRow) -> Rect {
        let row = room.row(idx);
        if line.can_unfold { row.with_min_x(row.left() + room.fold) } else { row }
    }

    /// The amount of a line as it is shown, and its color.
    fn shown(&self, palette: &Palette, line: &BridgeRow) -> (String, Color32) {
        match line.color {
            Some(color) => ((self.value_label)(line.value), color),
            None => change(palette, line.value, self.value_label),
        }
    }

    fn description(&self, palette: &Palette, line: &BridgeRow) -> String {
        format!("{} {}", line.name, self.shown(palette, line).0)
    }

    fn read_out(&self, ui: &Ui, palette: &Palette, line: &BridgeRow, target: Rect) {
        let title = format!("{} \u{b7} {}", line.name, self.shown(palette, line).0);
        let rows: Vec<ReadOutRow> =
            line.details.iter().map(|(name, value)| ReadOutRow::of(name, value)).collect();
        ReadOut { title: &title, rows: &rows, hint: "" }.beside(ui, palette, target);
    }

    fn room(&self, ui: &Ui, palette: &Palette, rect: Rect, lines: &[BridgeRow]) -> BridgeLayout {
        let is_wide = rect.width() >= WIDE;
        let fold = if self.steps.iter().any(|step| !step.parts.is_empty()) { FOLD } else { 0.0 };
        let widest = |text: &dyn Fn(&BridgeRow) -> String| {
            // Sums stand in the strong face, which is the wider one.
            let font = || strong_font(type_size::CAPTION);
            lines.iter().map(|line| text_width(ui, &text(line), font())).fold(0.0, f32::max)
        };
        let figure = widest(&|line| self.shown(palette, line).0).min(rect.width() * 0.5);
        let names = fold + widest(&|line| line.name.to_owned()) + 14.0;
        let name_end = if is_wide {
            rect.left() + names.min((rect.width() * 0.38).min(320.0))
        } else {
            rect.right() - figure - GAP
        };
        let plot = if is_wide {
            egui::Rangef::new(name_end + GAP, rect.right() - figure - 12.0)
        } else {
            rect.x_range().shrink(1.0)
        };
        let row = if is_wide { ROW } else { TALL_ROW };
        BridgeLayout { rect, row, name: egui::Rangef::new(rect.left(), name_end), plot, is_wide, fold }
    }
}
