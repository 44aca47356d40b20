//! The tools of a check: where it is, what it has found, and the questions it asks of one number or id.

use std::collections::BTreeSet;

use super::super::fault::{Fault, MAX_FAULTS, Place, Problem, Reference};
use super::super::fields::{EstimateField, NumberField};
use super::super::parts::Plan;
use super::super::range::Range;
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

    /// Looks at every number of a table.
    pub fn numbers(&mut self, fields: &[NumberField]) {
        for field in fields {
            self.number(field.name, field.value, field.range);
        }
    }

    /// Looks at every estimate of a table.
    pub fn estimates(&mut self, fields: &[EstimateField]) {
        for field in fields {
            self.estimate(field.name, field.spread, field.range);
        }
    }

    /// Looks at one estimate: each figure in range, all in order, and a range that can be spread over.
    pub fn estimate(&mut self, field: &str, spread: Spread, range: Range) {
        let Spread { low, likely, high, space } = spread;
        if spread.is_certain() || !(low.is_finite() || likely.is_finite() || high.is_finite()) {
            return self.number(field, likely, range);
        }
        let before = self.faults.len();
        self.within(field, |seek| {
            for (name, x) in [("low", low), ("likely", likely), ("high", high)] {
                seek.number(name, x, range);
            }
        });
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
