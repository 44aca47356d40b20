//! `sortie sample`: the samples that come with the program, as plans of a month of one's own.

use std::process::ExitCode;
use std::time::SystemTime;

use sortie_engine::plan::write;

use super::{SampleOptions, UNUSABLE, say, say_to_person, spoken};
use crate::catalog::templates;
use crate::disk::save_plan;
use crate::start::month_of;

/// Lists the samples, or writes one of them: moved to its month with all that belongs to its story, while facts stay on their
/// dates.
pub fn sample(options: &SampleOptions) -> ExitCode {
    let Some(id) = &options.id else { return say::print(list().as_bytes()) };
    let Some(template) = templates().iter().find(|template| template.id == *id) else {
        let listed = list().trim_end().replace('\n', ", ");
        say_to_person(&spoken().with("cli.no_sample", &[("id", id), ("list", &listed)]));
        return ExitCode::from(UNUSABLE);
    };
    let start = options.start.unwrap_or_else(|| month_of(SystemTime::now()));
    let Some(plan) = template.plan(Some(start)) else { return ExitCode::from(UNUSABLE) };
    match &options.out {
        None => write(&plan).map_or(ExitCode::from(UNUSABLE), |bytes| say::print_json(&bytes)),
        Some(path) => match save_plan(path, &plan, None) {
            Ok(_) => ExitCode::SUCCESS,
            Err(fault) => {
                say_to_person(&spoken().save_fault(&fault, path));
                ExitCode::from(UNUSABLE)
            }
        },
    }
}

fn list() -> String {
    templates().iter().map(|template| format!("{}\n", template.id)).collect()
}
