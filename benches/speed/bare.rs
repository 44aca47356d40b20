//! A seller's month at its barest: the arithmetic that a channel costs on every path, and nothing else.
//!
//! It does the work of the model for a channel that sells, is struck by one shock and receives visits that others lost
//! to it, and it counts every figure into bins, which is the least that percentiles need. It knows no plan, no ids, no
//! responses, no draws and no summaries: its numbers are made up, of a size that keeps the stock limited now and then.
//! What the engine needs beyond this is what all the rest costs.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, f32x8, i32x8};
use sortie_engine::forecast::Crew;

/// Figures of a lane, lanes of a block, and the paths that makes.
const WIDTH: usize = 8;
const LANES: usize = 16;
const BLOCK: usize = WIDTH * LANES;
/// Bins of a figure.
const N_BINS: usize = 128;
/// Figures told every month before those of channels.
const N_METRICS: usize = 10;

/// Floating-point operations of [`want`] and [`supply`], of a month without its channels, and of [`count`] for one
/// figure. The lower or higher of two, a choice between two and a conversion are one each.
const OF_CHANNEL: usize = 27 + 36;
const OF_MONTH: usize = 9;
const OF_FIGURE: usize = 5;

/// Share of a payout that arrives in its own month and in the next.
const SOONER: f32 = 0.9;
const LATER: f32 = 0.1;
/// Share of customers who stay from one month to the next.
const STAY: f32 = 8.0 / 9.0;
/// Goods wanted in stock, in months of sales.
const STOCKED: f32 = 1.8;
const OPENING: f32 = 14_000.0;
const CREDIT: f32 = 5_000.0;
const OVERHEAD: f32 = 30_000.0;

/// A figure on all paths of a block, as it is kept in memory.
type Kept = [[f32; WIDTH]; LANES];
/// The same while it is worked on.
type Row<S> = [f32x8<S>; LANES];

/// What a visit, an order and a month of a channel bring and cost.
#[derive(Clone, Copy)]
struct Terms<T> {
    level: T,
    growth: T,
    blocked: T,
    diverted: T,
    first: T,
    repeat: T,
    gross: T,
    net: T,
    payout: T,
    goods: T,
    handling: T,
    ads: T,
    fixed: T,
}

const TYPICAL: Terms<f32> = Terms {
    level: 20_000.0,
    growth: 1.0,
    blocked: 0.9,
    diverted: 0.1,
    first: 0.018,
    repeat: 0.02,
    gross: 40.0,
    net: 38.0,
    payout: 31.0,
    goods: 12.0,
    handling: 7.2,
    ads: 0.1,
    fixed: 500.0,
};

/// The numbers that the kernel works on, and how many of everything there are.
pub struct Bare {
    n_blocks: usize,
    n_months: usize,
    /// Channels of each scenario.
    channels: Vec<usize>,
    most_channels: usize,
    /// By block, then channel.
    terms: Vec<Terms<Kept>>,
    /// By block, then channel, then month.
    noise: Vec<Kept>,
    /// Where the bins of each figure begin, and how many there are to a unit.
    scales: Vec<(f32, f32)>,
}

impl Bare {
    /// As many paths of as many months and scenarios, each of as many channels.
    pub fn new(channels: &[usize], n_months: usize, n_paths: usize) -> Self {
        let most_channels = channels.iter().copied().max().unwrap_or(0);
        let n_blocks = n_paths.div_ceil(BLOCK);
        let mut dice = Dice(1);
        let n_figures = channels.len() * n_months * (N_METRICS + most_channels);
        let mut bare = Self {
            n_blocks,
            n_months,
            channels: channels.to_vec(),
            most_channels,
            terms: (0..n_blocks * most_channels).map(|_| dice.terms()).collect(),
            noise: (0..n_blocks * most_channels * n_months).map(|_| dice.around(1.0, 0.3)).collect(),
            scales: vec![(0.0, 0.0); n_figures],
        };
        bare.scales = dispatch!(Level::new(), simd => scout(simd, &bare));
        bare
    }

    /// Floating-point operations of all paths.
    pub fn operations(&self) -> f64 {
        let of_scenario = |n: &usize| OF_CHANNEL * n + OF_MONTH + OF_FIGURE * (N_METRICS + n);
        (self.channels.iter().map(of_scenario).sum::<usize>() * self.n_months * self.n_blocks * BLOCK) as f64
    }

    /// Numbers of one channel, month and path, over all scenarios.
    pub fn channel_month_paths(&self) -> f64 {
        (self.channels.iter().sum::<usize>() * self.n_months * self.n_blocks * BLOCK) as f64
    }

    /// Walks all paths once and counts every figure; a number that depends on all counts.
    pub fn run(&self, crew: &dyn Crew) -> u64 {
        let level = Level::new();
        let (next, sum) = (AtomicUsize::new(0), AtomicU64::new(0));
        crew.work(crew.size(), &|_| {
            let own = dispatch!(level, simd => count_blocks(simd, self, &next));
            sum.fetch_add(own, Ordering::Relaxed);
        });
        sum.into_inner()
    }

    fn place(&self, scenario: usize, t: usize, figure: usize) -> usize {
        (scenario * self.n_months + t) * (N_METRICS + self.most_channels) + figure
    }
}

/// Numbers that look drawn (Steele, Lea and Flood 2014, SplitMix64).
struct Dice(u64);

impl Dice {
    fn share(&mut self) -> f32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 40) as f32 / 16_777_216.0
    }

    /// Numbers around `typical` that differ from it by up to the share `spread`.
    fn around(&mut self, typical: f32, spread: f32) -> Kept {
        let mut kept = [[0.0; WIDTH]; LANES];
        for number in kept.iter_mut().flatten() {
            *number = typical * (1.0 + spread * (2.0 * self.share() - 1.0));
        }
        kept
    }

    fn terms(&mut self) -> Terms<Kept> {
        Terms {
            level: self.around(TYPICAL.level, 0.5),
            growth: self.around(TYPICAL.growth, 0.01),
            blocked: self.around(TYPICAL.blocked, 0.1),
            diverted: self.around(TYPICAL.diverted, 0.5),
            first: self.around(TYPICAL.first, 0.3),
            repeat: self.around(TYPICAL.repeat, 0.3),
            gross: self.around(TYPICAL.gross, 0.1),
            net: self.around(TYPICAL.net, 0.1),
            payout: self.around(TYPICAL.payout, 0.1),
            goods: self.around(TYPICAL.goods, 0.1),
            handling: self.around(TYPICAL.handling, 0.1),
            ads: self.around(TYPICAL.ads, 0.5),
            fixed: self.around(TYPICAL.fixed, 0.1),
        }
    }
}

/// What a channel carries from month to month, and what it wants of this one.
#[derive(Clone)]
struct Carried<S: Simd> {
    grown: Row<S>,
    customers: Row<S>,
    stock: Row<S>,
    /// Payout of the month before.
    before: Row<S>,
    visits: Row<S>,
    first: Row<S>,
    orders: Row<S>,
    payout: Row<S>,
    goods: Row<S>,
    purchases: Row<S>,
    revenue: Row<S>,
}

/// What the channels of a month add up to.
struct Sums<S: Simd> {
    visits: Row<S>,
    orders: Row<S>,
    gross: Row<S>,
    revenue: Row<S>,
    stock: Row<S>,
    profit: Row<S>,
    cash: Row<S>,
    receivables: Row<S>,
    lost: Row<S>,
    wanted: Row<S>,
    funds: Row<S>,
    affordable: Row<S>,
}

/// What is the same on every path of a month.
struct Month {
    season: f32,
    /// How deep the shock cuts.
    depth: f32,
}

/// A lane of what is kept in memory.
#[inline(always)]
fn at<S: Simd>(simd: S, kept: &Kept, lane: usize) -> f32x8<S> {
    simd.load_array_ref_f32x8(&kept[lane])
}

#[inline(always)]
fn splat<S: Simd>(simd: S, x: f32) -> Row<S> {
    [f32x8::splat(simd, x); LANES]
}

/// What a channel would sell this month, and what that brings and needs.
#[inline(always)]
fn want<S: Simd>(
    simd: S,
    month: &Month,
    (terms, noise): (&Terms<Kept>, &Kept),
    own: &mut Carried<S>,
    sums: &mut Sums<S>,
) {
    for i in 0..LANES {
        let swing = at(simd, noise, i) * month.season;
        own.grown[i] *= at(simd, &terms.growth, i);
        let organic = at(simd, &terms.level, i) * own.grown[i] * swing;
        let cut = at(simd, &terms.blocked, i) * month.depth;
        let lost = organic * cut;
        let pass = f32x8::splat(simd, 1.0) - cut;
        let diverted = sums.lost[i] * at(simd, &terms.diverted, i) * pass;
        sums.lost[i] += lost;
        let visits = organic - lost + diverted;
        let first = visits * at(simd, &terms.first, i);
        let repeat = at(simd, &terms.repeat, i) * own.customers[i] * swing * pass;
        let orders = first + repeat;
        let payout = orders * at(simd, &terms.payout, i);
        let goods = orders * at(simd, &terms.goods, i);
        let purchases = (goods * STOCKED - own.stock[i]).max(0.0);
        let arriving = payout * SOONER + own.before[i] * LATER;
        sums.wanted[i] += purchases;
        sums.funds[i] += arriving;
        (own.visits[i], own.first[i], own.orders[i]) = (visits, first, orders);
        (own.payout[i], own.goods[i], own.purchases[i]) = (payout, goods, purchases);
    }
}

/// What a channel sells with the goods that there is money for.
#[inline(always)]
fn supply<S: Simd>(simd: S, terms: &Terms<Kept>, own: &mut Carried<S>, sums: &mut Sums<S>) {
    for i in 0..LANES {
        let whole = f32x8::splat(simd, 1.0);
        let purchases = own.purchases[i] * sums.affordable[i];
        let (at_hand, goods) = (own.stock[i] + purchases, own.goods[i]);
        let supplied = goods.simd_gt(0.0).select(at_hand / goods, whole).min(1.0);
        let stock = (at_hand - goods).max(0.0);
        let orders = own.orders[i] * supplied;
        let (payout, goods) = (own.payout[i] * supplied, goods * supplied);
        own.customers[i] = own.customers[i] * STAY + own.first[i] * supplied;
        let arriving = payout * SOONER + own.before[i] * LATER;
        let ads = own.visits[i] * at(simd, &terms.ads, i);
        let costs = orders * at(simd, &terms.handling, i) + ads + at(simd, &terms.fixed, i);
        let net = orders * at(simd, &terms.net, i);
        sums.visits[i] += own.visits[i];
        sums.orders[i] += orders;
        sums.gross[i] += orders * at(simd, &terms.gross, i);
        sums.revenue[i] += net;
        sums.stock[i] += stock;
        sums.profit[i] += payout - goods - costs;
        sums.cash[i] += arriving - purchases - costs;
        sums.receivables[i] += payout - arriving;
        (own.stock[i], own.before[i], own.revenue[i]) = (stock, payout, net);
    }
}

/// One scenario after another, month by month, on one block; hands every figure with its place to `take`.
#[inline(always)]
fn walk<S: Simd>(simd: S, bare: &Bare, block: usize, mut take: impl FnMut(usize, &Row<S>)) {
    let none = splat(simd, 0.0);
    let first_channel = block * bare.most_channels;
    for (scenario, n_channels) in bare.channels.iter().enumerate() {
        let mut channels = vec![start(simd); *n_channels];
        let (mut cash, mut receivables) = (splat(simd, OPENING), none);
        for t in 0..bare.n_months {
            let depth = (scenario as f32 / 8.0).min(0.9) * (t as f32 / 3.0).min(1.0);
            let month = Month { season: 1.0 + 0.1 * (t % 12) as f32 / 12.0, depth };
            let mut sums = begin(simd, &cash);
            for (place, own) in channels.iter_mut().enumerate() {
                let channel = first_channel + place;
                let noise = &bare.noise[channel * bare.n_months + t];
                want(simd, &month, (&bare.terms[channel], noise), own, &mut sums);
            }
            for i in 0..LANES {
                let share = sums.funds[i].max(0.0) / sums.wanted[i];
                let is_wanted = sums.wanted[i].simd_gt(0.0);
                sums.affordable[i] = is_wanted.select(share, f32x8::splat(simd, 1.0)).min(1.0);
            }
            for (place, own) in channels.iter_mut().enumerate() {
                supply(simd, &bare.terms[first_channel + place], own, &mut sums);
            }
            for i in 0..LANES {
                sums.profit[i] -= OVERHEAD;
                cash[i] += sums.cash[i] - OVERHEAD;
                receivables[i] += sums.receivables[i];
            }
            let metrics: [&Row<S>; N_METRICS] = [
                &sums.visits,
                &sums.orders,
                &sums.gross,
                &sums.revenue,
                &sums.profit,
                &cash,
                &receivables,
                &sums.stock,
                &sums.wanted,
                &sums.funds,
            ];
            let told = metrics.into_iter().chain(channels.iter().map(|own| &own.revenue));
            for (figure, row) in told.enumerate() {
                take(bare.place(scenario, t, figure), row);
            }
        }
    }
}

/// A channel before its first month.
#[inline(always)]
fn start<S: Simd>(simd: S) -> Carried<S> {
    let none = splat(simd, 0.0);
    Carried {
        grown: splat(simd, 1.0),
        customers: splat(simd, 3_000.0),
        stock: splat(simd, 4_000.0),
        before: splat(simd, 10_000.0),
        visits: none,
        first: none,
        orders: none,
        payout: none,
        goods: none,
        purchases: none,
        revenue: none,
    }
}

/// A month before its channels.
#[inline(always)]
fn begin<S: Simd>(simd: S, cash: &Row<S>) -> Sums<S> {
    let none = splat(simd, 0.0);
    Sums {
        visits: none,
        orders: none,
        gross: none,
        revenue: none,
        stock: none,
        profit: none,
        cash: none,
        receivables: none,
        lost: none,
        wanted: none,
        funds: cash.map(
            #[inline(always)]
            |cash| cash + CREDIT,
        ),
        affordable: none,
    }
}

/// Bins for every figure from what the first block tells of it, so that they are filled as evenly as the engine's.
#[inline(always)]
fn scout<S: Simd>(simd: S, bare: &Bare) -> Vec<(f32, f32)> {
    let mut scales = bare.scales.clone();
    walk(simd, bare, 0, |place, row| {
        let (mut low, mut high) = (f32::INFINITY, f32::NEG_INFINITY);
        for x in row.iter().flat_map(|lane| **lane) {
            (low, high) = (low.min(x), high.max(x));
        }
        scales[place] = (low, (N_BINS - 1) as f32 / (high - low).max(1e-3));
    });
    scales
}

/// Counts one figure.
#[inline(always)]
fn count<S: Simd>(simd: S, row: &Row<S>, (low, bins_per_unit): (f32, f32), bins: &mut [u16; N_BINS]) {
    let top = f32x8::splat(simd, (N_BINS - 1) as f32);
    for lane in row {
        let bin = ((*lane - low) * bins_per_unit).max(0.0).min(top);
        let bin: i32x8<S> = bin.to_int();
        for place in *bin {
            let count = &mut bins[place as usize % N_BINS];
            *count = count.wrapping_add(1);
        }
    }
}

/// Walks and counts one block after another until none is left; a number that depends on all counts.
#[inline(always)]
fn count_blocks<S: Simd>(simd: S, bare: &Bare, next: &AtomicUsize) -> u64 {
    let mut bins = vec![[0_u16; N_BINS]; bare.scales.len()];
    loop {
        let block = next.fetch_add(1, Ordering::Relaxed);
        if block >= bare.n_blocks {
            break;
        }
        walk(
            simd,
            bare,
            block,
            #[inline(always)]
            |place, row| count(simd, row, bare.scales[place], &mut bins[place]),
        );
    }
    let weighed = bins.iter().flatten().enumerate();
    weighed.fold(0, |sum, (bin, count)| sum.wrapping_add(bin as u64 * u64::from(*count)))
}
