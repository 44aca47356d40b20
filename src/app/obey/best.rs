//! Looking for the best plan under the seller's limits.

use std::sync::Arc;

use crate::app::App;
use crate::command::Aspect;
use crate::compute::SEED;
use crate::desk::best::ShownChoice;
use crate::screen::answer::what_to_do::request_of;
use crate::study::BestOrder;

impl App {
    /// Begins to look, and shows the page on which the answer comes.
    pub(super) fn find_best(&mut self) {
        let Some(forecast) = self.answers.forecast() else { return };
        let (plan, limits) = (self.document.plan(), self.view.judged.limits);
        // The futures of the window.
        let told = (self.compute.paths_within(usize::MAX), SEED);
        let best = &mut self.view.best;
        let request = request_of(&best.asked, plan, &forecast, limits, told);
        let ready = best.asked.ready.iter().cloned().collect();
        self.best.begin(BestOrder { plan: Arc::new(plan.clone()), ready, request });
        (best.asked_last, best.shown, best.is_asking) = (Some(best.asked.clone()), ShownChoice::Best, false);
        best.left_out.clear();
        self.uncover();
        self.view.aspect = Aspect::WhatToDo;
    }
}
