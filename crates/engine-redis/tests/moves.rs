//! A state moves between engines: all of it arrives, also when the move is broken off.

use std::cell::Cell;
use std::path::Path;

use buildamp_engine::embedded::{Embedded, Options as Folder};
use buildamp_engine::transfer::{Meeting, Summary, Transfer, TransferError, transfer};
use buildamp_engine::{Batch, Engine, Keep, Kind, Millis, Reads, Space, Tenant, Write};
use buildamp_engine_redis::testing::{Server, options};
use buildamp_engine_redis::{Options, Redis};

fn folder(path: &Path) -> Embedded {
    Embedded::open(path, Folder::default()).expect("it opens")
}

fn redis(options: &Options) -> Redis {
    Redis::open(options).expect("it is there")
}

fn commit(engine: &dyn Engine, tenant: &str, writes: Vec<Write>) {
    let batch = Batch {
        tenant: Tenant(tenant.into()),
        reads: Reads::default(),
        writes,
        completes: None,
        now: Millis(1),
    };
    engine.commit(batch).expect("nothing was read");
}

fn schedule(kind: Kind, key: Option<&str>, payload: &str, due: u64) -> Write {
    Write::Schedule {
        kind,
        room: "lobby".to_owned(),
        key: key.map(str::to_owned),
        name: "Tidy".to_owned(),
        payload: payload.into(),
        due: Millis(due),
    }
}

/// Fills an engine with some of everything; how much.
fn fill(engine: &dyn Engine) -> u64 {
    let mut count = 0;
    for tenant in ["a.example.org", "b.example.org"] {
        for space in [Space::Values, Space::Games, Space::Server] {
            let set = |n: u64| Write::Set {
                space,
                key: format!("key {n}"),
                value: format!("{{\"n\":{n}}}").into(),
                keep: match n % 3 {
                    0 => Keep::Until(Millis(1 << 42)),
                    _ => Keep::Always,
                },
            };
            commit(engine, tenant, (0..300).map(set).collect());
            count += 300;
        }
        let operation = |version: u64| Write::Operation {
            document: "essay".to_owned(),
            operation: format!("[{version}]").into(),
            version,
            content: Some(format!("\"at {version}\"").into()),
        };
        commit(engine, tenant, (1..=20).map(operation).collect());
        let jobs = vec![
            schedule(Kind::Event, Some("k"), "1", 5000),
            schedule(Kind::Event, None, "2", 4000),
            schedule(Kind::Event, None, "2", 4000),
            schedule(Kind::Webhook, Some("k"), "3", 6000),
        ];
        commit(engine, tenant, jobs);
        for payload in ["first", "second"] {
            commit(
                engine,
                tenant,
                vec![schedule(Kind::Event, None, &format!("\"{payload}\""), 2)],
            );
            let job = engine
                .claim(Millis(2), Millis(9), 1)
                .expect("reached")
                .remove(0);
            engine.fail(&job, payload, None).expect("reached");
        }
        count += 1 + 4 + 2;
    }
    count
}

fn reasons(engine: &dyn Engine) -> Vec<String> {
    let aside = engine.aside(10).expect("reached");
    aside.into_iter().map(|aside| aside.reason).collect()
}

#[test]
fn a_state_moves_to_redis_and_back() {
    let (server, here, there) = (Server::start(), tempfile::tempdir(), tempfile::tempdir());
    let (here, there) = (here.expect("a folder"), there.expect("a folder"));
    let options = Options {
        partitions: 3,
        ..options(&server.url())
    };
    let engine = folder(here.path());
    let count = fill(&engine);
    engine.close().expect("it can write");
    let from = folder(here.path());
    let middle = redis(&options);
    let done = Cell::new(0);
    let moved = transfer(&from, &middle, Meeting::Refuse, &mut || {
        done.set(done.get() + 1)
    });
    assert_eq!((moved, done.get()), (Ok(count), count));
    let expected = Summary::of(&from).expect("reached");
    assert_eq!(expected.all(), count);
    assert_eq!(Summary::of(&middle), Ok(expected));
    assert_eq!(reasons(&middle), reasons(&from), "in the same order");
    let again = transfer(&from, &middle, Meeting::Refuse, &mut || {});
    assert_eq!(again, Err(TransferError::NotEmpty(count)));
    assert_eq!(transfer(&from, &middle, Meeting::Resume, &mut || {}), Ok(0));

    let to = folder(there.path());
    assert_eq!(
        transfer(&middle, &to, Meeting::Refuse, &mut || {}),
        Ok(count)
    );
    to.close().expect("it can write");
    let to = folder(there.path());
    assert_eq!(Summary::of(&to), Ok(expected));
    let mut snapshot = to
        .snapshot(&Tenant("b.example.org".into()), Millis(1))
        .expect("reached");
    let document = snapshot.document("essay").expect("reached").expect("there");
    assert_eq!((document.version, &*document.content), (20, "\"at 20\""));
    let operations = snapshot
        .operations("essay", 17)
        .expect("reached")
        .expect("kept");
    assert!(
        operations
            .iter()
            .map(|o| &*o.operation)
            .eq(["[18]", "[19]", "[20]"])
    );
    let jobs = to.claim(Millis(5000), Millis(9000), 9).expect("reached");
    assert_eq!(jobs.len(), 6, "each once: {jobs:?}");
    // It goes on where it was.
    let next = Write::Operation {
        document: "essay".to_owned(),
        operation: "[21]".into(),
        version: 21,
        content: None,
    };
    commit(&to, "b.example.org", vec![next]);
}

#[test]
fn a_move_that_was_broken_off_goes_on() {
    let (server, here) = (Server::start(), tempfile::tempdir().expect("a folder"));
    let options = options(&server.url());
    let engine = folder(here.path());
    let count = fill(&engine);
    engine.close().expect("it can write");
    let from = folder(here.path());
    let expected = Summary::of(&from).expect("reached");
    let mut rounds = 0;
    loop {
        rounds += 1;
        let to = redis(&options);
        // The engine goes away after a while, later each time.
        let (left, limit) = (Cell::new(0), rounds * 450);
        let result = transfer(&from, &to, Meeting::Resume, &mut || {
            left.set(left.get() + 1);
            if left.get() == limit {
                to.vanish();
            }
        });
        match result {
            Ok(_) if left.get() < limit => break,
            Ok(_) | Err(TransferError::Unavailable(_)) => {}
            Err(other) => panic!("neither moved nor broken off: {other}"),
        }
    }
    assert!(rounds > 2, "it was broken off");
    let to = redis(&options);
    assert_eq!(Summary::of(&to), Ok(expected), "{count} things");
    assert_eq!(reasons(&to), reasons(&from));
}

#[test]
fn what_is_not_kept_cannot_be_moved() {
    let server = Server::start();
    let memory = Embedded::in_memory(Folder::default());
    let to = redis(&options(&server.url()));
    let refused = transfer(&memory, &to, Meeting::Refuse, &mut || {});
    assert!(
        matches!(refused, Err(TransferError::Unavailable(_))),
        "{refused:?}"
    );
    let _: &dyn Transfer = &to;
}
