//! The columns of the sheet: how each field of a channel is read, shown, typed and copied.

use sortie_engine::plan::{Channel, ChannelKind, FileWord, NumberField, Plan, Surface};

use crate::address::unit::TypedEstimate;
use crate::address::{PlanField, PlanPart};
use crate::catalog::evidence::CURRENCIES;
use crate::screen::channels::edit::set_currency;
use crate::text::Words;
use crate::widget::grid::{GridCell, GridContent};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Words.
    Text,
    /// One of a list.
    Choice,
    /// A number that is held for certain.
    Number,
    /// An estimate.
    Estimate,
}

/// One column.
#[derive(Clone, Copy, Debug)]
pub struct ColumnSpec {
    /// The key of its group.
    pub group: &'static str,
    /// The name of its field.
    pub name: &'static str,
    /// What it holds.
    pub kind: ColumnKind,
}

const fn column(group: &'static str, name: &'static str, kind: ColumnKind) -> ColumnSpec {
    ColumnSpec { group, name, kind }
}

/// Every field of a channel but its id and its basis, in the groups in which sellers think of them.
pub const COLUMNS: [ColumnSpec; 27] = [
    column("channels.channel", "kind", ColumnKind::Choice),
    column("channels.channel", "market", ColumnKind::Choice),
    column("channels.channel", "surface", ColumnKind::Choice),
    column("channels.channel", "active", ColumnKind::Choice),
    column("channels.traffic", "visits", ColumnKind::Estimate),
    column("channels.traffic", "growth", ColumnKind::Estimate),
    column("channels.traffic", "cost_per_visit", ColumnKind::Estimate),
    column("channels.traffic", "spend_kept", ColumnKind::Estimate),
    column("channels.customers", "conversion", ColumnKind::Estimate),
    column("channels.customers", "repeat_share", ColumnKind::Estimate),
    column("channels.customers", "customer_life_months", ColumnKind::Number),
    column("channels.customers", "owns_customers", ColumnKind::Choice),
    column("channels.money", "currency", ColumnKind::Choice),
    column("channels.money", "order_value", ColumnKind::Estimate),
    column("channels.money", "unit_cost", ColumnKind::Estimate),
    column("channels.money", "fulfilment", ColumnKind::Estimate),
    column("channels.money", "commission", ColumnKind::Estimate),
    column("channels.money", "payment_fee_share", ColumnKind::Estimate),
    column("channels.money", "payment_fee_fixed", ColumnKind::Estimate),
    column("channels.money", "refund", ColumnKind::Estimate),
    column("channels.money", "resale", ColumnKind::Estimate),
    column("channels.money", "return_cost", ColumnKind::Estimate),
    column("channels.timing", "fixed_cost_per_month", ColumnKind::Estimate),
    column("channels.timing", "payout_days", ColumnKind::Number),
    column("channels.timing", "stock_days", ColumnKind::Number),
    column("sheet.words", "name", ColumnKind::Text),
    column("sheet.words", "notes", ColumnKind::Text),
];

fn field(row: usize, name: &'static str) -> PlanField {
    PlanPart::Channel(row).field(name)
}

/// What stands in a cell.
pub fn content(words: &Words, plan: &Plan, cell: GridCell) -> GridContent {
    let (row, ColumnSpec { name, kind, .. }) = (cell.row, COLUMNS[cell.column]);
    let Some(channel) = plan.channels.get(row) else {
        return GridContent {
            shown: String::new(),
            typed: String::new(),
            is_certain: true,
            is_faulty: false,
        };
    };
    let plain =
        |shown: String| GridContent { typed: shown.clone(), shown, is_certain: true, is_faulty: false };
    match kind {
        ColumnKind::Text if name == "name" => plain(words.ready(&channel.name).to_owned()),
        ColumnKind::Text => plain(words.ready(&channel.notes).to_owned()),
        ColumnKind::Choice => plain(chosen(words, plan, channel, name)),
        ColumnKind::Number => {
            let own = field(row, name);
            let Some(NumberField { value, .. }) = own.number(plan) else { return plain(String::new()) };
            let unit = own.unit(plan);
            GridContent {
                shown: unit.shown(words, value),
                typed: unit.typed(words, value),
                is_certain: true,
                is_faulty: false,
            }
        }
        ColumnKind::Estimate => {
            let own = field(row, name);
            let unit = own.unit(plan);
            let Some(spread) = own.spread(plan) else { return plain(String::new()) };
            let typed = unit.typed_estimate(words, spread);
            GridContent {
                shown: unit.shown(words, spread.likely),
                typed,
                is_certain: spread.is_certain(),
                is_faulty: false,
            }
        }
    }
}

/// What is chosen from a list, in words.
fn chosen(words: &Words, plan: &Plan, channel: &Channel, name: &str) -> String {
    let answer = |is_yes: bool| words.get(if is_yes { "channels.yes" } else { "channels.no" }).to_owned();
    match name {
        "kind" => words.channel_kind(channel.kind).to_owned(),
        "market" => {
            let market = plan.markets.iter().find(|market| market.id == channel.market);
            market.map_or(channel.market.clone(), |market| words.ready(&market.name).to_owned())
        }
        "surface" => channel.surface.map_or_else(String::new, |surface| words.surface(surface).to_owned()),
        "active" => answer(channel.active),
        "currency" => channel.currency.clone().unwrap_or_else(|| plan.currency.clone()),
        _ => answer(channel.owns_its_customers()),
    }
}

/// Writes a text into a cell.
///
/// # Errors
/// What would be right, in words.
pub fn set(words: &Words, plan: &mut Plan, cell: GridCell, text: &str) -> Result<(), String> {
    let (row, ColumnSpec { name, kind, .. }) = (cell.row, COLUMNS[cell.column]);
    let text = text.trim();
    match kind {
        ColumnKind::Text if name == "name" && text.is_empty() => {
            return Err(words.get("sheet.no_name").to_owned());
        }
        ColumnKind::Text if name == "name" => plan.channels[row].name = text.to_owned(),
        ColumnKind::Text => plan.channels[row].notes = text.to_owned(),
        ColumnKind::Choice => return choose(words, plan, row, name, text),
        ColumnKind::Number => {
            let own = field(row, name);
            let value = own.unit(plan).read(words, if text.is_empty() { "0" } else { text })?;
            own.set_number(plan, value);
        }
        ColumnKind::Estimate => {
            let own = field(row, name);
            let Some(spread) = own.spread(plan) else { return Ok(()) };
            let unit = own.unit(plan);
            let text = if text.is_empty() { "0" } else { text };
            match unit.read_estimate(words, text, spread.space)? {
                // What is typed or pasted into a cell is all that is known of it.
                TypedEstimate::Likely(value) => own.set(plan, value, value, value),
                TypedEstimate::Three(low, likely, high) => own.set(plan, low, likely, high),
            }
        }
    }
    Ok(())
}

/// What may be chosen in a column, in the order of the lists elsewhere.
pub fn choices(words: &Words, plan: &Plan, name: &str) -> Vec<String> {
    let told = |word: &str| word.to_owned();
    match name {
        "kind" => ChannelKind::ALL.iter().map(|kind| told(words.channel_kind(*kind))).collect(),
        "market" => plan.markets.iter().map(|market| told(words.ready(&market.name))).collect(),
        "surface" => Surface::ALL.iter().map(|surface| told(words.surface(*surface))).collect(),
        "currency" => std::iter::once(plan.currency.as_str())
            .chain(CURRENCIES.into_iter().filter(|code| *code != plan.currency))
            .map(told)
            .collect(),
        _ => ["channels.yes", "channels.no"].map(|key| told(words.get(key))).to_vec(),
    }
}

fn choose(words: &Words, plan: &mut Plan, row: usize, name: &str, text: &str) -> Result<(), String> {
    let same = |other: &str| other.eq_ignore_ascii_case(text);
    let told = choices(words, plan, name).join(words.get("sheet.or"));
    let nothing = || words.with("sheet.no_choice", &[("text", text), ("choices", &told)]);
    let yes_or_no = || match () {
        () if same(words.get("channels.yes")) || same("yes") || same("1") || same("true") => Ok(true),
        () if same(words.get("channels.no"))
            || same("no")
            || same("0")
            || same("false")
            || text.is_empty() =>
        {
            Ok(false)
        }
        () => Err(nothing()),
    };
    match name {
        "kind" => {
            let found =
                ChannelKind::ALL.iter().find(|kind| same(words.channel_kind(**kind)) || same(kind.word()));
            plan.channels[row].kind = *found.ok_or_else(nothing)?;
        }
        "market" => {
            let found = plan.markets.iter().find(|it| same(words.ready(&it.name)) || same(&it.id));
            plan.channels[row].market = found.ok_or_else(nothing)?.id.clone();
        }
        "surface" if text.is_empty() => plan.channels[row].surface = None,
        "surface" => {
            let found = Surface::ALL.iter().find(|it| same(words.surface(**it)) || same(it.word()));
            plan.channels[row].surface = Some(*found.ok_or_else(nothing)?);
        }
        "active" => plan.channels[row].active = yes_or_no()?,
        "currency" => {
            let code = if text.is_empty() { plan.currency.clone() } else { text.to_uppercase() };
            set_currency(plan, row, &code);
        }
        _ => plan.channels[row].owns_customers = Some(yes_or_no()?),
    }
    Ok(())
}
