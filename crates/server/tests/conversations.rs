//! The protocol as conversations, each played in memory and over real sockets.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod support;

use std::time::Duration;

use buildamp_server::{Limits, Rate};
use support::app::Style;

fn check(script: &str) {
    support::conversation(Style::Plain, Limits::default(), script);
}

#[test]
fn members_hear_each_other() {
    check(
        "
        alice connects
        alice -> join lobby #1
        alice <- joined lobby at 1, here: alice #1
        bob connects
        bob -> say hi to lobby
        bob <- error not_in_room: join the room `lobby` before you send to it
        bob -> join lobby
        bob <- joined lobby at 2, here: alice bob
        alice <- lobby 2 +bob
        bob -> say hi to lobby #7
        bob <- lobby 3 bob: hi
        bob <- ack #7
        alice <- lobby 3 bob: hi
        bob xx drops
        alice <- lobby 4 -bob
        ",
    );
}

#[test]
fn a_client_written_from_the_seed_alone_works() {
    check(
        r#"
        alice connects
        alice -> {"type":"join_room","room":"game:1","userId":"alice"}
        alice <- joined game:1 at 1, here: alice
        alice -> {"type":"send_message","room":"game:1","payload":{"message_type":"Say","text":"e4"},"userId":"alice"}
        alice <- game:1 2 alice: e4
        alice -> {"type":"leave_room","room":"game:1"}
        alice -> {"type":"send_message","room":"game:1","payload":{"message_type":"Say","text":"e4"},"userId":"alice"}
        alice <- error not_in_room: join the room `game:1` before you send to it
        "#,
    );
}

#[test]
fn frames_that_make_no_sense_are_refused_and_nothing_else_happens() {
    check(
        r#"
        alice connects
        alice -> !hello
        alice <- error bad_json: the frame is not JSON: expected value at line 1 column 1
        alice -> {"type":"join_room","id":1}
        alice <- error bad_frame: the frame has no `room` #1
        alice -> {"type":"dance","room":"lobby","id":"x"}
        alice <- error unknown_type: there is no frame of type `dance`; expected `join_room`, `leave_room`, `send_message` or `ping` #"x"
        alice -> {"type":"join_room","room":"lobby"}
        alice <- error unauthorized: say who you are first: join with a `userId`
        alice -> {"type":"join_room","room":"","userId":"alice"}
        alice <- error bad_frame: a room's name has 1 to 256 bytes
        alice -> join lobby
        alice <- joined lobby at 1, here: alice
        alice -> {"type":"ping"}
        alice <- pong
        alice -> {"type":"join_room","room":"attic","userId":"bob"}
        alice <- error identity_mismatch: the `userId` is not this connection's user
        alice -> {"type":"send_message","room":"lobby","id":2}
        alice <- error bad_frame: a `send_message` frame needs a `payload` with its `message_type` #2
        alice -> {"type":"send_message","room":"lobby","payload":{"message_type":"Shout"},"id":3}
        alice <- error unknown_message: payload.message_type: expected one of "Cursor", "Said", "Say" or "Seldom", found the string "Shout" #3
        alice -> {"type":"send_message","room":"lobby","payload":{"message_type":"Say","text":7},"id":4}
        alice <- error invalid_payload: payload.text: expected a string, found the number 7 #4
        alice -> {"type":"send_message","room":"lobby","payload":{"message_type":"Verdict","text":"guilty"},"id":5}
        alice <- error not_client_message: only the server sends `Verdict` #5
        alice -> leave attic #6
        alice <- error not_in_room: the connection is not in this room #6
        alice -> say still here to lobby
        alice <- lobby 2 alice: still here
        "#,
    );
}

#[test]
fn the_rules_refuse_reply_and_fail() {
    check(
        r#"
        alice connects
        alice -> join lobby
        alice <- joined lobby at 1, here: alice
        alice -> say /refuse it is not your turn to lobby #1
        alice <- error rejected: it is not your turn #1
        alice -> say /reply well to lobby #2
        alice <- ack Verdict {"text":"well"} #2
        alice -> say /loop to lobby #3
        alice <- error logic_timeout: the app's logic took longer than it may; nothing happened #3
        alice -> say /eat to lobby #4
        alice <- error logic_memory: the app's logic needed more memory than it may; nothing happened #4
        alice -> say /crash to lobby #5
        alice <- error logic_crashed: the app's logic failed; nothing happened #5
        alice -> say on we go to lobby #6
        alice <- lobby 2 alice: on we go
        alice <- ack #6
        "#,
    );
}

#[test]
fn broadcasts_pass_those_they_exclude_and_reach_other_rooms() {
    check(
        r#"
        alice connects
        alice -> join lobby
        alice <- joined lobby at 1, here: alice
        bob connects
        bob -> join attic
        bob <- joined attic at 1, here: bob
        alice -> say /others secret to lobby
        alice <- lobby 2 passed
        alice -> say /room attic boo to lobby #1
        alice <- ack #1
        bob <- attic 2 alice: boo
        alice -> say /to bob psst to lobby
        bob <- direct 1 Verdict {"text":"psst"}
        "#,
    );
}

#[test]
fn a_user_with_two_connections_comes_and_goes_once() {
    check(
        "
        alice connects
        alice -> join lobby
        alice <- joined lobby at 1, here: alice
        bob connects
        bob -> join lobby
        bob <- joined lobby at 2, here: alice bob
        alice <- lobby 2 +bob
        other connects
        other -> {\"type\":\"join_room\",\"room\":\"lobby\",\"userId\":\"bob\"}
        other <- joined lobby at 2, here: alice bob
        bob xx drops
        other -> {\"type\":\"leave_room\",\"room\":\"lobby\",\"id\":1}
        other <- ack #1
        alice <- lobby 3 -bob
        ",
    );
}

#[test]
fn what_was_missed_follows_after_a_reconnect() {
    check(
        "
        alice connects
        alice -> join lobby
        alice <- joined lobby at 1, here: alice
        bob connects
        bob -> join lobby
        bob <- joined lobby at 2, here: alice bob
        alice <- lobby 2 +bob
        alice xx drops
        bob <- lobby 3 -alice
        bob -> say one to lobby
        bob <- lobby 4 bob: one
        bob -> say /others two to lobby
        bob <- lobby 5 passed
        alice resumes
        alice -> join lobby since 2 #1
        alice <- recovered lobby at 6, here: alice bob #1
        alice <- lobby 3 -alice
        alice <- lobby 4 bob: one
        alice <- lobby 5 bob: two
        bob <- lobby 6 +alice
        bob -> say three to lobby
        alice <- lobby 7 bob: three
        bob <- lobby 7 bob: three
        ",
    );
}

#[test]
fn another_epoch_or_a_future_gets_the_state() {
    check(
        r#"
        alice connects
        alice -> say /state 1 to game:1
        alice <- error not_in_room: join the room `game:1` before you send to it
        alice -> {"type":"join_room","room":"game:1","userId":"alice","since":{"epoch":"abc","seq":4}}
        alice <- joined game:1 at 1, here: alice
        alice -> say /state 1 to game:1 #1
        alice <- ack #1
        alice -> join game:1 since 99
        alice <- joined game:1 at 1, here: alice, state {"turn":"white"}
        alice -> say /unstate 1 to game:1 #2
        alice <- ack #2
        alice -> join game:1
        alice <- joined game:1 at 1, here: alice
        "#,
    );
}

#[test]
fn a_message_sent_again_takes_effect_once() {
    check(
        r#"
        alice connects
        alice -> join lobby
        alice <- joined lobby at 1, here: alice
        alice -> say /count to lobby #1
        alice <- lobby 2 alice: count 1
        alice <- ack #1
        alice xx drops
        alice resumes
        alice -> join lobby since 2
        alice <- recovered lobby at 4, here: alice
        alice <- lobby 3 -alice
        alice -> say /count to lobby #1
        alice <- ack #1
        alice -> say /count to lobby #"1"
        alice <- lobby 5 alice: count 2
        alice <- ack #"1"
        alice -> say /refuse no to lobby #2
        alice <- error rejected: no #2
        alice -> say /reply yes to lobby #3
        alice <- ack Verdict {"text":"yes"} #3
        "#,
    );
}

#[test]
fn limits_hold_and_windows_end() {
    let limits = Limits {
        messages: Rate::new(3, Duration::from_secs(60)),
        rooms: 2,
        ..Limits::default()
    };
    support::conversation(
        Style::Plain,
        limits,
        r#"
        alice connects
        alice -> join a
        alice <- joined a at 1, here: alice
        alice -> join b
        alice <- joined b at 1, here: alice
        alice -> join c #1
        alice <- error too_many_rooms: a connection can be in 2 rooms; leave one first #1
        alice -> leave b #2
        alice <- ack #2
        alice -> join c
        alice <- joined c at 1, here: alice
        alice -> say 1 to a
        alice <- a 2 alice: 1
        alice -> say 2 to a
        alice <- a 3 alice: 2
        alice -> say 3 to a
        alice <- a 4 alice: 3
        alice -> say 4 to a #4
        alice <- error rate_limited retry 20000: more than 3 messages in a minute (messages_per_minute of [limits]); slow down #4
        clock +20000
        alice -> say 4 to a #4
        alice <- a 5 alice: 4
        alice <- ack #4
        alice -> {"type":"send_message","room":"a","payload":{"message_type":"Seldom","n":1},"id":5}
        alice <- ack #5
        alice -> {"type":"send_message","room":"a","payload":{"message_type":"Seldom","n":2},"id":6}
        alice <- ack #6
        alice -> {"type":"send_message","room":"a","payload":{"message_type":"Seldom","n":3},"id":7}
        alice <- error rate_limited retry 500: more than 2 Seldom in a second (its #[ws(rate = "2/s")]); slow down #7
        "#,
    );
}

#[test]
fn joins_and_leaves_have_a_rate_of_their_own() {
    let limits = Limits {
        messages: None,
        moves: Rate::new(3, Duration::from_secs(60)),
        flood: 3,
        ..Limits::default()
    };
    support::conversation(
        Style::Plain,
        limits,
        "
        alice connects
        alice -> join a
        alice <- joined a at 1, here: alice
        alice -> join b
        alice <- joined b at 1, here: alice
        alice -> leave b #1
        alice <- ack #1
        alice -> leave a #2
        alice <- error rate_limited retry 20000: more than 3 joins and leaves in a minute (joins_per_minute of [limits]); slow down #2
        alice -> join c #3
        alice <- error rate_limited retry 20000: more than 3 joins and leaves in a minute (joins_per_minute of [limits]); slow down #3
        alice -> say still here to a #4
        alice <- a 2 alice: still here
        alice <- ack #4
        clock +20000
        alice -> leave a #5
        alice <- ack #5
        alice -> join a
        alice <- error rate_limited retry 20000: more than 3 joins and leaves in a minute (joins_per_minute of [limits]); slow down
        alice -> join a
        alice <- error rate_limited retry 20000: more than 3 joins and leaves in a minute (joins_per_minute of [limits]); slow down
        alice -> join a
        alice <- error rate_limited retry 20000: more than 3 joins and leaves in a minute (joins_per_minute of [limits]); slow down
        alice <- xx 1008 too many messages, in spite of being told
        ",
    );
}

#[test]
fn who_floods_in_spite_of_being_told_is_cut_off() {
    let limits = Limits {
        messages: Rate::new(1, Duration::from_secs(60)),
        flood: 2,
        ..Limits::default()
    };
    support::conversation(
        Style::Plain,
        limits,
        "
        alice connects
        alice -> join a
        alice <- joined a at 1, here: alice
        alice -> say 1 to a
        alice <- a 2 alice: 1
        alice -> say 2 to a
        alice <- error rate_limited retry 60000: more than 1 messages in a minute (messages_per_minute of [limits]); slow down
        alice -> say 3 to a
        alice <- error rate_limited retry 60000: more than 1 messages in a minute (messages_per_minute of [limits]); slow down
        alice <- xx 1008 too many messages, in spite of being told
        ",
    );
}

#[test]
fn events_are_handled_when_due_replaced_and_cancelled() {
    check(
        "
        alice connects
        alice -> join lobby
        alice <- joined lobby at 1, here: alice
        alice -> say /later 5 tea to lobby #1
        alice <- ack #1
        alice -> say /later 7 coffee to lobby #2
        alice <- ack #2
        clock +5000
        clock +2000
        alice <- lobby 2 : Later: coffee
        alice -> say /later 1 cake to lobby #3
        alice <- ack #3
        alice -> say /cancel to lobby #4
        alice <- ack #4
        clock +9000
        alice -> say quiet to lobby
        alice <- lobby 3 alice: quiet
        ",
    );
}

#[test]
fn the_rules_move_users_and_end_their_connections() {
    check(
        "
        alice connects
        alice -> join lobby
        alice <- joined lobby at 1, here: alice
        bob connects
        bob -> join hall
        bob <- joined hall at 1, here: bob
        alice -> say /pull bob lobby to lobby #1
        alice <- ack #1
        alice <- lobby 2 +bob
        bob <- joined lobby at 2, here: alice bob
        alice -> say /push bob lobby to lobby #2
        alice <- ack #2
        alice <- lobby 3 -bob
        bob <- put out of lobby
        bob -> say hi to lobby
        bob <- error not_in_room: join the room `lobby` before you send to it
        alice -> say /ban bob to lobby #3
        alice <- ack #3
        bob <- xx 1008 banned
        ",
    );
}

#[test]
fn handlers_take_the_place_of_what_happens_without_them() {
    support::conversation(
        Style::Full,
        Limits::default(),
        r#"
        alice connects
        alice -> join lobby
        alice <- joined lobby at 1, here: alice, state {"members":1}
        alice -> join vault #1
        alice <- error access_denied: the vault is locked #1
        alice -> say hi to vault
        alice <- error not_in_room: join the room `vault` before you send to it
        bob connects
        bob -> join lobby
        bob <- joined lobby at 2, here: alice bob, state {"members":2}
        alice <- lobby 2 bob: is here
        bob xx drops
        alice <- lobby 3 bob: is gone
        "#,
    );
}

#[test]
fn what_somebody_joins_with_is_checked_and_decides_on_access() {
    support::conversation(
        Style::Full,
        Limits::default(),
        r#"
        alice connects
        alice -> {"type":"join_room","room":"club","userId":"alice","payload":{"message_type":"Enter","code":7},"id":1}
        alice <- error invalid_payload: payload.code: expected a string, found the number 7 #1
        alice -> {"type":"join_room","room":"club","payload":{"message_type":"Say","text":"plum"},"id":2}
        alice <- error unknown_message: payload.message_type: expected "Enter", found the string "Say" #2
        alice -> {"type":"join_room","room":"club","payload":["plum"],"id":3}
        alice <- error invalid_payload: payload: expected an object with a `message_type`, found an array #3
        alice -> {"type":"join_room","room":"club","id":4}
        alice <- error access_denied: the club has a code #4
        alice -> {"type":"join_room","room":"club","payload":{"message_type":"Enter","code":"pear"},"id":5}
        alice <- error access_denied: the club has a code #5
        alice -> say hi to club
        alice <- error not_in_room: join the room `club` before you send to it
        alice -> {"type":"join_room","room":"club","payload":{"message_type":"Enter","code":"plum"},"id":6}
        alice <- joined club at 1, here: alice, state {"members":1} #6
        alice -> say /joined to club
        alice <- ack Verdict {"text":"{\"type\":\"Enter\",\"payload\":{\"code\":\"plum\"}}"}
        alice -> {"type":"send_message","room":"club","payload":{"message_type":"Enter","code":"plum"},"id":7}
        alice <- error not_client_message: `Enter` comes with a join: as the `payload` of a `join_room` frame #7
        "#,
    );
}

#[test]
fn nobody_becomes_in_a_room_what_would_not_be_let_in() {
    support::conversation(
        Style::Full,
        Limits::default(),
        r#"
        alice connects
        alice -> {"type":"join_room","room":"club","userId":"alice","payload":{"message_type":"Enter","code":"plum"}}
        alice <- joined club at 1, here: alice, state {"members":1}
        # With another message the rules are asked; who is refused stays in as before.
        alice -> {"type":"join_room","room":"club","payload":{"message_type":"Enter","code":"pear"},"id":1}
        alice <- error access_denied: the club has a code #1
        alice -> say /joined to club
        alice <- ack Verdict {"text":"{\"type\":\"Enter\",\"payload\":{\"code\":\"plum\"}}"}
        alice -> {"type":"join_room","room":"club","payload":{"message_type":"Enter","code":"plums"},"id":2}
        alice <- joined club at 1, here: alice, state {"members":1} #2
        # Without one it stays.
        alice -> {"type":"join_room","room":"club","payload":null,"id":3}
        alice <- joined club at 1, here: alice, state {"members":1} #3
        alice -> say /joined to club
        alice <- ack Verdict {"text":"{\"type\":\"Enter\",\"payload\":{\"code\":\"plums\"}}"}
        alice -> say loud to club
        alice <- club 2 alice: loud
        # It is the room's alone, and goes with who leaves it.
        alice -> join lobby
        alice <- joined lobby at 1, here: alice, state {"members":1}
        alice -> say /joined to lobby
        alice <- ack Verdict {"text":"nothing"}
        alice -> leave club #4
        alice <- ack #4
        alice -> join club #5
        alice <- error access_denied: the club has a code #5
        "#,
    );
}

#[test]
fn others_hear_what_somebody_came_with_after_a_break_too() {
    let limits = Limits {
        grace: Duration::from_secs(5),
        ..Limits::default()
    };
    support::conversation(
        Style::Full,
        limits,
        r#"
        alice connects
        alice -> join lobby
        alice <- joined lobby at 1, here: alice, state {"members":1}
        bob connects
        bob -> {"type":"join_room","room":"lobby","userId":"bob","payload":{"message_type":"Enter","code":"fig"}}
        bob <- joined lobby at 2, here: alice bob, state {"members":2}
        alice <- lobby 2 bob: is here with fig
        bob xx drops
        server waits for 1
        bob resumes
        bob -> {"type":"join_room","room":"lobby","payload":{"message_type":"Enter","code":"date"}}
        bob <- joined lobby at 2, here: alice bob, state {"members":2}
        bob -> say /joined to lobby
        bob <- ack Verdict {"text":"{\"type\":\"Enter\",\"payload\":{\"code\":\"date\"}}"}
        # Of the connection that leaves last.
        bob xx drops
        server waits for 2
        clock +60000
        server sweeps
        alice <- lobby 3 bob: is gone with date
        "#,
    );
}
