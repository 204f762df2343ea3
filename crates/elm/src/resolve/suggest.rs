//! Names close to one that wasn't found.

use super::resolved::Name;

/// At most this many are shown.
const SHOWN: usize = 4;

/// Of `candidates`, those that `name` may be a slip of, the closest first. Case doesn't count; two letters
/// swapped count as one slip.
pub fn close<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<Name> {
    let wanted = name.to_lowercase();
    let length = wanted.chars().count();
    let limit = ((length + 2) / 4).max(1).min(length.saturating_sub(1));
    let mut ranked: Vec<(usize, &str)> = candidates
        .into_iter()
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= limit)
        .map(|candidate| {
            let distance = strsim::osa_distance(&wanted, &candidate.to_lowercase());
            (distance, candidate)
        })
        .filter(|(distance, _)| *distance <= limit)
        .collect();
    ranked.sort_unstable();
    ranked.dedup();
    ranked
        .into_iter()
        .take(SHOWN)
        .map(|(_, candidate)| candidate.into())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::close;

    #[test]
    fn the_closest_comes_first_and_far_names_are_left_out() {
        let names = ["mpa", "map", "filter", "mapp", "Map"];
        assert_eq!(close("map", names), ["Map", "map", "mapp", "mpa"]);
        assert_eq!(close("lenght", ["length", "List.length"]), ["length"]);
        assert!(close("foldl", ["map", "folder"]).is_empty());
        assert!(
            close("x", ["y"]).is_empty(),
            "one letter is no slip of another"
        );
        assert_eq!(close("x", ["X"]), ["X"]);
    }
}
