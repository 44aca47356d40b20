//! However slow the window is, what is typed ends in the plan that somebody means who types it.

mod cells;
mod draft;
mod monkey;
mod plain;
mod sought;

use egui::accesskit::{Action, ActionRequest, NodeId, TreeId};
use egui::{Event, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::NodeT;
use sortie::app::App;
use sortie_engine::plan::Plan;

use crate::stage::{control, press, settle, window_of_size};
use draft::Stroke;
use plain::{Around, FieldKind, Held, PlainDesk};

/// How many bursts are typed unless the environment says.
const BURSTS: usize = 100;
/// Strokes that come in a frame at 60, 15 and 5 frames a second, where a hand makes forty in a second.
const RATES: [usize; 3] = [1, 3, 8];

/// How many bursts to type.
fn n_bursts() -> usize {
    std::env::var("SORTIE_TYPING").ok().and_then(|text| text.parse().ok()).unwrap_or(BURSTS)
}

/// Chance that is the same for the same seed.
struct Chance(u64);

impl Chance {
    /// From this seed, or from another beginning where the environment says so.
    fn of_test(seed: u64) -> Self {
        let other: u64 =
            std::env::var("SORTIE_TYPING_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(0);
        Self(seed ^ other.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % n
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

/// A key pressed and let go, with what it writes between.
fn key(key: Key, modifiers: Modifiers, text: Option<&str>) -> Vec<Event> {
    let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
    let text = text.map(|text| Event::Text(text.to_owned()));
    std::iter::once(event(true)).chain(text).chain([event(false)]).collect()
}

fn letter(sign: char) -> Vec<Event> {
    let named = Key::from_name(&sign.to_uppercase().to_string());
    let (code, modifiers) = match (named, sign) {
        (Some(code), _) => (code, Modifiers::NONE),
        (None, '%') => (Key::Num5, Modifiers::SHIFT),
        (None, ' ') => (Key::Space, Modifiers::NONE),
        (None, _) => (Key::Minus, Modifiers::NONE),
    };
    key(code, modifiers, Some(&sign.to_string()))
}

/// Gives the window these strokes, so many in a frame, and lets it draw until nothing waits.
fn play(harness: &mut Harness<'static, App>, strokes: &[Vec<Event>], in_a_frame: usize) {
    for frame in strokes.chunks(in_a_frame) {
        harness.input_mut().events.extend(frame.iter().flatten().cloned());
        harness.step();
    }
    let most = 6 * strokes.len() + 8;
    for frame in 0..most {
        if frame > 4 && !harness.ctx.has_requested_repaint() {
            break;
        }
        harness.step();
    }
}

/// The fields of a page that Tab goes over, in order; a blank name is a control that is no field.
const ROW: [(&str, Option<FieldKind>); 10] = [
    ("Cash in hand", Some(FieldKind::Cash)),
    ("Credit line", Some(FieldKind::Amount)),
    ("Interest a year", Some(FieldKind::Percent)),
    ("Overhead per month", Some(FieldKind::Guess)),
    ("Restock only with money in hand", None),
    ("Enter what happened", None),
    ("Name of the plan", Some(FieldKind::Name)),
    ("Notes", Some(FieldKind::Note)),
    ("First month", Some(FieldKind::Date)),
    ("Months ahead", Some(FieldKind::Horizon)),
];

fn held(plan: &Plan) -> Vec<Held> {
    let words = |text: &str| Held::Words(text.to_owned());
    vec![
        Held::Number(plan.cash.opening),
        Held::Number(plan.cash.credit_line),
        Held::Number(plan.cash.interest_per_year.likely),
        Held::Number(plan.cash.overhead_per_month.likely),
        words(""),
        words(""),
        words(&plan.name),
        words(&plan.notes),
        words(&plan.start.to_string()),
        Held::Number(plan.horizon_months as f64),
    ]
}

fn is_close(found: &Held, meant: &Held) -> bool {
    match (found, meant) {
        (Held::Number(found), Held::Number(meant)) => (found - meant).abs() <= 1e-9 * meant.abs().max(1e-6),
        _ => found == meant,
    }
}

/// What a screen reader knows each control of the row by; controls that are no field are never asked for.
fn controls_of(harness: &Harness<'static, App>) -> [NodeId; 10] {
    ROW.map(|(name, kind)| {
        let name = if kind.is_some() { name } else { ROW[0].0 };
        control(harness, name).accesskit_node().locate().0
    })
}

/// The page with every number typed once, so that each says of itself that it was typed.
fn begun() -> Harness<'static, App> {
    let mut harness = window_of_size(vec![], None, 640.0, 720.0);
    press(&mut harness, Modifiers::ALT, Key::Num1);
    let controls = controls_of(&harness);
    for (at, text) in [(0, "5000"), (1, "900"), (2, "8"), (3, "700"), (6, "shop"), (9, "24")] {
        let strokes: Vec<Stroke> = std::iter::once(Stroke::Focus(at))
            .chain(text.chars().map(Stroke::Letter))
            .chain([Stroke::Enter])
            .collect();
        let events: Vec<Vec<Event>> = strokes.iter().map(|stroke| events_of(*stroke, &controls)).collect();
        play(&mut harness, &events, 1);
    }
    assert!(is_close(&held(harness.state().document().plan())[2], &Held::Number(0.08)));
    harness
}

/// What a seller may do next, as the plain desk stands: nothing that presses a button or leaves the row.
fn next_stroke(chance: &mut Chance, desk: &PlainDesk) -> Stroke {
    let fields: Vec<usize> = (0..ROW.len()).filter(|at| ROW[*at].1.is_some()).collect();
    let Some(at) = desk.focus else { return Stroke::Focus(chance.of(&fields)) };
    let Some(draft) = &desk.draft else {
        return chance.of(&[
            Stroke::Tab(true),
            Stroke::Tab(false),
            Stroke::Letter('4'),
            Stroke::Undo,
            Stroke::Redo,
        ]);
    };
    loop {
        let stroke = match chance.below(24) {
            0..=9 => Stroke::Letter(chance.of(&['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])),
            10 => Stroke::Letter(chance.of(&['x', '-', '%'])),
            11 => Stroke::Paste(chance.of(&["12", "7", "305", "x1"])),
            12..=14 => Stroke::Tab(true),
            15 => Stroke::Tab(false),
            16 => Stroke::Enter,
            17 => Stroke::Escape,
            18 => Stroke::Sideways(chance.below(2) == 0),
            19 => Stroke::Upright(chance.below(2) == 0),
            20 => chance.of(&[Stroke::Backspace, Stroke::Delete]),
            21 => Stroke::Undo,
            22 => Stroke::Redo,
            _ => Stroke::Focus(chance.of(&fields)),
        };
        let is_long = desk.kind() == Some(FieldKind::Note);
        let is_told = !desk.around[at].is_wide() || draft.is_touched();
        let is_right = match stroke {
            Stroke::Tab(is_forward) => {
                if is_forward {
                    at + 1 < ROW.len()
                } else {
                    at > 0
                }
            }
            Stroke::Letter(_) | Stroke::Paste(_) => {
                (is_told || draft.is_all_chosen())
                    && (draft.is_all_chosen() || draft.words().chars().count() < 6)
            }
            // The letters of a range are told by the field and not here.
            Stroke::Sideways(_) => is_told && !is_long,
            Stroke::Upright(_) => !is_long,
            Stroke::Backspace | Stroke::Delete => is_told || draft.is_all_chosen(),
            // A note takes back its letters by and by, as editors do.
            Stroke::Undo | Stroke::Redo => !is_long,
            _ => true,
        };
        if is_right {
            return stroke;
        }
    }
}

fn events_of(stroke: Stroke, controls: &[NodeId]) -> Vec<Event> {
    let bare = |code| key(code, Modifiers::NONE, None);
    match stroke {
        Stroke::Letter(sign) => letter(sign),
        Stroke::Paste(text) => vec![Event::Paste(text.to_owned())],
        Stroke::Tab(true) => bare(Key::Tab),
        Stroke::Tab(false) => key(Key::Tab, Modifiers::SHIFT, None),
        Stroke::Enter => bare(Key::Enter),
        Stroke::Escape => bare(Key::Escape),
        Stroke::Sideways(is_right) => bare(if is_right { Key::ArrowRight } else { Key::ArrowLeft }),
        Stroke::Upright(is_up) => bare(if is_up { Key::ArrowUp } else { Key::ArrowDown }),
        Stroke::Backspace => bare(Key::Backspace),
        Stroke::Delete => bare(Key::Delete),
        Stroke::Undo => key(Key::Z, Modifiers::COMMAND, None),
        Stroke::Redo => key(Key::Y, Modifiers::COMMAND, None),
        Stroke::Focus(at) => vec![Event::AccessKitActionRequest(ActionRequest {
            action: Action::Focus,
            target_node: controls[at],
            target_tree: TreeId::ROOT,
            data: None,
        })],
    }
}

#[test]
fn bursts_of_typing_at_any_speed_end_in_the_plan_that_was_meant() {
    let (mut harness, mut chance) = (begun(), Chance::of_test(0x2545_f491_4f6c_dd1d));
    let controls = controls_of(&harness);
    let kinds = ROW.map(|(_, kind)| kind).to_vec();
    let start = held(harness.state().document().plan());
    let mut ranges = vec![Around::Certain; ROW.len()];
    (ranges[2], ranges[3]) = (Around::Moved, Around::Moved);
    let mut desk = PlainDesk::new(kinds, start, ranges);
    let mut told: Vec<Stroke> = vec![];
    for burst in 0..n_bursts() {
        let in_a_frame = RATES[burst % RATES.len()];
        let mut strokes = vec![];
        for _ in 0..4 + chance.below(20) {
            let is_end = |stroke: &Stroke| {
                matches!(stroke, Stroke::Tab(_) | Stroke::Enter | Stroke::Focus(_) | Stroke::Upright(_))
            };
            let wanted = next_stroke(&mut chance, &desk);
            let stroke = if is_end(&wanted) && desk.repeats() { Stroke::Undo } else { wanted };
            if matches!(stroke, Stroke::Undo)
                && !desk.has_past()
                && desk.draft.as_ref().is_none_or(|it| !it.is_touched())
            {
                continue;
            }
            desk.hear(stroke);
            strokes.push(stroke);
        }
        let events: Vec<Vec<Event>> = strokes.iter().map(|stroke| events_of(*stroke, &controls)).collect();
        play(&mut harness, &events, in_a_frame);
        let found = held(harness.state().document().plan());
        told.extend(&strokes);
        for ((found, meant), (name, _)) in found.iter().zip(&desk.held).zip(ROW) {
            let last = &told[told.len().saturating_sub(60)..];
            assert!(
                is_close(found, meant),
                "burst {burst}, {in_a_frame} strokes a frame: {name} is {found:?}, meant {meant:?}\n{last:?}\n{strokes:?}"
            );
        }
    }
    settle(&mut harness);
}
