//! The list of things to do: what is to be done in which month, what to look at and where to read it, and what must be known
//! before.

use sortie_engine::plan::{Mechanism, OpenChannel, Plan, Scenario, ShockKind, Strategy, StrategyRule};
use sortie_engine::unit::{Day, Month};

use crate::address::cost::monthly_cost;
use crate::address::{PlanField, PlanPart};
use crate::text::Words;

/// A thing to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgendaItem {
    /// The month in which it is to be done.
    pub month: Month,
    /// The day of it, where that is known.
    pub day: Option<u8>,
    /// What tells it from the others of its list, whatever it says.
    pub key: String,
    /// What is to be done.
    pub words: String,
    /// Where its figures stand in the plan.
    pub field: PlanField,
}

/// What is to be done in a scenario of a plan, month after month; nothing where the plan has no such scenario. What lies before
/// the plan is past.
pub fn agenda(words: &Words, plan: &Plan, scenario: &str) -> Vec<AgendaItem> {
    let Some(scenario) = plan.scenarios.iter().find(|it| it.id == scenario) else { return vec![] };
    let mut list = AgendaList { words, plan, items: vec![] };
    list.closures(scenario);
    for id in &scenario.strategies {
        let place = plan.strategies.iter().position(|own| own.id == *id);
        if let Some(place) = place {
            list.strategy(place, &plan.strategies[place]);
        }
    }
    let last = plan.start.plus(plan.horizon_months as i32);
    list.items.retain(|item| item.month < last);
    list.items.sort_by_key(|item| (item.month, item.day));
    list.items
}

impl AgendaItem {
    /// When it is to be done, as exactly as it is known.
    pub fn day(&self) -> Day {
        Day { month: self.month, day: self.day }
    }
}

struct AgendaList<'a> {
    words: &'a Words,
    plan: &'a Plan,
    items: Vec<AgendaItem>,
}

impl AgendaList<'_> {
    fn add(&mut self, month: Month, key: String, words: String, field: PlanField) {
        self.items.push(AgendaItem { month: month.max(self.plan.start), day: None, key, words, field });
    }

    /// When links close, as far as is known.
    fn closures(&mut self, scenario: &Scenario) {
        for (place, shock) in self.plan.shocks.iter().enumerate() {
            let is_in = scenario.shocks.contains(&shock.id) && shock.kind == ShockKind::LinkClosure;
            let day = self.plan.day_of_shock(shock).filter(|day| is_in && day.month >= self.plan.start);
            let Some(day) = day else { continue };
            let known = [("name", self.words.ready(&shock.name)), ("when", &self.words.day(day))];
            let told = self.words.with("to_do.list_closure", &known);
            self.add(day.month, format!("{} closes", shock.id), told, PlanPart::Shock(place).field("passes"));
            if let Some(added) = self.items.last_mut() {
                added.day = day.day;
            }
        }
    }

    fn strategy(&mut self, place: usize, strategy: &Strategy) {
        let (words, id) = (self.words, &strategy.id);
        let name = words.ready(&strategy.name);
        let field = |name| PlanPart::Strategy(place).field(name);
        let currency = strategy.currency.as_ref().unwrap_or(&self.plan.currency);
        let money = |x: f64| words.money(x, currency);
        if strategy.start >= self.plan.start {
            self.requirements(place, strategy);
            let (setup, monthly) = (money(strategy.setup_cost.likely), money(monthly_cost(strategy)));
            let known = [("name", name), ("setup", &setup), ("monthly", &monthly)];
            let key = if strategy.start_when.is_some() { "to_do.list_reserve" } else { "to_do.list_begin" };
            self.add(strategy.start, format!("{id} begins"), words.with(key, &known), field("start"));
            let full = strategy.start.plus(strategy.ramp_months().ceil() as i32);
            if full > strategy.start && strategy.start_when.is_none() {
                let told = words.with("to_do.list_look", &[("name", name)]);
                self.add(full, format!("{id} is full"), told, field("monthly_cost"));
            }
        }
        for (rule, stops) in [(&strategy.start_when, false), (&strategy.stop_when, true)] {
            let Some(rule) = rule else { continue };
            let key = if stops { "to_do.list_stop" } else { "to_do.list_start" };
            let told = self.ruled(key, name, rule);
            let rule_field = field(if stops { "stop_when" } else { "start_when" });
            // At the end of the month before, its figures are there.
            let look = rule.first_acts(self.plan.start, strategy.start, stops).plus(-1);
            self.add(look, format!("{id} {key}"), told, rule_field);
        }
        if let Some(end) = strategy.end {
            let told =
                words.with("to_do.list_end", &[("name", name), ("exit", &money(strategy.exit_cost.likely))]);
            self.add(end.plus(-1), format!("{id} ends"), told, field("end"));
        }
    }

    fn ruled(&self, key: &str, name: &str, rule: &StrategyRule) -> String {
        let told = self.words.rule(self.plan, rule);
        let read_in = self.words.read_in(rule.metric);
        self.words.with(key, &[("name", name), ("rule", &told), ("where", read_in)])
    }

    /// What a platform asks for, how long it takes to let the seller in, and goods that have to be there by then.
    fn requirements(&mut self, place: usize, strategy: &Strategy) {
        let opens = strategy.mechanisms.iter().enumerate().filter_map(|(at, mechanism)| match mechanism {
            Mechanism::OpenChannel(open) => Some((at, open)),
            _ => None,
        });
        let opens: Vec<(usize, &OpenChannel)> = opens.collect();
        for (at, open) in opens {
            let (words, id) = (self.words, &strategy.id);
            let channel = self.plan.channels.iter().find(|it| it.id == open.channel);
            let name = channel.map_or(open.channel.as_str(), |it| words.ready(&it.name));
            let field = |name| PlanPart::Mechanism(place, at).field(name);
            let review = open.review_months.ceil() as i32;
            if !open.requirements.is_empty() {
                let needs: Vec<&str> = open.requirements.iter().map(|it| words.requirement(*it)).collect();
                let known = [("name", name), ("needs", &needs.join(words.get("scenarios.and")))];
                let told = words.with("to_do.list_needs", &known);
                self.add(strategy.start.plus(-1), format!("{id} needs {name}"), told, field("review_months"));
            }
            if review > 0 {
                let months = words.with("unit.months", &[("n", &review.to_string())]);
                let (share, opens) =
                    (words.share_as_said(open.approval), words.month(strategy.start.plus(review)));
                let known = [("name", name), ("months", &*months), ("share", &*share), ("opens", &*opens)];
                let is_sure = open.approval >= 1.0;
                let told =
                    words.with(if is_sure { "to_do.list_apply_sure" } else { "to_do.list_apply" }, &known);
                self.add(strategy.start, format!("{id} applies to {name}"), told, field("approval"));
            }
            let lead = channel.map_or(0, |it| it.lead_months as i32);
            if lead > 0 {
                let months = words.with("unit.months", &[("n", &lead.to_string())]);
                let told = words.with("to_do.list_stock", &[("name", name), ("months", &months)]);
                let order = strategy.start.plus(review - lead);
                self.add(order, format!("{id} orders for {name}"), told, field("review_months"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use sortie_engine::plan::read;

    use super::*;
    use crate::catalog::templates;
    use crate::text::{Language, words};

    #[test]
    fn every_response_of_every_sample_has_a_list_within_its_months_whose_lines_lead_somewhere() {
        for template in templates() {
            let plan = read(template.plan_bytes).expect("a sample reads");
            let last = plan.start.plus(plan.horizon_months as i32);
            for scenario in plan.scenarios.iter().filter(|it| !it.strategies.is_empty()) {
                for language in Language::ALL {
                    let items = agenda(words(language), &plan, &scenario.id);
                    assert!(
                        items.iter().any(|it| it.key.ends_with("begins")),
                        "{} {}",
                        template.id,
                        scenario.id
                    );
                    let mut keys: Vec<&str> = items.iter().map(|it| it.key.as_str()).collect();
                    keys.sort_unstable();
                    keys.dedup();
                    assert_eq!(keys.len(), items.len(), "each line is told apart");
                    for item in &items {
                        assert!(item.month >= plan.start && item.month < last, "{item:?}");
                        assert!(!item.words.contains(['{', '}']), "{item:?}");
                    }
                    assert!(items.is_sorted_by_key(|it| (it.month, it.day)));
                }
            }
        }
    }

    #[test]
    fn goods_are_ordered_so_that_they_are_there_when_the_review_is_over() {
        let mut plan = read(templates()[0].plan_bytes).expect("a sample reads");
        let opens = |own: &Strategy| own.mechanisms.iter().any(|it| matches!(it, Mechanism::OpenChannel(_)));
        let place = plan.strategies.iter().position(opens).expect("a strategy opens a channel");
        let start = plan.start.plus(6);
        plan.strategies[place].start = start;
        plan.strategies[place].end = None;
        let mut opened = String::new();
        for mechanism in &mut plan.strategies[place].mechanisms {
            if let Mechanism::OpenChannel(open) = mechanism {
                open.review_months = 2.0;
                opened.clone_from(&open.channel);
            }
        }
        plan.channels.iter_mut().filter(|it| it.id == opened).for_each(|it| it.lead_months = 5);
        let id = plan.strategies[place].id.clone();
        let scenario = plan.scenarios.iter().find(|it| it.strategies.contains(&id)).expect("it is used");
        let items = agenda(words(Language::English), &plan, &scenario.id);
        let order = items.iter().find(|it| it.key.contains("orders for")).expect("stock is ordered");
        assert_eq!(order.month, start.plus(2 - 5));
    }
}
