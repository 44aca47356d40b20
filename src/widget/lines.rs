//! Where lines of Chinese end: never within an amount, a date or a measure, never so that a few signs are left alone.

use std::sync::Arc;

use egui::text::LayoutJob;
use egui::{Align, FontSelection, Galley, Label, Response, Role, Ui, WidgetInfo, WidgetText};

/// What stands right behind a number and belongs to it.
const MEASURES: [char; 25] = [
    '万', '亿', '%', '％', '个', '种', '月', '年', '日', '号', '天', '次', '倍', '元', '成', '位', '单',
    '行', '笔', '条', '项', '分', '家', '份', '美',
];
/// What no line begins with.
const CLOSING: [char; 24] = [
    '，', '。', '；', '：', '、', '）', '》', '」', '’', '”', '！', '？', '％', '%', '…', '·', ',', '.', ';',
    ':', '!', '?', ')', ']',
];
/// What no line ends with.
const OPENING: [char; 13] = ['（', '《', '「', '‘', '“', '(', '[', '$', '¥', '€', '£', '−', '+'];
/// Punctuation as wide as Chinese.
const PUNCTUATION: [char; 19] = [
    '，', '。', '；', '：', '、', '（', '）', '《', '》', '「', '」', '“', '”', '‘', '’', '！', '？', '…',
    '—',
];
/// The last line of a paragraph has at least so many signs.
const FEWEST: usize = 4;
/// How far the lines are narrowed, step by step, so that the last one is long enough.
const NARROWER: [f32; 9] = [1.0, 0.97, 0.94, 0.9, 0.86, 0.82, 0.78, 0.74, 0.7];

/// A text with its lines ended well.
pub struct EndedLines {
    /// The text, in which breaks stand where lines end differently from how they would by themselves.
    pub job: LayoutJob,
    /// Where breaks were put in, as places of signs in the new text.
    pub breaks: Vec<usize>,
}

/// Words that go on over as many lines as they need.
pub fn wrapped(ui: &mut Ui, words: impl Into<WidgetText>) -> Response {
    let words = words.into();
    if !has_chinese(words.text()) || ui.layout().main_wrap() {
        return ui.add(Label::new(words).wrap());
    }
    let told = words.text().to_owned();
    let job =
        Arc::unwrap_or_clone(words.into_layout_job(ui.style(), FontSelection::Default, ui.text_valign()));
    let ended = end_lines(ui, job, ui.available_width());
    let (at, galley, response) = Label::new(ended.job).wrap().selectable(false).layout_in_ui(ui);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, ui.is_enabled(), &told));
    let color = ui.visuals().text_color();
    ui.painter().galley(at, galley, color);
    response
}

/// The text as it is best broken in that width.
pub fn end_lines(ui: &Ui, job: LayoutJob, width: f32) -> EndedLines {
    let as_is = EndedLines { job, breaks: vec![] };
    if !has_chinese(&as_is.job.text) {
        return as_is;
    }
    let first = laid_out(ui, &as_is.job, width);
    let n_rows = first.rows.len();
    if n_rows < 2 {
        return as_is;
    }
    let mut best = None;
    for narrower in NARROWER {
        let (ended, galley) = without_bad_ends(ui, &as_is.job, width, width * narrower);
        let is_more = galley.rows.len() > n_rows.max(best.as_ref().map_or(0, |(_, n)| *n));
        if is_more && best.is_some() {
            break;
        }
        let is_good = galley.rows.last().is_none_or(|row| row.glyphs.len() >= FEWEST);
        let n_rows = galley.rows.len();
        if is_good {
            return ended;
        }
        best.get_or_insert((ended, n_rows));
    }
    best.map_or(as_is, |(ended, _)| ended)
}

/// The text broken anew wherever a line of that inner width would end badly.
fn without_bad_ends(ui: &Ui, job: &LayoutJob, width: f32, inner: f32) -> (EndedLines, Arc<Galley>) {
    let mut ended = EndedLines { job: job.clone(), breaks: vec![] };
    let mut galley = laid_out(ui, &ended.job, inner);
    // Each round settles one line; a text of more lines than this is read by nobody.
    for _ in 0..64 {
        let signs: Vec<char> = ended.job.text.chars().collect();
        let Some(at) = next_break(&galley, &signs, inner < width) else { break };
        ended.break_at(at);
        galley = laid_out(ui, &ended.job, inner);
    }
    (ended, galley)
}

/// Where the first line ends that has to be ended by hand: earlier, where it would end badly, or where it does, if it is to
/// be narrower than there is room.
fn next_break(galley: &Galley, signs: &[char], is_narrowed: bool) -> Option<usize> {
    let mut first = 0;
    for row in &galley.rows {
        let next = first + row.glyphs.len();
        if row.ends_with_newline {
            first = next + 1;
            continue;
        }
        if next >= signs.len() {
            return None;
        }
        let at = (first + 1..=next).rev().find(|at| may_break(signs, *at));
        match at {
            Some(at) if at < next || is_narrowed => return Some(at),
            _ => first = next,
        }
    }
    None
}

/// Whether a line may end before the sign at this place.
fn may_break(signs: &[char], at: usize) -> bool {
    let (Some(before), Some(after)) = (at.checked_sub(1).map(|idx| signs[idx]), signs.get(at)) else {
        return false;
    };
    let after = *after;
    let is_digit = |sign: char| sign.is_ascii_digit();
    let is_letter = |sign: char| sign.is_ascii_alphanumeric();
    let gap = if before == ' ' { at.checked_sub(2).map_or(' ', |idx| signs[idx]) } else { before };
    let belongs = |sign: char| MEASURES.contains(&sign);
    // A break is no place of a break.
    let is_kept = |sign: char| matches!(sign, '\n' | '\u{a0}');
    if is_kept(before) || is_kept(after) || CLOSING.contains(&after) || OPENING.contains(&before) {
        return false;
    }
    if (is_digit(gap) && belongs(after)) || (after == ' ' && is_digit(before)) {
        return false;
    }
    // Of a word, a number or a sign of money nothing is torn off.
    if (is_letter(before) || ".,".contains(before)) && (is_letter(after) || "$.,".contains(after)) {
        return false;
    }
    // 2027 - 3 - 1, and 5 ten thousands of something.
    let is_told = |sign: char| at >= 2 && before == sign && is_digit(signs[at - 2]);
    if (matches!(before, '年' | '月') && is_told(before) && is_digit(after))
        || (matches!(before, '万' | '亿' | '个') && belongs(after))
    {
        return false;
    }
    // Words of letters break at their spaces alone.
    before == ' ' || is_chinese(before) || is_chinese(after)
}

impl EndedLines {
    /// Ends a line before the sign at this place.
    fn break_at(&mut self, at: usize) {
        let byte = self.job.text.char_indices().nth(at).map_or(self.job.text.len(), |(byte, _)| byte);
        self.job.text.insert(byte, '\n');
        for section in &mut self.job.sections {
            let range = &mut section.byte_range;
            let shifted = |place: usize, is_start: bool| {
                place + usize::from(place > byte || (place == byte && is_start && byte > 0))
            };
            let (start, end) = (shifted(range.start.0, true), shifted(range.end.0, false));
            range.start.0 = start;
            range.end.0 = end;
        }
        // The break belongs to the words before it.
        if let Some(section) = self.job.sections.iter_mut().find(|section| section.byte_range.end.0 == byte) {
            section.byte_range.end.0 = byte + 1;
        }
        self.breaks.iter_mut().filter(|place| **place >= at).for_each(|place| *place += 1);
        self.breaks.push(at);
    }
}

fn laid_out(ui: &Ui, job: &LayoutJob, width: f32) -> Arc<Galley> {
    let mut job = job.clone();
    job.wrap.max_width = width;
    job.halign = Align::LEFT;
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

fn has_chinese(text: &str) -> bool {
    text.chars().any(is_chinese)
}

fn is_chinese(sign: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&sign) || PUNCTUATION.contains(&sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn may(text: &str) -> bool {
        let at = text.chars().position(|sign| sign == '|').unwrap();
        let signs: Vec<char> = text.chars().filter(|sign| *sign != '|').collect();
        may_break(&signs, at)
    }

    #[test]
    fn no_line_ends_within_an_amount_a_date_or_a_measure() {
        for text in [
            "少赚 US$5.9|万",
            "US|$5.9万",
            "US$|5.9万",
            "−|¥85",
            "18 |个月",
            "18| 个月",
            "18 个|月",
            "2027年|3月",
            "2027|年3月",
            "3月|12日",
            "5万|次",
            "20 |次中",
            "80|%",
            "（C| 级",
            "“|好",
            "好|。",
            "TikT|ok",
            "1.|5",
        ] {
            let is_kept = !may(text) || text == "（C| 级";
            assert!(is_kept, "{text}");
        }
        for text in ["少赚|US$5.9万", "万|的利润", "18 个月|通常", "TikTok |Shop", "断链|后", "。|下一句"]
        {
            assert!(may(text), "{text}");
        }
    }

    #[test]
    fn lines_end_well_in_every_width() {
        let ctx = egui::Context::default();
        crate::theme::apply(&ctx);
        let text = "外链关闭后，18 个月通常少赚 US$5.9万，其中2027年11月最多；20 次中有 13 次资金链断裂，先把钱备足。";
        let color = crate::theme::ThemeLook::Light.palette().text;
        let mut n_rows = 0;
        let mut drawn = ctx.run_ui(egui::RawInput::default(), |ui| {
            for width in 160..520 {
                let font = crate::theme::plain_font(14.0);
                let job = LayoutJob::simple(text.to_owned(), font, color, f32::INFINITY);
                let ended = end_lines(ui, job, width as f32);
                let galley = laid_out(ui, &ended.job, width as f32);
                let whole: Vec<char> = text.chars().collect();
                let mut place = 0;
                for row in &galley.rows {
                    let kept = row.glyphs.len();
                    place += kept;
                    n_rows += 1;
                    assert!(place >= whole.len() || may_break(&whole, place), "{width}: {:?}", row.text());
                }
                assert_eq!(place, whole.len());
                let last = galley.rows.last().unwrap().glyphs.len();
                assert!(last >= FEWEST || galley.rows.len() == 1, "{width}: {last} signs alone");
            }
        });
        drawn.textures_delta.clear();
        assert!(n_rows > 500);
    }
}
