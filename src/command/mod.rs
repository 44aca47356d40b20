//! Every action there is, in one closed list.

mod aspect;
mod picture;

use egui::{Key, KeyboardShortcut, Modifiers};

use sortie_engine::forecast::Metric;

use crate::address::{PlanField, PlanPart};
use crate::disk::PendingExport;
use crate::text::Language;
use crate::theme::{GainColors, ThemeLook};

pub use aspect::Aspect;
pub use picture::ChartPicture;

/// A place on the rail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RailPlace {
    /// Cash and overhead.
    Business,
    /// The ways in which orders arrive.
    #[default]
    Channels,
    /// Closures and other blows.
    Happens,
    /// Strategies.
    Response,
    /// What is set beside one another.
    Scenarios,
}

impl RailPlace {
    /// Every place, from the top of the rail down.
    pub const ALL: [Self; 5] =
        [Self::Business, Self::Channels, Self::Happens, Self::Response, Self::Scenarios];

    /// Where a part of the plan is edited.
    pub const fn of(part: PlanPart) -> Self {
        match part {
            PlanPart::Plan
            | PlanPart::Cash
            | PlanPart::Demand
            | PlanPart::Seller
            | PlanPart::Rate(_)
            | PlanPart::Market(_) => Self::Business,
            PlanPart::Channel(_) => Self::Channels,
            PlanPart::Shock(_) | PlanPart::Diversion(..) | PlanPart::Adjustment(..) => Self::Happens,
            PlanPart::Strategy(_) | PlanPart::Mechanism(..) => Self::Response,
            PlanPart::Scenario(_) => Self::Scenarios,
        }
    }
}

/// Something the seller can ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Choose a sample plan to start from.
    New,
    /// Make a plan from seven numbers.
    QuickStart,
    /// Begin a plan from nothing.
    NewEmpty,
    /// Open the plan that was made from them.
    TakePrepared,
    /// Start from the sample plan with this place in the list.
    NewFrom(usize),
    /// Choose a file and open it.
    Open,
    /// Open this file.
    OpenPath(std::path::PathBuf),
    /// Go to the page for exports of shops.
    Import,
    /// Choose exports of shops.
    ChooseExports,
    /// Read these exports too.
    TakeExports(Vec<std::path::PathBuf>),
    /// Go to the page of what is handed to somebody.
    Report,
    /// Save where the plan came from.
    Save,
    /// Choose where to save.
    SaveAs,
    /// Save to this file; `may_replace` where the seller agreed to replace what stands there.
    SaveTo(std::path::PathBuf),
    /// Save a copy for somebody else, without names and notes.
    SaveNameless,
    /// See the plan as it was earlier: versions and backups.
    Earlier,
    /// See what the app keeps for itself, and delete it.
    Private,
    /// Make a report of trouble.
    Trouble,
    /// Read how something is done.
    Help,
    /// Be shown round the window.
    Tour,
    /// Choose a name and keep the plan as it is today, beside its file.
    KeepVersion,
    /// Keep it under this name; the day where it is empty.
    KeepAs(String),
    /// Draw this version beside the plan, or none.
    CompareWith(Option<std::path::PathBuf>),
    /// Enter the month that comes next of what really happened.
    EnterMonth,
    /// Hold what really happened against the plan.
    SeeActuals,
    /// Close the window.
    Close,
    /// End the program.
    Quit,
    /// Take back the last edit.
    Undo,
    /// Bring it again.
    Redo,
    /// Go to a place, or fold its editor where it is open already.
    GoTo(RailPlace),
    /// Fold or unfold the editor.
    Fold,
    /// Look at the answer from this side.
    See(Aspect),
    /// Show this figure in the chart.
    Show(Metric),
    /// Speak this language.
    Speak(Language),
    /// Look like this.
    Wear(ThemeLook),
    /// Show gains and losses in these colors.
    Color(GainColors),
    /// End the work on the full answer.
    Stop,
    /// End the work on the question that is looked at.
    StopStudy,
    /// Look for the best plan under the limits on the page of what to do.
    FindBest,
    /// End that search and take the best so far.
    StopBest,
    /// Choose a command by its name.
    Palette,
    /// Choose a part of the plan by its name.
    Find,
    /// Take a number or an item of the plan in hand.
    Take(PlanField),
    /// Look at a picture of a chart, to copy or save it.
    Look(ChartPicture),
    /// Write a picture or a table to a file.
    Export(PendingExport),
    /// Close what stands in front.
    Dismiss,
}

impl Command {
    /// The key of its words.
    pub fn label(&self) -> &'static str {
        match self {
            Self::New => "command.new",
            Self::NewFrom(_) => "command.new_from",
            Self::QuickStart => "command.quick_start",
            Self::NewEmpty => "command.new_empty",
            Self::TakePrepared => "command.take_prepared",
            Self::Open => "command.open",
            Self::OpenPath(_) => "command.open_recent",
            Self::Import => "command.import",
            Self::ChooseExports | Self::TakeExports(_) => "command.choose_exports",
            Self::Report => "command.report",
            Self::Save => "command.save",
            Self::SaveAs | Self::SaveTo(_) => "command.save_as",
            Self::SaveNameless => "command.save_nameless",
            Self::Earlier => "command.earlier",
            Self::Private => "command.private",
            Self::Trouble => "command.trouble",
            Self::Help => "command.help",
            Self::Tour => "command.tour",
            Self::KeepVersion | Self::KeepAs(_) => "command.keep_version",
            Self::CompareWith(_) => "command.compare_with",
            Self::EnterMonth => "command.enter_month",
            Self::SeeActuals => "command.see_actuals",
            Self::Close => "command.close",
            Self::Quit => "command.quit",
            Self::Undo => "command.undo",
            Self::Redo => "command.redo",
            Self::GoTo(RailPlace::Business) => "command.go_business",
            Self::GoTo(RailPlace::Channels) => "command.go_channels",
            Self::GoTo(RailPlace::Happens) => "command.go_happens",
            Self::GoTo(RailPlace::Response) => "command.go_response",
            Self::GoTo(RailPlace::Scenarios) => "command.go_scenarios",
            Self::Fold => "command.fold",
            Self::See(Aspect::WhatToDo) => "command.see_what_to_do",
            Self::See(Aspect::Verdict) => "command.see_verdict",
            Self::See(Aspect::Outlook) => "command.see_outlook",
            Self::See(Aspect::Channels) => "command.see_channels",
            Self::See(Aspect::Why) => "command.see_why",
            Self::See(Aspect::Cash) => "command.see_cash",
            Self::See(Aspect::HangsOn) => "command.see_hangs_on",
            Self::See(Aspect::Compare) => "command.see_compare",
            Self::Show(_) => "command.show",
            Self::Speak(_) => "command.speak",
            Self::Wear(ThemeLook::Light) => "command.wear_light",
            Self::Wear(ThemeLook::Dark) => "command.wear_dark",
            Self::Color(GainColors::Blue) => "command.gains_blue",
            Self::Color(GainColors::Red) => "command.gains_red",
            Self::Color(GainColors::Green) => "command.gains_green",
            Self::Stop => "command.stop",
            Self::StopStudy => "command.stop_study",
            Self::FindBest => "command.find_best",
            Self::StopBest => "command.stop_best",
            Self::Palette => "command.palette",
            Self::Find => "command.find",
            Self::Take(_) => "command.take",
            Self::Look(_) => "picture.offer",
            Self::Export(_) => "command.export",
            Self::Dismiss => "command.dismiss",
        }
    }

    /// The keys that ask for it, the first of them shown in menus.
    pub fn shortcuts(&self) -> Vec<KeyboardShortcut> {
        let ctrl = |key| KeyboardShortcut::new(Modifiers::COMMAND, key);
        let ctrl_shift = |key| KeyboardShortcut::new(Modifiers::COMMAND | Modifiers::SHIFT, key);
        let alt = |key| KeyboardShortcut::new(Modifiers::ALT, key);
        match self {
            Self::New => vec![ctrl(Key::N)],
            Self::Open => vec![ctrl(Key::O)],
            Self::Import => vec![ctrl(Key::I)],
            Self::Report => vec![ctrl(Key::P)],
            Self::Save => vec![ctrl(Key::S)],
            Self::SaveAs => vec![ctrl_shift(Key::S)],
            Self::Close => vec![ctrl(Key::W)],
            Self::Quit => vec![ctrl(Key::Q)],
            Self::Undo => vec![ctrl(Key::Z)],
            Self::Redo => vec![ctrl_shift(Key::Z), ctrl(Key::Y)],
            Self::Palette => vec![ctrl(Key::K)],
            Self::Find => vec![ctrl(Key::F)],
            Self::Help => vec![KeyboardShortcut::new(Modifiers::NONE, Key::F1)],
            Self::GoTo(RailPlace::Business) => vec![alt(Key::Num1)],
            Self::GoTo(RailPlace::Channels) => vec![alt(Key::Num2)],
            Self::GoTo(RailPlace::Happens) => vec![alt(Key::Num3)],
            Self::GoTo(RailPlace::Response) => vec![alt(Key::Num4)],
            Self::GoTo(RailPlace::Scenarios) => vec![alt(Key::Num5)],
            Self::See(aspect) => vec![ctrl(aspect_key(*aspect))],
            Self::Dismiss => vec![KeyboardShortcut::new(Modifiers::NONE, Key::Escape)],
            _ => vec![],
        }
    }

    /// The commands that have a shortcut; those with more modifiers first, since fewer would match them too.
    pub fn with_shortcuts() -> Vec<Self> {
        let files = [
            Self::SaveAs,
            Self::Redo,
            Self::New,
            Self::Open,
            Self::Import,
            Self::Report,
            Self::Save,
            Self::Close,
            Self::Quit,
            Self::Undo,
            Self::Palette,
            Self::Find,
            Self::Help,
        ];
        let places = RailPlace::ALL.map(Self::GoTo);
        let aspects = Aspect::ALL.map(Self::See);
        files.into_iter().chain(aspects).chain(places).chain([Self::Dismiss]).collect()
    }

    /// Whether it is about files or help, so that it holds while a page covers the plan.
    pub fn is_about_files(&self) -> bool {
        use Command::{Close, Help, Import, New, Open, Quit, Report, Save, SaveAs};
        matches!(self, New | Open | Import | Report | Save | SaveAs | Close | Quit | Help)
    }
}

/// The digit of a view: its place among the tabs.
fn aspect_key(aspect: Aspect) -> Key {
    match aspect {
        Aspect::WhatToDo => Key::Num1,
        Aspect::Verdict => Key::Num2,
        Aspect::Outlook => Key::Num3,
        Aspect::Channels => Key::Num4,
        Aspect::Why => Key::Num5,
        Aspect::Cash => Key::Num6,
        Aspect::HangsOn => Key::Num7,
        Aspect::Compare => Key::Num8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_commands_share_a_shortcut() {
        let all: Vec<_> = Command::with_shortcuts().iter().flat_map(Command::shortcuts).collect();
        for (idx, shortcut) in all.iter().enumerate() {
            assert!(!all[..idx].contains(shortcut), "{shortcut:?}");
        }
    }

    #[test]
    fn no_letter_or_digit_that_is_typed_is_a_command() {
        for shortcut in Command::with_shortcuts().iter().flat_map(Command::shortcuts) {
            let is_typed = !matches!(shortcut.logical_key, Key::Escape | Key::F1);
            assert!(shortcut.modifiers.any() || !is_typed, "{shortcut:?}");
        }
    }
}
