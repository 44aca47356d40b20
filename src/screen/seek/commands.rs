//! Every command that can be asked for by its name.

use sortie_engine::forecast::Metric;

use super::FoundRow;
use crate::command::{Aspect, Command, RailPlace};
use crate::screen::new_plan::SampleOffer;
use crate::text::{Language, Words};
use crate::theme::{GainColors, ThemeLook};

/// The commands, each with its first shortcut; the samples to start from at the end.
pub fn command_rows(words: &Words, offers: &[SampleOffer]) -> Vec<FoundRow> {
    let plain = [
        Command::Undo,
        Command::Redo,
        Command::New,
        Command::QuickStart,
        Command::NewEmpty,
        Command::Open,
        Command::Import,
        Command::Report,
        Command::Save,
        Command::SaveAs,
        Command::KeepVersion,
        Command::Earlier,
        Command::SaveNameless,
        Command::Private,
        Command::Trouble,
        Command::EnterMonth,
        Command::SeeActuals,
        Command::FindBest,
        Command::Find,
        Command::Help,
        Command::Tour,
    ];
    let looks = [ThemeLook::Light, ThemeLook::Dark].map(Command::Wear);
    let ends = [Command::Close, Command::Quit];
    plain
        .into_iter()
        .chain(RailPlace::ALL.map(Command::GoTo))
        .chain(Aspect::ALL.map(Command::See))
        .chain([Command::Fold])
        .chain(Metric::ALL.map(Command::Show))
        .chain(looks)
        .chain(GainColors::ALL.map(Command::Color))
        .chain(Language::ALL.into_iter().map(Command::Speak))
        .chain((0..offers.len()).map(Command::NewFrom))
        .chain(ends)
        .map(|command| row(words, offers, command))
        .collect()
}

fn row(words: &Words, offers: &[SampleOffer], command: Command) -> FoundRow {
    let name = match &command {
        Command::Show(metric) => words.with("seek.show", &[("name", words.metric(*metric))]),
        Command::Speak(language) => words.with("seek.speak", &[("name", language.own_name())]),
        Command::NewFrom(idx) => {
            let name = offers.get(*idx).map_or("", |offer| words.ready(&offer.name));
            words.with("seek.new_from", &[("name", name)])
        }
        other => words.get(other.label()).trim_end_matches('\u{2026}').to_owned(),
    };
    let shortcut = command.shortcuts().first().map(|keys| {
        let is_mac = cfg!(target_os = "macos");
        keys.format(&egui::ModifierNames::NAMES, is_mac)
    });
    FoundRow { name, aside: shortcut.unwrap_or_default(), also: String::new(), command }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;

    #[test]
    fn every_command_with_a_shortcut_is_found_by_its_name() {
        let rows = command_rows(words(Language::English), &[]);
        for command in Command::with_shortcuts() {
            // These two are about what stands in front, where there are no other commands.
            if matches!(command, Command::Dismiss | Command::Palette) {
                continue;
            }
            assert!(rows.iter().any(|row| row.command == command && !row.aside.is_empty()), "{command:?}");
        }
    }

    /// Commands that are of no use by name: each is asked for where what it is about is seen.
    const ASKED_FOR_ELSEWHERE: [&str; 12] = [
        "command.new_from",
        "command.take_prepared",
        "command.open_recent",
        "command.choose_exports",
        "command.compare_with",
        "command.stop",
        "command.stop_study",
        "command.stop_best",
        "command.palette",
        "command.take",
        "command.export",
        "command.dismiss",
    ];

    #[test]
    fn every_command_is_found_by_its_name_or_asked_for_where_it_belongs() {
        let rows = command_rows(words(Language::English), &[]);
        let offered: Vec<&str> = rows.iter().map(|row| row.command.label()).collect();
        let keys = words(Language::English).keys();
        let commands: Vec<&&str> = keys.keys().filter(|key| key.starts_with("command.")).collect();
        assert!(commands.len() > offered.len() / 2, "commands have words");
        for key in commands {
            let places = (offered.contains(key), ASKED_FOR_ELSEWHERE.contains(key));
            assert!(matches!(places, (true, false) | (false, true)), "{key}: {places:?}");
        }
    }

    #[test]
    fn a_few_letters_of_some_words_are_enough() {
        let rows = command_rows(words(Language::English), &[]);
        let found: Vec<&str> =
            rows.iter().filter(|row| row.fits("sa as")).map(|row| row.name.as_str()).collect();
        assert_eq!(found, ["Save as"]);
    }
}
