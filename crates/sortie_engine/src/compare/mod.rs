//! Scenarios beside each other: which is ahead on the same paths, by how much, how surely; and why: what every month is
//! made of, and where lost visits went.

mod flow;
mod paths;
mod rank;
mod trace;
mod versus;

pub use crate::sim::{Bill, Line};
pub use flow::{Arrived, LinkFlow, link_flows};
pub use rank::{Ranked, Ranking, rank, shared_out};
pub use trace::{
    Brought, ChannelTrace, Diverted, Listed, Lost, MechanismId, StrategyTrace, Taken, Trace, trace_central,
    trace_mean,
};
pub use versus::{Difference, Totals, Versus};
