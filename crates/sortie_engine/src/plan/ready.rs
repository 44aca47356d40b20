//! Ready-made responses. Each names roles, such as the own store or the closure, instead of the channels and shocks of
//! one plan, so that any plan can take it: roles are bound by kind and market, and a channel that is missing is added.

use super::edit::unused_id;
use super::fault::PlanFault;
use super::mechanism::Mechanism;
use super::parts::{Channel, Plan, Scenario};
use super::shock::{ChannelTargets, Shock};
use super::sources::retain_with_sources;
use super::strategy::Strategy;
use super::word::{ChannelKind, ShockKind};
use crate::unit::{Estimate, Month};

/// A response that any plan can take.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadyStrategy {
    /// How it works and what it costs, in a few sentences.
    pub notes: String,
    /// Months from the closure to its start; below 0 it starts before.
    pub start_after_closure_months: i32,
    /// What its strategy names.
    pub roles: Vec<ResponseRole>,
    /// The strategy, with names of roles where ids stand.
    pub strategy: Strategy,
}

/// A part that a channel or a shock of the plan plays in a response.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseRole {
    /// Its name in the strategy.
    pub name: String,
    /// The kinds of channel that can play it.
    pub kinds: Vec<ChannelKind>,
    /// The channel that is added where the plan has none, in USD.
    pub channel: Option<Channel>,
    /// The kinds of shock that can play it.
    pub shock_kinds: Vec<ShockKind>,
}

/// What was added to a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddedResponse {
    /// Id of the strategy.
    pub strategy: String,
    /// Id of the scenario that shows it.
    pub scenario: String,
}

/// Why a response cannot be added.
#[derive(Clone, Debug, PartialEq)]
pub enum BindFault {
    /// The plan has nothing that could play this part.
    NoOneFor {
        /// The name of the role.
        role: String,
        /// The kinds of channel that could play it.
        kinds: Vec<ChannelKind>,
        /// The kinds of shock that could play it.
        shock_kinds: Vec<ShockKind>,
    },
    /// There is no rate between these currencies.
    NoRate {
        /// The currency of the response.
        from: String,
        /// The plan's currency.
        to: String,
    },
    /// It would only open channels that are open already.
    AlreadyOpen {
        /// The name of the first of them.
        channel: String,
    },
}

impl ReadyStrategy {
    /// Reads one from the bytes of its file.
    ///
    /// # Errors
    /// Every fault of the file.
    pub fn read(bytes: &[u8]) -> Result<Self, Vec<PlanFault>> {
        super::read::read_ready(bytes)
    }

    /// Adds the response to `plan`, with the channels it lacks, and a scenario that shows it beside no response.
    /// `rate` gives units of the second currency per unit of the first. Nothing is changed where it cannot be added.
    ///
    /// # Errors
    /// What the plan lacks.
    pub fn add_to(
        &self,
        plan: &mut Plan,
        rate: impl Fn(&str, &str) -> Option<f64>,
    ) -> Result<AddedResponse, BindFault> {
        let mut changed = plan.clone();
        let mut strategy = self.strategy.clone();
        let bound: Result<Vec<_>, _> = self.roles.iter().map(|role| Self::bind(role, &mut changed)).collect();
        let bound = bound?;
        for mechanism in &mut strategy.mechanisms {
            mechanism.for_each_id(&mut |id| {
                if let Some((_, found)) = bound.iter().find(|(role, _)| role == id) {
                    id.clone_from(found);
                }
            });
        }
        let opened = strategy.mechanisms.iter().find_map(|mechanism| match mechanism {
            Mechanism::OpenChannel(open) => Some(open.channel.clone()),
            _ => None,
        });
        let is_active = |id: &str| changed.channels.iter().any(|channel| channel.id == id && channel.active);
        // A channel that is open already need not be opened.
        let Strategy { mechanisms, basis, .. } = &mut strategy;
        retain_with_sources(mechanisms, basis, "mechanisms", |mechanism| match mechanism {
            Mechanism::OpenChannel(open) => !is_active(&open.channel),
            _ => true,
        });
        if let Some(id) = opened.filter(|_| mechanisms.is_empty()) {
            let there = changed.channels.into_iter().find(|channel| channel.id == id);
            return Err(BindFault::AlreadyOpen { channel: there.map_or(id, |channel| channel.name) });
        }
        let currencies: Vec<String> = strategy
            .currency
            .iter()
            .chain(changed.channels.iter().filter_map(|c| c.currency.as_ref()))
            .cloned()
            .collect();
        for currency in currencies {
            add_rate(&mut changed, &currency, &rate)?;
        }
        strategy.id = unused_id(&strategy.id, |id| changed.strategies.iter().any(|other| other.id == id));
        strategy.start = start(&changed, self.start_after_closure_months);
        strategy.notes.clone_from(&self.notes);
        let added = add_scenario(&mut changed, &strategy);
        changed.strategies.push(strategy);
        *plan = changed;
        Ok(added)
    }

    /// The id of what plays `role`; a channel that is missing is added.
    fn bind(role: &ResponseRole, plan: &mut Plan) -> Result<(String, String), BindFault> {
        let found = if role.shock_kinds.is_empty() {
            Self::find_channel(role, plan).or_else(|| add_channel(role, plan))
        } else {
            plan.shocks
                .iter()
                .find(|shock| role.shock_kinds.contains(&shock.kind))
                .map(|shock| shock.id.clone())
        };
        found.map(|id| (role.name.clone(), id)).ok_or_else(|| role.nobody())
    }

    /// The channel of the plan that fits best: in the market struck first, and one that is open before one that is not,
    /// so that a shop which is there is used and not opened twice. A role that can be added is not sought in other markets.
    fn find_channel(role: &ResponseRole, plan: &Plan) -> Option<String> {
        let market = home_market(plan);
        let fits = |channel: &&Channel| {
            let is_near = Some(&channel.market) == market.as_ref();
            role.kinds.contains(&channel.kind) && (is_near || role.channel.is_none())
        };
        let best = plan.channels.iter().filter(fits).min_by_key(|channel| {
            let kind = role.kinds.iter().position(|kind| *kind == channel.kind);
            (Some(&channel.market) != market.as_ref(), kind, !channel.active)
        });
        best.map(|channel| channel.id.clone())
    }
}

/// The market of the first channel that the first closure strikes, or of the plan's first channel.
pub fn home_market(plan: &Plan) -> Option<String> {
    let closed = plan.shocks.iter().filter(|shock| shock.kind == ShockKind::LinkClosure);
    let struck = |shock: &Shock| plan.channels.iter().find(|channel| shock.targets.match_channel(channel));
    let channel = closed.filter_map(struck).next().or_else(|| plan.channels.first());
    channel.map(|channel| channel.market.clone())
}

fn add_channel(role: &ResponseRole, plan: &mut Plan) -> Option<String> {
    let mut channel = role.channel.clone()?;
    channel.market = home_market(plan)?;
    channel.id = unused_id(&role.name, |id| plan.channels.iter().any(|other| other.id == id));
    channel.active = false;
    if plan.currency != "USD" {
        channel.currency.get_or_insert_with(|| "USD".to_owned());
    }
    let id = channel.id.clone();
    plan.channels.push(channel);
    Some(id)
}

fn add_rate(
    plan: &mut Plan,
    currency: &str,
    rate: impl Fn(&str, &str) -> Option<f64>,
) -> Result<(), BindFault> {
    if currency == plan.currency || plan.fx.contains_key(currency) {
        return Ok(());
    }
    let no_rate = || BindFault::NoRate { from: currency.to_owned(), to: plan.currency.clone() };
    let rate = rate(currency, &plan.currency).ok_or_else(no_rate)?;
    plan.fx.insert(currency.to_owned(), Estimate::certain(rate));
    Ok(())
}

/// The month so many months after the first closure, or after the plan's start where there is none; not before the plan.
fn start(plan: &Plan, months: i32) -> Month {
    let closures = plan.shocks.iter().filter(|shock| shock.kind == ShockKind::LinkClosure);
    let first = closures.filter_map(|shock| plan.month_of_shock(shock)).min().unwrap_or(plan.start);
    first.plus(months).max(plan.start)
}

/// Adds the scenario that shows the response alone against what no response faces.
fn add_scenario(plan: &mut Plan, strategy: &Strategy) -> AddedResponse {
    let closes =
        |id: &String| plan.shocks.iter().any(|shock| shock.id == *id && shock.kind == ShockKind::LinkClosure);
    let no_response = plan
        .scenarios
        .iter()
        .find(|scenario| scenario.strategies.is_empty() && scenario.shocks.iter().any(closes));
    let every_shock = || plan.shocks.iter().map(|shock| shock.id.clone()).collect();
    let shocks = no_response.map_or_else(every_shock, |scenario| scenario.shocks.clone());
    let id = unused_id(&strategy.id, |id| plan.scenarios.iter().any(|other| other.id == id));
    let added = AddedResponse { strategy: strategy.id.clone(), scenario: id.clone() };
    plan.scenarios.push(Scenario { shocks, ..Scenario::of(&id, &strategy.name, &[], &[&strategy.id]) });
    added
}

impl ResponseRole {
    fn nobody(&self) -> BindFault {
        let Self { name, kinds, shock_kinds, .. } = self.clone();
        BindFault::NoOneFor { role: name, kinds, shock_kinds }
    }
}

impl Mechanism {
    /// Every id of a channel or shock that the mechanism names.
    pub(crate) fn for_each_id(&mut self, act: &mut impl FnMut(&mut String)) {
        match self {
            Self::Audience(audience) => {
                audience.to.iter_mut().for_each(|to| act(&mut to.channel));
                audience.on.iter_mut().chain(&mut audience.via).for_each(&mut *act);
                audience.trust_targets.for_each_channel(act);
            }
            Self::PaidReach(reach) => {
                act(&mut reach.to);
                reach.on.iter_mut().chain(&mut reach.via).for_each(act);
            }
            Self::SubscriberList(list) => {
                act(&mut list.to);
                list.from.for_each_channel(act);
            }
            Self::OpenChannel(open) => {
                act(&mut open.channel);
                open.cannibalises.iter_mut().for_each(|lost| act(&mut lost.from));
            }
            Self::CloseChannel(close) => act(&mut close.channel),
            Self::Adjust(adjust) => adjust.targets.for_each_channel(act),
            Self::RestoreLink(restore) => act(&mut restore.shock),
            Self::Hits(hits) => hits.targets.for_each_channel(act),
            Self::Price(price) => price.targets.for_each_channel(act),
        }
    }
}

impl ChannelTargets {
    fn for_each_channel(&mut self, act: impl FnMut(&mut String)) {
        self.channels.iter_mut().flatten().for_each(act);
    }
}
