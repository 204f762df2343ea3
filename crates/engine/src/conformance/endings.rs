//! Receipts, health, and an engine's end.

use super::stage::{Stage, Subject, broadcast, enter, schedule, set};
use crate::{CommitError, JobId, Millis, Position, Reads};

/// "Later ones are greater." Each is called back.
pub fn receipts_grow_and_settle(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let mut last = None;
    for round in 0..50 {
        let writes = match round % 5 {
            0 => vec![],
            1 => vec![enter("lobby", "alice", "1")],
            2 => vec![schedule(None, "1", 5)],
            3 => vec![broadcast("lobby", "1")],
            _ => vec![set("k", "1")],
        };
        let receipt = stage.commit(1, Reads::default(), writes);
        let receipt = Some(receipt.expect("nothing was read"));
        assert!(receipt > last);
        last = receipt;
        if round % 7 == 0 {
            receipt
                .into_iter()
                .for_each(|receipt| stage.settle(receipt));
        }
    }
    last.into_iter().for_each(|receipt| stage.settle(receipt));
    last.into_iter().for_each(|receipt| stage.settle(receipt));
}

/// An engine that works says so.
pub fn a_working_engine_is_healthy(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    assert_eq!(stage.engine.health(), Ok(()));
    stage.write(1, vec![set("k", "1")]);
    stage.engine.sweep(Millis(1));
    assert_eq!(stage.engine.health(), Ok(()));
}

/// "Later calls are Unavailable", those on a snapshot that is still held, too.
pub fn a_closed_engine_is_unavailable(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let receipt = stage.write(1, vec![set("k", "1"), schedule(None, "1", 5)]);
    let job = stage.claim(5).remove(0);
    let mut held = stage.snapshot(1);
    let engine = &stage.engine;
    engine.close().expect("it can write");
    engine.close().expect("it is closed already");
    let (tenant, now) = (&stage.tenant, Millis(9));
    assert!(held.get(crate::Space::Values, "k").is_err());
    assert!(engine.snapshot(tenant, now).is_err());
    let refused = stage.commit(9, Reads::default(), vec![set("k", "2")]);
    assert!(matches!(refused, Err(CommitError::Unavailable(_))));
    assert!(engine.position(tenant, "lobby").is_err());
    assert!(
        engine
            .history(tenant, "lobby", Position { epoch: 0, seq: 0 }, now)
            .is_err()
    );
    assert!(engine.claim(now, now, 1).is_err());
    assert!(engine.fail(&job, "", None).is_err());
    assert!(engine.aside(1).is_err());
    assert!(engine.retry(&JobId("1".into()), now).is_err());
    assert!(engine.health().is_err());
    engine.sweep(now);
    stage.settle(receipt);
}
