//! Reports of visits whose periods overlap: the sums of both would count the same visitors twice.

use super::findings::{FileFindings, UNDATED};
use super::questions::{ImportDoubt, ImportQuestions};
use super::report::{FileNote, ReportPeriod, RowExclusion};
use super::{FileRead, dialect};
use crate::ledger::month_of;

/// How much a report of visits tells: days before sums, sources before groups of channels, short periods before long.
fn worth(read: &FileRead, period: ReportPeriod) -> (bool, bool, std::cmp::Reverse<i32>) {
    let has_sources = read.findings.sources.iter().any(|source| !source.medium.is_empty());
    let days = (period.to - period.from).get_days();
    (!read.findings.is_summed, has_sources, std::cmp::Reverse(days))
}

/// Of reports of visits whose periods overlap, leaves out all but the one that tells most, unless the seller has said
/// that they are of different sites. Reports that tell every day can be merged day by day, and are.
pub(super) fn leave_out_overlaps(reads: &mut [FileRead], questions: &mut ImportQuestions<'_>) {
    let mut reports: Vec<(usize, ReportPeriod)> = vec![];
    for (idx, read) in reads.iter().enumerate() {
        let is_of_visits = read.report.kind == Some(dialect::VISITS);
        let has_days = |period: &ReportPeriod| period.from != UNDATED;
        if let Some(period) = read.findings.period.filter(|period| is_of_visits && has_days(period)) {
            reports.push((idx, period));
        }
    }
    reports.sort_by_key(|(idx, period)| std::cmp::Reverse((worth(&reads[*idx], *period), usize::MAX - idx)));
    let mut kept: Vec<(usize, ReportPeriod)> = vec![];
    for (idx, period) in reports {
        let overlapping = kept.iter().find(|(other, theirs)| {
            let is_summed = reads[idx].findings.is_summed || reads[*other].findings.is_summed;
            is_summed && period.from <= theirs.to && theirs.from <= period.to
        });
        let Some((other, theirs)) = overlapping.copied() else {
            kept.push((idx, period));
            continue;
        };
        let (believed, left_out) = (reads[other].report.file.clone(), reads[idx].report.file.clone());
        let (from, to) = (period.from.max(theirs.from), period.to.min(theirs.to));
        let n_months = month_of(to).since(month_of(from)).unsigned_abs() + 1;
        let doubt = ImportDoubt::SameVisits { believed: believed.clone(), other: left_out };
        if questions.counts_once(doubt, u64::from(n_months)) {
            let report = &mut reads[idx].report;
            report.excluded.clear();
            report.excluded.insert(RowExclusion::Duplicate, report.rows);
            report.notes.push(FileNote::SameVisits { other: believed });
            reads[idx].findings = FileFindings::default();
        } else {
            kept.push((idx, period));
        }
    }
}
