//! Whatever is raced, the outcome is one that some order of the messages gives, alone.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod support;

use std::sync::{Arc, Barrier};

use buildamp_server::{Limits, Turn};
use support::app::Style;
use support::{InMemory, Line, Stage, Transport};

fn stage() -> Stage {
    let limits = Limits {
        messages: None,
        tries: 10_000,
        ..Limits::default()
    };
    Stage::new(Style::Plain, limits)
}

fn frame(room: &str, user: &str, text: &str, id: u32) -> String {
    let text = serde_json::to_string(text).unwrap();
    format!(
        r#"{{"type":"send_message","room":"{room}","userId":"{user}","payload":{{"message_type":"Say","text":{text}}},"id":{id}}}"#
    )
}

/// What each client heard: answers, and broadcasts by room.
type Heard = Vec<serde_json::Value>;

/// Lets clients of several rooms send at once, each on a thread of its own.
fn race(
    stage: &Arc<Stage>,
    clients: usize,
    rooms: usize,
    messages: impl Fn(usize, usize) -> Option<String> + Send + Sync + 'static,
) -> Vec<Heard> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let messages = Arc::new(messages);
    let begin = Arc::new(Barrier::new(clients));
    let threads: Vec<_> = (0..clients)
        .map(|client| {
            let (stage, messages, begin, handle) = (
                stage.clone(),
                messages.clone(),
                begin.clone(),
                runtime.handle().clone(),
            );
            std::thread::spawn(move || {
                let _inside = handle.enter();
                let mut line = handle.block_on(InMemory.connect(&stage, None));
                let (user, room) = (format!("user{client}"), format!("room{}", client % rooms));
                handle.block_on(line.send(&format!(
                    r#"{{"type":"join_room","room":"{room}","userId":"{user}"}}"#
                )));
                begin.wait();
                for number in 0.. {
                    let Some(text) = messages(client, number) else {
                        break;
                    };
                    let _turn = Turn::begin();
                    handle.block_on(line.send(&frame(
                        &room,
                        &user,
                        &text,
                        u32::try_from(number).unwrap(),
                    )));
                }
                (line, begin)
            })
        })
        .collect();
    // Nobody leaves before everyone is done, so that all have heard everything.
    let lines: Vec<_> = threads
        .into_iter()
        .map(|thread| thread.join().unwrap().0)
        .collect();
    lines
        .into_iter()
        .map(|mut line| {
            let unread = runtime.block_on(line.unread());
            unread
                .iter()
                .map(|text| serde_json::from_str(text).unwrap())
                .collect()
        })
        .collect()
}

fn stage_in_runtime() -> Arc<Stage> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let stage = {
        let _inside = runtime.enter();
        Arc::new(stage())
    };
    // It lives as long as the test.
    std::mem::forget(runtime);
    stage
}

fn said(heard: &Heard) -> impl Iterator<Item = (u64, &str)> {
    let broadcasts = heard
        .iter()
        .filter(|frame| frame["message"]["type"] == "Said");
    broadcasts.map(|frame| {
        (
            frame["seq"].as_u64().unwrap(),
            frame["message"]["payload"]["text"].as_str().unwrap(),
        )
    })
}

#[test]
fn no_update_of_a_counter_is_lost_over_rooms() {
    const CLIENTS: usize = 8;
    const EACH: usize = 100;
    let heard = race(&stage_in_runtime(), CLIENTS, 4, |_, number| {
        (number < EACH).then(|| "/count".to_owned())
    });
    let acks: usize = heard
        .iter()
        .map(|heard| heard.iter().filter(|frame| frame["type"] == "ack").count())
        .sum();
    assert_eq!(acks, CLIENTS * EACH);
    // Each count was given once, over all rooms; in a room they rise, for broadcasts come in the order of the commits.
    let mut all: Vec<u32> = Vec::new();
    for room in &heard[..4] {
        let counts: Vec<u32> = said(room)
            .map(|(_, text)| text.strip_prefix("count ").unwrap().parse().unwrap())
            .collect();
        assert!(counts.is_sorted(), "{counts:?}");
        all.extend(counts);
    }
    all.sort_unstable();
    assert_eq!(
        all,
        (1..=u32::try_from(CLIENTS * EACH).unwrap()).collect::<Vec<_>>()
    );
}

#[test]
fn one_item_is_sold_once() {
    let heard = race(&stage_in_runtime(), 8, 4, |_, number| {
        (number == 0).then(|| "/buy".to_owned())
    });
    let acks = heard
        .iter()
        .flatten()
        .filter(|frame| frame["type"] == "ack")
        .count();
    let refused = heard
        .iter()
        .flatten()
        .filter(|frame| frame["error"] == "sold out")
        .count();
    assert_eq!((acks, refused), (1, 7));
}

#[test]
fn two_who_look_at_each_other_do_not_both_leave() {
    // Write skew: each may go off duty while another is on.
    for _ in 0..50 {
        let heard = race(&stage_in_runtime(), 2, 2, |client, number| match number {
            0 => Some(format!("/duty {client}")),
            _ => None,
        });
        let acks = heard
            .iter()
            .flatten()
            .filter(|frame| frame["type"] == "ack")
            .count();
        assert_eq!(acks, 1);
    }
}

#[test]
fn sums_over_a_prefix_see_what_others_add() {
    // Each adds an entry that says how many there were: no two may say the same.
    const CLIENTS: usize = 6;
    const EACH: usize = 30;
    let heard = race(&stage_in_runtime(), CLIENTS, 3, |client, number| {
        (number < EACH).then(|| format!("/enlist {client}-{number}"))
    });
    let mut counts: Vec<u32> = heard[..3]
        .iter()
        .flat_map(|heard| {
            said(heard)
                .map(|(_, text)| text.parse().unwrap())
                .collect::<Vec<u32>>()
        })
        .collect();
    counts.sort_unstable();
    assert_eq!(
        counts,
        (0..u32::try_from(CLIENTS * EACH).unwrap()).collect::<Vec<_>>()
    );
}

#[test]
fn a_rooms_numbers_have_no_gap_and_all_members_hear_the_same() {
    const CLIENTS: usize = 6;
    let heard = race(&stage_in_runtime(), CLIENTS, 1, |client, number| {
        (number < 50).then(|| format!("{client}:{number}"))
    });
    let first: Vec<(u64, &str)> = said(&heard[0]).collect();
    assert_eq!(first.len(), CLIENTS * 50);
    for other in &heard[1..] {
        assert_eq!(said(other).collect::<Vec<_>>(), first);
    }
    for pair in first.windows(2) {
        assert_eq!(pair[1].0, pair[0].0 + 1);
    }
    // What one sends comes in the order in which it was sent.
    for client in 0..CLIENTS {
        let prefix = format!("{client}:");
        let own: Vec<u32> = first
            .iter()
            .filter_map(|(_, text)| text.strip_prefix(&prefix)?.parse().ok())
            .collect();
        assert_eq!(own, (0..50).collect::<Vec<_>>());
    }
}
