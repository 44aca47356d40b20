//! The bar at the top: the menus, the plan's name, and how the window speaks and looks.

use std::path::PathBuf;

use egui::{Align, Align2, Button, Layout, Rect, RichText, Ui, vec2};

use crate::command::{Aspect, Command, RailPlace};
use crate::desk::Desk;
use crate::document::Document;
use crate::text::Language;
use crate::theme::{GainColors, ThemeLook, icon, plain_font, strong_font, type_size};
use crate::widget::button::{icon_button, main_button};
use crate::widget::{elided_galley, focus_ring};

/// The height of the bar.
pub const HEIGHT: f32 = 44.0;

/// What the bar tells besides the words.
pub struct TopBar<'a> {
    /// The open plan.
    pub document: &'a Document,
    /// The files opened last.
    pub recent: &'a [PathBuf],
    /// The names of the sample plans.
    pub templates: &'a [String],
    /// How the window looks.
    pub look: ThemeLook,
    /// The colors of gains and losses.
    pub gains: GainColors,
    /// What the window speaks.
    pub language: Language,
    /// What there is to say about the plan's file, beside its name.
    pub mark: &'a str,
}

/// Shows the bar.
pub fn top_bar_ui(ui: &mut Ui, desk: &mut Desk, bar: &TopBar) {
    let rect = ui.max_rect();
    let mut left = 0.0;
    let mut right = 0.0;
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        mark_ui(ui, desk, rect.width() >= 760.0);
        menus_ui(ui, desk, bar);
        left = ui.min_rect().right();
        right = ui
            .with_layout(Layout::right_to_left(Align::Center), |ui| {
                ends_ui(ui, desk, bar);
                ui.min_rect().left()
            })
            .inner;
    });
    name_ui(ui, desk, bar, rect, left + 12.0, right - 12.0);
}

fn mark_ui(ui: &mut Ui, desk: &Desk, has_word: bool) {
    let (rect, _) = ui.allocate_exact_size(vec2(18.0, 18.0), egui::Sense::hover());
    let points = vec![
        rect.center_top() + vec2(0.0, 2.0),
        rect.right_bottom() - vec2(1.0, 2.0),
        rect.left_bottom() + vec2(1.0, -2.0),
    ];
    ui.painter().add(egui::Shape::convex_polygon(points, desk.palette.accent, egui::Stroke::NONE));
    if has_word {
        ui.label(RichText::new(desk.words.get("top.logo")).font(strong_font(16.0)).color(desk.palette.text));
    }
    ui.add_space(8.0);
}

fn menus_ui(ui: &mut Ui, desk: &mut Desk, bar: &TopBar) {
    let words = desk.words;
    menu_ui(ui, desk, words.get("menu.file"), |ui, desk| file_menu_ui(ui, desk, bar));
    menu_ui(ui, desk, words.get("menu.edit"), |ui, desk| {
        item_ui(ui, desk, Command::Undo, bar.document.can_undo());
        item_ui(ui, desk, Command::Redo, bar.document.can_redo());
        ui.separator();
        item_ui(ui, desk, Command::Find, true);
        item_ui(ui, desk, Command::Palette, true);
    });
    menu_ui(ui, desk, words.get("menu.view"), |ui, desk| {
        for aspect in Aspect::ALL {
            item_ui(ui, desk, Command::See(aspect), true);
        }
        ui.separator();
        for place in RailPlace::ALL {
            item_ui(ui, desk, Command::GoTo(place), true);
        }
        item_ui(ui, desk, Command::Fold, true);
        ui.separator();
        for aspect in Aspect::ALL {
            item_ui(ui, desk, Command::See(aspect), true);
        }
        ui.separator();
        let other = if bar.look == ThemeLook::Light { ThemeLook::Dark } else { ThemeLook::Light };
        item_ui(ui, desk, Command::Wear(other), true);
        for gains in GainColors::ALL.into_iter().filter(|gains| *gains != bar.gains) {
            item_ui(ui, desk, Command::Color(gains), true);
        }
    });
    menu_ui(ui, desk, words.get("menu.help"), help_ui);
}

fn menu_ui(ui: &mut Ui, desk: &mut Desk, title: &str, items: impl FnOnce(&mut Ui, &mut Desk)) {
    let letters = RichText::new(title).font(plain_font(type_size::BODY)).color(desk.palette.dim);
    let response = ui.add(Button::new(letters).frame_when_inactive(false));
    focus_ring(ui, &response, desk.palette.accent);
    egui::Popup::menu(&response).gap(4.0).show(|ui| {
        ui.set_min_width(220.0);
        items(ui, desk);
    });
}

fn item_ui(ui: &mut Ui, desk: &mut Desk, command: Command, is_enabled: bool) {
    let label = desk.words.get(command.label());
    let shortcut = command.shortcuts().first().map(|shortcut| ui.ctx().format_shortcut(shortcut));
    let keys = RichText::new(shortcut.unwrap_or_default())
        .font(plain_font(type_size::CAPTION))
        .color(desk.palette.dim);
    if ui.add_enabled(is_enabled, Button::new(label).shortcut_text(keys)).clicked() {
        desk.commands.push(command);
    }
}

fn file_menu_ui(ui: &mut Ui, desk: &mut Desk, bar: &TopBar) {
    let words = desk.words;
    item_ui(ui, desk, Command::QuickStart, true);
    item_ui(ui, desk, Command::New, true);
    item_ui(ui, desk, Command::NewEmpty, true);
    ui.menu_button(words.get("menu.new_from"), |ui| {
        for (idx, name) in bar.templates.iter().enumerate() {
            if ui.button(words.ready(name)).clicked() {
                desk.commands.push(Command::NewFrom(idx));
            }
        }
    });
    item_ui(ui, desk, Command::Open, true);
    if !bar.recent.is_empty() {
        ui.menu_button(words.get("menu.recent"), |ui| {
            for path in bar.recent {
                let name =
                    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
                if ui.button(name).on_hover_text(path.display().to_string()).clicked() {
                    desk.commands.push(Command::OpenPath(path.clone()));
                }
            }
        });
    }
    item_ui(ui, desk, Command::Import, true);
    ui.separator();
    item_ui(ui, desk, Command::Save, true);
    item_ui(ui, desk, Command::SaveAs, true);
    item_ui(ui, desk, Command::Report, true);
    item_ui(ui, desk, Command::KeepVersion, true);
    if !desk.view.versions.kept.is_empty() {
        ui.menu_button(words.get("menu.versions"), |ui| {
            for version in desk.view.versions.kept.clone() {
                let path = version.path.display().to_string();
                if ui.button(&version.name).on_hover_text(path).clicked() {
                    desk.commands.push(Command::OpenPath(version.path));
                }
            }
        });
    }
    item_ui(ui, desk, Command::Earlier, bar.document.path().is_some());
    item_ui(ui, desk, Command::SaveNameless, true);
    item_ui(ui, desk, Command::Private, true);
    ui.separator();
    item_ui(ui, desk, Command::Close, true);
    item_ui(ui, desk, Command::Quit, true);
}

/// The ways to help, and which version this is.
fn help_ui(ui: &mut Ui, desk: &mut Desk) {
    item_ui(ui, desk, Command::Help, true);
    item_ui(ui, desk, Command::Tour, true);
    item_ui(ui, desk, Command::Trouble, true);
    ui.separator();
    let version = desk.words.with("help.version", &[("version", env!("CARGO_PKG_VERSION"))]);
    crate::edit::editor::caption_ui(ui, desk, &version);
}

/// From the right: look, language, currency, redo, undo.
fn ends_ui(ui: &mut Ui, desk: &mut Desk, bar: &TopBar) {
    let (sign, other) = if bar.look == ThemeLook::Light {
        (icon::MOON, ThemeLook::Dark)
    } else {
        (icon::SUN, ThemeLook::Light)
    };
    let wear = Command::Wear(other);
    if icon_button(ui, desk.palette, sign, desk.words.get(wear.label()), true).clicked() {
        desk.commands.push(wear);
    }
    language_ui(ui, desk, bar.language);
    let currency = RichText::new(&bar.document.plan().currency)
        .font(plain_font(type_size::TABLE))
        .color(desk.palette.dim);
    ui.add_space(4.0);
    let label = desk.words.get("top.currency");
    let button = ui.add(Button::new(currency).frame_when_inactive(false));
    button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, label));
    focus_ring(ui, &button, desk.palette.accent);
    if button.on_hover_text(label).clicked() {
        desk.view.place = RailPlace::Business;
        (desk.view.pane.is_folded, desk.view.pane.is_open_in_narrow) = (false, true);
        desk.view.is_currency_sought = true;
    }
    ui.add_space(8.0);
    typos_ui(ui, desk);
    if bar.document.is_saved() && bar.document.path().is_none() && ui.available_width() > 420.0 {
        let words = desk.words.get(Command::QuickStart.label());
        if main_button(ui, desk.palette, words).clicked() {
            desk.commands.push(Command::QuickStart);
        }
    }
    if ui.available_width() > ROOM_TO_FIND {
        find_ui(ui, desk);
    }
    for (sign, command, is_enabled) in [
        (icon::REDO, Command::Redo, bar.document.can_redo()),
        (icon::UNDO, Command::Undo, bar.document.can_undo()),
    ] {
        if icon_button(ui, desk.palette, sign, desk.words.get(command.label()), is_enabled).clicked() {
            desk.commands.push(command);
        }
    }
}

/// The room in which the plan's name still stands beside the button for the palette.
const ROOM_TO_FIND: f32 = 560.0;

/// The way to every command.
fn find_ui(ui: &mut Ui, desk: &mut Desk) {
    let words = desk.words.get("top.find");
    let keys = Command::Palette.shortcuts().first().map(|keys| ui.ctx().format_shortcut(keys));
    let shown = format!("{words}  {}", keys.unwrap_or_default());
    let letters = RichText::new(shown).font(plain_font(type_size::TABLE)).color(desk.palette.dim);
    let response = ui.add(Button::new(letters));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, words));
    focus_ring(ui, &response, desk.palette.accent);
    if response.clicked() {
        desk.commands.push(Command::Palette);
    }
}

/// What was typed and could not be used, in one place; nothing where there is none.
fn typos_ui(ui: &mut Ui, desk: &mut Desk) {
    if desk.view.faults.is_empty() {
        return;
    }
    let words = desk.words;
    let color = desk.palette.as_text(desk.palette.shock);
    let told = words.with("typos.some", &[("n", &desk.view.faults.len().to_string())]);
    let letters = RichText::new(told).font(plain_font(type_size::TABLE)).color(color);
    let response = ui.add(Button::new(letters).fill(desk.palette.shock_wash));
    focus_ring(ui, &response, desk.palette.accent);
    egui::Popup::menu(&response).gap(4.0).show(|ui| {
        ui.set_width(340.0);
        crate::edit::editor::card_title_ui(ui, desk, words.get("typos.title"));
        crate::edit::editor::caption_ui(ui, desk, words.get("typos.explained"));
        let typos: Vec<_> = desk.view.faults.values().cloned().collect();
        for typo in typos {
            ui.separator();
            let place = words.get(super::rail::name(typo.place));
            if typo.name.is_empty() {
                ui.label(place);
            } else {
                let known = [("name", typo.name.as_str()), ("text", typo.text.as_str())];
                ui.label(words.with("typos.field", &known));
                crate::edit::editor::caption_ui(ui, desk, place);
            }
            crate::edit::editor::caption_ui(ui, desk, &typo.right);
            if ui.button(words.get("typos.go")).clicked() {
                desk.view.go_to_typo(&typo);
            }
        }
        ui.separator();
        if ui.button(words.get("typos.forget")).clicked() {
            desk.view.faults.clear();
        }
    });
}

fn language_ui(ui: &mut Ui, desk: &mut Desk, language: Language) {
    let letters =
        RichText::new(language.own_name()).font(plain_font(type_size::TABLE)).color(desk.palette.dim);
    let response = ui.add(Button::new(letters).frame_when_inactive(false));
    let response = response.on_hover_text(desk.words.get("top.language"));
    focus_ring(ui, &response, desk.palette.accent);
    egui::Popup::menu(&response).gap(4.0).show(|ui| {
        for choice in Language::ALL {
            if ui.add(Button::selectable(choice == language, choice.own_name())).clicked() {
                desk.commands.push(Command::Speak(choice));
            }
        }
    });
}

/// The plan's name in the middle of the window, or of the room that is left where the middle is taken.
fn name_ui(ui: &Ui, desk: &Desk, bar: &TopBar, rect: Rect, left: f32, right: f32) {
    let edited = bar.mark;
    let font = plain_font(type_size::CAPTION);
    let mark = ui.painter().layout_no_wrap(edited.to_owned(), font, desk.palette.dim);
    let mark_width = if edited.is_empty() { 0.0 } else { mark.size().x + 14.0 };
    let room = right - left - mark_width;
    if room < 40.0 {
        return;
    }
    let name = desk.words.ready(bar.document.name());
    let name = elided_galley(ui, room, name, plain_font(type_size::BODY), desk.palette.text);
    let width = name.size().x + mark_width;
    let start = (rect.center().x - width / 2.0).max(left).min((right - width).max(left));
    let at = Align2::LEFT_CENTER.anchor_size(egui::pos2(start, rect.center().y), name.size());
    let after = at.right();
    ui.painter().galley(at.min, name, desk.palette.text);
    if !edited.is_empty() {
        let dot = egui::pos2(after + 7.0, rect.center().y);
        ui.painter().circle_filled(dot, 2.5, desk.palette.accent);
        let at = Align2::LEFT_CENTER.anchor_size(dot + vec2(7.0, 0.0), mark.size());
        ui.painter().galley(at.min, mark, desk.palette.dim);
    }
}
