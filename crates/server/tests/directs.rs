//! What is sent to one user alone is not lost in a break, for who keeps track of it.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod support;

use std::sync::Arc;
use std::sync::atomic::Ordering;

use buildamp_engine::embedded::{Embedded, Options as Store};
use buildamp_engine::{Batch, Millis, Reads, Tenant, Weight, Write, personal};
use buildamp_server::Limits;
use buildamp_server::identity::{Auth, Key, Verifier};
use buildamp_server::transport::Options;
use jsonwebtoken::{EncodingKey, Header, encode};
use serde_json::{Value, json};
use support::app::Style;
use support::http::{Events, ask};
use support::memory::MemoryLine;
use support::nodes::Nodes;
use support::server::Server;
use support::{Asks, InMemory, Line, START, Stage, Standing, Transport, run, short};

fn check(script: &str) {
    support::conversation(Style::Plain, limits(), script);
}

fn limits() -> Limits {
    Limits {
        messages: None,
        ..Limits::default()
    }
}

#[test]
fn what_is_sent_during_a_break_follows_in_order_and_once() {
    check(
        r#"
        alice connects
        alice -> join lobby
        alice <- joined lobby at 1, here: alice
        bob connects keeping track
        bob -> join attic
        bob <- directs from 0
        bob <- joined attic at 1, here: bob
        alice -> say /to bob one to lobby #1
        alice <- ack #1
        bob <- direct 1 Verdict {"text":"one"}
        bob xx drops
        alice -> say /to bob two to lobby #2
        alice <- ack #2
        alice -> say /aim bob to lobby #3
        alice <- ack #3
        alice -> say /to bob three to lobby #4
        alice <- ack #4
        bob resumes keeping track
        bob <- directs from 1, recovered
        bob <- direct 2 Verdict {"text":"two"}
        bob <- direct 3 Verdict {"text":"three"}
        alice -> say /aim bob to lobby
        bob <- direct Cursor {"x":1}
        alice -> say /to bob four to lobby
        bob <- direct 4 Verdict {"text":"four"}
        bob xx drops
        bob resumes keeping track
        bob <- directs from 4, recovered
        "#,
    );
}

#[test]
fn who_did_not_ask_gets_what_they_got_before() {
    check(
        r#"
        alice connects
        alice -> join lobby
        alice <- joined lobby at 1, here: alice
        bob connects
        bob -> join attic
        bob <- joined attic at 1, here: bob
        alice -> say /to bob one to lobby #1
        alice <- ack #1
        bob <- direct 1 Verdict {"text":"one"}
        bob xx drops
        alice -> say /to bob two to lobby #2
        alice <- ack #2
        bob resumes
        bob -> join attic
        bob <- joined attic at 3, here: bob
        engine misses deliveries
        bob <- joined attic at 3, here: bob
        alice <- joined lobby at 1, here: alice
        alice -> say /to bob three to lobby
        bob <- direct 3 Verdict {"text":"three"}
        "#,
    );
}

#[test]
fn the_senders_answer_comes_behind_what_it_is_sent() {
    check(
        r#"
        alice connects keeping track
        alice -> join lobby
        alice <- directs from 0
        alice <- joined lobby at 1, here: alice
        alice -> say /to alice me to lobby #1
        alice <- direct 1 Verdict {"text":"me"}
        alice <- ack #1
        alice xx drops
        alice resumes keeping track
        alice <- directs from 1, recovered
        alice -> join lobby
        alice <- joined lobby at 3, here: alice
        alice -> say /to alice again to lobby #2
        alice <- direct 2 Verdict {"text":"again"}
        alice <- ack #2
        "#,
    );
}

#[test]
fn what_is_not_remembered_any_more_is_said_to_be_missing() {
    let mut script = String::from(
        "
        alice connects
        alice -> join lobby
        alice <- joined lobby at 1, here: alice
        bob connects keeping track
        bob -> join attic
        bob <- directs from 0
        bob <- joined attic at 1, here: bob
        bob xx drops
        ",
    );
    for round in 1..=257 {
        script += &format!("alice -> say /to bob {round} to lobby #{round}\n");
        script += &format!("alice <- ack #{round}\n");
    }
    script += r#"
        bob resumes keeping track
        bob <- directs from 257, not recovered
        alice -> say /to bob more to lobby
        bob <- direct 258 Verdict {"text":"more"}
        bob xx drops
        alice -> say /to bob late to lobby #999
        alice <- ack #999
        clock +400000
        bob resumes keeping track
        bob <- directs from 259, not recovered
        bob xx drops
        bob resumes behind abc.259
        bob <- directs from 259, not recovered
        bob xx drops
        bob resumes behind nonsense
        bob <- directs from 259, not recovered
        bob xx drops
        bob resumes keeping track
        bob <- directs from 259, recovered
    "#;
    check(&script);
}

#[test]
fn what_was_read_and_is_delivered_late_comes_once() {
    check(
        r#"
        alice connects
        alice -> join lobby
        alice <- joined lobby at 1, here: alice
        bob connects keeping track
        bob -> join attic
        bob <- directs from 0
        bob <- joined attic at 1, here: bob
        bob xx drops
        engine holds deliveries
        alice -> say /to bob one to lobby #1
        alice <- ack #1
        bob resumes keeping track
        bob <- directs from 0, recovered
        bob <- direct 1 Verdict {"text":"one"}
        alice -> say /to bob two to lobby #2
        alice <- ack #2
        engine delivers
        bob <- direct 2 Verdict {"text":"two"}
        "#,
    );
}

#[test]
fn who_may_have_missed_deliveries_is_told_where_the_numbers_go_on() {
    check(
        r#"
        alice connects
        alice -> join lobby
        alice <- joined lobby at 1, here: alice
        bob connects keeping track
        bob -> join attic
        bob <- directs from 0
        bob <- joined attic at 1, here: bob
        bob xx drops
        bob resumes keeping track
        bob <- directs from 0, recovered
        alice -> say /to bob one to lobby #1
        alice <- ack #1
        bob <- direct 1 Verdict {"text":"one"}
        engine misses deliveries
        bob <- directs from 1, not recovered
        alice <- joined lobby at 1, here: alice
        alice -> say /to bob two to lobby
        bob <- direct 2 Verdict {"text":"two"}
        "#,
    );
}

#[test]
fn an_engine_that_fails_costs_what_was_missed_and_says_so() {
    // The session is not found either, so somebody else comes.
    check(
        r#"
        alice connects
        alice -> join lobby
        alice <- joined lobby at 1, here: alice
        bob connects behind ab.3
        engine fails
        bob -> join attic
        bob <- directs from 0, not recovered
        bob <- error unavailable: the server can't store anything at present; nothing happened, try again
        engine recovers
        bob -> join attic
        bob <- joined attic at 1, here: bob
        alice -> say /to bob one to lobby
        bob <- direct 1 Verdict {"text":"one"}
        "#,
    );
}

#[test]
fn rooms_of_the_servers_own_are_for_nobody_to_name() {
    check(
        r#"
        alice connects
        alice -> {"type":"join_room","room":"\u0000user:bob","userId":"alice"}
        alice <- error bad_frame: a room's name does not begin with the character U+0000: such names are the server's own
        alice -> join lobby
        alice <- joined lobby at 1, here: alice
        alice -> {"type":"send_message","room":"lobby","payload":{"message_type":"Say","text":"/room \u0000user:bob boo"},"id":1}
        alice <- error rejected: `Broadcast` names a room that begins with the character U+0000, and such names are the server's own; `SendToUser` reaches one user #1
        alice -> {"type":"send_message","room":"lobby","payload":{"message_type":"Say","text":"/pull alice \u0000user:bob"},"id":2}
        alice <- error rejected: `JoinRoom` names a room that begins with the character U+0000, and such names are the server's own; `SendToUser` reaches one user #2
        "#,
    );
    run(async {
        let stage = Stage::new(Style::Plain, limits());
        let server = Server::start(&stage, Options::default()).await;
        let body = br#"{"message_type":"Say","text":"boo"}"#;
        let path = "/rooms/%00user:bob/messages?userId=ann";
        let answer = ask(server.address, "POST", path, &[], body).await;
        assert_eq!(
            (answer.status, answer.json()["code"].as_str()),
            (400, Some("bad_frame"))
        );
        let mut ann = InMemory.connect(&stage, None).await;
        ann.send(r#"{"type":"join_room","room":"lobby","userId":"ann"}"#)
            .await;
        ann.send(&say("/to ann hi", 1)).await;
        while short::frame_or(&ann.next().await.unwrap()) != "ack #1" {}
        let rooms = stage.node.rooms_shown(&Tenant("test".into()), "", 10);
        let rooms = serde_json::to_value(rooms).unwrap();
        assert_eq!(
            (&rooms["found"], &rooms["rooms"][0]["room"]),
            (&json!(1), &json!("lobby"))
        );
    });
}

fn say(text: &str, id: u32) -> String {
    let payload = json!({"message_type": "Say", "text": text});
    json!({"type": "send_message", "room": "lobby", "payload": payload, "id": id}).to_string()
}

/// Somebody who comes back again and again, and holds what comes against what has come.
struct Follower {
    session: Option<String>,
    at: (String, u64),
    heard: u64,
}

impl Follower {
    fn new() -> Follower {
        Follower {
            session: None,
            at: (String::new(), 0),
            heard: 0,
        }
    }

    async fn connect(&mut self, stage: &Stage, user: &str) -> MemoryLine {
        let direct = match self.session {
            Some(_) => format!("{}.{}", self.at.0, self.at.1),
            None => String::new(),
        };
        let asks = Asks {
            session: self.session.clone(),
            direct: Some(direct),
        };
        let mut line = InMemory.open(stage, &asks).await;
        let connected = line.next().await.unwrap();
        let connected: Value = serde_json::from_str(&connected).unwrap();
        if self.session.is_none() {
            let join = json!({"type": "join_room", "room": format!("{user}'s"), "userId": user});
            line.send(&join.to_string()).await;
            // Its session is remembered once it is in.
            while self.hear(&mut line).await != "room_state" {}
        }
        self.session = connected["session"].as_str().map(str::to_owned);
        line
    }

    /// The type of the next frame, whose number has to be the next.
    async fn hear(&mut self, line: &mut MemoryLine) -> String {
        let text = line.next().await.expect("the connection stays");
        let frame: Value = serde_json::from_str(&text).unwrap();
        let is_lost = frame["type"] == "direct" && frame["recovered"] == false;
        assert!(!is_lost, "{text}");
        if frame["message"]["type"] == "Verdict" {
            assert_eq!(frame["seq"], self.at.1 + 1, "{text}");
            self.heard += 1;
        } else if frame["type"] == "direct" && self.session.is_some() {
            assert_eq!(frame["seq"], self.at.1, "{text}");
        }
        short::follow(&text, &mut self.at);
        frame["type"].as_str().unwrap().to_owned()
    }
}

/// Numbers that look random.
fn luck(state: &mut u64, limit: u64) -> u64 {
    *state = state
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1);
    (*state >> 33) % limit
}

/// Several senders, and one user who comes back amid what they send, each time to one of the stages.
async fn under_load(stages: &[Arc<Stage>], each: u32, seed: u64) {
    let mut bob = Follower::new();
    let mut line = bob.connect(&stages[0], "bob").await;
    let senders = (0..3).map(|number| {
        let stage = stages[number % stages.len()].clone();
        tokio::spawn(async move {
            let mut line = InMemory.connect(&stage, None).await;
            let join =
                json!({"type": "join_room", "room": "lobby", "userId": format!("s{number}")});
            line.send(&join.to_string()).await;
            for round in 0..each {
                line.send(&say(&format!("/to bob {number}-{round}"), round))
                    .await;
                let ack = format!("ack #{round}");
                while short::frame_or(&line.next().await.unwrap()) != ack {}
            }
        })
    });
    let senders: Vec<_> = senders.collect();
    let (mut state, total) = (seed, u64::from(3 * each));
    while bob.at.1 < total {
        for _ in 0..luck(&mut state, 12) {
            if bob.at.1 < total {
                bob.hear(&mut line).await;
            }
        }
        if bob.at.1 < total {
            drop(line);
            let which = usize::try_from(luck(&mut state, stages.len() as u64)).unwrap();
            line = bob.connect(&stages[which], "bob").await;
        }
    }
    for sender in senders {
        sender.await.unwrap();
    }
    assert_eq!(bob.heard, total, "seed {seed}");
}

#[test]
fn none_is_lost_and_none_comes_twice_where_breaks_meet_what_is_sent() {
    run(async {
        for seed in 1..=8 {
            let stage = Arc::new(Stage::new(Style::Plain, limits()));
            under_load(&[stage], 80, seed).await;
        }
    });
}

#[test]
fn a_user_comes_back_on_another_node() {
    run(async {
        let nodes = Nodes::start(3, Style::Plain, limits());
        under_load(&nodes.stages, 60, 7).await;
        // One who keeps no track hears what comes, on all nodes.
        let mut eve = InMemory.connect(&nodes.stages[1], None).await;
        eve.send(r#"{"type":"join_room","room":"lobby","userId":"eve"}"#)
            .await;
        while !short::frame_or(&eve.next().await.unwrap()).starts_with("joined") {}
        let mut ann = InMemory.connect(&nodes.stages[0], None).await;
        ann.send(r#"{"type":"join_room","room":"lobby","userId":"ann"}"#)
            .await;
        ann.send(&say("/to eve hi", 1)).await;
        while short::frame_or(&eve.next().await.unwrap()) != r#"direct 1 Verdict {"text":"hi"}"# {}
        // Another's place is nobody else's, though all rooms have one epoch there.
        let mut zoe = Follower::new();
        zoe.connect(&nodes.stages[0], "zoe").await;
        let asks = Asks {
            session: None,
            direct: Some(format!("{}.{}", zoe.at.0, zoe.at.1)),
        };
        let mut mallory = InMemory.open(&nodes.stages[1], &asks).await;
        mallory
            .send(r#"{"type":"join_room","room":"den","userId":"mallory"}"#)
            .await;
        mallory.next().await.expect("it is connected");
        let begins = short::frame_or(&mallory.next().await.unwrap());
        assert_eq!(begins, "directs from 0, not recovered");
    });
}

/// What bob is sent by a commit of its own.
fn verdict(text: &str) -> Batch {
    let message = json!({"type": "Verdict", "payload": {"text": text}});
    let write = Write::Broadcast {
        room: personal::room_of("bob"),
        message: message.to_string().into(),
        exclude: Vec::new(),
        weight: Weight::Normal,
    };
    Batch {
        tenant: Tenant("test".into()),
        reads: Reads::default(),
        writes: vec![write],
        completes: None,
        now: Millis(START),
    }
}

#[test]
fn who_could_not_be_told_the_place_gets_nothing_twice() {
    check(
        r#"
        alice connects
        alice -> join lobby
        alice <- joined lobby at 1, here: alice
        bob connects keeping track
        bob -> join attic
        bob <- directs from 0
        bob <- joined attic at 1, here: bob
        alice -> say /to bob one to lobby #1
        alice <- ack #1
        bob <- direct 1 Verdict {"text":"one"}
        bob -> leave attic #2
        bob <- ack #2
        bob xx drops
        bob connects keeping track
        engine fails
        bob -> join den
        bob <- directs from 0
        bob <- error unavailable: the server can't store anything at present; nothing happened, try again
        engine recovers
        bob -> join den
        bob <- joined den at 1, here: bob
        bob xx drops
        bob resumes keeping track
        bob <- directs from 1, not recovered
        "#,
    );
}

#[test]
fn where_the_engine_is_away_after_a_miss_the_place_is_told_when_it_is_back() {
    run(async {
        let stage = Stage::new(Style::Plain, limits());
        let send = |text: &str| {
            let receipt = stage.node.engine().commit(verdict(text));
            receipt.expect("nothing was read");
        };
        let mut bob = Follower::new();
        drop(bob.connect(&stage, "bob").await);
        // It is in no room now, so that nothing else is looked for.
        let mut line = bob.connect(&stage, "bob").await;
        assert_eq!(bob.hear(&mut line).await, "direct");
        send("one");
        assert_eq!(bob.hear(&mut line).await, "direct");
        stage.faults.set("fails");
        stage.faults.set("misses deliveries");
        while stage.faults.refused.load(Ordering::SeqCst) == 0 {
            tokio::task::yield_now().await;
        }
        stage.faults.set("recovers");
        let mut heard = Vec::new();
        while heard.is_empty() {
            stage.node.sweep();
            tokio::task::yield_now().await;
            heard = line.unread().await;
        }
        let heard: Vec<_> = heard.iter().map(|frame| short::frame_or(frame)).collect();
        assert_eq!(heard, ["directs from 1, not recovered"]);
        send("two");
        let heard = short::frame_or(&line.next().await.unwrap());
        assert_eq!(heard, r#"direct 2 Verdict {"text":"two"}"#);
    });
}

#[test]
fn what_is_for_a_name_that_nobody_can_have_is_not_numbered() {
    run(async {
        let stage = Stage::new(Style::Plain, limits());
        let mut ann = InMemory.connect(&stage, None).await;
        ann.send(r#"{"type":"join_room","room":"lobby","userId":"ann"}"#)
            .await;
        let longest = limits().user_name;
        for (id, (length, number)) in [(0, 0), (longest + 1, 0), (longest, 1)].iter().enumerate() {
            let name = "x".repeat(*length);
            ann.send(&say(&format!("/to {name} hi"), u32::try_from(id).unwrap()))
                .await;
            while short::frame_or(&ann.next().await.unwrap()) != format!("ack #{id}") {}
            let room = personal::room_of(&name);
            let at = stage.node.engine().position(&Tenant("test".into()), &room);
            assert_eq!(at.unwrap().seq, *number, "{length}");
        }
    });
}

#[test]
fn what_comes_between_the_look_at_what_was_missed_and_its_end_follows() {
    run(async {
        let stage = Stage::new(Style::Plain, limits());
        let send = |text: &str| {
            let receipt = stage.node.engine().commit(verdict(text));
            receipt.expect("nothing was read");
        };
        let meanwhile = |text: &'static str| {
            let node = stage.node.clone();
            let act = move || {
                let receipt = node.engine().commit(verdict(text));
                receipt.expect("nothing was read");
            };
            *stage.faults.meanwhile.lock().unwrap() = Some(Box::new(act));
        };
        // Who begins is there already when it comes.
        let mut bob = Follower::new();
        meanwhile("one");
        let line = bob.connect(&stage, "bob").await;
        assert_eq!(bob.heard, 1);
        drop(line);
        // Who comes back gets it behind what was missed.
        send("two");
        meanwhile("three");
        let mut line = bob.connect(&stage, "bob").await;
        while bob.heard < 3 {
            bob.hear(&mut line).await;
        }
        drop(line);
        // Who can't be told what was missed hears it nevertheless.
        meanwhile("four");
        let asks = Asks {
            session: bob.session.clone(),
            direct: Some("abc.1".to_owned()),
        };
        let mut line = InMemory.open(&stage, &asks).await;
        let mut heard = Vec::new();
        while heard.len() < 3 {
            heard.push(short::frame_or(&line.next().await.unwrap()));
        }
        let four = r#"direct 4 Verdict {"text":"four"}"#;
        assert_eq!(heard, ["connected", "directs from 3, not recovered", four]);
        assert_eq!(line.unread().await, [""; 0]);
    });
}

/// One on what lies in a folder.
fn kept(folder: &std::path::Path) -> Stage {
    let engine = Embedded::open(folder, Store::default()).unwrap();
    let clock = Arc::new(Standing(START.into()));
    Stage::over(engine, clock, Style::Plain, limits(), Auth::None)
}

#[test]
fn a_server_that_was_killed_goes_on_where_it_was() {
    run(async {
        let folder = tempfile::TempDir::new().unwrap();
        let (mut bob, mut cyd) = (Follower::new(), Follower::new());
        let stage = kept(folder.path());
        let mut line = bob.connect(&stage, "bob").await;
        let other = cyd.connect(&stage, "cyd").await;
        let mut ann = InMemory.connect(&stage, None).await;
        ann.send(r#"{"type":"join_room","room":"lobby","userId":"ann"}"#)
            .await;
        ann.send(&say("/to bob one", 1)).await;
        while bob.hear(&mut line).await != "direct" {}
        drop((line, other));
        ann.send(&say("/to bob two", 2)).await;
        while short::frame_or(&ann.next().await.unwrap()) != "ack #2" {}
        drop(ann);
        // Nothing is closed.
        drop(stage);
        let stage = kept(folder.path());
        let mut ann = InMemory.connect(&stage, None).await;
        ann.send(r#"{"type":"join_room","room":"lobby","userId":"ann"}"#)
            .await;
        ann.send(&say("/to bob three", 1)).await;
        ann.send(&say("/to cyd first", 2)).await;
        while short::frame_or(&ann.next().await.unwrap()) != "ack #2" {}
        let mut line = bob.connect(&stage, "bob").await;
        while bob.heard < 3 {
            bob.hear(&mut line).await;
        }
        // Who had heard nothing yet has missed nothing but what came since.
        let mut line = cyd.connect(&stage, "cyd").await;
        while cyd.heard < 1 {
            cyd.hear(&mut line).await;
        }
        stage.node.engine().close().unwrap();
    });
}

const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";

fn token(user: &str) -> String {
    let claims = json!({"sub": user, "exp": START / 1000 + 100});
    let key = EncodingKey::from_secret(SECRET);
    encode(&Header::default(), &claims, &key).unwrap()
}

/// One that knows its users by their tokens.
fn proven() -> Stage {
    let verifier = Verifier::new(&Key::Secret(SECRET.to_vec()), None, None).unwrap();
    let auth = Auth::Jwt(Box::new(verifier));
    Stage::with(Style::Plain, limits(), auth)
}

#[test]
fn with_tokens_the_place_is_told_at_once_and_is_the_users_own() {
    run(async {
        let stage = proven();
        let server = Server::start(&stage, Options::default()).await;
        let connect = async |user: &str, direct: &str| {
            let query = format!("?token={}&direct={direct}", token(user));
            let answer = server.try_connect(&query, &[]).await.expect("an answer");
            let (mut line, _) = answer.expect("an upgrade");
            let connected: Value = serde_json::from_str(&line.next().await.unwrap()).unwrap();
            assert_eq!(connected["user_id"], user);
            let begins: Value = serde_json::from_str(&line.next().await.unwrap()).unwrap();
            (line, begins)
        };
        let (bob, begins) = connect("bob", "").await;
        assert_eq!(
            (&begins["seq"], &begins["recovered"]),
            (&json!(0), &Value::Null)
        );
        let bobs = format!("{}.0", begins["epoch"].as_str().unwrap());
        drop(bob);
        let (mut ann, _) = connect("ann", "").await;
        ann.send(r#"{"type":"join_room","room":"lobby"}"#).await;
        ann.send(&say("/to bob one", 1)).await;
        while short::frame_or(&ann.next().await.unwrap()) != "ack #1" {}
        let (mut bob, begins) = connect("bob", &bobs).await;
        assert_eq!(
            (&begins["seq"], &begins["recovered"]),
            (&json!(0), &json!(true))
        );
        let missed = short::frame_or(&bob.next().await.unwrap());
        assert_eq!(missed, r#"direct 1 Verdict {"text":"one"}"#);
        // Another's place brings nothing of theirs.
        let (_, begins) = connect("mallory", &bobs).await;
        assert_eq!(
            (&begins["seq"], &begins["recovered"]),
            (&json!(0), &json!(false))
        );
    });
}

#[test]
fn a_browsers_stream_comes_back_without_having_to_ask() {
    run(async {
        let stage = Stage::new(Style::Plain, limits());
        let server = Server::start(&stage, Options::default()).await;
        let mut ann = InMemory.connect(&stage, None).await;
        ann.send(r#"{"type":"join_room","room":"lobby","userId":"ann"}"#)
            .await;
        let query = "?room=attic&userId=bob";
        let (mut events, _) = Events::open(server.address, query, &[]).await.unwrap();
        let mut last = String::new();
        let mut told = Vec::new();
        while told.last() != Some(&"room_state".to_owned()) {
            let event = events.next().await.unwrap();
            last = event.id.unwrap_or(last);
            let frame: Value = serde_json::from_str(&event.data).unwrap();
            told.push(frame["type"].as_str().unwrap().to_owned());
        }
        assert_eq!(
            told,
            ["connected", "room_state"],
            "nothing that is new to it"
        );
        drop(events);
        server.until("buildamp_connections 1").await;
        for round in 1..=3 {
            ann.send(&say(&format!("/to bob {round}"), round)).await;
            let ack = format!("ack #{round}");
            while short::frame_or(&ann.next().await.unwrap()) != ack {}
        }
        // The first time before it has heard any, then amid them.
        for expected in [1..=3, 2..=3] {
            let header = [("last-event-id", last.as_str())];
            let (mut events, _) = Events::open(server.address, query, &header).await.unwrap();
            assert_eq!(events.frame().await["type"], "connected");
            for round in expected {
                let event = events.next().await.unwrap();
                let text = short::frame_or(&event.data);
                assert_eq!(
                    text,
                    format!(r#"direct {round} Verdict {{"text":"{round}"}}"#)
                );
                if round == 1 {
                    last = event.id.unwrap();
                }
            }
            assert_eq!(events.frame().await["type"], "room_state");
        }
    });
}

/// Opens a stream as a browser does, and reads so many ids of it.
async fn browse(server: &Server, query: &str, last: &mut String, ids: usize) -> Events {
    let known = last.clone();
    let header = [("last-event-id", known.as_str())];
    let headers = if known.is_empty() { &[] } else { &header[..] };
    let opened = Events::open(server.address, query, headers).await;
    let (mut events, _) = opened.unwrap();
    let read = async {
        for _ in 0..ids {
            *last = loop {
                if let Some(id) = events.any().await.unwrap().id {
                    break id;
                }
            };
        }
    };
    let read = tokio::time::timeout(support::server::LONG, read).await;
    read.expect("its ids");
    events
}

#[test]
fn a_browsers_stream_without_rooms_keeps_its_place_over_breaks() {
    run(async {
        let stage = proven();
        let server = Server::start(&stage, Options::default()).await;
        let query = format!("?token={}", token("bob"));
        let mut last = String::new();
        // The second is cut behind its first event.
        for ids in [2, 1] {
            drop(browse(&server, &query, &mut last, ids).await);
            assert!(last.contains("~u."), "{last}");
            server.until("buildamp_connections 0").await;
        }
        let receipt = stage.node.engine().commit(verdict("x"));
        receipt.expect("nothing was read");
        let mut events = browse(&server, &query, &mut last, 1).await;
        let heard = events.next().await.unwrap();
        let heard = short::frame_or(&heard.data);
        assert_eq!(heard, r#"direct 1 Verdict {"text":"x"}"#);
    });
}
