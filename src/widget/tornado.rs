//! A tornado: how far each guess moves the result between its low and its high end, the widest on top.

use egui::{Align2, Color32, CornerRadius, Id, Rangef, Rect, Response, Role, Sense, Shape, Stroke, Ui};
use egui::{WidgetInfo, pos2, vec2};

use super::hand::{self, ArrowKeys, ChartPart};
use super::read_out::{ReadOut, ReadOutRow};
use super::scale::ValueScale;
use super::{elided, elided_galley, ring, text_width};
use crate::theme::{GAP, Palette, plain_font, strong_font, type_size};

/// One end of a guess.
pub struct GuessEnd {
    /// What the guess is there, in words.
    pub input: String,
    /// What the result is then.
    pub result: f64,
}

/// The value of a guess at which the result is no better than something else.
pub struct BreakEven {
    /// What the guess is there, in words.
    pub input: String,
    /// What the result is then.
    pub result: f64,
}

/// One guess.
pub struct TornadoGuess {
    /// What it is.
    pub name: String,
    /// Its low end.
    pub low: GuessEnd,
    /// Its high end.
    pub high: GuessEnd,
    /// Where it breaks even, if it does between its ends.
    pub break_even: Option<BreakEven>,
    /// How well it is known, in a letter, with what the letter means; no badge where it is empty.
    pub grade: (String, String),
    /// What else the read-out tells: names and figures.
    pub details: Vec<(String, String)>,
}

/// What a tornado shows.
pub struct TornadoChart<'a> {
    /// What tells it from all other tornadoes.
    pub id: Id,
    /// What a screen reader is told of it.
    pub summary: &'a str,
    /// The result with every guess at its likely value.
    pub middle: f64,
    /// The guesses, the widest first.
    pub guesses: &'a [TornadoGuess],
    /// A result as it is shown.
    pub value_label: &'a dyn Fn(f64) -> String,
    /// What the low end, the high end and the break-even value are called in the read-out.
    pub words: [&'a str; 3],
}

/// What came of a tornado in this frame.
pub struct TornadoResponse {
    /// The toolkit's response.
    pub response: Response,
    /// The guess that was clicked, by its place.
    pub clicked: Option<usize>,
}

const ROW: f32 = 28.0;
/// The height of a row whose bar stands under its name.
const TALL_ROW: f32 = 46.0;
/// Names and bars stand side by side from this width on.
const WIDE: f32 = 460.0;
/// The height of the scale above the rows.
const HEAD: f32 = 20.0;
/// The width of a badge with the space after it.
const BADGE: f32 = 24.0;

/// Where everything in a tornado stands.
struct TornadoLayout {
    rect: Rect,
    row: f32,
    name: Rangef,
    scale: ValueScale,
    is_wide: bool,
}

impl TornadoLayout {
    fn row(&self, idx: usize) -> Rect {
        let top = self.rect.top() + HEAD + self.row * idx as f32;
        Rect::from_x_y_ranges(self.rect.x_range(), top..=top + self.row)
    }

    /// The middle of the bar of a row.
    fn bar_y(&self, idx: usize) -> f32 {
        let row = self.row(idx);
        if self.is_wide { row.center().y } else { row.bottom() - 13.0 }
    }

    /// A line at a result, past all bars; it leaves out the names that stand over them.
    fn paint_line(&self, ui: &Ui, result: f64, stroke: Stroke, n_rows: usize) {
        let x = self.scale.at(result);
        for idx in 0..n_rows {
            let row = self.row(idx);
            let top = if self.is_wide { row.top() } else { self.bar_y(idx) - 11.0 };
            ui.painter().vline(x, top..=row.bottom(), stroke);
        }
    }
}

impl TornadoChart<'_> {
    /// Shows the tornado as wide as there is room.
    pub fn show(&self, ui: &mut Ui, palette: &Palette) -> TornadoResponse {
        let width = ui.available_width();
        let row = if width < WIDE { TALL_ROW } else { ROW };
        let height = HEAD + row * self.guesses.len() as f32;
        let (rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
        let response = ui.interact(rect, self.id, Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Figure, true, self.summary));
        let room = self.room(ui, rect, row);
        let part = |(idx, guess): (usize, &TornadoGuess)| {
            let [low, high] = [&guess.low, &guess.high].map(|end| (self.value_label)(end.result));
            let told = format!("{}: {} {low}, {} {high}", guess.name, guess.low.input, guess.high.input);
            ChartPart { rect: room.row(idx), told }
        };
        let parts: Vec<ChartPart> = self.guesses.iter().enumerate().map(part).collect();
        let hand = hand::take(ui, &response, &parts, ArrowKeys::Down, None);
        self.paint_scale(ui, palette, &room);
        self.paint_legend(ui, palette, &room);
        for idx in 0..self.guesses.len() {
            if hand.at == Some(idx) {
                let ground = room.row(idx).expand2(vec2(4.0, 0.0));
                ui.painter().rect_filled(ground, CornerRadius::same(4), palette.window);
            }
            self.paint_name(ui, palette, &room, idx);
            self.paint_bar(ui, palette, &room, idx);
        }
        room.paint_line(ui, self.middle, Stroke::new(1.4, palette.text), self.guesses.len());
        if let Some((idx, guess)) = hand.at.and_then(|idx| Some((idx, self.guesses.get(idx)?))) {
            self.read_out(ui, palette, guess, room.row(idx));
        }
        if response.has_focus() {
            ring(ui, rect.expand(2.0), palette.accent);
        }
        TornadoResponse { response, clicked: hand.clicked }
    }

    fn room(&self, ui: &Ui, rect: Rect, row: f32) -> TornadoLayout {
        let is_wide = rect.width() >= WIDE;
        let badge = if self.has_badges() { BADGE } else { 0.0 };
        let names = self
            .guesses
            .iter()
            .map(|guess| text_width(ui, &guess.name, plain_font(type_size::CAPTION)))
            .fold(0.0, f32::max);
        let name_end = if is_wide {
            rect.left() + (badge + names + 12.0).min((rect.width() * 0.36).min(340.0))
        } else {
            rect.right()
        };
        let plot_left = if is_wide { name_end + GAP } else { rect.left() };
        let inputs = self.guesses.iter().flat_map(|guess| [&guess.low.input, &guess.high.input]);
        let input =
            inputs.map(|input| text_width(ui, input, plain_font(type_size::CAPTION))).fold(0.0, f32::max)
                + 8.0;
        // The words at both ends of the widest bar have room beside it.
        let air = input.min((rect.right() - plot_left) * 0.26);
        let plot = Rangef::new(plot_left + air, rect.right() - air);
        let results = self.guesses.iter().flat_map(|guess| {
            let even = guess.break_even.as_ref().map(|even| even.result);
            [Some(guess.low.result), Some(guess.high.result), even].into_iter().flatten()
        });
        let scale = ValueScale::over(results.chain([self.middle]), plot);
        TornadoLayout { rect, row, name: Rangef::new(rect.left(), name_end), scale, is_wide }
    }

    fn has_badges(&self) -> bool {
        self.guesses.iter().any(|guess| !guess.grade.0.is_empty())
    }

    /// The result in the middle, and at both ends of the scale where there is room for them.
    fn paint_scale(&self, ui: &Ui, palette: &Palette, room: &TornadoLayout) {
        let y = room.rect.top() + HEAD / 2.0 - 2.0;
        let mut taken: Vec<Rangef> = vec![];
        let mut label = |value: f64, is_middle: bool| {
            let x = room.scale.at(value);
            let size = type_size::CAPTION;
            let font = if is_middle { strong_font(size) } else { plain_font(size) };
            let color = if is_middle { palette.text } else { palette.dim };
            let galley =
                elided_galley(ui, room.rect.width(), &(self.value_label)(value), font, Color32::PLACEHOLDER);
            let half = galley.size().x / 2.0;
            let least = room.name.min + half;
            let center = x.min(room.rect.right() - half).max(least);
            let range = Rangef::new(center - half, center + half);
            if taken.iter().all(|other| range.min > other.max + 10.0 || range.max < other.min - 10.0) {
                ui.painter().galley(pos2(range.min, y - galley.size().y / 2.0), galley, color);
                taken.push(range);
            }
        };
        label(self.middle, true);
        let grid = Stroke::new(1.0, palette.grid);
        for tick in room.scale.ticks(4) {
            label(tick, false);
            room.paint_line(ui, tick, grid, self.guesses.len());
        }
    }

    fn paint_name(&self, ui: &Ui, palette: &Palette, room: &TornadoLayout, idx: usize) {
        let guess = &self.guesses[idx];
        let row = room.row(idx);
        let y = if room.is_wide { row.center().y } else { row.top() + 13.0 };
        let mut left = room.name.min;
        if self.has_badges() {
            paint_badge(ui, palette, pos2(left + 9.0, y), &guess.grade.0);
            left += BADGE;
        }
        let font = plain_font(type_size::CAPTION);
        // Where the bar of the row leaves room, a long name goes on into it.
        let end =
            if room.is_wide { room.name.max.max(self.row_begin(ui, room, idx) - GAP) } else { room.name.max };
        elided(ui, pos2(left, y), end - left, &guess.name, font, palette.text);
    }

    /// How far left anything of a row reaches: its bar, its words, its mark or the line in the middle.
    fn row_begin(&self, ui: &Ui, room: &TornadoLayout, idx: usize) -> f32 {
        let guess = &self.guesses[idx];
        let scale = &room.scale;
        let even = guess.break_even.as_ref().map(|even| scale.at(even.result));
        let ends = [self.middle, guess.low.result, guess.high.result].map(|result| scale.at(result));
        let words = end_words(guess, self.middle, scale).into_iter().filter(|(.., is_left)| *is_left);
        let words = words.map(|(words, x, _)| {
            let width = text_width(ui, &words, plain_font(type_size::CAPTION));
            let left = x - 5.0 - width;
            let range = Rangef::new(left, left + width);
            even.map_or(left, |even| beside_mark(range, even, true, room.rect.x_range()))
        });
        ends.into_iter().chain(even.map(|even| even - TURN - 1.0)).chain(words).fold(f32::INFINITY, f32::min)
    }

    fn paint_bar(&self, ui: &Ui, palette: &Palette, room: &TornadoLayout, idx: usize) {
        let guess = &self.guesses[idx];
        let (middle, y) = (room.scale.at(self.middle), room.bar_y(idx));
        let even = guess.break_even.as_ref().map(|even| room.scale.at(even.result));
        for end in [&guess.low, &guess.high] {
            let to = room.scale.at(end.result);
            let bar = Rect::from_x_y_ranges(middle.min(to)..=middle.max(to), y - 7.0..=y + 7.0);
            let color = if end.result >= self.middle { palette.gain } else { palette.loss };
            ui.painter().rect_filled(bar, CornerRadius::same(2), color);
        }
        for (words, x, is_left) in end_words(guess, self.middle, &room.scale) {
            let room_left = if is_left { x - 5.0 - room.rect.left() } else { room.rect.right() - x - 5.0 };
            let font = plain_font(type_size::CAPTION);
            let galley = elided_galley(ui, room_left, &words, font, palette.dim);
            let width = galley.size().x;
            let left = if is_left { x - 5.0 - width } else { x + 5.0 };
            let left = even.map_or(left, |even| {
                beside_mark(Rangef::new(left, left + width), even, is_left, room.rect.x_range())
            });
            ui.painter().galley(pos2(left, y - galley.size().y / 2.0), galley, palette.dim);
        }
        if let Some(even) = even {
            paint_turn(ui, palette, pos2(even, y));
        }
    }

    /// What the marks on the bars mean, in the head of the names, where there are any.
    fn paint_legend(&self, ui: &Ui, palette: &Palette, room: &TornadoLayout) {
        if !room.is_wide || self.guesses.iter().all(|guess| guess.break_even.is_none()) {
            return;
        }
        let at = pos2(room.name.min + TURN, room.rect.top() + HEAD / 2.0 - 2.0);
        paint_turn(ui, palette, at);
        let font = plain_font(type_size::CAPTION);
        let left = pos2(at.x + TURN + 4.0, at.y);
        elided(ui, left, room.name.max - left.x, self.words[2], font, palette.dim);
    }

    fn read_out(&self, ui: &Ui, palette: &Palette, guess: &TornadoGuess, target: Rect) {
        let [low, high, even] = self.words;
        let row = |word: &str, input: &str, result: f64| {
            let color = if result >= self.middle { palette.gain } else { palette.loss };
            ReadOutRow::of(format!("{word} {input}"), (self.value_label)(result)).colored(color)
        };
        let mut rows = vec![
            row(low, &guess.low.input, guess.low.result),
            row(high, &guess.high.input, guess.high.result),
        ];
        rows.extend(
            guess
                .break_even
                .as_ref()
                .map(|at| ReadOutRow { color: Color32::TRANSPARENT, ..row(even, &at.input, at.result) }),
        );
        rows.extend(guess.details.iter().map(|(name, value)| ReadOutRow::of(name, value)));
        let (grade, meaning) = &guess.grade;
        let title =
            if grade.is_empty() { guess.name.clone() } else { format!("{} \u{b7} {meaning}", guess.name) };
        ReadOut { title: &title, rows: &rows, hint: "" }.beside(ui, palette, target);
    }
}

/// Half the width of the mark at which an answer turns.
const TURN: f32 = 5.0;

/// A diamond where an answer turns.
fn paint_turn(ui: &Ui, palette: &Palette, at: egui::Pos2) {
    let corners = [vec2(0.0, -TURN - 1.0), vec2(TURN, 0.0), vec2(0.0, TURN + 1.0), vec2(-TURN, 0.0)];
    let corners = corners.map(|corner| at + corner).to_vec();
    ui.painter().add(Shape::convex_polygon(corners, palette.panel, Stroke::new(1.5, palette.text)));
}

/// Where words begin that a mark at `mark` must not cover: farther out, or, where there is no room for that, past the other
/// side of the mark.
fn beside_mark(words: Rangef, mark: f32, is_left: bool, room: Rangef) -> f32 {
    let (air, width) = (TURN + 4.0, words.span());
    if words.max < mark - air || words.min > mark + air {
        return words.min;
    }
    let (before, behind) = (mark - air - width, mark + air);
    let fits = |left: f32| left >= room.min && left + width <= room.max;
    let (wanted, other) = if is_left { (before, behind) } else { (behind, before) };
    if fits(wanted) || !fits(other) { wanted } else { other }
}

/// The words at the ends of a guess, each with its place and whether it stands left of it. Where both ends lie on one
/// side, or nothing moves at all, they stand together.
fn end_words(guess: &TornadoGuess, middle: f64, scale: &ValueScale) -> Vec<(String, f32, bool)> {
    let (low, high) = (&guess.low, &guess.high);
    let at = |end: &GuessEnd| scale.at(end.result);
    let (first, last) = if low.result <= high.result { (low, high) } else { (high, low) };
    if first.result < middle && last.result > middle {
        return vec![(first.input.clone(), at(first), true), (last.input.clone(), at(last), false)];
    }
    let is_left = last.result <= middle && first.result < middle;
    let x = if is_left { at(first) } else { at(last) };
    let words = format!("{} \u{b7} {}", first.input, last.input);
    vec![(words, x, is_left)]
}

fn paint_badge(ui: &Ui, palette: &Palette, center: egui::Pos2, grade: &str) {
    if grade.is_empty() {
        return;
    }
    let rect = Rect::from_center_size(center, vec2(18.0, 18.0));
    ui.painter().rect_filled(rect, CornerRadius::same(4), palette.grid);
    let font = strong_font(type_size::CAPTION);
    ui.painter().text(center, Align2::CENTER_CENTER, grade, font, palette.dim);
}
