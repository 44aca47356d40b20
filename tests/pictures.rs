//! Pictures of the window, compared with those kept in `tests/pictures`. They need something that can draw: a graphics
//! card, or Mesa in its place. Where there is nothing they are listed as ignored with that reason, unless
//! `SORTIE_PICTURES=required` makes it a failure. `UPDATE_SNAPSHOTS=1` keeps new ones. `SORTIE_PLACES=FOLDER` takes pictures
//! of every place instead and compares nothing; a word behind it, or several between commas, picks those whose names hold it.

use std::panic::catch_unwind;
use std::process::ExitCode;
use std::time::Duration;

use egui::{Vec2, vec2};
use egui_kittest::wgpu::WgpuTestRenderer;
use egui_kittest::{Harness, SnapshotOptions};
use libtest_mimic::{Arguments, Failed, Trial};
use sortie::app::{App, AppSetup};
use sortie::command::Command;
use sortie::disk::dialog::ScriptedDialogs;
use sortie::disk::{AppSettings, Disk};
use sortie::text::Language;
use sortie::theme::ThemeLook;

#[path = "pictures/charts.rs"]
mod charts;
#[path = "pictures/gallery.rs"]
mod gallery;
#[path = "pictures/places.rs"]
mod places;
mod shop;

/// Edges of letters may differ by so many pixels between two versions of what draws them.
const MAX_PIXELS: usize = 300;

struct Picture {
    name: &'static str,
    size: (f32, f32),
    language: Language,
    theme: &'static str,
}

const PICTURES: [Picture; 3] = [
    Picture { name: "light-en", size: (1440.0, 900.0), language: Language::English, theme: "light" },
    Picture { name: "dark-zh", size: (1440.0, 900.0), language: Language::Chinese, theme: "dark" },
    Picture { name: "small-en", size: (1024.0, 640.0), language: Language::English, theme: "light" },
];

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    if let Some(folder) = std::env::var_os("SORTIE_PLACES") {
        places::take(folder.as_ref(), arguments.filter.as_deref().unwrap_or_default());
        return ExitCode::SUCCESS;
    }
    let can_draw = arguments.list || catch_unwind(WgpuTestRenderer::new).is_ok();
    let is_required = std::env::var("SORTIE_PICTURES").is_ok_and(|word| word == "required");
    let trial = |name: &str, draw: Box<dyn Fn() -> Result<(), Failed> + Send>| {
        let name = if can_draw || is_required {
            name.to_owned()
        } else {
            format!("{name} (nothing here can draw: no graphics card and no Mesa)")
        };
        let test = move || if can_draw { draw() } else { Err(Failed::from("nothing here can draw")) };
        Trial::test(name, test).with_ignored_flag(!can_draw && !is_required)
    };
    let windows = PICTURES.iter().map(|picture| trial(picture.name, Box::new(|| compare(picture))));
    let pages =
        gallery::PAGES.iter().map(|page| trial(page.name, Box::new(|| gallery::compare(page, MAX_PIXELS))));
    let sheet = trial("charts-sheet-en", Box::new(compare_sheet));
    let sent = trial("charts-sent-zh", Box::new(|| gallery::compare_sent(MAX_PIXELS)));
    libtest_mimic::run(&arguments, windows.chain(pages).chain([sent, sheet]).collect()).exit_code()
}

fn compare(picture: &'static Picture) -> Result<(), Failed> {
    keep(&mut window(picture), picture.name)
}

/// A picture of a chart in front of the window, with what can be done with it.
fn compare_sheet() -> Result<(), Failed> {
    const NAME: &str = "charts-sheet-en";
    let size = (1024.0, 640.0);
    let picture = Picture { name: NAME, size, language: Language::English, theme: "dark" };
    let mut harness = window(&picture);
    let ctx = harness.ctx.clone();
    harness.state_mut().obey(&ctx, Command::Look(gallery::sent(Language::English, ThemeLook::Dark)));
    harness.run_steps(3);
    keep(&mut harness, NAME)
}

fn window(picture: &Picture) -> Harness<'static, App> {
    opened(vec2(picture.size.0, picture.size.1), 1.0, picture.language, picture.theme)
}

/// A window on the first sample with all its futures run.
fn opened(size: Vec2, scale: f32, language: Language, look: &'static str) -> Harness<'static, App> {
    let setup = AppSetup {
        dialogs: Box::new(ScriptedDialogs::default()),
        settings: AppSettings { theme: Some(look.to_owned()), ..AppSettings::default() },
        keeps_settings: false,
        home: language.into(),
        n_paths: 512,
        samples_begin: None,
        disk: Disk::apart(),
        reopens: false,
    };
    let mut harness = Harness::builder()
        .with_size(size)
        .with_pixels_per_point(scale)
        .wgpu()
        .build_eframe(move |context| App::new(&context.egui_ctx, setup, None));
    for _ in 0..1_000 {
        harness.step();
        if harness.state().answers().n_paths() > 0 {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    harness.run_steps(3);
    harness
}

fn keep(harness: &mut Harness<'static, App>, name: &str) -> Result<(), Failed> {
    let options = SnapshotOptions::new().output_path("tests/pictures").max_failed_pixels(MAX_PIXELS);
    harness.try_snapshot_options(name, &options).map_err(|fault| Failed::from(fault.to_string()))
}
