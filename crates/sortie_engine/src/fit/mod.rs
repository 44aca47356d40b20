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

pub use backtest::{Backtest, BacktestMonth, Error, FIRST_MONTHS, backtest};
pub use came::{Came, Within, came, came_in_all, n_came};
pub use draft::{Frame, draft};
pub use exposure::{Exposure, HiddenShares};
pub use found::{Address, Figure, Fit, FittedChannel, FittedField, Found, IMPORTED, accept};
pub use history::{World, fit};
pub use variance::{Cause, MixVariance, Variance, mix, variance};
pub use weights::{FEWEST_FUTURES, Learned, LearnedEstimate, learn};
