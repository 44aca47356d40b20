//! Lines by month, each with its name at its end, with the ranges of one of them behind and a read-out for a month.

mod axis;
mod drawing;
mod extras;
mod held;
mod labels;
mod read_out;

use egui::{Align2, Color32, Id, Key, Modifiers, Pos2, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo};
use egui::{pos2, vec2};
use egui_plot::PlotTransform;

pub use axis::TimeAxis;
use axis::{MarkPlace, ValueAxis};
pub use extras::{ActualLine, AskedPoint, ChartExtras, ReferenceLine, StackLayer};
use held::HeldMonth;
pub use held::ReadOutHold;
use labels::LineEnd;

use super::read_out::ReadOut;
pub use super::read_out::ReadOutRow;
use super::ring;
use crate::theme::{Palette, plain_font, type_size};

/// One line.
pub struct FanLine<'a> {
    /// Its name at its end.
    pub name: String,
    /// Its color.
    pub color: Color32,
    /// Its value in every month.
    pub values: &'a [f64],
    /// Whether it is the one in hand.
    pub is_selected: bool,
    /// Whether it is dashed.
    pub is_dashed: bool,
}

/// The ranges behind the line in hand: lower and upper edge by month.
pub struct FanBand {
    /// The edges of the wide range.
    pub wide: Vec<(f64, f64)>,
    /// The edges of the narrow range.
    pub narrow: Vec<(f64, f64)>,
    /// The color of their line.
    pub color: Color32,
}

/// Something that happens at a time.
pub struct TimeMark {
    /// When, in months from the first.
    pub at: f64,
    /// When it is over, where it is a span with an end.
    pub to: Option<f64>,
    /// What it is.
    pub label: String,
}

/// What a chart shows.
pub struct FanChart<'a> {
    /// What a screen reader is told of it.
    pub summary: &'a str,
    /// Its lines, the most important last.
    pub lines: &'a [FanLine<'a>],
    /// The ranges.
    pub band: Option<FanBand>,
    /// What happens when.
    pub marks: &'a [TimeMark],
    /// The label of each month.
    pub months: &'a [String],
    /// A value on its axis.
    pub value_label: &'a dyn Fn(f64) -> String,
    /// The title and rows of the read-out of a month.
    pub read_out: &'a dyn Fn(usize) -> (String, Vec<ReadOutRow>),
    /// The height of it all.
    pub height: f32,
}

/// What came of a chart in this frame.
pub struct ChartResponse {
    /// The toolkit's response.
    pub response: Response,
    /// Where its months stand, for what hangs under it.
    pub time: TimeAxis,
    /// The month and the value that the hand was dragged to, where the chart can be asked about them.
    pub asked: Option<(usize, f64)>,
    /// The month and the value that were clicked.
    pub clicked: Option<(usize, f64)>,
    /// The month and the row of its read-out that was asked how it came about.
    pub followed: Option<(usize, usize)>,
    /// Whether it was asked how the answer to what was asked came about.
    pub is_answer_followed: bool,
}

/// Where everything in a chart stands, settled before anything is drawn.
struct ChartLayout {
    /// All of the chart.
    rect: Rect,
    /// From the first month to the last and from the lowest line of values to the highest.
    plot: Rect,
    time: TimeAxis,
    values: ValueAxis,
    marks: Vec<MarkPlace>,
    /// Whether values stand on their axis.
    has_value_labels: bool,
    /// The month that is read out.
    cursor: Option<usize>,
}

impl ChartLayout {
    /// The middle of the label of a mark.
    fn label_y(&self, place: &MarkPlace) -> f32 {
        self.rect.top() + 10.0 + place.row as f32 * 18.0
    }

    /// The place of a value in a month; one outside stands at the edge.
    fn place(&self, month: usize, value: f64) -> Pos2 {
        let values = &self.values;
        let share = ((value - values.low) / (values.high - values.low)).clamp(0.0, 1.0) as f32;
        pos2(self.time.x(month as f64), self.plot.bottom() - share * self.plot.height())
    }

    /// The month and the value of a place; one outside stands at the edge.
    fn value_at(&self, at: Pos2) -> (usize, f64) {
        let share = f64::from((self.plot.bottom() - at.y) / self.plot.height()).clamp(0.0, 1.0);
        let value = self.values.low + share * (self.values.high - self.values.low);
        (self.time.nearest(at.x), value)
    }
}

impl FanChart<'_> {
    /// Shows the chart as wide as there is room; `cursor` is the month that is read out.
    pub fn show(&self, ui: &mut Ui, palette: &Palette, cursor: &mut Option<usize>) -> ChartResponse {
        self.show_with(ui, palette, cursor, &ChartExtras::default())
    }

    /// As [`Self::show`], with more in it than lines.
    pub fn show_with(
        &self,
        ui: &mut Ui,
        palette: &Palette,
        cursor: &mut Option<usize>,
        extras: &ChartExtras,
    ) -> ChartResponse {
        let size = vec2(ui.available_width(), self.height);
        let sense = if extras.can_ask { Sense::click_and_drag() } else { Sense::click() };
        let (rect, response) = ui.allocate_exact_size(size, sense);
        response.widget_info(|| WidgetInfo::labeled(Role::Figure, true, self.summary));
        let ends = self.ends(extras);
        let mut room = self.room(ui, rect, extras, &ends);
        let before = held::before(ui, response.id, *cursor).filter(|_| extras.follow.is_some());
        room.cursor = moved_cursor(ui, &response, &room, *cursor, before.is_some());
        let held = match extras.follow {
            Some(_) => held::take(ui, &response, before, room.cursor),
            None => HeldMonth::default(),
        };
        let asked = extras::ask(ui, &response, self, extras, &mut room);
        *cursor = room.cursor;
        let transform = drawing::draw(ui, palette, response.id.with("plot"), self, extras, &room);
        self.paint_mark_labels(ui, palette, &room);
        let is_answer_followed = extras::show(ui, palette, response.id, extras, &room);
        labels::paint(ui, palette, &ends, &transform, &room);
        let drawn = DrawnChart { chart: self, extras, room: &room, transform: &transform, id: response.id };
        let followed =
            room.cursor.and_then(|month| Some((month, drawn.read_out_ui(ui, palette, month, held)?)));
        if response.has_focus() {
            ring(ui, rect.expand(2.0), palette.accent);
        }
        let place = response.interact_pointer_pos().filter(|_| response.clicked());
        let clicked = place.map(|at| room.value_at(at));
        ChartResponse { clicked, asked, followed, is_answer_followed, response, time: room.time }
    }

    /// The names at the ends, of lines and of layers.
    fn ends<'a>(&'a self, extras: &'a ChartExtras) -> Vec<LineEnd<'a>> {
        if extras.is_small {
            return vec![];
        }
        let lines = self.lines.iter().map(|line| LineEnd {
            name: &line.name,
            color: line.color,
            value: line.values.last().copied(),
            is_selected: line.is_selected,
        });
        let layers = extras.layers.iter().map(|layer| LineEnd {
            name: &layer.name,
            color: layer.color,
            value: layer.low.last().zip(layer.high.last()).map(|(low, high)| (low + high) / 2.0),
            is_selected: false,
        });
        let reference = extras.reference.iter().map(|it| LineEnd {
            name: it.name,
            color: it.color,
            value: it.values.iter().rev().copied().flatten().next(),
            is_selected: false,
        });
        lines.chain(layers).chain(reference).collect()
    }

    fn room(&self, ui: &Ui, rect: Rect, extras: &ChartExtras, ends: &[LineEnd]) -> ChartLayout {
        let names = if ends.is_empty() { 0.0 } else { labels::width(ui, ends, rect.width()) };
        let values = ValueAxis::over(self.all_values(extras));
        let widths = values.ticks().into_iter().map(|tick| caption_width(ui, &(self.value_label)(tick)));
        let widest = if extras.is_small { 0.0 } else { widths.fold(0.0, f32::max) };
        let left = rect.left() + widest + 10.0;
        // However little room there is, a plot without any would have no scale.
        let x = egui::Rangef::new(left, (rect.right() - names - 10.0).max(left + 1.0));
        let time = TimeAxis { x, n_months: self.months.len() };
        let marks = axis::place_marks(ui, self.marks, &time, rect);
        let mark_rows = marks.iter().map(|place| place.row + 1).max().unwrap_or(0);
        let top = rect.top() + 6.0 + mark_rows as f32 * 18.0;
        let plot = Rect::from_x_y_ranges(x, top..=(rect.bottom() - 22.0).max(top + 1.0));
        ChartLayout { rect, plot, time, values, marks, has_value_labels: !extras.is_small, cursor: None }
    }

    fn all_values(&self, extras: &ChartExtras) -> impl Iterator<Item = f64> {
        let from = extras.from;
        let lines = self.lines.iter().flat_map(move |line| line.values.iter().skip(from).copied());
        let edges = self.band.iter().flat_map(move |band| band.wide.iter().skip(from));
        let edges = edges.flat_map(|(low, high)| [*low, *high]);
        lines.chain(edges).chain(extras.values())
    }

    fn paint_mark_labels(&self, ui: &Ui, palette: &Palette, room: &ChartLayout) {
        let named = self.marks.iter().zip(&room.marks).filter(|(_, place)| place.is_named);
        for (mark, place) in named {
            let (anchor, x) = if place.is_left {
                (Align2::RIGHT_CENTER, place.x - 6.0)
            } else {
                (Align2::LEFT_CENTER, place.x + 6.0)
            };
            let at = pos2(x, room.label_y(place));
            let font = plain_font(type_size::CAPTION);
            ui.painter().text(at, anchor, &mark.label, font, palette.as_text(palette.shock));
        }
        // What found no room is counted beside its line; the bars below the chart name it.
        let mut left_out = self.marks.iter().zip(&room.marks).filter(|(mark, place)| {
            let is_alone = room.marks.iter().all(|other| other.x <= place.x || other.x > place.x + 24.0);
            !place.is_named && !mark.label.is_empty() && is_alone
        });
        if let Some((_, first)) = left_out.next() {
            let at = pos2(first.x + 4.0, room.plot.top() + 8.0);
            let n = (1 + left_out.count()).to_string();
            let font = plain_font(type_size::CAPTION);
            ui.painter().text(at, Align2::LEFT_CENTER, format!("+{n}"), font, palette.text);
        }
    }
}

/// A chart that is drawn.
struct DrawnChart<'a> {
    chart: &'a FanChart<'a>,
    extras: &'a ChartExtras<'a>,
    room: &'a ChartLayout,
    transform: &'a PlotTransform,
    /// The id of its response.
    id: Id,
}

impl DrawnChart<'_> {
    /// Shows what is read out of a month; the row that was asked how it came about, where the month is held.
    fn read_out_ui(&self, ui: &Ui, palette: &Palette, month: usize, held: HeldMonth) -> Option<usize> {
        let Self { chart, extras, transform, .. } = *self;
        let at = |month: usize, value: f64| {
            pos2(transform.position_from_point_x(month as f64), transform.position_from_point_y(value))
        };
        let mut busy: Vec<Pos2> = vec![];
        for line in chart.lines {
            let Some(value) = line.values.get(month).filter(|_| month >= extras.from) else { continue };
            let stroke = Stroke::new(1.8, line.color);
            ui.painter().circle(at(month, *value), 3.5, palette.panel, stroke);
            busy.extend(line.values.iter().enumerate().map(|(month, value)| at(month, *value)));
        }
        let edges = chart.band.iter().flat_map(|band| band.wide.iter().enumerate());
        busy.extend(edges.map(|(month, (low, _))| at(month, *low)));
        for layer in &extras.layers {
            busy.extend(layer.high.iter().enumerate().map(|(month, high)| at(month, *high)));
        }
        let (title, rows) = (chart.read_out)(month);
        let x = transform.position_from_point_x(month as f64);
        let is_held = held.month == Some(month);
        let hint = extras.follow.map_or("", |follow| if is_held { follow.ask } else { follow.hold });
        let told = ReadOut { title: &title, rows: &rows, hint };
        let rect = read_out::place(ui, &told, self.room.plot, x, &busy);
        if is_held {
            held::note_place(ui, self.id, rect);
            return told.show(ui, palette, self.id.with("rows"), rect, held.is_entered);
        }
        told.paint(ui, palette, rect);
        None
    }
}

/// The month that is read out from now on: the pointer takes the cursor to the nearest month; the arrow keys move it while
/// the chart has the keyboard.
fn moved_cursor(
    ui: &Ui,
    response: &Response,
    room: &ChartLayout,
    mut cursor: Option<usize>,
    is_held: bool,
) -> Option<usize> {
    if response.clicked() {
        response.request_focus();
    }
    let (time, last) = (&room.time, room.time.n_months.saturating_sub(1));
    let has_moved = ui.input(|input| input.pointer.delta() != egui::Vec2::ZERO);
    if is_held {
        // What is held stays until another month is clicked.
        let clicked = response.interact_pointer_pos().filter(|_| response.clicked());
        cursor = clicked.map(|at| time.nearest(at.x)).or(cursor);
    } else if let Some(pointer) = response.hover_pos() {
        let is_inside = room.plot.expand2(vec2(8.0, 24.0)).contains(pointer);
        if is_inside && (has_moved || cursor.is_none()) {
            cursor = Some(time.nearest(pointer.x));
        } else if !is_inside && !response.has_focus() {
            cursor = None;
        }
    } else if !response.has_focus() {
        cursor = None;
    }
    if response.has_focus() {
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        ui.memory_mut(|memory| {
            let filter = egui::EventFilter { horizontal_arrows: true, ..egui::EventFilter::default() };
            memory.set_focus_lock_filter(response.id, filter);
        });
        if pressed(Key::ArrowLeft) {
            cursor = Some(cursor.map_or(last, |month| month.saturating_sub(1)));
        }
        if pressed(Key::ArrowRight) {
            cursor = Some(cursor.map_or(0, |month| (month + 1).min(last)));
        }
    }
    cursor
}

fn caption_width(ui: &Ui, text: &str) -> f32 {
    super::text_width(ui, text, plain_font(type_size::CAPTION))
}
