//! Every random number, keyed by seed, path and the item it belongs to: the same in every scenario, whatever else the
//! plan holds.

mod block;
mod chance;
mod item;
mod noise;
mod normal;
mod sequence;

pub(crate) use block::{BlockDraws, ItemStreams, errors, normals};
pub use item::other_seed;
pub(crate) use noise::{KnownSurprises, NoiseBlocks, NoiseTerms};
pub use sequence::ItemStream;

pub use crate::model::{DrawnItem, ItemOwner};
