//! The same load on BuildAmp and on Socket.IO: rooms with members spread over the nodes, of whom some send, each its next message once it
//! has heard its last one. A process of its own, so that its processor is not counted.
//!
//! `redis-load '{"protocol", "ports", "rooms", "members", "senders", "bytes"}'`, then lines on its input: each `count` prints the messages
//! sent and heard so far as JSON, with the times in milliseconds from sending to hearing since the `count` before. With `everyMs` a sender
//! waits so long before its next; with `waits` they begin at a line `go`; `name` is what its rooms begin with.

mod member;
mod protocol;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use anyhow::{Context, Result, anyhow};
use tokio::io::{AsyncBufReadExt, BufReader, stdin};
use tokio::task::{JoinSet, LocalSet};

use member::{Joined, Member};
use protocol::Protocol;

/// What is asked for.
#[derive(serde::Deserialize)]
struct Load {
    protocol: Protocol,
    /// Of the nodes.
    ports: Vec<u16>,
    rooms: usize,
    /// Of each room.
    members: usize,
    /// Of each room.
    senders: usize,
    /// Of a message.
    bytes: usize,
    #[serde(default, rename = "everyMs")]
    every_ms: u64,
    #[serde(default)]
    waits: bool,
    #[serde(default = "usual_name")]
    name: String,
}

fn usual_name() -> String {
    "bench".to_owned()
}

/// What all members count together.
#[derive(Default)]
struct Counts {
    sent: Cell<u64>,
    heard: Cell<u64>,
    /// Nanoseconds from sending to hearing.
    times: RefCell<Vec<u64>>,
}

fn main() -> Result<()> {
    let text = std::env::args().nth(1).context("redis-load '{…}'")?;
    let load: Load = serde_json::from_str(&text)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    LocalSet::new().block_on(&runtime, run(load))
}

async fn run(load: Load) -> Result<()> {
    let counts = Rc::new(Counts::default());
    let (load, mut living) = (Rc::new(load), JoinSet::new());
    let mut waiting = enter(&load).await?;
    let begin = |waiting: &mut Vec<Joined>, living: &mut JoinSet<Result<()>>| {
        for joined in waiting.drain(..) {
            let counts = counts.clone();
            living.spawn_local(async move { joined.live(&counts).await });
        }
    };
    if !load.waits {
        begin(&mut waiting, &mut living);
    }
    println!("ready");
    let mut lines = BufReader::new(stdin()).lines();
    loop {
        tokio::select! {
            line = lines.next_line() => match line?.as_deref() {
                Some("go") => begin(&mut waiting, &mut living),
                Some("count") => println!("{}", counts.told()),
                _ => return Ok(()),
            },
            Some(ended) = living.join_next() => return Err(ended?.err().unwrap_or_else(|| anyhow!("a member left"))),
        }
    }
}

/// Rooms at once, the members of each one after the other: so many at the same door is another question. Of a crowd several come at once.
async fn enter(load: &Rc<Load>) -> Result<Vec<Joined>> {
    const AT_ONCE: usize = 20;
    let abreast = if load.members > 1000 { 16 } else { 1 };
    let mut all = Vec::new();
    for from in (0..load.rooms).step_by(AT_ONCE) {
        let mut doors = JoinSet::new();
        for room in from..load.rooms.min(from + AT_ONCE) {
            for door in 0..abreast {
                let load = load.clone();
                doors.spawn_local(async move {
                    let mut joined = Vec::new();
                    for place in (door..load.members).step_by(abreast) {
                        joined.push(Member::new(&load, room, place).enter().await?);
                    }
                    anyhow::Ok(joined)
                });
            }
        }
        while let Some(joined) = doors.join_next().await {
            all.extend(joined??);
        }
    }
    Ok(all)
}

impl Counts {
    fn told(&self) -> String {
        let mut times = self.times.take();
        times.sort_unstable();
        let at =
            |share: usize| times.get(times.len() * share / 100).copied().unwrap_or(0) as f64 / 1e6;
        serde_json::json!({ "sent": self.sent.get(), "heard": self.heard.get(), "p50": at(50), "p99": at(99) }).to_string()
    }
}
