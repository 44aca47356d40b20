//! The charts of a report, from the same series as the window's.

use egui::Color32;
use sortie_engine::compare::median_gain;
use sortie_engine::forecast::{Metric, P10, P25, P50, P75, P90};
use sortie_engine::plan::{Channel, ShockKind};

use crate::report::part::{ChartBody, ChartLine, ChartUnit, LineChart, RangeChart, RangeRow, ReportChart};
use crate::report::teller::ReportTeller;
use crate::text::quiet;
use crate::theme::SCENARIO_COLORS;

/// Lines of a chart on paper.
const MOST_LINES: usize = 5;

impl ReportTeller<'_> {
    /// The color of a scenario: as the window gives it when a plan is opened.
    fn color(&self, place: usize) -> Color32 {
        let baselines = self.figures.forecast.baselines;
        if baselines.links_open == Some(place) {
            return self.palette.links_open;
        }
        if baselines.no_response == Some(place) {
            return self.palette.no_response;
        }
        let is_response =
            |other: &usize| baselines.links_open != Some(*other) && baselines.no_response != Some(*other);
        let own = (0..place).filter(is_response).count();
        self.palette.scenario(own % SCENARIO_COLORS)
    }

    /// A figure by month: links open, no response, what is done with its bands, and the best others.
    pub(in crate::report) fn fan_chart(&self, metric: Metric) -> ReportChart {
        let forecast = &self.figures.forecast;
        let plan = self.plan();
        let about = self.figures.chosen.or(forecast.baselines.no_response);
        let mut shown = self.figures.shown(MOST_LINES);
        // What the chart is about lies on top.
        shown.sort_by_key(|place| Some(*place) == about);
        let line = |place: usize| {
            let scenario = &forecast.scenarios[place];
            let fan = scenario.fan.as_ref();
            let is_about = Some(place) == about;
            let middle = |at: &[f64; 7]| at[P50];
            let values = fan.map_or_else(
                || scenario.central[metric].clone(),
                |fan| fan.quantiles[metric].iter().map(middle).collect(),
            );
            let band = fan.filter(|_| is_about).map(|fan| {
                fan.quantiles[metric].iter().map(|at| [at[P10], at[P25], at[P75], at[P90]]).collect()
            });
            ChartLine {
                name: self.scenario(place),
                values,
                band: band.unwrap_or_default(),
                color: self.color(place),
                width: if is_about { 2.2 } else { 1.1 },
                is_dashed: forecast.baselines.links_open == Some(place),
            }
        };
        let known = [("metric", self.words.metric(metric)), ("currency", &*plan.currency)];
        let banded = about.map_or_else(String::new, |place| self.scenario(place));
        let has_paths = self.figures.n_paths > 0;
        ReportChart {
            title: self.words.with("report.by_month", &known),
            note: match has_paths {
                true => self.words.with("report.bands", &[("name", &banded)]),
                false => self.words.get("report.likely_lines").to_owned(),
            },
            drawn: ChartBody::Lines(LineChart {
                months: self.month_labels(),
                unit: ChartUnit::Money(plan.currency.clone()),
                lines: shown.into_iter().map(line).collect(),
                marks: self.closures(),
            }),
        }
    }

    /// The months as they stand on an axis: the first with its year.
    fn month_labels(&self) -> Vec<String> {
        let months = self.figures.forecast.months.iter().enumerate();
        let label = |(t, month): (usize, &sortie_engine::unit::Month)| match t {
            0 => self.words.month(*month),
            _ => self.words.month_short(*month),
        };
        months.map(label).collect()
    }

    /// When links close or a market is banned, in months from the plan's start.
    fn closures(&self) -> Vec<(f32, String)> {
        let plan = self.plan();
        let strikes = self.shocks().into_iter().map(|(_, shock)| shock);
        let strikes =
            strikes.filter(|shock| matches!(shock.kind, ShockKind::LinkClosure | ShockKind::MarketBan));
        let mark = |shock: &sortie_engine::plan::Shock| {
            let at = plan.day_of_shock(shock)?.months_since(plan.start);
            let is_within = at >= 0.0 && at < plan.horizon_months as f64;
            is_within.then(|| (at as f32, quiet(self.words.ready(&shock.name)).into_owned()))
        };
        strikes.filter_map(mark).collect()
    }

    /// What each response brings more than doing nothing, in the middle eight of ten futures.
    pub(in crate::report) fn gain_chart(&self) -> Option<ReportChart> {
        let forecast = &self.figures.forecast;
        let none = forecast.baselines.no_response?;
        let row = |place: usize| {
            let summary = self.summary(place)?;
            let gain = summary.gain?;
            let (low, high) = (gain.quantiles[P10]?, gain.quantiles[P90]?);
            let likely = median_gain(summary)?;
            Some(RangeRow {
                name: self.scenario(place),
                ends: [low, high],
                likely: Some(likely),
                labels: [String::new(), String::new()],
                note: summary.ahead_share.map(|share| self.of_20_short(share)).unwrap_or_default(),
                color: self.color(place),
                is_kept: self.figures.chosen == Some(place),
            })
        };
        let compared = self.compared().into_iter().filter(|place| *place != none);
        let rows: Vec<RangeRow> = compared.filter_map(row).collect();
        (!rows.is_empty()).then(|| ReportChart {
            title: self.words.get("report.gain_chart").to_owned(),
            note: self.words.get("report.gain_note").to_owned(),
            drawn: ChartBody::Ranges(RangeChart {
                unit: ChartUnit::Money(self.plan().currency.clone()),
                rows,
                middle: 0.0,
            }),
        })
    }

    /// Which share of sales comes from which channel, where links stay open.
    pub(in crate::report) fn mix_chart(&self, active: &[(usize, &Channel)]) -> ReportChart {
        let all: f64 = active.iter().map(|(place, _)| self.revenue_open(*place)).sum();
        let row = |(slot, (place, channel)): (usize, &(usize, &Channel))| {
            let share = if all > 0.0 { self.revenue_open(*place) / all } else { 0.0 };
            RangeRow {
                name: self.channel(channel),
                ends: [0.0, share],
                likely: None,
                labels: [String::new(), self.words.share(share)],
                note: String::new(),
                color: self.palette.part(slot),
                is_kept: false,
            }
        };
        ReportChart {
            title: self.words.get("report.mix_chart").to_owned(),
            note: String::new(),
            drawn: ChartBody::Ranges(RangeChart {
                unit: ChartUnit::Share,
                rows: active.iter().enumerate().map(row).collect(),
                middle: 0.0,
            }),
        }
    }

    /// How often cash runs out, scenario by scenario.
    pub(in crate::report) fn survival_chart(&self) -> Option<ReportChart> {
        let row = |place: usize| {
            let share = self.summary(place)?.runs_out_of_cash;
            Some(RangeRow {
                name: self.scenario(place),
                ends: [0.0, share],
                likely: None,
                labels: [String::new(), self.of_20_short(share)],
                note: String::new(),
                color: self.color(place),
                is_kept: self.figures.chosen == Some(place),
            })
        };
        let rows: Vec<RangeRow> = self.compared().into_iter().filter_map(row).collect();
        (!rows.is_empty()).then(|| ReportChart {
            title: self.words.get("report.survival_chart").to_owned(),
            note: self.words.get("report.survival_note").to_owned(),
            drawn: ChartBody::Ranges(RangeChart { unit: ChartUnit::Share, rows, middle: 0.0 }),
        })
    }
}
