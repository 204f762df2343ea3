//! What operators see of a node, and who may.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod support;

use std::sync::Arc;
use std::sync::atomic::Ordering;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use buildamp_engine::embedded::{Embedded, Options as Stored};
use buildamp_server::dashboard::{About, Access, Dashboard, Password};
use buildamp_server::identity::Auth;
use buildamp_server::transport::Options;
use buildamp_server::{Limits, Node, Settings, Tenancy};
use serde_json::{Value, json};
use support::app::{Style, app};
use support::http::{Answer, Events, Wire, ask};
use support::nodes::Nodes;
use support::server::Server;
use support::{InMemory, Line, Stage, Transport, run};
use tokio::io::AsyncWriteExt;

const MESSAGES: &str = "/_buildamp/api/messages";

fn shown(access: Access) -> Options {
    Options {
        dashboard: Some(Dashboard {
            access,
            about: about("one"),
        }),
        ..Options::default()
    }
}

fn about(machine: &str) -> About {
    About {
        app: "test".to_owned(),
        version: "1.2.3".to_owned(),
        engine: "embedded",
        machine: machine.to_owned(),
        address: "127.0.0.1:1".to_owned(),
        memory: || Some(7),
    }
}

async fn start(stage: &Stage) -> Server {
    Server::start(stage, shown(Access::ThisMachine)).await
}

async fn api(server: &Server, path: &str) -> Value {
    let path = format!("/_buildamp/api/{path}");
    let answer = ask(server.address, "GET", &path, &[], b"").await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

/// Somebody in a room, who has heard so.
async fn join(stage: &Stage, room: &str, user: &str) -> impl Line + use<> {
    let mut line = InMemory.connect(stage, None).await;
    let join = json!({"type": "join_room", "room": room, "userId": user});
    line.send(&join.to_string()).await;
    while !line
        .next()
        .await
        .unwrap()
        .contains(r#""type":"room_state""#)
    {}
    line
}

async fn say(line: &mut impl Line, room: &str, text: &str) {
    let payload = json!({"message_type": "Say", "text": text});
    send(line, room, payload).await;
}

/// Sends and waits for the answer.
async fn send(line: &mut impl Line, room: &str, payload: Value) {
    let frame = json!({"type": "send_message", "room": room, "payload": payload, "id": "x"});
    // Each is another message.
    let frame = frame.to_string().replace("\"x\"", &rand_id());
    line.send(&frame).await;
    loop {
        let heard = line.next().await.unwrap();
        if heard.contains(r#""type":"ack""#) || heard.contains(r#""type":"error""#) {
            return;
        }
    }
}

fn rand_id() -> String {
    use std::sync::atomic::AtomicU32;
    static LAST: AtomicU32 = AtomicU32::new(0);
    LAST.fetch_add(1, Ordering::Relaxed).to_string()
}

#[test]
fn figures_are_those_of_what_has_happened() {
    run(async {
        let stage = Stage::new(Style::Full, Limits::default());
        let server = start(&stage).await;
        let mut ann = join(&stage, "lobby", "ann").await;
        say(&mut ann, "lobby", "hi").await;
        say(&mut ann, "lobby", "/refuse no").await;
        say(&mut ann, "lobby", "/crash sorry").await;
        let seen = api(&server, "overview").await;
        assert_eq!(
            (&seen["app"], &seen["host"]),
            (&json!("test"), &json!("test"))
        );
        assert_eq!((&seen["messages"], &seen["rooms"]), (&json!(1), &json!(1)));
        assert_eq!(
            (&seen["connections"], &seen["users"]),
            (&json!(1), &json!(1))
        );
        let refused = json!([
            {"name": "logic_crashed", "count": 1},
            {"name": "rejected", "count": 1},
        ]);
        assert_eq!(seen["refusals"], refused);
        assert_eq!(
            seen["faults"],
            json!([{"name": "logic_crashed", "count": 1}])
        );
        assert_eq!(seen["message_times"]["count"], 1);
        assert!(seen["message_times"]["p99_ms"].as_f64().unwrap() > 0.0);
        assert_eq!(seen["memory"]["process"], 7);
        assert_eq!(seen["engine"], json!({"kind": "embedded"}));
        let fault = &seen["last_faults"][0];
        assert_eq!(
            (&fault["room"], &fault["user"]),
            (&json!("lobby"), &json!("ann"))
        );
        assert_eq!(fault["function"], "WebSocketLogic.processMessage");
        assert_eq!(fault["text"], "Debug.todo: sorry");
        // What can't be known at present is told as such, and the rest all the same.
        stage.faults.set("fails");
        let seen = api(&server, "overview").await;
        assert!(seen["engine"]["problem"].is_string(), "{seen}");
        assert!(seen["given_up"].is_null());
        let path = "/_buildamp/api/room?room=lobby";
        let answer = ask(server.address, "GET", path, &[], b"").await;
        assert_eq!(answer.status, 503);
        assert!(answer.json()["error"].is_string());
    });
}

#[test]
fn a_room_has_its_members_what_was_said_and_what_is_stored() {
    run(async {
        let stage = Stage::new(Style::Full, Limits::default());
        let server = start(&stage).await;
        let mut ann = join(&stage, "lobby", "ann").await;
        let _bob = join(&stage, "lobby", "bob").await;
        let _eve = join(&stage, "attic/1", "eve").await;
        say(&mut ann, "lobby", "<b>hi</b>").await;
        say(&mut ann, "lobby", "/state lobby").await;
        let rooms = api(&server, "rooms").await;
        assert_eq!(rooms["found"], 2);
        assert_eq!(rooms["rooms"][0]["room"], "lobby", "the largest first");
        assert_eq!(rooms["rooms"][0]["connections"], 2);
        let attic = api(&server, "rooms?prefix=attic%2F").await;
        assert_eq!(attic["found"], 1);
        assert_eq!(attic["rooms"][0]["room"], "attic/1");
        let few = api(&server, "rooms?limit=1").await;
        assert_eq!(
            (few["rooms"].as_array().unwrap().len(), &few["found"]),
            (1, &json!(2))
        );

        let room = api(&server, "room?room=lobby").await;
        assert_eq!(
            (&room["member_count"], &room["connections"]),
            (&json!(2), &json!(2))
        );
        let users: Vec<_> = room["members"]
            .as_array()
            .unwrap()
            .iter()
            .map(|m| &m["user"])
            .collect();
        assert_eq!(users, ["ann", "bob"]);
        assert_eq!(
            room["members"][0]["connections"].as_array().unwrap().len(),
            1
        );
        let history = room["history"].as_array().unwrap();
        let last = history.last().unwrap();
        assert_eq!(last["type"], "Said");
        assert!(
            last["message"]["json"]
                .as_str()
                .unwrap()
                .contains("<b>hi</b>")
        );
        assert_eq!(last["seq"], room["seq"]);
        assert_eq!(room["game"]["json"], r#"{"turn":"white"}"#);
        let nowhere = api(&server, "room?room=nowhere").await;
        assert_eq!(nowhere["member_count"], 0);
        assert_eq!(nowhere["history"], json!([]));
    });
}

#[test]
fn what_is_stored_is_shown_by_pages_and_one_by_one() {
    run(async {
        let stage = Stage::new(
            Style::Full,
            Limits {
                messages: None,
                ..Limits::default()
            },
        );
        let server = start(&stage).await;
        let mut ann = join(&stage, "lobby", "ann").await;
        for n in 0..7 {
            say(&mut ann, "lobby", &format!("/enlist {n}")).await;
        }
        say(&mut ann, "lobby", "/count").await;
        say(&mut ann, "lobby", "/state chess").await;
        say(&mut ann, "lobby", "/edit notes 1 [\"hello\"]").await;
        let (mut keys, mut from) = (Vec::new(), String::new());
        loop {
            let path = format!("state?kind=value&prefix=list%3A&limit=3{from}");
            let page = api(&server, &path).await;
            let found = page["entries"].as_array().unwrap();
            assert!(found.len() <= 3);
            keys.extend(
                found
                    .iter()
                    .map(|entry| entry["key"].as_str().unwrap().to_owned()),
            );
            match page["next"].as_str() {
                Some(next) => from = format!("&from={}", next.replace(':', "%3A")),
                None => break,
            }
        }
        let expected: Vec<String> = (0..7).map(|n| format!("list:{n}")).collect();
        assert_eq!(keys, expected);
        let all = api(&server, "state?kind=value").await;
        let all = all["entries"].as_array().unwrap();
        assert_eq!(
            (all.len(), &all[0]["key"]),
            (8, &json!("count")),
            "no session is shown"
        );
        assert_eq!(
            all[0]["value"],
            json!({"json": "1", "bytes": 1, "is_cut": false})
        );
        let games = api(&server, "state?kind=game").await;
        assert_eq!(games["entries"][0]["key"], "chess");
        let documents = api(&server, "state?kind=document").await;
        assert_eq!(
            documents["entries"],
            json!([{"key": "notes", "version": 1}])
        );
        let entry = api(&server, "entry?kind=document&key=notes").await;
        assert_eq!(entry["document"]["version"], 1);
        assert_eq!(entry["document"]["content"]["json"], r#""hello""#);
        let entry = api(&server, "entry?kind=game&key=chess").await;
        assert_eq!(entry["value"]["json"], r#"{"turn":"white"}"#);
        for (path, status) in [
            ("entry?kind=value&key=nothing", 404),
            ("entry?kind=server&key=x", 400),
            ("state?kind=session", 400),
            ("nothing", 404),
        ] {
            let path = format!("/_buildamp/api/{path}");
            let answer = ask(server.address, "GET", &path, &[], b"").await;
            assert_eq!(answer.status, status, "{path}");
        }
    });
}

async fn replay(server: &Server, id: &str, headers: &[(&str, &str)]) -> Answer {
    let path = format!("/_buildamp/api/replay?id={id}");
    ask(server.address, "POST", &path, headers, b"").await
}

#[test]
fn what_was_given_up_is_shown_with_why_and_goes_once_more() {
    run(async {
        let limits = Limits {
            attempts: 1,
            ..Limits::default()
        };
        let stage = Stage::new(Style::Full, limits);
        let server = start(&stage).await;
        let mut ann = join(&stage, "lobby", "ann").await;
        say(&mut ann, "lobby", "/later 5 fail").await;
        let jobs = api(&server, "jobs").await;
        let waiting = &jobs["waiting"][0];
        assert_eq!(
            (&waiting["name"], &waiting["kind"]),
            (&json!("Later"), &json!("event"))
        );
        assert_eq!(
            (&waiting["room"], &waiting["key"]),
            (&json!("lobby"), &json!("later"))
        );
        assert_eq!(waiting["due"], json!(support::START + 5_000));
        assert_eq!(jobs["given_up"], json!([]));

        stage.clock.0.fetch_add(5_000, Ordering::SeqCst);
        while api(&server, "jobs").await["given_up"] == json!([]) {
            stage.node.handle_due();
        }
        let jobs = api(&server, "jobs").await;
        assert_eq!(jobs["waiting"], json!([]));
        let given = &jobs["given_up"][0];
        assert_eq!(
            (&given["name"], &given["attempts"]),
            (&json!("Later"), &json!(1))
        );
        let reason = given["reason"].as_str().unwrap();
        assert!(
            reason.contains("the app's logic failed") && reason.contains("Debug.todo: fail"),
            "{reason}"
        );
        assert_eq!(api(&server, "overview").await["given_up"]["events"], 1);

        // Only the dashboard's own page may do that.
        let id = given["id"].as_str().unwrap();
        let foreign = [
            vec![],
            vec![("origin", "http://evil.example")],
            vec![("origin", "null"), ("sec-fetch-site", "cross-site")],
            vec![("sec-fetch-site", "same-site")],
        ];
        for headers in foreign {
            assert_eq!(
                replay(&server, id, &headers).await.status,
                403,
                "{headers:?}"
            );
        }
        assert_eq!(api(&server, "jobs").await["waiting"], json!([]));
        let own = [
            ("origin", "http://localhost"),
            ("sec-fetch-site", "same-origin"),
        ];
        assert_eq!(replay(&server, "nothing", &own).await.status, 404);
        let answer = replay(&server, id, &own).await;
        assert_eq!(
            (answer.status, answer.json()),
            (200, json!({"replayed": 1}))
        );
        let jobs = api(&server, "jobs").await;
        assert_eq!(jobs["given_up"], json!([]));
        assert_eq!(jobs["waiting"][0]["name"], "Later");
        let get = ask(
            server.address,
            "GET",
            "/_buildamp/api/replay?id=x",
            &own,
            b"",
        )
        .await;
        assert_eq!(get.status, 405);
    });
}

/// The ways of messages as they come, so many.
async fn ways(events: &mut Events, count: usize) -> Vec<Value> {
    let mut all = Vec::new();
    while all.len() < count {
        let news = events.frame().await;
        all.extend(news["ways"].as_array().unwrap().clone());
    }
    assert_eq!(all.len(), count, "{all:#?}");
    all
}

async fn watch(server: &Server) -> Events {
    let (mut events, headers) = Events::at(server.address, MESSAGES, &[]).await.unwrap();
    assert_eq!(headers["content-type"], "text/event-stream");
    let begun = events.frame().await;
    assert_eq!(
        begun,
        json!({"ways": [], "passed": 0}),
        "nothing is recorded before"
    );
    events
}

/// What becomes of messages in a room, as it is told while they come.
async fn check_ways(stage: &Stage, server: &Server) {
    let mut ann = join(stage, "lobby", "ann").await;
    say(&mut ann, "lobby", "nobody looks").await;
    let mut events = watch(server).await;
    say(&mut ann, "lobby", "hi").await;
    say(&mut ann, "lobby", "/count").await;
    say(&mut ann, "lobby", "/refuse not today").await;
    say(&mut ann, "lobby", "/crash sorry").await;
    send(&mut ann, "lobby", json!({"message_type": "Say", "text": 7})).await;
    send(
        &mut ann,
        "attic",
        json!({"message_type": "Say", "text": "x"}),
    )
    .await;
    ann.send("{").await;
    let found = ways(&mut events, 7).await;
    for way in &found[..6] {
        assert_eq!(
            (&way["user"], &way["message"]),
            (&json!("ann"), &json!("Say")),
            "{way}"
        );
    }
    let [hi, counted, refused, crashed, invalid, outside, broken] = &found[..] else {
        unreachable!("they were counted");
    };
    assert_eq!(hi["outcome"], "committed");
    let connection = hi["connection"].as_str().unwrap();
    assert!(hi["trace"].as_str().unwrap().starts_with(connection));
    assert_eq!(
        (&hi["room"], &hi["effects"]),
        (&json!("lobby"), &json!(["Broadcast"]))
    );
    assert!(hi["total_us"].as_u64() >= hi["rules_us"].as_u64() && hi["commit_us"].is_u64());
    assert_eq!(counted["effects"], json!(["KVSet", "Broadcast"]));
    assert_eq!(refused["outcome"], "refused");
    assert_eq!(
        (&refused["code"], &refused["reason"]),
        (&json!("rejected"), &json!("not today"))
    );
    assert!(refused["rules_us"].is_u64() && refused["commit_us"].is_null());
    assert_eq!(crashed["code"], "logic_crashed");
    assert_eq!(
        crashed["fault"],
        "WebSocketLogic.processMessage: Debug.todo: sorry"
    );
    assert_eq!(invalid["code"], "invalid_payload");
    let why = "payload.text: expected a string, found the number 7";
    assert_eq!(invalid["reason"], why);
    assert_eq!(
        (&outside["code"], &outside["room"]),
        (&json!("not_in_room"), &json!("attic"))
    );
    assert_eq!(
        (&broken["code"], &broken["message"]),
        (&json!("bad_json"), &json!(null))
    );
}

#[test]
fn what_becomes_of_messages_is_told_while_somebody_looks() {
    run(async {
        let stage = Stage::new(Style::Full, Limits::default());
        let server = start(&stage).await;
        check_ways(&stage, &server).await;
    });
}

#[test]
fn also_where_messages_wait_for_a_network_and_rooms_are_on_several_nodes() {
    run(async {
        let nodes = tokio::task::spawn_blocking(|| Nodes::start(2, Style::Full, Limits::default()));
        let nodes = nodes.await.unwrap();
        let server = start(&nodes.stages[0]).await;
        check_ways(&nodes.stages[0], &server).await;
        let mut bob = join(&nodes.stages[1], "lobby", "bob").await;
        let _ann = join(&nodes.stages[0], "lobby", "ann").await;
        say(&mut bob, "lobby", "from afar").await;
        let room = api(&server, "room?room=lobby").await;
        let users: Vec<_> = room["members"]
            .as_array()
            .unwrap()
            .iter()
            .map(|m| &m["user"])
            .collect();
        assert!(users.contains(&&json!("bob")), "{room}");
        let values = api(&server, "state?kind=value").await;
        assert_eq!(values["entries"][0]["key"], "count");
        tokio::task::spawn_blocking(move || drop(nodes))
            .await
            .unwrap();
    });
}

/// Machine, how it stands with it, and whether it is the one that is asked.
fn nodes_of(overview: &Value) -> Vec<(String, String, bool)> {
    let nodes = overview["nodes"].as_array().unwrap();
    let each = nodes.iter().map(|node| {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let machine = text(&node["told"]["machine"]);
        (machine, text(&node["standing"]), node["is_own"] == true)
    });
    each.collect()
}

#[test]
fn nodes_are_shown_with_what_each_has_to_do_and_so_are_those_that_have_ended() {
    run(async {
        let nodes = tokio::task::spawn_blocking(|| Nodes::start(3, Style::Full, Limits::default()));
        let mut nodes = nodes.await.unwrap();
        let server = start(&nodes.stages[0]).await;
        let machines = ["one", "a", "b"];
        for (stage, machine) in nodes.stages.iter().zip(machines) {
            stage.node.introduce(about(machine));
        }
        let mut bob = join(&nodes.stages[1], "lobby", "bob").await;
        say(&mut bob, "lobby", "from afar").await;
        let sweep = |stage: Arc<Stage>| tokio::task::spawn_blocking(move || stage.node.sweep());
        for stage in &nodes.stages {
            sweep(stage.clone()).await.unwrap();
        }
        let seen = api(&server, "overview").await;
        let node = |machine: &str, standing: &str| {
            (machine.to_owned(), standing.to_owned(), machine == "one")
        };
        assert_eq!(
            nodes_of(&seen),
            machines.map(|machine| node(machine, "alive"))
        );
        let told = &seen["nodes"][1]["told"];
        assert_eq!(
            (&told["connections"], &told["messages"], &told["memory"]),
            (&json!(1), &json!(1), &json!(7)),
            "{told}"
        );
        assert_eq!(seen["nodes"][0]["told"]["node"], seen["node"]);
        let (left, lost, nodes) = tokio::task::spawn_blocking(move || {
            let left = nodes.close(2);
            (left, nodes.vanish(1), nodes)
        })
        .await
        .unwrap();
        loop {
            sweep(nodes.stages[0].clone()).await.unwrap();
            let found = nodes_of(&api(&server, "overview").await);
            if found == [node("one", "alive"), node("a", "lost"), node("b", "left")] {
                break;
            }
            assert_eq!(found[1..], [node("a", "alive"), node("b", "left")]);
        }
        drop((bob, left, lost));
        tokio::task::spawn_blocking(move || drop(nodes))
            .await
            .unwrap();
    });
}

#[test]
fn a_node_that_shares_its_state_with_nobody_shows_no_nodes() {
    run(async {
        let stage = Stage::new(Style::Full, Limits::default());
        let server = start(&stage).await;
        stage.node.introduce(about("one"));
        stage.node.sweep();
        assert_eq!(api(&server, "overview").await["nodes"], json!([]));
    });
}

#[test]
fn who_is_faster_is_told_and_nothing_is_kept_for_those_who_come_later() {
    run(async {
        let stage = Stage::new(Style::Full, Limits::default());
        let server = start(&stage).await;
        let mut ann = join(&stage, "lobby", "ann").await;
        let mut events = watch(&server).await;
        stage.faults.set("conflicts 2");
        say(&mut ann, "lobby", "hi").await;
        let found = ways(&mut events, 1).await;
        assert_eq!(found[0]["conflicts"], 2);
        // Another who looks meanwhile sees what the first has seen.
        let (mut second, _) = Events::at(server.address, MESSAGES, &[]).await.unwrap();
        assert_eq!(ways(&mut second, 1).await, found);
        drop((events, second));
        // That they have gone is seen when they can't be told.
        loop {
            say(&mut ann, "lobby", "later").await;
            let (mut events, _) = Events::at(server.address, MESSAGES, &[]).await.unwrap();
            if events.frame().await["ways"] == json!([]) {
                break;
            }
            stage.clock.0.fetch_add(60_000, Ordering::SeqCst);
        }
    });
}

fn basic(password: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("me:{password}")))
}

#[test]
fn without_one_there_is_none_and_with_a_password_it_is_asked_for() {
    run(async {
        let stage = Stage::new(Style::Plain, Limits::default());
        let paths = [
            "/_buildamp",
            "/_buildamp/",
            "/_buildamp/page/main.js",
            "/_buildamp/api/state?kind=value",
            MESSAGES,
        ];
        let none = Server::start(&stage, Options::default()).await;
        for path in paths {
            let answer = ask(none.address, "GET", path, &[], b"").await;
            assert_eq!(answer.status, 404, "{path}");
        }
        let password = Password::new("correct horse battery").unwrap();
        let server = Server::start(&stage, shown(Access::Password(password))).await;
        let wrong = basic("correct horse");
        for path in paths {
            for headers in [&[][..], &[("authorization", &*wrong)]] {
                let answer = ask(server.address, "GET", path, headers, b"").await;
                assert_eq!(answer.status, 401, "{path}");
                let asks = answer.header("www-authenticate");
                assert!(asks.starts_with("Basic realm="), "{asks}");
                assert!(!answer.text().contains("entries"));
            }
        }
        let right = basic("correct horse battery");
        let host = [("authorization", &*right), ("x-forwarded-for", "10.0.0.1")];
        for path in &paths[..4] {
            let answer = ask(server.address, "GET", path, &host, b"").await;
            assert_eq!(answer.status, 200, "{path}");
            let policy = answer.header("content-security-policy");
            assert!(
                policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'")
            );
            assert_eq!(answer.header("cache-control"), "no-store");
            assert_eq!(answer.header("x-content-type-options"), "nosniff");
        }
        let foreign = [
            ("authorization", &*right),
            ("origin", "http://evil.example"),
        ];
        assert_eq!(replay(&server, "x", &foreign).await.status, 403);
        let mut last = 0;
        for _ in 0..30 {
            let answer = ask(
                server.address,
                "GET",
                "/_buildamp",
                &[("authorization", &wrong)],
                b"",
            )
            .await;
            last = answer.status;
        }
        assert_eq!(last, 429, "guesses run out");
        let answer = ask(server.address, "GET", "/_buildamp", &host, b"").await;
        assert_eq!(answer.status, 429);
        assert!(answer.header("retry-after").parse::<u64>().unwrap() <= 61);
    });
}

/// A request with a `Host` of the test's own, whose answer may go on.
async fn request(server: &Server, path: &str, host: &str, more: &str) -> Wire {
    let mut wire = Wire::open(server.address).await;
    let head = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n{more}\r\n");
    wire.stream.write_all(head.as_bytes()).await.unwrap();
    wire
}

async fn asked_for(server: &Server, path: &str, host: &str, more: &str) -> Answer {
    request(server, path, host, more).await.answer(false).await
}

async fn status_for(server: &Server, path: &str, host: &str, more: &str) -> u16 {
    request(server, path, host, more)
        .await
        .answer_head()
        .await
        .0
}

#[test]
fn while_an_app_is_written_other_hosts_and_pages_see_nothing() {
    run(async {
        let stage = Stage::new(Style::Plain, Limits::default());
        let server = start(&stage).await;
        let port = server.address.port();
        for path in ["/_buildamp", "/_buildamp/api/overview", MESSAGES] {
            for host in [
                "localhost",
                &format!("127.0.0.1:{port}"),
                &format!("localhost:{port}"),
            ] {
                assert_eq!(status_for(&server, path, host, "").await, 200, "{host}");
            }
            for host in [
                "evil.example",
                &format!("evil.example:{port}"),
                "192.168.0.1",
                "",
            ] {
                assert_eq!(status_for(&server, path, host, "").await, 403, "{host}");
            }
            let proxied = "X-Forwarded-For: 10.0.0.1\r\n";
            assert_eq!(status_for(&server, path, "localhost", proxied).await, 403);
        }
        let cross = "Sec-Fetch-Site: cross-site\r\n";
        let overview = "/_buildamp/api/overview";
        assert_eq!(status_for(&server, overview, "localhost", cross).await, 403);
        assert_eq!(status_for(&server, MESSAGES, "localhost", cross).await, 403);
        assert_eq!(
            status_for(&server, "/_buildamp", "localhost", cross).await,
            200,
            "a link"
        );
    });
}

#[test]
fn the_apps_pages_stand_behind_it() {
    run(async {
        let stage = Stage::new(Style::Plain, Limits::default());
        let everything = axum::Router::new().fallback(|| async { "the app's" });
        let options = Options {
            site: everything,
            ..shown(Access::ThisMachine)
        };
        let server = Server::start(&stage, options).await;
        let get = async |path: &str| ask(server.address, "GET", path, &[], b"").await.text();
        assert!(get("/_buildamp").await.contains("<title>BuildAmp</title>"));
        assert_eq!(get("/_buildamp/dev").await, "the app's");
        assert_eq!(get("/_buildamp/overlay.js").await, "the app's");
        assert_eq!(get("/").await, "the app's");
    });
}

#[test]
fn each_host_sees_its_own() {
    run(async {
        let settings = Settings {
            auth: Auth::None,
            tenancy: Tenancy::ByHost,
            limits: Limits::default(),
        };
        let engine = Arc::new(Embedded::in_memory(Stored::default()));
        let clock = Stage::new(Style::Full, Limits::default()).clock;
        let stage = Stage {
            node: Node::new(engine, app(Style::Full), settings, clock.clone()),
            clock,
            faults: Arc::default(),
        };
        let server = start(&stage).await;
        // Clients of these tests ask for `localhost`.
        let mut events = watch(&server).await;
        let other = async |path: &str| {
            let answer = asked_for(
                &server,
                &format!("/_buildamp/api/{path}"),
                "other.localhost",
                "",
            )
            .await;
            assert_eq!(answer.status, 200, "{path}");
            answer.json()
        };
        let body = json!({"message_type": "Say", "text": "/later 9 x"}).to_string();
        let length = body.len();
        let mut wire = Wire::open(server.address).await;
        let head = format!(
            "POST /rooms/lobby/messages?userId=bob HTTP/1.1\r\nHost: other.localhost\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        wire.stream.write_all(head.as_bytes()).await.unwrap();
        assert_eq!(wire.answer(false).await.status, 200);
        let mut ann = join(&stage, "lobby", "ann").await;
        say(&mut ann, "lobby", "/count").await;
        say(&mut ann, "lobby", "/crash").await;
        let found = ways(&mut events, 2).await;
        assert_eq!(found[0]["user"], "ann", "the first that is this host's");

        let seen = other("overview").await;
        assert_eq!(
            (&seen["has_hosts"], &seen["host"]),
            (&json!(true), &json!("other.localhost"))
        );
        assert_eq!(seen["last_faults"], json!([]));
        assert_eq!(other("rooms").await["rooms"], json!([]));
        assert_eq!(other("room?room=lobby").await["member_count"], 0);
        assert_eq!(other("state?kind=value").await["entries"], json!([]));
        assert_eq!(other("jobs").await["waiting"][0]["name"], "Later");
        assert_eq!(api(&server, "jobs").await["waiting"], json!([]));
        let own = api(&server, "overview").await;
        assert_eq!(own["last_faults"][0]["user"], "ann");
        assert_eq!(api(&server, "room?room=lobby").await["member_count"], 1);
    });
}
