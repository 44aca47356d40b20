//! Closures whose end is known: the page that tells them holds what the model says.

use sortie_engine::forecast::{Metric, ScenarioForecast, central};
use sortie_engine::model::Model;
use sortie_engine::plan::{Plan, read};
use sortie_engine::unit::Estimate;

const PAGE: &str = include_str!("../../../../docs/backtests.md");
const EVIDENCE: &str = include_str!("../../../../assets/evidence/evidence.csv");

macro_rules! case {
    ($name:literal) => {
        read(include_bytes!(concat!("../../../../tests/backtests/", $name, ".sortie"))).unwrap()
    };
}

/// Every scenario on the central path.
fn told(plan: &Plan) -> Vec<ScenarioForecast> {
    central(&Model::compile(plan)).scenarios
}

/// Revenue of a month, as it came against as it was.
fn change(plan: &Plan, t: usize) -> f64 {
    let told = told(plan);
    told[1].central[Metric::Revenue][t] / told[0].central[Metric::Revenue][t] - 1.0
}

fn with_diverted(mut plan: Plan, share: f64) -> Plan {
    plan.shocks[0].diversions[0].share = Estimate::certain(share);
    plan
}

fn rival(plan: &Plan) -> f64 {
    let told = told(plan);
    told[1].central.channel_revenue[1][2] / told[0].central.channel_revenue[1][2] - 1.0
}

fn assert_told(change: f64) {
    let sign = if change < 0.0 { '−' } else { '+' };
    let text = format!("{sign}{:.1} %", 100.0 * change.abs());
    assert!(PAGE.contains(&text), "the page does not hold {text}");
}

#[test]
fn the_page_holds_what_the_model_says_of_a_ban() {
    let market = case!("indonesia_market");
    for share in [0.2, 0.5, 0.76] {
        let plan = with_diverted(market.clone(), share);
        assert_told(rival(&plan));
        assert_told(change(&plan, 2));
    }
    let seller = case!("indonesia_seller");
    assert_told(change(&seller, 5));
    assert_told(change(&with_diverted(seller, 0.0), 2));
}

#[test]
fn the_page_holds_what_the_model_says_of_closed_stores() {
    let year = |plan: &Plan| {
        let sum = |scenario: &ScenarioForecast| scenario.central[Metric::Revenue].iter().sum::<f64>();
        let told = told(plan);
        sum(&told[1]) / sum(&told[0]) - 1.0
    };
    assert_told(year(&case!("youkeshu_alone")));
    let whole = case!("youkeshu_cash");
    assert_told(year(&whole));
    assert_told(change(&whole, 11));
}

#[test]
fn the_page_holds_what_the_model_says_of_ads() {
    let kept = |plan: &Plan| 1.0 + change(plan, 14);
    assert_told(kept(&case!("att_dependent")) / kept(&case!("att_independent")) - 1.0);
    let customers: Vec<f64> =
        told(&case!("ad_saturation")).iter().map(|it| it.central[Metric::Orders][0]).collect();
    for (found, seen) in customers.iter().zip([11.0, 16.6, 20.0]) {
        assert!((found - seen).abs() < 0.05, "{customers:?}");
    }
    assert!(PAGE.contains("16.6 customers"));
}

#[test]
fn the_page_holds_what_the_model_says_of_links_and_feeds() {
    assert_told(change(&case!("storefront"), 12));
    let publisher = case!("littlethings");
    assert_told(change(&publisher, 2));
    let cash = &told(&publisher)[1].central[Metric::Cash];
    let empty = cash.iter().position(|cash| *cash < 0.0);
    // The change comes in the second month of the plan; the till is empty in the third of the change.
    assert_eq!(empty, Some(3));
}

#[test]
fn every_number_of_these_plans_has_its_row_of_evidence() {
    let plans = [
        case!("indonesia_market"),
        case!("indonesia_seller"),
        case!("youkeshu_alone"),
        case!("youkeshu_cash"),
        case!("att_dependent"),
        case!("att_independent"),
        case!("ad_saturation"),
        case!("storefront"),
        case!("littlethings"),
        case!("youkeshu_markets"),
        case!("zebao"),
        case!("temu_us"),
        case!("wish"),
    ];
    let mut n = 0;
    for plan in &plans {
        let of_channels = plan.channels.iter().map(|it| &it.basis);
        let of_shocks = plan.shocks.iter().map(|it| &it.basis);
        let of_strategies = plan.strategies.iter().map(|it| &it.basis);
        for basis in of_channels.chain(of_shocks).chain(of_strategies).chain([&plan.basis]) {
            for id in basis.values() {
                assert!(EVIDENCE.contains(&format!("\n{id},")), "{}: {id}", plan.name);
                n += 1;
            }
        }
    }
    assert!(n > 30, "{n}");
    for id in PAGE.split('`').skip(1).step_by(2).filter(|word| word.contains('.') && !word.contains('/')) {
        assert!(EVIDENCE.contains(&format!("\n{id},")), "the page names {id}");
    }
}
