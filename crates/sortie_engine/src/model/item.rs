//! What a draw belongs to: the names from which it is made the same in every scenario and every plan.

use std::borrow::Cow;

/// The part of the plan that an item belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemOwner {
    /// The plan as a whole.
    Plan,
    /// A channel.
    Channel,
    /// A shock.
    Shock,
    /// A strategy.
    Strategy,
}

/// The thing that is drawn: a field of a part of the plan, for a month where it differs by month.
#[derive(Clone, Debug)]
pub struct DrawnItem<'a> {
    /// What kind of part.
    pub owner: ItemOwner,
    /// The part's id; empty for the plan.
    pub id: Cow<'a, str>,
    /// Place in the part's list of mechanisms, diversions or adjustments; 0 for its own fields.
    pub place: usize,
    /// The field.
    pub field: &'static str,
    /// The month, counted from 0; 0 for what is drawn once.
    pub month: usize,
}

impl<'a> DrawnItem<'a> {
    /// A field that is drawn once a path.
    pub fn new(owner: ItemOwner, id: &'a str, place: usize, field: &'static str) -> Self {
        Self { owner, id: Cow::Borrowed(id), place, field, month: 0 }
    }

    /// What all channels' estimates of a field share.
    pub fn common_field(field: &'static str) -> Self {
        Self::new(ItemOwner::Plan, "", 0, field)
    }

    /// The surprise of a month that all channels share.
    pub fn common_noise(month: usize) -> Self {
        Self { month, ..Self::new(ItemOwner::Plan, "", 0, "noise") }
    }

    /// A channel's own surprise of a month.
    pub fn noise(channel: &'a str, month: usize) -> Self {
        Self { month, ..Self::new(ItemOwner::Channel, channel, 0, "noise") }
    }

    /// Whether a shock occurs.
    pub fn occurs(shock: &'a str) -> Self {
        Self::new(ItemOwner::Shock, shock, 0, "occurs")
    }

    /// By how much of its window a shock is late.
    pub fn shift(shock: &'a str) -> Self {
        Self::new(ItemOwner::Shock, shock, 0, "shift")
    }

    /// Whether a shock lifts after the months that it lasts.
    pub fn lifts(shock: &'a str) -> Self {
        Self::new(ItemOwner::Shock, shock, 0, "lifts")
    }

    /// Whether a strategy's mechanism at `place` is granted its approval.
    pub fn approval(strategy: &'a str, place: usize) -> Self {
        Self::new(ItemOwner::Strategy, strategy, place, "approval")
    }

    /// Whether a hit comes in a month.
    pub fn hit(strategy: &'a str, place: usize, month: usize) -> Self {
        Self { month, ..Self::new(ItemOwner::Strategy, strategy, place, "hit") }
    }

    /// Whether a strike comes in a month.
    pub fn strike(strategy: &'a str, place: usize, month: usize) -> Self {
        Self { month, ..Self::new(ItemOwner::Strategy, strategy, place, "strike") }
    }

    /// The same item with an id of its own, to be kept.
    pub fn into_owned(self) -> DrawnItem<'static> {
        let Self { owner, id, place, field, month } = self;
        DrawnItem { owner, id: Cow::Owned(id.into_owned()), place, field, month }
    }
}
