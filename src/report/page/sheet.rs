//! The pages of a report as they are handed on: with a title, numbers, the plan's name and its mark.

use super::block::{set_block, set_list, set_part};
use super::setter::PageSetter;
use super::slide::slides;
use super::style::{LINE, PICTURE, PageStyle, SINGLE, UPRIGHT};
use crate::report::letters::{TextPiece, cut, width};
use crate::report::mark::MarkedPage;
use crate::report::order::{PartName, ReportPages};
use crate::report::part::{ReportBlock, ReportChart, ReportPart};
use crate::report::teller::ReportTeller;

/// The share of the last page that is filled at least, where that can be had.
const FILLED: f32 = 0.3;
/// By how much letters and charts may be smaller for that.
const CLOSER: [f32; 4] = [0.97, 0.94, 0.91, 0.88];

/// Lines of the list on a report of one page.
const SHORT_LIST: usize = 7;
/// Ranges on it.
const SHORT_ROWS: usize = 6;

/// The pages that were asked for.
pub fn pages(teller: &ReportTeller) -> Vec<MarkedPage> {
    let mut pages = match teller.order.pages {
        ReportPages::Full => full(teller),
        ReportPages::Short => short(teller),
        ReportPages::Slides => slides(teller),
    };
    let style = match teller.order.pages {
        ReportPages::Slides => &super::style::WALL,
        _ => &UPRIGHT,
    };
    foot(&mut pages, teller, style);
    pages
}

fn full(teller: &ReportTeller) -> Vec<MarkedPage> {
    let parts = teller.parts();
    let set = |style: &PageStyle| {
        let mut setter = PageSetter::new(style, teller.palette);
        head(&mut setter, teller);
        for part in &parts {
            set_part(&mut setter, teller.words, part);
        }
        let filled = (setter.y - setter.top) / (setter.bottom - setter.top);
        (setter.pages, filled)
    };
    let loose = set(&UPRIGHT);
    if loose.0.len() == 1 || loose.1 >= FILLED {
        return loose.0;
    }
    // A last page of a few lines is drawn in by letters that are a little smaller.
    let closer = CLOSER.into_iter().map(|by| set(&UPRIGHT.closer(by)));
    closer
        .into_iter()
        .find(|(pages, filled)| pages.len() < loose.0.len() || *filled >= FILLED)
        .unwrap_or(loose)
        .0
}

/// The first page and what is done, on one page.
fn short(teller: &ReportTeller) -> Vec<MarkedPage> {
    let mut setter = PageSetter::new(&SINGLE, teller.palette);
    setter.may_turn = false;
    head(&mut setter, teller);
    if teller.order.parts.contains(&PartName::Verdict) {
        set_part(&mut setter, teller.words, &teller.part(PartName::Verdict));
    }
    let mut blocks: Vec<ReportBlock> = vec![];
    if teller.order.parts.contains(&PartName::Responses) {
        blocks.push(ReportBlock::Chart(teller.fan_chart(sortie_engine::forecast::Metric::Revenue)));
        blocks.extend(teller.gain_chart().map(|chart| ReportBlock::Chart(chart.with_rows(SHORT_ROWS))));
        let title = teller.title(PartName::Responses);
        set_part(&mut setter, teller.words, &ReportPart { title, blocks });
    }
    let list = teller.to_do_lines();
    if teller.order.parts.contains(&PartName::Chosen) && !list.is_empty() {
        let rest = list.len().saturating_sub(SHORT_LIST);
        let mut blocks = vec![ReportBlock::List(list.into_iter().take(SHORT_LIST).collect())];
        if rest > 0 {
            blocks.push(teller.note("report.list_rest", &[("n", &rest.to_string())]));
        }
        set_part(&mut setter, teller.words, &ReportPart { title: teller.to_do_title(), blocks });
    }
    setter.pages
}

/// The title of the report.
fn head(setter: &mut PageSetter, teller: &ReportTeller) {
    let (style, palette) = (setter.style, setter.palette);
    let name = teller.plan_name();
    setter.paragraph(
        &[TextPiece::strong(cut(&name, setter.width * 1.9, style.title, true))],
        style.title,
        palette.text,
    );
    let plan = teller.plan();
    let known = [
        ("day", teller.words.day(teller.order.day)),
        ("months", plan.horizon_months.to_string()),
        ("start", teller.words.month(plan.start)),
        ("currency", plan.currency.clone()),
    ];
    let known = known.each_ref().map(|(name, text)| (*name, text.as_str()));
    let under = teller.words.with("report.subtitle", &known);
    setter.paragraph(&[TextPiece::plain(under)], style.body, palette.dim);
    setter.skip(style.body * 0.8);
}

/// What stands at the foot of every page: the plan, the day, its mark, and which page it is.
fn foot(pages: &mut [MarkedPage], teller: &ReportTeller, style: &PageStyle) {
    let n = pages.len();
    let size = style.note;
    let color = teller.palette.dim;
    let about = [
        ("name", teller.plan_name()),
        ("day", teller.words.day(teller.order.day)),
        ("mark", crate::report::plan_mark(teller.plan())),
    ];
    let about = about.each_ref().map(|(name, text)| (*name, text.as_str()));
    let about = teller.words.with("report.foot", &about);
    for (place, page) in pages.iter_mut().enumerate() {
        let known = [("n", &*(place + 1).to_string()), ("all", &n.to_string())];
        let number = teller.words.with("report.page", &known);
        let [wide, tall] = page.size;
        let side = style.margin[0];
        let y = tall - style.margin[2] * 0.5;
        let of_number = width(&number, size, false);
        let about = cut(&about, wide - 2.0 * side - of_number - 12.0, size, false);
        for (x, text) in [(side, about), (wide - side - of_number, number)] {
            page.marks.push(crate::report::mark::Mark::Letters {
                at: [x, y],
                text,
                size,
                is_strong: false,
                color,
            });
        }
    }
}

/// A chart alone, as high as it is.
pub fn chart_page(teller: &ReportTeller, chart: &ReportChart) -> MarkedPage {
    picture(teller, |setter| set_block(setter, teller.words, &ReportBlock::Chart(chart.clone())))
}

/// The list of things to do on one page, as high as it is.
pub fn list_page(teller: &ReportTeller) -> MarkedPage {
    picture(teller, |setter| {
        let title = teller.to_do_title();
        let (size, color) = (setter.style.part, setter.palette.text);
        setter.paragraph(&[TextPiece::strong(title)], size, color);
        setter.skip(size * 0.5);
        set_list(setter, &teller.to_do_lines());
    })
}

/// A page as high as what stands on it, with the plan and the day at its foot.
fn picture(teller: &ReportTeller, set: impl FnOnce(&mut PageSetter)) -> MarkedPage {
    let mut setter = PageSetter::new(&PICTURE, teller.palette);
    // As high as it takes: a picture has no second page.
    setter.bottom = f32::MAX;
    set(&mut setter);
    setter.skip(PICTURE.note);
    let under = format!("{} \u{b7} {}", teller.plan_name(), teller.words.day(teller.order.day));
    setter.paragraph(&[TextPiece::plain(under)], PICTURE.note, teller.palette.dim);
    let height = setter.y + PICTURE.margin[2] - PICTURE.note * (LINE - 1.0);
    let mut page = setter.pages.swap_remove(0);
    page.size[1] = height;
    page
}
