//! What a draw belongs to, and the key made of it.

use super::sequence::Stream;

/// The part of the plan that an item belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
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
#[derive(Clone, Copy, Debug)]
pub struct Item<'a> {
    /// What kind of part.
    pub owner: Owner,
    /// The part's id; empty for the plan.
    pub id: &'a str,
    /// Place in the part's list of mechanisms, diversions or adjustments; 0 for its own fields.
    pub place: usize,
    /// The field.
    pub field: &'a str,
    /// The month, counted from 0; 0 for what is drawn once.
    pub month: usize,
}

impl<'a> Item<'a> {
    /// A field that is drawn once a path.
    pub fn new(owner: Owner, id: &'a str, place: usize, field: &'a str) -> Self {
        Self { owner, id, place, field, month: 0 }
    }

    /// What all channels' estimates of a field share.
    pub fn common_field(field: &'a str) -> Self {
        Self::new(Owner::Plan, "", 0, field)
    }

    /// The surprise of a month that all channels share.
    pub fn common_noise(month: usize) -> Self {
        Self { month, ..Self::new(Owner::Plan, "", 0, "noise") }
    }

    /// A channel's own surprise of a month.
    pub fn noise(channel: &'a str, month: usize) -> Self {
        Self { month, ..Self::new(Owner::Channel, channel, 0, "noise") }
    }

    /// Whether a shock occurs.
    pub fn occurs(shock: &'a str) -> Self {
        Self::new(Owner::Shock, shock, 0, "occurs")
    }

    /// By how much of its window a shock is late.
    pub fn shift(shock: &'a str) -> Self {
        Self::new(Owner::Shock, shock, 0, "shift")
    }

    /// Whether a strategy's mechanism at `place` is granted its approval.
    pub fn approval(strategy: &'a str, place: usize) -> Self {
        Self::new(Owner::Strategy, strategy, place, "approval")
    }

    /// Whether a hit comes in a month.
    pub fn hit(strategy: &'a str, place: usize, month: usize) -> Self {
        Self { month, ..Self::new(Owner::Strategy, strategy, place, "hit") }
    }

    /// Whether a strike comes in a month.
    pub fn strike(strategy: &'a str, place: usize, month: usize) -> Self {
        Self { month, ..Self::new(Owner::Strategy, strategy, place, "strike") }
    }

    /// The numbers drawn for this item under `seed`.
    pub fn stream(&self, seed: u64) -> Stream {
        let mut hash = Fnv::new(seed);
        hash.write(&[self.owner as u8]);
        hash.write(self.id.as_bytes());
        hash.write(&[0xff]);
        hash.write(&(self.place as u64).to_le_bytes());
        hash.write(self.field.as_bytes());
        hash.write(&[0xff]);
        hash.write(&(self.month as u64).to_le_bytes());
        Stream::new(hash.finish())
    }
}

/// FNV-1a over the bytes, with the finish of splitmix64: stable over versions and machines, which the standard
/// library's hash is not.
struct Fnv(u64);

impl Fnv {
    fn new(seed: u64) -> Self {
        Self(0xcbf2_9ce4_8422_2325 ^ mix(seed))
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(self) -> u64 {
        mix(self.0)
    }
}

/// The output function of splitmix64 (Steele, Lea and Flood 2014).
fn mix(x: u64) -> u64 {
    let x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}
