//! The desk at which the seller works: what every page is given besides the plan, and what the seller looks at.

pub mod actuals;
pub mod beside;
pub mod best;
pub mod doubt;
pub mod figure;
pub mod look;
pub mod tour;
pub mod view;

use sortie_engine::unit::Month;

use crate::command::Command;
use crate::text::Words;
use crate::theme::Palette;
use figure::{ChainFigure, ExplainTrail};
use view::View;

/// What every place is given besides the plan: words, colors, what the seller looks at, and where commands go.
pub struct Desk<'a> {
    /// The words of the language in use.
    pub words: &'static Words,
    /// The colors of the look in use.
    pub palette: &'static Palette,
    /// The month that it is, which tells how old a source is; none where nobody says.
    pub today: Option<Month>,
    /// What the seller looks at.
    pub view: &'a mut View,
    /// What the seller asks for in this frame.
    pub commands: &'a mut Vec<Command>,
}

impl Desk<'_> {
    /// Asks how a figure of a scenario came about.
    pub fn explain(&mut self, scenario: &str, figure: ChainFigure) {
        // What is read out of a month would lie over the explanation.
        self.view.chart.cursor = None;
        self.view.explained = Some(ExplainTrail::of(scenario, figure));
    }
}
