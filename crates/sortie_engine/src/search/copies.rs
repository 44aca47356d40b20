//! The plan before a choice and after it: earlier choices are taken out, ready-made responses bound, and what is chosen is
//! written as a scenario of its own.

use super::answer::BestNames;
use super::option::{Choice, Options};
use super::rule::ProposedRule;
use crate::plan::{BindFault, Mechanism, Plan, ReadyStrategy, Scenario, Strategy};
use crate::unit::{Amount, Estimate};

/// The id of the scenario that holds the choice.
pub const BEST: &str = "best";
/// What follows a strategy's id in that of its copy.
const COPY: &str = "-best";

/// A plan made ready to be searched.
#[derive(Clone, Debug)]
pub struct PlanCopies {
    /// The plan without an earlier choice, with the channels and rates of ready-made responses; these are no strategies of
    /// it.
    pub(super) plan: Plan,
    /// Its scenarios, the earlier choice still among them.
    pub(super) scenarios: Vec<Scenario>,
    pub(super) options: Vec<StrategyOffer>,
    /// Channels that ready-made responses brought, by id.
    new_channels: Vec<String>,
    /// Currencies that they brought.
    new_currencies: Vec<String>,
}

/// A strategy that is offered.
#[derive(Clone, Debug)]
pub(super) struct StrategyOffer {
    /// Its id, told in answers.
    pub id: String,
    /// The id of its copy.
    pub copy_id: String,
    pub strategy: Strategy,
    /// Whether it is no strategy of the plan.
    pub is_ready: bool,
}

impl PlanCopies {
    /// A plan, and the ready-made responses that may be chosen beside its own. `known` are the ids of all ready-made
    /// responses there are; `rate` gives units of the second currency per unit of the first.
    ///
    /// # Errors
    /// The ready-made response that cannot be bound, and what the plan lacks for it.
    pub fn new(
        plan: &Plan,
        ready: &[&ReadyStrategy],
        known: &[&str],
        rate: impl Fn(&str, &str) -> Option<f64>,
    ) -> Result<Self, (String, BindFault)> {
        let scenarios = plan.scenarios.clone();
        let mut plan = plan.clone();
        plan.scenarios.retain(|scenario| scenario.id != BEST);
        let stems: Vec<String> = plan
            .strategies
            .iter()
            .map(|it| it.id.clone())
            .chain(known.iter().map(|id| (*id).to_owned()))
            .collect();
        let is_copy = |id: &str| stem_of_copy(id).is_some_and(|stem| stems.iter().any(|own| own == stem));
        let is_used = |plan: &Plan, id: &str| {
            plan.scenarios.iter().any(|it| it.strategies.iter().any(|used| used == id))
        };
        let leftovers: Vec<String> = plan
            .strategies
            .iter()
            .map(|it| it.id.clone())
            .filter(|id| is_copy(id) && !is_used(&plan, id))
            .collect();
        plan.strategies.retain(|own| !leftovers.contains(&own.id));
        let own = plan.strategies.iter().filter(|own| !is_copy(&own.id)).cloned();
        let mut offered: Vec<(Strategy, bool)> = own.map(|strategy| (strategy, false)).collect();
        let (channels, rates) = (plan.channels.len(), plan.fx.clone());
        for ready in ready {
            let mut bound = plan.clone();
            let added =
                ready.add_to(&mut bound, &rate).map_err(|fault| (ready.strategy.id.clone(), fault))?;
            let strategy = bound.strategies.iter().find(|it| it.id == added.strategy).cloned();
            (plan.channels, plan.fx) = (bound.channels, bound.fx);
            offered.extend(strategy.map(|strategy| (strategy, true)));
        }
        let is_new = |currency: &&String| !rates.contains_key(*currency);
        let mut copies = Self {
            new_channels: plan.channels[channels..].iter().map(|it| it.id.clone()).collect(),
            new_currencies: plan.fx.keys().filter(is_new).cloned().collect(),
            plan,
            scenarios,
            options: vec![],
        };
        offered.into_iter().for_each(|(strategy, is_ready)| copies.offer(strategy, is_ready));
        Ok(copies)
    }

    /// A plan with an earlier choice as it stands in it, for whoever asks about its scenarios.
    pub(super) fn as_it_is(plan: &Plan) -> Self {
        let mut copies = Self {
            plan: plan.clone(),
            scenarios: plan.scenarios.clone(),
            options: vec![],
            new_channels: vec![],
            new_currencies: vec![],
        };
        plan.strategies.iter().for_each(|own| copies.offer(own.clone(), false));
        copies
    }

    /// Whether a plan leaves the same to choose from: it is this one but for an earlier choice and what came with that.
    /// `known` are the ids of all ready-made responses there are.
    pub(super) fn are_of(&self, plan: &Plan, known: &[&str]) -> bool {
        let Ok(other) = Self::new(plan, &[], known, |_, _| None) else { return false };
        let bare = |copies: &Self| {
            let mut plan = copies.plan.clone();
            plan.channels.retain(|channel| !self.new_channels.contains(&channel.id));
            plan.fx.retain(|currency, _| !self.new_currencies.contains(currency));
            plan
        };
        bare(self) == bare(&other)
    }

    fn offer(&mut self, strategy: Strategy, is_ready: bool) {
        let taken = |id: &str| {
            self.plan.strategies.iter().any(|it| it.id == id)
                || self.options.iter().any(|it| it.copy_id == id)
        };
        let numbered = (2..).map(|n| format!("{}{COPY}{n}", strategy.id));
        let mut ids = std::iter::once(format!("{}{COPY}", strategy.id)).chain(numbered);
        let copy_id = ids.find(|id| !taken(id)).unwrap_or_default();
        self.options.push(StrategyOffer { id: strategy.id.clone(), copy_id, strategy, is_ready });
    }
}

/// The id of the strategy whose copy has this id.
fn stem_of_copy(id: &str) -> Option<&str> {
    id.trim_end_matches(|sign: char| sign.is_ascii_digit()).strip_suffix(COPY)
}

/// So much of a strategy: its spend and its posts times a factor.
pub(super) fn scaled(strategy: &Strategy, factor: f64) -> Strategy {
    let mut strategy = strategy.clone();
    let scale = |estimate: &mut Estimate<Amount>| {
        *estimate = Estimate::new(estimate.low * factor, estimate.likely * factor, estimate.high * factor);
    };
    for mechanism in &mut strategy.mechanisms {
        match mechanism {
            Mechanism::Audience(audience) => scale(&mut audience.posts_per_month),
            Mechanism::PaidReach(reach) => scale(&mut reach.spend_per_month),
            _ => {}
        }
    }
    strategy
}

/// Gives a strategy the rule that is proposed for it, if one is.
fn set_rule(strategy: &mut Strategy, proposed: Option<&ProposedRule>) {
    let Some(proposed) = proposed else { return };
    let rule = Some(proposed.rule.clone());
    if proposed.stops {
        strategy.stop_when = rule;
    } else {
        strategy.start_when = rule;
    }
}

impl Options {
    /// The plan with a choice as its scenario of the id `best`, under these names, and with rules that were proposed for it.
    /// What another scenario has as well stays there as it is.
    pub fn plan_with(&self, choice: &Choice, rules: &[ProposedRule], names: &BestNames<'_>) -> Plan {
        let copies = &self.plan;
        let mut plan = copies.plan.clone();
        let mut ids = vec![];
        for ((option, offered), value) in self.all.iter().zip(&copies.options).zip(choice) {
            let is_of_option = |it: &&ProposedRule| it.strategy == option.id && it.stops == (*value > 0);
            let rule = rules.iter().find(is_of_option);
            if *value == 0 && rule.is_none() {
                continue;
            }
            let is_own = if *value > 0 { option.is_own(*value) } else { option.own.is_some() };
            let is_shared =
                copies.plan.scenarios.iter().any(|scenario| scenario.strategies.contains(&option.id));
            if is_own && (rule.is_none() || !is_shared) {
                ids.push(option.id.clone());
                let own = plan.strategies.iter_mut().find(|own| own.id == option.id);
                own.into_iter().for_each(|own| set_rule(own, rule));
                continue;
            }
            let mut copy = offered.strategy.clone();
            if *value > 0 {
                copy = scaled(&copy, option.scale(*value));
                copy.start = plan.start.plus(option.start(*value));
            }
            copy.id.clone_from(&option.copy_id);
            copy.name = (names.copy)(&copy.name);
            set_rule(&mut copy, rule);
            ids.push(copy.id.clone());
            plan.strategies.push(copy);
        }
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        plan.scenarios.push(Scenario {
            shocks: self.shock_ids.clone(),
            ..Scenario::of(BEST, names.scenario, &[], &ids)
        });
        self.leave_unused(&mut plan);
        plan
    }

    /// Takes out the channels and rates of ready-made responses that were not chosen.
    fn leave_unused(&self, plan: &mut Plan) {
        let mut named = vec![];
        for mechanism in plan.strategies.iter_mut().flat_map(|own| &mut own.mechanisms) {
            mechanism.for_each_id(&mut |id| named.push(id.clone()));
        }
        let new = &self.plan.new_channels;
        plan.channels.retain(|channel| !new.contains(&channel.id) || named.contains(&channel.id));
        let used: Vec<String> = (plan.strategies.iter().filter_map(|it| it.currency.clone()))
            .chain(plan.channels.iter().filter_map(|it| it.currency.clone()))
            .collect();
        let new = &self.plan.new_currencies;
        plan.fx.retain(|currency, _| !new.contains(currency) || used.contains(currency));
    }
}
