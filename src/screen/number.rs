//! The numbers of a plan as fields: where each stands, in which unit it is read, and what a new value does.

use sortie_engine::plan::{
    EstimateField, EstimateMut, Fault, Measure, Mechanism, Parameter, Place, Plan, check, estimate_of_change,
    estimate_of_channel, estimate_of_mechanism, estimate_of_shock, estimate_of_strategy, field_of_change,
    fields_of_channel, fields_of_mechanism, fields_of_shock, fields_of_strategy,
};
use sortie_engine::unit::Spread;

use super::unit::Unit;
use crate::text::Words;

/// The part of a plan that holds an estimate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
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
pub struct Field {
    /// The part that holds it.
    pub part: Part,
    /// Its name in the plan's file.
    pub name: &'static str,
}

impl Part {
    /// The place of the window where it is edited.
    pub const fn place(self) -> crate::command::Place {
        use crate::command::Place;
        match self {
            Self::Plan | Self::Cash | Self::Demand | Self::Seller | Self::Rate(_) | Self::Market(_) => {
                Place::Business
            }
            Self::Channel(_) => Place::Channels,
            Self::Shock(_) | Self::Diversion(..) | Self::Adjustment(..) => Place::Happens,
            Self::Strategy(_) | Self::Mechanism(..) => Place::Response,
            Self::Scenario(_) => Place::Scenarios,
        }
    }

    /// Whether the plan has it.
    fn is_in(self, plan: &Plan) -> bool {
        match self {
            Self::Plan | Self::Cash | Self::Demand | Self::Seller => true,
            Self::Rate(idx) => idx < plan.fx.len(),
            Self::Market(idx) => idx < plan.markets.len(),
            Self::Channel(idx) => idx < plan.channels.len(),
            Self::Scenario(idx) => idx < plan.scenarios.len(),
            Self::Strategy(idx) => idx < plan.strategies.len(),
            Self::Shock(idx) => idx < plan.shocks.len(),
            Self::Diversion(idx, part) => {
                plan.shocks.get(idx).is_some_and(|shock| part < shock.diversions.len())
            }
            Self::Adjustment(idx, part) => {
                plan.shocks.get(idx).is_some_and(|shock| part < shock.adjustments.len())
            }
            Self::Mechanism(idx, part) => {
                plan.strategies.get(idx).is_some_and(|strategy| part < strategy.mechanisms.len())
            }
        }
    }

    /// The estimate of that name.
    pub const fn field(self, name: &'static str) -> Field {
        Field { part: self, name }
    }
}

/// Numbers that are held for certain.
const WITHOUT_RANGE: [&str; 27] = [
    "opening",
    "credit_line",
    "horizon_months",
    "trend_damping",
    "volatility",
    "persistence",
    "co_movement",
    "estimate_correlation",
    "amazon_us_category_revenue_usd",
    "customer_life_months",
    "payout_days",
    "stock_days",
    "phase_out_months",
    "recovery_months",
    "probability",
    "window_months",
    "adaptation_months",
    "freeze_months",
    "ramp_months",
    "review_months",
    "approval",
    "penalty_probability",
    "penalty_months",
    "per_month",
    "half_life_months",
    "sell_after_followers",
    "learning_months",
];

impl Field {
    /// Whether it is a number without a range, of a part that the plan has.
    pub fn is_without_range(self, plan: &Plan) -> bool {
        WITHOUT_RANGE.contains(&self.name) && self.part.is_in(plan)
    }

    /// The field in hand before any was touched.
    pub const FIRST: Self = Part::Channel(0).field("conversion");

    /// What it belongs to, as the seller named it; nothing for the whole business.
    pub fn owner(self, plan: &Plan, words: &Words) -> String {
        let channel = |id: &str| {
            let channel = plan.channels.iter().find(|channel| channel.id == id);
            channel.map_or_else(|| id.to_owned(), |channel| words.ready(&channel.name).to_owned())
        };
        let owner = match self.part {
            Part::Plan | Part::Cash | Part::Demand | Part::Seller => None,
            Part::Market(idx) => plan.markets.get(idx).map(|market| words.ready(&market.name)),
            Part::Scenario(idx) => plan.scenarios.get(idx).map(|scenario| words.ready(&scenario.name)),
            Part::Rate(idx) => plan.fx.keys().nth(idx).map(String::as_str),
            Part::Channel(idx) => plan.channels.get(idx).map(|channel| words.ready(&channel.name)),
            Part::Shock(idx) | Part::Adjustment(idx, _) => {
                plan.shocks.get(idx).map(|shock| words.ready(&shock.name))
            }
            Part::Diversion(idx, part) => {
                let diversion = plan.shocks.get(idx).and_then(|shock| shock.diversions.get(part));
                return diversion.map(|diversion| channel(&diversion.to)).unwrap_or_default();
            }
            Part::Strategy(idx) | Part::Mechanism(idx, _) => {
                plan.strategies.get(idx).map(|strategy| words.ready(&strategy.name))
            }
        };
        owner.unwrap_or_default().to_owned()
    }

    /// Its unit.
    pub fn unit(self, plan: &Plan) -> Unit {
        if matches!(self.part, Part::Rate(_)) {
            return Unit::Number;
        }
        match self.find(plan).map(|estimate| estimate.measure) {
            Some(Measure::Money) => Unit::Money(self.currency(plan)),
            Some(Measure::Share) => Unit::Share,
            Some(Measure::Ratio) => Unit::Ratio,
            Some(Measure::Growth) => Unit::Growth,
            Some(Measure::Months) => Unit::Months,
            Some(Measure::Added) => self.added_unit(plan),
            Some(Measure::Count) | None => Unit::Count,
        }
    }

    /// The currency of its money: its channel's or strategy's own, or the plan's.
    fn currency(self, plan: &Plan) -> String {
        let own = match self.part {
            Part::Channel(idx) => plan.channels.get(idx).and_then(|channel| channel.currency.as_ref()),
            Part::Strategy(idx) | Part::Mechanism(idx, _) => {
                plan.strategies.get(idx).and_then(|strategy| strategy.currency.as_ref())
            }
            _ => None,
        };
        own.unwrap_or(&plan.currency).clone()
    }

    /// The unit of what is added to a number, which is that of the number; money is in the plan's currency.
    fn added_unit(self, plan: &Plan) -> Unit {
        let parameter = match self.part {
            Part::Adjustment(idx, part) => {
                plan.shocks.get(idx).and_then(|shock| shock.adjustments.get(part)).map(|it| it.parameter)
            }
            Part::Mechanism(idx, part) => {
                match plan.strategies.get(idx).and_then(|strategy| strategy.mechanisms.get(part)) {
                    Some(Mechanism::Adjust(adjust)) => Some(adjust.parameter),
                    _ => None,
                }
            }
            _ => None,
        };
        match parameter {
            Some(Parameter::Visits) => Unit::Number,
            Some(parameter) if parameter.is_money() => Unit::Money(plan.currency.clone()),
            _ => Unit::Growth,
        }
    }

    /// Its three figures, if the plan has it.
    pub fn spread(self, plan: &Plan) -> Option<Spread> {
        self.find(plan).map(|estimate| estimate.spread)
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
        self.mark_typed(plan);
    }

    /// Gives it three figures.
    pub fn set(self, plan: &mut Plan, low: f64, likely: f64, high: f64) {
        let Some(mut estimate) = self.find_in(plan) else { return };
        estimate.set(low, likely, high);
        self.mark_typed(plan);
    }

    /// The estimate, to be looked at.
    fn find(self, plan: &Plan) -> Option<EstimateField> {
        let own = |spread, measure| EstimateField { name: self.name, spread, measure };
        let fields = match self.part {
            Part::Plan | Part::Demand | Part::Seller | Part::Market(_) | Part::Scenario(_) => return None,
            Part::Cash => vec![EstimateField {
                name: "overhead_per_month",
                spread: plan.cash.overhead_per_month.spread(),
                measure: Measure::Money,
            }],
            // What there is one of is found whatever it is called.
            Part::Rate(idx) => vec![own(plan.fx.values().nth(idx)?.spread(), Measure::Ratio)],
            Part::Channel(idx) => fields_of_channel(plan.channels.get(idx)?),
            Part::Shock(idx) => fields_of_shock(plan.shocks.get(idx)?),
            Part::Diversion(idx, part) => {
                let diversion = plan.shocks.get(idx)?.diversions.get(part)?;
                vec![own(diversion.share.spread(), Measure::Share)]
            }
            Part::Adjustment(idx, part) => {
                vec![field_of_change(&plan.shocks.get(idx)?.adjustments.get(part)?.change)]
            }
            Part::Strategy(idx) => fields_of_strategy(plan.strategies.get(idx)?),
            Part::Mechanism(idx, part) => {
                fields_of_mechanism(plan.strategies.get(idx)?.mechanisms.get(part)?)
            }
        };
        fields.into_iter().find(|estimate| estimate.name == self.name)
    }

    /// The estimate, to be changed.
    fn find_in(self, plan: &mut Plan) -> Option<EstimateMut<'_>> {
        let name = self.name;
        match self.part {
            Part::Plan | Part::Demand | Part::Seller | Part::Market(_) | Part::Scenario(_) => None,
            Part::Cash => {
                let overhead = &mut plan.cash.overhead_per_month;
                (name == "overhead_per_month").then_some(EstimateMut::Amount(overhead))
            }
            Part::Rate(idx) => plan.fx.values_mut().nth(idx).map(EstimateMut::Amount),
            Part::Channel(idx) => estimate_of_channel(plan.channels.get_mut(idx)?, name),
            Part::Shock(idx) => estimate_of_shock(plan.shocks.get_mut(idx)?, name),
            Part::Diversion(idx, part) => {
                let diversion = plan.shocks.get_mut(idx)?.diversions.get_mut(part)?;
                Some(EstimateMut::Share(&mut diversion.share))
            }
            Part::Adjustment(idx, part) => {
                estimate_of_change(&mut plan.shocks.get_mut(idx)?.adjustments.get_mut(part)?.change, name)
            }
            Part::Strategy(idx) => estimate_of_strategy(plan.strategies.get_mut(idx)?, name),
            Part::Mechanism(idx, part) => {
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
    try_change(plan, edit).map_err(|fault| words.fault(&Fault { place: Place::default(), ..fault }))
}

/// As [`try_edit`], for a number in `unit`, so that its range is told as it is typed.
///
/// # Errors
/// What would be right, in words.
pub fn try_number(
    plan: &mut Plan,
    words: &Words,
    unit: &Unit,
    edit: impl FnOnce(&mut Plan),
) -> Result<(), String> {
    try_change(plan, edit).map_err(|fault| {
        unit.range_of(words, &fault.problem)
            .unwrap_or_else(|| words.fault(&Fault { place: Place::default(), ..fault }))
    })
}

fn try_change(plan: &mut Plan, edit: impl FnOnce(&mut Plan)) -> Result<(), Fault> {
    let before = plan.clone();
    edit(plan);
    let Some(fault) = check(plan).into_iter().next() else { return Ok(()) };
    *plan = before;
    Err(fault)
}
