//! The window, driven as a person drives it.

mod building;
mod entering;
mod find;
mod first;
mod reach;
mod scenarios;
mod stage;
