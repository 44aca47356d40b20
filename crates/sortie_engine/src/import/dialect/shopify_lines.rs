//! Orders of a Shopify store that are read, as far as it takes to put lines together that somebody has sorted or filled down.

/// An order that is closed: two million of them are held, 16 bytes each.
#[derive(Clone, Copy)]
pub struct ClosedOrder {
    /// Its number, hashed.
    pub key: u64,
    /// Where it stands among the orders of its file.
    pub place: u32,
    /// What was bought in its first line, 24 bits; how many lines it has, 127 at most; whether all are gift cards.
    lines: u32,
}

impl ClosedOrder {
    /// An order at this place, with what its lines say.
    pub fn new(key: u64, place: usize, line: u64, n_lines: u64, is_gift_card: bool) -> Self {
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        let lines = (line as u32) << 8 | (n_lines.min(127) as u32) << 1 | u32::from(is_gift_card);
        Self { key, place, lines }
    }

    /// What was bought in its first line.
    pub fn first_line(self) -> u32 {
        self.lines >> 8
    }

    /// How many lines it has.
    pub fn n_lines(self) -> u64 {
        u64::from(self.lines >> 1 & 127)
    }

    /// Whether all of them are gift cards.
    pub fn is_gift_card(self) -> bool {
        self.lines & 1 == 1
    }

    /// The same with further lines.
    #[must_use]
    pub fn with(self, n_lines: u64, is_gift_card: bool) -> Self {
        let is_gift_card = is_gift_card && self.is_gift_card();
        Self {
            lines: Self::new(0, 0, u64::from(self.first_line()), self.n_lines() + n_lines, is_gift_card)
                .lines,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_remembers_its_lines_in_sixteen_bytes() {
        assert_eq!(size_of::<ClosedOrder>(), 16);
        let order = ClosedOrder::new(7, 3, 0xABCD_EF12, 2, true);
        assert_eq!((order.place, order.n_lines(), order.is_gift_card()), (3, 2, true));
        let more = order.with(200, false);
        assert_eq!(
            (more.first_line(), more.n_lines(), more.is_gift_card()),
            (order.first_line(), 127, false)
        );
    }
}
