//! Channels open and close, and a new one takes orders from others.

use super::super::{Acting, Sim};
use crate::lane::Lane;
use crate::model::{MechanismModel, OpenModel, ramp};
use crate::plan::Parameter;

impl<const W: usize> Sim<'_, W> {
    /// Step 2: how far each channel is open.
    pub(in super::super) fn open_channels(&mut self) {
        for (flow, channel) in self.flows.iter_mut().zip(&self.model.channels) {
            flow.open = if channel.is_active { Lane::ONE } else { Lane::ZERO };
        }
        self.for_each_mechanism(|sim, mechanism, acting| {
            if let MechanismModel::Open(open) = mechanism {
                let start = f64::from(acting.strategy.start) + open.review_months;
                let flow = &mut sim.flows[open.channel];
                flow.open = flow.open.max(acting.live * ramp(sim.t, start, open.ramp_months));
            }
        });
        self.for_each_mechanism(|sim, mechanism, acting| {
            if let MechanismModel::Close(channel, months) = mechanism {
                let closed = acting.live * ramp(sim.t, f64::from(acting.strategy.start), *months);
                sim.flows[*channel].open *= Lane::ONE - closed;
            }
        });
    }

    /// Step 6: a channel that has opened takes orders, and so visits, from others.
    pub(in super::super) fn cannibalise(&mut self) {
        self.for_each_mechanism(|sim, mechanism, acting| {
            if let MechanismModel::Open(open) = mechanism {
                sim.take_visits(open, acting);
            }
        });
    }

    fn take_visits(&mut self, open: &OpenModel, acting: Acting<'_, W>) {
        for &(from, share) in &open.cannibalises {
            let new = &self.flows[open.channel];
            let orders = new.visits * new.get(Parameter::Conversion) * acting.live * share;
            let loser = &mut self.flows[from];
            let taken = Lane::from_fn(|i| match loser.get(Parameter::Conversion).0[i] {
                0.0 => 0.0,
                conversion => orders.0[i] / conversion,
            });
            loser.visits = (loser.visits - taken).max(0.0);
        }
    }
}
