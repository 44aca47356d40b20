//! Hidden sheets: copies of what a workbook shows, or what somebody has put away. What they add is asked about.

use std::collections::HashSet;
use std::sync::Arc;

use super::questions::{ImportDoubt, ImportQuestions};
use super::report::RowExclusion;
use super::{FileFindings, FileRead};

/// What makes rows the ones they are, wherever they stand.
fn identities(findings: &FileFindings) -> HashSet<(u64, Arc<str>)> {
    let orders = findings.orders.iter().map(|row| (row.order.key, row.order.channel.clone()));
    let entries = findings.entries.iter().map(|entry| (entry.identity, entry.channel.clone()));
    orders.chain(entries).collect()
}

/// Leaves out hidden sheets, unless the seller has said that they count. A seller is asked where they hold what no sheet
/// does that is shown.
pub(super) fn leave_out_hidden(reads: &mut [FileRead], questions: &mut ImportQuestions<'_>) {
    for at in 0..reads.len() {
        let Some(sheet) = reads[at].hidden_sheet.clone() else { continue };
        let file = reads[at].report.file.clone();
        let mut shown: HashSet<(u64, Arc<str>)> = HashSet::new();
        for other in reads.iter().filter(|read| read.hidden_sheet.is_none() && read.report.file == file) {
            shown.extend(identities(&other.findings));
        }
        let n_new = identities(&reads[at].findings).difference(&shown).count() as u64;
        let doubt = ImportDoubt::HiddenSheet { file, sheet };
        if n_new > 0 && !questions.counts_once(doubt, n_new) {
            continue;
        }
        let read = &mut reads[at];
        let why = if n_new > 0 { RowExclusion::HiddenSheet } else { RowExclusion::Duplicate };
        read.report.excluded.clear();
        read.report.excluded.insert(why, read.report.rows);
        read.report.unknown_words.clear();
        read.report.notes.clear();
        read.report.period = None;
        read.report.currencies.clear();
        read.findings = FileFindings::default();
    }
}
