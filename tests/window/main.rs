//! The window, driven as a person drives it.

mod actuals;
mod adding;
mod age;
mod answer;
mod best;
mod building;
mod charts;
mod entering;
mod explaining;
mod exports;
mod find;
mod first;
mod helping;
mod import;
mod labels;
#[path = "../pictures/charts.rs"]
mod made;
mod opening;
mod pages;
mod painted;
mod patience;
mod reach;
mod report;
mod ruling;
mod safety;
mod scenarios;
#[path = "../shop/mod.rs"]
mod shop;
#[path = "../slow/mod.rs"]
mod slow;
mod stage;
mod typing;
