//! What stands at a month's end: who was there, who or what came and went. A stock of goods, payouts still to come,
//! followers, subscribers.

use sortie_engine::compare::{ChannelTrace, Crowd, CrowdTrace, Line};
use sortie_engine::forecast::Metric;

use super::chain::{Chain, Figure, Kind, Name, Sign, Step, Traced, What, over, summed};
use crate::screen::number::{Field, Part};

/// What moves goods on the shelf, and whether it adds to them.
const GOODS: [(Line, Sign); 3] =
    [(Line::Purchases, Sign::Plus), (Line::Goods, Sign::Minus), (Line::WrittenOff, Sign::Minus)];

/// What moves payouts that are still to come. Those held back are still to come, but for what is lost for good.
const PAYOUTS: [(Line, Sign); 5] = [
    (Line::Payout, Sign::Plus),
    (Line::Arriving, Sign::Minus),
    (Line::HeldBack, Sign::Plus),
    (Line::Forfeited, Sign::Minus),
    (Line::Released, Sign::Minus),
];

fn step(sign: Sign, name: Name, value: f64, kind: Kind) -> Step {
    Step { sign, name, value, kind, figure: None, input: None }
}

impl Traced<'_> {
    /// Followers, or subscribers, of all strategies.
    pub(super) fn crowds(&self, metric: Metric, month: Option<usize>) -> Chain {
        let is_own = |crowd: &CrowdTrace| crowd.is_list == (metric == Metric::Subscribers);
        let of_strategy = |(place, crowd): (usize, &CrowdTrace)| Step {
            figure: Some(Figure { what: What::Crowd(place), month }),
            ..step(
                Sign::Plus,
                Name::Strategy(crowd.by.strategy.clone()),
                over(&crowd[Crowd::Now], self.or_last(month)),
                Kind::Count,
            )
        };
        let crowds = self.trace.crowds.iter().enumerate().filter(|(_, crowd)| is_own(crowd));
        let steps = crowds.map(of_strategy).filter(|step| step.value != 0.0);
        summed(Kind::Count, steps.collect())
    }

    /// Those who were there, who joined and who left, in a month or since the plan began.
    pub(super) fn crowd(&self, place: usize, month: Option<usize>) -> Chain {
        let Some(crowd) = self.trace.crowds.get(place) else { return summed(Kind::Count, vec![]) };
        let input = |name| self.of_mechanism(crowd, name);
        let [joins, leaves, begins] = match crowd.is_list {
            true => ["capture", "unsubscribe", "initial_subscribers"],
            false => ["follow_rate", "unfollow", "initial_followers"],
        };
        let first = month.unwrap_or(0);
        let before = Step {
            input: (first == 0).then(|| input(begins)).flatten(),
            ..step(
                Sign::Plus,
                Name::Word("before"),
                crowd[Crowd::Before].get(first).copied().unwrap_or(0.0),
                Kind::Count,
            )
        };
        let moved = |sign, word, part, field| Step {
            input: input(field),
            ..step(sign, Name::Word(word), over(&crowd[part], month), Kind::Count)
        };
        let steps = [
            before,
            moved(Sign::Plus, "joined", Crowd::Joined, joins),
            moved(Sign::Minus, "left", Crowd::Left, leaves),
        ];
        summed(Kind::Count, steps.into())
    }

    fn of_mechanism(&self, crowd: &CrowdTrace, name: &'static str) -> Option<Field> {
        let strategy = self.plan.strategies.iter().position(|own| own.id == crowd.by.strategy)?;
        Some(Part::Mechanism(strategy, crowd.by.place).field(name))
    }

    /// Goods on the shelf at the end of a month.
    pub(super) fn channel_stock(&self, place: usize, channel: &ChannelTrace, month: Option<usize>) -> Chain {
        let mut chain = stands(channel, Line::Stock, &GOODS, month);
        for step in &mut chain.steps {
            step.input = match step.name {
                Name::Line(Line::Goods) => Some(Part::Channel(place).field("unit_cost")),
                Name::Line(Line::Purchases) => Some(Part::Channel(place).field("stock_days")),
                _ => None,
            };
        }
        chain
    }

    /// Payouts still to come at the end of a month.
    pub(super) fn channel_receivables(
        &self,
        place: usize,
        channel: &ChannelTrace,
        month: Option<usize>,
    ) -> Chain {
        let mut chain = stands(channel, Line::Receivables, &PAYOUTS, month);
        for step in &mut chain.steps {
            step.input =
                (step.name == Name::Line(Line::Arriving)).then(|| Part::Channel(place).field("payout_days"));
        }
        chain
    }
}

/// What was there before a month, and what moved it.
fn stands(channel: &ChannelTrace, line: Line, moves: &[(Line, Sign)], month: Option<usize>) -> Chain {
    let now = over(&channel[line], month);
    let moved = moves
        .iter()
        .map(|(line, sign)| step(*sign, Name::Line(*line), over(&channel[*line], month), Kind::Money));
    let moved: Vec<Step> = moved.filter(|step| step.value != 0.0).collect();
    let by = summed(Kind::Money, moved.clone()).value;
    // Before the plan began: what the first month's moves leave over.
    let before = match month.and_then(|month| month.checked_sub(1)) {
        Some(earlier) => over(&channel[line], Some(earlier)),
        None => now - by,
    };
    let mut steps = vec![step(Sign::Plus, Name::Word("before"), before, Kind::Money)];
    steps.retain(|step| step.value != 0.0);
    steps.extend(moved);
    summed(Kind::Money, steps)
}

#[cfg(test)]
mod tests {
    use sortie_engine::compare::trace_central;
    use sortie_engine::forecast::central;
    use sortie_engine::model::Model;
    use sortie_engine::plan::read;

    use super::*;
    use crate::disk::templates;

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
                let traced = Traced { plan: &plan, trace: &trace_central(&model, scenario) };
                for metric in Metric::ALL {
                    for month in [0, 1, forecast.months.len() - 1] {
                        let figure = Figure { what: What::Metric(metric), month: Some(month) };
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
        let traced = Traced { plan: &plan, trace: &trace_central(&model, scenario) };
        let whole = traced.chain(Figure { what: What::Metric(Metric::Followers), month: None });
        assert!(is_near(whole.value, own.central[Metric::Followers][last]));
        let step = whole.steps[0].clone();
        let crowd = traced.chain(step.figure.expect("it leads on"));
        assert!(is_near(crowd.value, step.value));
        assert!(crowd.steps[1].value > 0.0 && crowd.steps[2].value > 0.0, "{crowd:?}");
        assert!(crowd.steps.iter().all(|step| step.input.is_some()), "each leads to a number of the plan");
    }
}
