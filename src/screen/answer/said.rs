//! Sentences whose figures can be asked how they came about.

use egui::{Id, Ui};

use crate::desk::Desk;
use crate::desk::figure::{ExplainTarget, ExplainTrail};
use crate::text::Words;
use crate::theme::type_size;
use crate::widget::prose::{ProseStyle, SentencePiece, linked_prose};

/// A sentence in pieces, and the figures that it tells, one for each piece between `**`.
#[derive(Clone, Debug, Default)]
pub struct ExplainedSentence {
    pieces: Vec<(String, bool)>,
    figures: Vec<Option<ExplainTarget>>,
}

impl ExplainedSentence {
    /// The words for `key`, whose pieces between `**` are these figures in order; the last stands for all that follow.
    pub fn of(words: &Words, key: &str, values: &[(&str, &str)], figures: &[Option<ExplainTarget>]) -> Self {
        let pieces = words.pieces(key, values);
        let n = pieces.iter().filter(|(_, is_figure)| *is_figure).count();
        let last = figures.last().cloned().flatten();
        let figures = (0..n).map(|nth| figures.get(nth).cloned().unwrap_or_else(|| last.clone()));
        Self { figures: figures.collect(), pieces }
    }

    /// Words of which nothing can be asked; those marked stand out.
    pub fn told(pieces: Vec<(String, bool)>) -> Self {
        Self { pieces, figures: vec![] }
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.pieces.iter().all(|(text, _)| text.is_empty())
    }

    /// Another sentence behind this one.
    pub fn then(mut self, gap: &str, other: Self) -> Self {
        if self.is_empty() {
            return other;
        }
        if !other.is_empty() {
            self.pieces.push((gap.to_owned(), false));
            self.pieces.extend(other.pieces);
            self.figures.extend(other.figures);
        }
        self
    }

    /// Shows it; figures stand in the strong face where `is_loud`.
    pub fn show(&self, ui: &mut Ui, desk: &mut Desk, id: Id, style: ProseStyle, is_loud: bool) {
        let mut nth = 0;
        let mut of_piece = vec![];
        let mut pieces = vec![];
        for (text, is_figure) in &self.pieces {
            let figure = if *is_figure { self.figures.get(nth).cloned().flatten() } else { None };
            nth += usize::from(*is_figure);
            let link = figure.as_ref().map(|_| desk.words.with("explain.how", &[("figure", text)]));
            of_piece.push(figure);
            pieces.push(SentencePiece { text, is_strong: *is_figure && is_loud, link });
        }
        let clicked = linked_prose(ui, desk.palette, id, &pieces, style);
        if let Some(stop) = clicked.and_then(|place| of_piece.get(place).cloned().flatten()) {
            desk.view.chart.cursor = None;
            desk.view.explained = Some(ExplainTrail { way: vec![stop] });
        }
    }

    /// Shows it as a quiet line.
    pub fn caption_ui(&self, ui: &mut Ui, desk: &mut Desk, id: Id) {
        let style = ProseStyle { size: type_size::CAPTION, color: desk.palette.dim };
        self.show(ui, desk, id, style, false);
    }
}
