//! The window, driven as a person drives it.

mod answer;
mod entering;
mod find;
mod first;
mod reach;
mod scenarios;
mod stage;
