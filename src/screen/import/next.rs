//! Files that hold the next months of the plan's own channels: the one question about them, with its answer ready.

use egui::Ui;

use super::ImportPage;
use crate::desk::Desk;
use crate::edit::editor::{caption_ui, card_title_ui};
use crate::intake::{FilesRead, ImportChoice, NextMonths, ShopTarget};
use crate::widget::card::card_ui;
use crate::widget::chips::chip;

/// So many months are called by name.
const NAMED_MONTHS: usize = 3;

/// Asks what the months are for, where they are the next of channels that the plan has.
pub fn next_ui(ui: &mut Ui, desk: &Desk, page: &mut ImportPage, reading: &FilesRead) {
    let words = desk.words;
    let choice = &page.intake.choice;
    let is_adding = !choice.sets_numbers;
    let (Some(next), Some(found)) = (choice.next.clone(), &reading.fit) else { return };
    let into = found.channels.iter().zip(&choice.targets);
    let mut shops: Vec<&str> = into
        .filter_map(|(_, target)| match target {
            ShopTarget::Channel(idx) => Some(words.ready(&page.plan.channels.get(*idx)?.name)),
            ShopTarget::New => None,
        })
        .collect();
    shops.dedup();
    let name = words.ready(&page.plan.name);
    card_ui(ui, desk.palette, |ui| {
        card_title_ui(ui, desk, &words.with("intake.next", &[("name", name)]));
        if !next.fresh.is_empty() {
            let months = months_of(desk, &next.fresh);
            let told = [("months", months.as_str()), ("shops", &shops.join(" · "))];
            caption_ui(ui, desk, &words.with("intake.next_fresh", &told));
        }
        if !next.changed.is_empty() {
            let months = months_of(desk, &next.changed);
            caption_ui(ui, desk, &words.with("intake.next_changed", &[("months", &months)]));
        }
        ui.horizontal_wrapped(|ui| {
            let recommended = words.with("intake.recommended", &[("what", words.get("intake.next_add"))]);
            if chip(ui, desk.palette, &recommended, is_adding).clicked() && !is_adding {
                turn(page, ImportChoice::adding);
            }
            if chip(ui, desk.palette, words.get("intake.next_set"), !is_adding).clicked() && is_adding {
                turn(page, ImportChoice::setting);
            }
        });
        let key =
            if page.intake.choice.sets_numbers { "intake.next_set_told" } else { "intake.next_add_told" };
        caption_ui(ui, desk, words.get(key));
    });
}

fn turn(page: &mut ImportPage, answer: fn(ImportChoice) -> ImportChoice) {
    page.intake.choice = answer(std::mem::take(&mut page.intake.choice));
}

/// Months by name where they are few, or how many there are.
fn months_of(desk: &Desk, months: &[sortie_engine::unit::Month]) -> String {
    let words = desk.words;
    if months.len() > NAMED_MONTHS {
        return words.with("intake.n_months", &[("n", &words.count(months.len() as f64))]);
    }
    let named: Vec<String> = months.iter().map(|month| words.month(*month)).collect();
    named.join(words.get("intake.and"))
}

/// All months that are added, in words.
pub fn months_added(desk: &Desk, next: &NextMonths) -> String {
    let mut months: Vec<_> = next.fresh.iter().chain(&next.changed).copied().collect();
    months.sort_unstable();
    months.dedup();
    months_of(desk, &months)
}
