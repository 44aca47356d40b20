//! What a seller sees of work that takes long.

use std::time::{Duration, Instant};

use egui::{Rect, Role, ViewportCommand, ViewportId, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use sortie_engine::forecast::{PathRun, SingleThread, project};
use sortie_engine::watch::{PatientWatch, Watch};

use super::*;
use crate::compute::ProjectionJob;
use crate::disk::dialog::ScriptedDialogs;
use crate::disk::{JournalEntry, RealFileSystem, WindowJournal};

/// Frames of these windows in a second.
const FRAMES: usize = 10;

/// A window whose worker drafts at once and comes no further than 43%.
fn window(language: Language) -> Harness<'static, App> {
    let work = |task: &ProjectionJob| {
        let run = PathRun { n_paths: 8, seed: 1, crew: &SingleThread, watch: &PatientWatch };
        task.hand_over(8, None, project(&task.request.model, run).unwrap());
        task.note(0.432);
        while !task.is_stale() {
            std::thread::yield_now();
        }
    };
    let size = vec2(1440.0, 900.0);
    let builder = Harness::builder().with_size(size).with_step_dt(1.0 / FRAMES as f32);
    let mut harness = builder.build_eframe(move |context| {
        let setup = AppSetup {
            dialogs: Box::new(ScriptedDialogs::default()),
            settings: AppSettings::default(),
            keeps_settings: false,
            home: language.into(),
            n_paths: FULL_PATHS,
            samples_begin: None,
            disk: Disk::apart(),
            reopens: false,
        };
        let mut app = App::new(&context.egui_ctx, setup, None);
        app.compute = Compute::with_work(|| (), FULL_PATHS, work);
        app
    });
    edit(&mut harness);
    harness
}

/// Makes an edit, draws its frame and lets the worker come as far as it comes.
fn edit(harness: &mut Harness<'static, App>) {
    harness.state_mut().document.plan_mut().cash.opening += 1.0;
    harness.step();
    let deadline = Instant::now() + Duration::from_secs(20);
    while harness.state().compute.progress() != Some(0.432) {
        assert!(Instant::now() < deadline, "the worker begins");
        std::thread::yield_now();
    }
}

fn says(harness: &Harness<'static, App>, words: &str) -> bool {
    harness.query_all_by_label_contains(words).next().is_some()
}

/// Draws until the window works on nothing but the answer, which it never finishes.
fn settle_studies(harness: &mut Harness<'static, App>) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while harness.query_all_by_role(Role::ProgressIndicator).count() > 1 {
        assert!(Instant::now() < deadline, "other questions are answered");
        harness.step();
    }
}

/// When the window wants to be drawn again.
fn asks_again_after(harness: &Harness<'static, App>) -> Duration {
    harness.output().viewport_output[&ViewportId::ROOT].repaint_delay
}

/// Draws until the window waits for its seller alone: other questions are answered too.
fn comes_to_rest(harness: &mut Harness<'static, App>) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while asks_again_after(harness) != Duration::MAX {
        assert!(Instant::now() < deadline, "the window comes to rest");
        harness.step();
    }
}

/// When the window wants to be drawn again, once answers to other questions that come meanwhile have been drawn.
fn rests_for(harness: &mut Harness<'static, App>) -> Duration {
    let deadline = Instant::now() + Duration::from_secs(20);
    while asks_again_after(harness) == Duration::ZERO {
        assert!(Instant::now() < deadline, "the window comes to rest");
        harness.step();
    }
    asks_again_after(harness)
}

#[test]
fn work_is_told_once_it_has_taken_a_second_and_the_window_rests_between_two_tellings() {
    let mut harness = window(Language::English);
    harness.run_steps(FRAMES - 2);
    assert!(!says(&harness, "Projecting"));
    harness.run_steps(4);
    assert!(says(&harness, "Projecting: 43%"));
    settle_studies(&mut harness);
    let bar = harness.get_by_role(Role::ProgressIndicator);
    assert_eq!(bar.accesskit_node().label().as_deref(), Some("Projecting: 43%"));
    let rest = rests_for(&mut harness);
    assert!(rest >= Duration::from_millis(90) && rest <= Duration::from_millis(200), "{rest:?}");
}

#[test]
fn stop_keeps_the_draft_and_says_so_until_the_next_edit() {
    let mut harness = window(Language::English);
    harness.run_steps(FRAMES + 2);
    settle_studies(&mut harness);
    harness.get_by_role_and_label(Role::Button, "Stop").click();
    harness.run_steps(3);
    assert!(says(&harness, "Stopped at a draft of 8 futures"));
    assert!(says(&harness, "Shaded: 50% and 80% of futures"));
    assert!(harness.query_by_role(Role::ProgressIndicator).is_none());
    comes_to_rest(&mut harness);
    assert_eq!(harness.state().answers.n_paths(), 8);
    edit(&mut harness);
    harness.step();
    assert!(!says(&harness, "Stopped"));
    harness.run_steps(FRAMES + 2);
    assert!(says(&harness, "Projecting: 43%"));
}

#[test]
fn progress_and_stop_are_told_in_chinese() {
    let mut harness = window(Language::Chinese);
    harness.run_steps(FRAMES + 2);
    assert!(says(&harness, "正在推演：43%"));
    settle_studies(&mut harness);
    harness.get_by_role_and_label(Role::Button, "停止").click();
    harness.run_steps(3);
    assert!(says(&harness, "8 次推演的粗略结果"));
}

#[test]
fn a_dialog_that_is_open_is_answered_before_another_is_asked() {
    let mut harness = window(Language::English);
    let ctx = harness.ctx.clone();
    let app = harness.state_mut();
    app.obey(&ctx, Command::Open);
    app.obey(&ctx, Command::SaveAs);
    assert_eq!(app.asking, Some(PendingDialog::Open), "its answer would name the file to save to");
    harness.run_steps(2);
    assert!(says(&harness, "A dialog for files is open already"));
    assert!(matches!(&harness.state().sheet, Some(FrontDialog::Path(dialog)) if !dialog.is_save));
}

#[test]
fn what_a_crash_left_is_told_in_the_language_that_was_chosen_however_late_that_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let disk = Disk::over(Arc::new(RealFileSystem), folder.path());
    AppSettings { language: Some("zh-Hans".to_owned()), ..AppSettings::default() }.save(&disk).unwrap();
    let journal = WindowJournal::claim(&disk).unwrap().unwrap();
    let plan = first_plan(None);
    journal.keep(&JournalEntry { at: SystemTime::now(), path: None, plan, base: None }).unwrap();
    drop(journal);
    let builder = Harness::builder().with_size(vec2(1440.0, 900.0));
    let mut harness = builder.build_eframe(move |context| {
        let setup = AppSetup {
            dialogs: Box::new(ScriptedDialogs::default()),
            settings: AppSettings::default(),
            keeps_settings: true,
            home: Language::English.into(),
            n_paths: 8,
            samples_begin: None,
            disk,
            reopens: false,
        };
        App::new(&context.egui_ctx, setup, None)
    });
    let deadline = Instant::now() + Duration::from_secs(20);
    while harness.state().is_busy() || harness.state().language != Language::Chinese {
        assert!(Instant::now() < deadline, "settings and journals are read");
        harness.step();
    }
    let Some(FrontDialog::Recover(page)) = &harness.state().sheet else { panic!("nothing is offered") };
    assert_eq!(page.rows[0].lines, [words(Language::Chinese).get("recover.all_of_it")]);
}

#[test]
fn a_window_larger_than_its_screen_is_made_to_fill_it_once() {
    let mut harness = window(Language::English);
    let tell = |harness: &mut Harness<'static, App>| {
        let viewport = harness.input_mut().viewports.entry(ViewportId::ROOT).or_default();
        viewport.inner_rect = Some(Rect::from_min_size(pos2(8.0, 31.0), vec2(1366.0, 768.0)));
        viewport.monitor_size = Some(vec2(1366.0, 768.0));
        harness.step();
        let commands = &harness.output().viewport_output[&ViewportId::ROOT].commands;
        commands.contains(&ViewportCommand::Maximized(true))
    };
    assert!(tell(&mut harness), "the system has told how large the screen is");
    assert!(!tell(&mut harness), "a seller may make it smaller again");
}
