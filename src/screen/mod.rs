//! The places a seller visits, one file each.

pub mod actuals;
pub mod answer;
pub mod ask_close;
pub mod business;
pub mod cells;
pub mod channels;
pub mod dock;
pub mod happens;
pub mod import;
pub mod keep_version;
mod mechanism;
pub mod new_plan;
pub mod notices;
pub mod path_dialog;
pub mod picture;
pub mod quick_start;
pub mod rail;
pub mod response;
pub mod scenarios;
pub mod seek;
pub mod sheet;
pub mod timeline;
pub mod top_bar;
