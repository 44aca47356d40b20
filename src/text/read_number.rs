//! Numbers as people type and paste them: `1,234.5`, `¥1.2万`, `12.5%`, `=3*12`.

mod quantity;

/// Longer than any number a person types.
const MAX_CHARS: usize = 64;

/// Why a text is not a number that can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberFault {
    /// Nothing but spaces.
    Empty,
    /// More characters than any number has.
    TooLong,
    /// Not the spelling of a number.
    NotANumber,
    /// It could be read in two ways.
    Ambiguous,
    /// Not finite, or past what can be told apart.
    TooLarge,
    /// A division by 0.
    DividedByZero,
}

impl NumberFault {
    /// Every fault, for whoever wants words for all of them.
    pub const ALL: [Self; 6] =
        [Self::Empty, Self::TooLong, Self::NotANumber, Self::Ambiguous, Self::TooLarge, Self::DividedByZero];
}

/// The number that `text` spells, always finite. Percentages are shares: `12.5%` is 0.125. A text that starts with
/// `=` is arithmetic with + − × ÷ and parentheses.
///
/// # Errors
/// Where the text is no number, could be two, or is one that cannot be used.
pub fn read_number(text: &str) -> Result<f64, NumberFault> {
    if text.chars().nth(MAX_CHARS).is_some() {
        return Err(NumberFault::TooLong);
    }
    let signs: Vec<char> = text.chars().map(half_width).collect();
    let text: String = signs.into_iter().collect();
    let text = text.trim();
    let x = match text.strip_prefix('=') {
        _ if text.is_empty() => return Err(NumberFault::Empty),
        Some(sum) => Sum { rest: sum }.whole()?,
        None => {
            in_parentheses(text).map_or_else(|| quantity::read(text), |inner| Ok(-quantity::read(inner)?))?
        }
    };
    if x.is_finite() { Ok(x) } else { Err(NumberFault::TooLarge) }
}

/// The inside of `(1,234)`, which is how accounts write a negative number.
fn in_parentheses(text: &str) -> Option<&str> {
    text.strip_prefix('(')?.strip_suffix(')').map(str::trim).filter(|inner| !inner.starts_with(['-', '+']))
}

/// A sign as a half-width keyboard types it.
fn half_width(sign: char) -> char {
    match sign {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(sign as u32 - 0xfee0).unwrap_or(sign),
        '−' | '–' | '﹣' => '-',
        '。' => '.',
        '￥' => '¥',
        '￡' => '£',
        '￦' => '₩',
        '×' => '*',
        '÷' => '/',
        '’' => '\'',
        _ if sign.is_whitespace() => ' ',
        _ => sign,
    }
}

/// What is left of a sum: products of terms, each a quantity or a sum in parentheses.
struct Sum<'t> {
    rest: &'t str,
}

impl Sum<'_> {
    fn whole(mut self) -> Result<f64, NumberFault> {
        let x = self.sum()?;
        if self.rest.trim().is_empty() { Ok(x) } else { Err(NumberFault::NotANumber) }
    }

    fn sum(&mut self) -> Result<f64, NumberFault> {
        let mut x = self.product()?;
        loop {
            if self.take('+') {
                x += self.product()?;
            } else if self.take('-') {
                x -= self.product()?;
            } else {
                return Ok(x);
            }
        }
    }

    fn product(&mut self) -> Result<f64, NumberFault> {
        let mut x = self.term()?;
        loop {
            if self.take('*') {
                x *= self.term()?;
            } else if self.take('/') {
                let divisor = self.term()?;
                if divisor == 0.0 {
                    return Err(NumberFault::DividedByZero);
                }
                x /= divisor;
            } else {
                return Ok(x);
            }
        }
    }

    fn term(&mut self) -> Result<f64, NumberFault> {
        if self.take('-') {
            return Ok(-self.term()?);
        }
        if self.take('+') {
            return self.term();
        }
        if self.take('(') {
            let x = self.sum()?;
            return if self.take(')') { Ok(x) } else { Err(NumberFault::NotANumber) };
        }
        let end = self.rest.find(['+', '-', '*', '/', '(', ')']).unwrap_or(self.rest.len());
        let (term, rest) = self.rest.split_at(end);
        self.rest = rest;
        quantity::read(term.trim())
    }

    fn take(&mut self, sign: char) -> bool {
        let rest = self.rest.trim_start().strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }
}
