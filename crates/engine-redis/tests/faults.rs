//! Redis goes and comes back: nothing that was acknowledged is missing, nothing is there twice, and whoever has to know is told.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use buildamp_engine::{
    Batch, CommitError, Delivery, Engine, Job, Keep, Kind, Listener, Millis, Position, Reads,
    Snapshot, Space, Tenant, Weight, Write,
};
use buildamp_engine_redis::testing::{Server, options};
use buildamp_engine_redis::{Options, Redis};

const LONG: Duration = Duration::from_secs(60);

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

fn broadcast(room: &str, message: String) -> Write {
    Write::Broadcast {
        room: room.to_owned(),
        message: message.into(),
        exclude: Vec::new(),
        weight: Weight::Normal,
    }
}

fn batch(reads: Reads, writes: Vec<Write>) -> Batch {
    Batch {
        tenant: tenant(),
        reads,
        writes,
        completes: None,
        now: Millis(1),
    }
}

fn number(snapshot: &mut dyn Snapshot, key: &str) -> u64 {
    let found = snapshot.get(Space::Values, key).expect("reached");
    found.map_or(0, |found| found.parse().expect("a number"))
}

fn stored(engine: &Redis, key: &str) -> u64 {
    let snapshot = engine.snapshot(&tenant(), Millis(1));
    number(&mut *snapshot.expect("reached"), key)
}

/// Raises a count and tells it, in one commit.
fn raise(engine: &Redis, thread: u64) -> Result<u64, CommitError> {
    let key = format!("count/{thread}");
    let mut snapshot = engine.snapshot(&tenant(), Millis(1))?;
    let next = snapshot
        .get(Space::Values, &key)?
        .map_or(0, |found| found.parse().expect("a number"))
        + 1;
    let writes = vec![
        set(key, next.to_string()),
        broadcast("lobby", format!("{{\"thread\":{thread},\"count\":{next}}}")),
    ];
    engine
        .commit(batch(snapshot.into_reads(), writes))
        .map(|_| next)
}

/// The same, decided anew where another node was faster.
fn raised(engine: &Redis, thread: u64) -> Result<u64, CommitError> {
    loop {
        match raise(engine, thread) {
            Err(CommitError::Conflict) => {}
            done => return done,
        }
    }
}

/// What was heard.
#[derive(Default)]
struct Heard {
    broadcasts: Mutex<Vec<(Position, String)>>,
    missed: AtomicU64,
    forgotten: AtomicU64,
}

impl Listener for Heard {
    fn deliver(&self, _: &Tenant, delivery: Delivery) {
        if let Delivery::Broadcast(broadcast) = delivery {
            let mut all = self.broadcasts.lock().expect("no panic");
            all.push((broadcast.position, broadcast.message.to_string()));
        }
    }

    fn missed(&self) {
        self.missed.fetch_add(1, Ordering::SeqCst);
    }

    fn forgotten(&self) {
        self.forgotten.fetch_add(1, Ordering::SeqCst);
    }
}

fn engine(options: &Options) -> (Arc<Redis>, Arc<Heard>) {
    let engine = Arc::new(Redis::open(options).expect("it is there"));
    let heard = Arc::new(Heard::default());
    engine.listen(heard.clone());
    (engine, heard)
}

fn wait_until(what: &str, condition: impl Fn() -> bool) {
    let until = Instant::now() + LONG;
    while !condition() {
        assert!(Instant::now() < until, "never: {what}");
        thread::yield_now();
    }
}

/// Lets threads of two nodes raise counts while something happens to Redis, and holds what is there afterwards against what was
/// acknowledged.
fn under_load(options: &Options, happens: impl FnOnce(&dyn Fn(u64))) -> Vec<Arc<Heard>> {
    let nodes = [engine(options), engine(options)];
    let acknowledged: Vec<AtomicU64> = (0..4).map(|_| AtomicU64::new(0)).collect();
    let total = || {
        acknowledged
            .iter()
            .map(|count| count.load(Ordering::SeqCst))
            .sum::<u64>()
    };
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        for thread in 0..4 {
            let (engine, acknowledged, stop) = (&nodes[thread % 2].0, &acknowledged, &stop);
            scope.spawn(move || {
                while !stop.load(Ordering::SeqCst) {
                    match raise(engine, thread as u64) {
                        Ok(count) => {
                            let before = acknowledged[thread].swap(count, Ordering::SeqCst);
                            assert_eq!(before + 1, count, "each takes effect once");
                        }
                        Err(CommitError::Conflict) => {}
                        Err(other) => panic!("it comes back in time: {other}"),
                    }
                }
            });
        }
        happens(&|more| {
            let enough = total() + more;
            wait_until("more is acknowledged", || total() >= enough);
        });
        stop.store(true, Ordering::SeqCst);
    });
    for (thread, acknowledged) in acknowledged.iter().enumerate() {
        for (engine, _) in &nodes {
            // The other node hears of it a moment later.
            let last = acknowledged.load(Ordering::SeqCst);
            wait_until("all is there", || {
                stored(engine, &format!("count/{thread}")) == last
            });
        }
    }
    let all = total();
    for (_, heard) in &nodes {
        let count = || heard.broadcasts.lock().expect("no panic").len() as u64;
        wait_until("all is heard", || count() >= all);
        let broadcasts = heard.broadcasts.lock().expect("no panic");
        let mut counts: HashMap<u64, u64> = HashMap::new();
        for ((position, message), seq) in broadcasts.iter().zip(1..) {
            assert_eq!(position.seq, seq, "in order, without a gap");
            let digits = |name: &str| -> u64 {
                let rest = message.split_once(name).expect("it is there").1;
                let digits = rest
                    .trim_start_matches("\":")
                    .chars()
                    .take_while(char::is_ascii_digit);
                digits.collect::<String>().parse().expect("a number")
            };
            let count = counts.entry(digits("thread")).or_default();
            *count += 1;
            assert_eq!(*count, digits("count"));
        }
    }
    let heard = nodes.iter().map(|(_, heard)| heard.clone()).collect();
    nodes
        .iter()
        .for_each(|(engine, _)| engine.close().expect("it closes"));
    heard
}

#[test]
fn connections_that_break_lose_nothing_and_repeat_nothing() {
    let server = Server::start();
    let options = options(&server.url());
    let heard = under_load(&options, |more| {
        for _ in 0..25 {
            more(20);
            assert!(
                !server
                    .command(&["client", "kill", "type", "pubsub"])
                    .is_empty()
            );
        }
        more(20);
    });
    for heard in heard {
        assert_eq!(heard.missed.load(Ordering::SeqCst), 0);
        let broadcasts = heard.broadcasts.lock().expect("no panic");
        let epoch = broadcasts[0].0.epoch;
        assert!(
            broadcasts
                .iter()
                .all(|(position, _)| position.epoch == epoch)
        );
    }
}

#[test]
fn redis_is_killed_and_comes_back_with_all_that_was_acknowledged() {
    let mut server = Server::with(&[
        "--save",
        "",
        "--appendonly",
        "yes",
        "--appendfsync",
        "always",
    ]);
    let options = options(&server.url());
    let heard = under_load(&options, |more| {
        for _ in 0..4 {
            more(50);
            server.kill();
            server.restart();
        }
        more(50);
    });
    for heard in heard {
        assert_eq!(heard.missed.load(Ordering::SeqCst), 0);
        // A server that begins anew might have lost something: its numbers are told from those before.
        let broadcasts = heard.broadcasts.lock().expect("no panic");
        let mut epochs: Vec<u64> = broadcasts
            .iter()
            .map(|(position, _)| position.epoch)
            .collect();
        assert!(epochs.is_sorted());
        epochs.dedup();
        assert_eq!(epochs.len(), 5);
    }
}

#[test]
fn who_loses_redis_is_told_soon_and_goes_on_when_it_is_back() {
    let mut server = Server::with(&[
        "--save",
        "",
        "--appendonly",
        "yes",
        "--appendfsync",
        "always",
    ]);
    let options = Options {
        patience: Duration::from_millis(100),
        timeout: Duration::from_secs(2),
        ..options(&server.url())
    };
    let (engine, _) = engine(&options);
    assert_eq!(raised(&engine, 0), Ok(1));
    server.kill();
    wait_until("the loss is noticed", || engine.health().is_err());
    let began = Instant::now();
    for _ in 0..10 {
        assert!(matches!(
            raise(&engine, 0),
            Err(CommitError::Unavailable(_))
        ));
    }
    assert!(
        began.elapsed() < Duration::from_secs(10),
        "nobody waits for long"
    );
    server.restart();
    wait_until("it works again", || engine.health().is_ok());
    assert_eq!(raised(&engine, 0), Ok(2));
}

#[test]
fn a_redis_that_hangs_is_given_up_after_a_while() {
    let server = Server::start();
    let options = Options {
        patience: Duration::from_millis(100),
        timeout: Duration::from_millis(500),
        ..options(&server.url())
    };
    let (engine, _) = engine(&options);
    assert_eq!(raised(&engine, 0), Ok(1));
    let pause = |signal: &str| {
        let process = server.process().to_string();
        let done = std::process::Command::new("kill")
            .args([signal, &process])
            .status();
        assert!(done.expect("it can be told").success());
    };
    pause("-STOP");
    let refused = raise(&engine, 0);
    pause("-CONT");
    assert!(
        matches!(refused, Err(CommitError::Unknown(_))),
        "nobody knows whether it was done: {refused:?}"
    );
    wait_until("it works again", || engine.health().is_ok());
    // It took effect or not, once.
    let before = stored(&engine, "count/0");
    assert!(before == 1 || before == 2);
    assert_eq!(raised(&engine, 0), Ok(before + 1));
}

#[test]
fn a_redis_whose_memory_is_full_is_said_to_be_so_and_takes_commits_again_later() {
    let server = Server::start();
    let (engine, _) = engine(&options(&server.url()));
    assert_eq!(raised(&engine, 0), Ok(1));
    assert_eq!(server.command(&["config", "set", "maxmemory", "1"]), "OK");
    let refused = raised(&engine, 0);
    let Err(CommitError::Unavailable(text)) = refused else {
        panic!("there is no room: {refused:?}");
    };
    assert!(text.0.contains("OOM"), "{text}");
    assert_eq!(server.command(&["config", "set", "maxmemory", "0"]), "OK");
    assert_eq!(raised(&engine, 0), Ok(2));
}

#[test]
fn scripts_that_redis_has_forgotten_are_told_it_again() {
    let server = Server::start();
    let (engine, heard) = engine(&options(&server.url()));
    for count in 1..=5 {
        assert_eq!(raised(&engine, 0), Ok(count));
        assert_eq!(server.command(&["script", "flush"]), "OK");
    }
    assert_eq!(heard.missed.load(Ordering::SeqCst), 0);
    assert_eq!(stored(&engine, "count/0"), 5);
}

#[test]
fn a_server_that_becomes_a_replica_is_left_and_used_again_when_it_is_none() {
    let server = Server::start();
    let other = Server::start();
    let options = Options {
        patience: Duration::from_millis(100),
        ..options(&server.url())
    };
    let (engine, _) = engine(&options);
    assert_eq!(raised(&engine, 0), Ok(1));
    let port = other.port.to_string();
    // Not synchronized, so that it keeps what it has.
    assert_eq!(
        other.command(&["config", "set", "requirepass", "secret"]),
        "OK"
    );
    assert_eq!(server.command(&["replicaof", "127.0.0.1", &port]), "OK");
    let refused = raised(&engine, 0);
    let Err(CommitError::Unavailable(text)) = refused else {
        panic!("it is read-only: {refused:?}");
    };
    assert!(
        text.0.contains("READONLY") || text.0.contains("read-only replica"),
        "{text}"
    );
    assert_eq!(server.command(&["replicaof", "no", "one"]), "OK");
    wait_until("it works again", || engine.health().is_ok());
    assert_eq!(raised(&engine, 0), Ok(2));
}

#[test]
fn an_empty_redis_begins_a_new_numbering_and_everyone_is_told() {
    let mut server = Server::start();
    let options = options(&server.url());
    let (one, heard_one) = engine(&options);
    let (two, heard_two) = engine(&options);
    let position = || one.position(&tenant(), "lobby").expect("reached");
    assert_eq!(raised(&one, 0), Ok(1));
    assert_eq!(raised(&two, 0), Ok(2));
    let before = position();
    let old = two.snapshot(&tenant(), Millis(1)).expect("reached");
    server.kill();
    server.restart();
    for heard in [&heard_one, &heard_two] {
        wait_until("they are told", || heard.missed.load(Ordering::SeqCst) == 1);
        wait_until("their users have to enter again", || {
            heard.forgotten.load(Ordering::SeqCst) > 0
        });
    }
    assert_eq!(stored(&two, "count/0"), 0);
    assert_eq!(raised(&two, 0), Ok(1));
    // One hears of it a moment later.
    wait_until("it is heard", || position().seq == 1);
    let after = position();
    assert!(
        after.epoch > before.epoch && after.seq == 1,
        "{before:?} {after:?}"
    );
    let mut old = old;
    assert!(
        old.get(Space::Values, "count/0").is_err(),
        "what it saw is gone"
    );
    let mut reads = Reads {
        at: old.into_reads().at,
        ..Reads::default()
    };
    reads.read.push(buildamp_engine::Read::Key(
        Space::Values,
        "count/0".to_owned(),
    ));
    let refused = one.commit(batch(reads, vec![]));
    assert_eq!(refused, Err(CommitError::Conflict));
}

#[test]
fn a_redis_that_lost_its_last_commits_is_noticed_by_who_saw_them() {
    let mut server = Server::with(&["--save", "", "--appendonly", "no"]);
    let options = options(&server.url());
    let (one, heard) = engine(&options);
    assert_eq!(raised(&one, 0), Ok(1));
    assert_eq!(server.command(&["save"]), "OK");
    for count in 2..=5 {
        assert_eq!(raised(&one, 0), Ok(count));
    }
    let before = one.position(&tenant(), "lobby").expect("reached");
    server.kill();
    server.restart();
    wait_until("it is told", || heard.missed.load(Ordering::SeqCst) == 1);
    assert_eq!(stored(&one, "count/0"), 1);
    assert_eq!(raised(&one, 0), Ok(2));
    let after = one.position(&tenant(), "lobby").expect("reached");
    assert!(
        after.epoch > before.epoch,
        "its second message is another one now"
    );
}

#[test]
fn who_is_there_by_a_node_that_is_alive_is_not_made_to_leave_by_another() {
    let server = Server::start();
    let options = Options {
        lease: Duration::from_secs(2),
        ..options(&server.url())
    };
    let ((one, _), (other, _)) = (engine(&options), engine(&options));
    let (room, user) = ("lobby".to_owned(), "ann".to_owned());
    let connection = Arc::from("1");
    let enter = Write::Enter {
        room: room.clone(),
        user: user.clone(),
        connection: Arc::clone(&connection),
    };
    one.commit(batch(Reads::default(), vec![enter]))
        .expect("Redis is there");
    // Where the node had been taken for ended, and was back before this came.
    let leave = || {
        let (room, user, connection) = (room.clone(), user.clone(), Arc::clone(&connection));
        let leave = Write::Leave {
            room,
            user,
            connection,
        };
        other.commit(batch(Reads::default(), vec![leave]))
    };
    let members = || {
        let snapshot = other.snapshot(&tenant(), Millis(1));
        let mut snapshot = snapshot.expect("reached");
        snapshot.members(&room).expect("reached").len()
    };
    assert_eq!(leave().map(|_| ()), Err(CommitError::Conflict));
    assert_eq!(members(), 1);
    one.vanish();
    wait_until("the node's members are found", || {
        other.sweep(Millis(1));
        other.abandoned(9).is_ok_and(|found| found.len() == 1)
    });
    leave().expect("its node has ended");
    assert_eq!(members(), 0);
}

#[test]
fn a_commit_is_heard_by_who_waits_for_it() {
    let server = Server::start();
    let options = options(&server.url());
    let (one, heard) = engine(&options);
    let receipt = one.commit(batch(
        Reads::default(),
        vec![broadcast("lobby", "{}".to_owned())],
    ));
    let (tell, told) = mpsc::channel();
    let seen = heard.clone();
    let settled = move |_| {
        let count = seen.broadcasts.lock().expect("no panic").len();
        tell.send(count).expect("it is waited for");
    };
    one.when_settled(receipt.expect("nothing was read"), Box::new(settled));
    assert_eq!(
        told.recv_timeout(LONG),
        Ok(1),
        "delivered before it is answered"
    );
}

#[test]
fn a_message_takes_one_call_once_what_it_reads_is_known() {
    let server = Server::start();
    let (engine, _) = engine(&options(&server.url()));
    assert_eq!(raised(&engine, 0), Ok(1));
    let before = engine.calls();
    for count in 2..=101 {
        assert_eq!(raised(&engine, 0), Ok(count));
    }
    assert_eq!(engine.calls() - before, 100);
}

#[test]
fn a_key_that_is_taken_to_be_absent_and_is_there_is_a_conflict() {
    let server = Server::start();
    let options = options(&server.url());
    let (one, _) = engine(&options);
    let (two, _) = engine(&options);
    let write = || vec![set("k".to_owned(), "1".to_owned())];
    let probe = |engine: &Redis| {
        let mut snapshot = engine.snapshot(&tenant(), Millis(1)).expect("reached");
        let found = snapshot.probe(Space::Values, "k").expect("reached");
        (found, snapshot.into_reads())
    };
    let (found, reads) = probe(&one);
    assert_eq!(found, None);
    one.commit(batch(reads.clone(), write()))
        .expect("it is absent");
    assert_eq!(
        one.commit(batch(reads, write())),
        Err(CommitError::Conflict)
    );
    let (found, reads) = probe(&two);
    assert_eq!(found, None, "it was not looked for");
    assert_eq!(two.commit(batch(reads, vec![])), Err(CommitError::Conflict));
}

#[test]
fn servers_that_cannot_be_used_are_refused_with_what_to_do() {
    let check = |server: &Server, url: &str, expected: &str| {
        let refused = Redis::open(&options(url))
            .err()
            .expect("it can't be used")
            .to_string();
        assert!(refused.contains(expected), "{refused}");
        assert!(refused.contains(&server.port.to_string()), "{refused}");
    };
    let mut good = Server::start();
    let evicts = Server::with(&["--maxmemory-policy", "allkeys-lru"]);
    check(&evicts, &evicts.url(), "`maxmemory-policy allkeys-lru`");
    let port = good.port.to_string();
    let replica = Server::with(&["--replicaof", "127.0.0.1", &port]);
    check(&replica, &replica.url(), "read-only replica");
    let locked = Server::with(&["--requirepass", "secret"]);
    check(&locked, &locked.url(), "NOAUTH");
    let url = |who: &str| format!("redis://{who}@127.0.0.1:{}", locked.port);
    check(&locked, &url(":wrong"), "WRONGPASS");
    Redis::open(&options(&url(":secret"))).expect("that is the password");
    // As the page on engines names them.
    let made = [
        "acl",
        "setuser",
        "app",
        "on",
        ">word",
        "~{test*",
        "&{test*",
        "+@read",
        "+@write",
        "+@scripting",
        "+@pubsub",
        "+@connection",
        "+info",
        "+time",
    ];
    let mut with_password = vec!["--no-auth-warning", "-a", "secret"];
    with_password.extend(made);
    assert_eq!(locked.command(&with_password), "OK");
    let (engine, _) = engine(&options(&url("app:word")));
    assert_eq!(raised(&engine, 0), Ok(1));
    let address = good.url();
    good.kill();
    check(&good, &address, "refused");
}

#[test]
fn nodes_that_disagree_on_the_partitions_are_refused() {
    let server = Server::start();
    let options = options(&server.url());
    let (_engine, _) = engine(&options);
    let other = Options {
        partitions: 3,
        ..options.clone()
    };
    let refused = Redis::open(&other).err().expect("they differ").to_string();
    assert!(refused.contains("in 1 partitions, not 3"), "{refused}");
}

#[test]
fn what_was_claimed_by_a_call_whose_answer_was_lost_is_claimed_by_the_next() {
    let server = Server::start();
    let options = Options {
        timeout: Duration::from_millis(300),
        ..options(&server.url())
    };
    let (engine, _) = engine(&options);
    let schedule = |name: &str| Write::Schedule {
        kind: Kind::Event,
        room: "lobby".into(),
        key: None,
        name: name.into(),
        payload: "null".into(),
        due: Millis(1),
    };
    let claim = || engine.claim(Millis(2), Millis(60_000), 10);
    let names =
        |jobs: Vec<Job>| -> Vec<String> { jobs.iter().map(|job| job.name.to_string()).collect() };
    let done = engine.commit(batch(Reads::default(), vec![schedule("in hand")]));
    done.expect("reached");
    assert_eq!(names(claim().expect("reached")), ["in hand"]);
    let done = engine.commit(batch(Reads::default(), vec![schedule("lost")]));
    done.expect("reached");
    let signal = |signal: &str| {
        let process = server.process().to_string();
        let status = std::process::Command::new("kill")
            .args([signal, &process])
            .status();
        assert!(status.is_ok_and(|status| status.success()));
    };
    signal("-STOP");
    assert!(claim().is_err(), "there is no answer");
    signal("-CONT");
    wait_until("it has been done all the same", || {
        server.command(&["zcard", &format!("{{{}:0}}:claimed", options.prefix)]) == "2"
    });
    let mut found = Vec::new();
    wait_until("it is found again", || engine.health().is_ok());
    while found.is_empty() {
        found = claim().map(names).unwrap_or_default();
    }
    assert_eq!(found, ["lost"], "what is in hand is not claimed twice");
}

/// Raises a count as a server does: again where others were faster, so often at most. Gives how often it lost.
fn raise_in_turn(engine: &Redis, key: &str) -> Result<u32, CommitError> {
    const TRIES: u32 = 16;
    for losses in 0..TRIES {
        let mut snapshot = engine.snapshot(&tenant(), Millis(1))?;
        let next = number(&mut *snapshot, key) + 1;
        let writes = vec![set(key.to_owned(), next.to_string())];
        match engine.commit_after(batch(snapshot.into_reads(), writes), losses) {
            Err(CommitError::Conflict) => {}
            done => return done.map(|_| losses),
        }
    }
    Err(CommitError::Conflict)
}

#[test]
fn all_who_write_the_same_at_three_nodes_get_through_alike() {
    const WRITERS: usize = 8;
    const EACH: u64 = 40;
    let server = Server::start();
    let options = options(&server.url());
    let nodes = [engine(&options), engine(&options), engine(&options)];
    let counts: Vec<AtomicU64> = (0..3 * WRITERS).map(|_| AtomicU64::new(0)).collect();
    let (lost, at_first_end) = (AtomicU64::new(0), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for writer in 0..counts.len() {
            let (engine, counts) = (&nodes[writer % 3].0, &counts);
            let (lost, at_first_end) = (&lost, &at_first_end);
            scope.spawn(move || {
                for _ in 0..EACH {
                    let losses = raise_in_turn(engine, "count").expect("nobody loses for ever");
                    lost.fetch_add(losses.into(), Ordering::SeqCst);
                    counts[writer].fetch_add(1, Ordering::SeqCst);
                }
                let mut first = at_first_end.lock().expect("no panic");
                if first.is_empty() {
                    *first = counts.iter().map(|c| c.load(Ordering::SeqCst)).collect();
                }
            });
        }
    });
    assert_eq!(stored(&nodes[0].0, "count"), EACH * counts.len() as u64);
    let first = at_first_end.lock().expect("no panic").clone();
    let least = first.iter().min().copied().unwrap_or_default();
    assert!(least >= EACH / 3, "spread evenly: {first:?}");
    let each = lost.load(Ordering::SeqCst) / stored(&nodes[0].0, "count");
    assert!(each < 6, "{each} losses a message");
}

#[test]
fn a_turn_that_is_not_taken_up_holds_nobody_up_for_long() {
    let server = Server::start();
    let options = options(&server.url());
    let (one, _) = engine(&options);
    let (two, _) = engine(&options);
    assert_eq!(raise_in_turn(&one, "count"), Ok(0));
    let read = |engine: &Redis| {
        let mut snapshot = engine.snapshot(&tenant(), Millis(1)).expect("reached");
        let count = number(&mut *snapshot, "count");
        (count, snapshot.into_reads())
    };
    wait_until("it is heard", || read(&two).0 == 1);
    let (_, old) = read(&two);
    assert_eq!(raise_in_turn(&one, "count"), Ok(0));
    // It has lost twice, queues up, and never comes again.
    let writes = vec![set("count".to_owned(), "0".to_owned())];
    let lost = two.commit_after(batch(old, writes), 2);
    assert_eq!(lost, Err(CommitError::Conflict));
    assert!(
        raise_in_turn(&one, "count").is_ok_and(|losses| losses > 0),
        "the other comes first"
    );
    assert_eq!(
        raise_in_turn(&one, "count"),
        Ok(0),
        "nobody waits any longer"
    );
    assert_eq!(stored(&one, "count"), 4);
}

#[test]
fn a_state_of_the_first_format_is_taken_over() {
    let server = Server::start();
    let options = options(&server.url());
    let (one, _) = engine(&options);
    assert_eq!(raised(&one, 0), Ok(1));
    let before = one.position(&tenant(), "lobby").expect("reached");
    one.close().expect("it closes");
    let meta = format!("{{{}:0}}:meta", options.prefix);
    let log = format!("{{{}:0}}:log", options.prefix);
    assert_eq!(server.command(&["hset", &meta, "f", "1"]), "0");
    // Its log is another one.
    let entry = ["xadd", &log, "99-0", "b", "somebody:1:1", "p", "older"];
    assert_eq!(server.command(&entry), "99-0");
    assert_eq!(server.command(&["hset", &meta, "c", "99"]), "0");
    let (two, heard) = engine(&options);
    assert_eq!(stored(&two, "count/0"), 1);
    let after = two.position(&tenant(), "lobby").expect("reached");
    assert!(after.epoch > before.epoch && after.seq == before.seq);
    assert_eq!(raised(&two, 0), Ok(2));
    assert_eq!(server.command(&["hget", &meta, "f"]), "2");
    assert_eq!(heard.missed.load(Ordering::SeqCst), 0);
}
