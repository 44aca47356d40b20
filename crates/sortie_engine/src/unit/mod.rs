//! Numbers that know what they are: months of the calendar, and estimates a seller is unsure of.

mod estimate;
mod month;

pub use estimate::{Amount, Estimate, EstimateKind, EstimateSpace, Share, Signed, Spread};
pub use month::{Day, Month, days_in_month};
