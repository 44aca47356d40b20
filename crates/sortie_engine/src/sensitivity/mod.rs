//! What the answer hangs on: which of the seller's guesses move it, where it would turn, and what it would be worth to
//! know one of them before deciding.

mod break_even;
mod clear;
mod estimates;
mod knowing;
mod regression;
mod tornado;
mod work;

pub use break_even::break_evens;
pub use estimates::{Guess, guesses};
pub use knowing::{InformationValue, knowing};
pub use tornado::{Tornado, TornadoBar, TornadoSubject, tornado};
