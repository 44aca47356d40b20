//! What happens, and how deep it cuts in every month; what strategies do and when.

use std::collections::HashMap;

use sortie_engine::compare::StrategyBill;
use sortie_engine::plan::{Mechanism, Shock, ShockStart};

use super::book::LineLook;
use super::formula::{Formula, Function, Sign, least, most, number, one, when, zero};
use super::ground::{LivingGround, is_likely};
use crate::address::PlanPart;
use crate::text::quiet;

/// A shock in lines.
pub struct ShockLines {
    /// Its depth by month.
    pub depth: usize,
    /// How far diverted visits have found their way, where there are any.
    pub adapt: Option<usize>,
}

/// A strategy in lines.
pub struct StrategyLines {
    /// Whether it is live, by month.
    pub live: usize,
    /// The month in which it starts, counted from 0.
    pub start: Formula,
}

impl LivingGround<'_> {
    /// Step 4 of the model: the depth of every shock of the scenario.
    pub fn shock_lines(&mut self) -> Vec<ShockLines> {
        if self.shocks.is_empty() {
            return vec![];
        }
        let title = self.words.get("report.happens").to_owned();
        self.sheet.title(&title);
        let shocks = self.shocks.clone();
        let mut offsets: HashMap<String, Formula> = HashMap::new();
        let mut lines = vec![];
        for (place, shock) in shocks {
            let offset = self.offset(place, shock, &mut offsets);
            lines.push(self.depth(place, shock, &offset));
        }
        lines
    }

    /// Months from the plan's start to that of a shock, its window by half.
    fn offset(&mut self, place: usize, shock: &Shock, known: &mut HashMap<String, Formula>) -> Formula {
        if let Some(offset) = known.get(&shock.id) {
            return offset.clone();
        }
        let part = PlanPart::Shock(place);
        let late = match shock.window_months {
            window if window > 0.0 => self.months(part.field("window_months")) * number(0.5),
            _ => zero(),
        };
        let begin = match &shock.start {
            ShockStart::On(day) => {
                let name = format!(
                    "{} \u{b7} {}",
                    self.words.get("report.living_starts"),
                    self.words.ready(&shock.name)
                );
                let day = self.day(part.field("start"), &name, *day);
                self.since_start(day)
            }
            ShockStart::After(followed) => {
                let plan = self.plan;
                let other = plan.shocks.iter().enumerate().find(|(_, it)| it.id == followed.shock);
                let after = self.input(part.field("after_months"));
                match other {
                    Some((other, it)) => self.offset(other, it, known) + after,
                    None => after,
                }
            }
        };
        let offset = begin + late;
        known.insert(shock.id.clone(), offset.clone());
        offset
    }

    /// Whether a shock happens on the likely path, as must what it follows.
    fn happens(&self, shock: &Shock) -> bool {
        let followed = shock
            .start
            .follows()
            .and_then(|followed| self.plan.shocks.iter().find(|other| other.id == followed.shock));
        is_likely(shock.probability) && followed.is_none_or(|other| self.happens(other))
    }

    fn depth(&mut self, place: usize, shock: &Shock, offset: &Formula) -> ShockLines {
        let part = PlanPart::Shock(place);
        let name = quiet(self.words.ready(&shock.name)).into_owned();
        let phase = self.months(part.field("phase_out_months"));
        let ends = shock.lasts_months.as_ref().filter(|_| is_likely(shock.lasts_probability)).map(|_| {
            let lasts = self.input(part.field("lasts_months"));
            let recovery = self.months(part.field("recovery_months"));
            (offset.clone() + lasts, recovery)
        });
        let occurs = self.happens(shock);
        let titled = self.named("report.living_depth", &name);
        let depth = self.share(&titled, |t| {
            if !occurs {
                return zero();
            }
            let rise = Self::ramp(t, offset, &phase);
            match &ends {
                Some((end, recovery)) => {
                    least(vec![one(), most(vec![zero(), rise - Self::ramp(t, end, recovery)])])
                }
                None => rise,
            }
        });
        let adapt = (!shock.diversions.is_empty()).then(|| {
            let months = self.months(part.field("adaptation_months"));
            let titled = self.named("report.living_adapt", &name);
            self.share(&titled, |t| {
                let since = most(vec![zero(), number(t as f64 + 1.0) - offset.clone()]);
                let found = one() - Formula::Call(Function::Exp, vec![zero() - since / months.clone()]);
                when(months.clone().joined(Sign::Above, zero()), found, one())
            })
        });
        ShockLines { depth, adapt }
    }

    /// When every strategy is live.
    pub fn strategy_lines(&mut self, live: &[Option<Vec<f64>>]) -> Vec<StrategyLines> {
        if self.strategies.is_empty() {
            return vec![];
        }
        let title = self.words.get("report.living_strategies").to_owned();
        self.sheet.title(&title);
        let mut lines = vec![];
        for (at, (place, strategy)) in self.strategies.clone().into_iter().enumerate() {
            let name = quiet(self.words.ready(&strategy.name)).into_owned();
            let titled = self.named("report.living_live", &name);
            let day = |month| sortie_engine::unit::Day { month, day: None };
            let told = self.named("report.living_starts", &name);
            let begin = self.day(PlanPart::Strategy(place).field("start"), &told, day(strategy.start));
            let start = self.since_start(begin);
            if let Some(given) = live.get(at).and_then(Option::as_ref) {
                let first = given.iter().position(|live| *live > 0.0).unwrap_or(0);
                let start = if strategy.start_when.is_some() { number(first as f64) } else { start };
                let live = self.sheet.given(&titled, LineLook::Share, given);
                lines.push(StrategyLines { live, start });
                continue;
            }
            let end = strategy.end.map(|end| {
                let told = self.named("report.living_ends", &name);
                let end = self.day(PlanPart::Strategy(place).field("end"), &told, day(end));
                self.since_start(end)
            });
            let live = self.share(&titled, |t| {
                let begun = number(t as f64).joined(Sign::AtLeast, start.clone());
                let holds = match &end {
                    Some(end) => {
                        let not_over = end.clone().joined(Sign::Above, number(t as f64));
                        Formula::Call(Function::And, vec![begun, not_over])
                    }
                    None => begun,
                };
                when(holds, one(), zero())
            });
            lines.push(StrategyLines { live, start });
        }
        lines
    }

    /// How far a mechanism of a strategy is in force in a month: its rise from the strategy's start, while that is live.
    pub fn weight(&self, lines: &StrategyLines, t: usize, months: &Formula, later: &Formula) -> Formula {
        Self::ramp(t, &(lines.start.clone() + later.clone()), months) * Formula::Cell(lines.live, t)
    }

    /// What the strategies of the scenario cost, by month: set-up, monthly, exit, posts, ads and writing to lists.
    pub fn cost_line(&mut self, lines: &[StrategyLines]) -> usize {
        let mut parts: Vec<Vec<Formula>> = vec![vec![]; self.sheet.n_months];
        for (at, (place, strategy)) in self.strategies.clone().into_iter().enumerate() {
            let part = PlanPart::Strategy(place);
            let rate = self.rate(strategy.currency.as_ref());
            let [setup, monthly, exit] =
                ["setup_cost", "monthly_cost", "exit_cost"].map(|name| self.input(part.field(name)));
            let mut each = monthly;
            for (mechanism_place, mechanism) in strategy.mechanisms.iter().enumerate() {
                let own = PlanPart::Mechanism(place, mechanism_place);
                match mechanism {
                    Mechanism::PaidReach(_) => each = each + self.input(own.field("spend_per_month")),
                    Mechanism::Audience(_) => {
                        let posts = self.input(own.field("posts_per_month"));
                        each = each + posts * self.input(own.field("cost_per_post"));
                    }
                    _ => {}
                }
            }
            let lists = self.list_bill(&strategy.id, &strategy.name);
            let live = lines[at].live;
            let ran_before =
                strategy.start < self.plan.start && strategy.end.is_none_or(|end| end >= self.plan.start);
            for (t, parts) in parts.iter_mut().enumerate() {
                let now = Formula::Cell(live, t);
                let before = match t.checked_sub(1) {
                    Some(before) => Formula::Cell(live, before),
                    None => number(f64::from(u8::from(ran_before))),
                };
                let begins = most(vec![zero(), now.clone() - before.clone()]);
                let ends = most(vec![zero(), before - now.clone()]);
                let own = setup.clone() * begins + each.clone() * now + exit.clone() * ends;
                parts.push(own * rate.clone());
                parts.extend(lists.map(|line| Formula::Cell(line, t)));
            }
        }
        let name = self.words.get("report.living_strategy_cost").to_owned();
        self.money(&name, |t| super::formula::total(std::mem::take(&mut parts[t])))
    }

    /// What writing to a list costs, as given: it hangs on who joined.
    fn list_bill(&mut self, id: &str, name: &str) -> Option<usize> {
        let trace = self.trace;
        let own = trace.strategies.iter().find(|it| it.id == id)?;
        let bill = &own[StrategyBill::List];
        let name =
            format!("{} \u{b7} {}", self.words.bill(StrategyBill::List), quiet(self.words.ready(name)));
        bill.iter().any(|x| *x != 0.0).then(|| self.sheet.given(&name, LineLook::Money, bill))
    }
}
