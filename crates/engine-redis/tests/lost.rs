//! A commit is answered, and its connection ends before what it tells has come: whoever waits to hear of it waits no longer, and hears it
//! over the next one.

mod support;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};

use buildamp_engine::{Delivery, Engine, Listener, Reads, Receipt, Tenant};
use buildamp_engine_redis::Redis;
use buildamp_engine_redis::testing::{Server, options};

use support::proxy::{Proxy, Said};
use support::{LONG, batch, broadcast, wait_until};

/// Notes what it hears. Of the room `gate` it tells, and goes on when it may: until then nothing else happens on its thread.
struct Ear {
    heard: Mutex<Vec<String>>,
    forgotten: AtomicU64,
    tell: std::sync::mpsc::Sender<()>,
    may_go_on: Mutex<Receiver<()>>,
}

impl Listener for Ear {
    fn deliver(&self, _: &Tenant, delivery: Delivery) {
        let Delivery::Broadcast(broadcast) = delivery else {
            return;
        };
        let message = broadcast.message.to_string();
        self.heard.lock().expect("no panic").push(message);
        if &*broadcast.room == "gate" {
            self.tell.send(()).expect("it is waited for");
            let may_go_on = self.may_go_on.lock().expect("no panic");
            may_go_on.recv().expect("it is told");
        }
    }

    fn forgotten(&self) {
        self.forgotten.fetch_add(1, Ordering::SeqCst);
    }
}

struct Scene {
    server: Server,
    /// Where it has the leases of nodes, and what the one behind the proxy is called there.
    leases: String,
    name: String,
    proxy: Proxy,
    /// Behind the proxy.
    node: Redis,
    /// Not behind it.
    other: Redis,
    ear: Arc<Ear>,
    at_gate: Receiver<()>,
    go_on: std::sync::mpsc::Sender<()>,
}

impl Scene {
    fn new() -> Self {
        let server = Server::start();
        let proxy = Proxy::before(server.port);
        let straight = options(&server.url());
        let through = buildamp_engine_redis::Options {
            address: options(&proxy.url()).address,
            ..straight.clone()
        };
        let node = Redis::open(&through).expect("it is there");
        let leases = format!("{{{}:0}}:leases", straight.prefix);
        let name = server.command(&["zrange", &leases, "0", "-1"]);
        let other = Redis::open(&straight).expect("it is there");
        let (tell, at_gate) = channel();
        let (go_on, may_go_on) = channel();
        let ear = Arc::new(Ear {
            heard: Mutex::default(),
            forgotten: AtomicU64::new(0),
            tell,
            may_go_on: Mutex::new(may_go_on),
        });
        node.listen(ear.clone());
        Self {
            server,
            leases,
            name,
            proxy,
            node,
            other,
            ear,
            at_gate,
            go_on,
        }
    }

    /// Commits a broadcast, and gives who is told of what became of it.
    fn submit(&self, message: &str) -> Receiver<bool> {
        let (tell, told) = channel();
        let then = move |result: Result<Receipt, _>| {
            tell.send(result.is_ok()).expect("it is waited for");
        };
        let writes = vec![broadcast("lobby", message.to_owned())];
        let commit = batch(Reads::default(), writes);
        self.node.submit(commit, Box::new(then));
        told
    }

    fn hears(&self, expected: &[&str]) {
        let heard = || self.ear.heard.lock().expect("no panic").clone();
        wait_until("it is heard", || heard().len() >= expected.len());
        assert_eq!(heard(), expected);
    }
}

#[test]
fn a_connection_that_ends_after_the_answer_lets_nobody_wait_for_what_it_would_have_told() {
    let scene = Scene::new();
    for round in 0..5 {
        wait_until("it is connected", || scene.node.health().is_ok());
        scene.proxy.hold();
        let message = format!("\"{round}\"");
        let told = scene.submit(&message);
        // Servers differ in which comes first. What it tells never comes.
        let answer = scene.proxy.next(Said::answers);
        scene.proxy.pass(&answer);
        scene.proxy.sever();
        assert_eq!(told.recv_timeout(LONG), Ok(true), "round {round}");
        let all: Vec<_> = (0..=round).map(|round| format!("\"{round}\"")).collect();
        let all: Vec<_> = all.iter().map(String::as_str).collect();
        scene.hears(&all);
    }
}

/// Answer and end are read at once, by a thread that was busy when they came: the connection counts as ended when the answer is taken.
#[test]
fn an_answer_that_is_taken_when_its_connection_has_ended_lets_nobody_wait() {
    let scene = Scene::new();
    scene.proxy.hold();
    let writes = vec![broadcast("gate", "\"gate\"".to_owned())];
    let before = scene.other.commit(batch(Reads::default(), writes));
    before.expect("nothing was read");
    let gate = scene.proxy.next(|said| said.tells("gate"));
    let told = scene.submit("\"own\"");
    let answer = scene.proxy.next(Said::answers);
    scene.proxy.pass(&gate);
    scene.at_gate.recv_timeout(LONG).expect("it hears of it");
    scene.proxy.pass(&answer);
    scene.proxy.sever();
    scene.go_on.send(()).expect("it waits for it");
    assert_eq!(told.recv_timeout(LONG), Ok(true));
    scene.hears(&["\"gate\"", "\"own\""]);
}

/// Others may have taken the members of a node away whose lease had ended. It hears so although the renewal that found it out had no answer.
#[test]
fn a_node_whose_lease_had_ended_hears_so_over_its_next_connection() {
    let scene = Scene::new();
    let count = || scene.ear.forgotten.load(Ordering::SeqCst);
    let leases = scene.leases.clone();
    let redis = |arguments: &[&str]| scene.server.command(arguments);
    let node = scene.name.clone();
    let score = || redis(&["zscore", &leases, &node]);
    scene.proxy.hold();
    loop {
        assert!(redis(&["zrem", &leases, &node]).len() == 1);
        let answer = scene.proxy.next(|said| !said.is_told());
        if !score().is_empty() {
            break;
        }
        // It had gone out before.
        scene.proxy.pass(&answer);
    }
    assert_eq!(count(), 0);
    scene.proxy.sever();
    wait_until("it hears of it", || count() > 0);
}
