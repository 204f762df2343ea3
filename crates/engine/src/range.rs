//! Pieces of what lies in order: which keys, from which end, and how many.
//!
//! Owns what an interval holds. Every bound is kept as a text that is inside and one that is not: bounds of other kinds become those
//! here, so that engines, logs and scripts know one kind alone.

use std::ops::Bound;
use std::sync::Arc;

use crate::Json;

/// The keys from one on up to another, which is no longer among them, in the order of their bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Interval {
    /// The first that may be in it.
    pub from: String,
    /// The first that is not; `None` where it has no end.
    pub to: Option<String>,
}

/// In which order keys are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Order {
    /// The least first.
    #[default]
    Ascending,
    /// The greatest first.
    Descending,
}

/// What is read of a space: of these keys the first so many in an order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Range {
    /// Which keys.
    pub keys: Interval,
    /// How many of those that are there, at most; all where it is `None`.
    pub limit: Option<usize>,
    /// From which end.
    pub order: Order,
}

/// The least text that is greater than a key.
fn next(key: &str) -> String {
    format!("{key}\0")
}

/// The least text that is greater than all that begin with a prefix; nothing is greater than all texts.
fn past(prefix: &str) -> Option<String> {
    let mut kept = prefix.to_owned();
    while let Some(last) = kept.pop() {
        // The order of the bytes is that of the characters; between those below and above the surrogates there is none.
        let greater = match last {
            '\u{D7FF}' => Some('\u{E000}'),
            last => char::from_u32(u32::from(last) + 1),
        };
        if let Some(greater) = greater {
            kept.push(greater);
            return Some(kept);
        }
    }
    None
}

impl Interval {
    /// No keys.
    #[must_use]
    pub fn of_nothing() -> Interval {
        Interval {
            from: String::new(),
            to: Some(String::new()),
        }
    }

    /// All keys with a prefix.
    #[must_use]
    pub fn of_prefix(prefix: &str) -> Interval {
        Interval {
            from: prefix.to_owned(),
            to: past(prefix),
        }
    }

    /// The keys between two bounds.
    #[must_use]
    pub fn between(lower: Bound<&str>, upper: Bound<&str>) -> Interval {
        Interval {
            from: match lower {
                Bound::Unbounded => String::new(),
                Bound::Included(key) => key.to_owned(),
                Bound::Excluded(key) => next(key),
            },
            to: match upper {
                Bound::Unbounded => None,
                Bound::Included(key) => Some(next(key)),
                Bound::Excluded(key) => Some(key.to_owned()),
            },
        }
    }

    /// The keys that are in both.
    #[must_use]
    pub fn and(self, other: Interval) -> Interval {
        Interval {
            from: self.from.max(other.from),
            to: match (self.to, other.to) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            },
        }
    }

    /// Whether a key is in it.
    #[must_use]
    pub fn holds(&self, key: &str) -> bool {
        *self.from <= *key && self.to.as_deref().is_none_or(|to| key < to)
    }

    /// Whether no key can be in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.to.as_ref().is_some_and(|to| *to <= self.from)
    }

    /// The part that has been read once a key has, in this order, and the part that has not.
    #[must_use]
    pub fn split(&self, key: &str, order: Order) -> (Interval, Interval) {
        let at = match order {
            Order::Ascending => next(key),
            Order::Descending => key.to_owned(),
        };
        let below = Interval {
            from: self.from.clone(),
            to: Some(at.clone()),
        };
        let above = Interval {
            from: at,
            to: self.to.clone(),
        };
        match order {
            Order::Ascending => (below, above),
            Order::Descending => (above, below),
        }
    }

    /// The keys that are in one of both, where these touch or meet: nothing lies between them then.
    #[must_use]
    pub(crate) fn joined(&self, other: &Interval) -> Option<Interval> {
        let reaches = |one: &Interval, other: &Interval| {
            let to = one.to.as_ref();
            to.is_none_or(|to| *to >= other.from)
        };
        (reaches(self, other) && reaches(other, self)).then(|| Interval {
            from: self.from.clone().min(other.from.clone()),
            to: match (&self.to, &other.to) {
                (Some(one), Some(other)) => Some(one.max(other).clone()),
                _ => None,
            },
        })
    }

    /// Its bounds, as ordered collections take them. Of an empty one they must not be used: collections refuse those.
    #[must_use]
    pub fn bounds(&self) -> (Bound<&str>, Bound<&str>) {
        let to = self.to.as_deref();
        (
            Bound::Included(&self.from),
            to.map_or(Bound::Unbounded, Bound::Excluded),
        )
    }
}

impl Range {
    /// The keys that were looked at where these were found: up to the last of them where they are as many as may be, else all.
    #[must_use]
    pub fn looked_at(&self, found: &[(Arc<str>, Json)]) -> Interval {
        match (self.limit, found.last()) {
            (Some(0), _) => Interval::of_nothing(),
            (Some(limit), Some((last, _))) if limit == found.len() => {
                self.keys.split(last, self.order).0
            }
            _ => self.keys.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: [&str; 12] = [
        "",
        "a",
        "a\0",
        "a/",
        "a/1",
        "a/ä",
        "a/\u{D7FF}",
        "a/\u{E000}",
        "a/\u{10FFFF}",
        "a0",
        "b",
        "\u{10FFFF}",
    ];

    #[test]
    fn a_prefix_is_an_interval() {
        for prefix in KEYS.iter().chain(&["\u{10FFFF}\u{10FFFF}", "a/\u{D7FE}"]) {
            let interval = Interval::of_prefix(prefix);
            for key in KEYS {
                let starts = key.starts_with(prefix);
                assert_eq!(interval.holds(key), starts, "{prefix:?} {key:?}");
            }
        }
    }

    #[test]
    fn bounds_are_what_they_say() {
        for low in KEYS {
            for high in KEYS {
                let inside = |lower, upper, expected: &dyn Fn(&str) -> bool| {
                    let interval = Interval::between(lower, upper);
                    for key in KEYS {
                        assert_eq!(interval.holds(key), expected(key), "{interval:?} {key:?}");
                        assert!(!(interval.is_empty() && interval.holds(key)));
                    }
                };
                let (included, excluded) = (Bound::Included(low), Bound::Excluded(low));
                inside(included, Bound::Excluded(high), &|key| {
                    low <= key && key < high
                });
                inside(excluded, Bound::Included(high), &|key| {
                    low < key && key <= high
                });
                inside(excluded, Bound::Unbounded, &|key| low < key);
                inside(Bound::Unbounded, Bound::Included(high), &|key| key <= high);
            }
        }
    }

    #[test]
    fn what_touches_is_joined_without_a_key_more() {
        let bounds = KEYS.iter().map(|key| Some((*key).to_owned())).chain([None]);
        let intervals = || {
            let ends = bounds.clone();
            KEYS.iter().flat_map(move |from| {
                let from = (*from).to_owned();
                ends.clone().map(move |to| Interval {
                    from: from.clone(),
                    to,
                })
            })
        };
        let real = || intervals().filter(|interval| !interval.is_empty());
        for (one, other) in real().flat_map(|one| real().map(move |other| (one.clone(), other))) {
            let Some(both) = one.joined(&other) else {
                assert!(one.and(other).is_empty(), "what meets is joined");
                continue;
            };
            for key in KEYS {
                let held = one.holds(key) || other.holds(key);
                assert_eq!(both.holds(key), held, "{one:?} {other:?} {key:?}");
            }
        }
        let (read, rest) = Interval::of_prefix("a").split("a/1", Order::Ascending);
        assert_eq!(read.joined(&rest), Some(Interval::of_prefix("a")));
        assert_eq!(rest.joined(&read), Some(Interval::of_prefix("a")));
    }

    #[test]
    fn what_was_read_and_what_was_not_is_all() {
        let all = Interval::of_prefix("a");
        for order in [Order::Ascending, Order::Descending] {
            let (read, rest) = all.split("a/1", order);
            for key in KEYS {
                assert_eq!(all.holds(key), read.holds(key) || rest.holds(key), "{key}");
                assert!(!(read.holds(key) && rest.holds(key)), "{key}");
            }
            assert!(read.holds("a/1"), "the key itself has been read");
        }
        let (_, rest) = all.split("a", Order::Descending);
        assert!(rest.is_empty());
        let both = Interval::of_prefix("a/").and(Interval::of_prefix("a"));
        assert_eq!(both, Interval::of_prefix("a/"));
    }
}
