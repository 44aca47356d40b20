//! What the money of a channel is made of, line by line, and which cause took or brought its visits.

use sortie_engine::compare::{AccountLine, ChannelTrace};
use sortie_engine::plan::{Mechanism, fields_of_mechanism};

use super::chain::{
    ChainStep, FigureChain, StepName, StepSign, TracedScenario, ValueKind, kind_of, over, share_of, summed,
};
use crate::address::{PlanField, PlanPart};
use crate::desk::figure::{ChainFigure, FigureKind};

/// What stands at a month's end, and what moves it: what comes is added, what goes is taken off.
type BalanceMoves = &'static [(StepSign, AccountLine)];

const STOCK: BalanceMoves = &[
    (StepSign::Plus, AccountLine::Purchases),
    (StepSign::Minus, AccountLine::Goods),
    (StepSign::Minus, AccountLine::WrittenOff),
];
const RECEIVABLES: BalanceMoves = &[
    (StepSign::Plus, AccountLine::Payout),
    (StepSign::Minus, AccountLine::Arriving),
    (StepSign::Plus, AccountLine::HeldBack),
    (StepSign::Minus, AccountLine::Released),
    (StepSign::Minus, AccountLine::Forfeited),
];
const FROZEN: BalanceMoves = &[
    (StepSign::Plus, AccountLine::HeldBack),
    (StepSign::Minus, AccountLine::Released),
    (StepSign::Minus, AccountLine::Forfeited),
];
const PAYOUT: BalanceMoves = &[
    (StepSign::Plus, AccountLine::Revenue),
    (StepSign::Minus, AccountLine::Commission),
    (StepSign::Minus, AccountLine::PaymentFees),
];
const PROFIT: BalanceMoves = &[
    (StepSign::Plus, AccountLine::Payout),
    (StepSign::Minus, AccountLine::Goods),
    (StepSign::Minus, AccountLine::Shipping),
    (StepSign::Minus, AccountLine::Returns),
    (StepSign::Minus, AccountLine::Ads),
    (StepSign::Minus, AccountLine::Fixed),
    (StepSign::Minus, AccountLine::Forfeited),
    (StepSign::Minus, AccountLine::WrittenOff),
];

impl TracedScenario<'_> {
    /// A line of a channel's money.
    pub(super) fn money(
        &self,
        place: usize,
        channel: &ChannelTrace,
        line: AccountLine,
        month: Option<usize>,
    ) -> FigureChain {
        let own = ChannelSpan { place, channel, month };
        match line {
            AccountLine::Payout => own.moved(PAYOUT),
            AccountLine::Profit => own.moved(PROFIT),
            AccountLine::Stock => own.standing(line, STOCK, self.or_last(month)),
            AccountLine::Receivables => own.standing(line, RECEIVABLES, self.or_last(month)),
            AccountLine::Frozen => own.standing(line, FROZEN, self.or_last(month)),
            AccountLine::OrderValue => own.each(AccountLine::Orders, line, &["order_value"]),
            AccountLine::Refunds => own.each(AccountLine::OrderValue, line, &["refund"]),
            AccountLine::Commission => own.each(AccountLine::Revenue, line, &["commission"]),
            AccountLine::PaymentFees => {
                own.each(AccountLine::Orders, line, &["payment_fee_share", "payment_fee_fixed"])
            }
            AccountLine::Goods => {
                own.each(AccountLine::Orders, line, &["unit_cost", "order_value", "resale"])
            }
            AccountLine::Shipping => own.each(AccountLine::Orders, line, &["fulfilment"]),
            AccountLine::Returns => own.each(AccountLine::Orders, line, &["refund", "return_cost"]),
            AccountLine::Ads => own.each(AccountLine::Visits, line, &["cost_per_visit", "spend_kept"]),
            AccountLine::Fixed => own.made_of_inputs(line, &["fixed_cost_per_month"]),
            AccountLine::Arriving => own.beside(line, &[AccountLine::Payout], &["payout_days"]),
            AccountLine::Purchases => {
                own.beside(line, &[AccountLine::Goods, AccountLine::Stock], &["stock_days"])
            }
            AccountLine::HeldBack | AccountLine::Released | AccountLine::Forfeited => {
                let mut chain = own.beside(line, &[AccountLine::Arriving], &[]);
                chain.steps.extend(self.shock_inputs("freezes_payouts"));
                chain
            }
            AccountLine::WrittenOff => {
                let mut chain = own.beside(line, &[AccountLine::Stock], &[]);
                chain.steps.extend(self.shock_inputs("writes_off"));
                chain
            }
            _ => own.made_of_inputs(line, &[]),
        }
    }

    /// The numbers of the scenario's shocks that do something to money.
    fn shock_inputs(&self, name: &'static str) -> Vec<ChainStep> {
        let scenario = self.plan.scenarios.iter().find(|own| own.id == self.trace.scenario);
        let shocks = scenario.map_or(&[][..], |scenario| &scenario.shocks[..]);
        let strikes = |place: usize| shocks.contains(&self.plan.shocks[place].id);
        let step = |place: usize| {
            let field = PlanPart::Shock(place).field(name);
            let likely = field.spread(self.plan)?.likely;
            let name = StepName::Shock(self.plan.shocks[place].id.clone());
            (likely > 0.0).then_some(input_step(field, name, likely, ValueKind::Share))
        };
        (0..self.plan.shocks.len()).filter(|place| strikes(*place)).filter_map(step).collect()
    }

    /// Visits that shocks or new channels took, or that came from elsewhere, cause by cause.
    pub(super) fn visits_by_cause(
        &self,
        channel: &ChannelTrace,
        line: AccountLine,
        month: Option<usize>,
    ) -> FigureChain {
        let plan = self.plan;
        let step = |name: StepName, visits: &[f64], input: Option<PlanField>| ChainStep {
            sign: StepSign::Plus,
            name,
            value: over(visits, month),
            kind: ValueKind::Count,
            figure: None,
            input,
        };
        let shock = |id: &str| plan.shocks.iter().position(|own| own.id == id);
        let steps: Vec<ChainStep> = match line {
            AccountLine::Lost => channel
                .lost
                .iter()
                .map(|own| {
                    let input = shock(&own.shock).map(|place| PlanPart::Shock(place).field("passes"));
                    step(StepName::Shock(own.shock.clone()), &own.visits, input)
                })
                .collect(),
            AccountLine::Diverted => channel
                .diverted
                .iter()
                .map(|own| {
                    let from = plan.channels.iter().position(|other| other.id == own.from);
                    let input = shock(&own.shock).and_then(|place| {
                        let diversions = &plan.shocks[place].diversions;
                        let to = diversions.iter().position(|diversion| diversion.to == channel.id)?;
                        Some(PlanPart::Diversion(place, to).field("share"))
                    });
                    step(StepName::Channel(from.unwrap_or(usize::MAX)), &own.visits, input)
                })
                .collect(),
            AccountLine::Taken => channel
                .taken
                .iter()
                .map(|own| step(StepName::Strategy(own.by.strategy.clone()), &own.visits, None))
                .collect(),
            _ => {
                let is_meant = |own: &&sortie_engine::compare::BroughtVisits| {
                    self.buys(&own.by.strategy, own.by.place) == (line == AccountLine::Bought)
                };
                let brought = channel.brought.iter().filter(is_meant);
                brought
                    .map(|own| {
                        let input = self.first_number(&own.by.strategy, own.by.place);
                        step(StepName::Strategy(own.by.strategy.clone()), &own.visits, input)
                    })
                    .collect()
            }
        };
        summed(ValueKind::Count, steps.into_iter().filter(|step| step.value != 0.0).collect())
    }

    /// Whether a mechanism buys its visits.
    fn buys(&self, strategy: &str, place: usize) -> bool {
        let strategy = self.plan.strategies.iter().find(|own| own.id == strategy);
        let mechanism = strategy.and_then(|own| own.mechanisms.get(place));
        matches!(mechanism, Some(Mechanism::PaidReach(_)))
    }

    /// The first number of a mechanism, from which its place is reached.
    fn first_number(&self, strategy: &str, place: usize) -> Option<PlanField> {
        let idx = self.plan.strategies.iter().position(|own| own.id == strategy)?;
        let mechanism = self.plan.strategies[idx].mechanisms.get(place)?;
        let first = fields_of_mechanism(mechanism).into_iter().next()?;
        Some(PlanPart::Mechanism(idx, place).field(first.name))
    }
}

fn input_step(field: PlanField, name: StepName, value: f64, kind: ValueKind) -> ChainStep {
    ChainStep { sign: StepSign::Beside, name, value, kind, figure: None, input: Some(field) }
}

/// A channel in a month, or over all of them.
struct ChannelSpan<'a> {
    place: usize,
    channel: &'a ChannelTrace,
    month: Option<usize>,
}

impl ChannelSpan<'_> {
    fn value(&self, line: AccountLine) -> f64 {
        over(&self.channel[line], self.month)
    }

    fn step(&self, sign: StepSign, line: AccountLine) -> ChainStep {
        let figure = Some(ChainFigure { what: FigureKind::Channel(self.place, line), month: self.month });
        ChainStep {
            sign,
            name: StepName::Line(line),
            value: self.value(line),
            kind: kind_of(line),
            figure,
            input: None,
        }
    }

    fn inputs(&self, names: &[&'static str]) -> impl Iterator<Item = ChainStep> {
        let place = self.place;
        names.iter().map(move |name| {
            input_step(PlanPart::Channel(place).field(name), StepName::Field, f64::NAN, ValueKind::Factor)
        })
    }

    /// What adds up from lines of the month.
    fn moved(&self, moves: BalanceMoves) -> FigureChain {
        let steps = moves.iter().map(|(sign, line)| self.step(*sign, *line));
        summed(ValueKind::Money, steps.filter(|step| step.value != 0.0).collect())
    }

    /// What stands at a month's end: what stood there before, and what moved it.
    fn standing(&self, line: AccountLine, moves: BalanceMoves, month: Option<usize>) -> FigureChain {
        let own = ChannelSpan { month, ..*self };
        let mut steps: Vec<ChainStep> = moves.iter().map(|(sign, line)| own.step(*sign, *line)).collect();
        let moved = summed(ValueKind::Money, steps.clone()).value;
        let before = ChainStep {
            sign: StepSign::Plus,
            name: StepName::Word("before"),
            value: own.value(line) - moved,
            kind: ValueKind::Money,
            figure: month
                .and_then(|month| month.checked_sub(1))
                .map(|month| ChainFigure { what: FigureKind::Channel(self.place, line), month: Some(month) }),
            input: None,
        };
        steps.retain(|step| step.value != 0.0);
        steps.insert(0, before);
        if line == AccountLine::Receivables {
            steps.extend(self.inputs(&["payout_days"]));
        } else if line == AccountLine::Stock {
            steps.extend(self.inputs(&["stock_days"]));
        }
        summed(ValueKind::Money, steps)
    }

    /// So much for each of something, and the numbers that this is made from.
    fn each(&self, base: AccountLine, line: AccountLine, inputs: &[&'static str]) -> FigureChain {
        let (value, of) = (self.value(line), self.value(base));
        let (word, kind) = match base {
            AccountLine::Orders => ("per_order", ValueKind::Money),
            AccountLine::Visits => ("per_visit", ValueKind::Money),
            _ => ("part", ValueKind::Share),
        };
        let part = ChainStep {
            sign: StepSign::Times,
            name: StepName::Word(word),
            value: share_of(value, of),
            kind,
            figure: None,
            input: None,
        };
        let mut steps = vec![self.step(StepSign::Plus, base), part];
        steps.extend(self.inputs(inputs));
        FigureChain { value, kind: ValueKind::Money, steps }
    }

    /// What comes from numbers of the plan alone.
    fn made_of_inputs(&self, line: AccountLine, inputs: &[&'static str]) -> FigureChain {
        FigureChain { value: self.value(line), kind: kind_of(line), steps: self.inputs(inputs).collect() }
    }

    /// What follows from other lines with a delay, and the numbers that say how long.
    fn beside(&self, line: AccountLine, others: &[AccountLine], inputs: &[&'static str]) -> FigureChain {
        let others = others.iter().map(|other| self.step(StepSign::Beside, *other));
        let steps = others.filter(|step| step.value != 0.0).chain(self.inputs(inputs)).collect();
        FigureChain { value: self.value(line), kind: ValueKind::Money, steps }
    }
}

#[cfg(test)]
mod tests {
    use sortie_engine::plan::{Channel, ChannelKind, NumberMeasure, fields_of_channel};

    #[test]
    fn every_amount_of_money_of_a_channel_is_named_where_its_money_is_taken_apart() {
        let channel = Channel::blank("", "", ChannelKind::Other, "");
        let amounts = fields_of_channel(&channel).into_iter().filter(|it| it.measure == NumberMeasure::Money);
        for amount in amounts {
            let named = format!("\"{}\"", amount.name);
            assert!(include_str!("money.rs").contains(&named), "{named} makes no line of money");
        }
    }
}
