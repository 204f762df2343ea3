//! Webhooks that go out: to receivers that take them, hang, fail, lie about where they are, and come back.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod support;

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;
use std::time::Duration;

use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use buildamp_diagnostics::Sources;
use buildamp_engine::embedded::{Embedded, Options as Storage};
use buildamp_engine::{Job, Kind, Millis};
use buildamp_server::Limits;
use buildamp_server::identity::Auth;
use buildamp_server::webhooks::{Allow, GivenUp, Options, Webhooks};
use support::app::{self, Style};
use support::receiver::Receiver;
use support::server::LONG;
use support::{InMemory, Line, Stage, Transport};

const MODELS: &str = r#"
#[target(url = "http://localhost:{PORT}/take", auth = "Bearer {TOKEN}", headers = {"X-Kind" = "paid"}, secret = "{SECRET}")]
pub struct Take { pub text: String }
#[target(url = "http://localhost:{PORT}/told", report = "all")]
pub struct Told { pub text: String }
#[target(url = "http://localhost:{PORT}/hang", timeout = "10min")]
pub struct Hang { pub text: String }
#[target(url = "http://localhost:{PORT}/hang", timeout = "20ms")]
pub struct Slow { pub text: String }
#[target(url = "http://localhost:{PORT}/fail", report = "failures")]
pub struct Fail { pub text: String }
#[target(url = "http://localhost:{PORT}/wait")]
pub struct Wait { pub text: String }
#[target(url = "http://localhost:{PORT}/wait", report = "all")]
pub struct Late { pub text: String }
#[target(url = "http://localhost:{PORT}/gone")]
pub struct Gone { pub text: String }
#[target(url = "http://localhost:{PORT}/busy")]
pub struct Busy { pub text: String }
#[target(url = "http://localhost:{PORT}/moved")]
pub struct Moved { pub text: String }
#[target(url = "http://localhost:{PORT}/huge", report = "all")]
pub struct Huge { pub text: String }
#[target(url = "http://localhost:{PORT}/flaky")]
pub struct Flaky { pub text: String }
#[target(url = "https://127.0.0.1:{PORT}/take")]
pub struct Inside { pub text: String }
#[target(url = "https://[::ffff:169.254.169.254]/latest/meta-data")]
pub struct Metadata { pub text: String }
"#;

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

fn webhooks(port: u16, options: Options) -> Webhooks {
    let mut sources = Sources::new();
    sources.add("models/webhooks/all_webhooks.rs", MODELS);
    let reading = buildamp_schema::read(&sources);
    assert!(reading.reports.is_empty(), "{:?}", reading.reports);
    let variable = |name: &str| match name {
        "PORT" => Some(port.to_string()),
        "TOKEN" => Some("a-token".to_owned()),
        "SECRET" => Some(SECRET.to_owned()),
        _ => None,
    };
    let webhooks = Webhooks::new(&reading.schema, options, &variable);
    webhooks.map_err(|wrong| format!("{wrong:?}")).unwrap()
}

fn options() -> Options {
    Options {
        allow: Allow::read(&["localhost"]).unwrap(),
        at_once: 2,
        ..Options::default()
    }
}

struct Scene {
    stage: Stage,
    receiver: Receiver,
    alice: <InMemory as Transport>::Line,
}

impl Scene {
    async fn new() -> Scene {
        let stage = Stage::with(
            Style::Plain,
            Limits {
                messages: None,
                ..Limits::default()
            },
            Auth::None,
        );
        Scene::of(stage, Receiver::start().await).await
    }

    async fn of(stage: Stage, receiver: Receiver) -> Scene {
        let app = app::app(Style::Plain).with_webhooks(webhooks(receiver.port, options()));
        stage.node.swap(app);
        let mut alice = InMemory.connect(&stage, None).await;
        alice
            .send(r#"{"type":"join_room","room":"lobby","userId":"alice"}"#)
            .await;
        while !alice.next().await.unwrap().contains("room_state") {}
        Scene {
            stage,
            receiver,
            alice,
        }
    }

    /// Says something, and looks for what is due.
    async fn say(&mut self, text: &str) {
        let payload = serde_json::json!({"message_type": "Say", "text": text});
        let frame =
            serde_json::json!({"type": "send_message", "room": "lobby", "payload": payload});
        self.alice.send(&frame.to_string()).await;
        self.stage.node.handle_due();
    }

    /// The text of the next broadcast.
    async fn hear(&mut self) -> String {
        let frame: serde_json::Value =
            serde_json::from_str(&self.alice.next().await.unwrap()).unwrap();
        frame["message"]["payload"]["text"]
            .as_str()
            .unwrap_or_else(|| panic!("{frame}"))
            .to_owned()
    }

    fn pass(&self, time: Duration) {
        let millis = u64::try_from(time.as_millis()).unwrap();
        self.stage.clock.0.fetch_add(millis, Ordering::SeqCst);
        self.stage.node.handle_due();
    }

    /// What another node would get if it asked so many seconds from now.
    fn claim_elsewhere(&self, seconds: u64) -> Vec<Job> {
        let now = Millis(self.stage.clock.0.load(Ordering::SeqCst) + seconds * 1_000);
        let engine = self.stage.node.engine();
        engine.claim(now, Millis(now.0 + 60_000), 100).unwrap()
    }

    fn aside(&self) -> Vec<GivenUp> {
        self.stage.node.given_up(Kind::Webhook, 100).unwrap()
    }

    fn counts(&self, sample: &str) -> bool {
        self.stage
            .node
            .metrics()
            .text()
            .lines()
            .any(|line| line == sample)
    }

    /// Waits until so many attempts ended like this.
    async fn until(&self, code: &str, count: usize) {
        let sample = format!("buildamp_webhooks_total{{code=\"{code}\"}} {count}");
        let reached = async {
            while !self.counts(&sample) {
                tokio::task::yield_now().await;
            }
        };
        let reached = tokio::time::timeout(LONG, reached).await;
        assert!(
            reached.is_ok(),
            "never {sample}:\n{}",
            self.stage.node.metrics().text()
        );
    }
}

#[test]
fn a_webhook_is_sent_once_and_signed() {
    support::run(async {
        let mut scene = Scene::new().await;
        scene.say("/call Take hi").await;
        let came = scene.receiver.until("take", 1).await.remove(0);
        assert_eq!(came.body, r#"{"text":"hi"}"#);
        assert_eq!(came.header("authorization"), "Bearer a-token");
        assert_eq!(came.header("x-kind"), "paid");
        assert_eq!(came.header("content-type"), "application/json");
        assert_eq!(came.header("webhook-timestamp"), "1000");
        let id = came.header("webhook-id");
        assert!(id.starts_with("msg_") && id.len() == 36, "{id}");
        let key = STANDARD
            .decode(SECRET.trim_start_matches("whsec_"))
            .unwrap();
        let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
        let tag = hmac::sign(&key, format!("{id}.1000.{}", came.body).as_bytes());
        assert_eq!(
            came.header("webhook-signature"),
            format!("v1,{}", STANDARD.encode(tag.as_ref()))
        );
        scene.until("delivered", 1).await;
        scene.pass(Duration::from_secs(3_600));
        scene.say("/call Take again").await;
        let came = scene.receiver.until("take", 2).await;
        assert_ne!(came[0].header("webhook-id"), came[1].header("webhook-id"));
    });
}

#[test]
fn the_rules_hear_of_it_where_the_model_asks_for_that() {
    support::run(async {
        let mut scene = Scene::new().await;
        scene.say("/call Told=order:7 hi").await;
        let came = scene.receiver.until("told", 1).await.remove(0);
        assert_eq!(came.header("webhook-signature"), "");
        scene.until("delivered", 1).await;
        scene.pass(Duration::ZERO);
        let id = came.header("webhook-id");
        assert_eq!(
            scene.hear().await,
            format!(
                "buildamp:webhook_delivered: {{\"webhook\":\"Told\",\"id\":\"{id}\",\"key\":\"order:7\",\"attempts\":1,\"status\":200,\"answer\":\"thanks\",\"payload\":{{\"text\":\"hi\"}}}}"
            )
        );
    });
}

#[test]
fn receivers_that_hang_hold_up_neither_rooms_nor_other_webhooks() {
    support::run(async {
        let mut scene = Scene::new().await;
        for number in 0..20 {
            scene.say(&format!("/call Hang {number}")).await;
        }
        scene.receiver.until("hang", 2).await;
        for number in 0..200 {
            scene.say(&format!("{number}")).await;
            if number % 20 == 0 {
                scene.say(&format!("/call Take {number}")).await;
            }
        }
        for number in 0..200 {
            assert_eq!(scene.hear().await, number.to_string());
        }
        let came = scene.receiver.until("take", 10).await;
        let bodies: BTreeSet<&str> = came.iter().map(|came| &*came.body).collect();
        assert_eq!(bodies.len(), 10);
        assert_eq!(
            scene.receiver.came("hang").len(),
            2,
            "no more than may be on their way at once"
        );
        // Claims run out meanwhile, and nothing is sent twice for it.
        scene.pass(Duration::from_secs(61));
        scene.pass(Duration::from_secs(61));
        scene.say("/call Take last").await;
        scene.receiver.until("take", 11).await;
        assert_eq!(scene.receiver.came("hang").len(), 2);
    });
}

/// Several nodes share an engine: what this one is at must be nobody else's.
#[test]
fn a_claim_lasts_as_long_as_a_call_may_take() {
    support::run(async {
        let mut scene = Scene::new().await;
        scene.say("/call Hang 1").await;
        scene.receiver.until("hang", 1).await;
        for seconds in [61, 300, 9 * 60 + 59] {
            assert!(scene.claim_elsewhere(seconds).is_empty(), "{seconds}");
        }
        // It may take ten minutes, and what became of it is stored within ten seconds.
        assert_eq!(scene.claim_elsewhere(10 * 60 + 11).len(), 1);
    });
}

#[test]
fn what_another_node_has_claimed_while_it_waited_is_not_sent() {
    support::run(async {
        let mut scene = Scene::new().await;
        for number in 1..=3 {
            scene.say(&format!("/call Wait {number}")).await;
        }
        scene.receiver.until("wait", 2).await;
        let claimed = scene.claim_elsewhere(61);
        assert_eq!(claimed.len(), 3, "none of these calls may take that long");
        scene.stage.clock.0.fetch_add(61_000, Ordering::SeqCst);
        scene.say("/call Wait 4").await;
        scene.receiver.release();
        let came = scene.receiver.until("wait", 3).await;
        assert!(came[2].body.contains('4'), "{}", came[2].body);
        scene.until("delivered", 3).await;
        assert_eq!(scene.receiver.came("wait").len(), 3);
    });
}

#[test]
fn a_call_that_waits_for_a_place_is_no_attempt() {
    support::run(async {
        let mut scene = Scene::new().await;
        for number in 1..=3 {
            scene.say(&format!("/call Late {number}")).await;
        }
        scene.receiver.until("wait", 2).await;
        // Its claim runs out, and comes again.
        for _ in 0..3 {
            scene.pass(Duration::from_secs(61));
        }
        scene.receiver.release();
        scene.until("delivered", 3).await;
        scene.pass(Duration::ZERO);
        for _ in 0..3 {
            let heard = scene.hear().await;
            assert!(heard.contains("\"attempts\":1,"), "{heard}");
        }
    });
}

#[test]
fn a_call_that_finds_too_many_before_it_is_no_attempt() {
    support::run(async {
        const BEYOND: usize = 8;
        let mut scene = Scene::new().await;
        scene.say("/call Wait first").await;
        scene.say("/call Wait second").await;
        scene.receiver.until("wait", 2).await;
        for number in 0..1_000 + BEYOND {
            scene.say(&format!("/call Wait {number}")).await;
        }
        // They come again after half a minute; the claims of those that wait here last longer.
        let came_back = async {
            let mut all = Vec::new();
            while all.len() < BEYOND {
                all.extend(scene.claim_elsewhere(50));
                tokio::task::yield_now().await;
            }
            all
        };
        let came_back = tokio::time::timeout(LONG, came_back).await;
        let attempts: Vec<u32> = came_back.unwrap().iter().map(|job| job.attempt).collect();
        assert_eq!(attempts, [1; BEYOND]);
    });
}

/// More wait than a lane holds: some go back to the engine for a while, and none is lost or sent twice.
#[test]
fn a_receiver_that_was_away_gets_everything_once_it_is_back() {
    support::run(async {
        let mut scene = Scene::new().await;
        for number in 0..1_100 {
            scene.say(&format!("/call Wait {number}")).await;
        }
        scene.receiver.until("wait", 2).await;
        scene.say("/call Take hi").await;
        scene.receiver.until("take", 1).await;
        scene.receiver.release();
        let all = async {
            while scene.receiver.came("wait").len() < 1_100 {
                scene.pass(Duration::from_secs(10));
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(LONG, all).await.expect("all come");
        scene.until("delivered", 1_101).await;
        let came = scene.receiver.came("wait");
        let ids: BTreeSet<&str> = came.iter().map(|came| came.header("webhook-id")).collect();
        assert_eq!((came.len(), ids.len()), (1_100, 1_100));
        assert_eq!(scene.aside(), []);
    });
}

#[test]
fn what_fails_is_tried_again_then_put_aside_and_sent_once_more_on_request() {
    support::run(async {
        let mut scene = Scene::new().await;
        scene.say("/call Fail hi").await;
        scene.until("again", 1).await;
        scene.pass(Duration::from_millis(749));
        assert_eq!(scene.receiver.came("fail").len(), 1, "it is too early");
        for attempt in 2..=5 {
            scene.pass(Duration::from_secs(4 * 3_600));
            scene.until("again", attempt).await;
        }
        assert_eq!(scene.aside(), []);
        scene.pass(Duration::from_secs(12 * 3_600));
        scene.until("failed", 1).await;
        let reason = "the receiver answered 500 Internal Server Error";
        let aside = scene.until_aside(1).await;
        assert_eq!((&*aside[0].name, &*aside[0].reason), ("Fail", reason));
        assert_eq!(
            (&*aside[0].payload, aside[0].attempts),
            (r#"{"text":"hi"}"#, 6)
        );
        assert_eq!(aside[0].room, "lobby");
        // The rules hear of it.
        scene.pass(Duration::ZERO);
        let heard = scene.hear().await;
        assert!(
            heard.starts_with("buildamp:webhook_failed: {\"webhook\":\"Fail\""),
            "{heard}"
        );
        assert!(
            heard.contains(reason) && heard.contains("\"attempts\":6"),
            "{heard}"
        );
        assert!(!heard.contains("secret of the receiver"), "{heard}");
        // It goes once more, under the id that it always had.
        assert!(!scene.stage.node.replay("nothing").unwrap());
        assert!(scene.stage.node.replay(&aside[0].id).unwrap());
        assert_eq!(scene.aside(), []);
        scene.pass(Duration::ZERO);
        let came = scene.receiver.until("fail", 7).await;
        let ids: BTreeSet<&str> = came.iter().map(|came| came.header("webhook-id")).collect();
        assert_eq!(ids.len(), 1);
        let times: BTreeSet<&str> = came
            .iter()
            .map(|came| came.header("webhook-timestamp"))
            .collect();
        assert!(
            times.len() >= 6,
            "each attempt is signed at its time: {times:?}"
        );
    });
}

#[test]
fn what_works_the_second_time_is_done() {
    support::run(async {
        let mut scene = Scene::new().await;
        scene.say("/call Flaky hi").await;
        scene.until("again", 1).await;
        scene.pass(Duration::from_secs(2));
        scene.until("delivered", 1).await;
        scene.pass(Duration::from_secs(86_400));
        assert_eq!(scene.receiver.came("flaky").len(), 2);
        assert_eq!(scene.aside(), []);
    });
}

#[test]
fn receivers_say_when_to_come_back_and_when_not_to() {
    support::run(async {
        let mut scene = Scene::new().await;
        scene.say("/call Busy hi").await;
        scene.until("again", 1).await;
        scene.pass(Duration::from_secs(119));
        assert_eq!(scene.receiver.came("busy").len(), 1);
        scene.pass(Duration::from_secs(1));
        scene.receiver.until("busy", 2).await;
        scene.say("/call Gone hi").await;
        let aside = scene.until_aside(1).await;
        assert!(
            aside[0].reason.contains("410 Gone: it wants no more calls"),
            "{aside:?}"
        );
    });
}

#[test]
fn redirections_are_not_followed_and_slow_ones_are_given_up() {
    support::run(async {
        let mut scene = Scene::new().await;
        scene.say("/call Moved hi").await;
        scene.until("again", 1).await;
        assert_eq!(scene.receiver.came("take").len(), 0);
        scene.say("/call Slow hi").await;
        scene.until("again", 2).await;
    });
}

#[test]
fn an_answer_is_read_no_further_than_it_may_be_long() {
    support::run(async {
        let mut scene = Scene::new().await;
        scene.say("/call Huge hi").await;
        scene.until("delivered", 1).await;
        scene.pass(Duration::ZERO);
        let heard = scene.hear().await;
        let length = heard.matches('z').count();
        assert_eq!(length, 64 << 10);
    });
}

#[test]
fn addresses_inside_are_refused() {
    support::run(async {
        let mut scene = Scene::new().await;
        scene.say("/call Inside hi").await;
        scene.say("/call Metadata hi").await;
        scene.say("/call Nobody hi").await;
        let aside = scene.until_aside(3).await;
        let reason = |name: &str| {
            let found = aside.iter().find(|aside| aside.name == name);
            found.unwrap_or_else(|| panic!("{aside:?}")).reason.clone()
        };
        assert!(
            reason("Inside")
                .starts_with("the address 127.0.0.1 is not one of the internet; `allow`")
        );
        assert!(reason("Metadata").contains("169.254.169.254 is not one of the internet"));
        assert!(reason("Nobody").contains("there is no webhook of this name"));
        assert_eq!(scene.receiver.came("take").len(), 0);
    });
}

#[test]
fn a_webhook_outlives_the_server_and_keeps_its_id() {
    support::run(async {
        let folder = tempfile::tempdir().unwrap();
        let open = || {
            let engine = Embedded::open(folder.path(), Storage::default()).unwrap();
            Stage::on(engine, Style::Plain, Limits::default()).0
        };
        let mut scene = Scene::of(open(), Receiver::start().await).await;
        scene.say("/call Hang hi").await;
        let first = scene.receiver.until("hang", 1).await.remove(0);
        scene.stage.node.engine().close().unwrap();
        let receiver = scene.receiver.clone();
        drop(scene);
        let scene = Scene::of(open(), receiver).await;
        scene.pass(Duration::ZERO);
        let both = scene.receiver.until("hang", 2).await;
        assert_eq!(both[1].header("webhook-id"), first.header("webhook-id"));
        assert_eq!(both[1].body, first.body);
        scene.pass(Duration::from_secs(61));
        assert_eq!(scene.receiver.came("hang").len(), 2);
    });
}

#[test]
fn a_server_that_stops_lets_calls_end_and_begins_none() {
    support::run(async {
        let mut scene = Scene::new().await;
        for number in 0..5 {
            scene.say(&format!("/call Wait {number}")).await;
        }
        scene.receiver.until("wait", 2).await;
        let node = scene.stage.node.clone();
        node.drain();
        assert_eq!(node.end_webhooks(Duration::ZERO).await, 2);
        let ending = tokio::spawn(async move { node.end_webhooks(LONG).await });
        scene.receiver.release();
        assert_eq!(ending.await.unwrap(), 0);
        assert_eq!(scene.receiver.came("wait").len(), 2);
        scene.until("delivered", 2).await;
    });
}

#[test]
fn under_a_key_only_the_newest_waits() {
    support::run(async {
        let mut scene = Scene::new().await;
        scene.say("/call Busy=k one").await;
        scene.until("again", 1).await;
        scene.say("/call Take=k two").await;
        scene.until("delivered", 1).await;
        scene.pass(Duration::from_secs(3_600));
        scene.say("/call Take three").await;
        scene.until("delivered", 2).await;
        assert_eq!(
            scene.receiver.came("busy").len(),
            1,
            "what waited under the key is gone"
        );
    });
}

impl Scene {
    /// What was put aside, once it is so much.
    async fn until_aside(&self, count: usize) -> Vec<GivenUp> {
        let reached = async {
            while self.aside().len() < count {
                tokio::task::yield_now().await;
            }
        };
        let reached = tokio::time::timeout(LONG, reached).await;
        assert!(reached.is_ok(), "never {count} aside: {:?}", self.aside());
        self.aside()
    }
}
