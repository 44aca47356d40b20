//! Charts as they stand in pages of every width, and in the hand.

use std::cell::RefCell;
use std::rc::Rc;

use egui::epaint::{Shape, TextShape};
use egui::{Id, Key, Modifiers, Rect, Ui, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use sortie::text::{Language, words};
use sortie::theme::{self, ThemeLook};
use sortie::widget::bridge::{BridgeChart, BridgeFigure, BridgeStep, BridgeSum};
use sortie::widget::dots::{DotsPlot, DotsThreshold};
use sortie::widget::fan_chart::{ChartExtras, FanChart, FanLine};
use sortie::widget::flow;
use sortie::widget::tornado::{GuessEnd, TornadoChart, TornadoGuess};

use crate::made::{Desk, answers, months};

/// A page of this width that shows what `content` draws.
fn page<'a>(width: f32, mut content: impl FnMut(&mut Ui) + 'a) -> Harness<'a> {
    let mut is_fresh = true;
    let mut harness =
        Harness::builder().with_size(vec2(width, 1_400.0)).with_max_steps(64).build_ui(move |ui| {
            if std::mem::take(&mut is_fresh) {
                theme::apply(ui.ctx());
                ui.ctx().set_theme(egui::Theme::Light);
            }
            content(ui);
        });
    harness.run_steps(4);
    harness
}

/// All words that are drawn, with where they stand.
pub fn drawn_words(shape: &Shape, found: &mut Vec<(String, Rect)>) {
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| drawn_words(shape, found)),
        Shape::Text(TextShape { pos, galley, .. }) if !galley.text().trim().is_empty() => {
            found.push((galley.text().to_owned(), galley.mesh_bounds.translate(pos.to_vec2())));
        }
        _ => {}
    }
}

#[test]
fn words_in_charts_never_overlap_nor_leave_the_page_at_any_width_in_any_language() {
    for language in Language::ALL {
        for width in [260.0, 640.0, 1_400.0] {
            for charts in [answers, months] {
                let desk = Desk { words: words(language), palette: ThemeLook::Light.palette() };
                let harness = page(width, move |ui| charts(ui, &desk));
                let mut found = vec![];
                for clipped in &harness.output().shapes {
                    drawn_words(&clipped.shape, &mut found);
                }
                assert!(found.len() > 30, "the charts are drawn");
                for (idx, (text, rect)) in found.iter().enumerate() {
                    assert!(
                        rect.left() >= -0.5 && rect.right() <= width + 0.5,
                        "{width}: {text} at {rect:?}"
                    );
                    let covered = found[..idx].iter().find(|(_, other)| other.shrink(1.0).intersects(*rect));
                    assert!(covered.is_none(), "{language:?} {width}: {text} {rect:?} lies on {covered:?}");
                }
            }
        }
    }
}

fn sum(name: &str, value: f64) -> BridgeSum {
    BridgeSum { name: name.to_owned(), value, color: ThemeLook::Light.palette().links_open }
}

#[test]
fn a_bridge_is_walked_unfolded_and_asked_by_the_keyboard_alone() {
    let clicked = Rc::new(RefCell::new(vec![]));
    let heard = Rc::clone(&clicked);
    let part = |name: &str, value| BridgeStep { name: name.to_owned(), value, ..BridgeStep::default() };
    let steps = [
        part("Fees", -5.0),
        BridgeStep { parts: vec![part("Orders", 30.0), part("Costs", -10.0)], ..part("Content", 20.0) },
    ];
    let mut harness = page(700.0, move |ui| {
        let bridge = BridgeChart {
            id: Id::unique("bridge"),
            summary: "From open to content",
            from: sum("Open", 100.0),
            steps: &steps,
            to: sum("After", 115.0),
            value_label: &|x| format!("{x}"),
            adds_up: "",
        };
        heard.borrow_mut().extend(bridge.show(ui, ThemeLook::Light.palette()).clicked);
    });
    assert!(harness.query_by_label("Orders \u{25B2} +30").is_none(), "what is folded is not shown");
    harness.get_by_label("From open to content").focus();
    harness.run_steps(2);
    for key in [Key::ArrowDown, Key::ArrowDown, Key::ArrowDown, Key::ArrowRight, Key::ArrowDown, Key::Enter] {
        harness.key_press(key);
        harness.run_steps(2);
    }
    assert!(harness.query_by_label("Orders \u{25B2} +30").is_some());
    harness.get_by_label("Fees \u{25BC} \u{2212}5").click();
    harness.run_steps(2);
    harness.get_by_label("After 115").click();
    harness.run_steps(2);
    assert_eq!(*clicked.borrow(), [BridgeFigure::Part(1, 0), BridgeFigure::Step(0), BridgeFigure::To]);
}

#[test]
fn charts_of_nothing_and_of_one_thing_are_drawn() {
    let values = [f64::NAN, 5.0];
    let mut harness = page(300.0, |ui| {
        let palette = ThemeLook::Light.palette();
        let label = |x: f64| format!("{x}");
        for steps in
            [vec![], vec![BridgeStep { name: "One".to_owned(), value: f64::NAN, ..BridgeStep::default() }]]
        {
            let id = Id::unique(("bridge", steps.len()));
            let (from, to) = (sum("A", 0.0), sum("B", 0.0));
            BridgeChart { id, summary: "b", from, steps: &steps, to, value_label: &label, adds_up: "" }
                .show(ui, palette);
        }
        let end = || GuessEnd { input: "1".to_owned(), result: 0.0 };
        let guess = TornadoGuess {
            name: "One".to_owned(),
            low: end(),
            high: end(),
            break_even: None,
            grade: (String::new(), String::new()),
            details: vec![],
        };
        for guesses in [&[][..], &[guess]] {
            let id = Id::unique(("tornado", guesses.len()));
            let words = ["low", "high", "even"];
            TornadoChart { id, summary: "t", middle: 0.0, guesses, value_label: &label, words }
                .show(ui, palette);
        }
        for values in [&[][..], &values] {
            let id = Id::unique(("dots", values.len()));
            let color = palette.accent;
            let dots = DotsPlot {
                id,
                summary: "d",
                values,
                color,
                threshold: None,
                value_label: &label,
                height: 80.0,
            };
            dots.show(ui, palette);
        }
        let places = [flow::FlowPlace { name: "One".to_owned(), column: 0, color: palette.accent }];
        for places in [&[][..], &places] {
            let id = Id::unique(("flow", places.len()));
            flow::FlowChart { id, summary: "f", places, ribbons: &[], value_label: &label, height: 80.0 }
                .show(ui, palette);
        }
    });
    harness.run_steps(2);
}

#[test]
fn the_line_among_the_dots_is_dragged_stepped_and_typed() {
    let state = Rc::new(RefCell::new((100.0, String::new())));
    let shared = Rc::clone(&state);
    let values: Vec<f64> = (0..20).map(|idx| f64::from(idx) * 20.0).collect();
    let mut harness = page(600.0, move |ui| {
        let value = shared.borrow().0;
        let dots = DotsPlot {
            id: Id::unique("dots"),
            summary: "Twenty futures",
            values: &values,
            color: ThemeLook::Light.palette().accent,
            threshold: Some(DotsThreshold { value, name: "At least", typed: "100", is_faulty: false }),
            value_label: &|x| format!("about {x:.0}"),
            height: 140.0,
        };
        let shown = dots.show(ui, ThemeLook::Light.palette());
        let mut state = shared.borrow_mut();
        state.0 = shown.moved.unwrap_or(state.0);
        state.1 = shown.typed.unwrap_or_else(|| state.1.clone());
    });
    let rect = harness.get_by_label("Twenty futures").rect();
    harness.drag_at(rect.center());
    harness.run_steps(2);
    harness.drop_at(pos2(rect.center().x + 90.0, rect.center().y));
    harness.run_steps(2);
    let dragged = state.borrow().0;
    assert!(dragged > 200.0 && dragged < 300.0, "{dragged}");
    harness.get_by_label("Twenty futures").focus();
    harness.run_steps(2);
    harness.key_press(Key::ArrowLeft);
    harness.run_steps(2);
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowLeft);
    harness.run_steps(2);
    let stepped = state.borrow().0;
    assert!((stepped - (dragged - 11.0 * 380.0 * 1.12 / 100.0)).abs() < 0.5, "{dragged} {stepped}");
    harness.get_by_label("At least").click();
    harness.run_steps(2);
    harness.get_by_label("At least").type_text("250");
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    harness.run_steps(2);
    assert_eq!(state.borrow().1, "250");
}

#[test]
fn a_fan_is_asked_about_a_month_and_a_value_by_dragging_and_by_the_arrows() {
    let asked = Rc::new(RefCell::new(vec![]));
    let heard = Rc::clone(&asked);
    let values: Vec<f64> = (0..12).map(|t| 100.0 + f64::from(t)).collect();
    let months: Vec<String> = (1..=12).map(|t| format!("M{t}")).collect();
    let mut cursor = None;
    let mut harness = page(800.0, move |ui| {
        let color = ThemeLook::Light.palette().accent;
        let name = "Line".to_owned();
        let lines = [FanLine { name, color, values: &values, is_selected: true, is_dashed: false }];
        let chart = FanChart {
            summary: "Fan",
            lines: &lines,
            band: None,
            marks: &[],
            months: &months,
            value_label: &|x| format!("{x}"),
            read_out: &|month| (months[month].clone(), vec![]),
            height: 300.0,
        };
        let extras = ChartExtras { can_ask: true, ..ChartExtras::default() };
        let shown = chart.show_with(ui, ThemeLook::Light.palette(), &mut cursor, &extras);
        heard.borrow_mut().extend(shown.asked);
    });
    let rect = harness.get_by_label("Fan").rect();
    harness.drag_at(rect.center());
    harness.run_steps(2);
    harness.hover_at(rect.center() + vec2(40.0, 0.0));
    harness.run_steps(2);
    harness.drop_at(pos2(rect.right() - 20.0, rect.top() + 1.0));
    harness.run_steps(2);
    let last = asked.borrow().last().copied();
    assert!(last.is_some_and(|(month, value)| month == 11 && value > 100.0), "{last:?}");
    asked.borrow_mut().clear();
    harness.get_by_label("Fan").focus();
    harness.run_steps(2);
    for key in [Key::ArrowRight, Key::ArrowRight, Key::ArrowUp] {
        harness.key_press(key);
        harness.run_steps(2);
    }
    let stepped = asked.borrow().last().copied();
    assert!(stepped.is_some_and(|(_, value)| value > 100.0 && value < 120.0), "{stepped:?}");
}
