//! What a search found, as the window tells it: what to begin and when, what it brings, and how sure that is.

use sortie_engine::plan::Plan;
use sortie_engine::search::{
    BestAnswer, BestChoice, BestFault, BestGoal, ChosenStrategy, FrontierStep, KeptFor, ProposedRule,
    SearchPhase,
};

use sortie_engine::unit::Month;

use super::Words;

/// Pieces of a sentence; those that are true stand out.
type Pieces = Vec<(String, bool)>;

/// What is done, in the order in which it begins.
pub fn in_time(choice: &BestChoice) -> Vec<&ChosenStrategy> {
    let mut chosen: Vec<&ChosenStrategy> = choice.strategies.iter().collect();
    chosen.sort_by_key(|it| it.start);
    chosen
}

/// A share as whole percent.
fn whole_percent(share: f64) -> f64 {
    (share * 100.0).round() / 100.0
}

impl Words {
    /// What is done, as a sentence to the seller.
    pub fn to_do(&self, plan: &Plan, answer: &BestAnswer, choice: &BestChoice) -> Pieces {
        if choice.strategies.is_empty() {
            let keeps_limits = answer.best.is_some();
            return self.pieces(if keeps_limits { "to_do.do_nothing" } else { "to_do.nothing" }, &[]);
        }
        let between = self.get("to_do.between");
        let mut pieces: Pieces = vec![];
        for (place, chosen) in in_time(choice).into_iter().enumerate() {
            if place > 0 {
                pieces.push((between.to_owned(), false));
            }
            pieces.extend(self.begun(plan, answer, chosen));
        }
        pieces.push((self.get("to_do.stop").to_owned(), false));
        pieces
    }

    fn begun(&self, plan: &Plan, answer: &BestAnswer, chosen: &ChosenStrategy) -> Pieces {
        let own = plan.strategies.iter().find(|it| it.id == chosen.id);
        let end = own.and_then(|own| own.end).map(|end| self.month(end.plus(-1))).unwrap_or_default();
        let known = [
            ("name", self.name_of(plan, &chosen.id)),
            ("start", &self.month(chosen.start)),
            ("scale", &self.number(chosen.scale)),
            ("end", &end),
        ];
        let is_running = answer.running.contains(&chosen.id);
        let is_whole = chosen.scale.total_cmp(&1.0).is_eq();
        let mut pieces = match (is_running, is_whole) {
            (true, _) => self.pieces("to_do.keep", &known),
            (false, true) => self.pieces("to_do.begin", &known),
            (false, false) => self.pieces("to_do.begin_scaled", &known),
        };
        if !end.is_empty() {
            pieces.extend(self.pieces("to_do.until", &known));
        }
        pieces
    }

    /// What it brings, and how sure that is. `out_without` is how often cash runs out where nothing is done.
    pub fn it_brings(
        &self,
        plan: &Plan,
        goal: BestGoal,
        choice: &BestChoice,
        out_without: Option<f64>,
    ) -> Pieces {
        let money = |x: f64| self.money(x, &plan.currency);
        let known = [
            ("goal", self.goal(plan, goal, choice.goal)),
            ("likely", money(choice.gain.p50)),
            ("low", money(choice.gain.p10)),
            ("high", money(choice.gain.p90)),
            ("ahead", self.of_20(choice.ahead_share)),
            ("out", self.of_20(choice.runs_out_of_cash)),
            ("out_share", self.share(whole_percent(choice.runs_out_of_cash))),
            ("without_share", out_without.map(|share| self.share(whole_percent(share))).unwrap_or_default()),
            ("next", choice.ahead_of_next.map(|share| self.of_20(share)).unwrap_or_default()),
        ];
        let known: Vec<(&str, &str)> = known.iter().map(|(name, told)| (*name, told.as_str())).collect();
        let gap = (self.language().between_sentences().to_owned(), false);
        let mut pieces = self.pieces(
            match goal {
                BestGoal::Typical => "to_do.brings_typical",
                BestGoal::Expected => "to_do.brings_expected",
                BestGoal::WorstTenth => "to_do.brings_worst",
                BestGoal::RevenueKept => "to_do.brings_kept",
            },
            &known,
        );
        let out = if out_without.is_some() { "to_do.runs_out_beside" } else { "to_do.runs_out" };
        let ahead = if choice.ahead_of_next.is_some() { "to_do.sure_of_next" } else { "to_do.sure" };
        for key in [out, ahead] {
            pieces.push(gap.clone());
            pieces.extend(self.pieces(key, &known));
        }
        pieces
    }

    /// What it asks of the seller: in all, and by the end of the last month in which anything may begin.
    pub fn it_asks(&self, plan: &Plan, choice: &BestChoice, last: Month) -> String {
        let money = |x: f64| self.money(x, &plan.currency);
        let n_months = usize::try_from(last.since(plan.start) + 1).unwrap_or(0);
        let spent: f64 = choice.bills.iter().flat_map(|(_, months)| months.iter().take(n_months)).sum();
        let known = [
            ("money", money(choice.money)),
            ("under", money(choice.under_water)),
            ("spent", money(spent)),
            ("month", self.month(last)),
        ];
        let key = match () {
            () if known[1].1 == money(0.0) => "to_do.asks_money",
            () if known[0].1 == known[2].1 => "to_do.asks_all",
            () => "to_do.asks",
        };
        self.with(key, &known.each_ref().map(|(name, told)| (*name, told.as_str())))
    }

    /// Why a strategy is in the best plan that adds less than nothing where that is told.
    pub fn why_kept(&self, plan: &Plan, goal: BestGoal, id: &str, loses: f64, reason: KeptFor) -> Pieces {
        let (key, adds) = match reason {
            KeptFor::Asked => ("to_do.kept_as_asked", 0.0),
            KeptFor::Limits => ("to_do.kept_for_limits", 0.0),
            KeptFor::Chosen(adds) => ("to_do.kept_by_chance", adds),
        };
        let [loses, adds] = [loses, adds].map(|x| self.goal(plan, goal, x));
        let known = [("name", self.name_of(plan, id)), ("loses", &*loses), ("adds", &*adds)];
        self.pieces(key, &known)
    }

    /// A rule with its price and both kinds of mistake.
    pub fn rule_with_price(&self, plan: &Plan, goal: BestGoal, proposed: &ProposedRule) -> Pieces {
        let known = self.rule_values(plan, goal, proposed, &|share| self.seldom(share));
        let known: Vec<(&str, &str)> = known.iter().map(|(name, told)| (*name, told.as_str())).collect();
        match proposed.stops {
            true => self.pieces("to_do.stop_rule", &known),
            false => self.pieces("to_do.start_rule", &known),
        }
    }

    /// In how many of 20 futures; what is seldom is not told as never.
    fn seldom(&self, share: f64) -> String {
        let is_seldom = share > 0.0 && share * 20.0 < 0.5;
        if is_seldom { self.get("to_do.fewer_than_one").to_owned() } else { self.of_20(share) }
    }

    /// How it was looked for.
    pub fn it_was_looked(&self, answer: &BestAnswer) -> String {
        let paths = self.count(answer.n_paths as f64);
        let told = [self.looked_at(answer), self.with("to_do.told", &[("n", &paths)])];
        told.join(self.language().between_sentences())
    }

    /// A step of the frontier, as a screen reader says it.
    pub fn frontier_step(&self, plan: &Plan, goal: BestGoal, step: &FrontierStep) -> Option<String> {
        let choice = step.choice.as_ref()?;
        let known = [
            ("chance", &*self.share(choice.runs_out_of_cash)),
            ("goal", &self.goal_told(plan, goal, choice.goal)),
            ("done", &self.strategies(plan, choice)),
        ];
        Some(self.with("to_do.step", &known))
    }

    /// Why nothing can be looked for, and what would be right on the page.
    pub fn best_fault_here(&self, plan: &Plan, fault: &BestFault) -> String {
        match fault {
            BestFault::NoNoResponse => self.get("to_do.no_no_response").to_owned(),
            BestFault::NoOptions => self.get("to_do.no_options").to_owned(),
            other => {
                let quoted = |id: &str| self.with("to_do.quoted", &[("name", self.name_of(plan, id))]);
                self.best_fault_of(other, &quoted, &|month| self.month(month))
            }
        }
    }

    /// What a search does just now.
    pub fn search_phase(&self, phase: SearchPhase) -> &'static str {
        self.find(match phase {
            SearchPhase::First => "to_do.phase_first",
            SearchPhase::Every => "to_do.phase_every",
            SearchPhase::FewPaths => "to_do.phase_few",
            SearchPhase::MorePaths => "to_do.phase_more",
            SearchPhase::AllPaths => "to_do.phase_all",
            SearchPhase::Frontier => "to_do.phase_frontier",
            SearchPhase::Telling => "to_do.phase_telling",
            SearchPhase::Rules => "to_do.phase_rules",
        })
        .unwrap_or_default()
    }
}
