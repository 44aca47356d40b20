//! The tools of a check: where it is, what it has found, and the questions it asks of one number or id.

use std::collections::BTreeSet;

use super::super::fault::{FaultPlace, FaultProblem, IdReference, MAX_FAULTS, PlanFault};
use super::super::fields::{EstimateField, NumberField};
use super::super::parts::Plan;
use super::super::range::NumberRange;
use super::super::shock::ChannelTargets;
use super::super::word::FileWord;
use crate::unit::{EstimateSpace, Spread};

/// A check on its way through a plan.
pub(super) struct PlanCheck<'p> {
    pub plan: &'p Plan,
    pub place: FaultPlace,
    pub faults: Vec<PlanFault>,
    /// The ids of each kind of thing, in the order of [`IdReference`].
    ids: [BTreeSet<&'p str>; 5],
}

impl<'p> PlanCheck<'p> {
    pub fn new(plan: &'p Plan) -> Self {
        let ids = [
            plan.markets.iter().map(|item| item.id.as_str()).collect(),
            plan.channels.iter().map(|item| item.id.as_str()).collect(),
            plan.shocks.iter().map(|item| item.id.as_str()).collect(),
            plan.strategies.iter().map(|item| item.id.as_str()).collect(),
            plan.scenarios.iter().map(|item| item.id.as_str()).collect(),
        ];
        Self { plan, place: FaultPlace::default(), faults: vec![], ids }
    }

    pub fn fault(&mut self, field: &str, problem: FaultProblem) {
        let place = if field.is_empty() { self.place.clone() } else { self.place.field(field) };
        self.note(place, problem);
    }

    fn note(&mut self, place: FaultPlace, problem: FaultProblem) {
        if self.faults.len() < MAX_FAULTS {
            self.faults.push(PlanFault { place, problem });
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
            self.item(name, idx, label(item), |seek| look(seek, item));
        }
    }

    /// Looks into one item of the list `name`.
    pub fn item(&mut self, name: &str, idx: usize, label: &str, look: impl FnOnce(&mut Self)) {
        let inner = self.place.field(name).item(idx, label);
        let outer = std::mem::replace(&mut self.place, inner);
        look(self);
        self.place = outer;
    }

    /// Looks for ids that are empty or stand twice in the list `name`.
    pub fn ids<T>(&mut self, name: &str, items: &[T], id: impl Fn(&T) -> &str) {
        let mut before = BTreeSet::new();
        for (idx, item) in items.iter().enumerate() {
            let own = id(item);
            let is_first = before.insert(own);
            let place = self.place.field(name).item(idx, own).field("id");
            if own.trim().is_empty() {
                self.note(place, FaultProblem::EmptyId);
            } else if !is_first {
                self.note(place, FaultProblem::IdTwice { id: own.to_owned() });
            }
        }
    }

    pub fn number(&mut self, field: &str, x: f64, range: NumberRange) {
        if !x.is_finite() {
            self.fault(field, FaultProblem::NotFinite);
        } else if !range.holds(x) {
            let NumberRange { from, to, above, below } = range;
            self.fault(field, FaultProblem::OutOfRange { found: x, from, to, above, below });
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
    pub fn estimate(&mut self, field: &str, spread: Spread, range: NumberRange) {
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
            self.fault(field, FaultProblem::OutOfOrder { low, likely, high });
        } else if space == EstimateSpace::Log && low <= 0.0 {
            self.fault(field, FaultProblem::UncertainFromZero);
        } else if space == EstimateSpace::Logit && (low <= 0.0 || high >= 1.0) {
            self.fault(field, FaultProblem::UncertainAtEdge);
        }
    }

    /// Looks at the twelve weights that `field` holds.
    pub fn weights(&mut self, field: &str, weights: &[f64; 12]) {
        for (idx, weight) in weights.iter().enumerate() {
            let place = self.place.field(field).item(idx, "");
            let outer = std::mem::replace(&mut self.place, place);
            self.number("", *weight, NumberRange::WEIGHT);
            self.place = outer;
        }
    }

    /// Looks for the thing that `field` names.
    pub fn reference(&mut self, field: &str, what: IdReference, id: &str) {
        if !self.has(what, id) {
            self.fault(field, FaultProblem::NoSuch { what, id: id.to_owned() });
        }
    }

    /// Looks for everything that the list `field` names.
    pub fn references(&mut self, field: &str, what: IdReference, ids: &[String]) {
        for (idx, id) in ids.iter().enumerate() {
            if !self.has(what, id) {
                let place = self.place.field(field).item(idx, "");
                self.note(place, FaultProblem::NoSuch { what, id: id.clone() });
            }
        }
    }

    /// Looks for one that stands twice among what the items of the list `name` refer to by their field `field`.
    pub fn twice<T>(&mut self, name: &str, field: &str, items: &[T], id: impl Fn(&T) -> &str) {
        let mut before = BTreeSet::new();
        for (idx, item) in items.iter().enumerate() {
            let own = id(item);
            if !before.insert(own) {
                let item = self.place.field(name).item(idx, "");
                let place =
                    if field.is_empty() { item } else { self.place.field(name).item(idx, own).field(field) };
                self.note(place, FaultProblem::IdTwice { id: own.to_owned() });
            }
        }
    }

    fn has(&self, what: IdReference, id: &str) -> bool {
        self.ids[what as usize].contains(id)
    }

    /// Looks for the rate of a currency.
    pub fn currency(&mut self, currency: Option<&String>) {
        let Some(currency) = currency else { return };
        if *currency != self.plan.currency && !self.plan.fx.contains_key(currency) {
            self.fault("currency", FaultProblem::NoRate { currency: currency.clone() });
        }
    }

    pub fn targets(&mut self, field: &str, targets: &ChannelTargets) {
        self.within(field, |seek| {
            let words = |words: Option<Vec<&'static str>>| words.unwrap_or_default();
            let kinds = targets.kinds.as_ref().map(|kinds| kinds.iter().map(|kind| kind.word()).collect());
            let surfaces = targets.surfaces.as_ref().map(|all| all.iter().map(|it| it.word()).collect());
            seek.twice("kinds", "", &words(kinds), |word| word);
            seek.twice("surfaces", "", &words(surfaces), |word| word);
            seek.twice("markets", "", targets.markets.as_deref().unwrap_or_default(), |id| id);
            seek.twice("channels", "", targets.channels.as_deref().unwrap_or_default(), |id| id);
            seek.references("markets", IdReference::Market, targets.markets.as_deref().unwrap_or_default());
            seek.references(
                "channels",
                IdReference::Channel,
                targets.channels.as_deref().unwrap_or_default(),
            );
        });
    }
}
