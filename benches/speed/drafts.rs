//! A hand on a slider: for each position the seller is shown a draft of every scenario before the next frame.

use std::hint::black_box;

use sortie::compute::DRAFT_PATHS;
use sortie_engine::forecast::Projector;
use sortie_engine::model::Model;
use sortie_engine::plan::{Mechanism, Plan, check};

use crate::bare::Bare;
use crate::clock::{Times, seconds};
use crate::job::{self, PATHS};
use crate::say;
use crate::table::{Table, ms, times};

/// Positions of each slider.
const POSITIONS: usize = 60;
/// Seconds that a frame lasts where the screen shows sixty of them a second.
const FRAME: f64 = 1.0 / 60.0;

/// A number of the plan and how it is set to a share of what it was.
type Slider = (&'static str, fn(&mut Plan, f64));

const SLIDERS: [Slider; 5] = [
    ("a channel's conversion", move_conversion),
    ("a channel's order value", move_order_value),
    ("what a shock lets through", move_passes),
    ("what a response spends", move_spend),
    ("cash at the start", |plan, share| plan.cash.opening *= share),
];

/// Prints how long drafts take, by slider and over all.
pub fn run() -> Result<(), String> {
    let plan = job::plan();
    let crew = job::crew();
    let mut projector = Projector::default();
    job::project(&mut projector, &Model::compile(&plan), PATHS, &crew);
    let bare = Bare::new(&vec![plan.channels.len(); plan.scenarios.len()], plan.horizon_months, DRAFT_PATHS);
    let mut whole = Times::default();
    let (mut compiling, mut kernel) = (Times::default(), Times::default());
    let mut by_slider = vec![Times::default(); SLIDERS.len()];
    for position in 0..POSITIONS {
        for ((_, slide), own) in SLIDERS.iter().zip(&mut by_slider) {
            let mut edited = plan.clone();
            slide(&mut edited, 0.7 + 0.6 * position as f64 / POSITIONS as f64);
            let mut compiled = 0.0;
            let draft = seconds(|| {
                // As the worker does for the window.
                let mut model = None;
                compiled = seconds(|| model = check(&edited).is_empty().then(|| Model::compile(&edited)));
                model.map(|model| job::draft(&mut projector, &model, DRAFT_PATHS, &crew))
            });
            own.push(draft);
            whole.push(draft);
            compiling.push(compiled);
            kernel.add(|| black_box(bare.run(&crew)));
        }
    }
    say(&format!(
        "{DRAFT_PATHS} paths of every scenario, {} threads, noise kept, {} edits, each checked and compiled. A frame \
         lasts {}.",
        crew.n(),
        whole.n(),
        ms(FRAME)
    ));
    let mut table = Table::new(&["", "p50", "p90", "p99", "p99 over a frame"]);
    let mut line = |name: &str, own: &Times| {
        let shown = [0.5, 0.9, 0.99].map(|share| ms(own.of_share(share)));
        let frame = times(own.of_share(0.99) / FRAME);
        table.line([name.to_owned()].into_iter().chain(shown).chain([frame]));
    };
    for ((name, _), own) in SLIDERS.iter().zip(&by_slider) {
        line(name, own);
    }
    line("all of them", &whole);
    line("  checking and compiling alone", &compiling);
    line("the bare kernel on as many paths", &kernel);
    table.print();
    say(&format!("A draft over the bare kernel: {}", times(whole.median() / kernel.median())));
    Ok(())
}

fn move_conversion(plan: &mut Plan, share: f64) {
    let conversion = &mut plan.channels[0].conversion;
    *conversion = conversion.moved_to(conversion.likely * share);
}

fn move_order_value(plan: &mut Plan, share: f64) {
    let value = &mut plan.channels[2].order_value;
    *value = value.moved_to(value.likely * share);
}

fn move_passes(plan: &mut Plan, share: f64) {
    let passes = &mut plan.shocks[0].passes;
    *passes = passes.moved_to(passes.likely * share);
}

fn move_spend(plan: &mut Plan, share: f64) {
    for mechanism in plan.strategies.iter_mut().flat_map(|strategy| &mut strategy.mechanisms) {
        if let Mechanism::PaidReach(reach) = mechanism {
            reach.spend_per_month = reach.spend_per_month.moved_to(reach.spend_per_month.likely * share);
            return;
        }
    }
}
