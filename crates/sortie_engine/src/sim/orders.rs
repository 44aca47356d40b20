//! From visits to orders, and how customers come back.

use super::Sim;
use crate::lane::Lane;
use crate::model::MechanismModel;
use crate::plan::Parameter;

impl<const W: usize> Sim<'_, W> {
    /// Step 3: a channel grows from the month after it first opened, by less each month.
    pub(super) fn grow(&mut self) {
        let damping = self.model.demand.trend_damping;
        for (place, channel) in self.model.channels.iter().enumerate() {
            let growth = self.value(channel.growth);
            let is_open = self.flows[place].open.is_positive();
            let own = &mut self.state.channels[place];
            let grown = (growth * own.trend + 1.0).max(0.0);
            let grows = own.has_opened * is_open;
            own.growth *= grown * grows + (Lane::ONE - grows);
            // The trend is whole in the month after the first and fades from there.
            own.trend *= own.has_opened * damping + (Lane::ONE - own.has_opened);
            own.has_opened = own.has_opened.max(is_open);
        }
    }

    /// Step 4: visits that come by themselves; hits add to them, penalties take from them.
    pub(super) fn bring_organic_visits(&mut self) {
        for place in 0..self.flows.len() {
            let carried = self.state.channels[place].growth * self.noise(place) * self.season(place);
            let flow = &mut self.flows[place];
            flow.visits = flow.get(Parameter::Visits) * carried * flow.open;
        }
        self.for_each_mechanism(|sim, mechanism, acting| match mechanism {
            MechanismModel::Hits(hits) => sim.hit(hits, acting),
            MechanismModel::Restore(restore) => sim.penalise(restore, acting),
            _ => {}
        });
    }

    /// Step 7: visits that audiences and money bring.
    pub(super) fn bring_visits(&mut self) {
        self.for_each_mechanism(|sim, mechanism, acting| match mechanism {
            MechanismModel::Audience(audience) => sim.attract(audience, acting),
            MechanismModel::Reach(reach) => sim.buy_visits(reach, acting),
            _ => {}
        });
    }

    /// What reaches an open channel `to` of the visits that a mechanism sends there over the links of `via`.
    pub(super) fn reaching(&self, to: usize, via: Option<usize>) -> Lane<W> {
        let flow = &self.flows[to];
        let through = via.map_or(Lane::ONE, |via| self.flows[via].pass);
        flow.open.is_positive() * self.noise(to) * flow.pass * through
    }

    /// Step 8.
    pub(super) fn order_from_lists(&mut self) {
        self.for_each_mechanism(|sim, mechanism, acting| {
            if let MechanismModel::List(list) = mechanism {
                sim.order_from_list(list, acting);
            }
        });
    }

    /// How far past customers of a channel can still be reached: an owned list is silenced only by a ban.
    pub(super) fn reachable(&self, channel: usize) -> Lane<W> {
        let flow = &self.flows[channel];
        if self.model.channels[channel].owns_customers { flow.ban } else { flow.pass }
    }

    /// Step 9: orders of new visitors, of past customers, and from lists.
    pub(super) fn want_orders(&mut self) {
        for (place, channel) in self.model.channels.iter().enumerate() {
            let first_rate = self.first_rate(place);
            let is_open = self.flows[place].open.is_positive();
            let returning = self.flows[place].get(Parameter::Repeat) * self.state.channels[place].customers;
            let repeat =
                returning * self.noise(place) * self.reachable(place) * is_open * channel.season[self.t];
            let flow = &mut self.flows[place];
            flow.first = (flow.visits + flow.diverted + flow.attracted) * first_rate;
            flow.orders = repeat + flow.list_orders;
        }
        for idx in 0..self.bought.len() {
            let (visits, reach) = self.bought[idx];
            let rate = (self.first_rate(reach.to) * self.value(reach.conversion_factor)).min(1.0);
            let orders = visits * rate;
            let shared = orders * self.value(reach.commission);
            let flow = &mut self.flows[reach.to];
            flow.first += orders;
            flow.shared += shared;
        }
        for flow in &mut self.flows {
            flow.orders += flow.first;
        }
    }

    /// First orders per visit: r₁.
    fn first_rate(&self, channel: usize) -> Lane<W> {
        let flow = &self.flows[channel];
        let first_share = Lane::ONE - self.value(self.model.channels[channel].repeat_share);
        (flow.get(Parameter::Conversion) * flow.trust).min(1.0) * first_share
    }

    /// Step 14, customers: some are lost, new ones come; only orders shipped count.
    pub(super) fn settle_customers(&mut self) {
        for (place, channel) in self.model.channels.iter().enumerate() {
            let own = &mut self.state.channels[place];
            own.customers =
                own.customers * (1.0 - 1.0 / channel.customer_life_months) + self.flows[place].first;
        }
    }
}
