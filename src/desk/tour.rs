//! The way round the window in four stops, and where each of them stands.

use egui::Rect;

/// A stop of the tour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TourStop {
    /// The sentence that answers.
    Answer,
    /// The views under it.
    Views,
    /// The seller's own numbers.
    Numbers,
    /// What to do with the money.
    WhatToDo,
}

impl TourStop {
    /// Every stop, in order.
    pub const ALL: [Self; 4] = [Self::Answer, Self::Views, Self::Numbers, Self::WhatToDo];

    /// The stop so many steps on; none beyond either end.
    pub fn step(self, by: isize) -> Option<Self> {
        Self::ALL.get((self as usize).checked_add_signed(by)?).copied()
    }
}

/// Where the tour is.
#[derive(Debug, Default)]
pub struct TourView {
    /// The stop that is shown; none where nobody is on the way.
    pub at: Option<TourStop>,
    /// Where each stop was drawn last.
    places: [Option<Rect>; TourStop::ALL.len()],
}

impl TourView {
    /// Notes where a stop is drawn in this frame.
    pub fn see(&mut self, stop: TourStop, place: Rect) {
        self.places[stop as usize] = Some(place);
    }

    /// Where a stop was drawn last.
    pub fn place(&self, stop: TourStop) -> Option<Rect> {
        self.places[stop as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stops_follow_one_another_and_end() {
        assert_eq!(TourStop::Answer.step(-1), None);
        assert_eq!(TourStop::Answer.step(1), Some(TourStop::Views));
        assert_eq!(TourStop::WhatToDo.step(1), None);
    }
}
