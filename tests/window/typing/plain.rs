//! Typing as the seller means it, written down without the window: keys come one after another, each has its whole effect
//! before the next, and a field does what is said of it.

use super::draft::{Draft, Stroke};

/// What is typed into a field, and how it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// Money of either sign, held for certain.
    Cash,
    /// Money or things, 0 and up, held for certain.
    Amount,
    /// Money or things that may have a range.
    Guess,
    /// A share in percent that may have a range.
    Percent,
    /// Whole months from 6 to 60.
    Horizon,
    /// A month of the calendar.
    Date,
    /// Words of one line.
    Name,
    /// Words of several lines.
    Note,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Held {
    /// A number, the likely one where it has a range.
    Number(f64),
    /// Words, or a month as the file spells it.
    Words(String),
}

/// The range of a number: as it was typed, or as its likely value took it along since, which is told by that value alone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Around {
    /// It has none.
    Certain,
    /// These ends were typed.
    Typed(f64, f64),
    /// It moved with its likely value.
    Moved,
}

impl Around {
    /// Whether it is a range.
    pub fn is_wide(self) -> bool {
        self != Self::Certain
    }
}

/// What a text says.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// One value.
    One(Held),
    /// The likely value of a range, and its ends.
    Between(f64, f64, f64),
}

impl Said {
    /// What a field holds then that held this and had this range.
    pub fn taken(self, kind: FieldKind, held: &Held, around: Around) -> (Held, Around) {
        match self {
            Self::Between(low, likely, high) if low < high => {
                (Held::Number(likely), Around::Typed(low, high))
            }
            Self::Between(_, likely, _) => (Held::Number(likely), Around::Certain),
            Self::One(new) if new == *held => (new, around),
            Self::One(new) => {
                // Nothing, and all of it, is no guess.
                let is_end = match new {
                    Held::Number(x) => x <= 0.0 || (kind == FieldKind::Percent && x >= 1.0),
                    Held::Words(_) => true,
                };
                let is_wide = around.is_wide() && !is_end;
                (new, if is_wide { Around::Moved } else { Around::Certain })
            }
        }
    }
}

/// The row of controls over which Tab goes, and everything that is typed into it.
#[derive(Clone, Debug)]
pub struct PlainDesk {
    /// The kind of each field; nothing for a control that is no field.
    pub kinds: Vec<Option<FieldKind>>,
    /// What each holds.
    pub held: Vec<Held>,
    /// The range of each. The letters of one are told by the field and not here.
    pub around: Vec<Around>,
    /// What could not be used in each, and after which edit it was typed.
    refused: Vec<Option<(String, usize)>>,
    n_edits: usize,
    /// What has the keyboard.
    pub focus: Option<usize>,
    /// What is typed there.
    pub draft: Option<Draft>,
    /// Where the mark stood in the note when the keyboard left it; behind its last letter before it ever came there.
    mark: usize,
    past: Vec<(Vec<Held>, Vec<Around>)>,
    future: Vec<(Vec<Held>, Vec<Around>)>,
}

impl PlainDesk {
    /// A row of controls that hold this.
    pub fn new(kinds: Vec<Option<FieldKind>>, held: Vec<Held>, around: Vec<Around>) -> Self {
        let refused = vec![None; kinds.len()];
        Self {
            kinds,
            held,
            around,
            refused,
            n_edits: 0,
            focus: None,
            draft: None,
            mark: usize::MAX,
            past: vec![],
            future: vec![],
        }
    }

    /// The kind of the field that has the keyboard.
    pub fn kind(&self) -> Option<FieldKind> {
        self.focus.and_then(|at| self.kinds[at])
    }

    /// Whether what is typed says of a guess what it says already. Its range may differ by its last digit then, which is a
    /// step of the plan or none.
    pub fn repeats(&self) -> bool {
        let (Some(at), Some(draft)) = (self.focus, &self.draft) else { return false };
        let said = read(self.kinds[at].expect("it is a field"), &draft.words(), &self.held[at]);
        self.around[at].is_wide() && draft.is_touched() && said == Some(Said::One(self.held[at].clone()))
    }

    /// Whether there is something to take back.
    pub fn has_past(&self) -> bool {
        !self.past.is_empty()
    }

    /// What stands in a field when the keyboard comes to it.
    fn shown(&self, at: usize) -> String {
        if let Some((refused, _)) = &self.refused[at] {
            return refused.clone();
        }
        match (&self.held[at], self.kinds[at]) {
            (Held::Words(words), _) => words.clone(),
            (Held::Number(x), Some(FieldKind::Percent)) => format!("{}%", spelled(x * 100.0)),
            (Held::Number(x), _) => spelled(*x),
        }
    }

    fn come_to(&mut self, at: Option<usize>) {
        self.focus = at;
        self.draft = at.filter(|at| self.kinds[*at].is_some()).map(|at| {
            let is_range = self.around[at].is_wide() && self.refused[at].is_none();
            Draft::of(&self.shown(at), is_range)
        });
        // A note is not chosen as a whole: its mark stands where it was.
        if let (Some(FieldKind::Note), Some(draft)) = (self.kind(), &mut self.draft) {
            draft.stand(self.mark);
        }
    }

    fn keep(&mut self) {
        self.past.push((self.held.clone(), self.around.clone()));
        self.future.clear();
        self.n_edits += 1;
    }

    fn set(&mut self, at: usize, read: Option<Said>, text: &str) {
        let kind = self.kinds[at].expect("it is a field");
        let Some(said) = read else {
            // Nothing is not kept in its field.
            self.refused[at] = (!text.is_empty()).then(|| (text.to_owned(), self.n_edits));
            return;
        };
        self.refused[at] = None;
        let (held, around) = said.taken(kind, &self.held[at], self.around[at]);
        if self.held[at] != held || self.around[at] != around {
            self.keep();
            (self.held[at], self.around[at]) = (held, around);
        }
    }

    /// Takes what was typed, as when the keyboard leaves.
    fn take(&mut self) {
        if let (Some(at), Some(draft)) = (self.focus, self.draft.take())
            && draft.is_touched()
        {
            let read = read(self.kinds[at].expect("it is a field"), &draft.words(), &self.held[at]);
            self.set(at, read, &draft.words());
        }
    }

    fn step(&mut self, at: usize, is_up: bool) {
        self.take();
        let Held::Number(x) = self.held[at] else { return };
        let kind = self.kinds[at].expect("it is a field");
        let size = match kind {
            FieldKind::Horizon => 1.0,
            FieldKind::Percent if x.abs() < 1e-9 => 0.001,
            _ if x.abs() < 1e-9 => 1.0,
            _ => 10_f64.powf(x.abs().log10().floor() - 1.0),
        };
        let moved = to_digits(x + if is_up { size } else { -size }, 6);
        let moved = match kind {
            FieldKind::Percent => moved.clamp(0.0, 0.999),
            FieldKind::Horizon => moved.max(0.0),
            _ => moved,
        };
        self.set(at, in_range(kind, moved).map(|x| Said::One(Held::Number(x))), "");
        self.come_to(Some(at));
    }

    fn travel(&mut self, is_back: bool) {
        let (from, to) =
            if is_back { (&mut self.past, &mut self.future) } else { (&mut self.future, &mut self.past) };
        self.refused.fill(None);
        if let Some((held, is_ranged)) = from.pop() {
            self.n_edits += 1;
            to.push((
                std::mem::replace(&mut self.held, held),
                std::mem::replace(&mut self.around, is_ranged),
            ));
        }
        self.show_what_is_there();
    }

    /// What could not be used is taken back before an edit is; returns whether there was any.
    fn take_back_refused(&mut self) -> bool {
        let is_newest = |refused: &Option<(String, usize)>| {
            refused.as_ref().is_some_and(|(_, edit)| *edit == self.n_edits)
        };
        let any = self.refused.iter().any(is_newest);
        let kept: Vec<_> = self.refused.iter().map(|it| it.clone().filter(|_| !is_newest(it))).collect();
        self.refused = kept;
        self.show_what_is_there();
        any
    }

    /// What nobody touched shows what is there now.
    fn show_what_is_there(&mut self) {
        if let (Some(at), Some(draft)) = (self.focus, &self.draft)
            && draft.before() != self.shown(at)
        {
            self.come_to(Some(at));
        }
    }

    /// One key.
    pub fn hear(&mut self, stroke: Stroke) {
        self.act(stroke);
        if let (Some(FieldKind::Note), Some(draft)) = (self.kind(), &self.draft) {
            self.mark = draft.mark();
        }
    }

    fn act(&mut self, stroke: Stroke) {
        let is_long = self.kind() == Some(FieldKind::Note);
        let is_number = self.focus.is_some_and(|at| matches!(self.held[at], Held::Number(_)));
        match (stroke, &mut self.draft) {
            (Stroke::Focus(at), _) if self.focus == Some(at) => {}
            (Stroke::Focus(at), _) => {
                self.take();
                self.come_to(Some(at));
            }
            (Stroke::Tab(is_forward), _) => {
                self.take();
                let next = self.focus.map(|at| if is_forward { at + 1 } else { at - 1 });
                self.come_to(next);
            }
            (Stroke::Enter, Some(_)) if !is_long => {
                self.take();
                self.come_to(None);
            }
            (Stroke::Escape, _) => {
                self.draft = None;
                self.refused.fill(None);
                self.come_to(None);
            }
            (Stroke::Undo, Some(draft)) if draft.is_touched() => draft.take_back(),
            (Stroke::Redo, Some(draft)) if draft.is_touched() => {}
            (Stroke::Redo, Some(draft)) if draft.can_redo() => draft.bring_again(),
            (Stroke::Undo, _) => {
                if !self.take_back_refused() {
                    self.travel(true);
                }
            }
            (Stroke::Redo, _) => self.travel(false),
            (Stroke::Upright(is_up), Some(_)) if is_number => {
                self.step(self.focus.expect("it has the keyboard"), is_up);
            }
            (_, Some(draft)) => draft.hear(stroke, is_long),
            (_, None) => {}
        }
    }
}

/// A number with every digit.
fn spelled(x: f64) -> String {
    format!("{}", to_digits(x, 12))
}

fn to_digits(x: f64, digits: usize) -> f64 {
    format!("{x:.*e}", digits - 1).parse().expect("it was a number")
}

fn in_range(kind: FieldKind, x: f64) -> Option<f64> {
    let (from, to) = match kind {
        FieldKind::Cash => (-1e12, 1e12),
        FieldKind::Percent => (0.0, 1.0),
        FieldKind::Horizon => (6.0, 60.0),
        _ => (0.0, 1e12),
    };
    let x = if kind == FieldKind::Horizon { x.round() } else { x };
    (from..=to).contains(&x).then_some(x)
}

/// A bare number: digits, a point among them, a minus before.
fn bare(text: &str) -> Option<f64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_plain = digits.starts_with(|sign: char| sign.is_ascii_digit())
        && digits.chars().all(|sign| sign.is_ascii_digit() || sign == '.');
    is_plain.then(|| text.parse().ok()).flatten()
}

/// What a text says in a field of this kind that holds `held`; nothing where it cannot be used.
pub fn read(kind: FieldKind, text: &str, held: &Held) -> Option<Said> {
    let percent = kind == FieldKind::Percent;
    let number = |x: f64| in_range(kind, if percent { to_digits(x / 100.0, 15) } else { x });
    match kind {
        FieldKind::Name | FieldKind::Note => return Some(Said::One(Held::Words(text.to_owned()))),
        FieldKind::Date => {
            // The plan begins in the month that the field holds.
            let Held::Words(from) = held else { return None };
            return month(text, from).map(|month| Said::One(Held::Words(month)));
        }
        _ => {}
    }
    let told = |part: &str| number(bare(part.strip_suffix('%').filter(|_| percent).unwrap_or(part))?);
    if let Some(x) = told(text) {
        return Some(Said::One(Held::Number(x)));
    }
    let is_guess = matches!(kind, FieldKind::Guess | FieldKind::Percent);
    let said: Vec<f64> = text.split('-').map(told).collect::<Option<_>>()?;
    if !said.is_sorted() {
        return None;
    }
    let (low, likely, high) = match said[..] {
        // From a number to itself is that number, wherever it is typed.
        [low, high] if low >= high => return Some(Said::One(Held::Number(low))),
        [low, high] if is_guess => (low, None, high),
        [low, likely, high] if is_guess => (low, Some(likely), high),
        _ => return None,
    };
    // A range that reaches to nothing, or to all, is none that a plan can hold.
    if low <= 0.0 || (percent && high >= 1.0) {
        return None;
    }
    let odds = |p: f64| p / (1.0 - p);
    let middle = match kind {
        FieldKind::Percent => {
            let middle = (odds(low) * odds(high)).sqrt();
            middle / (1.0 + middle)
        }
        _ => (low * high).sqrt(),
    };
    Some(Said::Between(low, likely.unwrap_or(to_digits(middle, 3).max(low).min(high)), high))
}

/// A month of the calendar in digits, as the file spells it; without a year the next one from `from` on, and nothing where it
/// may be two.
fn month(text: &str, from: &str) -> Option<String> {
    // Letters would have to name a month, which this hand never types.
    if text.contains(|sign: char| sign.is_ascii_alphabetic()) {
        return None;
    }
    let parts: Vec<&str> =
        text.split(|sign: char| !sign.is_ascii_digit()).filter(|it| !it.is_empty()).collect();
    let is_short = |part: &str| part.len() < 3;
    let one_of = |one: Option<String>, other: Option<String>| match (one, other) {
        (Some(one), Some(other)) => (one == other).then_some(one),
        (one, other) => one.or(other),
    };
    let next = |month: &str, day: &str| {
        let (year, first) = from.split_once('-')?;
        let passed = month.parse::<u32>().ok()? < first.parse().ok()?;
        dated(&(year.parse::<u32>().ok()? + u32::from(passed)).to_string(), month, day)
    };
    match parts[..] {
        [whole] if whole.len() == 8 => dated(&whole[..4], &whole[4..6], &whole[6..]),
        [whole] if whole.len() == 6 => dated(&whole[..4], &whole[4..], "1"),
        [month] if is_short(month) => next(month, "1"),
        [year, month] | [month, year] if year.len() == 4 => dated(year, month, "1"),
        [year, month, day] if year.len() == 4 => dated(year, month, day),
        // Which of two numbers is the month matters only where both may be.
        [one, other, year] if year.len() == 4 => match (dated(year, other, one), dated(year, one, other)) {
            (Some(_), Some(_)) if one != other => None,
            (one, other) => one_of(one, other),
        },
        [one, other] if is_short(one) && is_short(other) => match (next(other, one), next(one, other)) {
            (Some(_), Some(_)) if one.parse::<u32>() != other.parse::<u32>() => None,
            (one, other) => one_of(one, other),
        },
        _ => None,
    }
}

/// The month of a day that there is, from 1900 on.
fn dated(year: &str, month: &str, day: &str) -> Option<String> {
    let is_short = month.len() < 3 && day.len() < 3;
    let (year, month, day) =
        (year.parse::<u32>().ok()?, month.parse::<u32>().ok()?, day.parse::<u32>().ok()?);
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        2 => 28 + u32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    let is_right = is_short && year >= 1900 && (1..=last).contains(&day);
    is_right.then(|| format!("{year}-{month:02}"))
}
