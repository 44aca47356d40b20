//! The same in the cells of a sheet.

use egui::{Event, Key, Modifiers};
use egui_kittest::Harness;
use sortie::app::App;
use sortie_engine::plan::Plan;

use super::draft::{Draft, Stroke};
use super::plain::{Around, FieldKind, Held, read};
use super::{Chance, RATES, events_of, is_close, key, n_bursts, play};
use crate::stage::{click, control, settle, window_of_size};

/// The columns that are typed in, the first of them the fourteenth of the sheet.
const COLUMNS: [FieldKind; 4] = [FieldKind::Guess, FieldKind::Percent, FieldKind::Guess, FieldKind::Percent];
/// Where they begin.
const FIRST: usize = 13;

fn held(plan: &Plan) -> Vec<Vec<Held>> {
    let row = |channel: &sortie_engine::plan::Channel| {
        let likely = [
            channel.order_value.likely,
            channel.unit_cost.likely,
            channel.fulfilment.likely,
            channel.commission.likely,
        ];
        likely.map(Held::Number).to_vec()
    };
    plan.channels.iter().map(row).collect()
}

/// What stands in the cells, and the range of each.
type SheetState = (Vec<Vec<Held>>, Vec<Vec<Around>>);

/// A sheet as it is meant.
struct PlainSheet {
    held: Vec<Vec<Held>>,
    ranged: Vec<Vec<Around>>,
    at: (usize, usize),
    draft: Option<Draft>,
    past: Vec<SheetState>,
    future: Vec<SheetState>,
}

impl PlainSheet {
    fn set(&mut self, text: &str) {
        let (row, column) = self.at;
        let Some(said) = read(COLUMNS[column], text, &self.held[row][column]) else { return };
        let (held, ranged) = said.taken(COLUMNS[column], &self.held[row][column], self.ranged[row][column]);
        if self.held[row][column] == held && self.ranged[row][column] == ranged {
            return;
        }
        self.past.push((self.held.clone(), self.ranged.clone()));
        self.future.clear();
        (self.held[row][column], self.ranged[row][column]) = (held, ranged);
    }

    fn end(&mut self, (down, right): (isize, isize)) {
        if let Some(draft) = self.draft.take() {
            self.set(&draft.words());
        }
        let (rows, columns) = (self.held.len() - 1, COLUMNS.len() - 1);
        let (row, column) = self.at;
        self.at =
            (row.saturating_add_signed(down).min(rows), column.saturating_add_signed(right).min(columns));
    }

    fn hear(&mut self, stroke: Stroke) {
        match (stroke, &mut self.draft) {
            (Stroke::Enter, _) => self.end((1, 0)),
            (Stroke::Tab(is_forward), _) => self.end((0, if is_forward { 1 } else { -1 })),
            (Stroke::Escape | Stroke::Undo, Some(_)) => self.draft = None,
            (Stroke::Redo, Some(_)) => {}
            (_, Some(draft)) => draft.hear(stroke, false),
            (Stroke::Letter(sign), None) => self.draft = Some(Draft::begun(sign)),
            (Stroke::Paste(text), None) => self.set(text),
            (Stroke::Sideways(is_right), None) => self.end((0, if is_right { 1 } else { -1 })),
            (Stroke::Upright(is_up), None) => self.end((if is_up { -1 } else { 1 }, 0)),
            (Stroke::Undo | Stroke::Redo, None) => {
                let (from, to) = if stroke == Stroke::Undo {
                    (&mut self.past, &mut self.future)
                } else {
                    (&mut self.future, &mut self.past)
                };
                if let Some((held, ranged)) = from.pop() {
                    to.push((
                        std::mem::replace(&mut self.held, held),
                        std::mem::replace(&mut self.ranged, ranged),
                    ));
                }
            }
            _ => {}
        }
    }

    fn next_stroke(&self, chance: &mut Chance) -> Stroke {
        loop {
            let stroke = match chance.below(20) {
                0..=8 => Stroke::Letter(chance.of(&['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])),
                9 => Stroke::Letter(chance.of(&['x', '-', '%'])),
                10 => Stroke::Paste(chance.of(&["12", "7", "30", "x1"])),
                11 | 12 => Stroke::Tab(chance.below(3) > 0),
                13 | 14 => Stroke::Enter,
                15 => Stroke::Sideways(chance.below(2) == 0),
                16 => Stroke::Upright(chance.below(2) == 0),
                17 => chance.of(&[Stroke::Backspace, Stroke::Delete, Stroke::Escape]),
                18 => Stroke::Undo,
                _ => Stroke::Redo,
            };
            let is_typing = self.draft.is_some();
            let is_empty = self.draft.as_ref().is_some_and(|draft| draft.words().is_empty());
            let (row, column) = self.at;
            let is_right = match stroke {
                Stroke::Tab(is_forward) => {
                    !is_empty && if is_forward { column + 1 < COLUMNS.len() } else { column > 0 }
                }
                Stroke::Sideways(is_forward) if !is_typing => {
                    if is_forward {
                        column + 1 < COLUMNS.len()
                    } else {
                        column > 0
                    }
                }
                Stroke::Upright(is_up) if !is_typing => {
                    if is_up {
                        row > 0
                    } else {
                        row + 1 < self.held.len()
                    }
                }
                Stroke::Enter => !is_empty,
                Stroke::Backspace | Stroke::Delete | Stroke::Escape => is_typing,
                Stroke::Letter(_) | Stroke::Paste(_) => {
                    self.draft.as_ref().is_none_or(|draft| draft.words().chars().count() < 3)
                }
                Stroke::Undo => is_typing || !self.past.is_empty(),
                _ => true,
            };
            if is_right {
                return stroke;
            }
        }
    }
}

/// The sheet with the keyboard in the first of the columns, each cell of which was typed once.
fn begun() -> Harness<'static, App> {
    let mut harness = window_of_size(vec![], None, 1000.0, 620.0);
    click(&mut harness, "All fields as a sheet");
    control(&harness, "All channels").focus();
    settle(&mut harness);
    let n_rows = harness.state().document().plan().channels.len();
    let block = vec!["20\t30\t4\t5"; n_rows].join("\n");
    let right = vec![key(Key::ArrowRight, Modifiers::NONE, None); FIRST];
    play(&mut harness, &right, 1);
    play(&mut harness, &[vec![Event::Paste(block)]], 1);
    harness
}

#[test]
fn bursts_of_typing_into_cells_end_in_the_plan_that_was_meant() {
    let (mut harness, mut chance) = (begun(), Chance::of_test(0x9e37_79b9_7f4a_7c15));
    let held_now = held(harness.state().document().plan());
    assert!(held_now.iter().all(|row| is_close(&row[0], &Held::Number(20.0))), "{held_now:?}");
    let ranged = vec![vec![Around::Certain; COLUMNS.len()]; held_now.len()];
    let mut sheet =
        PlainSheet { held: held_now, ranged, at: (0, 0), draft: None, past: vec![], future: vec![] };
    for burst in 0..n_bursts() / 3 {
        let in_a_frame = RATES[burst % RATES.len()];
        let mut strokes = vec![];
        for _ in 0..4 + chance.below(20) {
            let stroke = sheet.next_stroke(&mut chance);
            sheet.hear(stroke);
            strokes.push(stroke);
        }
        let events: Vec<Vec<Event>> = strokes.iter().map(|stroke| events_of(*stroke, &[])).collect();
        play(&mut harness, &events, in_a_frame);
        let found = held(harness.state().document().plan());
        for (row, (found, meant)) in found.iter().zip(&sheet.held).enumerate() {
            for (column, (found, meant)) in found.iter().zip(meant).enumerate() {
                assert!(
                    is_close(found, meant),
                    "burst {burst}, {in_a_frame} strokes a frame: cell {row}, {column} is {found:?}, meant {meant:?}\n{strokes:?}"
                );
            }
        }
    }
}
