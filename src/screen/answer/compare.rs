//! Two to six scenarios beside one another, and two of them future by future.

use crate::desk::figure::ChainFigure;
use egui::{Id, Ui};
use sortie_engine::compare::{HorizonDifference, MonthlyDifference, PairedDifference, ScenarioPair};
use sortie_engine::forecast::{Forecast, Metric, P10, P50, P90, ScenarioForecast, Statistic};

use super::AnswerPage;
use super::handing_on::{cells_ui, hand_on};
use super::said::ExplainedSentence;
use super::waiting::waiting_ui;
use crate::desk::Desk;
use crate::desk::figure::{CountedFigure, ExplainTarget, FigureKind};
use crate::desk::look::{baseline_of, color_of, scenario_name};

use crate::desk::view::best_first;
use crate::edit::editor::{caption_ui, card_title_ui};
use crate::screen::answer::outlook::{metrics, told};
use crate::screen::picture::offer_ui;
use crate::study::{StudyFinding, StudyQuestion};
use crate::text::FUTURES;
use crate::theme::{GAP, GAP_SMALL};
use crate::widget::card::{card_ui, padded_card_ui};
use crate::widget::change::rounds_to_nothing;
use crate::widget::chips::chip;
use crate::widget::fan_chart::{ChartExtras, FanBand, FanChart, FanLine, ReadOutRow};
use crate::widget::table::{FigureTable, TableCell, TableColumn, TableRow, TableTouch};

/// More cannot be taken in at a glance.
const MOST: usize = 6;
/// The height of the chart of the difference.
const CHART: f32 = 230.0;

/// Shows the scenarios that are chosen beside one another.
pub fn compare_ui(ui: &mut Ui, desk: &mut Desk, page: &mut AnswerPage) {
    let mut chosen = chosen(desk, page);
    card_ui(ui, desk.palette, |ui| choice_ui(ui, desk, page, &mut chosen));
    desk.view.compare.scenarios =
        chosen.iter().map(|idx| page.outlook.forecast.scenarios[*idx].id.clone()).collect();
    let Some((base, others)) = chosen.split_first() else { return };
    let margin = egui::Margin::symmetric(6, 2);
    padded_card_ui(ui, desk.palette, margin, |ui| figures_ui(ui, desk, page, &chosen));
    let in_hand = others.iter().copied().find(|idx| {
        desk.view.chart.selected.as_deref() == Some(page.outlook.forecast.scenarios[*idx].id.as_str())
    });
    if let Some(first) = in_hand.or(others.first().copied()) {
        card_ui(ui, desk.palette, |ui| versus_ui(ui, desk, page, ScenarioPair { from: *base, to: first }));
    }
}

/// The scenarios that are compared, by their places; the first is what the others are compared with.
fn chosen(desk: &Desk, page: &AnswerPage) -> Vec<usize> {
    let forecast = page.outlook.forecast;
    let place = |id: &String| forecast.scenarios.iter().position(|scenario| scenario.id == *id);
    let chosen: Vec<usize> = desk.view.compare.scenarios.iter().filter_map(place).collect();
    if chosen.len() >= 2 {
        return chosen;
    }
    let base = forecast.baselines.no_response.or(forecast.baselines.links_open);
    let best = best_first(forecast).into_iter().take(2);
    let mut first: Vec<usize> = base.into_iter().chain(best).collect();
    first.dedup();
    if first.len() < 2 {
        first = (0..forecast.scenarios.len().min(2)).collect();
    }
    first
}

fn choice_ui(ui: &mut Ui, desk: &mut Desk, page: &AnswerPage, chosen: &mut Vec<usize>) {
    caption_ui(ui, desk, desk.words.get("compare.choose"));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(GAP_SMALL, GAP_SMALL);
        for (idx, scenario) in page.outlook.forecast.scenarios.iter().enumerate() {
            let name = scenario_name(desk, page.plan, scenario);
            let place = chosen.iter().position(|own| *own == idx);
            let clicked = chip(ui, desk.palette, &name, place.is_some()).clicked();
            match place {
                Some(place) if clicked && chosen.len() > 2 => {
                    chosen.remove(place);
                }
                None if clicked && chosen.len() < MOST => chosen.push(idx),
                _ => {}
            }
        }
    });
}

/// One figure of a scenario, and how it is told.
struct ComparedFigure {
    key: &'static str,
    of: fn(&ScenarioForecast) -> Option<f64>,
    kind: ComparedKind,
    explained: FigureKind,
}

#[derive(Clone, Copy, PartialEq)]
enum ComparedKind {
    Money,
    Share,
    Index,
    Month,
}

fn mean(statistic: Option<&Statistic>) -> Option<f64> {
    statistic.and_then(|it| it.mean)
}

fn middle(statistic: Option<&Statistic>) -> Option<f64> {
    statistic.and_then(|it| it.quantiles[P50])
}

const FIGURES: [ComparedFigure; 9] = [
    ComparedFigure {
        key: "revenue",
        of: |it| Some(it.total_revenue()),
        kind: ComparedKind::Money,
        explained: FigureKind::Metric(Metric::Revenue),
    },
    ComparedFigure {
        key: "profit",
        of: |it| Some(it.total_profit()),
        kind: ComparedKind::Money,
        explained: FigureKind::Metric(Metric::Profit),
    },
    ComparedFigure {
        key: "worst_profit",
        of: |it| it.fan.as_ref()?.summary.total_profit.quantiles[P10],
        kind: ComparedKind::Money,
        explained: FigureKind::Counted(CountedFigure::Range(Metric::Profit)),
    },
    ComparedFigure {
        key: "kept",
        of: |it| mean(it.fan.as_ref()?.summary.revenue_kept.as_ref()),
        kind: ComparedKind::Share,
        explained: FigureKind::Counted(CountedFigure::Kept),
    },
    ComparedFigure {
        key: "lowest_cash",
        of: |it| it.fan.as_ref()?.summary.lowest_cash.mean,
        kind: ComparedKind::Money,
        explained: FigureKind::Counted(CountedFigure::LowestCash),
    },
    ComparedFigure {
        key: "runs_out",
        of: |it| Some(it.fan.as_ref()?.summary.runs_out_of_cash),
        kind: ComparedKind::Share,
        explained: FigureKind::Counted(CountedFigure::RunsOut),
    },
    ComparedFigure {
        key: "recovery",
        of: |it| middle(it.fan.as_ref()?.summary.recovery_month.as_ref()),
        kind: ComparedKind::Month,
        explained: FigureKind::Counted(CountedFigure::Recovery),
    },
    ComparedFigure {
        key: "payback",
        of: |it| middle(it.fan.as_ref()?.summary.payback_month.as_ref()),
        kind: ComparedKind::Month,
        explained: FigureKind::Counted(CountedFigure::Payback),
    },
    ComparedFigure {
        key: "concentration",
        of: |it| it.fan.as_ref()?.summary.concentration.mean,
        kind: ComparedKind::Index,
        explained: FigureKind::Counted(CountedFigure::Baskets(true)),
    },
];

fn figures_ui(ui: &mut Ui, desk: &mut Desk, page: &AnswerPage, chosen: &[usize]) {
    let forecast = page.outlook.forecast;
    let scenario = |idx: &usize| &forecast.scenarios[*idx];
    let columns: Vec<TableColumn> = chosen
        .iter()
        .enumerate()
        .map(|(place, idx)| {
            let name = scenario_name(desk, page.plan, scenario(idx));
            let explained =
                if place == 0 { desk.words.get("compare.reference").to_owned() } else { name.clone() };
            TableColumn { title: short(&name), explained, width: 104.0, need: place as u8 }
        })
        .collect();
    let mut rows = vec![];
    let mut figures = vec![];
    for figure in &FIGURES {
        let values: Vec<Option<f64>> = chosen.iter().map(|idx| (figure.of)(scenario(idx))).collect();
        let name = desk.words.get(&format!("compare_figure.{}", figure.key)).to_owned();
        let cells = chosen.iter().zip(&values).map(|(idx, x)| match () {
            () if is_moot(forecast, figure.key, *idx) => TableCell::plain("\u{2013}".to_owned()),
            () => shown(desk, page, figure.kind, *x),
        });
        let cells = cells.collect();
        rows.push(TableRow { name, dot: None, cells, is_selected: false, is_part: false });
        figures.push((figure, false));
        if figure.kind != ComparedKind::Month {
            let cells = values.iter().enumerate().map(|(place, x)| match (place, x, values[0]) {
                (1.., Some(own), Some(base)) => apart(desk, page, figure, ComparedValues { own: *own, base }),
                _ => TableCell::default(),
            });
            let name = desk.words.get("compare.difference").to_owned();
            rows.push(TableRow {
                name,
                dot: None,
                cells: cells.collect(),
                is_selected: false,
                is_part: true,
            });
            figures.push((figure, true));
        }
    }
    for cell in rows.iter_mut().flat_map(|row| &mut row.cells).filter(|cell| cell.raw.is_some()) {
        cell.is_explained = true;
    }
    let table = FigureTable {
        id: Id::unique("compared"),
        names: desk.words.get("compare.figure"),
        name_width: 150.0,
        columns: &columns,
        rows: &rows,
        is_choice: false,
    };
    let touch = table.show(ui, desk.palette);
    cells_ui(ui, desk, desk.words.get("aspect.compare"), &table);
    if let Some(TableTouch::Cell(row, column)) = touch {
        let id = scenario(&chosen[column]).id.clone();
        let asked = figures.get(row).map(|(figure, is_difference)| match (figure.explained, is_difference) {
            (FigureKind::Metric(metric), true) => {
                FigureKind::Counted(CountedFigure::Ahead(metric, chosen[0]))
            }
            (what, _) => what,
        });
        if let Some(what) = asked {
            desk.explain(&id, ChainFigure { what, month: None });
        }
    }
}

/// A name that fits above a column of figures.
fn short(name: &str) -> String {
    const MOST: usize = 16;
    let wide = |sign: char| if sign > '\u{2e80}' { 2 } else { 1 };
    let mut width = 0;
    let mut kept = String::new();
    for sign in name.chars() {
        width += wide(sign);
        if width > MOST {
            return kept + "…";
        }
        kept.push(sign);
    }
    kept
}

/// Whether there is nothing to reach: links that stay open never fell, and no response cannot be ahead of itself.
fn is_moot(forecast: &Forecast, figure: &str, idx: usize) -> bool {
    match figure {
        "recovery" => forecast.baselines.links_open == Some(idx),
        "payback" => forecast.baselines.no_response == Some(idx),
        _ => false,
    }
}

fn shown(desk: &Desk, page: &AnswerPage, kind: ComparedKind, x: Option<f64>) -> TableCell {
    let words = desk.words;
    let Some(x) = x else {
        let never = if kind == ComparedKind::Month { words.get("table.never") } else { "\u{2013}" };
        return TableCell { is_explained: kind == ComparedKind::Month, ..TableCell::plain(never.to_owned()) };
    };
    let currency = &page.plan.currency;
    match kind {
        ComparedKind::Money => TableCell {
            text: words.money_in_table(x, currency),
            full: words.money_exact(x, currency),
            raw: Some(x),
            ..TableCell::default()
        },
        ComparedKind::Share => TableCell::of(x, words.share(x)),
        ComparedKind::Index => TableCell::of(x, words.number(x)),
        ComparedKind::Month => {
            let month = page.outlook.forecast.months.get(x.round().max(0.0) as usize);
            let text = month.map(|month| words.month(*month)).unwrap_or_default();
            TableCell { is_explained: true, ..TableCell::plain(text) }
        }
    }
}

/// A figure of a scenario and of the one that it is compared with.
#[derive(Clone, Copy)]
struct ComparedValues {
    own: f64,
    base: f64,
}

/// How far a figure is from that of the first scenario, and by what share of it.
fn apart(desk: &Desk, page: &AnswerPage, figure: &ComparedFigure, values: ComparedValues) -> TableCell {
    let ComparedValues { own, base } = values;
    let by = own - base;
    let words = desk.words;
    let amount = |by: f64| match figure.kind {
        ComparedKind::Money => words.money(by, &page.plan.currency),
        ComparedKind::Share => words.points(by),
        ComparedKind::Index | ComparedKind::Month => words.number(by),
    };
    if rounds_to_nothing(by, &amount) {
        return TableCell::of(by, amount(0.0));
    }
    let sign = if by > 0.0 { "+" } else { "" };
    let is_better = match figure.key {
        "runs_out" | "concentration" => by < 0.0,
        _ => by > 0.0,
    };
    let text = match figure.kind {
        ComparedKind::Money => words.money_change(by, &page.plan.currency),
        ComparedKind::Share | ComparedKind::Index | ComparedKind::Month => format!("{sign}{}", amount(by)),
    };
    let share = (figure.kind == ComparedKind::Money && base > 0.0).then(|| by / base);
    let share = share.map(|share| format!(" ({sign}{})", words.share(share))).unwrap_or_default();
    let color = desk.palette.as_text(if is_better { desk.palette.gain } else { desk.palette.loss });
    TableCell { color: Some(color), ..TableCell::of(by, text + &share) }
}

/// How far the scenario at the end of the pair is from the one at its start, future by future.
fn versus_ui(ui: &mut Ui, desk: &mut Desk, page: &mut AnswerPage, pair: ScenarioPair) {
    let forecast = page.outlook.forecast;
    let name = |desk: &Desk, idx: usize| scenario_name(desk, page.plan, &forecast.scenarios[idx]);
    let (own, other) = (name(desk, pair.to), name(desk, pair.from));
    let names = [("a", own.as_str()), ("b", other.as_str())];
    let title = desk.words.with("compare.versus", &names);
    card_title_ui(ui, desk, &title);
    let mut is_offered = false;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = GAP_SMALL;
        for metric in metrics(forecast) {
            if chip(ui, desk.palette, desk.words.metric(metric), desk.view.chart.metric == metric).clicked() {
                desk.view.chart.metric = metric;
            }
        }
        is_offered = offer_ui(ui, desk);
    });
    let known = page.studies.ask(&StudyQuestion::Versus(pair.to, pair.from, desk.view.chart.metric));
    waiting_ui(ui, desk, &known);
    let Some(finding) = &known.finding else { return };
    let StudyFinding::Versus(found) = &**finding else { return };
    let (versus, totals) = &**found;
    if versus.months.len() != forecast.months.len() || versus.metric != desk.view.chart.metric {
        return;
    }
    difference_chart_ui(ui, desk, page, versus, &own);
    if is_offered {
        hand_on(desk, page.plan, &title, |ui, desk| difference_chart_ui(ui, desk, page, versus, &own));
    }
    ui.add_space(GAP);
    let said = in_all(desk, page, totals, pair, &names);
    said.caption_ui(ui, desk, Id::unique("in all"));
}

fn difference_chart_ui(
    ui: &mut Ui,
    desk: &mut Desk,
    page: &AnswerPage,
    versus: &MonthlyDifference,
    name: &str,
) {
    let (forecast, metric) = (page.outlook.forecast, versus.metric);
    let color = color_of(desk, &forecast.scenarios[versus.a].id, baseline_of(forecast, versus.a));
    let means: Vec<f64> = versus.months.iter().map(|month| month.mean).collect();
    let zero = vec![0.0; means.len()];
    let line = |name: String, color, values, is_dashed: bool| FanLine {
        name,
        color,
        values,
        is_selected: !is_dashed,
        is_dashed,
    };
    let equal = desk.words.get("compare.equal").to_owned();
    let lines =
        [line(equal, desk.palette.dim, &zero[..], true), line(name.to_owned(), color, &means[..], false)];
    let edges = |low: usize, high: usize| {
        versus.months.iter().map(|month| (month.quantiles[low], month.quantiles[high])).collect()
    };
    let summary = ahead(desk, page, metric, versus.months.last());
    let months = super::outlook::month_labels(desk, forecast);
    let read_out = |month: usize| {
        let title = desk.words.month(forecast.months[month]);
        let own = &versus.months[month];
        let row = ReadOutRow {
            name: name.to_owned(),
            color,
            value: told(desk, page.plan, metric, own.mean),
            difference: desk.words.with("compare.ahead_in", &[("share", &desk.words.share(own.is_higher))]),
            range: format!(
                "{} – {}",
                told(desk, page.plan, metric, own.quantiles[P10]),
                told(desk, page.plan, metric, own.quantiles[P90])
            ),
            is_selected: true,
        };
        (title, vec![row])
    };
    let chart = FanChart {
        summary: &summary,
        lines: &lines,
        band: Some(FanBand { wide: edges(1, 5), narrow: edges(2, 4), color }),
        marks: &[],
        months: &months,
        value_label: &|value| told(desk, page.plan, metric, value),
        read_out: &read_out,
        height: CHART,
    };
    let mut cursor = desk.view.chart.cursor;
    let extras = ChartExtras { follow: Some(super::outlook::follow(desk)), ..ChartExtras::default() };
    let followed = chart.show_with(ui, desk.palette, &mut cursor, &extras).followed;
    desk.view.chart.cursor = cursor;
    if let Some((month, _)) = followed {
        let figure = ChainFigure {
            what: FigureKind::Counted(CountedFigure::Ahead(metric, versus.b)),
            month: Some(month),
        };
        desk.explain(&forecast.scenarios[versus.a].id, figure);
    }
}

fn ahead(desk: &Desk, page: &AnswerPage, metric: Metric, month: Option<&PairedDifference>) -> String {
    let Some(month) = month else { return String::new() };
    let values = [
        ("mean", told(desk, page.plan, metric, month.mean)),
        ("share", desk.words.share(month.is_higher)),
        ("metric", desk.words.metric(metric).to_owned()),
    ];
    desk.words.with("compare.at_end", &values.each_ref().map(|(key, text)| (*key, text.as_str())))
}

/// In how many futures the end of the pair earns more than its start, and by how much.
fn in_all(
    desk: &Desk,
    page: &AnswerPage,
    totals: &HorizonDifference,
    pair: ScenarioPair,
    names: &[(&str, &str)],
) -> ExplainedSentence {
    let money = |x: f64| desk.words.money_change(x, &page.plan.currency);
    let n = (totals.profit.is_higher * f64::from(FUTURES)).round();
    let values = [
        ("n", n.to_string()),
        ("all", FUTURES.to_string()),
        ("mean", money(totals.profit.mean)),
        ("low", money(totals.profit.quantiles[P10])),
        ("high", money(totals.profit.quantiles[P90])),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(key, text)| (*key, text.as_str())).collect();
    let stop = |counted: CountedFigure| {
        let scenario = page.outlook.forecast.scenarios.get(pair.to)?.id.clone();
        Some(ExplainTarget { scenario, figure: ChainFigure::counted(counted) })
    };
    let [often, mean, range] = [
        CountedFigure::AheadIn(pair.from),
        CountedFigure::Ahead(Metric::Profit, pair.from),
        CountedFigure::RangeAhead(pair.from),
    ]
    .map(stop);
    let known = [names, &values].concat();
    if totals.profit.is_told_apart() {
        ExplainedSentence::of(desk.words, "compare.in_all", &known, &[often, mean, range])
    } else {
        ExplainedSentence::of(desk.words, "compare.not_told_apart", &known, &[mean, range])
    }
}
