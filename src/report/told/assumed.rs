//! What is assumed, and what is not known.

use crate::report::part::{ReportBlock, ReportRow, ReportTable};
use crate::report::teller::ReportTeller;
use crate::text::quiet;

impl ReportTeller<'_> {
    /// How many numbers are how well known, and what the model leaves out.
    pub(in crate::report) fn assumed_blocks(&self) -> Vec<ReportBlock> {
        let mut blocks = vec![ReportBlock::Table(self.sureness_table())];
        for key in
            ["report.unknown_reaction", "report.unknown_rules", "report.unknown_tax", "report.unknown_ranges"]
        {
            blocks.push(self.say(key, &[]));
        }
        let notes = quiet(self.words.ready(self.plan().notes.trim())).into_owned();
        if !notes.is_empty() {
            blocks.push(self.note("report.plan_notes", &[("notes", &notes)]));
        }
        blocks
    }

    /// How many guesses have which grade.
    fn sureness_table(&self) -> ReportTable {
        let (plan, words) = (self.plan(), self.words);
        let mut counts = [0_usize; 5];
        for place in 0..self.figures.guesses.len() {
            let Some(field) = self.figures.field_of(place) else { continue };
            let at = match field.grade(plan) {
                Some('A') => 0,
                Some('B') => 1,
                Some(_) => 2,
                None if field.source(plan, words, None).is_some() => 3,
                None => 4,
            };
            counts[at] += 1;
        }
        let names = [
            words.grade('A').to_owned(),
            words.grade('B').to_owned(),
            words.grade('C').to_owned(),
            words.get("report.grade_own").to_owned(),
            words.get("report.no_source").to_owned(),
        ];
        let signs = ["A", "B", "C", "", ""];
        let rows = names.into_iter().zip(signs).zip(counts).filter(|(_, n)| *n > 0);
        ReportTable {
            title: words.get("report.sureness").to_owned(),
            columns: ["report.column_grade", "report.column_meaning", "report.column_n_guesses"]
                .map(|key| words.get(key).to_owned())
                .to_vec(),
            shares: vec![0.7, 5.0, 1.2],
            rows: rows
                .map(|((name, sign), n)| ReportRow::plain(vec![sign.to_owned(), name, n.to_string()]))
                .collect(),
            note: String::new(),
            n_words: 2,
        }
    }
}
