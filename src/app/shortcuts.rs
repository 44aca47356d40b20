//! Which commands the keys of a frame mean.

use egui::Ui;

use crate::command::Command;
use crate::desk::view::View;
use crate::widget::field;

/// Shortcuts, unless a field that is typed in needs the key for itself. What is typed is handed over before a command
/// that leaves its field, or that is about the whole plan, is obeyed.
pub(super) fn hear_shortcuts(ui: &Ui, view: &mut View, commands: &mut Vec<Command>, is_covered: bool) {
    let typed_in = ui.memory(egui::Memory::focused).filter(|_| ui.ctx().text_edit_focused());
    for command in Command::with_shortcuts() {
        if is_covered && !command.is_about_files() {
            continue;
        }
        // A field takes back its own letters while it is typed in.
        let is_kept = match command {
            Command::Undo => typed_in.is_some() && field::keeps_undo(ui.ctx()),
            Command::Redo => typed_in.is_some() && field::keeps_redo(ui.ctx()),
            _ => false,
        };
        if is_kept {
            continue;
        }
        // Escape is left for the field that it empties, which has lost the keyboard by now.
        let pressed = if command == Command::Dismiss {
            ui.input(|input| input.key_pressed(egui::Key::Escape))
        } else {
            let mut keys = command.shortcuts().into_iter();
            keys.any(|shortcut| ui.input_mut(|input| input.consume_shortcut(&shortcut)))
        };
        if !pressed {
            continue;
        }
        if let Some(id) = typed_in
            && !matches!(command, Command::Undo | Command::Redo | Command::Dismiss)
        {
            ui.memory_mut(|memory| memory.surrender_focus(id));
            if command == Command::Save && field::is_typed_in(ui.ctx(), id) {
                view.wanted_focus = Some(id);
            }
        }
        commands.push(command);
    }
}
