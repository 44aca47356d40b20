//! Visits that come by themselves, what shocks take of them and where that goes: steps 2 to 6 of the model.

use sortie_engine::compare::{AccountLine, ChannelTrace};
use sortie_engine::plan::{Channel, Mechanism, Parameter, ShockKind};

use super::book::{InputLook, LivingInput};
use super::formula::{Formula, Sign, most, number, one, product, total, when, zero};
use super::ground::LivingGround;
use super::strategy::{ChangedNumber, LivingForces};
use crate::address::PlanPart;

/// A channel in formulas, month by month.
pub struct ChannelLines {
    /// Its place in the plan.
    pub place: usize,
    /// How far it is open; nothing where it sells from the start.
    pub open: Option<Vec<Formula>>,
    /// What is left of it where it is wound down.
    pub shut: Option<Vec<Formula>>,
    /// Its season.
    pub season: Vec<Formula>,
    /// Its season in any month from the plan's first on, beyond the horizon too.
    pub season_inputs: [Formula; 12],
    /// Conversion in force, without trust and prices.
    pub conversion: Vec<Formula>,
    /// Order value in force, in the plan's currency.
    pub order_value: Vec<Formula>,
    /// Its own visits once shocks and winding down have struck.
    pub organic: usize,
    /// Those that were lost.
    pub lost: Option<usize>,
    /// What hits multiply its visits by.
    pub hits: Vec<Formula>,
    /// The share of its links that still works.
    pub pass: Vec<Formula>,
    /// The same counting bans alone.
    pub ban: Vec<Formula>,
    /// What prices make of first and of repeat orders.
    pub price: [Vec<Formula>; 2],
    /// All visits.
    pub visits: usize,
    /// First orders wanted.
    pub first: usize,
    /// All orders wanted.
    pub wanted: usize,
    /// What of the orders' value goes to whoever brought them, as orders times a share.
    pub shared: Vec<Formula>,
    /// The customers at the month's end.
    pub customers: usize,
}

impl<'a> LivingGround<'a> {
    /// The channels that sell or are opened, with their places.
    pub fn channels(&self) -> Vec<(usize, &'a Channel)> {
        let opened: Vec<&str> = self
            .mechanisms()
            .iter()
            .filter_map(|(_, _, mechanism)| match mechanism {
                Mechanism::OpenChannel(open) => Some(open.channel.as_str()),
                _ => None,
            })
            .collect();
        let plan = self.plan;
        let sells = |channel: &&'a Channel| channel.active || opened.contains(&channel.id.as_str());
        plan.channels.iter().enumerate().filter(|(_, channel)| sells(channel)).collect()
    }

    /// The trace of a channel.
    pub fn trace_of(&self, place: usize) -> &'a ChannelTrace {
        &self.trace.channels[place]
    }

    /// The season of a channel in each calendar month, as a formula over the inputs.
    fn season(&mut self, channel: &Channel, is_media: bool) -> [Formula; 12] {
        let market = self.plan.markets.iter().find(|it| it.id == channel.market);
        let own = market.and_then(|it| if is_media { it.media_seasonality } else { it.seasonality });
        let demand = &self.plan.demand;
        let whole = if is_media { demand.media_seasonality } else { demand.seasonality };
        let weights = own.unwrap_or(whole);
        let name = own.and(market).map_or("", |it| it.name.as_str());
        let key = if is_media { "report.living_media" } else { "report.living_season" };
        let names = (0..12).map(|idx| {
            let of = self.named(key, self.words.ready(name));
            format!("{of} \u{b7} {}", self.words.calendar_month(idx))
        });
        let names: Vec<String> = names.collect();
        let known = self.inputs.inputs.iter().position(|input| input.name == names[0]);
        let first = known.unwrap_or_else(|| {
            for (name, value) in names.iter().zip(weights) {
                let (name, source) = (name.clone(), String::new());
                self.inputs.inputs.push(LivingInput {
                    name,
                    value,
                    look: InputLook::Plain,
                    field: None,
                    source,
                });
            }
            self.inputs.inputs.len() - 12
        });
        std::array::from_fn(|idx| {
            Formula::Input(first + idx) * number(12.0) / Formula::InputSum(first, first + 11)
        })
    }

    /// What media cost in each calendar month against the year.
    pub fn media_season(&mut self, channel: &Channel) -> [Formula; 12] {
        self.season(channel, true)
    }

    /// The calendar month of a month of the plan, or of one after it.
    pub fn calendar(&self, t: usize) -> usize {
        (self.plan.start.calendar_idx() + t) % 12
    }

    /// Steps 2 to 4 of every channel: how far it is open, and the visits that come by themselves.
    pub fn own_visits(&mut self, forces: &LivingForces) -> Vec<ChannelLines> {
        let channels = self.channels();
        channels.into_iter().map(|(place, channel)| self.own_of(forces, place, channel)).collect()
    }

    fn own_of(&mut self, forces: &LivingForces, place: usize, channel: &Channel) -> ChannelLines {
        let name = self.channel_name(channel);
        self.sheet.title(&name);
        let n = self.sheet.n_months;
        let part = PlanPart::Channel(place);
        let rate = self.rate(channel.currency.as_ref());
        let season_inputs = self.season(channel, false);
        let titled = self.named("report.living_season", "");
        let season_line = self.share(&titled, |_| zero());
        let season: Vec<Formula> = (0..n).map(|t| Formula::Cell(season_line, t)).collect();
        let months: Vec<usize> = (0..n).map(|t| self.calendar(t)).collect();
        for (cell, month) in self.sheet.lines[season_line].cells.iter_mut().zip(months) {
            *cell = season_inputs[month].clone();
        }
        let open = self.opening(forces, channel);
        let shut = self.shutting(forces, channel);
        let prices = self.prices(forces, channel);
        let factors: Vec<Vec<Formula>> = prices.iter().map(|it| it.factor.clone()).collect();
        let base = self.input(part.field("order_value")) * rate;
        let told = self.words.account_line(AccountLine::OrderValue).to_owned();
        let told = self.words.with("report.living_each", &[("name", &told)]);
        let what = ChangedNumber {
            channel: Some(channel),
            parameter: Parameter::OrderValue,
            name: &told,
            base: &base,
        };
        let order_value = self.parameter(forces, &what, &factors);
        let base = self.input(part.field("conversion"));
        let told = self.words.account_line(AccountLine::Conversion).to_owned();
        let conversion = self.parameter(
            forces,
            &ChangedNumber {
                channel: Some(channel),
                parameter: Parameter::Conversion,
                name: &told,
                base: &base,
            },
            &[],
        );
        let base = self.input(part.field("visits"));
        let told = self.words.account_line(AccountLine::Level).to_owned();
        let level = self.parameter(
            forces,
            &ChangedNumber { channel: Some(channel), parameter: Parameter::Visits, name: &told, base: &base },
            &[],
        );
        let grown = self.growth(place, open.as_deref());
        let (hits, penalties) = self.lifted(forces, channel);
        let told = self.words.account_line(AccountLine::Came).to_owned();
        let came = self.count(&told, |t| {
            let opened = open.as_ref().map_or(one(), |open| open[t].clone());
            let own = level[t].clone() * grown(t) * opened * season[t].clone();
            own * hits[t].clone() * penalties[t].clone()
        });
        let by = |pick: fn(&super::strategy::PriceTerms) -> &Vec<Formula>| -> Vec<Formula> {
            (0..n).map(|t| product(prices.iter().map(|it| pick(it)[t].clone()))).collect()
        };
        ChannelLines {
            place,
            open,
            shut,
            season,
            season_inputs,
            conversion,
            order_value,
            organic: came,
            lost: None,
            hits,
            pass: vec![one(); n],
            ban: vec![one(); n],
            price: [by(|it| &it.first), by(|it| &it.repeat)],
            visits: came,
            first: came,
            wanted: came,
            shared: vec![zero(); n],
            customers: came,
        }
    }

    /// Step 3: growth since the month in which a channel first was open.
    fn growth(&mut self, place: usize, open: Option<&[Formula]>) -> impl Fn(usize) -> Formula + use<> {
        let growth = self.of_channel(place, "growth");
        let damping = self.input(PlanPart::Demand.field("trend_damping"));
        let name = self.words.get("report.living_growth").to_owned();
        let age = open.map(|open| {
            let told = self.words.get("report.living_age").to_owned();
            let own = self.sheet.next();
            self.count(&told, |t| {
                let is_open = open[t].clone().joined(Sign::Above, zero());
                match t.checked_sub(1) {
                    Some(before) => {
                        let before = Formula::Cell(own, before);
                        let grows = before.clone().joined(Sign::Above, zero());
                        when(grows, before + one(), when(is_open, one(), zero()))
                    }
                    None => when(is_open, one(), zero()),
                }
            })
        });
        let own = self.sheet.next();
        let step = |faded: Formula| most(vec![zero(), one() + growth.clone() * faded]);
        let line = self.share(&name, |t| {
            let Some(before) = t.checked_sub(1) else { return one() };
            let before = Formula::Cell(own, before);
            match age {
                None if t == 1 => before * step(one()),
                None => before * step(damping.clone().joined(Sign::Power, number(t as f64 - 1.0))),
                Some(age) => {
                    let months = Formula::Cell(age, t);
                    let faded = damping.clone().joined(Sign::Power, months.clone() - number(2.0));
                    let faded = when(months.clone().joined(Sign::Same, number(2.0)), one(), faded);
                    let grows = months.joined(Sign::AtLeast, number(2.0));
                    let is_open = open.map_or(one(), |open| open[t].clone()).joined(Sign::Above, zero());
                    let both = Formula::Call(super::formula::Function::And, vec![grows, is_open]);
                    when(both, before.clone() * step(faded), before)
                }
            }
        });
        move |t| Formula::Cell(line, t)
    }

    /// Step 5: what shocks take, and where it turns up; then what is wound down.
    pub fn strike(&mut self, forces: &LivingForces, lines: &mut [ChannelLines]) -> Vec<Option<usize>> {
        let n = self.sheet.n_months;
        let mut diverted: Vec<Vec<Vec<Formula>>> = vec![vec![vec![]; n]; lines.len()];
        for idx in 0..self.shocks.len() {
            let (shock_place, shock) = self.shocks[idx];
            let taken = self.taken(forces, idx);
            for own in 0..lines.len() {
                let channel = &self.plan.channels[lines[own].place];
                if !shock.targets.match_channel(channel) {
                    continue;
                }
                let name = format!("{} \u{b7} {}", self.channel_name(channel), self.words.ready(&shock.name));
                let lost_name = format!("{} \u{b7} {name}", self.words.account_line(AccountLine::Lost));
                let before = lines[own].organic;
                let lost = self.count(&lost_name, |t| Formula::Cell(before, t) * taken[t].clone());
                let left_name = format!("{} \u{b7} {name}", self.words.account_line(AccountLine::Organic));
                let left = self.count(&left_name, |t| Formula::Cell(before, t) - Formula::Cell(lost, t));
                lines[own].organic = left;
                let all_before = lines[own].lost;
                lines[own].lost = Some(match all_before {
                    None => lost,
                    Some(known) => {
                        let all = self.named("report.living_lost_all", &self.channel_name(channel));
                        self.count(&all, |t| Formula::Cell(known, t) + Formula::Cell(lost, t))
                    }
                });
                for (t, share) in taken.iter().enumerate() {
                    let passes = one() - share.clone();
                    lines[own].pass[t] = lines[own].pass[t].clone() * passes.clone();
                    if shock.kind == ShockKind::MarketBan {
                        lines[own].ban[t] = lines[own].ban[t].clone() * passes;
                    }
                }
                let shares = self.diversions(shock_place);
                for (to, share) in shares {
                    let Some(target) = lines.iter().position(|it| self.plan.channels[it.place].id == to)
                    else {
                        continue;
                    };
                    if target == own {
                        continue;
                    }
                    let adapt = forces.shocks[idx].adapt;
                    for (t, diverted) in diverted[target].iter_mut().enumerate() {
                        let found = adapt.map_or(one(), |line| Formula::Cell(line, t));
                        let open = lines[target].open.as_ref().map_or(one(), |open| open[t].clone());
                        diverted.push(Formula::Cell(lost, t) * share.clone() * found * open);
                    }
                }
            }
        }
        let finish = |(own, mut parts): (usize, Vec<Vec<Formula>>)| {
            let channel = &self.plan.channels[lines[own].place];
            let name = self.channel_name(channel);
            if let Some(shut) = lines[own].shut.clone() {
                let before = lines[own].organic;
                let told = format!("{} \u{b7} {name}", self.words.account_line(AccountLine::Organic));
                lines[own].organic = self.count(&told, |t| Formula::Cell(before, t) * shut[t].clone());
            }
            let is_hit = parts.iter().any(|parts| !parts.is_empty());
            is_hit.then(|| {
                let told = format!("{} \u{b7} {name}", self.words.account_line(AccountLine::Diverted));
                let (pass, shut) = (lines[own].pass.clone(), lines[own].shut.clone());
                self.count(&told, |t| {
                    let kept = shut.as_ref().map_or(one(), |shut| shut[t].clone());
                    total(std::mem::take(&mut parts[t])) * pass[t].clone() * kept
                })
            })
        };
        diverted.into_iter().enumerate().map(finish).collect()
    }

    /// The share of a target's visits that a shock takes, by month.
    fn taken(&mut self, forces: &LivingForces, idx: usize) -> Vec<Formula> {
        let name = self.words.ready(&self.shocks[idx].1.name).to_owned();
        let titled = self.named("report.living_taken", &name);
        let depth = forces.shocks[idx].depth;
        let n = self.sheet.n_months;
        let passing: Vec<Formula> = (0..n).map(|t| self.passing(forces, idx, t)).collect();
        let line = self.share(&titled, |t| Formula::Cell(depth, t) * (one() - passing[t].clone()));
        (0..n).map(|t| Formula::Cell(line, t)).collect()
    }

    /// Where a shock's lost visits turn up; shares above the whole are scaled down to it.
    fn diversions(&mut self, shock: usize) -> Vec<(String, Formula)> {
        let list = &self.plan.shocks[shock].diversions;
        let shares: Vec<Formula> =
            (0..list.len()).map(|at| self.input(PlanPart::Diversion(shock, at).field("share"))).collect();
        let sum = most(vec![one(), total(shares.clone())]);
        list.iter().zip(shares).map(|(own, share)| (own.to.clone(), share / sum.clone())).collect()
    }

    /// Step 6: what channels that open take from others.
    pub fn cannibalise(&mut self, forces: &LivingForces, lines: &mut [ChannelLines]) {
        for (at, _, mechanism) in self.mechanisms() {
            let Mechanism::OpenChannel(open) = mechanism else { continue };
            let plan = self.plan;
            let ids: Vec<&str> = lines.iter().map(|it| plan.channels[it.place].id.as_str()).collect();
            let find = |id: &str| ids.iter().position(|own| *own == id);
            let Some(new) = find(&open.channel) else { continue };
            for taken in &open.cannibalises {
                let Some(from) = find(&taken.from) else { continue };
                let (own, other) = (lines[from].organic, lines[new].organic);
                let (mine, theirs) = (lines[from].conversion.clone(), lines[new].conversion.clone());
                let live = forces.strategies[at].live;
                let name = self.channel_name(&self.plan.channels[lines[from].place]);
                let told = self.named("report.living_after_taken", &name);
                lines[from].organic = self.count(&told, |t| {
                    let per = when(
                        mine[t].clone().joined(Sign::Above, zero()),
                        theirs[t].clone() / mine[t].clone(),
                        zero(),
                    );
                    let lost = number(taken.share) * Formula::Cell(other, t) * per * Formula::Cell(live, t);
                    most(vec![zero(), Formula::Cell(own, t) - lost])
                });
            }
        }
    }
}
