//! Nodes on one Redis: who is where, whose turn it is, who has claimed what, and how often they call.

mod support;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::Duration;

use buildamp_engine::{
    Announced, CommitError, Delivery, Engine, Interval, Job, Kind, Listener, Millis, Order, Range,
    Reads, Receipt, Snapshot, Space, Standing, Tenant, Write,
};
use buildamp_engine_redis::testing::{Server, options};
use buildamp_engine_redis::{Options, Redis};

use support::{LONG, batch, broadcast, engine, number, raised, set, stored, tenant, wait_until};

#[test]
fn who_is_there_by_a_node_that_is_alive_is_not_made_to_leave_by_another() {
    let server = Server::start();
    let options = Options {
        lease: Duration::from_secs(2),
        ..options(&server.url())
    };
    let ((one, _), (other, _)) = (engine(&options), engine(&options));
    let (room, user): (Arc<str>, Arc<str>) = ("lobby".into(), "ann".into());
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
fn nodes_tell_of_themselves_and_it_is_known_which_have_ended() {
    let server = Server::start();
    let options = Options {
        lease: Duration::from_secs(2),
        ..options(&server.url())
    };
    let [one, two, three] = [(); 3].map(|()| engine(&options).0);
    for (engine, what) in [(&one, "1"), (&two, "2"), (&three, "3")] {
        engine.announce(&what.into()).expect("Redis is there");
    }
    one.announce(&r#"{"text":"| \"ü\""}"#.into())
        .expect("Redis is there");
    let seen = |engine: &Redis| {
        let mut all = engine.nodes().expect("Redis is there");
        all.sort_by(|a, b| a.what.cmp(&b.what));
        let told = |node: Announced| (node.what.to_string(), node.standing, node.is_own);
        all.into_iter().map(told).collect::<Vec<_>>()
    };
    let first = r#"{"text":"| \"ü\""}"#.to_owned();
    let all = |two, three| {
        vec![
            ("2".to_owned(), two, false),
            ("3".to_owned(), three, false),
            (first.clone(), Standing::Alive, true),
        ]
    };
    assert_eq!(seen(&one), all(Standing::Alive, Standing::Alive));
    assert!(
        one.nodes()
            .expect("reached")
            .iter()
            .all(|node| node.silent < 60_000)
    );
    two.close().expect("it is reached");
    three.vanish();
    assert_eq!(seen(&one)[0].1, Standing::Left);
    wait_until("the lease of the node that said nothing ends", || {
        one.sweep(Millis(1));
        seen(&one) == all(Standing::Left, Standing::Lost)
    });
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
    // The last of them may be another node's, which this one hears of a moment later.
    wait_until("every raise counts, once", || {
        stored(&nodes[0].0, "count") == EACH * counts.len() as u64
    });
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

/// Hears what it is told, when it is let.
struct Held {
    said: mpsc::Sender<String>,
    gate: Mutex<mpsc::Receiver<()>>,
}

impl Listener for Held {
    fn deliver(&self, _: &Tenant, delivery: Delivery) {
        // What comes over the connection meanwhile is another thread's.
        let gate = || self.gate.lock().expect("no panic").recv();
        tokio::task::block_in_place(gate).expect("it is let go on");
        if let Delivery::Broadcast(broadcast) = delivery {
            let said = self.said.send(broadcast.message.to_string());
            said.expect("it is waited for");
        }
    }
}

#[test]
fn at_the_end_nobody_is_answered_before_they_have_heard_their_own() {
    let server = Server::start();
    let engine = Redis::open(&options(&server.url())).expect("it is there");
    let (said, heard) = mpsc::channel();
    let (open, gate) = mpsc::channel();
    let gate = Mutex::new(gate);
    let answers = said.clone();
    engine.listen(Arc::new(Held { said, gate }));
    let commit = |message: &str| {
        let writes = vec![broadcast("lobby", message.to_owned())];
        let receipt = engine.commit(batch(Reads::default(), writes));
        receipt.expect("nothing was read")
    };
    let first = commit("1");
    let second = commit("2");
    engine.vanish();
    let answer = |receipt: Receipt, name: &'static str| {
        let said = answers.clone();
        let settled = move |settled: Result<(), _>| {
            let how = settled.map_or("not heard", |()| "heard");
            said.send(format!("{name} {how}"))
                .expect("it is waited for");
        };
        engine.when_settled(receipt, Box::new(settled));
    };
    answer(second, "second");
    answer(first, "first");
    // One whose commit comes over a connection that is no more.
    answer(Receipt(second.0 + (1 << 24)), "third");
    assert_eq!(heard.try_recv(), Err(mpsc::TryRecvError::Empty));
    for _ in 0..2 {
        open.send(()).expect("it is waited for");
    }
    let heard: Vec<_> = heard.iter().take(5).collect();
    let expected = ["1", "first heard", "2", "second heard", "third not heard"];
    assert_eq!(heard, expected);
    let (tell, told) = mpsc::channel();
    let settled = move |settled| tell.send(settled).expect("it is waited for");
    engine.when_settled(Receipt(second.0 + (1 << 24)), Box::new(settled));
    assert!(told.try_recv().expect("at once").is_err());
}

#[test]
fn a_list_is_at_hand_unless_it_is_long() {
    const LONG_ONE: usize = 3000;
    let server = Server::start();
    let (engine, _) = engine(&options(&server.url()));
    for (name, count) in [("short", 100), ("long", LONG_ONE)] {
        let writes = (0..count).map(|number| set(format!("{name}/{number:04}"), "1".to_owned()));
        let done = engine.commit(batch(Reads::default(), writes.collect()));
        done.expect("nothing was read");
    }
    let list = |snapshot: &mut dyn Snapshot, prefix: &str| {
        let found = snapshot.list(Space::Values, prefix).ok()?;
        assert!(found.is_sorted_by_key(|(name, _)| name.clone()));
        Some(found.len())
    };
    let waiting = || engine.snapshot(&tenant(), Millis(1)).expect("reached");
    for (prefix, count) in [("short/", 100), ("long/", LONG_ONE)] {
        assert_eq!(list(&mut *waiting(), prefix), Some(count));
    }
    let calls = engine.calls();
    let at_hand = |prefix: &str| {
        let mut snapshot = engine
            .snapshot_at_hand(&tenant(), Millis(1))
            .expect("reached");
        let found = list(&mut *snapshot, prefix);
        (found, snapshot.lacks())
    };
    assert_eq!(at_hand("short/"), (Some(100), false));
    assert_eq!(at_hand("long/"), (None, true));
    assert_eq!(at_hand("long/29"), (Some(100), false));
    assert_eq!(list(&mut *waiting(), "long/"), Some(LONG_ONE));
    assert_eq!(engine.calls(), calls, "all of it is known");
}

/// The keys of a range: at hand, or wherever they are.
fn ranged(engine: &Redis, range: &Range, waits: bool) -> Option<Vec<String>> {
    let snapshot = match waits {
        true => engine.snapshot(&tenant(), Millis(1)),
        false => engine.snapshot_at_hand(&tenant(), Millis(1)),
    };
    let mut snapshot = snapshot.expect("reached");
    let found = snapshot.list_range(Space::Values, range).ok();
    assert_eq!(found.is_none(), snapshot.lacks());
    let found = found?.into_iter();
    Some(found.map(|(key, _)| key.to_string()).collect())
}

fn first(prefix: &str, limit: usize, order: Order) -> Range {
    Range {
        keys: Interval::of_prefix(prefix),
        limit: Some(limit),
        order,
    }
}

fn named(numbers: impl Iterator<Item = u32>) -> Vec<String> {
    numbers.map(|number| format!("q/{number:04}")).collect()
}

#[test]
fn a_range_that_was_read_is_at_hand_with_what_others_write_into_it() {
    let server = Server::start();
    let options = options(&server.url());
    let ((one, _), (other, _)) = (engine(&options), engine(&options));
    let write = |writes: Vec<Write>| {
        let done = other.commit(batch(Reads::default(), writes));
        done.expect("nothing was read");
    };
    let all = named(0..3000).into_iter();
    write(all.map(|name| set(name, "1".to_owned())).collect());
    wait_until("the other's values are heard", || {
        let mut snapshot = one.snapshot(&tenant(), Millis(1)).expect("reached");
        let last = snapshot.get(Space::Values, "q/2999");
        last.expect("reached").is_some()
    });
    let (oldest, newest) = (
        first("q/", 10, Order::Ascending),
        first("q/", 10, Order::Descending),
    );
    for range in [&oldest, &newest] {
        let before = one.calls();
        let found = ranged(&one, range, true);
        assert_eq!(one.calls(), before + 1, "one call reads what is wanted");
        assert_eq!(ranged(&one, range, false), found);
    }
    assert_eq!(
        ranged(&one, &newest, false),
        Some(named((2990..3000).rev()))
    );
    let calls = one.calls();
    write(vec![
        set("q/00005".to_owned(), "1".to_owned()),
        set("q/9".to_owned(), "1".to_owned()),
    ]);
    wait_until("the other's commit is heard", || {
        ranged(&one, &newest, false).is_some_and(|found| found[0] == "q/9")
    });
    let mut expected = named(0..9);
    expected.insert(1, "q/00005".to_owned());
    assert_eq!(ranged(&one, &oldest, false), Some(expected));
    assert_eq!(one.calls(), calls, "all of it is known");
    // What is in between was not read, nor is it taken for nothing.
    let many = first("q/", 400, Order::Ascending);
    assert_eq!(ranged(&one, &many, false), None);
    let found = ranged(&one, &many, true).expect("reached");
    assert_eq!(found.len(), 400);
    assert!(one.calls() <= calls + 2);
    assert_eq!(ranged(&one, &many, false), Some(found));
    // Long ones are known, and not at hand.
    let long = first("q/", 2000, Order::Ascending);
    assert_eq!(
        ranged(&one, &long, true).map(|found| found.len()),
        Some(2000)
    );
    let calls = one.calls();
    assert_eq!(ranged(&one, &long, false), None);
    assert_eq!(
        ranged(&one, &long, true).map(|found| found.len()),
        Some(2000)
    );
    assert_eq!(one.calls(), calls, "all of it is known");
}

#[test]
fn who_takes_from_a_queue_reads_it_in_pieces() {
    let server = Server::start();
    let (engine, _) = engine(&options(&server.url()));
    let all = named(0..200).into_iter();
    let writes = all.map(|name| set(name, "1".to_owned())).collect();
    let done = engine.commit(batch(Reads::default(), writes));
    done.expect("nothing was read");
    let next = first("q/", 1, Order::Ascending);
    let calls = engine.calls();
    for name in named(0..100) {
        let mut snapshot = engine.snapshot(&tenant(), Millis(1)).expect("reached");
        let found = snapshot.list_range(Space::Values, &next).expect("reached");
        assert_eq!(&*found[0].0, name);
        let taken = Write::Delete {
            space: Space::Values,
            key: name,
        };
        let done = engine.commit(batch(snapshot.into_reads(), vec![taken]));
        done.expect("nobody else takes any");
    }
    let reads = engine.calls() - calls - 100;
    assert!(reads <= 5, "{reads} calls to read a hundred of them");
}

#[test]
fn long_values_of_a_range_come_in_several_calls() {
    let server = Server::start();
    let (engine, _) = engine(&options(&server.url()));
    let long = format!("\"{}\"", "x".repeat(100_000));
    for name in named(0..20) {
        let done = engine.commit(batch(Reads::default(), vec![set(name, long.clone())]));
        done.expect("nothing was read");
    }
    let calls = engine.calls();
    for order in [Order::Ascending, Order::Descending] {
        let found = ranged(&engine, &first("q/", 10, order), true);
        let expected = match order {
            Order::Ascending => named(0..10),
            Order::Descending => named((10..20).rev()),
        };
        assert_eq!(found, Some(expected));
    }
    let reads = engine.calls() - calls;
    assert!((6..10).contains(&reads), "{reads} calls for 2 MB");
}
