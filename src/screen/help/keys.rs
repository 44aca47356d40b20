//! Every key of the window, by what it is for.

use egui::Ui;

use super::{heading_ui, pairs_ui};
use crate::command::{Aspect, Command, RailPlace};
use crate::desk::Desk;
use crate::edit::editor::card_title_ui;
use crate::text::Words;
use crate::theme::GAP;

/// The keys that no command of the menus has, with what they do.
const BY_HAND: [[&str; 2]; 5] = [
    ["help.key_arrows", "help.key_arrows_do"],
    ["help.key_tab", "help.key_tab_does"],
    ["help.key_enter", "help.key_enter_does"],
    ["help.key_escape", "help.key_escape_does"],
    ["help.key_chart", "help.key_chart_do"],
];

/// The groups of commands: a title, and what is in it.
fn groups() -> Vec<(&'static str, Vec<Command>)> {
    let files = [
        Command::New,
        Command::Open,
        Command::Import,
        Command::Save,
        Command::SaveAs,
        Command::Report,
        Command::Close,
        Command::Quit,
    ];
    let edits = [Command::Undo, Command::Redo, Command::Find, Command::Palette, Command::Help];
    vec![
        ("menu.file", files.to_vec()),
        ("menu.edit", edits.to_vec()),
        ("help.keys_views", Aspect::ALL.map(Command::See).to_vec()),
        ("help.keys_places", RailPlace::ALL.map(Command::GoTo).to_vec()),
    ]
}

/// All that is told of keys, to be searched.
pub(super) fn told(words: &Words) -> String {
    let commands = groups().into_iter().flat_map(|(_, commands)| commands);
    let names = commands.map(|command| format!("{} {}", words.get(command.label()), keys_of(&command)));
    let by_hand = BY_HAND.iter().flatten().map(|key| words.get(key).to_owned());
    names.chain(by_hand).chain([words.get("help.keys").to_owned()]).collect::<Vec<_>>().join(" ")
}

/// The keys of a command as they are shown.
fn keys_of(command: &Command) -> String {
    let is_mac = cfg!(target_os = "macos");
    let first = command.shortcuts().into_iter().next();
    first.map(|keys| keys.format(&egui::ModifierNames::NAMES, is_mac)).unwrap_or_default()
}

/// Shows all keys.
pub(super) fn keys_ui(ui: &mut Ui, desk: &Desk) {
    let words = desk.words;
    heading_ui(ui, desk, "help.keys");
    for (title, commands) in groups() {
        card_title_ui(ui, desk, words.get(title));
        let name = |command: &Command| words.get(command.label()).trim_end_matches('\u{2026}');
        let rows = commands.iter().map(|command| (keys_of(command), name(command)));
        pairs_ui(ui, desk, title, rows);
        ui.add_space(GAP);
    }
    card_title_ui(ui, desk, words.get("help.keys_hand"));
    let rows = BY_HAND.iter().map(|[keys, does]| (words.get(keys).to_owned(), words.get(does)));
    pairs_ui(ui, desk, "help.keys_hand", rows);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shortcut_of_the_window_is_told() {
        let told: Vec<Command> = groups().into_iter().flat_map(|(_, commands)| commands).collect();
        for command in Command::with_shortcuts() {
            assert!(told.contains(&command) || command == Command::Dismiss, "{command:?}");
        }
        assert!(told.iter().all(|command| !keys_of(command).is_empty()));
    }
}
