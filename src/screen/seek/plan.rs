//! Every named part and every number of the plan, to be found by name, owner or note.

use sortie_engine::plan::{
    EstimateField, Plan, fields_of_channel, fields_of_mechanism, fields_of_shock, fields_of_strategy,
    numbers_of_channel,
};

use super::FoundRow;
use crate::address::{PlanField, PlanPart};
use crate::command::Command;
use crate::text::Words;

/// The parts of the plan, in the order in which its places stand on the rail.
pub fn plan_rows(words: &Words, plan: &Plan) -> Vec<FoundRow> {
    let mut list = PlanFinds { words, plan, rows: vec![] };
    list.cash();
    list.items();
    list.channels();
    list.shocks();
    list.strategies();
    list.rows
}

struct PlanFinds<'a> {
    words: &'a Words,
    plan: &'a Plan,
    rows: Vec<FoundRow>,
}

impl PlanFinds<'_> {
    fn cash(&mut self) {
        let money = |x: f64| self.words.money(x, &self.plan.currency);
        let cash = &self.plan.cash;
        let months = self.words.number(self.plan.horizon_months as f64);
        let overhead = money(cash.overhead_per_month.likely);
        let interest = self.words.share_as_said(cash.interest_per_year.likely);
        let rows = [
            (PlanPart::Cash.field("opening"), money(cash.opening)),
            (PlanPart::Cash.field("credit_line"), money(cash.credit_line)),
            (PlanPart::Cash.field("overhead_per_month"), overhead),
            (PlanPart::Cash.field("interest_per_year"), interest),
            (PlanPart::Plan.field("horizon_months"), months),
        ];
        for (field, value) in rows {
            self.push(field, value, String::new());
        }
        for (idx, rate) in self.plan.fx.values().enumerate() {
            self.push(PlanPart::Rate(idx).field("fx"), self.words.number(rate.likely), String::new());
        }
    }

    /// Everything with a name of its own: found by that and by its notes.
    fn items(&mut self) {
        let words = self.words;
        let mut item = |field: PlanField, name: &str, place: &'static str, notes: &str| {
            let name = words.ready(name).to_owned();
            let (aside, also) = (words.get(place).to_owned(), notes.to_owned());
            self.rows.push(FoundRow { name, aside, also, command: Command::Take(field) });
        };
        for (idx, it) in self.plan.channels.iter().enumerate() {
            item(PlanPart::Channel(idx).field("conversion"), &it.name, "place.channels", &it.notes);
        }
        for (idx, it) in self.plan.shocks.iter().enumerate() {
            item(PlanPart::Shock(idx).field("passes"), &it.name, "place.happens", &it.notes);
        }
        for (idx, it) in self.plan.strategies.iter().enumerate() {
            item(PlanPart::Strategy(idx).field("setup_cost"), &it.name, "place.response", &it.notes);
        }
        for (idx, it) in self.plan.scenarios.iter().enumerate() {
            item(PlanPart::Scenario(idx).field("name"), &it.name, "place.scenarios", &it.notes);
        }
    }

    fn channels(&mut self) {
        for (idx, channel) in self.plan.channels.iter().enumerate() {
            let part = PlanPart::Channel(idx);
            self.estimates(part, &fields_of_channel(channel), &channel.notes);
            for number in numbers_of_channel(channel) {
                self.number(part.field(number.name), number.value, &channel.notes);
            }
        }
    }

    fn shocks(&mut self) {
        for (idx, shock) in self.plan.shocks.iter().enumerate() {
            let part = PlanPart::Shock(idx);
            self.estimates(part, &fields_of_shock(shock), &shock.notes);
            self.number(part.field("probability"), shock.probability, &shock.notes);
            for (part, diversion) in shock.diversions.iter().enumerate() {
                self.number(PlanPart::Diversion(idx, part).field("share"), diversion.share.likely, "");
            }
        }
    }

    fn strategies(&mut self) {
        for (idx, strategy) in self.plan.strategies.iter().enumerate() {
            self.estimates(PlanPart::Strategy(idx), &fields_of_strategy(strategy), &strategy.notes);
            for (part, mechanism) in strategy.mechanisms.iter().enumerate() {
                self.estimates(PlanPart::Mechanism(idx, part), &fields_of_mechanism(mechanism), "");
            }
        }
    }

    fn estimates(&mut self, part: PlanPart, fields: &[EstimateField], notes: &str) {
        for estimate in fields {
            self.number(part.field(estimate.name), estimate.spread.likely, notes);
        }
    }

    fn number(&mut self, field: PlanField, value: f64, notes: &str) {
        let value = field.unit(self.plan).shown(self.words, value);
        self.push(field, value, notes.to_owned());
    }

    fn push(&mut self, field: PlanField, value: String, also: String) {
        let (label, owner) = (self.words.field(field.name), field.owner(self.plan, self.words));
        let name = if owner.is_empty() { label.to_owned() } else { format!("{label} \u{B7} {owner}") };
        self.rows.push(FoundRow { name, aside: value, also, command: Command::Take(field) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::trial::sample;
    use crate::text::{Language, words};

    #[test]
    fn a_number_is_found_by_its_name_and_its_owner_in_both_languages() {
        let plan = sample();
        for (language, typed) in [(Language::English, "conver"), (Language::Chinese, "\u{8F6C}\u{5316}")] {
            let rows = plan_rows(words(language), &plan);
            let found = rows.iter().filter(|row| row.fits(typed)).count();
            assert!(found >= plan.channels.len(), "{typed}: {found}");
        }
    }

    #[test]
    fn what_a_note_says_leads_to_its_item() {
        let mut plan = sample();
        plan.channels[1].notes = "ask Mei about returns".to_owned();
        let rows = plan_rows(words(Language::English), &plan);
        let found: Vec<&FoundRow> = rows.iter().filter(|row| row.fits("mei")).collect();
        assert!(
            found.iter().all(
                |row| matches!(&row.command, Command::Take(field) if field.part == PlanPart::Channel(1))
            )
        );
        assert!(!found.is_empty());
    }
}
