//! Tables of the answer as cells of a spreadsheet: on the clipboard, and as a file.

use egui::Context;
use sortie_engine::import::formula_free;

use crate::disk::PendingExport;
use crate::widget::grid::write_block;

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum CopiedCell {
    /// Words.
    Text(String),
    /// A number in full, which a spreadsheet goes on with; empty where it is not finite.
    Number(f64),
}

/// A table as it is handed on: raw numbers, not what the screen rounds them to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CopiedTable {
    /// What its file is called, without ending.
    pub name: String,
    /// The names of its columns.
    pub columns: Vec<String>,
    /// Its rows, with a cell for each column.
    pub rows: Vec<Vec<CopiedCell>>,
}

impl CopiedTable {
    /// Puts it on the clipboard: tabs between cells, a line for each row.
    pub fn copy(&self, ctx: &Context) {
        ctx.copy_text(write_block(&self.lines()));
    }

    /// Its file: commas between cells. A mark at its beginning tells Excel that it is UTF-8.
    pub fn export(&self) -> Option<PendingExport> {
        let mut table = csv::WriterBuilder::new().flexible(true).from_writer("\u{feff}".as_bytes().to_vec());
        for line in self.lines() {
            table.write_record(line.iter().map(|cell| formula_free(cell))).ok()?;
        }
        let bytes = table.into_inner().ok()?;
        Some(PendingExport { name: self.name.clone(), ending: "csv", bytes: bytes.into() })
    }

    fn lines(&self) -> Vec<Vec<String>> {
        let cell = |cell: &CopiedCell| match cell {
            CopiedCell::Text(text) => text.clone(),
            CopiedCell::Number(x) if x.is_finite() => x.to_string(),
            CopiedCell::Number(_) => String::new(),
        };
        let rows = self.rows.iter().map(|row| row.iter().map(cell).collect());
        std::iter::once(self.columns.clone()).chain(rows).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> CopiedTable {
        let text = |words: &str| CopiedCell::Text(words.to_owned());
        CopiedTable {
            name: "scenarios".to_owned(),
            columns: vec!["场景, 名称".to_owned(), "Profit".to_owned()],
            rows: vec![
                vec![text("=SUM(A1)"), CopiedCell::Number(-1_234.567_891_2)],
                vec![text("say \"so\"\nand go"), CopiedCell::Number(f64::NAN)],
            ],
        }
    }

    #[test]
    fn a_table_on_the_clipboard_has_tabs_raw_numbers_and_no_formula() {
        let ctx = Context::default();
        let output = ctx.run_ui(egui::RawInput::default(), |ui| table().copy(ui.ctx()));
        let copied = output.platform_output.commands.iter().find_map(|command| match command {
            egui::OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        });
        output.drop_without_applying_deltas();
        let expected = "场景, 名称\tProfit\n'=SUM(A1)\t-1234.5678912\n\"say \"\"so\"\"\nand go\"\t";
        assert_eq!(copied.as_deref(), Some(expected));
    }

    #[test]
    fn a_table_in_a_file_reads_back_cell_by_cell() {
        let file = table().export().unwrap();
        assert!(file.bytes.starts_with("\u{feff}".as_bytes()) && file.ending == "csv");
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&file.bytes[3..]);
        let rows: Vec<Vec<String>> =
            reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        let expected = [["场景, 名称", "Profit"], ["'=SUM(A1)", "-1234.5678912"], ["say \"so\"\nand go", ""]];
        assert_eq!(rows, expected);
    }
}
