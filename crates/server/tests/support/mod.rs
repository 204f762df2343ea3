//! Conversations as tests: a chat log that is played, in memory, over real sockets, or over streams of events.
//!
//! ```text
//! alice connects                     a connection, whose `connected` frame is read
//! alice resumes                      another one, with the session of her last
//! alice connects keeping track       one that keeps track of what is sent to her alone
//! alice resumes keeping track        from where she has heard that; `behind 3.7`: from behind this position
//! alice -> join lobby                a join_room frame
//! alice -> join lobby since 3 #7     with a position of the last epoch seen and an id
//! alice -> say hi to lobby #8        a send_message frame with a Say
//! alice -> {"type":…}                any frame
//! alice <- lobby 1 Said {…}          the next frame that alice gets, in short
//! alice xx drops                     her connection is cut
//! alice xx goodbye                   she closes it
//! clock +1000                        time passes, in milliseconds, and what is due is handled
//! engine fails                       nothing can be read or written from now on
//! engine recovers                    it works again
//! engine conflicts 3                 so many commits find that what they read has changed
//! engine misses deliveries           some were not delivered
//! engine abandons bob in lobby       his node has ended, as the next sweep hears
//! server sweeps                      what the server does every second is done
//! server waits for 1                 so many memberships of broken connections go on
//! ```
//! A frame that nobody expects fails the conversation at its end.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "each test uses a part of it, and stops at what it can not do"
)]

pub mod app;
mod faulty;
pub mod http;
pub mod keys;
pub mod memory;
pub mod nodes;
pub mod ot;
pub mod receiver;
pub mod server;
pub mod short;
mod socket;
pub mod store;
mod stream;

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use buildamp_engine::Millis;
use buildamp_engine::embedded::{Embedded, Options};
use buildamp_server::identity::Auth;
use buildamp_server::{Clock, Limits, Node, Settings, Tenancy};
pub use faulty::{Faults, Faulty};
pub use memory::InMemory;
pub use socket::{OverSockets, SocketLine};
pub use stream::OverStreams;

/// A clock that stands until it is moved.
pub struct Standing(pub AtomicU64);

impl Clock for Standing {
    fn now(&self) -> Millis {
        Millis(self.0.load(Ordering::SeqCst))
    }
}

/// When conversations begin.
pub const START: u64 = 1_000_000;

pub struct Stage {
    pub node: Arc<Node>,
    pub clock: Arc<Standing>,
    pub faults: Arc<Faults>,
}

impl Stage {
    pub fn new(style: app::Style, limits: Limits) -> Stage {
        Stage::with(style, limits, Auth::None)
    }

    pub fn with(style: app::Style, limits: Limits, auth: Auth) -> Stage {
        let clock = Arc::new(Standing(AtomicU64::new(START)));
        Stage::over(
            Embedded::in_memory(Options::default()),
            clock,
            style,
            limits,
            auth,
        )
    }

    /// One on this engine, which can be looked into.
    pub fn on(engine: Embedded, style: app::Style, limits: Limits) -> (Stage, Arc<Embedded>) {
        let engine = Arc::new(engine);
        let clock = Arc::new(Standing(AtomicU64::new(START)));
        let stage = Stage::build(engine.clone(), clock, style, limits, Auth::None);
        (stage, engine)
    }

    /// A stage whose state is somewhere else, perhaps from before.
    pub fn over(
        engine: Embedded,
        clock: Arc<Standing>,
        style: app::Style,
        limits: Limits,
        auth: Auth,
    ) -> Stage {
        Stage::build(Arc::new(engine), clock, style, limits, auth)
    }

    fn build(
        engine: Arc<Embedded>,
        clock: Arc<Standing>,
        style: app::Style,
        limits: Limits,
        auth: Auth,
    ) -> Stage {
        let faults = Arc::new(Faults::default());
        let engine = Arc::new(Faulty::new(engine, faults.clone()));
        let settings = Settings {
            auth,
            tenancy: Tenancy::Single("test".into()),
            limits,
        };
        let node = Node::new(engine, app::app(style), settings, clock.clone());
        Stage {
            node,
            clock,
            faults,
        }
    }
}

/// A way to be connected.
pub trait Line {
    /// Sends a frame.
    async fn send(&mut self, text: &str);
    /// The next frame; `None` when the connection has ended, with how in `ended`.
    async fn next(&mut self) -> Option<String>;
    /// What has come and was not read.
    async fn unread(&mut self) -> Vec<String>;
    /// How the server ended it.
    fn ended(&self) -> Option<String>;
    /// Cuts it.
    async fn cut(self);
    /// Closes it in good order.
    async fn close(self);
}

/// What makes lines.
pub trait Transport {
    type Line: Line;
    async fn open(&mut self, stage: &Stage, asks: &Asks) -> Self::Line;

    async fn connect(&mut self, stage: &Stage, session: Option<&str>) -> Self::Line {
        let asks = Asks {
            session: session.map(str::to_owned),
            direct: None,
        };
        self.open(stage, &asks).await
    }
}

/// What a client asks for when it connects.
#[derive(Default)]
pub struct Asks {
    pub session: Option<String>,
    /// As the query has it.
    pub direct: Option<String>,
}

impl Asks {
    pub fn query(&self) -> String {
        let session = self
            .session
            .iter()
            .map(|session| format!("session={session}"));
        let direct = self.direct.iter().map(|direct| format!("direct={direct}"));
        let all: Vec<_> = session.chain(direct).collect();
        match all.is_empty() {
            true => String::new(),
            false => format!("?{}", all.join("&")),
        }
    }
}

/// Plays a conversation, in memory, over sockets and over streams of events.
pub fn conversation(style: app::Style, limits: Limits, script: &str) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        play(&Stage::new(style, limits.clone()), InMemory, script).await;
        play(
            &Stage::new(style, limits.clone()),
            OverSockets::default(),
            script,
        )
        .await;
        // A stream can't say goodbye.
        if !script.contains("xx goodbye") {
            play(&Stage::new(style, limits), OverStreams::default(), script).await;
        }
    });
}

/// Runs a test that plays no conversation.
pub fn run<F: Future<Output = ()>>(test: F) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(test);
}

pub async fn play<T: Transport>(stage: &Stage, mut transport: T, script: &str) {
    let mut played = Played {
        lines: HashMap::new(),
        sessions: HashMap::new(),
        epochs: HashMap::new(),
        directs: HashMap::new(),
        log: String::new(),
    };
    for step in script
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        played.step(stage, &mut transport, step).await;
    }
    // All stay until everyone was asked, for who leaves is heard.
    for (name, line) in &mut played.lines {
        let unread = line.unread().await;
        assert!(
            unread.is_empty(),
            "{}\n{name} has heard more: {unread:#?}",
            played.log
        );
    }
}

/// Waits until the server has no more than so many connections: what comes next comes after the break.
async fn seen(stage: &Stage, count: i64) {
    let reached = async {
        while stage.node.metrics().connections.get() > count {
            tokio::task::yield_now().await;
        }
    };
    let reached = tokio::time::timeout(server::LONG, reached).await;
    reached.expect("the server has seen that the connection broke");
}

/// Waits until so many memberships go on without a connection.
async fn lingering(stage: &Stage, count: i64) {
    let reached = async {
        while stage.node.metrics().lingering.get() != count {
            tokio::task::yield_now().await;
        }
    };
    let reached = tokio::time::timeout(server::LONG, reached).await;
    reached.expect("the server has seen that the connection broke");
}

struct Played<L> {
    lines: HashMap<String, L>,
    sessions: HashMap<String, String>,
    epochs: HashMap<String, String>,
    /// How far each has heard what is sent to them alone.
    directs: HashMap<String, (String, u64)>,
    log: String,
}

impl<L: Line> Played<L> {
    async fn step<T: Transport<Line = L>>(&mut self, stage: &Stage, transport: &mut T, step: &str) {
        let (name, rest) = step.split_once(' ').expect("a line begins with a name");
        let rest = rest.trim();
        if name == "clock" {
            let millis: u64 = rest.trim_start_matches('+').parse().expect("milliseconds");
            stage.clock.0.fetch_add(millis, Ordering::SeqCst);
            stage.node.handle_due();
        } else if name == "engine" {
            stage.faults.set(rest);
        } else if name == "server" {
            match rest.strip_prefix("waits for ") {
                Some(count) => lingering(stage, count.parse().expect("how many")).await,
                None => {
                    assert_eq!(rest, "sweeps");
                    stage.node.sweep();
                }
            }
        } else if rest.starts_with("connects") || rest.starts_with("resumes") {
            let (verb, how) = rest.split_once(' ').unwrap_or((rest, ""));
            let session = self
                .sessions
                .get(name)
                .filter(|_| verb == "resumes")
                .cloned();
            let asks = Asks {
                session: session.clone(),
                direct: self.direct(name, verb, how),
            };
            let mut line = transport.open(stage, &asks).await;
            let connected = line.next().await.expect("a connected frame");
            let frame: serde_json::Value = serde_json::from_str(&connected).unwrap();
            let new = frame["session"].as_str().expect("a session").to_owned();
            if verb == "resumes" {
                assert_eq!(
                    Some(&new),
                    session.as_ref(),
                    "{}\nthe session is not known",
                    self.log
                );
            }
            self.sessions.insert(name.to_owned(), new);
            self.lines.insert(name.to_owned(), line);
        } else if rest == "xx drops" {
            self.lines.remove(name).expect("is connected").cut().await;
            // The server may have ended it itself, and seen so already.
            seen(stage, i64::try_from(self.lines.len()).unwrap()).await;
        } else if rest == "xx goodbye" {
            let line = self.lines.remove(name).expect("is connected");
            line.close().await;
        } else if let Some(said) = rest.strip_prefix("-> ") {
            let frame = self.frame(name, said);
            self.lines
                .get_mut(name)
                .unwrap_or_else(|| panic!("{name} is not connected"))
                .send(&frame)
                .await;
        } else if let Some(expected) = rest.strip_prefix("<- ") {
            self.hear(name, expected.trim(), step).await;
        } else {
            panic!("what does this line mean? {step}");
        }
        let _ = writeln!(self.log, "{step}");
    }

    /// From where somebody wants to hear what is sent to them alone.
    fn direct(&self, name: &str, verb: &str, how: &str) -> Option<String> {
        if let Some(place) = how.strip_prefix("behind ") {
            return Some(place.to_owned());
        }
        match (verb, how) {
            (_, "") => None,
            ("connects", "keeping track") => Some(String::new()),
            ("resumes", "keeping track") => {
                let (epoch, seq) = self.directs.get(name).expect("was told where it is");
                Some(format!("{epoch}.{seq}"))
            }
            _ => panic!("how is `{how}`?"),
        }
    }

    async fn hear(&mut self, name: &str, expected: &str, step: &str) {
        let line = self
            .lines
            .get_mut(name)
            .unwrap_or_else(|| panic!("{name} is not connected"));
        let heard = match line.next().await {
            Some(text) => {
                if let Some((room, epoch)) = short::epoch(&text) {
                    self.epochs.insert(room, epoch);
                }
                short::follow(&text, self.directs.entry(name.to_owned()).or_default());
                short::frame(&text)
            }
            None => format!("xx {}", line.ended().unwrap_or_default()),
        };
        assert_eq!(heard, expected, "\nafter:\n{}expected: {step}", self.log);
    }

    /// The frame that a line means.
    fn frame(&self, name: &str, said: &str) -> String {
        if said.starts_with('{') || said.starts_with('!') {
            return said.trim_start_matches('!').to_owned();
        }
        let (said, id) = match said.rsplit_once(" #") {
            Some((said, id)) => (said, format!(r#","id":{id}"#)),
            None => (said, String::new()),
        };
        let user = format!(r#","userId":"{name}""#);
        let (verb, rest) = said.split_once(' ').expect("a verb and what it is about");
        match verb {
            "join" => {
                let (room, since) = rest.split_once(" since ").unwrap_or((rest, ""));
                let since = match since {
                    "" => String::new(),
                    seq => {
                        let epoch = self.epochs.get(room).map_or("0", String::as_str);
                        format!(r#","since":{{"epoch":"{epoch}","seq":{seq}}}"#)
                    }
                };
                format!(r#"{{"type":"join_room","room":"{room}"{user}{since}{id}}}"#)
            }
            "leave" => format!(r#"{{"type":"leave_room","room":"{rest}"{id}}}"#),
            "say" => {
                let (text, room) = rest.rsplit_once(" to ").expect("say … to room");
                let text = serde_json::to_string(text).unwrap();
                let payload = format!(r#"{{"message_type":"Say","text":{text}}}"#);
                format!(
                    r#"{{"type":"send_message","room":"{room}"{user},"payload":{payload}{id}}}"#
                )
            }
            _ => panic!("what is `{verb}`?"),
        }
    }
}
