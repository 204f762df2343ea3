//! The nodes that share a state, as each tells of itself: who is there, who has ended lately, and how much each has to do.

use buildamp_engine::{Announced, Standing, Unavailable};
use serde::Serialize;
use serde_json::Value;

use super::About;
use crate::Node;

/// What a node tells the others. Counts are those since it started.
#[derive(Debug, Serialize)]
struct Told<'a> {
    /// The node, as the ids of its connections begin.
    node: String,
    machine: &'a str,
    address: &'a str,
    version: &'a str,
    /// What tells its rules from others.
    #[serde(skip_serializing_if = "Option::is_none")]
    rules: Option<String>,
    /// Milliseconds since 1970, by its clock, here and below.
    started: u64,
    now: u64,
    is_stopping: bool,
    connections: i64,
    users: i64,
    rooms: i64,
    messages: u64,
    delivered: u64,
    /// Of the process, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    memory: Option<u64>,
}

/// A node as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NodeShown {
    /// What it told of itself last.
    told: Value,
    /// How long ago, in milliseconds.
    silent: u64,
    /// `alive`; `lost` where it ended without a word, or can't reach the others; `left` where it said that it ends.
    standing: &'static str,
    /// Whether it is this node.
    is_own: bool,
}

impl Node {
    /// Lets the nodes that share the state know of this one from now on, with every [`Node::sweep`]. Once.
    pub fn introduce(&self, about: About) {
        let _ = self.about.set(about);
    }

    /// Tells the others how this node stands.
    pub(crate) fn tell_of_itself(&self) {
        let Some(about) = self.about.get().filter(|_| self.engine.waits()) else {
            return;
        };
        let told = serde_json::to_string(&self.told(about));
        // Where it can't be told, health checks and the engine's own log say so.
        let _ = told.map(|told| self.engine.announce(&told.into()));
    }

    fn told<'a>(&self, about: &'a About) -> Told<'a> {
        let metrics = self.metrics();
        Told {
            node: format!("{:08x}", self.mark),
            machine: &about.machine,
            address: &about.address,
            version: &about.version,
            rules: self.app.load().version.as_deref().map(str::to_owned),
            started: self.started.0,
            now: self.clock.now().0,
            is_stopping: self.is_retiring(),
            connections: metrics.connections.get(),
            users: metrics.users.get(),
            rooms: metrics.rooms.get(),
            messages: metrics.messages.get(),
            delivered: metrics.delivered.get(),
            memory: (about.memory)(),
        }
    }

    /// The nodes that share the state, this one first, then by their machines and addresses; those that have ended come last. None where the state is this
    /// node's alone.
    ///
    /// # Errors
    /// Where the engine can't be reached.
    pub fn nodes_shown(&self) -> Result<Vec<NodeShown>, Unavailable> {
        let all = self.engine.nodes()?;
        let mut shown: Vec<NodeShown> = all.into_iter().filter_map(NodeShown::read).collect();
        shown.sort_by_cached_key(|node| {
            let text = |name: &str| node.told[name].as_str().unwrap_or_default().to_owned();
            let place = (text("machine"), text("address"), text("node"));
            (!node.is_own, node.standing != "alive", place)
        });
        Ok(shown)
    }
}

impl NodeShown {
    /// What another version told in another form is left out.
    fn read(node: Announced) -> Option<NodeShown> {
        let told: Value = serde_json::from_str(&node.what).ok()?;
        told["node"].is_string().then_some(NodeShown {
            told,
            silent: node.silent,
            standing: match node.standing {
                Standing::Alive => "alive",
                Standing::Lost => "lost",
                Standing::Left => "left",
            },
            is_own: node.is_own,
        })
    }
}
