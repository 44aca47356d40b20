//! The scenario in hand, future by future: some of them as lines, how likely a value is, and all that is earned as twenty
//! dots.

use std::sync::Arc;

use egui::{Id, Ui};
use sortie_engine::forecast::{Forecast, Metric, MetricByPath};
use sortie_engine::plan::Plan;

use super::AnswerPage;
use super::outlook::told;
use super::said::ExplainedSentence;
use super::waiting::waiting_ui;
use crate::address::unit::NumberUnit;
use crate::desk::Desk;
use crate::desk::figure::{ChainFigure, CountedFigure, ExplainTarget};
use crate::desk::look::{baseline_of, color_of, scenario_name};
use crate::edit::editor::card_title_ui;
use crate::study::{Studies, StudyFinding, StudyQuestion};
use crate::text::FUTURES;
use crate::theme::GAP_SMALL;
use crate::widget::chips::chip;
use crate::widget::dots::{DotsPlot, DotsThreshold, n_above};

/// How many futures are shown as lines.
pub const SAMPLES: usize = 8;
/// The height of the dots.
const DOTS: f32 = 132.0;

/// The futures of the scenario in hand by month, where the chart shows some of them or was asked about them.
pub fn futures_of(
    desk: &Desk,
    studies: &mut Studies<StudyQuestion, StudyFinding>,
    forecast: &Forecast,
) -> Option<Arc<StudyFinding>> {
    if !desk.view.futures.are_drawn && desk.view.futures.asked.is_none() {
        return None;
    }
    let id = desk.view.chart.selected.as_deref()?;
    let idx = forecast.scenarios.iter().position(|scenario| scenario.id == id)?;
    let known = studies.ask(&StudyQuestion::Futures(idx, desk.view.chart.metric));
    known.finding.filter(|_| known.is_current)
}

/// A few futures, month by month; the first ones of a run are spread evenly.
pub fn samples(futures: &MetricByPath) -> Vec<Vec<f64>> {
    let n = futures.months.first().map_or(0, |month| month.values.len());
    (0..n.min(SAMPLES)).map(|path| futures.path(path)).collect()
}

/// In how many of 20 futures the metric lies above `value` in a month, in words.
pub fn how_likely(desk: &Desk, plan: &Plan, futures: &MetricByPath, month: usize, value: f64) -> String {
    let Some(over) = futures.months.get(month) else { return String::new() };
    let above = over.values.iter().filter(|x| **x > value).count() as f64 / over.values.len().max(1) as f64;
    let known = [
        ("n", ((above * f64::from(FUTURES)).round()).to_string()),
        ("all", FUTURES.to_string()),
        ("value", told(desk, plan, futures.metric, value)),
        ("month", desk.words.month(plan.start.plus(month as i32))),
    ];
    desk.words.with("futures.above", &known.each_ref().map(|(key, text)| (*key, text.as_str())))
}

/// All that the scenario in hand earns or takes in as twenty dots, with a line that asks how many lie above it.
pub fn totals_ui(ui: &mut Ui, desk: &mut Desk, page: &mut AnswerPage) {
    let forecast = page.outlook.forecast;
    let place = |id: &str| forecast.scenarios.iter().position(|scenario| scenario.id == id);
    let Some(idx) = desk.view.chart.selected.as_deref().and_then(place) else { return };
    let name = scenario_name(desk, page.plan, &forecast.scenarios[idx]);
    let months = forecast.months.len().to_string();
    card_title_ui(ui, desk, &desk.words.with("futures.totals", &[("name", &name), ("n", &months)]));
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = GAP_SMALL;
        for metric in [Metric::Profit, Metric::Revenue] {
            let is_chosen = (metric == Metric::Revenue) == desk.view.futures.counts_revenue;
            if chip(ui, desk.palette, desk.words.get(key_of(metric)), is_chosen).clicked() && !is_chosen {
                desk.view.futures.counts_revenue = metric == Metric::Revenue;
                desk.view.futures.threshold = None;
            }
        }
    });
    let known = page.studies.ask(&StudyQuestion::Outcomes);
    waiting_ui(ui, desk, &known);
    let Some(finding) = &known.finding else { return };
    let StudyFinding::Outcomes(outcomes) = &**finding else { return };
    let Some(outcome) = outcomes.of(idx) else { return };
    let totals =
        if desk.view.futures.counts_revenue { &outcome.total_revenue } else { &outcome.total_profit };
    let values = twenty(&totals.values);
    let color = color_of(desk, &forecast.scenarios[idx].id, baseline_of(forecast, idx));
    let threshold = desk.view.futures.threshold.unwrap_or(0.0);
    let money = |x: f64| desk.words.money(x, &page.plan.currency);
    let known = [
        ("n", n_above(&values, threshold).to_string()),
        ("all", FUTURES.to_string()),
        ("name", name),
        ("value", money(threshold)),
    ];
    let key = if desk.view.futures.counts_revenue { "futures.takes_in" } else { "futures.earns" };
    let known = known.each_ref().map(|(key, text)| (*key, text.as_str()));
    let told = desk.words.with(key, &known).replace("**", "");
    let metric = if desk.view.futures.counts_revenue { Metric::Revenue } else { Metric::Profit };
    let figure = ChainFigure::counted(CountedFigure::Above(metric, threshold));
    let stop = ExplainTarget { scenario: forecast.scenarios[idx].id.clone(), figure };
    let said = ExplainedSentence::of(desk.words, key, &known, &[Some(stop)]);
    let unit = NumberUnit::Money(page.plan.currency.clone());
    let id = Id::unique("totals");
    let dots = DotsPlot {
        id,
        summary: &told,
        values: &values,
        color,
        threshold: Some(DotsThreshold {
            value: threshold,
            name: desk.words.get("futures.threshold"),
            typed: &unit.typed(desk.words, threshold),
            is_faulty: desk.view.fault(id).is_some(),
        }),
        value_label: &money,
        height: DOTS,
    };
    let shown = dots.show(ui, desk.palette);
    if let Some(value) = shown.moved {
        desk.view.futures.threshold = Some(value);
    }
    if let Some(text) = shown.typed {
        let value = unit.read(desk.words, &text);
        desk.view.set_fault(id, value.clone().err());
        desk.view.futures.threshold = value.ok().or(desk.view.futures.threshold);
    }
    crate::edit::editor::fault_ui(ui, desk, id);
    said.caption_ui(ui, desk, id.with("said"));
}

fn key_of(metric: Metric) -> &'static str {
    if metric == Metric::Revenue { "futures.revenue" } else { "futures.profit" }
}

/// The middles of twenty equally likely parts of all futures, the lowest first.
fn twenty(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len();
    let dots = if n == 0 { 0 } else { FUTURES as usize };
    (0..dots).map(|dot| sorted[((2 * dot + 1) * n / (2 * dots)).min(n - 1)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_dots_are_the_middles_of_twenty_equal_parts() {
        let values: Vec<f64> = (0..2_000).rev().map(f64::from).collect();
        let dots = twenty(&values);
        assert_eq!(dots.len(), 20);
        assert!((dots[0] - 50.0).abs() < 1.0 && (dots[19] - 1_950.0).abs() < 1.0, "{dots:?}");
        assert!(dots.windows(2).all(|pair| pair[0] <= pair[1]));
        assert!(twenty(&[]).is_empty());
        assert_eq!(twenty(&[7.0]), vec![7.0; 20]);
    }
}
