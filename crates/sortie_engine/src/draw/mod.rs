//! Every random number, keyed by seed, path and the item it belongs to: the same in every scenario, whatever else the
//! plan holds.

mod block;
mod chance;
mod item;
mod noise;
mod normal;
mod sequence;

pub(crate) use block::{Draws, Streams, errors, normals};
pub(crate) use noise::{Known, Noise, NoiseTerms};
pub use sequence::Stream;

pub use crate::model::{Item, Owner};
