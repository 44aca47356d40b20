//! What makes one scenario differ from another: a bridge of causes that adds up, which of them matters most in which month,
//! and where the link visits went.

use egui::{Id, Ui};
use sortie_engine::compare::{AccountPiece, Bridge, BridgeCause, BridgeMeasure, CausePart, ScenarioPair};
use sortie_engine::plan::Plan;

use super::handing_on::chart_ui;
use super::outlook::{month_labels, told, values_of};
use super::visits::visits_ui;
use super::waiting::waiting_ui;
use super::{AnswerPage, scenario_menu_ui};
use crate::desk::Desk;
use crate::desk::figure::{BridgeWay, ChainFigure, CountedFigure};
use crate::desk::look::{baseline_of, color_of, scenario_name};
use crate::desk::view::best_first;
use crate::edit::editor::caption_ui;
use crate::study::{StudyFinding, StudyQuestion};
use crate::text::Words;
use crate::theme::{GAP, GAP_SMALL};
use crate::widget::bridge::{self, BridgeStep, BridgeSum};
use crate::widget::card::card_ui;
use crate::widget::chips::chip;
use crate::widget::fan_chart::{FanChart, FanLine};
use crate::widget::read_out::ReadOutRow;
use crate::widget::strip::{self, MattersStrip};

/// The height of the chart of both scenarios.
const CHART: f32 = 180.0;

/// Shows why the scenario in hand differs from another.
pub fn why_ui(ui: &mut Ui, desk: &mut Desk, page: &mut AnswerPage) {
    let Some(pair) = ends_ui(ui, desk, page) else { return };
    let ScenarioPair { from, to } = pair;
    if from == to {
        return caption_ui(ui, desk, desk.words.get("why.same"));
    }
    let measure = desk.view.why.measure;
    let known = page.studies.ask(&StudyQuestion::Bridge(from, to, desk.view.why.is_likely_only));
    card_ui(ui, desk.palette, |ui| {
        waiting_ui(ui, desk, &known);
        if let Some(finding) = &known.finding
            && let StudyFinding::Bridge(bridge) = &**finding
        {
            let name = |idx: usize| scenario_name(desk, page.plan, &page.outlook.forecast.scenarios[idx]);
            let known = [("from", name(from)), ("to", name(to))];
            let known = known.each_ref().map(|(key, text)| (*key, text.as_str()));
            let title = desk.words.with(title_key(measure), &known);
            chart_ui(ui, desk, page.plan, &title, |ui, desk| {
                bridge_ui(ui, desk, page, pair, bridge, measure);
            });
        }
    });
    ui.add_space(GAP);
    if let Some(finding) = &known.finding
        && let StudyFinding::Bridge(found) = &**finding
        && found.start(measure).len() == page.outlook.forecast.months.len()
    {
        let title = desk.words.get("why.by_month");
        card_ui(ui, desk.palette, |ui| {
            chart_ui(ui, desk, page.plan, title, |ui, desk| {
                months_ui(ui, desk, page, pair, found, measure);
            });
        });
        ui.add_space(GAP);
    }
    let known = page.studies.ask(&StudyQuestion::Trace(to));
    card_ui(ui, desk.palette, |ui| {
        waiting_ui(ui, desk, &known);
        if let Some(finding) = &known.finding
            && let StudyFinding::Trace(_, flows) = &**finding
        {
            let name = scenario_name(desk, page.plan, &page.outlook.forecast.scenarios[to]);
            let title = desk.words.with("visits.title", &[("name", &name)]);
            chart_ui(ui, desk, page.plan, &title, |ui, desk| visits_ui(ui, desk, page, flows));
        }
    });
}

/// The two scenarios, what is told of them, and whether luck is left out.
fn ends_ui(ui: &mut Ui, desk: &mut Desk, page: &AnswerPage) -> Option<ScenarioPair> {
    let forecast = page.outlook.forecast;
    let place = |id: &str| forecast.scenarios.iter().position(|scenario| scenario.id == id);
    let to = desk.view.chart.selected.as_deref().and_then(place)?;
    let other = [forecast.baselines.no_response, forecast.baselines.links_open];
    let fallback = other.into_iter().flatten().chain(best_first(forecast)).find(|idx| *idx != to);
    let from = desk.view.chart.compared.as_deref().and_then(place).or(fallback)?;
    let (mut chosen_from, mut chosen_to) = (None, None);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        caption_ui(ui, desk, desk.words.get("why.from"));
        chosen_from = scenario_menu_ui(ui, desk, page, "why.from", from);
        caption_ui(ui, desk, desk.words.get("why.to"));
        chosen_to = scenario_menu_ui(ui, desk, page, "why.to", to);
    });
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = GAP_SMALL;
        for measure in [BridgeMeasure::Profit, BridgeMeasure::Revenue, BridgeMeasure::Cash] {
            let is_chosen = desk.view.why.measure == measure;
            if chip(ui, desk.palette, desk.words.get(measure_key(measure)), is_chosen).clicked() {
                desk.view.why.measure = measure;
            }
        }
        ui.add_space(GAP);
        for (is_likely_only, key) in [(false, "why.mean"), (true, "why.likely")] {
            let is_chosen = desk.view.why.is_likely_only == is_likely_only;
            if chip(ui, desk.palette, desk.words.get(key), is_chosen).clicked() {
                desk.view.why.is_likely_only = is_likely_only;
            }
        }
    });
    let id = |idx: usize| Some(forecast.scenarios[idx].id.clone());
    if let Some(idx) = chosen_from {
        desk.view.chart.compared = id(idx);
    }
    if let Some(idx) = chosen_to {
        desk.view.chart.selected = id(idx);
    }
    Some(ScenarioPair { from: chosen_from.unwrap_or(from), to: chosen_to.unwrap_or(to) })
}

fn measure_key(measure: BridgeMeasure) -> &'static str {
    match measure {
        BridgeMeasure::Profit => "why.profit",
        BridgeMeasure::Revenue => "why.revenue",
        BridgeMeasure::Cash => "why.cash",
    }
}

/// What a cause is called: by the name of the shock or strategy, and that it goes where it does.
pub fn cause_name(words: &Words, plan: &Plan, part: &CausePart) -> String {
    let name = match &part.cause {
        BridgeCause::Shock(id) => {
            let known = plan.shocks.iter().find(|shock| shock.id == *id);
            known.map_or(id.as_str(), |shock| words.ready(&shock.name)).to_owned()
        }
        BridgeCause::Strategy(id) => {
            let known = plan.strategies.iter().find(|strategy| strategy.id == *id);
            known.map_or(id.as_str(), |strategy| words.ready(&strategy.name)).to_owned()
        }
        BridgeCause::Order => words.get("why.order").to_owned(),
    };
    if part.is_added { name } else { words.with("why.without", &[("name", &name)]) }
}

/// What a cause makes of a measure line by line, the largest first.
pub fn pieces_of(part: &CausePart, measure: BridgeMeasure) -> Vec<(AccountPiece, f64)> {
    // Amounts below this are nothing.
    const NOTHING: f64 = 0.5;
    let pieces = measure.pieces().map(|piece| (piece, part.piece_total(piece)));
    let mut pieces: Vec<(AccountPiece, f64)> = pieces.filter(|(_, value)| value.abs() >= NOTHING).collect();
    pieces.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    pieces
}

fn bridge_ui(
    ui: &mut Ui,
    desk: &mut Desk,
    page: &AnswerPage,
    pair: ScenarioPair,
    found: &Bridge,
    measure: BridgeMeasure,
) {
    let forecast = page.outlook.forecast;
    let sum = |idx: usize, value: f64| {
        let scenario = &forecast.scenarios[idx];
        let color = color_of(desk, &scenario.id, baseline_of(forecast, idx));
        BridgeSum { name: scenario_name(desk, page.plan, scenario), value, color }
    };
    let over = |months: &[f64]| match measure {
        BridgeMeasure::Cash => months.last().copied().unwrap_or(0.0),
        _ => months.iter().sum(),
    };
    let step = |part: &CausePart| {
        let piece = |(piece, value): (AccountPiece, f64)| BridgeStep {
            name: desk.words.piece(piece).to_owned(),
            value,
            ..BridgeStep::default()
        };
        let parts = pieces_of(part, measure).into_iter().map(piece).collect();
        BridgeStep {
            name: cause_name(desk.words, page.plan, part),
            value: part.total(measure),
            parts,
            ..BridgeStep::default()
        }
    };
    let steps: Vec<BridgeStep> = found.parts.iter().map(step).collect();
    let (start, end) = (over(found.start(measure)), over(found.end(measure)));
    let money = |x: f64| desk.words.money(x, &page.plan.currency);
    let (start, end) = (sum(pair.from, start), sum(pair.to, end));
    let known = [("from", start.name.as_str()), ("to", end.name.as_str())];
    let adds_up = desk.words.get(if found.is_exact { "why.adds_up" } else { "why.adds_up_sampled" });
    let joint = found.n_joint.map(|n| desk.words.with("why.joint", &[("n", &desk.words.count(n as f64))]));
    let gap = desk.words.language().between_sentences();
    let adds_up = &[Some(adds_up), joint.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(gap);
    let difference = desk.words.money_change(found.difference(measure), &page.plan.currency);
    let summary = desk.words.with("why.summary", &[known[0], known[1], ("difference", difference.as_str())]);
    let shown = bridge::BridgeChart {
        id: Id::unique("bridge"),
        summary: &summary,
        from: start,
        steps: &steps,
        to: end,
        value_label: &money,
        adds_up,
    };
    let clicked = shown.show(ui, desk.palette).clicked;
    let whole = ChainFigure::metric(measure.metric(), None);
    let (idx, figure) = match clicked {
        Some(bridge::BridgeFigure::From) => (pair.from, whole),
        Some(bridge::BridgeFigure::To) => (pair.to, whole),
        Some(bridge::BridgeFigure::Step(cause) | bridge::BridgeFigure::Part(cause, _)) => {
            let way = BridgeWay { from: pair.from, measure, is_likely_only: desk.view.why.is_likely_only };
            (pair.to, ChainFigure::counted(CountedFigure::Cause(way, cause)))
        }
        None => return,
    };
    let id = forecast.scenarios[idx].id.clone();
    desk.explain(&id, figure);
}

fn title_key(measure: BridgeMeasure) -> &'static str {
    match measure {
        BridgeMeasure::Profit => "why.title_profit",
        BridgeMeasure::Revenue => "why.title_revenue",
        BridgeMeasure::Cash => "why.title_cash",
    }
}

/// Both scenarios by month, and under them the cause that matters most in each.
fn months_ui(
    ui: &mut Ui,
    desk: &mut Desk,
    page: &AnswerPage,
    pair: ScenarioPair,
    found: &Bridge,
    measure: BridgeMeasure,
) {
    let forecast = page.outlook.forecast;
    let metric = measure.metric();
    let line = |idx: usize, is_selected: bool| {
        let scenario = &forecast.scenarios[idx];
        FanLine {
            name: scenario_name(desk, page.plan, scenario),
            color: color_of(desk, &scenario.id, baseline_of(forecast, idx)),
            values: values_of(scenario, metric),
            is_selected,
            is_dashed: forecast.baselines.links_open == Some(idx),
        }
    };
    let lines = [line(pair.from, false), line(pair.to, true)];
    let by_part: Vec<Vec<f64>> = found.parts.iter().map(|part| part.months(measure)).collect();
    let names: Vec<String> = found.parts.iter().map(|part| cause_name(desk.words, page.plan, part)).collect();
    let money = |x: f64| told(desk, page.plan, metric, x);
    let read_out = |month: usize| {
        let mut places: Vec<usize> = (0..names.len()).collect();
        places.sort_by(|a, b| by_part[*b][month].abs().total_cmp(&by_part[*a][month].abs()));
        let row = |place: usize| {
            let (text, _) = crate::widget::change::change(desk.palette, by_part[place][month], &money);
            ReadOutRow::of(&names[place], text).colored(desk.palette.scenario(place))
        };
        (desk.words.month(forecast.months[month]), places.into_iter().map(row).collect())
    };
    let months = month_labels(desk, forecast);
    let summary = desk.words.get("why.by_month").to_owned();
    let chart = FanChart {
        summary: &summary,
        lines: &lines,
        band: None,
        marks: &[],
        months: &months,
        value_label: &money,
        read_out: &read_out,
        height: CHART,
    };
    let mut cursor = desk.view.chart.cursor;
    let time = chart.show(ui, desk.palette, &mut cursor).time;
    let strongest = found.strongest(measure);
    let causes: Vec<strip::StripCause> = names
        .iter()
        .enumerate()
        .map(|(place, name)| strip::StripCause { name: name.clone(), color: desk.palette.scenario(place) })
        .collect();
    let strip = MattersStrip {
        id: Id::unique("causes"),
        summary: desk.words.get("why.strip"),
        causes: &causes,
        months: &strongest,
        read_out: &read_out,
    };
    strip.show(ui, desk.palette, &time);
    desk.view.chart.cursor = cursor;
    caption_ui(ui, desk, desk.words.get("why.strip"));
}
