//! The files that a report becomes.

use sortie_engine::forecast::Metric;

use super::calendar::calendar;
use super::figures::{ReportFault, ReportFigures};
use super::mark::MarkedPage;
use super::order::ReportOrder;
use super::page::{chart_page, list_page, pages};
use super::part::ReportChart;
use super::pdf::{PdfAbout, pdf};
use super::pixels::png;
use super::rows;
use super::svg::svg;
use super::teller::ReportTeller;
use super::workbook::workbook;

/// Pixels of a point of a picture: sharp on a phone.
const SHARPNESS: f32 = 2.5;

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportKind {
    /// Pages to be read and printed.
    Pdf,
    /// A workbook.
    Workbook,
    /// A calendar.
    Calendar,
    /// Every figure in rows.
    Rows,
    /// The list of things to do as text.
    Text,
    /// A picture of lines.
    Svg(ChartName),
    /// A picture of pixels.
    Png(ChartName),
}

impl ReportKind {
    /// The kind of a file with this ending; pictures of `chart`.
    pub fn of_ending(ending: &str, chart: ChartName) -> Option<Self> {
        Some(match ending.to_ascii_lowercase().as_str() {
            "pdf" => Self::Pdf,
            "xlsx" => Self::Workbook,
            "ics" => Self::Calendar,
            "csv" => Self::Rows,
            "txt" => Self::Text,
            "svg" => Self::Svg(chart),
            "png" => Self::Png(chart),
            _ => return None,
        })
    }

    /// Its ending.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Workbook => "xlsx",
            Self::Calendar => "ics",
            Self::Rows => "csv",
            Self::Text => "txt",
            Self::Svg(_) => "svg",
            Self::Png(_) => "png",
        }
    }
}

/// What a picture shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChartName {
    /// Revenue by month.
    #[default]
    Revenue,
    /// Profit by month.
    Profit,
    /// Cash by month.
    Cash,
    /// What each response brings.
    Gain,
    /// How often cash runs out.
    Survival,
    /// Where sales come from.
    Channels,
    /// What the answer hangs on.
    HangsOn,
    /// The list of things to do.
    List,
}

impl ChartName {
    /// Every picture.
    pub const ALL: [Self; 8] = [
        Self::Revenue,
        Self::Profit,
        Self::Cash,
        Self::Gain,
        Self::Survival,
        Self::Channels,
        Self::HangsOn,
        Self::List,
    ];

    /// Its word on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Revenue => "revenue",
            Self::Profit => "profit",
            Self::Cash => "cash",
            Self::Gain => "gain",
            Self::Survival => "survival",
            Self::Channels => "channels",
            Self::HangsOn => "hangs_on",
            Self::List => "list",
        }
    }

    /// The picture of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|name| name.word() == word)
    }
}

/// The pages of a report as they are looked at before it is written; none where its file has none.
pub fn report_preview(figures: &ReportFigures, order: &ReportOrder, kind: ReportKind) -> Vec<MarkedPage> {
    let teller = ReportTeller::new(figures, order);
    match kind {
        ReportKind::Pdf => pages(&teller),
        ReportKind::Calendar | ReportKind::Text => vec![list_page(&teller)],
        ReportKind::Svg(name) | ReportKind::Png(name) => vec![picture(&teller, name)],
        ReportKind::Workbook | ReportKind::Rows => vec![],
    }
}

/// What a file is called, without its ending.
pub fn report_name(figures: &ReportFigures, order: &ReportOrder, kind: ReportKind) -> String {
    let teller = ReportTeller::new(figures, order);
    let what = match kind {
        ReportKind::Svg(name) | ReportKind::Png(name) => picture_title(&teller, name),
        ReportKind::Calendar | ReportKind::Text => teller.to_do_title(),
        ReportKind::Pdf | ReportKind::Workbook | ReportKind::Rows => {
            return teller.words.with("report.title", &[("name", &teller.plan_name())]);
        }
    };
    format!("{} {what}", teller.plan_name())
}

/// The file of a report.
///
/// # Errors
/// [`ReportFault::NotWritten`] where the file cannot be made of these figures.
pub fn report_file(
    figures: &ReportFigures,
    order: &ReportOrder,
    kind: ReportKind,
) -> Result<Vec<u8>, ReportFault> {
    let teller = ReportTeller::new(figures, order);
    let bytes = match kind {
        ReportKind::Pdf => {
            let title = teller.words.with("report.title", &[("name", &teller.plan_name())]);
            let about = PdfAbout { title: &title, language: order.language.code(), day: order.day };
            pdf(&pages(&teller), &about)
        }
        ReportKind::Workbook => workbook(&teller),
        ReportKind::Calendar => {
            let file = calendar(&teller.to_do_title(), &teller.to_do());
            Some(file.bytes.to_vec())
        }
        ReportKind::Rows => rows::write(&teller),
        ReportKind::Text => Some(text(&teller).into_bytes()),
        ReportKind::Svg(name) => Some(svg(&picture(&teller, name), &picture_title(&teller, name))),
        ReportKind::Png(name) => png(&picture(&teller, name), SHARPNESS),
    };
    bytes.ok_or(ReportFault::NotWritten)
}

/// The list of things to do as lines, to be pasted into a message.
fn text(teller: &ReportTeller) -> String {
    let mut lines = vec![teller.to_do_title(), teller.plan_name(), String::new()];
    let verdict = teller.figures.verdict(teller.order);
    let headline: String = verdict.headline.iter().map(|span| span.text.as_str()).collect();
    lines.extend([headline, String::new()]);
    for line in teller.to_do_lines() {
        lines.push(teller.words.with("report.text_line", &[("when", &line.when), ("what", &line.what)]));
    }
    lines.push(String::new());
    let known = [("day", &*teller.words.day(teller.order.day)), ("mark", &super::plan_mark(teller.plan()))];
    lines.push(teller.words.with("report.text_foot", &known));
    lines.join("\n") + "\n"
}

/// The chart of that name; nothing where there is nothing to draw, or where it is the list.
fn chart(teller: &ReportTeller, name: ChartName) -> Option<ReportChart> {
    Some(match name {
        ChartName::Revenue => teller.fan_chart(Metric::Revenue),
        ChartName::Profit => teller.fan_chart(Metric::Profit),
        ChartName::Cash => teller.fan_chart(Metric::Cash),
        ChartName::Gain => teller.gain_chart()?,
        ChartName::Survival => teller.survival_chart()?,
        ChartName::Channels => {
            let channels = teller.plan().channels.iter().enumerate().filter(|(_, channel)| channel.active);
            teller.mix_chart(&channels.collect::<Vec<_>>())
        }
        ChartName::HangsOn => teller.hangs_on_chart()?,
        ChartName::List => return None,
    })
}

fn picture(teller: &ReportTeller, name: ChartName) -> MarkedPage {
    match chart(teller, name) {
        Some(chart) => chart_page(teller, &chart),
        None => list_page(teller),
    }
}

fn picture_title(teller: &ReportTeller, name: ChartName) -> String {
    chart(teller, name).map_or_else(|| teller.to_do_title(), |chart| chart.title)
}
