//! Edits that keep a plan whole: a beginning in another month, and ids that nothing else has.

use super::mechanism::Mechanism;
use super::parts::Plan;
use super::shock::{Shock, ShockStart};
use super::sources::retain_with_sources;
use super::strategy::Strategy;
use super::word::ShockKind;
use crate::unit::{Day, Month};

impl Plan {
    /// Begins the plan in another month; what happens and what the seller does moves with it. A day that its new month lacks
    /// becomes the last of that month.
    pub fn begin_in(&mut self, start: Month) {
        self.shift_to(start, |_| false);
    }

    /// As [`Self::begin_in`], and months that happened move too; shocks that are facts stay on their dates.
    pub fn move_to(&mut self, start: Month, is_fact: impl Fn(&Shock) -> bool) {
        let later = start.since(self.start);
        self.shift_to(start, is_fact);
        for actual in &mut self.actuals {
            actual.month = actual.month.plus(later);
        }
    }

    fn shift_to(&mut self, start: Month, stays: impl Fn(&Shock) -> bool) {
        let later = start.since(self.start);
        self.start = start;
        for shock in self.shocks.iter_mut().filter(|shock| !stays(shock)) {
            if let ShockStart::On(day) = &mut shock.start {
                *day = day.plus(later);
            }
        }
        for strategy in &mut self.strategies {
            strategy.start = strategy.start.plus(later);
            strategy.end = strategy.end.map(|end| end.plus(later));
        }
    }
}

impl Plan {
    /// Months from the plan's start to that of a shock, where nothing is late: its own, or that of what it follows and the
    /// months after. Nothing where it follows what is not there, or itself.
    pub fn offset_of_shock(&self, shock: &Shock) -> Option<f64> {
        let (mut shock, mut after) = (shock, 0.0);
        for _ in 0..=self.shocks.len() {
            match &shock.start {
                ShockStart::On(day) => return Some(day.months_since(self.start) + after),
                ShockStart::After(followed) => {
                    after += followed.after_months.likely;
                    shock = self.shocks.iter().find(|other| other.id == followed.shock)?;
                }
            }
        }
        None
    }

    /// Opens a channel from the plan's start. Responses that would open it no longer do; one that did nothing else goes,
    /// with the scenarios in which it stood alone.
    pub fn open_from_start(&mut self, id: &str) {
        self.channels.iter_mut().filter(|channel| channel.id == id).for_each(|channel| channel.active = true);
        let opens =
            |mechanism: &Mechanism| matches!(mechanism, Mechanism::OpenChannel(open) if open.channel == id);
        let only_opens =
            |strategy: &Strategy| !strategy.mechanisms.is_empty() && strategy.mechanisms.iter().all(opens);
        let gone: Vec<String> =
            self.strategies.iter().filter(|it| only_opens(it)).map(|it| it.id.clone()).collect();
        self.strategies.retain(|strategy| !gone.contains(&strategy.id));
        for Strategy { mechanisms, basis, .. } in &mut self.strategies {
            retain_with_sources(mechanisms, basis, "mechanisms", |mechanism| !opens(mechanism));
        }
        self.scenarios.retain_mut(|scenario| {
            let n = scenario.strategies.len();
            scenario.strategies.retain(|id| !gone.contains(id));
            !scenario.strategies.is_empty() || n == 0
        });
        self.actuals.retain(|actual| actual.strategy.as_ref().is_none_or(|id| !gone.contains(id)));
    }

    /// Whether a shock is one of `shocks` that closes links, or follows one of them, directly or through others.
    pub fn is_of_closure(&self, shocks: &[String], id: &str) -> bool {
        let mut at = self.shocks.iter().find(|shock| shock.id == id);
        for _ in 0..=self.shocks.len() {
            let Some(shock) = at else { return false };
            if shock.kind == ShockKind::LinkClosure && shocks.contains(&shock.id) {
                return true;
            }
            let followed = shock.start.follows();
            at = followed.and_then(|followed| self.shocks.iter().find(|other| other.id == followed.shock));
        }
        false
    }

    /// The month in which a shock starts, where nothing is late.
    pub fn month_of_shock(&self, shock: &Shock) -> Option<Month> {
        self.offset_of_shock(shock).map(|months| self.start.plus(months.floor() as i32))
    }

    /// The day on which a shock starts, where it is told; else the month in which it does.
    pub fn day_of_shock(&self, shock: &Shock) -> Option<Day> {
        let by_month = || Some(Day { month: self.month_of_shock(shock)?, day: None });
        shock.start.day().or_else(by_month)
    }
}

/// `wanted`, or the same with another number at its end where that is taken: `shop-1` becomes `shop-2`, `shop` becomes
/// `shop-2`.
pub fn unused_id(wanted: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let stem = wanted.trim_end_matches(|sign: char| sign.is_ascii_digit());
    let stem = stem.strip_suffix('-').filter(|stem| !stem.is_empty()).unwrap_or(wanted);
    let numbered = (2..).map(|n| format!("{stem}-{n}"));
    let mut ids = std::iter::once(wanted.to_owned()).chain(numbered);
    ids.find(|id| !is_taken(id)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan;
    use crate::unit::Day;

    #[test]
    fn a_plan_that_begins_later_keeps_its_distances_and_names_no_day_that_is_not() {
        let whole = plan::read(include_bytes!("../../tests/engine/whole.sortie"));
        let mut plan = whole.expect("a test reads the plan that holds everything");
        plan.shocks[0].start = ShockStart::On(Day::parse("2025-01-31").expect("a day"));
        let distances = |plan: &Plan| {
            let shocks = plan.shocks.iter().filter_map(|it| Some(it.start.day()?.month.since(plan.start)));
            let strategies = plan.strategies.iter().map(|it| it.start.since(plan.start));
            let ends = plan.strategies.iter().filter_map(|it| it.end).map(|end| end.since(plan.start));
            shocks.chain(strategies).chain(ends).collect::<Vec<_>>()
        };
        let before = distances(&plan);
        for _ in 0..24 {
            plan.begin_in(plan.start.plus(1));
            assert_eq!(distances(&plan), before);
            assert_eq!(plan::check(&plan), []);
            let file = plan::write(&plan).expect("a plan that can be written");
            assert_eq!(plan::read(&file).as_ref(), Ok(&plan), "a day that its month lacks is not read");
        }
    }

    #[test]
    fn an_id_that_is_taken_gets_the_next_number() {
        let unused = |wanted: &str, taken: &[&str]| unused_id(wanted, |id| taken.contains(&id));
        assert_eq!(unused("shop", &[]), "shop");
        assert_eq!(unused("shop", &["shop", "shop-2"]), "shop-3");
        assert_eq!(unused("shop-1", &["shop-1"]), "shop-2");
        assert_eq!(unused("7", &["7"]), "7-2");
        assert_eq!(unused("ebay2", &["ebay2"]), "ebay2-2");
    }
}
