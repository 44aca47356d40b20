//! What the hand does is taken in the order in which it came, however slow the window is: between two frames a whole
//! number, the Tab behind it and the next number may come, and the toolkit would move the keyboard before it heard a digit.

use std::collections::VecDeque;

use egui::{Context, Event, Id, ImeEvent, Key, Modifiers, Plugin, RawInput, Ui};

/// A focus that keeps moving holds nothing back for longer than so many frames.
const LONGEST_HOLD: u8 = 8;

/// Gives a frame either letters or one act, and the next only once the keyboard is where that act led it. Nothing is
/// left out but the letter that comes along with a command.
#[derive(Debug, Default)]
pub struct InOrder {
    waiting: VecDeque<Event>,
    /// What had the keyboard when the last frame began.
    focused: Option<Id>,
    /// Frames that the last act needs before it has had its effect.
    settling: u8,
    /// Frames in which what waits was held back.
    held: u8,
}

/// What an event means for those behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum EventRole {
    /// It may come along with anything: the pointer moves, a key is let go.
    Aside,
    /// It writes.
    Letter,
    /// It moves the keyboard or does something, and so many frames later that is done.
    Act(u8),
}

impl Plugin for InOrder {
    fn debug_name(&self) -> &'static str {
        "in order"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        self.waiting.extend(input.events.drain(..));
        let focused = ctx.memory(egui::Memory::focused);
        let has_moved = std::mem::replace(&mut self.focused, focused) != focused;
        let is_early = self.settling > 0 || has_moved;
        self.settling = self.settling.saturating_sub(1);
        if is_early && self.held < LONGEST_HOLD {
            self.held += 1;
            // A pointer that only moves waits for nothing, so that what it points at is shown at once.
            while self.waiting.front().is_some_and(|event| role_of(event, false) == EventRole::Aside) {
                input.events.extend(self.waiting.pop_front());
            }
        } else {
            self.held = 0;
            self.let_through(&mut input.events, ctx.text_edit_focused());
        }
    }

    fn on_end_pass(&mut self, ui: &mut Ui) {
        if !self.waiting.is_empty() {
            ui.ctx().request_repaint();
        }
    }
}

impl InOrder {
    /// Moves what may come in one frame from what waits to `events`.
    fn let_through(&mut self, events: &mut Vec<Event>, is_typing: bool) {
        let mut has_letters = false;
        let mut act: Option<Event> = None;
        while let Some(event) = self.waiting.front() {
            match role_of(event, is_typing) {
                EventRole::Aside => {
                    // Once a key is let go, the next press of it is another one, and Shift no longer goes with a click.
                    let is_let_go = matches!(event, Event::Key { .. } | Event::ModifiersChanged(_));
                    if act.is_some() && is_let_go {
                        return;
                    }
                }
                EventRole::Letter if act.is_some() => return,
                EventRole::Letter => has_letters = true,
                EventRole::Act(_) if has_letters => return,
                EventRole::Act(frames) => match &act {
                    Some(first) if !is_held_down(first, event) => return,
                    _ => {
                        self.settling = frames;
                        act = Some(event.clone());
                    }
                },
            }
            let is_command = is_place_key(event);
            events.extend(self.waiting.pop_front());
            if is_command && matches!(self.waiting.front(), Some(Event::Text(_))) {
                self.waiting.pop_front();
            }
        }
    }
}

/// Whether `next` is `first` again, by a key that is held down and moves or deletes on and on.
fn is_held_down(first: &Event, next: &Event) -> bool {
    let key_of = |event: &Event| match event {
        Event::Key { key, pressed: true, modifiers, .. } if repeats(*key) => Some((*key, *modifiers)),
        _ => None,
    };
    key_of(first).is_some() && key_of(first) == key_of(next)
}

fn repeats(key: Key) -> bool {
    matches!(
        key,
        Key::ArrowUp | Key::ArrowDown | Key::ArrowLeft | Key::ArrowRight | Key::Backspace | Key::Delete
    )
}

/// Whether this is a digit pressed with Alt, whose digit some systems send as a letter too.
fn is_place_key(event: &Event) -> bool {
    let Event::Key { key, pressed: true, modifiers, .. } = event else { return false };
    let is_digit = matches!(key, Key::Num1 | Key::Num2 | Key::Num3 | Key::Num4 | Key::Num5);
    is_digit && modifiers.alt && !modifiers.ctrl
}

fn role_of(event: &Event, is_typing: bool) -> EventRole {
    match event {
        Event::Text(_) | Event::Ime(ImeEvent::Preedit { .. } | ImeEvent::Commit(_)) => EventRole::Letter,
        Event::Key { key, pressed: true, modifiers, .. } => role_of_key(*key, *modifiers, is_typing),
        Event::Copy => EventRole::Act(0),
        Event::Cut | Event::Paste(_) => EventRole::Act(1),
        Event::PointerButton { pressed, .. } => EventRole::Act(if *pressed { 0 } else { 2 }),
        Event::AccessKitActionRequest(_) => EventRole::Act(2),
        _ => EventRole::Aside,
    }
}

fn role_of_key(key: Key, modifiers: Modifiers, is_typing: bool) -> EventRole {
    match key {
        _ if modifiers.command || modifiers.ctrl || modifiers.alt => EventRole::Act(2),
        Key::Tab => EventRole::Act(1),
        Key::Enter | Key::Escape => EventRole::Act(2),
        Key::Space if !is_typing => EventRole::Act(2),
        // A number that is stepped takes what was typed first, the step in the frame after, and shows it in the next.
        Key::ArrowUp | Key::ArrowDown if is_typing => EventRole::Act(2),
        Key::Home | Key::End | Key::PageUp | Key::PageDown | Key::Insert => EventRole::Act(0),
        _ if repeats(key) => EventRole::Act(0),
        _ if is_function_key(key) => EventRole::Act(2),
        _ => EventRole::Letter,
    }
}

fn is_function_key(key: Key) -> bool {
    key.name().strip_prefix('F').is_some_and(|number| number.parse::<u8>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(key: Key) -> Event {
        Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE }
    }

    fn text(letters: &str) -> Event {
        Event::Text(letters.to_owned())
    }

    /// What each of the frames that follow is given, until nothing waits.
    fn frames(events: Vec<Event>) -> Vec<Vec<Event>> {
        let (ctx, mut order, mut frames) = (Context::default(), InOrder::default(), vec![]);
        let mut input = RawInput { events, ..RawInput::default() };
        loop {
            order.input_hook(&ctx, &mut input);
            frames.push(std::mem::take(&mut input.events));
            if order.waiting.is_empty() {
                return frames;
            }
        }
    }

    #[test]
    fn letters_never_share_a_frame_with_the_key_behind_them_and_wait_for_where_it_leads() {
        let given = frames(vec![key(Key::Num4), text("4"), key(Key::Tab), key(Key::Num1), text("1")]);
        assert_eq!(given[0], [key(Key::Num4), text("4")]);
        assert_eq!(given[1], [key(Key::Tab)]);
        assert_eq!(given.last().unwrap(), &[key(Key::Num1), text("1")]);
        assert!(given[2..given.len() - 1].iter().all(Vec::is_empty) && given.len() > 3);
    }

    #[test]
    fn nothing_is_lost_and_nothing_overtakes() {
        let all = vec![
            text("a"),
            key(Key::Enter),
            Event::Paste("b".to_owned()),
            key(Key::Escape),
            Event::PointerMoved(egui::pos2(1.0, 2.0)),
            text("c"),
            key(Key::ArrowDown),
            text("d"),
            key(Key::F2),
            text("e"),
        ];
        assert_eq!(frames(all.clone()).concat(), all);
    }

    #[test]
    fn an_arrow_that_is_held_down_comes_as_one_and_one_pressed_twice_as_two() {
        let let_go = Event::Key {
            key: Key::ArrowDown,
            physical_key: None,
            pressed: false,
            repeat: false,
            modifiers: Modifiers::NONE,
        };
        assert_eq!(frames(vec![key(Key::ArrowDown), key(Key::ArrowDown)]).len(), 1);
        assert_eq!(frames(vec![key(Key::ArrowDown), let_go, key(Key::ArrowDown)]).len(), 2);
    }

    #[test]
    fn the_digit_that_comes_along_with_a_command_is_no_letter() {
        let alt = Event::Key {
            key: Key::Num2,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers: Modifiers::ALT,
        };
        assert_eq!(frames(vec![alt.clone(), text("2"), text("7")]).concat(), [alt, text("7")]);
    }
}
