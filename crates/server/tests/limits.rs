//! What one client may take, and what becomes of those who take more: the others go on.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod support;

use std::time::Duration;

use buildamp_server::Limits;
use buildamp_server::transport::Options;
use buildamp_websocket::client::upgrade;
use buildamp_websocket::handshake::Deflate;
use buildamp_websocket::{Outgoing, Role};
use serde_json::{Value, json};
use support::app::Style;
use support::server::{LONG, Server, close_code, text_frame};
use support::{Line, SocketLine, Stage};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::http::HeaderMap;

fn stage(limits: Limits) -> Stage {
    let limits = Limits {
        messages: None,
        ..limits
    };
    Stage::new(Style::Plain, limits)
}

async fn frame(line: &mut SocketLine) -> Value {
    let text = line.next().await.expect("a frame");
    serde_json::from_str(&text).unwrap()
}

fn join(room: &str, user: &str) -> String {
    json!({"type": "join_room", "room": room, "userId": user}).to_string()
}

fn say(text: &str, id: u32) -> String {
    let payload = json!({"message_type": "Say", "text": text});
    json!({"type": "send_message", "room": "lobby", "payload": payload, "id": id}).to_string()
}

/// Connects and joins the lobby.
async fn member(server: &Server, user: &str) -> SocketLine {
    let mut line = server.connect().await;
    assert_eq!(frame(&mut line).await["type"], "connected");
    line.send(&join("lobby", user)).await;
    assert_eq!(frame(&mut line).await["type"], "room_state");
    line
}

/// Says something and waits for the answer.
async fn speak(line: &mut SocketLine, text: &str, id: u32) {
    line.send(&say(text, id)).await;
    while frame(line).await["id"] != id {}
}

/// Reads on until something was said.
async fn hear(line: &mut SocketLine, text: &str) {
    while frame(line).await["message"]["payload"]["text"] != text {}
}

#[test]
fn a_frame_that_is_too_long_is_refused_and_one_far_too_long_is_the_last() {
    support::run(async {
        let stage = stage(Limits {
            frame: 1000,
            ..Limits::default()
        });
        let server = Server::start(&stage, Options::default()).await;
        let mut bob = member(&server, "bob").await;
        let mut alice = member(&server, "alice").await;
        alice.send(&say(&"x".repeat(2000), 1)).await;
        let refused = frame(&mut alice).await;
        assert_eq!(refused["code"], "too_large", "{refused}");
        alice.send_binary(b"{}").await;
        let refused = frame(&mut alice).await;
        assert_eq!(refused["code"], "bad_frame", "{refused}");
        assert_eq!(refused["error"], "frames are text, this one is binary");
        speak(&mut alice, "still here", 2).await;
        hear(&mut bob, "still here").await;
        alice.send(&say(&"x".repeat(70_000), 3)).await;
        assert_eq!(alice.next().await, None);
        let ended = alice.ended().unwrap();
        assert!(ended.starts_with("1009 "), "{ended}");
        server
            .until(r#"buildamp_closes_total{code="1009"} 1"#)
            .await;
        server
            .until(r#"buildamp_evictions_total{reason="too_large"} 1"#)
            .await;
        speak(&mut bob, "alone", 1).await;
    });
}

#[test]
fn a_compressed_bomb_is_not_inflated_beyond_what_a_message_may_have() {
    support::run(async {
        let stage = stage(Limits {
            frame: 100 << 10,
            ..Limits::default()
        });
        let server = Server::start(&stage, Options::default()).await;
        let mut alice = member(&server, "alice").await;
        let before = resident();
        for _ in 0..3 {
            let mut stream = TcpStream::connect(server.address).await.unwrap();
            let none = HeaderMap::new();
            let opened = upgrade(&mut stream, "localhost", "/ws", &none, Deflate::Accept);
            let opened = opened.await.unwrap();
            let window = opened.window.expect("deflate is agreed on");
            // 16 MiB, in a thousandth of that.
            let bomb = Outgoing::text(&"0".repeat(16 << 20));
            let frame = bomb.frame(Role::Client, Some(window));
            assert!(frame.len() < 100 << 10, "{}", frame.len());
            stream.write_all(&frame).await.unwrap();
            // The first frame may have come together with the response.
            let mut answered = opened.read.as_slice().chain(&mut stream);
            assert_eq!(close_code(&mut answered).await, Some(1009));
            speak(&mut alice, "quiet here", 1).await;
        }
        server
            .until(r#"buildamp_evictions_total{reason="too_large"} 3"#)
            .await;
        // The test itself has held a bomb.
        let grown = resident().saturating_sub(before);
        assert!(grown < 100 << 20, "{} MiB", grown >> 20);
    });
}

/// Bytes of this process in memory, where the system tells.
fn resident() -> usize {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = pages.split(' ').nth(1).and_then(|word| word.parse().ok());
    pages.unwrap_or(0_usize) * 4096
}

#[test]
fn a_connection_is_in_so_many_rooms_and_no_more() {
    support::run(async {
        let stage = stage(Limits::default());
        let server = Server::start(&stage, Options::default()).await;
        let mut alice = server.connect().await;
        frame(&mut alice).await;
        let most = Limits::default().rooms;
        for number in 0..1000 {
            alice.send(&join(&format!("room {number}"), "alice")).await;
        }
        for number in 0..1000 {
            let answer = frame(&mut alice).await;
            assert_eq!(answer["room"], format!("room {number}"));
            match number < most {
                true => assert_eq!(answer["type"], "room_state", "{answer}"),
                false => assert_eq!(answer["code"], "too_many_rooms", "{answer}"),
            }
        }
        server.until("buildamp_rooms 100").await;
        server
            .until(r#"buildamp_refusals_total{code="too_many_rooms"} 900"#)
            .await;
        alice
            .send(r#"{"type":"leave_room","room":"room 7","id":1}"#)
            .await;
        // Who leaves hears no more of the room.
        assert_eq!(frame(&mut alice).await["type"], "ack");
        alice.send(&join("another", "alice")).await;
        assert_eq!(frame(&mut alice).await["type"], "room_state");
        stage.node.sweep();
        server.until("buildamp_rooms 100").await;
        alice.cut().await;
        server.until("buildamp_connections 0").await;
        stage.node.sweep();
        server.until("buildamp_rooms 0").await;
    });
}

#[test]
fn a_user_has_so_many_connections() {
    support::run(async {
        let stage = stage(Limits {
            connections: 2,
            ..Limits::default()
        });
        let server = Server::start(&stage, Options::default()).await;
        let _first = member(&server, "alice").await;
        let second = member(&server, "alice").await;
        let mut third = server.connect().await;
        frame(&mut third).await;
        third.send(&join("lobby", "alice")).await;
        let refused = frame(&mut third).await;
        assert_eq!(refused["code"], "access_denied", "{refused}");
        let text = "a user can have 2 connections; close one first";
        assert_eq!(refused["error"], text);
        server
            .until(r#"buildamp_refusals_total{code="access_denied"} 1"#)
            .await;
        // It is nobody yet, and may be somebody else.
        third.send(&join("lobby", "bob")).await;
        assert_eq!(frame(&mut third).await["type"], "room_state");
        second.cut().await;
        server.until("buildamp_connections 2").await;
        let _fourth = member(&server, "alice").await;
    });
}

#[test]
fn so_many_connections_come_from_an_address_and_so_many_in_all() {
    support::run(async {
        let tight = [
            (
                "address",
                Options {
                    per_address: 2,
                    ..Options::default()
                },
            ),
            (
                "full",
                Options {
                    connections: 2,
                    ..Options::default()
                },
            ),
        ];
        for (reason, options) in tight {
            let stage = stage(Limits::default());
            let server = Server::start(&stage, options).await;
            let first = member(&server, "alice").await;
            let mut second = member(&server, "bob").await;
            assert!(server.try_connect("", &[]).await.is_none());
            let text = stage.node.metrics().text();
            let counted = format!("connections_refused_total{{reason=\"{reason}\"}} 1\n");
            assert!(text.contains(&counted), "{text}");
            speak(&mut second, "we two", 1).await;
            first.cut().await;
            let mut third = server.connect_at_last().await;
            assert_eq!(frame(&mut third).await["type"], "connected");
            assert!(server.try_connect("", &[]).await.is_none());
        }
    });
}

#[test]
fn who_never_answers_a_ping_is_gone_by_the_next() {
    support::run(async {
        let stage = stage(Limits::default());
        let options = Options {
            ping: Duration::from_secs(1),
            ..Options::default()
        };
        let server = Server::start(&stage, options).await;
        let mut silent = server.raw_socket().await;
        assert_eq!(close_code(&mut silent).await, Some(1008));
        server
            .until(r#"buildamp_closes_total{code="1008"} 1"#)
            .await;
        server
            .until(r#"buildamp_evictions_total{reason="silent"} 1"#)
            .await;
        server.until("buildamp_connections 0").await;
    });
}

#[test]
fn who_does_not_read_is_ended_while_others_hear() {
    support::run(async {
        let stage = stage(Limits::default());
        let options = Options {
            queue: 64 << 10,
            compress: None,
            ..Options::default()
        };
        let server = Server::start(&stage, options).await;
        let mut alice = member(&server, "alice").await;
        let mut bob = member(&server, "bob").await;
        let mut deaf = server.raw_socket().await;
        let frame = text_frame(&join("lobby", "deaf"));
        deaf.write_all(&frame).await.unwrap();
        hear_coming(&mut bob, "deaf").await;
        let text = "x".repeat(64 << 10);
        let mut round = 0;
        while !server
            .metrics()
            .await
            .contains(r#"closes_total{code="1013"} 1"#)
        {
            round += 1;
            assert!(round < 1000, "so much fits into no buffer");
            speak(&mut alice, &format!("{round} {text}"), round).await;
            hear(&mut bob, &format!("{round} {text}")).await;
        }
        assert_eq!(close_code(&mut deaf).await, Some(1013));
        server
            .until(r#"buildamp_evictions_total{reason="slow"} 1"#)
            .await;
        speak(&mut alice, "gone", 0).await;
        hear(&mut bob, "gone").await;
        server.until("buildamp_connections 2").await;
        server.until("buildamp_queued_bytes 0").await;
    });
}

async fn hear_coming(line: &mut SocketLine, user: &str) {
    while frame(line).await["message"]["user_id"] != user {}
}

#[test]
fn who_never_ends_the_handshake_gives_the_place_back() {
    support::run(async {
        let stage = stage(Limits::default());
        let options = Options {
            handshake: Duration::from_millis(200),
            connections: 1,
            ..Options::default()
        };
        let server = Server::start(&stage, options).await;
        let mut late = 0;
        for begun in [
            "",
            "GET /ws HTTP/1.1\r\nHost: loc",
            "\r\n",
            "GET / HTTP/1.1\r\n",
        ] {
            let mut slow = TcpStream::connect(server.address).await.unwrap();
            slow.write_all(begun.as_bytes()).await.unwrap();
            let mut answer = Vec::new();
            let read = tokio::time::timeout(LONG, slow.read_to_end(&mut answer)).await;
            assert!(read.is_ok(), "it is never cut after {begun:?}");
            late += 1;
            let mut line = server.connect_at_last().await;
            assert_eq!(frame(&mut line).await["type"], "connected");
            line.cut().await;
            // The place is free again before the next one takes it.
            let line = server.connect_at_last().await;
            line.cut().await;
            let name = r#"buildamp_connections_refused_total{reason="handshake"}"#;
            let text = stage.node.metrics().text();
            assert_eq!(sample(&text, name), late, "after {begun:?}: {text}");
            while stage.node.metrics().connections.get() > 0 {
                tokio::task::yield_now().await;
            }
        }
    });
}

#[test]
fn ten_thousand_who_never_end_the_handshake_leave_room_for_others() {
    support::run(async {
        let stage = stage(Limits::default());
        let options = Options {
            handshake: Duration::from_millis(500),
            connections: 200,
            per_address: 20_000,
            ..Options::default()
        };
        let server = Server::start(&stage, options).await;
        let mut held = std::collections::VecDeque::new();
        for number in 0..10_000 {
            let mut slow = TcpStream::connect(server.address).await.unwrap();
            // It may be cut already.
            let _ = slow.write_all(b"GET /ws HTTP/1.1\r\nHost: loc").await;
            held.push_back(slow);
            if number >= 1_000 {
                held.pop_front();
            }
        }
        drop(held);
        let mut alice = server.connect_at_last().await;
        assert_eq!(frame(&mut alice).await["type"], "connected");
        alice.send(&join("lobby", "alice")).await;
        assert_eq!(frame(&mut alice).await["type"], "room_state");
        let text = stage.node.metrics().text();
        let cut = sample(
            &text,
            r#"buildamp_connections_refused_total{reason="full"}"#,
        );
        assert!(cut > 0, "{text}");
    });
}

fn sample(metrics: &str, name: &str) -> u64 {
    let line = metrics.lines().find_map(|line| line.strip_prefix(name));
    line.map_or(0, |value| value.trim().parse().unwrap())
}

#[test]
fn garbage_ends_the_connection_that_sends_it() {
    support::run(async {
        let stage = stage(Limits::default());
        let server = Server::start(&stage, Options::default()).await;
        let mut alice = member(&server, "alice").await;
        for seed in 1..=16_u32 {
            let mut vandal = server.raw_socket().await;
            // It may be cut before all is sent.
            let _ = vandal.write_all(&garbage(seed)).await;
            let _ = vandal.shutdown().await;
            close_code(&mut vandal).await;
            speak(&mut alice, "quiet here", seed).await;
        }
        server.until("buildamp_connections 1").await;
        server
            .until(r#"buildamp_evictions_total{reason="protocol"} 16"#)
            .await;
    });
}

/// A megabyte.
fn garbage(seed: u32) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9);
    let byte = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    std::iter::repeat_with(byte).take(1 << 20).collect()
}

#[test]
fn metrics_are_open_metrics_and_count_what_happened() {
    support::run(async {
        let stage = stage(Limits::default());
        let server = Server::start(&stage, Options::default()).await;
        let mut alice = member(&server, "alice").await;
        let mut bob = member(&server, "bob").await;
        speak(&mut alice, "hi", 1).await;
        hear(&mut bob, "hi").await;
        bob.send("{").await;
        assert_eq!(frame(&mut bob).await["code"], "bad_json");
        let (head, text) = server.get("/metrics").await;
        let kind = "content-type: application/openmetrics-text; version=1.0.0; charset=utf-8\r\n";
        assert!(head.contains(kind), "{head}");
        check_open_metrics(&text);
        for sample in [
            "buildamp_connections 2",
            "buildamp_rooms 1",
            "buildamp_users 2",
            "buildamp_frames_received_total 4",
            "buildamp_messages_total 1",
            // Alice's coming was heard by nobody else yet, bob's by her and as a number by him.
            "buildamp_deliveries_total 5",
            r#"buildamp_refusals_total{code="bad_json"} 1"#,
            "buildamp_conflicts_total 0",
            "buildamp_events_total 0",
            "buildamp_message_seconds_count 1",
            "buildamp_logic_seconds_count 1",
            "buildamp_queued_bytes_max 0",
            "buildamp_room_members_max 2",
            r#"buildamp_connections_by_queue{le="0"} 2"#,
            r#"buildamp_rooms_by_members{le="1"} 0"#,
            r#"buildamp_rooms_by_members{le="10"} 1"#,
            r#"buildamp_memory_bytes{of="queues"} 0"#,
        ] {
            assert!(text.lines().any(|line| line == sample), "{sample}\n{text}");
        }
        let held = |of: &str| {
            let name = format!("buildamp_memory_bytes{{of=\"{of}\"}}");
            sample(&text, &name)
        };
        assert!(held("connections") > 2_000, "{text}");
        assert!(held("rooms") > 800, "{text}");
        // Two who came and a message.
        assert!((200..2_000).contains(&held("history")), "{text}");
    });
}

/// Holds a text against the rules of OpenMetrics that its parsers insist on.
fn check_open_metrics(text: &str) {
    let body = text.strip_suffix("# EOF\n").expect("an end");
    let mut family = ("", "");
    let mut seen = std::collections::HashSet::new();
    let mut buckets = 0.0;
    for line in body.lines() {
        let value = line.rsplit_once(' ').expect("a space").1;
        if let Some(kind) = line.strip_prefix("# TYPE ") {
            family = kind.split_once(' ').expect("a name and a type");
            assert!(seen.insert(line.to_owned()), "twice: {line}");
            buckets = 0.0;
        } else if line.starts_with("# HELP ") || line.starts_with("# UNIT ") {
        } else {
            let number: f64 = value.parse().expect("a number");
            let name = line.split(['{', ' ']).next().unwrap();
            let suffix = name.strip_prefix(family.0).expect("its family's name");
            match family.1 {
                "counter" => assert_eq!(suffix, "_total", "{line}"),
                "gauge" => assert_eq!(suffix, "", "{line}"),
                "histogram" if suffix == "_bucket" => {
                    assert!(line.contains("le=\"") && number >= buckets, "{line}");
                    buckets = number;
                }
                "histogram" => assert!(["_sum", "_count"].contains(&suffix), "{line}"),
                other => panic!("a type {other}?"),
            }
            let sample = line.rsplit_once(' ').unwrap().0;
            assert!(seen.insert(sample.to_owned()), "twice: {line}");
        }
    }
    assert!(seen.contains("buildamp_message_seconds_bucket{le=\"+Inf\"}"));
}

#[test]
fn a_slow_reader_knows_that_the_volatile_messages_it_was_spared_are_not_missing() {
    support::run(async {
        let stage = stage(Limits::default());
        let options = Options {
            queue: 4 << 20,
            compress: None,
            ..Options::default()
        };
        let server = Server::start(&stage, options).await;
        let mut alice = member(&server, "alice").await;
        let mut slow = server.raw_socket().await;
        slow.write_all(&text_frame(&join("lobby", "slow")))
            .await
            .unwrap();
        hear_coming(&mut alice, "slow").await;
        // Until no buffer takes more.
        let text = "x".repeat(64 << 10);
        let mut round = 1;
        while sample(&server.metrics().await, "buildamp_queued_bytes ") < 100_000 {
            round += 1;
            assert!(round < 1000, "so much fits into no buffer");
            speak(&mut alice, &text, round).await;
        }
        let mut last = 0;
        for x in 0..300 {
            let payload = json!({"message_type": "Cursor", "x": x});
            let cursor = json!({"type": "send_message", "room": "lobby", "payload": payload});
            alice.send(&cursor.to_string()).await;
            // Where her own messages are let pass.
            last = frame(&mut alice).await["seq"].as_u64().unwrap();
        }
        speak(&mut alice, "the end", 1).await;
        let frames = texts_until(&mut slow, "the end").await;
        let mut expected = None;
        let mut spared = 0;
        for frame in &frames {
            let frame: Value = serde_json::from_str(frame).unwrap();
            let Some(seq) = frame["seq"]
                .as_u64()
                .filter(|_| frame["type"] == "broadcast")
            else {
                continue;
            };
            match frame.get("message") {
                Some(_) => assert_eq!(seq, expected.unwrap_or(seq), "{frame}"),
                None => {
                    assert!(seq >= expected.unwrap_or(0), "{frame}");
                    spared += 1;
                }
            }
            expected = Some(seq + 1);
        }
        assert_eq!(expected, Some(last + 2));
        // All but a few in the buffers: one frame for those that were spared, and the newest.
        assert!((1..10).contains(&spared), "{spared}");
        assert!(frames.len() < 150 + round as usize, "{}", frames.len());
        server.until("buildamp_connections 2").await;
    });
}

/// The texts that a server sends until one has these words.
async fn texts_until(stream: &mut TcpStream, words: &str) -> Vec<String> {
    let mut texts = Vec::new();
    loop {
        let mut head = [0; 2];
        stream.read_exact(&mut head).await.unwrap();
        let length = match head[1] {
            126 => usize::from(stream.read_u16().await.unwrap()),
            127 => usize::try_from(stream.read_u64().await.unwrap()).unwrap(),
            short => usize::from(short),
        };
        let mut payload = vec![0; length];
        stream.read_exact(&mut payload).await.unwrap();
        assert_eq!(head[0], 0x81, "{}", String::from_utf8_lossy(&payload));
        texts.push(String::from_utf8(payload).unwrap());
        if texts.last().is_some_and(|text| text.contains(words)) {
            return texts;
        }
    }
}
