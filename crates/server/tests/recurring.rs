//! Events in milliseconds and events that recur, as conversations. They begin at 1,000 seconds of 1970.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod support;

use std::sync::atomic::Ordering;

use buildamp_engine::Kind;
use buildamp_engine::embedded::{Embedded, Options};
use buildamp_server::identity::Auth;
use buildamp_server::{Limits, Schedule};
use support::app::Style;
use support::{InMemory, Line, START, Stage, Transport};

fn check(script: &str) {
    support::conversation(Style::Plain, Limits::default(), script);
}

#[test]
fn an_event_may_be_due_in_milliseconds() {
    check(
        "
        alice connects
        alice -> join lobby
        alice <- joined lobby at 1, here: alice
        alice -> say /soon 250 tea to lobby #1
        alice <- ack #1
        clock +249
        clock +1
        alice <- lobby 2 : Soon: tea
        ",
    );
}

#[test]
fn a_recurring_event_comes_once_for_each_time_and_is_not_made_up_for() {
    check(
        "
        alice connects
        alice -> join lobby
        alice <- joined lobby at 1, here: alice
        alice -> say /every */10_*_*_*_*_* tea to lobby #1
        alice <- ack #1
        clock +9999
        clock +1
        alice <- lobby 2 : Again: tea
        clock +0
        clock +10000
        alice <- lobby 3 : Again: tea
        # Six times are missed.
        clock +65000
        alice <- lobby 4 : Again: tea
        clock +4999
        clock +1
        alice <- lobby 5 : Again: tea
        ",
    );
}

#[test]
fn what_recurs_is_cancelled_and_replaced() {
    check(
        "
        alice connects
        alice -> join lobby
        alice <- joined lobby at 1, here: alice
        alice -> say /every */10_*_*_*_*_* tea to lobby #11
        alice <- ack #11
        alice -> say /every */20_*_*_*_*_* cake to lobby #12
        alice <- ack #12
        clock +10000
        clock +10000
        alice <- lobby 2 : Again: cake
        alice -> say /cancel to lobby #13
        alice <- ack #13
        clock +60000
        alice -> say /every */10_*_*_*_*_* tea to lobby #14
        alice <- ack #14
        alice -> say /later 15 once to lobby #15
        alice <- ack #15
        clock +10000
        clock +5000
        alice <- lobby 3 : Later: once
        clock +60000
        # One that recurs takes the place of one that is due once, too.
        alice -> say /later 60 once to lobby #16
        alice <- ack #16
        alice -> say /every */10_*_*_*_*_* tea to lobby #17
        alice <- ack #17
        clock +60000
        alice <- lobby 4 : Again: tea
        # A handler may end its own event.
        alice -> say /every */10_*_*_*_*_* stop to lobby #2
        alice <- ack #2
        clock +10000
        clock +60000
        alice -> say quiet to lobby
        alice <- lobby 5 alice: quiet
        ",
    );
}

#[test]
fn a_schedule_that_makes_no_sense_refuses_the_message() {
    check(
        "
        alice connects
        alice -> join lobby
        alice <- joined lobby at 1, here: alice
        alice -> say /every 0_0_30_2_* tea to lobby #1
        alice <- error rejected: ScheduleCron: `0 0 30 2 *` is never due: no day is like that #1
        clock +60000
        ",
    );
}

/// Again after 1, 2 and 4 seconds; the next try would come after the next time, at 10 seconds, and is that.
#[test]
fn a_recurring_event_that_fails_goes_on() {
    check(
        "
        alice connects
        alice -> join lobby
        alice <- joined lobby at 1, here: alice
        alice -> say /every */10_*_*_*_*_* fail to lobby #1
        alice <- ack #1
        clock +10000
        clock +1000
        clock +2000
        clock +4000
        clock +3000
        alice -> say /every */10_*_*_*_*_* tea to lobby #2
        alice <- ack #2
        clock +10000
        alice <- lobby 2 : Again: tea
        ",
    );
}

/// It is being handled, slowly, when somebody of another room cancels it: the handler's commit notices.
#[test]
fn what_is_cancelled_while_it_is_handled_does_not_come_back() {
    support::run(async {
        let stage = Stage::with(Style::Plain, Limits::default(), Auth::None);
        let script = "
            alice connects
            alice -> join lobby
            alice <- joined lobby at 1, here: alice
            alice -> say /every */10_*_*_*_*_* burn 50 to lobby #1
            alice <- ack #1
            ";
        support::play(&stage, InMemory, script).await;
        stage.clock.0.fetch_add(10_000, Ordering::SeqCst);
        assert_eq!(stage.node.handle_due(), 1);
        let script = "
            bob connects
            bob -> join attic
            bob <- joined attic at 1, here: bob
            bob -> say /cancel to attic #1
            bob <- ack #1
            ";
        support::play(&stage, InMemory, script).await;
        let mut alice = InMemory.connect(&stage, None).await;
        let join = r#"{"type":"join_room","room":"lobby","userId":"alice"}"#;
        alice.send(join).await;
        // The room does one thing at a time: what was being handled is done.
        while !alice.next().await.unwrap().contains("room_state") {}
        assert_eq!(stage.node.engine().next_due(), None);
    });
}

#[test]
fn an_event_that_was_given_up_is_listed_and_handled_once_more() {
    support::run(async {
        let stage = Stage::with(Style::Plain, Limits::default(), Auth::None);
        let script = "
            alice connects
            alice -> join lobby
            alice <- joined lobby at 1, here: alice
            alice -> say /later 1 fail to lobby #1
            alice <- ack #1
            ";
        support::play(&stage, InMemory, script).await;
        let handled = |seconds: u64| {
            stage.clock.0.fetch_add(seconds * 1_000, Ordering::SeqCst);
            stage.node.handle_due()
        };
        for pause in [1, 1, 2, 4, 8, 16, 32, 64] {
            assert_eq!(stage.node.given_up(Kind::Event, 9).unwrap(), []);
            assert_eq!(handled(pause), 1);
        }
        let given_up = stage.node.given_up(Kind::Event, 9).unwrap();
        assert_eq!(stage.node.given_up(Kind::Webhook, 9).unwrap(), []);
        let [one] = &given_up[..] else {
            panic!("it is one: {given_up:?}");
        };
        assert_eq!(
            (&*one.name, &*one.room, one.attempts),
            ("Later", "lobby", 8)
        );
        assert_eq!(
            (&*one.payload, one.key.as_deref()),
            ("\"fail\"", Some("later"))
        );
        assert!(
            one.reason.contains("the app's logic failed"),
            "{}",
            one.reason
        );
        assert_eq!(handled(86_400), 0);
        assert!(stage.node.replay(&one.id).unwrap());
        assert_eq!(handled(0), 1);
    });
}

fn schedule(name: &str, cron: &str) -> Schedule {
    Schedule {
        name: name.to_owned(),
        host: None,
        room: "lobby".to_owned(),
        event: name.to_owned(),
        payload: "\"hi\"".to_owned(),
        cron: cron.to_owned(),
        timezone: "UTC".to_owned(),
    }
}

#[test]
fn the_settings_recurring_events_begin_by_themselves_and_outlive_restarts() {
    support::run(async {
        let folder = tempfile::tempdir().unwrap();
        let open = || {
            let engine = Embedded::open(folder.path(), Options::default()).unwrap();
            Stage::on(engine, Style::Plain, Limits::default()).0
        };
        let stage = open();
        let both = [
            schedule("Tea", "*/10 * * * * *"),
            schedule("Cake", "*/15 * * * * *"),
        ];
        stage.node.keep_schedule(&both).unwrap();
        let script = "
            alice connects
            alice -> join lobby
            alice <- joined lobby at 1, here: alice
            clock +10000
            alice <- lobby 2 : Cake: hi
            alice <- lobby 3 : Tea: hi
            clock +10000
            alice <- lobby 4 : Cake: hi
            alice <- lobby 5 : Tea: hi
            ";
        support::play(&stage, InMemory, script).await;
        // What was missed is still due after a restart; what the settings no longer have is not.
        stage.node.engine().close().unwrap();
        drop(stage);
        let again = open();
        again.clock.0.store(START + 35_000, Ordering::SeqCst);
        again.node.keep_schedule(&both[..1]).unwrap();
        let script = "
            alice connects
            alice -> join lobby
            alice <- joined lobby at 7, here: alice
            clock +0
            alice <- lobby 8 : Tea: hi
            clock +5000
            alice <- lobby 9 : Tea: hi
            clock +5000
            ";
        support::play(&again, InMemory, script).await;
    });
}

#[test]
fn wrong_settings_say_which_and_why() {
    support::run(async {
        let stage = Stage::with(Style::Plain, Limits::default(), Auth::None);
        let told = |schedules: &[Schedule]| stage.node.keep_schedule(schedules).unwrap_err();
        let wrong = told(&[schedule("Tea", "* * *")]);
        assert!(
            wrong.starts_with("the schedule `Tea`: `* * *` is no cron schedule: "),
            "{wrong}"
        );
        let twice = [schedule("Tea", "@daily"), schedule("Tea", "@hourly")];
        assert_eq!(told(&twice), "the schedule `Tea`: the name is there twice");
        let host = Schedule {
            host: Some("example.org".to_owned()),
            ..schedule("Tea", "@daily")
        };
        assert!(told(&[host]).contains("all hosts have one state"));
        let zone = Schedule {
            timezone: "Mars".to_owned(),
            ..schedule("Tea", "@daily")
        };
        assert!(told(&[zone]).contains("there is no time zone `Mars`"));
    });
}
