//! The columns of a table of no known kind: what each holds, guessed with the reason, told by the seller, remembered.

use egui::{Id, Rect, ScrollArea, Sense, Ui, pos2, vec2};
use sortie_engine::import::{
    ColumnMapping, ColumnRole, FileReport, TableGlimpse, guess_some, masked, remembered_by,
};
use sortie_engine::plan::{ChannelKind, FileWord};

use super::{ImportPage, ImportWish};
use crate::desk::Desk;
use crate::edit::editor::{caption_ui, card_title_ui, labelled_ui};
use crate::edit::row::choice_ui;
use crate::intake::{Intake, MARKETS};
use crate::theme::{GAP, GAP_LARGE, ROW_HEIGHT, plain_font, type_size};
use crate::widget::button::{main_button, plain_button};
use crate::widget::card::card_ui;
use crate::widget::elided;

/// So many examples of a column are shown.
const EXAMPLES: usize = 3;
/// The room for what a column is.
const MEANING: f32 = 190.0;
/// A table whose columns are being told.
#[derive(Clone, Debug)]
pub struct ToldColumns {
    file: String,
    seen: TableGlimpse,
    /// What each column is.
    roles: Vec<Option<ColumnRole>>,
    /// What each was guessed or said to be.
    before: Vec<Option<ColumnRole>>,
    was_said: bool,
    kind: ChannelKind,
    market: String,
}

impl ToldColumns {
    /// As the columns were said to be before, or as their names say.
    pub fn of(intake: &Intake, report: &FileReport, seen: &TableGlimpse) -> Self {
        let said = intake.mapping(&remembered_by(seen.columns())).or(report.mapping.as_ref()).cloned();
        let mapping = said.unwrap_or_else(|| guess_some(seen.columns()));
        let role_of = |name: &String| {
            let named = mapping.columns.iter().find(|(_, column)| column.trim() == name.trim());
            named.map(|(role, _)| *role)
        };
        let roles: Vec<Option<ColumnRole>> = seen.columns().iter().map(role_of).collect();
        let mut parts = mapping.channel.as_deref().unwrap_or_default().split(':');
        let kind = parts.next().and_then(ChannelKind::from_word).unwrap_or(ChannelKind::OwnStore);
        let market = parts.next().filter(|market| !market.is_empty()).unwrap_or("us").to_owned();
        let before = roles.clone();
        Self {
            file: report.file.clone(),
            seen: seen.clone(),
            roles,
            before,
            was_said: mapping.is_said,
            kind,
            market,
        }
    }

    fn give(&mut self, column: usize, role: Option<ColumnRole>) {
        if role.is_some() {
            self.roles.iter_mut().filter(|other| **other == role).for_each(|other| *other = None);
        }
        self.roles[column] = role;
    }

    fn mapping(&self) -> ColumnMapping {
        let named = self.roles.iter().zip(self.seen.columns());
        ColumnMapping {
            columns: named.filter_map(|(role, name)| Some(((*role)?, name.trim().to_owned()))).collect(),
            channel: Some(format!("{}:{}", self.kind.word(), self.market)),
            is_said: true,
        }
    }

    fn missing(&self) -> Vec<ColumnRole> {
        let has = |role: &ColumnRole| self.roles.contains(&Some(*role));
        ColumnRole::ALL.into_iter().filter(|role| role.is_needed() && !has(role)).collect()
    }
}

/// Shows the columns of the table in hand.
pub fn columns_ui(ui: &mut Ui, desk: &Desk, page: &mut ImportPage, wishes: &mut Vec<ImportWish>) {
    let Some(told) = &mut page.view.told else { return };
    let words = desk.words;
    let mut is_done = false;
    card_ui(ui, desk.palette, |ui| {
        card_title_ui(ui, desk, &words.with("intake.columns", &[("name", &told.file)]));
        caption_ui(ui, desk, words.get("intake.columns_explained"));
        ui.scope(|ui| {
            ui.set_max_width(ui.available_width().min(520.0));
            shop_ui(ui, desk, told);
        });
        ui.add_space(GAP);
        ScrollArea::horizontal().id_salt("columns").show(ui, |ui| {
            for column in 0..told.roles.len() {
                column_ui(ui, desk, told, column);
            }
        });
        ui.add_space(GAP);
        let missing: Vec<&str> = told.missing().into_iter().map(|role| words.get(role_key(role))).collect();
        if !missing.is_empty() {
            let told = words.with("intake.columns_missing", &[("fields", &missing.join(" · "))]);
            super::details::told_ui(ui, desk, &told);
        }
        ui.horizontal(|ui| {
            ui.add_enabled_ui(missing.is_empty(), |ui| {
                if main_button(ui, desk.palette, words.get("intake.columns_read")).clicked() {
                    let mapping = Box::new(told.mapping());
                    wishes.push(ImportWish::Map(remembered_by(told.seen.columns()), mapping));
                    is_done = true;
                }
            });
            is_done |= plain_button(ui, words.get("intake.columns_back")).clicked();
        });
    });
    if is_done {
        page.view.told = None;
    }
}

/// Which shop the table is of.
fn shop_ui(ui: &mut Ui, desk: &Desk, told: &mut ToldColumns) {
    let words = desk.words;
    let kinds: Vec<(ChannelKind, String)> =
        ChannelKind::ALL.iter().map(|kind| (*kind, words.channel_kind(*kind).to_owned())).collect();
    let label = words.get("intake.columns_shop");
    let rect = labelled_ui(ui, desk, label);
    if let Some(kind) = choice_ui(ui, rect, Id::unique("told kind"), label, &kinds, &told.kind) {
        told.kind = kind;
    }
    let label = words.get("intake.columns_market");
    market_ui(ui, desk, Id::unique("told market"), label, &mut told.market);
}

/// The first examples of a column in one line; of what is personal the shape alone.
pub(super) fn examples_of<'c>(
    cells: impl Iterator<Item = &'c str>,
    is_personal: impl Fn(&str) -> bool,
) -> String {
    let shown = |cell: &str| if is_personal(cell) { masked(cell) } else { cell.to_owned() };
    cells.take(EXAMPLES).map(shown).collect::<Vec<_>>().join(" · ")
}

/// A column of a table in one line: its name, examples of what stands in it, and a menu of what it may be. Returns what was
/// chosen (nothing where it is not to be read) and the room that is left in the line.
pub(super) fn meaning_ui<R: Copy + PartialEq>(
    ui: &mut Ui,
    desk: &Desk,
    id: Id,
    [name, examples]: [&str; 2],
    roles: impl IntoIterator<Item = (R, String)>,
    current: Option<R>,
) -> (Option<Option<R>>, Rect) {
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width().max(600.0), ROW_HEIGHT), Sense::hover());
    ui.painter().hline(row.x_range(), row.top(), egui::Stroke::new(1.0, desk.palette.line));
    let (palette, font) = (desk.palette, || plain_font(type_size::TABLE));
    let width = row.width() - MEANING;
    let at = |x: f32| pos2(row.left() + x, row.center().y);
    elided(ui, at(4.0), width * 0.28 - GAP_LARGE, name, font(), palette.text);
    elided(ui, at(width * 0.28), width * 0.34 - GAP_LARGE, examples, font(), palette.dim);
    let menu = Rect::from_min_size(pos2(row.left() + width * 0.62, row.top() + 2.0), vec2(MEANING, 28.0));
    let unread = (None, desk.words.get("intake.not_read").to_owned());
    let options: Vec<(Option<R>, String)> =
        std::iter::once(unread).chain(roles.into_iter().map(|(role, told)| (Some(role), told))).collect();
    let label = desk.words.with("intake.meaning", &[("name", name)]);
    let chosen = choice_ui(ui, menu, id, &label, &options, &current);
    (chosen, row.with_min_x(menu.right() + GAP_LARGE))
}

/// A menu of markets.
pub(super) fn market_ui(ui: &mut Ui, desk: &Desk, id: Id, label: &str, market: &mut String) {
    let markets: Vec<(String, String)> =
        MARKETS.iter().map(|id| ((*id).to_owned(), desk.words.market(id))).collect();
    let rect = labelled_ui(ui, desk, label);
    if let Some(chosen) = choice_ui(ui, rect, id, label, &markets, market) {
        *market = chosen;
    }
}

fn column_ui(ui: &mut Ui, desk: &Desk, told: &mut ToldColumns, column: usize) {
    let words = desk.words;
    let name = told.seen.columns()[column].trim().to_owned();
    if name.is_empty() {
        return;
    }
    // Of buyers the shape is enough to know the column by.
    let is_personal = |cell: &str| told.roles[column] == Some(ColumnRole::Buyer) || cell.contains('@');
    let examples = examples_of(told.seen.examples(column), is_personal);
    let roles = ColumnRole::ALL.map(|role| (role, words.get(role_key(role)).to_owned()));
    let id = Id::unique(("told column", column));
    let (chosen, rest) = meaning_ui(ui, desk, id, [&name, &examples], roles, told.roles[column]);
    if let Some(role) = chosen {
        told.give(column, role);
    }
    let why = match told.roles[column] {
        None => None,
        role if role != told.before[column] => Some(words.get("intake.why_now").to_owned()),
        Some(_) if told.was_said => Some(words.get("intake.why_said").to_owned()),
        Some(role) => Some(words.with("intake.why_name", &[("what", words.get(role_key(role)))])),
    };
    if let Some(why) = why {
        elided(ui, rest.left_center(), rest.width(), &why, plain_font(type_size::TABLE), desk.palette.dim);
    }
}

/// The key of what a column is.
pub fn role_key(role: ColumnRole) -> &'static str {
    match role {
        ColumnRole::Key => "intake.role_key",
        ColumnRole::Date => "intake.role_date",
        ColumnRole::Revenue => "intake.role_revenue",
        ColumnRole::Tax => "intake.role_tax",
        ColumnRole::Refund => "intake.role_refund",
        ColumnRole::Fee => "intake.role_fee",
        ColumnRole::Fulfilment => "intake.role_fulfilment",
        ColumnRole::Currency => "intake.role_currency",
        ColumnRole::Units => "intake.role_units",
        ColumnRole::Status => "intake.role_status",
        ColumnRole::Buyer => "intake.role_buyer",
    }
}
