//! The steps a person can take back, as whole plans.

use std::collections::VecDeque;

use sortie_engine::plan::Plan;

/// More steps than anybody takes back by hand; the oldest go first.
const MAX_STEPS: usize = 200;

/// The plan after each step, those undone included.
#[derive(Debug)]
pub(super) struct UndoHistory {
    past: VecDeque<Plan>,
    /// The plan as of the last step.
    now: Plan,
    future: Vec<Plan>,
}

impl UndoHistory {
    /// No steps yet.
    pub fn new(plan: Plan) -> Self {
        Self { past: VecDeque::new(), now: plan, future: vec![] }
    }

    /// Makes a step to `plan`, where it differs.
    pub fn step(&mut self, plan: &Plan) {
        if *plan == self.now {
            return;
        }
        self.past.push_back(std::mem::replace(&mut self.now, plan.clone()));
        self.future.clear();
        if self.past.len() > MAX_STEPS {
            self.past.pop_front();
        }
    }

    /// The plan before the last step.
    pub fn back(&mut self) -> Option<Plan> {
        let plan = self.past.pop_back()?;
        self.future.push(std::mem::replace(&mut self.now, plan.clone()));
        Some(plan)
    }

    /// The plan after the step undone last.
    pub fn forth(&mut self) -> Option<Plan> {
        let plan = self.future.pop()?;
        self.past.push_back(std::mem::replace(&mut self.now, plan.clone()));
        Some(plan)
    }

    /// Whether [`Self::back`] has something to give, or will once `plan` is a step.
    pub fn can_go_back(&self, plan: &Plan) -> bool {
        !self.past.is_empty() || *plan != self.now
    }

    /// Whether [`Self::forth`] has something to give, and `plan` is no step that ends it.
    pub fn can_go_forth(&self, plan: &Plan) -> bool {
        !self.future.is_empty() && *plan == self.now
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::trial::sample;

    #[test]
    fn the_oldest_steps_go_first_and_memory_has_an_end() {
        let mut history = UndoHistory::new(sample());
        for n in 0..MAX_STEPS + 50 {
            history.step(&Plan { name: n.to_string(), ..sample() });
        }
        let mut plan = None;
        while let Some(earlier) = history.back() {
            plan = Some(earlier);
        }
        assert_eq!(plan.map(|plan| plan.name), Some("49".to_owned()));
    }
}
