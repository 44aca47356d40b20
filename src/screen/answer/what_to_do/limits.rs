//! The goal and the limits as sentences with blanks, what may be chosen, and the button that begins the search.

use egui::{Id, Ui};
use sortie_engine::plan::Plan;
use sortie_engine::search::{BestFault, BestGoal, usual_window};
use sortie_engine::unit::Month;

use super::options::{options_ui, picked_ui};
use super::request::{fault_words, usual_holds_in};
use crate::address::unit::NumberUnit;
use crate::command::Command;
use crate::desk::Desk;
use crate::desk::best::FloorAsked;
use crate::edit::day::DayAsked;
use crate::edit::editor::{EditedText, caption_ui, card_title_ui, fault_ui, text_ui};
use crate::edit::row::choice_ui;
use crate::edit::sentence::{BlankNumber, room, sentence_ui};
use crate::screen::answer::AnswerPage;
use crate::study::BestOutcome;
use crate::theme::{GAP, GAP_SMALL, plain_font, type_size};
use crate::widget::button::{link_button, main_button};
use crate::widget::card::card_ui;
use crate::widget::chips::chip;

/// The goals, the one of the verdict first.
const GOALS: [(BestGoal, &str); 4] = [
    (BestGoal::Typical, "goal.typical_profit"),
    (BestGoal::Expected, "goal.expected_profit"),
    (BestGoal::WorstTenth, "goal.worst_tenth"),
    (BestGoal::RevenueKept, "goal.revenue_kept"),
];

/// Which sentence is at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LimitPlace {
    Goal,
    Amounts,
    Window,
    Must,
    Options,
    Scenario,
}

fn place_of(outcome: &BestOutcome) -> LimitPlace {
    match outcome {
        BestOutcome::Found(_) | BestOutcome::NotReady(..) => LimitPlace::Options,
        BestOutcome::Fault(fault) => match fault {
            BestFault::NoLinksOpen => LimitPlace::Goal,
            BestFault::NoSuchNumber(_) => LimitPlace::Amounts,
            BestFault::FromAfterTo(..) | BestFault::WindowOutside(..) => LimitPlace::Window,
            BestFault::MustAndNever(_)
            | BestFault::MustNotEligible(_)
            | BestFault::MustRuns(_)
            | BestFault::MustHasNoStart(_) => LimitPlace::Must,
            BestFault::UnknownStrategy(_) | BestFault::NoOptions => LimitPlace::Options,
            BestFault::UnknownScenario(_) | BestFault::NoNoResponse => LimitPlace::Scenario,
        },
    }
}

/// Shows them on a card; what the last search found at fault stands below its sentence.
pub fn limits_ui(ui: &mut Ui, desk: &mut Desk, page: &AnswerPage, fault: Option<&BestOutcome>) {
    let fault = fault.filter(|_| desk.view.best.asked_last.as_ref() == Some(&desk.view.best.asked));
    let told = fault.map(|fault| (place_of(fault), fault_words(desk, page.plan, fault)));
    card_ui(ui, desk.palette, |ui| {
        ui.spacing_mut().item_spacing.y = GAP_SMALL;
        let at = |ui: &mut Ui, desk: &Desk, place: LimitPlace| {
            if let Some((_, words)) = told.as_ref().filter(|(own, _)| *own == place) {
                fault_line_ui(ui, desk, words);
            }
        };
        card_title_ui(ui, desk, desk.words.get("to_do.limits"));
        goals_ui(ui, desk);
        at(ui, desk, LimitPlace::Goal);
        amounts_ui(ui, desk, page);
        at(ui, desk, LimitPlace::Amounts);
        let cash = desk.words.money(page.plan.cash.opening, &page.plan.currency);
        caption_ui(ui, desk, &desk.words.with("to_do.cash_now", &[("cash", &cash)]));
        window_ui(ui, desk, page.plan);
        at(ui, desk, LimitPlace::Window);
        picked_ui(ui, desk, page.plan);
        at(ui, desk, LimitPlace::Must);
        scenario_ui(ui, desk, page.plan);
        at(ui, desk, LimitPlace::Scenario);
        ui.add_space(GAP_SMALL);
        options_ui(ui, desk, page.plan);
        at(ui, desk, LimitPlace::Options);
        ui.add_space(GAP);
        buttons_ui(ui, desk, page);
    });
}

fn fault_line_ui(ui: &mut Ui, desk: &Desk, words: &str) {
    let color = desk.palette.as_text(desk.palette.shock);
    let letters = egui::RichText::new(words).font(plain_font(type_size::CAPTION)).color(color);
    crate::widget::lines::wrapped(ui, letters);
}

fn buttons_ui(ui: &mut Ui, desk: &mut Desk, page: &AnswerPage) {
    ui.horizontal_wrapped(|ui| {
        if main_button(ui, desk.palette, desk.words.get(Command::FindBest.label())).clicked() {
            desk.commands.push(Command::FindBest);
        }
        let is_answered = page.best.finding().is_some() || page.best.progress().is_some();
        if is_answered && link_button(ui, desk.palette, desk.words.get("to_do.fold")).clicked() {
            desk.view.best.is_asking = false;
        }
        caption_ui(ui, desk, desk.words.get("to_do.takes"));
    });
}

fn goals_ui(ui: &mut Ui, desk: &mut Desk) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        caption_ui(ui, desk, desk.words.get("to_do.goal"));
        for (goal, key) in GOALS {
            let is_chosen = desk.view.best.asked.goal == goal;
            if chip(ui, desk.palette, desk.words.get(key), is_chosen).clicked() {
                desk.view.best.asked.goal = goal;
            }
        }
    });
}

/// The name of a field of the page; the fields of other pages may be called the same.
fn named(desk: &Desk, key: &str) -> String {
    desk.words.with("to_do.field", &[("name", desk.words.get(key))])
}

fn amounts_ui(ui: &mut Ui, desk: &mut Desk, page: &AnswerPage) {
    let money = NumberUnit::Money(page.plan.currency.clone());
    let nothing = desk.words.get("to_do.no_limit");
    let usual = usual_holds_in(page.outlook.forecast, desk.view.judged.limits);
    let sentences = ["to_do.spend", "to_do.cash", "to_do.under", "to_do.at_once"];
    for sentence in sentences {
        let mut shown: Vec<Id> = vec![];
        sentence_ui(ui, desk, desk.words.get(sentence), |ui, desk, blank| {
            let (key, unit, width) = match blank {
                "budget" => ("to_do.budget", &money, 110.0),
                "floor" => ("to_do.floor", &money, 110.0),
                "under" => ("to_do.under_water", &money, 110.0),
                "n" => ("to_do.holds_in", &NumberUnit::Count, 48.0),
                _ => ("to_do.at_most", &NumberUnit::Count, 96.0),
            };
            let (id, name) = (Id::unique(("best", blank)), named(desk, key));
            shown.push(id);
            let asked = &desk.view.best.asked;
            let (value, nothing) = match blank {
                "budget" => (asked.budget, nothing),
                "under" => (asked.under_water, nothing),
                "n" => (Some(asked.holds_in.unwrap_or(usual)), nothing),
                "floor" => match asked.floor {
                    FloorAsked::RunsOut => (Some(-page.plan.cash.credit_line), nothing),
                    FloorAsked::Amount(cash) => (Some(cash), nothing),
                    FloorAsked::None => (None, nothing),
                },
                _ => (asked.at_most, nothing),
            };
            let field = BlankNumber { id, name: &name, unit, nothing, width };
            let Some(typed) = field.show(ui, desk, value) else { return };
            take(desk, id, blank, typed);
        });
        for id in shown {
            fault_ui(ui, desk, id);
        }
    }
}

/// Takes what was typed into the blank of that name, where it can be used.
fn take(desk: &mut Desk, id: Id, blank: &str, typed: Option<f64>) {
    let (least, most) = match blank {
        "floor" => (f64::NEG_INFINITY, f64::INFINITY),
        "n" => (0.0, f64::from(crate::text::FUTURES)),
        _ => (0.0, f64::INFINITY),
    };
    if let Some(x) = typed
        && !(least..=most).contains(&x)
    {
        let key = if blank == "n" { "to_do.not_of_20" } else { "to_do.not_below_0" };
        let told = desk.words.get(key).to_owned();
        return desk.view.set_fault(id, Some(told));
    }
    desk.view.set_fault(id, None);
    let asked = &mut desk.view.best.asked;
    match blank {
        "budget" => asked.budget = typed,
        "under" => asked.under_water = typed,
        "n" => asked.holds_in = typed.map(f64::round),
        "floor" => asked.floor = typed.map_or(FloorAsked::None, FloorAsked::Amount),
        _ => asked.at_most = typed.map(f64::round),
    }
}

fn window_ui(ui: &mut Ui, desk: &mut Desk, plan: &Plan) {
    let usual = usual_window(plan, desk.view.best.asked.scenario.as_deref()).ok();
    let mut shown: Vec<Id> = vec![];
    sentence_ui(ui, desk, desk.words.get("to_do.window"), |ui, desk, blank| {
        let is_from = blank == "from";
        let (id, name) = (
            Id::unique(("best", blank)),
            named(desk, if is_from { "to_do.window_from" } else { "to_do.window_to" }),
        );
        shown.push(id);
        let asked = &desk.view.best.asked;
        let own = if is_from { asked.from } else { asked.to };
        let month = own.or(usual.map(|(from, to)| if is_from { from } else { to }));
        let asked = AskedMonth { id, name: &name, month, start: plan.start };
        let Some(typed) = asked.show(ui, desk) else { return };
        let asked = &mut desk.view.best.asked;
        if is_from { asked.from = typed } else { asked.to = typed }
    });
    for id in shown {
        fault_ui(ui, desk, id);
    }
}

/// A field for a month.
struct AskedMonth<'n> {
    id: Id,
    name: &'n str,
    /// What stands in it.
    month: Option<Month>,
    /// Where the plan begins: a month without a year is the next from there.
    start: Month,
}

impl AskedMonth<'_> {
    /// The month as it becomes, or nothing where it was emptied, if it was typed in.
    fn show(&self, ui: &mut Ui, desk: &mut Desk) -> Option<Option<Month>> {
        let Self { id, name, month, start } = *self;
        let shown = month.map(|month| desk.words.month(month)).unwrap_or_default();
        let typed = month.map(|month| month.to_string()).unwrap_or_default();
        let text = EditedText { id, name, shown: &shown, typed: &typed };
        let rect = room(ui, 104.0);
        let typed = text_ui(ui, desk, &text, rect)?;
        if typed.trim().is_empty() {
            desk.view.set_fault(id, None);
            return Some(None);
        }
        let read = DayAsked::month_from(start).read_in_words(desk.words, &typed).map(|day| day.month);
        desk.view.set_typo(id, name, &typed, read.clone().err());
        read.ok().map(Some)
    }
}

fn scenario_ui(ui: &mut Ui, desk: &mut Desk, plan: &Plan) {
    let usual = (None, desk.words.get("to_do.no_response").to_owned());
    let own = plan.scenarios.iter().map(|it| (Some(it.id.clone()), desk.words.ready(&it.name).to_owned()));
    let options: Vec<(Option<String>, String)> = std::iter::once(usual).chain(own).collect();
    sentence_ui(ui, desk, desk.words.get("to_do.as_in"), |ui, desk, _| {
        let (rect, name) = (room(ui, 240.0), named(desk, "to_do.scenario"));
        let current = desk.view.best.asked.scenario.clone();
        if let Some(chosen) = choice_ui(ui, rect, Id::unique("best scenario"), &name, &options, &current) {
            desk.view.best.asked.scenario = chosen;
        }
    });
}
