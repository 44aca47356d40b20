//! The central path: every estimate at its likely value, no noise, chance by rule.

use super::metric::MetricTable;
use super::{Forecast, ScenarioForecast};
use crate::draw::BlockDraws;
use crate::lane::{DoubleKit, LaneKit};
use crate::model::Model;
use crate::sim::{N_METRICS, PathGround, ScenarioScript, ScenarioWalk, WalkState};

/// The central path of every scenario; no fans. Quick enough for every frame.
pub fn central(model: &Model) -> Forecast {
    let all: Vec<usize> = (0..model.scenarios.len()).collect();
    let tables = central_tables(model, &all);
    let scenarios = model.scenarios.iter().zip(tables).map(|(scenario, central)| {
        let not_eligible = scenario.strategies.iter().filter(|(_, is_eligible)| !is_eligible);
        ScenarioForecast {
            id: scenario.id.clone(),
            not_eligible: not_eligible.map(|(place, _)| model.strategies[*place].id.clone()).collect(),
            is_ranked: scenario.is_ranked,
            n_strategies: scenario.strategies.len(),
            central,
            fan: None,
        }
    });
    Forecast { months: model.months(), scenarios: scenarios.collect(), baselines: model.baselines }
}

/// The central path of some scenarios, by their places in the plan.
pub(super) fn central_tables(model: &Model, scenarios: &[usize]) -> Vec<MetricTable<f64>> {
    let kit = DoubleKit::<1, 1>;
    let mut ground = PathGround::new(kit, model, BlockDraws::central(model));
    ground.lay(kit, model);
    let mut state = WalkState::new(kit, model);
    let table = |scenario: &usize| {
        let script = ScenarioScript::new(model, &model.scenarios[*scenario]);
        let mut rows = vec![vec![]; N_METRICS + model.channels.len()];
        let mut walk = ScenarioWalk::new(kit, model, &script, &ground, &mut state);
        for t in 0..model.n_months {
            walk.step(t);
            for (row, values) in rows.iter_mut().enumerate() {
                values.push(kit.get(walk.figure(row), 0));
            }
        }
        MetricTable::from_rows(model.channels.len(), |row| std::mem::take(&mut rows[row]))
    };
    scenarios.iter().map(table).collect()
}
