//! What is handed to somebody: a report, a workbook, slides, a calendar. One description of what is told, whatever file it
//! becomes; every figure from the functions that the window and the command line have theirs from.

mod agenda;
mod calendar;
mod figures;
mod file;
mod letters;
mod living;
mod mark;
mod order;
mod page;
mod part;
mod pdf;
mod pixels;
mod rows;
mod svg;
mod teller;
mod told;
mod waiting;
mod workbook;

pub use agenda::{AgendaItem, agenda};
pub use calendar::calendar;
pub use figures::{ReportFault, ReportFigures};
pub use file::{ChartName, ReportKind, report_file, report_name, report_preview};
pub use mark::MarkedPage;
pub use order::{PartName, ReportOrder, ReportPages, today};
pub use pixels::pixels;

use sha2::{Digest, Sha256};
use sortie_engine::plan::{Plan, write};

/// Letters of a plan's mark.
const MARK: usize = 12;

/// The mark of a plan: two plans with the same one are the same, letter by letter.
pub fn plan_mark(plan: &Plan) -> String {
    let bytes = write(plan).unwrap_or_default();
    let hash = Sha256::digest(&bytes);
    let all: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    all.chars().take(MARK).collect()
}
