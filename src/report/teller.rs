//! Who tells a report: the figures in the words of a language.

use std::collections::BTreeSet;

use sortie_engine::forecast::{P10, P50, P90, PERCENTILES, Statistic, Summary};
use sortie_engine::plan::Plan;

use super::agenda::{AgendaItem, agenda};
use super::figures::ReportFigures;
use super::letters::TextPiece;
use super::order::{PartName, ReportOrder};
use super::part::{ListLine, ReportBlock, ReportPart};
use super::waiting::waiting_agenda;
use crate::text::{FUTURES, SentenceSpan, Words, words};
use crate::theme::{Palette, ThemeLook};

/// Shown where there is no figure.
pub const NONE: &str = "\u{2013}";

/// The figures in the words of a language.
pub struct ReportTeller<'a> {
    /// The figures.
    pub figures: &'a ReportFigures,
    /// What was asked for.
    pub order: &'a ReportOrder,
    /// The words.
    pub words: &'static Words,
    /// The colors of paper.
    pub palette: &'static Palette,
}

impl<'a> ReportTeller<'a> {
    /// Tells these figures in the language that was asked for.
    pub fn new(figures: &'a ReportFigures, order: &'a ReportOrder) -> Self {
        Self { figures, order, words: words(order.language), palette: ThemeLook::Light.palette() }
    }

    /// The plan.
    pub fn plan(&self) -> &'a Plan {
        &self.figures.plan
    }

    /// Heads of a table of figures: those of these keys, then the likely path, the mean and the percentiles.
    pub fn heads(&self, keys: [&str; 3]) -> Vec<String> {
        let figures = ["report.column_likely", "report.column_mean"];
        let named = keys.into_iter().chain(figures).map(|key| self.words.get(key).to_owned());
        named.chain(PERCENTILES.map(|share| format!("P{}", (share * 100.0).round()))).collect()
    }

    /// Heads of the table of every figure.
    pub fn figure_heads(&self) -> Vec<String> {
        self.heads(["report.column_scenario", "report.column_month", "report.column_figure"])
    }

    /// The parts that were asked for, in their order.
    pub fn parts(&self) -> Vec<ReportPart> {
        let asked: &BTreeSet<PartName> = &self.order.parts;
        PartName::ALL.into_iter().filter(|name| asked.contains(name)).map(|name| self.part(name)).collect()
    }

    /// One part.
    pub fn part(&self, name: PartName) -> ReportPart {
        let blocks = match name {
            PartName::Verdict => self.verdict_blocks(),
            PartName::Business => self.business_blocks(),
            PartName::Happens => self.happens_blocks(),
            PartName::Responses => self.response_blocks(),
            PartName::Chosen => self.chosen_blocks(),
            PartName::HangsOn => self.hangs_on_blocks(),
            PartName::Assumed => self.assumed_blocks(),
        };
        ReportPart { title: self.title(name), blocks }
    }

    /// The title of a part.
    pub fn title(&self, name: PartName) -> String {
        match (name, self.figures.chosen) {
            (PartName::Chosen, Some(place)) => {
                self.words.with("report.chosen_named", &[("name", &self.scenario(place))])
            }
            _ => self.words.get(name.title()).to_owned(),
        }
    }

    /// The name of the plan.
    pub fn plan_name(&self) -> String {
        let name = self.words.ready(&self.plan().name).trim();
        let name = if name.is_empty() { self.words.get("report.no_name") } else { name };
        crate::text::quiet(name).into_owned()
    }

    /// The name of a scenario by its place.
    pub fn scenario(&self, place: usize) -> String {
        let own = self.plan().scenarios.get(place);
        let named = own.filter(|own| !own.name.trim().is_empty());
        let name =
            named.map_or_else(|| own.map_or("", |own| own.id.as_str()), |own| self.words.ready(&own.name));
        crate::text::quiet(name).into_owned()
    }

    /// Money of the plan's currency in a sentence.
    pub fn money(&self, x: f64) -> String {
        self.words.money(x, &self.plan().currency)
    }

    /// The same, or a sign that there is none.
    pub fn money_or_none(&self, x: Option<f64>) -> String {
        x.map_or_else(|| NONE.to_owned(), |x| self.money(x))
    }

    /// A difference in money with its sign.
    pub fn change(&self, x: Option<f64>) -> String {
        x.map_or_else(|| NONE.to_owned(), |x| self.words.money_change(x, &self.plan().currency))
    }

    /// In how many of twenty futures; what is seldom is not told as never.
    pub fn of_20(&self, share: f64) -> String {
        self.counted("report.of_20", share)
    }

    /// The same in a cell of a table.
    pub fn of_20_short(&self, share: f64) -> String {
        self.counted("report.of_20_short", share)
    }

    fn counted(&self, key: &str, share: f64) -> String {
        let n = share * f64::from(FUTURES);
        let told = if share > 0.0 && n < 0.5 { "<1".to_owned() } else { n.round().to_string() };
        self.words.with(key, &[("n", &told), ("all", &FUTURES.to_string())])
    }

    /// A month counted from the plan's start, by the middle of the futures.
    pub fn month_at(&self, statistic: Option<&Statistic>, never: &str) -> String {
        let Some(statistic) = statistic else { return NONE.to_owned() };
        match statistic.quantiles[P50] {
            Some(x) => self.words.month(self.plan().start.plus(x.round() as i32)),
            None => self.words.get(never).to_owned(),
        }
    }

    /// What many paths say of a scenario; nothing where none were drawn.
    pub fn summary(&self, place: usize) -> Option<&'a Summary> {
        self.figures.forecast.scenarios.get(place)?.fan.as_ref().map(|fan| &fan.summary)
    }

    /// The middle eight in ten of a figure: `US$10K to US$40K`.
    pub fn range(&self, statistic: &Statistic) -> String {
        let [low, high] = [statistic.quantiles[P10], statistic.quantiles[P90]].map(|x| self.change(x));
        self.words.with("report.range", &[("low", &low), ("high", &high)])
    }

    /// Sentences with what stands out in them.
    pub fn pieces(&self, key: &str, values: &[(&str, &str)]) -> Vec<TextPiece> {
        let pieces = self.words.pieces(key, values).into_iter();
        pieces
            .filter(|(text, _)| !text.is_empty())
            .map(|(text, is_strong)| TextPiece { text, is_strong })
            .collect()
    }

    /// A paragraph.
    pub fn say(&self, key: &str, values: &[(&str, &str)]) -> ReportBlock {
        ReportBlock::Words(self.pieces(key, values))
    }

    /// A remark.
    pub fn note(&self, key: &str, values: &[(&str, &str)]) -> ReportBlock {
        ReportBlock::Note(self.words.with(key, values))
    }

    /// What is to be done, month after month; where nothing is, the days on which things happen and a day to look again.
    pub fn to_do(&self) -> Vec<AgendaItem> {
        match self.figures.chosen.and_then(|place| self.plan().scenarios.get(place)) {
            Some(chosen) if !chosen.strategies.is_empty() => agenda(self.words, self.plan(), &chosen.id),
            _ => waiting_agenda(self),
        }
    }

    /// The same as lines.
    pub fn to_do_lines(&self) -> Vec<ListLine> {
        let line =
            |item: &AgendaItem| ListLine { when: self.words.day(item.day()), what: item.words.clone() };
        self.to_do().iter().map(line).collect()
    }

    /// The title of the list of things to do.
    pub fn to_do_title(&self) -> String {
        match self.figures.chosen {
            Some(place) => self.words.with("to_do.list", &[("name", &self.scenario(place))]),
            None => self.words.get("report.list_waiting").to_owned(),
        }
    }
}

/// A sentence of the verdict as pieces.
pub fn spans(sentence: &[SentenceSpan]) -> Vec<TextPiece> {
    sentence.iter().map(|span| TextPiece { text: span.text.clone(), is_strong: span.is_strong }).collect()
}
