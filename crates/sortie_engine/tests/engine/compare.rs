//! What a scenario is made of adds up to what it is, on every sample and on made plans.

use proptest::prelude::proptest;
use sortie_engine::compare::{
    AccountLine, ChannelTrace, ScenarioTrace, link_flows, trace_central, trace_mean,
};
use sortie_engine::forecast::{Metric, MetricTable, PathRun, central, project};
use sortie_engine::model::Model;
use sortie_engine::plan::Plan;

use crate::laws::config;
use crate::made::plans;
use crate::run::ALONE;
use crate::samples::{SAMPLES, sample};

/// How far two sums of the same money may lie apart, against the largest amounts that go into them.
const EXACT: f64 = 1e-9;

fn close(what: &str, told: f64, meant: f64, size: f64, exact: f64) {
    assert!((told - meant).abs() <= exact * size.max(1e-6), "{what}: {told} against {meant}, of {size}");
}

/// Lines of a channel, and what each is the sum of.
const SUMS: [(AccountLine, &[AccountLine]); 6] = {
    use AccountLine::{
        Attracted, AttractedOrders, AttractedRevenue, Bought, BoughtOrders, BoughtRevenue, Came, Commission,
        Diverted, DivertedOrders, DivertedRevenue, ListOrders, ListRevenue, Lost, OrderValue, Orders,
        Organic, OrganicOrders, OrganicRevenue, PaymentFees, Payout, Refunds, RepeatOrders, RepeatRevenue,
        Revenue, Taken, Visits, WoundDown,
    };
    [
        (Visits, &[Organic, Diverted, Attracted, Bought]),
        (Came, &[Organic, Lost, WoundDown, Taken]),
        (Orders, &[OrganicOrders, DivertedOrders, AttractedOrders, BoughtOrders, RepeatOrders, ListOrders]),
        (
            Revenue,
            &[OrganicRevenue, DivertedRevenue, AttractedRevenue, BoughtRevenue, RepeatRevenue, ListRevenue],
        ),
        (OrderValue, &[Revenue, Refunds]),
        (Revenue, &[Payout, Commission, PaymentFees]),
    ]
};

/// A trace beside the forecast it belongs to.
struct Beside<'a> {
    what: &'a str,
    trace: &'a ScenarioTrace,
    told: &'a MetricTable<f64>,
    /// The largest amount of money in it: what is left of large amounts is no more exact than they are.
    scale: f64,
    exact: f64,
}

impl<'a> Beside<'a> {
    fn new(what: &'a str, trace: &'a ScenarioTrace, told: &'a MetricTable<f64>, exact: f64) -> Self {
        let metrics = [Metric::Gmv, Metric::Stock, Metric::Receivables, Metric::Cash];
        let money = metrics.iter().flat_map(|metric| &told[*metric]);
        let scale = money.fold(0.0, |most: f64, x| most.max(x.abs()));
        Self { what, trace, told, scale, exact }
    }

    fn close(&self, t: usize, name: &str, (sum, whole): (f64, f64), size: f64) {
        let what = format!("{} · {} · month {t} · {name}", self.what, self.trace.scenario);
        close(&what, sum, whole, size, self.exact);
    }

    /// Every part against the whole it belongs to, month by month.
    fn adds_up(&self, model: &Model, opening: f64) {
        let mut cash = opening;
        for t in 0..model.months().len() {
            let lines = |line| self.trace.sum(line)[t];
            let whole = [
                (Metric::Visits, AccountLine::Visits),
                (Metric::Orders, AccountLine::Orders),
                (Metric::Gmv, AccountLine::OrderValue),
                (Metric::Revenue, AccountLine::Revenue),
                (Metric::Stock, AccountLine::Stock),
                (Metric::Receivables, AccountLine::Receivables),
            ];
            for (metric, line) in whole {
                let size = if metric.is_money() { self.scale } else { lines(line) };
                self.close(t, metric.word(), (lines(line), self.told[metric][t]), size);
            }
            let bills = self.trace.strategies.iter().map(|own| own.sum()[t]);
            let costs = self.trace.overhead[t] + self.trace.interest[t] + bills.sum::<f64>();
            let size = self.scale + costs;
            self.close(t, "profit", (lines(AccountLine::Profit) - costs, self.told[Metric::Profit][t]), size);
            cash += lines(AccountLine::CashFlow) - costs;
            self.close(t, "cash", (cash, self.told[Metric::Cash][t]), size);
            for (channel, revenue) in self.trace.channels.iter().zip(&self.told.channel_revenue) {
                self.close(t, "revenue of a channel", (channel[AccountLine::Revenue][t], revenue[t]), size);
                self.channel_adds_up(channel, t);
            }
        }
    }

    fn channel_adds_up(&self, channel: &ChannelTrace, t: usize) {
        let of = |line: AccountLine| channel[line][t];
        for (whole, parts) in SUMS {
            let size = parts.iter().map(|line| of(*line).abs()).sum();
            self.close(t, &format!("{whole:?}"), (parts.iter().map(|line| of(*line)).sum(), of(whole)), size);
        }
        let sum = |series: &mut dyn Iterator<Item = &Vec<f64>>| series.map(|series| series[t]).sum::<f64>();
        let visits = of(AccountLine::Came) + of(AccountLine::Visits);
        let by_cause = [
            (of(AccountLine::Lost), sum(&mut channel.lost.iter().map(|own| &own.visits))),
            (of(AccountLine::Taken), sum(&mut channel.taken.iter().map(|own| &own.visits))),
            (of(AccountLine::Diverted), sum(&mut channel.diverted.iter().map(|own| &own.visits))),
            (of(AccountLine::DivertedOrders), sum(&mut channel.diverted.iter().map(|own| &own.orders))),
            (
                of(AccountLine::Attracted) + of(AccountLine::Bought),
                sum(&mut channel.brought.iter().map(|own| &own.visits)),
            ),
            (
                of(AccountLine::AttractedOrders) + of(AccountLine::BoughtOrders),
                sum(&mut channel.brought.iter().map(|own| &own.orders)),
            ),
            (of(AccountLine::ListOrders), sum(&mut channel.listed.iter().map(|own| &own.orders))),
        ];
        for (place, (whole, sum)) in by_cause.into_iter().enumerate() {
            self.close(t, &format!("cause {place} of {}", channel.id), (sum, whole), whole.max(visits));
        }
        let slack = self.exact * self.scale;
        assert!(
            (-slack..=of(AccountLine::Receivables) + slack).contains(&of(AccountLine::Frozen)),
            "{}",
            channel.id
        );
        let moved = of(AccountLine::Purchases) - of(AccountLine::Goods) - of(AccountLine::WrittenOff);
        if let Some(last) = t.checked_sub(1) {
            let stock = channel[AccountLine::Stock][last] + moved;
            self.close(t, "stock", (stock, of(AccountLine::Stock)), self.scale);
        }
    }
}

/// What came over links is what went, every month.
fn conserves(what: &str, model: &Model, trace: &ScenarioTrace, exact: f64) {
    for t in 0..model.months().len() {
        for flow in link_flows(model, trace, &(t..t + 1)) {
            let parts = [
                flow.through.visits,
                flow.restored.visits,
                flow.wound_down,
                flow.taken,
                flow.lost_otherwise,
                flow.gone,
            ];
            let diverted = flow.diverted.iter().map(|(_, arrived)| arrived.visits);
            let is_whole = parts.into_iter().chain(diverted.clone()).all(|part| part >= -exact * flow.came);
            assert!(is_whole, "{what} · {} · month {t} · {flow:?}", trace.scenario);
            let sum = parts.iter().sum::<f64>() + diverted.sum::<f64>();
            close(&format!("{what} · {} · month {t}", trace.scenario), sum, flow.came, flow.came, exact);
            let arrived = flow.diverted.iter().map(|(_, arrived)| *arrived);
            for arrived in arrived.chain([flow.through, flow.restored]) {
                assert!(arrived.orders <= arrived.visits * (1.0 + exact) + exact * flow.came, "{flow:?}");
            }
        }
    }
}

fn trace_all(what: &str, plan: &Plan) {
    let model = Model::compile(plan);
    for (place, scenario) in central(&model).scenarios.iter().enumerate() {
        let trace = trace_central(&model, place);
        Beside::new(what, &trace, &scenario.central, EXACT).adds_up(&model, plan.cash.opening);
        conserves(what, &model, &trace, EXACT);
    }
}

#[test]
fn the_parts_of_every_month_add_up_to_it_on_every_sample() {
    for id in SAMPLES {
        trace_all(id, &sample(id));
    }
}

#[test]
fn the_means_of_the_parts_add_up_to_the_means_of_a_forecast() {
    for id in SAMPLES {
        let plan = sample(id);
        let model = Model::compile(&plan);
        let run = PathRun { n_paths: 200, seed: 3, ..ALONE };
        let answer = project(&model, run).expect("someone waits");
        let all: Vec<usize> = (0..plan.scenarios.len()).collect();
        let traces = trace_mean(&model, &all, run).expect("someone waits");
        for (trace, scenario) in traces.iter().zip(&answer.scenarios) {
            let told = &scenario.fan.as_ref().expect("a fan of paths").mean;
            // Paths are walked in single precision.
            Beside::new(id, trace, told, 1e-5).adds_up(&model, plan.cash.opening);
            conserves(id, &model, trace, 1e-5);
        }
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_parts_of_every_month_add_up_to_it(plan in plans()) {
        trace_all("made", &plan);
    }
}
