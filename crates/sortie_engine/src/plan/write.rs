//! A plan as the bytes of its file: fields in a fixed order, what equals its default left out.

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use super::parts::{Demand, Plan, Seller};
use crate::unit::{Estimate, EstimateKind};

/// The version of the file that this program writes, and the newest it reads.
pub const VERSION: u32 = 2;
/// The word that says a file is a plan.
pub(super) const FORMAT: &str = "sortie-plan";

/// The plan as the text of its file, or nothing where a number in it is not finite: such a number cannot be
/// written so that it reads back.
pub fn write(plan: &Plan) -> Option<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(plan).ok()?;
    bytes.push(b'\n');
    // A number that is not finite is written as `null`, which no field of a plan takes.
    (super::read::read(&bytes).as_ref() == Ok(plan)).then_some(bytes)
}

impl Serialize for Plan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { name, notes, basis, currency, start, horizon_months, fx, cash, demand, .. } = self;
        let Self { seller, markets, channels, shocks, strategies, scenarios, actuals, .. } = self;
        let mut file = serializer.serialize_struct("Plan", 18)?;
        file.serialize_field("format", FORMAT)?;
        file.serialize_field("version", &VERSION)?;
        file.serialize_field("name", name)?;
        if !notes.is_empty() {
            file.serialize_field("notes", notes)?;
        }
        if !basis.is_empty() {
            file.serialize_field("basis", basis)?;
        }
        file.serialize_field("currency", currency)?;
        file.serialize_field("start", start)?;
        file.serialize_field("horizon_months", horizon_months)?;
        if !fx.is_empty() {
            file.serialize_field("fx", fx)?;
        }
        file.serialize_field("cash", cash)?;
        if *demand != Demand::default() {
            file.serialize_field("demand", demand)?;
        }
        if *seller != Seller::default() {
            file.serialize_field("seller", seller)?;
        }
        file.serialize_field("markets", markets)?;
        file.serialize_field("channels", channels)?;
        file.serialize_field("shocks", shocks)?;
        file.serialize_field("strategies", strategies)?;
        file.serialize_field("scenarios", scenarios)?;
        if !actuals.is_empty() {
            file.serialize_field("actuals", actuals)?;
        }
        file.end()
    }
}

/// A number or an estimate that may equal its default.
pub(super) trait WrittenNumber {
    fn is_exactly(&self, value: f64) -> bool;
}

impl WrittenNumber for f64 {
    #[expect(clippy::float_cmp, reason = "only the default itself may be left out")]
    fn is_exactly(&self, value: f64) -> bool {
        *self == value
    }
}

impl<K: EstimateKind> WrittenNumber for Estimate<K> {
    fn is_exactly(&self, value: f64) -> bool {
        self.is_exactly(value)
    }
}

pub(super) fn is_zero(figure: &impl WrittenNumber) -> bool {
    figure.is_exactly(0.0)
}

pub(super) fn is_one(figure: &impl WrittenNumber) -> bool {
    figure.is_exactly(1.0)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
pub(super) fn is_no_month(months: &u32) -> bool {
    *months == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
pub(super) fn is_single_month(months: &u32) -> bool {
    *months == 1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
pub(super) fn is_true(flag: &bool) -> bool {
    *flag
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
pub(super) fn is_false(flag: &bool) -> bool {
    !flag
}
