//! Every sample plan and every ready-made response, as figures that a person can read: whatever changes a result
//! shows here first.
#![expect(clippy::unwrap_used, reason = "a sample that cannot be read is the failure itself")]

use std::fmt::Write;
use std::path::Path;

use sortie_engine::forecast::{Forecast, PathRun, ScenarioForecast, Statistic, project};
use sortie_engine::model::Model;
use sortie_engine::plan::{self, Plan, ReadyStrategy};

use crate::run::ALONE;

/// The names of the samples.
pub const SAMPLES: [&str; 6] = [
    "womens_wear",
    "home_goods_amazon",
    "beauty_tools_ads",
    "pet_supplies_followers",
    "accessories_3c_links",
    "sea_market_ban",
];

const RESPONSES: [&str; 15] = [
    "content_led",
    "commission_affiliates",
    "local_creators",
    "paid_ads",
    "multi_platform",
    "tiktok_shop_entry",
    "fully_managed",
    "owned_list",
    "local_warehouse",
    "hit_products",
    "messages_side_door",
    "safe_links",
    "lean_costs",
    "close_links_channel",
    "raise_prices",
];

#[expect(clippy::disallowed_methods, reason = "the engine reads no file; its tests read the assets")]
fn asset(path: &str) -> Vec<u8> {
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets");
    std::fs::read(assets.join(path)).unwrap()
}

/// The sample of that name.
pub fn sample(id: &str) -> Plan {
    plan::read(&asset(&format!("templates/{id}.sortie"))).unwrap()
}

fn forecast(plan: &Plan) -> Forecast {
    project(&Model::compile(plan), PathRun { n_paths: 256, ..ALONE }).unwrap()
}

/// A figure to three significant digits, enough to see a change of result and none of rounding.
fn digits(x: f64) -> String {
    format!("{x:.2e}").parse::<f64>().unwrap().to_string()
}

fn mean(statistic: Option<&Statistic>) -> String {
    statistic.and_then(|statistic| statistic.mean).map_or_else(|| "-".to_owned(), digits)
}

fn line(scenario: &ScenarioForecast) -> String {
    let summary = &scenario.fan.as_ref().unwrap().summary;
    let share = |share: f64| format!("{share:.2}");
    format!(
        "{:18} revenue {:>8} profit {:>8} kept {:>5} back {:>5} pays {:>5} cash {:>8} out {} best {} {}",
        scenario.id,
        mean(Some(&summary.total_revenue)),
        mean(Some(&summary.total_profit)),
        mean(summary.revenue_kept.as_ref()),
        mean(summary.recovery_month.as_ref()),
        mean(summary.payback_month.as_ref()),
        mean(Some(&summary.lowest_cash)),
        share(summary.runs_out_of_cash),
        summary.earns_most.map_or_else(|| "-".to_owned(), share),
        scenario.not_eligible.join(" "),
    )
}

#[test]
fn every_sample_tells_the_story_it_was_made_for() {
    let mut told = String::new();
    for id in SAMPLES {
        writeln!(told, "{id}").unwrap();
        for scenario in &forecast(&sample(id)).scenarios {
            writeln!(told, "  {}", line(scenario).trim_end()).unwrap();
        }
    }
    insta::assert_snapshot!(told);
}

#[test]
fn every_ready_response_does_to_every_sample_what_it_did() {
    let rate = |from: &str, to: &str| (from == "USD" && to == "USD").then_some(1.0);
    let mut told = String::new();
    for id in SAMPLES {
        writeln!(told, "{id}").unwrap();
        for response in RESPONSES {
            let mut plan = sample(id);
            let ready = ReadyStrategy::read(&asset(&format!("strategies/{response}.json"))).unwrap();
            let added = match ready.add_to(&mut plan, rate) {
                Ok(added) => added,
                Err(refused) => {
                    writeln!(told, "  {response:18} {refused:?}").unwrap();
                    continue;
                }
            };
            // The response beside no response alone, so that each takes a moment.
            plan.scenarios.retain(|scenario| scenario.id == added.scenario || scenario.id == "no_response");
            let forecast = forecast(&plan);
            writeln!(told, "  {}", line(forecast.scenarios.last().unwrap()).trim_end()).unwrap();
        }
    }
    insta::assert_snapshot!(told);
}
