//! The numbers of a plan as fields: where each stands, in which unit it is read, and what a new value does.

use sortie_engine::plan::{Channel, Fault, Mechanism, Place, Plan, Problem, check};
use sortie_engine::unit::{Amount, Estimate, Share, Signed, Spread};

use crate::text::{Words, names_other_currency, read_number};

/// A number of a channel that the seller can change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChannelField {
    /// Visits a month.
    Visits,
    /// Orders per visit.
    Conversion,
    /// Money per order.
    OrderValue,
    /// Cost of goods.
    UnitCost,
    /// The platform's share.
    Commission,
    /// The payment provider's share.
    PaymentShare,
    /// The payment provider's fee per order.
    PaymentFixed,
    /// Cost to ship an order.
    Fulfilment,
    /// Share of sales returned.
    Refund,
    /// Media cost of a visit.
    CostPerVisit,
    /// Cost of an open channel.
    FixedCost,
    /// Growth a month.
    Growth,
    /// Share of orders from past customers.
    RepeatShare,
}

impl ChannelField {
    /// The columns of the table of channels.
    pub const COLUMNS: [Self; 3] = [Self::Visits, Self::Conversion, Self::OrderValue];
    /// The numbers below the table.
    pub const REST: [Self; 10] = [
        Self::UnitCost,
        Self::Commission,
        Self::PaymentShare,
        Self::PaymentFixed,
        Self::Fulfilment,
        Self::Refund,
        Self::Growth,
        Self::RepeatShare,
        Self::CostPerVisit,
        Self::FixedCost,
    ];
}

/// An estimate of the plan, by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// A number of the channel with this place in the list.
    Channel(usize, ChannelField),
    /// Overhead a month.
    Overhead,
    /// The share of visits that a shock lets through.
    Passes(usize),
    /// How long a shock lasts.
    Lasts(usize),
    /// The share of a shock's lost visits that its diversion takes.
    Diversion(usize, usize),
    /// What a strategy costs once.
    SetupCost(usize),
    /// What a strategy costs a month.
    MonthlyCost(usize),
    /// The money a month of a strategy's mechanism that buys visits.
    Spend(usize, usize),
    /// The money a post of a strategy's mechanism.
    PostCost(usize, usize),
    /// The posts a month of a strategy's mechanism.
    Posts(usize, usize),
}

/// An estimate of any kind, to be changed.
enum Any<'p> {
    Amount(&'p mut Estimate<Amount>),
    Share(&'p mut Estimate<Share>),
    Signed(&'p mut Estimate<Signed>),
}

/// How a number is read and written.
#[derive(Clone, Debug, PartialEq)]
pub enum Unit {
    /// Money of a currency.
    Money(String),
    /// A number of things.
    Count,
    /// A share, in percent.
    Share,
    /// Growth a month, in percent.
    Growth,
    /// Months.
    Months,
}

impl Field {
    /// The field in hand before any was touched.
    pub const FIRST: Self = Self::Channel(0, ChannelField::Conversion);

    /// The key of its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Channel(_, field) => match field {
                ChannelField::Visits => "field.visits",
                ChannelField::Conversion => "field.conversion",
                ChannelField::OrderValue => "field.order_value",
                ChannelField::UnitCost => "field.unit_cost",
                ChannelField::Commission => "field.commission",
                ChannelField::PaymentShare => "field.payment_fee_share",
                ChannelField::PaymentFixed => "field.payment_fee_fixed",
                ChannelField::Fulfilment => "field.fulfilment",
                ChannelField::Refund => "field.refund",
                ChannelField::CostPerVisit => "field.cost_per_visit",
                ChannelField::FixedCost => "field.fixed_cost_per_month",
                ChannelField::Growth => "field.growth",
                ChannelField::RepeatShare => "field.repeat_share",
            },
            Self::Overhead => "field.overhead_per_month",
            Self::Passes(_) => "field.passes",
            Self::Lasts(_) => "field.lasts_months",
            Self::Diversion(..) => "field.share",
            Self::SetupCost(_) => "field.setup_cost",
            Self::MonthlyCost(_) => "field.monthly_cost",
            Self::Spend(..) => "field.spend_per_month",
            Self::PostCost(..) => "field.cost_per_post",
            Self::Posts(..) => "field.posts_per_month",
        }
    }

    /// What it belongs to, as the seller named it; nothing for the whole business.
    pub fn owner(self, plan: &Plan, words: &Words) -> String {
        let channel = |id: &str| {
            let channel = plan.channels.iter().find(|channel| channel.id == id);
            channel.map_or_else(|| id.to_owned(), |channel| words.ready(&channel.name).to_owned())
        };
        let owner = match self {
            Self::Channel(idx, _) => plan.channels.get(idx).map(|channel| words.ready(&channel.name)),
            Self::Overhead => None,
            Self::Passes(idx) | Self::Lasts(idx) => {
                plan.shocks.get(idx).map(|shock| words.ready(&shock.name))
            }
            Self::Diversion(idx, part) => {
                let diversion = plan.shocks.get(idx).and_then(|shock| shock.diversions.get(part));
                return diversion.map(|diversion| channel(&diversion.to)).unwrap_or_default();
            }
            Self::SetupCost(idx)
            | Self::MonthlyCost(idx)
            | Self::Spend(idx, _)
            | Self::PostCost(idx, _)
            | Self::Posts(idx, _) => plan.strategies.get(idx).map(|strategy| words.ready(&strategy.name)),
        };
        owner.unwrap_or_default().to_owned()
    }

    /// Its unit.
    pub fn unit(self, plan: &Plan) -> Unit {
        let of = |own: Option<&String>| Unit::Money(own.unwrap_or(&plan.currency).clone());
        let channel = |idx: usize| of(plan.channels.get(idx).and_then(|channel| channel.currency.as_ref()));
        let strategy =
            |idx: usize| of(plan.strategies.get(idx).and_then(|strategy| strategy.currency.as_ref()));
        match self {
            Self::Channel(idx, field) => match field {
                ChannelField::Visits => Unit::Count,
                ChannelField::Growth => Unit::Growth,
                ChannelField::OrderValue
                | ChannelField::PaymentFixed
                | ChannelField::Fulfilment
                | ChannelField::CostPerVisit
                | ChannelField::FixedCost => channel(idx),
                ChannelField::Conversion
                | ChannelField::UnitCost
                | ChannelField::Commission
                | ChannelField::PaymentShare
                | ChannelField::Refund
                | ChannelField::RepeatShare => Unit::Share,
            },
            Self::Overhead => Unit::Money(plan.currency.clone()),
            Self::Passes(_) | Self::Diversion(..) => Unit::Share,
            Self::Lasts(_) => Unit::Months,
            Self::SetupCost(idx) | Self::MonthlyCost(idx) | Self::Spend(idx, _) | Self::PostCost(idx, _) => {
                strategy(idx)
            }
            Self::Posts(..) => Unit::Count,
        }
    }

    /// Its three figures, if the plan has it.
    pub fn spread(self, plan: &mut Plan) -> Option<Spread> {
        Some(match self.find(plan)? {
            Any::Amount(estimate) => estimate.spread(),
            Any::Share(estimate) => estimate.spread(),
            Any::Signed(estimate) => estimate.spread(),
        })
    }

    /// Moves its likely value, the range with it. A hand that rests in the middle of a drag asks in every frame for the
    /// value that is there: nothing may change then, not even the last digit of the range.
    #[expect(clippy::float_cmp, reason = "the value that is there is exactly that value")]
    pub fn move_to(self, plan: &mut Plan, value: f64) {
        let is_there = self.spread(plan).is_some_and(|spread| spread.likely == value);
        match self.find(plan).filter(|_| !is_there) {
            Some(Any::Amount(estimate)) => *estimate = estimate.moved_to(value),
            Some(Any::Share(estimate)) => *estimate = estimate.moved_to(value),
            Some(Any::Signed(estimate)) => *estimate = estimate.moved_to(value),
            None if is_there => {}
            None => return,
        }
        self.mark_typed(plan);
    }

    /// Gives it three figures.
    pub fn set(self, plan: &mut Plan, low: f64, likely: f64, high: f64) {
        match self.find(plan) {
            Some(Any::Amount(estimate)) => *estimate = Estimate::new(low, likely, high),
            Some(Any::Share(estimate)) => *estimate = Estimate::new(low, likely, high),
            Some(Any::Signed(estimate)) => *estimate = Estimate::new(low, likely, high),
            None => return,
        }
        self.mark_typed(plan);
    }

    fn find(self, plan: &mut Plan) -> Option<Any<'_>> {
        match self {
            Self::Channel(idx, field) => plan.channels.get_mut(idx).map(|channel| of_channel(channel, field)),
            Self::Overhead => Some(Any::Amount(&mut plan.cash.overhead_per_month)),
            Self::Passes(idx) => Some(Any::Share(&mut plan.shocks.get_mut(idx)?.passes)),
            Self::Lasts(idx) => Some(Any::Amount(plan.shocks.get_mut(idx)?.lasts_months.as_mut()?)),
            Self::Diversion(idx, part) => {
                Some(Any::Share(&mut plan.shocks.get_mut(idx)?.diversions.get_mut(part)?.share))
            }
            Self::SetupCost(idx) => Some(Any::Amount(&mut plan.strategies.get_mut(idx)?.setup_cost)),
            Self::MonthlyCost(idx) => Some(Any::Amount(&mut plan.strategies.get_mut(idx)?.monthly_cost)),
            Self::Spend(idx, part) | Self::PostCost(idx, part) | Self::Posts(idx, part) => {
                let mechanism = plan.strategies.get_mut(idx)?.mechanisms.get_mut(part)?;
                match (mechanism, self) {
                    (Mechanism::PaidReach(reach), Self::Spend(..)) => {
                        Some(Any::Amount(&mut reach.spend_per_month))
                    }
                    (Mechanism::Audience(posts), Self::PostCost(..)) => {
                        Some(Any::Amount(&mut posts.cost_per_post))
                    }
                    (Mechanism::Audience(posts), Self::Posts(..)) => {
                        Some(Any::Amount(&mut posts.posts_per_month))
                    }
                    _ => None,
                }
            }
        }
    }
}

fn of_channel(channel: &mut Channel, field: ChannelField) -> Any<'_> {
    match field {
        ChannelField::Visits => Any::Amount(&mut channel.visits),
        ChannelField::Conversion => Any::Share(&mut channel.conversion),
        ChannelField::OrderValue => Any::Amount(&mut channel.order_value),
        ChannelField::UnitCost => Any::Share(&mut channel.unit_cost),
        ChannelField::Commission => Any::Share(&mut channel.commission),
        ChannelField::PaymentShare => Any::Share(&mut channel.payment_fee_share),
        ChannelField::PaymentFixed => Any::Amount(&mut channel.payment_fee_fixed),
        ChannelField::Fulfilment => Any::Amount(&mut channel.fulfilment),
        ChannelField::Refund => Any::Share(&mut channel.refund),
        ChannelField::CostPerVisit => Any::Amount(&mut channel.cost_per_visit),
        ChannelField::FixedCost => Any::Amount(&mut channel.fixed_cost_per_month),
        ChannelField::Growth => Any::Signed(&mut channel.growth),
        ChannelField::RepeatShare => Any::Share(&mut channel.repeat_share),
    }
}

impl Unit {
    /// A value as it is shown.
    pub fn shown(&self, words: &Words, x: f64) -> String {
        match self {
            Self::Money(currency) => words.money(x, currency),
            Self::Count => words.count(x),
            Self::Share | Self::Growth => words.share(x),
            Self::Months => words.with("unit.months", &[("n", &words.number(x))]),
        }
    }

    /// A value with every digit, as it stands in a field that is typed in.
    pub fn typed(&self, words: &Words, x: f64) -> String {
        match self {
            // Twelve digits hide that a share times a hundred is not always the number that was typed.
            Self::Share | Self::Growth => words.exact(rounded(x * 100.0, 12)) + "%",
            _ => words.exact(rounded(x, 12)),
        }
    }

    /// The value of a typed text, or what would be right. In percent a bare number is a number of percents.
    pub fn read(&self, words: &Words, text: &str) -> Result<f64, String> {
        let value = read_number(text).map_err(|fault| words.number_fault(fault).to_owned())?;
        let has_sign = text.contains(['%', '\u{FF05}', '\u{2030}']);
        let is_percent = matches!(self, Self::Share | Self::Growth);
        if has_sign && !is_percent {
            return Err(words.get("editor.no_percent").to_owned());
        }
        let own = if let Self::Money(currency) = self { currency.as_str() } else { "" };
        if names_other_currency(text, own) {
            let key = if own.is_empty() { "editor.no_money" } else { "editor.other_currency" };
            return Err(words.with(key, &[("currency", own)]));
        }
        Ok(if is_percent && !has_sign { rounded(value / 100.0, 15) } else { value })
    }

    /// The range that a number outside of it should be in, in this unit.
    fn range_of(&self, words: &Words, problem: &Problem) -> Option<String> {
        let Problem::OutOfRange { from, to, .. } = *problem else { return None };
        let told = |x: f64| self.typed(words, x);
        Some(match (from.is_finite(), to.is_finite()) {
            (true, true) => words.with("editor.from_to", &[("from", &told(from)), ("to", &told(to))]),
            (true, false) => words.with("editor.from", &[("from", &told(from))]),
            _ => return None,
        })
    }

    /// The value `steps` steps of the arrow keys from `x`: a step is one of its second digit.
    pub fn stepped(&self, x: f64, steps: i32) -> f64 {
        let step = match self {
            Self::Growth => 0.001,
            Self::Months => 1.0,
            _ if x.abs() < 1e-9 => self.first_step(),
            _ => 10_f64.powf(x.abs().log10().floor() - 1.0),
        };
        self.kept_in(rounded(x + f64::from(steps) * step, 6))
    }

    /// The value after a drag of `points` to the right that began at `x`.
    pub fn dragged(&self, x: f64, points: f32) -> f64 {
        let points = f64::from(points);
        let moved = match self {
            Self::Growth => x + points * 0.000_5,
            Self::Months => x + (points * 0.1).round(),
            _ if x.abs() < 1e-9 => (points / 4.0).trunc() * self.first_step(),
            Self::Share => {
                let odds = x / (1.0 - x).max(1e-9) * (points * 0.01).exp();
                odds / (1.0 + odds)
            }
            Self::Money(_) | Self::Count => x * (points * 0.006).exp(),
        };
        let digits = if matches!(self, Self::Growth) { 2 } else { 3 };
        self.kept_in(rounded(moved, digits))
    }

    fn first_step(&self) -> f64 {
        match self {
            Self::Share | Self::Growth => 0.001,
            _ => 1.0,
        }
    }

    fn kept_in(&self, x: f64) -> f64 {
        match self {
            Self::Share => x.clamp(0.0, 0.999),
            Self::Growth => x.max(-0.99),
            // Opening cash may be below 0; its field does not step out of the sign it has.
            Self::Money(_) => x,
            Self::Count | Self::Months => x.max(0.0),
        }
    }
}

/// `x` to so many significant digits.
pub fn rounded(x: f64, digits: i32) -> f64 {
    if x == 0.0 || !x.is_finite() {
        return x;
    }
    let text = format!("{x:.*e}", usize::try_from(digits - 1).unwrap_or(0));
    text.parse().unwrap_or(x)
}

/// Changes the plan by `edit`, unless the plan would then have a fault: then it stays, and the answer says what
/// would be right.
///
/// # Errors
/// What would be right, in words.
pub fn try_edit(plan: &mut Plan, words: &Words, edit: impl FnOnce(&mut Plan)) -> Result<(), String> {
    // The field stands right there, so that its place need not be told.
    try_change(plan, edit).map_err(|fault| words.fault(&Fault { place: Place::default(), ..fault }))
}

/// As [`try_edit`], for a number in `unit`, so that its range is told as it is typed.
///
/// # Errors
/// What would be right, in words.
pub fn try_number(
    plan: &mut Plan,
    words: &Words,
    unit: &Unit,
    edit: impl FnOnce(&mut Plan),
) -> Result<(), String> {
    try_change(plan, edit).map_err(|fault| {
        unit.range_of(words, &fault.problem)
            .unwrap_or_else(|| words.fault(&Fault { place: Place::default(), ..fault }))
    })
}

fn try_change(plan: &mut Plan, edit: impl FnOnce(&mut Plan)) -> Result<(), Fault> {
    let before = plan.clone();
    edit(plan);
    let Some(fault) = check(plan).into_iter().next() else { return Ok(()) };
    *plan = before;
    Err(fault)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Language, words};

    #[test]
    fn a_bare_number_in_a_percent_field_is_a_number_of_percents() {
        let words = words(Language::English);
        assert_eq!(Unit::Share.read(words, "2.2"), Ok(0.022));
        assert_eq!(Unit::Share.read(words, "2.2%"), Ok(0.022));
        assert!(Unit::Share.read(words, "much").is_err());
    }

    #[test]
    fn what_stands_in_a_field_reads_back_as_the_value() {
        let words = words(Language::English);
        for x in [0.018, 0.29, 0.07, 1.0 / 3.0] {
            let back = Unit::Share.read(words, &Unit::Share.typed(words, x)).unwrap();
            assert!((back - x).abs() < 1e-11, "{x}");
        }
        let money = Unit::Money("USD".to_owned());
        assert_eq!(money.read(words, &money.typed(words, 12_345.67)), Ok(12_345.67));
    }

    #[test]
    fn arrow_keys_move_the_second_digit() {
        assert!((Unit::Share.stepped(0.018, 1) - 0.019).abs() < 1e-12);
        assert!((Unit::Count.stepped(50_000.0, -2) - 48_000.0).abs() < 1e-6);
        assert!((Unit::Count.stepped(0.0, 1) - 1.0).abs() < 1e-12);
    }
}
