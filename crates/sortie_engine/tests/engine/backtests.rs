//! Closures whose end is known: the page that tells them holds what the model says.

use std::ops::Range;

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

/// Revenue of some channels in some months, in a scenario against the first.
fn against_none(plan: &Plan, scenario: usize, channels: &[usize], months: Range<usize>) -> f64 {
    let told = told(plan);
    let sum = |scenario: &ScenarioForecast| -> f64 {
        let of = |c: &usize| scenario.central.channel_revenue[*c][months.clone()].iter().sum::<f64>();
        channels.iter().map(of).sum()
    };
    sum(&told[scenario]) / sum(&told[0]) - 1.0
}

/// What the evidence says that came.
fn observed(id: &str) -> f64 {
    let row = EVIDENCE.lines().find(|line| line.starts_with(&format!("{id},"))).expect("a row of evidence");
    let figures: Vec<f64> = row.split(',').filter_map(|cell| cell.parse().ok()).collect();
    figures[1]
}

/// The row of the page that begins so holds what the model says, and how far that lies from what came.
fn assert_scored(case: &str, change: f64, came: f64) {
    let beginning = format!("| {case} |");
    let row = PAGE.lines().find(|line| line.starts_with(&beginning)).expect("a row of the page");
    let cells: Vec<&str> = row.split('|').map(str::trim).collect();
    let shown = |change: f64| match (1000.0 * change).round() {
        0.0 => "0.0 %".to_owned(),
        permille if permille < 0.0 => format!("−{:.1} %", -permille / 10.0),
        permille => format!("+{:.1} %", permille / 10.0),
    };
    assert_eq!(cells[5], shown(change), "{case}");
    assert_eq!(cells[6], format!("{:.1}", 100.0 * (change - came).abs()), "{case}");
    let came = shown(came);
    assert!(cells[4].starts_with(came.trim_end_matches(" %").trim_end_matches(".0")), "{case}: {}", cells[4]);
}

#[test]
fn the_page_holds_what_the_model_says_of_a_seller_by_market() {
    let plan = case!("youkeshu_markets");
    let names: Vec<&str> = plan.channels.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(names, ["closed", "amazon", "aliexpress", "shopee", "own", "others"]);
    let cases: [(&str, &[usize], &str); 4] = [
        ("Youkeshu, first half of 2021", &[0, 1, 2, 3, 4, 5], "bt.youkeshu.h1"),
        ("… on Amazon", &[0, 1], "bt.youkeshu.amazon_h1"),
        ("… on AliExpress", &[2], "bt.youkeshu.aliexpress"),
        ("… on Shopee", &[3], "bt.youkeshu.shopee"),
    ];
    for (case, channels, id) in cases {
        assert_scored(case, against_none(&plan, 1, channels, 0..6), observed(id));
    }
    let after = &told(&plan)[1].central;
    let own = &after.channel_revenue[4];
    assert_scored("… on its own sites", own[4] / own[0] - 1.0, observed("bt.youkeshu.ownsites") - 1.0);
    // The text beside: the cash is gone in April, the goods last through June.
    assert_eq!(after[Metric::Cash].iter().position(|cash| *cash < 0.0), Some(3));
}

#[test]
fn the_page_holds_what_the_model_says_of_brands_that_were_closed() {
    let (plan, came) = (case!("zebao"), observed("bt.zebao.year"));
    let year = |scenario: usize| against_none(&plan, scenario, &[0, 1, 2], 0..12);
    assert_scored("Zebao 2021, as the company foresaw", year(1), came);
    assert_scored("Zebao 2021, if the stores stay closed", year(2), came);
    // The text beside: money is never short.
    assert!(told(&plan)[2].central[Metric::Cash].iter().all(|cash| *cash > 0.0));
}

#[test]
fn the_page_holds_what_the_model_says_of_parcels_and_of_ads_that_end() {
    let temu = case!("temu_us");
    assert_scored("Temu in the United States, May 2025", change(&temu, 3), observed("bt.temu.orders"));
    let visits = &told(&temu)[1].central[Metric::Visits];
    assert_scored("… its users", visits[2] / visits[0] - 1.0, observed("bt.temu.users"));
    assert_scored("Wish, end of 2021", change(&case!("wish"), 7), observed("bt.wish.outcome"));
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
