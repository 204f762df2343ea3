//! Redis goes and comes back: nothing that was acknowledged is missing, nothing is there twice, and whoever has to know is told.

mod support;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use buildamp_engine::{CommitError, Engine, Millis, Reads, Space};
use buildamp_engine_redis::testing::{Server, options};
use buildamp_engine_redis::{Options, Redis};

use support::{Heard, batch, broadcast, engine, raise, raised, set, stored, tenant, wait_until};

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

/// By name, for names are looked up by threads as well: those who wait for the connection must not have them all.
#[test]
fn what_is_under_way_when_redis_is_killed_is_done_once_it_is_back() {
    const COMMITS: u64 = 300;
    let mut server = Server::with(&["--save", "", "--appendonly", "yes"]);
    let url = server.url().replace("127.0.0.1", "localhost");
    let (engine, heard) = engine(&options(&url));
    assert_eq!(raised(&engine, 0), Ok(1));
    signal(&server, "-STOP");
    let (tell, told) = std::sync::mpsc::channel();
    for commit in 0..COMMITS {
        let message = format!(r#"{{"commit":{commit}}}"#);
        let writes = vec![
            set(format!("commit/{commit}"), "1".to_owned()),
            broadcast("lobby", message),
        ];
        let tell = tell.clone();
        let then = move |result: Result<_, _>| drop(tell.send((commit, result.map(drop))));
        engine.submit(batch(Reads::default(), writes), Box::new(then));
    }
    server.kill();
    server.restart();
    drop(tell);
    let mut done: Vec<_> = told.iter().collect();
    done.sort_unstable_by_key(|(commit, _)| *commit);
    let all: Vec<_> = (0..COMMITS).map(|commit| (commit, Ok(()))).collect();
    assert_eq!(done, all);
    assert!((0..COMMITS).all(|commit| stored(&engine, &format!("commit/{commit}")) == 1));
    let count = |commit: u64| {
        let message = format!(r#"{{"commit":{commit}}}"#);
        let broadcasts = heard.broadcasts.lock().expect("no panic");
        let is_it = |(_, heard): &&(_, _)| *heard == message;
        broadcasts.iter().filter(is_it).count()
    };
    wait_until("each is heard once", || {
        (0..COMMITS).all(|commit| count(commit) == 1)
    });
}

fn signal(server: &Server, signal: &str) {
    let process = server.process().to_string();
    let done = std::process::Command::new("kill")
        .args([signal, &process])
        .status();
    assert!(done.expect("it can be told").success());
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
    signal(&server, "-STOP");
    let refused = raise(&engine, 0);
    signal(&server, "-CONT");
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
