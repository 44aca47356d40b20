//! Choices that others make, looked at as the search looks at its own: so another way of searching can be held against it,
//! on the same futures.

use super::answer::{BestChoice, FoundPlan};
use super::judge::{Bounds, Ends, Judge};
use super::option::Choice;
use super::request::{BestGoal, BestLimits};
use super::score::error_of_difference;
use crate::forecast::Crew;

/// Looks at choices on the futures of a seed. A choice has a number for each option: 0 is out, else one of its starts and
/// scales, counted from 1, scales first.
pub struct Appraiser<'a> {
    judge: Judge<'a>,
    bounds: Bounds,
}

/// What can be chosen of an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionShape {
    /// Its id.
    pub id: String,
    /// In how many months it may start.
    pub n_starts: usize,
    /// How many scales of it there are.
    pub n_scales: usize,
}

/// What futures say of a choice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Appraisal {
    /// The figure of the goal; nothing where a limit on what the central path asks is missed, for then it is not walked.
    pub goal: Option<f64>,
    /// 0 where every limit is kept; more the further they are missed.
    pub miss: f64,
}

/// By how much one choice is ahead of another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChoiceLead {
    /// The difference of their goals.
    pub by: f64,
    /// How far it may be off: its standard error, future by future.
    pub error: f64,
}

impl FoundPlan {
    /// Looks at choices of the same options under `limits`, on the futures of `seed`.
    pub fn appraiser<'a>(
        &'a self,
        goal: BestGoal,
        limits: &BestLimits,
        seed: u64,
        crew: &'a dyn Crew,
    ) -> Appraiser<'a> {
        let ends = Ends { crew, is_over: &|| false, is_stale: &|| false };
        let judge = Judge::new(&self.options, goal, limits, seed, ends);
        Appraiser { judge, bounds: Bounds { limits: limits.clone(), most_out: 1.0 } }
    }
}

impl Appraiser<'_> {
    /// What can be chosen, option by option.
    pub fn shapes(&self) -> Vec<OptionShape> {
        let shape = |option: &super::option::StrategyOption| OptionShape {
            id: option.id.clone(),
            n_starts: option.starts.len(),
            n_scales: option.scales.len(),
        };
        self.judge.options.all.iter().map(shape).collect()
    }

    /// A choice of the answer, by numbers.
    pub fn numbers_of(&self, best: &BestChoice) -> Vec<u16> {
        best.choice.clone()
    }

    /// What the first `n_paths` futures say of each of some choices.
    pub fn look(&mut self, choices: &[Vec<u16>], n_paths: usize) -> Vec<Appraisal> {
        // Nobody ends it, so there is always an answer.
        let _looked: Option<()> = self.judge.look(choices, n_paths, &self.bounds);
        let told = |choice: &Choice| Appraisal {
            goal: self.judge.figures(choice, n_paths).map(|figures| figures.goal),
            miss: self.judge.miss(choice, n_paths, &self.bounds).as_number(),
        };
        choices.iter().map(told).collect()
    }

    /// By how much the first of two choices is ahead on the first `n_paths` futures, whatever limits they miss.
    pub fn lead(&mut self, a: &[u16], b: &[u16], n_paths: usize) -> Option<ChoiceLead> {
        let trials = [a, b].map(|choice| self.judge.options.trial(&choice.to_vec()));
        let ends = self.judge.ends(&trials, n_paths)?;
        let goal = self.judge.goal;
        let base = self.judge.base(n_paths)?;
        let figures: Vec<f64> = ends.iter().map(|ends| base.figure(goal, ends)).collect();
        let scores: Vec<Vec<f64>> = ends.iter().map(|ends| base.scores(goal, ends)).collect();
        Some(ChoiceLead { by: figures[0] - figures[1], error: error_of_difference(&scores[0], &scores[1]) })
    }
}
