//! Five pages to be shown on a wall: words on the left, a picture of it on the right.

use sortie_engine::forecast::Metric;

use super::block::set_block;
use super::setter::PageSetter;
use super::style::{LINE, WALL};
use crate::report::letters::TextPiece;
use crate::report::mark::MarkedPage;
use crate::report::order::PartName;
use crate::report::part::{ListLine, ReportBlock, ReportTable};
use crate::report::teller::ReportTeller;

/// Lines of the list that have room.
const LIST: usize = 8;
/// Ranges of a chart that have room.
const RANGES: usize = 5;
/// Rows of a table that have room.
const ROWS: usize = 9;

/// A page with a title and two columns.
struct Slide {
    title: String,
    left: Vec<ReportBlock>,
    right: Vec<ReportBlock>,
    /// The share of the width that the left column takes.
    share: f32,
}

/// The pages.
pub fn slides(teller: &ReportTeller) -> Vec<MarkedPage> {
    let has = |name: PartName| teller.order.parts.contains(&name);
    let mut slides = vec![];
    if has(PartName::Verdict) {
        slides.push(verdict(teller));
    }
    if has(PartName::Business) || has(PartName::Happens) {
        slides.push(happens(teller));
    }
    if has(PartName::Responses) {
        slides.push(responses(teller));
    }
    if has(PartName::Chosen) {
        slides.push(chosen(teller));
    }
    if has(PartName::HangsOn) || has(PartName::Assumed) {
        slides.push(hangs_on(teller));
    }
    slides.iter().flat_map(|slide| set_slide(teller, slide)).collect()
}

/// The blocks of a part that `wanted` picks.
fn picked(teller: &ReportTeller, name: PartName, wanted: impl Fn(&ReportBlock) -> bool) -> Vec<ReportBlock> {
    teller.part(name).blocks.into_iter().filter(wanted).collect()
}

fn verdict(teller: &ReportTeller) -> Slide {
    let is_said = |block: &ReportBlock| matches!(block, ReportBlock::Lead(_) | ReportBlock::Words(_));
    let is_rest = |block: &ReportBlock| matches!(block, ReportBlock::Answers(_) | ReportBlock::Note(_));
    Slide {
        title: teller.plan_name(),
        left: picked(teller, PartName::Verdict, is_said),
        right: picked(teller, PartName::Verdict, is_rest),
        share: 0.42,
    }
}

fn happens(teller: &ReportTeller) -> Slide {
    let is_chart = |block: &ReportBlock| matches!(block, ReportBlock::Chart(_));
    let mut left = picked(teller, PartName::Business, |block| matches!(block, ReportBlock::Words(_)));
    left.extend(picked(teller, PartName::Business, is_chart));
    let mut right = picked(teller, PartName::Happens, |block| !matches!(block, ReportBlock::Note(_)));
    // There is room for the names, the days, how much passes and how long it lasts.
    right.iter_mut().for_each(|block| keep_columns(block, &[0, 1, 3, 4], ROWS));
    Slide { title: teller.title(PartName::Happens), left, right, share: 0.46 }
}

fn responses(teller: &ReportTeller) -> Slide {
    let left = vec![ReportBlock::Chart(teller.fan_chart(Metric::Revenue))];
    let charts = [teller.gain_chart(), teller.survival_chart()].into_iter().flatten();
    let right = charts.map(|chart| ReportBlock::Chart(chart.with_rows(RANGES))).collect();
    Slide { title: teller.title(PartName::Responses), left, right, share: 0.55 }
}

fn chosen(teller: &ReportTeller) -> Slide {
    let list = teller.to_do_lines();
    let rest = list.len().saturating_sub(LIST);
    let kept: Vec<ListLine> = list.into_iter().take(LIST).collect();
    let mut left =
        vec![ReportBlock::Words(vec![TextPiece::strong(teller.to_do_title())]), ReportBlock::List(kept)];
    if rest > 0 {
        left.push(teller.note("report.list_rest", &[("n", &rest.to_string())]));
    }
    let right = vec![ReportBlock::Chart(teller.fan_chart(Metric::Cash))];
    Slide { title: teller.title(PartName::Chosen), left, right, share: 0.48 }
}

fn hangs_on(teller: &ReportTeller) -> Slide {
    let left: Vec<ReportBlock> = teller.hangs_on_chart().map(ReportBlock::Chart).into_iter().collect();
    let mut right = picked(teller, PartName::HangsOn, |block| matches!(block, ReportBlock::Words(_)));
    right.extend(picked(teller, PartName::Assumed, |block| !matches!(block, ReportBlock::Note(_))));
    Slide { title: teller.title(PartName::HangsOn), left, right, share: 0.55 }
}

/// Keeps these columns of a table, and so many of its rows.
fn keep_columns(block: &mut ReportBlock, columns: &[usize], n_rows: usize) {
    let ReportBlock::Table(table) = block else { return };
    fn kept<T: Clone>(list: &[T], columns: &[usize]) -> Vec<T> {
        columns.iter().filter_map(|place| list.get(*place).cloned()).collect()
    }
    let ReportTable { columns: titles, shares, rows, n_words, .. } = table;
    *titles = kept(titles, columns);
    *shares = kept(shares, columns);
    rows.truncate(n_rows);
    rows.iter_mut().for_each(|row| row.cells = kept(&row.cells, columns));
    *n_words = columns.iter().filter(|place| **place < *n_words).count();
}

fn set_slide(teller: &ReportTeller, slide: &Slide) -> Vec<MarkedPage> {
    let mut setter = PageSetter::new(&WALL, teller.palette);
    setter.may_turn = false;
    setter.paragraph(&[TextPiece::strong(slide.title.as_str())], WALL.part, teller.palette.text);
    let (x, width, top) = (setter.x, setter.width, setter.y);
    setter.page().line([x, top + 2.0], [x + width, top + 2.0], 1.0, teller.palette.text);
    let top = top + WALL.body * LINE;
    let gap = WALL.margin[0] * 0.75;
    let left = (width - gap) * slide.share;
    for (column_x, column_width, blocks) in
        [(x, left, &slide.left), (x + left + gap, width - gap - left, &slide.right)]
    {
        (setter.x, setter.width, setter.y) = (column_x, column_width, top);
        for block in blocks {
            set_block(&mut setter, teller.words, block);
        }
    }
    setter.pages
}
