//! Documents and their operations.

use super::stage::{OPERATIONS, Stage, Subject, broadcast, operation, set};
use crate::{CommitError, Document, Reads, Write};

fn document(stage: &Stage, name: &str) -> Option<Document> {
    stage.snapshot(1).document(name).expect("reached")
}

fn versions(stage: &Stage, after: u64) -> Option<Vec<u64>> {
    let found = stage.snapshot(1).operations("d", after).expect("reached")?;
    let text = |version: u64| format!("\"to {version}\"");
    assert!(found.iter().all(|o| *o.operation == *text(o.version)));
    Some(
        found
            .into_iter()
            .map(|operation| operation.version)
            .collect(),
    )
}

/// "Append an operation to a document, whose version rises by one."
pub fn an_operation_raises_the_version_by_one(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    assert_eq!(document(&stage, "d"), None);
    for version in 1..=3 {
        stage.write(1, vec![operation("d", version)]);
        let content = format!("\"at {version}\"").into();
        assert_eq!(document(&stage, "d"), Some(Document { version, content }));
    }
}

/// "Refused where the document is not at the version before." Nothing of the batch happens.
pub fn an_operation_on_another_version_is_refused(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    stage.write(1, vec![operation("d", 1)]);
    for version in [0, 1, 3, u64::MAX] {
        let writes = vec![
            set("k", "1"),
            broadcast("lobby", "{}"),
            operation("d", version),
        ];
        let refused = stage.commit(1, Reads::default(), writes);
        assert!(
            matches!(refused, Err(CommitError::Refused(_))),
            "version {version}: {refused:?}"
        );
    }
    assert_eq!(stage.get(1, "k"), None);
    assert_eq!(stage.seq("lobby"), 0);
    assert_eq!(document(&stage, "d").expect("there").version, 1);
}

/// "Else its content is `null` from now on."
pub fn content_that_is_not_given_is_null(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    stage.write(1, vec![operation("d", 1)]);
    let bare = Write::Operation {
        document: "d".into(),
        operation: "1".into(),
        version: 2,
        content: None,
    };
    stage.write(1, vec![bare]);
    assert_eq!(&*document(&stage, "d").expect("there").content, "null");
}

/// "The operations of a document after a version, oldest first."
pub fn operations_after_a_version_come_oldest_first(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    assert_eq!(
        versions(&stage, 0),
        Some(vec![]),
        "there is no such document"
    );
    stage.write(1, (1..=4).map(|version| operation("d", version)).collect());
    assert_eq!(versions(&stage, 0), Some(vec![1, 2, 3, 4]));
    assert_eq!(versions(&stage, 2), Some(vec![3, 4]));
    assert_eq!(versions(&stage, 4), Some(vec![]));
    assert_eq!(versions(&stage, 9), Some(vec![]));
}

/// "`None` where they are no longer all kept."
pub fn operations_that_are_no_longer_all_kept_are_none(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let last = OPERATIONS + 5;
    for version in 1..=last {
        stage.write(1, vec![operation("d", version)]);
    }
    assert_eq!(versions(&stage, 4), None);
    assert_eq!(versions(&stage, 5), Some((6..=last).collect()));
    assert_eq!(versions(&stage, last - 1), Some(vec![last]));
}
