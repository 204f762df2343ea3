//! Whatever is raced, the outcome is one that some order of the messages gives, alone.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod support;

use std::sync::{Arc, Barrier};

use buildamp_server::{Limits, Turn};
use support::app::Style;
use support::nodes::Nodes;
use support::{InMemory, Line, Stage, Transport};

fn limits() -> Limits {
    Limits {
        messages: None,
        tries: 10_000,
        ..Limits::default()
    }
}

fn frame(room: &str, user: &str, text: &str, id: u32) -> String {
    let text = serde_json::to_string(text).unwrap();
    format!(
        r#"{{"type":"send_message","room":"{room}","userId":"{user}","payload":{{"message_type":"Say","text":{text}}},"id":{id}}}"#
    )
}

/// What each client heard: answers, and broadcasts by room.
type Heard = Vec<serde_json::Value>;

/// One node alone, or three with Redis between them.
struct World {
    stages: Vec<Arc<Stage>>,
    // Before the runtime in which they began.
    _nodes: Option<Nodes>,
    _runtime: tokio::runtime::Runtime,
}

impl World {
    fn new(nodes: usize) -> World {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let inside = runtime.enter();
        let nodes = (nodes > 1).then(|| Nodes::start(nodes, Style::Plain, limits()));
        let stages = match &nodes {
            Some(nodes) => nodes.stages.clone(),
            None => vec![Arc::new(Stage::new(Style::Plain, limits()))],
        };
        drop(inside);
        World {
            stages,
            _nodes: nodes,
            _runtime: runtime,
        }
    }
}

fn each_world(test: impl Fn(&World)) {
    [1, 3]
        .into_iter()
        .for_each(|nodes| test(&World::new(nodes)));
}

/// Lets clients of several rooms send at once, each on a thread of its own, on one node after the other. Each hears so much in
/// its room.
fn race(
    world: &World,
    clients: usize,
    rooms: usize,
    said: usize,
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
                world.stages[client % world.stages.len()].clone(),
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
                let is_in =
                    async { while !line.next().await.expect("it joins").contains("room_state") {} };
                handle.block_on(is_in);
                begin.wait();
                let mut sent = 0;
                for number in 0.. {
                    let Some(text) = messages(client, number) else {
                        break;
                    };
                    sent += 1;
                    let _turn = Turn::begin();
                    handle.block_on(line.send(&frame(
                        &room,
                        &user,
                        &text,
                        u32::try_from(number).unwrap(),
                    )));
                }
                (line, sent)
            })
        })
        .collect();
    // Nobody leaves before everyone is done, so that all have heard everything.
    let lines: Vec<_> = threads
        .into_iter()
        .map(|thread| thread.join().unwrap())
        .collect();
    let heard = lines.into_iter().map(|(mut line, sent)| {
        let heard = runtime.block_on(async {
            let mut heard = Heard::new();
            while answers(&heard) < sent || self::said(&heard).count() < said {
                let next = line
                    .next()
                    .await
                    .expect("everyone is answered and hears everything");
                heard.push(serde_json::from_str(&next).unwrap());
            }
            let rest = line.unread().await;
            heard.extend(
                rest.iter()
                    .map(|text| serde_json::from_str::<serde_json::Value>(text).unwrap()),
            );
            heard
        });
        (line, heard)
    });
    // Nobody goes before all have heard everything.
    let all: Vec<_> = heard.collect();
    all.into_iter().map(|(_, heard)| heard).collect()
}

fn answers(heard: &Heard) -> usize {
    let answer = |frame: &&serde_json::Value| frame["type"] == "ack" || frame["type"] == "error";
    heard.iter().filter(answer).count()
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
    each_world(|world| {
        let heard = race(world, CLIENTS, 4, EACH * CLIENTS / 4, |_, number| {
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
    });
}

#[test]
fn one_item_is_sold_once() {
    each_world(|world| {
        let heard = race(world, 8, 4, 0, |_, number| {
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
    });
}

#[test]
fn two_who_look_at_each_other_do_not_both_leave() {
    // Write skew: each may go off duty while another is on.
    for round in 0..50 {
        let nodes = if round % 5 == 0 { 2 } else { 1 };
        let heard = race(&World::new(nodes), 2, 2, 0, |client, number| match number {
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
    each_world(|world| {
        let heard = race(world, CLIENTS, 3, EACH * CLIENTS / 3, |client, number| {
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
    });
}

#[test]
fn the_first_of_a_queue_is_taken_once() {
    // Each lets somebody wait, then takes who waits first: there is always one.
    const CLIENTS: usize = 6;
    const EACH: usize = 30;
    each_world(|world| {
        let heard = race(world, CLIENTS, 3, EACH * CLIENTS / 3, |client, number| {
            (number < 2 * EACH).then(|| match number % 2 {
                0 => format!("/queue {}-{client}", number / 2 % 7 * 100 + number),
                _ => "/take".to_owned(),
            })
        });
        let heard = &heard[..3];
        let mut taken: Vec<&str> = heard
            .iter()
            .flat_map(|heard| said(heard).map(|(_, text)| text))
            .collect();
        assert_eq!(taken.len(), CLIENTS * EACH);
        taken.sort_unstable();
        taken.dedup();
        assert_eq!(taken.len(), CLIENTS * EACH, "each was taken once");
    });
}

#[test]
fn who_comes_after_the_last_sees_who_did_so_before() {
    // A range with a limit sees nothing come between its last key and its end.
    const CLIENTS: usize = 6;
    const EACH: usize = 30;
    each_world(|world| {
        let heard = race(world, CLIENTS, 3, EACH * CLIENTS / 3, |_, number| {
            (number < EACH).then(|| "/ticket".to_owned())
        });
        let tickets = heard[..3].iter().flat_map(said);
        let mut tickets: Vec<u32> = tickets.map(|(_, text)| text.parse().unwrap()).collect();
        tickets.sort_unstable();
        let all = 0..u32::try_from(CLIENTS * EACH).unwrap();
        assert_eq!(tickets, all.collect::<Vec<_>>());
    });
}

#[test]
fn a_rooms_numbers_have_no_gap_and_all_members_hear_the_same() {
    const CLIENTS: usize = 6;
    each_world(|world| {
        let heard = race(world, CLIENTS, 1, CLIENTS * 50, |client, number| {
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
    });
}
