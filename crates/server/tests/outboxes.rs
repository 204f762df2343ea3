//! Webhooks of several nodes with one store: each call is made by one of them at a time, and by another where that one ends.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod support;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use buildamp_diagnostics::Sources;
use buildamp_engine::Kind;
use buildamp_server::Limits;
use buildamp_server::webhooks::{Allow, Options, Webhooks};
use support::app::{self, Style};
use support::memory::MemoryLine;
use support::nodes::Nodes;
use support::receiver::{Came, Receiver};
use support::server::LONG;
use support::{InMemory, Line, Stage, Transport, run};

const MODELS: &str = r#"
#[target(url = "http://localhost:{PORT}/take")]
pub struct Take { pub text: String }
#[target(url = "http://localhost:{PORT}/wait")]
pub struct Wait { pub text: String }
#[target(url = "http://localhost:{PORT}/wait", timeout = "10min")]
pub struct Long { pub text: String }
#[target(url = "http://localhost:{PORT}/flaky")]
pub struct Flaky { pub text: String }
"#;

struct Scene {
    nodes: Nodes,
    receiver: Receiver,
    /// A client of the first node.
    ann: MemoryLine,
}

impl Scene {
    async fn new(count: usize) -> Scene {
        let limits = Limits {
            messages: None,
            ..Limits::default()
        };
        let nodes = Nodes::start(count, Style::Plain, limits);
        let receiver = Receiver::start().await;
        for stage in &nodes.stages {
            let app = app::app(Style::Plain).with_webhooks(webhooks(receiver.port));
            stage.node.swap(app);
        }
        let mut ann = InMemory.connect(&nodes.stages[0], None).await;
        ann.send(r#"{"type":"join_room","room":"lobby","userId":"ann"}"#)
            .await;
        while !ann.next().await.unwrap().contains("room_state") {}
        Scene {
            nodes,
            receiver,
            ann,
        }
    }

    /// Asks for a call, which is stored then.
    async fn call(&mut self, webhook: &str, number: usize) {
        let payload =
            serde_json::json!({"message_type": "Say", "text": format!("/call {webhook} {number}")});
        let frame = serde_json::json!({"type": "send_message", "room": "lobby", "payload": payload, "id": number});
        self.ann.send(&frame.to_string()).await;
        while !self.ann.next().await.unwrap().contains("\"ack\"") {}
    }

    /// All nodes look for what is due, at the same time.
    async fn look(&self) {
        let looks = self.nodes.stages.iter().map(look);
        for looked in looks.collect::<Vec<_>>() {
            looked.await.unwrap();
        }
    }

    /// Time passes, and they look.
    async fn pass(&self, time: Duration) {
        let millis = u64::try_from(time.as_millis()).unwrap();
        self.nodes.clock.0.fetch_add(millis, Ordering::SeqCst);
        self.look().await;
    }

    /// How many attempts ended like this, of all nodes together.
    fn ended(&self, code: &str) -> usize {
        let sample = format!("buildamp_webhooks_total{{code=\"{code}\"}} ");
        let of = |stage: &Arc<Stage>| {
            let text = stage.node.metrics().text();
            let found = text.lines().find_map(|line| line.strip_prefix(&sample));
            found.map_or(0, |count| count.parse::<usize>().unwrap())
        };
        self.nodes.stages.iter().map(of).sum()
    }

    async fn until(&self, code: &str, count: usize) {
        let reached = async {
            while self.ended(code) < count {
                tokio::task::yield_now().await;
            }
        };
        let reached = tokio::time::timeout(LONG, reached).await;
        assert!(reached.is_ok(), "{} {code} of {count}", self.ended(code));
    }

    /// How often each node has delivered.
    fn shares(&self) -> Vec<bool> {
        let sample = "buildamp_webhooks_total{code=\"delivered\"} ";
        let has = |stage: &Arc<Stage>| stage.node.metrics().text().contains(sample);
        self.nodes.stages.iter().map(has).collect()
    }
}

/// On a thread that may wait for Redis.
fn look(stage: &Arc<Stage>) -> tokio::task::JoinHandle<usize> {
    let node = stage.node.clone();
    tokio::task::spawn_blocking(move || node.handle_due())
}

fn webhooks(port: u16) -> Webhooks {
    let mut sources = Sources::new();
    sources.add("models/webhooks/all_webhooks.rs", MODELS);
    let reading = buildamp_schema::read(&sources);
    assert!(reading.reports.is_empty(), "{:?}", reading.reports);
    let options = Options {
        allow: Allow::read(&["localhost"]).unwrap(),
        at_once: 4,
        ..Options::default()
    };
    let variable = |name: &str| (name == "PORT").then(|| port.to_string());
    Webhooks::new(&reading.schema, options, &variable)
        .map_err(|wrong| format!("{wrong:?}"))
        .unwrap()
}

/// How often each came, by its `webhook-id`.
fn times(came: &[Came]) -> BTreeMap<&str, usize> {
    let mut times = BTreeMap::new();
    for one in came {
        *times.entry(one.header("webhook-id")).or_default() += 1;
    }
    times
}

#[test]
fn nodes_that_race_for_the_same_calls_make_each_once() {
    run(async {
        let mut scene = Scene::new(3).await;
        for number in 0..300 {
            scene.call("Take", number).await;
        }
        // More than all of them claim at once: each gets some.
        while scene.ended("delivered") < 300 {
            scene.look().await;
        }
        // Nothing of it is left, also when every claim has run out.
        for _ in 0..3 {
            scene.pass(Duration::from_secs(61)).await;
        }
        let came = scene.receiver.came("take");
        let times = times(&came);
        assert_eq!((came.len(), times.len()), (300, 300), "{times:?}");
        assert_eq!(scene.shares(), [true, true, true], "all had a part in it");
    });
}

#[test]
fn nobody_else_makes_a_call_while_it_is_on_its_way() {
    run(async {
        let mut scene = Scene::new(2).await;
        for number in 0..4 {
            scene.call("Long", number).await;
        }
        scene.look().await;
        scene.receiver.until("wait", 4).await;
        // It may take ten minutes: longer than a claim lasts at first.
        for _ in 0..9 {
            scene.pass(Duration::from_secs(61)).await;
        }
        assert_eq!(scene.receiver.came("wait").len(), 4);
        scene.receiver.release();
        scene.until("delivered", 4).await;
        scene.pass(Duration::from_secs(700)).await;
        let came = scene.receiver.came("wait");
        assert_eq!((came.len(), times(&came).len()), (4, 4));
    });
}

#[test]
fn what_a_node_was_at_when_it_ended_is_sent_by_another_under_the_same_id() {
    run(async {
        let mut scene = Scene::new(2).await;
        for number in 0..3 {
            scene.call("Wait", number).await;
        }
        look(&scene.nodes.stages[0]).await.unwrap();
        let first = scene.receiver.until("wait", 3).await;
        // It is killed: nobody hears a word of it.
        let killed = scene.nodes.vanish(0);
        scene.receiver.release();
        scene.pass(Duration::from_secs(61)).await;
        scene.receiver.until("wait", 6).await;
        scene.until("delivered", 3).await;
        scene.pass(Duration::from_secs(700)).await;
        let came = scene.receiver.came("wait");
        let each: Vec<usize> = times(&came).into_values().collect();
        assert_eq!(each, [2, 2, 2], "at least once, under one id");
        let bodies = |all: &[Came]| {
            let mut bodies: Vec<_> = all.iter().map(|one| one.body.clone()).collect();
            bodies.sort();
            bodies
        };
        assert_eq!(bodies(&came[3..]), bodies(&first));
        assert!(
            scene.nodes.stages[0]
                .node
                .given_up(Kind::Webhook, 10)
                .unwrap()
                .is_empty()
        );
        drop(killed);
    });
}

#[test]
fn what_failed_on_one_node_may_be_tried_again_by_any_of_them_once() {
    run(async {
        let mut scene = Scene::new(2).await;
        scene.call("Flaky", 0).await;
        scene.look().await;
        scene.until("again", 1).await;
        scene.look().await;
        assert_eq!(scene.receiver.came("flaky").len(), 1, "it is too early");
        scene.pass(Duration::from_secs(2)).await;
        scene.until("delivered", 1).await;
        scene.pass(Duration::from_secs(86_400)).await;
        let came = scene.receiver.came("flaky");
        assert_eq!(times(&came).into_values().collect::<Vec<_>>(), [2]);
    });
}
