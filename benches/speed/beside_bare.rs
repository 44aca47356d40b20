//! What following a seller's own plan costs beyond bare arithmetic: the reference job beside a kernel without
//! bookkeeping, turn by turn.

use std::hint::black_box;

use sortie_engine::forecast::{Projector, ScenarioForecast, central};
use sortie_engine::model::Model;

use crate::bare::Bare;
use crate::clock::Times;
use crate::job::{self, PATHS};
use crate::machine::Calm;
use crate::say;
use crate::table::{Table, ms, times};

const ROUNDS: usize = 15;
/// So many times the bare kernel of what ever sells the engine may take.
const GOAL: f64 = 3.0;

/// Prints the engine's time over that of the kernel.
pub fn run() -> Result<(), String> {
    let calm = Calm::measure();
    let plan = job::plan();
    let model = Model::compile(&plan);
    let crew = job::crew();
    let n_channels = plan.channels.len();
    let selling: Vec<usize> = central(&model).scenarios.iter().map(n_selling).collect();
    let whole = Bare::new(&vec![n_channels; selling.len()], plan.horizon_months, PATHS);
    let lean = Bare::new(&selling, plan.horizon_months, PATHS);
    let mut projector = Projector::default();
    job::project(&mut projector, &model, PATHS, &crew);
    let (mut engine, mut bare, mut bare_lean) = (Times::default(), Times::default(), Times::default());
    for _ in 0..ROUNDS {
        engine.add(|| job::project(&mut projector, &model, PATHS, &crew));
        bare.add(|| black_box(whole.run(&crew)));
        bare_lean.add(|| black_box(lean.run(&crew)));
    }
    say(&format!(
        "{PATHS} paths, {} threads, {ROUNDS} rounds. The kernel does about {:.0} floating-point operations a channel, \
         month and path.",
        crew.n(),
        whole.operations() / whole.channel_month_paths(),
    ));
    let mut table = Table::new(&["", "median", "min", "ns each", "Gflop/s", "engine over it"]);
    let reference = job::channel_month_paths(&plan, PATHS);
    table.line([
        "the engine, noise kept".to_owned(),
        ms(engine.median()),
        ms(engine.min()),
        format!("{:.3}", engine.median() * 1e9 / reference),
    ]);
    let kernels = [
        (format!("bare, all {n_channels} channels in every scenario"), &whole, &bare),
        (
            format!(
                "bare, {} of {} that ever sell",
                selling.iter().sum::<usize>(),
                n_channels * selling.len()
            ),
            &lean,
            &bare_lean,
        ),
    ];
    for (name, kernel, own) in kernels {
        table.line([
            name,
            ms(own.median()),
            ms(own.min()),
            format!("{:.3}", own.median() * 1e9 / kernel.channel_month_paths()),
            format!("{:.1}", kernel.operations() / own.median() / 1e9),
            times(engine.median() / own.median()),
        ]);
    }
    table.print();
    let over = engine.median() / bare_lean.median();
    let missed = (over > GOAL).then(|| format!("{over:.1} times the bare kernel, of {GOAL:.0}"));
    calm.judge(&missed.into_iter().collect::<Vec<_>>())
}

/// How many channels of a scenario ever sell. The engine leaves the others alone.
fn n_selling(scenario: &ScenarioForecast) -> usize {
    let revenue = &scenario.central.channel_revenue;
    revenue.iter().filter(|months| months.iter().any(|x| x.abs() > 0.0)).count()
}
