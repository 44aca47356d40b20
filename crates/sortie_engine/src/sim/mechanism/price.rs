//! Prices change, and buyers answer: the order value rises by a factor, and orders fall by a power of it.

use super::super::{ScenarioWalk, ScriptMechanism};
use crate::lane::{Lane, LaneKit};
use crate::model::{MechanismModel, PriceModel};

impl<K: LaneKit> ScenarioWalk<'_, K> {
    /// Step 1: how buyers answer to prices; what they pay is changed like any parameter.
    pub(in super::super) fn answer_prices(&mut self) {
        for act in self.started() {
            if let MechanismModel::Price(price) = act.mechanism {
                self.answer_price(price, act);
            }
        }
    }

    fn answer_price(&mut self, price: &PriceModel, act: ScriptMechanism<'_>) {
        let (kit, Some(live)) = (self.kit, self.live(act)) else { return };
        let (risen, whole) = (self.risen(act, 0.0, price.ramp_months), kit.splat(1.0));
        let (factor, none) = (self.value(price.factor), kit.splat(0.0));
        let (first, repeat) = (self.value(price.elasticity), self.value(price.repeat_elasticity));
        let (mut of_first, mut of_repeat) = (kit.splat_row(1.0), kit.splat_row(1.0));
        kit.each(
            #[inline(always)]
            |i| {
                let now = (factor[i] - whole) * (live[i] * risen[i]) + whole;
                let log = now.logarithm();
                of_first[i] = ((none - first[i]) * log).exponential();
                of_repeat[i] = ((none - repeat[i]) * log).exponential();
            },
        );
        for &target in &price.change.targets {
            let flow = &mut self.state.flows[target];
            flow.touched.by_price = true;
            kit.each(
                #[inline(always)]
                |i| {
                    flow.price_first[i] *= of_first[i];
                    flow.price_repeat[i] *= of_repeat[i];
                },
            );
        }
    }
}
