//! What becomes of the wait when a business grows: more channels, a longer look ahead, more scenarios, more paths.

use sortie_engine::forecast::Projector;
use sortie_engine::model::Model;
use sortie_engine::plan::Plan;

use crate::clock::Times;
use crate::job::{self, PATHS};
use crate::say;
use crate::table::{Table, ms, times};

/// Few, for the sizes are many; of so few the shortest tells the most.
const ROUNDS: usize = 3;

/// One size of a plan.
struct Size {
    n: usize,
    model: Model,
    n_paths: usize,
    projector: Projector,
    cold: Times,
    warm: Times,
}

impl Size {
    fn new(n: usize, plan: &Plan, n_paths: usize) -> Self {
        let (cold, warm) = (Times::default(), Times::default());
        Self { n, model: Model::compile(plan), n_paths, projector: Projector::default(), cold, warm }
    }
}

/// Prints time against size along four directions.
pub fn run() -> Result<(), String> {
    let crew = job::crew();
    say(&format!(
        "{} threads, the shortest of {ROUNDS} runs. Anew: every draw. Kept: the noise of the first paths is known. Behind each the \
         time for one more, against that of the smallest size: 1 is linear growth.",
        crew.n()
    ));
    let by = |sizes: &[usize], plan: fn(usize) -> Plan| -> Vec<Size> {
        sizes.iter().map(|n| Size::new(*n, &plan(*n), PATHS)).collect()
    };
    let paths = [2_500, 5_000, 10_000, 20_000, 40_000];
    let directions = [
        ("channels", by(&[5, 10, 20], job::with_channels)),
        ("months", by(&[15, 30, 60], job::with_months)),
        ("scenarios", by(&[4, 8, 16, 20], job::with_scenarios)),
        ("paths", paths.map(|n| Size::new(n, &job::plan(), n)).into()),
    ];
    let mut table = Table::new(&["", "anew", "each", "kept", "each"]);
    for (place, (name, mut sizes)) in directions.into_iter().enumerate() {
        if place > 0 {
            table.line([]);
        }
        for _ in 0..ROUNDS {
            for size in &mut sizes {
                let Size { model, n_paths, projector, cold, warm, .. } = size;
                *projector = Projector::default();
                cold.add(|| job::project(projector, model, *n_paths, &crew));
                warm.add(|| job::project(projector, model, *n_paths, &crew));
            }
        }
        for size in &sizes {
            let each = |own: &Times, least: &Times| {
                times(own.min() / size.n as f64 / (least.min() / sizes[0].n as f64))
            };
            table.line([
                format!("{} {name}", size.n),
                ms(size.cold.min()),
                each(&size.cold, &sizes[0].cold),
                ms(size.warm.min()),
                each(&size.warm, &sizes[0].warm),
            ]);
        }
    }
    table.print();
    Ok(())
}
