//! The parts of a report set on pages.

mod block;
mod chart;
mod ranges;
mod setter;
mod sheet;
mod slide;
mod style;
mod table;

pub use sheet::{chart_page, list_page, pages};
