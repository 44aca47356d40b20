//! How low cash falls, when, and where money is stuck meanwhile.

use egui::{Id, Ui};
use sortie_engine::compare::{AccountLine as Account, CashNeed, Runway, ScenarioTrace};
use sortie_engine::forecast::{Metric, P10, P90, ScenarioForecast};

use super::handing_on::{cells_ui, chart_ui};
use super::outlook::{follow, month_labels, told, values_of};
use super::said::ExplainedSentence;
use super::waiting::waiting_ui;
use super::{AnswerPage, tiles};
use crate::desk::Desk;
use crate::desk::figure::{ChainFigure, CountedFigure, ExplainTarget, FigureKind};
use crate::desk::look::{baseline_of, color_of, scenario_name};
use crate::edit::editor::caption_ui;
use crate::study::{RARE, StudyFinding, StudyQuestion};
use crate::text::FUTURES;
use crate::theme::GAP;
use crate::widget::card::{card_ui, padded_card_ui};
use crate::widget::fan_chart::{ChartExtras, FanBand, FanChart, FanLine, ReadOutRow, TimeMark};
use crate::widget::table::{FigureTable, TableCell, TableColumn, TableRow, TableTouch};

/// The height of the chart of cash.
const CHART: f32 = 250.0;

/// Shows the cash of the scenario in hand.
pub fn cash_ui(ui: &mut Ui, desk: &mut Desk, page: &mut AnswerPage) {
    let forecast = page.outlook.forecast;
    let Some(idx) = super::in_hand_ui(ui, desk, page) else { return };
    let name = scenario_name(desk, page.plan, &forecast.scenarios[idx]);
    let title = desk.words.with("cash_view.title", &[("name", &name)]);
    card_ui(ui, desk.palette, |ui| {
        chart_ui(ui, desk, page.plan, &title, |ui, desk| curve_ui(ui, desk, page, idx));
    });
    ui.add_space(GAP);
    let known = page.studies.ask(&StudyQuestion::Cash(idx));
    waiting_ui(ui, desk, &known);
    if let Some(finding) = &known.finding
        && let StudyFinding::Cash(lasts, need) = &**finding
    {
        let tiles = tiles_of(desk, page, idx, lasts, need.as_ref());
        tiles::tiles_ui(ui, desk, &tiles);
        ui.add_space(GAP);
    }
    let known = page.studies.ask(&StudyQuestion::Trace(idx));
    waiting_ui(ui, desk, &known);
    if let Some(finding) = &known.finding
        && let StudyFinding::Trace(trace, _) = &**finding
    {
        let lowest = forecast.scenarios[idx].lowest_cash().map_or(0, |(month, _)| month);
        let month = desk.view.chart.cursor.unwrap_or(lowest);
        let margin = egui::Margin::symmetric(6, 2);
        padded_card_ui(ui, desk.palette, margin, |ui| channels_ui(ui, desk, page, idx, trace, month));
        caption_ui(ui, desk, desk.words.get("cash_view.of_month"));
    }
}

fn curve_ui(ui: &mut Ui, desk: &mut Desk, page: &AnswerPage, idx: usize) {
    let forecast = page.outlook.forecast;
    let scenario = &forecast.scenarios[idx];
    let (month, cash) = scenario.lowest_cash().unwrap_or_default();
    let name = scenario_name(desk, page.plan, scenario);
    let color = color_of(desk, &scenario.id, baseline_of(forecast, idx));
    let base = forecast.baselines.no_response.filter(|base| *base != idx);
    let edge = vec![-page.plan.cash.credit_line; forecast.months.len()];
    let line = |name: String, color, values, is_selected: bool, is_dashed: bool| FanLine {
        name,
        color,
        values,
        is_selected,
        is_dashed,
    };
    let edge_name = desk.words.get(if page.plan.cash.credit_line > 0.0 {
        "cash_view.credit_line"
    } else {
        "cash_view.nothing"
    });
    let mut lines = vec![line(edge_name.to_owned(), desk.palette.shock, &edge[..], false, true)];
    if let Some(base) = base.map(|base| &forecast.scenarios[base]) {
        let name = scenario_name(desk, page.plan, base);
        lines.push(line(name, desk.palette.no_response, values_of(base, Metric::Cash), false, false));
    }
    lines.push(line(name.clone(), color, values_of(scenario, Metric::Cash), true, false));
    let edges = |low: usize, high: usize| {
        let fan = scenario.fan.as_ref()?;
        Some(fan.quantiles[Metric::Cash].iter().map(|at| (at[low], at[high])).collect())
    };
    let band = edges(1, 5).zip(edges(2, 4)).map(|(wide, narrow)| FanBand { wide, narrow, color });
    let (cash, month_name) =
        (told(desk, page.plan, Metric::Cash, cash), desk.words.month(forecast.months[month]));
    let known = [("cash", cash.as_str()), ("month", month_name.as_str())];
    let lowest: String =
        desk.words.pieces("cash_view.lowest", &known).into_iter().map(|(text, _)| text).collect();
    let label =
        desk.words.with("cash_view.lowest_here", &[("month", &desk.words.month(forecast.months[month]))]);
    let mark = TimeMark { at: month as f64, to: None, label };
    let months = month_labels(desk, forecast);
    let read_out = |month: usize| {
        let row = |name: &str, color, scenario: &ScenarioForecast, is_selected| {
            let range = scenario.fan.as_ref().map(|fan| {
                let at = fan.quantiles[Metric::Cash][month];
                let [low, high] = [at[P10], at[P90]].map(|x| told(desk, page.plan, Metric::Cash, x));
                format!("{low} – {high}")
            });
            ReadOutRow {
                name: name.to_owned(),
                color,
                value: told(desk, page.plan, Metric::Cash, values_of(scenario, Metric::Cash)[month]),
                difference: String::new(),
                range: range.unwrap_or_default(),
                is_selected,
            }
        };
        (desk.words.month(forecast.months[month]), vec![row(&name, color, scenario, true)])
    };
    let chart = FanChart {
        summary: &lowest,
        lines: &lines,
        band,
        marks: &[mark],
        months: &months,
        value_label: &|value| told(desk, page.plan, Metric::Cash, value),
        read_out: &read_out,
        height: CHART,
    };
    let mut cursor = desk.view.chart.cursor;
    let extras = ChartExtras { follow: Some(follow(desk)), ..ChartExtras::default() };
    let followed = chart.show_with(ui, desk.palette, &mut cursor, &extras).followed;
    desk.view.chart.cursor = cursor;
    if let Some((month, _)) = followed {
        desk.explain(&scenario.id, ChainFigure::metric(Metric::Cash, Some(month)));
    }
    lowest_ui(ui, desk, page, scenario, &known);
}

/// How low cash falls and when, on average and at its worst in one of ten futures, in words.
fn lowest_ui(
    ui: &mut Ui,
    desk: &mut Desk,
    page: &AnswerPage,
    scenario: &ScenarioForecast,
    known: &[(&str, &str)],
) {
    let stop = |figure| Some(ExplainTarget { scenario: scenario.id.clone(), figure });
    let mean = scenario.lowest_cash().map(|(month, _)| ChainFigure::metric(Metric::Cash, Some(month)));
    let said = ExplainedSentence::of(desk.words, "cash_view.lowest", known, &[mean.and_then(stop)]);
    let tenth = scenario.lowest_cash_of_tenth().map(|(month, cash)| {
        let cash = told(desk, page.plan, Metric::Cash, cash);
        let month_name = desk.words.month(page.outlook.forecast.months[month]);
        let range =
            ChainFigure { what: FigureKind::Counted(CountedFigure::Range(Metric::Cash)), month: Some(month) };
        let known = [("cash", &*cash), ("month", &*month_name)];
        ExplainedSentence::of(desk.words, "verdict_view.lowest", &known, &[stop(range)])
    });
    let own = ExplainedSentence::of(
        desk.words,
        "cash_view.own_lowest",
        &[],
        &[stop(ChainFigure::counted(CountedFigure::LowestCash))],
    );
    let gap = desk.words.language().between_sentences();
    let own = if scenario.fan.is_some() { own } else { ExplainedSentence::default() };
    let said = said.then(gap, tenth.unwrap_or_default()).then(gap, own);
    said.caption_ui(ui, desk, Id::unique("lowest"));
}

/// How long cash lasts, and what would make running out rare.
fn tiles_of(
    desk: &Desk,
    page: &AnswerPage,
    idx: usize,
    lasts: &Runway,
    need: Option<&CashNeed>,
) -> Vec<tiles::AnswerTile> {
    let words = desk.words;
    let stop = |counted: CountedFigure| {
        let scenario = page.outlook.forecast.scenarios.get(idx)?.id.clone();
        Some(ExplainTarget { scenario, figure: ChainFigure::counted(counted) })
    };
    let said = |key: &str, values: &[(&str, &str)], counted: CountedFigure| {
        ExplainedSentence::of(words, key, values, &[stop(counted)])
    };
    let month = |idx: usize| page.outlook.forecast.months.get(idx).map(|month| words.month(*month));
    let n_of = |share: f64| (share * f64::from(FUTURES)).round().to_string();
    let all = FUTURES.to_string();
    let tile = |question: &str, answer: ExplainedSentence, note: ExplainedSentence| tiles::AnswerTile {
        question: words.get(question).to_owned(),
        answer,
        note,
        more: None,
    };
    let out = lasts.out_by.last().copied().unwrap_or(0.0);
    let answer = match lasts.central {
        None => said("cash_view.lasts", &[], CountedFigure::Runway),
        Some(idx) => {
            let known = [("n", idx.to_string()), ("month", month(idx).unwrap_or_default())];
            let known = known.each_ref().map(|(key, text)| (*key, text.as_str()));
            said("cash_view.ends", &known, CountedFigure::Runway)
        }
    };
    let early = lasts.month_at(RARE).and_then(month);
    let note =
        early.map(|month| said("cash_view.one_in_twenty", &[("month", &month)], CountedFigure::Runway));
    let runway = tile("cash_view.how_long", answer, note.unwrap_or_default());
    let risk = said("cash_view.out_of", &[("n", &n_of(out)), ("all", &all)], CountedFigure::RunsOut);
    let share = said("cash_view.share", &[("share", &words.share(out))], CountedFigure::RunsOut);
    let risk = tile("cash_view.how_often", risk, share);
    let (answer, note) = match need {
        None => (ExplainedSentence::of(words, "cash_view.no_money", &[], &[]), ExplainedSentence::default()),
        Some(need) if need.more <= 0.0 => {
            (said("cash_view.enough", &[], CountedFigure::CashNeed), ExplainedSentence::default())
        }
        Some(need) => {
            let money = words.money(need.more, &page.plan.currency);
            let then = words.share(need.runs_out_then);
            (
                said("cash_view.more", &[("money", &money)], CountedFigure::CashNeed),
                said("cash_view.then", &[("share", &then)], CountedFigure::CashNeed),
            )
        }
    };
    vec![runway, risk, tile("cash_view.how_much", answer, note)]
}

/// Where the money of each channel is in a month.
fn channels_ui(
    ui: &mut Ui,
    desk: &mut Desk,
    page: &AnswerPage,
    idx: usize,
    trace: &ScenarioTrace,
    month: usize,
) {
    const LINES: [(Account, u8); 7] = [
        (Account::Arriving, 0),
        (Account::HeldBack, 2),
        (Account::Released, 5),
        (Account::Purchases, 3),
        (Account::Receivables, 1),
        (Account::Frozen, 4),
        (Account::Stock, 6),
    ];
    let words = desk.words;
    let columns: Vec<TableColumn> = LINES
        .iter()
        .map(|(line, need)| TableColumn {
            title: words.account_line(*line).to_owned(),
            explained: words.account_line(*line).to_owned(),
            width: 108.0,
            need: *need,
        })
        .collect();
    let cell = |x: f64| match x {
        _ if x == 0.0 => TableCell::plain("\u{2013}".to_owned()),
        _ => TableCell {
            text: words.money_in_table(x, &page.plan.currency),
            full: words.money_exact(x, &page.plan.currency),
            raw: Some(x),
            is_explained: true,
            ..TableCell::default()
        },
    };
    let mut rows: Vec<TableRow> = vec![];
    let mut places = vec![];
    let mut sums = [0.0; LINES.len()];
    for (place, channel) in trace.channels.iter().enumerate() {
        let values = LINES.map(|(line, _)| channel[line].get(month).copied().unwrap_or(0.0));
        if values.iter().all(|x| x.abs() < 0.5) {
            continue;
        }
        sums.iter_mut().zip(values).for_each(|(sum, x)| *sum += x);
        places.push(place);
        let name = page.plan.channels.get(place).map_or("", |channel| words.ready(&channel.name)).to_owned();
        rows.push(TableRow {
            name,
            dot: None,
            cells: values.map(cell).into(),
            is_selected: false,
            is_part: false,
        });
    }
    let name = words.get("cash_view.all").to_owned();
    rows.push(TableRow { name, dot: None, cells: sums.map(cell).into(), is_selected: true, is_part: false });
    let title = trace.overhead.get(month).map(|_| words.month(page.plan.start.plus(month as i32)));
    let table = FigureTable {
        id: Id::unique("money by channel"),
        names: &title.unwrap_or_default(),
        name_width: 132.0,
        columns: &columns,
        rows: &rows,
        is_choice: false,
    };
    if let Some(TableTouch::Cell(row, column)) = table.show(ui, desk.palette) {
        let line = LINES[column].0;
        let what = places.get(row).map_or(FigureKind::All(line), |place| FigureKind::Channel(*place, line));
        desk.explain(&page.outlook.forecast.scenarios[idx].id, ChainFigure { what, month: Some(month) });
    }
    cells_ui(ui, desk, desk.words.get("aspect.cash"), &table);
}
