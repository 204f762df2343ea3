//! The process is killed under load, at any moment: nothing that it acknowledged is missing, nothing is there twice.
//!
//! `KILLS=50 cargo test -p buildamp-engine --test kill` kills more often than the ten times of each durability.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;

use buildamp_engine::embedded::{Durability, Embedded, Options};
use buildamp_engine::{
    Batch, CommitError, Engine, History, Keep, Millis, Position, Space, Tenant, Weight, Write,
};

const THREADS: u64 = 3;

fn open(folder: &Path, durability: Durability) -> Embedded {
    let options = Options {
        durability,
        // Little, so that it is also killed while the log is taken into the store.
        log: 50_000,
        memory: 10_000,
        ..Options::default()
    };
    Embedded::open(folder, options).expect("it opens")
}

fn tenant() -> Tenant {
    Tenant("t".into())
}

fn set(key: String, value: String) -> Write {
    Write::Set {
        space: Space::Values,
        key,
        value: value.into(),
        keep: Keep::Always,
    }
}

/// A thread's next commit: its count, an entry for this count, a broadcast. The number.
fn commit(engine: &Embedded, thread: u64) -> Result<u64, CommitError> {
    let mut snapshot = engine.snapshot(&tenant(), Millis(1))?;
    let count = snapshot.get(Space::Values, &format!("count/{thread}"))?;
    let number = count.map_or(0, |count| count.parse().expect("a number")) + 1;
    let writes = vec![
        set(format!("count/{thread}"), number.to_string()),
        set(format!("entry/{thread}/{number}"), number.to_string()),
        Write::Broadcast {
            room: format!("room {}", thread % 2),
            message: format!("{thread} {number}").into(),
            exclude: Vec::new(),
            weight: Weight::Normal,
        },
    ];
    let batch = Batch {
        tenant: tenant(),
        reads: snapshot.into_reads(),
        writes,
        completes: None,
        now: Millis(1),
    };
    let receipt = engine.commit(batch)?;
    let (tell, told) = mpsc::channel();
    engine.when_settled(receipt, Box::new(move |done| drop(tell.send(done))));
    told.recv().expect("it is called")?;
    Ok(number)
}

/// The process that is killed. By itself it does nothing: the others give it a folder.
#[test]
#[ignore = "is started by the tests that kill it"]
fn the_one_that_is_killed() {
    let Ok(folder) = std::env::var("KILLED_FOLDER") else {
        return;
    };
    let durability = match std::env::var("KILLED_DURABILITY").as_deref() {
        Ok("fsync") => Durability::Fsync,
        _ => Durability::Interval,
    };
    let engine = open(Path::new(&folder), durability);
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            let engine = &engine;
            scope.spawn(move || {
                loop {
                    let number = commit(engine, thread).expect("only this thread writes its count");
                    let mut out = std::io::stdout().lock();
                    writeln!(out, "\nacknowledged {thread} {number}").expect("somebody reads");
                    out.flush().expect("somebody reads");
                    if number.is_multiple_of(50) {
                        engine.sweep(Millis(1));
                    }
                }
            });
        }
    });
}

/// Lets the process run until it has acknowledged so much, and kills it. What it acknowledged last, by thread.
fn kill(folder: &Path, durability: &str, after: usize) -> HashMap<u64, u64> {
    let own = std::env::current_exe().expect("a test has a path");
    let mut child = Command::new(own)
        .args([
            "--exact",
            "the_one_that_is_killed",
            "--ignored",
            "--nocapture",
        ])
        .env("KILLED_FOLDER", folder)
        .env("KILLED_DURABILITY", durability)
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let out = child.stdout.take().expect("it is piped");
    let mut last = HashMap::new();
    let mut count = 0;
    for line in BufReader::new(out).lines().map_while(Result::ok) {
        let words: Vec<&str> = line.split(' ').collect();
        let ["acknowledged", thread, number] = words[..] else {
            continue;
        };
        let (Ok(thread), Ok(number)) = (thread.parse(), number.parse::<u64>()) else {
            continue;
        };
        last.insert(thread, number);
        count += 1;
        if count == after {
            child.kill().expect("it runs");
        }
    }
    child.wait().expect("it was started");
    assert!(count >= after, "it ended by itself after {count}");
    last
}

/// What was acknowledged is there, and each commit is there whole and once.
fn check(folder: &Path, durability: Durability, acknowledged: &HashMap<u64, u64>) {
    let engine = open(folder, durability);
    let mut snapshot = engine.snapshot(&tenant(), Millis(1)).expect("reached");
    let mut seqs = HashMap::from([(0, 0), (1, 0)]);
    for thread in 0..THREADS {
        let count = snapshot.get(Space::Values, &format!("count/{thread}"));
        let count = count
            .expect("reached")
            .map_or(0, |count| count.parse().expect("a number"));
        let least = acknowledged.get(&thread).copied().unwrap_or(0);
        assert!(
            count >= least,
            "thread {thread}: {least} were acknowledged, {count} are there"
        );
        let entries = snapshot
            .list(Space::Values, &format!("entry/{thread}/"))
            .expect("reached");
        let mut numbers: Vec<u64> = entries
            .iter()
            .map(|(_, value)| value.parse().expect("a number"))
            .collect();
        numbers.sort_unstable();
        assert!(
            numbers.into_iter().eq(1..=count),
            "thread {thread} has each entry once"
        );
        *seqs.entry(thread % 2).or_default() += count;
    }
    for (room, seq) in seqs {
        check_room(&engine, &format!("room {room}"), seq);
    }
}

/// The room has a number for each commit, and remembers the last ones without a gap.
fn check_room(engine: &Embedded, room: &str, seq: u64) {
    let position = engine.position(&tenant(), room).expect("reached");
    assert_eq!(position.seq, seq, "{room}");
    let remembered = Options::default().history.count as u64;
    let since = Position {
        seq: seq.saturating_sub(remembered),
        ..position
    };
    let history = engine
        .history(&tenant(), room, since, Millis(1))
        .expect("reached");
    let History::Whole(all) = history else {
        panic!("{room} has forgotten what it should remember");
    };
    assert!(all.iter().map(|b| b.position.seq).eq(since.seq + 1..=seq));
    let mut last: HashMap<&str, u64> = HashMap::new();
    for broadcast in &all {
        let (thread, number) = broadcast.message.split_once(' ').expect("two numbers");
        let number = number.parse().expect("a number");
        let before = last.insert(thread, number);
        assert!(
            before.is_none_or(|before| number == before + 1),
            "{room}: {before:?}, {number}"
        );
    }
}

fn rounds(durability: Durability, name: &str) {
    let rounds = std::env::var("KILLS")
        .ok()
        .and_then(|kills| kills.parse().ok());
    let folder = tempfile::tempdir().expect("a folder");
    let mut acknowledged = HashMap::new();
    let mut epoch = None;
    for round in 0..rounds.unwrap_or(10) {
        let after = 1 + round * 7919 % 400;
        acknowledged.extend(kill(folder.path(), name, after));
        check(folder.path(), durability, &acknowledged);
        let engine = open(folder.path(), durability);
        let position = engine.position(&tenant(), "room 0").expect("reached");
        let first = *epoch.get_or_insert(position.epoch);
        assert!(
            position.seq == 0 || first == position.epoch,
            "the numbering goes on"
        );
        if position.seq == 0 {
            epoch = None;
        }
    }
}

#[test]
fn nothing_that_the_system_has_is_lost_when_the_process_is_killed() {
    rounds(Durability::Interval, "interval");
}

#[test]
fn nothing_that_the_disk_has_confirmed_is_lost_when_the_process_is_killed() {
    rounds(Durability::Fsync, "fsync");
}
