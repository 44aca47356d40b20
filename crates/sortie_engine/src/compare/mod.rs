//! Scenarios beside each other: which is ahead on the same paths, by how much, how surely; and why: what every month is
//! made of, where lost visits went, which cause makes which part of a difference, and how much money would do.

mod bridge;
mod cash;
mod flow;
mod paths;
mod platform;
mod rank;
mod trace;
mod verdict;
mod versus;

pub use crate::sim::{AccountLine, CrowdLine, StrategyBill};
pub use bridge::{
    AccountPiece, Bridge, BridgeCause, BridgeMeasure, CausePart, N_EXACT, N_JOINT, N_ORDERS, ScenarioPair,
    bridge_central, bridge_mean,
};
pub use cash::{CashNeed, Runway, cash_need, runway};
pub use flow::{ArrivedVisits, LinkFlow, link_flows};
pub use platform::{PlatformRevenue, by_platform, concentration};
pub use rank::{RankedResponse, Ranking, rank, shared_out};
pub use trace::{
    BroughtVisits, ChannelTrace, CrowdTrace, DivertedVisits, ListOrders, LostVisits, MechanismId,
    ScenarioTrace, StrategyTrace, TakenVisits, trace_central, trace_mean,
};
pub use verdict::{
    CLEARLY_AHEAD, Recommendation, SafetyLimits, is_carried_by_few, is_safe, median_gain, recommend,
};
pub use versus::{HorizonDifference, MonthlyDifference, PairedDifference};
