//! The window on a stage: real frames from real input, laid out and cut into triangles, but painted nowhere.

use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use egui::{
    Context, Event, Id, Modifiers, MouseWheelUnit, PointerButton, Pos2, RawInput, Rect, TouchPhase,
    ViewportId, pos2, vec2,
};
use sortie::address::PlanField;
use sortie::app::{App, AppSetup};
use sortie::command::Command;
use sortie::compute::{DRAFT_PATHS, FULL_PATHS};
use sortie::disk::dialog::ScriptedDialogs;
use sortie::disk::{AppSettings, Disk};
use sortie::text::Language;

/// The size of the window, in points.
const SIZE: Rect = Rect { min: Pos2::ZERO, max: pos2(1440.0, 900.0) };
/// Nothing in the window takes as long as this; whoever waits longer waits in vain.
const IN_VAIN: Duration = Duration::from_secs(60);

/// What is due later than this is due by the clock, and not because something is being worked on.
const SOON: Duration = Duration::from_millis(900);

/// When the window wants to be drawn again, as whatever shows windows is told by the toolkit.
#[derive(Default)]
struct Bell {
    due: Mutex<Option<Instant>>,
    rung: Condvar,
}

impl Bell {
    fn lock(&self) -> MutexGuard<'_, Option<Instant>> {
        self.due.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks for a frame after `delay`, unless one comes before.
    fn ring(&self, delay: Duration) {
        let Some(asked) = Instant::now().checked_add(delay) else { return };
        let mut due = self.lock();
        *due = Some(due.map_or(asked, |due| due.min(asked)));
        self.rung.notify_all();
    }

    /// Waits until a frame is due, but not beyond `deadline`.
    fn wait(&self, deadline: Instant) {
        let mut due = self.lock();
        loop {
            let left = due.unwrap_or(deadline).min(deadline).saturating_duration_since(Instant::now());
            if left.is_zero() {
                return;
            }
            let (again, _) = self.rung.wait_timeout(due, left).unwrap_or_else(PoisonError::into_inner);
            due = again;
        }
    }
}

/// One frame, as it was spent.
#[derive(Clone, Copy, Debug)]
pub struct Spent {
    /// From its input to its triangles.
    pub wall: Duration,
    /// What of it this thread was at work.
    pub own: Duration,
}

/// The window and whatever stands around it.
pub struct Stage {
    ctx: Context,
    app: App,
    frame: eframe::Frame,
    began: Instant,
    bell: Arc<Bell>,
}

impl Stage {
    /// The window on the plan at `path`, with its first full answer.
    pub fn new(path: &Path) -> Self {
        let ctx = Context::default();
        let setup = AppSetup {
            dialogs: Box::new(ScriptedDialogs::default()),
            settings: AppSettings::default(),
            keeps_settings: false,
            home: Language::English.into(),
            n_paths: FULL_PATHS,
            samples_begin: None,
            disk: Disk::apart(),
            reopens: false,
        };
        let app = App::new(&ctx, setup, Some(path));
        let bell = Arc::new(Bell::default());
        let ringer = Arc::clone(&bell);
        ctx.set_request_repaint_callback(move |asked| ringer.ring(asked.delay));
        let frame = eframe::Frame::_new_kittest();
        let began = Instant::now();
        let mut stage = Self { ctx, app, frame, began, bell };
        stage.draw(vec![]);
        stage.until_full();
        stage
    }

    /// Draws one frame.
    pub fn draw(&mut self, events: Vec<Event>) -> Spent {
        *self.bell.lock() = None;
        let mut input = RawInput {
            screen_rect: Some(SIZE),
            time: Some(self.began.elapsed().as_secs_f64()),
            events,
            focused: true,
            ..RawInput::default()
        };
        if let Some(viewport) = input.viewports.get_mut(&ViewportId::ROOT) {
            viewport.native_pixels_per_point = Some(1.0);
        }
        let (app, frame) = (&mut self.app, &mut self.frame);
        let (start, own) = (Instant::now(), own_time());
        let mut output = self.ctx.run_ui(input, |ui| {
            eframe::App::logic(app, ui.ctx(), frame);
            eframe::App::ui(app, ui, frame);
        });
        let triangles = self.ctx.tessellate(output.shapes, output.pixels_per_point);
        let spent = Spent { wall: start.elapsed(), own: own_time().saturating_sub(own) };
        assert!(!triangles.is_empty(), "a frame shows something");
        // Whoever paints would load these onto the graphics card.
        output.textures_delta.clear();
        if let Some(output) = output.viewport_output.get(&ViewportId::ROOT) {
            self.bell.ring(output.repaint_delay);
        }
        spent
    }

    /// Waits until the window asks for another frame.
    pub fn wait_for_news(&self) {
        self.bell.wait(Instant::now() + IN_VAIN);
    }

    /// Whether the window asks for another frame. That it looks at the plan's file every few seconds does not count.
    pub fn asks_for_more(&self) -> bool {
        self.bell.lock().is_some_and(|due| due < Instant::now() + SOON)
    }

    /// Draws whenever the window asks for it, until it shows all paths.
    pub fn until_full(&mut self) {
        let deadline = Instant::now() + IN_VAIN;
        while !self.shows(FULL_PATHS) {
            assert!(Instant::now() < deadline, "no full answer comes");
            self.wait_for_news();
            self.draw(vec![]);
        }
    }

    /// Draws until the window asks for nothing more.
    pub fn until_rest(&mut self) {
        self.until_full();
        let deadline = Instant::now() + IN_VAIN;
        while self.asks_for_more() {
            assert!(Instant::now() < deadline, "the window comes to no rest");
            self.wait_for_news();
            self.draw(vec![]);
        }
    }

    /// Whether what the last frame showed came from so many paths for the plan as it stands, in every scenario.
    pub fn shows(&self, n_paths: usize) -> bool {
        let (answers, document) = (self.app.answers(), self.app.document());
        let forecast = answers.forecast();
        answers.n_paths() >= n_paths
            && answers.revision() == Some(document.revision())
            && forecast
                .is_some_and(|forecast| forecast.scenarios.iter().all(|scenario| scenario.fan.is_some()))
    }

    /// Whether it shows a draft at least.
    pub fn shows_draft(&self) -> bool {
        self.shows(DRAFT_PATHS)
    }

    /// The number of the plan's last change.
    pub fn revision(&self) -> u64 {
        self.app.document().revision()
    }

    /// Opens the place of a field and takes it in hand, without typing in it.
    pub fn take(&mut self, field: PlanField) {
        self.app.obey(&self.ctx, Command::Take(field));
        self.until_rest();
        self.press(egui::Key::Escape);
    }

    /// Ends what is typed; gives the frame in which the plan changes.
    pub fn enter(&mut self) -> Spent {
        let event = |pressed| Event::Key {
            key: egui::Key::Enter,
            physical_key: None,
            pressed,
            repeat: false,
            modifiers: Modifiers::NONE,
        };
        let spent = self.draw(vec![event(true)]);
        self.draw(vec![event(false)]);
        self.until_rest();
        spent
    }

    /// Begins the search for the best plan, unless one is in work.
    pub fn search(&mut self) {
        if !self.app.is_searching() {
            self.app.obey(&self.ctx, Command::FindBest);
        }
    }

    /// Ends the search with the best so far, and draws until the window rests.
    pub fn stop_searching(&mut self) {
        self.app.obey(&self.ctx, Command::StopBest);
        while self.app.is_searching() {
            self.wait_for_news();
            self.draw(vec![]);
        }
        self.until_rest();
    }

    /// Presses a key and lets it go.
    fn press(&mut self, key: egui::Key) {
        for pressed in [true, false] {
            let modifiers = Modifiers::NONE;
            self.draw(vec![Event::Key { key, physical_key: None, pressed, repeat: false, modifiers }]);
        }
        self.until_rest();
    }

    /// Where a control stands, scrolled to where a hand can take it.
    pub fn place_of(&mut self, id: Id) -> Pos2 {
        for _ in 0..200 {
            let response = self.ctx.read_response(id).expect("the control is in this place of the window");
            let at = response.rect.center();
            if (100.0..SIZE.max.y - 40.0).contains(&at.y) {
                return at;
            }
            let over = pos2(at.x, SIZE.center().y);
            let delta = vec2(0.0, (SIZE.center().y - at.y).clamp(-80.0, 80.0));
            let (unit, phase) = (MouseWheelUnit::Point, TouchPhase::Move);
            let wheel = Event::MouseWheel {
                unit,
                delta,
                phase,
                modifiers: Modifiers::NONE,
                source: egui::MouseWheelSource::Unknown,
            };
            self.draw(vec![Event::PointerMoved(over), wheel]);
            self.until_rest();
        }
        panic!("the control cannot be brought into view");
    }

    /// Takes hold of what stands at `at`, or lets it go.
    pub fn hold(&mut self, at: Pos2, pressed: bool) -> [Spent; 2] {
        let button = PointerButton::Primary;
        let moved = self.draw(vec![Event::PointerMoved(at)]);
        [
            moved,
            self.draw(vec![Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE }]),
        ]
    }
}

/// How long this thread has been at work, without what it has waited. Nothing where the system does not tell.
fn own_time() -> Duration {
    #[cfg(target_os = "linux")]
    {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
        let nanos = time.tv_sec.saturating_mul(1_000_000_000).saturating_add(time.tv_nsec);
        Duration::from_nanos(u64::try_from(nanos).unwrap_or(0))
    }
    #[cfg(not(target_os = "linux"))]
    Duration::ZERO
}
