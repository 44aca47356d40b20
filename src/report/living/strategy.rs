//! What strategies change: numbers of channels, prices, links that are got round, hits, what opens and what is wound down.

use std::collections::HashMap;

use sortie_engine::plan::{AdjustmentChange, Channel, ChannelKind, Mechanism, Parameter, RestoreLink};

use super::formula::{Formula, Sign, most, number, one, product, total, when, zero};
use super::ground::LivingGround;
use super::happening::{ShockLines, StrategyLines};
use crate::address::PlanPart;

/// What is the same for every channel.
pub struct LivingForces {
    /// The shocks.
    pub shocks: Vec<ShockLines>,
    /// The strategies.
    pub strategies: Vec<StrategyLines>,
    /// How likely a link that is got round is under penalty, by strategy and mechanism.
    pub penalties: HashMap<(usize, usize), usize>,
    /// What hits add to visits, by strategy and mechanism.
    pub hits: HashMap<(usize, usize), usize>,
}

/// A number that strategies and shocks may change.
pub struct ChangedNumber<'a> {
    /// Whose it is; the whole business's where it is no channel's.
    pub channel: Option<&'a Channel>,
    /// Which it is.
    pub parameter: Parameter,
    /// What its line is called.
    pub name: &'a str,
    /// What it is before anything changes it.
    pub base: &'a Formula,
}

/// A price that changes.
pub struct PriceTerms {
    /// What it is multiplied by in every month.
    pub factor: Vec<Formula>,
    /// What first orders are multiplied by.
    pub first: Vec<Formula>,
    /// What repeat orders are multiplied by.
    pub repeat: Vec<Formula>,
}

impl LivingGround<'_> {
    /// The lines of penalties and hits, which belong to no channel alone.
    pub fn forces(&mut self, shocks: Vec<ShockLines>, strategies: Vec<StrategyLines>) -> LivingForces {
        let mut forces = LivingForces { shocks, strategies, penalties: HashMap::new(), hits: HashMap::new() };
        for (at, place, mechanism) in self.mechanisms() {
            match mechanism {
                Mechanism::RestoreLink(restore) => {
                    let line = self.penalty(&forces, at, place, restore);
                    forces.penalties.insert((at, place), line);
                }
                Mechanism::Hits(_) => {
                    let line = self.hit_line(&forces, at, place);
                    forces.hits.insert((at, place), line);
                }
                _ => {}
            }
        }
        forces
    }

    /// How likely a penalty runs.
    fn penalty(&mut self, forces: &LivingForces, at: usize, place: usize, restore: &RestoreLink) -> usize {
        let part = self.part(at, place);
        let chance = self.input(part.field("penalty_probability"));
        let depth = self.shocks.iter().position(|(_, it)| it.id == restore.shock);
        let depth = depth.map(|idx| forces.shocks[idx].depth);
        let live = forces.strategies[at].live;
        let months = (restore.penalty_months as usize).max(1);
        let owner = self.strategies[at].1.name.clone();
        let owner = self.words.ready(&owner).to_owned();
        let titled = self.named("report.living_strike", &owner);
        let own = self.sheet.next();
        let strike = self.share(&titled, |t| {
            let Some(depth) = depth else { return zero() };
            let running = total((1..months).filter_map(|k| Some(Formula::Cell(own, t.checked_sub(k)?))));
            let can = Formula::Cell(depth, t).joined(Sign::Above, zero());
            let can = when(can, Formula::Cell(live, t), zero());
            can * (one() - running) * chance.clone()
        });
        let titled = self.named("report.living_penalty", &owner);
        self.share(&titled, |t| {
            total((0..months).filter_map(|k| Some(Formula::Cell(strike, t.checked_sub(k)?))))
        })
    }

    /// What hits add, as a share of a channel's own visits.
    fn hit_line(&mut self, forces: &LivingForces, at: usize, place: usize) -> usize {
        let part = self.part(at, place);
        let [often, size, half] =
            ["per_month", "size", "half_life_months"].map(|name| self.input(part.field(name)));
        let live = forces.strategies[at].live;
        let owner = self.words.ready(&self.strategies[at].1.name).to_owned();
        let titled = self.named("report.living_hits", &owner);
        let own = self.sheet.next();
        self.share(&titled, |t| {
            let come = one() - Formula::Call(super::formula::Function::Exp, vec![zero() - often.clone()]);
            let fresh = come * size.clone() * Formula::Cell(live, t);
            match t.checked_sub(1) {
                Some(before) => {
                    let fades = number(0.5).joined(Sign::Power, one() / half.clone());
                    Formula::Cell(own, before) * fades + fresh
                }
                None => fresh,
            }
        })
    }

    /// A number of a channel, or of the plan, as it stands in every month: changed by strategies and by shocks. The line is left
    /// out where nothing changes it.
    pub fn parameter(
        &mut self,
        forces: &LivingForces,
        what: &ChangedNumber,
        factors: &[Vec<Formula>],
    ) -> Vec<Formula> {
        let ChangedNumber { channel, parameter, name, base } = *what;
        let n = self.sheet.n_months;
        let mut multiplied: Vec<Vec<Formula>> = vec![vec![]; n];
        let mut added: Vec<Vec<Formula>> = vec![vec![]; n];
        let mut note = |t: usize, change: &AdjustmentChange, by: &Formula, weight: Formula| match change {
            AdjustmentChange::Factor(_) => multiplied[t].push(one() + (by.clone() - one()) * weight),
            AdjustmentChange::Add(_) => added[t].push(by.clone() * weight),
        };
        for (at, place, mechanism) in self.mechanisms() {
            let Mechanism::Adjust(adjust) = mechanism else { continue };
            let meant = channel.is_none_or(|channel| adjust.targets.match_channel(channel));
            if adjust.parameter != parameter || !meant {
                continue;
            }
            let part = self.part(at, place);
            let by = self.input(part.field(change_name(&adjust.change)));
            let months = self.months(part.field("ramp_months"));
            for t in 0..n {
                let weight = self.weight(&forces.strategies[at], t, &months, &zero());
                note(t, &adjust.change, &by, weight);
            }
        }
        for (idx, (place, shock)) in self.shocks.clone().into_iter().enumerate() {
            for (at, adjustment) in shock.adjustments.iter().enumerate() {
                let targets = adjustment.targets.as_ref().unwrap_or(&shock.targets);
                let meant = channel.is_none_or(|channel| targets.match_channel(channel));
                if adjustment.parameter != parameter || !meant {
                    continue;
                }
                let by = self.input(PlanPart::Adjustment(place, at).field(change_name(&adjustment.change)));
                for t in 0..n {
                    note(t, &adjustment.change, &by, Formula::Cell(forces.shocks[idx].depth, t));
                }
            }
        }
        for by in factors {
            (0..n).for_each(|t| multiplied[t].push(by[t].clone()));
        }
        if multiplied.iter().chain(&added).all(Vec::is_empty) {
            return vec![base.clone(); n];
        }
        let cap = highest(parameter);
        let line = self.sheet.line(name, look(parameter), |t| {
            let factors = product(std::mem::take(&mut multiplied[t]));
            let value = base.clone() * factors + total(std::mem::take(&mut added[t]));
            let value = most(vec![zero(), value]);
            cap.map_or(value.clone(), |cap| super::formula::least(vec![number(cap), value]))
        });
        (0..n).map(|t| Formula::Cell(line, t)).collect()
    }

    /// What prices do to a channel; nothing where none change.
    pub fn prices(&mut self, forces: &LivingForces, channel: &Channel) -> Vec<PriceTerms> {
        let mut terms = vec![];
        for (at, place, mechanism) in self.mechanisms() {
            let Mechanism::Price(price) = mechanism else { continue };
            if !price.targets.match_channel(channel) {
                continue;
            }
            let part = self.part(at, place);
            let [by, elasticity] = ["factor", "elasticity"].map(|name| self.input(part.field(name)));
            let repeat = match price.repeat_elasticity {
                Some(_) => self.input(part.field("repeat_elasticity")),
                None => elasticity.clone(),
            };
            let months = self.months(part.field("ramp_months"));
            let n = self.sheet.n_months;
            let factor: Vec<Formula> = (0..n)
                .map(|t| {
                    one() + (by.clone() - one()) * self.weight(&forces.strategies[at], t, &months, &zero())
                })
                .collect();
            let power = |of: &Formula| -> Vec<Formula> {
                factor.iter().map(|by| by.clone().joined(Sign::Power, zero() - of.clone())).collect()
            };
            let (first, repeat) = (power(&elasticity), power(&repeat));
            terms.push(PriceTerms { factor, first, repeat });
        }
        terms
    }

    /// How far a channel is open; the whole where it sells from the start.
    pub fn opening(&mut self, forces: &LivingForces, channel: &Channel) -> Option<Vec<Formula>> {
        if channel.active {
            return None;
        }
        let mut opened: Vec<Vec<Formula>> = vec![vec![]; self.sheet.n_months];
        for (at, place, mechanism) in self.mechanisms() {
            let Mechanism::OpenChannel(open) = mechanism else { continue };
            if open.channel != channel.id {
                continue;
            }
            let part = self.part(at, place);
            let [months, review] = ["ramp_months", "review_months"].map(|name| self.months(part.field(name)));
            for (t, opened) in opened.iter_mut().enumerate() {
                opened.push(self.weight(&forces.strategies[at], t, &months, &review));
            }
        }
        let name = self.named("account.open", &self.channel_name(channel));
        let line = self.share(&name, |t| match &opened[t][..] {
            [] => zero(),
            [only] => only.clone(),
            several => most(several.to_vec()),
        });
        Some((0..self.sheet.n_months).map(|t| Formula::Cell(line, t)).collect())
    }

    /// What is left of a channel that is wound down; the whole where it is not.
    pub fn shutting(&mut self, forces: &LivingForces, channel: &Channel) -> Option<Vec<Formula>> {
        let mut left: Vec<Vec<Formula>> = vec![vec![]; self.sheet.n_months];
        for (at, place, mechanism) in self.mechanisms() {
            let Mechanism::CloseChannel(close) = mechanism else { continue };
            if close.channel != channel.id {
                continue;
            }
            let months = self.months(self.part(at, place).field("ramp_months"));
            for (t, left) in left.iter_mut().enumerate() {
                left.push(one() - self.weight(&forces.strategies[at], t, &months, &zero()));
            }
        }
        if left[0].is_empty() {
            return None;
        }
        let name = self.named("report.living_left", &self.channel_name(channel));
        let line = self.share(&name, |t| product(std::mem::take(&mut left[t])));
        Some((0..self.sheet.n_months).map(|t| Formula::Cell(line, t)).collect())
    }

    /// What hits and penalties make of a channel's own visits in a month.
    pub fn lifted(&mut self, forces: &LivingForces, channel: &Channel) -> (Vec<Formula>, Vec<Formula>) {
        let n = self.sheet.n_months;
        let (mut hits, mut penalties) = (vec![one(); n], vec![one(); n]);
        for (at, place, mechanism) in self.mechanisms() {
            match mechanism {
                Mechanism::Hits(own) if own.targets.match_channel(channel) => {
                    let line = forces.hits[&(at, place)];
                    for (t, hits) in hits.iter_mut().enumerate() {
                        *hits = hits.clone() * (one() + Formula::Cell(line, t));
                    }
                }
                Mechanism::RestoreLink(_) if is_on_tiktok(channel.kind) => {
                    let line = forces.penalties[&(at, place)];
                    let loss = self.input(self.part(at, place).field("penalty_loss"));
                    for (t, penalties) in penalties.iter_mut().enumerate() {
                        *penalties = penalties.clone() * (one() - loss.clone() * Formula::Cell(line, t));
                    }
                }
                _ => {}
            }
        }
        (hits, penalties)
    }

    /// The share of visits that gets past a shock, ways round it included.
    pub fn passing(&mut self, forces: &LivingForces, idx: usize, t: usize) -> Formula {
        let (place, shock) = self.shocks[idx];
        let mut passes = self.input(PlanPart::Shock(place).field("passes"));
        for (at, own, mechanism) in self.mechanisms() {
            let Mechanism::RestoreLink(restore) = mechanism else { continue };
            if restore.shock != shock.id {
                continue;
            }
            let part = self.part(at, own);
            let share = self.input(part.field("share"));
            let months = self.months(part.field("ramp_months"));
            let weight = self.weight(&forces.strategies[at], t, &months, &zero());
            let free = one() - Formula::Cell(forces.penalties[&(at, own)], t);
            passes = passes.clone() + (one() - passes) * share * weight * free;
        }
        passes
    }
}

fn is_on_tiktok(kind: ChannelKind) -> bool {
    matches!(kind, ChannelKind::TiktokLink | ChannelKind::TiktokShop | ChannelKind::TiktokManaged)
}

fn change_name(change: &AdjustmentChange) -> &'static str {
    match change {
        AdjustmentChange::Factor(_) => "factor",
        AdjustmentChange::Add(_) => "add",
    }
}

/// What a number may be at most.
fn highest(parameter: Parameter) -> Option<f64> {
    match parameter {
        Parameter::Conversion => Some(1.0),
        Parameter::Refund | Parameter::Commission => Some(0.99),
        Parameter::UnitCost => Some(10.0),
        _ => None,
    }
}

fn look(parameter: Parameter) -> super::book::LineLook {
    use super::book::LineLook;
    match parameter {
        Parameter::Visits => LineLook::Count,
        parameter if parameter.is_money() => LineLook::Money,
        _ => LineLook::Share,
    }
}
