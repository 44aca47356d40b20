//! What came of files that shops gave, in sentences: why one was not used, and what was wrong with a cell.

use sortie_engine::import::{
    CellFault, CellProblem, DoubtAnswer, FileNote, FileRefusal, ImportDoubt, ImportQuestion, NoExport,
    RowExclusion, UnknownWord,
};

use super::Words;
use super::fault::{megabytes, shown};

/// Names of columns are shown up to here, and so many of them: enough to recognize a file by.
const SHOWN_CHARS: usize = 40;
const SHOWN_COLUMNS: usize = 6;

impl Words {
    /// Why nothing of a file was used.
    pub fn refusal(&self, refusal: &FileRefusal) -> String {
        let limit_of = |key: &str, limit: u64| self.with(key, &[("limit", &megabytes(limit))]);
        match refusal {
            FileRefusal::Empty => self.get("import.refusal.empty").to_owned(),
            FileRefusal::TooLarge { bytes, limit } => self.with(
                "import.refusal.too_large",
                &[("size", &megabytes(*bytes)), ("limit", &megabytes(*limit))],
            ),
            FileRefusal::UnpackedTooLarge { limit } => limit_of("import.refusal.unpacked_too_large", *limit),
            FileRefusal::TooMuchWork => self.get("import.refusal.too_much_work").to_owned(),
            FileRefusal::TooManyRows { limit } => {
                self.with("import.refusal.too_many_rows", &[("limit", &limit.to_string())])
            }
            FileRefusal::TooManyColumns { row, limit } => self.with(
                "import.refusal.too_many_columns",
                &[("row", &row.to_string()), ("limit", &limit.to_string())],
            ),
            FileRefusal::CellTooLarge { row, column, limit } => self.with(
                "import.refusal.cell_too_large",
                &[
                    ("row", &row.to_string()),
                    ("column", &column.to_string()),
                    ("limit", &megabytes(*limit as u64)),
                ],
            ),
            FileRefusal::WrongKind(seeming) => self.get(seeming_key(*seeming)).to_owned(),
            FileRefusal::UnknownTable { columns } => {
                let columns: Vec<String> = columns
                    .iter()
                    .filter(|name| !name.is_empty())
                    .take(SHOWN_COLUMNS)
                    .map(|name| shown(name, SHOWN_CHARS))
                    .collect();
                self.with("import.refusal.unknown_table", &[("columns", &columns.join(", "))])
            }
            FileRefusal::MissingColumn { names } => {
                self.with("import.refusal.missing_column", &[("name", names.first().unwrap_or(&""))])
            }
            FileRefusal::Damaged => self.get("import.refusal.damaged").to_owned(),
            FileRefusal::Protected => self.get("import.refusal.protected").to_owned(),
            FileRefusal::DoesNotAddUp(test) => self.with(
                "import.refusal.does_not_add_up",
                &[
                    ("n", &test.failed.to_string()),
                    ("rows", &test.rows.to_string()),
                    ("row", &test.first_failed.unwrap_or_default().to_string()),
                ],
            ),
            FileRefusal::DamagedIds(fault) => self.at_cell("import.refusal.damaged_ids", fault),
            FileRefusal::MostlyUnreadable(fault) => {
                self.with("import.refusal.mostly_unreadable", &[("fault", &self.cell_fault(fault))])
            }
            FileRefusal::Unreadable => self.get("import.refusal.unreadable").to_owned(),
            FileRefusal::Changed => self.get("import.refusal.changed").to_owned(),
            FileRefusal::Stopped => self.get("import.refusal.stopped").to_owned(),
        }
    }

    /// What is wrong with a cell, with its place.
    pub fn cell_fault(&self, fault: &CellFault) -> String {
        let key = match fault.problem {
            CellProblem::NotANumber => "import.cell.not_a_number",
            CellProblem::TooLarge => "import.cell.too_large",
            CellProblem::NotADate => "import.cell.not_a_date",
            CellProblem::NotACurrency => "import.cell.not_a_currency",
            CellProblem::Missing => "import.cell.missing",
            CellProblem::DamagedId => "import.cell.damaged_id",
            CellProblem::LostLetter => "import.cell.lost_letter",
        };
        self.at_cell(key, fault)
    }

    fn at_cell(&self, key: &str, fault: &CellFault) -> String {
        let (column, text) = (shown(&fault.column, SHOWN_CHARS), shown(&fault.text, SHOWN_CHARS));
        self.with(key, &[("row", &fault.row.to_string()), ("column", &column), ("text", &text)])
    }

    /// What a seller should know of a file that was read.
    pub fn import_note(&self, note: &FileNote) -> String {
        let key = match note {
            FileNote::OddQuotes => "import.note.odd_quotes",
            FileNote::LostLetters => "import.note.lost_letters",
            FileNote::LostInCells => "import.note.lost_in_cells",
            FileNote::TableAgain => "import.note.table_again",
            FileNote::TotalOnEachRow => "import.note.total_on_each_row",
            FileNote::NoStatus => "import.note.no_status",
            FileNote::ColumnsByPlace => "import.note.columns_by_place",
            FileNote::SheetsLeftOut { sheets } => {
                let sheets = shown(sheets, 4 * SHOWN_CHARS);
                return self.with("import.note.sheets_left_out", &[("sheets", &sheets)]);
            }
            FileNote::DayOrMonth => "import.note.day_or_month",
            FileNote::PeriodOfName => "import.note.period_of_name",
            FileNote::NoPeriod => "import.note.no_period",
            FileNote::SpreadOverDays => "import.note.spread_over_days",
            FileNote::CurrencyOfMarket => "import.note.currency_of_market",
            FileNote::EmptySheets => "import.note.empty_sheets",
            FileNote::GuessedColumns => "import.note.guessed_columns",
            FileNote::SameContent { other } => {
                return self.with("import.note.same_content", &[("other", &shown(other, 2 * SHOWN_CHARS))]);
            }
            FileNote::SameVisits { other } => {
                return self.with("import.note.same_visits", &[("other", &shown(other, 2 * SHOWN_CHARS))]);
            }
        };
        self.get(key).to_owned()
    }

    /// What was made of a word for how orders stand that is not known, a sentence for each way.
    pub fn unknown_word(&self, word: &str, told: UnknownWord) -> Vec<String> {
        let word = shown(word, SHOWN_CHARS);
        let both = [("import.unknown_left_out", told.n_left_out), ("import.unknown_sold", told.n_sold)];
        let some = both.into_iter().filter(|(_, n)| *n > 0);
        some.map(|(key, n)| self.with(key, &[("word", &word), ("n", &n.to_string())])).collect()
    }

    /// What files leave open.
    pub fn doubt(&self, question: &ImportQuestion) -> String {
        let n = self.count(question.n as f64);
        let same = |key: &str, channel: &str, believed: &'static str, other: &'static str| {
            let shop = self.shop(channel);
            let known = [
                ("channel", shop.as_str()),
                ("believed", self.export_kind(believed)),
                ("other", self.export_kind(other)),
                ("n", &n),
            ];
            self.with(key, &known)
        };
        let of_files = |key: &str, believed: &str, other: &str| {
            let (believed, other) = (shown(believed, 2 * SHOWN_CHARS), shown(other, 2 * SHOWN_CHARS));
            self.with(key, &[("believed", &believed), ("other", &other), ("n", &n)])
        };
        match &question.doubt {
            ImportDoubt::SameSales { channel, believed, other } => {
                same("intake.same_sales", channel, believed, other)
            }
            ImportDoubt::SameCosts { channel, believed, other } => {
                same("intake.same_costs", channel, believed, other)
            }
            ImportDoubt::SameVisits { believed, other } => of_files("intake.same_visits", believed, other),
            ImportDoubt::SameCampaigns { believed, other } => {
                of_files("intake.same_campaigns", believed, other)
            }
            ImportDoubt::Mirror { channel } => {
                let key = if question.is_alone { "intake.mirror_alone" } else { "intake.mirror" };
                self.with(key, &[("channel", &self.shop(channel)), ("n", &n)])
            }
            ImportDoubt::SameNumbers { channel } => {
                self.with("intake.same_numbers", &[("channel", &self.shop(channel)), ("n", &n)])
            }
            ImportDoubt::HiddenSheet { file, sheet } => {
                let (file, sheet) = (shown(file, 2 * SHOWN_CHARS), shown(sheet, SHOWN_CHARS));
                self.with("intake.hidden_sheet", &[("file", &file), ("sheet", &sheet), ("n", &n)])
            }
        }
    }

    /// An answer to what files leave open.
    pub fn doubt_answer(&self, question: &ImportQuestion, answer: DoubtAnswer) -> &str {
        let is_sheet = matches!(question.doubt, ImportDoubt::HiddenSheet { .. });
        self.get(match answer {
            DoubtAnswer::CountOnce if question.is_alone => "intake.leave_to_shop",
            DoubtAnswer::CountBoth if question.is_alone => "intake.count_for_store",
            DoubtAnswer::CountOnce if is_sheet => "intake.leave_out",
            DoubtAnswer::CountBoth if is_sheet => "intake.count_too",
            DoubtAnswer::CountOnce => "intake.count_once",
            DoubtAnswer::CountBoth => "intake.count_both",
        })
    }

    /// What a kind of export is called.
    pub fn export_kind(&self, kind: &'static str) -> &'static str {
        self.find(&format!("export_kind.{}", kind.replace('.', "_"))).unwrap_or(kind)
    }

    /// Why a row was left out, in a few words.
    pub fn exclusion(&self, exclusion: RowExclusion) -> &str {
        self.of_item("exclusion", exclusion.word())
    }
}

fn seeming_key(seeming: NoExport) -> &'static str {
    match seeming {
        NoExport::Pdf => "import.seems.pdf",
        NoExport::Picture => "import.seems.picture",
        NoExport::OldWorkbook => "import.seems.old_workbook",
        NoExport::BinaryWorkbook => "import.seems.binary_workbook",
        NoExport::OfficeDocument => "import.seems.office_document",
        NoExport::WebPage => "import.seems.web_page",
        NoExport::Json => "import.seems.json",
        NoExport::Plan => "import.seems.plan",
        NoExport::OtherArchive => "import.seems.other_archive",
        NoExport::Binary => "import.seems.binary",
        NoExport::Prose => "import.seems.prose",
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Language, words};
    use super::*;

    #[test]
    fn a_damaged_number_of_an_order_is_told_with_its_place_and_what_to_do() {
        let fault = CellFault {
            row: 17,
            column: "Order ID".into(),
            text: "5.78E+17".into(),
            problem: CellProblem::DamagedId,
        };
        for language in Language::ALL {
            let told = words(language).refusal(&FileRefusal::DamagedIds(fault.clone()));
            assert!(told.contains("17") && told.contains("Order ID") && told.contains("5.78E+17"), "{told}");
            assert!(!told.contains('{'), "{told}");
        }
    }

    #[test]
    fn every_kind_of_export_has_a_name() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let dialects = folder.join("crates/sortie_engine/src/import/dialect").read_dir().unwrap();
        let mut n = 0;
        for entry in dialects {
            let mut reader = std::fs::File::open(entry.unwrap().path()).unwrap();
            let source = std::io::read_to_string(&mut reader).unwrap();
            for (_, rest) in
                source.match_indices("kind: \"").map(|(at, found)| (at, &source[at + found.len()..]))
            {
                let kind = rest.split('"').next().unwrap();
                let key = format!("export_kind.{}", kind.replace('.', "_"));
                assert!(Language::ALL.iter().all(|it| words(*it).find(&key).is_some()), "{kind}");
                n += 1;
            }
        }
        assert!(n >= 29, "{n} kinds");
    }
}
