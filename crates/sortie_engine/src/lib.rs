//! The projection model of Sortie: a seller's [`plan`] in, one forecast per scenario out.
//!
//! Everything here is true without a screen: the engine knows no window, disk, clock, thread or human language, and
//! the same plan, seed and number of paths give the same bits everywhere.

pub mod compare;
pub mod draw;
pub mod fit;
pub mod forecast;
pub mod import;
pub mod lane;
pub mod ledger;
pub mod model;
pub mod plan;
pub mod search;
pub mod sensitivity;
mod sim;
pub mod unit;
pub mod watch;
