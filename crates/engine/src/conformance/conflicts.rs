//! When a batch is refused because of what it read, and that nothing of it happens then.

use super::stage::{Stage, Subject, broadcast, delete, enter, leave, operation, schedule, set};
use crate::{CommitError, Direct, Millis, Reads, Snapshot, Space, Write};

/// Reads, lets others commit, and tells whether the commit after that is a conflict.
fn conflicts(stage: &Stage, read: impl Fn(&mut dyn Snapshot), meanwhile: Vec<Write>) -> bool {
    let mut snapshot = stage.snapshot(1);
    read(&mut *snapshot);
    let reads = snapshot.into_reads();
    stage.write(1, meanwhile);
    match stage.commit(1, reads, vec![set("written", "1")]) {
        Ok(_) => false,
        Err(CommitError::Conflict) => true,
        Err(other) => panic!("neither done nor a conflict: {other}"),
    }
}

fn get(key: &'static str) -> impl Fn(&mut dyn Snapshot) {
    move |snapshot| drop(snapshot.get(Space::Values, key).expect("reached"))
}

fn list(prefix: &'static str) -> impl Fn(&mut dyn Snapshot) {
    move |snapshot| drop(snapshot.list(Space::Values, prefix).expect("reached"))
}

/// A key's value was read and is another now.
pub fn a_key_that_has_changed_is_a_conflict(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    stage.write(1, vec![set("k", "1")]);
    assert!(conflicts(&stage, get("k"), vec![set("k", "2")]));
    assert!(conflicts(&stage, get("k"), vec![delete("k")]));
    assert!(
        conflicts(&stage, get("k"), vec![set("k", "1")]),
        "it was absent, now it is back"
    );
}

/// A key was not there and is now, or was there for a while.
pub fn a_key_that_has_appeared_is_a_conflict(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    assert!(conflicts(&stage, get("k"), vec![set("k", "1")]));
    assert!(!conflicts(&stage, get("other"), vec![]));
}

/// Changing what was not read is no conflict, nor is reading what did not change.
pub fn what_was_not_read_is_no_conflict(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    stage.write(1, vec![set("a", "1"), set("b", "1")]);
    assert!(!conflicts(
        &stage,
        get("a"),
        vec![set("b", "2"), set("aa", "1")]
    ));
    assert!(!conflicts(&stage, get("absent"), vec![set("b", "3")]));
    assert!(
        !conflicts(&stage, |_| {}, vec![set("b", "4")]),
        "nothing was read"
    );
    let games =
        |snapshot: &mut dyn Snapshot| drop(snapshot.get(Space::Games, "a").expect("reached"));
    assert!(
        !conflicts(&stage, games, vec![set("a", "2")]),
        "another space"
    );
}

/// "All keys with a prefix, and that there are no others."
pub fn a_list_that_has_changed_is_a_conflict(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    stage.write(1, vec![set("a/1", "1")]);
    assert!(
        conflicts(&stage, list("a/"), vec![set("a/2", "1")]),
        "a key more"
    );
    assert!(
        conflicts(&stage, list("a/"), vec![set("a/1", "2")]),
        "another value"
    );
    assert!(
        conflicts(&stage, list("a/"), vec![delete("a/1")]),
        "a key less"
    );
    assert!(
        conflicts(&stage, list(""), vec![set("z", "1")]),
        "everything has every prefix"
    );
    assert!(!conflicts(
        &stage,
        list("a/"),
        vec![set("a", "1"), set("a0", "1"), set("b", "1")]
    ));
}

/// Also after so many other commits that no engine remembers each of them.
pub fn a_list_that_changed_long_ago_is_a_conflict(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let reads = |prefix| {
        let mut snapshot = stage.snapshot(1);
        snapshot.list(Space::Values, prefix).expect("reached");
        snapshot.into_reads()
    };
    let (changed, same) = (reads("a/"), reads("b/"));
    stage.write(1, vec![set("a/1", "1")]);
    for round in 0..60 {
        let writes = (0..100).map(|key| set(&format!("c/{key}"), &round.to_string()));
        stage.write(1, writes.collect());
    }
    let refused = stage.commit(1, changed, vec![]);
    assert_eq!(refused, Err(CommitError::Conflict));
    // An engine may have lost count by then: the second try is fresh.
    let second = stage.commit(1, same, vec![]);
    let second = second.or_else(|_| stage.commit(1, reads("b/"), vec![]));
    second.expect("nothing under b/ has changed");
}

/// "A document: its version, content, operations."
pub fn a_document_that_has_changed_is_a_conflict(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let document = |snapshot: &mut dyn Snapshot| drop(snapshot.document("d").expect("reached"));
    let operations =
        |snapshot: &mut dyn Snapshot| drop(snapshot.operations("d", 0).expect("reached"));
    assert!(
        conflicts(&stage, document, vec![operation("d", 1)]),
        "it was absent"
    );
    assert!(conflicts(&stage, document, vec![operation("d", 2)]));
    assert!(conflicts(&stage, operations, vec![operation("d", 3)]));
    assert!(!conflicts(&stage, document, vec![operation("other", 1)]));
}

/// "Who is in a room." Connections count as members.
pub fn members_that_have_changed_are_a_conflict(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let members = |snapshot: &mut dyn Snapshot| drop(snapshot.members("lobby").expect("reached"));
    let mine = |snapshot: &mut dyn Snapshot| {
        drop(snapshot.connections("lobby", "alice").expect("reached"));
    };
    assert!(conflicts(
        &stage,
        members,
        vec![enter("lobby", "alice", "1")]
    ));
    assert!(conflicts(&stage, mine, vec![enter("lobby", "alice", "2")]));
    assert!(conflicts(&stage, mine, vec![leave("lobby", "alice", "2")]));
    assert!(conflicts(
        &stage,
        members,
        vec![leave("lobby", "alice", "1")]
    ));
    assert!(!conflicts(
        &stage,
        members,
        vec![enter("attic", "alice", "1")]
    ));
    assert!(
        !conflicts(&stage, members, vec![leave("lobby", "alice", "1")]),
        "she was not there"
    );
}

/// "Whether a user is anywhere."
pub fn a_user_who_came_or_went_is_a_conflict(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let online = |snapshot: &mut dyn Snapshot| {
        snapshot.is_online("alice").expect("reached");
    };
    assert!(conflicts(
        &stage,
        online,
        vec![enter("lobby", "alice", "1")]
    ));
    assert!(
        !conflicts(&stage, online, vec![enter("attic", "alice", "1")]),
        "she was online before"
    );
    assert!(
        !conflicts(&stage, online, vec![leave("lobby", "alice", "1")]),
        "she still is"
    );
    assert!(conflicts(
        &stage,
        online,
        vec![leave("attic", "alice", "1")]
    ));
}

/// "Nothing was written, and the same may be tried on a fresh snapshot."
pub fn after_a_conflict_nothing_has_happened(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let mut snapshot = stage.snapshot(1);
    snapshot.get(Space::Values, "k").expect("reached");
    let stale = snapshot.into_reads();
    stage.write(1, vec![set("k", "1")]);
    let position = stage.engine.position(&stage.tenant, "lobby");
    let writes = || {
        vec![
            set("a", "1"),
            operation("d", 1),
            broadcast("lobby", "{}"),
            Write::Direct {
                user: "alice".into(),
                message: "{}".into(),
            },
            schedule(None, "1", 5),
            enter("lobby", "alice", "1"),
        ]
    };
    let refused = stage.commit(1, stale, writes());
    assert_eq!(refused, Err(CommitError::Conflict));
    assert_eq!(stage.get(1, "a"), None);
    assert_eq!(stage.snapshot(1).document("d").expect("reached"), None);
    assert_eq!(stage.engine.position(&stage.tenant, "lobby"), position);
    assert!(stage.members("lobby").is_empty());
    assert_eq!(stage.engine.next_due(), None);
    let mut snapshot = stage.snapshot(1);
    snapshot.get(Space::Values, "k").expect("reached");
    let fresh = snapshot.into_reads();
    let receipt = stage.commit(1, fresh, writes()).expect("it was read again");
    stage.settle(receipt);
    let heard = stage.heard.next(2);
    let direct = heard.iter().any(|(_, delivery)| {
        matches!(
            delivery,
            crate::Delivery::Direct(Direct { at: Millis(1), .. })
        )
    });
    assert!(direct, "only the second try delivers: {heard:?}");
    assert_eq!(stage.heard.left(), 0);
}

/// Two that each read what the other writes: only one may happen.
pub fn of_two_that_read_what_the_other_writes_one_is_a_conflict(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    stage.write(1, vec![set("alice on call", "1"), set("bob on call", "1")]);
    let both = || {
        let mut snapshot = stage.snapshot(1);
        snapshot.list(Space::Values, "").expect("reached");
        snapshot.into_reads()
    };
    let (alice, bob) = (both(), both());
    stage
        .commit(1, alice, vec![delete("alice on call")])
        .expect("bob is");
    let refused = stage.commit(1, bob, vec![delete("bob on call")]);
    assert_eq!(refused, Err(CommitError::Conflict));
}

/// An engine may forget what was removed, not that it changed.
pub fn what_was_there_for_a_while_is_a_conflict_however_often_the_engine_sweeps(
    subject: &dyn Subject,
) {
    let stage = Stage::open(subject);
    let mut snapshot = stage.snapshot(1);
    snapshot.get(Space::Values, "k").expect("reached");
    snapshot.list(Space::Values, "k").expect("reached");
    let reads = snapshot.into_reads();
    let (key, list): (Vec<_>, Vec<_>) = {
        let key = |read: &crate::Read| matches!(read, crate::Read::Key(..));
        reads.read.iter().cloned().partition(key)
    };
    stage.write(1, vec![set("k", "1")]);
    stage.write(1, vec![delete("k")]);
    (1..100).for_each(|n| stage.engine.sweep(Millis(n * 1000)));
    for read in [key, list] {
        let reads = Reads {
            read,
            ..reads.clone()
        };
        let refused = stage.commit(1, reads, vec![]);
        assert_eq!(refused, Err(CommitError::Conflict));
    }
    let fresh = stage.snapshot(100_000);
    stage
        .commit(100_000, fresh.into_reads(), vec![])
        .expect("it has read nothing");
    let mut fresh = stage.snapshot(100_000);
    fresh.get(Space::Values, "k").expect("reached");
    let reads = fresh.into_reads();
    stage
        .commit(100_000, reads, vec![])
        .expect("nothing has changed since");
}

/// What is submitted is called back with what became of it, once this node sees it.
pub fn what_is_submitted_is_committed_or_a_conflict(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let reads = || {
        let mut snapshot = stage.snapshot(1);
        get("k")(&mut *snapshot);
        snapshot.into_reads()
    };
    let (first, second) = (reads(), reads());
    let write = || vec![set("k", "1"), broadcast("lobby", "1")];
    let receipt = stage
        .submit(1, first, write())
        .expect("nothing has changed");
    assert_eq!(stage.get(1, "k").as_deref(), Some("1"));
    stage.settle(receipt);
    let late = stage.submit(1, second.clone(), vec![set("k", "2")]);
    assert_eq!(late, Err(CommitError::Conflict));
    assert_eq!(stage.submit(1, second, vec![]), Err(CommitError::Conflict));
    stage.submit(1, reads(), vec![]).expect("it is still so");
    let unfit = stage.submit(1, Reads::default(), vec![operation("d", 7)]);
    assert!(matches!(unfit, Err(CommitError::Refused(_))), "{unfit:?}");
    assert_eq!(stage.get(1, "k").as_deref(), Some("1"));
    assert_eq!(stage.broadcasts(1).len(), 1);
    assert_eq!(stage.heard.left(), 0);
}
