//! What really happened: entered at month's end, drawn beside the plan, learned from, and kept in versions.

use std::path::Path;

use egui::{Event, Key, Modifiers, Role, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use sortie::app::{App, AppSetup};
use sortie::command::{Command, RailPlace};
use sortie::disk::dialog::ScriptedDialogs;
use sortie::disk::{AppSettings, Disk};
use sortie::text::Language;
use sortie_engine::plan::Plan;
use sortie_engine::unit::Month;

use crate::answer::{says, words};
use crate::stage::{click, control, find, in_folder, press, settle};

/// A window with enough futures for ranges to be told.
fn opened(path: Option<&Path>) -> Harness<'static, App> {
    let path = path.map(Path::to_owned);
    let mut harness =
        Harness::builder().with_size(vec2(1440.0, 1400.0)).with_max_steps(64).build_eframe(move |context| {
            let setup = AppSetup {
                dialogs: Box::new(ScriptedDialogs::new(vec![])),
                settings: AppSettings::default(),
                keeps_settings: false,
                home: Language::English.into(),
                n_paths: 1_024,
                samples_begin: None,
                disk: Disk::apart(),
                reopens: false,
            };
            App::new(&context.egui_ctx, setup, path.as_deref())
        });
    settle(&mut harness);
    harness
}

fn plan(harness: &Harness<'static, App>) -> Plan {
    harness.state().document().plan().clone()
}

fn obey(harness: &mut Harness<'static, App>, command: Command) {
    let context = harness.ctx.clone();
    harness.state_mut().obey(&context, command);
    settle(harness);
}

/// Draws until nothing is being worked out any more.
fn wait(harness: &mut Harness<'static, App>) {
    wait_until(harness, |harness| !says(harness, "Working it out"));
}

/// Draws until that is so.
fn wait_until(harness: &mut Harness<'static, App>, is_so: impl Fn(&Harness<'static, App>) -> bool) {
    settle(harness);
    for _ in 0..6_000 {
        harness.run_steps(2);
        if is_so(harness) {
            harness.run_steps(2);
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("that never happens: {:#?}", words(harness));
}

/// Enters months from the next one on, cell by cell as a block from a spreadsheet.
fn paste(harness: &mut Harness<'static, App>, block: &str) {
    obey(harness, Command::EnterMonth);
    harness.run_steps(3);
    harness.event(Event::Paste(block.to_owned()));
    settle(harness);
}

/// The months of the sample as it has them at its likely values, times a factor: revenue and orders.
fn months_as_planned(harness: &Harness<'static, App>, n_months: usize, factor: f64) -> String {
    use sortie_engine::forecast::{Metric, central};
    use sortie_engine::model::Model;
    let forecast = central(&Model::compile(&plan(harness)));
    let place = forecast.baselines.no_response.expect("the sample has a scenario without response");
    let path = &forecast.scenarios[place].central;
    let row = |t: usize| {
        let of = |metric: Metric| (path[metric][t] * factor).round();
        format!("{}\t{}\n", of(Metric::Revenue), of(Metric::Orders))
    };
    (0..n_months).map(row).collect()
}

/// The ends of the range that the chart's sentence tells, in dollars.
fn told_range(harness: &Harness<'static, App>) -> (f64, f64) {
    let said =
        words(harness).into_iter().find(|word| word.contains("takes in between")).expect("a range is told");
    let after = said.split("takes in between ").nth(1).expect("it has ends");
    let ends = after.split(" in ").next().expect("it ends").to_owned();
    let amount = |text: &str| {
        let digits: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
        let size = if text.contains('M') {
            1e6
        } else if text.contains('K') {
            1e3
        } else {
            1.0
        };
        digits.parse::<f64>().expect("an end is a number") * size
    };
    let (low, high) = ends.split_once(" and ").expect("two ends");
    (amount(low), amount(high))
}

#[test]
fn a_month_is_entered_as_people_say_numbers_and_stands_in_the_chart_until_it_is_undone() {
    let mut harness = opened(None);
    let before = plan(&harness);
    press(&mut harness, Modifiers::ALT, Key::Num1);
    click(&mut harness, "Enter Jul 2023");
    for text in ["12.5万", "3,150", "$61k"] {
        harness.event(Event::Text(text.to_owned()));
        harness.run_steps(3);
        harness.key_press(Key::Tab);
        settle(&mut harness);
    }
    let actuals = plan(&harness).actuals;
    assert_eq!(actuals.len(), 1, "{actuals:?}");
    assert_eq!(actuals[0].month, Month::parse("2023-07").expect("a month"));
    assert_eq!(
        (actuals[0].revenue, actuals[0].orders, actuals[0].cash),
        (Some(125e3), Some(3_150.0), Some(61e3))
    );
    assert!(says(&harness, "Actual to Jul 2023: US$125K"), "{:#?}", words(&harness));
    assert!(find(&harness, "Enter Aug 2023").is_some(), "the next month is offered");
    for left in [2, 1, 0] {
        press(&mut harness, Modifiers::COMMAND, Key::Z);
        let told = plan(&harness).actuals;
        let figures = told.first().map(|own| [own.revenue, own.orders, own.cash]).unwrap_or_default();
        assert_eq!(figures.iter().flatten().count(), left, "one step for each cell: {told:?}");
    }
    assert_eq!(plan(&harness), before);
    assert!(!says(&harness, "Actual to"));
}

#[test]
fn a_cell_that_cannot_be_used_is_named_and_nothing_changes() {
    let mut harness = opened(None);
    paste(&mut harness, "many\t-3\n");
    assert_eq!(plan(&harness).actuals, []);
    for told in [
        "Jul 2023, Revenue · Whole business: ",
        "Jul 2023, Orders · Whole business: Type a number of 0 or more",
    ] {
        assert!(says(&harness, told), "{told}: {:#?}", words(&harness));
    }
}

#[test]
fn the_fan_from_today_on_narrows_with_the_months_that_came_as_planned() {
    let mut harness = opened(None);
    let block = months_as_planned(&harness, 6, 1.0);
    paste(&mut harness, &block);
    wait(&mut harness);
    click(&mut harness, "No response");
    assert!(says(&harness, "Actual to Dec 2023"), "{:#?}", words(&harness));
    assert!(says(&harness, "futures that tell the months so far count for more"), "{:#?}", words(&harness));
    let at_the_end = told_range(&harness);
    hold_month(&mut harness, 6);
    assert!(says(&harness, "in Jan 2024"), "{:#?}", words(&harness));
    let (low, high) = told_range(&harness);
    click(&mut harness, "Plan");
    let (wide_low, wide_high) = told_range(&harness);
    assert!(high - low < 0.8 * (wide_high - wide_low), "{low}-{high} of {wide_low}-{wide_high}");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(says(&harness, "in Dec 2024"), "the last month is told again: {:#?}", words(&harness));
    let ((low, high), (wide_low, wide_high)) = (at_the_end, told_range(&harness));
    assert!(high - low < wide_high - wide_low, "at the end: {low}-{high} of {wide_low}-{wide_high}");
    assert!(!says(&harness, "count for more"), "the plan alone is shown");
    assert_eq!(n_undo_steps(&mut harness), 1, "a pasted block is one step");
}

/// Holds a month of the chart, counted from the first, by the keyboard.
fn hold_month(harness: &mut Harness<'static, App>, month: usize) {
    let charts = harness.query_all_by_role(Role::Figure);
    let highest = charts.max_by(|a, b| a.rect().height().total_cmp(&b.rect().height()));
    highest.expect("there is a chart").focus();
    harness.run_steps(2);
    for _ in 0..=month {
        press(harness, Modifiers::NONE, Key::ArrowRight);
    }
    assert_eq!(harness.state().view().chart.cursor, Some(month));
}

fn n_undo_steps(harness: &mut Harness<'static, App>) -> usize {
    let mut n = 0;
    while harness.state().document().can_undo() {
        press(harness, Modifiers::COMMAND, Key::Z);
        n += 1;
    }
    n
}

#[test]
fn months_far_off_the_plan_are_told_to_be_so() {
    let mut harness = opened(None);
    let block = months_as_planned(&harness, 5, 6.0);
    paste(&mut harness, &block);
    wait(&mut harness);
    assert!(says(&harness, "Too few futures told these months"), "{:#?}", words(&harness));
}

#[test]
fn what_came_is_held_against_the_plan_and_what_it_teaches_is_taken_over_in_one_step() {
    let mut harness = opened(None);
    let block = months_as_planned(&harness, 3, 0.7);
    paste(&mut harness, &block);
    obey(&mut harness, Command::SeeActuals);
    wait(&mut harness);
    assert!(says(&harness, "Revenue to Sep 2023 is "), "{:#?}", words(&harness));
    assert!(says(&harness, "below plan; most of it is fewer orders."), "{:#?}", words(&harness));
    assert!(says(&harness, "of 3 months lay within the plan's 80% range"), "{:#?}", words(&harness));
    let before = plan(&harness);
    let lesson = words(&harness)
        .into_iter()
        .find(|word| word.ends_with("Take over · take over"))
        .expect("something is learned");
    click(&mut harness, &lesson);
    let after = plan(&harness);
    assert_ne!(before, after);
    let imported = |plan: &Plan| {
        plan.channels.iter().flat_map(|own| own.basis.values()).filter(|it| *it == "imported").count()
    };
    assert_eq!(imported(&after), imported(&before) + 1, "{lesson}");
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(plan(&harness), before);
}

#[test]
fn a_plan_kept_as_it_is_opens_again_and_is_drawn_beside_the_plan_of_now() {
    let (_folder, path) = in_folder("shop.sortie");
    let mut harness = opened(None);
    obey(&mut harness, Command::SaveTo(path));
    let then = plan(&harness);
    obey(&mut harness, Command::KeepVersion);
    control(&harness, "Name of the version");
    click(&mut harness, "Keep");
    let kept = harness.state().view().versions.kept.clone();
    assert_eq!(kept.len(), 1, "{:#?}", words(&harness));
    obey(&mut harness, Command::KeepAs(String::new()));
    assert_eq!(harness.state().view().versions.kept.len(), 2, "the first one is not written over");
    let block = months_as_planned(&harness, 2, 1.0);
    paste(&mut harness, &block);
    obey(&mut harness, Command::CompareWith(Some(kept[0].path.clone())));
    wait_until(&mut harness, |harness| says(harness, "Thin line: As planned on"));
    obey(&mut harness, Command::Save);
    obey(&mut harness, Command::OpenPath(kept[0].path.clone()));
    assert_eq!(plan(&harness), then, "the version is the plan of then");
    assert_eq!(harness.state().document().path(), Some(kept[0].path.as_path()));
}

#[test]
fn what_came_of_a_save_is_said_on_pages_as_wide_as_the_window_too() {
    let (folder, _) = in_folder("shop.sortie");
    let mut harness = opened(None);
    let block = months_as_planned(&harness, 1, 1.0);
    paste(&mut harness, &block);
    let save = |harness: &mut Harness<'static, App>| {
        obey(harness, Command::Dismiss);
        obey(harness, Command::SaveTo(folder.path().join("no such folder/shop.sortie")));
        let line = harness.state().notices().first().expect("it is told").lines[0].clone();
        assert!(says(harness, &line), "{line}: {:#?}", words(harness));
    };
    obey(&mut harness, Command::SeeActuals);
    save(&mut harness);
    obey(&mut harness, Command::GoTo(RailPlace::Channels));
    click(&mut harness, "All fields as a sheet");
    save(&mut harness);
}
