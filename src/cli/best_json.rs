//! What a search found, as JSON: names and order are those of the README.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use sortie_engine::plan::StrategyRule;
use sortie_engine::search::{
    BestAnswer, BestChoice, BestRequest, ChoiceGain, ChosenStrategy, FrontierStep, ProposedRule,
};
use sortie_engine::unit::Month;

/// The answer as bytes, with a line end.
pub(super) fn write(request: &BestRequest, answer: &BestAnswer) -> Option<Vec<u8>> {
    let mut bytes = serde_json::to_vec(&AnswerOut::new(request, answer)).ok()?;
    bytes.push(b'\n');
    Some(bytes)
}

#[derive(Serialize)]
struct AnswerOut<'a> {
    considered: usize,
    is_exhaustive: bool,
    limits: LimitsOut<'a>,
    best: Option<ChoiceOut<'a>>,
    others: Vec<ChoiceOut<'a>>,
    frontier: Vec<FrontierOut<'a>>,
    binding: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    least_missed: Option<ChoiceOut<'a>>,
    last_of_budget: Option<f64>,
    told: ToldOut,
    rules: Vec<RuleOut<'a>>,
}

impl<'a> AnswerOut<'a> {
    fn new(request: &'a BestRequest, answer: &'a BestAnswer) -> Self {
        let step = |step: &'a FrontierStep| FrontierOut {
            chance: step.chance,
            choice: step.choice.as_ref().map(ChoiceOut::new),
        };
        Self {
            considered: answer.n_considered,
            is_exhaustive: answer.is_exhaustive,
            limits: LimitsOut {
                budget: answer.limits.budget,
                under_water: answer.limits.under_water,
                cash_floor: answer.limits.floor.map(|floor| floor.cash),
                chance: answer.limits.floor.map(|floor| floor.chance),
                at_most: answer.limits.at_most,
                from: answer.window.0,
                to: answer.window.1,
                must: &request.must,
                never: &request.never,
            },
            best: answer.best.as_ref().map(ChoiceOut::new),
            others: answer.others.iter().map(ChoiceOut::new).collect(),
            frontier: answer.frontier.iter().map(step).collect(),
            binding: answer.binding.iter().map(|limit| limit.word()).collect(),
            least_missed: answer.least_missed.as_ref().map(ChoiceOut::new),
            last_of_budget: answer.last_of_budget,
            told: ToldOut { paths: answer.n_paths, seed: answer.seed },
            rules: answer.rules.iter().map(RuleOut).collect(),
        }
    }
}

/// The limits as understood.
#[derive(Serialize)]
struct LimitsOut<'a> {
    budget: Option<f64>,
    under_water: Option<f64>,
    cash_floor: Option<f64>,
    chance: Option<f64>,
    at_most: Option<usize>,
    from: Month,
    to: Month,
    must: &'a [String],
    never: &'a [String],
}

#[derive(Serialize)]
struct ToldOut {
    paths: usize,
    seed: u64,
}

#[derive(Serialize)]
struct FrontierOut<'a> {
    chance: f64,
    choice: Option<ChoiceOut<'a>>,
}

#[derive(Serialize)]
struct ChoiceOut<'a> {
    strategies: Vec<StrategyOut<'a>>,
    goal: f64,
    gain: GainOut,
    ahead_share: f64,
    ahead_of_next: Option<f64>,
    below_floor_share: Option<f64>,
    runs_out_of_cash: f64,
    money: f64,
    under_water: f64,
    without: WithoutOut<'a>,
}

impl<'a> ChoiceOut<'a> {
    fn new(choice: &'a BestChoice) -> Self {
        let ChoiceGain { p10, p50, mean, p90 } = choice.gain;
        let strategy = |chosen: &'a ChosenStrategy| StrategyOut {
            id: &chosen.id,
            start: chosen.start,
            scale: chosen.scale,
        };
        Self {
            strategies: choice.strategies.iter().map(strategy).collect(),
            goal: choice.goal,
            gain: GainOut { p10, p50, mean, p90 },
            ahead_share: choice.ahead_share,
            ahead_of_next: choice.ahead_of_next,
            below_floor_share: choice.below_floor_share,
            runs_out_of_cash: choice.runs_out_of_cash,
            money: choice.money,
            under_water: choice.under_water,
            without: WithoutOut(&choice.without),
        }
    }
}

#[derive(Serialize)]
struct StrategyOut<'a> {
    id: &'a str,
    start: Month,
    scale: f64,
}

#[derive(Serialize)]
struct GainOut {
    p10: f64,
    p50: f64,
    mean: f64,
    p90: f64,
}

/// What is lost without each strategy, under its id.
struct WithoutOut<'a>(&'a [(String, f64)]);

impl Serialize for WithoutOut<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(id, lost)| (id, lost)))
    }
}

/// A rule, under the name of its field in a plan.
struct RuleOut<'a>(&'a ProposedRule);

impl Serialize for RuleOut<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let ProposedRule {
            strategy,
            stops,
            rule,
            worth,
            fires_share,
            wrongly_fires_share,
            wrongly_holds_share,
        } = self.0;
        let rule: &StrategyRule = rule;
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("strategy", strategy)?;
        object.serialize_entry(if *stops { "stop_when" } else { "start_when" }, rule)?;
        object.serialize_entry("worth", worth)?;
        object.serialize_entry("fires_share", fires_share)?;
        object.serialize_entry("wrongly_fires_share", wrongly_fires_share)?;
        object.serialize_entry("wrongly_holds_share", wrongly_holds_share)?;
        object.end()
    }
}
