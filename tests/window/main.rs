//! The window, driven as a person drives it.

mod actuals;
mod answer;
mod building;
mod charts;
mod entering;
mod exports;
mod find;
mod first;
#[path = "../pictures/charts.rs"]
mod made;
mod reach;
mod scenarios;
mod stage;
