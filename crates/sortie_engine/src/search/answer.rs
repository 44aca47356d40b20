//! The answer: the best choice, what stands beside it, and what each comes to in futures by which nothing was chosen.

use super::judge::{Demands, Judge};
use super::option::Choice;
use super::request::{BestLimits, LimitName};
use super::rule::ProposedRule;
use crate::forecast::{P10, P50, P90, Trial, TrialEnds, is_tie, mean_as_told, quantiles};
use crate::plan::Plan;
use crate::unit::Month;

/// The answer to a search.
#[derive(Clone, Debug, PartialEq)]
pub struct BestAnswer {
    /// How many choices were looked at.
    pub n_considered: usize,
    /// How many futures were walked to choose: each choice on as many as it was looked at on.
    pub n_walked: usize,
    /// Whether that was every choice there is, each on all paths.
    pub is_exhaustive: bool,
    /// Whether the search was ended before it was done: then this is the best so far.
    pub is_stopped: bool,
    /// The limits as understood.
    pub limits: BestLimits,
    /// The first and the last month in which a strategy may start.
    pub window: (Month, Month),
    /// Strategies that start before the plan, by id: they are in or out as they are.
    pub running: Vec<String>,
    /// The best choice; nothing where none keeps the limits.
    pub best: Option<BestChoice>,
    /// Where none does, the choice that misses them least.
    pub least_missed: Option<BestChoice>,
    /// Choices that come close to the best, or run out of cash less often.
    pub others: Vec<BestChoice>,
    /// The best choice for each chance to run out of cash.
    pub frontier: Vec<FrontierStep>,
    /// The limits without which there would be a better choice nearby; where nothing keeps them, those that are missed least.
    pub binding: Vec<LimitName>,
    /// What the last tenth of the budget earns, per 1,000 of the plan's currency, in the unit of the goal.
    pub last_of_budget: Option<f64>,
    /// Why strategies are in the best choice without which the goal would be higher in the futures it is told in, by id.
    pub kept: Vec<(String, KeptFor)>,
    /// How many futures it is told in.
    pub n_paths: usize,
    /// Which ones.
    pub seed: u64,
    /// Rules that are worth having.
    pub rules: Vec<ProposedRule>,
    /// What the plan's own responses to the same come to in the same futures, in the order of the plan.
    pub planned: Vec<PlannedChoice>,
}

/// Why a strategy is in the best choice that adds less than nothing in the futures it is told in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum KeptFor {
    /// It must be in it.
    Asked,
    /// Without it a limit would be missed.
    Limits,
    /// In the futures by which was chosen it adds this much to the goal.
    Chosen(f64),
}

/// A scenario of the plan that answers the same as what is chosen, as it stands in the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedChoice {
    /// Its id.
    pub scenario: String,
    /// What it comes to.
    pub told: ToldFigures,
    /// What its strategies cost over the horizon on the central path, every approval granted and no rule followed.
    pub money: f64,
    /// The most by which cash is below that of no response there.
    pub under_water: f64,
}

/// What paths tell of what is done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ToldFigures {
    /// The figure of the goal.
    pub goal: f64,
    /// What is earned more than without a response.
    pub gain: ChoiceGain,
    /// Share of paths on which it earns more than no response; those on which both earn the same count half.
    pub ahead_share: f64,
    /// Share of paths on which cash falls below the floor, where there is one.
    pub below_floor_share: Option<f64>,
    /// Share of paths on which cash falls below the credit line.
    pub runs_out_of_cash: f64,
}

/// The best choice that runs out of cash no more often than this.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontierStep {
    /// The chance, 0 to 1; held on the paths on which is chosen.
    pub chance: f64,
    /// The choice; nothing where every one runs out more often.
    pub choice: Option<BestChoice>,
}

/// A choice, and what it comes to in futures by which it was not chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct BestChoice {
    /// What is done.
    pub strategies: Vec<ChosenStrategy>,
    /// The figure of the goal.
    pub goal: f64,
    /// What is earned more than without a response.
    pub gain: ChoiceGain,
    /// Share of paths on which it earns more than no response; those on which both earn the same count half.
    pub ahead_share: f64,
    /// The same against the first of the others; only of the best, and where there are others.
    pub ahead_of_next: Option<f64>,
    /// Share of paths on which cash falls below the floor, where there is one.
    pub below_floor_share: Option<f64>,
    /// Share of paths on which cash falls below the credit line.
    pub runs_out_of_cash: f64,
    /// What its strategies cost over the horizon on the central path, every approval granted and no rule followed.
    pub money: f64,
    /// The same strategy by strategy and month by month, by id.
    pub bills: Vec<(String, Vec<f64>)>,
    /// The most by which cash is below that of no response there.
    pub under_water: f64,
    /// What the goal loses without each of its strategies, by id.
    pub without: Vec<(String, f64)>,
    /// The choice by the places of options.
    pub(super) choice: Choice,
}

/// A strategy of a choice.
#[derive(Clone, Debug, PartialEq)]
pub struct ChosenStrategy {
    /// The id of the plan's strategy, or of the ready-made one.
    pub id: String,
    /// The month it starts.
    pub start: Month,
    /// How much of its spend and posts there is.
    pub scale: f64,
}

/// What a choice earns more than no response, over paths.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChoiceGain {
    /// One path in ten is worse.
    pub p10: f64,
    /// As often more as less.
    pub p50: f64,
    /// The mean.
    pub mean: f64,
    /// One path in ten is better.
    pub p90: f64,
}

/// What the choices of an answer are told by.
pub(super) struct Teller<'a> {
    pub judge: Judge<'a>,
    pub limits: BestLimits,
    pub n_paths: usize,
}

impl Teller<'_> {
    /// What a choice comes to.
    pub fn tell(&mut self, choice: &Choice, next: Option<&Choice>) -> Option<BestChoice> {
        let options = self.judge.options;
        let chosen: Vec<usize> = (0..choice.len()).filter(|place| choice[*place] > 0).collect();
        let without = chosen.iter().map(|place| options.trial(&super::climb::with(choice, *place, 0)));
        let mut trials: Vec<Trial> = std::iter::once(options.trial(choice)).chain(without).collect();
        trials.extend(next.map(|next| options.trial(next)));
        let demands = self.demands(choice)?;
        let ends = self.judge.ends(&trials, self.n_paths)?;
        let (own, goal) = (&ends[0], self.judge.goal);
        let told = self.told(own)?;
        let bills = self.judge.bills(choice);
        let bills = chosen.iter().zip(bills).map(|(place, bills)| (options.all[*place].id.clone(), bills));
        let base = self.judge.base(self.n_paths)?;
        let figure = told.goal;
        let lost = chosen
            .iter()
            .zip(&ends[1..])
            .map(|(place, ends)| (options.all[*place].id.clone(), figure - base.figure(goal, ends)));
        let start = options.plan.plan.start;
        let strategy = |place: &usize| {
            let (option, value) = (&options.all[*place], choice[*place]);
            let (start, scale) = (start.plus(option.start(value)), option.scale(value));
            ChosenStrategy { id: option.id.clone(), start, scale }
        };
        let ToldFigures { goal, gain, ahead_share, below_floor_share, runs_out_of_cash } = told;
        Some(BestChoice {
            strategies: chosen.iter().map(strategy).collect(),
            goal,
            gain,
            ahead_share,
            ahead_of_next: next.and(ends.last()).map(|next: &TrialEnds| ahead(&own.profit, &next.profit)),
            below_floor_share,
            runs_out_of_cash,
            money: demands.money,
            bills: bills.collect(),
            under_water: demands.under_water,
            without: lost.collect(),
            choice: choice.clone(),
        })
    }

    /// What paths tell of an end.
    fn told(&mut self, own: &TrialEnds) -> Option<ToldFigures> {
        let (goal, credit_line) = (self.judge.goal, self.judge.options.model.credit_line);
        let below = |cash: f64| super::score::share_below(&own.lowest_cash, cash);
        let base = self.judge.base(self.n_paths)?;
        let gains = base.gains(own);
        let mut sorted: Vec<f64> = gains.iter().map(|gain| f64::from(*gain)).collect();
        let at = quantiles(&mut sorted);
        Some(ToldFigures {
            goal: base.figure(goal, own),
            gain: ChoiceGain {
                p10: at[P10],
                p50: at[P50],
                mean: mean_as_told(&gains).unwrap_or_default(),
                p90: at[P90],
            },
            ahead_share: ahead(&own.profit, &base.profit),
            below_floor_share: self.limits.floor.map(|floor| below(floor.cash)),
            runs_out_of_cash: below(-credit_line),
        })
    }

    /// What the plan's own responses to the same come to, as they stand in the plan.
    pub fn planned(&mut self) -> Option<Vec<PlannedChoice>> {
        let options = self.judge.options;
        let answering = options.planned();
        let trials: Vec<Trial> = answering.iter().map(|(_, trial)| trial.clone()).collect();
        let ends = self.judge.ends(&trials, self.n_paths)?;
        let mut planned = vec![];
        for ((scenario, trial), ends) in answering.into_iter().zip(&ends) {
            let told = self.told(ends)?;
            let Demands { money, under_water, .. } = self.judge.demands_of(&trial.pieces)?;
            planned.push(PlannedChoice { scenario, told, money, under_water });
        }
        Some(planned)
    }

    /// The figure of the goal of a choice.
    pub fn goal_of(&mut self, choice: &Choice) -> Option<f64> {
        let trial = self.judge.options.trial(choice);
        let ends = self.judge.ends(std::slice::from_ref(&trial), self.n_paths)?.pop()?;
        let goal = self.judge.goal;
        Some(self.judge.base(self.n_paths)?.figure(goal, &ends))
    }

    /// Whether the share of paths on which cash falls below the floor is clearly above what is allowed.
    pub fn is_clearly_too_low(&self, told: &BestChoice) -> bool {
        let Some((floor, share)) = self.limits.floor.zip(told.below_floor_share) else { return false };
        let error = (share * (1.0 - share) / self.n_paths as f64).sqrt();
        share - floor.chance > super::hunt::CLEAR * error
    }

    fn demands(&mut self, choice: &Choice) -> Option<Demands> {
        self.judge.look_at_demands(std::slice::from_ref(choice))?;
        self.judge.demands(choice).cloned()
    }
}

/// The share of paths on which one profit is above another; those on which both are alike count half.
pub(super) fn ahead(own: &[f32], other: &[f32]) -> f64 {
    let twice = |(own, other): (&f32, &f32)| {
        let (own, other) = (f64::from(*own), f64::from(*other));
        if is_tie(own, other) { 1 } else { 2 * usize::from(own > other) }
    };
    own.iter().zip(other).map(twice).sum::<usize>() as f64 / 2.0 / own.len() as f64
}

/// What is written into a plan is called so.
pub struct BestNames<'a> {
    /// The scenario.
    pub scenario: &'a str,
    /// The copy of a strategy of this name.
    pub copy: &'a dyn Fn(&str) -> String,
}

impl BestNames<'_> {
    /// A scenario's name, and copies named as what they are copies of.
    pub const PLAIN: BestNames<'static> = BestNames { scenario: "Best", copy: &|name| name.to_owned() };
}

/// An answer with the plan it was found for.
pub struct FoundPlan {
    /// The answer.
    pub answer: BestAnswer,
    pub(super) options: super::option::Options,
}

impl FoundPlan {
    /// The plan with every strategy that could be chosen, ready-made ones too, under the ids that answers tell.
    pub fn plan_shown(&self) -> Plan {
        let copies = &self.options.plan;
        let mut plan = copies.plan.clone();
        let ready = copies.options.iter().filter(|offered| offered.is_ready);
        plan.strategies.extend(ready.map(|offered| offered.strategy.clone()));
        plan
    }

    /// The plan with a choice of the answer as its scenario of the id `best`, under these names; a `best` of an earlier search
    /// and its copies are replaced.
    pub fn plan_with(&self, choice: &BestChoice, names: &BestNames<'_>) -> Plan {
        self.plan_ruled(choice, &[], names)
    }

    /// The same with rules that were proposed for it.
    pub fn plan_ruled(&self, choice: &BestChoice, rules: &[ProposedRule], names: &BestNames<'_>) -> Plan {
        self.options.plan_with(&choice.choice, rules, names)
    }

    /// Whether the answer is about a plan: it is the one that was searched, but for a choice that was taken into it. `known`
    /// are the ids of all ready-made responses there are.
    pub fn is_about(&self, plan: &Plan, known: &[&str]) -> bool {
        self.options.plan.are_of(plan, known)
    }
}
