//! The pieces of editing that pages share: fields and rows of a form, the number in hand with its evidence, and what blows
//! and strategies have in common.

pub mod change;
pub mod day;
pub mod editor;
pub mod evidence;
pub mod grid_doubt;
pub mod hand;
pub mod item;
pub mod row;
pub mod sentence;
pub mod targets;
