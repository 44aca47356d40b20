//! What the answer hangs on: the guesses that move it most, and how well each is known.

use sortie_engine::sensitivity::{TornadoBar, TornadoSubject};

use crate::address::PlanField;
use crate::address::name::guess_name;
use crate::report::figures::TOLD_GUESSES;
use crate::report::part::{
    ChartBody, ChartUnit, RangeChart, RangeRow, ReportBlock, ReportChart, ReportRow, ReportTable,
};
use crate::report::teller::{NONE, ReportTeller};
use crate::text::quiet;

impl ReportTeller<'_> {
    /// The guesses that move the answer most.
    pub(in crate::report) fn hangs_on_blocks(&self) -> Vec<ReportBlock> {
        let bars = self.bars();
        if bars.is_empty() {
            return vec![self.say("report.hangs_on_nothing", &[])];
        }
        let mut blocks = vec![self.say("report.hangs_on_said", &[("what", &self.subject_name())])];
        blocks.extend(self.hangs_on_chart().map(ReportBlock::Chart));
        blocks.push(ReportBlock::Table(self.guess_table(&bars)));
        if !self.figures.to_measure.is_empty() {
            let told: Vec<String> = self
                .figures
                .to_measure
                .iter()
                .take(3)
                .filter_map(|(place, worth)| {
                    let name = self.guess(self.figures.field_of(*place)?);
                    Some(self.words.with("report.worth", &[("what", &name), ("worth", &self.money(*worth))]))
                })
                .collect();
            let list = told.join(self.words.get("report.between_long"));
            blocks.push(self.say("report.measure", &[("list", &list)]));
        }
        blocks
    }

    /// The name of a guess.
    fn guess(&self, field: PlanField) -> String {
        quiet(&guess_name(self.words, self.plan(), field)).into_owned()
    }

    /// What is looked at.
    fn subject_name(&self) -> String {
        match self.figures.tornado.as_ref().map(|tornado| tornado.subject) {
            Some(TornadoSubject::Difference(a, _)) => {
                self.words.with("report.gain_of", &[("name", &self.scenario(a))])
            }
            Some(TornadoSubject::Scenario(a)) => {
                self.words.with("report.profit_of", &[("name", &self.scenario(a))])
            }
            None => String::new(),
        }
    }

    /// The widest bars.
    fn bars(&self) -> Vec<(&TornadoBar, PlanField)> {
        let Some(tornado) = &self.figures.tornado else { return vec![] };
        let moving = tornado.bars.iter().filter(|bar| bar.swing > 0.0);
        moving.filter_map(|bar| Some((bar, self.figures.field_of(bar.guess)?))).take(TOLD_GUESSES).collect()
    }

    /// How far each of them moves the answer.
    pub(in crate::report) fn hangs_on_chart(&self) -> Option<ReportChart> {
        let tornado = self.figures.tornado.as_ref()?;
        let row = |(bar, field): (&TornadoBar, PlanField)| {
            let spread = self.figures.guesses.get(bar.guess).map(|guess| guess.spread);
            let unit = field.unit(self.plan());
            let end = |x: f64| unit.shown(self.words, x);
            let [mut low, mut high] =
                spread.map_or([String::new(), String::new()], |it| [end(it.low), end(it.high)]);
            let (mut from, mut to) = (bar.at_low, bar.at_high);
            if from > to {
                (from, to) = (to, from);
                (low, high) = (high, low);
            }
            RangeRow {
                name: self.guess(field),
                ends: [from, to],
                likely: None,
                labels: [low, high],
                note: field.grade(self.plan()).map(String::from).unwrap_or_default(),
                color: self.palette.accent,
                is_kept: false,
            }
        };
        let rows: Vec<RangeRow> = self.bars().into_iter().map(row).collect();
        (!rows.is_empty()).then(|| ReportChart {
            title: self.words.with("report.hangs_on_chart", &[("what", &self.subject_name())]),
            note: self.words.get("report.hangs_on_note").to_owned(),
            drawn: ChartBody::Ranges(RangeChart {
                unit: ChartUnit::Money(self.plan().currency.clone()),
                rows,
                middle: tornado.likely,
            }),
        })
    }

    fn guess_table(&self, bars: &[(&TornadoBar, PlanField)]) -> ReportTable {
        let words = self.words;
        let row = |(bar, field): &(&TornadoBar, PlanField)| {
            let unit = field.unit(self.plan());
            let spread = self.figures.guesses[bar.guess].spread;
            let shown = [spread.low, spread.likely, spread.high].map(|x| unit.shown(words, x));
            let source = field.source(self.plan(), words, Some(self.order.day.month));
            ReportRow::plain(vec![
                self.guess(*field),
                source.unwrap_or_else(|| words.get("report.no_source").to_owned()),
                shown.join(" / "),
                self.money(bar.swing),
                field.grade(self.plan()).map_or_else(|| NONE.to_owned(), String::from),
            ])
        };
        let columns = [
            "report.column_guess",
            "report.column_says",
            "report.column_values",
            "report.column_swing",
            "report.column_grade",
        ];
        ReportTable {
            title: words.get("report.guess_table").to_owned(),
            columns: columns.map(|key| words.get(key).to_owned()).to_vec(),
            shares: vec![2.2, 3.4, 2.0, 1.0, 0.7],
            rows: bars.iter().map(row).collect(),
            note: words.get("report.grades").to_owned(),
            n_words: 2,
        }
    }
}
