//! A small plan for the tests of this room and of the document.

use sortie_engine::plan::{self, Plan};

/// A seller with one channel, a closure ahead and one answer to it.
pub(crate) fn sample() -> Plan {
    plan::read(SAMPLE.as_bytes()).unwrap()
}

/// Its file.
pub(crate) fn sample_bytes() -> Vec<u8> {
    plan::write(&sample()).unwrap()
}

const SAMPLE: &str = r#"{
  "format": "sortie-plan", "version": 1, "name": "女装 small shop", "currency": "USD", "start": "2023-07",
  "horizon_months": 12,
  "cash": {"opening": 20000, "overhead_per_month": {"low": 900, "likely": 1000, "high": 1250}},
  "markets": [{"id": "us", "name": "United States"}],
  "channels": [
    {"id": "links", "name": "TikTok links", "kind": "tiktok_link", "market": "us", "surface": "bio",
     "visits": {"low": 8000, "likely": 10000, "high": 13000}, "conversion": 0.018, "order_value": 31.4,
     "unit_cost": 0.35},
    {"id": "store", "name": "Own store", "kind": "own_store", "market": "us",
     "visits": 3000, "conversion": {"low": 0.011, "likely": 0.015, "high": 0.021}, "order_value": 42,
     "unit_cost": 0.35}
  ],
  "shocks": [{"id": "closure", "name": "Links close", "kind": "link_closure", "start": "2023-09-12",
    "targets": {"kinds": ["tiktok_link"]}, "passes": 0}],
  "strategies": [{"id": "lean", "name": "Lean costs", "kind": "costs", "start": "2023-09",
    "mechanisms": [{"type": "adjust", "parameter": "overhead", "factor": 0.8}]}],
  "scenarios": [
    {"id": "open", "name": "Links stay open", "shocks": [], "strategies": []},
    {"id": "none", "name": "No response", "shocks": ["closure"], "strategies": []},
    {"id": "lean", "name": "Lean costs", "shocks": ["closure"], "strategies": ["lean"]}
  ]
}"#;
