//! A month that is held, so that its read-out stays where it is and each of its lines can be asked how it came about.

use egui::{Id, Key, Modifiers, PointerButton, Rect, Response, Ui};

/// What a read-out says of how it is held, and of how it is asked once it is.
#[derive(Clone, Copy)]
pub struct ReadOutHold<'a> {
    /// That a click holds the month.
    pub hold: &'a str,
    /// That a click on a line asks about it.
    pub ask: &'a str,
}

/// Whether the month under the cursor is held.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct HeldMonth {
    pub month: Option<usize>,
    /// Whether the keyboard is to go on in the read-out.
    pub is_entered: bool,
}

/// Where the read-out stood in the last frame.
pub(super) fn note_place(ui: &Ui, id: Id, rect: Rect) {
    ui.data_mut(|data| data.insert_temp(id.with("read out"), rect));
}

fn state(id: Id) -> Id {
    id.with("held")
}

/// The month that was held before this frame; none where the cursor is elsewhere by now.
pub(super) fn before(ui: &Ui, id: Id, cursor: Option<usize>) -> Option<usize> {
    let held: Option<usize> = ui.data(|data| data.get_temp::<Option<usize>>(state(id)))?;
    held.filter(|_| held == cursor)
}

/// Holds the month under the cursor, or lets go of it: a click, Enter, Escape, or a click anywhere else.
pub(super) fn take(ui: &Ui, response: &Response, before: Option<usize>, cursor: Option<usize>) -> HeldMonth {
    let id = response.id;
    let by_pointer = response.clicked_by(PointerButton::Primary);
    let by_key = response.clicked() && !by_pointer;
    let mut held = HeldMonth { month: before.and(cursor), is_entered: false };
    if response.clicked() {
        held.month = if before.is_some() && before == cursor && by_pointer { None } else { cursor };
        held.is_entered = by_key;
    }
    let place: Option<Rect> = ui.data(|data| data.get_temp(id.with("read out")));
    let elsewhere = ui.input(|input| {
        let at = input.pointer.interact_pos().filter(|_| input.pointer.any_pressed());
        at.is_some_and(|at| !response.rect.contains(at) && !place.is_some_and(|place| place.contains(at)))
    });
    let escaped =
        held.month.is_some() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    if escaped {
        response.request_focus();
    }
    if elsewhere || escaped {
        held.month = None;
    }
    ui.data_mut(|data| data.insert_temp(state(id), held.month));
    held
}
