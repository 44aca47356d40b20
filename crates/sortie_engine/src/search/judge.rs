//! Looks at choices: what each asks of the seller, how far it misses the limits, and what paths say of it. Nothing is looked
//! at twice.

use std::collections::BTreeMap;

use super::option::{Choice, Options};
use super::request::{BestGoal, BestLimits, LimitName};
use super::score::{PathBase, share_below};
use crate::forecast::{
    CentralTrials, Crew, Trial, TrialDemands, TrialEnds, TrialPaths, TrialPiece, TrialTerms, trial_paths,
};
use crate::model::Model;

/// Paths of a first look.
pub(super) const FEW: usize = 256;
/// Paths of a second look.
pub(super) const SOME: usize = 1_024;
/// Paths on which a choice is made.
pub(super) const ALL: usize = 4_096;
/// Room for what paths have in common.
const ROOM: usize = 96 << 20;
/// Choices whose scores are kept, 32 KB each where all paths were asked.
const MOST_SCORES: usize = 128;
/// An amount that is so little above a limit, against it, is not.
const ROUNDING: f64 = 1e-9;

/// What a choice asks of the seller on the central path.
#[derive(Clone, Debug)]
pub(super) struct Demands {
    /// Money for strategies over the horizon.
    pub money: f64,
    /// The most by which cash is below that of no response.
    pub under_water: f64,
    /// The most strategies that are live in one month.
    pub at_once: usize,
    /// How many of its strategies do not let the seller in.
    pub n_not_let_in: usize,
}

/// What paths say of a choice.
#[derive(Clone, Copy, Debug)]
pub(super) struct PathFigures {
    /// The figure of the goal.
    pub goal: f64,
    /// The share of paths on which cash falls below the floor.
    pub below_floor: f64,
    /// The share of paths that run out of cash.
    pub runs_out: f64,
}

/// Limits under which choices are compared: those asked for, or closer ones.
#[derive(Clone, Debug)]
pub(super) struct Bounds {
    pub limits: BestLimits,
    /// The largest share of paths that may run out of cash.
    pub most_out: f64,
}

/// How far a choice misses the limits. The first kind that is missed counts before any other.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub(super) struct Miss {
    /// 0 where nothing is missed, 1 a share of paths, 2 what the central path asks, 3 where it is not let in.
    kind: u8,
    /// By how much, against the limit.
    by: f64,
}

impl Miss {
    const NONE: Self = Self { kind: 0, by: 0.0 };

    /// Whether every limit is kept.
    pub fn is_none(self) -> bool {
        self.kind == 0
    }

    /// 0 where nothing is missed, more the further limits are.
    pub fn as_number(self) -> f64 {
        let part = if self.by.is_finite() { self.by / (1.0 + self.by) } else { 1.0 };
        if self.is_none() { 0.0 } else { f64::from(self.kind) + part }
    }
}

/// Who ends a search, and who is told how far it is.
pub(super) struct Ends<'a> {
    pub crew: &'a dyn Crew,
    /// Whether it is to come to an end.
    pub is_over: &'a (dyn Fn() -> bool + Sync),
    /// Whether nobody waits for an answer any more.
    pub is_stale: &'a (dyn Fn() -> bool + Sync),
}

/// Everything that is known about choices.
pub(super) struct Judge<'a> {
    pub options: &'a Options,
    pub goal: BestGoal,
    pub ends: Ends<'a>,
    central: CentralTrials,
    paths: Box<dyn TrialPaths>,
    /// Cash without a response on the central path.
    base_cash: Vec<f64>,
    credit_line: f64,
    floor: Option<f64>,
    bases: BTreeMap<usize, PathBase>,
    demands: BTreeMap<Choice, Demands>,
    figures: BTreeMap<usize, BTreeMap<Choice, PathFigures>>,
    n_walked: usize,
    /// Scores of the choices that others are held against, by how many paths.
    scores: BTreeMap<(usize, Choice), Vec<f64>>,
}

impl<'a> Judge<'a> {
    /// A judge who looks at the futures of a seed.
    pub fn new(options: &'a Options, goal: BestGoal, limits: &BestLimits, seed: u64, ends: Ends<'a>) -> Self {
        let terms = terms(options);
        let mut central = CentralTrials::new(terms.clone());
        let base = central.demands(&[Trial::default()], ends.crew).pop();
        Self {
            options,
            goal,
            credit_line: options.model.credit_line,
            floor: limits.floor.map(|floor| floor.cash),
            base_cash: base.map(|base| base.cash).unwrap_or_default(),
            central,
            paths: trial_paths(terms, seed, ROOM),
            bases: BTreeMap::new(),
            demands: BTreeMap::new(),
            figures: BTreeMap::new(),
            n_walked: 0,
            scores: BTreeMap::new(),
            ends,
        }
    }

    /// How many choices were looked at.
    pub fn n_considered(&self) -> usize {
        self.demands.len()
    }

    /// How many futures were walked, each choice on as many as it was looked at on.
    pub fn n_walked(&self) -> usize {
        self.n_walked
    }

    /// What a choice asks of the seller, if it was looked at.
    pub fn demands(&self, choice: &Choice) -> Option<&Demands> {
        self.demands.get(choice)
    }

    /// What `n` paths say of a choice, if they were asked.
    pub fn figures(&self, choice: &Choice, n: usize) -> Option<&PathFigures> {
        self.figures.get(&n)?.get(choice)
    }

    /// The choices of which `n` paths were asked.
    pub fn looked_at(&self, n: usize) -> impl Iterator<Item = &Choice> {
        self.figures.get(&n).into_iter().flat_map(BTreeMap::keys)
    }

    /// Every choice that was looked at.
    pub fn considered(&self) -> impl Iterator<Item = (&Choice, &Demands)> {
        self.demands.iter()
    }

    /// Looks at choices on the central path, and where that keeps within `bounds` on `n` paths; nothing where the search is
    /// over.
    pub fn look(&mut self, choices: &[Choice], n: usize, bounds: &Bounds) -> Option<()> {
        self.look_at_demands(choices)?;
        let mut asked: Vec<Choice> =
            choices.iter().filter(|it| self.miss_of_demands(it, bounds).is_none()).cloned().collect();
        self.ask(&mut asked, n)
    }

    /// As [`Self::look`], on paths whatever the central path asks.
    pub fn look_anyway(&mut self, choices: &[Choice], n: usize) -> Option<()> {
        self.look_at_demands(choices)?;
        self.ask(&mut choices.to_vec(), n)
    }

    /// Looks at a choice even where the search is to end, so that there is something to tell.
    pub fn look_in_any_case(&mut self, choice: &Choice, n: usize) -> Option<()> {
        let is_over = std::mem::replace(&mut self.ends.is_over, self.ends.is_stale);
        let looked = self.look_anyway(std::slice::from_ref(choice), n);
        self.ends.is_over = is_over;
        looked
    }

    /// Looks at choices on the central path.
    pub fn look_at_demands(&mut self, choices: &[Choice]) -> Option<()> {
        if (self.ends.is_over)() && !self.demands.is_empty() {
            return None;
        }
        let mut new: Vec<Choice> =
            choices.iter().filter(|it| !self.demands.contains_key(*it)).cloned().collect();
        new.sort_unstable();
        new.dedup();
        let trials: Vec<Trial> = new.iter().map(|choice| self.options.trial(choice)).collect();
        let found = self.central.demands(&trials, self.ends.crew);
        for ((choice, trial), found) in new.into_iter().zip(&trials).zip(found) {
            let demands = self.demands_from(trial, &found);
            self.demands.insert(choice, demands);
        }
        Some(())
    }

    /// What pieces ask of the seller.
    pub fn demands_of(&mut self, pieces: &[TrialPiece]) -> Option<Demands> {
        let trial = Trial { pieces: pieces.to_vec(), ..Trial::default() };
        let found = self.central.demands(std::slice::from_ref(&trial), self.ends.crew).pop()?;
        Some(self.demands_from(&trial, &found))
    }

    /// What each strategy of a choice costs on the central path, month by month, in the order of the options.
    pub fn bills(&mut self, choice: &Choice) -> Vec<Vec<f64>> {
        self.central.bills(&self.options.trial(choice))
    }

    fn demands_from(&self, trial: &Trial, found: &TrialDemands) -> Demands {
        let apart = self.base_cash.iter().zip(&found.cash).map(|(base, own)| base - own);
        Demands {
            money: found.money,
            under_water: apart.fold(0.0, f64::max),
            at_once: most_at_once(&self.options.model, trial),
            n_not_let_in: found.is_eligible.iter().filter(|is_eligible| !**is_eligible).count(),
        }
    }

    fn ask(&mut self, asked: &mut Vec<Choice>, n: usize) -> Option<()> {
        let known = self.figures.entry(n).or_default();
        asked.retain(|choice| !known.contains_key(choice));
        asked.sort_unstable();
        asked.dedup();
        if asked.is_empty() {
            return Some(());
        }
        self.base(n)?;
        let trials: Vec<Trial> = asked.iter().map(|choice| self.options.trial(choice)).collect();
        let found = self.ends(&trials, n)?;
        let told: Vec<PathFigures> = found.iter().map(|ends| self.told(ends, n)).collect();
        let known = self.figures.entry(n).or_default();
        known.extend(std::mem::take(asked).into_iter().zip(told));
        Some(())
    }

    fn told(&self, ends: &TrialEnds, n: usize) -> PathFigures {
        let goal = self.bases.get(&n).map_or(f64::NEG_INFINITY, |base| base.figure(self.goal, ends));
        PathFigures {
            goal,
            below_floor: self.floor.map_or(0.0, |floor| share_below(&ends.lowest_cash, floor)),
            runs_out: share_below(&ends.lowest_cash, -self.credit_line),
        }
    }

    /// What the first `n` paths are measured against.
    pub fn base(&mut self, n: usize) -> Option<&PathBase> {
        if !self.bases.contains_key(&n) {
            let mut trials = vec![Trial::default()];
            let open = self.options.open.as_ref().filter(|_| self.goal == BestGoal::RevenueKept);
            trials.extend(open.map(|(shocks, _)| Trial { shocks: Some(shocks.clone()), ..Trial::default() }));
            let mut found = self.ends(&trials, n)?.into_iter();
            let profit = found.next()?.profit;
            let open = found.next().map(|open| open.revenue);
            self.bases.insert(n, PathBase { profit, open });
        }
        self.bases.get(&n)
    }

    /// Path by path what trials come to.
    pub fn ends(&mut self, trials: &[Trial], n: usize) -> Option<Vec<TrialEnds>> {
        self.n_walked += trials.len() * n;
        self.paths.ends(trials, n, self.ends.crew, self.ends.is_over)
    }

    /// Figures of the first `n` paths by whose mean a choice is compared with others, looked up where they are known.
    pub fn scores(&mut self, choice: &Choice, n: usize) -> Option<&[f64]> {
        let key = (n, choice.clone());
        if !self.scores.contains_key(&key) {
            let ends = self.ends(&[self.options.trial(choice)], n)?.pop()?;
            let goal = self.goal;
            let scores = self.base(n)?.scores(goal, &ends);
            if self.scores.len() >= MOST_SCORES {
                self.scores.clear();
            }
            self.scores.insert(key.clone(), scores);
        }
        self.scores.get(&key).map(Vec::as_slice)
    }

    /// What paths are walked with.
    pub fn paths(&mut self) -> (&mut dyn TrialPaths, &'a dyn Crew) {
        (&mut *self.paths, self.ends.crew)
    }

    /// How far a choice that was looked at misses `bounds`, as far as `n` paths tell.
    pub fn miss(&self, choice: &Choice, n: usize, bounds: &Bounds) -> Miss {
        self.miss_within(choice, n, bounds, n < ALL)
    }

    /// Whether a choice keeps within `bounds` on `n` paths, however few they are.
    pub fn keeps(&self, choice: &Choice, n: usize, bounds: &Bounds) -> bool {
        self.miss_within(choice, n, bounds, false).is_none()
    }

    fn miss_within(&self, choice: &Choice, n: usize, bounds: &Bounds, has_slack: bool) -> Miss {
        let of_demands = self.miss_of_demands(choice, bounds);
        if !of_demands.is_none() {
            return of_demands;
        }
        let Some(figures) = self.figures(choice, n) else { return Miss { kind: 2, by: f64::INFINITY } };
        // Few paths tell a share only so well.
        let slack = |chance: f64| if has_slack { (chance * (1.0 - chance) / n as f64).sqrt() } else { 0.0 };
        let excess = |share: f64, chance: f64| (share - chance - slack(chance)).max(0.0);
        let of_floor = bounds.limits.floor.map_or(0.0, |floor| excess(figures.below_floor, floor.chance));
        let by = of_floor + excess(figures.runs_out, bounds.most_out);
        if by > 0.0 { Miss { kind: 1, by } } else { Miss::NONE }
    }

    fn miss_of_demands(&self, choice: &Choice, bounds: &Bounds) -> Miss {
        let Some(demands) = self.demands(choice) else { return Miss { kind: 3, by: f64::INFINITY } };
        if demands.n_not_let_in > 0 {
            return Miss { kind: 3, by: demands.n_not_let_in as f64 };
        }
        let missed = LimitName::of_demands().map(|limit| bounds.limits.excess(limit, demands));
        let by = missed.iter().sum();
        if by > 0.0 { Miss { kind: 2, by } } else { Miss::NONE }
    }

    /// The limits that a choice misses, as far as `n` paths tell.
    pub fn missed(&self, choice: &Choice, n: usize, limits: &BestLimits) -> Vec<LimitName> {
        let Some(demands) = self.demands(choice) else { return vec![] };
        let mut missed: Vec<LimitName> =
            LimitName::of_demands().into_iter().filter(|it| limits.excess(*it, demands) > 0.0).collect();
        let floor = limits.floor.zip(self.figures(choice, n));
        if floor.is_some_and(|(floor, figures)| figures.below_floor > floor.chance) {
            missed.push(LimitName::CashFloor);
        }
        missed
    }

    /// How far a choice misses all limits together, each against itself; nothing where paths were not asked.
    pub fn missed_by(&self, choice: &Choice, n: usize, limits: &BestLimits) -> Option<f64> {
        let (demands, figures) = (self.demands(choice)?, self.figures(choice, n)?);
        let of_demands: f64 = LimitName::of_demands().map(|limit| limits.excess(limit, demands)).iter().sum();
        let of_floor = limits.floor.map_or(0.0, |floor| (figures.below_floor - floor.chance).max(0.0));
        Some(of_demands + of_floor + demands.n_not_let_in as f64)
    }

    /// Whether the first of two choices is better by what `n` paths tell: it misses less, or brings more, or brings the same
    /// with fewer strategies.
    pub fn is_better(&self, a: &Choice, b: &Choice, n: usize, bounds: &Bounds) -> bool {
        let (own, other) = (self.miss(a, n, bounds), self.miss(b, n, bounds));
        if own != other {
            return own < other;
        }
        let goal = |choice| self.figures(choice, n).map_or(f64::NEG_INFINITY, |it| it.goal);
        let (own, other) = (goal(a), goal(b));
        let is_same = (own - other).abs() <= ROUNDING * own.abs().max(other.abs());
        if !is_same && own.total_cmp(&other).is_ne() {
            return own > other;
        }
        let size = |choice: &Choice| choice.iter().filter(|value| **value > 0).count();
        size(a) < size(b)
    }

    /// The best of some choices by what `n` paths tell; the first of equals.
    pub fn best_of<'c>(
        &self,
        choices: impl IntoIterator<Item = &'c Choice>,
        n: usize,
        bounds: &Bounds,
    ) -> Option<&'c Choice> {
        choices
            .into_iter()
            .reduce(|best, next| if self.is_better(next, best, n, bounds) { next } else { best })
    }
}

impl Judge<'_> {
    /// Choices by what `n` paths tell, the best first.
    pub fn ranked(&self, choices: &[Choice], n: usize, bounds: &Bounds) -> Vec<Choice> {
        let mut left: Vec<&Choice> = choices.iter().collect();
        let mut ranked = vec![];
        while let Some(best) = self.best_of(left.iter().copied(), n, bounds) {
            ranked.push(best.clone());
            left.retain(|it| *it != best);
        }
        ranked
    }
}

impl LimitName {
    /// The limits on what the central path asks.
    fn of_demands() -> [Self; 3] {
        [Self::Budget, Self::UnderWater, Self::AtMost]
    }
}

impl BestLimits {
    /// Whether what a choice asks keeps the limits, and every strategy lets the seller in.
    pub(super) fn are_kept_by(&self, demands: &Demands) -> bool {
        let is_kept = |limit: LimitName| self.excess(limit, demands) <= 0.0;
        demands.n_not_let_in == 0 && LimitName::of_demands().into_iter().all(is_kept)
    }

    /// By how much a choice is above a limit on what the central path asks, against the limit.
    fn excess(&self, limit: LimitName, demands: &Demands) -> f64 {
        let above = |asked: f64, most: Option<f64>| {
            most.map_or(0.0, |most| {
                let excess = asked - most;
                if excess > ROUNDING * asked.abs().max(most.abs()) {
                    excess / most.abs().max(1.0)
                } else {
                    0.0
                }
            })
        };
        match limit {
            LimitName::Budget => above(demands.money, self.budget),
            LimitName::UnderWater => above(demands.under_water, self.under_water),
            LimitName::AtMost => above(demands.at_once as f64, self.at_most.map(|most| most as f64)),
            LimitName::CashFloor | LimitName::Must => 0.0,
        }
    }
}

/// The most strategies that are live in one month, by their start and end.
fn most_at_once(model: &Model, trial: &Trial) -> usize {
    let is_live = |t: i32| {
        move |piece: &&TrialPiece| {
            let end = model.strategies[piece.strategy].end;
            piece.start <= t && end.is_none_or(|end| t < end)
        }
    };
    let months = 0..model.n_months as i32;
    months.map(|t| trial.pieces.iter().filter(is_live(t)).count()).max().unwrap_or(0)
}

/// What every choice has in common.
pub(super) fn terms(options: &Options) -> TrialTerms {
    let month = options.open.as_ref().map_or(0, |(_, month)| *month);
    TrialTerms { model: options.model.clone(), shocks: options.shocks.clone(), month }
}
