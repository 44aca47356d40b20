//! Whatever is done to the window, it stays.

use egui::{Event, Key, Modifiers, MouseWheelUnit, PointerButton, TouchPhase, pos2, vec2};

use super::{Chance, key, letter};
use crate::stage::window_of_size;

/// How many things are done unless the environment says.
const EVENTS: usize = 1_500;
/// What the window may take more at the end than after the first tenth, in bytes.
const MORE_MEMORY: u64 = 60_000_000;

/// The memory that the window takes, where the system tells it.
#[expect(clippy::disallowed_methods, reason = "the system tells it in a file of its own")]
fn memory() -> Option<u64> {
    let told = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = told.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

const KEYS: [Key; 18] = [
    Key::Tab,
    Key::Enter,
    Key::Escape,
    Key::ArrowUp,
    Key::ArrowDown,
    Key::ArrowLeft,
    Key::ArrowRight,
    Key::Backspace,
    Key::Delete,
    Key::Home,
    Key::End,
    Key::PageUp,
    Key::PageDown,
    Key::Space,
    Key::F1,
    Key::F2,
    Key::A,
    Key::Num3,
];
const COMMANDS: [Key; 12] = [
    Key::Z,
    Key::Y,
    Key::K,
    Key::F,
    Key::A,
    Key::D,
    Key::Num1,
    Key::Num2,
    Key::Num3,
    Key::Num4,
    Key::Num6,
    Key::N,
];

fn act(chance: &mut Chance, (width, height): (usize, usize)) -> Vec<Event> {
    let at = pos2(chance.below(width) as f32, chance.below(height) as f32);
    let button = |pressed| Event::PointerButton {
        pos: at,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    match chance.below(12) {
        0..=3 => vec![Event::PointerMoved(at), button(true), button(false)],
        4 => vec![
            Event::PointerMoved(at),
            button(true),
            Event::PointerMoved(at + vec2(40.0, 3.0)),
            button(false),
        ],
        5 => vec![Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: vec2(0.0, chance.below(400) as f32 - 200.0),
            phase: TouchPhase::Move,
            source: egui::MouseWheelSource::Unknown,
            modifiers: Modifiers::NONE,
        }],
        6 => key(chance.of(&KEYS), chance.of(&[Modifiers::NONE, Modifiers::NONE, Modifiers::SHIFT]), None),
        7 => key(chance.of(&COMMANDS), Modifiers::COMMAND, None),
        8 => vec![Event::Paste(
            chance.of(&["12", "1e300", "\u{5973}\u{88c5}\t3\n4", "=1/0", "13800138000"]).to_owned(),
        )],
        9 => key(Key::Tab, Modifiers::NONE, None),
        _ => letter(chance.of(&['0', '1', '5', '9', '-', '%', 'k', '.', ' '])),
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "a long run is asked how much memory it took")]
fn a_monkey_at_the_window_ends_nothing_and_fills_no_memory() {
    let n = std::env::var("SORTIE_MONKEY").ok().and_then(|text| text.parse().ok()).unwrap_or(EVENTS);
    let size = (1_024, 700);
    let mut harness = window_of_size(vec![], None, size.0 as f32, size.1 as f32);
    let mut chance = Chance::of_test(0x1234_5678_9abc_def1);
    let (mut n_done, mut early) = (0, None);
    while n_done < n {
        let events = act(&mut chance, size);
        n_done += events.len();
        harness.input_mut().events.extend(events);
        if chance.below(3) > 0 {
            harness.step();
        }
        if early.is_none() && n_done * 10 > n {
            early = memory();
        }
        // A window that was closed by its own leave is no longer there to be clicked.
        if harness.state().may_close() {
            harness = window_of_size(vec![], None, size.0 as f32, size.1 as f32);
        }
    }
    harness.run_steps(200);
    let (early, late) = (early, memory());
    println!("{n_done} events; memory {early:?} bytes after a tenth, {late:?} at the end");
    if let (Some(early), Some(late)) = (early, late) {
        assert!(late < early + MORE_MEMORY, "{early} bytes became {late}");
    }
}
