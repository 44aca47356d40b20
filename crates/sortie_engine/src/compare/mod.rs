//! Responses beside each other on the same paths: which is ahead, by how much, how surely.

mod rank;
mod versus;

pub use rank::{Ranked, Ranking, rank, shared_out};
pub use versus::{Difference, Totals, Versus};
