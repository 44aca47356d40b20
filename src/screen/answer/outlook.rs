//! The answer: the verdict, the chart with what happens when, and the table of scenarios.

use egui::{Id, Ui};
use sortie_engine::forecast::{Forecast, Metric, MetricByPath, P10, P90, ScenarioForecast};
use sortie_engine::plan::{Plan, ShockKind};

use super::AnswerPage;
use super::beside::BesidePlan;
use super::found_ground::FoundGround;
use super::futures::{futures_of, how_likely, samples, totals_ui};
use super::handing_on::picture_of;
use super::progress::{self, progress_ui};
use super::scenario_table::scenario_table_ui;
use crate::command::Command;
use crate::desk::Desk;
use crate::desk::figure::{ChainFigure, CountedFigure, FigureKind};
use crate::desk::look::{Baseline, Outlook, baseline_of, color_of, scenario_name};
use crate::edit::editor::caption_ui;
use crate::screen::picture::offer_ui;
use crate::screen::timeline::{TimelineItems, timeline_ui};
use crate::study::StudyFinding;
use crate::text::{SentenceSpan, Verdict, VerdictFigure};
use crate::theme::{CONTROL_HEIGHT, GAP, GAP_LARGE, ROW_HEIGHT, type_size};
use crate::widget::card::{card_ui, padded_card_ui};
use crate::widget::chips::chip;
use crate::widget::fan_chart::{
    AskedPoint, ChartExtras, ChartResponse, FanBand, FanChart, FanLine, ReadOutHold, ReadOutRow, TimeMark,
};
use crate::widget::prose::{ProseStyle, SentencePiece, linked_prose};
use crate::work::Progress;

/// The figures that the chart can show, in the order of its chips.
const METRICS: [Metric; 7] = [
    Metric::Revenue,
    Metric::Profit,
    Metric::Cash,
    Metric::Orders,
    Metric::Visits,
    Metric::Followers,
    Metric::Subscribers,
];

/// The verdict alone, for a window that has no room for more; its figures can be asked how they came about.
pub fn verdict_ui(ui: &mut Ui, desk: &mut Desk, page: &mut AnswerPage) {
    let forecast = page.outlook.forecast;
    let found = FoundGround::ask(desk, page);
    let verdict = desk.words.verdict(forecast, page.plan, found.ground(desk.view.judged.limits));
    let Some(about) = verdict_words_ui(ui, desk, &verdict, true) else { return };
    let (place, figure) = match about {
        VerdictFigure::Profit(place) => (place, ChainFigure::metric(Metric::Profit, None)),
        VerdictFigure::Ahead(place, other) => {
            (place, ChainFigure::counted(CountedFigure::TypicalGain(other)))
        }
        VerdictFigure::AheadIn(place, other) => (place, ChainFigure::counted(CountedFigure::AheadIn(other))),
        VerdictFigure::WonBack(place) => (place, ChainFigure::counted(CountedFigure::WonBack)),
        VerdictFigure::BestIn(place) => (place, ChainFigure::counted(CountedFigure::BestIn)),
        VerdictFigure::Cash(place, month) => (place, ChainFigure::metric(Metric::Cash, Some(month))),
        VerdictFigure::RunsOut(place) => (place, ChainFigure::counted(CountedFigure::RunsOut)),
        VerdictFigure::Worth(place, guess) => (place, ChainFigure::counted(CountedFigure::Worth(guess))),
    };
    if let Some(scenario) = forecast.scenarios.get(place) {
        desk.explain(&scenario.id, figure);
    }
}

/// The words of the verdict; the figure that was asked about, where they can be asked.
pub fn verdict_words_ui(ui: &mut Ui, desk: &Desk, verdict: &Verdict, can_ask: bool) -> Option<VerdictFigure> {
    ui.spacing_mut().item_spacing.y = 2.0;
    let size = if ui.available_width() < 640.0 { type_size::TITLE } else { type_size::VERDICT };
    let lines = [
        ("verdict", &verdict.headline, ProseStyle { size, color: desk.palette.text }),
        ("verdict on cash", &verdict.detail, ProseStyle { size: type_size::TABLE, color: desk.palette.dim }),
    ];
    let mut asked = None;
    for (id, spans, style) in lines {
        let how = |span: &SentenceSpan| desk.words.with("explain.how", &[("figure", &span.text)]);
        let links: Vec<Option<String>> =
            spans.iter().map(|span| span.about.filter(|_| can_ask).map(|_| how(span))).collect();
        let pieces = spans.iter().zip(links);
        let pieces: Vec<SentencePiece> = pieces
            .map(|(span, link)| SentencePiece { text: &span.text, is_strong: span.is_strong, link })
            .collect();
        let clicked = linked_prose(ui, desk.palette, Id::unique(id), &pieces, style);
        asked = clicked.and_then(|place| spans.get(place)?.about).or(asked);
    }
    ui.spacing_mut().item_spacing.y = GAP;
    asked
}

/// What the chart of the outlook shows.
struct OutlookChart<'a> {
    outlook: &'a Outlook<'a>,
    /// The futures of the scenario in hand, where they are known.
    futures: Option<&'a MetricByPath>,
    beside: &'a BesidePlan,
    /// What happens when.
    bars: &'a TimelineItems,
    /// Its height, were there one row of chips.
    height: f32,
}

impl OutlookChart<'_> {
    /// What is drawn: what was learned from the months that came, or the plan's own.
    fn forecast(&self, desk: &Desk) -> &Forecast {
        self.beside.learned(desk).unwrap_or(self.outlook.forecast)
    }
}

/// Shows every scenario by month, when things happen, and what it comes to.
pub fn outlook_ui(ui: &mut Ui, desk: &mut Desk, page: &mut AnswerPage) {
    let (plan, outlook) = (&mut *page.plan, page.outlook);
    let bars = &TimelineItems::of(desk, plan, most_bars(outlook.height));
    let window = ui.ctx().content_rect().height();
    let height = chart_height(outlook.height, bars.height(), plan.scenarios.len()).max(least_chart(window));
    let beside = BesidePlan::ask(desk, page);
    let (plan, outlook) = (&mut *page.plan, page.outlook);
    let found = futures_of(desk, page.studies, outlook.forecast);
    let futures = found.as_deref().and_then(|found| match found {
        StudyFinding::Futures(futures) if futures.metric == desk.view.chart.metric => Some(futures),
        _ => None,
    });
    let shown = OutlookChart { outlook, futures, beside: &beside, bars, height };
    card_ui(ui, desk.palette, |ui| chart_card_ui(ui, desk, plan, &shown));
    let margin = egui::Margin::symmetric(6, 2);
    padded_card_ui(ui, desk.palette, margin, |ui| scenario_table_ui(ui, desk, plan, outlook));
    if outlook.has_paths() {
        card_ui(ui, desk.palette, |ui| totals_ui(ui, desk, page));
    }
}

/// A low window shows few bars: the chart comes first.
fn most_bars(height: f32) -> usize {
    match height {
        _ if height < 640.0 => 3,
        _ if height < 780.0 => 5,
        _ => 9,
    }
}

/// A lower chart tells nothing.
const LEAST_CHART: f32 = 190.0;
/// In a window below this height the plot takes half of it, and what is below it is scrolled to.
const LOW_WINDOW: f32 = 700.0;
/// What of a chart's height is not plot: the labels of the months.
const AXIS: f32 = 22.0;

fn least_chart(window: f32) -> f32 {
    if window < LOW_WINDOW { (0.5 * window + AXIS).max(LEAST_CHART) } else { LEAST_CHART }
}

/// The chart takes what the table leaves: its head and its first rows are always to be seen.
fn chart_height(height: f32, bars: f32, n_scenarios: usize) -> f32 {
    let around = 28.0 + 2.0 * GAP_LARGE + 4.0 * GAP + 20.0;
    let bars = bars + GAP;
    let rows = if height < 560.0 { 2 } else { n_scenarios.min(6) };
    let table = 32.0 + rows as f32 * ROW_HEIGHT + GAP;
    (height - around - bars - table).clamp(LEAST_CHART, 460.0)
}

fn chart_card_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, of: &OutlookChart) {
    let OutlookChart { outlook, futures, beside, bars, height } = *of;
    let top = ui.cursor().top();
    let (is_offered, legend) = chips_ui(ui, desk, outlook, beside.learned(desk).is_some());
    beside.choose_ui(ui, desk, plan, outlook);
    // A second row of chips is taken from the chart.
    let least = least_chart(ui.ctx().content_rect().height());
    let height = (height - (ui.cursor().top() - top - CONTROL_HEIGHT - GAP).max(0.0)).max(least);
    let forecast = of.forecast(desk);
    let is_learned = beside.learned(desk).is_some();
    let metric = desk.view.chart.metric;
    let order = drawing_order(desk, forecast);
    let lines: Vec<FanLine> = order.iter().map(|idx| line(desk, plan, forecast, *idx)).collect();
    let months = month_labels(desk, forecast);
    let summary = summary(desk, plan, of);
    let chart = FanChart {
        summary: &summary,
        lines: &lines,
        band: band(desk, forecast, &order),
        marks: &marks(desk, plan, forecast, height < LOW_CHART),
        months: &months,
        value_label: &|value| told(desk, plan, metric, value),
        read_out: &|month| read_out(desk, plan, of, &order, month),
        height,
    };
    // Single futures, and how likely a value is, are told of the plan alone.
    let futures = futures.filter(|_| !is_learned);
    let samples = futures.filter(|_| desk.view.futures.are_drawn).map(samples).unwrap_or_default();
    let likely = futures
        .zip(desk.view.futures.asked)
        .map(|(futures, (month, value))| how_likely(desk, plan, futures, month, value));
    let how = likely.as_deref().map(|told| desk.words.with("explain.how", &[("figure", told)]));
    let asked = desk.view.futures.asked.filter(|_| !is_learned).map(|(month, value)| AskedPoint {
        month,
        value,
        how: how.as_deref(),
        told: likely.as_deref().unwrap_or_else(|| desk.words.get("waiting.soon")),
    });
    let samples = samples.iter().map(Vec::as_slice).collect();
    let can_ask = outlook.has_paths() && !is_learned;
    let follow = can_ask.then(|| follow(desk));
    let extras = ChartExtras { samples, can_ask, asked, follow, ..beside.extras(desk) };
    let mut cursor = desk.view.chart.cursor;
    let shown = chart.show_with(ui, desk.palette, &mut cursor, &extras);
    let picture = is_offered.then(|| {
        picture_of(desk, plan, desk.words.metric(metric), |ui| {
            chart.show_with(ui, desk.palette, &mut None, &extras);
            caption_ui(ui, desk, &summary);
        })
    });
    if let Some(((month, value), id)) =
        desk.view.futures.asked.filter(|_| shown.is_answer_followed).zip(desk.view.chart.selected.clone())
    {
        let what = FigureKind::Counted(CountedFigure::Above(metric, value));
        desk.explain(&id, ChainFigure { what, month: Some(month) });
    }
    let is_asked_away = shown.clicked.is_some() && desk.view.futures.asked.is_some();
    desk.commands.extend(picture);
    desk.view.chart.cursor = cursor;
    desk.view.futures.asked = shown.asked.or(desk.view.futures.asked).filter(|_| !is_asked_away);
    explain_month(desk, forecast, &order, &shown);
    timeline_ui(ui, desk, plan, &shown.time, bars);
    crate::edit::editor::fault_ui(ui, desk, crate::screen::timeline::id());
    ui.add_space(2.0);
    // The line of the caption is there at all times, so that nothing moves when work begins or ends.
    if progress::is_told(outlook) {
        return progress_ui(ui, desk, outlook);
    }
    let gap = desk.words.language().between_sentences();
    caption_ui(
        ui,
        desk,
        &[Some(summary.as_str()), legend].into_iter().flatten().collect::<Vec<_>>().join(gap),
    );
}

/// Says how the figure of a month came about: that of the line in hand after a double click, or of a line that was asked.
fn explain_month(desk: &mut Desk, forecast: &Forecast, order: &[usize], shown: &ChartResponse) {
    let metric = desk.view.chart.metric;
    let clicked = shown.clicked.filter(|_| shown.response.double_clicked());
    if let Some(((month, _), id)) = clicked.zip(desk.view.chart.selected.clone()) {
        desk.explain(&id, ChainFigure::metric(metric, Some(month)));
    }
    if let Some((month, row)) = shown.followed
        && let Some(idx) = by_height(forecast, metric, order, month).get(row)
    {
        desk.explain(&forecast.scenarios[*idx].id, ChainFigure::metric(metric, Some(month)));
    }
}

/// The line of a scenario.
fn line<'a>(desk: &Desk, plan: &Plan, forecast: &'a Forecast, idx: usize) -> FanLine<'a> {
    let scenario = &forecast.scenarios[idx];
    let baseline = baseline_of(forecast, idx);
    FanLine {
        name: scenario_name(desk, plan, scenario),
        color: color_of(desk, &scenario.id, baseline),
        values: values_of(scenario, desk.view.chart.metric),
        is_selected: desk.view.chart.selected.as_deref() == Some(&scenario.id),
        is_dashed: baseline == Some(Baseline::LinksOpen),
    }
}

/// The metrics that any scenario has something to tell of.
pub fn metrics(forecast: &Forecast) -> impl Iterator<Item = Metric> {
    let is_told = |metric: &Metric| {
        let counts = matches!(metric, Metric::Followers | Metric::Subscribers);
        let any = |scenario: &ScenarioForecast| scenario.central[*metric].iter().any(|x| *x != 0.0);
        !counts || forecast.scenarios.iter().any(any)
    };
    METRICS.into_iter().filter(is_told)
}

/// The label of each month on an axis.
pub fn month_labels(desk: &Desk, forecast: &Forecast) -> Vec<String> {
    let label = |(idx, month): (usize, &sortie_engine::unit::Month)| {
        if idx == 0 { desk.words.month(*month) } else { desk.words.month_short(*month) }
    };
    forecast.months.iter().enumerate().map(label).collect()
}

/// The metrics to choose from; whether a picture of the chart is asked for, and the legend where there is no room for it
/// beside them.
fn chips_ui(
    ui: &mut Ui,
    desk: &mut Desk,
    outlook: &Outlook,
    is_learned: bool,
) -> (bool, Option<&'static str>) {
    let (mut is_offered, mut left_over) = (false, None);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(4.0, 0.0);
        for metric in metrics(outlook.forecast) {
            if chip(ui, desk.palette, desk.words.metric(metric), desk.view.chart.metric == metric).clicked() {
                desk.commands.push(Command::Show(metric));
            }
        }
        let name = desk.words.get("futures.show");
        if !is_learned
            && chip(ui, desk.palette, name, desk.view.futures.are_drawn)
                .on_hover_text(desk.words.get("futures.show_explained"))
                .clicked()
        {
            desk.view.futures.are_drawn = !desk.view.futures.are_drawn;
        }
        is_offered = offer_ui(ui, desk);
        let legend =
            if outlook.has_paths() { desk.words.get("chart.bands") } else { without_paths(desk, outlook) };
        let room = ui.available_size_before_wrap().x;
        let font = crate::theme::plain_font(type_size::CAPTION);
        let width = ui.painter().layout_no_wrap(legend.to_owned(), font, desk.palette.dim).size().x;
        if width + GAP > room {
            left_over = Some(legend);
            return;
        }
        ui.add_space(room - width - GAP);
        caption_ui(ui, desk, legend);
    });
    (is_offered, left_over)
}

/// Why there are only likely values.
fn without_paths(desk: &Desk, outlook: &Outlook) -> &'static str {
    match outlook.work {
        Progress::Quiet | Progress::Begun | Progress::Told(_) => desk.words.get("chart.computing"),
        Progress::Stopped => desk.words.get("chart.likely"),
        Progress::Stuck => desk.words.get("chart.stuck"),
    }
}

/// The values of a line: the mean over paths, or the central path until there are any.
pub fn values_of(scenario: &ScenarioForecast, metric: Metric) -> &[f64] {
    let table = scenario.fan.as_ref().map_or(&scenario.central, |fan| &fan.mean);
    &table[metric]
}

/// A value of a metric, short.
pub fn told(desk: &Desk, plan: &Plan, metric: Metric, value: f64) -> String {
    if metric.is_money() { desk.words.money(value, &plan.currency) } else { desk.words.count(value) }
}

/// The scenarios that have a line; the baselines first and the one in hand last, so that it lies on top.
fn drawing_order(desk: &Desk, forecast: &Forecast) -> Vec<usize> {
    let mut order: Vec<usize> = (0..forecast.scenarios.len())
        .filter(|idx| desk.view.chart.has_line(&forecast.scenarios[*idx].id))
        .collect();
    order.sort_by_key(|idx| {
        let is_selected = desk.view.chart.selected.as_deref() == Some(&forecast.scenarios[*idx].id);
        let is_open = baseline_of(forecast, *idx) == Some(Baseline::LinksOpen);
        (is_selected, is_open)
    });
    order
}

fn band(desk: &Desk, forecast: &Forecast, order: &[usize]) -> Option<FanBand> {
    let idx = *order.last()?;
    let scenario = &forecast.scenarios[idx];
    let is_selected = desk.view.chart.selected.as_deref() == Some(&scenario.id);
    let fan = scenario.fan.as_ref().filter(|_| is_selected)?;
    let quantiles = &fan.quantiles[desk.view.chart.metric];
    let edges = |low: usize, high: usize| quantiles.iter().map(|at| (at[low], at[high])).collect();
    let color = color_of(desk, &scenario.id, baseline_of(forecast, idx));
    Some(FanBand { wide: edges(1, 5), narrow: edges(2, 4), color })
}

/// A lower chart names closures only; the other blows have their bars below.
const LOW_CHART: f32 = 250.0;

/// The blows of the scenario in hand, or of no response where it has none.
pub fn marks(desk: &Desk, plan: &Plan, forecast: &Forecast, is_low: bool) -> Vec<TimeMark> {
    let selected = desk.view.chart.selected.as_deref();
    let no_response = forecast.baselines.no_response.and_then(|idx| plan.scenarios.get(idx));
    let scenario = plan.scenarios.iter().find(|scenario| Some(scenario.id.as_str()) == selected);
    let shocks = scenario.map_or(&[][..], |scenario| &scenario.shocks[..]);
    let others = no_response.map_or(&[][..], |scenario| &scenario.shocks[..]);
    let mut marks: Vec<TimeMark> = plan
        .shocks
        .iter()
        .filter(|shock| shocks.contains(&shock.id) || others.contains(&shock.id))
        .map(|shock| {
            let (day, name) = (desk.words.start_of_shock(plan, shock), desk.words.ready(&shock.name));
            let label = desk.words.with("chart.mark", &[("day", &day), ("name", name)]);
            let is_named = !is_low || shock.kind == ShockKind::LinkClosure;
            // What follows nothing that is there has no place on the axis.
            let at = plan.offset_of_shock(shock).unwrap_or(f64::NAN);
            TimeMark {
                at,
                to: shock.lasts_months.map(|months| at + months.likely),
                label: if is_named { label } else { String::new() },
            }
        })
        .filter(|mark| (0.0..forecast.months.len() as f64).contains(&mark.at))
        .collect();
    marks.sort_by(|a, b| a.at.total_cmp(&b.at));
    marks
}

/// What a read-out says of how it is held and asked.
pub fn follow(desk: &Desk) -> ReadOutHold<'static> {
    ReadOutHold { hold: desk.words.get("chart.hold"), ask: desk.words.get("chart.ask") }
}

/// Scenarios from the highest line to the lowest in a month.
fn by_height(forecast: &Forecast, metric: Metric, order: &[usize], month: usize) -> Vec<usize> {
    let value = |idx: usize| values_of(&forecast.scenarios[idx], metric).get(month).copied().unwrap_or(0.0);
    let mut sorted = order.to_vec();
    sorted.sort_by(|a, b| value(*b).total_cmp(&value(*a)));
    sorted
}

/// The title and rows of the read-out of a month: from the highest line to the lowest.
fn read_out(
    desk: &Desk,
    plan: &Plan,
    of: &OutlookChart,
    order: &[usize],
    month: usize,
) -> (String, Vec<ReadOutRow>) {
    let OutlookChart { outlook, beside, .. } = *of;
    let metric = desk.view.chart.metric;
    // Of a month before the learned futures begin the plan's own tell.
    let forecast = if month < beside.from() { outlook.forecast } else { of.forecast(desk) };
    let value = |idx: usize| values_of(&forecast.scenarios[idx], metric).get(month).copied().unwrap_or(0.0);
    let reference = forecast.baselines.no_response;
    let sorted = by_height(forecast, metric, order, month);
    let row = |idx: usize| {
        let scenario = &forecast.scenarios[idx];
        let difference = reference.filter(|reference| *reference != idx).map(|reference| {
            let x = value(idx) - value(reference);
            let sign = if x >= 0.0 { "+" } else { "" };
            format!("{sign}{}", told(desk, plan, metric, x))
        });
        let range = scenario.fan.as_ref().map(|fan| {
            let at = fan.quantiles[metric][month];
            format!("{} – {}", told(desk, plan, metric, at[P10]), told(desk, plan, metric, at[P90]))
        });
        ReadOutRow {
            name: scenario_name(desk, plan, scenario),
            color: color_of(desk, &scenario.id, baseline_of(forecast, idx)),
            value: told(desk, plan, metric, value(idx)),
            difference: difference.unwrap_or_default(),
            range: range.unwrap_or_default(),
            is_selected: desk.view.chart.selected.as_deref() == Some(&scenario.id),
        }
    };
    let title = desk.words.with(
        "chart.read_out",
        &[("month", &desk.words.month(forecast.months[month])), ("metric", desk.words.metric(metric))],
    );
    let came = beside.row(desk, plan, outlook, month);
    (title, came.into_iter().chain(sorted.into_iter().map(row)).collect())
}

/// One sentence on the last month of the scenario in hand.
fn summary(desk: &Desk, plan: &Plan, of: &OutlookChart) -> String {
    let (outlook, forecast) = (of.outlook, of.forecast(desk));
    let selected = desk.view.chart.selected.as_deref();
    let idx = forecast.scenarios.iter().position(|scenario| Some(scenario.id.as_str()) == selected);
    let last = forecast.months.len().saturating_sub(1);
    let month = desk.view.chart.cursor.unwrap_or(last).min(last);
    let caption = idx.and_then(|idx| desk.words.caption(forecast, plan, idx, desk.view.chart.metric, month));
    let caption = caption.unwrap_or_else(|| without_paths(desk, outlook).to_owned());
    let sentences: Vec<String> = std::iter::once(caption).chain(of.beside.captions(desk, plan)).collect();
    sentences.join(desk.words.language().between_sentences())
}
