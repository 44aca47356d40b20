//! The window, driven as a person drives it.

mod charts;
mod entering;
mod find;
mod first;
#[path = "../pictures/charts.rs"]
mod made;
mod reach;
mod scenarios;
mod stage;
