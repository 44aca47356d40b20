//! Where revenue comes from, month by month, and how many baskets the eggs lie in.

use egui::{Ui, vec2};
use sortie_engine::forecast::{Forecast, Metric, ScenarioForecast};
use sortie_engine::plan::Plan;

use super::AnswerPage;
use super::handing_on::chart_ui;
use super::outlook::{marks, month_labels, told};
use super::said::ExplainedSentence;
use crate::desk::Desk;
use crate::desk::figure::{ChainFigure, CountedFigure, ExplainTarget};
use crate::desk::look::scenario_name;
use crate::edit::editor::{caption_ui, card_title_ui};
use crate::text::Words;
use crate::theme::{GAP, plain_font, type_size};
use crate::widget::card::card_ui;
use crate::widget::read_out::ReadOutRow;
use crate::widget::stack::{StackArea, StackChart};

/// The height of the chart of the scenario in hand, and of each of the others.
const CHART: f32 = 300.0;
const SMALL_CHART: f32 = 130.0;
/// The least width of one of the others.
const SMALL_WIDTH: f32 = 190.0;
/// Months over which the eggs are counted, now and at the end.
pub(super) const MONTHS: usize = 6;

/// Shows the channels of the scenario in hand, and beside it the others on the same scale.
pub fn channels_ui(ui: &mut Ui, desk: &mut Desk, page: &mut AnswerPage) {
    let Some(idx) = super::in_hand_ui(ui, desk, page) else { return };
    let (forecast, plan) = (page.outlook.forecast, &*page.plan);
    card_ui(ui, desk.palette, |ui| {
        let name = scenario_name(desk, plan, &forecast.scenarios[idx]);
        let title = desk.words.with("channels_view.title", &[("name", &name)]);
        chart_ui(ui, desk, plan, &title, |ui, desk| stack_ui(ui, desk, plan, forecast, idx, None));
        let eggs = eggs(desk, &forecast.scenarios[idx], plan);
        eggs.caption_ui(ui, desk, egui::Id::unique("eggs"));
    });
    ui.add_space(GAP);
    card_ui(ui, desk.palette, |ui| {
        card_title_ui(ui, desk, desk.words.get("channels_view.others"));
        let most = |scenario: &ScenarioForecast| {
            let months = 0..forecast.months.len();
            let total = |t: usize| revenue(scenario).map(|values| values[t].max(0.0)).sum::<f64>();
            months.map(total).fold(0.0, f64::max)
        };
        let shown: Vec<usize> = (0..forecast.scenarios.len())
            .filter(|idx| desk.view.chart.has_line(&forecast.scenarios[*idx].id))
            .collect();
        let most = shown.iter().map(|idx| most(&forecast.scenarios[*idx])).fold(0.0, f64::max);
        let fit = (ui.available_width() / SMALL_WIDTH).floor().clamp(1.0, 3.0) as usize;
        let width = (ui.available_width() - GAP * (fit - 1) as f32) / fit as f32;
        for row in shown.chunks(fit) {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = GAP;
                for idx in row {
                    let layout = egui::Layout::top_down(egui::Align::Min);
                    ui.allocate_ui_with_layout(vec2(width, SMALL_CHART + 20.0), layout, |ui| {
                        ui.push_id(("small", idx), |ui| {
                            let name = scenario_name(desk, plan, &forecast.scenarios[*idx]);
                            let at = ui.cursor().left_top() + vec2(0.0, 9.0);
                            let font = plain_font(type_size::TABLE);
                            crate::widget::elided(ui, at, width, &name, font, desk.palette.text);
                            ui.add_space(20.0);
                            stack_ui(ui, desk, plan, forecast, *idx, Some(most));
                        });
                    });
                }
            });
        }
        caption_ui(ui, desk, desk.words.get("channels_view.same_scale"));
    });
}

/// Revenue of each channel by month: the mean over paths, or the central path until there are any.
fn revenue(scenario: &ScenarioForecast) -> impl Iterator<Item = &Vec<f64>> {
    let table = scenario.fan.as_ref().map_or(&scenario.central, |fan| &fan.mean);
    table.channel_revenue.iter()
}

/// The channels of a scenario; small beside others where there is a `most` that all of them share.
fn stack_ui(ui: &mut Ui, desk: &mut Desk, plan: &Plan, forecast: &Forecast, idx: usize, most: Option<f64>) {
    let is_small = most.is_some();
    let scenario = &forecast.scenarios[idx];
    let areas: Vec<StackArea> = revenue(scenario)
        .enumerate()
        .filter(|(_, values)| values.iter().any(|x| x.abs() > 0.5))
        .map(|(place, values)| StackArea {
            name: plan.channels.get(place).map_or("", |it| desk.words.ready(&it.name)).to_owned(),
            color: desk.palette.part(place),
            values,
        })
        .collect();
    let money = |x: f64| told(desk, plan, Metric::Revenue, x);
    let read_out = |month: usize| {
        let total: f64 = areas.iter().map(|area| area.values[month]).sum();
        let row = |area: &StackArea| {
            let share =
                if total > 0.0 { desk.words.share(area.values[month] / total) } else { String::new() };
            ReadOutRow { difference: share, ..ReadOutRow::of(&area.name, money(area.values[month])) }
                .colored(area.color)
        };
        // As they lie in the chart, the highest first.
        (desk.words.month(forecast.months[month]), areas.iter().rev().map(row).collect())
    };
    let name = scenario_name(desk, plan, scenario);
    let summary = desk.words.with("channels_view.title", &[("name", &name)]);
    let marks = if is_small { vec![] } else { marks(desk, plan, forecast, false) };
    let months = month_labels(desk, forecast);
    let stack = StackChart {
        summary: &summary,
        areas: &areas,
        marks: &marks,
        months: &months,
        value_label: &money,
        read_out: &read_out,
        most,
        is_small,
        height: if is_small { SMALL_CHART } else { CHART },
    };
    let mut cursor = desk.view.chart.cursor.filter(|_| !is_small);
    let clicked = stack.show(ui, desk.palette, &mut cursor).clicked;
    if !is_small {
        desk.view.chart.cursor = cursor;
    }
    if is_small && clicked.is_some() {
        desk.view.chart.selected = Some(scenario.id.clone());
    } else if let Some((month, _)) = clicked {
        desk.explain(&scenario.id, ChainFigure::metric(Metric::Revenue, Some(month)));
    }
}

/// How much of revenue hangs on the largest platform, in the first and in the last months.
fn eggs(desk: &Desk, scenario: &ScenarioForecast, plan: &Plan) -> ExplainedSentence {
    let channels: Vec<&Vec<f64>> = revenue(scenario).collect();
    let n = channels.first().map_or(0, |values| values.len());
    let largest = |months: std::ops::Range<usize>| {
        let sums = channels.iter().map(|values| values[months.clone()].iter().sum::<f64>());
        let mut platforms: std::collections::BTreeMap<String, f64> = std::collections::BTreeMap::new();
        for (sum, channel) in sums.zip(&plan.channels) {
            *platforms.entry(platform(desk.words, channel)).or_default() += sum;
        }
        let total: f64 = platforms.values().sum();
        let first = platforms.into_iter().max_by(|a, b| a.1.total_cmp(&b.1));
        first.filter(|_| total > 0.0).map(|(name, sum)| (name, sum / total))
    };
    let (Some(now), Some(then)) = (largest(0..n.min(MONTHS)), largest(n.saturating_sub(MONTHS)..n)) else {
        return ExplainedSentence::default();
    };
    let known = [
        ("now", now.0.as_str()),
        ("share_now", &desk.words.share(round(now.1))),
        ("then", then.0.as_str()),
        ("share_then", &desk.words.share(round(then.1))),
    ];
    let stop = |is_last: bool| {
        Some(ExplainTarget {
            scenario: scenario.id.clone(),
            figure: ChainFigure::counted(CountedFigure::Baskets(is_last)),
        })
    };
    ExplainedSentence::of(desk.words, "channels_view.eggs", &known, &[stop(false), stop(true)])
}

fn round(share: f64) -> f64 {
    (share * 100.0).round() / 100.0
}

/// What carries a channel, in words: TikTok as one, the own store with its ads and list as one, each other kind by itself.
pub(super) fn platform(words: &Words, channel: &sortie_engine::plan::Channel) -> String {
    use sortie_engine::plan::ChannelKind::{
        Email, Other, OwnStore, OwnStoreAds, TiktokLink, TiktokManaged, TiktokShop,
    };
    match channel.kind {
        TiktokLink | TiktokShop | TiktokManaged => words.get("channels_view.tiktok").to_owned(),
        OwnStore | OwnStoreAds | Email => words.get("channels_view.own_store").to_owned(),
        Other => words.ready(&channel.name).to_owned(),
        kind => words.channel_kind(kind).to_owned(),
    }
}
