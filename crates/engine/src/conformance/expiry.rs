//! What is kept until a time.

use super::stage::{Stage, Subject, set, set_until};
use crate::{CommitError, Millis, Space};

/// "Until this time, from which on it is as if it were not there."
pub fn a_key_is_there_until_its_time_and_no_longer(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    stage.write(10, vec![set_until("k", "1", 20), set("l", "1")]);
    for _ in 0..2 {
        assert_eq!(stage.get(19, "k").as_deref(), Some("1"));
        assert_eq!(stage.list(19, "").len(), 2);
        assert_eq!(stage.get(20, "k"), None);
        assert_eq!(stage.list(20, "").len(), 1);
        stage.engine.sweep(Millis(19));
    }
    (0..5).for_each(|n| stage.engine.sweep(Millis(100_000 * n)));
    assert_eq!(stage.get(500_000, "k"), None);
    assert_eq!(stage.list(500_000, "").len(), 1);
}

/// The last write counts, with its time.
pub fn a_new_value_has_a_time_of_its_own(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    stage.write(10, vec![set_until("a", "1", 20), set_until("b", "1", 20)]);
    stage.write(10, vec![set("a", "2"), set_until("b", "2", 15)]);
    assert_eq!(stage.get(14, "b").as_deref(), Some("2"));
    assert_eq!(stage.get(15, "b"), None);
    (0..5).for_each(|n| stage.engine.sweep(Millis(100_000 * n)));
    assert_eq!(stage.get(400_000, "a").as_deref(), Some("2"));
    stage.write(400_000, vec![set_until("b", "3", 400_010)]);
    assert_eq!(stage.get(400_001, "b").as_deref(), Some("3"));
}

/// A batch is at its own time: what it rests on may have expired since it was read.
pub fn what_expires_between_snapshot_and_batch_is_a_conflict(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    stage.write(10, vec![set_until("k", "1", 20)]);
    for prefix in [false, true] {
        let read = |now| {
            let mut snapshot = stage.snapshot(now);
            if prefix {
                snapshot.list(Space::Values, "").expect("reached");
            } else {
                snapshot.get(Space::Values, "k").expect("reached");
            }
            snapshot.into_reads()
        };
        let late = stage.commit(20, read(19), vec![]);
        assert_eq!(late, Err(CommitError::Conflict), "prefix: {prefix}");
        stage
            .commit(19, read(19), vec![])
            .expect("it is still there");
        stage
            .commit(30, read(20), vec![])
            .expect("it was gone when it was read");
    }
    let before = |stage: &Stage| {
        let mut snapshot = stage.snapshot(19);
        snapshot.get(Space::Values, "k").expect("reached");
        snapshot.into_reads()
    };
    let reads = before(&stage);
    (1..5).for_each(|n| stage.engine.sweep(Millis(100_000 * n)));
    let late = stage.commit(20, reads, vec![]);
    assert_eq!(
        late,
        Err(CommitError::Conflict),
        "the engine has forgotten it"
    );
}

/// A snapshot's time is the one it was taken at, whatever time others have.
pub fn a_snapshot_keeps_its_time(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    stage.write(10, vec![set_until("k", "1", 20)]);
    let mut held = stage.snapshot(19);
    (1..5).for_each(|n| stage.engine.sweep(Millis(100_000 * n)));
    let found = held.get(Space::Values, "k").expect("reached");
    assert_eq!(found.as_deref(), Some("1"));
    assert_eq!(held.list(Space::Values, "").expect("reached").len(), 1);
}
