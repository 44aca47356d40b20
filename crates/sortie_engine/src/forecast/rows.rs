//! Where each figure stands: a number for every scenario, month and row, then for every scenario and summary figure.

use std::ops::Range;

use super::Metric;
use super::summary::N_FIGURES;
use crate::model::Model;
use crate::sim::{FigureRow, N_METRICS, ScenarioScript};

/// The figures of a forecast, each with its place.
pub(super) struct FigureRows {
    pub n_scenarios: usize,
    pub n_months: usize,
    /// Figures told every month: metrics, then revenue by channel.
    pub n_told: usize,
    /// Of each scenario, the figures told every month that are asked for and not nothing in all of them.
    pub told: Vec<Vec<usize>>,
}

/// What a figure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FigureSubject {
    /// A figure told of a month.
    Month { scenario: usize, t: usize },
    /// A summary figure.
    Figure { scenario: usize, figure: usize },
}

impl FigureRows {
    /// The figures asked for: all, or of those told every month `only` one metric.
    pub fn new(model: &Model, scripts: &[ScenarioScript<'_>], only: Option<Metric>) -> Self {
        let n_told = N_METRICS + model.channels.len();
        let is_asked_for = |row: &usize| only.is_none_or(|metric| metric as usize == *row);
        let told = |script: &ScenarioScript| {
            let rows = (0..n_told).filter(is_asked_for);
            rows.filter(|row| !script.is_nothing(model, FigureRow::of_row(*row))).collect()
        };
        Self {
            n_scenarios: scripts.len(),
            n_months: model.n_months,
            n_told,
            told: scripts.iter().map(told).collect(),
        }
    }

    /// How many there are.
    pub fn n(&self) -> usize {
        self.figures() + self.n_scenarios * N_FIGURES
    }

    /// The place of a figure told in a month of a scenario.
    pub fn of_month(&self, scenario: usize, t: usize, row: usize) -> usize {
        (scenario * self.n_months + t) * self.n_told + row
    }

    /// The place of a summary figure.
    pub fn of_figure(&self, scenario: usize, figure: usize) -> usize {
        self.figures() + scenario * N_FIGURES + figure
    }

    /// The place of the first summary figure.
    pub fn figures(&self) -> usize {
        self.n_scenarios * self.n_months * self.n_told
    }

    /// What stands at a place.
    pub fn at(&self, place: usize) -> FigureSubject {
        match place.checked_sub(self.figures()) {
            Some(place) => FigureSubject::Figure { scenario: place / N_FIGURES, figure: place % N_FIGURES },
            None => {
                let month = place / self.n_told;
                FigureSubject::Month { scenario: month / self.n_months, t: month % self.n_months }
            }
        }
    }

    /// Whether any figure in `places` needs this scenario to be walked: its own, or a summary, which compares all.
    pub fn needs(&self, places: &Range<usize>, scenario: usize) -> bool {
        let own = self.of_month(scenario, 0, 0)..self.of_month(scenario + 1, 0, 0);
        places.end > self.figures() || (own.start < places.end && places.start < own.end)
    }
}
