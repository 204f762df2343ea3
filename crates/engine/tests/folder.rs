//! The data folder: who may have it, what is done about a damaged end of the log, and a full disk.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use buildamp_engine::embedded::{Durability, Embedded, OpenError, Options};
use buildamp_engine::{
    Batch, CommitError, Engine, History, Keep, Millis, Reads, Receipt, Space, Tenant, Weight, Write,
};

fn open(folder: &Path) -> Result<Embedded, OpenError> {
    let options = Options {
        durability: Durability::Interval,
        ..Options::default()
    };
    Embedded::open(folder, options)
}

fn tenant() -> Tenant {
    Tenant("t".into())
}

/// Sets `count` and an entry of this number, and broadcasts.
fn commit(engine: &Embedded, number: u64, size: usize) -> Result<Receipt, CommitError> {
    let set = |key: String, value: String| Write::Set {
        space: Space::Values,
        key,
        value: value.into(),
        keep: Keep::Always,
    };
    engine.commit(Batch {
        tenant: tenant(),
        reads: Reads::default(),
        writes: vec![
            set("count".into(), number.to_string()),
            set(format!("entry/{number}"), "1".repeat(size)),
            Write::Broadcast {
                room: "lobby".into(),
                message: "{}".into(),
                exclude: Vec::new(),
                weight: Weight::Normal,
            },
        ],
        completes: None,
        now: Millis(1),
    })
}

/// How many commits are there, each of them whole.
fn count(engine: &Embedded) -> u64 {
    let mut snapshot = engine.snapshot(&tenant(), Millis(1)).expect("reached");
    let count = snapshot.get(Space::Values, "count").expect("reached");
    let count = count.map_or(0, |count| count.parse().expect("a number"));
    let entries = snapshot.list(Space::Values, "entry/").expect("reached");
    assert_eq!(entries.len() as u64, count);
    let position = engine.position(&tenant(), "lobby").expect("reached");
    assert_eq!(position.seq, count);
    count
}

fn log(folder: &Path) -> PathBuf {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut logs: Vec<PathBuf> = entries
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.extension().is_some_and(|end| end == "log"))
        .collect();
    logs.sort();
    logs.pop().expect("an engine was here")
}

fn length(path: &Path) -> u64 {
    fs::metadata(path).expect("it is there").len()
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("readable").path();
        let name = path.file_name().expect("a file");
        fs::copy(&path, to.join(name)).expect("there is room");
    }
}

/// At any place: cut off there, or other bytes from there on.
#[test]
fn a_damaged_end_of_the_log_is_cut_off() {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = open(folder.path()).expect("it opens");
    let log = log(folder.path());
    let mut ends = vec![length(&log)];
    for number in 1..=40 {
        let size = usize::try_from(number * 37 % 200).expect("small");
        commit(&engine, number, size).expect("it can write");
        ends.push(length(&log));
    }
    drop(engine);
    let (first, last) = (ends[0], ends[40]);
    for place in (first..last).step_by(usize::try_from((last - first) / 50).expect("small")) {
        for garble in [false, true] {
            let damaged = tempfile::tempdir().expect("a folder");
            copy(folder.path(), damaged.path());
            damage(
                &damaged.path().join(log.file_name().expect("a file")),
                place,
                garble,
            );
            let whole = ends.iter().filter(|end| **end <= place).count() as u64 - 1;
            let engine = open(damaged.path()).expect("it opens");
            assert_eq!(count(&engine), whole, "at {place}, garbled: {garble}");
            commit(&engine, whole + 1, 5).expect("it can write");
            drop(engine);
            let engine = open(damaged.path()).expect("it opens");
            assert_eq!(count(&engine), whole + 1, "it goes on");
        }
    }
}

fn damage(log: &Path, place: u64, garble: bool) {
    let mut bytes = fs::read(log).expect("readable");
    let place = usize::try_from(place).expect("small");
    if garble {
        let more = 1 + place % 9;
        bytes[place..]
            .iter_mut()
            .take(more)
            .for_each(|byte| *byte ^= 0x5A);
    } else {
        bytes.truncate(place);
    }
    fs::write(log, bytes).expect("writable");
}

/// Makes the folder look as if the machine had stopped, not only the process.
fn as_after_a_machines_stop(folder: &Path) {
    let owner = fs::read_to_string(folder.join("owner")).expect("readable");
    let mut lines: Vec<&str> = owner.lines().collect();
    assert_eq!(lines[0], "open");
    lines[1] = "another boot";
    fs::write(folder.join("owner"), lines.join("\n")).expect("writable");
}

#[test]
fn after_the_machine_stopped_rooms_begin_a_new_numbering() {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = open(folder.path()).expect("it opens");
    commit(&engine, 1, 1).expect("it can write");
    let before = engine.position(&tenant(), "lobby").expect("reached");
    drop(engine);
    let engine = open(folder.path()).expect("it opens");
    let killed = engine.position(&tenant(), "lobby").expect("reached");
    assert_eq!(killed, before, "only the process ended");
    drop(engine);
    as_after_a_machines_stop(folder.path());
    let engine = open(folder.path()).expect("it opens");
    let stopped = engine.position(&tenant(), "lobby").expect("reached");
    assert_eq!(stopped.seq, 0);
    assert_ne!(stopped.epoch, before.epoch);
    let history = engine
        .history(&tenant(), "lobby", before, Millis(1))
        .expect("reached");
    assert_eq!(history, History::TooOld);
    commit(&engine, 2, 1).expect("it can write");
    let first = engine.position(&tenant(), "lobby").expect("reached");
    assert_eq!((first.epoch, first.seq), (stopped.epoch, 1));
    engine.close().expect("it can write");
    let engine = open(folder.path()).expect("it opens");
    assert_eq!(
        engine.position(&tenant(), "lobby"),
        Ok(first),
        "it was closed"
    );
}

#[test]
fn a_missing_piece_of_the_log_is_the_end_only_after_the_machine_stopped() {
    let folder = tempfile::tempdir().expect("a folder");
    let options = Options {
        log: 1,
        ..Options::default()
    };
    let engine = Embedded::open(folder.path(), options).expect("it opens");
    // While a snapshot is held, no piece goes.
    let held = engine.snapshot(&tenant(), Millis(1)).expect("reached");
    for number in 1..=9 {
        commit(&engine, number, 10).expect("it can write");
    }
    drop(engine);
    drop(held);
    let piece = folder.path().join(format!("{:016}.log", 5));
    fs::remove_file(&piece).expect("there is one for each commit");
    let error = open(folder.path()).err().expect("a piece is missing");
    assert!(matches!(error, OpenError::Damaged { .. }), "{error}");
    as_after_a_machines_stop(folder.path());
    let engine = open(folder.path()).expect("the disk may not have had it");
    let mut snapshot = engine.snapshot(&tenant(), Millis(1)).expect("reached");
    let count = snapshot.get(Space::Values, "count").expect("reached");
    assert_eq!(count.as_deref(), Some("4"), "what was before it is there");
}

/// More is stored than may be in memory, and read again, and removed when it has expired.
#[test]
fn what_is_not_in_memory_is_read_from_the_store() {
    let folder = tempfile::tempdir().expect("a folder");
    let options = Options {
        log: 10_000,
        memory: 10_000,
        ..Options::default()
    };
    let engine = Embedded::open(folder.path(), options).expect("it opens");
    for number in 1..=500 {
        commit(&engine, number, 100).expect("it can write");
        engine.sweep(Millis(1));
    }
    assert_eq!(count(&engine), 500);
    let mut snapshot = engine.snapshot(&tenant(), Millis(1)).expect("reached");
    for number in 1..=500 {
        let found = snapshot.get(Space::Values, &format!("entry/{number}"));
        assert_eq!(found.expect("reached").map(|value| value.len()), Some(100));
        let absent = snapshot.get(Space::Values, &format!("entry/{number}x"));
        assert_eq!(absent.expect("reached"), None);
    }
    let reads = snapshot.into_reads();
    let batch = |reads| Batch {
        tenant: tenant(),
        reads,
        writes: Vec::new(),
        completes: None,
        now: Millis(1),
    };
    engine.commit(batch(reads)).expect("nothing has changed");
}

#[test]
fn a_folder_has_one_process() {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = open(folder.path()).expect("it opens");
    let second = open(folder.path()).err().expect("it is in use");
    assert!(matches!(second, OpenError::InUse { .. }));
    let text = second.to_string();
    assert!(
        text.contains("in use by another process. Stop that one"),
        "{text}"
    );
    engine.close().expect("it can write");
    drop(open(folder.path()).expect("it was closed"));
}

#[test]
fn a_snapshot_does_not_hold_the_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = open(folder.path()).expect("it opens");
    let snapshot = engine.snapshot(&tenant(), Millis(1)).expect("reached");
    drop(engine);
    drop(open(folder.path()).expect("nobody has it"));
    drop(snapshot);
}

#[test]
fn a_newer_format_is_refused_with_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(open(folder.path()).expect("it opens"));
    fs::write(folder.path().join("format"), "7\n").expect("writable");
    let text = open(folder.path()).err().expect("it is newer").to_string();
    let expected = "has format 7, and this version reads formats up to 1. \
                    Run the version that wrote it or a later one, or restore a backup from before";
    assert!(text.contains(expected), "{text}");
    fs::write(folder.path().join("format"), "1\n").expect("writable");
    drop(open(folder.path()).expect("nothing was touched"));
}

#[test]
fn a_folder_that_is_none_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file");
    fs::write(&file, "").expect("writable");
    let error = open(&file).err().expect("it is a file");
    assert!(matches!(error, OpenError::Folder { .. }), "{error}");
}

#[test]
fn without_a_disk_the_folder_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("data");
    let options = Options {
        durability: Durability::Memory,
        ..Options::default()
    };
    let engine = Embedded::open(&path, options).expect("it opens");
    commit(&engine, 1, 1).expect("it can write");
    assert!(!path.exists());
}

/// A disk that is really full, and has room again.
#[test]
#[ignore = "mounts a file system, which only root may"]
fn a_full_disk_refuses_commits_until_there_is_room() {
    let folder = tempfile::tempdir().expect("a folder");
    let mount = |arguments: &[&str]| {
        let status = Command::new(arguments[0])
            .args(&arguments[1..])
            .arg(folder.path())
            .status();
        assert!(status.expect("it is installed").success());
    };
    mount(&["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs"]);
    let ballast = folder.path().join("ballast");
    fs::write(&ballast, vec![0; 48 << 20]).expect("there is room");
    let data = folder.path().join("data");
    let options = Options {
        log: 1 << 20,
        ..Options::default()
    };
    let engine = Embedded::open(&data, options).expect("it opens");
    let mut done = 0;
    let refused = loop {
        match commit(&engine, done + 1, 1000) {
            Ok(_) => done += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(refused, CommitError::Unavailable(_)), "{refused}");
    assert!(engine.health().is_err());
    assert!((0..100).all(|_| commit(&engine, done + 1, 100_000).is_err()));
    fs::remove_file(&ballast).expect("it is there");
    engine.sweep(Millis(1));
    commit(&engine, done + 1, 1000).expect("there is room");
    drop(engine);
    let engine = Embedded::open(&data, options).expect("it opens");
    assert_eq!(count(&engine), done + 1);
    engine.close().expect("it can write");
    drop(engine);
    mount(&["umount"]);
}
