//! Why revenue came otherwise than planned: by channel, and by cause. Parts add up to the whole.

use crate::forecast::{PlainPath, central_channels};
use crate::model::Model;
use crate::plan::{Channel, Plan};
use crate::unit::Month;

use super::came::{MonthActuals, came};

/// Why revenue came otherwise than planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum VarianceCause {
    /// More or fewer visits, where they are told.
    Visits,
    /// More or fewer orders a visit, where visits are told.
    Conversion,
    /// More or fewer orders, where nothing tells why.
    Orders,
    /// More or less money an order, where refunds are told apart.
    OrderValue,
    /// A larger or smaller part that came back, where it is told.
    Refunds,
    /// More or less money an order after refunds, where nothing tells why.
    MoneyPerOrder,
    /// Orders are not told, so that nothing tells why.
    Untold,
}

impl VarianceCause {
    /// Every cause, in the order in which a seller thinks of them.
    pub const ALL: [Self; 7] = [
        Self::Visits,
        Self::Conversion,
        Self::Orders,
        Self::OrderValue,
        Self::Refunds,
        Self::MoneyPerOrder,
        Self::Untold,
    ];
}

/// A month of a channel against the plan. Money is in the plan's currency, sales after refunds.
#[derive(Clone, Debug, PartialEq)]
pub struct ChannelVariance {
    /// Id of the channel; none for what the business took in beside the channels that are told by themselves.
    pub channel: Option<String>,
    /// The month.
    pub month: Month,
    /// What the plan has, every estimate at its likely value.
    pub planned: f64,
    /// What came.
    pub actual: f64,
    /// What each cause brought or took; they add up to actual less planned.
    pub causes: Vec<(VarianceCause, f64)>,
    planned_orders: f64,
    actual_orders: Option<f64>,
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

/// Orders, where they are known, and money.
#[derive(Clone, Copy)]
struct SalesFigures {
    orders: Option<f64>,
    money: f64,
}

/// The variance of every month of a channel for which `plan.actuals` tell revenue, against the scenario at `scenario`; and
/// of the rest of the business, where a month tells revenue of the whole and not of all channels. Visits and refunds of a
/// channel, where they are told, take the causes further apart.
pub fn variance(plan: &Plan, scenario: usize) -> Vec<ChannelVariance> {
    let model = Model::compile(plan);
    let plain = central_channels(&model, scenario, plan.horizon_months);
    (0..plan.horizon_months).flat_map(|t| of_month(plan, &plain, t)).collect()
}

fn of_month(plan: &Plan, plain: &PlainPath, t: usize) -> Vec<ChannelVariance> {
    let month = plan.start.plus(t as i32);
    let mut rows = vec![];
    let mut rest = SalesFigures { orders: Some(0.0), money: 0.0 };
    let (mut known, mut n_left) = (SalesFigures { orders: Some(0.0), money: 0.0 }, 0);
    for (place, channel) in plan.channels.iter().enumerate() {
        let planned = SalesFigures { orders: Some(plain.orders(place, t)), money: plain.revenue(place, t) };
        let told = came(plan, month, Some(&channel.id));
        let Some(money) = told.revenue else {
            rest = sum(rest, planned);
            n_left += 1;
            continue;
        };
        let actual = SalesFigures { orders: told.orders, money };
        known = sum(known, actual);
        rows.push(row(Some((channel, told)), month, planned, actual));
    }
    let whole = came(plan, month, None);
    if let Some(money) = whole.revenue.filter(|_| n_left > 0) {
        let orders = whole.orders.zip(known.orders).map(|(all, known)| (all - known).max(0.0));
        let actual = SalesFigures { orders, money: money - known.money };
        rows.push(row(None, month, rest, actual));
    }
    rows
}

fn sum(a: SalesFigures, b: SalesFigures) -> SalesFigures {
    SalesFigures { orders: a.orders.zip(b.orders).map(|(a, b)| a + b), money: a.money + b.money }
}

fn row(
    of: Option<(&Channel, MonthActuals)>,
    month: Month,
    planned: SalesFigures,
    actual: SalesFigures,
) -> ChannelVariance {
    let planned_orders = planned.orders.unwrap_or(0.0);
    ChannelVariance {
        channel: of.map(|(channel, _)| channel.id.clone()),
        month,
        planned: planned.money,
        actual: actual.money,
        causes: causes(of, planned, actual),
        planned_orders,
        actual_orders: actual.orders,
    }
}

/// What an order was to bring; where none was planned, what it did bring, so that all is due to orders.
fn per_order(planned_orders: f64, planned: f64, orders: f64, money: f64) -> f64 {
    match () {
        () if planned_orders > 0.0 => planned / planned_orders,
        () if orders > 0.0 => money / orders,
        () => 0.0,
    }
}

fn causes(
    of: Option<(&Channel, MonthActuals)>,
    planned: SalesFigures,
    actual: SalesFigures,
) -> Vec<(VarianceCause, f64)> {
    let Some(orders) = actual.orders else {
        return vec![(VarianceCause::Untold, actual.money - planned.money)];
    };
    let planned_orders = planned.orders.unwrap_or(0.0);
    let per_order = per_order(planned_orders, planned.money, orders, actual.money);
    let mut causes = vec![];
    let planned_visits = of.map_or(0.0, |(channel, _)| planned_orders / channel.conversion.likely);
    let visits = of.and_then(|(_, told)| told.visits).filter(|visits| *visits > 0.0);
    match visits.filter(|_| planned_visits.is_finite() && planned_visits > 0.0) {
        Some(visits) => {
            let rate = planned_orders / planned_visits;
            causes.push((VarianceCause::Visits, (visits - planned_visits) * rate * per_order));
            causes.push((VarianceCause::Conversion, (orders - visits * rate) * per_order));
        }
        None => causes.push((VarianceCause::Orders, orders * per_order - planned.money)),
    }
    let came_back = of.and_then(|(_, told)| told.refunds).map(|refunds| refunds / (actual.money + refunds));
    let change = actual.money - orders * per_order;
    match came_back.filter(|share| (0.0..1.0).contains(share)).zip(of) {
        Some((share, (channel, _))) if channel.refund.likely < 1.0 => {
            let value = per_order / (1.0 - channel.refund.likely);
            let refunds = -(share - channel.refund.likely) * value * orders;
            causes.push((VarianceCause::OrderValue, change - refunds));
            causes.push((VarianceCause::Refunds, refunds));
        }
        _ => causes.push((VarianceCause::MoneyPerOrder, change)),
    }
    causes
}

/// The same for all channels together: the level, and which channels the orders came from. Months without orders tell
/// neither and are left out.
pub fn mix(variances: &[ChannelVariance]) -> MixVariance {
    let rows = || variances.iter().filter_map(|it| Some((it, it.actual_orders?)));
    let sum =
        |figure: &dyn Fn(&ChannelVariance, f64) -> f64| rows().map(|(it, n)| figure(it, n)).sum::<f64>();
    let (planned, actual) = (sum(&|it, _| it.planned), sum(&|it, _| it.actual));
    let grown = sum(&|_, n| n) / sum(&|it, _| it.planned_orders);
    let at_planned_money = sum(&|it, n| n * per_order(it.planned_orders, it.planned, n, it.actual));
    let level = (grown - 1.0) * planned;
    let whole = MixVariance {
        level,
        mix: at_planned_money - planned - level,
        money_per_order: actual - at_planned_money,
    };
    if grown.is_finite() { whole } else { MixVariance::default() }
}
