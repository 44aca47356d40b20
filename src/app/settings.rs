//! What the window remembers between two runs: read and kept off the frame.

use egui::Context;

use super::errand::ErrandKind;
use super::last::do_last;
use super::{App, FrontDialog};
use crate::disk::{AppSettings, Disk, WindowSize};
use crate::text::Language;
use crate::theme::{GainColors, ThemeLook};
use crate::work::{Worker, WorkerJob};

/// How long the program outlives its window for settings that a drive does not take.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(10);

/// Keeps settings on a thread of its own.
pub(super) fn keeper(disk: &Disk) -> Worker<AppSettings, ()> {
    let disk = disk.clone();
    Worker::start(
        "settings",
        || (),
        move |job: &WorkerJob<AppSettings, ()>| {
            if let Err(fault) = job.request.save(&disk) {
                log::warn!("settings were not kept: {fault:?}");
            }
        },
    )
}

impl App {
    /// Reads the settings of the last run. Where the drive takes its time the window begins without.
    pub(super) fn load_settings(&mut self) {
        self.awaits_settings = true;
        self.send(ErrandKind::Other, |disk| {
            let settings = AppSettings::load(disk);
            Box::new(move |app, ctx| app.take_settings(ctx, settings))
        });
    }

    fn take_settings(&mut self, ctx: &Context, settings: AppSettings) {
        let was_touched = std::mem::replace(&mut self.awaits_settings, false) && self.settings_were_chosen();
        self.settings = settings.beneath(&self.settings);
        let known = &self.settings;
        self.language = known.language.as_deref().and_then(Language::from_code).unwrap_or(self.language);
        self.look = known.theme.as_deref().and_then(ThemeLook::from_word).unwrap_or(self.look);
        self.gains = known.gains.as_deref().and_then(GainColors::from_word).unwrap_or(self.gains);
        self.view.judged.limits = known.safety;
        self.intake.recall(known.mappings.clone());
        // It may have been offered before the language was known.
        if matches!(self.sheet, Some(FrontDialog::Recover(_))) {
            self.offer_left();
        }
        if was_touched {
            self.keep_settings();
        }
        self.reopen_last();
        ctx.request_repaint();
    }

    fn settings_were_chosen(&self) -> bool {
        self.settings != AppSettings::default()
    }

    /// Opens the plan that was open last, unless another is open by now.
    pub(super) fn reopen_last(&mut self) {
        let is_untouched = self.document.path().is_none() && self.document.is_saved();
        let last = self.settings.recent.first().filter(|_| self.reopens && is_untouched).cloned();
        if let Some(last) = last {
            self.reopen(last);
        }
    }

    /// Has the settings kept, off the frame. Those that cannot be kept cost the next run a click; that is not worth a word.
    /// What the last run knew is not written over before it was read.
    pub(crate) fn keep_settings(&self) {
        if let Some(keeper) =
            self.settings_keeper.as_ref().filter(|_| self.keeps_settings && !self.awaits_settings)
        {
            keeper.put(self.settings.clone());
        }
    }

    /// Remembers how large the window is, where the system tells.
    pub(crate) fn note_size(&mut self, ctx: &Context) {
        let (rect, is_maximized) = ctx.input(|input| {
            let viewport = input.viewport();
            (viewport.inner_rect, viewport.maximized.or(viewport.fullscreen).unwrap_or_default())
        });
        let Some(size) = rect.map(|rect| rect.size() / ctx.zoom_factor()) else { return };
        let before = self.settings.window;
        // The size of a screen is not one to go back to.
        let own = WindowSize { width: size.x as u16, height: size.y as u16, is_maximized };
        let window = match before {
            Some(before) if is_maximized => WindowSize { is_maximized, ..before },
            None if is_maximized => WindowSize { width: 1_440, height: 900, is_maximized },
            _ => own,
        };
        if before != Some(window) {
            self.settings.window = Some(window);
            self.keep_settings();
        }
    }

    /// Lets the settings reach the drive after the window is gone.
    pub(crate) fn finish_settings(&mut self) {
        if let Some(keeper) = self.settings_keeper.take() {
            do_last(move || {
                let _ = keeper.fetch_within(PATIENCE);
            });
        }
    }
}
