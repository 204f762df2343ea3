//! Several nodes behave as one: what their clients hear of each other, and what happens when one ends.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod support;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use buildamp_engine::{Engine as _, Millis, Space, Tenant};
use buildamp_engine_redis::testing::Server;
use buildamp_server::Limits;
use support::app::Style;
use support::memory::MemoryLine;
use support::nodes::Nodes;
use support::{InMemory, Line, Stage, Transport, run, short};

/// Longer than anything takes here, on a machine that is busy with others.
const LONG: Duration = Duration::from_secs(60);

fn limits() -> Limits {
    Limits {
        messages: None,
        ..Limits::default()
    }
}

/// A client of a node, in a room, which has heard that it is there.
async fn join(stage: &Stage, room: &str, user: &str) -> MemoryLine {
    let mut line = InMemory.connect(stage, None).await;
    line.send(&format!(
        r#"{{"type":"join_room","room":"{room}","userId":"{user}"}}"#
    ))
    .await;
    until(&mut line, "joined").await;
    line
}

async fn say(line: &mut MemoryLine, room: &str, text: &str, id: u32) {
    line.send(&format!(
        r#"{{"type":"send_message","room":"{room}","payload":{{"message_type":"Say","text":"{text}"}},"id":{id}}}"#
    ))
    .await;
}

/// The next frame, in short.
async fn next(line: &mut MemoryLine) -> String {
    let heard = line.next().await;
    let heard = heard.unwrap_or_else(|| panic!("it has ended: {:?}", line.ended()));
    match heard.contains(r#""type":"connected""#) {
        true => "connected".to_owned(),
        false => short::frame(&heard),
    }
}

/// All that comes until something that begins like this, in short, this included.
async fn until(line: &mut MemoryLine, expected: &str) -> Vec<String> {
    let mut heard = Vec::new();
    loop {
        heard.push(next(line).await);
        if heard.last().is_some_and(|last| last.starts_with(expected)) {
            return heard;
        }
    }
}

#[test]
fn what_is_said_on_one_node_is_heard_on_all_once_and_in_order() {
    run(async {
        let nodes = Nodes::start(3, Style::Plain, limits());
        let mut lines = Vec::new();
        for (stage, user) in nodes.stages.iter().zip(["ann", "bob", "cyd"]) {
            lines.push(join(stage, "lobby", user).await);
        }
        for round in 0..20 {
            for (line, name) in lines.iter_mut().zip(["a", "b", "c"]) {
                say(line, "lobby", &format!("{name}{round}"), round).await;
            }
        }
        let mut all = Vec::new();
        for line in &mut lines {
            let mut said = Vec::new();
            while said.len() < 60 {
                let heard = next(line).await;
                if heard.contains(": ") {
                    said.push(heard);
                }
            }
            all.push(said);
        }
        assert_eq!(all[0], all[1]);
        assert_eq!(all[0], all[2]);
        let numbers = all[0]
            .iter()
            .map(|heard| heard.split(' ').nth(1).unwrap().parse::<u64>().unwrap());
        // That three have come has numbers, too.
        assert!(numbers.eq(4..64), "{:?}", all[0]);
    });
}

#[test]
fn users_of_other_nodes_come_and_go() {
    run(async {
        let nodes = Nodes::start(2, Style::Plain, limits());
        let mut ann = join(&nodes.stages[0], "lobby", "ann").await;
        let bob = join(&nodes.stages[1], "lobby", "bob").await;
        assert_eq!(next(&mut ann).await, "lobby 2 +bob");
        let more = join(&nodes.stages[0], "lobby", "bob").await;
        drop(bob);
        say(&mut ann, "lobby", "still here", 1).await;
        until(&mut ann, "ack").await;
        drop(more);
        let heard = until(&mut ann, "lobby 4").await;
        assert_eq!(heard, ["lobby 4 -bob"], "he left with his last connection");
    });
}

#[test]
fn users_are_reached_on_whichever_node_they_are() {
    run(async {
        let nodes = Nodes::start(2, Style::Plain, limits());
        let mut ann = join(&nodes.stages[0], "lobby", "ann").await;
        let mut bob = join(&nodes.stages[1], "den", "bob").await;
        say(&mut ann, "lobby", "/to bob hello", 1).await;
        assert!(until(&mut bob, "direct").await[0].contains("hello"));
        say(&mut ann, "lobby", "/pull bob attic", 2).await;
        until(&mut bob, "joined attic").await;
        say(&mut ann, "lobby", "/push bob attic", 3).await;
        say(&mut ann, "lobby", "/ban bob", 4).await;
        while bob.next().await.is_some() {}
        assert_eq!(bob.ended().as_deref(), Some("1008 banned"));
    });
}

#[test]
fn a_session_goes_on_at_another_node_and_a_message_takes_effect_once() {
    run(async {
        let nodes = Nodes::start(2, Style::Plain, limits());
        let mut ann = InMemory.connect(&nodes.stages[0], None).await;
        let connected: serde_json::Value =
            serde_json::from_str(&ann.next().await.unwrap()).unwrap();
        ann.send(r#"{"type":"join_room","room":"lobby","userId":"ann"}"#)
            .await;
        say(&mut ann, "lobby", "/count", 7).await;
        until(&mut ann, "ack").await;
        drop(ann);
        let session = connected["session"].as_str();
        let mut again = InMemory.connect(&nodes.stages[1], session).await;
        assert!(again.next().await.unwrap().contains(session.unwrap()));
        again.send(r#"{"type":"join_room","room":"lobby"}"#).await;
        until(&mut again, "joined").await;
        say(&mut again, "lobby", "/count", 7).await;
        say(&mut again, "lobby", "/count", 8).await;
        let heard = until(&mut again, "ack #8").await;
        assert!(heard.contains(&"ack #7".to_owned()), "{heard:?}");
        let counts: Vec<_> = heard
            .iter()
            .filter(|heard| heard.contains("count"))
            .collect();
        assert_eq!(counts.len(), 1, "{heard:?}");
        assert!(counts[0].contains("count 2"), "{heard:?}");
    });
}

#[test]
fn a_due_event_is_handled_by_one_node() {
    run(async {
        let nodes = Nodes::start(3, Style::Plain, limits());
        let mut ann = join(&nodes.stages[0], "lobby", "ann").await;
        for round in 0..10 {
            say(&mut ann, "lobby", "/later 1 ring", round).await;
            until(&mut ann, "ack").await;
            nodes.clock.0.fetch_add(1000, Ordering::SeqCst);
            let handle = |stage: &Arc<Stage>| {
                let node = stage.node.clone();
                tokio::task::spawn_blocking(move || node.handle_due())
            };
            let all: Vec<_> = nodes.stages.iter().map(handle).collect();
            let mut count = 0;
            for handled in all {
                count += handled.await.unwrap();
            }
            assert_eq!(count, 1);
            let heard = next(&mut ann).await;
            assert!(heard.contains("Later: ring"), "{heard}");
        }
        say(&mut ann, "lobby", "done", 99).await;
        assert!(next(&mut ann).await.contains("done"), "nothing came twice");
    });
}

/// Lets all nodes do what they do every second, until somebody has heard something.
async fn sweep_until(nodes: &Nodes, line: &mut MemoryLine, expected: &str) -> Vec<String> {
    let began = Instant::now();
    let mut heard = Vec::new();
    loop {
        assert!(began.elapsed() < LONG, "never {expected}: {heard:?}");
        for stage in &nodes.stages {
            stage.node.apart(|node| node.sweep()).await;
        }
        for frame in line.unread().await {
            heard.push(short::frame(&frame));
        }
        if heard.iter().any(|heard| heard.starts_with(expected)) {
            return heard;
        }
    }
}

#[test]
fn the_users_of_a_node_that_ends_without_a_word_leave_once() {
    run(async {
        let mut nodes = Nodes::start(3, Style::Plain, limits());
        let mut ann = join(&nodes.stages[0], "lobby", "ann").await;
        let mut bob = join(&nodes.stages[1], "lobby", "bob").await;
        let _cyd = join(&nodes.stages[2], "lobby", "cyd").await;
        let _dan = join(&nodes.stages[2], "lobby", "dan").await;
        until(&mut ann, "lobby 4 +dan").await;
        until(&mut bob, "lobby 4 +dan").await;
        let gone = nodes.vanish(2);
        let heard = sweep_until(&nodes, &mut ann, "lobby 6").await;
        let mut left = heard.clone();
        left.sort();
        assert_eq!(left.len(), 2, "{heard:?}");
        assert!(
            left.iter().any(|heard| heard.ends_with("-cyd")),
            "{heard:?}"
        );
        assert!(
            left.iter().any(|heard| heard.ends_with("-dan")),
            "{heard:?}"
        );
        for stage in &nodes.stages {
            stage.node.apart(|node| node.sweep()).await;
        }
        say(&mut bob, "lobby", "who is here?", 1).await;
        until(&mut bob, "lobby 7").await;
        let mut eve = InMemory.connect(&nodes.stages[1], None).await;
        eve.send(r#"{"type":"join_room","room":"lobby","userId":"eve"}"#)
            .await;
        let heard = until(&mut eve, "joined").await;
        assert!(
            heard.last().unwrap().contains("here: ann bob eve"),
            "{heard:?}"
        );
        drop(gone);
    });
}

#[test]
fn a_node_that_was_taken_for_dead_brings_its_users_back() {
    run(async {
        let nodes = Nodes::start(2, Style::Plain, limits());
        let mut ann = join(&nodes.stages[0], "lobby", "ann").await;
        let mut bob = join(&nodes.stages[1], "lobby", "bob").await;
        until(&mut ann, "lobby 2 +bob").await;
        // As if it had stood still for longer than its lease.
        let leases = format!("{{{}:0}}:leases", nodes.options.prefix);
        let all = nodes.server.command(&["zrange", &leases, "0", "-1"]);
        assert_eq!(all.lines().count(), 2, "{all}");
        let seats = |node: &str| format!("{{{}:0}}:seats:{node}", nodes.options.prefix);
        let has_bob = |node: &&str| {
            let members = nodes.server.command(&["smembers", &seats(node)]);
            members.contains("bob")
        };
        let bobs = all.lines().find(has_bob).unwrap().to_owned();
        assert_eq!(
            nodes.server.command(&["zadd", &leases, "xx", "0", &bobs]),
            "0"
        );
        let heard = sweep_until(&nodes, &mut ann, "lobby 4").await;
        assert_eq!(heard, ["lobby 3 -bob", "lobby 4 +bob"]);
        say(&mut bob, "lobby", "I am back", 1).await;
        until(&mut ann, "lobby 5").await;
    });
}

#[test]
fn a_user_who_is_brought_back_has_what_they_came_with() {
    run(async {
        let nodes = Nodes::start(2, Style::Full, limits());
        let mut ann = join(&nodes.stages[0], "lobby", "ann").await;
        let mut bob = InMemory.connect(&nodes.stages[1], None).await;
        let payload = r#"{"message_type":"Enter","code":"fig"}"#;
        bob.send(&format!(
            r#"{{"type":"join_room","room":"lobby","userId":"bob","payload":{payload}}}"#
        ))
        .await;
        until(&mut bob, "joined").await;
        let heard = until(&mut ann, "lobby 2").await;
        assert_eq!(heard, ["lobby 2 bob: is here with fig"]);
        let leases = format!("{{{}:0}}:leases", nodes.options.prefix);
        let all = nodes.server.command(&["zrange", &leases, "0", "-1"]);
        let seats = |node: &str| format!("{{{}:0}}:seats:{node}", nodes.options.prefix);
        let has_bob = |node: &&str| {
            let members = nodes.server.command(&["smembers", &seats(node)]);
            members.contains("bob")
        };
        let bobs = all.lines().find(has_bob).unwrap().to_owned();
        let _ = nodes.server.command(&["zadd", &leases, "xx", "0", &bobs]);
        // The other node sees him off, and knows nothing of what he came with; his own does.
        let heard = sweep_until(&nodes, &mut ann, "lobby 4").await;
        assert_eq!(
            heard,
            ["lobby 3 bob: is gone", "lobby 4 bob: is here with fig"]
        );
        say(&mut bob, "lobby", "/joined", 1).await;
        let heard = until(&mut bob, "ack").await;
        assert!(heard.last().unwrap().contains("fig"), "{heard:?}");
    });
}

#[test]
fn ticks_come_once_on_however_many_nodes_a_room_has_members() {
    run(async {
        let nodes = Nodes::start(2, Style::Full, limits());
        let mut ann = join(&nodes.stages[0], "lobby", "ann").await;
        let mut bob = join(&nodes.stages[1], "lobby", "bob").await;
        say(&mut ann, "lobby", "/ticks 20", 1).await;
        let counts = ticks(&mut bob, 10).await;
        // Two that tick would count both, each by itself.
        assert!(counts.is_sorted_by(|a, b| a < b), "{counts:?}");
    });
}

/// The counts of the next ticks that somebody hears.
async fn ticks(line: &mut MemoryLine, count: usize) -> Vec<u64> {
    let mut counts = Vec::new();
    while counts.len() < count {
        let heard = next(line).await;
        if let Some((_, count)) = heard.split_once("tick ") {
            let digits: String = count.chars().take_while(char::is_ascii_digit).collect();
            counts.push(digits.parse().unwrap());
        }
    }
    counts
}

/// Whether it is known that a room is to tick.
fn is_known_to_tick(nodes: &Nodes, room: &str) -> bool {
    let now = Millis(nodes.clock.0.load(Ordering::SeqCst));
    let engine = nodes.engines.last().unwrap();
    let mut snapshot = engine.snapshot(&Tenant("test".into()), now).unwrap();
    let key = format!("ticking/{room}");
    let found = snapshot.get(Space::Server, &key);
    found.unwrap().is_some()
}

#[test]
fn ticks_go_on_at_a_node_that_was_not_told_of_them_when_theirs_ends() {
    run(async {
        let mut nodes = Nodes::start(2, Style::Full, limits());
        let mut ann = join(&nodes.stages[0], "lobby", "ann").await;
        say(&mut ann, "lobby", "/ticks 20", 1).await;
        ticks(&mut ann, 2).await;
        let mut bob = join(&nodes.stages[1], "lobby", "bob").await;
        let _gone = nodes.vanish(0);
        // The other one has not been heard of for longer than it may be silent.
        nodes.clock.0.fetch_add(3000, Ordering::SeqCst);
        // More than may have been on their way.
        ticks(&mut bob, 12).await;
        say(&mut bob, "lobby", "/ticks 0", 2).await;
        until(&mut bob, "ack").await;
        assert!(!is_known_to_tick(&nodes, "lobby"));
    });
}

#[test]
fn a_room_that_everybody_left_begins_without_ticks_on_every_node() {
    run(async {
        let nodes = Nodes::start(2, Style::Full, limits());
        let mut ann = join(&nodes.stages[0], "lobby", "ann").await;
        say(&mut ann, "lobby", "/ticks 20", 1).await;
        ticks(&mut ann, 2).await;
        assert!(is_known_to_tick(&nodes, "lobby"));
        ann.send(r#"{"type":"leave_room","room":"lobby","id":2}"#)
            .await;
        until(&mut ann, "ack #2").await;
        let mut bob = join(&nodes.stages[1], "lobby", "bob").await;
        assert!(!is_known_to_tick(&nodes, "lobby"));
        say(&mut bob, "lobby", "/ticks 20", 1).await;
        ticks(&mut bob, 2).await;
    });
}

#[test]
fn the_users_of_a_node_that_stops_have_time_to_come_to_another() {
    run(async {
        let mut nodes = Nodes::start(3, Style::Plain, limits());
        let mut ann = join(&nodes.stages[0], "lobby", "ann").await;
        let _bob = join(&nodes.stages[2], "lobby", "bob").await;
        let _cyd = join(&nodes.stages[2], "lobby", "cyd").await;
        until(&mut ann, "lobby 3 +cyd").await;
        let _gone = nodes.close(2);
        for stage in &nodes.stages {
            stage.node.apart(|node| node.sweep()).await;
        }
        let mut again = join(&nodes.stages[1], "lobby", "bob").await;
        say(&mut again, "lobby", "back", 1).await;
        assert_eq!(next(&mut ann).await, "lobby 4 bob: back");
        // Cyd does not come back.
        let heard = sweep_until(&nodes, &mut ann, "lobby 5").await;
        assert_eq!(heard, ["lobby 5 -cyd"]);
    });
}

#[test]
fn who_comes_back_at_another_node_than_the_one_that_ended_has_never_left() {
    run(async {
        let mut nodes = Nodes::start(3, Style::Plain, limits());
        let mut ann = join(&nodes.stages[0], "lobby", "ann").await;
        let _bob = join(&nodes.stages[2], "lobby", "bob").await;
        let _cyd = join(&nodes.stages[2], "lobby", "cyd").await;
        until(&mut ann, "lobby 3 +cyd").await;
        let _gone = nodes.vanish(2);
        let mut again = join(&nodes.stages[1], "lobby", "bob").await;
        // Cyd does not come back.
        let heard = sweep_until(&nodes, &mut ann, "lobby 4").await;
        assert_eq!(heard, ["lobby 4 -cyd"]);
        for stage in &nodes.stages {
            stage.node.apart(|node| node.sweep()).await;
        }
        say(&mut again, "lobby", "here", 1).await;
        let heard = until(&mut ann, "lobby 5").await;
        assert_eq!(heard, ["lobby 5 bob: here"]);
    });
}

#[test]
fn who_is_connected_stays_so_while_redis_is_away() {
    run(async {
        let kept = [
            "--save",
            "",
            "--appendonly",
            "yes",
            "--appendfsync",
            "always",
        ];
        let mut nodes = Nodes::on(Server::with(&kept), 2, Style::Plain, limits());
        let mut ann = join(&nodes.stages[0], "lobby", "ann").await;
        let mut bob = join(&nodes.stages[1], "lobby", "bob").await;
        say(&mut ann, "lobby", "/count", 1).await;
        until(&mut bob, "lobby 3 ann: count 1").await;
        nodes.server.kill();
        say(&mut ann, "lobby", "/count", 2).await;
        until(&mut ann, "error unavailable").await;
        nodes.server.restart();
        // Sent again until it is taken: it takes effect once.
        loop {
            say(&mut ann, "lobby", "/count", 2).await;
            let answers = ["ack #2", "error unavailable"];
            let answer = loop {
                let heard = next(&mut ann).await;
                if answers.iter().any(|answer| heard.starts_with(answer)) {
                    break heard;
                }
            };
            if answer == "ack #2" {
                break;
            }
        }
        let mut heard = String::new();
        while !heard.ends_with("ann: count 2") {
            heard = next(&mut bob).await;
        }
        assert_eq!((ann.ended(), bob.ended()), (None, None));
    });
}
