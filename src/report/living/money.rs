//! From orders to cash: steps 10 to 16 of the model. Money ties the channels together, since what is bought depends on the cash
//! of all.

use sortie_engine::compare::AccountLine;
use sortie_engine::plan::{Channel, Parameter};

use super::demand::ChannelLines;
use super::formula::{Formula, Function, Sign, least, most, number, one, total, when, zero};
use super::ground::LivingGround;
use super::strategy::{ChangedNumber, LivingForces};
use crate::address::PlanPart;

/// The money of a channel, as lines.
struct TradeLines {
    /// Its place in the plan.
    place: usize,
    /// Goods at cost that the orders wanted take.
    goods_wanted: usize,
    /// What they would pay out.
    payout_wanted: usize,
    /// What it is short of.
    missing: usize,
    /// What it earned to be paid out.
    payout: usize,
    /// Stock at hand at the month's end.
    stock: usize,
    /// What is bought.
    purchases: usize,
    /// What arrives of earlier sales, if orders are shipped as wanted.
    arriving_wanted: usize,
    /// What is held back, by shock.
    held: Vec<HeldMoney>,
    /// What of the arriving money is not held back.
    prompt: Vec<Formula>,
    /// The goods of a month before the plan, and its payout.
    base: [Formula; 2],
    /// The prices of an order.
    prices: OrderTerms,
}

/// Money that a shock holds back, as lines.
struct HeldMoney {
    /// The share of what arrives.
    share: usize,
    /// The money.
    money: usize,
    /// After how many months it comes; lost where nobody says.
    months: Option<u32>,
}

/// What all channels bring, by month.
struct ChannelSums {
    revenue: Vec<Vec<Formula>>,
    profit: Vec<Vec<Formula>>,
    flow: Vec<Vec<Formula>>,
}

/// What an order brings and costs, month by month, in the plan's currency.
struct OrderTerms {
    net: Vec<Formula>,
    commission: Vec<Formula>,
    fees_share: Formula,
    fees_fixed: Formula,
    goods: Vec<Formula>,
    shipping: Vec<Formula>,
    returns: Vec<Formula>,
    per_visit: Vec<Formula>,
    fixed: Vec<Formula>,
}

/// The lines that a sheet ends with.
pub struct CashLines {
    /// Revenue of all channels.
    pub revenue: usize,
    /// Profit.
    pub profit: usize,
    /// Cash at the month's end.
    pub cash: usize,
}

impl LivingGround<'_> {
    /// Steps 10 to 16.
    pub fn settle(
        &mut self,
        forces: &LivingForces,
        lines: &[ChannelLines],
        strategy_cost: usize,
    ) -> CashLines {
        let n = self.sheet.n_months;
        let mut trades = vec![];
        for own in lines {
            trades.push(self.want(forces, own));
        }
        let title = self.words.get("report.living_till").to_owned();
        self.sheet.title(&title);
        // The line of cash is filled in last: what can be bought asks for that of the month before.
        let told = self.words.metric(sortie_engine::forecast::Metric::Cash).to_owned();
        let cash = self.money(&told, |_| zero());
        let share = self.affordable(&trades, cash);
        let none = || vec![vec![]; n];
        let mut sums = ChannelSums { revenue: none(), profit: none(), flow: none() };
        for (own, trade) in lines.iter().zip(&trades) {
            self.ship(forces, own, trade, share, &mut sums);
        }
        let title = self.words.get("report.living_all").to_owned();
        self.sheet.title(&title);
        let ChannelSums { revenue: mut revenues, profit: mut profits, flow: mut flows } = sums;
        let told = self.words.account_line(AccountLine::Revenue).to_owned();
        let revenue = self.money(&told, |t| total(std::mem::take(&mut revenues[t])));
        let base = self.input(PlanPart::Cash.field("overhead_per_month"));
        let told = self.words.get("explain_step.overhead").to_owned();
        let what = ChangedNumber { channel: None, parameter: Parameter::Overhead, name: &told, base: &base };
        let overhead = self.parameter(forces, &what, &[]);
        let opening = self.input(PlanPart::Cash.field("opening"));
        let rate = self.input(PlanPart::Cash.field("interest_per_year"));
        let told = self.words.get("explain_step.interest").to_owned();
        let interest = self.money(&told, |t| {
            let before = t.checked_sub(1).map_or(opening.clone(), |before| Formula::Cell(cash, before));
            most(vec![zero(), zero() - before]) * rate.clone() / number(12.0)
        });
        let spent =
            |t: usize| overhead[t].clone() + Formula::Cell(strategy_cost, t) + Formula::Cell(interest, t);
        let told = self.words.metric(sortie_engine::forecast::Metric::Profit).to_owned();
        let profit = self.money(&told, |t| total(std::mem::take(&mut profits[t])) - spent(t));
        let cells: Vec<Formula> = (0..n)
            .map(|t| {
                let before = t.checked_sub(1).map_or(opening.clone(), |before| Formula::Cell(cash, before));
                before + total(std::mem::take(&mut flows[t])) - spent(t)
            })
            .collect();
        self.sheet.lines[cash].cells = cells;
        CashLines { revenue, profit, cash }
    }

    /// What an order brings and costs.
    fn order_terms(&mut self, forces: &LivingForces, own: &ChannelLines, channel: &Channel) -> OrderTerms {
        let n = self.sheet.n_months;
        let rate = self.rate(channel.currency.as_ref());
        let of = |ground: &mut Self, name: &'static str, parameter: Parameter, is_money: bool| {
            let base = ground.of_channel(own.place, name);
            let base = if is_money { base * rate.clone() } else { base };
            let told = ground.words.parameter(parameter).to_owned();
            let what = ChangedNumber { channel: Some(channel), parameter, name: &told, base: &base };
            ground.parameter(forces, &what, &[])
        };
        let refund = of(self, "refund", Parameter::Refund, false);
        let unit_cost = of(self, "unit_cost", Parameter::UnitCost, false);
        let fulfilment = of(self, "fulfilment", Parameter::Fulfilment, true);
        let return_cost = of(self, "return_cost", Parameter::ReturnCost, true);
        let commission = of(self, "commission", Parameter::Commission, false);
        let per_visit = of(self, "cost_per_visit", Parameter::CostPerVisit, true);
        let fixed = of(self, "fixed_cost_per_month", Parameter::FixedCostPerMonth, true);
        let [resale, fees_share, fees_fixed, value] =
            ["resale", "payment_fee_share", "payment_fee_fixed", "order_value"]
                .map(|name| self.of_channel(own.place, name));
        let value = value * rate.clone();
        let media = self.media(channel);
        let net = |t: usize| own.order_value[t].clone() * (one() - refund[t].clone());
        OrderTerms {
            net: (0..n).map(net).collect(),
            commission,
            fees_share,
            fees_fixed: fees_fixed * rate,
            goods: (0..n)
                .map(|t| value.clone() * unit_cost[t].clone() * (one() - refund[t].clone() * resale.clone()))
                .collect(),
            shipping: fulfilment,
            returns: (0..n).map(|t| refund[t].clone() * return_cost[t].clone()).collect(),
            per_visit: (0..n).map(|t| per_visit[t].clone() * media[t].clone()).collect(),
            fixed,
        }
    }

    /// What media cost in a month against the year; the whole where nobody pays for visits.
    fn media(&mut self, channel: &Channel) -> Vec<Formula> {
        let n = self.sheet.n_months;
        if channel.cost_per_visit.is_exactly(0.0) {
            return vec![one(); n];
        }
        let weights = self.media_season(channel);
        (0..n).map(|t| weights[self.calendar(t)].clone()).collect()
    }

    /// Steps 11 to 13 as far as one channel goes: what its orders would bring, take and need.
    fn want(&mut self, forces: &LivingForces, own: &ChannelLines) -> TradeLines {
        let channel = &self.plan.channels[own.place];
        let name = self.channel_name(channel);
        let title = self.named("report.living_money", &name);
        self.sheet.title(&title);
        let prices = self.order_terms(forces, own, channel);
        let wanted = own.wanted;
        let told = self.words.get("report.living_goods_wanted").to_owned();
        let goods_wanted = self.money(&told, |t| Formula::Cell(wanted, t) * prices.goods[t].clone());
        let told = self.words.get("report.living_payout_wanted").to_owned();
        let payout_wanted = self.money(&told, |t| {
            let orders = Formula::Cell(wanted, t);
            let net = orders.clone() * prices.net[t].clone();
            let kept = one() - prices.commission[t].clone() - prices.fees_share.clone();
            let shared = own.shared[t].clone() * prices.net[t].clone();
            net * kept - orders * prices.fees_fixed.clone() - shared
        });
        let base = self.base(own.place);
        // Filled in once it is known what can be bought.
        let told = self.words.account_line(AccountLine::Payout).to_owned();
        let payout = self.money(&told, |_| zero());
        let told = self.words.get("report.living_stock").to_owned();
        let stock = self.money(&told, |_| zero());
        let told = self.words.account_line(AccountLine::Purchases).to_owned();
        let purchases = self.money(&told, |_| zero());
        let missing = self.missing(own, (goods_wanted, stock, purchases), &base[0]);
        let told = self.words.get("report.living_arriving").to_owned();
        let days = self.of_channel(own.place, "payout_days");
        let arriving_wanted = self.money(&told, |t| arriving(t, &days, (payout, payout_wanted), &base[1]));
        let (held, prompt) = self.hold(forces, channel);
        TradeLines {
            place: own.place,
            goods_wanted,
            payout_wanted,
            missing,
            payout,
            stock,
            purchases,
            arriving_wanted,
            held,
            prompt,
            base,
            prices,
        }
    }

    /// Goods and payout of a month before the plan.
    fn base(&mut self, place: usize) -> [Formula; 2] {
        let channel = &self.plan.channels[place];
        if !channel.active {
            return [zero(), zero()];
        }
        let rate = self.rate(channel.currency.as_ref());
        let names = ["visits", "conversion", "order_value", "unit_cost", "refund", "resale", "commission"];
        let [visits, conversion, value, cost, refund, resale, commission] =
            names.map(|name| self.of_channel(place, name));
        let [share, fixed] =
            ["payment_fee_share", "payment_fee_fixed"].map(|name| self.of_channel(place, name));
        let orders = visits * conversion;
        let sales = orders.clone() * value * rate.clone();
        let goods = sales.clone() * cost * (one() - refund.clone() * resale);
        let payout = sales * (one() - refund) * (one() - commission - share) - orders * fixed * rate;
        let name = self.channel_name(channel);
        let lines = [("report.living_base_goods", goods), ("report.living_base_payout", payout)];
        lines.map(|(key, formula)| {
            let told = self.named(key, &name);
            let line = self.money(&told, |t| if t == 0 { formula.clone() } else { zero() });
            Formula::Cell(line, 0)
        })
    }

    /// Step 13: the goods that a channel is short of.
    fn missing(
        &mut self,
        own: &ChannelLines,
        (goods, stock, purchases): (usize, usize, usize),
        base: &Formula,
    ) -> usize {
        let lead = self.plan.channels[own.place].lead_months as usize;
        let days = self.of_channel(own.place, "stock_days");
        let start: Vec<usize> = (0..self.sheet.n_months).map(|t| self.calendar(t)).collect();
        let season = own.season_inputs.clone();
        let told = self.words.get("report.living_missing").to_owned();
        let opening = days.clone() / number(30.0) * base.clone();
        self.money(&told, |t| {
            let later = |k: usize| {
                if k == 0 {
                    return one();
                }
                let (now, then) = (season[start[t]].clone(), season[(start[t] + k) % 12].clone());
                when(now.clone().joined(Sign::Above, zero()), then / now, zero())
            };
            let cover = total((0..=lead).map(later)) + days.clone() / number(30.0) * later(lead);
            let at_hand = t.checked_sub(1).map_or(opening.clone(), |before| Formula::Cell(stock, before));
            let under_way =
                total((1..=lead).map(|back| {
                    t.checked_sub(back).map_or(base.clone(), |then| Formula::Cell(purchases, then))
                }));
            most(vec![zero(), Formula::Cell(goods, t) * cover - at_hand - under_way])
        })
    }

    /// Step 12: what shocks hold back of a channel's arriving money.
    fn hold(&mut self, forces: &LivingForces, channel: &Channel) -> (Vec<HeldMoney>, Vec<Formula>) {
        let n = self.sheet.n_months;
        let mut prompt = vec![one(); n];
        let mut held = vec![];
        for (idx, (place, shock)) in self.shocks.clone().into_iter().enumerate() {
            let holds = !shock.freezes_payouts.is_exactly(0.0) && shock.targets.match_channel(channel);
            if !holds {
                continue;
            }
            let freezes = self.input(PlanPart::Shock(place).field("freezes_payouts"));
            let told = self.named("report.living_held_share", self.words.ready(&shock.name));
            let depth = forces.shocks[idx].depth;
            let share = self.share(&told, |t| prompt[t].clone() * freezes.clone() * Formula::Cell(depth, t));
            let told = self.named("account.held_back", self.words.ready(&shock.name));
            let money = self.money(&told, |_| zero());
            for (t, prompt) in prompt.iter_mut().enumerate() {
                *prompt = prompt.clone() - Formula::Cell(share, t);
            }
            held.push(HeldMoney { share, money, months: shock.freeze_months });
        }
        (held, prompt)
    }

    /// Which part of the goods wanted can be bought with the money that is there.
    fn affordable(&mut self, trades: &[TradeLines], cash: usize) -> usize {
        let opening = self.input(PlanPart::Cash.field("opening"));
        let credit = self.input(PlanPart::Cash.field("credit_line"));
        let told = self.words.get("report.living_missing_all").to_owned();
        let wanted = self.money(&told, |t| total(trades.iter().map(|it| Formula::Cell(it.missing, t))));
        let told = self.words.get("report.living_funds").to_owned();
        let funds = self.money(&told, |t| {
            let before = t.checked_sub(1).map_or(opening.clone(), |before| Formula::Cell(cash, before));
            let arrives = trades.iter().map(|it| Formula::Cell(it.arriving_wanted, t) * it.prompt[t].clone());
            let freed = trades.iter().flat_map(|it| it.held.iter().filter_map(move |held| released(held, t)));
            most(vec![zero(), before + credit.clone() + total(arrives) + total(freed)])
        });
        let is_limited = self.plan.cash.restock_limited;
        let told = self.words.get("report.living_affordable").to_owned();
        self.share(&told, |t| {
            if !is_limited {
                return one();
            }
            let wanted = Formula::Cell(wanted, t);
            let share = least(vec![one(), Formula::Cell(funds, t) / wanted.clone()]);
            when(wanted.joined(Sign::Above, zero()), share, one())
        })
    }

    /// Steps 10, 11, 13 and 14: what is bought, shipped, earned and spent.
    fn ship(
        &mut self,
        forces: &LivingForces,
        own: &ChannelLines,
        trade: &TradeLines,
        share: usize,
        sums: &mut ChannelSums,
    ) {
        let channel = &self.plan.channels[trade.place];
        let name = self.channel_name(channel);
        let title = self.named("report.living_shipped", &name);
        self.sheet.title(&title);
        let n = self.sheet.n_months;
        let lead = channel.lead_months as usize;
        let days = self.of_channel(trade.place, "stock_days");
        let opening = days / number(30.0) * trade.base[0].clone();
        self.sheet.lines[trade.purchases].cells =
            (0..n).map(|t| Formula::Cell(trade.missing, t) * Formula::Cell(share, t)).collect();
        let written_off = self.written_off(forces, channel, trade.stock, &opening);
        let at_hand = |t: usize| {
            let before =
                t.checked_sub(1).map_or(opening.clone(), |before| Formula::Cell(trade.stock, before));
            let landed = t
                .checked_sub(lead)
                .map_or(trade.base[0].clone(), |then| Formula::Cell(trade.purchases, then));
            before - written_off.map_or(zero(), |line| Formula::Cell(line, t)) + landed
        };
        let told = self.words.account_line(AccountLine::Supply).to_owned();
        let supply = self.share(&told, |t| {
            let goods = Formula::Cell(trade.goods_wanted, t);
            when(goods.clone().joined(Sign::Above, zero()), least(vec![one(), at_hand(t) / goods]), one())
        });
        self.sheet.lines[trade.stock].cells =
            (0..n).map(|t| most(vec![zero(), at_hand(t) - Formula::Cell(trade.goods_wanted, t)])).collect();
        let told = self.words.account_line(AccountLine::Orders).to_owned();
        let orders = self.count(&told, |t| Formula::Cell(own.wanted, t) * Formula::Cell(supply, t));
        let life = self.of_channel(trade.place, "customer_life_months");
        let base = self.base_customers(trade.place);
        self.sheet.lines[own.customers].cells = (0..n)
            .map(|t| {
                let before =
                    t.checked_sub(1).map_or(base.clone(), |before| Formula::Cell(own.customers, before));
                let stay = one() - one() / life.clone();
                before * stay + Formula::Cell(own.first, t) * Formula::Cell(supply, t)
            })
            .collect();
        let told = self.words.account_line(AccountLine::Revenue).to_owned();
        let revenue = self.money(&told, |t| Formula::Cell(orders, t) * trade.prices.net[t].clone());
        self.sheet.lines[trade.payout].cells =
            (0..n).map(|t| Formula::Cell(trade.payout_wanted, t) * Formula::Cell(supply, t)).collect();
        let told = self.words.account_line(AccountLine::Goods).to_owned();
        let goods = self.money(&told, |t| Formula::Cell(trade.goods_wanted, t) * Formula::Cell(supply, t));
        let costs = self.costs(own, trade, orders);
        let told = self.words.account_line(AccountLine::Arriving).to_owned();
        let days = self.of_channel(trade.place, "payout_days");
        let arrives = self.money(&told, |t| arriving(t, &days, (trade.payout, trade.payout), &trade.base[1]));
        for HeldMoney { share, money, .. } in &trade.held {
            self.sheet.lines[*money].cells =
                (0..n).map(|t| Formula::Cell(arrives, t) * Formula::Cell(*share, t)).collect();
        }
        for t in 0..n {
            let cost = Formula::Cell(costs, t);
            let lost = trade.held.iter().filter(|held| held.months.is_none());
            let lost = total(lost.map(|held| Formula::Cell(held.money, t)));
            let off = written_off.map_or(zero(), |line| Formula::Cell(line, t));
            sums.revenue[t].push(Formula::Cell(revenue, t));
            sums.profit[t]
                .push(Formula::Cell(trade.payout, t) - Formula::Cell(goods, t) - cost.clone() - lost - off);
            let freed = total(trade.held.iter().filter_map(|held| released(held, t)));
            let comes = Formula::Cell(arrives, t) * trade.prompt[t].clone() + freed;
            sums.flow[t].push(comes - Formula::Cell(trade.purchases, t) - cost);
        }
    }

    /// Step 10: stock that is lost in a shock's first month.
    fn written_off(
        &mut self,
        forces: &LivingForces,
        channel: &Channel,
        stock: usize,
        opening: &Formula,
    ) -> Option<usize> {
        let mut parts: Vec<(Formula, usize)> = vec![];
        for (idx, (place, shock)) in self.shocks.clone().into_iter().enumerate() {
            if shock.writes_off.is_exactly(0.0) || !shock.targets.match_channel(channel) {
                continue;
            }
            let share = self.input(PlanPart::Shock(place).field("writes_off"));
            parts.push((share, forces.shocks[idx].depth));
        }
        if parts.is_empty() {
            return None;
        }
        let told = self.words.account_line(AccountLine::WrittenOff).to_owned();
        Some(self.money(&told, |t| {
            let before = t.checked_sub(1).map_or(opening.clone(), |before| Formula::Cell(stock, before));
            let mut left = before.clone();
            for (share, depth) in &parts {
                let strikes = Formula::Cell(*depth, t).joined(Sign::Above, zero());
                let is_first = match t.checked_sub(1) {
                    Some(before) => {
                        let never = Formula::Sum(*depth, before).joined(Sign::Same, zero());
                        Formula::Call(Function::And, vec![strikes, never])
                    }
                    None => strikes,
                };
                left = left * when(is_first, one() - share.clone(), one());
            }
            before - left
        }))
    }

    /// Shipping, returns, ads and the fixed cost of a channel.
    fn costs(&mut self, own: &ChannelLines, trade: &TradeLines, orders: usize) -> usize {
        let prices = &trade.prices;
        let told = self.words.account_line(AccountLine::Shipping).to_owned();
        let shipping = self.money(&told, |t| Formula::Cell(orders, t) * prices.shipping[t].clone());
        let told = self.words.account_line(AccountLine::Returns).to_owned();
        let returns = self.money(&told, |t| Formula::Cell(orders, t) * prices.returns[t].clone());
        let kept = self.of_channel(trade.place, "spend_kept");
        let told = self.words.account_line(AccountLine::Ads).to_owned();
        let ads = self.money(&told, |t| {
            let shut = own.shut.as_ref().map_or(one(), |shut| shut[t].clone());
            let lost = own.lost.map_or(zero(), |line| Formula::Cell(line, t) * kept.clone() * shut);
            (Formula::Cell(own.organic, t) + lost) / own.hits[t].clone() * prices.per_visit[t].clone()
        });
        let told = self.words.account_line(AccountLine::Fixed).to_owned();
        let fixed = self.money(&told, |t| {
            let mut fixed = prices.fixed[t].clone();
            for left in [&own.open, &own.shut].into_iter().flatten() {
                fixed = when(left[t].clone().joined(Sign::Above, zero()), fixed, zero());
            }
            fixed
        });
        let told = self.words.get("report.living_costs").to_owned();
        self.money(&told, |t| total([shipping, returns, ads, fixed].map(|line| Formula::Cell(line, t))))
    }
}

/// What arrives in a month: payouts of the months before by the days that they take. The payout of the month itself stands in
/// the second line, those of earlier months in the first.
fn arriving(t: usize, days: &Formula, (earlier, now): (usize, usize), base: &Formula) -> Formula {
    let months = || days.clone() / number(30.0);
    let whole = || Formula::Call(Function::Int, vec![months()]);
    let paid = |back: Formula| {
        let then = number(t as f64) - back;
        let before = match t.checked_sub(1) {
            Some(last) => Formula::Pick(earlier, last, Box::new(then.clone())),
            None => base.clone(),
        };
        let is_now = then.clone().joined(Sign::Same, number(t as f64));
        let is_inside = then.joined(Sign::AtLeast, zero());
        when(is_now, Formula::Cell(now, t), when(is_inside, before, base.clone()))
    };
    let part = months() - whole();
    (one() - part.clone()) * paid(whole()) + part * paid(whole() + one())
}

/// What of the money held back comes in a month.
fn released(held: &HeldMoney, t: usize) -> Option<Formula> {
    let then = t.checked_sub(held.months? as usize)?;
    Some(Formula::Cell(held.money, then))
}
