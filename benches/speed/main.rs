//! How long a seller waits for a plan's answer: each figure stands beside something that was measured in the same run.
//!
//! `cargo bench` runs what takes seconds; `cargo bench --bench speed -- accuracy memory-large` runs what is named.
#![expect(clippy::print_stdout, reason = "a benchmark tells its tables to whoever runs it")]

mod accuracy;
mod bare;
mod beside_bare;
mod bombs;
mod child;
mod clock;
mod drafts;
mod growth;
mod imports;
mod job;
mod machine;
mod memory;
mod orders;
mod peer;
mod reference;
mod same_bits;
mod searchers;
mod searching;
mod studies;
mod table;

use std::process::ExitCode;

/// One table or a few, under the name by which it is asked for.
struct Section {
    name: &'static str,
    /// Whether it is run where nobody names any.
    is_usual: bool,
    /// Prints it; the reason where what must hold does not.
    run: fn() -> Result<(), String>,
}

const SECTIONS: [Section; 13] = [
    Section { name: "reference", is_usual: true, run: reference::run },
    Section { name: "bare", is_usual: true, run: beside_bare::run },
    Section { name: "growth", is_usual: true, run: growth::run },
    Section { name: "drafts", is_usual: true, run: drafts::run },
    Section { name: "memory", is_usual: true, run: memory::run },
    Section { name: "imports", is_usual: true, run: imports::run },
    Section { name: "bombs", is_usual: true, run: imports::run_bombs },
    Section { name: "same-bits", is_usual: true, run: same_bits::run },
    Section { name: "searching", is_usual: true, run: searching::run },
    Section { name: "searchers", is_usual: false, run: searchers::run },
    Section { name: "studies", is_usual: false, run: studies::run },
    Section { name: "memory-large", is_usual: false, run: memory::run_large },
    Section { name: "accuracy", is_usual: false, run: accuracy::run },
];

fn main() -> ExitCode {
    // Cargo adds options of its own, such as `--bench`.
    let names: Vec<String> = std::env::args().skip(1).filter(|name| !name.starts_with('-')).collect();
    let known: Vec<&str> = SECTIONS.iter().map(|section| section.name).collect();
    if let Some(unknown) = names.iter().find(|name| !known.contains(&name.as_str())) {
        say(&format!("There is no section {unknown}. There are: {}.", known.join(", ")));
        return ExitCode::from(2);
    }
    machine::describe();
    let mut code = ExitCode::SUCCESS;
    let is_wanted = |section: &&Section| match names.as_slice() {
        [] => section.is_usual,
        names => names.iter().any(|name| name == section.name),
    };
    for section in SECTIONS.iter().filter(is_wanted) {
        say(&format!("\n== {} ==", section.name));
        if let Err(reason) = (section.run)() {
            say(&format!("FAILED: {reason}"));
            code = ExitCode::FAILURE;
        }
    }
    code
}

/// Prints a line.
fn say(line: &str) {
    println!("{line}");
}
