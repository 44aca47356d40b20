//! The letters of a field that is typed into, and what each key does to them.

/// A key, or letters that come at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    /// A letter or a digit.
    Letter(char),
    /// A text from the clipboard.
    Paste(&'static str),
    /// To the next control, or the one before.
    Tab(bool),
    /// The key that ends a field.
    Enter,
    /// The key that gives up what was typed.
    Escape,
    /// Left or right.
    Sideways(bool),
    /// Up or down.
    Upright(bool),
    /// Deletes to the left.
    Backspace,
    /// Deletes to the right.
    Delete,
    /// Takes back.
    Undo,
    /// Brings again.
    Redo,
    /// The keyboard is given to this control of the row.
    Focus(usize),
}

/// The text of a field that has the keyboard.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    before: String,
    text: Vec<char>,
    anchor: usize,
    cursor: usize,
    taken_back: Option<String>,
    /// Whether it began as a range, which no likely value typed over it is the same text as.
    is_range: bool,
    /// Whether such a value was typed.
    is_other: bool,
}

impl Draft {
    /// A field that the keyboard comes to: all of it is chosen.
    pub fn of(text: &str, is_range: bool) -> Self {
        let letters: Vec<char> = text.chars().collect();
        Self { before: text.to_owned(), cursor: letters.len(), text: letters, is_range, ..Self::default() }
    }

    /// What a cell begins with that is typed over.
    pub fn begun(letter: char) -> Self {
        Self { text: vec![letter], anchor: 1, cursor: 1, ..Self::default() }
    }

    /// What stands there.
    pub fn words(&self) -> String {
        self.text.iter().collect()
    }

    /// What the field began with.
    pub fn before(&self) -> &str {
        &self.before
    }

    /// Where the cursor stands.
    pub fn mark(&self) -> usize {
        self.cursor
    }

    /// Whether it is another text than the field began with.
    pub fn is_touched(&self) -> bool {
        self.is_other || self.words() != self.before
    }

    /// Whether the next letter replaces everything.
    pub fn is_all_chosen(&self) -> bool {
        self.anchor.min(self.cursor) == 0 && self.anchor.max(self.cursor) == self.text.len()
    }

    fn chosen(&self) -> (usize, usize) {
        (self.anchor.min(self.cursor), self.anchor.max(self.cursor))
    }

    fn replace(&mut self, letters: &str) {
        let (from, to) = self.chosen();
        let new: Vec<char> = letters.chars().collect();
        self.cursor = from + new.len();
        self.anchor = self.cursor;
        self.text.splice(from..to, new);
        self.taken_back = None;
        self.is_other = self.is_range;
    }

    /// The cursor goes there, at most to the end, and nothing is chosen.
    pub fn stand(&mut self, at: usize) {
        self.cursor = at.min(self.text.len());
        self.anchor = self.cursor;
    }

    /// What a key does to letters alone.
    pub fn hear(&mut self, stroke: Stroke, is_long: bool) {
        let (from, to) = self.chosen();
        match stroke {
            Stroke::Letter(letter) => self.replace(&letter.to_string()),
            Stroke::Paste(text) => self.replace(text),
            Stroke::Enter if is_long => self.replace("\n"),
            Stroke::Backspace | Stroke::Delete if from < to => self.replace(""),
            Stroke::Backspace if from > 0 => {
                self.anchor = from - 1;
                self.replace("");
            }
            Stroke::Delete if to < self.text.len() => {
                self.anchor = to + 1;
                self.replace("");
            }
            Stroke::Sideways(false) => self.stand(if from < to { from } else { from.saturating_sub(1) }),
            Stroke::Sideways(true) => self.stand(if from < to { to } else { to + 1 }),
            Stroke::Upright(is_up) => self.stand(if is_up { 0 } else { self.text.len() }),
            _ => {}
        }
    }

    /// Back to what the field began with.
    pub fn take_back(&mut self) {
        self.taken_back = Some(self.swap(&self.before.clone()));
    }

    /// Whether something was taken back since the last letter.
    pub fn can_redo(&self) -> bool {
        self.taken_back.is_some()
    }

    /// What was taken back stands there again.
    pub fn bring_again(&mut self) {
        let again = self.taken_back.take().unwrap_or_default();
        self.swap(&again);
    }

    fn swap(&mut self, words: &str) -> String {
        let old = self.words();
        self.is_other = self.is_range && !self.is_other;
        self.text = words.chars().collect();
        (self.anchor, self.cursor) = (0, self.text.len());
        old
    }
}
