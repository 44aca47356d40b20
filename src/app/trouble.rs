//! A report of trouble: what a builder of the program needs to know, in one file that a seller can look through and send. No
//! plan, number, name or path is in it.

use egui::Context;

use super::App;
use super::errand::ErrandKind;
use crate::command::Command;
use crate::disk::{PendingExport, recent_log};
use crate::text::{Words, nameless_line};

/// What is known of the machine.
struct TroubleFacts {
    system: String,
    screen: String,
    language: &'static str,
}

impl App {
    /// Makes a report of trouble and asks where to put it.
    pub(super) fn report_trouble(&mut self, ctx: &Context) {
        let words = self.words();
        let facts = TroubleFacts {
            system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            screen: screen_of(ctx),
            language: self.language.code(),
        };
        // What is asked for just now is on its way to the file.
        log::logger().flush();
        self.send(ErrandKind::Other, move |disk| {
            let text = report(words, &facts, &recent_log(disk));
            let name = words.get("trouble.name").to_owned();
            let export = PendingExport { name, ending: "txt", bytes: text.into_bytes().into() };
            Box::new(move |app, ctx| app.obey(ctx, Command::Export(export)))
        });
    }
}

fn screen_of(ctx: &Context) -> String {
    let side = |size: egui::Vec2| format!("{:.0} x {:.0}", size.x, size.y);
    let (monitor, scale) = ctx.input(|input| (input.viewport().monitor_size, input.pixels_per_point()));
    let monitor = monitor.map_or_else(|| "?".to_owned(), side);
    format!("{monitor}, {} in the window, {scale:.2} dots per point", side(ctx.content_rect().size()))
}

fn report(words: &Words, facts: &TroubleFacts, log: &[String]) -> String {
    let TroubleFacts { system, screen, language } = facts;
    let user =
        ["USERNAME", "USER", "COMPUTERNAME", "HOSTNAME"].map(|name| std::env::var(name).unwrap_or_default());
    let mut lines = vec![
        words.get("trouble.title").to_owned(),
        words.get("trouble.explained").to_owned(),
        String::new(),
        words.with("trouble.version", &[("version", env!("CARGO_PKG_VERSION"))]),
        words.with("trouble.system", &[("system", system)]),
        words.with("trouble.screen", &[("screen", screen)]),
        words.with("trouble.language", &[("language", language)]),
        String::new(),
        words.get(if log.is_empty() { "trouble.nothing" } else { "trouble.log" }).to_owned(),
    ];
    lines.extend(log.iter().map(|line| nameless_line(line, &user)));
    // Readers of text on Windows want it so, and all others take it.
    lines.join("\r\n") + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Language, words};

    #[test]
    fn a_report_tells_the_system_and_what_happened_and_no_name() {
        let facts =
            TroubleFacts { system: "windows x86_64".to_owned(), screen: "?".to_owned(), language: "zh-Hans" };
        let log = [
            "2026-11-29 10:00:00Z INFO sortie::step: command.save",
            "WARN x: no file C:\\Users\\li\\shop.sortie",
        ];
        for language in Language::ALL {
            let told = report(words(language), &facts, &log.map(str::to_owned));
            assert!(told.contains(env!("CARGO_PKG_VERSION")) && told.contains("windows x86_64"), "{told}");
            assert!(told.contains("10:00:00Z INFO sortie::step: command.save"), "{told}");
            assert!(!told.contains("shop") && !told.contains("Users"), "{told}");
            assert!(report(words(language), &facts, &[]).contains(words(language).get("trouble.nothing")));
        }
    }
}
