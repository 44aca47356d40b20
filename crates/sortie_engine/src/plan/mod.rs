//! What the seller says: one plan, as plain data, read from and written to a file's bytes.

mod check;
mod edit;
mod fault;
mod fields;
mod mechanism;
mod parts;
mod range;
mod read;
mod ready;
mod shock;
mod sources;
mod strategy;
mod word;
mod write;

pub use check::check;
pub use edit::unused_id;
pub use fault::{ExpectedValue, FaultPlace, FaultProblem, FaultStep, FoundValue, IdReference, PlanFault};
pub use fields::{
    EstimateField, EstimateMut, NumberField, NumberMeasure, estimate_of_cash, estimate_of_change,
    estimate_of_channel, estimate_of_mechanism, estimate_of_shock, estimate_of_strategy, field_of_change,
    fields_of_cash, fields_of_channel, fields_of_mechanism, fields_of_shock, fields_of_strategy,
    measure_of_channel, numbers_of_cash, numbers_of_channel, numbers_of_demand, numbers_of_mechanism,
    numbers_of_plan, numbers_of_seller, numbers_of_shock, scale_money_of_channel, scale_money_of_strategy,
    set_number_of_cash, set_number_of_channel, set_number_of_demand, set_number_of_mechanism,
    set_number_of_plan, set_number_of_seller, set_number_of_shock,
};
pub use mechanism::{
    AdjustTerms, Audience, CannibalisedShare, CloseChannel, HitProducts, Mechanism, OpenChannel, PaidReach,
    PriceChange, RestoreLink, SubscriberList, VisitShare,
};
pub use parts::{ActualMonth, BasisMap, Cash, Channel, Demand, Market, Plan, Scenario, Seller};
pub use range::NumberRange;
pub use read::{MAX_BYTES, MAX_VALUES, read, recall, version_of};
pub use ready::{AddedResponse, BindFault, ReadyStrategy, ResponseRole, home_market};
pub use shock::{Adjustment, AdjustmentChange, ChannelTargets, Diversion, FollowedShock, Shock, ShockStart};
pub use sources::{remove_with_sources, retain_with_sources, swap_with_sources};
pub use strategy::{Strategy, StrategyRule};
pub use word::{
    ChannelKind, FileWord, Parameter, Platform, Requirement, RuleMetric, RuleSide, ShockKind, Surface,
};
pub use write::{VERSION, write};
