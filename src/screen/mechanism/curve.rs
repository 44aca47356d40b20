//! What a mechanism alone brings, month by month: the central path with it and without, while all else stays as it is.

use egui::Ui;
use sortie_engine::forecast::{Metric, central};
use sortie_engine::model::Model;
use sortie_engine::plan::{Mechanism, Plan, Scenario};

use crate::screen::Desk;
use crate::widget::mini_curve::mini_curve;

/// More money than any business needs: the curve shows the mechanism, not the purse.
const ENOUGH: f64 = 1e12;

/// Shows the curve of the mechanism in this place.
pub fn curve_ui(ui: &mut Ui, desk: &Desk, plan: &Plan, place: (usize, usize)) {
    let Some((metric, values)) = alone(plan, place) else { return };
    let words = desk.words;
    let last = values.last().copied().unwrap_or(0.0);
    let told = if metric.is_money() { words.money(last, &plan.currency) } else { words.count(last) };
    let month = words.month(plan.start.plus(plan.horizon_months as i32 - 1));
    let key = match metric {
        Metric::Followers => "curve.followers",
        Metric::Subscribers => "curve.subscribers",
        Metric::Visits => "curve.visits",
        _ => "curve.revenue",
    };
    mini_curve(ui, desk.palette, &words.with(key, &[("month", &month), ("value", &told)]), &values);
}

/// The figure that shows best what the mechanism does, in each month.
fn alone(plan: &Plan, (idx, part): (usize, usize)) -> Option<(Metric, Vec<f64>)> {
    let mut plan = plan.clone();
    let strategy = plan.strategies.get_mut(idx)?;
    let mechanism = strategy.mechanisms.get(part)?.clone();
    let metric = match mechanism {
        Mechanism::Audience(_) => Metric::Followers,
        Mechanism::SubscriberList(_) => Metric::Subscribers,
        Mechanism::PaidReach(_) => Metric::Visits,
        _ => Metric::Revenue,
    };
    let shocks = match &mechanism {
        Mechanism::RestoreLink(restore) => vec![restore.shock.clone()],
        _ => vec![],
    };
    strategy.mechanisms = vec![mechanism];
    let own = strategy.id.clone();
    let scenario = |id: &str, strategies: Vec<String>| Scenario {
        id: id.to_owned(),
        name: String::new(),
        shocks: shocks.clone(),
        strategies,
        notes: String::new(),
        basis: Default::default(),
    };
    plan.scenarios = vec![scenario("without", vec![]), scenario("with", vec![own])];
    plan.seller.local_stock = true;
    plan.seller.overseas_warehouse = true;
    plan.seller.amazon_us_category_revenue_usd = ENOUGH;
    plan.cash.opening = ENOUGH;
    let forecast = central(&Model::compile(&plan));
    let [without, with] = &forecast.scenarios[..] else { return None };
    let difference = |(with, without): (&f64, &f64)| with - without;
    Some((metric, with.central[metric].iter().zip(&without.central[metric]).map(difference).collect()))
}

#[cfg(test)]
mod tests {
    use sortie_engine::plan::read;

    use super::*;
    use crate::disk::templates;

    #[test]
    fn every_mechanism_of_every_sample_has_a_curve_and_most_of_them_move_something() {
        let (mut n_all, mut n_moving) = (0, 0);
        for template in templates() {
            let plan = read(template.plan_bytes).unwrap();
            for (idx, strategy) in plan.strategies.iter().enumerate() {
                for part in 0..strategy.mechanisms.len() {
                    let (_, values) = alone(&plan, (idx, part)).unwrap();
                    assert!(values.len() == plan.horizon_months && values.iter().all(|x| x.is_finite()));
                    n_all += 1;
                    n_moving += usize::from(values.iter().any(|x| x.abs() > 1e-9));
                }
            }
        }
        assert!(n_moving * 3 > n_all, "{n_moving} of {n_all}");
    }

    #[test]
    fn followers_grow_from_those_at_the_start() {
        let plan = read(templates()[0].plan_bytes).unwrap();
        let strategies = plan.strategies.iter().enumerate();
        let place = strategies
            .flat_map(|(idx, it)| it.mechanisms.iter().enumerate().map(move |(part, it)| ((idx, part), it)))
            .find(|(_, mechanism)| matches!(mechanism, Mechanism::Audience(_)));
        let (place, _) = place.unwrap();
        let (metric, values) = alone(&plan, place).unwrap();
        assert!(metric == Metric::Followers && values.last() > values.first());
    }
}
