//! The places a seller visits, one file each.

pub mod actuals;
mod address;
pub mod answer;
pub mod ask_close;
mod basis;
pub mod business;
pub mod cells;
mod change;
pub mod channels;
pub mod dock;
pub mod editor;
mod evidence;
pub mod hand;
pub mod happens;
pub mod import;
pub mod item;
pub mod keep_version;
pub mod look;
mod mechanism;
pub mod new_plan;
pub mod notices;
pub mod number;
pub mod path_dialog;
pub mod picture;
pub mod quick_start;
pub mod rail;
pub mod response;
mod row;
pub mod scenarios;
pub mod seek;
pub mod sheet;
mod targets;
pub mod timeline;
pub mod top_bar;
pub mod unit;
pub mod view;

use crate::command::Command;
use crate::text::Words;
use crate::theme::Palette;
use answer::explain::{ChainFigure, ExplainTrail};
use view::View;

/// What every place is given besides the plan: words, colors, what the seller looks at, and where commands go.
pub struct Desk<'a> {
    /// The words of the language in use.
    pub words: &'static Words,
    /// The colors of the look in use.
    pub palette: &'static Palette,
    /// What the seller looks at.
    pub view: &'a mut View,
    /// What the seller asks for in this frame.
    pub commands: &'a mut Vec<Command>,
}

impl Desk<'_> {
    /// Asks how a figure of a scenario came about.
    pub fn explain(&mut self, scenario: &str, figure: ChainFigure) {
        // What is read out of a month would lie over the explanation.
        self.view.cursor = None;
        self.view.explained = Some(ExplainTrail::of(scenario, figure));
    }
}
