//! The figures of a month that came: the columns of their table, where each lies in the plan, and how it is read.

use sortie_engine::plan::{ActualMonth, Plan, RuleMetric};
use sortie_engine::unit::Month;

use crate::address::unit::NumberUnit;
use crate::text::Words;

/// What is told of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActualFigure {
    /// Sales after refunds.
    Revenue,
    /// Orders.
    Orders,
    /// Cash at month's end.
    Cash,
    /// Visits.
    Visits,
    /// Money paid back to buyers.
    Refunds,
    /// Followers at month's end.
    Followers,
    /// Subscribers at month's end.
    Subscribers,
}

/// Of what it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActualPlace {
    /// The business as a whole.
    Business,
    /// The channel with this place in the plan.
    Channel(usize),
    /// The strategy with this place in the plan: the orders that it brought itself.
    Strategy(usize),
}

/// A column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActualsColumn {
    /// Of what it tells.
    pub place: ActualPlace,
    /// What it tells.
    pub what: ActualFigure,
}

/// Every column: those of the business, then those of each channel; with `is_more` the figures that few sellers keep as
/// well, and what strategies brought that start or stop by a rule. Cash, followers and subscribers belong to the business.
pub fn columns(plan: &Plan, is_more: bool) -> Vec<ActualsColumn> {
    use ActualFigure::{Cash, Followers, Orders, Refunds, Revenue, Subscribers, Visits};
    let of = |place: ActualPlace, figures: &[ActualFigure]| {
        figures.iter().map(|what| ActualsColumn { place, what: *what }).collect::<Vec<_>>()
    };
    let (of_business, of_channel): (&[ActualFigure], &[ActualFigure]) = if is_more {
        let business = &[Revenue, Orders, Cash, Visits, Refunds, Followers, Subscribers];
        (business, &[Revenue, Orders, Visits, Refunds])
    } else {
        (&[Revenue, Orders, Cash], &[Revenue, Orders])
    };
    let mut columns = of(ActualPlace::Business, of_business);
    columns.extend((0..plan.channels.len()).flat_map(|idx| of(ActualPlace::Channel(idx), of_channel)));
    let is_ruled = |idx: &usize| {
        let strategy = &plan.strategies[*idx];
        let has_rule = strategy.start_when.is_some() || strategy.stop_when.is_some();
        has_rule || plan.actuals.iter().any(|actual| actual.strategy.as_ref() == Some(&strategy.id))
    };
    let ruled = (0..plan.strategies.len()).filter(is_ruled).filter(|_| is_more);
    columns.extend(ruled.flat_map(|idx| of(ActualPlace::Strategy(idx), &[Orders])));
    columns
}

/// Whether the plan tells any of the figures that few sellers keep.
pub fn tells_more(plan: &Plan) -> bool {
    let is_rare = |actual: &ActualMonth| {
        let figures = [actual.visits, actual.refunds, actual.followers, actual.subscribers];
        actual.strategy.is_some() || figures.iter().any(Option::is_some)
    };
    plan.actuals.iter().any(is_rare)
}

impl ActualPlace {
    /// Its channel and its strategy, by their ids.
    fn ids(self, plan: &Plan) -> (Option<String>, Option<String>) {
        match self {
            Self::Business => (None, None),
            Self::Channel(idx) => (plan.channels.get(idx).map(|it| it.id.clone()), None),
            Self::Strategy(idx) => (None, plan.strategies.get(idx).map(|it| it.id.clone())),
        }
    }

    /// What it is called.
    pub fn name(self, words: &Words, plan: &Plan) -> String {
        let named = match self {
            Self::Business => None,
            Self::Channel(idx) => plan.channels.get(idx).map(|it| it.name.as_str()),
            Self::Strategy(idx) => plan.strategies.get(idx).map(|it| it.name.as_str()),
        };
        named.map_or(words.get("actuals.business"), |name| words.ready(name)).to_owned()
    }
}

impl ActualsColumn {
    /// The figure of a month.
    pub fn figure(self, plan: &Plan, month: Month) -> Option<f64> {
        let (channel, strategy) = self.place.ids(plan);
        let is_it = |actual: &&ActualMonth| {
            actual.month == month && actual.channel == channel && actual.strategy == strategy
        };
        // Of a figure that is told twice the later one counts.
        plan.actuals.iter().filter(is_it).filter_map(|actual| *self.what.of(&mut actual.clone())).next_back()
    }

    /// Writes a figure into the plan, or takes it out. A month of which nothing is left is told no more.
    pub fn write(self, plan: &mut Plan, month: Month, value: Option<f64>) {
        let (channel, strategy) = self.place.ids(plan);
        let is_it = |actual: &ActualMonth| {
            actual.month == month && actual.channel == channel && actual.strategy == strategy
        };
        let known = plan.actuals.iter().find(|actual| is_it(actual)).cloned();
        plan.actuals.retain(|actual| !is_it(actual));
        let mut told =
            known.unwrap_or_else(|| ActualMonth { channel, strategy, ..ActualMonth::blank(month) });
        *self.what.of(&mut told) = value;
        if told.figures().iter().any(|(_, figure)| figure.is_some()) {
            plan.actuals.push(told);
        }
        sort(plan);
    }

    /// What it is called.
    pub fn title(self, words: &Words) -> &'static str {
        match (self.place, self.what) {
            (ActualPlace::Strategy(_), _) => words.rule_metric(RuleMetric::OwnOrders),
            (_, ActualFigure::Revenue) => words.rule_metric(RuleMetric::Revenue),
            (_, ActualFigure::Orders) => words.rule_metric(RuleMetric::Orders),
            (_, ActualFigure::Cash) => words.rule_metric(RuleMetric::Cash),
            (_, ActualFigure::Visits) => words.rule_metric(RuleMetric::Visits),
            (_, ActualFigure::Followers) => words.rule_metric(RuleMetric::Followers),
            (_, ActualFigure::Subscribers) => words.rule_metric(RuleMetric::Subscribers),
            (_, ActualFigure::Refunds) => words.get("actuals.refunds"),
        }
    }

    /// What it is, and in which money.
    pub fn tip(self, words: &Words, plan: &Plan) -> String {
        let key = match (self.place, self.what) {
            (ActualPlace::Strategy(_), _) => "actuals.tip_own_orders",
            (_, ActualFigure::Revenue) => "actuals.tip_revenue",
            (_, ActualFigure::Orders) => "actuals.tip_orders",
            (_, ActualFigure::Cash) => "actuals.tip_cash",
            (_, ActualFigure::Visits) => "actuals.tip_visits",
            (_, ActualFigure::Refunds) => "actuals.tip_refunds",
            (_, ActualFigure::Followers) => "actuals.tip_followers",
            (_, ActualFigure::Subscribers) => "actuals.tip_subscribers",
        };
        words.with(key, &[("currency", &plan.currency)])
    }
}

impl ActualFigure {
    /// Its place in what is told of a month.
    fn of(self, actual: &mut ActualMonth) -> &mut Option<f64> {
        match self {
            Self::Revenue => &mut actual.revenue,
            Self::Orders => &mut actual.orders,
            Self::Cash => &mut actual.cash,
            Self::Visits => &mut actual.visits,
            Self::Refunds => &mut actual.refunds,
            Self::Followers => &mut actual.followers,
            Self::Subscribers => &mut actual.subscribers,
        }
    }

    /// Whether it counts things, of which there cannot be fewer than none.
    pub fn is_count(self) -> bool {
        matches!(self, Self::Orders | Self::Visits | Self::Followers | Self::Subscribers)
    }

    /// How it is read.
    pub fn unit(self, plan: &Plan) -> NumberUnit {
        if self.is_count() { NumberUnit::Count } else { NumberUnit::Money(plan.currency.clone()) }
    }
}

/// Months in their order, and in each the business, its channels, and its strategies.
fn sort(plan: &mut Plan) {
    let channels = plan.channels.iter().map(|it| &it.id);
    let ids: Vec<String> = channels.chain(plan.strategies.iter().map(|it| &it.id)).cloned().collect();
    let n_channels = plan.channels.len();
    plan.actuals.sort_by_key(|actual| {
        let (channels, strategies) = ids.split_at(n_channels);
        let channel = channels.iter().position(|id| Some(id) == actual.channel.as_ref());
        let strategy = strategies.iter().position(|id| Some(id) == actual.strategy.as_ref());
        let place = channel.or_else(|| strategy.map(|place| n_channels + place));
        (actual.month, place.map_or(0, |place| place + 1))
    });
}

#[cfg(test)]
mod tests {
    use sortie_engine::plan::{check, read};

    use super::*;
    use crate::catalog::templates;

    #[test]
    fn every_figure_is_written_where_it_is_read_and_leaves_the_others_alone() {
        let mut plan = read(templates()[0].plan_bytes).expect("a sample reads");
        let id = plan.strategies[0].id.clone();
        let (own, month) = (Some(id), plan.start);
        plan.actuals.push(ActualMonth { strategy: own, orders: Some(3.0), ..ActualMonth::blank(month) });
        assert!(tells_more(&plan));
        let columns = columns(&plan, true);
        for (n, column) in columns.iter().enumerate() {
            column.write(&mut plan, month, Some(n as f64));
        }
        for (n, column) in columns.iter().enumerate() {
            assert_eq!(column.figure(&plan, month), Some(n as f64), "{column:?}");
        }
        assert_eq!(check(&plan), []);
        for column in &columns {
            column.write(&mut plan, month, None);
        }
        assert_eq!(plan.actuals, []);
    }
}
