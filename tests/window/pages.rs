//! Every page of the window with every sample, in both languages and in a usual and a small window: no words lie on others
//! or leave their room, none is too pale, and no line ends within an amount.
#![expect(clippy::disallowed_methods, reason = "these tests bring their own files")]

use egui::{Key, Modifiers, Rect};
use egui_kittest::Harness;
use egui_kittest::kittest::NodeT;
use sortie::app::App;
use sortie::catalog::templates;
use sortie::command::{Aspect, Command};
use sortie::text::{Language, words};
use sortie::theme::ThemeLook;

use crate::answer::wait;
use crate::painted::{PaintedText, painted, small_things};
use crate::reach::nodes;
use crate::stage::{in_folder, press, settle, window_in};

/// The windows in which pages are looked at.
const SIZES: [(f32, f32); 2] = [(1440.0, 900.0), (1024.0, 640.0)];
/// Letters from this size on are large.
const LARGE: f32 = 18.0;
/// What contrast letters need, and what is enough where they are large or cannot be used now.
const CONTRAST: (f32, f32) = (4.5, 3.0);
/// So much room beside a name is not left unused while a part of it is missing; less is what the figures of the next column
/// keep free for longer ones.
const ROOM: f32 = 64.0;

/// The pages of a plan: what it is called, and how it is come to.
fn pages() -> Vec<(String, Vec<Command>, Option<Key>)> {
    let places = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5];
    let places = places.into_iter().map(|key| (format!("place {key:?}"), vec![], Some(key)));
    let views = Aspect::ALL.into_iter().map(|view| (format!("{view:?}"), vec![Command::See(view)], None));
    views.chain(places).collect()
}

/// What stands in front of a window.
fn dialogs() -> Vec<(String, Vec<Command>, Option<Key>)> {
    let dialogs = [Command::New, Command::QuickStart, Command::Palette, Command::Import, Command::Report];
    dialogs.into_iter().map(|command| (format!("{command:?}"), vec![command], None)).collect()
}

/// Everything that is wrong on the page as it is painted, one line a fault.
fn faults_of(harness: &Harness<'static, App>, what: &str) -> Vec<String> {
    let texts = painted(&harness.output().shapes, ThemeLook::Light.palette().window);
    assert!(texts.len() > 10, "{what}: {} texts", texts.len());
    let things = small_things(&harness.output().shapes);
    let unused: Vec<Rect> = nodes(harness)
        .iter()
        .filter(|node| node.accesskit_node().is_disabled())
        .map(|node| node.rect())
        .collect();
    let mut faults = vec![];
    for (idx, text) in texts.iter().enumerate().filter(|(_, text)| !text.is_behind) {
        let mut tell = |fault: String| faults.push(format!("{what}: {:?} {fault}", text.text));
        let is_unused = unused.iter().any(|rect| rect.contains(text.rect().center()));
        let is_icon = text.text.chars().all(|sign| ('\u{e000}'..='\u{f8ff}').contains(&sign));
        let is_large = text.size >= LARGE || is_icon;
        let wanted = if is_large || is_unused { CONTRAST.1 } else { CONTRAST.0 };
        if text.contrast < wanted - 0.005 {
            tell(format!("has a contrast of {:.2}", text.contrast));
        }
        if text.is_covered {
            tell("lies under a mark".to_owned());
        }
        if let Some(other) = texts[..idx].iter().find(|other| text.lies_on(other)) {
            tell(format!("lies on {:?}", other.text));
        }
        // Of a name the middle is left out.
        if text.is_elided || text.text.trim_end_matches('\u{2026}').contains('\u{2026}') {
            let room = room_beside(text, &texts, &things);
            if room > ROOM {
                tell(format!("is cut with {room:.0} points free"));
            }
        } else if text.rows.iter().any(|(_, rect)| is_cut(*rect, text.clip)) {
            tell("is cut at its side".to_owned());
        }
        for pair in text.rows.windows(2) {
            if ends_badly(&pair[0].0, &pair[1].0) {
                tell(format!("breaks into {:?} and {:?}", pair[0].0, pair[1].0));
            }
        }
    }
    faults
}

/// Whether a line leaves what of it can be seen to the side, while it stands there in its height.
fn is_cut(rect: Rect, clip: Rect) -> bool {
    let seen = clip.intersect(rect);
    seen.is_positive() && seen.height() > 0.9 * rect.height() && seen.width() < rect.width() - 2.0
}

/// How much room there is right of words, up to other words, a bar, a mark or the end of what can be seen.
fn room_beside(text: &PaintedText, texts: &[PaintedText], things: &[Rect]) -> f32 {
    let own = text.rect();
    let beside = texts.iter().flat_map(|other| other.rows.iter().map(|(_, rect)| *rect));
    let beside = beside.chain(things.iter().copied());
    let next = beside
        .filter(|rect| rect.left() >= own.right() - 1.0 && rect.y_range().intersects(own.y_range()))
        .map(|rect| rect.left())
        .fold(text.clip.right(), f32::min);
    next - own.right()
}

/// Whether a line ends within a number, an amount, or a number and what it counts.
fn ends_badly(before: &str, after: &str) -> bool {
    const MEASURES: &str = "\u{4e07}\u{4ebf}%\u{4e2a}\u{6708}\u{5e74}\u{65e5}\u{5929}\u{6b21}";
    let (Some(last), Some(next)) = (before.trim_end().chars().last(), after.chars().next()) else {
        return false;
    };
    let is_of_money = "$\u{a5}\u{20ac}\u{a3}\u{2212}".contains(last) && next.is_ascii_digit();
    let is_of_number = last.is_ascii_digit() && (MEASURES.contains(next) || next.is_ascii_digit());
    is_of_money || (is_of_number && !before.ends_with(' ')) || (is_of_number && MEASURES.contains(next))
}

fn look(
    harness: &mut Harness<'static, App>,
    what: &str,
    (name, commands, key): &(String, Vec<Command>, Option<Key>),
) -> Vec<String> {
    let ctx = harness.ctx.clone();
    for command in commands {
        harness.state_mut().obey(&ctx, command.clone());
    }
    if let Some(key) = key {
        press(harness, Modifiers::ALT, *key);
    }
    if *name != "Import" && *name != "Report" {
        wait(harness);
    } else {
        settle(harness);
    }
    faults_of(harness, &format!("{what} {name}"))
}

/// The pages of one sample in both languages and in that window.
fn faults_of_sample(place: usize, size: (f32, f32)) -> Vec<String> {
    let template = &templates()[place];
    let (_folder, path) = in_folder("sample.sortie");
    std::fs::write(&path, template.plan_bytes).expect("a sample can be written");
    let mut faults = vec![];
    for language in Language::ALL {
        let mut harness = window_in(language, vec![], Some(&path), size);
        let what = format!("{} {language:?} {}", template.id, size.0);
        for page in pages() {
            faults.extend(look(&mut harness, &what, &page));
        }
        if place == 0 {
            for dialog in dialogs() {
                faults.extend(look(&mut harness, &what, &dialog));
                harness.key_press(Key::Escape);
                settle(&mut harness);
            }
        }
        assert!(!words(language).get("place.business").is_empty());
    }
    faults
}

/// Every page of the samples at these places.
fn hold(places: impl Iterator<Item = usize>) {
    let faults: Vec<String> = places
        .flat_map(|place| SIZES.into_iter().flat_map(move |size| faults_of_sample(place, size)))
        .collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn words_stand_clear_whole_and_readable_on_every_page_of_the_first_sample() {
    hold(0..1);
}

#[test]
fn words_stand_clear_whole_and_readable_on_every_page_of_every_other_sample() {
    hold(1..templates().len());
}
