//! What the money of a channel is made of, line by line, and which cause took or brought its visits.

use sortie_engine::compare::{ChannelTrace, Line};
use sortie_engine::plan::{Mechanism, fields_of_mechanism};

use super::chain::{Chain, Figure, Kind, Name, Sign, Step, Traced, What, kind_of, over, share_of, summed};
use crate::screen::number::{Field, Part};

/// What stands at a month's end, and what moves it: what comes is added, what goes is taken off.
type Moves = &'static [(Sign, Line)];

const STOCK: Moves =
    &[(Sign::Plus, Line::Purchases), (Sign::Minus, Line::Goods), (Sign::Minus, Line::WrittenOff)];
const RECEIVABLES: Moves = &[
    (Sign::Plus, Line::Payout),
    (Sign::Minus, Line::Arriving),
    (Sign::Plus, Line::HeldBack),
    (Sign::Minus, Line::Released),
    (Sign::Minus, Line::Forfeited),
];
const FROZEN: Moves =
    &[(Sign::Plus, Line::HeldBack), (Sign::Minus, Line::Released), (Sign::Minus, Line::Forfeited)];
const PAYOUT: Moves =
    &[(Sign::Plus, Line::Revenue), (Sign::Minus, Line::Commission), (Sign::Minus, Line::PaymentFees)];
const PROFIT: Moves = &[
    (Sign::Plus, Line::Payout),
    (Sign::Minus, Line::Goods),
    (Sign::Minus, Line::Shipping),
    (Sign::Minus, Line::Returns),
    (Sign::Minus, Line::Ads),
    (Sign::Minus, Line::Fixed),
    (Sign::Minus, Line::Forfeited),
    (Sign::Minus, Line::WrittenOff),
];

impl Traced<'_> {
    /// A line of a channel's money.
    pub(super) fn money(
        &self,
        place: usize,
        channel: &ChannelTrace,
        line: Line,
        month: Option<usize>,
    ) -> Chain {
        let own = Own { place, channel, month };
        match line {
            Line::Payout => own.moved(PAYOUT),
            Line::Profit => own.moved(PROFIT),
            Line::Stock => own.standing(line, STOCK, self.or_last(month)),
            Line::Receivables => own.standing(line, RECEIVABLES, self.or_last(month)),
            Line::Frozen => own.standing(line, FROZEN, self.or_last(month)),
            Line::OrderValue => own.each(Line::Orders, line, &["order_value"]),
            Line::Refunds => own.each(Line::OrderValue, line, &["refund"]),
            Line::Commission => own.each(Line::Revenue, line, &["commission"]),
            Line::PaymentFees => own.each(Line::Orders, line, &["payment_fee_share", "payment_fee_fixed"]),
            Line::Goods => own.each(Line::Orders, line, &["unit_cost", "order_value", "resale"]),
            Line::Shipping => own.each(Line::Orders, line, &["fulfilment"]),
            Line::Returns => own.each(Line::Orders, line, &["refund", "return_cost"]),
            Line::Ads => own.each(Line::Visits, line, &["cost_per_visit", "spend_kept"]),
            Line::Fixed => own.made_of_inputs(line, &["fixed_cost_per_month"]),
            Line::Arriving => own.beside(line, &[Line::Payout], &["payout_days"]),
            Line::Purchases => own.beside(line, &[Line::Goods, Line::Stock], &["stock_days"]),
            Line::HeldBack | Line::Released | Line::Forfeited => {
                let mut chain = own.beside(line, &[Line::Arriving], &[]);
                chain.steps.extend(self.shock_inputs("freezes_payouts"));
                chain
            }
            Line::WrittenOff => {
                let mut chain = own.beside(line, &[Line::Stock], &[]);
                chain.steps.extend(self.shock_inputs("writes_off"));
                chain
            }
            _ => own.made_of_inputs(line, &[]),
        }
    }

    /// The numbers of the scenario's shocks that do something to money.
    fn shock_inputs(&self, name: &'static str) -> Vec<Step> {
        let scenario = self.plan.scenarios.iter().find(|own| own.id == self.trace.scenario);
        let shocks = scenario.map_or(&[][..], |scenario| &scenario.shocks[..]);
        let strikes = |place: usize| shocks.contains(&self.plan.shocks[place].id);
        let step = |place: usize| {
            let field = Part::Shock(place).field(name);
            let likely = field.spread(self.plan)?.likely;
            let name = Name::Shock(self.plan.shocks[place].id.clone());
            (likely > 0.0).then_some(input_step(field, name, likely, Kind::Share))
        };
        (0..self.plan.shocks.len()).filter(|place| strikes(*place)).filter_map(step).collect()
    }

    /// Visits that shocks or new channels took, or that came from elsewhere, cause by cause.
    pub(super) fn visits_by_cause(&self, channel: &ChannelTrace, line: Line, month: Option<usize>) -> Chain {
        let plan = self.plan;
        let step = |name: Name, visits: &[f64], input: Option<Field>| Step {
            sign: Sign::Plus,
            name,
            value: over(visits, month),
            kind: Kind::Count,
            figure: None,
            input,
        };
        let shock = |id: &str| plan.shocks.iter().position(|own| own.id == id);
        let steps: Vec<Step> = match line {
            Line::Lost => channel
                .lost
                .iter()
                .map(|own| {
                    let input = shock(&own.shock).map(|place| Part::Shock(place).field("passes"));
                    step(Name::Shock(own.shock.clone()), &own.visits, input)
                })
                .collect(),
            Line::Diverted => channel
                .diverted
                .iter()
                .map(|own| {
                    let from = plan.channels.iter().position(|other| other.id == own.from);
                    let input = shock(&own.shock).and_then(|place| {
                        let diversions = &plan.shocks[place].diversions;
                        let to = diversions.iter().position(|diversion| diversion.to == channel.id)?;
                        Some(Part::Diversion(place, to).field("share"))
                    });
                    step(Name::Channel(from.unwrap_or(usize::MAX)), &own.visits, input)
                })
                .collect(),
            Line::Taken => channel
                .taken
                .iter()
                .map(|own| step(Name::Strategy(own.by.strategy.clone()), &own.visits, None))
                .collect(),
            _ => {
                let is_meant = |own: &&sortie_engine::compare::Brought| {
                    self.buys(&own.by.strategy, own.by.place) == (line == Line::Bought)
                };
                let brought = channel.brought.iter().filter(is_meant);
                brought
                    .map(|own| {
                        let input = self.first_number(&own.by.strategy, own.by.place);
                        step(Name::Strategy(own.by.strategy.clone()), &own.visits, input)
                    })
                    .collect()
            }
        };
        summed(Kind::Count, steps.into_iter().filter(|step| step.value != 0.0).collect())
    }

    /// Whether a mechanism buys its visits.
    fn buys(&self, strategy: &str, place: usize) -> bool {
        let strategy = self.plan.strategies.iter().find(|own| own.id == strategy);
        let mechanism = strategy.and_then(|own| own.mechanisms.get(place));
        matches!(mechanism, Some(Mechanism::PaidReach(_)))
    }

    /// The first number of a mechanism, from which its place is reached.
    fn first_number(&self, strategy: &str, place: usize) -> Option<Field> {
        let idx = self.plan.strategies.iter().position(|own| own.id == strategy)?;
        let mechanism = self.plan.strategies[idx].mechanisms.get(place)?;
        let first = fields_of_mechanism(mechanism).into_iter().next()?;
        Some(Part::Mechanism(idx, place).field(first.name))
    }
}

fn input_step(field: Field, name: Name, value: f64, kind: Kind) -> Step {
    Step { sign: Sign::Beside, name, value, kind, figure: None, input: Some(field) }
}

/// A channel in a month, or over all of them.
struct Own<'a> {
    place: usize,
    channel: &'a ChannelTrace,
    month: Option<usize>,
}

impl Own<'_> {
    fn value(&self, line: Line) -> f64 {
        over(&self.channel[line], self.month)
    }

    fn step(&self, sign: Sign, line: Line) -> Step {
        let figure = Some(Figure { what: What::Channel(self.place, line), month: self.month });
        Step {
            sign,
            name: Name::Line(line),
            value: self.value(line),
            kind: kind_of(line),
            figure,
            input: None,
        }
    }

    fn inputs(&self, names: &[&'static str]) -> impl Iterator<Item = Step> {
        let place = self.place;
        names.iter().map(move |name| {
            input_step(Part::Channel(place).field(name), Name::Field, f64::NAN, Kind::Factor)
        })
    }

    /// What adds up from lines of the month.
    fn moved(&self, moves: Moves) -> Chain {
        let steps = moves.iter().map(|(sign, line)| self.step(*sign, *line));
        summed(Kind::Money, steps.filter(|step| step.value != 0.0).collect())
    }

    /// What stands at a month's end: what stood there before, and what moved it.
    fn standing(&self, line: Line, moves: Moves, month: Option<usize>) -> Chain {
        let own = Own { month, ..*self };
        let mut steps: Vec<Step> = moves.iter().map(|(sign, line)| own.step(*sign, *line)).collect();
        let moved = summed(Kind::Money, steps.clone()).value;
        let before = Step {
            sign: Sign::Plus,
            name: Name::Word("before"),
            value: own.value(line) - moved,
            kind: Kind::Money,
            figure: month
                .and_then(|month| month.checked_sub(1))
                .map(|month| Figure { what: What::Channel(self.place, line), month: Some(month) }),
            input: None,
        };
        steps.retain(|step| step.value != 0.0);
        steps.insert(0, before);
        if line == Line::Receivables {
            steps.extend(self.inputs(&["payout_days"]));
        } else if line == Line::Stock {
            steps.extend(self.inputs(&["stock_days"]));
        }
        summed(Kind::Money, steps)
    }

    /// So much for each of something, and the numbers that this is made from.
    fn each(&self, base: Line, line: Line, inputs: &[&'static str]) -> Chain {
        let (value, of) = (self.value(line), self.value(base));
        let (word, kind) = match base {
            Line::Orders => ("per_order", Kind::Money),
            Line::Visits => ("per_visit", Kind::Money),
            _ => ("part", Kind::Share),
        };
        let part = Step {
            sign: Sign::Times,
            name: Name::Word(word),
            value: share_of(value, of),
            kind,
            figure: None,
            input: None,
        };
        let mut steps = vec![self.step(Sign::Plus, base), part];
        steps.extend(self.inputs(inputs));
        Chain { value, kind: Kind::Money, steps }
    }

    /// What comes from numbers of the plan alone.
    fn made_of_inputs(&self, line: Line, inputs: &[&'static str]) -> Chain {
        Chain { value: self.value(line), kind: kind_of(line), steps: self.inputs(inputs).collect() }
    }

    /// What follows from other lines with a delay, and the numbers that say how long.
    fn beside(&self, line: Line, others: &[Line], inputs: &[&'static str]) -> Chain {
        let others = others.iter().map(|other| self.step(Sign::Beside, *other));
        let steps = others.filter(|step| step.value != 0.0).chain(self.inputs(inputs)).collect();
        Chain { value: self.value(line), kind: Kind::Money, steps }
    }
}
