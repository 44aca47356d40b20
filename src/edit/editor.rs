//! The pieces that editors share: titles, labels, and fields for the numbers of a plan.

use crate::command::RailPlace;
use egui::{Align, Id, Label, Rect, Response, RichText, Sense, Ui, vec2};
use sortie_engine::plan::{NumberField, Plan};

use crate::address::name::field_name;
use crate::address::unit::{NumberUnit, TypedEstimate};
use crate::address::{PlanField, beyond, try_number};
use crate::desk::Desk;
use crate::theme::{CONTROL_HEIGHT, GAP, plain_font, strong_font, type_size};
use crate::widget::button::link_button;
use crate::widget::field::{FieldEdit, TextField as FieldWidget, value_at_drag_start};

/// How a field stands on the page.
#[derive(Clone, Copy)]
pub struct FieldStyle {
    /// Its letters' size.
    pub size: f32,
    /// Whether it has a frame at rest.
    pub is_framed: bool,
}

impl FieldStyle {
    /// A field of a form.
    pub const FORM: Self = Self { size: type_size::BODY, is_framed: true };
    /// A cell of a table.
    pub const CELL: Self = Self { size: type_size::TABLE, is_framed: false };
}

/// The title of a place and the line below it.
pub fn title_ui(ui: &mut Ui, desk: &Desk, title: &str, subtitle: &str) {
    title_beside_ui(ui, desk, title, subtitle, |_| ());
}

/// As [`title_ui`], with something at the right end of the title's line.
pub fn title_beside_ui<R>(
    ui: &mut Ui,
    desk: &Desk,
    title: &str,
    subtitle: &str,
    beside: impl FnOnce(&mut Ui) -> R,
) -> R {
    ui.spacing_mut().item_spacing.y = 2.0;
    let letters = RichText::new(title).font(strong_font(type_size::TITLE)).color(desk.palette.text);
    let shown = ui.horizontal(|ui| {
        ui.add(Label::new(letters));
        ui.with_layout(egui::Layout::right_to_left(Align::Center), beside).inner
    });
    let small = RichText::new(subtitle).font(plain_font(type_size::TABLE)).color(desk.palette.dim);
    crate::widget::lines::wrapped(ui, small);
    ui.add_space(GAP - 2.0);
    ui.spacing_mut().item_spacing.y = GAP;
    shown.inner
}

/// The title of a card.
pub fn card_title_ui(ui: &mut Ui, desk: &Desk, title: &str) {
    ui.add(
        Label::new(RichText::new(title).font(strong_font(type_size::BODY)).color(desk.palette.text))
            .truncate(),
    );
}

/// A quiet line of words.
pub fn caption_ui(ui: &mut Ui, desk: &Desk, words: &str) {
    let letters = RichText::new(words).font(plain_font(type_size::CAPTION)).color(desk.palette.dim);
    crate::widget::lines::wrapped(ui, letters);
}

/// What would be right in a field, below it. The controls after it are the same ones with and without that line, so that
/// the keyboard stays where it is when it comes or goes.
pub fn fault_ui(ui: &mut Ui, desk: &Desk, id: Id) {
    let Some(fault) = desk.view.fault(id) else {
        ui.skip_ahead_auto_ids(1);
        return;
    };
    let color = desk.palette.as_text(desk.palette.shock);
    let letters = RichText::new(fault).font(plain_font(type_size::CAPTION)).color(color);
    crate::widget::lines::wrapped(ui, letters);
}

/// The question about a number larger than such a business can be, below its field: it is so, or it is put back.
pub fn doubt_ui(ui: &mut Ui, desk: &mut Desk, id: Id, name: &str) {
    let Some(doubt) = desk.view.doubt(id, name) else {
        ui.skip_ahead_auto_ids(1);
        return;
    };
    let question = doubt.question.clone();
    ui.horizontal_wrapped(|ui| {
        caption_ui(ui, desk, &question);
        if link_button(ui, desk.palette, desk.words.get("doubt.yes")).clicked() {
            desk.view.set_doubt(id, name, "", None);
        }
        if link_button(ui, desk.palette, desk.words.get("doubt.undo")).clicked() {
            desk.view.put_back(id);
        }
    });
}

/// The id of the field of a number, wherever it is shown.
pub fn id_of(field: PlanField) -> Id {
    Id::unique(("number", field))
}

/// The name of a field as a screen reader says it: what it is, and of what.
pub fn name_of(desk: &Desk, plan: &Plan, field: PlanField) -> String {
    field_name(desk.words, plan, field)
}

/// A field for the likely value of an estimate, in `rect`.
pub fn estimate_ui(
    ui: &mut Ui,
    desk: &mut Desk,
    plan: &mut Plan,
    field: PlanField,
    rect: Rect,
    style: FieldStyle,
) {
    let Some(spread) = field.spread(plan) else { return };
    let number =
        EditedNumber { id: id_of(field), name: &name_of(desk, plan, field), unit: &field.unit(plan) };
    let has_focus = ui.memory(|memory| memory.has_focus(number.id));
    let typed = number.unit.typed_estimate(desk.words, spread);
    let rest = NumberAtRest { value: spread.likely, typed: &typed };
    let shown = number.show(ui, desk, rest, rect, style);
    let largest = |value: &TypedEstimate| match *value {
        TypedEstimate::Likely(value) => value,
        TypedEstimate::Three(low, _, high) => {
            if low.abs() > high.abs() {
                low
            } else {
                high
            }
        }
    };
    if has_focus || shown.is_touched {
        desk.view.hand.field = field;
    }
    let Some(edit) = shown.edit else { return };
    let text = typed_text(&edit);
    let value = match edit {
        FieldEdit::Typed(text) => number.unit.read_estimate(desk.words, &text, spread.space),
        FieldEdit::Stepped(steps) => Ok(TypedEstimate::Likely(number.unit.stepped(spread.likely, steps))),
        FieldEdit::Dragged(points) => Ok(TypedEstimate::Likely(number.unit.dragged(shown.start, points))),
    };
    let asked = value.as_ref().ok().map(largest);
    let is_set = commit(desk, plan, &number, Some((value, text.clone())), |plan, value| match value {
        TypedEstimate::Likely(value) => field.move_to(plan, value),
        TypedEstimate::Three(low, likely, high) => field.set(plan, low, likely, high),
    });
    number.ask(desk, field.name, (&typed, &text), asked.filter(|_| is_set));
}

/// Room for a field of a form, as wide as there is.
pub fn form_rect(ui: &mut Ui) -> Rect {
    ui.allocate_exact_size(vec2(ui.available_width(), CONTROL_HEIGHT), Sense::hover()).0
}

/// Takes a new value into the plan; whether it could be used.
fn commit<T>(
    desk: &mut Desk,
    plan: &mut Plan,
    number: &EditedNumber,
    value: Option<(Result<T, String>, String)>,
    set: impl FnOnce(&mut Plan, T),
) -> bool {
    let Some((value, text)) = value else { return false };
    let done = value.and_then(|value| try_number(plan, desk.words, number.unit, |plan| set(plan, value)));
    let is_set = done.is_ok();
    desk.view.set_typo(number.id, number.name, &text, done.err());
    is_set
}

/// What was typed; empty where the hand did something else.
fn typed_text(edit: &FieldEdit) -> String {
    if let FieldEdit::Typed(text) = edit { text.clone() } else { String::new() }
}

/// A number as its field knows it.
pub struct EditedNumber<'a> {
    /// What tells its field from all others.
    pub id: Id,
    /// What a screen reader calls it.
    pub name: &'a str,
    /// Its unit.
    pub unit: &'a NumberUnit,
}

/// What a field shows at rest.
#[derive(Clone, Copy)]
struct NumberAtRest<'a> {
    value: f64,
    /// How it is typed.
    typed: &'a str,
}

struct ShownNumber {
    edit: Option<FieldEdit>,
    /// The value with which a drag began.
    start: f64,
    is_touched: bool,
}

impl EditedNumber<'_> {
    fn show(
        &self,
        ui: &mut Ui,
        desk: &mut Desk,
        rest: NumberAtRest,
        rect: Rect,
        style: FieldStyle,
    ) -> ShownNumber {
        let NumberAtRest { value, typed } = rest;
        let refused = desk.view.refused(self.id, self.name);
        let usual = self.unit.shown(desk.words, value);
        let field = FieldWidget {
            id: self.id,
            name: self.name,
            shown: refused.unwrap_or(&usual),
            typed: refused.unwrap_or(typed),
            is_draggable: true,
            is_framed: style.is_framed,
            is_faulty: desk.view.fault(self.id).is_some(),
            align: Align::RIGHT,
            font: plain_font(style.size),
        };
        let shown = field.show(ui, desk.palette, rect);
        let start = value_at_drag_start(ui, &shown.response, value);
        let is_touched = shown.response.clicked() || shown.response.dragged();
        let put_back = desk.view.take_put_back(self.id).map(FieldEdit::Typed);
        ShownNumber { edit: put_back.or(shown.edit), start, is_touched }
    }

    /// Asks about the number that was typed into the field `name`, if it is larger than such a business can be; what the
    /// hand did otherwise is not asked about. `texts` are what stood there before and what was typed.
    fn ask(&self, desk: &mut Desk, name: &str, (before, typed): (&str, &str), value: Option<f64>) {
        let beyond = value.filter(|_| !typed.is_empty()).and_then(|value| {
            let key = beyond::question(name, self.unit, value)?;
            let known = [("value", self.unit.shown(desk.words, value)), ("name", self.name.to_owned())];
            Some(desk.words.with(key, &known.each_ref().map(|(key, told)| (*key, told.as_str()))))
        });
        desk.view.set_doubt(self.id, self.name, before, beyond);
    }

    fn ui(
        &self,
        ui: &mut Ui,
        desk: &mut Desk,
        value: f64,
        rect: Rect,
        style: FieldStyle,
    ) -> Option<(Result<f64, String>, String)> {
        let words = desk.words;
        let rest = NumberAtRest { value, typed: &self.unit.typed(words, value) };
        let shown = self.show(ui, desk, rest, rect, style);
        let edit = shown.edit?;
        let text = typed_text(&edit);
        let value = match edit {
            FieldEdit::Typed(text) => self.unit.read(words, &text),
            FieldEdit::Stepped(steps) => Ok(self.unit.stepped(value, steps)),
            FieldEdit::Dragged(points) => Ok(self.unit.dragged(shown.start, points)),
        };
        Some((value, text))
    }

    /// A field in `rect` whose new value is handed back instead of set; what cannot be read is noted.
    pub fn value_ui(&self, ui: &mut Ui, desk: &mut Desk, before: f64, rect: Rect) -> Option<f64> {
        let (value, text) = self.ui(ui, desk, before, rect, FieldStyle::FORM)?;
        desk.view.set_typo(self.id, self.name, &text, value.clone().err());
        self.ask(desk, "", (&self.unit.typed(desk.words, before), &text), value.clone().ok());
        value.ok()
    }
}

/// Words as their field knows them.
pub struct EditedText<'a> {
    /// What tells its field from all others.
    pub id: Id,
    /// What a screen reader calls it.
    pub name: &'a str,
    /// What is shown at rest.
    pub shown: &'a str,
    /// What stands in the field when it is typed in.
    pub typed: &'a str,
}

/// A field for words, in `rect`; returns the new words once they are done. What could not be used stays where it was
/// typed.
pub fn text_ui(ui: &mut Ui, desk: &Desk, text: &EditedText, rect: Rect) -> Option<String> {
    let refused = desk.view.refused(text.id, text.name);
    let field = FieldWidget {
        id: text.id,
        name: text.name,
        shown: refused.unwrap_or(text.shown),
        typed: refused.unwrap_or(text.typed),
        is_draggable: false,
        is_framed: true,
        is_faulty: desk.view.fault(text.id).is_some(),
        align: Align::LEFT,
        font: plain_font(type_size::BODY),
    };
    match field.show(ui, desk.palette, rect).edit? {
        FieldEdit::Typed(text) => Some(text),
        FieldEdit::Stepped(_) | FieldEdit::Dragged(_) => None,
    }
}

/// A label on the left and room for a field on the right, which is returned.
pub fn labelled_ui(ui: &mut Ui, desk: &Desk, label: &str) -> Rect {
    label_row_ui(ui, desk, label).0
}

/// As [`labelled_ui`] for a field of the plan file: whoever points at the label is told what it is and where to find it.
pub fn explained_ui(ui: &mut Ui, desk: &Desk, field: PlanField, label: &str) -> Rect {
    let (rect, row) = label_row_ui(ui, desk, label);
    row.on_hover_text(desk.words.tip(field.name));
    rect
}

fn label_row_ui(ui: &mut Ui, desk: &Desk, label: &str) -> (Rect, Response) {
    let (row, response) = ui.allocate_exact_size(vec2(ui.available_width(), CONTROL_HEIGHT), Sense::hover());
    let field_width = (row.width() * 0.42).clamp(90.0, 150.0);
    let field = row.with_min_x(row.right() - field_width);
    let room = row.width() - field_width - GAP;
    crate::widget::elided(ui, row.left_center(), room, label, plain_font(type_size::BODY), desk.palette.text);
    (field, response)
}

/// A row of a form: the estimate's name and its field, and what would be right below. Nothing where the plan has no such
/// estimate.
pub fn estimate_row_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, field: PlanField) {
    labelled_estimate_ui(ui, desk, plan, field, desk.words.field(field.name));
}

/// As [`estimate_row_ui`], under another name.
pub fn labelled_estimate_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, field: PlanField, label: &str) {
    if field.spread(plan).is_none() {
        return;
    }
    let rect = explained_ui(ui, desk, field, label);
    estimate_ui(ui, desk, plan, field, rect, FieldStyle::FORM);
    fault_ui(ui, desk, id_of(field));
    doubt_ui(ui, desk, id_of(field), &name_of(desk, plan, field));
}

/// A row of a form for a number that is no estimate. What the seller types is noted in the basis.
pub fn number_row_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, field: PlanField) {
    let Some(NumberField { value, .. }) = field.number(plan) else { return };
    let unit = field.unit(plan);
    let rect = explained_ui(ui, desk, field, desk.words.field(field.name));
    let number = EditedNumber { id: id_of(field), name: &name_of(desk, plan, field), unit: &unit };
    let has_focus = ui.memory(|memory| memory.has_focus(number.id));
    let before = unit.typed(desk.words, value);
    let value = number.ui(ui, desk, value, rect, FieldStyle::FORM);
    // What a strategy's gate asks of the seller is typed beside the strategy, which stays in hand.
    if (has_focus || value.is_some()) && RailPlace::of(field.part) == desk.view.place {
        desk.view.hand.field = field;
    }
    let (asked, text) = match &value {
        Some((value, text)) => (value.clone().ok(), text.clone()),
        None => (None, String::new()),
    };
    let is_edited = value.is_some();
    let is_set = commit(desk, plan, &number, value, |plan, value| field.set_number(plan, value));
    if is_edited {
        number.ask(desk, field.name, (&before, &text), asked.filter(|_| is_set));
    }
    fault_ui(ui, desk, number.id);
    doubt_ui(ui, desk, number.id, number.name);
}
