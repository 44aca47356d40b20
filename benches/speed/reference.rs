//! The whole answer to a large plan, beside the same answer from a NumPy program, turn by turn.

use std::sync::{Mutex, PoisonError};

use sortie::compute::{SEED, ThreadCrew};
use sortie_engine::forecast::{Crew, PathRun, Projector};
use sortie_engine::model::Model;
use sortie_engine::watch::PatientWatch;

use crate::clock::{Times, seconds};
use crate::job::{self, PATHS};
use crate::machine::Calm;
use crate::peer::{PARTS, Peer, why_not};
use crate::say;
use crate::table::{Table, ms, times};

const ROUNDS: usize = 15;
/// After how many rounds the slower program has its turn again.
const PEER_EVERY: usize = 3;
/// So many times as fast as the NumPy program the engine is to be.
const GOAL: f64 = 80.0;

/// Seconds of the parts of one run of the engine.
#[derive(Clone, Copy, Default)]
struct Parts {
    noise: f64,
    walk: f64,
    percentiles: f64,
}

/// A crew that looks at the clock before and after each job that the engine gives it. Paths are walked by one piece of
/// work for each thread; jobs of more pieces draw noise before that and find percentiles after.
struct Timed<'a> {
    crew: &'a ThreadCrew,
    parts: Mutex<Parts>,
}

impl<'a> Timed<'a> {
    fn new(crew: &'a ThreadCrew) -> Self {
        Self { crew, parts: Mutex::default() }
    }

    fn parts(&self) -> Parts {
        *self.parts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Crew for Timed<'_> {
    fn size(&self) -> usize {
        self.crew.size()
    }

    fn work(&self, n: usize, work: &(dyn Fn(usize) + Sync)) {
        let took = seconds(|| self.crew.work(n, work));
        let mut parts = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        if n == self.size() {
            parts.walk += took;
        } else if parts.walk > 0.0 {
            parts.percentiles += took;
        } else {
            parts.noise += took;
        }
    }
}

/// Seconds of the engine.
#[derive(Default)]
struct Engine {
    cold: Times,
    warm: Times,
    /// Of a cold run.
    noise: Times,
    /// Of a warm run, and what is left of it beside both.
    walk: Times,
    percentiles: Times,
    rest: Times,
}

impl Engine {
    fn measure(&mut self, model: &Model, warm: &mut Projector, crew: &ThreadCrew) {
        let mut cold = Projector::default();
        let timed = Timed::new(crew);
        let run = PathRun { n_paths: PATHS, seed: SEED, crew: &timed, watch: &PatientWatch };
        self.cold.add(|| cold.project(model, run));
        self.noise.push(timed.parts().noise);
        let timed = Timed::new(crew);
        let run = PathRun { crew: &timed, ..run };
        let whole = seconds(|| warm.project(model, run));
        let parts = timed.parts();
        self.warm.push(whole);
        self.walk.push(parts.walk);
        self.percentiles.push(parts.percentiles);
        self.rest.push(whole - parts.noise - parts.walk - parts.percentiles);
    }
}

/// Seconds of the NumPy program.
#[derive(Default)]
struct Numpy {
    total: Times,
    parts: [Times; 4],
    version: String,
}

impl Numpy {
    fn measure(&mut self, peer: &Peer) -> Result<(), String> {
        let told = peer.run(self.total.n() == 0)?;
        self.total.push(told.total);
        for (own, part) in self.parts.iter_mut().zip(told.parts) {
            own.push(part);
        }
        self.version = told.version;
        Ok(())
    }
}

/// Prints the reference job's time and what it is against the NumPy program's.
pub fn run() -> Result<(), String> {
    let calm = Calm::measure();
    let plan = job::plan();
    let model = Model::compile(&plan);
    let crew = job::crew();
    let peer = match why_not() {
        Some(reason) => {
            say(&format!("The NumPy program is left out, for {reason}."));
            None
        }
        None => Some(Peer::new()?),
    };
    let mut projector = Projector::default();
    job::project(&mut projector, &model, PATHS, &crew);
    let (mut engine, mut numpy) = (Engine::default(), Numpy::default());
    for round in 0..ROUNDS {
        engine.measure(&model, &mut projector, &crew);
        if let Some(peer) = peer.as_ref().filter(|_| round % PEER_EVERY == 0) {
            numpy.measure(peer)?;
        }
    }
    let size = job::channel_month_paths(&plan, PATHS);
    say(&format!(
        "{} channels, {} scenarios, {} months, {PATHS} paths: {:.1} million channel-month-paths; all figures, means and \
         percentiles. The engine on {} threads, {ROUNDS} runs.",
        plan.channels.len(),
        plan.scenarios.len(),
        plan.horizon_months,
        size / 1e6,
        crew.n(),
    ));
    print_whole(&engine, &numpy, size);
    let mut missed = vec![];
    if numpy.total.n() > 0 {
        print_parts(&engine, &numpy);
        say("The NumPy program's central path was checked against the engine's: they agree.");
        let ahead = numpy.total.median() / engine.cold.median();
        if ahead < GOAL {
            missed.push(format!("{ahead:.0} times NumPy, of {GOAL:.0}"));
        }
    }
    calm.judge(&missed)
}

fn print_whole(engine: &Engine, numpy: &Numpy, size: f64) {
    let mut table = Table::new(&["", "median", "min", "ns each", "throughput against NumPy"]);
    let mut line = |name: &str, own: &Times| {
        let against =
            if numpy.total.n() > 0 { times(numpy.total.median() / own.median()) } else { String::new() };
        table.line([
            name.to_owned(),
            ms(own.median()),
            ms(own.min()),
            format!("{:.3}", own.median() * 1e9 / size),
            against,
        ]);
    };
    line("the engine, every draw anew", &engine.cold);
    line("the engine, noise kept, as after an edit", &engine.warm);
    if numpy.total.n() > 0 {
        line(&format!("NumPy {}, f64, {} runs", numpy.version, numpy.total.n()), &numpy.total);
    }
    table.print();
}

fn print_parts(engine: &Engine, numpy: &Numpy) {
    let of_part = |name: &str| {
        let place = PARTS.iter().position(|part| *part == name);
        place.map_or(f64::NAN, |place| numpy.parts[place].median())
    };
    say(
        "\nPart by part, medians. The cuts are not quite the same: the engine draws estimates while it walks.",
    );
    let mut table = Table::new(&["the engine", "", "NumPy", "", "ratio"]);
    let mut line = |own: &str, times_of_own: &Times, other: &str, of_other: f64| {
        let of_own = times_of_own.median();
        table.line([own.to_owned(), ms(of_own), other.to_owned(), ms(of_other), times(of_other / of_own)]);
    };
    line("noise, where it is drawn anew", &engine.noise, "all draws", of_part("draw"));
    let walk = of_part("walk") + of_part("summaries");
    line("walk, with estimates and summaries", &engine.walk, "walk and summaries", walk);
    line("percentiles", &engine.percentiles, "quantiles", of_part("quantiles"));
    table.line(["all else".to_owned(), ms(engine.rest.median())]);
    table.print();
}
