//! Of which names a node knows all values: those that are there, and that there are no others.
//!
//! Owns intervals that neither overlap nor touch. It knows no values.

use std::collections::BTreeMap;
use std::ops::Bound::{Excluded, Included, Unbounded};
use std::sync::Arc;

use buildamp_engine::{Interval, Order};

/// How many intervals are known at most: those that hold nothing take memory, too.
const MOST: usize = 4096;

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// By where they begin, where they end.
    intervals: BTreeMap<Arc<str>, Arc<str>>,
}

impl Known {
    /// The interval in which a name is.
    fn around(&self, name: &str) -> Option<(&Arc<str>, &Arc<str>)> {
        let found = self
            .intervals
            .range::<str, _>((Unbounded, Included(name)))
            .next_back();
        found.filter(|(_, to)| *name < ***to)
    }

    /// Whether a name is known, there or not.
    pub(crate) fn holds(&self, name: &str) -> bool {
        self.around(name).is_some()
    }

    /// The part of an interval that is known from its end on, as it is read in an order. `None` where it is not known there.
    pub(crate) fn part(&self, names: &Interval, order: Order) -> Option<Interval> {
        if names.is_empty() {
            return None;
        }
        match order {
            Order::Ascending => {
                let (_, to) = self.around(&names.from)?;
                let to = match &names.to {
                    Some(end) if **end <= **to => end.clone(),
                    _ => to.to_string(),
                };
                Some(Interval {
                    from: names.from.clone(),
                    to: Some(to),
                })
            }
            Order::Descending => {
                let end = names.to.as_deref()?;
                let before = self
                    .intervals
                    .range::<str, _>((Unbounded, Excluded(end)))
                    .next_back();
                let (from, _) = before.filter(|(_, to)| ***to >= *end)?;
                Some(Interval {
                    from: names.from.clone().max(from.to_string()),
                    to: names.to.clone(),
                })
            }
        }
    }

    /// From now on all in this interval is known. One without an end is not noted.
    pub(crate) fn add(&mut self, names: &Interval) {
        let Some(end) = names.to.as_deref().filter(|_| !names.is_empty()) else {
            return;
        };
        let (mut from, mut to): (Arc<str>, Arc<str>) = (names.from.as_str().into(), end.into());
        // What it overlaps or touches becomes one with it: of those before it, that can be the last one alone.
        loop {
            let last = self
                .intervals
                .range::<str, _>((Unbounded, Included(&*to)))
                .next_back();
            let Some((begin, end)) = last.filter(|(_, end)| ***end >= *from) else {
                break;
            };
            let (begin, end) = (begin.clone(), end.clone());
            self.intervals.remove(&begin);
            from = from.min(begin);
            to = to.max(end);
        }
        if self.intervals.len() >= MOST {
            self.intervals.pop_first();
        }
        self.intervals.insert(from, to);
    }

    /// A name is no longer known: nor is the interval in which it is.
    pub(crate) fn forget(&mut self, name: &str) {
        if let Some(from) = self.around(name).map(|(from, _)| from.clone()) {
            self.intervals.remove(&from);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(from: &str, to: &str) -> Interval {
        Interval {
            from: from.to_owned(),
            to: Some(to.to_owned()),
        }
    }

    fn all(known: &Known) -> Vec<String> {
        let all = known.intervals.iter();
        all.map(|(from, to)| format!("{from}-{to}")).collect()
    }

    #[test]
    fn what_overlaps_or_touches_becomes_one() {
        let mut known = Known::default();
        known.add(&of("b", "d"));
        known.add(&of("h", "k"));
        known.add(&of("e", "f"));
        assert_eq!(all(&known), ["b-d", "e-f", "h-k"]);
        known.add(&of("d", "e"));
        assert_eq!(all(&known), ["b-f", "h-k"]);
        known.add(&of("c", "d"));
        known.add(&of("a", "b"));
        assert_eq!(all(&known), ["a-f", "h-k"]);
        known.add(&of("e", "z"));
        assert_eq!(all(&known), ["a-z"]);
        known.add(&of("z", "z"));
        known.add(&of("A", "zz"));
        assert_eq!(all(&known), ["A-zz"]);
        known.forget("zz");
        assert_eq!(all(&known), ["A-zz"]);
        known.forget("A");
        assert!(all(&known).is_empty());
    }

    #[test]
    fn a_part_begins_at_the_end_from_which_it_is_read() {
        let mut known = Known::default();
        known.add(&of("c", "f"));
        let part = |from, to, order| known.part(&of(from, to), order);
        assert_eq!(part("d", "z", Order::Ascending), Some(of("d", "f")));
        assert_eq!(part("c", "e", Order::Ascending), Some(of("c", "e")));
        assert_eq!(part("a", "z", Order::Ascending), None);
        assert_eq!(part("f", "z", Order::Ascending), None);
        assert_eq!(part("a", "f", Order::Descending), Some(of("c", "f")));
        assert_eq!(part("d", "e", Order::Descending), Some(of("d", "e")));
        assert_eq!(part("a", "c", Order::Descending), None);
        assert_eq!(part("a", "g", Order::Descending), None);
        assert!(known.holds("c") && known.holds("ez"));
        assert!(!known.holds("f") && !known.holds("bz"));
    }
}
