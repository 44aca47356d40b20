//! What came against the plan, by channel and by cause.

use egui::{Id, Margin, Ui};
use sortie_engine::fit::{ChannelVariance, VarianceCause, mix, variance};
use sortie_engine::plan::Plan;

use super::lived::{lived, lived_menu_ui};
use crate::desk::Desk;
use crate::edit::editor::{caption_ui, card_title_ui};
use crate::screen::answer::{AnswerPage, cells_ui};
use crate::theme::{GAP, GAP_SMALL, type_size};
use crate::widget::card::padded_card_ui;
use crate::widget::change::change;
use crate::widget::prose::prose;
use crate::widget::table::{FigureTable, TableCell, TableColumn, TableRow};

/// Off by less than this share is as planned.
const AS_PLANNED: f64 = 0.01;
/// Shows how what came differs from the plan.
pub fn against_ui(ui: &mut Ui, desk: &mut Desk, page: &AnswerPage) {
    let forecast = page.outlook.forecast;
    let scenario = lived(desk, forecast);
    padded_card_ui(ui, desk.palette, Margin::symmetric(12, 10), |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            card_title_ui(ui, desk, desk.words.get("actuals.against_title"));
            lived_menu_ui(ui, desk, page.plan, forecast);
        });
        let rows = variance(page.plan, scenario);
        if rows.is_empty() {
            return caption_ui(ui, desk, desk.words.get("actuals.no_revenue"));
        }
        prose(ui, [(sentence(desk, page.plan, &rows).as_str(), false)], type_size::BODY, desk.palette.text);
        ui.add_space(GAP_SMALL);
        by_channel_ui(ui, desk, page.plan, &rows);
        mix_ui(ui, desk, page.plan, &rows);
        if rows.iter().any(|row| row.causes.iter().any(|(cause, _)| *cause == VarianceCause::Refunds)) {
            caption_ui(ui, desk, desk.words.get("actuals.refunds_to_come"));
        }
        let is_of_channels = rows.iter().any(|row| row.channel.is_some());
        if is_of_channels && !page.plan.actuals.iter().any(|actual| actual.visits.is_some()) {
            caption_ui(ui, desk, desk.words.get("actuals.no_files"));
        }
    });
}

/// How far revenue is off the plan, and what most of it is.
pub fn sentence(desk: &Desk, plan: &Plan, rows: &[ChannelVariance]) -> String {
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
        return sentence + words.get("actuals.end");
    };
    let is_most = money / off >= 0.5;
    let key = match channel {
        Some(_) if is_most => "actuals.most_of_it",
        Some(_) => "actuals.largest_part",
        None if is_most => "actuals.most_of_all",
        None => "actuals.largest_of_all",
    };
    let known = [("cause", told_cause(desk, *cause, *money)), ("channel", name_of(desk, plan, channel))];
    sentence += &words.with(key, &known.each_ref().map(|(key, text)| (*key, text.as_str())));
    sentence
}

fn totals(rows: &[ChannelVariance]) -> (f64, f64) {
    rows.iter().fold((0.0, 0.0), |(planned, actual), row| (planned + row.planned, actual + row.actual))
}

/// What each cause brought or took on each channel, over all months.
fn by_channel_and_cause(rows: &[ChannelVariance]) -> Vec<(Option<String>, VarianceCause, f64)> {
    let mut sums: Vec<(Option<String>, VarianceCause, f64)> = vec![];
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
fn told_cause(desk: &Desk, cause: VarianceCause, money: f64) -> String {
    let is_more = money > 0.0;
    let key = match cause {
        VarianceCause::Visits if is_more => "actuals.more_visits",
        VarianceCause::Visits => "actuals.fewer_visits",
        VarianceCause::Conversion if is_more => "actuals.more_conversion",
        VarianceCause::Conversion => "actuals.less_conversion",
        VarianceCause::Orders if is_more => "actuals.more_orders",
        VarianceCause::Orders => "actuals.fewer_orders",
        VarianceCause::OrderValue if is_more => "actuals.more_value",
        VarianceCause::OrderValue => "actuals.less_value",
        VarianceCause::Refunds if is_more => "actuals.fewer_refunds",
        VarianceCause::Refunds => "actuals.more_refunds",
        VarianceCause::MoneyPerOrder if is_more => "actuals.more_per_order",
        VarianceCause::MoneyPerOrder => "actuals.less_per_order",
        VarianceCause::Untold if is_more => "actuals.more_revenue",
        VarianceCause::Untold => "actuals.less_revenue",
    };
    desk.words.get(key).to_owned()
}

/// The title of a column of a cause.
fn title_of(cause: VarianceCause) -> &'static str {
    match cause {
        VarianceCause::Visits => "actuals.by_visits",
        VarianceCause::Conversion => "actuals.by_conversion",
        VarianceCause::Orders => "actuals.by_orders",
        VarianceCause::OrderValue => "actuals.by_value",
        VarianceCause::Refunds => "actuals.by_refunds",
        VarianceCause::MoneyPerOrder => "actuals.by_per_order",
        VarianceCause::Untold => "actuals.by_untold",
    }
}

fn off(desk: &Desk, plan: &Plan, value: f64) -> TableCell {
    let (text, color) = change(desk.palette, value, &|x| desk.words.money(x, &plan.currency));
    TableCell { text, color: Some(desk.palette.as_text(color)), raw: Some(value), ..TableCell::default() }
}

fn by_channel_ui(ui: &mut Ui, desk: &mut Desk, plan: &Plan, variances: &[ChannelVariance]) {
    let words = desk.words;
    let has =
        |cause: &VarianceCause| variances.iter().any(|row| row.causes.iter().any(|(own, _)| own == cause));
    let causes: Vec<VarianceCause> = VarianceCause::ALL.into_iter().filter(has).collect();
    let channels = plan.channels.iter().map(|own| Some(own.id.clone())).chain([None]);
    let mut rows: Vec<TableRow> = channels
        .filter_map(|channel| {
            let own: Vec<&ChannelVariance> = variances.iter().filter(|it| it.channel == channel).collect();
            (!own.is_empty()).then(|| row(desk, plan, name_of(desk, plan, &channel), &own, &causes))
        })
        .collect();
    if rows.len() > 1 {
        let all: Vec<&ChannelVariance> = variances.iter().collect();
        let sum = row(desk, plan, words.get("actuals.sum").to_owned(), &all, &causes);
        rows.push(TableRow { is_selected: true, ..sum });
    }
    let column = |title: &'static str, explained: &'static str, need| TableColumn {
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
    let table = FigureTable {
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

/// Some months of a channel, or of all, together. What is no cause there has an empty cell.
fn row(
    desk: &Desk,
    plan: &Plan,
    name: String,
    own: &[&ChannelVariance],
    causes: &[VarianceCause],
) -> TableRow {
    let (planned, actual) = own.iter().fold((0.0, 0.0), |(a, b), it| (a + it.planned, b + it.actual));
    let of_cause = |cause: &VarianceCause| {
        let of_it = own.iter().flat_map(|it| &it.causes).filter(|(own, _)| own == cause);
        let sum = of_it.map(|(_, money)| *money).reduce(|a, b| a + b);
        sum.map_or_else(TableCell::default, |money| off(desk, plan, money))
    };
    let money = |x: f64| TableCell::of(x, desk.words.money(x, &plan.currency));
    let mut cells = vec![money(planned), money(actual), off(desk, plan, actual - planned)];
    cells.extend(causes.iter().map(of_cause));
    TableRow { name, dot: None, cells, is_selected: false, is_part: false }
}

/// What all channels together did otherwise: more or fewer orders, from other channels, at other prices.
fn mix_ui(ui: &mut Ui, desk: &Desk, plan: &Plan, rows: &[ChannelVariance]) {
    let told: Vec<ChannelVariance> = rows.iter().filter(|row| row.channel.is_some()).cloned().collect();
    let mut channels: Vec<&Option<String>> = told.iter().map(|row| &row.channel).collect();
    channels.dedup();
    if channels.len() < 2
        || told.iter().all(|row| row.causes.iter().any(|(own, _)| *own == VarianceCause::Untold))
    {
        return;
    }
    let found = mix(&told);
    let money = |x: f64| change(desk.palette, x, &|x| desk.words.money(x, &plan.currency)).0;
    let known =
        [("level", money(found.level)), ("mix", money(found.mix)), ("price", money(found.money_per_order))];
    let words = desk.words.with("actuals.mix", &known.each_ref().map(|(key, text)| (*key, text.as_str())));
    caption_ui(ui, desk, &words);
}
