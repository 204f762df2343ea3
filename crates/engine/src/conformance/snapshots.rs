//! What a snapshot shows, and that it stays so.

use super::stage::{Stage, Subject, broadcast, delete, enter, leave, operation, set, text};
use crate::{CommitError, Interval, Keep, Millis, Order, Range, Read, Reads, Space, Tenant, Write};

/// What was committed before is seen.
pub fn a_snapshot_shows_what_was_committed_before(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    assert_eq!(stage.get(1, "k"), None);
    stage.write(1, vec![set("k", "1")]);
    assert_eq!(stage.get(1, "k").as_deref(), Some("1"));
    stage.write(1, vec![set("k", "2")]);
    assert_eq!(stage.get(1, "k").as_deref(), Some("2"));
}

/// "It stays the same while the snapshot is held, whatever is committed meanwhile."
pub fn a_snapshot_stays_the_same_while_it_is_held(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let before = vec![set("a/1", "1"), set("a/2", "2"), operation("d", 1)];
    stage.write(1, before);
    stage.write(1, vec![enter("lobby", "alice", "c1")]);
    let mut held = stage.snapshot(1);
    for round in 0..20 {
        let value = round.to_string();
        let writes = vec![set("a/1", &value), delete("a/2"), set("a/3", &value)];
        stage.write(1, writes);
        stage.write(1, vec![operation("d", round + 2)]);
        stage.engine.sweep(Millis(1));
    }
    stage.write(
        1,
        vec![leave("lobby", "alice", "c1"), enter("lobby", "bob", "c2")],
    );
    stage.engine.sweep(Millis(500_000));
    stage.engine.sweep(Millis(500_001));
    let values = held.list(Space::Values, "a/").expect("reached");
    let values: Vec<_> = values
        .into_iter()
        .map(|(k, v)| (k.to_string(), text(v)))
        .collect();
    let expected = [("a/1", "1"), ("a/2", "2")].map(|(k, v)| (k.to_owned(), v.to_owned()));
    assert_eq!(values, expected);
    assert_eq!(
        held.get(Space::Values, "a/1").expect("reached").as_deref(),
        Some("1")
    );
    assert_eq!(held.get(Space::Values, "a/3").expect("reached"), None);
    assert_eq!(
        held.document("d").expect("reached").expect("there").version,
        1
    );
    let operations = held.operations("d", 0).expect("reached").expect("kept");
    assert_eq!(operations.len(), 1);
    assert_eq!(held.members("lobby").expect("reached"), ["alice".into()]);
    assert!(held.is_online("alice").expect("reached"));
    assert!(!held.is_online("bob").expect("reached"));
}

/// "All keys with a prefix and their values, in the order of the keys' bytes."
pub fn a_list_has_the_keys_with_the_prefix_in_the_order_of_their_bytes(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let keys = [
        "b",
        "a/ä",
        "a/z",
        "a/",
        "a",
        "a0",
        "a/\u{10FFFF}",
        "a/10",
        "a/9",
    ];
    stage.write(1, keys.iter().map(|key| set(key, "1")).collect());
    let listed: Vec<String> = stage
        .list(1, "a/")
        .into_iter()
        .map(|(key, _)| key)
        .collect();
    assert_eq!(listed, ["a/", "a/10", "a/9", "a/z", "a/ä", "a/\u{10FFFF}"]);
    assert_eq!(stage.list(1, "").len(), keys.len());
    assert!(stage.list(1, "c").is_empty());
}

/// A removed key is neither read nor listed; one that isn't there can be removed.
pub fn a_removed_key_is_not_there(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    stage.write(1, vec![set("a", "1"), set("b", "2")]);
    stage.write(1, vec![delete("a"), delete("never")]);
    assert_eq!(stage.get(1, "a"), None);
    assert_eq!(stage.list(1, "").len(), 1);
    stage.write(1, vec![set("a", "3")]);
    assert_eq!(stage.get(1, "a").as_deref(), Some("3"));
}

/// The same key in two spaces is two keys.
pub fn spaces_are_apart(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    for (space, value) in [
        (Space::Values, "1"),
        (Space::Games, "2"),
        (Space::Server, "3"),
    ] {
        let (key, keep) = ("k".to_owned(), Keep::Always);
        let value = value.into();
        stage.write(
            1,
            vec![Write::Set {
                space,
                key,
                value,
                keep,
            }],
        );
    }
    let mut snapshot = stage.snapshot(1);
    for (space, value) in [
        (Space::Values, "1"),
        (Space::Games, "2"),
        (Space::Server, "3"),
    ] {
        let found = snapshot.get(space, "k").expect("reached");
        assert_eq!(found.as_deref(), Some(value));
        assert_eq!(snapshot.list(space, "").expect("reached").len(), 1);
    }
}

/// "Two tenants never see each other's."
pub fn tenants_are_apart(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let other = stage.tenant("example.org");
    let nameless = Stage {
        tenant: Tenant("".into()),
        ..stage.tenant("")
    };
    let writes = || {
        let mine = vec![set("k", "1"), operation("d", 1), broadcast("lobby", "{}")];
        mine.into_iter()
            .chain([enter("lobby", "alice", "c")])
            .collect()
    };
    stage.write(1, writes());
    for stage in [&other, &nameless] {
        let mut snapshot = stage.snapshot(1);
        assert_eq!(snapshot.get(Space::Values, "k").expect("reached"), None);
        assert!(
            snapshot
                .list(Space::Values, "")
                .expect("reached")
                .is_empty()
        );
        assert_eq!(snapshot.document("d").expect("reached"), None);
        assert!(snapshot.members("lobby").expect("reached").is_empty());
        assert!(!snapshot.is_online("alice").expect("reached"));
        assert_eq!(stage.seq("lobby"), 0);
        let reads = snapshot.into_reads();
        stage
            .commit(1, reads, writes())
            .expect("nobody else's commit conflicts");
    }
    assert_eq!(stage.seq("lobby"), 1);
}

/// Names may hold any characters, also those that an engine may use between names.
pub fn names_that_resemble_each_other_are_apart(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let rooms = [
        "a", "a\0", "a\0b", "1:a", "a:b", "", "a/b", "{a}", "*", "ab",
    ];
    for (count, room) in (1..).zip(rooms) {
        let writes = (0..count).map(|_| broadcast(room, "{}"));
        stage.write(1, writes.collect());
        let seat = [
            enter(room, "b:c", room),
            enter("x", &format!("{room}y"), "1"),
        ];
        stage.write(1, seat.into());
        stage.write(
            1,
            (1..=count)
                .map(|version| operation(room, version))
                .collect(),
        );
    }
    for (count, room) in (1..).zip(rooms) {
        assert_eq!(stage.seq(room), count, "room {room:?}");
        assert_eq!(stage.members(room), ["b:c"], "room {room:?}");
        let mut snapshot = stage.snapshot(1);
        let connections = snapshot.connections(room, "b:c").expect("reached");
        assert_eq!(connections, [room.into()], "room {room:?}");
        assert!(snapshot.connections(room, "b").expect("reached").is_empty());
        let document = snapshot.document(room).expect("reached").expect("there");
        assert_eq!(document.version, count, "document {room:?}");
    }
    assert_eq!(stage.members("x").len(), rooms.len());
}

/// "A later write sees what an earlier one wrote."
pub fn a_later_write_of_a_batch_sees_an_earlier_one(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let writes = vec![
        set("a", "1"),
        set("a", "2"),
        set("b", "1"),
        delete("b"),
        delete("c"),
        set("c", "1"),
        operation("d", 1),
        operation("d", 2),
        broadcast("lobby", "1"),
        broadcast("lobby", "2"),
        enter("lobby", "alice", "c"),
        leave("lobby", "alice", "c"),
    ];
    stage.write(1, writes);
    assert_eq!(stage.get(1, "a").as_deref(), Some("2"));
    assert_eq!(stage.get(1, "b"), None);
    assert_eq!(stage.get(1, "c").as_deref(), Some("1"));
    let document = stage.snapshot(1).document("d").expect("reached");
    assert_eq!(document.expect("there").version, 2);
    assert_eq!(stage.seq("lobby"), 2);
    assert!(stage.members("lobby").is_empty());
}

/// "What was read, each once."
pub fn every_read_is_recorded_once(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let mut snapshot = stage.snapshot(7);
    for _ in 0..2 {
        for key in 0..40 {
            snapshot
                .get(Space::Games, &key.to_string())
                .expect("reached");
        }
        snapshot.list(Space::Values, "p").expect("reached");
        let range = Range {
            keys: Interval::of_prefix("p"),
            limit: Some(3),
            order: Order::Descending,
        };
        snapshot.list_range(Space::Values, &range).expect("reached");
        snapshot.document("d").expect("reached");
        snapshot.operations("d", 0).expect("reached");
        snapshot.members("lobby").expect("reached");
        snapshot.connections("lobby", "alice").expect("reached");
        snapshot.is_online("alice").expect("reached");
    }
    let Reads { mut read, now, .. } = snapshot.into_reads();
    read.sort();
    let keys = (0..40).map(|key| Read::Key(Space::Games, key.to_string()));
    let mut expected: Vec<Read> = keys.collect();
    expected.push(Read::Prefix(Space::Values, "p".into()));
    expected.push(Read::Range(Space::Values, Interval::of_prefix("p")));
    expected.push(Read::Document("d".into()));
    expected.push(Read::Members("lobby".into()));
    expected.push(Read::Online("alice".into()));
    expected.sort();
    assert_eq!(read, expected);
    assert_eq!(now, Millis(7));
}

/// A snapshot at hand reads what others read, or lacks it and says so; what was read is held against the commit as ever.
pub fn what_is_not_at_hand_is_lacking_and_not_absent(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    stage.write(1, vec![set("k", "1"), operation("d", 1)]);
    let at_hand = || {
        let snapshot = stage.engine.snapshot_at_hand(&stage.tenant, Millis(1));
        snapshot.expect("the engine can be reached")
    };
    let mut first = at_hand();
    match first.get(Space::Values, "k") {
        Ok(found) => assert_eq!(found.map(text).as_deref(), Some("1")),
        Err(_) => assert!(first.lacks()),
    }
    let mut list = at_hand();
    match list.list(Space::Values, "k") {
        Ok(found) => assert_eq!(found.len(), 1),
        Err(_) => assert!(list.lacks()),
    }
    drop((first, list));
    // Read once, it is at hand.
    assert_eq!(stage.get(1, "k").as_deref(), Some("1"));
    let mut known = at_hand();
    let found = known.get(Space::Values, "k").expect("it is at hand");
    assert_eq!(found.map(text).as_deref(), Some("1"));
    assert!(!known.lacks());
    let reads = known.into_reads();
    stage.write(1, vec![set("k", "2")]);
    let late = stage.commit(1, reads, vec![set("k", "3")]);
    assert_eq!(late, Err(CommitError::Conflict));
}
