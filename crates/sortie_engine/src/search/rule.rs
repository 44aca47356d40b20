//! Rules that are worth having: when to stop what was begun, and when to begin what is kept in reserve. Found on one set of
//! futures, told on another.

use super::answer::Teller;
use super::hunt::{CLEAR, Hunt};
use super::judge::{ALL, FEW, SOME};
use super::option::Choice;
use super::score::error_of_difference;
use crate::forecast::{Trial, TrialEnds, TrialPiece, WatchedPiece, is_tie};
use crate::model::{MechanismModel, Model, RuleModel};
use crate::plan::{RuleMetric, RuleSide, StrategyRule};

/// A rule, and what it is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct ProposedRule {
    /// The id of the plan's strategy, or of the ready-made one.
    pub strategy: String,
    /// Whether it stops the strategy; else it starts one that is kept in reserve.
    pub stops: bool,
    /// The rule.
    pub rule: StrategyRule,
    /// By how much the figure of the goal is higher with it.
    pub worth: f64,
    /// The share of futures in which it comes true.
    pub fires_share: f64,
    /// The share in which it comes true, and more is earned without it (where it starts something, without that).
    pub wrongly_fires_share: f64,
    /// The share in which it does not, and more is earned without the strategy (where it starts something, with that from its
    /// start).
    pub wrongly_holds_share: f64,
}

/// Months in a row that are tried.
const MONTHS: [u32; 3] = [1, 2, 3];
/// Months in which nothing is stopped that are tried.
const AFTER: [u32; 6] = [1, 2, 3, 4, 6, 9];
/// The shares of futures with less at which thresholds are tried first.
const THRESHOLDS: [f64; 9] = [0.03, 0.08, 0.15, 0.25, 0.4, 0.55, 0.7, 0.85, 0.95];
/// The best rules of a metric that are looked at on all paths.
const N_SURVIVORS: usize = 4;
/// The best of them that are looked at on more paths than few.
const N_CLOSER: usize = 16;

/// What a rule may look at: a metric, of a channel where it has one.
#[derive(Clone, Copy)]
struct Gauge {
    metric: RuleMetric,
    channel: Option<usize>,
}

/// A strategy of a scenario, or one that is kept in reserve.
pub(super) struct RuleSlot {
    /// Its id.
    pub strategy: String,
    /// As it is walked in the scenario, if it is there.
    pub chosen: Option<TrialPiece>,
    /// As it would be walked if it were begun, where it may be.
    pub reserve: Option<TrialPiece>,
}

/// A strategy for which a rule is sought.
pub(super) struct RuleCase {
    /// The id of the plan's strategy, or of the ready-made one.
    pub strategy: String,
    /// Where it stands among the pieces.
    pub at: usize,
    pub stops: bool,
    /// The pieces with the strategy, in the scenario's order, rules as in the plan.
    pub with: Vec<TrialPiece>,
    /// What the rule is compared with: the plan as it is.
    pub before: Vec<TrialPiece>,
    /// All the others.
    pub without: Vec<TrialPiece>,
}

impl RuleCase {
    /// The choice with a rule added.
    fn ruled(&self, rule: Option<RuleModel>) -> Trial {
        let mut pieces = self.with.clone();
        let own = &mut pieces[self.at];
        if self.stops {
            own.stop_when = rule;
        } else {
            own.start_when = rule;
        }
        Trial { pieces, watched: Some(WatchedPiece { at: self.at, stops: self.stops }), shocks: None }
    }

    fn trial(pieces: &[TrialPiece]) -> Trial {
        Trial { pieces: pieces.to_vec(), ..Trial::default() }
    }
}

impl Hunt<'_> {
    /// The rules of a choice that add more than another draw would move.
    pub fn rules(&mut self, best: &Choice, teller: &mut Teller<'_>) -> Option<Vec<ProposedRule>> {
        let cases = self.cases(best);
        self.rules_of(&cases, teller)
    }

    /// The same of cases.
    pub fn rules_of(&mut self, cases: &[RuleCase], teller: &mut Teller<'_>) -> Option<Vec<ProposedRule>> {
        let mut rules = vec![];
        // The more rules are tried, the more of them seem to help by luck.
        let clear = CLEAR + 0.4 * crate::lane::ln(cases.len().max(1) as f64);
        for (place, case) in cases.iter().enumerate() {
            if let Some(rule) = self.best_rule(case)? {
                rules.extend(teller.tell_rule(case, &rule, clear)?);
            }
            let done = 0.95 + 0.05 * (place + 1) as f64 / cases.len() as f64;
            self.note(super::watch::SearchPhase::Rules, done);
        }
        Some(rules)
    }

    /// Every strategy for which a rule is sought: those of the choice, to be stopped, and those in reserve that would fit the
    /// limits, to be started.
    fn cases(&mut self, best: &Choice) -> Vec<RuleCase> {
        let options = self.judge.options;
        let slots = options.all.iter().zip(best).map(|(option, value)| RuleSlot {
            strategy: option.id.clone(),
            chosen: (*value > 0).then(|| option.piece(&options.model, *value)),
            reserve: option.in_reserve(&options.model),
        });
        self.cases_of(&slots.collect::<Vec<_>>())
    }

    /// The cases of strategies, in the order of their scenario.
    pub fn cases_of(&mut self, slots: &[RuleSlot]) -> Vec<RuleCase> {
        let pieces: Vec<TrialPiece> = slots.iter().filter_map(|slot| slot.chosen).collect();
        let mut cases = vec![];
        let mut at = 0;
        for slot in slots {
            let strategy = slot.strategy.clone();
            if slot.chosen.is_some() {
                let mut without = pieces.clone();
                without.remove(at);
                let (with, before) = (pieces.clone(), pieces.clone());
                cases.push(RuleCase { strategy, at, stops: true, with, before, without });
                at += 1;
                continue;
            }
            let Some(piece) = slot.reserve else { continue };
            let mut with = pieces.clone();
            with.insert(at, piece);
            if self.keeps_limits(&with) {
                let (before, without) = (pieces.clone(), pieces.clone());
                cases.push(RuleCase { strategy, at, stops: false, with, before, without });
            }
        }
        cases
    }

    /// The rule that adds most to the goal on the paths on which is chosen, if any does.
    fn best_rule(&mut self, case: &RuleCase) -> Option<Option<StrategyRule>> {
        let before = self.goals(&[RuleCase::trial(&case.before)], ALL)?[0];
        let mut best: Option<(StrategyRule, f64)> = None;
        for gauge in self.gauges(case) {
            let figures = self.figures(case, gauge);
            let tried = candidates(&self.judge.options.model, case, gauge, &figures, &THRESHOLDS);
            let survivors = self.best_few(case, tried, FEW, N_CLOSER)?;
            let survivors = self.best_few(case, survivors, SOME, N_SURVIVORS)?;
            let found = self.on_all(case, &survivors)?;
            // Closer thresholds around the best of them.
            let Some((rule, _)) = found.first() else { continue };
            let near: Vec<RuleTried> = finer(rule, &figures);
            let closer = self.best_few(case, near, FEW, N_CLOSER)?;
            let closer = self.best_few(case, closer, SOME, N_SURVIVORS)?;
            for (rule, goal) in self.on_all(case, &closer)?.into_iter().chain(found) {
                if goal > before && best.as_ref().is_none_or(|(_, most)| goal > *most) {
                    best = Some((self.told_rule(&rule), goal));
                }
            }
        }
        Some(best.map(|(rule, _)| rule))
    }

    /// The best few of some rules by what `n` paths tell.
    fn best_few(
        &mut self,
        case: &RuleCase,
        tried: Vec<RuleTried>,
        n: usize,
        most: usize,
    ) -> Option<Vec<RuleTried>> {
        let trials: Vec<Trial> = tried.iter().map(|rule| case.ruled(Some(rule.model()))).collect();
        let goals = self.goals(&trials, n)?;
        let mut ranked: Vec<(RuleTried, f64)> = tried.into_iter().zip(goals).collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
        Some(ranked.into_iter().take(most).map(|(rule, _)| rule).collect())
    }

    fn on_all(&mut self, case: &RuleCase, rules: &[RuleTried]) -> Option<Vec<(RuleTried, f64)>> {
        let trials: Vec<Trial> = rules.iter().map(|rule| case.ruled(Some(rule.model()))).collect();
        let goals = self.goals(&trials, ALL)?;
        let mut ranked: Vec<(RuleTried, f64)> = rules.iter().copied().zip(goals).collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
        Some(ranked)
    }

    /// The figure of the goal of each trial on `n` paths; of one that misses the floor, the lowest there is.
    fn goals(&mut self, trials: &[Trial], n: usize) -> Option<Vec<f64>> {
        let ends = self.judge.ends(trials, n)?;
        let (goal, floor) = (self.judge.goal, self.limits.floor);
        let base = self.judge.base(n)?;
        let misses = |ends: &TrialEnds| {
            floor.is_some_and(|it| super::score::share_below(&ends.lowest_cash, it.cash) > it.chance)
        };
        let figure = |ends| if misses(ends) { f64::NEG_INFINITY } else { base.figure(goal, ends) };
        Some(ends.iter().map(figure).collect())
    }

    /// What a seller can read that tells how a strategy does.
    fn gauges(&self, case: &RuleCase) -> Vec<Gauge> {
        let model = &self.judge.options.model;
        let mechanisms =
            |piece: &TrialPiece| &model.mechanisms[model.strategies[piece.strategy].mechanisms.clone()];
        let own = mechanisms(&case.with[case.at]);
        let brings = |it: &MechanismModel| {
            matches!(it, MechanismModel::Audience(_) | MechanismModel::Reach(_) | MechanismModel::List(_))
        };
        let gathers = |it: &MechanismModel| matches!(it, MechanismModel::Audience(_));
        let mut gauges = vec![];
        if case.stops && own.iter().any(brings) {
            gauges.push(Gauge { metric: RuleMetric::OwnOrders, channel: None });
        }
        let channels = channels_of(model, own);
        gauges.extend(
            channels.into_iter().map(|channel| Gauge { metric: RuleMetric::Revenue, channel: Some(channel) }),
        );
        if case.before.iter().any(|piece| mechanisms(piece).iter().any(gathers)) {
            gauges.push(Gauge { metric: RuleMetric::Followers, channel: None });
        }
        gauges.push(Gauge { metric: RuleMetric::Cash, channel: None });
        gauges
    }

    /// What a gauge shows month by month on some paths, where no rule acts.
    fn figures(&mut self, case: &RuleCase, gauge: Gauge) -> Vec<Vec<f32>> {
        let never = RuleTried { gauge, value: f64::MIN, for_months: 1, after_months: 1 }.model();
        let mut trial = case.ruled(Some(never));
        if !case.stops {
            // What is kept in reserve has not begun while its rule waits.
            trial.pieces[case.at].start_when = Some(never);
        }
        let (paths, crew) = self.judge.paths();
        paths.figures(&trial, never, SOME, crew)
    }

    fn told_rule(&self, rule: &RuleTried) -> StrategyRule {
        let plan = &self.judge.options.plan.plan;
        StrategyRule {
            metric: rule.gauge.metric,
            channel: rule.gauge.channel.map(|place| plan.channels[place].id.clone()),
            is: RuleSide::Below,
            value: rule.value,
            for_months: rule.for_months,
            after_months: rule.after_months,
        }
    }
}

impl Teller<'_> {
    /// What a rule is worth, where that is clear.
    fn tell_rule(
        &mut self,
        case: &RuleCase,
        rule: &StrategyRule,
        clear: f64,
    ) -> Option<Option<ProposedRule>> {
        let told = self.price_rule(case, rule)?;
        Some(told.filter(|(it, error)| it.worth > 0.0 && it.worth > clear * error).map(|(it, _)| it))
    }

    /// What a rule is worth, and how far that may be off; nothing where it looks at what is not there.
    pub fn price_rule(
        &mut self,
        case: &RuleCase,
        rule: &StrategyRule,
    ) -> Option<Option<(ProposedRule, f64)>> {
        let Some(model) = RuleModel::of(&self.judge.options.plan.plan, rule) else { return Some(None) };
        let trials = [
            case.ruled(Some(model)),
            RuleCase::trial(&case.before),
            RuleCase::trial(&case.without),
            RuleCase::trial(&case.with),
        ];
        let ends = self.judge.ends(&trials, self.n_paths)?;
        let [ruled, before, without, with] = [&ends[0], &ends[1], &ends[2], &ends[3]];
        let goal = self.judge.goal;
        let base = self.judge.base(self.n_paths)?;
        let worth = base.figure(goal, ruled) - base.figure(goal, before);
        let error = error_of_difference(&base.scores(goal, ruled), &base.scores(goal, before));
        let earns_more = |a: &TrialEnds, b: &TrialEnds, path: usize| {
            let (a, b) = (f64::from(a.profit[path]), f64::from(b.profit[path]));
            a > b && !is_tie(a, b)
        };
        // What stops what should go on, or starts what should not; what goes on, or waits, though it should not.
        let (instead, rather) = if case.stops { (before, without) } else { (without, with) };
        let share = |is_counted: &dyn Fn(usize) -> bool| {
            (0..self.n_paths).filter(|path| is_counted(*path)).count() as f64 / self.n_paths as f64
        };
        let priced = ProposedRule {
            strategy: case.strategy.clone(),
            stops: case.stops,
            rule: rule.clone(),
            worth,
            fires_share: share(&|path| ruled.fired[path]),
            wrongly_fires_share: share(&|path| ruled.fired[path] && earns_more(instead, ruled, path)),
            wrongly_holds_share: share(&|path| !ruled.fired[path] && earns_more(rather, ruled, path)),
        };
        Some(Some((priced, error)))
    }
}

/// A rule that is tried: below a value.
#[derive(Clone, Copy)]
struct RuleTried {
    gauge: Gauge,
    value: f64,
    for_months: u32,
    after_months: u32,
}

impl RuleTried {
    fn model(&self) -> RuleModel {
        RuleModel {
            metric: self.gauge.metric,
            channel: self.gauge.channel,
            is_above: false,
            value: self.value,
            for_months: f64::from(self.for_months),
            after_months: f64::from(self.after_months.max(1)),
        }
    }
}

/// Rules on a gauge: thresholds that leave these shares of the futures below them in the months looked at.
fn candidates(
    model: &Model,
    case: &RuleCase,
    gauge: Gauge,
    figures: &[Vec<f32>],
    shares: &[f64],
) -> Vec<RuleTried> {
    let start = case.with[case.at].start.max(0) as usize;
    let after: &[u32] = if case.stops { &AFTER } else { &[0] };
    let mut rules: Vec<RuleTried> = vec![];
    for after_months in after.iter().copied().filter(|after| start + (*after as usize) < model.n_months) {
        for for_months in MONTHS {
            for value in thresholds(figures, looked_at(start, after_months, for_months), shares) {
                rules.push(RuleTried { gauge, value, for_months, after_months });
            }
        }
    }
    rules.dedup_by(|a, b| {
        a.value.total_cmp(&b.value).is_eq()
            && (a.for_months, a.after_months) == (b.for_months, b.after_months)
    });
    rules
}

/// The month in which a rule is first looked at, counted from the plan's start.
fn looked_at(start: usize, after_months: u32, for_months: u32) -> usize {
    start + (after_months.max(for_months) as usize).max(1) - 1
}

/// Round values below which a figure is in a month on such shares of the paths.
fn thresholds(figures: &[Vec<f32>], month: usize, shares: &[f64]) -> Vec<f64> {
    let Some(month) = figures.get(month) else { return vec![] };
    let mut sorted = month.clone();
    sorted.sort_unstable_by(f32::total_cmp);
    let at = |share: &f64| f64::from(sorted[((share * sorted.len() as f64) as usize).min(sorted.len() - 1)]);
    let mut values: Vec<f64> = shares.iter().map(|share| rounded(at(share))).collect();
    values.dedup();
    values
}

/// Rules that differ a little from one: thresholds around its own, a month more or less.
fn finer(rule: &RuleTried, figures: &[Vec<f32>]) -> Vec<RuleTried> {
    let spread = thresholds(figures, figures.len() - 1, &[0.1, 0.9]);
    let width = (spread.last().unwrap_or(&0.0) - spread.first().unwrap_or(&0.0)).abs();
    let step = if rule.value.abs() > 0.0 { 0.15 * rule.value.abs() } else { 0.05 * width };
    let values = [-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0].map(|by| rounded(rule.value + by * step));
    let months = [rule.for_months.saturating_sub(1).max(1), rule.for_months, (rule.for_months + 1).min(12)];
    let after = match rule.after_months {
        0 => vec![0],
        own => vec![own.saturating_sub(1).max(1), own, own + 1],
    };
    let mut rules = vec![];
    for value in values {
        for for_months in months {
            rules.extend(after.iter().map(|after_months| RuleTried {
                value,
                for_months,
                after_months: *after_months,
                ..*rule
            }));
        }
    }
    rules
}

/// A number that a person can keep in mind: two figures of it.
fn rounded(x: f64) -> f64 {
    if !x.is_finite() || x.abs() < 1.0 {
        return x.round();
    }
    let mut unit = 1.0;
    while x.abs() / unit >= 100.0 {
        unit *= 10.0;
    }
    (x / unit).round() * unit
}

/// The channels to which mechanisms bring anything, or that they open; every channel that sells where they name none.
fn channels_of(model: &Model, mechanisms: &[MechanismModel]) -> Vec<usize> {
    let mut channels: Vec<usize> = vec![];
    for mechanism in mechanisms {
        match mechanism {
            MechanismModel::Audience(audience) => channels.extend(audience.to.iter().map(|(to, _)| *to)),
            MechanismModel::Reach(reach) => channels.push(reach.to),
            MechanismModel::List(list) => channels.push(list.to),
            MechanismModel::Open(open) => channels.push(open.channel),
            MechanismModel::Close(channel, _) => channels.push(*channel),
            _ => {}
        }
    }
    let active = (0..model.channels.len()).filter(|place| model.channels[*place].is_active);
    channels.extend(active.take(3));
    channels.sort_unstable();
    channels.dedup();
    channels
}
