//! What one room's rules take, others don't pay for.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod support;

use std::sync::atomic::Ordering;

use buildamp_server::Limits;
use support::app::Style;
use support::{InMemory, Line, OverSockets, Stage, Transport};

fn in_one_thread<F: Future<Output = ()>>(test: impl FnOnce(Stage) -> F) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async { test(Stage::new(Style::Plain, Limits::default())).await });
}

fn join(room: &str, user: &str) -> String {
    format!(r#"{{"type":"join_room","room":"{room}","userId":"{user}"}}"#)
}

fn say(room: &str, text: &str, id: u32) -> String {
    format!(
        r#"{{"type":"send_message","room":"{room}","payload":{{"message_type":"Say","text":"{text}"}},"id":{id}}}"#
    )
}

#[test]
fn a_room_that_takes_long_leaves_the_thread_to_others() {
    in_one_thread(|stage| async move {
        let mut slow = InMemory.connect(&stage, None).await;
        let mut quick = InMemory.connect(&stage, None).await;
        slow.send(&join("slow", "ann")).await;
        quick.send(&join("quick", "bob")).await;
        slow.unread().await;
        quick.unread().await;
        // Longer than a message may keep this thread, the only one there is. That they are done elsewhere is seen by their order.
        for id in 1..=3 {
            slow.send(&say("slow", "/burn 300", id)).await;
        }
        assert_eq!(slow.unread().await, Vec::<String>::new());
        quick.send(&say("quick", "hi", 1)).await;
        let heard = quick.unread().await;
        assert!(
            heard.iter().any(|frame| frame.contains(r#""type":"ack""#)),
            "{heard:?}"
        );
        // They took effect all the same, in order, once each, and were counted once.
        for id in 1..=3 {
            assert!(slow.next().await.unwrap().contains("burnt"));
            assert!(
                slow.next()
                    .await
                    .unwrap()
                    .contains(&format!(r#""id":{id}"#))
            );
        }
        slow.send(&say("slow", "hi", 4)).await;
        assert!(slow.next().await.unwrap().contains("hi"));
        assert!(slow.next().await.unwrap().contains(r#""id":4"#));
    });
}

#[test]
fn so_does_an_event_whose_handler_takes_long() {
    in_one_thread(|stage| async move {
        let mut slow = InMemory.connect(&stage, None).await;
        slow.send(&join("slow", "ann")).await;
        slow.send(&say("slow", "/later 1 burn 500", 1)).await;
        slow.unread().await;
        stage.clock.0.fetch_add(1000, Ordering::SeqCst);
        assert_eq!(stage.node.handle_due(), 1);
        assert_eq!(slow.unread().await, Vec::<String>::new());
        assert!(slow.next().await.unwrap().contains("burnt"));
        assert_eq!(stage.node.handle_due(), 0);
    });
}

#[test]
fn what_follows_a_join_waits_until_the_room_has_time_for_it() {
    support::run(async {
        let stage = Stage::new(Style::Plain, Limits::default());
        let mut ann = InMemory.connect(&stage, None).await;
        let mut bob = OverSockets::default().connect(&stage, None).await;
        assert!(bob.next().await.unwrap().contains("connected"));
        ann.send(&join("slow", "ann")).await;
        ann.send(&say("slow", "/burn 500", 1)).await;
        // The room is being worked on now, apart.
        bob.send(&join("slow", "bob")).await;
        bob.send(&say("slow", "at last", 1)).await;
        bob.send(r#"{"type":"leave_room","room":"slow","id":2}"#)
            .await;
        bob.send(&say("slow", "too late", 3)).await;
        for expected in [
            "room_state",
            "at last",
            r#""type":"ack","id":1"#,
            r#""type":"ack","id":2"#,
            r#""code":"not_in_room","id":3"#,
        ] {
            let heard = bob.next().await.unwrap();
            assert!(heard.contains(expected), "{heard}");
        }
    });
}

#[test]
fn ticks_of_a_busy_room_are_skipped_and_do_not_pile_up() {
    support::run(async {
        let stage = Stage::new(Style::Full, Limits::default());
        let mut ann = InMemory.connect(&stage, None).await;
        ann.send(&join("arena", "ann")).await;
        ann.send(&say("arena", "/ticks 60", 1)).await;
        while !ann.next().await.unwrap().contains("tick 2") {}
        ann.send(&say("arena", "/burn 500", 2)).await;
        let mut meanwhile = 0;
        loop {
            let heard = ann.next().await.unwrap();
            meanwhile += u32::from(heard.contains("tick "));
            if heard.contains("burnt") {
                break;
            }
        }
        // Half a second has thirty ticks. One may have been on its way, and one waits for the room.
        assert!(meanwhile <= 3, "{meanwhile}");
        while !ann.next().await.unwrap().contains("tick ") {}
        let skipped = stage.node.metrics().ticks_skipped.get();
        assert!(skipped >= 20, "{skipped}");
    });
}
