//! What each part of a report says.

mod assumed;
mod business;
mod charts;
mod chosen;
mod hangs_on;
mod happens;
mod responses;
mod verdict;
