//! Everything there is to tell of one file.

use egui::{Label, RichText, Ui};
use sortie_engine::import::{FileReport, RowExclusion};

use super::columns::ToldColumns;
use super::own::OwnChannelsView;
use super::{ImportPage, ImportWish};
use crate::desk::Desk;
use crate::disk::PendingExport;
use crate::edit::editor::{caption_ui, card_title_ui};
use crate::intake::{FilesRead, can_be_sample, place_of};
use crate::theme::{GAP_LARGE, icon, icon_font, plain_font, type_size};
use crate::widget::button::link_button;

/// Cells that could not be read are told up to here.
const MAX_CELLS: usize = 5;
/// Columns that nobody reads are told up to here.
const MAX_COLUMNS: usize = 12;

/// A sentence about something that stood in the way.
pub fn told_ui(ui: &mut Ui, desk: &Desk, sentence: &str) {
    ui.horizontal_top(|ui| {
        let sign = RichText::new(icon::WARNING).font(icon_font(type_size::BODY)).color(desk.palette.shock);
        ui.add(Label::new(sign));
        let letters = RichText::new(sentence).font(plain_font(type_size::TABLE)).color(desk.palette.text);
        crate::widget::lines::wrapped(ui, letters);
    });
}

/// Why a file was not used, and what can be done about it.
pub fn refused_ui(
    ui: &mut Ui,
    desk: &Desk,
    page: &mut ImportPage,
    reading: &FilesRead,
    report: &FileReport,
    wishes: &mut Vec<ImportWish>,
) {
    let Some(refusal) = &report.refusal else { return };
    let what = desk.words.refusal(refusal);
    told_ui(ui, desk, &desk.words.with("import.file", &[("file", &report.file), ("what", &what)]));
    ways_ui(ui, desk, page, reading, report, wishes);
}

/// What can be done with a file.
fn ways_ui(
    ui: &mut Ui,
    desk: &Desk,
    page: &mut ImportPage,
    reading: &FilesRead,
    report: &FileReport,
    wishes: &mut Vec<ImportWish>,
) {
    let (words, file) = (desk.words, report.file.as_str());
    let seen = reading.glimpses.get(file);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = GAP_LARGE;
        let can_be_told = report.mapping.is_some() || report.kind.is_none() && can_be_sample(report);
        if let Some(seen) = seen.filter(|_| can_be_told)
            && link_button(ui, desk.palette, &words.with("intake.tell_columns", &[("name", file)])).clicked()
        {
            page.view.told = Some(ToldColumns::of(page.intake, report, seen));
        }
        if let Some(seen) = seen.filter(|_| report.kind.is_none() && can_be_sample(report))
            && link_button(ui, desk.palette, &words.with("intake.own_open", &[("name", file)])).clicked()
        {
            page.view.own = Some(OwnChannelsView::of(file, seen, &page.plan.currency));
        }
        if let Some(seen) = seen.filter(|_| can_be_sample(report))
            && link_button(ui, desk.palette, &words.with("intake.save_sample", &[("name", file)]))
                .on_hover_text(words.get("intake.save_sample_tip"))
                .clicked()
        {
            let bytes = seen.anonymized().into_bytes().into();
            let name = words.get("intake.sample_name").to_owned();
            wishes.push(ImportWish::Save(PendingExport { name, ending: "csv", bytes }));
        }
        // The file itself, or the archive that it is in.
        if let Some((path, _)) = place_of(page.intake.paths(), file)
            && link_button(ui, desk.palette, &words.with("intake.remove", &[("name", file)])).clicked()
        {
            wishes.push(ImportWish::Remove(path.clone()));
        }
    });
}

/// Everything else of a file that was used.
pub fn details_ui(
    ui: &mut Ui,
    desk: &Desk,
    page: &mut ImportPage,
    reading: &FilesRead,
    report: &FileReport,
    wishes: &mut Vec<ImportWish>,
) {
    if report.refusal.is_some() {
        return;
    }
    let words = desk.words;
    card_title_ui(ui, desk, &report.file);
    let line = |ui: &mut Ui, key: &str, what: &str| {
        let letters = RichText::new(words.with(key, &[("what", what)]));
        let letters = letters.font(plain_font(type_size::TABLE)).color(desk.palette.text);
        crate::widget::lines::wrapped(ui, letters);
    };
    for note in &report.notes {
        told_ui(ui, desk, &words.import_note(note));
    }
    let left_out = |(why, n): (&RowExclusion, &u64)| {
        let n = words.count(*n as f64);
        words.with("intake.some", &[("what", words.exclusion(*why)), ("n", &n)])
    };
    if !report.excluded.is_empty() {
        let all: Vec<String> = report.excluded.iter().map(left_out).collect();
        line(ui, "intake.details_left_out", &all.join(" · "));
    }
    let unknown = report.unknown_words.iter().flat_map(|(word, told)| {
        let both = [("intake.unknown_left", told.n_left_out), ("intake.unknown_sold", told.n_sold)];
        let some = both.into_iter().filter(|(_, n)| *n > 0);
        some.map(|(key, n)| words.with(key, &[("word", word), ("n", &words.count(n as f64))]))
    });
    let unknown: Vec<String> = unknown.take(MAX_COLUMNS).collect();
    if !unknown.is_empty() {
        line(ui, "intake.details_unknown", &unknown.join(" · "));
    }
    for fault in report.unreadable.iter().chain(&report.lost_letters).take(MAX_CELLS) {
        caption_ui(ui, desk, &words.cell_fault(fault));
    }
    let months: Vec<String> = report.complete_months.iter().map(|month| words.month(*month)).collect();
    line(ui, if months.is_empty() { "intake.no_whole" } else { "intake.details_whole" }, &months.join(" · "));
    if let Some(test) = report.self_test {
        let known = [("rows", words.count(test.rows as f64)), ("n", words.count(test.failed as f64))];
        let known = known.each_ref().map(|(name, text)| (*name, text.as_str()));
        let told = words.with(identity_key(test.name), &known);
        line(ui, "intake.details_check", &told);
    }
    let unclassified = report.unclassified.iter().map(|((called, currency), amount)| {
        let amount = f64::try_from(*amount).unwrap_or_default();
        words.with("intake.some", &[("what", called), ("n", &words.money_exact(amount, currency.code()))])
    });
    let unclassified: Vec<String> = unclassified.collect();
    if !unclassified.is_empty() {
        line(ui, "intake.details_unclassified", &unclassified.join(" · "));
    }
    if !report.unmapped.is_empty() {
        let mut names: Vec<&str> = report.unmapped.iter().take(MAX_COLUMNS).map(String::as_str).collect();
        if report.unmapped.len() > MAX_COLUMNS {
            names.push("…");
        }
        line(ui, "intake.details_unread", &names.join(" · "));
    }
    ways_ui(ui, desk, page, reading, report, wishes);
}

fn identity_key(name: sortie_engine::import::SumIdentity) -> &'static str {
    use sortie_engine::import::SumIdentity;
    match name {
        SumIdentity::ColumnsMakeTotal => "intake.test_columns",
        SumIdentity::TotalOfOrder => "intake.test_order",
        SumIdentity::NetAfterFee => "intake.test_net",
        SumIdentity::PartsMakeSettlement => "intake.test_parts",
        SumIdentity::RowsMakeTotal => "intake.test_rows",
        SumIdentity::PriceAfterDiscounts => "intake.test_price",
    }
}
