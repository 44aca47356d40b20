//! What can be chosen: each strategy in or out, from which month on, and how much of it.

use super::copies::{BEST, PlanCopies, scaled};
use super::request::{BestFault, BestRequest};
use crate::forecast::{Trial, TrialPiece};
use crate::model::{Baselines, Model};
use crate::plan::{Mechanism, Plan, Scenario, ShockKind, Strategy};
use crate::unit::Month;

/// The most that an amount of a plan may be.
const MOST_AMOUNT: f64 = 1e12;
/// Months after the closure up to which strategies may start, where nobody says.
const AFTER_CLOSURE: i32 = 6;
/// Months in which they may start without a closure.
const WITHOUT_CLOSURE: i32 = 12;
/// Responses of the plan that are told beside what is found.
const MOST_PLANNED: usize = 8;

/// A strategy that can be chosen.
#[derive(Clone, Debug)]
pub(super) struct StrategyOption {
    /// Its id in the plan, or that of the ready-made one.
    pub id: String,
    /// The id of what is written of it, where it does not stay as it is.
    pub copy_id: String,
    /// The strategy as the plan has it, by its place in the model; nothing for a ready-made one.
    pub own: Option<usize>,
    /// Its copies by scale, by their places in the model.
    copies: Vec<usize>,
    /// Its start in the plan.
    pub own_start: i32,
    /// Months in which it may start, from the plan's first.
    pub starts: Vec<i32>,
    /// How much of it there may be.
    pub scales: Vec<f64>,
    /// Whether it starts before the plan.
    pub is_running: bool,
    pub is_must: bool,
    pub is_never: bool,
}

/// What is chosen, option by option: 0 is out; else one of the starts and scales, counted from 1.
pub(super) type Choice = Vec<u16>;

/// Everything there is to choose from, and the model it is tried in.
pub(super) struct Options {
    pub all: Vec<StrategyOption>,
    pub model: Model,
    pub plan: PlanCopies,
    /// What happens, by id.
    pub shock_ids: Vec<String>,
    /// The same by place in the model.
    pub shocks: Vec<usize>,
    /// What happens with links open, and the month from which revenue is compared with that.
    pub open: Option<(Vec<usize>, usize)>,
    /// The first and the last month in which something may start.
    pub window: (Month, Month),
}

impl Options {
    /// What a plan and a request leave to choose.
    pub fn new(plan: PlanCopies, request: &BestRequest) -> Result<Self, BestFault> {
        check_numbers(request)?;
        let shock_ids = shocks(&plan.plan, &plan.scenarios, request)?;
        let window = window(&plan.plan, &shock_ids, request)?;
        let known = |id: &String| plan.options.iter().any(|option| option.id == *id);
        if let Some(id) = request.must.iter().chain(&request.never).find(|id| !known(id)) {
            return Err(BestFault::UnknownStrategy(id.clone()));
        }
        if let Some(id) = request.must.iter().find(|id| request.never.contains(id)) {
            return Err(BestFault::MustAndNever(id.clone()));
        }
        if plan.options.is_empty() {
            return Err(BestFault::NoOptions);
        }
        let mut tried = plan.plan.clone();
        tried.scenarios = plan.scenarios.iter().filter(|it| it.strategies.is_empty()).cloned().collect();
        let mut all = vec![];
        for offered in &plan.options {
            let own = plan.plan.strategies.iter().position(|it| it.id == offered.strategy.id);
            let own = own.filter(|_| !offered.is_ready);
            let mut option = StrategyOption::new(&plan.plan, &offered.strategy, own, window, request);
            (option.id, option.copy_id) = (offered.id.clone(), offered.copy_id.clone());
            option.is_must = request.must.contains(&option.id);
            option.is_never = request.never.contains(&option.id);
            for scale in &option.scales {
                option.copies.push(tried.strategies.len());
                tried
                    .strategies
                    .push(Strategy { id: offered.copy_id.clone(), ..scaled(&offered.strategy, *scale) });
            }
            all.push(option);
        }
        let model = Model::compile(&tried);
        let place = |id: &String| tried.shocks.iter().position(|shock| shock.id == *id);
        let shocks = shock_ids.iter().filter_map(place).collect();
        let open = open(&model);
        let options = Self { all, model, plan, shock_ids, shocks, open, window };
        options.check_musts()?;
        Ok(options)
    }

    /// In how many ways it can be chosen; infinite where that is beyond counting.
    pub fn n_choices(&self) -> f64 {
        self.all.iter().map(|option| option.values().count() as f64).product()
    }

    /// Every choice there is, one after another; for few options.
    pub fn every_choice(&self) -> Vec<Choice> {
        let mut all = vec![vec![]];
        for option in &self.all {
            all = all
                .iter()
                .flat_map(|before: &Choice| {
                    option.values().map(|value| {
                        let mut choice = before.clone();
                        choice.push(value);
                        choice
                    })
                })
                .collect();
        }
        all
    }

    /// What the plan's own scenarios do against the same shocks, beside `least`.
    pub fn lived(&self, least: &Choice) -> Vec<Choice> {
        let is_same = |ids: &[String]| {
            ids.len() == self.shock_ids.len() && ids.iter().all(|id| self.shock_ids.contains(id))
        };
        let is_lived = |it: &&Scenario| it.id != BEST && is_same(&it.shocks) && !it.strategies.is_empty();
        let lived = self.plan.scenarios.iter().filter(is_lived);
        let choice = |scenario: &Scenario| {
            let value = |(place, option): (usize, &StrategyOption)| {
                let is_in = scenario.strategies.contains(&option.id) && !option.is_never;
                if is_in { option.nearest_to_own() } else { least[place] }
            };
            self.all.iter().enumerate().map(value).collect()
        };
        lived.map(choice).collect()
    }

    /// The plan's own responses to the same shocks, by id, as they are walked; the first few of the plan.
    pub fn planned(&self) -> Vec<(String, Trial)> {
        let is_same = |ids: &[String]| {
            ids.len() == self.shock_ids.len() && ids.iter().all(|id| self.shock_ids.contains(id))
        };
        let place = |id: &String| self.plan.plan.strategies.iter().position(|own| own.id == *id);
        let walked = |scenario: &Scenario| {
            let places: Option<Vec<usize>> = scenario.strategies.iter().map(place).collect();
            let pieces = places?.into_iter().map(|place| TrialPiece::own(&self.model, place)).collect();
            Some((scenario.id.clone(), Trial { pieces, ..Trial::default() }))
        };
        let answers = |it: &&Scenario| is_same(&it.shocks) && !it.strategies.is_empty();
        self.plan.scenarios.iter().filter(answers).filter_map(walked).take(MOST_PLANNED).collect()
    }

    /// A choice as it is walked.
    pub fn trial(&self, choice: &Choice) -> Trial {
        let chosen = self.all.iter().zip(choice).filter(|(_, value)| **value > 0);
        let pieces = chosen.map(|(option, value)| option.piece(&self.model, *value));
        Trial { pieces: pieces.collect(), ..Trial::default() }
    }

    /// Fails where a strategy that must be cannot.
    fn check_musts(&self) -> Result<(), BestFault> {
        for (place, option) in self.all.iter().enumerate().filter(|(_, option)| option.is_must) {
            if option.is_running {
                return Err(BestFault::MustRuns(option.id.clone()));
            }
            let Some(last) = option.starts.last() else {
                return Err(BestFault::MustHasNoStart(option.id.clone()));
            };
            // As late as it may, with everything else as early as it may: nothing lets the seller in that does not now.
            let others = self.all.iter().enumerate().filter(|(other, it)| *other != place && !it.is_never);
            let provided = |what: &crate::plan::Requirement| {
                let own = &self.model.strategies[option.copies[0]];
                own.provides.contains(what)
                    || others.clone().any(|(_, other)| {
                        let strategy = other.own.unwrap_or_else(|| other.copies[0]);
                        let first = other.starts.first();
                        first.is_some_and(|first| first <= last)
                            && self.model.strategies[strategy].provides.contains(what)
                    })
            };
            if !self.model.strategies[option.copies[0]].lacks.iter().all(provided) {
                return Err(BestFault::MustNotEligible(option.id.clone()));
            }
        }
        Ok(())
    }
}

impl StrategyOption {
    fn new(
        plan: &Plan,
        strategy: &Strategy,
        own: Option<usize>,
        (from, to): (Month, Month),
        request: &BestRequest,
    ) -> Self {
        let own_start = strategy.start.since(plan.start);
        let end = strategy.end.map(|end| end.since(plan.start));
        let is_running = own_start < 0;
        let months = from.since(plan.start)..=to.since(plan.start);
        let starts = match is_running {
            true => vec![own_start],
            false => months.filter(|start| end.is_none_or(|end| *start < end)).collect(),
        };
        let mut scales = request.scales.clone();
        scales.retain(|scale| is_within_range(strategy, *scale));
        scales.sort_by(f64::total_cmp);
        scales.dedup();
        if is_running || !has_scale(strategy) || scales.is_empty() {
            scales = vec![1.0];
        }
        let (id, copy_id) = (strategy.id.clone(), String::new());
        let (copies, is_must, is_never) = (vec![], false, false);
        Self { id, copy_id, own, copies, own_start, starts, scales, is_running, is_must, is_never }
    }

    /// How it may be chosen.
    pub fn values(&self) -> impl Iterator<Item = u16> + use<> {
        let most = if self.is_never { 0 } else { self.starts.len() * self.scales.len() };
        u16::from(self.is_must)..=most as u16
    }

    /// The choice of a start and a scale by their places.
    pub fn value(&self, start: usize, scale: usize) -> u16 {
        (1 + start * self.scales.len() + scale) as u16
    }

    /// The places of the start and the scale of a choice that is not out.
    pub fn places(&self, value: u16) -> (usize, usize) {
        let place = usize::from(value) - 1;
        (place / self.scales.len(), place % self.scales.len())
    }

    /// The month in which it starts.
    pub fn start(&self, value: u16) -> i32 {
        self.starts[self.places(value).0]
    }

    /// How much of it there is.
    pub fn scale(&self, value: u16) -> f64 {
        self.scales[self.places(value).1]
    }

    /// Whether a choice is the plan's own strategy.
    pub fn is_own(&self, value: u16) -> bool {
        let is_same = self.start(value) == self.own_start && self.scale(value).total_cmp(&1.0).is_eq();
        self.own.is_some() && is_same
    }

    /// As it is walked.
    pub fn piece(&self, model: &Model, value: u16) -> TrialPiece {
        let strategy = match self.own {
            Some(own) if self.is_own(value) => own,
            _ => self.copies[self.places(value).1],
        };
        TrialPiece { start: self.start(value), ..TrialPiece::own(model, strategy) }
    }

    /// The start and the scale closest to the plan's own.
    pub fn nearest_to_own(&self) -> u16 {
        let starts = (0..self.starts.len()).min_by_key(|place| (self.starts[*place] - self.own_start).abs());
        let distance = |place: &usize| (self.scales[*place] - 1.0).abs();
        let scales = (0..self.scales.len()).min_by(|a, b| distance(a).total_cmp(&distance(b)));
        starts.zip(scales).map_or(0, |(start, scale)| self.value(start, scale))
    }

    /// One step of scale down or up, one month later or earlier.
    pub fn steps(&self, value: u16) -> Vec<u16> {
        let (start, scale) = self.places(value);
        let moved = |by| start.checked_add_signed(by).filter(|start| *start < self.starts.len());
        let starts = [1, -1].map(|by| moved(by).map(|start| self.value(start, scale)));
        let scales = [-1, 1].map(|by| self.stepped(value, by));
        scales.into_iter().chain(starts).flatten().collect()
    }

    /// The next scale up or down, where there is one.
    pub fn stepped(&self, value: u16, by: isize) -> Option<u16> {
        let (start, scale) = self.places(value);
        let scale = scale.checked_add_signed(by).filter(|scale| *scale < self.scales.len())?;
        Some(self.value(start, scale))
    }

    /// As it is walked once it is begun from reserve; nothing where that may not be.
    pub fn in_reserve(&self, model: &Model) -> Option<TrialPiece> {
        let may = !self.is_never && !self.is_running && self.own_start >= 0;
        let piece = self.as_it_is(model).filter(|_| may)?;
        (piece.start < model.n_months as i32).then_some(piece)
    }

    /// As it is walked where it stays as it is: the plan's own, or the ready-made one as it comes.
    pub fn as_it_is(&self, model: &Model) -> Option<TrialPiece> {
        let one = self.scales.iter().position(|scale| scale.total_cmp(&1.0).is_eq());
        let strategy = self.own.or_else(|| one.map(|one| self.copies[one]))?;
        Some(TrialPiece { start: self.own_start, ..TrialPiece::own(model, strategy) })
    }
}

/// What happens: the shocks of the scenario that is named, or of no response.
fn shocks(plan: &Plan, scenarios: &[Scenario], request: &BestRequest) -> Result<Vec<String>, BestFault> {
    if let Some(id) = &request.scenario {
        let found = scenarios.iter().find(|scenario| scenario.id == *id);
        return found.map(|it| it.shocks.clone()).ok_or_else(|| BestFault::UnknownScenario(id.clone()));
    }
    let closes = |id: &String| plan.shocks.iter().any(|it| it.id == *id && it.kind == ShockKind::LinkClosure);
    let found = scenarios.iter().find(|it| it.strategies.is_empty() && it.shocks.iter().any(closes));
    found.map(|it| it.shocks.clone()).ok_or(BestFault::NoNoResponse)
}

/// The first and the last month in which something may start where nobody says others.
///
/// # Errors
/// Why there are none.
pub fn usual_window(plan: &Plan, scenario: Option<&str>) -> Result<(Month, Month), BestFault> {
    let request = BestRequest { scenario: scenario.map(str::to_owned), ..BestRequest::default() };
    let shock_ids = shocks(plan, &plan.scenarios, &request)?;
    window(plan, &shock_ids, &request)
}

/// The months in which something may start.
fn window(plan: &Plan, shocks: &[String], request: &BestRequest) -> Result<(Month, Month), BestFault> {
    let (first, last) = (plan.start, plan.start.plus(plan.horizon_months as i32 - 1));
    if let (Some(from), Some(to)) = (request.from, request.to)
        && from > to
    {
        return Err(BestFault::FromAfterTo(from, to));
    }
    let after_actuals = plan.actuals.iter().map(|actual| actual.month.plus(1)).max();
    let usual_from = after_actuals.map_or(first, |month| month.max(first));
    let closes =
        plan.shocks.iter().filter(|shock| shocks.contains(&shock.id) && shock.kind == ShockKind::LinkClosure);
    let central = |shock| Some(plan.offset_of_shock(shock)? + 0.5 * shock.window_months);
    let closure = closes.filter_map(central).reduce(f64::min);
    let usual_to = match closure {
        Some(offset) => first.plus(offset.floor() as i32 + AFTER_CLOSURE),
        None => first.plus(WITHOUT_CLOSURE - 1),
    };
    let outside = BestFault::WindowOutside(first, last);
    let (from, to) = match (request.from, request.to) {
        (Some(from), Some(to)) => (from, to),
        (Some(from), None) => (from, if from <= usual_to { usual_to } else { last.max(from) }),
        (None, Some(to)) => (if usual_from <= to { usual_from } else { first.min(to) }, to),
        (None, None) => (usual_from, usual_to.max(usual_from)),
    };
    if from > last || to < first {
        return Err(outside);
    }
    Ok((from.max(first), to.min(last)))
}

/// What happens with links open, and from which month on revenue is compared with that.
fn open(model: &Model) -> Option<(Vec<usize>, usize)> {
    let Baselines { links_open, closure_month, .. } = model.baselines;
    let (open, month) = links_open.zip(closure_month)?;
    (month < model.n_months).then(|| (model.scenarios[open].shocks.clone(), month))
}

fn check_numbers(request: &BestRequest) -> Result<(), BestFault> {
    let limits = &request.limits;
    let amounts = limits.budget.iter().chain(&limits.under_water);
    let wrong_amount = amounts.copied().find(|amount| !amount.is_finite() || *amount < 0.0);
    let wrong_floor = limits.floor.and_then(|floor| {
        let is_share = (0.0..=1.0).contains(&floor.chance);
        if is_share { (!floor.cash.is_finite()).then_some(floor.cash) } else { Some(floor.chance) }
    });
    let wrong_scale = request.scales.iter().copied().find(|scale| !(scale.is_finite() && *scale > 0.0));
    let no_paths = (request.n_paths == 0).then_some(0.0);
    let wrong = wrong_amount.or(wrong_floor).or(wrong_scale).or(no_paths);
    wrong.map_or(Ok(()), |x| Err(BestFault::NoSuchNumber(x)))
}

/// Whether a strategy spends or posts, so that there can be more of it.
fn has_scale(strategy: &Strategy) -> bool {
    strategy.mechanisms.iter().any(|own| matches!(own, Mechanism::Audience(_) | Mechanism::PaidReach(_)))
}

/// Whether so much of a strategy can stand in a plan.
fn is_within_range(strategy: &Strategy, scale: f64) -> bool {
    strategy.mechanisms.iter().all(|own| match own {
        Mechanism::Audience(audience) => audience.posts_per_month.high * scale <= MOST_AMOUNT,
        Mechanism::PaidReach(reach) => reach.spend_per_month.high * scale <= MOST_AMOUNT,
        _ => true,
    })
}
