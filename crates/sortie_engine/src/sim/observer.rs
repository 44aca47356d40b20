//! Whoever looks on while a month happens, and can tell afterwards what it was made of.

use super::ScenarioWalk;
use crate::lane::LaneKit;

/// A point of a month at which an observer looks. Places are those of the model.
#[derive(Clone, Copy, Debug)]
pub(crate) enum MonthMoment {
    /// Visits have come by themselves; no shock has struck yet.
    Came,
    /// This shock has struck.
    Struck(usize),
    /// Every shock has, and it is known what of the diverted visits arrives.
    AllStruck,
    /// What the seller winds down has lost its part of the visits that were left.
    WoundDown,
    /// The channel that this mechanism opens has taken visits from others.
    Took(usize),
    /// This mechanism has brought visits.
    Brought(usize),
    /// The list of this mechanism has ordered.
    Listed(usize),
    /// Shocks have taken their part of the stock.
    WrittenOff,
    /// Everything is sold and bought; cash is still that of the month before.
    Traded,
    /// The month is over: followers and subscribers have come and gone.
    Over,
}

/// Someone who looks on.
pub(crate) trait MonthObserver<K: LaneKit> {
    /// Looks at the month as it stands.
    fn see(&mut self, walk: &ScenarioWalk<'_, K>, moment: MonthMoment);
}

/// No observer: what is only projected is not looked at.
pub(crate) struct NoObserver;

impl<K: LaneKit> MonthObserver<K> for NoObserver {
    #[inline(always)]
    fn see(&mut self, _: &ScenarioWalk<'_, K>, _: MonthMoment) {}
}
