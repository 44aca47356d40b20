//! What a seller's own history says of a plan: orders and months in, the numbers of a plan out, each with a range that
//! comes from the data.

mod backtest;
mod came;
mod customers;
mod demand;
mod draft;
mod exposure;
mod found;
mod history;
mod matrix;
mod ratio;
mod series;
mod spread;
mod surprise;
mod variance;
mod weights;
mod wire;

pub use backtest::{Backtest, BacktestMonth, FIRST_MONTHS, ForecastError, backtest};
pub use came::{BandCoverage, MonthActuals, came, came_in_all, n_came};
pub use draft::{PlanFrame, draft};
pub use exposure::{HiddenShares, LinkExposure};
pub use found::{FieldAddress, FittedChannel, FittedField, FittedValue, FoundBy, IMPORTED, PlanFit, accept};
pub use history::{WorldPriors, fit};
pub use variance::{ChannelVariance, MixVariance, VarianceCause, mix, variance};
pub use weights::{FEWEST_FUTURES, LearnedEstimate, LearnedPlan, LearnedRange, learn};
pub use wire::{WireCheck, WireSign, check_wires};
