//! Scenarios beside each other: which is ahead on the same paths, by how much, how surely; and why: what every month is
//! made of, where lost visits went, which cause makes which part of a difference, and how much money would do.

mod bridge;
mod cash;
mod flow;
mod paths;
mod platform;
mod rank;
mod trace;
mod versus;

pub use crate::sim::{Bill, Crowd, Line};
pub use bridge::{
    Bridge, Cause, Measure, N_EXACT, N_JOINT, N_ORDERS, Part, Piece, bridge_central, bridge_mean,
};
pub use cash::{CashNeed, Runway, cash_need, runway};
pub use flow::{Arrived, LinkFlow, link_flows};
pub use platform::{PlatformRevenue, by_platform, concentration};
pub use rank::{Ranked, Ranking, rank, shared_out};
pub use trace::{
    Brought, ChannelTrace, CrowdTrace, Diverted, Listed, Lost, MechanismId, StrategyTrace, Taken, Trace,
    trace_central, trace_mean,
};
pub use versus::{Difference, Totals, Versus};
