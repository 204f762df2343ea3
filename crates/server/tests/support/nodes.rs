//! Several nodes in one process, with one server of Redis between them.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use buildamp_engine::Engine;
use buildamp_engine_redis::testing::{Server, options};
use buildamp_engine_redis::{Options, Redis};
use buildamp_server::identity::Auth;
use buildamp_server::{Limits, Node, Settings, Tenancy};

use super::app::{Style, app};
use super::{Faults, START, Stage, Standing};

pub struct Nodes {
    pub stages: Vec<Arc<Stage>>,
    pub engines: Vec<Arc<Redis>>,
    pub clock: Arc<Standing>,
    pub options: Options,
    style: Style,
    limits: Limits,
    // The last, for the engines say goodbye to it.
    pub server: Server,
}

impl Nodes {
    /// So many nodes on a server of their own. To be called within a runtime.
    pub fn start(count: usize, style: Style, limits: Limits) -> Nodes {
        Nodes::on(Server::start(), count, style, limits)
    }

    pub fn on(server: Server, count: usize, style: Style, limits: Limits) -> Nodes {
        let options = Options {
            lease: Duration::from_millis(900),
            farewell: Duration::from_secs(3),
            patience: Duration::from_secs(2),
            // Less than a client waits for its answer, also where it is not known what became of a commit.
            timeout: Duration::from_secs(6),
            ..options(&server.url())
        };
        let mut nodes = Nodes {
            stages: Vec::new(),
            engines: Vec::new(),
            clock: Arc::new(Standing(AtomicU64::new(START))),
            options,
            style,
            limits,
            server,
        };
        (0..count).for_each(|_| nodes.add());
        nodes
    }

    /// One more.
    pub fn add(&mut self) {
        let engine = Arc::new(Redis::open(&self.options).unwrap());
        let settings = Settings {
            auth: Auth::None,
            tenancy: Tenancy::Single("test".into()),
            limits: self.limits.clone(),
        };
        let shared: Arc<dyn Engine> = engine.clone();
        let node = Node::new(shared, app(self.style), settings, self.clock.clone());
        self.engines.push(engine);
        self.stages.push(Arc::new(Stage {
            node,
            clock: self.clock.clone(),
            faults: Arc::new(Faults::default()),
        }));
    }

    /// Ends a node that says goodbye to the others.
    pub fn close(&mut self, index: usize) -> Arc<Stage> {
        self.engines.remove(index).close().unwrap();
        self.stages.remove(index)
    }

    /// Ends a node without a word to anybody.
    pub fn vanish(&mut self, index: usize) -> Arc<Stage> {
        self.engines.remove(index).vanish();
        self.stages.remove(index)
    }
}
