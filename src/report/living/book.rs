//! The inputs that formulas stand on, and a sheet of lines over months.

use super::formula::{Formula, FormulaGround};
use crate::address::PlanField;

/// What an input is shown as.
#[derive(Clone, Debug, PartialEq)]
pub enum InputLook {
    /// Money of a currency.
    Money(String),
    /// A share, in percent.
    Share,
    /// A plain number.
    Plain,
    /// A day.
    Day,
}

/// An input.
#[derive(Clone, Debug)]
pub struct LivingInput {
    /// What it is.
    pub name: String,
    /// What it is likely to be.
    pub value: f64,
    /// How it is shown.
    pub look: InputLook,
    /// Where it stands in the plan; nothing where that is no single number.
    pub field: Option<PlanField>,
    /// Who says so.
    pub source: String,
}

/// The inputs of all sheets.
#[derive(Debug, Default)]
pub struct InputBook {
    /// The inputs.
    pub inputs: Vec<LivingInput>,
}

impl InputBook {
    /// Adds an input, or finds it where it is there.
    pub fn add(&mut self, input: LivingInput) -> Formula {
        let known = input.field.and_then(|field| self.inputs.iter().position(|it| it.field == Some(field)));
        Formula::Input(known.unwrap_or_else(|| {
            self.inputs.push(input);
            self.inputs.len() - 1
        }))
    }

    /// The values of all inputs.
    pub fn values(&self) -> Vec<f64> {
        self.inputs.iter().map(|input| input.value).collect()
    }
}

/// What a line is shown as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineLook {
    /// Money of the plan's currency.
    Money,
    /// A number of things.
    Count,
    /// A share, or a plain number of a few digits.
    Share,
    /// The title of what follows.
    Title,
}

/// A line over months.
#[derive(Clone, Debug)]
pub struct LivingLine {
    /// What it is.
    pub name: String,
    /// How it is shown.
    pub look: LineLook,
    /// Month by month; of titles none.
    pub cells: Vec<Formula>,
    /// Whether its values are given, since formulas would be too long for a sheet.
    pub is_given: bool,
}

/// A sheet of lines.
#[derive(Debug, Default)]
pub struct LivingSheet {
    /// The lines.
    pub lines: Vec<LivingLine>,
    /// How many months there are.
    pub n_months: usize,
    /// The lines whose figures the program tells too: revenue, profit and cash.
    pub checks: Vec<(usize, Vec<f64>)>,
}

impl LivingSheet {
    /// A sheet of so many months.
    pub fn new(n_months: usize) -> Self {
        Self { n_months, ..Self::default() }
    }

    /// The place that the next line gets.
    pub fn next(&self) -> usize {
        self.lines.len()
    }

    /// Adds a title.
    pub fn title(&mut self, name: &str) {
        let (name, cells) = (name.to_owned(), vec![]);
        self.lines.push(LivingLine { name, look: LineLook::Title, cells, is_given: false });
    }

    /// Adds a line; returns its place.
    pub fn line(&mut self, name: &str, look: LineLook, cell: impl FnMut(usize) -> Formula) -> usize {
        let cells = (0..self.n_months).map(cell).collect();
        self.lines.push(LivingLine { name: name.to_owned(), look, cells, is_given: false });
        self.lines.len() - 1
    }

    /// Adds a line whose values are given.
    pub fn given(&mut self, name: &str, look: LineLook, values: &[f64]) -> usize {
        let cells = (0..self.n_months).map(|t| Formula::Number(values.get(t).copied().unwrap_or(0.0)));
        let cells = cells.collect();
        self.lines.push(LivingLine { name: name.to_owned(), look, cells, is_given: true });
        self.lines.len() - 1
    }

    /// What every cell comes to with these inputs.
    pub fn values(&self, inputs: &[f64]) -> Vec<Vec<f64>> {
        let known = self.lines.iter().map(|line| vec![None; line.cells.len()]).collect();
        let mut ground = SheetGround { sheet: self, inputs, known };
        let mut values: Vec<Vec<f64>> = self.lines.iter().map(|_| vec![]).collect();
        // Month by month, so that what is asked for was mostly told before.
        for t in 0..self.n_months {
            for (line, own) in self.lines.iter().zip(values.iter_mut().enumerate()) {
                if !line.cells.is_empty() {
                    own.1.push(ground.cell(own.0, t));
                }
            }
        }
        values
    }
}

/// A sheet while it is worked out.
struct SheetGround<'a> {
    sheet: &'a LivingSheet,
    inputs: &'a [f64],
    known: Vec<Vec<Option<f64>>>,
}

impl FormulaGround for SheetGround<'_> {
    fn input(&self, place: usize) -> f64 {
        self.inputs.get(place).copied().unwrap_or(0.0)
    }

    fn cell(&mut self, line: usize, month: usize) -> f64 {
        if let Some(known) = self.known.get(line).and_then(|own| own.get(month).copied().flatten()) {
            return known;
        }
        let sheet = self.sheet;
        let Some(formula) = sheet.lines.get(line).and_then(|own| own.cells.get(month)) else { return 0.0 };
        let value = formula.value(self);
        self.known[line][month] = Some(value);
        value
    }
}
