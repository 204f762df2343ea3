//! What the server counts, in the form that Prometheus reads.

mod answers;
mod held;

use std::sync::atomic::AtomicU64;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;

pub use answers::Answers;
pub use held::Held;
pub(crate) use held::Of;

/// A label with the code of a refusal, a fault or a close.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Code {
    /// The code.
    pub code: &'static str,
}

/// A label with a reason.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Reason {
    /// The reason, a word.
    pub reason: &'static str,
}

/// A label with how a request over HTTP was answered.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Answered {
    /// The path as the server knows it, with its holes: `pages` for all that are the app's own.
    pub path: String,
    /// The status of the answer.
    pub status: u16,
}

/// A label with what came of something.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Outcome {
    /// A word.
    pub outcome: &'static str,
}

/// Why a connection was not taken: as many as there may be in all, ..
pub(crate) const FULL: &str = "full";
/// .. or of its address, ..
pub(crate) const ADDRESS: &str = "address";
/// .. no request at all, or none within the time for the handshake, ..
pub(crate) const HANDSHAKE: &str = "handshake";
/// .. no TLS, ..
pub(crate) const TLS: &str = "tls";
/// .. no proper request for a socket, ..
pub(crate) const REQUEST: &str = "request";
/// .. a page that may not connect, ..
pub(crate) const ORIGIN: &str = "origin";
/// .. or nobody knows who it is.
pub(crate) const UNAUTHORIZED: &str = "unauthorized";

/// Why a connection was ended: it reads too slowly, ..
pub(crate) const SLOW: &str = "slow";
/// .. answers no ping, ..
pub(crate) const SILENT: &str = "silent";
/// .. goes too fast in spite of being told, ..
pub(crate) const FLOOD: &str = "flood";
/// .. sends more than a message may have, also inflated, ..
pub(crate) const TOO_LARGE: &str = "too_large";
/// .. breaks the rules of the WebSocket protocol, ..
pub(crate) const PROTOCOL: &str = "protocol";
/// .. has a token that has expired, ..
pub(crate) const EXPIRED: &str = "expired";
/// .. is one too many of its user, ..
pub(crate) const USER: &str = "user";
/// .. or the rules ended it.
pub(crate) const RULES: &str = "rules";

/// The server's counts. Registered once, read under `/metrics`.
pub struct Metrics {
    registry: Registry,
    /// Connections that are open.
    pub connections: Gauge,
    /// Rooms with members on this node, and those that were left since the last sweep.
    pub rooms: Gauge,
    /// Users with connections on this node, and those whose limits have not recovered yet.
    pub users: Gauge,
    /// Frames that came in.
    pub received: Counter,
    /// Messages that took effect.
    pub messages: Counter,
    /// Broadcasts that were delivered, times their receivers.
    pub delivered: Counter,
    /// Frames that were refused, by code.
    pub refusals: Family<Code, Counter>,
    /// Calls of the logic that ended early, by what was refused.
    pub faults: Family<Code, Counter>,
    /// What the rules were asked, and answered with.
    pub answers: Answers,
    /// Requests over HTTP, by path and status. Those for sockets are none.
    pub requests: Family<Answered, Counter>,
    /// Commits that were tried again.
    pub conflicts: Counter,
    /// Events that were handled.
    pub events: Counter,
    /// Ticks of rooms.
    pub ticks: Counter,
    /// Ticks that were due while the one before was not done.
    pub ticks_skipped: Counter,
    /// Seconds from when a tick was due until it began.
    pub tick_delay: Histogram,
    /// Files that were uploaded.
    pub uploads: Counter,
    /// And their bytes.
    pub uploaded_bytes: Counter,
    /// Attempts to send a webhook, by what came of them: `delivered`, `again`, `failed`.
    pub webhooks: Family<Code, Counter>,
    /// Webhooks that came in, by what came of them: `accepted`, or why not.
    pub incoming: Family<Code, Counter>,
    /// What connections, rooms and users hold in memory.
    pub held: Held,
    /// Seconds from a message's arrival until it was committed.
    pub latency: Histogram,
    /// Connections that were not taken, by reason.
    pub turned_away: Family<Reason, Counter>,
    /// Connections that were ended for what they did, by reason.
    pub evictions: Family<Reason, Counter>,
    /// How often a service was asked for the keys of tokens, by what came of it: `fetched`, `failed`.
    pub key_refreshes: Family<Outcome, Counter>,
    /// Users who are still in rooms though their connection broke.
    pub lingering: Gauge,
    /// Connections that were ended by the server, by close code.
    pub endings: Family<CloseCode, Counter<u64, AtomicU64>>,
}

/// A label with a close code.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct CloseCode {
    /// RFC 6455, section 7.4.
    pub code: u16,
}

/// The bounds of histograms of times.
fn seconds() -> impl Iterator<Item = f64> {
    exponential_buckets(0.000_01, 2.0, 18)
}

impl Default for Metrics {
    fn default() -> Metrics {
        let seconds = || Histogram::new(seconds());
        let mut metrics = Metrics {
            registry: Registry::with_prefix("buildamp"),
            connections: Gauge::default(),
            rooms: Gauge::default(),
            users: Gauge::default(),
            received: Counter::default(),
            messages: Counter::default(),
            delivered: Counter::default(),
            refusals: Family::default(),
            faults: Family::default(),
            answers: Answers::default(),
            requests: Family::default(),
            conflicts: Counter::default(),
            events: Counter::default(),
            ticks: Counter::default(),
            ticks_skipped: Counter::default(),
            tick_delay: seconds(),
            uploads: Counter::default(),
            uploaded_bytes: Counter::default(),
            webhooks: Family::default(),
            incoming: Family::default(),
            held: Held::default(),
            latency: seconds(),
            turned_away: Family::default(),
            evictions: Family::default(),
            key_refreshes: Family::default(),
            lingering: Gauge::default(),
            endings: Family::default(),
        };
        metrics.register();
        metrics
    }
}

impl Metrics {
    fn register(&mut self) {
        let registry = &mut self.registry;
        registry.register(
            "connections",
            "Connections that are open",
            self.connections.clone(),
        );
        registry.register(
            "rooms",
            "Rooms with members on this node",
            self.rooms.clone(),
        );
        registry.register("users", "Users of this node", self.users.clone());
        registry.register(
            "frames_received",
            "Frames that came in",
            self.received.clone(),
        );
        registry.register(
            "messages",
            "Messages that took effect",
            self.messages.clone(),
        );
        registry.register(
            "deliveries",
            "Broadcasts times their receivers",
            self.delivered.clone(),
        );
        registry.register(
            "refusals",
            "Frames that were refused",
            self.refusals.clone(),
        );
        registry.register(
            "logic_faults",
            "Calls of the logic that ended early",
            self.faults.clone(),
        );
        self.answers.register(registry);
        registry.register(
            "http_requests",
            "Requests over HTTP that were answered",
            self.requests.clone(),
        );
        registry.register(
            "conflicts",
            "Commits that were tried again",
            self.conflicts.clone(),
        );
        registry.register(
            "events",
            "Scheduled events that were handled",
            self.events.clone(),
        );
        registry.register("ticks", "Ticks of rooms", self.ticks.clone());
        registry.register(
            "ticks_skipped",
            "Ticks that were due while the one before was not done",
            self.ticks_skipped.clone(),
        );
        registry.register(
            "tick_delay_seconds",
            "From when a tick was due until it began",
            self.tick_delay.clone(),
        );
        registry.register("uploads", "Files that were uploaded", self.uploads.clone());
        registry.register(
            "uploaded_bytes",
            "Bytes of files that were uploaded",
            self.uploaded_bytes.clone(),
        );
        registry.register(
            "webhooks",
            "Attempts to send a webhook",
            self.webhooks.clone(),
        );
        registry.register(
            "incoming_webhooks",
            "Webhooks that came in",
            self.incoming.clone(),
        );
        self.held.register(registry);
        registry.register(
            "message_seconds",
            "From arrival to commit",
            self.latency.clone(),
        );
        registry.register(
            "connections_refused",
            "Connections that were not taken",
            self.turned_away.clone(),
        );
        registry.register(
            "evictions",
            "Connections that were ended for what they did",
            self.evictions.clone(),
        );
        registry.register(
            "key_refreshes",
            "How often a service was asked for the keys of tokens",
            self.key_refreshes.clone(),
        );
        registry.register(
            "lingering",
            "Memberships of connections that broke, until they come back or are over",
            self.lingering.clone(),
        );
        registry.register(
            "closes",
            "Connections that the server ended",
            self.endings.clone(),
        );
    }

    /// Counts a connection that was not taken.
    pub(crate) fn turn_away(&self, reason: &'static str) {
        self.turned_away.get_or_create(&Reason { reason }).inc();
    }

    /// Counts a connection that was ended for what it did.
    pub(crate) fn evict(&self, reason: &'static str) {
        self.evictions.get_or_create(&Reason { reason }).inc();
    }

    /// The text that Prometheus reads.
    pub fn text(&self) -> String {
        let mut text = String::new();
        encode(&mut text, &self.registry).expect("a String takes everything");
        text
    }
}
