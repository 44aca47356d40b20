//! The blocks of a part, one under another.

use super::setter::PageSetter;
use super::style::LINE;
use super::{chart, ranges, table};
use crate::report::letters::{TextPiece, lines, width};
use crate::report::part::{ChartBody, ListLine, ReportAnswer, ReportBlock, ReportChart, ReportPart};
use crate::text::Words;

/// Sets a part under its title; the title never stands alone at the foot of a page.
pub fn set_part(setter: &mut PageSetter, words: &Words, part: &ReportPart) {
    let size = setter.style.part;
    // Sentences lead to what follows them.
    let n_first = 1 + part.blocks.iter().take_while(|block| matches!(block, ReportBlock::Words(_))).count();
    let first: f32 = part.blocks.iter().take(n_first).map(|block| least(setter, block)).sum();
    let first = first.min((setter.bottom - setter.top) * 0.6);
    if !setter.need(size * 2.2 + first) {
        return;
    }
    let (x, width, palette) = (setter.x, setter.width, setter.palette);
    let y = setter.y + size * 1.1;
    setter.letters([x, y], &part.title, size, true, palette.text);
    let under = y + size * 0.45;
    setter.page().line([x, under], [x + width, under], 0.8, palette.text);
    setter.y = under + size * 0.6;
    for block in &part.blocks {
        set_block(setter, words, block);
    }
    setter.skip(size * 0.6);
}

/// How much of a block must stand together with what is above it.
fn least(setter: &PageSetter, block: &ReportBlock) -> f32 {
    let style = setter.style;
    match block {
        ReportBlock::Lead(pieces) => setter.height_of(pieces, style.lead),
        ReportBlock::Words(pieces) => setter.height_of(pieces, style.body),
        ReportBlock::Note(_) | ReportBlock::List(_) => style.body * 2.0 * LINE,
        ReportBlock::Answers(_) => style.body * 8.0,
        ReportBlock::Chart(chart) => height_of_chart(setter, chart),
        ReportBlock::Table(own) => table::least(setter, own),
    }
}

/// Sets a block.
pub fn set_block(setter: &mut PageSetter, words: &Words, block: &ReportBlock) {
    let (style, palette) = (setter.style, setter.palette);
    match block {
        ReportBlock::Lead(pieces) => {
            setter.paragraph(pieces, style.lead, palette.text);
            setter.skip(style.lead * 0.4);
        }
        ReportBlock::Words(pieces) => {
            let height = setter.height_of(pieces, style.body).min(style.body * LINE * 3.0);
            if setter.need(height) {
                setter.paragraph(pieces, style.body, palette.text);
                setter.skip(style.body * 0.35);
            }
        }
        ReportBlock::Note(text) => {
            setter.paragraph(&[TextPiece::plain(text.as_str())], style.note, palette.dim);
            setter.skip(style.note * 0.3);
        }
        ReportBlock::Answers(answers) => set_answers(setter, answers),
        ReportBlock::Chart(own) => set_chart(setter, words, own),
        ReportBlock::Table(own) => table::set_table(setter, own),
        ReportBlock::List(list) => set_list(setter, list),
    }
}

fn height_of_chart(setter: &PageSetter, chart: &ReportChart) -> f32 {
    let style = setter.style;
    let drawn = match &chart.drawn {
        ChartBody::Lines(_) => style.chart,
        ChartBody::Ranges(own) => own.rows.len() as f32 * style.range_row + style.table * 2.2,
    };
    style.body * LINE + drawn + if chart.note.is_empty() { 0.0 } else { style.note * LINE * 2.0 } + style.body
}

fn set_chart(setter: &mut PageSetter, words: &Words, chart: &ReportChart) {
    let (style, palette) = (setter.style, setter.palette);
    if !setter.need(height_of_chart(setter, chart)) {
        return;
    }
    setter.skip(style.body * 0.4);
    setter.paragraph(&[TextPiece::strong(chart.title.as_str())], style.body, palette.text);
    match &chart.drawn {
        ChartBody::Lines(own) => {
            let height = style.chart;
            chart::draw(setter, words, own, height);
            setter.skip(height);
        }
        ChartBody::Ranges(own) => {
            let height = own.rows.len() as f32 * style.range_row + style.table * 2.2;
            ranges::draw(setter, words, own);
            setter.skip(height);
        }
    }
    if !chart.note.is_empty() {
        setter.paragraph(&[TextPiece::plain(chart.note.as_str())], style.note, palette.dim);
    }
    setter.skip(style.body * 0.5);
}

/// Sets questions and answers as cards, two beside each other.
fn set_answers(setter: &mut PageSetter, answers: &[ReportAnswer]) {
    let (style, palette) = (setter.style, setter.palette);
    let gap = style.body;
    let pad = style.body * 0.9;
    let wide = (setter.width - gap) / 2.0;
    let inner = wide - 2.0 * pad;
    let figure_size = style.lead * 1.25;
    let told = |text: &str, size: f32, is_strong: bool| {
        lines(&[TextPiece { text: text.to_owned(), is_strong }], size, inner)
    };
    for pair in answers.chunks(2) {
        let height = |answer: &ReportAnswer| {
            told(&answer.figure, figure_size, true).len() as f32 * figure_size * 1.3
                + told(&answer.words, style.note * 1.08, false).len() as f32 * style.note * 1.08 * LINE
                + style.note * LINE
                + 2.0 * pad
        };
        let tall = pair.iter().map(height).fold(0.0, f32::max);
        if !setter.need(tall + gap) {
            return;
        }
        setter.skip(gap * 0.4);
        let top = setter.y;
        for (place, answer) in pair.iter().enumerate() {
            let x = setter.x + place as f32 * (wide + gap);
            setter.page().rect([x, top], [wide, tall], palette.window, 1.0);
            setter.page().rect([x, top], [2.5, tall], palette.accent, 1.0);
            let mut y = top + pad + style.note;
            setter.letters([x + pad, y], &answer.question, style.note, false, palette.dim);
            for line in told(&answer.figure, figure_size, true) {
                y += figure_size * 1.3;
                setter.line_of([x + pad, y], &line, figure_size, palette.text);
            }
            y += style.note * 0.3;
            for line in told(&answer.words, style.note * 1.08, false) {
                y += style.note * 1.08 * LINE;
                setter.line_of([x + pad, y], &line, style.note * 1.08, palette.text);
            }
        }
        setter.y = top + tall + gap * 0.4;
    }
    setter.skip(gap * 0.5);
}

/// Sets what is to be done: the days on the left, what on the right.
pub fn set_list(setter: &mut PageSetter, list: &[ListLine]) {
    let (style, palette) = (setter.style, setter.palette);
    let size = style.body;
    let days = list.iter().map(|line| width(&line.when, size, true)).fold(0.0, f32::max) + size * 1.2;
    let (mut before, mut n_pages) = ("", setter.pages.len());
    for line in list {
        let told = lines(&[TextPiece::plain(line.what.as_str())], size, setter.width - days);
        if !setter.need(told.len() as f32 * size * LINE + size * 0.3) {
            return;
        }
        let x = setter.x;
        // On a new page the day stands again.
        if before != line.when || setter.pages.len() > n_pages {
            setter.letters([x, setter.y + size * 1.05], &line.when, size, true, palette.text);
        }
        (before, n_pages) = (&line.when, setter.pages.len());
        for pieces in told {
            setter.line_of([x + days, setter.y + size * 1.05], &pieces, size, palette.text);
            setter.y += size * LINE;
        }
        setter.skip(size * 0.3);
    }
}
