//! A made seller whose true numbers are known: what shops would say of them, as a ledger.

use jiff::Span;
use sortie_engine::lane::{exp, ln};
use sortie_engine::ledger::{
    BuyerHash, ChannelMonth, Currency, Date, Decimal, Ledger, Order, Payout, VisitSource,
};
use sortie_engine::unit::Month;
use statrs::distribution::{ContinuousCDF, Normal};

/// Numbers by chance, the same for the same seed (splitmix64: Steele, Lea and Flood 2014).
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        // Mixed once, for seeds in a row would otherwise begin one stream at places next to each other.
        Self(Self(seed).next())
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let x = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }

    /// Between 0 and 1, neither included.
    pub fn share(&mut self) -> f64 {
        ((self.next() >> 11) as f64 + 0.5) / 9_007_199_254_740_992.0
    }

    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.share()
    }

    /// Equal ratios equally often.
    pub fn log_between(&mut self, low: f64, high: f64) -> f64 {
        exp(self.between(ln(low), ln(high)))
    }

    pub fn normal(&mut self) -> f64 {
        Normal::standard().inverse_cdf(self.share())
    }

    /// A factor of mean 1 that spreads by `deviation`.
    pub fn factor(&mut self, deviation: f64) -> f64 {
        exp(deviation * self.normal() - deviation * deviation / 2.0)
    }

    /// How many of something that comes `mean` times.
    pub fn count(&mut self, mean: f64) -> u64 {
        if mean > 50.0 {
            return (mean + mean.sqrt() * self.normal()).round().max(0.0) as u64;
        }
        let (mut n, mut left) = (0, exp(-mean));
        let mut product = self.share();
        while product > left {
            n += 1;
            product *= self.share();
            left = left.max(f64::MIN_POSITIVE);
        }
        n
    }
}

/// One shop's true numbers.
pub struct Shop {
    pub key: &'static str,
    pub visits: f64,
    /// Of visits, as the logarithm a month.
    pub trend: f64,
    pub conversion: f64,
    pub order_value: f64,
    pub refund: f64,
    /// How much of what will come back has come of the orders of the last month, and of those before.
    pub returned: &'static [f64],
    pub commission: f64,
    pub payment_fee_share: f64,
    pub fulfilment: f64,
    pub cost_per_visit: f64,
    pub fixed_cost_per_month: f64,
}

/// A seller's true numbers.
pub struct Seller {
    pub first: Month,
    pub n_months: usize,
    pub shops: Vec<Shop>,
    /// Weights of calendar months, mean 1.
    pub season: [f64; 12],
    pub volatility: f64,
    pub persistence: f64,
    pub co_movement: f64,
    pub repeat_share: f64,
    pub life_months: f64,
    pub payout_days: f64,
    /// Share of the own store that hangs on TikTok's links.
    pub exposure: f64,
}

/// What hides behind sources whose origin is not told.
pub const OF_BIO_LINKS: [f64; 3] = [0.3, 0.6, 0.9];
pub const OF_DIRECT: [f64; 3] = [0.02, 0.1, 0.3];

/// A number whose 10th, 50th and 90th percentile are known.
fn within([low, likely, high]: [f64; 3], chance: &mut Chance) -> f64 {
    let z = chance.normal() / 1.281_551_565_544_600_4;
    likely + z * if z < 0.0 { likely - low } else { high - likely }
}

/// Shares of an own store's visits, by where they came from.
struct Origins {
    organic: f64,
    bio: f64,
    direct: f64,
    paid: f64,
}

impl Seller {
    /// A seller by chance, with the ledger that their shops would tell.
    pub fn by_chance(seed: u64) -> (Self, Ledger) {
        let mut chance = Chance::new(seed);
        let volatility = chance.log_between(0.06, 0.3);
        let strength = [0.25, 0.5, 1.0, 2.0, 4.0][(chance.share() * 5.0) as usize];
        let mut season: [f64; 12] = std::array::from_fn(|_| strength * volatility * chance.normal());
        let middle = season.iter().sum::<f64>() / 12.0;
        season = season.map(|x| exp(x - middle));
        let mean = season.iter().sum::<f64>() / 12.0;
        let n_months = chance.between(18.0, 37.0) as usize;
        let shops = ["own_store:us", "tiktok_shop:us", "amazon:us"].map(|key| Shop {
            key,
            visits: chance.log_between(5_000.0, 80_000.0),
            trend: 0.04 * chance.normal(),
            conversion: chance.between(0.01, 0.1),
            order_value: chance.log_between(15.0, 90.0),
            refund: chance.between(0.02, 0.2),
            returned: if key.starts_with("tiktok") { &[0.4] } else { &[0.3, 0.7] },
            commission: chance.between(0.04, 0.2),
            payment_fee_share: chance.between(0.01, 0.04),
            fulfilment: chance.between(3.0, 12.0),
            cost_per_visit: chance.between(0.02, 0.5),
            fixed_cost_per_month: chance.between(50.0, 2_000.0),
        });
        let origins = Origins {
            organic: chance.between(0.05, 0.4),
            bio: chance.between(0.0, 0.15),
            direct: chance.between(0.1, 0.3),
            paid: 0.05,
        };
        let hidden = [within(OF_BIO_LINKS, &mut chance), within(OF_DIRECT, &mut chance)];
        let seller = Self {
            first: Month::parse("2021-01").expect("a month").plus((chance.share() * 12.0) as i32),
            n_months,
            shops: shops.into(),
            season: season.map(|weight| weight / mean),
            volatility,
            persistence: chance.between(0.0, 0.9),
            co_movement: chance.share(),
            repeat_share: chance.between(0.08, 0.45),
            life_months: chance.log_between(3.0, 16.0),
            payout_days: chance.between(4.0, 25.0),
            exposure: origins.organic + origins.bio * hidden[0] + origins.direct * hidden[1],
        };
        let mut ledger = Ledger::default();
        seller.sell(&mut chance, &mut ledger);
        seller.come_back(&mut chance, &mut ledger);
        seller.pay_out(&mut chance, &mut ledger);
        seller.come_from(&origins, &mut chance, &mut ledger);
        (seller, ledger)
    }

    /// Demand of each shop by month, as the model has it; the plan would begin with the month after.
    pub fn demand(&self, chance: &mut Chance) -> Vec<Vec<f64>> {
        let mut surprises = vec![0.0; self.shops.len()];
        let mut demand = vec![vec![]; self.shops.len()];
        for t in 0..self.n_months {
            let common = chance.normal();
            for (place, shop) in self.shops.iter().enumerate() {
                let own = chance.normal();
                let new = self.co_movement.sqrt() * common + (1.0 - self.co_movement).sqrt() * own;
                let kept = self.persistence;
                surprises[place] =
                    if t == 0 { new } else { kept * surprises[place] + (1.0 - kept * kept).sqrt() * new };
                let noise = exp(self.volatility * surprises[place] - self.volatility * self.volatility / 2.0);
                let ahead = t as f64 - self.n_months as f64;
                let season = self.season[self.first.plus(t as i32).calendar_idx()];
                demand[place].push(shop.visits * exp(shop.trend * ahead) * season * noise);
            }
        }
        demand
    }

    fn sell(&self, chance: &mut Chance, ledger: &mut Ledger) {
        for (shop, demand) in self.shops.iter().zip(self.demand(chance)) {
            let is_amazon = shop.key.starts_with("amazon");
            let mut sold_before = 0.0;
            for (t, demand) in demand.into_iter().enumerate() {
                let visits = demand.round().max(1.0);
                let wanted = visits * shop.conversion * chance.factor(0.06);
                let orders = chance.count(wanted) as f64;
                let revenue = orders * shop.order_value * chance.factor(0.04);
                let returned = match is_amazon {
                    true if t == 0 => revenue,
                    true => (revenue + sold_before) / 2.0,
                    // Of the orders of the last months not all that will come back has come.
                    false => revenue * shop.returned.get(self.n_months - 1 - t).unwrap_or(&1.0),
                };
                let refunds = returned * shop.refund * chance.factor(0.12);
                let net = revenue - refunds;
                sold_before = revenue;
                ledger.months.push(ChannelMonth {
                    channel: shop.key.to_owned(),
                    month: self.first.plus(t as i32),
                    currency: "USD".to_owned(),
                    is_complete: true,
                    orders: Some(orders as u64),
                    revenue: money(revenue),
                    refunds: money(refunds),
                    marketplace_fees: money(net * shop.commission * chance.factor(0.05)),
                    payment_fees: money(net * shop.payment_fee_share * chance.factor(0.05)),
                    fulfilment: money(orders * shop.fulfilment * chance.factor(0.1)),
                    account_fees: money(shop.fixed_cost_per_month * chance.factor(0.2)),
                    ad_spend: money(visits * shop.cost_per_visit * chance.factor(0.2)),
                    sessions: Some(visits as u64),
                    ..ChannelMonth::default()
                });
            }
        }
    }

    /// Buyers of the own store, who were coming back for years before the files begin.
    fn come_back(&self, chance: &mut Chance, ledger: &mut Ledger) {
        let odds = self.repeat_share / (1.0 - self.repeat_share);
        let (rate, stays) = (odds / self.life_months, 1.0 - 1.0 / self.life_months);
        let mut buyer = 0;
        for first in -80..self.n_months as i32 {
            let new_buyers = 110.0 * chance.factor(0.1);
            for _ in 0..chance.count(new_buyers) {
                buyer += 1;
                let mut order = |month: i32| {
                    if month >= 0 {
                        ledger.orders.push(self.order(month, buyer));
                    }
                };
                order(first);
                for month in first + 1..self.n_months as i32 {
                    if month > first + 1 && chance.share() > stays {
                        break;
                    }
                    (0..chance.count(rate)).for_each(|_| order(month));
                }
            }
        }
    }

    fn order(&self, month: i32, buyer: u64) -> Order {
        Order {
            channel: "own_store:us".into(),
            key: 0,
            date: day(self.first.plus(month), 15),
            currency: Currency::USD,
            revenue: Decimal::ONE,
            refunded: Decimal::ZERO,
            units: 1,
            buyer: Some(BuyerHash::new(buyer + 1)),
        }
    }

    /// Weekly payouts of the TikTok shop, each late by its own number of days.
    fn pay_out(&self, chance: &mut Chance, ledger: &mut Ledger) {
        for t in 0..self.n_months {
            for week in 0..4 {
                let paid = day(self.first.plus(t as i32), 4 + 7 * week);
                let late = self.payout_days * chance.factor(0.2);
                for _ in 0..12 {
                    let whole = late * chance.factor(0.15);
                    // A day is whole: rounded up as often as it takes to be right on average.
                    let days = (whole.floor() + f64::from(u8::from(chance.share() < whole.fract()))) as i64;
                    ledger.payouts.push(Payout {
                        channel: "tiktok_shop:us".to_owned(),
                        sold: paid.checked_sub(Span::new().days(days)).expect("a day before"),
                        paid,
                        amount: money(40.0 * chance.factor(0.5)).expect("an amount"),
                        currency: "USD".to_owned(),
                    });
                }
            }
        }
    }

    /// Where the own store's visits came from in the last year.
    fn come_from(&self, origins: &Origins, chance: &mut Chance, ledger: &mut Ledger) {
        for t in self.n_months - 12..self.n_months {
            let organic = origins.organic * chance.factor(0.1);
            let rest = 1.0 - organic - origins.bio - origins.direct - origins.paid;
            let sources = [
                ("tiktok.com", "referral", organic),
                ("tiktok", "paid_social", origins.paid),
                ("linktr.ee", "referral", origins.bio),
                ("(direct)", "(none)", origins.direct),
                ("google", "organic", rest),
            ];
            for (source, medium, share) in sources {
                ledger.sources.push(VisitSource {
                    channel: "own_store:us".to_owned(),
                    month: self.first.plus(t as i32),
                    source: source.to_owned(),
                    medium: medium.to_owned(),
                    sessions: Some((share * 20_000.0).round() as u64),
                    revenue: None,
                    orders: None,
                });
            }
        }
    }
}

fn money(x: f64) -> Option<Decimal> {
    Decimal::try_from(x).ok().map(|money| money.round_dp(2))
}

fn day(month: Month, day: i8) -> Date {
    Date::new(month.year() as i16, month.number() as i8, day).expect("a day of the month")
}
