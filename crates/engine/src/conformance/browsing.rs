//! What is kept, looked through.

use super::stage::{Stage, Subject, delete, operation, set, set_until};
use crate::{Keep, Kept, Millis, STRETCH, Space, Stretch, Thing, Write};

/// When the tests look.
const NOW: Millis = Millis(50);

fn stretch(stage: &Stage, kept: Kept, prefix: &str, from: Option<&str>, most: usize) -> Stretch {
    let tenant = &stage.tenant;
    let found = stage.engine.browse(tenant, kept, prefix, from, most, NOW);
    found.expect("the engine can be reached")
}

/// All that there is, each as its name and its value or version, by stretches of so many.
pub(super) fn found(stage: &Stage, kept: Kept, prefix: &str, most: usize) -> Vec<String> {
    let (mut all, mut from) = (Vec::new(), None);
    loop {
        let next = stretch(stage, kept, prefix, from.as_deref(), most);
        let told = next.found.into_iter().map(|found| match found.thing {
            Thing::Value { value, .. } => format!("{} {value}", found.key),
            Thing::Document { version } => format!("{} @{version}", found.key),
        });
        all.extend(told);
        from = next.next;
        if from.is_none() {
            break;
        }
    }
    if kept == Kept::Documents {
        // They come in any order, and perhaps twice.
        all.sort_unstable();
        all.dedup();
    }
    all
}

/// "Looks at up to so many things whose names have a prefix [...] in the order of their names' bytes."
pub fn what_is_kept_is_found_stretch_by_stretch(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let expected: Vec<String> = (0..25).map(|n| format!("k/{n:02} {n}")).collect();
    let mut writes: Vec<Write> = (0..25)
        .map(|n| set(&format!("k/{n:02}"), &n.to_string()))
        .collect();
    writes.reverse();
    writes.extend([
        set("j", "1"),
        set("k", "1"),
        set("k0", "1"),
        set_until("k/99", "9", 60),
    ]);
    stage.write(1, writes);
    for most in [1, 4, 26, 100] {
        let all = found(&stage, Kept::Values, "k/", most);
        assert_eq!(all[..25], expected, "by {most}");
        assert_eq!(all[25..], ["k/99 9"]);
    }
    assert_eq!(found(&stage, Kept::Values, "", 7).len(), 29);
    assert_eq!(found(&stage, Kept::Values, "none", 7), [""; 0]);
    let some = stretch(&stage, Kept::Values, "k/", None, 4);
    assert!(some.found.len() == 4 && some.next.is_some(), "{some:?}");
    let last = stretch(&stage, Kept::Values, "k/9", None, 4)
        .found
        .remove(0);
    let (value, keep) = ("9".into(), Keep::Until(Millis(60)));
    assert_eq!(last.thing, Thing::Value { value, keep });
}

/// "Fewer where they are long."
pub fn what_is_long_comes_in_shorter_stretches(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let long = format!("\"{}\"", "x".repeat(STRETCH / 3));
    let writes = (0..10).map(|n| set(&format!("k{n}"), &long));
    stage.write(1, writes.collect());
    let some = stretch(&stage, Kept::Values, "k", None, 100);
    assert!((2..6).contains(&some.found.len()), "{}", some.found.len());
    assert!(some.next.is_some());
    assert_eq!(found(&stage, Kept::Values, "k", 100).len(), 10);
}

/// A document with its version. Names with signs that mean something in patterns are names like others.
pub fn documents_are_found_with_their_versions(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let names = ["a", "notes/1", "notes/2", "no*es/3", "no[t]es", "no?\\es"];
    for name in names {
        stage.write(1, vec![operation(name, 1)]);
    }
    stage.write(1, vec![operation("notes/2", 2)]);
    for most in [1, 3, 100] {
        let all = found(&stage, Kept::Documents, "notes/", most);
        assert_eq!(all, ["notes/1 @1", "notes/2 @2"], "by {most}");
    }
    assert_eq!(found(&stage, Kept::Documents, "no*", 9), ["no*es/3 @1"]);
    assert_eq!(found(&stage, Kept::Documents, "no[t]", 9), ["no[t]es @1"]);
    assert_eq!(found(&stage, Kept::Documents, "no?\\", 9), ["no?\\es @1"]);
    assert_eq!(found(&stage, Kept::Documents, "", 2).len(), names.len());
}

/// "Those that are there."
pub fn what_is_gone_is_not_found(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let writes = [
        set("a", "1"),
        set("b", "1"),
        set_until("c", "1", 50),
        set_until("d", "1", 51),
    ];
    stage.write(1, writes.into());
    stage.write(2, vec![delete("b")]);
    for most in [1, 100] {
        assert_eq!(found(&stage, Kept::Values, "", most), ["a 1", "d 1"]);
    }
}

/// Values, games and the server's own are apart, and so are tenants.
pub fn browsing_shows_no_other_tenant_and_no_other_space(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let other = stage.tenant("example.org");
    let put = |space, value: &str| Write::Set {
        space,
        key: "k".into(),
        value: value.into(),
        keep: Keep::Always,
    };
    let writes = [
        put(Space::Values, "1"),
        put(Space::Games, "2"),
        put(Space::Server, "3"),
        operation("d", 1),
    ];
    stage.write(1, writes.into());
    other.write(1, vec![put(Space::Values, "4"), operation("e", 1)]);
    assert_eq!(found(&stage, Kept::Values, "", 9), ["k 1"]);
    assert_eq!(found(&stage, Kept::Games, "", 9), ["k 2"]);
    assert_eq!(found(&stage, Kept::Documents, "", 9), ["d @1"]);
    assert_eq!(found(&other, Kept::Values, "", 9), ["k 4"]);
    assert_eq!(found(&other, Kept::Games, "", 9), [""; 0]);
    assert_eq!(found(&other, Kept::Documents, "", 9), ["e @1"]);
    let nobody = stage.tenant("nobody.example");
    assert_eq!(found(&nobody, Kept::Values, "", 9), [""; 0]);
}
