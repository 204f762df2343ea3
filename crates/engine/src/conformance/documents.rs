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
        let expected = Document {
            version,
            content,
            content_version: version,
        };
        assert_eq!(document(&stage, "d"), Some(expected));
        assert_eq!(stage.snapshot(1).version("d").expect("reached"), version);
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

/// An operation that says nothing of the content.
fn bare(version: u64) -> Write {
    Write::Operation {
        document: "d".into(),
        operation: format!("\"to {version}\"").into(),
        version,
        content: None,
    }
}

/// Version, content and the content's version.
fn standing(stage: &Stage) -> (u64, String, u64) {
    let found = document(stage, "d").expect("there");
    (
        found.version,
        found.content.to_string(),
        found.content_version,
    )
}

/// "Else its content stays what it was at an earlier version."
pub fn content_that_is_not_given_stays_what_it_was(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    stage.write(1, vec![bare(1)]);
    assert_eq!(standing(&stage), (1, "null".to_owned(), 0));
    stage.write(1, vec![operation("d", 2)]);
    stage.write(1, vec![bare(3), bare(4)]);
    assert_eq!(standing(&stage), (4, "\"at 2\"".to_owned(), 2));
}

/// "Store the content of a document as it is at the version that it has." It is a change that readers of the document meet.
pub fn content_is_stored_at_the_version_that_the_document_has(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    stage.write(1, vec![bare(1), bare(2)]);
    let content = |version: u64| Write::Content {
        document: "d".into(),
        version,
        content: format!("\"at {version}\"").into(),
    };
    for version in [0, 1, 3] {
        let refused = stage.commit(1, Reads::default(), vec![content(version)]);
        assert!(
            matches!(refused, Err(CommitError::Refused(_))),
            "version {version}: {refused:?}"
        );
    }
    let mut snapshot = stage.snapshot(1);
    snapshot.version("d").expect("reached");
    let reads = snapshot.into_reads();
    stage.write(1, vec![content(2)]);
    assert_eq!(standing(&stage), (2, "\"at 2\"".to_owned(), 2));
    assert_eq!(versions(&stage, 0), Some(vec![1, 2]));
    let late = stage.commit(1, reads, vec![set("k", "1")]);
    assert!(matches!(late, Err(CommitError::Conflict)), "{late:?}");
}

/// "Those after the version of its content always are."
pub fn operations_after_the_content_are_always_kept(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    stage.write(1, vec![operation("d", 1)]);
    let last = OPERATIONS * 2;
    for version in 2..=last {
        stage.write(1, vec![bare(version)]);
    }
    assert_eq!(versions(&stage, 1), Some((2..=last).collect()));
    assert_eq!(versions(&stage, 0), None);
    stage.write(1, vec![operation("d", last + 1)]);
    let kept = last + 1 - OPERATIONS;
    assert_eq!(versions(&stage, kept - 1), None);
    assert_eq!(
        versions(&stage, kept),
        Some((kept + 1..=last + 1).collect())
    );
}

/// "Empty a document for good."
pub fn a_deleted_document_is_empty_and_never_at_an_old_version_again(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let delete = || Write::DeleteDocument {
        document: "d".into(),
    };
    stage.write(1, vec![delete()]);
    assert_eq!(document(&stage, "d"), None);
    stage.write(1, vec![operation("d", 1), bare(2)]);
    stage.write(1, vec![delete()]);
    assert_eq!(standing(&stage), (3, "null".to_owned(), 3));
    assert_eq!(versions(&stage, 2), None);
    assert_eq!(versions(&stage, 3), Some(vec![]));
    let again = stage.commit(1, Reads::default(), vec![bare(1)]);
    assert!(matches!(again, Err(CommitError::Refused(_))), "{again:?}");
    stage.write(1, vec![bare(4)]);
    assert_eq!(versions(&stage, 3), Some(vec![4]));
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
