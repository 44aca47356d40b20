//! How much of the value of each group of causes belongs to each cause.
//!
//! The part of a cause is its Shapley value (Shapley, "A Value for n-Person Games", 1953): what it changes when it joins,
//! as a mean over all orders in which the causes may join. That is a sum over groups of causes, each group's value with
//! a weight, and the parts of all causes add up to the whole difference in every order, so also in the mean of some.

use std::collections::BTreeMap;

use crate::draw::{DrawnItem, ItemOwner};

/// The most causes for which all orders are taken; for more, [`N_ORDERS`] of them.
pub const N_EXACT: usize = 8;
/// How many orders are taken where there are too many: half of them drawn once and for all, the others their reverses.
pub const N_ORDERS: usize = 256;

/// A group of causes, by which of them are in it, and the weight of its value in the part of each cause.
pub(super) type GroupWeights = BTreeMap<Vec<bool>, Vec<f64>>;

/// The groups of `n` causes and their weights; no causes make one group, and all of them another.
pub(super) fn weights(n: usize) -> GroupWeights {
    if n <= N_EXACT { of_all_orders(n) } else { of_some_orders(n) }
}

/// The weights of the mean of what a cause changes when it joins first and when it joins last. That is its Shapley value
/// wherever no three causes make anything together that they do not make two by two.
pub(super) fn of_first_and_last(n: usize) -> GroupWeights {
    let mut groups = GroupWeights::new();
    let (none, all) = (vec![false; n], vec![true; n]);
    for place in 0..n {
        let (mut alone, mut without) = (none.clone(), all.clone());
        (alone[place], without[place]) = (true, false);
        for (members, weight) in [(&none, -0.5), (&alone, 0.5), (&without, -0.5), (&all, 0.5)] {
            groups.entry(members.clone()).or_insert_with(|| vec![0.0; n])[place] += weight;
        }
    }
    groups
}

/// The weights of one sum less those of another.
pub(super) fn less(mut weights: GroupWeights, other: &GroupWeights) -> GroupWeights {
    for (members, taken) in other {
        let own = weights.entry(members.clone()).or_insert_with(|| vec![0.0; taken.len()]);
        own.iter_mut().zip(taken).for_each(|(own, taken)| *own -= taken);
    }
    weights
}

fn of_all_orders(n: usize) -> GroupWeights {
    let factorial = |k: usize| (1..=k).map(|i| i as f64).product::<f64>();
    let group = |mask: usize| {
        let members: Vec<bool> = (0..n).map(|place| mask >> place & 1 == 1).collect();
        let size = members.iter().filter(|is_in| **is_in).count();
        // In how many orders the group is complete when the cause joins last, or next.
        let weight = |is_in: &bool| match *is_in {
            true => factorial(size - 1) * factorial(n - size) / factorial(n),
            false => -factorial(size) * factorial(n - size - 1) / factorial(n),
        };
        let weights = members.iter().map(weight).collect();
        (members, weights)
    };
    (0..1 << n).map(group).collect()
}

fn of_some_orders(n: usize) -> GroupWeights {
    let mut groups = GroupWeights::new();
    for drawn in 0..N_ORDERS / 2 {
        let mut order = order(n, drawn);
        for _ in 0..2 {
            let mut members = vec![false; n];
            for &place in &order {
                groups.entry(members.clone()).or_insert_with(|| vec![0.0; n])[place] -= 1.0 / N_ORDERS as f64;
                members[place] = true;
                groups.entry(members.clone()).or_insert_with(|| vec![0.0; n])[place] += 1.0 / N_ORDERS as f64;
            }
            order.reverse();
        }
    }
    groups
}

/// One of the orders of `n` causes that are drawn once and for all.
fn order(n: usize, drawn: usize) -> Vec<usize> {
    let key =
        |place: usize| DrawnItem { month: place, ..DrawnItem::new(ItemOwner::Plan, "", drawn, "order") };
    let mut order: Vec<(f64, usize)> = (0..n).map(|place| (key(place).stream(0).uniform(0), place)).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    order.into_iter().map(|(_, place)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The part of each cause, where the value of a group is this.
    fn parts(n: usize, groups: &GroupWeights, value: impl Fn(&[bool]) -> f64) -> Vec<f64> {
        let mut parts = vec![0.0; n];
        for (members, weights) in groups {
            let value = value(members);
            parts.iter_mut().zip(weights).for_each(|(part, weight)| *part += weight * value);
        }
        parts
    }

    #[test]
    fn a_cause_that_works_alone_is_worth_what_it_brings_and_what_two_make_together_is_shared() {
        let value = |members: &[bool]| {
            let both = f64::from(u8::from(members[0] && members[1]));
            10.0 * both + 3.0 * f64::from(u8::from(members[2])) + 5.0
        };
        for n in [3, 4, N_EXACT] {
            let parts = parts(n, &weights(n), value);
            let meant = [5.0, 5.0, 3.0];
            for (place, part) in parts.iter().enumerate() {
                assert!((part - meant.get(place).unwrap_or(&0.0)).abs() < 1e-12, "{parts:?}");
            }
        }
    }

    #[test]
    fn what_causes_make_two_by_two_is_told_by_who_joins_first_and_last() {
        for n in [2, 3, 6] {
            let value = |members: &[bool]| {
                let is_in: Vec<usize> = (0..n).filter(|place| members[*place]).collect();
                let pairs = is_in.iter().flat_map(|a| is_in.iter().map(move |b| (a * b) as f64));
                pairs.sum::<f64>() + 7.0
            };
            let (all, ends) = (of_all_orders(n), of_first_and_last(n));
            let rest = less(all.clone(), &ends);
            let (all, ends, rest) = (parts(n, &all, value), parts(n, &ends, value), parts(n, &rest, value));
            for place in 0..n {
                assert!((all[place] - ends[place]).abs() < 1e-9 && rest[place].abs() < 1e-9);
            }
        }
    }

    #[test]
    fn some_orders_come_close_to_all_and_their_parts_add_up() {
        let n = N_EXACT;
        let value = |members: &[bool]| {
            let sum: usize =
                members.iter().enumerate().map(|(place, is_in)| if *is_in { place + 1 } else { 0 }).sum();
            (sum * sum) as f64
        };
        let (all, some) = (parts(n, &of_all_orders(n), value), parts(n, &of_some_orders(n), value));
        let whole = value(&vec![true; n]);
        assert!((some.iter().sum::<f64>() - whole).abs() < 1e-9 * whole);
        for (all, some) in all.iter().zip(&some) {
            assert!((all - some).abs() < 0.02 * whole, "{all} {some}");
        }
        let n = N_EXACT + 4;
        let parts = parts(n, &weights(n), |members| members.iter().filter(|is_in| **is_in).count() as f64);
        assert!(parts.iter().all(|part| (part - 1.0).abs() < 1e-12), "{parts:?}");
    }
}
