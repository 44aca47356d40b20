//! What comes with the app: sample plans and ready-made strategies, compiled in, so that nothing is read at run time.

mod dated;
pub mod evidence;
pub mod exchange;
mod regional;
#[cfg(test)]
pub(crate) mod trial;
mod typical;

use std::sync::LazyLock;

pub use regional::{NumbersFrom, ready_for};
use sortie_engine::plan::{self, Plan};
use sortie_engine::unit::Month;
pub use typical::{is_south_east_asia, typical_channel, typical_channel_in};

/// A sample plan to start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanTemplate {
    /// The name of its file, without ending.
    pub id: &'static str,
    /// Its file, for `plan::read`.
    pub plan_bytes: &'static [u8],
}

impl PlanTemplate {
    /// The sample as a plan that begins in `start`, or as in its file where none is told. What belongs to its story moves along;
    /// what is a fact of the world stays on its date.
    pub fn plan(&self, start: Option<Month>) -> Option<Plan> {
        let mut plan = plan::read(self.plan_bytes).ok()?;
        if let Some(start) = start {
            plan.move_to(start, evidence::is_fact);
        }
        Some(plan)
    }
}

/// A ready-made response, to be bound to the channels of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfferedStrategy {
    /// The name of its file, without ending.
    pub id: &'static str,
    /// Its file: JSON.
    pub bytes: &'static [u8],
}

/// Closures as they really came: a plan whose scenarios are the events, each with its story and its shocks.
pub fn real_events() -> &'static Plan {
    static EVENTS: LazyLock<Plan> = LazyLock::new(|| {
        let bytes = include_bytes!("../../assets/shocks/real.sortie");
        plan::read(bytes).expect("a test reads the events that are compiled in")
    });
    &EVENTS
}

/// The sample plans, in the order in which they are offered.
pub fn templates() -> &'static [PlanTemplate] {
    &TEMPLATES
}

/// The ready-made strategies, in the order in which they are offered.
pub fn ready_strategies() -> &'static [OfferedStrategy] {
    &STRATEGIES
}

macro_rules! template {
    ($id:literal) => {
        PlanTemplate {
            id: $id,
            plan_bytes: include_bytes!(concat!("../../assets/templates/", $id, ".sortie")),
        }
    };
}

macro_rules! strategy {
    ($id:literal) => {
        OfferedStrategy { id: $id, bytes: include_bytes!(concat!("../../assets/strategies/", $id, ".json")) }
    };
}

const TEMPLATES: [PlanTemplate; 6] = [
    template!("womens_wear"),
    template!("home_goods_amazon"),
    template!("beauty_tools_ads"),
    template!("pet_supplies_followers"),
    template!("accessories_3c_links"),
    template!("sea_market_ban"),
];

const STRATEGIES: [OfferedStrategy; 15] = [
    strategy!("content_led"),
    strategy!("local_creators"),
    strategy!("commission_affiliates"),
    strategy!("paid_ads"),
    strategy!("multi_platform"),
    strategy!("tiktok_shop_entry"),
    strategy!("fully_managed"),
    strategy!("owned_list"),
    strategy!("local_warehouse"),
    strategy!("hit_products"),
    strategy!("messages_side_door"),
    strategy!("safe_links"),
    strategy!("lean_costs"),
    strategy!("close_links_channel"),
    strategy!("raise_prices"),
];

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_sample_that_is_moved_keeps_its_story_and_has_no_fault() {
        let today = Month::new(2026, 11).unwrap();
        for template in templates() {
            let (told, moved) = (template.plan(None).unwrap(), template.plan(Some(today)).unwrap());
            assert_eq!((moved.start, plan::check(&moved)), (today, vec![]), "{}", template.id);
            let closure = |plan: &Plan| {
                let closes = plan.shocks.iter().find(|shock| shock.kind == plan::ShockKind::LinkClosure);
                plan.offset_of_shock(closes.unwrap()).unwrap().floor() as i32
            };
            assert_eq!(closure(&told), closure(&moved), "{}: the closure belongs to the story", template.id);
        }
    }

    #[test]
    fn every_sample_opens_without_a_fault_and_is_saved_as_itself() {
        for template in templates() {
            let plan = plan::read(template.plan_bytes);
            let plan = plan.unwrap_or_else(|faults| panic!("{}: {faults:#?}", template.id));
            assert_eq!(plan::read(&plan::write(&plan).unwrap()), Ok(plan), "{}", template.id);
        }
    }

    #[test]
    fn every_ready_strategy_is_json_under_the_name_of_its_file() {
        for strategy in ready_strategies() {
            let json: serde_json::Value = serde_json::from_slice(strategy.bytes).unwrap();
            assert_eq!(json["id"], strategy.id);
        }
    }

    #[test]
    fn every_file_of_the_assets_is_offered() {
        let ids_in = |folder: &str| {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets").join(folder);
            let names = folder.read_dir().unwrap().map(|entry| entry.unwrap().path());
            let mut ids: Vec<_> =
                names.map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect();
            ids.sort();
            ids
        };
        let sorted = |ids: &mut dyn Iterator<Item = &'static str>| {
            let mut ids: Vec<_> = ids.map(str::to_owned).collect();
            ids.sort();
            ids
        };
        assert_eq!(sorted(&mut templates().iter().map(|template| template.id)), ids_in("templates"));
        assert_eq!(sorted(&mut ready_strategies().iter().map(|strategy| strategy.id)), ids_in("strategies"));
    }
}
