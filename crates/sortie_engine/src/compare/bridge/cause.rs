//! The causes of a difference, and the scenarios in which some of them are at work and others not.

use crate::model::{Model, ScenarioModel};

/// Something in which two scenarios differ.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum BridgeCause {
    /// A shock that only one of them holds, by its id.
    Shock(String),
    /// A strategy that only one of them holds, by its id.
    Strategy(String),
    /// The order of shocks or of strategies that both hold.
    Order,
}

/// A cause as the model knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ModelCause {
    Shock(usize),
    Strategy(usize),
    Order,
}

/// Everything in which two scenarios differ.
pub(super) struct CauseList<'a> {
    model: &'a Model,
    from: &'a ScenarioModel,
    to: &'a ScenarioModel,
    players: Vec<ModelCause>,
}

impl<'a> CauseList<'a> {
    /// The causes in the order of the scenarios: shocks, strategies, and their order where that differs.
    pub fn new(model: &'a Model, from: &'a ScenarioModel, to: &'a ScenarioModel) -> Self {
        let (chosen_from, chosen_to) = (chosen(from), chosen(to));
        let shocks = differing(&from.shocks, &to.shocks).into_iter().map(ModelCause::Shock);
        let strategies = differing(&chosen_from, &chosen_to).into_iter().map(ModelCause::Strategy);
        let is_moved = is_moved(&from.shocks, &to.shocks) || is_moved(&chosen_from, &chosen_to);
        let order = is_moved.then_some(ModelCause::Order);
        Self { model, from, to, players: shocks.chain(strategies).chain(order).collect() }
    }

    /// How many causes there are.
    pub fn n(&self) -> usize {
        self.players.len()
    }

    /// Each cause, and whether the second scenario holds it rather than the first.
    pub fn causes(&self) -> impl Iterator<Item = (BridgeCause, bool)> {
        self.players.iter().map(|player| match *player {
            ModelCause::Shock(place) => {
                (BridgeCause::Shock(self.model.shocks[place].id.clone()), self.to.shocks.contains(&place))
            }
            ModelCause::Strategy(place) => {
                let is_added = self.to.strategies.iter().any(|(own, _)| *own == place);
                (BridgeCause::Strategy(self.model.strategies[place].id.clone()), is_added)
            }
            ModelCause::Order => (BridgeCause::Order, true),
        })
    }

    /// The scenario that is as the second one in the causes that `are_switched`, else as the first. With none of them it
    /// is the first, with all of them the second, order included.
    pub fn scenario(&self, are_switched: &[bool]) -> ScenarioModel {
        let is_switched =
            |player: ModelCause| self.players.iter().zip(are_switched).any(|(own, is)| *is && *own == player);
        let is_second_order = is_switched(ModelCause::Order);
        let pick = |from: &[usize], to: &[usize], player: fn(usize) -> ModelCause| -> Vec<usize> {
            let all = if is_second_order { joined(to, from) } else { joined(from, to) };
            let is_in = |place: &usize| {
                let side = if is_switched(player(*place)) { to } else { from };
                side.contains(place)
            };
            all.into_iter().filter(is_in).collect()
        };
        let shocks = pick(&self.from.shocks, &self.to.shocks, ModelCause::Shock);
        let strategies = pick(&chosen(self.from), &chosen(self.to), ModelCause::Strategy);
        ScenarioModel::made_of(self.model, shocks, &strategies)
    }
}

fn chosen(scenario: &ScenarioModel) -> Vec<usize> {
    scenario.strategies.iter().map(|(place, _)| *place).collect()
}

/// What stands in one of two lists only.
fn differing(a: &[usize], b: &[usize]) -> Vec<usize> {
    let lost = a.iter().filter(|place| !b.contains(place));
    lost.chain(b.iter().filter(|place| !a.contains(place))).copied().collect()
}

/// Whether what stands in both lists stands in another order.
fn is_moved(a: &[usize], b: &[usize]) -> bool {
    !a.iter().filter(|place| b.contains(place)).eq(b.iter().filter(|place| a.contains(place)))
}

/// Both lists in one. It keeps the order of both, the plan's where they leave it open, and the first one's where they
/// contradict each other; so that it does not matter which is the first where they do not.
fn joined(first: &[usize], second: &[usize]) -> Vec<usize> {
    let mut rest: Vec<usize> = first.iter().chain(second).copied().collect();
    rest.sort_unstable();
    rest.dedup();
    let before = |list: &[usize], place: usize| -> Vec<usize> {
        let at = list.iter().position(|own| *own == place).unwrap_or(0);
        list[..at].to_vec()
    };
    let mut all = vec![];
    while !rest.is_empty() {
        let is_free = |place: &usize| {
            let in_both = |other: &usize| first.contains(other) && first.contains(place);
            let waits = before(second, *place).into_iter().filter(|other| !in_both(other));
            !before(first, *place).into_iter().chain(waits).any(|other| rest.contains(&other))
        };
        let free = rest.iter().copied().find(is_free);
        let next = free.or_else(|| first.iter().copied().find(|place| rest.contains(place)));
        let at = rest.iter().position(|place| Some(*place) == next).unwrap_or(0);
        all.push(rest.remove(at));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_lists_joined_keep_the_order_of_both_where_they_agree() {
        for (first, second, meant) in [
            (vec![1, 3], vec![1, 2, 3, 4], vec![1, 2, 3, 4]),
            (vec![3, 1], vec![3, 2, 1, 4], vec![3, 2, 1, 4]),
            (vec![6, 1, 2], vec![5, 1, 2], vec![5, 6, 1, 2]),
            (vec![], vec![2, 1], vec![2, 1]),
        ] {
            assert_eq!(joined(&first, &second), meant);
            assert_eq!(joined(&second, &first), meant);
        }
        // Where they do not, the first one's.
        assert_eq!(joined(&[1, 2], &[2, 1]), [1, 2]);
        assert_eq!(joined(&[1, 2], &[2, 3, 1]), [1, 2, 3]);
        assert!(is_moved(&[1, 2], &[2, 1]) && !is_moved(&[1, 2, 3], &[1, 3]));
        assert_eq!(differing(&[1, 2, 3], &[4, 3]), [1, 2, 4]);
    }
}
