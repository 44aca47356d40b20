//! What came against the plan: by channel and by cause, month by month, and how often it lay within the plan's own ranges.

use egui::{Color32, Id, Margin, Ui};
use sortie_engine::fit::{Cause, Variance, Within, came_in_all, mix, variance};
use sortie_engine::forecast::{Metric, ScenarioForecast};
use sortie_engine::plan::Plan;

use super::lived::{lived, lived_menu_ui};
use crate::screen::Desk;
use crate::screen::answer::{Page, cells_ui};
use crate::screen::editor::{caption_ui, card_title_ui};
use crate::theme::{GAP, GAP_SMALL, type_size};
use crate::widget::card::padded_card_ui;
use crate::widget::change::change;
use crate::widget::chips::chip;
use crate::widget::prose::prose;
use crate::widget::table::{Cell, Column, Row, Table};

/// Off by less than this share is as planned.
const AS_PLANNED: f64 = 0.01;

/// Shows how what came differs from the plan.
pub fn against_ui(ui: &mut Ui, desk: &mut Desk, page: &Page) {
    let forecast = page.outlook.forecast;
    let scenario = lived(desk, forecast);
    padded_card_ui(ui, desk.palette, Margin::symmetric(12, 10), |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            card_title_ui(ui, desk, desk.words.get("actuals.against_title"));
            lived_menu_ui(ui, desk, page.plan, forecast);
        });
        let rows = variance(page.plan, scenario, None);
        if rows.is_empty() {
            return caption_ui(ui, desk, desk.words.get("actuals.no_revenue"));
        }
        prose(ui, [(sentence(desk, page.plan, &rows).as_str(), false)], type_size::BODY, desk.palette.text);
        ui.add_space(GAP_SMALL);
        by_channel_ui(ui, desk, page.plan, &rows);
        mix_ui(ui, desk, page.plan, &rows);
    });
    ui.add_space(GAP);
    padded_card_ui(ui, desk.palette, Margin::symmetric(12, 10), |ui| {
        card_title_ui(ui, desk, desk.words.get("actuals.ranges_title"));
        ranges_ui(ui, desk, page.plan, &forecast.scenarios[scenario]);
    });
}

/// How far revenue is off the plan, and what most of it is.
pub fn sentence(desk: &Desk, plan: &Plan, rows: &[Variance]) -> String {
    let words = desk.words;
    let (planned, actual) = totals(rows);
    let off = actual - planned;
    let month = rows.iter().map(|row| row.month).max().map_or_else(String::new, |month| words.month(month));
    let money = words.money(off.abs(), &plan.currency);
    let share = words.share(off.abs() / planned.abs());
    let known = [("month", month.as_str()), ("money", &money), ("share", &share)];
    if off.abs() <= AS_PLANNED * planned.abs() {
        return words.with("actuals.as_planned", &known);
    }
    let key = match () {
        () if planned <= 0.0 => "actuals.unplanned",
        () if off > 0.0 => "actuals.above",
        () => "actuals.below",
    };
    let mut sentence = words.with(key, &known);
    let causes = by_channel_and_cause(rows);
    let same_way = causes.iter().filter(|(.., money)| money * off > 0.0);
    let Some((channel, cause, money)) = same_way.max_by(|a, b| a.2.abs().total_cmp(&b.2.abs())) else {
        return sentence;
    };
    let key = if money / off >= 0.5 { "actuals.most_of_it" } else { "actuals.largest_part" };
    let known = [("cause", told_cause(desk, *cause, *money)), ("channel", name_of(desk, plan, channel))];
    sentence += &words.with(key, &known.each_ref().map(|(key, text)| (*key, text.as_str())));
    sentence
}

fn totals(rows: &[Variance]) -> (f64, f64) {
    rows.iter().fold((0.0, 0.0), |(planned, actual), row| (planned + row.planned, actual + row.actual))
}

/// What each cause brought or took on each channel, over all months.
fn by_channel_and_cause(rows: &[Variance]) -> Vec<(Option<String>, Cause, f64)> {
    let mut sums: Vec<(Option<String>, Cause, f64)> = vec![];
    for row in rows {
        for (cause, money) in &row.causes {
            match sums.iter_mut().find(|(channel, own, _)| *channel == row.channel && own == cause) {
                Some((.., sum)) => *sum += money,
                None => sums.push((row.channel.clone(), *cause, *money)),
            }
        }
    }
    sums
}

/// The name of a channel, or of what is beside those that are told by themselves.
fn name_of(desk: &Desk, plan: &Plan, channel: &Option<String>) -> String {
    let Some(id) = channel else {
        let is_alone = !plan.actuals.iter().any(|actual| actual.channel.is_some());
        return desk.words.get(if is_alone { "actuals.business" } else { "actuals.other" }).to_owned();
    };
    let known = plan.channels.iter().find(|own| own.id == *id);
    known.map_or_else(|| id.clone(), |own| desk.words.ready(&own.name).to_owned())
}

/// A cause in words that say which way it went.
fn told_cause(desk: &Desk, cause: Cause, money: f64) -> String {
    let is_more = money > 0.0;
    let key = match cause {
        Cause::Visits if is_more => "actuals.more_visits",
        Cause::Visits => "actuals.fewer_visits",
        Cause::Conversion if is_more => "actuals.more_conversion",
        Cause::Conversion => "actuals.less_conversion",
        Cause::Orders if is_more => "actuals.more_orders",
        Cause::Orders => "actuals.fewer_orders",
        Cause::OrderValue if is_more => "actuals.more_value",
        Cause::OrderValue => "actuals.less_value",
        Cause::Refunds if is_more => "actuals.fewer_refunds",
        Cause::Refunds => "actuals.more_refunds",
        Cause::MoneyPerOrder if is_more => "actuals.more_per_order",
        Cause::MoneyPerOrder => "actuals.less_per_order",
        Cause::Untold if is_more => "actuals.more_revenue",
        Cause::Untold => "actuals.less_revenue",
    };
    desk.words.get(key).to_owned()
}

/// The title of a column of a cause.
fn title_of(cause: Cause) -> &'static str {
    match cause {
        Cause::Visits => "actuals.by_visits",
        Cause::Conversion => "actuals.by_conversion",
        Cause::Orders => "actuals.by_orders",
        Cause::OrderValue => "actuals.by_value",
        Cause::Refunds => "actuals.by_refunds",
        Cause::MoneyPerOrder => "actuals.by_per_order",
        Cause::Untold => "actuals.by_untold",
    }
}

fn off(desk: &Desk, plan: &Plan, value: f64) -> Cell {
    let (text, color) = change(desk.palette, value, &|x| desk.words.money(x, &plan.currency));
    Cell { text, color: Some(desk.palette.as_text(color)), raw: Some(value), ..Cell::default() }
}

fn by_channel_ui(ui: &mut Ui, desk: &mut Desk, plan: &Plan, variances: &[Variance]) {
    let words = desk.words;
    let causes: Vec<Cause> = Cause::ALL
        .into_iter()
        .filter(|cause| variances.iter().any(|row| row.causes.iter().any(|(own, _)| own == cause)))
        .collect();
    let mut channels: Vec<Option<String>> = plan.channels.iter().map(|own| Some(own.id.clone())).collect();
    channels.push(None);
    let row = |name: String, own: Vec<&Variance>, is_selected: bool| {
        let (planned, actual) =
            own.iter().fold((0.0, 0.0), |(a, b), it| (a + it.planned, b + it.actual));
        let of_cause = |cause: &Cause| {
            let of_row = |it: &&Variance| it.causes.iter().filter(|(own, _)| own == cause).map(|(_, x)| x).sum::<f64>();
            off(desk, plan, own.iter().map(of_row).sum())
        };
        let money = |x: f64| Cell::of(x, words.money(x, &plan.currency));
        let mut cells = vec![money(planned), money(actual), off(desk, plan, actual - planned)];
        cells.extend(causes.iter().map(of_cause));
        Row { name, dot: None, cells, is_selected, is_part: false }
    };
    let mut rows = vec![];
    for channel in &channels {
        let own: Vec<&Variance> = variances.iter().filter(|it| it.channel == *channel).collect();
        if !own.is_empty() {
            rows.push(row(name_of(desk, plan, channel), own, false));
        }
    }
    if rows.len() > 1 {
        rows.push(row(words.get("actuals.sum").to_owned(), variances.iter().collect(), true));
    }
    let column = |title: &'static str, explained: &'static str, need| Column {
        title: words.get(title).to_owned(),
        explained: words.get(explained).to_owned(),
        width: 92.0,
        need,
    };
    let mut columns = vec![
        column("actuals.planned", "actuals.planned_explained", 2),
        column("actuals.actual", "actuals.actual_explained", 1),
        column("actuals.off", "actuals.off_explained", 0),
    ];
    columns.extend(causes.iter().map(|cause| column(title_of(*cause), "actuals.cause_explained", 3)));
    let table = Table {
        id: Id::unique("off the plan"),
        names: words.get("channels.channel"),
        name_width: 130.0,
        columns: &columns,
        rows: &rows,
        is_choice: false,
    };
    table.show(ui, desk.palette);
    cells_ui(ui, desk, words.get("actuals.against_title"), &table);
}

/// What all channels together did otherwise: more or fewer orders, from other channels, at other prices.
fn mix_ui(ui: &mut Ui, desk: &Desk, plan: &Plan, rows: &[Variance]) {
    let told: Vec<Variance> = rows.iter().filter(|row| row.channel.is_some()).cloned().collect();
    let mut channels: Vec<&Option<String>> = told.iter().map(|row| &row.channel).collect();
    channels.dedup();
    if channels.len() < 2 || told.iter().all(|row| row.causes.iter().any(|(own, _)| *own == Cause::Untold)) {
        return;
    }
    let found = mix(&told);
    let money = |x: f64| change(desk.palette, x, &|x| desk.words.money(x, &plan.currency)).0;
    let known =
        [("level", money(found.level)), ("mix", money(found.mix)), ("price", money(found.money_per_order))];
    let words = desk.words.with("actuals.mix", &known.each_ref().map(|(key, text)| (*key, text.as_str())));
    caption_ui(ui, desk, &words);
}

/// Where what came lies among the plan's futures, month by month.
fn ranges_ui(ui: &mut Ui, desk: &mut Desk, plan: &Plan, scenario: &ScenarioForecast) {
    let told = |metric: &Metric| came_in_all(plan, *metric).iter().any(Option::is_some);
    let metrics: Vec<Metric> =
        [Metric::Revenue, Metric::Orders, Metric::Cash].into_iter().filter(told).collect();
    let Some(first) = metrics.first().copied() else {
        return caption_ui(ui, desk, desk.words.get("actuals.no_whole"));
    };
    let metric = if metrics.contains(&desk.view.metric) { desk.view.metric } else { first };
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = GAP_SMALL;
        for own in metrics {
            if chip(ui, desk.palette, desk.words.metric(own), own == metric).clicked() {
                desk.view.metric = own;
            }
        }
    });
    let Some(fan) = &scenario.fan else {
        return caption_ui(ui, desk, desk.words.get("chart.computing"));
    };
    let (came, quantiles) = (came_in_all(plan, metric), &fan.quantiles[metric]);
    let within = Within::of(&came, quantiles);
    let known = [
        ("n", within.four_fifths.to_string()),
        ("half", within.half.to_string()),
        ("all", within.n_months.to_string()),
        ("wanted", desk.words.number((within.n_months as f64 * 0.8 * 10.0).round() / 10.0)),
        ("wanted_half", desk.words.number((within.n_months as f64 * 0.5 * 10.0).round() / 10.0)),
    ];
    let known = known.each_ref().map(|(key, text)| (*key, text.as_str()));
    prose(ui, [(desk.words.with("actuals.within", &known).as_str(), false)], type_size::BODY, desk.palette.text);
    ui.add_space(GAP_SMALL);
    let figure = |x: f64| crate::screen::answer::outlook::told(desk, plan, metric, x);
    let rows: Vec<Row> = came
        .iter()
        .zip(quantiles)
        .enumerate()
        .filter_map(|(t, (came, at))| {
            let came = (*came)?;
            let (place, color) = place(desk, came, at);
            let cells = vec![
                Cell::of(came, figure(came)),
                Cell::plain(format!("{} \u{2013} {}", figure(at[2]), figure(at[4]))),
                Cell::plain(format!("{} \u{2013} {}", figure(at[1]), figure(at[5]))),
                Cell { text: place.to_owned(), color, ..Cell::default() },
            ];
            let name = desk.words.month(plan.start.plus(t as i32));
            Some(Row { name, dot: None, cells, is_selected: false, is_part: false })
        })
        .collect();
    let column = |title: &'static str, width, need| Column {
        title: desk.words.get(title).to_owned(),
        explained: desk.words.get("actuals.range_explained").to_owned(),
        width,
        need,
    };
    let columns = [
        column("actuals.actual", 84.0, 0),
        column("actuals.half", 130.0, 3),
        column("actuals.four_fifths", 130.0, 2),
        column("actuals.where", 120.0, 1),
    ];
    let table = Table {
        id: Id::unique("within the ranges"),
        names: desk.words.get("actuals.month"),
        name_width: 84.0,
        columns: &columns,
        rows: &rows,
        is_choice: false,
    };
    table.show(ui, desk.palette);
    cells_ui(ui, desk, desk.words.get("actuals.ranges_title"), &table);
}

/// Where a figure lies among the plan's futures, in words.
fn place(desk: &Desk, came: f64, at: &[f64; 7]) -> (&'static str, Option<Color32>) {
    let words = desk.words;
    let color = |color: Color32| Some(desk.palette.as_text(color));
    match came {
        x if (at[2]..=at[4]).contains(&x) => (words.get("actuals.in_half"), None),
        x if (at[1]..=at[5]).contains(&x) => (words.get("actuals.in_four_fifths"), None),
        x if x < at[1] => (words.get("actuals.under"), color(desk.palette.loss)),
        _ => (words.get("actuals.over"), color(desk.palette.gain)),
    }
}
