//! A recorded hand drags five fields of the reference plan, and what a seller feels of it is measured: how soon the
//! window shows new medians and ranges, what the window's own thread does for it, and what stays behind.
//!
//! `cargo bench --bench drag` prints every figure beside its limit. Frames are laid out and cut into triangles as for a
//! screen, and painted nowhere. `cargo bench --bench drag -- quick` leaves out the ten thousand moves;
//! `-- searching` tells the drags during a search alone.

use std::path::Path;
use std::time::{Duration, Instant};

use egui::{Pos2, vec2};
use sortie::address::PlanField;
use sortie::address::PlanPart;
use sortie::compute::FULL_PATHS;
use sortie::edit::editor::id_of;

#[path = "drag/stage.rs"]
mod stage;

use stage::Stage;

/// How far the hand is from where it took hold, in points, one position per frame of a screen.
const HAND: [f32; 60] = [
    8.0, 10.0, 13.0, 17.0, 22.0, 28.0, 35.0, 43.0, 52.0, 61.0, 70.0, 79.0, 87.0, 94.0, 100.0, 105.0, 109.0,
    112.0, 114.0, 116.0, 114.0, 111.0, 107.0, 102.0, 96.0, 89.0, 81.0, 72.0, 62.0, 52.0, 41.0, 30.0, 19.0,
    8.0, -3.0, -13.0, -22.0, -30.0, -37.0, -43.0, -48.0, -52.0, -55.0, -57.0, -55.0, -52.0, -48.0, -43.0,
    -37.0, -31.0, -24.0, -17.0, -11.0, -5.0, 2.0, 7.0, 11.0, 14.0, 16.0, 18.0,
];

/// The time between two positions of the hand: that of a screen at 60 Hz.
const BEAT: Duration = Duration::from_micros(16_667);
/// Random drags while a search is in work.
const N_DRAGS: usize = 500;
/// Moves after which memory must not have grown.
const MANY_MOVES: usize = 10_000;

/// One field that is dragged.
struct Drag {
    name: &'static str,
    field: PlanField,
}

fn drags() -> [Drag; 5] {
    [
        Drag { name: "conversion", field: PlanPart::Channel(0).field("conversion") },
        Drag { name: "order value", field: PlanPart::Channel(2).field("order_value") },
        Drag { name: "visits let through", field: PlanPart::Shock(0).field("passes") },
        Drag { name: "spend", field: PlanPart::Mechanism(1, 0).field("spend_per_month") },
        Drag { name: "overhead", field: PlanPart::Cash.field("overhead_per_month") },
    ]
}

/// One position of the hand, until the window showed what it means.
struct Sample {
    wall: Duration,
    own: Duration,
    /// The window's own part of each frame.
    frames: Vec<Duration>,
}

fn main() {
    let is_quick = std::env::args().any(|word| word == "quick");
    let mut stage = Stage::new(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/benches/reference.sortie")));
    // The first frames draw letters that the later ones have.
    for drag in drags() {
        replay(&mut stage, &drag, Duration::ZERO);
    }
    if std::env::args().any(|word| word == "searching") {
        return tell_searching(&mut stage);
    }
    let mut samples = vec![];
    let mut full = vec![];
    for drag in drags() {
        let (own, until_full) = replay(&mut stage, &drag, BEAT);
        samples.extend(own);
        full.push((drag.name, until_full));
    }
    tell_samples(&samples);
    for (name, until_full) in full {
        tell(&format!("last input to {FULL_PATHS} paths, {name}"), until_full, 100.0);
    }
    tell_typing(&mut stage);
    tell("longest frame during a full answer", longest_in_background(&mut stage), 16.7);
    tell_searching(&mut stage);
    tell_idle(&mut stage);
    if !is_quick {
        tell_memory(&mut stage);
    }
}

/// Drags a field along the recorded hand. Gives what each position took, and the time from the last of them to the
/// answer of all paths.
fn replay(stage: &mut Stage, drag: &Drag, beat: Duration) -> (Vec<Sample>, Duration) {
    let at = go_to(stage, drag);
    stage.hold(at, true);
    // A hand that has moved this far drags; a shorter way could still become a click.
    stage.draw(vec![egui::Event::PointerMoved(at + vec2(7.0, 0.0))]);
    stage.until_rest();
    let mut samples = vec![];
    let mut last = Instant::now();
    for way in HAND {
        std::thread::sleep(beat.saturating_sub(last.elapsed()));
        last = Instant::now();
        samples.push(move_to(stage, at + vec2(way, 0.0)));
    }
    stage.until_full();
    let until_full = last.elapsed();
    stage.hold(at + vec2(HAND[HAND.len() - 1], 0.0), false);
    stage.until_rest();
    (samples, until_full)
}

/// Opens the place of a field, and finds the field.
fn go_to(stage: &mut Stage, drag: &Drag) -> Pos2 {
    stage.take(drag.field);
    stage.place_of(id_of(drag.field))
}

/// Moves the hand and draws until the window shows medians and ranges of what it means.
fn move_to(stage: &mut Stage, to: Pos2) -> Sample {
    let before = stage.revision();
    let start = Instant::now();
    let first = stage.draw(vec![egui::Event::PointerMoved(to)]);
    let mut sample = Sample { wall: first.wall, own: first.own, frames: vec![first.own] };
    assert!(stage.revision() > before, "every position of the hand changes the plan");
    while !stage.shows_draft() {
        stage.wait_for_news();
        let own = stage.draw(vec![]).own;
        sample.own += own;
        sample.frames.push(own);
    }
    sample.wall = start.elapsed();
    sample
}

/// The longest of all frames that are drawn one after another while full answers are worked on.
fn longest_in_background(stage: &mut Stage) -> Duration {
    let [drag, ..] = drags();
    let at = go_to(stage, &drag);
    stage.hold(at, true);
    stage.draw(vec![egui::Event::PointerMoved(at + vec2(7.0, 0.0))]);
    let mut longest = Duration::ZERO;
    for way in HAND.into_iter().step_by(6) {
        move_to(stage, at + vec2(way, 0.0));
        while !stage.shows(FULL_PATHS) {
            longest = longest.max(stage.draw(vec![]).wall);
        }
    }
    stage.hold(at, false);
    stage.until_rest();
    longest
}

/// The frames of random drags while the best plan is sought: the search makes way while the hand moves, and goes on between.
fn tell_searching(stage: &mut Stage) {
    let [drag, ..] = drags();
    let at = go_to(stage, &drag);
    let (mut own, mut wall) = (vec![], vec![]);
    let mut chance: u32 = 7;
    let mut random = |most: f32| {
        chance = chance.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (chance >> 8) as f32 / (1 << 24) as f32 * most
    };
    for _ in 0..N_DRAGS {
        stage.search();
        let mut frames = stage.hold(at, true).to_vec();
        for _ in 0..4 {
            let way = 8.0 + random(60.0);
            frames.push(stage.draw(vec![egui::Event::PointerMoved(at + vec2(way, 0.0))]));
            std::thread::sleep(BEAT / 4);
        }
        frames.extend(stage.hold(at, false));
        own.extend(frames.iter().map(|frame| frame.own));
        wall.extend(frames.iter().map(|frame| frame.wall));
        std::thread::sleep(Duration::from_secs_f32(random(0.06)));
    }
    stage.stop_searching();
    for (name, mut times, limit) in [("own", own, 16.7), ("wall", wall, f64::INFINITY)] {
        times.sort_unstable();
        let last = times.len() - 1;
        let name = format!("{N_DRAGS} random drags during a search, {name}");
        tell(&format!("{name}, p99"), times[last * 99 / 100], limit);
        tell(&format!("{name}, longest"), times[last], limit);
    }
}

fn tell_samples(samples: &[Sample]) {
    let told = |name: &str, pick: fn(&Sample) -> Duration, limits: [f64; 2]| {
        let mut times: Vec<Duration> = samples.iter().map(pick).collect();
        times.sort_unstable();
        let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
        tell(&format!("{name}, p50"), at(0.5), limits[0]);
        tell(&format!("{name}, p90"), at(0.9), limits[1]);
        tell(&format!("{name}, p99"), at(0.99), limits[1]);
        tell(&format!("{name}, longest"), at(1.0), f64::INFINITY);
    };
    told("input to new ranges", |sample| sample.wall, [8.35, 16.7]);
    told("the window's own part", |sample| sample.own, [4.0, 8.0]);
    let frames = samples.iter().flat_map(|sample| sample.frames.iter().copied()).collect();
    tell_frames("a frame while dragging", frames);
    let n_first = samples.iter().filter(|sample| sample.frames.len() == 1).count();
    line("positions shown in their own frame", &format!("{n_first} of {}", samples.len()), "");
}

/// The frames in which letters are typed into fields: each is drawn with the letter, and the last of a number with what it
/// means.
fn tell_typing(stage: &mut Stage) {
    let mut times: Vec<Duration> = vec![];
    for round in 0..12 {
        for drag in drags() {
            let at = go_to(stage, &drag);
            stage.hold(at, true);
            stage.hold(at, false);
            for letter in format!("{}.{round}", 10 + round).chars() {
                times.push(stage.draw(vec![egui::Event::Text(letter.to_string())]).own);
            }
            times.push(stage.enter().own);
        }
    }
    tell_frames("a frame while typing", times);
}

/// What frames cost the window's own thread, painting left out.
fn tell_frames(name: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
    tell(&format!("{name}, the window's own, p50"), at(0.5), f64::INFINITY);
    tell(&format!("{name}, the window's own, p99"), at(0.99), 8.0);
}

/// Counts who asks for a frame while nothing happens: in frames that are drawn all the same, and in two seconds without.
fn tell_idle(stage: &mut Stage) {
    stage.until_rest();
    let mut n_frames = 0;
    for _ in 0..60 {
        stage.draw(vec![]);
        n_frames += usize::from(stage.asks_for_more());
    }
    line("idle frames that ask for another, of 60", &n_frames.to_string(), "limit 0");
    let heard = (0..20).filter(|_| {
        std::thread::sleep(Duration::from_millis(100));
        stage.asks_for_more()
    });
    line("requests for a frame in 2 s without one", &heard.count().to_string(), "limit 0");
}

fn tell_memory(stage: &mut Stage) {
    let [drag, ..] = drags();
    let at = go_to(stage, &drag);
    let before = resident_mb();
    let mut n_moves = 0;
    while n_moves < MANY_MOVES {
        stage.hold(at, true);
        stage.draw(vec![egui::Event::PointerMoved(at + vec2(7.0, 0.0))]);
        // Ten times over the recorded way, so that there are not more steps to undo than anybody makes.
        for way in HAND.repeat(10) {
            stage.draw(vec![egui::Event::PointerMoved(at + vec2(way, 0.0))]);
            n_moves += 1;
        }
        stage.hold(at, false);
    }
    stage.until_rest();
    let after = resident_mb();
    let name = format!("resident memory before and after {n_moves} moves");
    line(&name, &format!("{before:.0} MB, {after:.0} MB"), "limit 20 MB more");
}

/// The resident memory of this process; 0 where the system does not tell.
#[expect(
    clippy::disallowed_methods,
    reason = "this is no file of a seller's, but what the system tells of memory"
)]
fn resident_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = resident.and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok());
    kib.unwrap_or(0.0) * 1_024.0 / 1e6
}

fn tell(name: &str, time: Duration, limit_ms: f64) {
    let limit = if limit_ms.is_finite() { format!("limit {limit_ms} ms") } else { String::new() };
    line(name, &format!("{:.2} ms", time.as_secs_f64() * 1e3), &limit);
}

#[expect(clippy::print_stdout, reason = "a benchmark prints what it measures")]
fn line(name: &str, figure: &str, limit: &str) {
    println!("{name:<48} {figure:>16}   {limit}");
}
