//! The search: every choice where there are few, else climbs from several beginnings, on few paths first and on more for
//! what is left. Whatever was found stands when it is ended early.

use super::climb::Hints;
use super::judge::{ALL, Bounds, FEW, Judge, SOME};
use super::option::Choice;
use super::request::{BestLimits, LimitName};
use super::score::error_of_difference;
use super::watch::{SearchPhase, SearchProgress, SearchWatch};
use crate::forecast::TrialPiece;

/// The most choices that are all looked at.
const MOST_ENUMERATED: f64 = 2_500.0;
/// Beginnings that are climbed from.
const N_BEGINNINGS: usize = 8;
/// Ends of climbs that are looked at on more paths, and of those on all.
const N_SURVIVORS: [usize; 2] = [4, 2];
/// Choices beside the best that are kept for a last look.
const N_RUNNERS_UP: usize = 40;
/// Choices enumerated at once.
const AT_ONCE: usize = 256;
/// The chances to run out of cash for which the best is told.
pub(super) const CHANCES: [f64; 7] = [0.0, 0.02, 0.05, 0.1, 0.2, 0.35, 1.0];
/// How many standard errors are more than another draw would move.
pub(super) const CLEAR: f64 = 2.0;
/// The part of the budget without its last.
const WITHOUT_LAST: f64 = 0.9;

/// What a search has found.
#[derive(Default)]
pub(super) struct Findings {
    /// Whether every choice was looked at.
    pub is_exhaustive: bool,
    /// For each of [`CHANCES`] the best choice that runs out of cash no more often.
    pub frontier: Vec<Option<Choice>>,
    /// The best choice with nine tenths of the budget.
    pub smaller: Option<Choice>,
    /// The limits without which there would be a better choice nearby.
    pub binding: Vec<LimitName>,
    /// Whether it was ended before it was done.
    pub is_stopped: bool,
}

/// A search on its way.
pub(super) struct Hunt<'a> {
    pub judge: Judge<'a>,
    pub limits: BestLimits,
    pub watch: &'a dyn SearchWatch,
    pub found: Findings,
    /// Whether all paths were asked about everything that came close.
    pub is_polished: bool,
}

impl Hunt<'_> {
    /// Searches until all is done or somebody ends it.
    pub fn run(&mut self) {
        self.found.is_stopped = self.search().is_none();
    }

    fn search(&mut self) -> Option<()> {
        let wide = self.bounds(1.0);
        // What can be told in any case: doing nothing but what must be.
        let least = self.judge.least();
        self.judge.look_in_any_case(&least, FEW)?;
        let hints = self.judge.hints(&wide)?;
        self.note(SearchPhase::First, 0.08);
        if self.judge.options.n_choices() <= MOST_ENUMERATED {
            self.enumerate(&wide)?;
        } else {
            self.climb(&hints, &wide)?;
        }
        self.polish(&wide)?;
        self.is_polished = true;
        self.find_frontier(&hints)?;
        self.find_smaller(&hints)?;
        self.find_binding(&hints)
    }

    /// Limits under which no more than a share of paths runs out of cash.
    pub fn bounds(&self, most_out: f64) -> Bounds {
        Bounds { limits: self.limits.clone(), most_out }
    }

    /// The best choice by the most paths that any was looked at on, and how many those are.
    pub fn best(&self) -> Option<(Choice, usize)> {
        let wide = self.bounds(1.0);
        // Once all paths were asked, fewer have no say.
        let levels: &[usize] = if self.is_polished { &[ALL] } else { &[ALL, SOME, FEW] };
        levels.iter().find_map(|&n| {
            let keeping = self.judge.looked_at(n).filter(|it| self.judge.keeps(it, n, &wide));
            Some((self.judge.best_of(keeping, n, &wide)?.clone(), n))
        })
    }

    pub fn note(&self, phase: SearchPhase, done: f64) {
        let best = self.best().and_then(|(best, n)| Some(self.judge.figures(&best, n)?.goal));
        self.watch.note(&SearchProgress { phase, done, n_considered: self.judge.n_considered(), best });
    }

    /// Looks at every choice on all paths.
    fn enumerate(&mut self, wide: &Bounds) -> Option<()> {
        let all = self.judge.options.every_choice();
        for (place, some) in all.chunks(AT_ONCE).enumerate() {
            self.judge.look(some, ALL, wide)?;
            self.note(SearchPhase::Every, 0.08 + 0.8 * (place * AT_ONCE) as f64 / all.len() as f64);
        }
        self.found.is_exhaustive = true;
        Some(())
    }

    /// Climbs from several beginnings on few paths, from the best of the ends on more, and from the best of those on all.
    fn climb(&mut self, hints: &Hints, wide: &Bounds) -> Option<()> {
        let mut from = self.judge.beginnings(hints, wide)?;
        from.truncate(N_BEGINNINGS);
        self.note(SearchPhase::First, 0.1);
        let rounds = [(FEW, 0.1, 0.35), (SOME, 0.35, 0.55), (ALL, 0.55, 0.75)];
        for (round, (n, begins, ends)) in rounds.into_iter().enumerate() {
            let mut tops: Vec<Choice> = vec![];
            for (place, beginning) in from.iter().enumerate() {
                let top = self.judge.climb(beginning, n, hints, wide)?;
                if !tops.contains(&top) {
                    tops.push(top);
                }
                let done = begins + (ends - begins) * (place + 1) as f64 / from.len() as f64;
                self.note(SearchPhase::of_paths(n), done);
            }
            from = self.judge.ranked(&tops, n, wide);
            from.truncate(N_SURVIVORS.get(round).copied().unwrap_or(1));
        }
        Some(())
    }

    /// Looks on all paths at what came close on fewer.
    fn polish(&mut self, wide: &Bounds) -> Option<()> {
        for n in [FEW, SOME] {
            let close = self.closest(n, N_RUNNERS_UP, wide);
            let next = if n == FEW { SOME } else { ALL };
            self.judge.look(&close, next, wide)?;
        }
        self.note(SearchPhase::of_paths(ALL), 0.78);
        Some(())
    }

    /// The best few choices by what `n` paths tell.
    pub fn closest(&self, n: usize, most: usize, bounds: &Bounds) -> Vec<Choice> {
        let mut keeping: Vec<(&Choice, f64)> = self
            .judge
            .looked_at(n)
            .filter(|it| self.judge.miss(it, n, bounds).is_none())
            .filter_map(|it| Some((it, self.judge.figures(it, n)?.goal)))
            .collect();
        keeping.sort_by(|a, b| b.1.total_cmp(&a.1));
        keeping.into_iter().take(most).map(|(choice, _)| choice.clone()).collect()
    }

    /// For each chance the best choice that runs out of cash no more often.
    fn find_frontier(&mut self, hints: &Hints) -> Option<()> {
        for (place, chance) in CHANCES.into_iter().enumerate().rev() {
            let bounds = self.bounds(chance);
            let last = self.found.frontier.first().cloned().flatten();
            // What keeps within a wider chance and within this one is the best of both.
            let is_kept = |it: &Choice| self.judge.miss(it, ALL, &bounds).is_none();
            let found = match last.filter(is_kept) {
                Some(last) => Some(last),
                None if self.found.is_exhaustive || place + 1 == CHANCES.len() => self.best_under(&bounds),
                None => self.climb_under(hints, &bounds)?,
            };
            self.found.frontier.insert(0, found);
            let done = (CHANCES.len() - place) as f64 / CHANCES.len() as f64;
            self.note(SearchPhase::Frontier, 0.78 + 0.1 * done);
        }
        Some(())
    }

    /// The best choice under closer bounds that all paths were asked about.
    fn best_under(&self, bounds: &Bounds) -> Option<Choice> {
        let best = self.judge.best_of(self.judge.looked_at(ALL), ALL, bounds)?;
        self.judge.miss(best, ALL, bounds).is_none().then(|| best.clone())
    }

    /// The same, climbed to.
    fn climb_under(&mut self, hints: &Hints, bounds: &Bounds) -> Option<Option<Choice>> {
        let from = self.judge.best_of(self.judge.looked_at(SOME), SOME, bounds).cloned();
        let from = from.unwrap_or_else(|| self.judge.least());
        self.judge.climb(&from, SOME, hints, bounds)?;
        let close = self.closest(SOME, 8, bounds);
        self.judge.look(&close, ALL, bounds)?;
        Some(self.best_under(bounds))
    }

    /// The best choice with nine tenths of the budget.
    fn find_smaller(&mut self, hints: &Hints) -> Option<()> {
        let Some(budget) = self.limits.budget.filter(|budget| *budget > 0.0) else { return Some(()) };
        let mut bounds = self.bounds(1.0);
        bounds.limits.budget = Some(WITHOUT_LAST * budget);
        let Some((best, _)) = self.best() else { return Some(()) };
        self.found.smaller = if self.judge.miss(&best, ALL, &bounds).is_none() {
            Some(best)
        } else if self.found.is_exhaustive {
            self.best_under(&bounds)
        } else {
            let reduced = self.judge.climb(&best, SOME, hints, &bounds)?;
            let other = self.climb_under(hints, &bounds)?;
            self.judge.look(std::slice::from_ref(&reduced), ALL, &bounds)?;
            self.best_under(&bounds).or(other)
        };
        self.note(SearchPhase::Frontier, 0.9);
        Some(())
    }

    /// The limits that keep a choice out which is one step away, misses no other limit, and is clearly better.
    fn find_binding(&mut self, hints: &Hints) -> Option<()> {
        let Some((best, _)) = self.best() else { return Some(()) };
        let none = Bounds { limits: BestLimits::default(), most_out: 1.0 };
        let mut near = self.judge.neighbors(&best, hints);
        near.sort_unstable();
        near.dedup();
        self.judge.look(std::slice::from_ref(&best), SOME, &none)?;
        self.judge.look(&near, SOME, &none)?;
        for limit in [LimitName::Budget, LimitName::UnderWater, LimitName::CashFloor, LimitName::AtMost] {
            let misses = |it: &&Choice| self.judge.missed(it, SOME, &self.limits) == [limit];
            let rival = self.judge.best_of(near.iter().filter(misses), SOME, &none).cloned();
            if let Some(rival) = rival
                && self.is_clearly_better(&rival, &best, SOME)?
            {
                self.found.binding.push(limit);
            }
        }
        let without = (0..best.len()).filter(|place| self.judge.options.all[*place].is_must);
        let without: Vec<Choice> = without.map(|place| super::climb::with(&best, place, 0)).collect();
        self.judge.look(&without, SOME, &none)?;
        for rival in &without {
            if self.is_clearly_better(rival, &best, SOME)? {
                self.found.binding.push(LimitName::Must);
                break;
            }
        }
        Some(())
    }

    /// Whether pieces that start and end of no accord keep the limits on what the central path asks.
    pub fn keeps_limits(&mut self, pieces: &[TrialPiece]) -> bool {
        let demands = self.judge.demands_of(pieces);
        demands.is_some_and(|demands| self.limits.are_kept_by(&demands))
    }

    /// Whether one choice brings more than another by more than another draw would move.
    fn is_clearly_better(&mut self, a: &Choice, b: &Choice, n: usize) -> Option<bool> {
        let goal = |choice| self.judge.figures(choice, n).map(|it| it.goal);
        let lead = goal(a)? - goal(b)?;
        Some(lead > 0.0 && lead > CLEAR * self.error_between(a, b, n)?)
    }

    /// How far the difference of two choices may be off.
    pub fn error_between(&mut self, a: &Choice, b: &Choice, n: usize) -> Option<f64> {
        let own = self.judge.scores(a, n)?.to_vec();
        Some(error_of_difference(&own, self.judge.scores(b, n)?))
    }

    /// Other choices beside the best: such as differ in more than scale and are within what another draw would move, or run out
    /// of cash less often.
    pub fn others(&mut self, best: &Choice) -> Option<Vec<Choice>> {
        let wide = self.bounds(1.0);
        let shape = |choice: &Choice| -> Vec<Option<i32>> {
            let start = |(option, value): (&super::option::StrategyOption, &u16)| {
                (*value > 0).then(|| option.start(*value))
            };
            self.judge.options.all.iter().zip(choice).map(start).collect()
        };
        let mut shapes = vec![shape(best)];
        let mut is_new = |choice: &Choice| {
            let own = shape(choice);
            let is_new = !shapes.contains(&own);
            if is_new {
                shapes.push(own);
            }
            is_new
        };
        let runs_out = |choice: &Choice| self.judge.figures(choice, ALL).map_or(1.0, |it| it.runs_out);
        let safer = self.found.frontier.iter().flatten().rev().filter(|it| runs_out(it) < runs_out(best));
        let safer: Vec<Choice> = safer.filter(|it| is_new(it)).take(N_OTHERS).cloned().collect();
        let close = self.closest(ALL, N_RUNNERS_UP, &wide);
        let close: Vec<Choice> = close.into_iter().filter(|it| is_new(it)).collect();
        let mut others = vec![];
        let n_safer = safer.len().min(N_OTHERS / 2);
        for rival in close {
            let goal = |choice| self.judge.figures(choice, ALL).map_or(f64::NAN, |it| it.goal);
            let behind = goal(best) - goal(&rival);
            if others.len() == N_OTHERS - n_safer {
                break;
            }
            if behind <= CLEAR * self.error_between(&rival, best, ALL)? {
                others.push(rival);
            }
        }
        others.extend(safer);
        others.truncate(N_OTHERS);
        Some(others)
    }
}

/// Others beside the best that are told at most.
const N_OTHERS: usize = 4;
