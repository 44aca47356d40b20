//! A Rust source taken apart just far enough to ask it questions: which words are code, which are said in
//! comments and strings, which lines only tests see, and which paths a line names.

use std::path::Path;

/// What a piece of a source is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A name, a keyword or a number.
    Word,
    /// One character of punctuation.
    Sign,
    /// What stands between the quotes of a string.
    Text,
    /// A single character between single quotes.
    Letter,
    /// A comment, documentation included.
    Comment,
}

/// A piece of a source with its place.
#[derive(Clone, Debug)]
pub struct Token {
    pub kind: Kind,
    pub text: String,
    /// 1 is the first line.
    pub line: usize,
    /// Whether only a test build compiles it.
    pub is_test: bool,
}

/// A path such as `crate::plan::Plan`; those of a `use` tree come one by one.
#[derive(Debug)]
pub struct Named {
    pub parts: Vec<String>,
    pub line: usize,
    pub is_test: bool,
}

impl Named {
    /// Whether the path begins with these parts.
    pub fn starts_with(&self, parts: &[&str]) -> bool {
        self.parts.len() >= parts.len() && self.parts.iter().zip(parts).all(|(mine, theirs)| mine == theirs)
    }
}

/// One `.rs` file of the tree.
#[derive(Debug)]
pub struct Source {
    /// From the root of the repository, with `/` on every system.
    pub path: String,
    pub text: String,
    pub tokens: Vec<Token>,
    /// The modules that this file declares under `#[cfg(test)]`.
    test_modules: Vec<String>,
}

impl Source {
    pub fn new(path: &str, text: &str) -> Self {
        let mut source = Self {
            path: path.to_owned(),
            text: text.to_owned(),
            tokens: Reader::new(text).read(),
            test_modules: vec![],
        };
        source.mark_tests();
        source
    }

    /// Everything but comments, in order.
    pub fn code(&self) -> Vec<&Token> {
        self.tokens.iter().filter(|token| token.kind != Kind::Comment).collect()
    }

    /// Marks the whole file as seen by tests alone.
    pub fn mark_all_as_test(&mut self) {
        for token in &mut self.tokens {
            token.is_test = true;
        }
    }

    /// Where the modules that this file declares for tests alone stand, without the `.rs`.
    pub fn test_module_stems(&self) -> Vec<String> {
        let path = Path::new(&self.path);
        let stem = path.file_stem().map_or(String::new(), |stem| stem.to_string_lossy().into_owned());
        let folder = path.parent().map_or(String::new(), |folder| folder.to_string_lossy().into_owned());
        let owns_folder = matches!(stem.as_str(), "mod" | "lib" | "main");
        let room = if owns_folder { folder } else { format!("{folder}/{stem}") };
        self.test_modules.iter().map(|name| format!("{room}/{name}")).collect()
    }

    /// Every path of two parts or more, and every single part that a `use` brings in.
    pub fn paths(&self) -> Vec<Named> {
        let code = self.code();
        let mut found = vec![];
        let mut at = 0;
        while at < code.len() {
            let token = code[at];
            let starts_use = token.kind == Kind::Word && token.text == "use" && !is_sign(&code, at + 1, "<");
            if starts_use {
                at = use_tree(&code, at + 1, &[], &mut found);
            } else if token.kind == Kind::Word {
                let (parts, next) = chain(&code, at);
                if parts.len() > 1 {
                    found.push(Named { parts, line: token.line, is_test: token.is_test });
                }
                at = next;
            } else {
                at += 1;
            }
        }
        found
    }

    fn mark_tests(&mut self) {
        const ATTRIBUTE: [&str; 6] = ["[", "cfg", "(", "test", ")", "]"];
        let code: Vec<usize> =
            (0..self.tokens.len()).filter(|&at| self.tokens[at].kind != Kind::Comment).collect();
        let text = |at: usize| code.get(at).map_or("", |&token| self.tokens[token].text.as_str());
        let mut ranges = vec![];
        let mut modules = vec![];
        for at in 0..code.len() {
            let is_inner = text(at + 1) == "!";
            let first = at + 1 + usize::from(is_inner);
            let is_attribute = text(at) == "#" && (0..6).all(|part| text(first + part) == ATTRIBUTE[part]);
            if !is_attribute {
                continue;
            }
            let end = if is_inner { code.len() - 1 } else { item_end(&text, first + 6, code.len()) };
            ranges.push((code[at], code[end]));
            if text(end) == ";" && text(end - 2) == "mod" {
                modules.push(text(end - 1).to_owned());
            }
        }
        for (first, last) in ranges {
            for token in &mut self.tokens[first..=last] {
                token.is_test = true;
            }
        }
        self.test_modules = modules;
    }
}

/// The last token of the item that begins at `at`: its `;` or the bracket that closes its body.
fn item_end<'a>(text: &impl Fn(usize) -> &'a str, at: usize, n_tokens: usize) -> usize {
    let mut depth = 0_usize;
    for here in at..n_tokens {
        match text(here) {
            "{" | "(" | "[" => depth += 1,
            ")" | "]" => depth = depth.saturating_sub(1),
            "}" if depth <= 1 => return here,
            "}" => depth -= 1,
            ";" if depth == 0 => return here,
            _ => {}
        }
    }
    n_tokens - 1
}

fn is_sign(code: &[&Token], at: usize, sign: &str) -> bool {
    code.get(at).is_some_and(|token| token.kind == Kind::Sign && token.text == sign)
}

fn is_double_colon(code: &[&Token], at: usize) -> bool {
    is_sign(code, at, ":") && is_sign(code, at + 1, ":")
}

/// The words joined by `::` from `at` on, and where the code goes on.
fn chain(code: &[&Token], at: usize) -> (Vec<String>, usize) {
    let mut parts = vec![code[at].text.clone()];
    let mut next = at + 1;
    while is_double_colon(code, next) && code.get(next + 2).is_some_and(|token| token.kind == Kind::Word) {
        parts.push(code[next + 2].text.clone());
        next += 3;
    }
    (parts, next)
}

/// Reads one branch of a `use` tree into `found` and answers where the code goes on.
fn use_tree(code: &[&Token], at: usize, before: &[String], found: &mut Vec<Named>) -> usize {
    let mut at = if is_double_colon(code, at) { at + 2 } else { at };
    let mut parts = before.to_vec();
    let Some(first) = code.get(at) else { return at };
    if first.kind == Kind::Word {
        let (words, next) = chain(code, at);
        parts.extend(words);
        at = if is_double_colon(code, next) { next + 2 } else { next };
    }
    if is_sign(code, at, "{") {
        at += 1;
        while at < code.len() && !is_sign(code, at, "}") {
            at = use_tree(code, at, &parts, found);
            at += usize::from(is_sign(code, at, ","));
        }
        return at + 1;
    }
    found.push(Named { parts, line: first.line, is_test: first.is_test });
    while at < code.len() && ![",", "}", ";"].iter().any(|sign| is_sign(code, at, sign)) {
        at += 1;
    }
    at
}

/// Walks over the characters of a source once.
struct Reader {
    chars: Vec<char>,
    at: usize,
    line: usize,
    tokens: Vec<Token>,
}

impl Reader {
    fn new(text: &str) -> Self {
        Self { chars: text.chars().collect(), at: 0, line: 1, tokens: vec![] }
    }

    fn peek(&self, ahead: usize) -> char {
        self.chars.get(self.at + ahead).copied().unwrap_or('\0')
    }

    fn read(mut self) -> Vec<Token> {
        while self.at < self.chars.len() {
            match (self.peek(0), self.peek(1)) {
                ('/', '/') => self.comment_line(),
                ('/', '*') => self.comment_block(),
                ('"', _) => self.string(),
                ('\'', '\\') => self.letter(),
                ('\'', _) if self.peek(2) == '\'' => self.letter(),
                (c, _) if c == '_' || c.is_alphanumeric() => self.word(),
                (c, _) if c.is_whitespace() => self.skip(1),
                _ => self.take(Kind::Sign, self.at, self.at + 1, 0),
            }
        }
        self.tokens
    }

    /// Steps over characters, counting the lines.
    fn skip(&mut self, n_chars: usize) {
        let end = (self.at + n_chars).min(self.chars.len());
        self.line += self.chars[self.at..end].iter().filter(|&&c| c == '\n').count();
        self.at = end;
    }

    /// Keeps what stands from `first` to `end` and goes on `closing` characters behind it.
    fn take(&mut self, kind: Kind, first: usize, end: usize, closing: usize) {
        let end = end.min(self.chars.len());
        let text = self.chars[first..end].iter().collect();
        self.tokens.push(Token { kind, text, line: self.line, is_test: false });
        self.skip(end + closing - self.at);
    }

    fn comment_line(&mut self) {
        let length = self.chars[self.at..].iter().take_while(|&&c| c != '\n').count();
        self.take(Kind::Comment, self.at, self.at + length, 0);
    }

    fn comment_block(&mut self) {
        let (mut end, mut depth) = (self.at, 0);
        while end < self.chars.len() {
            match (self.chars[end], self.chars.get(end + 1)) {
                ('/', Some('*')) => (depth, end) = (depth + 1, end + 2),
                ('*', Some('/')) => (depth, end) = (depth - 1, end + 2),
                _ => end += 1,
            }
            if depth == 0 {
                break;
            }
        }
        self.take(Kind::Comment, self.at, end, 0);
    }

    fn string(&mut self) {
        self.quoted(Kind::Text, '"');
    }

    fn letter(&mut self) {
        self.quoted(Kind::Letter, '\'');
    }

    fn quoted(&mut self, kind: Kind, quote: char) {
        let mut end = self.at + 1;
        while end < self.chars.len() && self.chars[end] != quote {
            end += if self.chars[end] == '\\' { 2 } else { 1 };
        }
        self.take(kind, self.at + 1, end, 1);
    }

    fn raw_string(&mut self, prefix: usize, n_hashes: usize) {
        let first = self.at + prefix + n_hashes + 1;
        let closes = |end: usize| {
            self.chars[end] == '"' && (1..=n_hashes).all(|hash| self.chars.get(end + hash) == Some(&'#'))
        };
        let end = (first..self.chars.len()).find(|&end| closes(end)).unwrap_or(self.chars.len());
        self.take(Kind::Text, first, end, 1 + n_hashes);
    }

    fn word(&mut self) {
        let is_number = self.peek(0).is_ascii_digit();
        let belongs = |at: usize| {
            let c = self.chars[at];
            let is_point = c == '.' && is_number && self.chars.get(at + 1).is_some_and(char::is_ascii_digit);
            c == '_' || c.is_alphanumeric() || is_point
        };
        let end = (self.at..self.chars.len()).find(|&at| !belongs(at)).unwrap_or(self.chars.len());
        let prefix: String = self.chars[self.at..end].iter().collect();
        let n_hashes = self.chars[end..].iter().take_while(|&&c| c == '#').count();
        let is_quoted = self.chars.get(end + n_hashes) == Some(&'"');
        match prefix.as_str() {
            "r" | "br" | "cr" if is_quoted => self.raw_string(prefix.len(), n_hashes),
            "b" | "c" if is_quoted && n_hashes == 0 => self.skip(1),
            _ => self.take(Kind::Word, self.at, end, 0),
        }
    }
}
