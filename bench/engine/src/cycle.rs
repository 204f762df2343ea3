//! What a message costs in the engine: a snapshot, two point reads, a commit of two writes and a broadcast. And with a
//! third read of what is never there, and a third write that puts it there: an answer that is kept for a while.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use buildamp_engine::embedded::{Durability, Embedded, Options};
use buildamp_engine::{
    Batch, CommitError, Delivery, Engine, Keep, Listener, Millis, Space, Tenant, Weight, Write,
};

/// Rooms and users that take turns.
const ROOMS: u64 = 1000;

struct Count(AtomicU64);

impl Listener for Count {
    fn deliver(&self, _: &Tenant, _: Delivery) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// Each durability, on one thread and on two with rooms of their own.
pub fn run(folder: &Path) {
    for answers in [false, true] {
        println!(
            "{}",
            if answers {
                "\nthree reads, three writes"
            } else {
                "two reads, two writes"
            }
        );
        cycles(folder, answers);
    }
    group(&folder.join("group"));
}

fn cycles(folder: &Path, answers: bool) {
    println!(
        "| durability | threads | a cycle, in a core's time | by the clock | cycles a second |"
    );
    for (durability, count) in [
        (Durability::Memory, 300_000),
        (Durability::Interval, 300_000),
        (Durability::Fsync, 20_000),
    ] {
        for threads in [1, 2] {
            let path = folder.join(format!("{durability:?}{threads}{answers}"));
            let options = Options {
                durability,
                ..Options::default()
            };
            let engine = Embedded::open(&path, options).unwrap();
            engine.listen(Arc::new(Count(AtomicU64::new(0))));
            work(&engine, threads, ROOMS * 2, answers);
            let start = Instant::now();
            let busy = work(&engine, threads, count, answers);
            let took = start.elapsed().as_secs_f64();
            let all = (count * threads) as f64;
            let each = took * 1e6 / count as f64;
            let busy = busy / 1e3 / all;
            println!(
                "| {durability:?} | {threads} | {busy:.2} µs | {each:.2} µs | {:.0} |",
                all / took
            );
            engine.close().unwrap();
        }
    }
}

/// Nanoseconds that this thread has had a core, where the system tells: others may use it, too.
fn busy() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split(' ')
        .next()
        .and_then(|first| first.parse().ok())
        .unwrap_or(f64::NAN)
}

/// How long the threads had a core, all together.
fn work(engine: &Embedded, threads: u64, count: u64, answers: bool) -> f64 {
    let all = std::sync::Mutex::new(0.0);
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let all = &all;
            scope.spawn(move || {
                let start = busy();
                let tenant = Tenant("example.com".into());
                let message = r#"{"type":"GameMove","payload":{"game_id":"g1","x":1,"y":2}}"#;
                let state = format!(r#"{{"turn":"alice","board":"{}"}}"#, "x".repeat(70));
                for n in 0..count {
                    let room = (n * threads + thread) % ROOMS;
                    while cycle(
                        engine,
                        &tenant,
                        room,
                        n,
                        &state,
                        message,
                        answers.then_some(thread),
                    )
                    .is_err()
                    {}
                }
                *all.lock().unwrap() += busy() - start;
            });
        }
    });
    all.into_inner().unwrap()
}

fn cycle(
    engine: &Embedded,
    tenant: &Tenant,
    room: u64,
    n: u64,
    state: &str,
    message: &str,
    answers: Option<u64>,
) -> Result<(), CommitError> {
    let game = format!("game-{room}");
    let limit = format!("rate:user-{room}");
    let mut snapshot = engine.snapshot(tenant, Millis(n))?;
    snapshot.get(Space::Games, &game)?;
    snapshot.get(Space::Values, &limit)?;
    let mut writes = vec![
        Write::Set {
            space: Space::Games,
            key: game,
            value: state.into(),
            keep: Keep::Always,
        },
        Write::Set {
            space: Space::Values,
            key: limit,
            value: "17".into(),
            keep: Keep::Until(Millis(n + 60_000)),
        },
        Write::Broadcast {
            room: format!("room-{room}"),
            message: message.into(),
            exclude: Vec::new(),
            weight: Weight::Normal,
        },
    ];
    if let Some(thread) = answers {
        let key = format!("answer:{thread}:{n}");
        snapshot.get(Space::Server, &key)?;
        let keep = Keep::Until(Millis(n + 300));
        writes.push(Write::Set {
            space: Space::Server,
            key,
            value: "1".into(),
            keep,
        });
    }
    let reads = snapshot.into_reads();
    let batch = Batch {
        tenant: tenant.clone(),
        reads,
        writes,
        completes: None,
        now: Millis(n),
    };
    engine.commit(batch).map(|_| ())
}

/// How many commits the disk confirms at once, where all wait for it.
fn group(path: &Path) {
    let options = Options {
        durability: Durability::Fsync,
        ..Options::default()
    };
    let engine = Embedded::open(path, options).unwrap();
    for clients in [1, 16, 256] {
        let rounds = 40;
        let start = Instant::now();
        for n in 0..rounds {
            let (tell, told) = std::sync::mpsc::channel();
            for client in 0..clients {
                let tenant = Tenant("example.com".into());
                let write = Write::Set {
                    space: Space::Values,
                    key: format!("{client}"),
                    value: n.to_string().into(),
                    keep: Keep::Always,
                };
                let batch = Batch {
                    tenant,
                    reads: Default::default(),
                    writes: vec![write],
                    completes: None,
                    now: Millis(1),
                };
                let receipt = engine.commit(batch).unwrap();
                let tell = tell.clone();
                engine.when_settled(receipt, Box::new(move |done| tell.send(done).unwrap()));
            }
            (0..clients).for_each(|_| told.recv().unwrap().unwrap());
        }
        let took = start.elapsed().as_secs_f64();
        println!(
            "| Fsync, {clients} wait | | {:.2} ms a round | {:.0} |",
            took * 1e3 / rounds as f64,
            (rounds * clients) as f64 / took
        );
    }
    engine.close().unwrap();
}
