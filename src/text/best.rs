//! What a search found, in sentences: what to do, what it brings, which limit binds, and what a rule is worth.

use sortie_engine::plan::{BindFault, FileWord, Plan, RuleSide, StrategyRule};
use sortie_engine::search::{
    BestAnswer, BestChoice, BestFault, BestGoal, ChosenStrategy, LimitName, ProposedRule,
};
use sortie_engine::unit::Month;

use super::Words;
use super::verdict::FUTURES;

impl Words {
    /// What a plan lacks for a ready-made strategy.
    pub fn lacking(&self, lack: &BindFault) -> String {
        match lack {
            BindFault::NoRate { from, to } => self.with("response.no_rate", &[("from", from), ("to", to)]),
            BindFault::AlreadyOpen { channel } => {
                self.with("response.already_open", &[("channel", self.ready(channel))])
            }
            BindFault::NoOneFor { kinds, shock_kinds, .. } => {
                let channels = kinds.iter().map(|kind| self.channel_kind(*kind));
                let shocks = shock_kinds.iter().map(|kind| self.shock_kind(*kind));
                let kinds: Vec<&str> = channels.chain(shocks).collect();
                self.with("response.no_one", &[("kinds", &kinds.join(" / "))])
            }
        }
    }

    /// Why nothing can be looked for, and what would be right.
    pub fn best_fault(&self, fault: &BestFault) -> String {
        self.best_fault_of(fault, &str::to_owned, &|month| month.to_string())
    }

    /// As [`Self::best_fault`], with strategies and months as whoever reads it knows them.
    pub(super) fn best_fault_of(
        &self,
        fault: &BestFault,
        name: &dyn Fn(&str) -> String,
        month: &dyn Fn(Month) -> String,
    ) -> String {
        let of = |key: &str, id: &str| self.with(key, &[("id", &name(id))]);
        match fault {
            BestFault::UnknownStrategy(id) => of("best.unknown_strategy", id),
            BestFault::UnknownScenario(id) => of("best.unknown_scenario", id),
            BestFault::MustAndNever(id) => of("best.must_and_never", id),
            BestFault::FromAfterTo(from, to) => {
                self.with("best.from_after_to", &[("from", &month(*from)), ("to", &month(*to))])
            }
            BestFault::WindowOutside(first, last) => {
                self.with("best.window_outside", &[("first", &month(*first)), ("last", &month(*last))])
            }
            BestFault::NoSuchNumber(x) => self.with("best.no_such_number", &[("found", &self.exact(*x))]),
            BestFault::NoNoResponse => self.get("best.no_no_response").to_owned(),
            BestFault::NoOptions => self.get("best.no_options").to_owned(),
            BestFault::MustNotEligible(id) => of("best.must_not_eligible", id),
            BestFault::MustRuns(id) => of("best.must_runs", id),
            BestFault::MustHasNoStart(id) => of("best.must_has_no_start", id),
            BestFault::NoLinksOpen => self.get("best.no_links_open").to_owned(),
        }
    }

    /// A limit in a sentence.
    pub fn limit(&self, limit: LimitName) -> &'static str {
        self.of_item("limit", limit.word())
    }

    /// The answer of a search, line by line.
    pub fn best_answer(&self, plan: &Plan, goal: BestGoal, answer: &BestAnswer) -> Vec<String> {
        let mut lines = vec![self.looked_at(answer)];
        for id in &answer.running {
            lines.push(self.with("best.running", &[("name", self.name_of(plan, id))]));
        }
        let limits: Vec<&str> = answer.binding.iter().map(|limit| self.limit(*limit)).collect();
        let limits = limits.join(self.get("best.between"));
        match (&answer.best, &answer.least_missed) {
            (Some(best), _) => {
                lines.extend(self.choice(plan, goal, "best.is_best", best));
                if !limits.is_empty() {
                    lines.push(self.with("best.binds", &[("limits", &limits)]));
                }
            }
            (None, Some(least)) => {
                lines.push(self.with("best.nothing_fits", &[("limits", &limits)]));
                lines.extend(self.choice(plan, goal, "best.misses_least", least));
            }
            (None, None) => {}
        }
        if let Some(last) = answer.last_of_budget {
            let [last, each] = [self.goal(plan, goal, last), self.money(1_000.0, &plan.currency)];
            lines.push(self.with("best.last_of_budget", &[("last", &last), ("each", &each)]));
        }
        for other in &answer.others {
            lines.extend(self.choice(plan, goal, "best.is_other", other));
        }
        for step in &answer.frontier {
            let chance = self.share(step.chance);
            let Some(choice) = &step.choice else {
                lines.push(self.with("best.frontier_none", &[("chance", &chance)]));
                continue;
            };
            let (figure, done) = (self.goal(plan, goal, choice.goal), self.strategies(plan, choice));
            let told = [("chance", &*chance), ("goal", &figure), ("done", &done)];
            lines.push(self.with("best.frontier", &told));
        }
        lines.extend(answer.rules.iter().map(|rule| self.proposed(plan, goal, rule)));
        let (paths, seed) = (self.count(answer.n_paths as f64), answer.seed.to_string());
        lines.push(self.with("best.told", &[("n", &paths), ("seed", &seed)]));
        lines
    }

    /// How many choices were looked at, and from when to when they may begin.
    pub(super) fn looked_at(&self, answer: &BestAnswer) -> String {
        let [from, to] = [answer.window.0, answer.window.1].map(|month| self.month(month));
        let n = self.count(answer.n_considered as f64);
        let looked = match (answer.is_stopped, answer.is_exhaustive) {
            (true, _) => "best.looked_stopped",
            (false, true) => "best.looked_at_all",
            (false, false) => "best.looked",
        };
        self.with(looked, &[("n", &n), ("from", &from), ("to", &to)])
    }

    /// What a choice is and brings.
    fn choice(&self, plan: &Plan, goal: BestGoal, key: &str, choice: &BestChoice) -> Vec<String> {
        let money = |x: f64| self.money(x, &plan.currency);
        let mut lines = vec![self.with(key, &[("done", &self.strategies(plan, choice))])];
        let figures = [
            ("goal", self.goal(plan, goal, choice.goal)),
            ("low", money(choice.gain.p10)),
            ("likely", money(choice.gain.p50)),
            ("high", money(choice.gain.p90)),
            ("ahead", self.of_20(choice.ahead_share)),
            ("out", self.of_20(choice.runs_out_of_cash)),
            ("money", money(choice.money)),
            ("under", money(choice.under_water)),
        ];
        let told: Vec<(&str, &str)> = figures.iter().map(|(name, it)| (*name, it.as_str())).collect();
        lines.push(self.with(goal_key(goal), &told));
        lines.push(self.with("best.brings", &told));
        if let Some(share) = choice.below_floor_share {
            lines.push(self.with("best.below_floor", &[("share", &self.share(share))]));
        }
        if let Some(share) = choice.ahead_of_next {
            lines.push(self.with("best.ahead_of_next", &[("n", &self.of_20(share))]));
        }
        if key == "best.is_best" {
            lines.extend(choice.without.iter().map(|(id, lost)| {
                let lost = self.goal(plan, goal, *lost);
                self.with("best.without", &[("name", self.name_of(plan, id)), ("lost", &lost)])
            }));
        }
        lines
    }

    /// What is done: each strategy with its start, and how much of it where that is not as it is.
    pub fn strategies(&self, plan: &Plan, choice: &BestChoice) -> String {
        let told = |chosen: &ChosenStrategy| {
            let (name, start) = (self.name_of(plan, &chosen.id), self.month(chosen.start));
            let scale = self.number(chosen.scale);
            let key =
                if chosen.scale.total_cmp(&1.0).is_eq() { "best.strategy" } else { "best.strategy_scaled" };
            self.with(key, &[("name", name), ("start", &start), ("scale", &scale)])
        };
        if choice.strategies.is_empty() {
            return self.get("best.nothing").to_owned();
        }
        let all: Vec<String> = choice.strategies.iter().map(told).collect();
        all.join(self.get("best.between"))
    }

    /// A rule with its price.
    pub fn proposed(&self, plan: &Plan, goal: BestGoal, proposed: &ProposedRule) -> String {
        let key = if proposed.stops { "best.stop_rule" } else { "best.start_rule" };
        let values = self.rule_values(plan, goal, proposed, &|share| self.share(share));
        let values: Vec<(&str, &str)> = values.iter().map(|(name, it)| (*name, it.as_str())).collect();
        self.with(key, &values)
    }

    /// What is told of a rule, with how often it errs in the words of `mistakes`.
    pub(super) fn rule_values(
        &self,
        plan: &Plan,
        goal: BestGoal,
        proposed: &ProposedRule,
        mistakes: &dyn Fn(f64) -> String,
    ) -> [(&'static str, String); 6] {
        [
            ("name", self.name_of(plan, &proposed.strategy).to_owned()),
            ("rule", self.rule(plan, &proposed.rule)),
            ("worth", self.goal(plan, goal, proposed.worth)),
            ("fires", self.of_20(proposed.fires_share)),
            ("wrongly", mistakes(proposed.wrongly_fires_share)),
            ("holds", mistakes(proposed.wrongly_holds_share)),
        ]
    }

    /// A rule as the end of a sentence: when a figure is on one side of a value for so many months.
    pub fn rule(&self, plan: &Plan, rule: &StrategyRule) -> String {
        let metric = self.rule_metric(rule.metric);
        let is_money = matches!(rule.metric.word(), "revenue" | "profit" | "cash");
        let value = if is_money { self.money(rule.value, &plan.currency) } else { self.count(rule.value) };
        let side = self.get(if rule.is == RuleSide::Below { "rule.below" } else { "rule.above" });
        let n_months = |n: u32| self.with("unit.months", &[("n", &n.to_string())]);
        let months = n_months(rule.for_months);
        let channel = rule.channel.as_ref().and_then(|id| plan.channels.iter().find(|it| it.id == *id));
        let mut told = vec![("metric", metric), ("side", side), ("value", &*value), ("months", &months)];
        told.extend(channel.map(|channel| ("channel", self.ready(&channel.name))));
        let key = match (channel.is_some(), rule.for_months) {
            (true, 0 | 1) => "rule.of_channel_once",
            (true, _) => "rule.of_channel",
            (false, 0 | 1) => "rule.of_all_once",
            (false, _) => "rule.of_all",
        };
        let mut sentence = self.with(key, &told);
        if rule.after_months > 1 {
            sentence += self.get("best.between");
            sentence += &self.with("rule.not_before", &[("after", &n_months(rule.after_months))]);
        }
        sentence
    }

    /// A figure of the goal.
    pub fn goal(&self, plan: &Plan, goal: BestGoal, x: f64) -> String {
        match goal {
            BestGoal::RevenueKept => self.share(x),
            BestGoal::Typical | BestGoal::Expected | BestGoal::WorstTenth => self.money(x, &plan.currency),
        }
    }

    /// What a choice brings by the goal it was found by, in words.
    pub fn goal_told(&self, plan: &Plan, goal: BestGoal, x: f64) -> String {
        let key = match goal {
            BestGoal::Typical => "to_do.goal_typical",
            BestGoal::Expected => "to_do.goal_expected",
            BestGoal::WorstTenth => "to_do.goal_worst",
            BestGoal::RevenueKept => "to_do.goal_kept",
        };
        self.with(key, &[("goal", &self.goal(plan, goal, x))])
    }

    /// In how many of 20 futures.
    pub fn of_20(&self, share: f64) -> String {
        ((share * f64::from(FUTURES)).round() as usize).to_string()
    }

    /// The name of a strategy of the plan, or its id.
    pub fn name_of<'p>(&'p self, plan: &'p Plan, id: &'p str) -> &'p str {
        let own = plan.strategies.iter().find(|it| it.id == id && !it.name.is_empty());
        own.map_or(id, |own| self.ready(&own.name))
    }
}

/// The words for what is the goal.
fn goal_key(goal: BestGoal) -> &'static str {
    match goal {
        BestGoal::Typical => "best.goal_typical",
        BestGoal::Expected => "best.goal_expected",
        BestGoal::WorstTenth => "best.goal_worst_tenth",
        BestGoal::RevenueKept => "best.goal_revenue_kept",
    }
}
