//! Why revenue came otherwise than planned: by channel, and by cause. Parts add up to the whole.

use crate::forecast::central_channels;
use crate::ledger::{ChannelMonth, Ledger};
use crate::model::Model;
use crate::plan::Plan;
use crate::unit::Month;

use super::series::number;

/// Why revenue came otherwise than planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cause {
    /// More or fewer visits, where files tell them.
    Visits,
    /// More or fewer orders a visit, where files tell visits.
    Conversion,
    /// More or fewer orders, where nothing tells why.
    Orders,
    /// More or less money an order, where files tell refunds apart.
    OrderValue,
    /// A larger or smaller part that came back, where files tell it.
    Refunds,
    /// More or less money an order after refunds, where nothing tells why.
    MoneyPerOrder,
}

/// A month of a channel against the plan. Money is in the plan's currency, sales after refunds.
#[derive(Clone, Debug, PartialEq)]
pub struct Variance {
    /// Id of the channel.
    pub channel: String,
    /// The month.
    pub month: Month,
    /// What the plan has, every estimate at its likely value.
    pub planned: f64,
    /// What came.
    pub actual: f64,
    /// What each cause brought or took; they add up to actual less planned.
    pub causes: Vec<(Cause, f64)>,
    planned_orders: f64,
    actual_orders: f64,
}

/// What all channels together did otherwise than planned.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MixVariance {
    /// More or fewer orders in all, shared as planned.
    pub level: f64,
    /// Orders of dearer or cheaper channels than planned.
    pub mix: f64,
    /// More or less money an order within channels.
    pub money_per_order: f64,
}

/// The variance of every month of a channel for which `plan.actuals` tell orders and revenue, against the scenario at
/// `scenario`. `ledger` names shops as the plan's channels are named, with `-` for `:`; what it tells of visits and refunds
/// takes the causes further apart.
pub fn variance(plan: &Plan, scenario: usize, ledger: Option<&Ledger>) -> Vec<Variance> {
    let model = Model::compile(plan);
    let plain = central_channels(&model, scenario, plan.horizon_months);
    let of_actual = |actual: &crate::plan::Actual| {
        let t = usize::try_from(actual.month.since(plan.start)).ok().filter(|t| *t < plan.horizon_months)?;
        let place = plan.channels.iter().position(|channel| Some(&channel.id) == actual.channel.as_ref())?;
        let (orders, revenue) = (actual.orders?, actual.revenue?);
        let channel = &plan.channels[place];
        let (planned_orders, planned) = (plain.orders(place, t), plain.revenue(place, t));
        let told = ledger.and_then(|ledger| {
            let is_it = |month: &&ChannelMonth| {
                month.month == actual.month && month.channel.replace(':', "-") == channel.id
            };
            ledger.months.iter().find(is_it)
        });
        let planned_visits = planned_orders / channel.conversion.likely;
        let visits = told.and_then(|month| month.sessions).map(|visits| visits as f64).filter(|x| *x > 0.0);
        let per_order = planned / planned_orders;
        let mut causes = vec![];
        match visits.filter(|_| planned_visits.is_finite() && planned_visits > 0.0) {
            Some(visits) => {
                let rate = planned_orders / planned_visits;
                causes.push((Cause::Visits, (visits - planned_visits) * rate * per_order));
                causes.push((Cause::Conversion, (orders - visits * rate) * per_order));
            }
            None => causes.push((Cause::Orders, (orders - planned_orders) * per_order)),
        }
        let came_back = told.and_then(|month| Some(number(month.refunds)? / number(month.revenue)?));
        let change = revenue - orders * per_order;
        match came_back.filter(|share| (0.0..1.0).contains(share)) {
            Some(share) => {
                let value = planned / planned_orders / (1.0 - channel.refund.likely);
                let refunds = -(share - channel.refund.likely) * value * orders;
                causes.push((Cause::OrderValue, change - refunds));
                causes.push((Cause::Refunds, refunds));
            }
            None => causes.push((Cause::MoneyPerOrder, change)),
        }
        causes.iter().all(|(_, money)| money.is_finite()).then(|| Variance {
            channel: channel.id.clone(),
            month: actual.month,
            planned,
            actual: revenue,
            causes,
            planned_orders,
            actual_orders: orders,
        })
    };
    plan.actuals.iter().filter_map(of_actual).collect()
}

/// The same for all channels together: the level, and which channels the orders came from.
pub fn mix(variances: &[Variance]) -> MixVariance {
    let sum = |figure: &dyn Fn(&Variance) -> f64| variances.iter().map(figure).sum::<f64>();
    let (planned, actual) = (sum(&|it| it.planned), sum(&|it| it.actual));
    let grown = sum(&|it| it.actual_orders) / sum(&|it| it.planned_orders);
    let at_planned_money = sum(&|it| it.actual_orders * it.planned / it.planned_orders);
    let level = (grown - 1.0) * planned;
    let whole = MixVariance {
        level,
        mix: at_planned_money - planned - level,
        money_per_order: actual - at_planned_money,
    };
    if grown.is_finite() { whole } else { MixVariance::default() }
}
