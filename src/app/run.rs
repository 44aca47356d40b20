//! Starting the window, with whichever renderer works on this machine.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;
use std::time::Duration;

use eframe::{NativeOptions, Renderer};

use super::{App, AppSetup, keep_journals_on_panic, last};
use crate::disk::dialog::ARE_OWNED;
use crate::disk::{AppSettings, Disk, begin_log, begin_trying, end_trying, fell_with};

/// How long the program outlives its window for a drive that takes its time.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long the window waits to hear how it was last time.
const SETTINGS_PATIENCE: Duration = Duration::from_millis(250);

/// The least and the usual size of the window, in points.
const LEAST_SIZE: [f32; 2] = [640.0, 480.0];
const USUAL_SIZE: [f32; 2] = [1440.0, 900.0];

/// Why there is no window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StartFault {
    /// There is no screen to show it on.
    NoScreen,
    /// No renderer works, with what each of them said.
    NoRenderer(Vec<String>),
    /// There was one, and it came to grief.
    Fell,
}

impl StartFault {
    /// What to do, in words.
    pub fn sentence(&self, words: &crate::text::Words) -> String {
        match self {
            Self::NoScreen => words.get("start.no_screen").to_owned(),
            Self::NoRenderer(said) => words.with("start.no_renderer", &[("said", &said.join("; "))]),
            Self::Fell => words.get("start.fell").to_owned(),
        }
    }
}

/// Shows the window until it is closed, on the plan at `path` if there is one.
///
/// # Errors
/// Why there is no window, in words, and what to use instead.
pub fn run(path: Option<&Path>) -> Result<(), String> {
    let locale = sys_locale::get_locale().unwrap_or_default();
    let words = crate::text::words(crate::text::Language::from_locale(&locale));
    let shown = show(path).map_err(|fault| fault.sentence(words));
    if let Err(sentence) = &shown {
        log::error!("no window: {sentence}");
        log::logger().flush();
        // Nobody reads standard error of a program that was started by a double click.
        if ARE_OWNED {
            tell(sentence);
        }
    }
    shown
}

/// Says a sentence in a window of the system's own, which needs nothing of ours.
pub fn tell(sentence: &str) {
    let dialog = rfd::MessageDialog::new().set_level(rfd::MessageLevel::Error).set_title("Sortie");
    let _ = dialog.set_description(sentence).show();
}

fn show(path: Option<&Path>) -> Result<(), StartFault> {
    if !has_screen() {
        return Err(StartFault::NoScreen);
    }
    begin_log();
    keep_journals_on_panic();
    log::info!("Sortie {} begins on {}", env!("CARGO_PKG_VERSION"), std::env::consts::OS);
    let (known, fell) = known_of_last_run();
    let mut said = vec![];
    for renderer in in_order(known.renderer.as_deref(), fell.as_deref()) {
        // A driver may end the whole program, which nothing here would live to tell.
        if RENDERERS.len() > 1 {
            begin_trying(&Disk::native(), &renderer.to_string());
        }
        let begin = begin_with(renderer, path.map(Path::to_path_buf));
        let options = options(renderer, &known);
        let ended = catch_unwind(AssertUnwindSafe(|| eframe::run_native("sortie", options, begin)));
        match ended {
            Ok(Ok(())) => {
                last::finish(PATIENCE);
                return Ok(());
            }
            // A screen is named that does not answer.
            Ok(Err(eframe::Error::WinitEventLoop(_))) => return Err(StartFault::NoScreen),
            Ok(Err(fault)) => {
                log::warn!("renderer {renderer} failed: {fault}");
                said.push(format!("{renderer}: {fault}"));
            }
            // What it was has been noted, and what was not saved is in the journal.
            Err(_) => return Err(StartFault::Fell),
        }
    }
    Err(StartFault::NoRenderer(said))
}

fn begin_with(renderer: Renderer, path: Option<PathBuf>) -> eframe::AppCreator<'static> {
    Box::new(move |context| {
        log::info!("the window is drawn by {renderer}");
        if RENDERERS.len() > 1 {
            end_trying(&Disk::native());
        }
        let mut setup = AppSetup::native(context);
        // The usual one is tried first anyway, so that a machine that gets better is not held to what was.
        if renderer != RENDERERS[0] {
            setup.settings.renderer = Some(renderer.to_string());
        }
        let app: Box<dyn eframe::App> = Box::new(App::new(&context.egui_ctx, setup, path.as_deref()));
        Ok(app)
    })
}

/// What was remembered by the last run, and the renderer that it did not come back from; nothing where the drive takes its time.
fn known_of_last_run() -> (AppSettings, Option<String>) {
    let (sender, settings) = channel();
    std::thread::spawn(move || {
        // Nobody waits any more where the drive took too long.
        let disk = Disk::native();
        let _ = sender.send((AppSettings::load(&disk), fell_with(&disk)));
    });
    settings.recv_timeout(SETTINGS_PATIENCE).unwrap_or_default()
}

/// What draws the window, and what is tried where that fails. Under Linux OpenGL is everywhere and draws fastest without a
/// graphics card; elsewhere it is often missing.
#[cfg(target_os = "linux")]
const RENDERERS: [Renderer; 1] = [Renderer::Glow];
/// What draws the window, and what is tried where that fails.
#[cfg(not(target_os = "linux"))]
const RENDERERS: [Renderer; 2] = [Renderer::Wgpu, Renderer::Glow];

/// What is tried, the one that `SORTIE_RENDERER` names or that worked last time first, and that which ended the program last.
fn in_order(known: Option<&str>, fell: Option<&str>) -> Vec<Renderer> {
    let asked = std::env::var("SORTIE_RENDERER").ok();
    let first = asked.as_deref().or(known);
    let mut order = RENDERERS.to_vec();
    order.sort_by_key(|renderer| {
        let word = renderer.to_string();
        (fell == Some(&word), first != Some(&word))
    });
    order
}

fn has_screen() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY") || is_set("WAYLAND_SOCKET")
}

fn options(renderer: Renderer, known: &AppSettings) -> NativeOptions {
    let size = known.window.map_or(USUAL_SIZE, |window| {
        [f32::from(window.width).max(LEAST_SIZE[0]), f32::from(window.height).max(LEAST_SIZE[1])]
    });
    // Where the window goes is left to the system, which knows the screens that are there now; one that is larger than its
    // screen is made to fit.
    let mut viewport = egui::ViewportBuilder::default()
        .with_app_id("sortie")
        .with_title("Sortie")
        .with_inner_size(size)
        .with_clamp_size_to_monitor_size(true)
        .with_maximized(known.window.is_some_and(|window| window.is_maximized))
        .with_min_inner_size(LEAST_SIZE)
        .with_drag_and_drop(true);
    if let Ok(icon) = eframe::icon_data::from_png_bytes(include_bytes!("../../assets/icons/sortie.png")) {
        viewport = viewport.with_icon(icon);
    }
    NativeOptions { viewport, renderer, persist_window: false, ..NativeOptions::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_renderer_that_worked_last_time_is_tried_first_and_none_is_left_out() {
        for known in [None, Some("glow"), Some("wgpu"), Some("a renderer of a later version")] {
            let order = in_order(known, None);
            assert_eq!(order.len(), RENDERERS.len());
            let is_there = RENDERERS.iter().any(|renderer| Some(renderer.to_string().as_str()) == known);
            let first =
                if is_there { known.unwrap_or_default().to_owned() } else { RENDERERS[0].to_string() };
            assert_eq!(order[0].to_string(), first);
            let after_a_fall = in_order(known, Some(&first));
            assert_eq!(after_a_fall.last().map(ToString::to_string), Some(first), "it ended the program");
        }
    }
}
