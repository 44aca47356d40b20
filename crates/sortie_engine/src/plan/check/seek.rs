//! The tools of a check: where it is, what it has found, and the questions it asks of one number or id.

use std::collections::BTreeSet;

use super::super::fault::{Fault, MAX_FAULTS, Place, Problem, Reference};
use super::super::parts::Plan;
use super::super::shock::Targets;
use crate::unit::{Space, Spread};

/// A check on its way through a plan.
pub(super) struct Seek<'p> {
    pub plan: &'p Plan,
    pub place: Place,
    pub faults: Vec<Fault>,
    /// The ids of each kind of thing, in the order of [`Reference`].
    ids: [BTreeSet<&'p str>; 5],
}

/// The range of a number; `above` and `below` leave out its ends.
#[derive(Clone, Copy)]
pub(super) struct Range {
    pub from: f64,
    pub to: f64,
    pub above: bool,
    pub below: bool,
}

impl Range {
    pub const ANY: Self = Self { from: f64::NEG_INFINITY, to: f64::INFINITY, above: false, below: false };
    pub const AMOUNT: Self = Self::from(0.0);
    pub const ABOVE_0: Self = Self { above: true, ..Self::AMOUNT };
    pub const SHARE: Self = Self { to: 1.0, ..Self::AMOUNT };
    pub const BELOW_1: Self = Self { below: true, ..Self::SHARE };

    pub const fn from(from: f64) -> Self {
        Self { from, ..Self::ANY }
    }

    const fn of(space: Space) -> Self {
        match space {
            Space::Log => Self::AMOUNT,
            Space::Logit => Self::SHARE,
            Space::Identity => Self::ANY,
        }
    }

    fn holds(&self, x: f64) -> bool {
        let above = if self.above { x > self.from } else { x >= self.from };
        let below = if self.below { x < self.to } else { x <= self.to };
        above && below
    }
}

impl<'p> Seek<'p> {
    pub fn new(plan: &'p Plan) -> Self {
        let ids = [
            plan.markets.iter().map(|item| item.id.as_str()).collect(),
            plan.channels.iter().map(|item| item.id.as_str()).collect(),
            plan.shocks.iter().map(|item| item.id.as_str()).collect(),
            plan.strategies.iter().map(|item| item.id.as_str()).collect(),
            plan.scenarios.iter().map(|item| item.id.as_str()).collect(),
        ];
        Self { plan, place: Place::default(), faults: vec![], ids }
    }

    pub fn fault(&mut self, field: &str, problem: Problem) {
        let place = if field.is_empty() { self.place.clone() } else { self.place.field(field) };
        self.note(place, problem);
    }

    fn note(&mut self, place: Place, problem: Problem) {
        if self.faults.len() < MAX_FAULTS {
            self.faults.push(Fault { place, problem });
        }
    }

    /// Looks into the field `name`.
    pub fn within(&mut self, name: &str, look: impl FnOnce(&mut Self)) {
        let inner = self.place.field(name);
        let outer = std::mem::replace(&mut self.place, inner);
        look(self);
        self.place = outer;
    }

    /// Looks into every item of the list `name`.
    pub fn each<T>(
        &mut self,
        name: &str,
        items: &[T],
        label: impl Fn(&T) -> &str,
        mut look: impl FnMut(&mut Self, &T),
    ) {
        for (idx, item) in items.iter().enumerate() {
            let inner = self.place.field(name).item(idx, label(item));
            let outer = std::mem::replace(&mut self.place, inner);
            look(self, item);
            self.place = outer;
        }
    }

    /// Looks for ids that are empty or stand twice in the list `name`.
    pub fn ids<T>(&mut self, name: &str, items: &[T], id: impl Fn(&T) -> &str) {
        let mut before = BTreeSet::new();
        for (idx, item) in items.iter().enumerate() {
            let own = id(item);
            let is_first = before.insert(own);
            let place = self.place.field(name).item(idx, own).field("id");
            if own.trim().is_empty() {
                self.note(place, Problem::EmptyId);
            } else if !is_first {
                self.note(place, Problem::IdTwice { id: own.to_owned() });
            }
        }
    }

    pub fn number(&mut self, field: &str, x: f64, range: Range) {
        if !x.is_finite() {
            self.fault(field, Problem::NotFinite);
        } else if !range.holds(x) {
            let Range { from, to, above, below } = range;
            self.fault(field, Problem::OutOfRange { found: x, from, to, above, below });
        }
    }

    pub fn numbers(&mut self, fields: &[(&str, f64)], range: Range) {
        for (field, x) in fields {
            self.number(field, *x, range);
        }
    }

    /// Looks at an estimate that may have any value of its space.
    pub fn spread(&mut self, field: &str, spread: Spread) {
        self.estimate(field, spread, Range::of(spread.space));
    }

    /// Looks at one estimate: each figure in range, all in order, and a range that can be spread over.
    pub fn estimate(&mut self, field: &str, spread: Spread, range: Range) {
        let Spread { low, likely, high, space } = spread;
        if spread.is_certain() || !(low.is_finite() || likely.is_finite() || high.is_finite()) {
            return self.number(field, likely, range);
        }
        let before = self.faults.len();
        self.within(field, |seek| seek.numbers(&[("low", low), ("likely", likely), ("high", high)], range));
        if self.faults.len() > before {
            return;
        }
        if low > likely || likely > high {
            self.fault(field, Problem::OutOfOrder { low, likely, high });
        } else if space == Space::Log && low <= 0.0 {
            self.fault(field, Problem::UncertainFromZero);
        } else if space == Space::Logit && (low <= 0.0 || high >= 1.0) {
            self.fault(field, Problem::UncertainAtEdge);
        }
    }

    pub fn seasonality(&mut self, seasonality: &[f64; 12]) {
        for (idx, weight) in seasonality.iter().enumerate() {
            let place = self.place.field("seasonality").item(idx, "");
            let outer = std::mem::replace(&mut self.place, place);
            self.number("", *weight, Range::ABOVE_0);
            self.place = outer;
        }
    }

    /// Looks for the thing that `field` names.
    pub fn reference(&mut self, field: &str, what: Reference, id: &str) {
        if !self.has(what, id) {
            self.fault(field, Problem::NoSuch { what, id: id.to_owned() });
        }
    }

    /// Looks for everything that the list `field` names.
    pub fn references(&mut self, field: &str, what: Reference, ids: &[String]) {
        for (idx, id) in ids.iter().enumerate() {
            if !self.has(what, id) {
                let place = self.place.field(field).item(idx, "");
                self.note(place, Problem::NoSuch { what, id: id.clone() });
            }
        }
    }

    fn has(&self, what: Reference, id: &str) -> bool {
        self.ids[what as usize].contains(id)
    }

    /// Looks for the rate of a currency.
    pub fn currency(&mut self, currency: Option<&String>) {
        let Some(currency) = currency else { return };
        if *currency != self.plan.currency && !self.plan.fx.contains_key(currency) {
            self.fault("currency", Problem::NoRate { currency: currency.clone() });
        }
    }

    pub fn targets(&mut self, field: &str, targets: &Targets) {
        self.within(field, |seek| {
            seek.references("markets", Reference::Market, targets.markets.as_deref().unwrap_or_default());
            seek.references("channels", Reference::Channel, targets.channels.as_deref().unwrap_or_default());
        });
    }
}
