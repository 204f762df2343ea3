//! Parts of what lies in order: which keys a range gives, and what of it a later commit may change.

use std::ops::Bound::{self, Excluded, Included, Unbounded};

use super::stage::{Random, Stage, Subject, delete, set, set_until};
use crate::{CommitError, Interval, Millis, Order, Range, Reads, Snapshot, Space, Write};

use Order::{Ascending, Descending};

/// Keys with a prefix between two bounds, so many in an order.
fn range(
    prefix: &str,
    (lower, upper): (Bound<&str>, Bound<&str>),
    order: Order,
    limit: Option<usize>,
) -> Range {
    Range {
        keys: Interval::of_prefix(prefix).and(Interval::between(lower, upper)),
        limit,
        order,
    }
}

const ANY: (Bound<&str>, Bound<&str>) = (Unbounded, Unbounded);

fn first(prefix: &str, limit: usize) -> Range {
    range(prefix, ANY, Ascending, Some(limit))
}

fn last(prefix: &str, limit: usize) -> Range {
    range(prefix, ANY, Descending, Some(limit))
}

fn keys(snapshot: &mut dyn Snapshot, range: &Range) -> Vec<String> {
    let found = snapshot.list_range(Space::Values, range).expect("reached");
    found.into_iter().map(|(key, _)| key.to_string()).collect()
}

/// The keys of a range now.
fn now(stage: &Stage, now: u64, range: &Range) -> Vec<String> {
    keys(&mut *stage.snapshot(now), range)
}

fn read(stage: &Stage, at: u64, range: &Range) -> Reads {
    let mut snapshot = stage.snapshot(at);
    keys(&mut *snapshot, range);
    snapshot.into_reads()
}

/// Reads a range, lets others commit, and tells whether the commit after that is a conflict.
fn conflicts(stage: &Stage, range: &Range, meanwhile: Vec<Write>) -> bool {
    let reads = read(stage, 1, range);
    stage.write(1, meanwhile);
    match stage.commit(1, reads, vec![set("written", "1")]) {
        Ok(_) => false,
        Err(CommitError::Conflict) => true,
        Err(other) => panic!("neither done nor a conflict: {other}"),
    }
}

/// Texts of one to four bytes a character, in no order: those of UTF-16 units, and of a language, are others.
const MIXED: [&str; 9] = [
    "a/z",
    "a/\u{10FFFF}",
    "a/",
    "a/é",
    "a/Z",
    "a/\u{FFFD}",
    "a/10",
    "a/9",
    "a/\0",
];

/// The same in the order of their bytes.
const ORDERED: [&str; 9] = [
    "a/",
    "a/\0",
    "a/10",
    "a/9",
    "a/Z",
    "a/z",
    "a/é",
    "a/\u{FFFD}",
    "a/\u{10FFFF}",
];

/// "Some keys and their values, in that order", whatever bounds a range has.
pub fn a_range_has_the_keys_between_its_bounds_in_the_order_of_their_bytes(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let others = ["a", "a.", "a0", "b", ""].iter().chain(&MIXED);
    stage.write(1, others.map(|key| set(key, "1")).collect());
    // Twice: the second time an engine may have it at hand.
    for _ in 0..2 {
        for low in ORDERED.iter().chain(&["a/5", ""]) {
            for high in ORDERED.iter().chain(&["a/5", "b"]) {
                for bounds in [
                    (Included(*low), Excluded(*high)),
                    (Excluded(*low), Included(*high)),
                    (Excluded(*low), Unbounded),
                    (Unbounded, Included(*high)),
                ] {
                    let within = ORDERED.iter().filter(|key| holds(bounds, key));
                    let mut expected: Vec<_> = within.map(|key| (*key).to_owned()).collect();
                    let found = now(&stage, 1, &range("a/", bounds, Ascending, None));
                    assert_eq!(found, expected, "{bounds:?}");
                    expected.reverse();
                    let found = now(&stage, 1, &range("a/", bounds, Descending, None));
                    assert_eq!(found, expected, "{bounds:?}");
                }
            }
        }
    }
    let mut snapshot = stage.snapshot(1);
    assert_eq!(
        keys(&mut *snapshot, &range("", ANY, Ascending, None)).len(),
        14
    );
    let games = snapshot.list_range(Space::Games, &first("a/", 3));
    assert!(games.expect("reached").is_empty(), "another space");
}

fn holds((lower, upper): (Bound<&str>, Bound<&str>), key: &str) -> bool {
    let above = match lower {
        Included(low) => key.as_bytes() >= low.as_bytes(),
        Excluded(low) => key.as_bytes() > low.as_bytes(),
        Unbounded => true,
    };
    above
        && match upper {
            Included(high) => key.as_bytes() <= high.as_bytes(),
            Excluded(high) => key.as_bytes() < high.as_bytes(),
            Unbounded => true,
        }
}

/// "The first so many of an interval, from the end that the range says."
pub fn a_limit_gives_the_nearest_of_either_end(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    stage.write(1, MIXED.iter().map(|key| set(key, "1")).collect());
    let most = |keys: &[&str], limit| {
        let some = keys.iter().take(limit);
        some.map(|key| (*key).to_owned()).collect::<Vec<_>>()
    };
    let mut backwards = ORDERED;
    backwards.reverse();
    for limit in [3, 1, 9, 10, 0, 4, 8, usize::MAX] {
        let found = now(&stage, 1, &first("a/", limit));
        assert_eq!(found, most(&ORDERED, limit), "the first {limit}");
        let found = now(&stage, 1, &last("a/", limit));
        assert_eq!(found, most(&backwards, limit), "the last {limit}");
    }
    // Page by page, from either end.
    let (mut forth, mut back) = (Vec::new(), Vec::new());
    loop {
        let behind = forth
            .last()
            .map_or(Unbounded, |key: &String| Excluded(&**key));
        let page = range("a/", (behind, Unbounded), Ascending, Some(2));
        match now(&stage, 1, &page) {
            page if page.is_empty() => break,
            page => forth.extend(page),
        }
    }
    loop {
        let before = back
            .last()
            .map_or(Unbounded, |key: &String| Excluded(&**key));
        let page = range("a/", (Unbounded, before), Descending, Some(2));
        match now(&stage, 1, &page) {
            page if page.is_empty() => break,
            page => back.extend(page),
        }
    }
    assert_eq!(forth, ORDERED);
    assert_eq!(back, backwards);
}

/// "What has expired or was removed doesn't count", however much of it there is.
pub fn what_is_gone_does_not_count_in_a_range(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let name = |number: usize| format!("a/{number:05}");
    for first in (0..3000).step_by(500) {
        let some = (first..first + 500).map(|number| match number {
            1000..1500 => set_until(&name(number), "1", 20),
            _ => set(&name(number), "1"),
        });
        stage.write(10, some.collect());
    }
    assert_eq!(now(&stage, 10, &first("a/", 2)), [name(0), name(1)]);
    assert_eq!(now(&stage, 10, &last("a/", 1)), [name(2999)]);
    for first in (0..1000).step_by(500) {
        let some = (first..first + 500).map(|number| delete(&name(number)));
        stage.write(10, some.collect());
    }
    assert_eq!(now(&stage, 19, &first("a/", 2)), [name(1000), name(1001)]);
    assert_eq!(now(&stage, 20, &first("a/", 2)), [name(1500), name(1501)]);
    let behind = |number| (Excluded("a/00900"), Included(number));
    let found = now(
        &stage,
        20,
        &range("a/", behind("a/01501"), Descending, Some(9)),
    );
    assert_eq!(found, [name(1501), name(1500)]);
    let all = now(&stage, 20, &range("a/", ANY, Ascending, None));
    assert_eq!(all, (1500..3000).map(name).collect::<Vec<_>>());
    let all = now(&stage, 20, &range("a/", ANY, Descending, Some(1400)));
    assert_eq!(all, (1600..3000).rev().map(name).collect::<Vec<_>>());
    stage.write(20, vec![set(&name(700), "2")]);
    assert_eq!(now(&stage, 20, &first("a/", 1)), [name(700)], "it is back");
}

/// "All keys of an interval, and that there are no others."
pub fn a_range_that_has_changed_is_a_conflict(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let all = ["a/1", "a/3", "a/5", "a/7", "a/9"];
    stage.write(1, all.iter().map(|key| set(key, "1")).collect());
    let (two, newest) = (first("a/", 2), last("a/", 2));
    assert!(conflicts(&stage, &two, vec![set("a/3", "2")]), "changed");
    assert!(conflicts(&stage, &two, vec![delete("a/3")]), "removed");
    assert!(conflicts(&stage, &two, vec![set("a/3", "1")]), "added");
    assert!(conflicts(&stage, &two, vec![set("a/", "1")]), "at its edge");
    stage.write(1, vec![delete("a/")]);
    assert!(conflicts(&stage, &newest, vec![set("a/7", "2")]), "changed");
    assert!(conflicts(&stage, &newest, vec![set("a/8", "2")]), "added");
    assert!(conflicts(&stage, &newest, vec![delete("a/8")]), "removed");
    let edge = vec![set("a/\u{10FFFF}", "1")];
    assert!(conflicts(&stage, &newest, edge), "at its edge");
    stage.write(1, vec![delete("a/\u{10FFFF}")]);
    let between = range("a/", (Excluded("a/3"), Included("a/7")), Ascending, None);
    for inside in ["a/3\0", "a/5", "a/7", "a/4é"] {
        assert!(
            conflicts(&stage, &between, vec![set(inside, "2")]),
            "{inside:?}"
        );
    }
    let nothing = range("b/", (Included("b/2"), Excluded("b/4")), Ascending, Some(1));
    for inside in ["b/2", "b/3\u{10FFFF}", "b/22"] {
        assert!(
            conflicts(&stage, &nothing, vec![set(inside, "2")]),
            "{inside:?}"
        );
        stage.write(1, vec![delete(inside)]);
    }
    let more = first("a/", 100);
    assert!(
        conflicts(&stage, &more, vec![set("a/z", "1")]),
        "the limit was not reached"
    );
}

/// "What lies outside of it may change", also the next key behind what was given.
pub fn what_a_range_has_not_looked_at_is_no_conflict(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let all = ["a/1", "a/3", "a/5", "a/7", "a/9"];
    stage.write(1, all.iter().map(|key| set(key, "1")).collect());
    let two = first("a/", 2);
    for outside in [
        "a/3\0",
        "a/4",
        "a/5",
        "a/9",
        "a",
        "a0",
        "b/1",
        "a.\u{10FFFF}",
    ] {
        assert!(
            !conflicts(&stage, &two, vec![set(outside, "2")]),
            "{outside:?}"
        );
    }
    let newest = last("a/", 2);
    for outside in ["a/6\u{10FFFF}", "a/1", "a/", "a0", "b/1"] {
        assert!(
            !conflicts(&stage, &newest, vec![set(outside, "2")]),
            "{outside:?}"
        );
    }
    let between = range("a/", (Excluded("a/3"), Excluded("a/7")), Descending, None);
    for outside in ["a/3", "a/7", "a/2é", "a/7\0"] {
        assert!(
            !conflicts(&stage, &between, vec![set(outside, "3")]),
            "{outside:?}"
        );
    }
    assert!(!conflicts(&stage, &two, vec![delete("a/9"), delete("a/5")]));
    let none = first("a/", 0);
    assert!(
        !conflicts(&stage, &none, vec![set("a/1", "4")]),
        "nothing was wanted"
    );
    let empty = range("a/", (Included("a/7"), Excluded("a/3")), Ascending, None);
    assert!(
        !conflicts(&stage, &empty, vec![set("a/5", "4")]),
        "nothing is between"
    );
    let other = stage.tenant("example.org");
    let reads = read(&stage, 1, &two);
    other.write(1, vec![set("a/1", "5")]);
    stage.commit(1, reads, vec![]).expect("another tenant's");
}

/// Also after so many other commits that no engine remembers each of them.
pub fn a_range_that_changed_long_ago_is_a_conflict(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    stage.write(1, vec![set("a/1", "1"), set("a/2", "1"), set("a/3", "1")]);
    let (changed, same) = (last("a/", 2), first("a/", 1));
    let reads = [&changed, &same].map(|range| read(&stage, 1, range));
    stage.write(1, vec![set("a/2", "2")]);
    for round in 0..60 {
        let writes = (0..100).map(|key| set(&format!("c/{key}"), &round.to_string()));
        stage.write(1, writes.collect());
    }
    let [old, rest] = reads;
    assert_eq!(stage.commit(1, old, vec![]), Err(CommitError::Conflict));
    // An engine may have lost count by then: the second try is fresh.
    let second = stage.commit(1, rest, vec![]);
    let second = second.or_else(|_| stage.commit(1, read(&stage, 1, &same), vec![]));
    second.expect("the first of a/ has not changed");
}

/// "Or has expired": a batch is at its own time.
pub fn what_expires_in_a_range_is_a_conflict_and_behind_it_is_none(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let writes = vec![set("a/1", "1"), set_until("a/2", "1", 20), set("a/3", "1")];
    stage.write(10, writes);
    for sweeps in [false, true] {
        let reads = |range: &Range| read(&stage, 19, range);
        let (two, one) = (reads(&first("a/", 2)), reads(&first("a/", 1)));
        let newest = reads(&last("a/", 1));
        if sweeps {
            (1..5).for_each(|n| stage.engine.sweep(Millis(100_000 * n)));
        }
        let late = stage.commit(20, two, vec![]);
        assert_eq!(late, Err(CommitError::Conflict), "swept: {sweeps}");
        if !sweeps {
            stage.commit(20, one, vec![]).expect("it reads less");
            stage.commit(20, newest, vec![]).expect("of the other end");
            let gone = read(&stage, 20, &first("a/", 2));
            stage.commit(30, gone, vec![]).expect("it was gone then");
        }
    }
}

/// "It stays the same while the snapshot is held", in pieces and from both ends, and whatever others have read meanwhile.
pub fn a_held_snapshot_has_the_same_ranges(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let name = |number: u64| format!("a/{number:04}");
    stage.write(1, (0..700).map(|n| set(&name(2 * n), "1")).collect());
    let mut held = stage.snapshot(1);
    let mut random = Random(18);
    let mut there: std::collections::BTreeSet<u64> = (0..700).map(|n| 2 * n).collect();
    for round in 0..40 {
        let changes = (0..30).map(|_| {
            let number = random.below(1400);
            match round % 2 {
                0 if there.remove(&number) => delete(&name(number)),
                _ => {
                    there.insert(number);
                    set(&name(number), "2")
                }
            }
        });
        let changes = changes.collect();
        stage.write(1, changes);
        stage.engine.sweep(Millis(1));
        let limit = usize::try_from(random.below(600)).expect("few");
        let known = there.iter().take(limit).map(|n| name(*n));
        assert_eq!(
            now(&stage, 1, &first("a/", limit)),
            known.collect::<Vec<_>>()
        );
        let known = there.iter().rev().take(limit).map(|n| name(*n));
        assert_eq!(
            now(&stage, 1, &last("a/", limit)),
            known.collect::<Vec<_>>()
        );
        let from = random.below(700);
        let expected: Vec<_> = (from..700).take(limit).map(|n| name(2 * n)).collect();
        let bounds = name(2 * from);
        let bounds = (Included(&*bounds), Unbounded);
        let found = keys(&mut *held, &range("a/", bounds, Ascending, Some(limit)));
        assert_eq!(found, expected, "round {round}");
        let bounds = name(2 * from);
        let bounds = (Unbounded, Included(&*bounds));
        let found = keys(&mut *held, &range("a/", bounds, Descending, Some(limit)));
        let expected = (0..=from).rev().take(limit).map(|n| name(2 * n));
        assert_eq!(found, expected.collect::<Vec<_>>(), "round {round}");
    }
}

/// A range at hand is the right one, or lacks and says so: whatever others write into it, and however much of it they take away.
pub fn a_range_at_hand_is_right_or_lacking(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    stage.write(1, (1..5).map(|n| set(&format!("a/{n}"), "1")).collect());
    let check = |range: &Range, expected: &[&str]| {
        let snapshot = stage.engine.snapshot_at_hand(&stage.tenant, Millis(1));
        let mut snapshot = snapshot.expect("the engine can be reached");
        match snapshot.list_range(Space::Values, range) {
            Ok(found) => {
                assert!(!snapshot.lacks());
                let found: Vec<&str> = found.iter().map(|(key, _)| &**key).collect();
                assert_eq!(found, expected);
            }
            Err(_) => assert!(snapshot.lacks()),
        }
    };
    let two = first("a/", 2);
    let both = |expected: &[&str]| {
        check(&two, expected);
        assert_eq!(now(&stage, 1, &two), expected);
        check(&two, expected);
    };
    both(&["a/1", "a/2"]);
    stage.write(1, vec![set("a/11", "1")]);
    both(&["a/1", "a/11"]);
    for (gone, left) in [
        ("a/1", ["a/11", "a/2"]),
        ("a/11", ["a/2", "a/3"]),
        ("a/2", ["a/3", "a/4"]),
    ] {
        stage.write(1, vec![delete(gone)]);
        both(&left);
    }
    check(&last("a/", 1), &["a/4"]);
    assert_eq!(stage.list(1, "a/").len(), 2);
    check(&last("a/", 5), &["a/4", "a/3"]);
    check(&first("b/", 5), &[]);
}
