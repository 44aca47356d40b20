//! Numbers that know what they are: months of the calendar, and estimates a seller is unsure of.

mod estimate;
mod month;

pub use estimate::{Amount, Estimate, Kind, Share, Signed, Space, Spread};
pub use month::{Day, Month, days_in_month};
