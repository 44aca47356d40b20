//! Where the visits over links went once they were closed: through, by a way round, to other channels, or nowhere.

use std::ops::Range;

use super::trace::{ChannelTrace, ScenarioTrace};
use crate::model::Model;
use crate::sim::AccountLine;

/// The visits of one channel whose links a closure strikes, over some months. What came is what went:
/// came = through + restored + wound down + taken + lost otherwise + diverted + gone.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkFlow {
    /// The channel's id.
    pub channel: String,
    /// Visits that came, before any shock.
    pub came: f64,
    /// Those that still get through by themselves.
    pub through: ArrivedVisits,
    /// Those that a way round the closed link lets through.
    pub restored: ArrivedVisits,
    /// Those that turn up at other channels, by the place of the channel in the plan.
    pub diverted: Vec<(String, ArrivedVisits)>,
    /// Those that the seller's own new channels took.
    pub taken: f64,
    /// Those that the seller turns away from it, winding it down.
    pub wound_down: f64,
    /// Those lost to shocks that are no link closure, wherever they went.
    pub lost_otherwise: f64,
    /// Those that the closure took and that turn up nowhere.
    pub gone: f64,
}

/// Visits that arrived somewhere, and what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ArrivedVisits {
    /// The visits.
    pub visits: f64,
    /// Their first orders, shipped; the other visits did not buy.
    pub orders: f64,
}

impl ArrivedVisits {
    fn add(&mut self, visits: f64, orders: f64) {
        self.visits += visits;
        self.orders += orders;
    }
}

/// The flow of every channel that a link closure of the traced scenario strikes, over `months`, in the plan's order of
/// channels; nothing where the scenario holds no link closure.
pub fn link_flows(model: &Model, trace: &ScenarioTrace, months: &Range<usize>) -> Vec<LinkFlow> {
    let is_closure = |id: &str| model.shocks.iter().any(|shock| shock.is_closure && shock.id == id);
    let is_struck = |channel: &&ChannelTrace| channel.lost.iter().any(|lost| is_closure(&lost.shock));
    trace.channels.iter().filter(is_struck).map(|channel| flow(trace, channel, months, &is_closure)).collect()
}

fn flow(
    trace: &ScenarioTrace,
    channel: &ChannelTrace,
    months: &Range<usize>,
    is_closure: &impl Fn(&str) -> bool,
) -> LinkFlow {
    let over = |series: &[f64]| -> f64 { series[months.clone()].iter().sum() };
    let (mut through, mut restored) = (ArrivedVisits::default(), ArrivedVisits::default());
    for t in months.clone() {
        let [organic, round, orders] =
            [AccountLine::Organic, AccountLine::Restored, AccountLine::OrganicOrders]
                .map(|line| channel[line][t]);
        // Visits that got through buy alike, whichever way they came.
        let orders_by_round = if organic > 0.0 { orders * round / organic } else { 0.0 };
        through.add(organic - round, orders - orders_by_round);
        restored.add(round, orders_by_round);
    }
    let (by_closure, otherwise): (Vec<_>, Vec<_>) =
        channel.lost.iter().partition(|lost| is_closure(&lost.shock));
    let lost: f64 = by_closure.iter().map(|lost| over(&lost.visits)).sum();
    let mut diverted = vec![];
    for other in &trace.channels {
        let own = |found: &&super::DivertedVisits| found.from == channel.id && is_closure(&found.shock);
        let mut arrived = ArrivedVisits::default();
        let mut found = other.diverted.iter().filter(own).peekable();
        if found.peek().is_some() {
            found.for_each(|found| arrived.add(over(&found.visits), over(&found.orders)));
            diverted.push((other.id.clone(), arrived));
        }
    }
    LinkFlow {
        channel: channel.id.clone(),
        came: over(&channel[AccountLine::Came]),
        through,
        restored,
        wound_down: over(&channel[AccountLine::WoundDown]),
        taken: over(&channel[AccountLine::Taken]),
        lost_otherwise: otherwise.iter().map(|lost| over(&lost.visits)).sum(),
        gone: lost - diverted.iter().map(|(_, arrived)| arrived.visits).sum::<f64>(),
        diverted,
    }
}
