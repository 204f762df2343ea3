//! What a client does over breaks, against a server that plays by a script; its WebSocket is a foreign one.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

use std::time::{Duration, Instant};

use buildamp_client::{Client, Error, Event, Events, Options};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};

struct Server(TcpListener);

/// One connection of the client's, and the path that it asked for.
struct Line(WebSocketStream<TcpStream>, String);

impl Server {
    async fn new() -> (Server, Client, Events) {
        let long = Duration::from_secs(600);
        Server::with_silence(long, long).await
    }

    async fn with_silence(quiet: Duration, answer: Duration) -> (Server, Client, Events) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("ws://{}/ws", listener.local_addr().unwrap());
        let pause = Duration::from_millis(1);
        let options = Options::new(url).user("ann").pauses(pause, pause);
        let options = options.silence(quiet, answer);
        let (client, events) = Client::connect(options);
        (Server(listener), client, events)
    }

    /// The next connection, which is told its session.
    async fn accept(&self, session: &str) -> Line {
        let (stream, _) = self.0.accept().await.unwrap();
        let mut path = String::new();
        #[allow(
            clippy::result_large_err,
            reason = "the callback's type is the library's"
        )]
        let note = |request: &Request, response: Response| {
            path = request.uri().to_string();
            Ok(response)
        };
        let socket = tokio_tungstenite::accept_hdr_async(stream, note)
            .await
            .unwrap();
        let mut line = Line(socket, path);
        line.say(
            json!({ "type": "connected", "connection_id": "c", "session": session, "protocol": 1 }),
        )
        .await;
        line
    }
}

impl Line {
    async fn say(&mut self, frame: Value) {
        self.0.send(Message::text(frame.to_string())).await.unwrap();
    }

    async fn hear(&mut self) -> Value {
        let message = self.0.next().await.unwrap().unwrap();
        serde_json::from_str(message.to_text().unwrap()).unwrap()
    }

    /// Hears a join, and lets it in; what the join said.
    async fn admit(&mut self, seq: u64) -> Value {
        let join = self.hear().await;
        assert_eq!(join["type"], "join_room");
        self.say(json!({
            "type": "room_state", "room": join["room"], "state": { "n": seq }, "members": ["ann"],
            "epoch": "e1", "seq": seq, "recovered": false, "id": join["id"],
        }))
        .await;
        join
    }
}

#[tokio::test]
async fn joins_sends_and_leaves_with_answers() {
    let (server, client, mut events) = Server::new().await;
    let join = client.join("lobby");
    let answer = client.send("lobby", "Note", &json!({ "text": "hi" }));
    let mut line = server.accept("s1").await;
    assert_eq!(line.1, "/ws?direct=");
    let joined = line.admit(4).await;
    assert_eq!(
        joined,
        json!({ "type": "join_room", "room": "lobby", "userId": "ann", "id": 1 })
    );
    let state = join.await.unwrap();
    assert_eq!(
        (state.state, state.members),
        (json!({ "n": 4 }), vec!["ann".to_owned()])
    );
    let sent = line.hear().await;
    let payload = json!({ "message_type": "Note", "text": "hi" });
    assert_eq!(
        sent,
        json!({ "type": "send_message", "room": "lobby", "userId": "ann", "payload": payload, "id": 2 })
    );
    line.say(json!({ "type": "ack", "id": 2, "response": { "ok": true } }))
        .await;
    assert_eq!(answer.await, Ok(json!({ "ok": true })));

    let left = client.leave("lobby");
    assert_eq!(line.hear().await["type"], "leave_room");
    line.say(json!({ "type": "ack", "id": 3, "response": null }))
        .await;
    assert_eq!(left.await, Ok(()));
    client.close();
    let connected = Event::Connected {
        user: None,
        resumed: false,
    };
    assert_eq!(events.next().await, Some(connected));
    let closed = line.0.next().await.unwrap().unwrap();
    assert!(closed.is_close(), "{closed:?}");
}

#[tokio::test]
async fn what_has_no_answer_is_sent_again_in_the_same_session() {
    let (server, client, _events) = Server::new().await;
    let join = client.join("lobby");
    let mut line = server.accept("s1").await;
    line.admit(4).await;
    join.await.unwrap();
    line.say(json!({ "type": "broadcast", "room": "lobby", "message": { "type": "Note" }, "timestamp": 1, "seq": 5 })).await;
    let answer = client.send("lobby", "Note", &json!({ "text": "hi" }));
    let first = line.hear().await;
    drop(line);

    let mut line = server.accept("s1").await;
    assert_eq!(line.1, "/ws?session=s1&direct=");
    let joined = line.admit(5).await;
    assert_eq!(joined["since"], json!({ "epoch": "e1", "seq": 5 }));
    assert_eq!(line.hear().await, first);
    line.say(json!({ "type": "ack", "id": first["id"], "response": null }))
        .await;
    assert_eq!(answer.await, Ok(Value::Null));
}

#[tokio::test]
async fn what_may_have_happened_in_a_lost_session_fails() {
    let (server, client, _events) = Server::new().await;
    let join = client.join("lobby");
    let mut line = server.accept("s1").await;
    line.admit(4).await;
    join.await.unwrap();
    let answer = client.send("lobby", "Note", &json!({}));
    line.hear().await;
    drop(line);

    let mut line = server.accept("s2").await;
    line.admit(0).await;
    assert_eq!(answer.await, Err(Error::SessionLost));
    // What comes after goes on in the new one.
    let next = client.send("lobby", "Note", &json!({}));
    let frame = line.hear().await;
    line.say(json!({ "type": "ack", "id": frame["id"], "response": 1 }))
        .await;
    assert_eq!(next.await, Ok(json!(1)));
}

#[tokio::test]
async fn refusals_reach_who_asked_and_what_waited_for_it() {
    let (server, client, mut events) = Server::new().await;
    let join = client.join("cellar");
    let message = client.send("cellar", "Note", &json!({}));
    let mut line = server.accept("s1").await;
    let frame = line.hear().await;
    line.say(json!({ "type": "error", "error": "no", "code": "access_denied", "id": frame["id"], "room": "cellar" })).await;
    let refused = Error::Refused {
        code: "access_denied".to_owned(),
        text: "no".to_owned(),
        retry_after: None,
    };
    assert_eq!(join.await, Err(refused.clone()));
    assert_eq!(message.await, Err(refused));
    line.say(
        json!({ "type": "error", "error": "slow", "code": "rate_limited", "retry_after_ms": 20 }),
    )
    .await;
    events.next().await.unwrap();
    let error = Error::Refused {
        code: "rate_limited".to_owned(),
        text: "slow".to_owned(),
        retry_after: Some(Duration::from_millis(20)),
    };
    assert_eq!(
        events.next().await,
        Some(Event::Refused { error, room: None })
    );
}

#[tokio::test]
async fn a_closed_client_answers_that_it_is() {
    let (server, client, mut events) = Server::new().await;
    let _line = server.accept("s1").await;
    let connected = events.next().await;
    assert!(
        matches!(connected, Some(Event::Connected { .. })),
        "{connected:?}"
    );
    let waiting = client.join("lobby");
    client.close();
    assert_eq!(waiting.await, Err(Error::Closed));
    assert_eq!(client.leave("lobby").await, Err(Error::Closed));
}

#[tokio::test]
async fn what_is_no_server_for_it_ends_the_client() {
    let (client, mut events) = Client::connect(Options::new("http://127.0.0.1/"));
    let Some(Event::Disconnected {
        reason,
        retry_in: None,
    }) = events.next().await
    else {
        panic!("it goes on");
    };
    assert!(reason.contains("ws://"), "{reason}");
    assert_eq!(client.join("lobby").await, Err(Error::Closed));
    assert_eq!(events.next().await, None);
}

#[tokio::test]
async fn a_token_that_is_refused_ends_the_client_with_the_servers_reason() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("ws://{}/ws", listener.local_addr().unwrap());
    let (_client, mut events) = Client::connect(Options::new(url).token("garbage"));
    let (mut stream, _) = listener.accept().await.unwrap();
    let text = "the token is no JSON Web Token\n";
    let answer = format!(
        "HTTP/1.1 401 Unauthorized\r\nContent-Length: {}\r\n\r\n{text}",
        text.len()
    );
    stream.read_buf(&mut Vec::new()).await.unwrap();
    stream.write_all(answer.as_bytes()).await.unwrap();
    let Some(Event::Disconnected {
        reason,
        retry_in: None,
    }) = events.next().await
    else {
        panic!("it goes on");
    };
    assert!(reason.ends_with(&format!(": {}", text.trim())), "{reason}");
}

#[tokio::test]
async fn a_room_that_the_rules_put_the_user_out_of_is_not_come_back_to() {
    let (server, client, mut events) = Server::new().await;
    let (kept, lost) = (client.join("kept"), client.join("lost"));
    let mut line = server.accept("s1").await;
    line.admit(1).await;
    line.admit(1).await;
    kept.await.unwrap();
    lost.await.unwrap();
    for room in ["lost", "unknown"] {
        line.say(json!({ "type": "left_room", "room": room })).await;
    }
    let left = Event::LeftRoom {
        room: "lost".to_owned(),
    };
    events.next().await.expect("it is connected");
    assert_eq!(events.next().await, Some(left));
    drop(line);
    let mut line = server.accept("s1").await;
    assert_eq!(line.hear().await["room"], "kept");
    // Nothing else was asked for before this.
    let _left = client.leave("kept");
    assert_eq!(line.hear().await["type"], "leave_room");
}

#[tokio::test]
async fn what_was_sent_to_the_user_alone_during_a_break_comes_once() {
    let (server, client, mut events) = Server::new().await;
    let direct = |seq: u64| json!({ "type": "direct", "message": seq, "timestamp": 7, "seq": seq });
    let event = |seq: u64| Event::Direct {
        message: json!(seq),
        seq: Some(seq),
        timestamp: 7,
    };
    let mut line = server.accept("s1").await;
    line.say(json!({ "type": "direct", "epoch": "e1", "seq": 4 }))
        .await;
    line.say(direct(5)).await;
    events.next().await.expect("it is connected");
    assert_eq!(events.next().await, Some(event(5)));
    drop(line);

    let mut line = server.accept("s1").await;
    assert_eq!(line.1, "/ws?session=s1&direct=e1.5");
    line.say(json!({ "type": "direct", "epoch": "e1", "seq": 5, "recovered": true }))
        .await;
    for seq in [6, 7, 6, 7, 8] {
        line.say(direct(seq)).await;
    }
    // Of which only the newest counts.
    line.say(json!({ "type": "direct", "message": 0, "timestamp": 7 }))
        .await;
    let disconnected = events.next().await;
    assert!(matches!(disconnected, Some(Event::Disconnected { .. })));
    events.next().await.expect("it is connected again");
    for seq in 6..=8 {
        assert_eq!(events.next().await, Some(event(seq)));
    }
    let volatile = Event::Direct {
        message: json!(0),
        seq: None,
        timestamp: 7,
    };
    assert_eq!(events.next().await, Some(volatile));
    line.say(json!({ "type": "direct", "epoch": "e2", "seq": 1, "recovered": false }))
        .await;
    assert_eq!(events.next().await, Some(Event::DirectsMissed));
    line.say(direct(2)).await;
    assert_eq!(events.next().await, Some(event(2)));
    drop(client);
}

#[tokio::test]
async fn a_room_that_a_busy_server_has_no_time_for_is_asked_for_again() {
    let (server, client, mut events) = Server::new().await;
    let join = client.join("lobby");
    let mut line = server.accept("s1").await;
    line.admit(4).await;
    join.await.unwrap();
    drop(line);

    let mut line = server.accept("s1").await;
    let answer = client.send("lobby", "Note", &json!({}));
    let join = line.hear().await;
    let began = Instant::now();
    line.say(json!({ "type": "error", "error": "slow", "code": "rate_limited", "retry_after_ms": 40, "id": join["id"], "room": "lobby" })).await;
    let again = line.admit(4).await;
    assert!(began.elapsed() >= Duration::from_millis(40));
    assert_eq!(again["since"], json!({ "epoch": "e1", "seq": 4 }));
    // What was sent meanwhile has waited for it.
    let sent = line.hear().await;
    line.say(json!({ "type": "ack", "id": sent["id"], "response": 1 }))
        .await;
    assert_eq!(answer.await, Ok(json!(1)));
    // Nobody had to hear of it.
    let mut heard = Vec::new();
    while !matches!(heard.last(), Some(Event::State(_))) {
        heard.push(events.next().await.unwrap());
    }
    assert!(
        !heard
            .iter()
            .any(|event| matches!(event, Event::Refused { .. })),
        "{heard:?}"
    );
}

const SHORT: Duration = Duration::from_millis(10);
const LONG: Duration = Duration::from_secs(600);

#[tokio::test]
async fn a_server_that_goes_silent_is_given_up_for_another_connection() {
    let (server, client, mut events) = Server::with_silence(SHORT, SHORT).await;
    let silent = server.accept("s1").await;
    let next = server.accept("s1").await;
    assert_eq!(next.1, "/ws?session=s1&direct=");
    drop(silent);
    let connected = events.next().await;
    assert!(
        matches!(connected, Some(Event::Connected { .. })),
        "{connected:?}"
    );
    let Some(Event::Disconnected { reason, .. }) = events.next().await else {
        panic!("it was given up");
    };
    assert!(reason.contains("no sign of life"), "{reason}");
    drop(client);
}

#[tokio::test]
async fn a_server_that_answers_pings_is_asked_again_and_kept() {
    let (server, _client, _events) = Server::with_silence(SHORT, LONG).await;
    let mut line = server.accept("s1").await;
    for _ in 0..3 {
        // Read, it is answered by the library.
        let ping = tokio::time::timeout(LONG / 10, line.0.next()).await;
        let ping = ping.expect("it asks").unwrap().unwrap();
        assert!(ping.is_ping(), "{ping:?}");
    }
}

#[tokio::test]
async fn who_waits_for_an_answer_asks_sooner() {
    let (server, client, _events) = Server::with_silence(LONG, SHORT).await;
    let mut line = server.accept("s1").await;
    let _answer = client.join("lobby");
    while line.0.next().await.unwrap().unwrap().is_ping() {}
    let next = line.0.next().await.unwrap().unwrap();
    assert!(next.is_ping(), "{next:?}");
}
