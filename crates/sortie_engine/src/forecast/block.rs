//! One block of paths through all scenarios.

use super::ending::PathEnding;
use super::rows::FigureRows;
use super::summary::figures;
use super::task::ProjectionTask;
use crate::draw::BlockDraws;
use crate::lane::LaneKit;
use crate::sim::{PathGround, ScenarioScript, ScenarioWalk, WalkState};

/// What a worker walks blocks with.
pub(super) struct BlockWalker<'a, K: LaneKit> {
    kit: K,
    task: &'a ProjectionTask<'a>,
    scripts: &'a [ScenarioScript<'a>],
    rows: &'a FigureRows,
    ground: PathGround<K>,
    state: WalkState<K>,
    pub endings: Vec<PathEnding<K>>,
}

impl<'a, K: LaneKit> BlockWalker<'a, K> {
    pub fn new(
        kit: K,
        task: &'a ProjectionTask<'a>,
        scripts: &'a [ScenarioScript<'a>],
        rows: &'a FigureRows,
    ) -> Self {
        let model = task.model;
        Self {
            kit,
            task,
            scripts,
            rows,
            ground: PathGround::new(kit, model, BlockDraws::new(kit, model)),
            state: WalkState::new(kit, model),
            endings: scripts.iter().map(|_| PathEnding::new(kit, model)).collect(),
        }
    }

    /// Walks a block and hands every figure of the scenarios that `is_needed`, with its place, to `take`; summaries only
    /// where `with_summaries` says so, for they need all scenarios. Where nobody waits any more it leaves off.
    pub fn walk(
        &mut self,
        block: usize,
        noise: &[K::Real],
        is_needed: impl Fn(usize) -> bool,
        with_summaries: bool,
        mut take: impl FnMut(usize, &K::Row),
    ) {
        let (kit, model) = (self.kit, self.task.model);
        let first = (block * K::PATHS) as u32;
        self.ground.draws.draw(kit, model, self.task.streams, first, noise);
        self.ground.lay(kit, model);
        for (scenario, script) in self.scripts.iter().enumerate() {
            if self.task.run.watch.is_stale() {
                return;
            }
            if !is_needed(scenario) {
                continue;
            }
            let ending = &mut self.endings[scenario];
            ending.begin(kit);
            let mut walk = ScenarioWalk::new(kit, model, script, &self.ground, &mut self.state);
            for t in 0..model.n_months {
                walk.step(t);
                for &row in &self.rows.told[scenario] {
                    take(self.rows.of_month(scenario, t, row), walk.figure(row));
                }
                if with_summaries {
                    ending.note(kit, model, t, &walk);
                }
            }
        }
        if with_summaries {
            for scenario in (0..self.scripts.len()).filter(|scenario| is_needed(*scenario)) {
                for (figure, row) in figures(kit, model, &self.endings, scenario).iter().enumerate() {
                    if let Some(row) = row {
                        take(self.rows.of_figure(scenario, figure), row);
                    }
                }
            }
        }
    }
}
