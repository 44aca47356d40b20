//! Faults as a page tells them: places and words of the file by what sellers call them, never as the file spells them.

use sortie_engine::plan::{FaultPlace, FaultProblem, FaultStep, Plan, PlanFault};

use super::{SHOWN_CHARS, shown};
use crate::text::Words;

/// The tables of words that stand in plan files, in the order in which they are looked through.
const FILE_WORDS: [&str; 8] =
    ["channel_kind", "surface", "shock_kind", "parameter", "requirement", "metric", "mechanism", "rule"];

impl Words {
    /// The sentence for a fault of `plan`, or of a file that holds no plan: `Strategy “Go to Amazon” · Open a channel: …`.
    /// Where the plan names no thing, it is counted: `Channel 3`.
    pub fn fault_on_page(&self, fault: &PlanFault, plan: Option<&Plan>) -> String {
        let what = self.problem_on_page(fault);
        let place = self.place(&fault.place, plan);
        if place.is_empty() { what } else { self.with("fault.at", &[("place", &place), ("what", &what)]) }
    }

    fn problem_on_page(&self, fault: &PlanFault) -> String {
        match &fault.problem {
            FaultProblem::NotOneOf { found, allowed } => {
                let allowed: Vec<&str> = allowed.iter().map(|word| self.word_of_file(word)).collect();
                let found = shown(found, SHOWN_CHARS);
                self.with(
                    "fault.not_one_of",
                    &[("found", &found), ("allowed", &allowed.join(self.get("fault.listed")))],
                )
            }
            FaultProblem::UnknownField { nearest: Some(nearest) } => {
                let nearest = format!("“{}”", self.label_of_field(nearest).unwrap_or(nearest));
                self.with("fault.unknown_field_near", &[("nearest", &nearest)])
            }
            _ => self.of_version(fault).unwrap_or_else(|| self.problem(&fault.problem)),
        }
    }

    /// A word of the plan file as sellers say it; any other text unchanged.
    pub(in crate::text) fn word_of_file<'w>(&self, word: &'w str) -> &'w str {
        FILE_WORDS.iter().find_map(|table| self.find(&format!("{table}.{word}"))).unwrap_or(word)
    }

    /// What a field or a list of the plan file is called.
    fn label_of_field(&self, name: &str) -> Option<&'static str> {
        ["fault.part", "difference_part", "field"]
            .iter()
            .find_map(|table| self.find(&format!("{table}.{name}")))
    }

    /// The way to a place, outermost first.
    fn place(&self, place: &FaultPlace, plan: Option<&Plan>) -> String {
        let mut steps: Vec<String> = vec![];
        let mut list = "";
        let last = place.0.len().saturating_sub(1);
        for (n, step) in place.0.iter().enumerate() {
            match step {
                FaultStep::Field(name) => {
                    list = name;
                    let leads_to_item = matches!(place.0.get(n + 1), Some(FaultStep::Item(..)));
                    let is_code = name.len() == 3 && name.bytes().all(|sign| sign.is_ascii_uppercase());
                    let label = match self.label_of_field(name) {
                        _ if leads_to_item => None,
                        Some(label) => Some(label.to_owned()),
                        // What somebody wrote into the file is found by how it stands there.
                        None if is_code || n == last => Some(format!("“{}”", shown(name, SHOWN_CHARS))),
                        None => None,
                    };
                    steps.extend(label);
                }
                FaultStep::Item(idx, id) => steps.push(self.item_of(list, *idx, id, plan)),
            }
        }
        shown(&steps.join(" · "), 4 * SHOWN_CHARS)
    }

    /// An item of a list by its name, by what kind of thing it is, or by its number.
    fn item_of(&self, list: &str, idx: usize, id: &str, plan: Option<&Plan>) -> String {
        let named = plan.and_then(|plan| match list {
            "markets" => plan.markets.get(idx).map(|it| it.name.as_str()),
            "channels" => plan.channels.get(idx).map(|it| it.name.as_str()),
            "shocks" => plan.shocks.get(idx).map(|it| it.name.as_str()),
            "strategies" => plan.strategies.get(idx).map(|it| it.name.as_str()),
            "scenarios" => plan.scenarios.get(idx).map(|it| it.name.as_str()),
            _ => None,
        });
        let what = self.find(&format!("fault.item.{list}"));
        let what = what.or_else(|| self.label_of_field(list)).unwrap_or_else(|| self.get("fault.item.other"));
        if let Some(name) = named.filter(|name| !name.trim().is_empty()) {
            let name = shown(self.ready(name), SHOWN_CHARS);
            return self.with("fault.named", &[("what", what), ("name", &name)]);
        }
        if let Some(kind) = self.find(&format!("mechanism.{id}")).filter(|_| list == "mechanisms") {
            return kind.to_owned();
        }
        self.with("fault.counted", &[("what", what), ("n", &(idx + 1).to_string())])
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::problems;
    use super::*;
    use crate::catalog::trial::sample;
    use crate::text::{Language, words};

    /// Places as faults have them, from the plan as a whole down to one number of a mechanism.
    fn places() -> Vec<FaultPlace> {
        let top = FaultPlace::default();
        let strategy = top.field("strategies").item(2, "multi_platform");
        let mechanism = strategy.field("mechanisms").item(0, "open_channel");
        vec![
            top.clone(),
            top.field("cash").field("overhead_per_month").field("low"),
            top.field("fx").field("EUR"),
            top.field("basis").field("channels.tiktok_links.conversion"),
            top.field("channels").item(1, "tiktok_links").field("payout_days"),
            top.field("channels").item(99, "").field("cost_per_visit").field("high"),
            top.field("shocks").item(0, "us_closure").field("adjustments").item(1, "").field("factor"),
            strategy.field("start_when").field("for_months"),
            mechanism.clone(),
            mechanism.field("cannibalises").item(0, "own_store"),
            top.field("scenarios").item(0, "no_response").field("strategies").item(0, "multi_platform"),
            top.field("actuals").item(3, "2027_03").field("revenue"),
        ]
    }

    /// Whether a word is one that a person of the trade would never write, as `payout_days` or `channels[2]`.
    fn is_inner(word: &str) -> bool {
        let signs = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '[' | ']'));
        word.split(signs).any(|part| part.contains(['_', '[', ']']))
    }

    #[test]
    fn no_fault_shows_on_a_page_how_the_file_spells_things() {
        let plan = sample();
        let fields = ["factor", "targets", "active", "fx", "add (", "\"version\"", "\"format\""];
        for language in Language::ALL {
            for problem in problems() {
                for place in places() {
                    for plan in [None, Some(&plan)] {
                        let fault = PlanFault { place: place.clone(), problem: problem.clone() };
                        let told = words(language).fault_on_page(&fault, plan);
                        // What somebody wrote into the file stands in quotes and may look like anything.
                        let mut pieces = told.split(['“', '”']);
                        let own: String = pieces.by_ref().step_by(2).collect();
                        assert!(!is_inner(&own), "{told}");
                        for field in fields {
                            assert!(
                                !own.split([' ', '（', '）', '(', ',']).any(|word| word == field),
                                "{told}"
                            );
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn a_place_is_told_by_name_where_there_is_a_plan_and_counted_where_there_is_none() {
        let plan = sample();
        let place = FaultPlace::default().field("channels").item(1, "x").field("payout_days");
        let fault = PlanFault { place, problem: FaultProblem::NotFinite };
        let (en, zh) = (words(Language::English), words(Language::Chinese));
        let name = &plan.channels[1].name;
        assert!(
            en.fault_on_page(&fault, Some(&plan))
                .starts_with(&format!("Channel “{name}” · Days to payout: "))
        );
        assert!(en.fault_on_page(&fault, None).starts_with("Channel 2 · Days to payout: "));
        assert!(zh.fault_on_page(&fault, None).starts_with("第 2 个渠道 · 回款账期（天）："));
    }
}
