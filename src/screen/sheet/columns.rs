//! The columns of the sheet: how each field of a channel is read, shown, typed and copied.

use sortie_engine::plan::{Channel, ChannelKind, FileWord, NumberField, Plan, Surface};

use crate::address::unit::TypedEstimate;
use crate::address::{PlanField, PlanPart};
use crate::catalog::evidence::CURRENCIES;
use crate::screen::channels::edit::set_currency;
use crate::text::Words;
use crate::widget::grid::{GridCell, GridContent};

/// Words of a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChannelText {
    /// Its name.
    Name,
    /// Its notes.
    Notes,
}

/// What is chosen of a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChannelChoice {
    /// Its kind.
    Kind,
    /// Its market, one of the plan's.
    Market,
    /// Where its link stands.
    Surface,
    /// Whether it is active.
    Active,
    /// Whether the seller owns its customers.
    OwnsCustomers,
    /// The currency of its amounts.
    Currency,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Words.
    Text(ChannelText),
    /// One of a list.
    Choice(ChannelChoice),
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
pub const COLUMNS: [ColumnSpec; 28] = [
    column("channels.channel", "kind", ColumnKind::Choice(ChannelChoice::Kind)),
    column("channels.channel", "market", ColumnKind::Choice(ChannelChoice::Market)),
    column("channels.channel", "surface", ColumnKind::Choice(ChannelChoice::Surface)),
    column("channels.channel", "active", ColumnKind::Choice(ChannelChoice::Active)),
    column("channels.traffic", "visits", ColumnKind::Estimate),
    column("channels.traffic", "growth", ColumnKind::Estimate),
    column("channels.traffic", "cost_per_visit", ColumnKind::Estimate),
    column("channels.traffic", "spend_kept", ColumnKind::Estimate),
    column("channels.customers", "conversion", ColumnKind::Estimate),
    column("channels.customers", "repeat_share", ColumnKind::Estimate),
    column("channels.customers", "customer_life_months", ColumnKind::Number),
    column("channels.customers", "owns_customers", ColumnKind::Choice(ChannelChoice::OwnsCustomers)),
    column("channels.money", "currency", ColumnKind::Choice(ChannelChoice::Currency)),
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
    column("channels.timing", "lead_months", ColumnKind::Number),
    column("sheet.words", "name", ColumnKind::Text(ChannelText::Name)),
    column("sheet.words", "notes", ColumnKind::Text(ChannelText::Notes)),
];

/// The columns of a group, in their order.
pub fn columns_of(group: &str) -> impl Iterator<Item = ColumnSpec> {
    COLUMNS.into_iter().filter(move |column| column.group == group)
}

fn field(row: usize, name: &'static str) -> PlanField {
    PlanPart::Channel(row).field(name)
}

/// What stands in a cell.
pub fn content(words: &Words, plan: &Plan, cell: GridCell) -> GridContent {
    let (row, ColumnSpec { name, kind, .. }) = (cell.row, COLUMNS[cell.column]);
    let plain =
        |shown: String| GridContent { typed: shown.clone(), shown, is_certain: true, is_faulty: false };
    let Some(channel) = plan.channels.get(row) else { return plain(String::new()) };
    match kind {
        ColumnKind::Text(ChannelText::Name) => plain(words.ready(&channel.name).to_owned()),
        ColumnKind::Text(ChannelText::Notes) => plain(words.ready(&channel.notes).to_owned()),
        ColumnKind::Choice(choice) => plain(chosen(words, plan, channel, choice)),
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
fn chosen(words: &Words, plan: &Plan, channel: &Channel, choice: ChannelChoice) -> String {
    let answer = |is_yes: bool| words.get(if is_yes { "channels.yes" } else { "channels.no" }).to_owned();
    match choice {
        ChannelChoice::Kind => words.channel_kind(channel.kind).to_owned(),
        ChannelChoice::Market => {
            let market = plan.markets.iter().find(|market| market.id == channel.market);
            market.map_or(channel.market.clone(), |market| words.ready(&market.name).to_owned())
        }
        ChannelChoice::Surface => {
            channel.surface.map_or_else(String::new, |surface| words.surface(surface).to_owned())
        }
        ChannelChoice::Active => answer(channel.active),
        ChannelChoice::Currency => channel.currency.clone().unwrap_or_else(|| plan.currency.clone()),
        ChannelChoice::OwnsCustomers => answer(channel.owns_its_customers()),
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
        ColumnKind::Text(ChannelText::Name) if text.is_empty() => {
            return Err(words.get("sheet.no_name").to_owned());
        }
        ColumnKind::Text(ChannelText::Name) => plan.channels[row].name = text.to_owned(),
        ColumnKind::Text(ChannelText::Notes) => plan.channels[row].notes = text.to_owned(),
        ColumnKind::Choice(choice) => return choose(words, plan, row, choice, text),
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
pub fn choices(words: &Words, plan: &Plan, choice: ChannelChoice) -> Vec<String> {
    let told = |word: &str| word.to_owned();
    match choice {
        ChannelChoice::Kind => ChannelKind::ALL.iter().map(|kind| told(words.channel_kind(*kind))).collect(),
        ChannelChoice::Market => plan.markets.iter().map(|market| told(words.ready(&market.name))).collect(),
        ChannelChoice::Surface => Surface::ALL.iter().map(|surface| told(words.surface(*surface))).collect(),
        ChannelChoice::Currency => std::iter::once(plan.currency.as_str())
            .chain(CURRENCIES.into_iter().filter(|code| *code != plan.currency))
            .map(told)
            .collect(),
        ChannelChoice::Active | ChannelChoice::OwnsCustomers => {
            ["channels.yes", "channels.no"].map(|key| told(words.get(key))).to_vec()
        }
    }
}

fn choose(
    words: &Words,
    plan: &mut Plan,
    row: usize,
    choice: ChannelChoice,
    text: &str,
) -> Result<(), String> {
    let same = |other: &str| other.eq_ignore_ascii_case(text);
    let told = choices(words, plan, choice).join(words.get("sheet.or"));
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
    match choice {
        ChannelChoice::Kind => {
            let found =
                ChannelKind::ALL.iter().find(|kind| same(words.channel_kind(**kind)) || same(kind.word()));
            plan.channels[row].kind = *found.ok_or_else(nothing)?;
        }
        ChannelChoice::Market => {
            let found = plan.markets.iter().find(|it| same(words.ready(&it.name)) || same(&it.id));
            plan.channels[row].market = found.ok_or_else(nothing)?.id.clone();
        }
        ChannelChoice::Surface if text.is_empty() => plan.channels[row].surface = None,
        ChannelChoice::Surface => {
            let found = Surface::ALL.iter().find(|it| same(words.surface(**it)) || same(it.word()));
            plan.channels[row].surface = Some(*found.ok_or_else(nothing)?);
        }
        ChannelChoice::Active => plan.channels[row].active = yes_or_no()?,
        ChannelChoice::Currency => {
            let code = if text.is_empty() { plan.currency.clone() } else { text.to_uppercase() };
            set_currency(plan, row, &code);
        }
        ChannelChoice::OwnsCustomers => plan.channels[row].owns_customers = Some(yes_or_no()?),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use sortie_engine::plan::{fields_of_channel, numbers_of_channel};

    use super::*;

    #[test]
    fn every_number_of_a_channel_has_a_column() {
        let channel = Channel::blank("", "", ChannelKind::Other, "");
        let estimates = fields_of_channel(&channel).into_iter().map(|it| (it.name, ColumnKind::Estimate));
        let numbers = numbers_of_channel(&channel).into_iter().map(|it| (it.name, ColumnKind::Number));
        for (name, kind) in estimates.chain(numbers) {
            let column = COLUMNS.iter().find(|column| column.name == name);
            assert_eq!(column.map(|column| column.kind), Some(kind), "{name} has no column of its kind");
        }
    }
}
