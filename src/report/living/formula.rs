//! Formulas as they stand in a spreadsheet: put together here, worked out here for the figures that are shown before anybody
//! recalculates, and written out in the spreadsheet's own words.

use std::ops::{Add, Div, Mul, Sub};

use jiff::civil::Date;

/// The day that spreadsheets count from.
const FIRST_DAY: Date = Date::constant(1899, 12, 30);

/// A formula.
#[derive(Clone, Debug, PartialEq)]
pub enum Formula {
    /// A number.
    Number(f64),
    /// The input with this place.
    Input(usize),
    /// The sum of the inputs from one place to another, both included.
    InputSum(usize, usize),
    /// A month of a line of the same sheet.
    Cell(usize, usize),
    /// Some months of a line of the same sheet, from the first, together.
    Sum(usize, usize),
    /// Two formulas and the sign between them.
    Joined(Sign, Box<Self>, Box<Self>),
    /// A function of formulas.
    Call(Function, Vec<Self>),
    /// The month of a line that a formula counts from 0, of those before and including the one named.
    Pick(usize, usize, Box<Self>),
}

/// What stands between two formulas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Together.
    Plus,
    /// Less.
    Minus,
    /// So many times.
    Times,
    /// Shared by.
    Over,
    /// Multiplied by itself so often.
    Power,
    /// Whether it is as much or more.
    AtLeast,
    /// Whether it is more.
    Above,
    /// Whether it is the same.
    Same,
}

/// A function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// The least.
    Min,
    /// The most.
    Max,
    /// The second where the first holds, else the third.
    If,
    /// Whether all hold.
    And,
    /// The exponential.
    Exp,
    /// The whole part.
    Int,
    /// Months and parts of a month from the day of the second to the day of the first.
    MonthsSince,
}

/// A number.
pub fn number(x: f64) -> Formula {
    Formula::Number(x)
}

/// Nothing.
pub fn zero() -> Formula {
    number(0.0)
}

/// The whole of it.
pub fn one() -> Formula {
    number(1.0)
}

/// The least of some.
pub fn least(list: Vec<Formula>) -> Formula {
    Formula::Call(Function::Min, list)
}

/// The most of some.
pub fn most(list: Vec<Formula>) -> Formula {
    Formula::Call(Function::Max, list)
}

/// One formula where a condition holds, else another.
pub fn when(condition: Formula, then: Formula, other: Formula) -> Formula {
    Formula::Call(Function::If, vec![condition, then, other])
}

/// Some formulas multiplied; the whole where there are none.
pub fn product(list: impl IntoIterator<Item = Formula>) -> Formula {
    list.into_iter().fold(one(), |all, next| all * next)
}

/// Some formulas together; nothing where there are none.
pub fn total(list: impl IntoIterator<Item = Formula>) -> Formula {
    list.into_iter().fold(zero(), |all, next| all + next)
}

impl Formula {
    /// This, a sign, and another.
    pub fn joined(self, sign: Sign, other: Self) -> Self {
        Self::Joined(sign, Box::new(self), Box::new(other))
    }

    fn is(&self, x: f64) -> bool {
        matches!(self, Self::Number(own) if own.total_cmp(&x).is_eq())
    }
}

impl Add for Formula {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        match (&self, &other) {
            _ if self.is(0.0) => other,
            _ if other.is(0.0) => self,
            (Self::Number(a), Self::Number(b)) => number(a + b),
            _ => self.joined(Sign::Plus, other),
        }
    }
}

impl Sub for Formula {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        match (&self, &other) {
            _ if other.is(0.0) => self,
            (Self::Number(a), Self::Number(b)) => number(a - b),
            _ => self.joined(Sign::Minus, other),
        }
    }
}

impl Mul for Formula {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        match (&self, &other) {
            _ if self.is(0.0) || other.is(0.0) => zero(),
            _ if self.is(1.0) => other,
            _ if other.is(1.0) => self,
            (Self::Number(a), Self::Number(b)) => number(a * b),
            _ => self.joined(Sign::Times, other),
        }
    }
}

impl Div for Formula {
    type Output = Self;

    fn div(self, other: Self) -> Self {
        if other.is(1.0) || self.is(0.0) { self } else { self.joined(Sign::Over, other) }
    }
}

/// Where a formula finds what it names.
pub trait FormulaGround {
    /// The value of an input.
    fn input(&self, place: usize) -> f64;
    /// The value of a line in a month.
    fn cell(&mut self, line: usize, month: usize) -> f64;
}

impl Formula {
    /// What it comes to.
    pub fn value(&self, ground: &mut dyn FormulaGround) -> f64 {
        match self {
            Self::Number(x) => *x,
            Self::Input(place) => ground.input(*place),
            Self::InputSum(from, to) => (*from..=*to).map(|place| ground.input(place)).sum(),
            Self::Cell(line, month) => ground.cell(*line, *month),
            Self::Sum(line, last) => (0..=*last).map(|month| ground.cell(*line, month)).sum(),
            Self::Pick(line, last, month) => {
                let month = month.value(ground);
                let is_there = month >= 0.0 && month <= *last as f64;
                if is_there { ground.cell(*line, month as usize) } else { f64::NAN }
            }
            Self::Joined(sign, a, b) => {
                let (a, b) = (a.value(ground), b.value(ground));
                joined(*sign, a, b)
            }
            Self::Call(function, of) => called(*function, of, ground),
        }
    }
}

#[expect(clippy::float_cmp, reason = "a spreadsheet compares as exactly")]
fn joined(sign: Sign, a: f64, b: f64) -> f64 {
    match sign {
        Sign::Plus => a + b,
        Sign::Minus => a - b,
        Sign::Times => a * b,
        Sign::Over => a / b,
        Sign::Power => a.powf(b),
        Sign::AtLeast => f64::from(u8::from(a >= b)),
        Sign::Above => f64::from(u8::from(a > b)),
        Sign::Same => f64::from(u8::from(a == b)),
    }
}

fn called(function: Function, of: &[Formula], ground: &mut dyn FormulaGround) -> f64 {
    let mut at = |place: usize| of.get(place).map_or(0.0, |it| it.value(ground));
    match function {
        Function::Min => (0..of.len()).map(at).fold(f64::INFINITY, f64::min),
        Function::Max => (0..of.len()).map(at).fold(f64::NEG_INFINITY, f64::max),
        Function::If => {
            let holds = at(0) != 0.0;
            at(if holds { 1 } else { 2 })
        }
        Function::And => f64::from(u8::from((0..of.len()).all(|place| at(place) != 0.0))),
        Function::Exp => at(0).exp(),
        Function::Int => at(0).floor(),
        Function::MonthsSince => months_since(at(0), at(1)),
    }
}

/// The day that a spreadsheet counts as `day`.
fn day_of(day: f64) -> Date {
    FIRST_DAY.checked_add(jiff::Span::new().days(day as i64)).unwrap_or(FIRST_DAY)
}

/// How a spreadsheet counts a day.
pub fn serial(year: i32, month: u8, day: u8) -> f64 {
    let date = Date::new(year as i16, month as i8, day as i8).unwrap_or(FIRST_DAY);
    f64::from(FIRST_DAY.until(date).map_or(0, |span| span.get_days()))
}

fn months_since(day: f64, start: f64) -> f64 {
    let (day, start) = (day_of(day), day_of(start));
    let years = f64::from(day.year()) - f64::from(start.year());
    let months = f64::from(day.month()) - f64::from(start.month());
    years * 12.0 + months + (f64::from(day.day()) - 1.0) / f64::from(day.days_in_month())
}

/// How cells are called where a formula is written out.
pub trait CellNames {
    /// The name of an input's cell.
    fn input(&self, place: usize) -> String;
    /// The name of a line's cell in a month.
    fn cell(&self, line: usize, month: usize) -> String;
}

impl Formula {
    /// The formula in a spreadsheet's words, without the sign before it.
    pub fn written(&self, names: &dyn CellNames) -> String {
        match self {
            Self::Number(x) => format!("{x}"),
            Self::Input(place) => names.input(*place),
            Self::InputSum(from, to) => format!("SUM({}:{})", names.input(*from), names.input(*to)),
            Self::Cell(line, month) => names.cell(*line, *month),
            Self::Sum(line, last) => format!("SUM({}:{})", names.cell(*line, 0), names.cell(*line, *last)),
            Self::Pick(line, last, month) => {
                let (from, to) = (names.cell(*line, 0), names.cell(*line, *last));
                format!("INDEX({from}:{to},1,{}+1)", month.written(names))
            }
            Self::Joined(sign, a, b) => {
                let (a, b) = (a.within(*sign, false, names), b.within(*sign, true, names));
                let sign = match sign {
                    Sign::Plus => "+",
                    Sign::Minus => "-",
                    Sign::Times => "*",
                    Sign::Over => "/",
                    Sign::Power => "^",
                    Sign::AtLeast => ">=",
                    Sign::Above => ">",
                    Sign::Same => "=",
                };
                format!("{a}{sign}{b}")
            }
            Self::Call(Function::MonthsSince, of) if of.len() == 2 => {
                let (day, start) = (of[0].written(names), of[1].written(names));
                format!(
                    "(YEAR({day})-YEAR({start}))*12+MONTH({day})-MONTH({start})+(DAY({day})-1)/DAY(EOMONTH({day},0))"
                )
            }
            Self::Call(function, of) => {
                let name = match function {
                    Function::Min => "MIN",
                    Function::Max => "MAX",
                    Function::If => "IF",
                    Function::And => "AND",
                    Function::Exp => "EXP",
                    Function::Int | Function::MonthsSince => "INT",
                };
                let told: Vec<String> = of.iter().map(|it| it.written(names)).collect();
                format!("{name}({})", told.join(","))
            }
        }
    }

    /// As [`Self::written`], in brackets where what stands around it would take it apart.
    fn within(&self, sign: Sign, is_right: bool, names: &dyn CellNames) -> String {
        let told = self.written(names);
        let strength = |sign: Sign| match sign {
            Sign::Power => 4,
            Sign::Times | Sign::Over => 3,
            Sign::Plus | Sign::Minus => 2,
            Sign::AtLeast | Sign::Above | Sign::Same => 1,
        };
        let is_loose = match self {
            Self::Joined(own, ..) => {
                let is_turned = is_right && matches!(sign, Sign::Minus | Sign::Over | Sign::Power);
                strength(*own) < strength(sign)
                    || (is_turned && strength(*own) == strength(sign))
                    || sign == Sign::Power
            }
            Self::Number(x) => *x < 0.0,
            Self::Call(Function::MonthsSince, _) => true,
            _ => false,
        };
        if is_loose { format!("({told})") } else { told }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Plain;

    impl CellNames for Plain {
        fn input(&self, place: usize) -> String {
            format!("I{place}")
        }

        fn cell(&self, line: usize, month: usize) -> String {
            format!("L{line}M{month}")
        }
    }

    #[test]
    fn a_formula_is_written_so_that_it_means_the_same() {
        let (a, b, c) = (Formula::Input(1), Formula::Input(2), Formula::Cell(3, 4));
        let told = |it: Formula| it.written(&Plain);
        assert_eq!(told((a.clone() + b.clone()) * c.clone()), "(I1+I2)*L3M4");
        assert_eq!(told(a.clone() - (b.clone() - c.clone())), "I1-(I2-L3M4)");
        assert_eq!(told(a.clone() / (b.clone() * c.clone())), "I1/(I2*L3M4)");
        assert_eq!(told(a.clone() * one() + zero()), "I1");
        assert_eq!(told((one() - a.clone()).joined(Sign::Power, number(-0.5))), "(1-I1)^(-0.5)");
        assert_eq!(told(when(a.joined(Sign::Above, zero()), b, c)), "IF(I1>0,I2,L3M4)");
    }

    #[test]
    fn months_are_counted_between_days_as_the_plan_counts_them() {
        let start = serial(2023, 11, 1);
        assert!((start - 45_231.0).abs() < 1e-9);
        assert!((months_since(serial(2024, 1, 16), start) - (2.0 + 15.0 / 31.0)).abs() < 1e-12);
        assert!((months_since(serial(2023, 9, 1), start) + 2.0).abs() < 1e-12);
    }
}
