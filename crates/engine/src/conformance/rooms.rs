//! How rooms are numbered, and what is remembered of them.

use super::stage::{AGE, REMEMBERED, Stage, Subject, broadcast, volatile};
use crate::{Broadcast, History, Millis, Position, Weight, Write};

fn position(stage: &Stage, room: &str) -> Position {
    stage.engine.position(&stage.tenant, room).expect("reached")
}

fn since(stage: &Stage, since: Position, now: u64) -> Option<Vec<Broadcast>> {
    let history = stage
        .engine
        .history(&stage.tenant, "lobby", since, Millis(now));
    match history.expect("reached") {
        History::Whole(missed) => Some(missed),
        History::TooOld => None,
    }
}

fn numbers(stage: &Stage, after: Position, now: u64) -> Option<Vec<u64>> {
    let missed = since(stage, after, now)?;
    Some(
        missed
            .iter()
            .map(|broadcast| broadcast.position.seq)
            .collect(),
    )
}

/// "A room that has never broadcast has an epoch and the sequence 0." It is the one that its broadcasts get.
pub fn a_room_that_never_broadcast_has_an_epoch(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let start = position(&stage, "lobby");
    assert_eq!(start.seq, 0);
    assert!(
        start.epoch < 1 << 53,
        "JavaScript can't tell greater ones apart"
    );
    assert_eq!(position(&stage, "lobby"), start);
    assert_eq!(since(&stage, start, 1), Some(vec![]));
    stage.write(1, vec![broadcast("lobby", "{}")]);
    assert_eq!(position(&stage, "lobby"), Position { seq: 1, ..start });
    assert_eq!(numbers(&stage, start, 1), Some(vec![1]));
}

/// Each broadcast has the next number of its room.
pub fn each_broadcast_has_its_rooms_next_number(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    for round in 1..=5 {
        stage.write(1, vec![broadcast("lobby", "{}"), volatile("attic", "{}")]);
        stage.write(1, vec![broadcast("attic", "{}")]);
        assert_eq!((stage.seq("lobby"), stage.seq("attic")), (round, 2 * round));
    }
    let heard = stage.broadcasts(15);
    let mut attic = heard.iter().filter(|broadcast| &*broadcast.room == "attic");
    assert!((1..=10).all(|seq| attic.next().is_some_and(|b| b.position.seq == seq)));
}

/// "What was broadcast in a room after a position, oldest first." It is what was delivered.
pub fn the_history_has_what_was_delivered(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let start = position(&stage, "lobby");
    let whole = Write::Broadcast {
        room: "lobby".into(),
        message: "{\"type\":\"Hi\"}".into(),
        exclude: vec!["alice".into(), "bob".into()],
        weight: Weight::Normal,
    };
    stage.write(42, vec![whole, volatile("lobby", "{}")]);
    stage.write(43, vec![broadcast("attic", "{}"), broadcast("lobby", "3")]);
    let mut heard = stage.broadcasts(4);
    heard.retain(|broadcast| &*broadcast.room == "lobby");
    assert_eq!(since(&stage, start, 43), Some(heard.clone()));
    assert_eq!(*heard[0].exclude, ["alice".to_owned(), "bob".to_owned()]);
    assert_eq!((heard[0].at, heard[2].at), (Millis(42), Millis(43)));
    assert_eq!(
        since(&stage, heard[1].position, 43).as_deref(),
        Some(&heard[2..])
    );
    assert_eq!(since(&stage, heard[2].position, 43), Some(vec![]));
}

/// A position that the room was never at has no history.
pub fn a_position_of_another_numbering_is_too_old(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    stage.write(1, vec![broadcast("lobby", "{}")]);
    let Position { epoch, seq } = position(&stage, "lobby");
    let other = epoch ^ 1;
    assert_eq!(since(&stage, Position { epoch: other, seq }, 1), None);
    assert_eq!(
        since(
            &stage,
            Position {
                epoch: other,
                seq: 0
            },
            1
        ),
        None
    );
    assert_eq!(
        since(&stage, Position { epoch, seq: 2 }, 1),
        None,
        "it is not there yet"
    );
}

/// The history is bounded by count.
pub fn more_than_is_remembered_is_too_old(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let start = position(&stage, "lobby");
    let last = REMEMBERED as u64 + 3;
    for _ in 0..last {
        stage.write(1, vec![broadcast("lobby", "{}")]);
    }
    assert_eq!(since(&stage, start, 1), None);
    assert_eq!(since(&stage, Position { seq: 2, ..start }, 1), None);
    let known = numbers(&stage, Position { seq: 3, ..start }, 1);
    assert_eq!(known, Some((4..=last).collect()));
}

/// The history is bounded by age.
pub fn older_than_is_remembered_is_too_old(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let start = position(&stage, "lobby");
    stage.write(1000, vec![broadcast("lobby", "{}")]);
    stage.write(2000, vec![broadcast("lobby", "{}")]);
    let (first, second) = (1000 + AGE.0, 2000 + AGE.0);
    assert_eq!(numbers(&stage, start, first), Some(vec![1, 2]));
    for _ in 0..2 {
        assert_eq!(numbers(&stage, start, first + 1), None);
        let second = numbers(&stage, Position { seq: 1, ..start }, first + 1);
        assert_eq!(second, Some(vec![2]));
        stage.engine.sweep(Millis(first + 1));
    }
    stage.engine.sweep(Millis(second + 1));
    stage.engine.sweep(Millis(second + 2));
    let end = position(&stage, "lobby");
    assert_eq!(end, Position { seq: 2, ..start }, "the numbering goes on");
    assert_eq!(
        since(&stage, Position { seq: 1, ..start }, second + 2),
        None
    );
    assert_eq!(since(&stage, end, second + 2), Some(vec![]));
}
