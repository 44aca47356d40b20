//! The numbers of a part, read by its table.

use super::super::fields::{EstimateField, EstimateMut, NumberField};
use super::fields::ObjectFields;
use crate::unit::{Estimate, EstimateKind};

impl ObjectFields<'_> {
    /// Takes every estimate of a part's table and puts it into the part.
    pub fn estimates_of<P>(
        &mut self,
        part: &mut P,
        list: fn(&P) -> Vec<EstimateField>,
        find: for<'p> fn(&'p mut P, &str) -> Option<EstimateMut<'p>>,
    ) {
        for row in list(part) {
            match find(part, row.name) {
                Some(EstimateMut::Amount(to)) => *to = self.by_default(row.name, row.default),
                Some(EstimateMut::Share(to)) => *to = self.by_default(row.name, row.default),
                Some(EstimateMut::Signed(to)) => *to = self.by_default(row.name, row.default),
                None => {}
            }
        }
    }

    /// Takes every number of a part's table that is held for certain and puts it into the part.
    pub fn numbers_of<P>(
        &mut self,
        part: &mut P,
        list: fn(&P) -> Vec<NumberField>,
        set: fn(&mut P, &str, f64) -> bool,
    ) {
        for row in list(part) {
            let value = match row.default {
                Some(default) => self.maybe_number(row.name).unwrap_or(default),
                None => self.number(row.name),
            };
            set(part, row.name, value);
        }
    }

    fn by_default<K: EstimateKind>(&mut self, name: &'static str, default: Option<f64>) -> Estimate<K> {
        match default {
            Some(default) => self.maybe_estimate(name).unwrap_or(Estimate::certain(default)),
            None => self.estimate(name),
        }
    }
}
