//! What a message costs in the engine on Redis: the nodes, Redis itself, and how many calls it takes.
//!
//! `redis-bench NODES THREADS SECONDS`: each thread has a room and a state of its own; a message reads two keys, writes two and broadcasts.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use buildamp_engine::{
    Batch, CommitError, Delivery, Engine, Keep, Listener, Millis, Space, Tenant, Weight, Write,
};
use buildamp_engine_redis::Redis;
use buildamp_engine_redis::testing::{Server, options};

#[derive(Default)]
struct Counts(AtomicU64);

impl Listener for Counts {
    fn deliver(&self, _: &Tenant, _: Delivery) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

fn main() {
    let numbers: Vec<u64> = std::env::args()
        .skip(1)
        .filter_map(|argument| argument.parse().ok())
        .collect();
    let [nodes, threads, seconds] = numbers[..] else {
        return eprintln!("redis-bench NODES THREADS SECONDS");
    };
    let server = Server::start();
    let options = options(&server.url());
    let heard = Arc::new(Counts::default());
    let engines: Vec<Redis> = (0..nodes)
        .map(|_| {
            let engine = Redis::open(&options).unwrap();
            engine.listen(heard.clone());
            engine
        })
        .collect();
    // What every thread reads first is fetched, and not counted.
    run(&engines, threads, Duration::from_millis(500));
    let calls = || engines.iter().map(Redis::calls).sum::<u64>();
    let (calls_before, heard_before) = (calls(), heard.0.load(Ordering::Relaxed));
    let (own_before, redis_before) = (cpu("self"), cpu(&server.process().to_string()));
    let began = Instant::now();
    let (done, conflicts) = run(&engines, threads, Duration::from_secs(seconds));
    let elapsed = began.elapsed().as_secs_f64();
    let each = |total: f64| total / done as f64;
    let micros = |before: f64, process: &str| each((cpu(process) - before) * 1e6);
    println!("{nodes} nodes, {threads} threads each");
    println!("  {:.0} messages/s, {conflicts} conflicts", done as f64 / elapsed);
    println!("  {:.2} calls of Redis a message", each((calls() - calls_before) as f64));
    println!("  {:.1} µs of the nodes' processors a message", micros(own_before, "self"));
    println!("  {:.1} µs of Redis' a message", micros(redis_before, &server.process().to_string()));
    let delivered = heard.0.load(Ordering::Relaxed) - heard_before;
    println!("  {:.2} deliveries a message", each(delivered as f64));
}

/// How many commits were done, and how many were refused.
fn run(engines: &[Redis], threads: u64, time: Duration) -> (u64, u64) {
    let (done, conflicts, stop) = (AtomicU64::new(0), AtomicU64::new(0), AtomicBool::new(false));
    std::thread::scope(|scope| {
        for (node, engine) in engines.iter().enumerate() {
            for thread in 0..threads {
                let (done, conflicts, stop) = (&done, &conflicts, &stop);
                scope.spawn(move || {
                    let room = format!("{node}/{thread}");
                    while !stop.load(Ordering::Relaxed) {
                        match message(engine, &room) {
                            Ok(()) => done.fetch_add(1, Ordering::Relaxed),
                            Err(CommitError::Conflict) => conflicts.fetch_add(1, Ordering::Relaxed),
                            Err(other) => panic!("{other}"),
                        };
                    }
                });
            }
        }
        std::thread::sleep(time);
        stop.store(true, Ordering::Relaxed);
    });
    (done.into_inner(), conflicts.into_inner())
}

fn message(engine: &Redis, room: &str) -> Result<(), CommitError> {
    let tenant = Tenant("bench".into());
    let now = Millis(1_700_000_000_000);
    let mut snapshot = engine.snapshot(&tenant, now)?;
    let count = snapshot.get(Space::Values, &format!("count/{room}"))?;
    snapshot.get(Space::Games, room)?;
    let count = count.map_or(0, |count| count.parse::<u64>().unwrap()) + 1;
    let set = |space, key: &str, value: String| Write::Set {
        space,
        key: key.to_owned(),
        value: value.into(),
        keep: Keep::Always,
    };
    let text = "x".repeat(100);
    let writes = vec![
        set(Space::Values, &format!("count/{room}"), count.to_string()),
        set(Space::Games, room, format!("{{\"board\":\"{text}\",\"turn\":{count}}}")),
        Write::Broadcast {
            room: room.to_owned(),
            message: format!("{{\"type\":\"Said\",\"payload\":{{\"text\":\"{text}\"}}}}").into(),
            exclude: Vec::new(),
            weight: Weight::Normal,
        },
    ];
    let batch = Batch {
        tenant,
        reads: snapshot.into_reads(),
        writes,
        completes: None,
        now,
    };
    engine.commit(batch).map(|_| ())
}

/// How many seconds a process has had a processor.
fn cpu(process: &str) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    let fields = stat.rsplit_once(") ").unwrap().1;
    let ticks = |field: usize| fields.split(' ').nth(field).unwrap().parse::<f64>().unwrap();
    (ticks(11) + ticks(12)) / 100.0
}
