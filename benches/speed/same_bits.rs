//! Two sellers with one plan and different machines talk about the same figures, to the last bit.

use sortie::compute::ThreadCrew;
use sortie_engine::forecast::{Arithmetic, Projector};
use sortie_engine::lane::Level;
use sortie_engine::model::Model;

use crate::clock::seconds;
use crate::job;
use crate::machine::{levels, name};
use crate::say;
use crate::table::{Table, ms, times};

const PATHS: usize = 2_000;

/// Prints whether all agree; the reason where one does not.
pub fn run() -> Result<(), String> {
    let model = Model::compile(&job::plan());
    let answer = |level: Level, n_threads: usize| {
        let mut forecast = None;
        let mut projector = Projector::new(Arithmetic::Single(level));
        let crew = ThreadCrew::new(Some(n_threads));
        let took = seconds(|| forecast = Some(job::project(&mut projector, &model, PATHS, &crew)));
        // Written out, every figure has as many digits as tell it from all others.
        (took, format!("{forecast:?}"))
    };
    // The first of all is what the others are held against.
    let mut first = None;
    let mut table = Table::new(&["", "time", "against the first", "bits"]);
    let mut others = vec![];
    for level in levels() {
        for n_threads in 1..=3 {
            let (took, found) = answer(level, n_threads);
            let (least, expected) = first.get_or_insert_with(|| (took, found.clone()));
            let is_equal = found == *expected;
            let threads = if n_threads == 1 { "thread" } else { "threads" };
            let of = format!("{}, {n_threads} {threads}", name(level));
            let told = if is_equal { "equal" } else { "DIFFERENT" };
            table.line([of.clone(), ms(took), times(took / *least), told.to_owned()]);
            if !is_equal {
                others.push(of);
            }
        }
    }
    say(&format!("{PATHS} paths, every figure of the answer."));
    table.print();
    if others.is_empty() { Ok(()) } else { Err(format!("not the same bits: {}", others.join("; "))) }
}
