//! What files say month by month: a chart of all shops, and a table of one.

use egui::{Id, Ui};
use sortie_engine::ledger::{ChannelMonth, Decimal};
use sortie_engine::unit::Month;

use super::ImportPage;
use crate::catalog::evidence::rate;
use crate::desk::Desk;
use crate::edit::editor::{caption_ui, card_title_ui};
use crate::intake::FilesRead;
use crate::widget::card::card_ui;
use crate::widget::chips::{chip, pill};
use crate::widget::read_out::ReadOutRow as ReadOut;
use crate::widget::stack::{StackArea, StackChart};
use crate::widget::table::{FigureTable, TableCell, TableColumn, TableRow};

/// The height of the chart.
const CHART: f32 = 220.0;
/// More months than this are not drawn: the last are.
const MAX_MONTHS: i32 = 36;

/// Shows the chart and the table.
pub fn months_ui(ui: &mut Ui, desk: &mut Desk, page: &mut ImportPage, reading: &FilesRead) {
    let words = desk.words;
    let ledger = &reading.import.ledger;
    let mut shops: Vec<&str> = ledger.months.iter().map(|month| month.channel.as_str()).collect();
    shops.dedup();
    if shops.is_empty() {
        return;
    }
    card_ui(ui, desk.palette, |ui| {
        ui.horizontal(|ui| {
            card_title_ui(ui, desk, words.get("intake.months"));
            for (by_revenue, key) in [(false, "metric.orders"), (true, "metric.revenue")] {
                let is_chosen = page.view.by_revenue == by_revenue;
                if chip(ui, desk.palette, words.get(key), is_chosen).clicked() {
                    page.view.by_revenue = by_revenue;
                }
            }
        });
        chart_ui(ui, desk, page, &ledger.months, &shops);
        let n_orders = |shop: &&&str| -> u64 {
            ledger.months.iter().filter(|it| it.channel == **shop).filter_map(|it| it.orders).sum()
        };
        let most = shops.iter().max_by_key(n_orders).copied().unwrap_or_default();
        let shop = page.view.shop.clone().filter(|shop| shops.contains(&shop.as_str()));
        let shop = shop.unwrap_or_else(|| most.to_owned());
        ui.horizontal_wrapped(|ui| {
            for other in &shops {
                if pill(ui, desk.palette, &words.shop(other), shop == **other).clicked() {
                    page.view.shop = Some((*other).to_owned());
                }
            }
        });
        let months: Vec<&ChannelMonth> = ledger.months.iter().filter(|it| it.channel == shop).collect();
        table_ui(ui, desk, &months);
        caption_ui(ui, desk, words.get("intake.months_explained"));
    });
}

/// Orders, or revenue in the plan's currency, of a month.
fn figure(month: &ChannelMonth, by_revenue: bool, currency: &str) -> f64 {
    if !by_revenue {
        return month.orders.unwrap_or(0) as f64;
    }
    of_money(month.revenue).unwrap_or(0.0) * rate(&month.currency, currency).unwrap_or(0.0)
}

fn chart_ui(ui: &mut Ui, desk: &Desk, page: &mut ImportPage, months: &[ChannelMonth], shops: &[&str]) {
    // A part of a month would look like a fall.
    let has_whole = months.iter().any(|month| month.is_complete);
    let months: Vec<&ChannelMonth> = months.iter().filter(|it| it.is_complete || !has_whole).collect();
    let (Some(first), Some(last)) =
        (months.iter().map(|it| it.month).min(), months.iter().map(|it| it.month).max())
    else {
        return;
    };
    let first = first.max(last.plus(1 - MAX_MONTHS));
    let n = last.since(first) + 1;
    let (by_revenue, currency) = (page.view.by_revenue, page.plan.currency.clone());
    let values: Vec<Vec<f64>> = shops
        .iter()
        .map(|shop| {
            let mut values = vec![0.0; n.max(1) as usize];
            for month in months.iter().filter(|it| it.channel == **shop && it.month >= first) {
                values[month.month.since(first) as usize] += figure(month, by_revenue, &currency);
            }
            values
        })
        .collect();
    let areas: Vec<StackArea> = shops
        .iter()
        .zip(&values)
        .enumerate()
        .filter(|(_, (_, values))| values.iter().any(|x| *x > 0.0))
        .map(|(place, (shop, values))| StackArea {
            name: desk.words.shop(shop),
            color: desk.palette.part(place),
            values,
        })
        .collect();
    if areas.is_empty() {
        return;
    }
    let shown = |x: f64| if by_revenue { desk.words.money(x, &currency) } else { desk.words.count(x) };
    let month_at = |place: usize| first.plus(place as i32);
    let read_out = |place: usize| {
        let row = |area: &StackArea| ReadOut::of(&area.name, shown(area.values[place])).colored(area.color);
        (desk.words.month(month_at(place)), areas.iter().rev().map(row).collect())
    };
    let labels: Vec<String> = (0..n as usize).map(|place| label(desk, month_at(place), place)).collect();
    let names: Vec<&str> = areas.iter().map(|area| area.name.as_str()).collect();
    let known =
        [("from", desk.words.month(first)), ("to", desk.words.month(last)), ("shops", names.join(", "))];
    let summary =
        desk.words.with("intake.chart", &known.each_ref().map(|(name, text)| (*name, text.as_str())));
    let stack = StackChart {
        summary: &summary,
        areas: &areas,
        marks: &[],
        months: &labels,
        value_label: &shown,
        read_out: &read_out,
        most: None,
        is_small: false,
        height: CHART,
    };
    stack.show(ui, desk.palette, &mut page.view.cursor);
}

/// The year with the first month and every January.
fn label(desk: &Desk, month: Month, place: usize) -> String {
    if place == 0 || month.number() == 1 { desk.words.month(month) } else { desk.words.month_short(month) }
}

/// A figure of a month, where it is told.
type ToldFigure = fn(&ChannelMonth) -> Option<f64>;

fn table_ui(ui: &mut Ui, desk: &Desk, months: &[&ChannelMonth]) {
    let words = desk.words;
    let all: [(&str, bool, u8, ToldFigure); 10] = [
        (words.get("metric.orders"), false, 0, |it| it.orders.map(|n| n as f64)),
        (words.get("intake.revenue"), true, 1, |it| of_money(it.revenue)),
        (words.get("intake.refunds"), true, 3, |it| of_money(it.refunds)),
        (words.get("intake.fees"), true, 2, |it| {
            sum([it.marketplace_fees, it.affiliate_fees, it.payment_fees])
        }),
        (words.get("intake.fulfilment"), true, 5, |it| of_money(it.fulfilment)),
        (words.get("intake.standing"), true, 7, |it| sum([it.storage_fees, it.account_fees, None])),
        (words.get("intake.ads"), true, 4, |it| of_money(it.ad_spend)),
        (words.get("metric.visits"), false, 6, |it| it.sessions.map(|n| n as f64)),
        (words.get("intake.buyers"), false, 8, |it| it.buyers.map(|n| n as f64)),
        (words.get("intake.unclassified"), true, 9, |it| of_money(it.unclassified)),
    ];
    let told: Vec<_> = all.iter().filter(|(.., told)| months.iter().any(|it| told(it).is_some())).collect();
    let mut columns: Vec<TableColumn> = told
        .iter()
        .map(|(title, _, need, _)| TableColumn {
            title: (*title).to_owned(),
            explained: (*title).to_owned(),
            width: 92.0,
            need: *need,
        })
        .collect();
    let whole = words.get("intake.is_whole");
    columns.insert(
        0,
        TableColumn {
            title: whole.to_owned(),
            explained: words.get("intake.whole_tip").to_owned(),
            width: 70.0,
            need: 0,
        },
    );
    let rows: Vec<TableRow> = months
        .iter()
        .map(|month| {
            let key = if month.is_complete { "intake.yes" } else { "intake.part" };
            let mut cells = vec![TableCell {
                text: words.get(key).to_owned(),
                color: (!month.is_complete).then_some(desk.palette.dim),
                ..TableCell::default()
            }];
            cells.extend(told.iter().map(|(_, is_money, _, told)| match told(month) {
                Some(x) if *is_money => TableCell {
                    full: words.money_exact(x, &month.currency),
                    ..TableCell::of(x, words.money_in_table(x, &month.currency))
                },
                Some(x) => TableCell::of(x, words.count(x)),
                None => TableCell::plain("\u{2013}".to_owned()),
            }));
            TableRow {
                name: words.month(month.month),
                dot: None,
                cells,
                is_selected: false,
                is_part: !month.is_complete,
            }
        })
        .collect();
    let table = FigureTable {
        id: Id::unique("import months"),
        names: words.get("intake.month"),
        name_width: 100.0,
        columns: &columns,
        rows: &rows,
        is_choice: false,
    };
    table.show(ui, desk.palette);
}

fn of_money(money: Option<Decimal>) -> Option<f64> {
    money.and_then(|money| f64::try_from(money).ok())
}

/// The sum of what is told; nothing where none is.
fn sum(parts: [Option<Decimal>; 3]) -> Option<f64> {
    parts
        .iter()
        .any(Option::is_some)
        .then(|| parts.into_iter().flatten().filter_map(|it| of_money(Some(it))).sum())
}
