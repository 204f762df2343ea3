//! A message's way through the embedded engine.

use buildamp_engine::embedded::{Embedded, Options};
use buildamp_engine::*;

#[test]
fn reads_commits_and_numbers() {
    let engine = Embedded::in_memory(Options::default());
    let tenant = Tenant("t".into());
    for seq in 1..=3 {
        let mut snapshot = engine.snapshot(&tenant, Millis(seq)).unwrap();
        let seen = snapshot.get(Space::Values, "k").unwrap();
        assert_eq!(seen.is_some(), seq > 1);
        let batch = Batch {
            tenant: tenant.clone(),
            reads: snapshot.into_reads(),
            writes: vec![
                Write::Set {
                    space: Space::Values,
                    key: "k".into(),
                    value: "1".into(),
                    keep: Keep::Always,
                },
                Write::Broadcast {
                    room: "r".into(),
                    message: "{}".into(),
                    exclude: Vec::new(),
                    weight: Weight::Normal,
                },
            ],
            completes: None,
            now: Millis(seq),
        };
        engine.commit(batch).unwrap();
        assert_eq!(engine.position(&tenant, "r").unwrap().seq, seq);
    }
}
