//! The window on its stage, and the hand that drives it: by the names of controls, without a screen or a graphics card.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{Key, Modifiers, Role, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use egui_kittest::{Harness, Node};
use sortie::app::{App, AppSetup};
use sortie::disk::dialog::{DialogAnswer, ScriptedDialogs};
use sortie::disk::{AppSettings, Disk, FileSystem};
use sortie::text::Language;
use sortie_engine::unit::Month;

/// A window of the usual size.
pub fn window(answers: Vec<DialogAnswer>, path: Option<&Path>) -> Harness<'static, App> {
    window_of_size(answers, path, 1440.0, 900.0)
}

/// A window of this size in points.
pub fn window_of_size(
    answers: Vec<DialogAnswer>,
    path: Option<&Path>,
    width: f32,
    height: f32,
) -> Harness<'static, App> {
    window_in(Language::English, answers, path, (width, height))
}

/// A window of this size in points that speaks this language.
pub fn window_in(
    language: Language,
    answers: Vec<DialogAnswer>,
    path: Option<&Path>,
    size: (f32, f32),
) -> Harness<'static, App> {
    window_at(None, language, answers, path, size)
}

/// The same in this month, in which samples begin and which makes sources old.
pub fn window_at(
    today: Option<Month>,
    language: Language,
    answers: Vec<DialogAnswer>,
    path: Option<&Path>,
    (width, height): (f32, f32),
) -> Harness<'static, App> {
    let path = path.map(Path::to_owned);
    let mut harness =
        Harness::builder().with_size(vec2(width, height)).with_max_steps(64).build_eframe(move |context| {
            let setup = AppSetup {
                dialogs: Box::new(ScriptedDialogs::new(answers)),
                settings: AppSettings::default(),
                keeps_settings: false,
                home: language.into(),
                n_paths: 64,
                samples_begin: today,
                disk: Disk::apart(),
                reopens: false,
            };
            App::new(&context.egui_ctx, setup, path.as_deref())
        });
    settle(&mut harness);
    harness
}

/// A window that keeps what is its own in `data`, over a disk of the test's making.
pub fn window_over(
    system: Arc<dyn FileSystem>,
    data: &Path,
    answers: Vec<DialogAnswer>,
    path: Option<&Path>,
) -> Harness<'static, App> {
    let (path, disk) = (path.map(Path::to_owned), Disk::over(system, data));
    let size = vec2(1440.0, 900.0);
    let builder = Harness::builder().with_size(size).with_max_steps(64);
    let mut harness = builder.build_eframe(move |context| {
        let setup = AppSetup {
            dialogs: Box::new(ScriptedDialogs::new(answers)),
            settings: AppSettings::default(),
            keeps_settings: false,
            home: Language::English.into(),
            n_paths: 64,
            samples_begin: None,
            disk,
            reopens: false,
        };
        App::new(&context.egui_ctx, setup, path.as_deref())
    });
    settle(&mut harness);
    harness
}

/// Lets the window draw until nothing moves and the futures have run.
pub fn settle(harness: &mut Harness<'static, App>) {
    harness.run_steps(4);
    for _ in 0..400 {
        if harness.state().answers().n_paths() > 0 && !harness.state().is_busy() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
        harness.step();
    }
    harness.run_steps(2);
}

/// The control of that name.
pub fn control<'h>(harness: &'h Harness<'static, App>, name: &'h str) -> Node<'h> {
    find(harness, name).unwrap_or_else(|| panic!("there is no control named {name}"))
}

/// The control of that name, if there is one; words beside it may say the same.
pub fn find<'h>(harness: &'h Harness<'static, App>, name: &'h str) -> Option<Node<'h>> {
    let is_control = |node: &Node<'_>| node.accesskit_node().role() != Role::Label;
    let mut named = harness.query_all_by_label(name).filter(is_control);
    let first = named.next();
    assert!(named.next().is_none(), "two controls are named {name}");
    first
}

/// Types into a field and leaves it.
pub fn type_into(harness: &mut Harness<'static, App>, name: &str, text: &str) {
    control(harness, name).click();
    harness.run_steps(2);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    control(harness, name).type_text(text);
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    settle(harness);
}

/// Presses keys.
pub fn press(harness: &mut Harness<'static, App>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    settle(harness);
}

/// Clicks a control.
pub fn click(harness: &mut Harness<'static, App>, name: &str) {
    reach(harness, name);
    control(harness, name).click();
    settle(harness);
}

/// Brings the keyboard to a control that is not in sight, which the page follows.
fn reach(harness: &mut Harness<'static, App>, name: &str) {
    let sight = harness.ctx.content_rect().shrink(24.0);
    if !sight.contains(control(harness, name).rect().center()) {
        control(harness, name).focus();
        harness.run_steps(8);
    }
}

/// A path in a folder of its own.
pub fn in_folder(name: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join(name);
    (folder, path)
}

/// Where the answer begins, right of the editor.
pub fn answer_left(harness: &Harness<'static, App>) -> f32 {
    let tab = |language: Language| {
        let known = sortie::text::words(language);
        let name = known.with("aspect.tab", &[("name", known.get("aspect.what_to_do"))]);
        harness
            .query_all_by(|node| node.label().as_deref() == Some(&name))
            .next()
            .map(|tab| tab.rect().left())
    };
    Language::ALL.into_iter().find_map(tab).expect("the answer has its tabs") - 8.0
}
