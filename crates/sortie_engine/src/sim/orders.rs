//! From visits to orders, and how customers come back.

use super::ScenarioWalk;
use super::observer::{MonthMoment, MonthObserver};
use super::state::ChannelFlow;
use crate::lane::{Lane, LaneKit};
use crate::model::{MechanismModel, ReachModel};

impl<'a, K: LaneKit> ScenarioWalk<'a, K> {
    /// Steps 3 and 4: visits that come by themselves and grow; hits add to them, penalties take from them.
    pub(super) fn bring_organic_visits(&mut self) {
        let kit = self.kit;
        for place in 0..self.model.channels.len() {
            if self.script.is_dormant[place] {
                continue;
            }
            if !self.script.is_steady[place] {
                self.grow(place);
                continue;
            }
            let grown = &self.ground.grown[self.row_of(place)];
            let (visits, to) = (&self.state.terms[place].visits, &mut self.state.flows[place].visits);
            kit.each(
                #[inline(always)]
                |i| to[i] = visits[i] * grown[i],
            );
        }
        for act in self.started() {
            match act.mechanism {
                MechanismModel::Hits(hits) => self.hit(hits, act),
                MechanismModel::Restore(restore) => self.penalise(restore, act),
                _ => {}
            }
        }
    }

    /// Step 3 for a channel that opens or closes: it grows from the month after it first opened, by less each month.
    fn grow(&mut self, place: usize) {
        let kit = self.kit;
        let (none, whole) = (kit.splat(0.0), kit.splat(1.0));
        let damping = kit.splat(self.model.demand.trend_damping);
        let growth = self.value(self.model.channels[place].growth);
        let swing = self.swing(place);
        let (terms, own, flow) =
            (&self.state.terms[place], &mut self.state.channels[place], &mut self.state.flows[place]);
        kit.each(
            #[inline(always)]
            |i| {
                let is_open = flow.is_open[i];
                let grown = (growth[i] * own.trend[i] + whole).max(none);
                let grows = own.has_opened[i] * is_open;
                own.growth[i] *= grows.if_positive(grown, whole);
                // The trend is whole in the month after the first and fades from there.
                own.trend[i] *= own.has_opened[i].if_positive(damping, whole);
                own.has_opened[i] = own.has_opened[i].max(is_open);
                flow.visits[i] = terms.visits[i] * own.growth[i] * swing[i] * flow.open[i];
            },
        );
    }

    /// Step 7: visits that audiences and money bring.
    pub(super) fn bring_visits(&mut self, observer: &mut impl MonthObserver<K>) {
        for act in self.started() {
            match act.mechanism {
                MechanismModel::Audience(audience) => self.attract(audience, act),
                MechanismModel::Reach(reach) => self.buy_visits(reach, act),
                _ => continue,
            }
            observer.see(self, MonthMoment::Brought(act.place));
        }
    }

    /// Step 8.
    pub(super) fn order_from_lists(&mut self, observer: &mut impl MonthObserver<K>) {
        for act in self.started() {
            if let MechanismModel::List(list) = act.mechanism {
                self.order_from_list(list, act);
                observer.see(self, MonthMoment::Listed(act.place));
            }
        }
    }

    /// Step 9, as far as something other than the channel has a hand in it: trust, and visits that money brings.
    pub(super) fn order_beside(&mut self) {
        for place in 0..self.model.channels.len() {
            self.trust_channel(place);
        }
        for act in self.started() {
            if let MechanismModel::Reach(reach) = act.mechanism {
                self.order_bought(reach, act.place);
            }
        }
    }

    /// First orders a visit where followers changed the trust, or the seller prices.
    fn trust_channel(&mut self, place: usize) {
        let (kit, flow, terms) = (self.kit, &mut self.state.flows[place], &self.state.terms[place]);
        if !flow.touched.changes_rate() {
            return;
        }
        let whole = kit.splat(1.0);
        let repeat_share = &self.ground.draws.values[self.model.channels[place].repeat_share.idx()];
        kit.each(
            #[inline(always)]
            |i| {
                let converted = (terms.conversion[i] * flow.trust[i] * flow.price_first[i]).min(whole);
                flow.first_rate[i] = converted * (whole - repeat_share[i]);
            },
        );
    }

    /// Orders of the visits that a mechanism's money brings.
    fn order_bought(&mut self, reach: &ReachModel, place: usize) {
        let kit = self.kit;
        let (factor, commission) = (self.value(reach.conversion_factor), self.value(reach.commission));
        let (visits, terms) = (&self.state.bought[place], &self.state.terms[reach.to]);
        let ChannelFlow { first_rate, bought, first_bought, shared, touched, .. } =
            &mut self.state.flows[reach.to];
        let rate = if touched.changes_rate() { &*first_rate } else { &terms.first_rate };
        touched.by_ads = true;
        let whole = kit.splat(1.0);
        kit.each(
            #[inline(always)]
            |i| {
                let orders = visits[i] * (rate[i] * factor[i]).min(whole);
                bought[i] += visits[i];
                first_bought[i] += orders;
                shared[i] += orders * commission[i];
            },
        );
    }

    /// First orders a visit of a channel this month.
    pub(super) fn first_rate(&self, place: usize) -> &K::Row {
        let flow = &self.state.flows[place];
        if flow.touched.changes_rate() { &flow.first_rate } else { &self.state.terms[place].first_rate }
    }

    /// How far past customers of a channel can still be reached: an owned list is silenced only by a ban.
    pub(super) fn reachable(&self, channel: usize) -> &K::Row {
        let flow = &self.state.flows[channel];
        if self.model.channels[channel].owns_customers { &flow.ban } else { &flow.pass }
    }
}
