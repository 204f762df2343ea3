//! Who is in a room while a connection is broken, and after the server was restarted.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use buildamp_engine::Engine;
use buildamp_engine::embedded::{Embedded, Options};
use buildamp_server::Limits;
use buildamp_server::identity::Auth;
use support::app::Style;
use support::{InMemory, START, Stage, Standing, play};

fn limits() -> Limits {
    Limits {
        grace: Duration::from_secs(5),
        ..Limits::default()
    }
}

fn check(style: Style, script: &str) {
    support::conversation(style, limits(), script);
}

#[test]
fn nobody_hears_of_a_break_that_is_over_in_time() {
    check(
        Style::Plain,
        "
        alice connects
        alice -> join lobby
        alice <- joined lobby at 1, here: alice
        bob connects
        bob -> join lobby
        bob <- joined lobby at 2, here: alice bob
        alice <- lobby 2 +bob
        bob xx drops
        server waits for 1
        clock +4999
        server sweeps
        alice -> say hi to lobby
        alice <- lobby 3 alice: hi
        bob resumes
        bob -> join lobby since 2
        bob <- recovered lobby at 3, here: alice bob
        bob <- lobby 3 alice: hi
        # What broke is over, also when its time comes.
        clock +5000
        server sweeps
        alice -> say still two to lobby
        alice <- lobby 4 alice: still two
        bob <- lobby 4 alice: still two
        bob -> leave lobby #1
        bob <- ack #1
        alice <- lobby 5 -bob
        ",
    );
}

#[test]
fn who_does_not_come_back_in_time_has_left() {
    check(
        Style::Full,
        r#"
        alice connects
        alice -> join lobby
        alice <- joined lobby at 1, here: alice, state {"members":1}
        bob connects
        bob -> join lobby
        bob <- joined lobby at 2, here: alice bob, state {"members":2}
        alice <- lobby 2 bob: is here
        bob xx drops
        server waits for 1
        clock +4999
        server sweeps
        clock +1
        server sweeps
        alice <- lobby 3 bob: is gone
        bob resumes
        bob -> join lobby
        bob <- joined lobby at 4, here: alice bob, state {"members":2}
        alice <- lobby 4 bob: is here
        "#,
    );
}

#[test]
fn who_breaks_again_and_again_has_the_whole_time_each_time() {
    check(
        Style::Plain,
        "
        alice connects
        alice -> join lobby
        alice <- joined lobby at 1, here: alice
        bob connects
        bob -> join lobby
        bob <- joined lobby at 2, here: alice bob
        alice <- lobby 2 +bob
        bob xx drops
        server waits for 1
        clock +3000
        bob resumes
        bob -> join lobby
        bob <- joined lobby at 2, here: alice bob
        bob xx drops
        server waits for 2
        clock +2000
        server sweeps
        server waits for 1
        clock +3000
        server sweeps
        alice <- lobby 3 -bob
        ",
    );
}

#[test]
fn who_says_goodbye_has_left_at_once() {
    check(
        Style::Plain,
        "
        alice connects
        alice -> join lobby
        alice <- joined lobby at 1, here: alice
        bob connects
        bob -> join lobby
        bob <- joined lobby at 2, here: alice bob
        alice <- lobby 2 +bob
        bob xx goodbye
        alice <- lobby 3 -bob
        bob connects
        bob -> join lobby
        bob <- joined lobby at 4, here: alice bob
        alice <- lobby 4 +bob
        alice -> say /ban bob to lobby #1
        alice <- ack #1
        bob <- xx 1008 banned
        bob xx drops
        alice <- lobby 5 -bob
        ",
    );
}

/// A server that can be stopped and started again on the same folder.
struct Restarted {
    folder: tempfile::TempDir,
    clock: Arc<Standing>,
    style: Style,
}

impl Restarted {
    fn new(style: Style) -> Restarted {
        Restarted {
            folder: tempfile::tempdir().unwrap(),
            clock: Arc::new(Standing(AtomicU64::new(START))),
            style,
        }
    }

    /// Starts it, plays a conversation, and ends it as if it were killed.
    async fn play(&self, script: &str) {
        let engine = Embedded::open(self.folder.path(), Options::default()).unwrap();
        let stage = Stage::over(engine, self.clock.clone(), self.style, limits(), Auth::None);
        play(&stage, InMemory, script).await;
    }
}

#[test]
fn who_does_not_come_back_after_a_restart_has_left() {
    support::run(async {
        let server = Restarted::new(Style::Plain);
        let before = "
            alice connects
            alice -> join lobby
            alice <- joined lobby at 1, here: alice
            bob connects
            bob -> join lobby
            bob <- joined lobby at 2, here: alice bob
            alice <- lobby 2 +bob
            carol connects
            carol -> join lobby
            carol <- joined lobby at 3, here: alice bob carol
            alice <- lobby 3 +carol
            bob <- lobby 3 +carol
            carol -> leave lobby #1
            carol <- ack #1
            alice <- lobby 4 -carol
            bob <- lobby 4 -carol
            ";
        server.play(before).await;
        let after = "
            server waits for 2
            alice connects
            alice -> join lobby
            alice <- joined lobby at 4, here: alice
            clock +4999
            server sweeps
            clock +1
            server sweeps
            alice <- lobby 5 -bob
            ";
        server.play(after).await;
        // Nobody is said to have left twice.
        let at_last = "
            server waits for 1
            dave connects
            dave -> join lobby
            dave <- joined lobby at 6, here: dave
            clock +5000
            server sweeps
            dave <- lobby 7 -alice
            ";
        server.play(at_last).await;
    });
}

#[test]
fn rules_are_asked_anew_after_a_restart_for_who_comes_back() {
    support::run(async {
        let server = Restarted::new(Style::Full);
        let before = r#"
            alice connects
            alice -> join lobby
            alice <- joined lobby at 1, here: alice, state {"members":1}
            bob connects
            bob -> join lobby
            bob <- joined lobby at 2, here: alice bob, state {"members":2}
            alice <- lobby 2 bob: is here
            "#;
        server.play(before).await;
        let after = r#"
            alice connects
            alice -> join lobby
            alice <- joined lobby at 3, here: alice, state {"members":1}
            clock +5000
            server sweeps
            alice <- lobby 4 bob: is gone
            "#;
        server.play(after).await;
    });
}

#[test]
fn an_event_of_a_room_waits_for_those_who_were_there_before_a_restart() {
    support::run(async {
        let server = Restarted::new(Style::Plain);
        let before = "
            alice connects
            alice -> join lobby
            alice <- joined lobby at 1, here: alice
            alice -> say /later 3 tea to lobby #1
            alice <- ack #1
            ";
        server.play(before).await;
        let after = "
            clock +3000
            carol connects
            carol -> join lobby
            carol <- joined lobby at 2, here: carol
            clock +1999
            carol -> say nothing yet to lobby
            carol <- lobby 3 carol: nothing yet
            clock +1
            carol <- lobby 4 -alice
            carol <- lobby 5 : Later: tea
            ";
        server.play(after).await;
    });
}

#[test]
fn an_event_that_waits_is_not_tried_by_that() {
    support::run(async {
        let server = Restarted::new(Style::Plain);
        let before = "
            alice connects
            alice -> join lobby
            alice <- joined lobby at 1, here: alice
            alice -> say /later 3 tea to lobby #1
            alice <- ack #1
            ";
        server.play(before).await;
        let engine = Embedded::open(server.folder.path(), Options::default()).unwrap();
        let (stage, engine) = Stage::on(engine, Style::Plain, limits());
        stage.clock.0.fetch_add(3000, Ordering::SeqCst);
        assert_eq!(stage.node.handle_due(), 1);
        let waiting = engine.waiting(2).unwrap();
        let times = waiting.iter().map(|job| (job.due.0 - START, job.attempt));
        assert_eq!(times.collect::<Vec<_>>(), [(5000, 0)]);
    });
}

#[test]
fn an_event_of_a_room_waits_no_longer_once_all_are_back() {
    support::run(async {
        let server = Restarted::new(Style::Plain);
        let before = "
            alice connects
            alice -> join lobby
            alice <- joined lobby at 1, here: alice
            alice -> say /later 3 tea to lobby #1
            alice <- ack #1
            ";
        server.play(before).await;
        let after = "
            alice connects
            alice -> join lobby
            alice <- joined lobby at 1, here: alice
            clock +3000
            alice <- lobby 2 : Later: tea
            ";
        server.play(after).await;
    });
}
