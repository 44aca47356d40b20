//! The numbers of a plan as fields: where each stands, in which unit it is read, and what a new value does.

pub mod basis;
pub mod beyond;
pub mod cost;
pub mod item;
pub mod name;
pub mod unit;

use sortie_engine::plan::{
    EstimateField, EstimateMut, FaultPlace, Mechanism, NumberField, NumberMeasure, NumberRange, Parameter,
    Plan, PlanFault, check, estimate_of_cash, estimate_of_change, estimate_of_channel, estimate_of_mechanism,
    estimate_of_shock, estimate_of_strategy, field_of_change, fields_of_cash, fields_of_channel,
    fields_of_mechanism, fields_of_shock, fields_of_strategy, numbers_of_cash, numbers_of_channel,
    numbers_of_demand, numbers_of_mechanism, numbers_of_plan, numbers_of_seller, numbers_of_shock,
    set_number_of_cash, set_number_of_channel, set_number_of_demand, set_number_of_mechanism,
    set_number_of_plan, set_number_of_seller, set_number_of_shock,
};
use sortie_engine::unit::Spread;

use crate::address::unit::NumberUnit;
use crate::text::Words;

/// The part of a plan that holds an estimate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PlanPart {
    /// The plan itself.
    Plan,
    /// The money of the business as a whole.
    Cash,
    /// How demand moves.
    Demand,
    /// What the seller already has.
    Seller,
    /// The exchange rate of the currency with this place in the list.
    Rate(usize),
    /// The market with this place in the list.
    Market(usize),
    /// A channel.
    Channel(usize),
    /// A shock.
    Shock(usize),
    /// A channel that a shock's lost visits turn to.
    Diversion(usize, usize),
    /// A number that a shock changes.
    Adjustment(usize, usize),
    /// A strategy.
    Strategy(usize),
    /// A strategy's mechanism.
    Mechanism(usize, usize),
    /// A scenario.
    Scenario(usize),
}

/// A number of the plan, an estimate or not: which part holds it, and the name of its field there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PlanField {
    /// The part that holds it.
    pub part: PlanPart,
    /// Its name in the plan's file.
    pub name: &'static str,
}

impl PlanPart {
    /// The estimate of that name.
    pub const fn field(self, name: &'static str) -> PlanField {
        PlanField { part: self, name }
    }
}

impl PlanField {
    /// The field in hand before any was touched.
    pub const FIRST: Self = PlanPart::Channel(0).field("conversion");

    /// What it belongs to, as the seller named it; nothing for the whole business.
    pub fn owner(self, plan: &Plan, words: &Words) -> String {
        let channel = |id: &str| {
            let channel = plan.channels.iter().find(|channel| channel.id == id);
            channel.map_or_else(|| id.to_owned(), |channel| words.ready(&channel.name).to_owned())
        };
        let owner = match self.part {
            PlanPart::Plan | PlanPart::Cash | PlanPart::Demand | PlanPart::Seller => None,
            PlanPart::Market(idx) => plan.markets.get(idx).map(|market| words.ready(&market.name)),
            PlanPart::Scenario(idx) => plan.scenarios.get(idx).map(|scenario| words.ready(&scenario.name)),
            PlanPart::Rate(idx) => plan.fx.keys().nth(idx).map(String::as_str),
            PlanPart::Channel(idx) => plan.channels.get(idx).map(|channel| words.ready(&channel.name)),
            PlanPart::Shock(idx) | PlanPart::Adjustment(idx, _) => {
                plan.shocks.get(idx).map(|shock| words.ready(&shock.name))
            }
            PlanPart::Diversion(idx, part) => {
                let diversion = plan.shocks.get(idx).and_then(|shock| shock.diversions.get(part));
                return diversion.map(|diversion| channel(&diversion.to)).unwrap_or_default();
            }
            PlanPart::Strategy(idx) | PlanPart::Mechanism(idx, _) => {
                plan.strategies.get(idx).map(|strategy| words.ready(&strategy.name))
            }
        };
        owner.unwrap_or_default().to_owned()
    }

    /// Its unit.
    pub fn unit(self, plan: &Plan) -> NumberUnit {
        let measure = self.find(plan).map(|estimate| estimate.measure);
        match measure.or_else(|| self.number(plan).map(|number| number.measure)) {
            Some(NumberMeasure::Money) => NumberUnit::Money(self.currency(plan)),
            Some(NumberMeasure::Share) => NumberUnit::Share,
            Some(NumberMeasure::Ratio) => NumberUnit::Ratio,
            Some(NumberMeasure::Growth) => NumberUnit::Growth,
            Some(NumberMeasure::Months) => NumberUnit::Months,
            Some(NumberMeasure::Days) => NumberUnit::Days,
            Some(NumberMeasure::Plain) => NumberUnit::Number,
            Some(NumberMeasure::UsDollars) => NumberUnit::Money("USD".to_owned()),
            Some(NumberMeasure::Added) => self.added_unit(plan),
            Some(NumberMeasure::Count) | None => NumberUnit::Count,
        }
    }

    /// The currency of its money: its channel's or strategy's own, or the plan's.
    fn currency(self, plan: &Plan) -> String {
        let own = match self.part {
            PlanPart::Channel(idx) => plan.channels.get(idx).and_then(|channel| channel.currency.as_ref()),
            PlanPart::Strategy(idx) | PlanPart::Mechanism(idx, _) => {
                plan.strategies.get(idx).and_then(|strategy| strategy.currency.as_ref())
            }
            _ => None,
        };
        own.unwrap_or(&plan.currency).clone()
    }

    /// The unit of what is added to a number, which is that of the number; money is in the plan's currency.
    fn added_unit(self, plan: &Plan) -> NumberUnit {
        let parameter = match self.part {
            PlanPart::Adjustment(idx, part) => {
                plan.shocks.get(idx).and_then(|shock| shock.adjustments.get(part)).map(|it| it.parameter)
            }
            PlanPart::Mechanism(idx, part) => {
                match plan.strategies.get(idx).and_then(|strategy| strategy.mechanisms.get(part)) {
                    Some(Mechanism::Adjust(adjust)) => Some(adjust.parameter),
                    _ => None,
                }
            }
            _ => None,
        };
        match parameter {
            Some(Parameter::Visits) => NumberUnit::Number,
            Some(parameter) if parameter.is_money() => NumberUnit::Money(plan.currency.clone()),
            _ => NumberUnit::Growth,
        }
    }

    /// Its three figures, if the plan has it.
    pub fn spread(self, plan: &Plan) -> Option<Spread> {
        self.find(plan).map(|estimate| estimate.spread)
    }

    /// Its value, the likely one where it has a range, if the plan has it.
    pub fn likely(self, plan: &Plan) -> Option<f64> {
        let estimate = self.spread(plan).map(|spread| spread.likely);
        estimate.or_else(|| self.number(plan).map(|number| number.value))
    }

    /// Moves its likely value, the range with it. A hand that rests in the middle of a drag asks in every frame for the
    /// value that is there: nothing may change then, not even the last digit of the range.
    #[expect(clippy::float_cmp, reason = "the value that is there is exactly that value")]
    pub fn move_to(self, plan: &mut Plan, value: f64) {
        let is_there = self.spread(plan).is_some_and(|spread| spread.likely == value);
        match self.find_in(plan) {
            Some(mut estimate) if !is_there => estimate.move_to(value),
            Some(_) => {}
            None => return,
        }
        let has_range = self.spread(plan).is_some_and(|spread| !spread.is_certain());
        if !has_range {
            self.mark_typed(plan);
        } else if !is_there || !self.is_typed(plan) {
            self.mark_typed_likely(plan);
        }
    }

    /// Gives it three figures.
    pub fn set(self, plan: &mut Plan, low: f64, likely: f64, high: f64) {
        let Some(mut estimate) = self.find_in(plan) else { return };
        estimate.set(low, likely, high);
        self.mark_typed(plan);
    }

    /// The estimate, to be looked at.
    fn find(self, plan: &Plan) -> Option<EstimateField> {
        let own =
            |spread, measure, range| EstimateField { name: self.name, spread, measure, range, default: None };
        let fields = match self.part {
            PlanPart::Plan
            | PlanPart::Demand
            | PlanPart::Seller
            | PlanPart::Market(_)
            | PlanPart::Scenario(_) => return None,
            PlanPart::Cash => fields_of_cash(&plan.cash),
            // What there is one of is found whatever it is called.
            PlanPart::Rate(idx) => {
                vec![own(plan.fx.values().nth(idx)?.spread(), NumberMeasure::Plain, NumberRange::ABOVE_0)]
            }
            PlanPart::Channel(idx) => fields_of_channel(plan.channels.get(idx)?),
            PlanPart::Shock(idx) => fields_of_shock(plan.shocks.get(idx)?),
            PlanPart::Diversion(idx, part) => {
                let diversion = plan.shocks.get(idx)?.diversions.get(part)?;
                vec![own(diversion.share.spread(), NumberMeasure::Share, NumberRange::SHARE)]
            }
            PlanPart::Adjustment(idx, part) => {
                vec![field_of_change(&plan.shocks.get(idx)?.adjustments.get(part)?.change)]
            }
            PlanPart::Strategy(idx) => fields_of_strategy(plan.strategies.get(idx)?),
            PlanPart::Mechanism(idx, part) => {
                fields_of_mechanism(plan.strategies.get(idx)?.mechanisms.get(part)?)
            }
        };
        fields.into_iter().find(|estimate| estimate.name == self.name)
    }

    /// The number that is held for certain, to be looked at.
    pub fn number(self, plan: &Plan) -> Option<NumberField> {
        let numbers = match self.part {
            PlanPart::Plan => numbers_of_plan(plan),
            PlanPart::Cash => numbers_of_cash(&plan.cash),
            PlanPart::Demand => numbers_of_demand(&plan.demand),
            PlanPart::Seller => numbers_of_seller(&plan.seller),
            PlanPart::Channel(idx) => numbers_of_channel(plan.channels.get(idx)?),
            PlanPart::Shock(idx) => numbers_of_shock(plan.shocks.get(idx)?),
            PlanPart::Mechanism(idx, part) => {
                numbers_of_mechanism(plan.strategies.get(idx)?.mechanisms.get(part)?)
            }
            PlanPart::Rate(_)
            | PlanPart::Market(_)
            | PlanPart::Diversion(..)
            | PlanPart::Adjustment(..)
            | PlanPart::Strategy(_)
            | PlanPart::Scenario(_) => return None,
        };
        numbers.into_iter().find(|number| number.name == self.name)
    }

    /// Changes the number that is held for certain.
    pub fn set_number(self, plan: &mut Plan, value: f64) {
        let name = self.name;
        let is_there = match self.part {
            PlanPart::Plan => set_number_of_plan(plan, name, value),
            PlanPart::Cash => set_number_of_cash(&mut plan.cash, name, value),
            PlanPart::Demand => set_number_of_demand(&mut plan.demand, name, value),
            PlanPart::Seller => set_number_of_seller(&mut plan.seller, name, value),
            PlanPart::Channel(idx) => {
                plan.channels.get_mut(idx).is_some_and(|it| set_number_of_channel(it, name, value))
            }
            PlanPart::Shock(idx) => {
                plan.shocks.get_mut(idx).is_some_and(|it| set_number_of_shock(it, name, value))
            }
            PlanPart::Mechanism(idx, part) => {
                let strategy = plan.strategies.get_mut(idx);
                let mechanism = strategy.and_then(|it| it.mechanisms.get_mut(part));
                mechanism.is_some_and(|it| set_number_of_mechanism(it, name, value))
            }
            PlanPart::Rate(_)
            | PlanPart::Market(_)
            | PlanPart::Diversion(..)
            | PlanPart::Adjustment(..)
            | PlanPart::Strategy(_)
            | PlanPart::Scenario(_) => false,
        };
        if is_there {
            self.mark_typed(plan);
        }
    }

    /// The estimate, to be changed.
    fn find_in(self, plan: &mut Plan) -> Option<EstimateMut<'_>> {
        let name = self.name;
        match self.part {
            PlanPart::Plan
            | PlanPart::Demand
            | PlanPart::Seller
            | PlanPart::Market(_)
            | PlanPart::Scenario(_) => None,
            PlanPart::Cash => estimate_of_cash(&mut plan.cash, name),
            PlanPart::Rate(idx) => plan.fx.values_mut().nth(idx).map(EstimateMut::Amount),
            PlanPart::Channel(idx) => estimate_of_channel(plan.channels.get_mut(idx)?, name),
            PlanPart::Shock(idx) => estimate_of_shock(plan.shocks.get_mut(idx)?, name),
            PlanPart::Diversion(idx, part) => {
                let diversion = plan.shocks.get_mut(idx)?.diversions.get_mut(part)?;
                Some(EstimateMut::Share(&mut diversion.share))
            }
            PlanPart::Adjustment(idx, part) => {
                estimate_of_change(&mut plan.shocks.get_mut(idx)?.adjustments.get_mut(part)?.change, name)
            }
            PlanPart::Strategy(idx) => estimate_of_strategy(plan.strategies.get_mut(idx)?, name),
            PlanPart::Mechanism(idx, part) => {
                estimate_of_mechanism(plan.strategies.get_mut(idx)?.mechanisms.get_mut(part)?, name)
            }
        }
    }
}

/// Changes the plan by `edit`, unless the plan would then have a fault: then it stays, and the answer says what
/// would be right.
///
/// # Errors
/// What would be right, in words.
pub fn try_edit(plan: &mut Plan, words: &Words, edit: impl FnOnce(&mut Plan)) -> Result<(), String> {
    // The field stands right there, so that its place need not be told.
    try_change(plan, edit)
        .map_err(|fault| words.fault_on_page(&PlanFault { place: FaultPlace::default(), ..fault }, None))
}

/// As [`try_edit`], for a number in `unit`, so that its range is told as it is typed.
///
/// # Errors
/// What would be right, in words.
pub fn try_number(
    plan: &mut Plan,
    words: &Words,
    unit: &NumberUnit,
    edit: impl FnOnce(&mut Plan),
) -> Result<(), String> {
    try_change(plan, edit).map_err(|fault| {
        unit.range_of(words, &fault.problem).unwrap_or_else(|| {
            words.fault_on_page(&PlanFault { place: FaultPlace::default(), ..fault }, None)
        })
    })
}

fn try_change(plan: &mut Plan, edit: impl FnOnce(&mut Plan)) -> Result<(), PlanFault> {
    let before = plan.clone();
    edit(plan);
    let Some(fault) = check(plan).into_iter().next() else { return Ok(()) };
    *plan = before;
    Err(fault)
}
