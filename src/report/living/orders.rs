//! From visits to orders wanted: steps 7 to 9 of the model.

use sortie_engine::compare::AccountLine;
use sortie_engine::plan::{Mechanism, Parameter};

use super::book::LineLook;
use super::demand::ChannelLines;
use super::formula::{Formula, Sign, least, one, total, when, zero};
use super::ground::LivingGround;
use super::strategy::{ChangedNumber, LivingForces};
use crate::address::PlanPart;

impl LivingGround<'_> {
    /// Steps 7 to 9: visits that mechanisms bring, as given, and the orders wanted of all.
    pub fn orders(&mut self, forces: &LivingForces, lines: &mut [ChannelLines], diverted: &[Option<usize>]) {
        for (own, diverted) in lines.iter_mut().zip(diverted) {
            self.orders_of(forces, own, *diverted);
        }
    }

    fn orders_of(&mut self, forces: &LivingForces, own: &mut ChannelLines, diverted: Option<usize>) {
        let channel = &self.plan.channels[own.place];
        let name = self.channel_name(channel);
        let title = self.named("report.living_orders", &name);
        self.sheet.title(&title);
        let repeat_share = self.of_channel(own.place, "repeat_share");
        let trust = self.trust(own.place);
        let told = self.words.get("report.living_first_rate").to_owned();
        let rate = self.share(&told, |t| {
            let trusted = trust.map_or(one(), |line| Formula::Cell(line, t));
            let full = own.conversion[t].clone() * trusted * own.price[0][t].clone();
            least(vec![full, one()]) * (one() - repeat_share.clone())
        });
        let brought = self.brought(own.place);
        let told = self.words.account_line(AccountLine::Visits).to_owned();
        let visits = self.count(&told, |t| {
            let given = brought.iter().map(|(line, ..)| Formula::Cell(*line, t));
            let turned = diverted.map(|line| Formula::Cell(line, t));
            total([Formula::Cell(own.organic, t)].into_iter().chain(turned).chain(given))
        });
        for (t, shared) in own.shared.iter_mut().enumerate() {
            *shared = total(brought.iter().map(|(line, factor, commission)| {
                let converted = least(vec![Formula::Cell(rate, t) * factor.clone(), one()]);
                Formula::Cell(*line, t) * converted * commission.clone()
            }));
        }
        let told = self.words.get("report.living_first").to_owned();
        let first = self.count(&told, |t| {
            let own_visits = diverted.map_or(Formula::Cell(own.organic, t), |line| {
                Formula::Cell(own.organic, t) + Formula::Cell(line, t)
            });
            let given = brought.iter().map(|(line, factor, _)| {
                Formula::Cell(*line, t) * least(vec![Formula::Cell(rate, t) * factor.clone(), one()])
            });
            total([own_visits * Formula::Cell(rate, t)].into_iter().chain(given))
        });
        let repeat = self.repeat(forces, own, &repeat_share);
        let listed = self.listed(own.place);
        let told = self.words.account_line(AccountLine::OrdersWanted).to_owned();
        let wanted = self.count(&told, |t| {
            let list = listed.map(|line| Formula::Cell(line, t));
            total([Formula::Cell(first, t), repeat(t)].into_iter().chain(list))
        });
        (own.visits, own.first, own.wanted) = (visits, first, wanted);
    }

    /// Orders of past customers, who are counted at the month's end once it is known what was shipped.
    fn repeat(
        &mut self,
        forces: &LivingForces,
        own: &mut ChannelLines,
        repeat_share: &Formula,
    ) -> impl Fn(usize) -> Formula + use<> {
        let channel = &self.plan.channels[own.place];
        let life = self.of_channel(own.place, "customer_life_months");
        let base = repeat_share.clone() / ((one() - repeat_share.clone()) * life);
        let told = self.words.get("report.living_repeat_rate").to_owned();
        let rates = self.parameter(
            forces,
            &ChangedNumber { channel: Some(channel), parameter: Parameter::Repeat, name: &told, base: &base },
            &[],
        );
        // The line of customers is filled in with what is shipped; it stands here, since orders ask for it.
        let told = self.words.get("report.living_customers").to_owned();
        own.customers = self.count(&told, |_| zero());
        let before = self.base_customers(own.place);
        let customers = own.customers;
        let reach = if channel.owns_its_customers() { own.ban.clone() } else { own.pass.clone() };
        let shut = own.shut.clone().filter(|_| !channel.owns_its_customers());
        let (open, season, price) = (own.open.clone(), own.season.clone(), own.price[1].clone());
        let told = self.words.account_line(AccountLine::RepeatOrders).to_owned();
        let line = self.count(&told, |t| {
            let known = t.checked_sub(1).map_or(before.clone(), |before| Formula::Cell(customers, before));
            let kept = shut.as_ref().map_or(one(), |shut| shut[t].clone());
            let orders =
                rates[t].clone() * known * season[t].clone() * reach[t].clone() * price[t].clone() * kept;
            match &open {
                Some(open) => when(open[t].clone().joined(Sign::Above, zero()), orders, zero()),
                None => orders,
            }
        });
        move |t| Formula::Cell(line, t)
    }

    /// The customers of a channel before the plan.
    pub fn base_customers(&mut self, place: usize) -> Formula {
        if !self.plan.channels[place].active {
            return zero();
        }
        let [visits, conversion, share, life] =
            ["visits", "conversion", "repeat_share", "customer_life_months"]
                .map(|name| self.of_channel(place, name));
        visits * conversion * (one() - share) * life
    }

    /// What followers make of conversion, as given.
    fn trust(&mut self, place: usize) -> Option<usize> {
        let trust = &self.trace_of(place)[AccountLine::Trust];
        let name = self.words.account_line(AccountLine::Trust).to_owned();
        let is_whole = trust.iter().all(|x| (x - 1.0).abs() < 1e-12);
        (!is_whole).then(|| self.sheet.given(&name, LineLook::Share, trust))
    }

    /// The visits that mechanisms bring to a channel, as given, with how well they convert and who shares in them.
    fn brought(&mut self, place: usize) -> Vec<(usize, Formula, Formula)> {
        let trace = self.trace_of(place);
        let mut brought = vec![];
        for own in trace.brought.iter().filter(|own| own.visits.iter().any(|x| *x != 0.0)) {
            let found = self.strategies.iter().find(|(_, it)| it.id == own.by.strategy).copied();
            let Some((strategy, it)) = found else { continue };
            let part = PlanPart::Mechanism(strategy, own.by.place);
            let line = match it.mechanisms.get(own.by.place) {
                Some(Mechanism::PaidReach(_)) => AccountLine::Bought,
                _ => AccountLine::Attracted,
            };
            let name = format!("{} \u{b7} {}", self.words.account_line(line), self.words.ready(&it.name));
            let row = self.sheet.given(&name, LineLook::Count, &own.visits);
            let (factor, commission) = match line {
                AccountLine::Bought => {
                    (self.input(part.field("conversion_factor")), self.input(part.field("commission")))
                }
                _ => (one(), zero()),
            };
            brought.push((row, factor, commission));
        }
        brought
    }

    /// The orders wanted that come from lists, as given.
    fn listed(&mut self, place: usize) -> Option<usize> {
        let trace = self.trace_of(place);
        let supply = &trace[AccountLine::Supply];
        let n = self.sheet.n_months;
        let mut wanted = vec![0.0; n];
        for own in &trace.listed {
            for (t, wanted) in wanted.iter_mut().enumerate() {
                let share = supply.get(t).copied().unwrap_or(1.0);
                *wanted += if share > 0.0 { own.orders[t] / share } else { 0.0 };
            }
        }
        let name = self.words.account_line(AccountLine::ListOrders).to_owned();
        let is_there = wanted.iter().any(|x| *x != 0.0);
        is_there.then(|| self.sheet.given(&name, LineLook::Count, &wanted))
    }
}
