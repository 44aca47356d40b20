//! Starting the window, with whichever renderer works on this machine.

use std::path::{Path, PathBuf};
use std::time::Duration;

use eframe::{NativeOptions, Renderer};

use super::{App, AppSetup, keep_journals_on_panic, last};

/// How long the program outlives its window for a drive that takes its time.
const PATIENCE: Duration = Duration::from_secs(20);

/// Why there is no window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StartFault {
    /// There is no screen to show it on.
    NoScreen,
    /// No renderer works, with what each of them said.
    NoRenderer(Vec<String>),
}

impl StartFault {
    /// What to do, in words.
    pub fn sentence(&self, words: &crate::text::Words) -> String {
        match self {
            Self::NoScreen => words.get("start.no_screen").to_owned(),
            Self::NoRenderer(said) => words.with("start.no_renderer", &[("said", &said.join("; "))]),
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
    show(path).map_err(|fault| fault.sentence(words))
}

fn show(path: Option<&Path>) -> Result<(), StartFault> {
    if !has_screen() {
        return Err(StartFault::NoScreen);
    }
    keep_journals_on_panic();
    let mut said = vec![];
    let begin_on = |path: Option<PathBuf>| {
        move |context: &eframe::CreationContext<'_>| {
            let setup = AppSetup::native(&context.egui_ctx);
            let app: Box<dyn eframe::App> = Box::new(App::new(&context.egui_ctx, setup, path.as_deref()));
            Ok(app)
        }
    };
    for renderer in RENDERERS {
        match eframe::run_native("sortie", options(renderer), Box::new(begin_on(path.map(Path::to_path_buf))))
        {
            Ok(()) => {
                last::finish(PATIENCE);
                return Ok(());
            }
            // A screen is named that does not answer.
            Err(eframe::Error::WinitEventLoop(_)) => return Err(StartFault::NoScreen),
            Err(fault) => {
                log::warn!("renderer {renderer} failed: {fault}");
                said.push(format!("{renderer}: {fault}"));
            }
        }
    }
    Err(StartFault::NoRenderer(said))
}

/// What draws the window, and what is tried where that fails. Under Linux OpenGL is everywhere and draws fastest without a
/// graphics card; elsewhere it is often missing.
#[cfg(target_os = "linux")]
const RENDERERS: [Renderer; 1] = [Renderer::Glow];
/// What draws the window, and what is tried where that fails.
#[cfg(not(target_os = "linux"))]
const RENDERERS: [Renderer; 2] = [Renderer::Wgpu, Renderer::Glow];

fn has_screen() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY") || is_set("WAYLAND_SOCKET")
}

fn options(renderer: Renderer) -> NativeOptions {
    let mut viewport = egui::ViewportBuilder::default()
        .with_app_id("sortie")
        .with_title("Sortie")
        .with_inner_size([1440.0, 900.0])
        .with_min_inner_size([640.0, 480.0])
        .with_drag_and_drop(true);
    if let Ok(icon) = eframe::icon_data::from_png_bytes(include_bytes!("../../assets/icons/sortie.png")) {
        viewport = viewport.with_icon(icon);
    }
    NativeOptions { viewport, renderer, persist_window: false, ..NativeOptions::default() }
}
