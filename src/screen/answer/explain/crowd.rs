//! Followers and subscribers at a month's end: who was there, who joined and who left.

use sortie_engine::compare::{CrowdLine, CrowdTrace};
use sortie_engine::forecast::Metric;

use super::chain::{ChainStep, FigureChain, StepName, StepSign, TracedScenario, ValueKind, over, summed};
use crate::address::{PlanField, PlanPart};
use crate::desk::figure::{ChainFigure, FigureKind};

fn step(sign: StepSign, name: StepName, value: f64, kind: ValueKind) -> ChainStep {
    ChainStep { sign, name, value, kind, figure: None, input: None }
}

impl TracedScenario<'_> {
    /// Followers, or subscribers, of all strategies.
    pub(super) fn crowds(&self, metric: Metric, month: Option<usize>) -> FigureChain {
        let is_own = |crowd: &CrowdTrace| crowd.is_list == (metric == Metric::Subscribers);
        let of_strategy = |(place, crowd): (usize, &CrowdTrace)| ChainStep {
            figure: Some(ChainFigure { what: FigureKind::Crowd(place), month }),
            ..step(
                StepSign::Plus,
                StepName::Strategy(crowd.by.strategy.clone()),
                over(&crowd[CrowdLine::Now], self.or_last(month)),
                ValueKind::Count,
            )
        };
        let crowds = self.trace.crowds.iter().enumerate().filter(|(_, crowd)| is_own(crowd));
        let steps = crowds.map(of_strategy).filter(|step| step.value != 0.0);
        summed(ValueKind::Count, steps.collect())
    }

    /// Those who were there, who joined and who left, in a month or since the plan began.
    pub(super) fn crowd(&self, place: usize, month: Option<usize>) -> FigureChain {
        let Some(crowd) = self.trace.crowds.get(place) else { return summed(ValueKind::Count, vec![]) };
        let input = |name| self.of_mechanism(crowd, name);
        let [joins, leaves, begins] = match crowd.is_list {
            true => ["capture", "unsubscribe", "initial_subscribers"],
            false => ["follow_rate", "unfollow", "initial_followers"],
        };
        let first = month.unwrap_or(0);
        let before = ChainStep {
            input: (first == 0).then(|| input(begins)).flatten(),
            ..step(
                StepSign::Plus,
                StepName::Word("before"),
                crowd[CrowdLine::Before].get(first).copied().unwrap_or(0.0),
                ValueKind::Count,
            )
        };
        let moved = |sign, word, part, field| ChainStep {
            input: input(field),
            ..step(sign, StepName::Word(word), over(&crowd[part], month), ValueKind::Count)
        };
        let steps = [
            before,
            moved(StepSign::Plus, "joined", CrowdLine::Joined, joins),
            moved(StepSign::Minus, "left", CrowdLine::Left, leaves),
        ];
        summed(ValueKind::Count, steps.into())
    }

    fn of_mechanism(&self, crowd: &CrowdTrace, name: &'static str) -> Option<PlanField> {
        let strategy = self.plan.strategies.iter().position(|own| own.id == crowd.by.strategy)?;
        Some(PlanPart::Mechanism(strategy, crowd.by.place).field(name))
    }
}

#[cfg(test)]
mod tests {
    use sortie_engine::compare::trace_central;
    use sortie_engine::forecast::central;
    use sortie_engine::model::Model;
    use sortie_engine::plan::read;

    use super::*;
    use crate::catalog::templates;

    /// Whether two figures are the same but for rounding.
    fn is_near(a: f64, b: f64) -> bool {
        (a - b).abs() <= 1e-4 * a.abs().max(b.abs()).max(1.0)
    }

    #[test]
    fn every_metric_of_every_sample_is_made_of_steps_that_add_up_to_it() {
        for template in templates() {
            let plan = read(template.plan_bytes).expect("a sample reads");
            let model = Model::compile(&plan);
            let forecast = central(&model);
            for (scenario, own) in forecast.scenarios.iter().enumerate() {
                let traced = TracedScenario { plan: &plan, trace: &trace_central(&model, scenario) };
                for metric in Metric::ALL {
                    for month in [0, 1, forecast.months.len() - 1] {
                        let figure = ChainFigure { what: FigureKind::Metric(metric), month: Some(month) };
                        let (chain, value) = (traced.chain(figure), own.central[metric][month]);
                        let at = format!("{} {scenario} {metric:?} {month}", template.id);
                        assert!(is_near(chain.value, value), "{at}: {} {value}", chain.value);
                        for step in &chain.steps {
                            let Some(next) = step.figure else { continue };
                            let made = traced.chain(next);
                            assert!(
                                is_near(made.value, step.value),
                                "{at} {:?}: {} {}",
                                step.name,
                                made.value,
                                step.value
                            );
                            assert!(
                                !made.steps.is_empty() || made.value == 0.0,
                                "{at} {:?} says nothing",
                                step.name
                            );
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn followers_over_all_months_are_those_at_the_start_and_who_came_less_who_went() {
        let plan = read(templates()[0].plan_bytes).expect("a sample reads");
        let model = Model::compile(&plan);
        let forecast = central(&model);
        let last = forecast.months.len() - 1;
        let gathers =
            |own: &&sortie_engine::forecast::ScenarioForecast| own.central[Metric::Followers][last] > 0.0;
        let own = forecast.scenarios.iter().find(gathers).expect("a scenario gathers followers");
        let scenario = plan.scenarios.iter().position(|known| known.id == own.id).expect("it is in the plan");
        let traced = TracedScenario { plan: &plan, trace: &trace_central(&model, scenario) };
        let whole = traced.chain(ChainFigure { what: FigureKind::Metric(Metric::Followers), month: None });
        assert!(is_near(whole.value, own.central[Metric::Followers][last]));
        let step = whole.steps[0].clone();
        let crowd = traced.chain(step.figure.expect("it leads on"));
        assert!(is_near(crowd.value, step.value));
        assert!(crowd.steps[1].value > 0.0 && crowd.steps[2].value > 0.0, "{crowd:?}");
        assert!(crowd.steps.iter().all(|step| step.input.is_some()), "each leads to a number of the plan");
    }
}
