//! What an engine keeps when it is closed, or when its process ends.

use std::collections::BTreeSet;

use super::browsing::found;
use super::stage::{
    REMEMBERED, Stage, Subject, broadcast, cancel, delete, enter, operation, payloads, schedule,
    set, set_until, volatile,
};
use crate::{
    CommitError, History, Interval, Kept, Kind, Millis, Order, Position, Range, Space, Write,
};

/// Closes the engine and opens it again.
fn restart(stage: Stage, subject: &dyn Subject) -> Stage {
    stage.engine.close().expect("it can write");
    drop(stage);
    Stage::open(subject)
}

/// Lets go of the engine as if the process had ended, and opens it again.
fn crash(stage: Stage, subject: &dyn Subject) -> Stage {
    drop(stage);
    Stage::open(subject)
}

/// Both ends, one after the other.
fn ends() -> [fn(Stage, &dyn Subject) -> Stage; 3] {
    [restart, crash, restart]
}

/// What lies in the store is found, and what was written, removed or changed since stands before it.
pub fn what_was_kept_is_found_among_what_is_new(subject: &dyn Subject) {
    let mut stage = Stage::open(subject);
    let old: Vec<Write> = (0..30).map(|n| set(&format!("k/{n:02}"), "1")).collect();
    stage.write(1, old);
    stage.write(1, vec![operation("notes", 1)]);
    for end in ends() {
        stage = end(stage, subject);
        assert_eq!(found(&stage, Kept::Documents, "", 7), ["notes @1"]);
    }
    stage.write(
        2,
        vec![
            set("k/07", "2"),
            set("k/075", "3"),
            delete("k/11"),
            set("l", "1"),
        ],
    );
    let all = found(&stage, Kept::Values, "k/", 7);
    assert_eq!(all.len(), 30, "one came and one went: {all:?}");
    assert_eq!(all[7..9], ["k/07 2", "k/075 3"]);
    assert!(!all.iter().any(|name| name.starts_with("k/11")));
}

/// A range is of both, from either end, and what it rests on is.
pub fn ranges_are_of_what_was_kept_and_what_is_new(subject: &dyn Subject) {
    let mut stage = Stage::open(subject);
    let name = |number: u32| format!("k/{number:03}");
    stage.write(1, (0..100).map(|n| set(&name(3 * n), "1")).collect());
    let mut there: BTreeSet<u32> = (0..100).map(|n| 3 * n).collect();
    for (end, round) in ends().into_iter().zip(1..) {
        stage = end(stage, subject);
        for order in [Order::Ascending, Order::Descending] {
            for limit in [1, 5, 70, 400] {
                let range = Range {
                    keys: Interval::of_prefix("k/"),
                    limit: Some(limit),
                    order,
                };
                let mut snapshot = stage.snapshot(1);
                let found = snapshot.list_range(Space::Values, &range).expect("reached");
                let found: Vec<_> = found.into_iter().map(|(key, _)| key.to_string()).collect();
                let expected: Vec<_> = match order {
                    Order::Ascending => there.iter().take(limit).map(|n| name(*n)).collect(),
                    Order::Descending => {
                        let back = there.iter().rev().take(limit);
                        back.map(|n| name(*n)).collect()
                    }
                };
                assert_eq!(found, expected, "round {round}, {limit}, {order:?}");
                let reads = snapshot.into_reads();
                let last = expected.last().expect("there are some");
                let outside = match order {
                    Order::Ascending => format!("{last}\0"),
                    Order::Descending => "k/".to_owned(),
                };
                if limit < there.len() {
                    stage.write(1, vec![set(&outside, "1")]);
                    stage.write(1, vec![delete(&outside)]);
                    let done = stage.commit(1, reads.clone(), vec![]);
                    done.expect("nothing that was looked at has changed");
                }
                stage.write(1, vec![set(last, "2")]);
                let refused = stage.commit(1, reads, vec![]);
                assert_eq!(refused, Err(CommitError::Conflict));
            }
        }
        // Some come, some go: the last and the first among them.
        let came = (0..20).map(|n| 15 * n + round).filter(|n| *n < 300);
        let went = [there.first(), there.last()].into_iter().flatten().copied();
        let (came, went): (Vec<_>, Vec<_>) = (came.collect(), went.collect());
        let writes = came.iter().map(|n| set(&name(*n), "1"));
        stage.write(
            1,
            writes
                .chain(went.iter().map(|n| delete(&name(*n))))
                .collect(),
        );
        there.extend(came);
        there.retain(|n| !went.contains(n));
    }
}

/// Values, games' states, the server's own: with their times, and what was removed stays away.
pub fn values_are_kept(subject: &dyn Subject) {
    let mut stage = Stage::open(subject);
    let game = Write::Set {
        space: Space::Games,
        key: "g".into(),
        value: "{\"turn\":1}".into(),
        keep: crate::Keep::Always,
    };
    stage.write(1, vec![set("a", "1"), set("b", "1"), set("c", "1"), game]);
    stage.write(
        1,
        vec![set("b", "2"), delete("c"), set_until("d", "1", 100)],
    );
    for (end, round) in ends().into_iter().zip(0..) {
        stage = end(stage, subject);
        let list = stage.list(99, "").into_iter().map(|(k, v)| k + &v);
        assert_eq!(
            list.collect::<Vec<_>>(),
            ["a1", "b2", "d1"],
            "round {round}"
        );
        assert_eq!(
            (stage.get(99, "b").as_deref(), stage.get(99, "c")),
            (Some("2"), None)
        );
        assert_eq!(
            (stage.get(99, "d").as_deref(), stage.get(100, "d")),
            (Some("1"), None)
        );
        let game = stage.snapshot(1).get(Space::Games, "g").expect("reached");
        assert_eq!(game.as_deref(), Some("{\"turn\":1}"));
    }
    stage.write(1, vec![delete("a")]);
    stage = restart(stage, subject);
    assert_eq!(stage.get(1, "a"), None);
    assert_eq!(stage.list(1, "a").len(), 0);
}

/// What was read before a restart can't be mistaken for what was read after it.
pub fn conflicts_are_found_after_a_restart(subject: &dyn Subject) {
    let mut stage = Stage::open(subject);
    stage.write(1, vec![set("a", "1"), set_until("t", "1", 50)]);
    for end in ends() {
        stage = end(stage, subject);
        let reads = |key: &str| {
            let mut snapshot = stage.snapshot(1);
            snapshot.get(Space::Values, key).expect("reached");
            snapshot.list(Space::Values, key).expect("reached");
            snapshot.into_reads()
        };
        let (a, b, t) = (reads("a"), reads("b"), reads("t"));
        stage
            .commit(1, a.clone(), vec![])
            .expect("nothing has changed");
        stage.write(1, vec![set("a", "2")]);
        assert_eq!(stage.commit(1, a, vec![]), Err(CommitError::Conflict));
        stage.commit(2, b, vec![]).expect("nothing has changed");
        assert_eq!(
            stage.commit(50, t, vec![]),
            Err(CommitError::Conflict),
            "it has expired"
        );
    }
}

/// Documents go on where they were.
pub fn documents_are_kept(subject: &dyn Subject) {
    let mut stage = Stage::open(subject);
    let mut version = 0;
    for end in ends() {
        for _ in 0..3 {
            version += 1;
            stage.write(1, vec![operation("d", version)]);
        }
        stage = end(stage, subject);
        let mut snapshot = stage.snapshot(1);
        let document = snapshot.document("d").expect("reached").expect("kept");
        assert_eq!(document.version, version);
        assert_eq!(*document.content, *format!("\"at {version}\""));
        assert_eq!(document.content_version, version);
        let last = snapshot.operations("d", version - 3).expect("reached");
        let versions = last
            .expect("kept")
            .into_iter()
            .map(|operation| operation.version);
        assert!(versions.eq(version - 2..=version));
    }
    assert_eq!(stage.snapshot(1).operations("d", 0).expect("reached"), None);
}

/// "The numbering survives a restart", and so does what is remembered.
pub fn rooms_go_on_where_they_were(subject: &dyn Subject) {
    let mut stage = Stage::open(subject);
    let mut expected = None;
    for (end, round) in ends().into_iter().zip(1..) {
        let whole = Write::Broadcast {
            room: "lobby".into(),
            message: format!("{{\"round\":{round}}}").into(),
            exclude: vec!["alice".into()],
            weight: crate::Weight::Normal,
        };
        stage.write(round, vec![whole, broadcast("attic", "{}")]);
        let position = stage
            .engine
            .position(&stage.tenant, "lobby")
            .expect("reached");
        let start = expected.get_or_insert(Position { seq: 0, ..position });
        assert_eq!(
            position,
            Position {
                seq: round,
                ..*start
            }
        );
        let since = |stage: &Stage| {
            let tenant = &stage.tenant;
            stage
                .engine
                .history(tenant, "lobby", *start, Millis(9))
                .expect("reached")
        };
        let before = since(&stage);
        assert!(matches!(&before, History::Whole(all) if all.len() as u64 == round));
        stage = end(stage, subject);
        assert_eq!(stage.engine.position(&stage.tenant, "lobby"), Ok(position));
        assert_eq!(since(&stage), before);
    }
}

/// "A restart forgets them", the volatile ones: "left out" of a history that is whole all the same.
pub fn volatile_messages_are_forgotten_and_their_numbers_are_not(subject: &dyn Subject) {
    let mut stage = Stage::open(subject);
    let start = stage
        .engine
        .position(&stage.tenant, "lobby")
        .expect("reached");
    stage.write(1, vec![broadcast("lobby", "1"), volatile("lobby", "2")]);
    stage.write(1, vec![volatile("lobby", "3"), broadcast("lobby", "4")]);
    stage.write(1, vec![volatile("lobby", "5")]);
    for end in ends() {
        stage = end(stage, subject);
        assert_eq!(stage.seq("lobby"), 5);
        let history = |seq| {
            let since = Position { seq, ..start };
            let history = stage
                .engine
                .history(&stage.tenant, "lobby", since, Millis(1));
            match history.expect("reached") {
                History::Whole(all) => all.iter().map(|b| b.position.seq).collect(),
                History::TooOld => panic!("nothing but the volatile ones is missing"),
            }
        };
        let whole: Vec<u64> = history(0);
        let known: Vec<u64> = whole
            .into_iter()
            .filter(|seq| ![2, 3, 5].contains(seq))
            .collect();
        assert_eq!(known, [1, 4]);
        assert!(history(5).is_empty());
    }
}

/// What is more than is remembered is not remembered after a restart either.
pub fn the_history_stays_bounded(subject: &dyn Subject) {
    let mut stage = Stage::open(subject);
    let start = stage
        .engine
        .position(&stage.tenant, "lobby")
        .expect("reached");
    let mut last = 0;
    for end in ends() {
        for _ in 0..REMEMBERED - 2 {
            last += 1;
            stage.write(1, vec![broadcast("lobby", "1")]);
        }
        stage = end(stage, subject);
        for seq in 0..=last {
            let since = Position { seq, ..start };
            let history = stage
                .engine
                .history(&stage.tenant, "lobby", since, Millis(1));
            match history.expect("reached") {
                History::Whole(all) => {
                    assert!(last - seq <= REMEMBERED as u64);
                    assert!(all.iter().map(|b| b.position.seq).eq(seq + 1..=last));
                }
                History::TooOld => assert!(last - seq > REMEMBERED as u64),
            }
        }
    }
}

/// Jobs that wait, are replaced, or were put aside; the claims of a process end with it, and are counted.
pub fn jobs_are_kept(subject: &dyn Subject) {
    let mut stage = Stage::open(subject);
    let writes = vec![
        schedule(Some("k"), "1", 5),
        schedule(None, "2", 3),
        schedule(Some("gone"), "3", 4),
        schedule(None, "aside", 1),
    ];
    stage.write(1, writes);
    let aside = stage.claim(1).remove(0);
    stage
        .engine
        .fail(&aside, "it broke", None)
        .expect("reached");
    stage.write(1, vec![cancel("gone"), schedule(Some("k"), "4", 6)]);
    let mut before = None;
    for (end, round) in ends().into_iter().zip(1..) {
        stage = end(stage, subject);
        if let Some(job) = &before {
            let stale = stage.complete(9, job, vec![]);
            assert_eq!(stale, Err(CommitError::Conflict), "it was claimed before");
        }
        assert_eq!(stage.engine.next_due(), Some(Millis(3)));
        let jobs = stage.claim(100_000 * round);
        assert_eq!(payloads(&jobs), ["2", "4"]);
        assert!(jobs.iter().all(|job| job.attempt == 1), "nobody tried");
        assert_eq!(
            (jobs[1].key.as_deref(), jobs[1].kind),
            (Some("k"), Kind::Event)
        );
        let put_aside = stage.engine.aside(9).expect("reached");
        assert_eq!(put_aside.len(), 1);
        assert_eq!(
            (&put_aside[0].job.id, put_aside[0].reason.as_str()),
            (&aside.id, "it broke")
        );
        before = Some(jobs[0].clone());
    }
    let job = before.expect("there were rounds");
    stage.complete(300_001, &job, vec![]).expect("it is held");
    stage.engine.retry(&aside.id, Millis(7)).expect("reached");
    stage = restart(stage, subject);
    assert_eq!(payloads(&stage.claim(100)), ["4", "aside"]);
    assert!(stage.engine.aside(9).expect("reached").is_empty());
}

/// Names of jobs and receipts are never given again.
pub fn names_are_not_given_again(subject: &dyn Subject) {
    let mut stage = Stage::open(subject);
    let mut ids = std::collections::HashSet::new();
    let mut last = None;
    for end in ends() {
        let receipt = Some(stage.write(1, vec![schedule(None, "1", 5)]));
        assert!(receipt > last);
        last = receipt;
        let job = stage.claim(5).remove(0);
        assert!(ids.insert(job.id.clone()));
        stage.complete(6, &job, vec![]).expect("it is held");
        stage = end(stage, subject);
    }
}

/// "It ends with the node."
pub fn presence_is_not_kept(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    stage.write(1, vec![enter("lobby", "alice", "1"), set("k", "1")]);
    let stage = restart(stage, subject);
    assert!(stage.members("lobby").is_empty());
    assert!(!stage.snapshot(1).is_online("alice").expect("reached"));
    assert_eq!(stage.get(1, "k").as_deref(), Some("1"));
}
