//! The files: what each is and how sure, what was read of it, and what was left out.

use egui::{Id, Ui};
use sortie_engine::import::FileReport;
use sortie_engine::ledger::Currency;

use super::{ImportPage, ImportWish, details};
use crate::desk::Desk;
use crate::edit::editor::{caption_ui, card_title_ui};
use crate::intake::FilesRead;
use crate::widget::card::card_ui;
use crate::widget::table::{FigureTable, TableCell, TableColumn, TableRow, TableTouch};

/// The least room for the names of files.
const NAMES: f32 = 190.0;

/// Shows the files, and the details of one.
pub fn files_ui(
    ui: &mut Ui,
    desk: &mut Desk,
    page: &mut ImportPage,
    reading: &FilesRead,
    wishes: &mut Vec<ImportWish>,
) {
    let words = desk.words;
    card_ui(ui, desk.palette, |ui| {
        card_title_ui(ui, desk, words.get("intake.files"));
        for (path, fault) in &reading.faults {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let label = words.with("intake.remove", &[("name", &name)]);
            details::told_ui(ui, desk, &words.open_fault(fault, path));
            if crate::widget::button::link_button(ui, desk.palette, &label).clicked() {
                wishes.push(ImportWish::Remove(path.clone()));
            }
        }
        let reports = &reading.import.files;
        if reports.is_empty() {
            return;
        }
        let rows: Vec<TableRow> = reports.iter().map(|report| row(desk, page, report)).collect();
        let columns = columns(desk);
        let table = FigureTable {
            id: Id::unique("import files"),
            names: words.get("intake.file"),
            name_width: NAMES,
            columns: &columns,
            rows: &rows,
            is_choice: true,
        };
        if let Some(TableTouch::Row(idx) | TableTouch::Cell(idx, _)) = table.show(ui, desk.palette) {
            let name = &reports[idx].file;
            let is_shown = page.view.file.as_ref() == Some(name);
            page.view.file = (!is_shown).then(|| name.clone());
        }
        ui.add_space(6.0);
        ui.spacing_mut().item_spacing.y = 6.0;
        for report in reports.iter().filter(|report| report.refusal.is_some()) {
            details::refused_ui(ui, desk, page, reading, report, wishes);
        }
        match reports.iter().find(|report| Some(&report.file) == page.view.file.as_ref()) {
            Some(report) => details::details_ui(ui, desk, page, reading, report, wishes),
            None => caption_ui(ui, desk, words.get("intake.files_hint")),
        }
    });
}

fn columns(desk: &Desk) -> Vec<TableColumn> {
    let words = desk.words;
    let column = |title: &str, tip: &str, width, need| TableColumn {
        title: title.to_owned(),
        explained: tip.to_owned(),
        width,
        need,
    };
    vec![
        column(words.get("intake.kind"), words.get("intake.kind_tip"), 190.0, 0),
        column(words.get("intake.sure"), words.get("intake.sure_tip"), 84.0, 5),
        column(words.get("intake.rows"), words.get("intake.rows_tip"), 72.0, 4),
        column(words.get("intake.used"), words.get("intake.used_tip"), 72.0, 1),
        column(words.get("intake.left_out"), words.get("intake.left_out_tip"), 72.0, 2),
        column(words.get("intake.currency"), words.get("intake.currency_tip"), 72.0, 6),
        column(words.get("intake.period"), words.get("intake.period_tip"), 166.0, 7),
        column(words.get("intake.whole"), words.get("intake.whole_tip"), 72.0, 3),
        column(words.get("intake.check"), words.get("intake.check_tip"), 96.0, 8),
    ]
}

fn row(desk: &Desk, page: &ImportPage, report: &FileReport) -> TableRow {
    let words = desk.words;
    let n = |x: u64| TableCell { text: words.count(x as f64), full: x.to_string(), ..TableCell::default() };
    let plain = |text: String| TableCell::plain(text);
    let shock = desk.palette.as_text(desk.palette.shock);
    let kind = match report.kind {
        Some(kind) => plain(words.export_kind(kind).to_owned()),
        None => TableCell {
            text: words.get("intake.unknown").to_owned(),
            color: Some(shock),
            ..TableCell::default()
        },
    };
    let is_used = report.refusal.is_none();
    let figure = |cell: TableCell| if is_used { cell } else { TableCell::default() };
    let sure = match report.kind {
        Some("table") => words.get("intake.guessed").to_owned(),
        _ => words.share((report.confidence * 100.0).round() / 100.0),
    };
    let sure = if report.mapping.as_ref().is_some_and(|mapping| mapping.is_said) {
        words.get("intake.said").to_owned()
    } else {
        sure
    };
    let currencies: Vec<&str> = report.currencies.iter().map(Currency::code).collect();
    let period = report.period.map_or_else(String::new, |it| {
        words.with("intake.from_to", &[("from", &it.from.to_string()), ("to", &it.to.to_string())])
    });
    let check = report.self_test.map_or_else(TableCell::default, |test| {
        let is_good = test.failed == 0;
        let key = if is_good { "intake.check_good" } else { "intake.check_bad" };
        let text = words.with(key, &[("n", &words.count(test.failed as f64))]);
        TableCell { text, color: (!is_good).then_some(shock), ..TableCell::default() }
    });
    let left_out = report.rows - report.used();
    let cells = vec![
        kind,
        figure(plain(sure)),
        figure(n(report.rows)),
        figure(n(report.used())),
        figure(n(left_out)),
        figure(plain(currencies.join(" "))),
        figure(plain(period)),
        figure(n(report.complete_months.len() as u64)),
        figure(check),
    ];
    let is_selected = page.view.file.as_ref() == Some(&report.file);
    TableRow { name: report.file.clone(), dot: None, cells, is_selected, is_part: false }
}
