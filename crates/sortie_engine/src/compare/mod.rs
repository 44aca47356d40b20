//! Why scenarios differ: what every month is made of, where lost visits went, which cause makes which part of a
//! difference, and how much money would do.

mod flow;
mod paths;
mod trace;

pub use crate::sim::{Bill, Line};
pub use flow::{Arrived, LinkFlow, link_flows};
pub use trace::{
    Brought, ChannelTrace, Diverted, Listed, Lost, MechanismId, StrategyTrace, Taken, Trace, trace_central,
    trace_mean,
};
