//! The likely path of a scenario as formulas, from visits to cash, over a sheet of inputs: a finance person can follow it and
//! change it. The steps are those of the model page, in their order.

mod book;
mod demand;
mod formula;
mod ground;
mod happening;
mod money;
mod orders;
mod scenario;
mod strategy;
#[cfg(test)]
mod tests;

pub use book::{InputBook, InputLook, LineLook, LivingSheet};
pub use formula::{CellNames, serial};
pub use scenario::{free_inputs, living_sheet};
