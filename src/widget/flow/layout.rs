//! Where the places and ribbons of a flow stand. Every height is an amount on one scale, so that what comes in at a
//! place and what goes out of it can be compared by eye.

use egui::{Pos2, Rect, pos2};

use super::{FlowPlace, Ribbon};

/// The width of a place's bar.
pub(super) const BAR: f32 = 12.0;
/// The least height of a place, so that its name has room.
pub(super) const LABEL: f32 = 18.0;
/// The least space between two places of a column.
const GAP: f32 = 8.0;

/// The way of a ribbon: its middle on the left and on the right, and how thick it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct RibbonBand {
    pub from: Pos2,
    pub to: Pos2,
    pub thickness: f32,
}

impl RibbonBand {
    /// The point at the share `along` of the way, `shift` under the middle of the ribbon.
    pub fn point(&self, along: f32, shift: f32) -> Pos2 {
        // Level at both ends.
        let bend = along * along * (3.0 - 2.0 * along);
        let x = self.from.x + along * (self.to.x - self.from.x);
        pos2(x, self.from.y + bend * (self.to.y - self.from.y) + shift)
    }

    pub fn middle(&self) -> Pos2 {
        self.point(0.5, 0.0)
    }

    /// Whether a place lies on the ribbon; a thin one is as easy to hit as one of 6 points.
    pub fn holds(&self, at: Pos2) -> bool {
        let along = (at.x - self.from.x) / (self.to.x - self.from.x).max(1.0);
        (0.0..=1.0).contains(&along)
            && (at.y - self.point(along, 0.0).y).abs() <= (self.thickness / 2.0).max(3.0)
    }
}

/// Where everything stands.
pub(super) struct FlowLayout {
    /// The amount of each place: what comes in or what goes out, whichever is more.
    pub amounts: Vec<f64>,
    /// The bar of each place.
    pub bars: Vec<Rect>,
    /// The way of each ribbon.
    pub bands: Vec<RibbonBand>,
    /// The left edge of each column, and the end of the last.
    edges: Vec<f32>,
    columns: Vec<usize>,
}

/// The height in which the name of every place has room.
pub(super) fn least_height(places: &[FlowPlace]) -> f32 {
    let highest = columns(places).iter().map(Vec::len).max().unwrap_or(0).max(1) as f32;
    highest * LABEL + (highest - 1.0) * GAP
}

fn columns(places: &[FlowPlace]) -> Vec<Vec<usize>> {
    let n_columns = places.iter().map(|place| place.column + 1).max().unwrap_or(0);
    (0..n_columns)
        .map(|column| (0..places.len()).filter(|idx| places[*idx].column == column).collect())
        .collect()
}

impl FlowLayout {
    /// Columns of one width; the last is no wider than its bars and `last_label`, the widest words of its places.
    pub fn new(places: &[FlowPlace], ribbons: &[Ribbon], rect: Rect, last_label: f32) -> Self {
        let amounts: Vec<f64> = (0..places.len()).map(|idx| amount(ribbons, idx)).collect();
        let columns = columns(places);
        let scale = scale(&columns, &amounts, rect.height());
        let edges = edges(columns.len(), rect, last_label);
        let mut bars = vec![Rect::ZERO; places.len()];
        for (column, members) in columns.iter().enumerate() {
            let height = |idx: &usize| (amounts[*idx] * scale) as f32;
            let used: f32 = members.iter().map(|idx| height(idx).max(LABEL)).sum();
            let gaps = members.len().saturating_sub(1) as f32 * GAP;
            let mut top = rect.top() + ((rect.height() - used - gaps) / 2.0).max(0.0);
            let left = edges[column];
            for idx in members {
                let slot = height(idx).max(LABEL);
                let middle = top + slot / 2.0;
                let half = (height(idx) / 2.0).max(0.5);
                bars[*idx] = Rect::from_x_y_ranges(left..=left + BAR, middle - half..=middle + half);
                top += slot + GAP;
            }
        }
        let bands = bands(ribbons, &bars, scale);
        let columns = places.iter().map(|place| place.column).collect();
        Self { amounts, bars, bands, edges, columns }
    }

    /// Where the words right of a place end: before the next column begins.
    pub fn label_end(&self, idx: usize) -> f32 {
        self.edges[self.columns[idx] + 1] - 6.0
    }

    /// The ribbons in the order in which they are drawn, so that no thin one is hidden.
    pub fn thick_first(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.bands.len()).collect();
        order.sort_by(|a, b| self.bands[*b].thickness.total_cmp(&self.bands[*a].thickness));
        order
    }

    /// The topmost ribbon at a place.
    pub fn ribbon_at(&self, at: Pos2) -> Option<usize> {
        let is_hit = |idx: &usize| self.bands[*idx].thickness > 0.0 && self.bands[*idx].holds(at);
        self.thick_first().into_iter().rev().find(is_hit)
    }
}

fn edges(n_columns: usize, rect: Rect, last_label: f32) -> Vec<f32> {
    let n = n_columns.max(1) as f32;
    let last = (BAR + last_label + 14.0).min(rect.width() / n);
    let rest = if n > 1.0 { (rect.width() - last) / (n - 1.0) } else { rect.width() };
    (0..n_columns).map(|column| rect.left() + column as f32 * rest).chain([rect.right()]).collect()
}

/// What goes through a place.
pub(super) fn amount(ribbons: &[Ribbon], idx: usize) -> f64 {
    let sum = |of: fn(&Ribbon) -> usize| -> f64 {
        ribbons.iter().filter(|ribbon| of(ribbon) == idx).map(|ribbon| ribbon.amount.max(0.0)).sum()
    };
    sum(|ribbon| ribbon.from).max(sum(|ribbon| ribbon.to))
}

/// Points for each unit of an amount: as many as the fullest column has room for.
fn scale(columns: &[Vec<usize>], amounts: &[f64], height: f32) -> f64 {
    let fits = |scale: f64| {
        columns.iter().all(|members| {
            let slots: f64 = members.iter().map(|idx| (amounts[*idx] * scale).max(f64::from(LABEL))).sum();
            slots + members.len().saturating_sub(1) as f64 * f64::from(GAP) <= f64::from(height)
        })
    };
    let most = amounts.iter().copied().fold(0.0, f64::max);
    if most <= 0.0 {
        return 0.0;
    }
    let (mut low, mut high) = (0.0, f64::from(height) / most);
    for _ in 0..40 {
        let middle = (low + high) / 2.0;
        if fits(middle) { low = middle } else { high = middle }
    }
    low
}

/// The ways of the ribbons: those at one place lie side by side, in the order of where they lead, so that few cross.
fn bands(ribbons: &[Ribbon], bars: &[Rect], scale: f64) -> Vec<RibbonBand> {
    let thickness = |ribbon: &Ribbon| (ribbon.amount.max(0.0) * scale) as f32;
    let mut bands: Vec<RibbonBand> = ribbons
        .iter()
        .map(|ribbon| {
            let (from, to) = (bars[ribbon.from], bars[ribbon.to]);
            RibbonBand { from: from.right_top(), to: to.left_top(), thickness: thickness(ribbon) }
        })
        .collect();
    for (idx, bar) in bars.iter().enumerate() {
        let sorted = |here: fn(&Ribbon) -> usize, there: fn(&Ribbon) -> usize| {
            let mut at: Vec<usize> = (0..ribbons.len()).filter(|r| here(&ribbons[*r]) == idx).collect();
            at.sort_by(|a, b| {
                let y = |r: usize| bars[there(&ribbons[r])].center().y;
                y(*a).total_cmp(&y(*b))
            });
            at
        };
        let mut top = bar.top();
        for ribbon in sorted(|ribbon| ribbon.from, |ribbon| ribbon.to) {
            bands[ribbon].from.y = top + bands[ribbon].thickness / 2.0;
            top += bands[ribbon].thickness;
        }
        let mut top = bar.top();
        for ribbon in sorted(|ribbon| ribbon.to, |ribbon| ribbon.from) {
            bands[ribbon].to.y = top + bands[ribbon].thickness / 2.0;
            top += bands[ribbon].thickness;
        }
    }
    bands
}

#[cfg(test)]
mod tests {
    use egui::{Color32, vec2};

    use super::*;

    fn places(columns: &[usize]) -> Vec<FlowPlace> {
        let place =
            |column: &usize| FlowPlace { name: String::new(), column: *column, color: Color32::TRANSPARENT };
        columns.iter().map(place).collect()
    }

    fn ribbon(from: usize, to: usize, amount: f64) -> Ribbon {
        Ribbon { from, to, amount, details: vec![] }
    }

    /// Link visits: through, diverted or gone, and what is bought of each.
    fn visits() -> (Vec<FlowPlace>, Vec<Ribbon>) {
        let places = places(&[0, 1, 1, 1, 1, 2, 2]);
        let ways =
            [(0, 1, 900.0), (0, 2, 2_600.0), (0, 3, 12.0), (0, 4, 6_488.0), (1, 5, 20.0), (2, 5, 61.0)];
        let gone = [(1, 6, 880.0), (2, 6, 2_539.0), (3, 6, 12.0), (4, 6, 6_488.0)];
        (places, ways.into_iter().chain(gone).map(|(from, to, amount)| ribbon(from, to, amount)).collect())
    }

    #[test]
    fn what_comes_in_at_a_place_is_as_thick_as_what_goes_out() {
        let (places, ribbons) = visits();
        for size in [vec2(260.0, 200.0), vec2(1_400.0, 420.0)] {
            let layout = FlowLayout::new(&places, &ribbons, Rect::from_min_size(Pos2::ZERO, size), 90.0);
            for (idx, bar) in layout.bars.iter().enumerate() {
                let thick = |of: fn(&Ribbon) -> usize| -> f32 {
                    let here = ribbons.iter().zip(&layout.bands).filter(|(ribbon, _)| of(ribbon) == idx);
                    here.map(|(_, band)| band.thickness).sum()
                };
                let (out, into) = (thick(|ribbon| ribbon.from), thick(|ribbon| ribbon.to));
                assert!(out == 0.0 || into == 0.0 || (out - into).abs() < 0.01, "{out} {into}");
                assert!((bar.height() - out.max(into).max(1.0)).abs() < 0.01);
            }
        }
    }

    #[test]
    fn names_of_places_never_overlap_nor_leave_the_chart() {
        let (places, ribbons) = visits();
        let nothing = ribbons.iter().map(|it| ribbon(it.from, it.to, 0.0)).collect();
        for ribbons in [ribbons, nothing] {
            for width in [260.0, 700.0, 1_400.0] {
                let rect = Rect::from_min_size(Pos2::ZERO, vec2(width, least_height(&places).max(160.0)));
                let layout = FlowLayout::new(&places, &ribbons, rect, 90.0);
                let words = |idx: usize| {
                    let bar = layout.bars[idx];
                    let half = bar.height().max(LABEL) / 2.0;
                    let y = bar.center().y;
                    Rect::from_x_y_ranges(bar.left()..=layout.label_end(idx), y - half..=y + half)
                };
                for idx in 0..places.len() {
                    assert!(rect.expand(0.1).contains_rect(words(idx)), "{:?}", words(idx));
                    assert!((0..idx).all(|other| !words(other).shrink(0.1).intersects(words(idx))));
                }
            }
        }
    }

    #[test]
    fn a_ribbon_is_found_where_it_lies_and_nothing_where_there_is_nothing() {
        let (places, ribbons) = visits();
        let rect = Rect::from_min_size(Pos2::ZERO, vec2(900.0, 300.0));
        let layout = FlowLayout::new(&places, &ribbons, rect, 90.0);
        assert_eq!(layout.ribbon_at(layout.bands[3].middle()), Some(3));
        assert_eq!(layout.ribbon_at(pos2(890.0, 150.0)), None);
        let empty = FlowLayout::new(&[], &[], rect, 0.0);
        assert!(empty.bars.is_empty() && empty.ribbon_at(pos2(1.0, 1.0)).is_none());
    }
}
