//! The dispatcher of commands: every command, obeyed in one place.

mod best;
mod exports;
mod files;
mod imports;
mod recover;
mod versions;

use egui::Context;
use sortie_engine::plan::{ChannelKind, ShockKind};

use crate::address::{PlanField, PlanPart};
use crate::app::{App, FrontDialog, LeavingFor};
use crate::command::{Command, RailPlace};
use crate::disk::Expected;
use crate::document::Document;
use crate::edit::editor::id_of;
use crate::screen::picture::ShownPicture;
use crate::screen::quick_start::QuickStart;
use crate::screen::seek::{FindBox, FindScope};
use crate::start::{EmptyNames, empty_plan, month_of};
use crate::text::Language;
use crate::theme::{GainColors, ThemeLook};

/// A narrower window opens its editor over the answer.
const NARROW: f32 = 900.0;

impl App {
    /// Does what a command asks.
    pub fn obey(&mut self, ctx: &Context, command: Command) {
        log::info!(target: "sortie::step", "{}", command.label());
        match command {
            Command::New => self.sheet = Some(FrontDialog::NewPlan),
            Command::QuickStart => {
                let start = month_of(std::time::SystemTime::now()).plus(1);
                let draft = self.quick_draft.take();
                let page = draft
                    .or_else(|| QuickStart::new(self.home.currency_in(self.language), start).map(Box::new));
                self.sheet = page.map(FrontDialog::Quick);
            }
            Command::NewEmpty => self.begin_from_nothing(ctx),
            Command::TakePrepared => self.leave_for(ctx, LeavingFor::Prepared),
            Command::NewFrom(idx) => self.leave_for(ctx, LeavingFor::NewFrom(idx)),
            Command::Open => self.ask_open(),
            Command::OpenPath(path) => self.open(path),
            Command::Import => self.open_import(),
            Command::Report => self.open_report(),
            Command::ChooseExports => self.ask_exports(),
            Command::TakeExports(paths) => self.take_exports(paths),
            Command::Save => self.save(),
            Command::SaveAs => self.ask_save(),
            Command::SaveTo(path) => self.save_to(&path, Expected::default()),
            Command::SaveNameless => self.save_nameless(),
            Command::Earlier => self.see_earlier(),
            Command::Private => self.see_private(),
            Command::Trouble => self.report_trouble(ctx),
            Command::Help => self.turn_help(),
            Command::Tour => self.begin_tour(),
            Command::KeepVersion => self.ask_keep(),
            Command::KeepAs(name) => self.keep_as(&name),
            Command::CompareWith(path) => self.compare_with(path.as_deref()),
            Command::EnterMonth => self.enter_month(ctx),
            Command::SeeActuals => self.see_actuals(),
            Command::Close | Command::Quit => self.leave_for(ctx, LeavingFor::Close),
            Command::Undo | Command::Redo => self.step_back_or_forth(&command),
            Command::GoTo(place) => self.go_to(ctx, place),
            Command::Fold => self.fold(ctx),
            Command::See(aspect) => {
                self.uncover();
                self.view.aspect = aspect;
            }
            Command::Show(metric) => {
                self.view.chart.metric = metric;
                self.view.futures.asked = None;
            }
            Command::Speak(language) => self.speak(language),
            Command::Wear(look) => self.wear(look),
            Command::Color(gains) => self.color(gains),
            Command::Stop => self.answers.stop(&mut self.compute),
            Command::StopStudy => self.studies.stop(),
            Command::FindBest => self.find_best(),
            Command::StopBest => self.best.stop(),
            Command::Palette => self.sheet = Some(FrontDialog::Seek(FindBox::new(FindScope::Commands))),
            Command::Find => self.sheet = Some(FrontDialog::Seek(FindBox::new(FindScope::Plan))),
            Command::Take(field) => self.take_in_hand(field),
            Command::Look(picture) => {
                self.sheet = Some(FrontDialog::Picture(ShownPicture { picture, is_copied: false }));
            }
            Command::Export(export) => self.ask_export(export),
            Command::Dismiss => {
                self.notices.clear();
                self.view.forget_typing();
                self.view.chart.cursor = None;
                self.view.futures.asked = None;
                self.view.responses.is_gallery_open = false;
            }
        }
        ctx.request_repaint();
    }

    fn begin_from_nothing(&mut self, ctx: &Context) {
        let words = self.words();
        let names = EmptyNames {
            plan: words.get("quick.name"),
            market: words.get("business.new_market"),
            channel: words.channel_kind(ChannelKind::TiktokLink),
            closure: words.shock_kind(ShockKind::LinkClosure),
            open: words.get("quick.open"),
            no_response: words.get("quick.closed"),
            currency: self.home.currency_in(self.language),
        };
        self.prepared = Some(Document::untitled(empty_plan(&names, std::time::SystemTime::now())));
        self.prepared_for_best = None;
        self.leave_for(ctx, LeavingFor::Prepared);
    }

    /// What was typed and could not be used is forgotten with the plan it was typed into; where it was typed last, it is what
    /// is taken back.
    fn step_back_or_forth(&mut self, command: &Command) {
        if *command == Command::Undo && self.view.take_back_typing(self.document.revision()) {
            return;
        }
        self.view.forget_typing();
        match command {
            Command::Undo => self.document.undo(),
            _ => self.document.redo(),
        }
    }

    fn go_to(&mut self, ctx: &Context, place: RailPlace) {
        let is_there = self.view.place == place;
        if self.uncover() && is_there {
            return;
        }
        self.view.place = place;
        if is_narrow(ctx) {
            self.view.pane.is_open_in_narrow = !(is_there && self.view.pane.is_open_in_narrow);
        } else {
            self.view.pane.is_folded = is_there && !self.view.pane.is_folded;
        }
    }

    /// Opens the place of a number or an item and gives it the keyboard.
    fn take_in_hand(&mut self, field: PlanField) {
        self.view.place = RailPlace::of(field.part);
        match field.part {
            PlanPart::Channel(idx) => self.view.channels.idx = idx,
            PlanPart::Scenario(idx) => {
                self.view.chart.selected = self.document.plan().scenarios.get(idx).map(|it| it.id.clone());
            }
            _ => {}
        }
        (self.view.pane.is_folded, self.view.pane.is_open_in_narrow) = (false, true);
        if !matches!(field.part, PlanPart::Scenario(_)) {
            self.view.hand.field = field;
        }
        self.view.wanted_focus = Some(id_of(field));
    }

    fn fold(&mut self, ctx: &Context) {
        if is_narrow(ctx) {
            self.view.pane.is_open_in_narrow = !self.view.pane.is_open_in_narrow;
        } else {
            self.view.pane.is_folded = !self.view.pane.is_folded;
        }
    }

    fn speak(&mut self, language: Language) {
        self.language = language;
        self.settings.language = Some(language.code().to_owned());
        self.view.forget_typing();
        self.keep_settings();
    }

    fn wear(&mut self, look: ThemeLook) {
        self.look = look;
        self.settings.theme = Some(look.word().to_owned());
        self.keep_settings();
    }

    fn color(&mut self, gains: GainColors) {
        self.gains = gains;
        self.settings.gains = Some(gains.word().to_owned());
        self.keep_settings();
    }
}

fn is_narrow(ctx: &Context) -> bool {
    ctx.content_rect().width() < NARROW
}
