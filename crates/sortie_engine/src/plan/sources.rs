//! Sources of numbers follow the items of lists that they are about, when one is taken out or changes its place.

use super::parts::BasisMap;

/// Keeps the items of `list` that `keeps` wants, with their sources in the `basis` of the part that holds the list.
pub fn retain_with_sources<T>(
    items: &mut Vec<T>,
    basis: &mut BasisMap,
    list: &str,
    mut keeps: impl FnMut(&mut T) -> bool,
) {
    let mut n_kept = 0;
    let mut places: Vec<Option<usize>> = vec![];
    items.retain_mut(|item| {
        let is_kept = keeps(item);
        places.push(is_kept.then_some(n_kept));
        n_kept += usize::from(is_kept);
        is_kept
    });
    renumber(basis, list, |place| places.get(place).copied().flatten());
}

/// Takes the item at `idx` out of `list`, with its sources.
pub fn remove_with_sources<T>(items: &mut Vec<T>, basis: &mut BasisMap, list: &str, idx: usize) {
    let mut place = 0;
    retain_with_sources(items, basis, list, |_| {
        place += 1;
        place != idx + 1
    });
}

/// Lets two items of `list` change places, and their sources with them.
pub fn swap_with_sources<T>(items: &mut [T], basis: &mut BasisMap, list: &str, (a, b): (usize, usize)) {
    items.swap(a, b);
    renumber(basis, list, |place| {
        Some(match place {
            _ if place == a => b,
            _ if place == b => a,
            other => other,
        })
    });
}

/// Gives the sources of `list` other places; those without one go.
fn renumber(basis: &mut BasisMap, list: &str, place_of: impl Fn(usize) -> Option<usize>) {
    let before = std::mem::take(basis);
    basis.extend(before.into_iter().filter_map(|(key, source)| match place_in(&key, list) {
        None => Some((key, source)),
        Some((place, rest)) => place_of(place).map(|place| (format!("{list}[{place}]{rest}"), source)),
    }));
}

/// The place in `list` that a source is about, and what follows it: `mechanisms[2].share` gives 2 and `.share`.
fn place_in<'k>(key: &'k str, list: &str) -> Option<(usize, &'k str)> {
    let (place, rest) = key.strip_prefix(list)?.strip_prefix('[')?.split_once(']')?;
    Some((place.parse().ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn basis() -> BasisMap {
        let keys = ["setup_cost", "mechanisms[0].share", "mechanisms[1].to[2].share", "mechanisms[2].size"];
        keys.into_iter().map(|key| (key.to_owned(), key.to_owned())).collect()
    }

    #[test]
    fn what_is_taken_out_takes_its_sources_along_and_later_items_keep_theirs() {
        let (mut items, mut basis) = (vec!['a', 'b', 'c'], basis());
        remove_with_sources(&mut items, &mut basis, "mechanisms", 0);
        assert_eq!(items, ['b', 'c']);
        let told = |key: &str| basis.get(key).map(String::as_str);
        assert_eq!(told("mechanisms[0].to[2].share"), Some("mechanisms[1].to[2].share"));
        assert_eq!(told("mechanisms[1].size"), Some("mechanisms[2].size"));
        assert_eq!((told("setup_cost"), basis.len()), (Some("setup_cost"), 3));
    }

    #[test]
    fn items_that_change_places_keep_their_sources() {
        let (mut items, mut basis) = (['a', 'b', 'c'], basis());
        swap_with_sources(&mut items, &mut basis, "mechanisms", (0, 2));
        assert_eq!(items, ['c', 'b', 'a']);
        assert_eq!(basis["mechanisms[0].size"], "mechanisms[2].size");
        assert_eq!(basis["mechanisms[2].share"], "mechanisms[0].share");
        assert_eq!(basis.len(), 4);
    }
}
