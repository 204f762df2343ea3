//! Every handler, read, effect and response.

use crate::support::{ALICE, Talk, lines};
use buildamp_fixtures::seed_sources;
use buildamp_logic::rules::{Access, Call, Handler, Presence, Rules};

/// The logic that uses everything, which the official compiler compiles too.
const LOGIC: &str = include_str!("../../../codegen/examples/elm_round_trip/WebSocketLogic.elm");

fn talk() -> Talk {
    Talk::new(&seed_sources(), LOGIC)
}

#[test]
fn a_message_is_decided_on() {
    let mut talk = talk();
    let cursor = r#"{"message_type":"CursorUpdate","item_id":"i1","user_id":"alice","position":{"x":1.5,"y":-2},"color":"grün"}"#;
    let decision = talk.send(cursor).unwrap();
    assert_eq!(
        lines(&decision),
        r#"set cursor:i1:alice = {"x":1.5} for Some(30)
broadcast to item:i1 but ["alice"]: {"type":"CursorUpdate","payload":{"item_id":"i1","user_id":"alice","position":{"x":1.5,"y":-2},"color":"grün"}}
ack"#
    );
    assert_eq!(talk.snapshot.asked, Vec::<String>::new());
}

#[test]
fn all_handlers_are_there() {
    let talk = talk();
    for handler in Handler::ALL {
        assert!(talk.rules.handles(handler), "{handler:?}");
    }
}

#[test]
fn what_is_read_is_the_snapshot() {
    let mut talk = talk();
    let move_ = r#"{"message_type":"GameMove","game_id":"g","player_id":"p","move_data":{"to":[1,null,"ü"],"2":1,"1":2},"timestamp":9007199254740991}"#;
    let refused = talk.send(move_).unwrap();
    assert_eq!(
        lines(&refused),
        r#"send to alice: {"type":"GameMove","payload":{"game_id":"g","player_id":"p","move_data":{"1":2,"2":1,"to":[1,null,"ü"]},"timestamp":9007199254740991}}
reject no such game"#
    );
    talk.snapshot
        .games
        .insert("g".to_owned(), r#"{"board": 1.0}"#.into());
    let decision = talk.send(move_).unwrap();
    assert_eq!(
        lines(&decision),
        r#"game g = {"1":2,"2":1,"to":[1,null,"ü"]}
broadcast to game:g but ["alice"]: {"type":"GameMove","payload":{"game_id":"g","player_id":"p","move_data":{"1":2,"2":1,"to":[1,null,"ü"]},"timestamp":9007199254740991}}
set game_state:g = {"board":1} for Some(3600)
schedule GameCompleted as None in 0: {"game_id":"g"}
reply {"type":"GameMove","payload":{"game_id":"g","player_id":"p","move_data":{"1":2,"2":1,"to":[1,null,"ü"]},"timestamp":9007199254740991}}"#
    );
    assert_eq!(talk.snapshot.asked, ["game g", "game g"]);
}

#[test]
fn documents_and_their_operations_are_read() {
    let mut talk = talk();
    let operations = [r#"{"a":1}"#, r#"{"a":2}"#, r#"{"a":3}"#]
        .map(Into::into)
        .to_vec();
    talk.snapshot
        .documents
        .insert("d".to_owned(), (3, "\"text\"".into()));
    talk.snapshot.operations.insert("d".to_owned(), operations);
    let edit = r#"{"message_type":"LiveEdit","document_id":"d","user_id":"alice","operation":{"kind":"insert","position":4,"text":"\u00e9\n\""},"version":1}"#;
    assert_eq!(
        lines(&talk.send(edit).unwrap()),
        r#"document d = 4 by {"kind":"insert","position":6,"text":"é\n\""}
broadcast to document:d but ["alice"]: {"type":"LiveEdit","payload":{"document_id":"d","user_id":"alice","operation":{"kind":"insert","position":6,"text":"é\n\""},"version":4}}
schedule SaveDocumentSnapshot as Some("save:d") in 30: {"document_id":"d"}
ack"#
    );
    assert_eq!(talk.snapshot.asked, ["document d", "operations d 1"]);
}

#[test]
fn values_are_read_one_by_one_and_by_prefix() {
    let mut talk = talk();
    let typing =
        r#"{"message_type":"TypingIndicator","channel":"c","user_id":"alice","is_typing":true}"#;
    assert_eq!(
        lines(&talk.send(typing).unwrap()),
        r#"broadcast to c but ["alice"]: {"type":"TypingIndicator","payload":{"channel":"c","user_id":"alice","is_typing":true}}
ack"#
    );
    talk.snapshot
        .values
        .insert("typing:alice".to_owned(), "101".into());
    assert_eq!(
        lines(&talk.send(typing).unwrap()),
        "reject too many messages"
    );
    talk.snapshot
        .values
        .insert("lobby:b".to_owned(), "[2]".into());
    talk.snapshot
        .values
        .insert("lobby:a".to_owned(), "1".into());
    let state = talk.rules.room_state(&ALICE, &mut talk.snapshot).unwrap();
    assert_eq!(&*state, r#"{"lobby:a":1,"lobby:b":[2]}"#);
    let event = Call::Event {
        event_type: "Whatever",
        payload: "{}",
    };
    assert_eq!(
        lines(&talk.ask(&event).unwrap()),
        "log Whatever\ndelete typing:alice\nack"
    );
    assert_eq!(
        talk.snapshot.asked,
        [
            "value typing:alice",
            "value typing:alice",
            "list lobby:",
            "list typing:"
        ]
    );
}

#[test]
fn who_is_there_decides_who_may_come_in() {
    let mut talk = talk();
    let ask = |talk: &mut Talk| talk.rules.authorize(&ALICE, &mut talk.snapshot).unwrap();
    let denied = Access::Deny("the room is full".to_owned());
    assert_eq!(ask(&mut talk), denied);
    talk.snapshot.online.push("alice".to_owned());
    assert_eq!(ask(&mut talk), Access::Allow);
    let users = (0..10)
        .map(|number| format!("user {number}").into())
        .collect();
    talk.snapshot.members.insert("lobby".to_owned(), users);
    assert_eq!(ask(&mut talk), denied);
}

#[test]
fn presence_ticks_uploads_and_webhooks_are_decided_on() {
    let mut talk = talk();
    let mut ask = |call: Call<'_>| lines(&talk.ask(&call).unwrap());
    assert_eq!(
        ask(Call::Presence(Presence::Joined)),
        "set presence:lobby:alice = {\"joined_at\":1700000000000} for Some(300)\ntick lobby at 10\nack"
    );
    assert_eq!(
        ask(Call::Presence(Presence::Left)),
        "delete presence:lobby:alice\nstop lobby\nack"
    );
    let tick = ask(Call::Tick {
        count: 7,
        elapsed: 100,
    });
    assert_eq!(
        tick,
        "join alice to lobby\ntake alice out of lobby\ndisconnect alice: acme.examplec1\nack"
    );
    let upload = Call::Upload {
        id: "u1",
        name: "ä.png",
        content_type: "image/png",
        size: 2_000_000,
    };
    assert_eq!(
        ask(upload),
        "call scan with \"u1ä.pngimage/png\"\nreject too large for lobby"
    );
    let webhook = Call::Webhook {
        name: "paid",
        headers: &[
            ("b".to_owned(), "2".to_owned()),
            ("a".to_owned(), "1".to_owned()),
        ],
        payload: "{\"amount\": 1e2}",
    };
    assert_eq!(
        ask(webhook),
        "call paid with {\"amount\":100}\ncall paid as newest with {\"amount\":100}\n\
         schedule Soon as Some(\"1\") in 250 ms: {\"amount\":100}\nschedule Soon as None in 1 ms: null\n\
         schedule Report as report by 0 9 * * MON-FRI of Europe/Berlin: null\nack"
    );
}
