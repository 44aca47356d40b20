//! What the closure costs, and which part of that each cause makes.

use sortie_engine::forecast::Forecast;
use sortie_engine::plan::{Plan, Shock, ShockKind};

use super::{NOTHING, SentenceSpan, VerdictFigure, VerdictFigures};

impl VerdictFigures<'_> {
    /// What the closure costs, and what else does where no response differs from links open in more.
    pub(super) fn costs(&self, no_response: usize, links_open: usize) -> Vec<SentenceSpan> {
        if let Some(closure) = self.closure_without_channel(no_response) {
            let known = [("name", self.words.ready(&closure.name))];
            return self.spans("verdict.closure_misses", &known, None);
        }
        let cost = self.gain(links_open, no_response);
        let figure = Some(VerdictFigure::Ahead(links_open, no_response));
        let others = other_causes(self.plan, self.forecast);
        let names: Vec<&str> = others.iter().map(|shock| self.words.ready(&shock.name)).collect();
        let (names, money) = (names.join(self.words.get("verdict.and")), self.money(cost.abs()));
        let told = |key: &str| self.spans(key, &[("cost", &money), ("others", &names)], figure);
        match cost {
            _ if cost >= NOTHING && others.is_empty() => told("verdict.closing_costs"),
            _ if cost >= NOTHING => {
                self.causes(cost, &others, figure).unwrap_or_else(|| told("verdict.all_cost"))
            }
            _ if cost <= -NOTHING => told("verdict.closing_earns"),
            _ => told("verdict.closing_costs_nothing"),
        }
    }

    /// The closure of no response, where it touches no channel that sells.
    fn closure_without_channel(&self, no_response: usize) -> Option<&Shock> {
        let id = &self.forecast.scenarios[no_response].id;
        let own = &self.plan.scenarios.iter().find(|scenario| scenario.id == *id)?.shocks;
        if !self.plan.channels.iter().any(|channel| channel.active) {
            return None;
        }
        let closes = |shock: &&Shock| shock.kind == ShockKind::LinkClosure && own.contains(&shock.id);
        let mut closures = self.plan.shocks.iter().filter(closes);
        let is_touched = |shock: &Shock| {
            let open = self.plan.channels.iter().filter(|channel| channel.active);
            open.into_iter().any(|channel| shock.targets.match_channel(channel))
        };
        let first = closures.next()?;
        let is_any = is_touched(first) || closures.any(is_touched);
        (!is_any).then_some(first)
    }

    /// What each cause makes of the cost: the parts of the way from links open to no response, scaled so that they add up
    /// to it. Nothing where they are not known, or where links that close are no loss by themselves.
    fn causes(
        &self,
        cost: f64,
        others: &[&Shock],
        figure: Option<VerdictFigure>,
    ) -> Option<Vec<SentenceSpan>> {
        let sum: f64 = self.ground.causes.iter().map(|(_, part)| part).sum();
        let part_of = |id: &String| self.ground.causes.iter().find(|(cause, _)| cause == id);
        let parts: Option<Vec<f64>> = others.iter().map(|shock| Some(part_of(&shock.id)?.1)).collect();
        let (parts, scale) = (parts?, cost / sum);
        let own = cost - parts.iter().sum::<f64>() * scale;
        if sum < NOTHING || own < NOTHING {
            return None;
        }
        let known = [("cost", &*self.money(cost)), ("own", &self.money(own))];
        let mut line = self.spans("verdict.caused", &known, figure);
        // The parts stand out as much, and only the sum is asked how it came about: they are explained beside it.
        for (shock, part) in others.iter().zip(parts) {
            let key = if part < 0.0 { "verdict.caused_less" } else { "verdict.caused_more" };
            let known =
                [("name", self.words.ready(&shock.name)), ("part", &self.money((part * scale).abs()))];
            line.extend(self.spans(key, &known, None));
        }
        line.extend(self.spans("verdict.end", &[], None));
        Some(line)
    }
}

/// What else than links that close, and what follows them, makes no response differ from links open.
pub fn other_causes<'a>(plan: &'a Plan, forecast: &Forecast) -> Vec<&'a Shock> {
    let shocks = |place: Option<usize>| {
        let id = place.map(|place| &forecast.scenarios[place].id);
        let scenario = plan.scenarios.iter().find(|scenario| Some(&scenario.id) == id);
        scenario.map_or(&[][..], |scenario| &scenario.shocks[..])
    };
    let (own, open) = (shocks(forecast.baselines.no_response), shocks(forecast.baselines.links_open));
    let differing = plan.shocks.iter().filter(|shock| own.contains(&shock.id) && !open.contains(&shock.id));
    differing.filter(|shock| !plan.is_of_closure(own, &shock.id)).collect()
}
