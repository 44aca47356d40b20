//! The plan that was found: what to begin and when, what it brings, what binds, and taking it into the plan.

use egui::{Id, Ui};
use sortie_engine::plan::Plan;
use sortie_engine::search::{BEST, BestAnswer, BestChoice, BestGoal, BestNames, FoundPlan, ProposedRule};

use super::{frontier, rules, tables};
use crate::command::{Aspect, Command};
use crate::desk::Desk;
use crate::desk::best::ShownChoice;
use crate::edit::editor::caption_ui;
use crate::screen::answer::AnswerPage;
use crate::study::BestFinding;
use crate::theme::{GAP, GAP_LARGE, GAP_SMALL, type_size};
use crate::widget::button::{link_button, main_button};
use crate::widget::card::card_ui;
use crate::widget::prose::prose;

/// An answer, seen with what it is told with.
pub struct FoundCase<'a> {
    /// The answer with the plan it was found for.
    pub found: &'a FoundPlan,
    /// The plan with everything that could be chosen.
    pub shown: Plan,
    /// The goal it was found by.
    pub goal: BestGoal,
    /// Whether it is about the plan as it stands.
    pub is_about: bool,
    /// How often cash runs out where nothing is done.
    pub out_without: Option<f64>,
}

impl<'a> FoundCase<'a> {
    /// An answer of the page.
    pub fn new(
        desk: &Desk,
        page: &AnswerPage,
        finding: &BestFinding,
        found: &'a FoundPlan,
        is_about: bool,
    ) -> Self {
        let none = page.outlook.forecast.baselines.no_response;
        let none = none.filter(|_| finding.order.request.scenario.is_none() && is_about);
        let fan = none.and_then(|idx| page.outlook.forecast.scenarios.get(idx)?.fan.as_ref());
        let mut shown = found.plan_shown();
        // Names as they are told.
        for own in &mut shown.strategies {
            own.name = desk.words.ready(&own.name).to_owned();
        }
        Self {
            found,
            shown,
            goal: finding.order.request.goal,
            is_about,
            out_without: fan.map(|fan| fan.summary.runs_out_of_cash),
        }
    }

    /// The answer.
    pub fn answer(&self) -> &'a BestAnswer {
        &self.found.answer
    }

    /// The plan that is looked at: the best, unless another was clicked; the one that misses the limits least where none
    /// keeps them.
    pub fn choice(&self, shown: ShownChoice) -> Option<&'a BestChoice> {
        let answer = self.answer();
        let best = answer.best.as_ref().or(answer.least_missed.as_ref());
        let other = match shown {
            ShownChoice::Best => None,
            ShownChoice::Other(place) => answer.others.get(place),
            ShownChoice::Frontier(place) => answer.frontier.get(place).and_then(|step| step.choice.as_ref()),
        };
        other.or(best)
    }

    /// Whether what is looked at is the best; rules are proposed for that alone.
    pub fn is_best(&self, choice: &BestChoice) -> bool {
        self.answer().best.as_ref().is_some_and(|best| best.strategies == choice.strategies)
    }

    /// The rules that are taken with the plan.
    pub fn rules(&self, desk: &Desk, choice: &BestChoice) -> Vec<ProposedRule> {
        if !self.is_best(choice) {
            return vec![];
        }
        let left_out = &desk.view.best.left_out;
        let is_in = |rule: &&ProposedRule| !left_out.contains(&(rule.strategy.clone(), rule.stops));
        self.answer().rules.iter().filter(is_in).cloned().collect()
    }
}

/// The plan as it becomes where what is looked at is taken.
pub fn taken(desk: &Desk, finding: &BestFinding, found: &FoundPlan) -> Plan {
    let case = FoundCase {
        found,
        shown: Plan::clone(&finding.order.plan),
        goal: finding.order.request.goal,
        is_about: true,
        out_without: None,
    };
    match case.choice(desk.view.best.shown) {
        Some(choice) => written(desk, found, choice, &case.rules(desk, choice)),
        None => case.shown,
    }
}

/// The plan with a choice and rules for it, named in the seller's language.
fn written(desk: &Desk, found: &FoundPlan, choice: &BestChoice, rules: &[ProposedRule]) -> Plan {
    let words = desk.words;
    let copy = |name: &str| words.with("best.copy", &[("name", words.ready(name))]);
    found.plan_ruled(choice, rules, &BestNames { scenario: words.get("best.scenario"), copy: &copy })
}

/// Shows the answer.
pub fn found_ui(ui: &mut Ui, desk: &mut Desk, page: &mut AnswerPage, case: &FoundCase) {
    let Some(choice) = case.choice(desk.view.best.shown) else { return };
    card_ui(ui, desk.palette, |ui| {
        ui.spacing_mut().item_spacing.y = GAP_SMALL + 2.0;
        head_ui(ui, desk, case, choice);
        take_ui(ui, desk, page, case, choice);
    });
    ui.add_space(GAP);
    tables::pieces_ui(ui, desk, case, choice);
    ui.add_space(GAP);
    tables::beside_ui(ui, desk, page, case, choice);
    ui.add_space(GAP);
    frontier::frontier_ui(ui, desk, case, choice);
    others_ui(ui, desk, case);
    ui.add_space(GAP);
    rules::rules_ui(ui, desk, case, choice);
}

fn head_ui(ui: &mut Ui, desk: &mut Desk, case: &FoundCase, choice: &BestChoice) {
    let (words, answer) = (desk.words, case.answer());
    let limits: Vec<&str> = answer.binding.iter().map(|limit| words.limit(*limit)).collect();
    let limits = limits.join(words.get("best.between"));
    if answer.best.is_none() {
        let key = if answer.is_stopped { "to_do.none_so_far" } else { "best.nothing_fits" };
        let told = words.with(key, &[("limits", &limits)]);
        super::working::notice_ui(ui, desk, &told);
    }
    let title = match (answer.best.is_some(), case.is_best(choice)) {
        (true, true) => "to_do.title_best",
        (true, false) => "to_do.title_other",
        (false, _) => "to_do.title_least",
    };
    caption_ui(ui, desk, words.get(title));
    let pieces = words.to_do(&case.shown, answer, choice);
    let shown = pieces.iter().map(|(text, is_strong)| (text.as_str(), *is_strong));
    prose(ui, shown, type_size::TITLE, desk.palette.text);
    let pieces = words.it_brings(&case.shown, case.goal, choice, case.out_without);
    let shown = pieces.iter().map(|(text, is_strong)| (text.as_str(), *is_strong));
    prose(ui, shown, type_size::BODY, desk.palette.text);
    let mut lines = vec![words.it_asks(&case.shown, choice, answer.window.1)];
    if let Some(share) = choice.below_floor_share {
        lines.push(words.with("to_do.below_floor", &[("share", &words.share(share))]));
    }
    if answer.best.is_some() && !limits.is_empty() {
        lines.push(words.with("to_do.binds", &[("limits", &limits)]));
    }
    if let Some(last) = answer.last_of_budget.filter(|_| case.is_best(choice)) {
        let (last, each) =
            (words.goal(&case.shown, case.goal, last), words.money(1_000.0, &case.shown.currency));
        lines.push(words.with("to_do.last", &[("last", &last), ("each", &each)]));
    }
    for id in &answer.running {
        lines.push(words.with("best.running", &[("name", words.name_of(&case.shown, id))]));
    }
    lines.push(words.it_was_looked(answer));
    caption_ui(ui, desk, &lines.join(words.language().between_sentences()));
}

/// What takes the plan, and what goes back to the best.
fn take_ui(ui: &mut Ui, desk: &mut Desk, page: &mut AnswerPage, case: &FoundCase, choice: &BestChoice) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = GAP_LARGE;
        let rules = case.rules(desk, choice);
        let key = if rules.is_empty() { "to_do.take" } else { "to_do.take_with" };
        let told = desk.words.with(key, &[("n", &rules.len().to_string())]);
        let is_open = case.is_about;
        let clicked = ui.add_enabled_ui(is_open, |ui| main_button(ui, desk.palette, &told)).inner.clicked();
        if clicked {
            *page.plan = written(desk, case.found, choice, &rules);
            // The tables and the chart show what was taken.
            desk.view.chart.selected = Some(BEST.to_owned());
            if !desk.view.chart.shown.iter().any(|id| id == BEST) {
                desk.view.chart.toggle_line(BEST);
            }
        }
        // Another choice that is looked at is not the one that was taken.
        let is_in = is_open && *page.plan == written(desk, case.found, choice, &rules);
        if is_in {
            caption_ui(ui, desk, desk.words.get("to_do.is_taken"));
        }
        if is_in && link_button(ui, desk.palette, desk.words.get("to_do.change_mind")).clicked() {
            desk.commands.push(Command::See(Aspect::HangsOn));
        }
        let is_other = case.answer().best.is_some() && !case.is_best(choice);
        if is_other && link_button(ui, desk.palette, desk.words.get("to_do.back")).clicked() {
            desk.view.best.shown = ShownChoice::Best;
        }
    });
}

/// So much less often cash has to run out for a plan to be told as safer: more than rounding.
const CLEARLY_SAFER: f64 = 0.01;

/// Plans that come close to the best, and safer ones.
fn others_ui(ui: &mut Ui, desk: &mut Desk, case: &FoundCase) {
    if case.answer().others.is_empty() {
        return;
    }
    let others = case.answer().others.iter().enumerate();
    let least = case.answer().best.as_ref().map_or(0.0, |best| best.runs_out_of_cash - CLEARLY_SAFER);
    let (safer, close): (Vec<_>, Vec<_>) = others.partition(|(_, it)| it.runs_out_of_cash < least);
    for (key, others) in [("to_do.others", close), ("to_do.safer", safer)] {
        if !others.is_empty() {
            ui.add_space(GAP_SMALL);
            caption_ui(ui, desk, desk.words.get(key));
            links_ui(ui, desk, case, &others);
        }
    }
}

/// Plans to be clicked, with their places among the others.
fn links_ui(ui: &mut Ui, desk: &mut Desk, case: &FoundCase, others: &[(usize, &BestChoice)]) {
    for (place, other) in others {
        let done = desk.words.strategies(&case.shown, other);
        let goal = desk.words.goal_told(&case.shown, case.goal, other.goal);
        let out = desk.words.share(other.runs_out_of_cash);
        let told = desk.words.with("to_do.other", &[("done", &done), ("goal", &goal), ("out", &out)]);
        ui.push_id(Id::unique(("other plan", place)), |ui| {
            if link_button(ui, desk.palette, &told).clicked() {
                desk.view.best.shown = ShownChoice::Other(*place);
            }
        });
    }
}
