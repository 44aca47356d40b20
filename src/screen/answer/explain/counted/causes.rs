//! What a shock or a strategy makes of the difference between two scenarios.

use sortie_engine::compare::{Bridge, BridgeMeasure, CausePart, N_ORDERS};
use sortie_engine::forecast::Metric;

use super::super::told::{Explanation, ExplanationRow};
use super::CountedCase;
use crate::desk::figure::FigureKind;
use crate::desk::figure::{BridgeWay, CountedFigure};
use crate::screen::answer::why::{cause_name, pieces_of};
use crate::study::StudyFinding;

/// Months in which it matters most that are listed.
const MONTHS: usize = 3;

impl CountedCase<'_> {
    pub(super) fn cause(&self, way: BridgeWay, cause: usize) -> Option<Explanation> {
        let bridge = self.findings.iter().find_map(|finding| match &**finding {
            StudyFinding::Bridge(bridge) => Some(&**bridge),
            _ => None,
        })?;
        let part = bridge.parts.get(cause)?;
        let rows = pieces_of(part, way.measure)
            .into_iter()
            .map(|(piece, value)| ExplanationRow::of(self.words.piece(piece), self.change(value)));
        let mut aside = self.months_of(part, way.measure);
        aside.push(self.whole(bridge, way));
        Some(Explanation {
            says: self.how_shared(bridge, way, part),
            rows: rows.collect(),
            result: self.makes(self.change(part.total(way.measure))),
            aside,
            ..Explanation::default()
        })
    }

    /// What the cause is a part of, and how the difference is shared among the causes.
    fn how_shared(&self, bridge: &Bridge, way: BridgeWay, part: &CausePart) -> Vec<String> {
        let name = cause_name(self.words, self.around.plan, part);
        let (from, metric) = (self.name_of(way.from), self.words.metric(way.measure.metric()));
        let known = [("cause", name.as_str()), ("from", &from), ("metric", metric)];
        let key = if way.is_likely_only { "counted.cause_likely_says" } else { "counted.cause_says" };
        let n = bridge.parts.len();
        let orders = if bridge.is_exact { (1..=n).product() } else { N_ORDERS };
        let (n, orders) = (n.to_string(), self.count(orders));
        let shared = match bridge.parts.len() {
            1 => self.words.get("counted.cause_alone").to_owned(),
            _ => self.say("counted.cause_orders", &[("n", &n), ("orders", &orders)]),
        };
        vec![self.say(key, &known), shared]
    }

    /// The months in which it matters most.
    fn months_of(&self, part: &CausePart, measure: BridgeMeasure) -> Vec<ExplanationRow> {
        // Of cash, what is added within a month says more than what has come together by then.
        let mut months: Vec<(usize, f64)> = part.months(measure).into_iter().enumerate().collect();
        if measure == BridgeMeasure::Cash {
            let before: Vec<f64> = months.iter().map(|(_, x)| *x).collect();
            months.iter_mut().skip(1).zip(before).for_each(|((_, x), before)| *x -= before);
        }
        months.retain(|(_, x)| x.abs() >= 0.5);
        months.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        let row = |(place, (at, x)): (usize, (usize, f64))| {
            let key = if place == 0 { "counted.cause_month" } else { "counted.cause_next" };
            let month = self.of_month(at as f64);
            ExplanationRow::of(self.words.with(key, &[("month", &month)]), self.change(x))
        };
        months.into_iter().take(MONTHS).enumerate().map(row).collect()
    }

    /// The whole difference, of which this is a part.
    fn whole(&self, bridge: &Bridge, way: BridgeWay) -> ExplanationRow {
        let (from, to) = (self.name_of(way.from), self.name_of(self.scenario));
        let name = self.words.with("counted.cause_whole", &[("from", &from), ("to", &to)]);
        let row = ExplanationRow::of(name, self.change(bridge.difference(way.measure)));
        let metric = way.measure.metric();
        // The difference is told of means; that of the likely path and of cash at the end is what the bridge says.
        if way.is_likely_only || metric == Metric::Cash {
            return row;
        }
        self.follow(row, self.scenario, FigureKind::Counted(CountedFigure::Ahead(metric, way.from)), None)
    }
}
