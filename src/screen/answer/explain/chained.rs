//! A chain of steps in words, with what else there is to say of the figure: its range, and how far it is from no response.

use sortie_engine::compare::AccountLine;
use sortie_engine::forecast::{Metric, P10, P90};
use sortie_engine::plan::Plan;

use super::AskedFigure;
use super::chain::{ChainStep, FigureChain, StepName, StepSign, ValueKind};
use super::counted::CountedContext;
use super::told::{Explanation, ExplanationRow};
use crate::desk::Desk;
use crate::desk::figure::CountedFigure;
use crate::desk::figure::{ChainFigure, FigureKind};

use crate::screen::answer::outlook::values_of;

/// What a chain says; of a metric, its range over the futures too.
pub fn told(
    desk: &Desk,
    around: &CountedContext,
    asked: AskedFigure,
    chain: &FigureChain,
    is_likely: bool,
) -> Explanation {
    let row = |(idx, step): (usize, &ChainStep)| ExplanationRow {
        sign: sign_of(idx, step.sign),
        name: name_of(desk, around.plan, step),
        value: value_of(desk, around.plan, step),
        next: step.figure.map(|figure| asked.next(around.plan, figure)),
        input: step.input,
    };
    let rows: Vec<ExplanationRow> = chain.steps.iter().enumerate().map(row).collect();
    let value = shown(desk, around.plan, chain.kind, chain.value);
    let result = Some((desk.words.get("explain.equals").to_owned(), value));
    let aside = match asked.figure.what {
        FigureKind::Metric(metric) if !is_likely => aside(desk, around, asked, metric),
        _ => vec![],
    };
    let says = note_of(asked.figure.what).map(|key| desk.words.get(key).to_owned());
    Explanation { says: says.into_iter().collect(), rows, result, aside, doors: vec![] }
}

fn sign_of(idx: usize, sign: StepSign) -> &'static str {
    match sign {
        StepSign::Plus if idx == 0 => "",
        StepSign::Beside => "",
        StepSign::Plus => "+",
        StepSign::Minus => "\u{2212}",
        StepSign::Times | StepSign::TimesRest => "\u{00D7}",
    }
}

/// What is no sum or product of its steps, in words.
fn note_of(what: FigureKind) -> Option<&'static str> {
    let (FigureKind::Channel(_, line) | FigureKind::All(line)) = what else { return None };
    match line {
        AccountLine::Arriving => Some("explain_note.arriving"),
        AccountLine::HeldBack => Some("explain_note.held_back"),
        AccountLine::Released => Some("explain_note.released"),
        AccountLine::Forfeited => Some("explain_note.forfeited"),
        AccountLine::WrittenOff => Some("explain_note.written_off"),
        AccountLine::Purchases => Some("explain_note.purchases"),
        _ => None,
    }
}

/// The range of a metric over the futures, and its distance to no response.
fn aside(desk: &Desk, around: &CountedContext, asked: AskedFigure, metric: Metric) -> Vec<ExplanationRow> {
    let (forecast, scenario, month) = (around.forecast, asked.scenario, asked.figure.month);
    let Some(own) = forecast.scenarios.get(scenario) else { return vec![] };
    let Some(fan) = own.fan.as_ref() else { return vec![] };
    let show = |x: f64| super::super::outlook::told(desk, around.plan, metric, x);
    let counted = |counted: CountedFigure| {
        asked.next(around.plan, ChainFigure { what: FigureKind::Counted(counted), month })
    };
    let mut rows = vec![];
    let range = match (month, metric) {
        (Some(month), _) => fan.quantiles[metric].get(month).map(|at| (at[P10], at[P90])),
        (None, Metric::Profit) => {
            let told = &fan.summary.total_profit.quantiles;
            told[1].zip(told[5])
        }
        (None, Metric::Revenue) => {
            let told = &fan.summary.total_revenue.quantiles;
            told[1].zip(told[5])
        }
        _ => None,
    };
    if let Some((low, high)) = range {
        let name = desk.words.get("counted.eight_of_ten");
        let row = ExplanationRow::of(name, format!("{} – {}", show(low), show(high)));
        rows.push(row.to(counted(CountedFigure::Range(metric))));
    }
    let level = |place: usize| {
        let scenario = forecast.scenarios.get(place)?;
        match (month, metric) {
            (Some(month), _) => values_of(scenario, metric).get(month).copied(),
            (None, Metric::Profit) => Some(scenario.total_profit()),
            (None, Metric::Revenue) => Some(scenario.total_revenue()),
            _ => None,
        }
    };
    if let Some(none) = forecast.baselines.no_response.filter(|none| *none != scenario)
        && let (Some(own), Some(base)) = (level(scenario), level(none))
    {
        let sign = if own >= base { "+" } else { "" };
        let row = ExplanationRow::of(desk.words.get("table.against"), format!("{sign}{}", show(own - base)));
        rows.push(row.to(counted(CountedFigure::Ahead(metric, none))));
    }
    rows
}

fn name_of(desk: &Desk, plan: &Plan, step: &ChainStep) -> String {
    let words = desk.words;
    match &step.name {
        StepName::Line(line) => words.account_line(*line).to_owned(),
        StepName::Bill(bill) => words.bill(*bill).to_owned(),
        StepName::Channel(place) => {
            plan.channels.get(*place).map(|channel| words.ready(&channel.name).to_owned()).unwrap_or_default()
        }
        StepName::Strategy(id) => {
            let known = plan.strategies.iter().find(|strategy| strategy.id == *id);
            known.map_or(id.as_str(), |strategy| words.ready(&strategy.name)).to_owned()
        }
        StepName::Shock(id) => {
            let known = plan.shocks.iter().find(|shock| shock.id == *id);
            known.map_or(id.as_str(), |shock| words.ready(&shock.name)).to_owned()
        }
        StepName::Field => step.input.map_or("", |field| words.field(field.name)).to_owned(),
        StepName::Word(key) => words.get(&format!("explain_step.{key}")).to_owned(),
    }
}

fn value_of(desk: &Desk, plan: &Plan, step: &ChainStep) -> String {
    if step.name == StepName::Field {
        // What is entered stands below its name.
        return String::new();
    }
    let value = shown(desk, plan, step.kind, step.value);
    if step.sign == StepSign::TimesRest { format!("(1 \u{2212} {value})") } else { value }
}

fn shown(desk: &Desk, plan: &Plan, kind: ValueKind, x: f64) -> String {
    match kind {
        // With all its digits, so that steps add up as they stand.
        ValueKind::Money => desk.words.money_exact(x, &plan.currency),
        ValueKind::Count => desk.words.count(x),
        ValueKind::Share => desk.words.share_as_said(x),
        ValueKind::Factor => desk.words.number(x),
    }
}
