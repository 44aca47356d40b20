//! Every random number, keyed by seed, path and the item it belongs to: the same in every scenario, whatever else the
//! plan holds.

mod item;
mod normal;
mod sequence;

pub use item::{Item, Owner};
pub use normal::normal_quantile;
pub use sequence::Stream;
