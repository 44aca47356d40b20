//! What every step stands on: the plan, its inputs, the months, and what the scenario does.

use sortie_engine::compare::ScenarioTrace;
use sortie_engine::plan::{Channel, Mechanism, Plan, Scenario, Shock, Strategy};
use sortie_engine::unit::{Day, Month};

use super::book::{InputBook, InputLook, LineLook, LivingInput, LivingSheet};
use super::formula::{Formula, Function, Sign, least, most, number, one, serial, when, zero};
use crate::address::name::guess_name;
use crate::address::unit::NumberUnit;
use crate::address::{PlanField, PlanPart};
use crate::text::{Words, quiet};

/// A scenario that is written out in formulas.
pub struct LivingGround<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The words.
    pub words: &'static Words,
    /// The months of the scenario on the likely path: for what is given as values.
    pub trace: &'a ScenarioTrace,
    /// The shocks of the scenario, in its order, with their places in the plan.
    pub shocks: Vec<(usize, &'a Shock)>,
    /// The strategies that do something, in its order, with their places in the plan.
    pub strategies: Vec<(usize, &'a Strategy)>,
    /// The inputs.
    pub inputs: &'a mut InputBook,
    /// The sheet.
    pub sheet: LivingSheet,
}

/// Whether a chance counts as taken on the likely path.
pub fn is_likely(chance: f64) -> bool {
    chance >= 0.5
}

impl<'a> LivingGround<'a> {
    /// The ground of a scenario. `shut_out` are strategies that do not let the seller in.
    pub fn new(
        plan: &'a Plan,
        words: &'static Words,
        scenario: &'a Scenario,
        shut_out: &[String],
        trace: &'a ScenarioTrace,
        inputs: &'a mut InputBook,
    ) -> Self {
        let shocks = scenario
            .shocks
            .iter()
            .filter_map(|id| plan.shocks.iter().enumerate().find(|(_, shock)| shock.id == *id));
        let strategies = scenario
            .strategies
            .iter()
            .filter(|id| !shut_out.contains(id))
            .filter_map(|id| plan.strategies.iter().enumerate().find(|(_, strategy)| strategy.id == *id));
        let (shocks, strategies) = (shocks.collect(), strategies.collect());
        let sheet = LivingSheet::new(plan.horizon_months);
        Self { plan, words, trace, shocks, strategies, inputs, sheet }
    }

    /// The input of a number of the plan.
    pub fn input(&mut self, field: PlanField) -> Formula {
        let value = field.likely(self.plan).unwrap_or(0.0);
        let look = match field.unit(self.plan) {
            NumberUnit::Money(currency) => InputLook::Money(currency),
            NumberUnit::Share | NumberUnit::Growth | NumberUnit::Ratio => InputLook::Share,
            NumberUnit::Count | NumberUnit::Number | NumberUnit::Months | NumberUnit::Days => {
                InputLook::Plain
            }
        };
        let name = quiet(&guess_name(self.words, self.plan, field)).into_owned();
        let source = field.source(self.plan, self.words, None).unwrap_or_default();
        self.inputs.add(LivingInput { name, value, look, field: Some(field), source })
    }

    /// The input of a number of a channel.
    pub fn of_channel(&mut self, place: usize, name: &'static str) -> Formula {
        self.input(PlanPart::Channel(place).field(name))
    }

    /// The input of a day that is called `name`.
    pub fn day(&mut self, field: PlanField, name: &str, day: Day) -> Formula {
        let value = serial(day.month.year(), day.month.number(), day.day.unwrap_or(1));
        let source = field.source(self.plan, self.words, None).unwrap_or_default();
        let name = quiet(name).into_owned();
        self.inputs.add(LivingInput { name, value, look: InputLook::Day, field: Some(field), source })
    }

    /// The first day of the plan.
    pub fn start(&self) -> Formula {
        let start: Month = self.plan.start;
        number(serial(start.year(), start.number(), 1))
    }

    /// Months from the plan's start to a day.
    pub fn since_start(&self, day: Formula) -> Formula {
        Formula::Call(Function::MonthsSince, vec![day, self.start()])
    }

    /// The mean over month `t` of a rise from 0 at `start` to 1 `months` later.
    pub fn ramp(t: usize, start: &Formula, months: &Formula) -> Formula {
        let since = || number(t as f64 + 1.0) - start.clone();
        let after = |top: Formula| least(vec![one(), most(vec![zero(), since() - top])]);
        if matches!(months, Formula::Number(months) if *months <= 0.0) {
            return after(zero());
        }
        let within = |since: Formula| least(vec![months.clone(), most(vec![zero(), since])]);
        let to = within(since()).joined(Sign::Power, number(2.0));
        let from = within(since() - one()).joined(Sign::Power, number(2.0));
        let rising = after(months.clone()) + (to - from) / (number(2.0) * months.clone());
        when(months.clone().joined(Sign::Above, zero()), rising, after(zero()))
    }

    /// The input of months that something takes; nothing where the plan says so and cannot be moved by a share.
    pub fn months(&mut self, field: PlanField) -> Formula {
        self.input(field)
    }

    /// The rate of a currency against the plan's.
    pub fn rate(&mut self, currency: Option<&String>) -> Formula {
        let Some(currency) = currency.filter(|currency| **currency != self.plan.currency) else {
            return one();
        };
        match self.plan.fx.keys().position(|known| known == currency) {
            Some(place) => self.input(PlanPart::Rate(place).field("fx")),
            None => one(),
        }
    }

    /// The name of a channel.
    pub fn channel_name(&self, channel: &Channel) -> String {
        quiet(self.words.ready(&channel.name)).into_owned()
    }

    /// A line named by a key of the words, of a channel or a shock.
    pub fn named(&self, key: &str, of: &str) -> String {
        let name = self.words.get(key);
        if of.is_empty() { name.to_owned() } else { format!("{name} \u{b7} {of}") }
    }

    /// The mechanisms that act, with the places of their strategies among those of the scenario, and their own.
    pub fn mechanisms(&self) -> Vec<(usize, usize, &'a Mechanism)> {
        let of = self.strategies.iter().enumerate();
        of.flat_map(|(at, (_, strategy))| {
            strategy.mechanisms.iter().enumerate().map(move |(place, mechanism)| (at, place, mechanism))
        })
        .collect()
    }

    /// The part of the plan that holds a mechanism.
    pub fn part(&self, at: usize, place: usize) -> PlanPart {
        PlanPart::Mechanism(self.strategies[at].0, place)
    }

    /// A share or a number by month.
    pub fn share(&mut self, name: &str, cell: impl FnMut(usize) -> Formula) -> usize {
        self.sheet.line(name, LineLook::Share, cell)
    }

    /// A number of things by month.
    pub fn count(&mut self, name: &str, cell: impl FnMut(usize) -> Formula) -> usize {
        self.sheet.line(name, LineLook::Count, cell)
    }

    /// Money by month.
    pub fn money(&mut self, name: &str, cell: impl FnMut(usize) -> Formula) -> usize {
        self.sheet.line(name, LineLook::Money, cell)
    }
}
