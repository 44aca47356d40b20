//! A table of the seller's own channels: what each of its columns holds, what that makes of each row, and the plan it makes.

use egui::{Id, ScrollArea, Ui};
use sortie_engine::import::TableGlimpse;

use super::columns::{examples_of, market_ui, meaning_ui};
use super::{ImportPage, ImportWish};
use crate::catalog::evidence::CURRENCIES;
use crate::desk::Desk;
use crate::edit::editor::{caption_ui, card_title_ui, labelled_ui};
use crate::edit::row::choice_ui;
use crate::intake::{OwnChannel, OwnRole, OwnTable};
use crate::theme::GAP;
use crate::widget::button::{main_button, plain_button};
use crate::widget::card::card_ui;

/// So many channels are shown as they are read, and so many cells that could not be.
const SHOWN: usize = 12;

/// A table of own channels in hand.
#[derive(Clone, Debug)]
pub struct OwnChannelsView {
    file: String,
    table: OwnTable,
}

impl OwnChannelsView {
    /// That of a file, as its names of columns say.
    pub fn of(file: &str, seen: &TableGlimpse, currency: &str) -> Self {
        Self { file: file.to_owned(), table: OwnTable::of(seen, currency) }
    }
}

/// Shows a file that is a table of channels as one, the first time it is there.
pub fn offer(page: &mut ImportPage) {
    let Some(reading) = page.intake.known() else { return };
    if page.view.own.is_some() || page.view.told.is_some() {
        return;
    }
    for report in reading.import.files.iter().filter(|report| report.kind.is_none()) {
        let Some(seen) = reading.glimpses.get(&report.file) else { continue };
        let view = OwnChannelsView::of(&report.file, seen, &page.plan.currency);
        if view.table.is_likely() && page.view.offered.insert(report.file.clone()) {
            page.view.own = Some(view);
            return;
        }
    }
}

/// Shows the table in hand.
pub fn own_ui(ui: &mut Ui, desk: &Desk, page: &mut ImportPage, wishes: &mut Vec<ImportWish>) {
    let start = desk.today.unwrap_or(page.plan.start);
    let Some(OwnChannelsView { file, table }) = &mut page.view.own else { return };
    let words = desk.words;
    let mut is_done = false;
    card_ui(ui, desk.palette, |ui| {
        card_title_ui(ui, desk, &words.with("intake.own", &[("name", file)]));
        caption_ui(ui, desk, words.get("intake.own_explained"));
        ui.scope(|ui| {
            ui.set_max_width(ui.available_width().min(520.0));
            usual_ui(ui, desk, table);
        });
        ui.add_space(GAP);
        ScrollArea::horizontal().id_salt("own columns").show(ui, |ui| {
            for column in 0..table.roles.len() {
                column_ui(ui, desk, table, column);
            }
        });
        ui.add_space(GAP);
        let is_whole = read_ui(ui, desk, table);
        ui.horizontal(|ui| {
            ui.add_enabled_ui(is_whole, |ui| {
                if main_button(ui, desk.palette, words.get("intake.own_make")).clicked() {
                    wishes.extend(table.plan(words, start).map(|plan| ImportWish::OpenOwn(Box::new(plan))));
                }
            });
            is_done |= plain_button(ui, words.get("intake.columns_back")).clicked();
        });
    });
    if is_done {
        page.view.own = None;
    }
}

/// What holds where the table tells no market and no currency.
fn usual_ui(ui: &mut Ui, desk: &Desk, table: &mut OwnTable) {
    let words = desk.words;
    let label = words.get("intake.own_market_else");
    market_ui(ui, desk, Id::unique("own market"), label, &mut table.market);
    let currencies: Vec<(String, String)> =
        CURRENCIES.iter().map(|code| ((*code).to_owned(), (*code).to_owned())).collect();
    let label = words.get("intake.own_currency_else");
    let rect = labelled_ui(ui, desk, label);
    if let Some(code) = choice_ui(ui, rect, Id::unique("own currency"), label, &currencies, &table.currency) {
        table.currency = code;
    }
}

fn column_ui(ui: &mut Ui, desk: &Desk, table: &mut OwnTable, column: usize) {
    let words = desk.words;
    let name = table.columns()[column].trim().to_owned();
    if name.is_empty() {
        return;
    }
    let examples = examples_of(table.examples(column), |_| false);
    let roles = OwnRole::ALL.map(|role| (role, role.words(words).to_owned()));
    let id = Id::unique(("own column", column));
    let (chosen, _) = meaning_ui(ui, desk, id, [&name, &examples], roles, table.roles[column]);
    if let Some(role) = chosen {
        table.give(column, role);
    }
}

/// Shows what each row is read as, and what is missing. Returns whether a plan can be made of it.
fn read_ui(ui: &mut Ui, desk: &Desk, table: &OwnTable) -> bool {
    let words = desk.words;
    let missing: Vec<&str> = table.missing().into_iter().map(|role| role.words(words)).collect();
    if !missing.is_empty() {
        let told = words.with("intake.columns_missing", &[("fields", &missing.join(" · "))]);
        super::details::told_ui(ui, desk, &told);
        return false;
    }
    let (channels, faults) = table.channels();
    if channels.is_empty() {
        super::details::told_ui(ui, desk, words.get("intake.own_none"));
        return false;
    }
    caption_ui(ui, desk, &words.with("intake.own_found", &[("n", &words.count(channels.len() as f64))]));
    for channel in channels.iter().take(SHOWN) {
        caption_ui(ui, desk, &told_of(desk, channel));
    }
    for fault in faults.iter().take(SHOWN) {
        let known = [
            ("channel", fault.channel.as_str()),
            ("column", fault.column.as_str()),
            ("text", fault.text.as_str()),
        ];
        super::details::told_ui(ui, desk, &words.with("intake.own_fault", &known));
    }
    true
}

/// A channel as it is read, in one line.
fn told_of(desk: &Desk, channel: &OwnChannel) -> String {
    let words = desk.words;
    let head =
        [channel.name.clone(), words.channel_kind(channel.kind).to_owned(), words.market(&channel.market)];
    let figures = channel.fields.iter().map(|(field, spread)| {
        format!("{} {}", words.field(field), words.fitted_range(field, spread, &channel.currency))
    });
    head.into_iter().chain(figures).collect::<Vec<_>>().join(" · ")
}
