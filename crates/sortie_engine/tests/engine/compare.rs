//! What a scenario is made of adds up to what it is, on every sample and on made plans.

use proptest::prelude::proptest;
use sortie_engine::compare::{Bill, Line, Trace, link_flows, trace_central, trace_mean};
use sortie_engine::forecast::{Alone, Metric, Patient, Table, central, project};
use sortie_engine::model::Model;
use sortie_engine::plan::Plan;

use crate::laws::config;
use crate::made::plans;
use crate::samples::{SAMPLES, sample};

/// How far two sums of the same money may lie apart, against the largest amounts that go into them.
const EXACT: f64 = 1e-9;

fn close(what: &str, told: f64, meant: f64, size: f64, exact: f64) {
    assert!((told - meant).abs() <= exact * size.max(1e-6), "{what}: {told} against {meant}, of {size}");
}

/// Sums over the channels of a trace.
fn over_channels(trace: &Trace, line: Line, t: usize) -> f64 {
    trace.channels.iter().map(|channel| channel[line][t]).sum()
}

fn strategies(trace: &Trace, t: usize) -> f64 {
    trace.strategies.iter().map(|own| Bill::ALL.map(|bill| own[bill][t]).iter().sum::<f64>()).sum()
}

/// Every part against the whole it belongs to, month by month.
fn adds_up(what: &str, model: &Model, trace: &Trace, told: &Table<f64>, opening: f64, exact: f64) {
    let mut cash = opening;
    let n_months = model.months().len();
    // Money that is left of large amounts is no more exact than they are.
    let money = [Metric::Gmv, Metric::Stock, Metric::Receivables, Metric::Cash]
        .iter()
        .flat_map(|metric| &told[*metric]);
    let scale = money.fold(0.0, |most: f64, x| most.max(x.abs()));
    for t in 0..n_months {
        let what = |name: &str| format!("{what} · {} · month {t} · {name}", trace.scenario);
        let lines = |line| over_channels(trace, line, t);
        let whole = [
            (Metric::Visits, Line::Visits),
            (Metric::Orders, Line::Orders),
            (Metric::Gmv, Line::OrderValue),
            (Metric::Revenue, Line::Revenue),
            (Metric::Stock, Line::Stock),
            (Metric::Receivables, Line::Receivables),
        ];
        for (metric, line) in whole {
            let size = if metric.is_money() { scale } else { lines(line).abs() };
            close(&what(metric.word()), lines(line), told[metric][t], size, exact);
        }
        let size = scale;
        let costs = trace.overhead[t] + strategies(trace, t);
        close(&what("profit"), lines(Line::Profit) - costs, told[Metric::Profit][t], size + costs, exact);
        cash += lines(Line::CashFlow) - costs;
        close(&what("cash"), cash, told[Metric::Cash][t], size + costs, exact);
        for (place, channel) in trace.channels.iter().enumerate() {
            close(
                &what("revenue of a channel"),
                channel[Line::Revenue][t],
                told.channel_revenue[place][t],
                size,
                exact,
            );
            let sums: [(&str, &[Line], &[Line]); 6] = [
                ("visits", &[Line::Visits], &[Line::Organic, Line::Diverted, Line::Attracted, Line::Bought]),
                ("came", &[Line::Came], &[Line::Organic, Line::Lost, Line::Taken]),
                (
                    "orders",
                    &[Line::Orders],
                    &[
                        Line::OrganicOrders,
                        Line::DivertedOrders,
                        Line::AttractedOrders,
                        Line::BoughtOrders,
                        Line::RepeatOrders,
                        Line::ListOrders,
                    ],
                ),
                (
                    "revenue",
                    &[Line::Revenue],
                    &[
                        Line::OrganicRevenue,
                        Line::DivertedRevenue,
                        Line::AttractedRevenue,
                        Line::BoughtRevenue,
                        Line::RepeatRevenue,
                        Line::ListRevenue,
                    ],
                ),
                ("order value", &[Line::OrderValue], &[Line::Revenue, Line::Refunds]),
                ("payout", &[Line::Revenue], &[Line::Payout, Line::Commission, Line::PaymentFees]),
            ];
            for (name, whole, parts) in sums {
                let sum = |lines: &[Line]| lines.iter().map(|line| channel[*line][t]).sum::<f64>();
                let size = parts.iter().map(|line| channel[*line][t].abs()).sum();
                close(&what(name), sum(parts), sum(whole), size, exact);
            }
            let of = |line: Line| channel[line][t];
            let sum =
                |series: &mut dyn Iterator<Item = &Vec<f64>>| series.map(|series| series[t]).sum::<f64>();
            let by_cause = [
                (Line::Lost, sum(&mut channel.lost.iter().map(|own| &own.visits))),
                (Line::Taken, sum(&mut channel.taken.iter().map(|own| &own.visits))),
                (Line::Diverted, sum(&mut channel.diverted.iter().map(|own| &own.visits))),
                (Line::DivertedOrders, sum(&mut channel.diverted.iter().map(|own| &own.orders))),
                (Line::ListOrders, sum(&mut channel.listed.iter().map(|own| &own.orders))),
            ];
            for (line, sum) in by_cause {
                close(
                    &what(&format!("{line:?} of {}", channel.id)),
                    sum,
                    of(line),
                    of(line).abs().max(of(Line::Came)),
                    exact,
                );
            }
            let (visits, orders) = channel
                .brought
                .iter()
                .fold((0.0, 0.0), |sum, own| (sum.0 + own.visits[t], sum.1 + own.orders[t]));
            close(&what("brought"), visits, of(Line::Attracted) + of(Line::Bought), visits, exact);
            close(&what("bought"), orders, of(Line::AttractedOrders) + of(Line::BoughtOrders), visits, exact);
            assert!(
                of(Line::Frozen) >= -exact * size && of(Line::Frozen) <= of(Line::Receivables) + exact * size
            );
            let stock = of(Line::Purchases) - of(Line::Goods) - of(Line::WrittenOff);
            let before = t.checked_sub(1).map(|last| channel[Line::Stock][last]);
            before
                .iter()
                .for_each(|before| close(&what("stock"), before + stock, of(Line::Stock), size, exact));
        }
    }
}

/// What came over links is what went, every month.
fn conserves(what: &str, model: &Model, trace: &Trace, exact: f64) {
    for t in 0..model.months().len() {
        for flow in link_flows(model, trace, &(t..t + 1)) {
            let parts =
                [flow.through.visits, flow.restored.visits, flow.taken, flow.lost_otherwise, flow.gone];
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
        adds_up(what, &model, &trace, &scenario.central, plan.cash.opening, EXACT);
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
        let answer = project(&model, 200, 3, &Alone, &Patient).expect("someone waits");
        let all: Vec<usize> = (0..plan.scenarios.len()).collect();
        let traces = trace_mean(&model, &all, (200, 3), &Alone, &Patient).expect("someone waits");
        for (trace, scenario) in traces.iter().zip(&answer.scenarios) {
            let told = &scenario.fan.as_ref().expect("a fan of paths").mean;
            // Paths are walked in single precision.
            adds_up(id, &model, trace, told, plan.cash.opening, 1e-5);
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
