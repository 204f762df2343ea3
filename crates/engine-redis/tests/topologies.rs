//! More than one server: a cluster, and a primary that its sentinels replace.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use buildamp_engine::conformance::{AGE, OPERATIONS, REMEMBERED, Subject};
use buildamp_engine::{
    Batch, CommitError, Engine, Keep, Millis, Reads, Space, Tenant, Write, conformance_suite,
};
use buildamp_engine_redis::testing::{Server, options};
use buildamp_engine_redis::{Options, Redis};

const LONG: Duration = Duration::from_secs(60);

fn set(tenant: &str, key: &str, value: &str) -> Batch {
    let write = Write::Set {
        space: Space::Values,
        key: key.to_owned(),
        value: value.into(),
        keep: Keep::Always,
    };
    Batch {
        tenant: Tenant(tenant.into()),
        reads: Reads::default(),
        writes: vec![write],
        completes: None,
        now: Millis(1),
    }
}

fn get(engine: &Redis, tenant: &str, key: &str) -> Option<String> {
    let snapshot = engine.snapshot(&Tenant(tenant.into()), Millis(1));
    let found = snapshot.ok()?.get(Space::Values, key).ok()?;
    found.map(|value| value.to_string())
}

fn wait_until(what: &str, condition: impl Fn() -> bool) {
    let until = Instant::now() + LONG;
    while !condition() {
        assert!(Instant::now() < until, "never: {what}");
        thread::yield_now();
    }
}

struct Cluster(Vec<Server>);

impl Cluster {
    fn start() -> Self {
        let arguments = [
            "--cluster-enabled",
            "yes",
            "--save",
            "",
            "--cluster-node-timeout",
            "2000",
        ];
        let servers: Vec<Server> = (0..3).map(|_| Server::with(&arguments)).collect();
        let addresses: Vec<String> = servers
            .iter()
            .map(|s| format!("127.0.0.1:{}", s.port))
            .collect();
        let mut create = vec!["--cluster", "create"];
        create.extend(addresses.iter().map(String::as_str));
        create.push("--cluster-yes");
        let said = servers[0].command(&create);
        assert!(said.contains("All 16384 slots covered"), "{said}");
        let ready = |server: &Server| {
            server
                .command(&["cluster", "info"])
                .contains("cluster_state:ok")
        };
        wait_until("the cluster is whole", || servers.iter().all(ready));
        Self(servers)
    }

    fn options(&self) -> Options {
        Options {
            partitions: 5,
            history: REMEMBERED,
            age: AGE,
            operations: OPERATIONS,
            ..options(&format!("redis-cluster://127.0.0.1:{}", self.0[1].port))
        }
    }
}

struct InCluster(Options);

impl Subject for InCluster {
    fn open(&self) -> Arc<dyn Engine> {
        Arc::new(Redis::open(&self.0).expect("it is there"))
    }
}

/// How many tests of the suite run at once: more only wait for each other.
const AT_ONCE: usize = 8;

#[test]
fn a_cluster_of_three_keeps_the_contract() {
    let cluster = Cluster::start();
    let suite = conformance_suite!();
    assert!(suite.len() > 70, "the whole of it");
    for some in suite.chunks(AT_ONCE) {
        thread::scope(|scope| {
            for (name, test) in some {
                let subject = InCluster(cluster.options());
                // Its name stands before what a test says that fails.
                let named = thread::Builder::new().name((*name).to_owned());
                let started = named.spawn_scoped(scope, move || test(&subject));
                started.expect("a thread can be started");
            }
        });
    }
    // The parts are on different servers.
    let used = |server: &&Server| server.command(&["dbsize"]) != "0";
    assert_eq!(cluster.0.iter().filter(used).count(), 3);
}

#[test]
fn a_server_of_a_cluster_has_to_be_named_as_one() {
    let cluster = Cluster::start();
    let refused = Redis::open(&options(&cluster.0[0].url()));
    let refused = refused
        .err()
        .expect("it would reach a third of it")
        .to_string();
    assert!(refused.contains("`redis-cluster://`"), "{refused}");
}

#[test]
fn a_part_that_moves_to_another_server_is_found_there() {
    let cluster = Cluster::start();
    let options = Options {
        partitions: 1,
        ..cluster.options()
    };
    let engine = Redis::open(&options).expect("it is there");
    engine.commit(set("t", "a", "1")).expect("nothing was read");
    let has_keys = |server: &&Server| server.command(&["dbsize"]) != "0";
    let from = cluster.0.iter().find(has_keys).expect("one has it");
    let to = cluster
        .0
        .iter()
        .find(|server| !has_keys(server))
        .expect("another has not");
    let key = format!("{{{}:0}}:meta", options.prefix);
    let slot = from.command(&["cluster", "keyslot", &key]);
    let id = |server: &Server| server.command(&["cluster", "myid"]);
    let (from_id, to_id) = (id(from), id(to));
    assert_eq!(
        to.command(&["cluster", "setslot", &slot, "importing", &from_id]),
        "OK"
    );
    assert_eq!(
        from.command(&["cluster", "setslot", &slot, "migrating", &to_id]),
        "OK"
    );
    let port = to.port.to_string();
    loop {
        let keys = from.command(&["cluster", "getkeysinslot", &slot, "100"]);
        if keys.is_empty() {
            break;
        }
        let mut migrate = vec!["migrate", "127.0.0.1", &port, "", "0", "5000", "keys"];
        migrate.extend(keys.lines());
        let moved = from.command(&migrate);
        assert!(moved == "OK" || moved == "NOKEY", "{moved}");
    }
    for server in &cluster.0 {
        assert_eq!(
            server.command(&["cluster", "setslot", &slot, "node", &to_id]),
            "OK"
        );
    }
    wait_until("it is found", || engine.commit(set("t", "b", "2")).is_ok());
    assert_eq!(get(&engine, "t", "a").as_deref(), Some("1"));
    assert_eq!(get(&engine, "t", "b").as_deref(), Some("2"));
}

fn replica_of(primary: &Server) -> Server {
    let port = primary.port.to_string();
    Server::with(&["--save", "", "--replicaof", "127.0.0.1", &port])
}

/// It is there from now on, and takes nothing.
fn stand_still(server: &Server) {
    signal(server, "-STOP");
}

fn go_on(server: &Server) {
    signal(server, "-CONT");
}

fn signal(server: &Server, signal: &str) {
    let process = server.process().to_string();
    let done = std::process::Command::new("kill")
        .args([signal, &process])
        .status();
    assert!(done.is_ok_and(|status| status.success()));
}

fn is_synced(primary: &Server, replica: &Server) -> bool {
    let about = |server: &Server| server.command(&["info", "replication"]);
    about(replica).contains("master_link_status:up") && about(primary).contains("state=online")
}

#[test]
fn commits_at_once_wait_for_replicas_together() {
    const AT_ONCE: usize = 32;
    let primary = Server::start();
    let replica = replica_of(&primary);
    wait_until("it has all", || is_synced(&primary, &replica));
    let options = Options {
        replicas: 1,
        timeout: Duration::from_millis(800),
        ..options(&primary.url())
    };
    let engine = Redis::open(&options).expect("it is there");
    engine.commit(set("t", "a", "1")).expect("it has a copy");
    stand_still(&replica);
    let waits = || {
        let stats = primary.command(&["info", "commandstats"]);
        let line = stats
            .lines()
            .find(|line| line.starts_with("cmdstat_wait:"))?;
        line.split(['=', ',']).nth(1)?.parse::<usize>().ok()
    };
    let before = waits().expect("it waited");
    let begin = std::sync::Barrier::new(AT_ONCE);
    std::thread::scope(|scope| {
        for key in 0..AT_ONCE {
            let (engine, begin) = (&engine, &begin);
            scope.spawn(move || {
                begin.wait();
                let refused = engine.commit(set("t", &key.to_string(), "1"));
                assert!(
                    matches!(&refused, Err(CommitError::Unknown(error)) if error.0.contains("replicas")),
                    "nobody has a copy: {refused:?}"
                );
            });
        }
    });
    // The first begins when its own commit is done; those that come meanwhile wait for the next, or the one after. Each asks twice.
    let calls = waits().expect("they waited") - before;
    assert!(calls < AT_ONCE / 2, "{calls}");
}

/// How many of this process' threads are called so.
fn threads(name: &str) -> usize {
    let tasks = std::fs::read_dir("/proc/self/task").expect("Linux tells");
    let files = tasks.flatten().map(|task| task.path().join("comm"));
    let names = files.filter_map(|file| std::fs::read_to_string(file).ok());
    names.filter(|found| found.trim_end() == name).count()
}

#[test]
fn commits_wait_for_replicas_without_threads_and_are_on_them_when_they_are_answered() {
    const COMMITS: usize = 500;
    let mut primary = Server::start();
    let replica = replica_of(&primary);
    wait_until("it has all", || is_synced(&primary, &replica));
    let options = Options {
        replicas: 1,
        ..options(&primary.url())
    };
    let engine = Redis::open(&options).expect("it is there");
    engine.commit(set("t", "a", "1")).expect("it has a copy");
    stand_still(&replica);
    let (tell, told) = std::sync::mpsc::channel();
    for key in 0..COMMITS {
        let tell = tell.clone();
        let then = move |done: Result<_, _>| tell.send(done.map(drop)).expect("it is waited for");
        engine.submit(set("t", &key.to_string(), "1"), Box::new(then));
    }
    let values = format!("{{{}:0}}:values", options.prefix);
    let there = |server: &Server| server.command(&["hlen", &values]);
    // Of those that wait for Redis all wait for what the first ones wait for.
    let blocked = || primary.command(&["info", "clients"]);
    wait_until("they wait", || {
        there(&primary) != "1" && blocked().contains("blocked_clients:1\r")
    });
    assert_eq!(threads("engine-waits"), 0);
    assert!(told.try_recv().is_err(), "nobody has a copy");
    go_on(&replica);
    for _ in 0..COMMITS {
        assert_eq!(told.recv_timeout(LONG), Ok(Ok(())));
    }
    assert_eq!(threads("engine-waits"), 0);
    primary.kill();
    assert_eq!(there(&replica), (COMMITS + 1).to_string());
}

#[test]
fn nothing_is_begun_while_there_is_no_replica() {
    let primary = Server::start();
    let options = Options {
        replicas: 1,
        ..options(&primary.url())
    };
    let engine = Redis::open(&options).expect("it is there");
    let began = Instant::now();
    for _ in 0..10 {
        let refused = engine.commit(set("t", "a", "1"));
        assert!(
            matches!(&refused, Err(CommitError::Unavailable(error)) if error.0.contains("0 replicas")),
            "nobody would have a copy: {refused:?}"
        );
    }
    assert!(began.elapsed() < Duration::from_secs(5), "nobody waits");
    assert_eq!(get(&engine, "t", "a"), None);
    let replica = replica_of(&primary);
    wait_until("it is noticed", || {
        engine.commit(set("t", "a", "2")).is_ok()
    });
    assert_eq!(get(&engine, "t", "a").as_deref(), Some("2"));
    drop(replica);
    wait_until("that it has gone, too", || {
        matches!(
            engine.commit(set("t", "a", "3")),
            Err(CommitError::Unavailable(_))
        )
    });
}

#[test]
fn a_replica_that_the_sentinels_promote_takes_over() {
    let mut primary = Server::start();
    let replica = replica_of(&primary);
    wait_until("it has all", || is_synced(&primary, &replica));
    let sentinel = Server::sentinel(&primary);
    let knows = || {
        sentinel
            .command(&["sentinel", "replicas", "main"])
            .contains(&replica.port.to_string())
    };
    wait_until("the sentinel knows the replica", knows);
    let options = Options {
        replicas: 1,
        ..options(&format!(
            "redis-sentinel://127.0.0.1:{}/main",
            sentinel.port
        ))
    };
    let engine = Redis::open(&options).expect("the sentinel tells where it is");
    engine
        .commit(set("t", "a", "1"))
        .expect("the replica has it before it is answered");
    let before = engine
        .position(&Tenant("t".into()), "lobby")
        .expect("reached");
    primary.kill();
    let alone = Options {
        replicas: 0,
        ..options.clone()
    };
    wait_until("the replica takes over", || {
        replica.command(&["role"]).starts_with("master")
    });
    // It is refused, or was under way when the old server went.
    let refused = engine.commit(set("t", "b", "2"));
    let (Err(CommitError::Unavailable(error)) | Err(CommitError::Unknown(error))) = refused else {
        panic!("nobody would have a copy: {refused:?}");
    };
    assert!(error.0.contains("replicas"), "{error}");
    assert_eq!(get(&engine, "t", "a").as_deref(), Some("1"));
    let after = engine
        .position(&Tenant("t".into()), "lobby")
        .expect("reached");
    assert!(after.epoch > before.epoch, "another server may have less");
    drop(engine);
    let engine = Redis::open(&alone).expect("the sentinel tells where it is now");
    engine.commit(set("t", "b", "3")).expect("without a copy");
    assert_eq!(get(&engine, "t", "b").as_deref(), Some("3"));
}

/// Options for an engine that asks these sentinels, in this order.
fn by(sentinels: &[&Server]) -> Options {
    let hosts: Vec<String> = sentinels
        .iter()
        .map(|sentinel| format!("127.0.0.1:{}", sentinel.port))
        .collect();
    options(&format!("redis-sentinel://{}/main", hosts.join(",")))
}

#[test]
fn a_sentinel_that_is_behind_is_not_believed() {
    let old = Server::start();
    let new = replica_of(&old);
    wait_until("it has all", || is_synced(&old, &new));
    let sentinel = Server::sentinel(&old);
    let names = |port: u16| {
        let said = sentinel.command(&["sentinel", "get-master-addr-by-name", "main"]);
        said.lines().last() == Some(&port.to_string())
    };
    wait_until("the replica is known", || {
        sentinel.command(&["sentinel", "failover", "main"]) == "OK"
    });
    wait_until("it takes over", || names(new.port));
    // One that was cut off together with a primary that still calls itself one.
    let cut_off = Server::start();
    let behind = Server::sentinel(&cut_off);
    let silent = Server::sentinel(&cut_off);
    stand_still(&silent);
    let mut gone = Server::sentinel(&cut_off);
    gone.kill();
    let began = Instant::now();
    let engine = Redis::open(&by(&[&gone, &silent, &behind, &sentinel]));
    let engine = engine.expect("one knows better");
    assert!(
        began.elapsed() < Duration::from_secs(10),
        "one that says nothing is not waited for"
    );
    engine.commit(set("t", "a", "1")).expect("it is a primary");
    assert_ne!(new.command(&["dbsize"]), "0");
    assert_eq!(cut_off.command(&["dbsize"]), "0");
}

#[test]
fn a_replica_that_a_sentinel_takes_for_the_primary_is_not_used() {
    let primary = Server::start();
    let replica = replica_of(&primary);
    wait_until("it has all", || is_synced(&primary, &replica));
    let wrong = Server::sentinel(&replica);
    let refused = Redis::open(&by(&[&wrong])).err();
    let refused = refused.expect("it could not be written to").to_string();
    let expected = format!(
        "1 of 1 sentinels name 127.0.0.1:{} (epoch 0), but: it is a replica",
        replica.port
    );
    assert!(refused.contains(&expected), "{refused}");
    let right = Server::sentinel(&primary);
    let engine = Redis::open(&by(&[&wrong, &right])).expect("the other one knows it");
    engine.commit(set("t", "a", "1")).expect("it is a primary");
}

#[test]
fn who_asks_sentinels_in_vain_is_told_what_each_says() {
    let primary = Server::start();
    let sentinel = Server::sentinel(&primary);
    let mut gone = Server::sentinel(&primary);
    gone.kill();
    let hosts = format!("127.0.0.1:{},127.0.0.1:{}", gone.port, sentinel.port);
    let other = options(&format!("redis-sentinel://{hosts}/other"));
    let refused = Redis::open(&other).err();
    let refused = refused.expect("nobody knows it").to_string();
    let unknown = format!("127.0.0.1:{}: it knows no `other`", sentinel.port);
    for expected in ["no sentinel tells", &unknown, &gone.port.to_string()] {
        assert!(refused.contains(expected), "{refused}");
    }
}
