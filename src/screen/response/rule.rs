//! Rules that start a strategy or stop it, each a sentence with a field or a menu at every place that can be changed.

use egui::Ui;
use sortie_engine::plan::{FileWord, Plan, RuleMetric, RuleSide, StrategyRule};

use crate::address::unit::{NumberUnit, rounded};
use crate::address::{PlanField, PlanPart, try_edit};
use crate::desk::Desk;
use crate::edit::editor::{EditedNumber, fault_ui, id_of, name_of};
use crate::edit::row::{choice_ui, switch_row_ui};
use crate::edit::sentence::{room, sentence_ui};

/// Which of its two rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RuleEnd {
    /// The one that starts it.
    Start,
    /// The one that stops it.
    Stop,
}

impl RuleEnd {
    fn field(self, idx: usize) -> PlanField {
        let part = PlanPart::Strategy(idx);
        match self {
            Self::Start => part.field("start_when"),
            Self::Stop => part.field("stop_when"),
        }
    }

    fn of(self, plan: &Plan, idx: usize) -> Option<&StrategyRule> {
        let strategy = &plan.strategies[idx];
        match self {
            Self::Start => strategy.start_when.as_ref(),
            Self::Stop => strategy.stop_when.as_ref(),
        }
    }

    fn set(self, plan: &mut Plan, idx: usize, rule: Option<StrategyRule>) {
        let strategy = &mut plan.strategies[idx];
        match self {
            Self::Start => strategy.start_when = rule,
            Self::Stop => strategy.stop_when = rule,
        }
    }

    /// What a rule says before the seller says otherwise: it starts once a third of today's orders is gone, and stops where
    /// it has lost money for a quarter.
    fn usual(self, plan: &Plan) -> StrategyRule {
        let orders = plan.channels.iter().filter(|channel| channel.active);
        let orders: f64 = orders.map(|channel| channel.visits.likely * channel.conversion.likely).sum();
        let (metric, value, for_months, after_months) = match self {
            Self::Start => (RuleMetric::Orders, rounded(orders * 2.0 / 3.0, 2), 2, 0),
            Self::Stop => (RuleMetric::Profit, 0.0, 3, 3),
        };
        StrategyRule { metric, channel: None, is: RuleSide::Below, value, for_months, after_months }
    }
}

/// Shows what starts the strategy with this place, and what stops it.
pub fn rules_ui(ui: &mut Ui, desk: &mut Desk, plan: &mut Plan, idx: usize) {
    for end in [RuleEnd::Start, RuleEnd::Stop] {
        let field = end.field(idx);
        let rule = end.of(plan, idx).cloned();
        let mut changed = None;
        if switch_row_ui(ui, desk, plan, field, rule.is_some()) {
            changed = Some(rule.is_none().then(|| end.usual(plan)));
        }
        if let Some(rule) = rule
            && let Some(other) = rule_ui(ui, desk, plan, end, field, &rule)
        {
            changed = Some(Some(other));
        }
        if let Some(rule) = changed {
            let done = try_edit(plan, desk.words, |plan| end.set(plan, idx, rule));
            desk.view.set_fault(id_of(field), done.err());
        }
        fault_ui(ui, desk, id_of(field));
    }
}

/// Shows the sentence of a rule; returns the rule as it becomes, if something in it changes.
fn rule_ui(
    ui: &mut Ui,
    desk: &mut Desk,
    plan: &Plan,
    end: RuleEnd,
    field: PlanField,
    rule: &StrategyRule,
) -> Option<StrategyRule> {
    let key = if rule.metric.is_by_channel() { "rule.of_channel" } else { "rule.of_all" };
    let mut sentences = vec![desk.words.get(key)];
    if end == RuleEnd::Stop {
        sentences.push(desk.words.get("rule.not_before"));
    }
    let mut changed = None;
    for sentence in sentences {
        sentence_ui(ui, desk, sentence, |ui, desk, blank| {
            let place = RulePlace { end, field, blank };
            changed = changed.take().or(place.show(ui, desk, plan, rule));
        });
    }
    changed
}

/// A place in the sentence of a rule.
#[derive(Clone, Copy)]
struct RulePlace<'s> {
    end: RuleEnd,
    field: PlanField,
    /// What stands there.
    blank: &'s str,
}

impl RulePlace<'_> {
    fn show(self, ui: &mut Ui, desk: &mut Desk, plan: &Plan, rule: &StrategyRule) -> Option<StrategyRule> {
        let StrategyRule { metric, channel: _, is, value, for_months, after_months } = rule;
        let with = |change: &dyn Fn(&mut StrategyRule)| {
            let mut other = rule.clone();
            change(&mut other);
            other
        };
        match self.blank {
            "metric" => self.metric_ui(ui, desk, plan, *metric).map(|metric| {
                with(&|rule| {
                    rule.metric = metric;
                    rule.channel.take_if(|_| !metric.is_by_channel());
                })
            }),
            "channel" => self
                .channel_ui(ui, desk, plan, rule)
                .map(|channel| with(&|rule| rule.channel.clone_from(&channel))),
            "side" => self.side_ui(ui, desk, plan, *is).map(|is| with(&|rule| rule.is = is)),
            "value" => {
                let unit = value_unit(plan, *metric);
                let value = self.number_ui(ui, desk, plan, "value", (*value, &unit));
                value.map(|value| with(&|rule| rule.value = value))
            }
            "months" => {
                let months = (f64::from(*for_months), &NumberUnit::Months);
                let months = self.number_ui(ui, desk, plan, "for_months", months);
                months.map(|months| with(&|rule| rule.for_months = whole(months)))
            }
            _ => {
                let months = (f64::from(*after_months), &NumberUnit::Months);
                let months = self.number_ui(ui, desk, plan, "after_months", months);
                months.map(|months| with(&|rule| rule.after_months = whole(months)))
            }
        }
    }

    /// What a screen reader calls a field of the rule: what it is, of which rule, of which strategy.
    fn name(self, desk: &Desk, plan: &Plan, name: &'static str) -> String {
        let words = desk.words;
        let told = if name == "after_months" { words.get("rule.grace") } else { words.field(name) };
        format!("{told} \u{B7} {}", name_of(desk, plan, self.field))
    }

    fn metric_ui(self, ui: &mut Ui, desk: &Desk, plan: &Plan, current: RuleMetric) -> Option<RuleMetric> {
        // A strategy that has not started brings nothing itself.
        let is_asked = |metric: &&RuleMetric| self.end == RuleEnd::Stop || **metric != RuleMetric::OwnOrders;
        let told = |metric: &RuleMetric| (*metric, desk.words.rule_metric(*metric).to_owned());
        let options: Vec<(RuleMetric, String)> = RuleMetric::ALL.iter().filter(is_asked).map(told).collect();
        let (rect, name) = (room(ui, 128.0), self.name(desk, plan, "metric"));
        choice_ui(ui, rect, id_of(self.field).with("metric"), &name, &options, &current)
    }

    fn channel_ui(
        self,
        ui: &mut Ui,
        desk: &Desk,
        plan: &Plan,
        rule: &StrategyRule,
    ) -> Option<Option<String>> {
        let all = (None, desk.words.get("rule.all_channels").to_owned());
        let told =
            plan.channels.iter().map(|it| (Some(it.id.clone()), desk.words.ready(&it.name).to_owned()));
        let options: Vec<(Option<String>, String)> = std::iter::once(all).chain(told).collect();
        let (rect, name) = (room(ui, 150.0), self.name(desk, plan, "channels"));
        choice_ui(ui, rect, id_of(self.field).with("channel"), &name, &options, &rule.channel)
    }

    fn side_ui(self, ui: &mut Ui, desk: &Desk, plan: &Plan, current: RuleSide) -> Option<RuleSide> {
        let told = |side: &RuleSide| {
            let key = match side {
                RuleSide::Below => "rule.below",
                RuleSide::Above => "rule.above",
            };
            (*side, desk.words.get(key).to_owned())
        };
        let options: Vec<(RuleSide, String)> = RuleSide::ALL.iter().map(told).collect();
        let (rect, name) = (room(ui, 84.0), self.name(desk, plan, "is"));
        choice_ui(ui, rect, id_of(self.field).with("side"), &name, &options, &current)
    }

    fn number_ui(
        self,
        ui: &mut Ui,
        desk: &mut Desk,
        plan: &Plan,
        name: &'static str,
        (value, unit): (f64, &NumberUnit),
    ) -> Option<f64> {
        let width = if *unit == NumberUnit::Months { 64.0 } else { 96.0 };
        let called = self.name(desk, plan, name);
        let number = EditedNumber { id: id_of(self.field).with(name), name: &called, unit };
        let rect = room(ui, width);
        number.value_ui(ui, desk, value, rect)
    }
}

/// How the value of a rule is read.
fn value_unit(plan: &Plan, metric: RuleMetric) -> NumberUnit {
    match metric {
        RuleMetric::Revenue | RuleMetric::Profit | RuleMetric::Cash => {
            NumberUnit::Money(plan.currency.clone())
        }
        RuleMetric::Visits
        | RuleMetric::Orders
        | RuleMetric::Followers
        | RuleMetric::Subscribers
        | RuleMetric::OwnOrders => NumberUnit::Count,
    }
}

/// Months of a rule are whole.
fn whole(months: f64) -> u32 {
    months.round().clamp(0.0, 600.0) as u32
}

#[cfg(test)]
mod tests {
    use sortie_engine::plan::{check, read};

    use super::*;
    use crate::catalog::templates;
    use crate::edit::sentence::{BlankPiece, pieces};
    use crate::text::{Language, words};

    #[test]
    fn the_sentence_of_a_rule_has_every_blank_in_every_language() {
        for language in Language::ALL {
            let blanks = |key: &str| {
                let pieces = pieces(words(language).get(key)).into_iter();
                let mut blanks: Vec<String> = pieces
                    .filter_map(|piece| match piece {
                        BlankPiece::Blank(blank) => Some(blank.to_owned()),
                        BlankPiece::Words(_) => None,
                    })
                    .collect();
                blanks.sort();
                blanks
            };
            assert_eq!(blanks("rule.of_channel"), ["channel", "metric", "months", "side", "value"]);
            assert_eq!(blanks("rule.of_all"), ["metric", "months", "side", "value"]);
            assert_eq!(blanks("rule.not_before"), ["after"]);
        }
    }

    #[test]
    fn a_rule_begins_without_a_fault_on_any_strategy_of_any_sample_that_starts_within_its_plan() {
        for template in templates() {
            let plan = read(template.plan_bytes).expect("a sample reads");
            for idx in 0..plan.strategies.len() {
                for end in [RuleEnd::Start, RuleEnd::Stop] {
                    let mut changed = plan.clone();
                    changed.strategies[idx].start = plan.start.plus(1);
                    changed.strategies[idx].end = None;
                    end.set(&mut changed, idx, Some(end.usual(&plan)));
                    assert_eq!(check(&changed), [], "{} {idx}", template.id);
                }
            }
        }
    }
}
