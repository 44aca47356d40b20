//! From a choice to better ones, step by step: one strategy at a time, its start and its scale; and where that leads no
//! further, two at a time.

use super::judge::{Bounds, FEW, Judge};
use super::option::Choice;
use crate::draw::DrawnItem;
use crate::model::ItemOwner;

/// Pairs of strategies that are tried at once at most.
const MOST_PAIRS: usize = 320;
/// Beginnings that are drawn.
const N_DRAWN: usize = 3;

/// For each option the best it comes to by itself.
pub(super) struct Hints {
    /// Its start and scale; nothing for what never may be or has no start.
    pub values: Vec<Option<u16>>,
    /// The options, what brings most by itself first.
    pub order: Vec<usize>,
    /// Whether an option brings anything by itself.
    pub helps: Vec<bool>,
}

impl Judge<'_> {
    /// Nothing but what must be, as early and as close to the plan's as it may.
    pub fn least(&self) -> Choice {
        let least = |option: &super::option::StrategyOption| match option.is_must {
            true => option.nearest_to_own(),
            false => 0,
        };
        self.options.all.iter().map(least).collect()
    }

    /// What each option comes to alone, beside what must be.
    pub fn hints(&mut self, bounds: &Bounds) -> Option<Hints> {
        let least = self.least();
        let with = |place: usize, value: u16| with(&least, place, value);
        let alone = |place: usize| -> Vec<Choice> {
            let values = self.options.all[place].values();
            values.filter(|value| *value > 0).map(|value| with(place, value)).collect()
        };
        let all: Vec<Vec<Choice>> = (0..least.len()).map(alone).collect();
        self.look(std::slice::from_ref(&least), FEW, bounds)?;
        for some in all.concat().chunks(512) {
            self.look(some, FEW, bounds)?;
        }
        let bests: Vec<Option<&Choice>> = all.iter().map(|some| self.best_of(some, FEW, bounds)).collect();
        let found: Vec<Choice> = bests.iter().flatten().map(|best| (*best).clone()).collect();
        let ranked = self.ranked(&found, FEW, bounds);
        let is_of = |best: &Choice, place: &usize| bests[*place].is_some_and(|own| own == best);
        let order = ranked.iter().filter_map(|best| (0..bests.len()).find(|place| is_of(best, place)));
        let helps = |best: &Option<&Choice>| best.is_some_and(|it| self.is_better(it, &least, FEW, bounds));
        Some(Hints {
            values: bests.iter().enumerate().map(|(place, best)| best.map(|it| it[place])).collect(),
            helps: bests.iter().map(helps).collect(),
            order: order.collect(),
        })
    }

    /// Choices to climb from: the least, all that helps, as much of it as fits, what each of the best brings alone, what the
    /// plan's own scenarios hold, and a few that are drawn.
    pub fn beginnings(&mut self, hints: &Hints, bounds: &Bounds) -> Option<Vec<Choice>> {
        let least = self.least();
        let helping: Vec<usize> = hints.order.iter().copied().filter(|place| hints.helps[*place]).collect();
        let hint = |place: usize| hints.values[place].unwrap_or(0);
        let mut all = vec![least.clone()];
        all.push(helping.iter().fold(least.clone(), |choice, place| with(&choice, *place, hint(*place))));
        // One after another, as long as it gets better.
        let mut fitting = least.clone();
        for place in &helping {
            let next = with(&fitting, *place, hint(*place));
            self.look(&[fitting.clone(), next.clone()], FEW, bounds)?;
            if self.is_better(&next, &fitting, FEW, bounds) {
                fitting = next;
            }
        }
        all.push(fitting);
        all.extend(helping.iter().take(3).map(|place| with(&least, *place, hint(*place))));
        all.extend(self.options.lived(&least));
        for drawn in 0..N_DRAWN {
            let share = |place: usize| {
                let item =
                    DrawnItem { month: place, ..DrawnItem::new(ItemOwner::Plan, "", drawn, "beginning") };
                item.stream(0).uniform(0)
            };
            let value = |place: usize| if share(place) < 0.5 { hint(place) } else { least[place] };
            all.push((0..least.len()).map(value).collect());
        }
        all.sort_unstable();
        all.dedup();
        self.look(&all, FEW, bounds)?;
        // The best first: of each that follows it is known early whether it leads anywhere.
        Some(self.ranked(&all, FEW, bounds))
    }

    /// The best choice that steps lead to from `from`, by what `n` paths tell.
    pub fn climb(&mut self, from: &Choice, n: usize, hints: &Hints, bounds: &Bounds) -> Option<Choice> {
        let mut at = from.clone();
        self.look(std::slice::from_ref(&at), n, bounds)?;
        loop {
            let before = at.clone();
            for place in 0..at.len() {
                for step in [Step::Start, Step::Scale] {
                    let near = self.near(&at, place, step, hints);
                    at = self.best_near(at, &near, n, bounds)?;
                }
            }
            if at == before {
                let near = self.pairs(&at, hints);
                at = self.best_near(at, &near, n, bounds)?;
            }
            if at == before {
                return Some(at);
            }
        }
    }

    fn best_near(&mut self, at: Choice, near: &[Choice], n: usize, bounds: &Bounds) -> Option<Choice> {
        self.look(near, n, bounds)?;
        let best = self.best_of(near, n, bounds);
        Some(best.filter(|best| self.is_better(best, &at, n, bounds)).cloned().unwrap_or(at))
    }

    /// Choices that differ in one strategy: in or out, its start or its scale.
    fn near(&self, at: &Choice, place: usize, step: Step, hints: &Hints) -> Vec<Choice> {
        let option = &self.options.all[place];
        let Some(hint) = hints.values[place] else { return vec![] };
        let (start, scale) = option.places(if at[place] > 0 { at[place] } else { hint });
        let mut values: Vec<u16> = match step {
            Step::Start => (0..option.starts.len()).map(|start| option.value(start, scale)).collect(),
            Step::Scale => (0..option.scales.len()).map(|scale| option.value(start, scale)).collect(),
        };
        if !option.is_must {
            values.push(0);
        }
        values.retain(|value| *value != at[place]);
        values.into_iter().map(|value| with(at, place, value)).collect()
    }

    /// Choices that differ in two strategies: one for the other, both more, or more of one and less of the other.
    pub fn pairs(&self, at: &Choice, hints: &Hints) -> Vec<Choice> {
        let all = &self.options.all;
        let (ins, outs): (Vec<usize>, Vec<usize>) = hints.order.iter().partition(|place| at[**place] > 0);
        let hint = |place: usize| hints.values[place].unwrap_or(0);
        let mut pairs = vec![];
        for &a in &ins {
            for &b in &outs {
                if !all[a].is_must {
                    pairs.push(with(&with(at, a, 0), b, hint(b)));
                }
                // Less of what is in, so that there is money for the other.
                if let Some(less) = all[a].stepped(at[a], -1) {
                    pairs.push(with(&with(at, a, less), b, hint(b)));
                }
            }
        }
        for (place, &a) in ins.iter().enumerate() {
            for &b in &ins[place + 1..] {
                let both = all[a].steps(at[a]).into_iter().flat_map(|one| {
                    all[b].steps(at[b]).into_iter().map(move |other| with(&with(at, a, one), b, other))
                });
                pairs.extend(both);
            }
        }
        for (place, &a) in outs.iter().enumerate() {
            pairs.extend(outs[place + 1..].iter().map(|&b| with(&with(at, a, hint(a)), b, hint(b))));
        }
        pairs.truncate(MOST_PAIRS);
        pairs
    }

    /// Every choice that is a step away.
    pub fn neighbors(&self, at: &Choice, hints: &Hints) -> Vec<Choice> {
        let steps = [Step::Start, Step::Scale];
        let single = (0..at.len()).flat_map(|place| steps.map(|step| self.near(at, place, step, hints)));
        single.flatten().chain(self.pairs(at, hints)).collect()
    }
}

/// What of a strategy is tried.
#[derive(Clone, Copy)]
enum Step {
    Start,
    Scale,
}

/// A choice with another start and scale of one option.
pub(super) fn with(choice: &Choice, place: usize, value: u16) -> Choice {
    let mut changed = choice.clone();
    changed[place] = value;
    changed
}
