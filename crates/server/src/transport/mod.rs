//! How clients reach a node: a listener, WebSocket, streams of events, posts, uploads.
//!
//! Owns sockets and their time-outs. What frames mean is the node's.

mod accept;
mod crew;
mod dashboard;
mod greet;
mod heartbeat;
mod http;
mod post;
mod rest;
mod socket;
mod sse;
mod uploads;
mod ways;
mod webhooks;

use std::sync::Arc;
use std::time::Duration;

use tokio_rustls::TlsAcceptor;

use crate::dashboard::Dashboard;
use crate::identity::Origins;
use crate::uploads::Uploads;
pub use accept::{Drained, serve};

/// How a listener works.
#[derive(Clone)]
pub struct Options {
    /// How many threads connections live on, each with an event loop of its own. With none they live on the caller's runtime.
    pub threads: usize,
    /// Which pages may connect.
    pub origins: Origins,
    /// For HTTPS and WSS.
    pub tls: Option<TlsAcceptor>,
    /// How long a client may take for TLS, and then for its request's head.
    pub handshake: Duration,
    /// How often a silent peer is pinged; who is silent until the next ping is gone.
    pub ping: Duration,
    /// How long connections may take to end when the server stops.
    pub grace: Duration,
    /// For how long `/readyz` says that the server is about to stop before it does.
    pub drain_delay: Duration,
    /// TCP connections at once.
    pub connections: usize,
    /// TCP connections of one address at once.
    pub per_address: usize,
    /// Bytes that may wait for one slow reader.
    pub queue: usize,
    /// Whether messages are compressed where the client can read that, and from how many bytes on.
    pub compress: Option<usize>,
    /// Files that users upload; without, there are none.
    pub uploads: Option<Arc<Uploads>>,
    /// What operators see under `/_buildamp`; without, there is nothing.
    pub dashboard: Option<Dashboard>,
    /// What is served where no path of the server's fits: an app's pages.
    pub site: axum::Router,
}

impl Default for Options {
    /// Two threads, 10 s for a handshake, pings every 30 s, 10 s of grace, no delay before stopping, 100,000 connections, 1,000 an address,
    /// 1 MiB of queue, compression from 512 bytes on, no uploads, no dashboard, no pages.
    fn default() -> Options {
        Options {
            threads: 2,
            origins: Origins::Any,
            tls: None,
            handshake: Duration::from_secs(10),
            ping: Duration::from_secs(30),
            grace: Duration::from_secs(10),
            drain_delay: Duration::ZERO,
            connections: 100_000,
            per_address: 1_000,
            queue: 1 << 20,
            compress: Some(512),
            uploads: None,
            dashboard: None,
            site: axum::Router::new(),
        }
    }
}

impl Options {
    /// A frame that is somewhat too long is refused; one that is far too long ends the connection.
    fn config(&self, frame: usize) -> Arc<buildamp_websocket::Config> {
        let longest = frame.saturating_mul(4).max(1 << 16);
        Arc::new(buildamp_websocket::Config {
            max_frame: longest,
            max_message: longest,
            max_queue: self.queue,
            min_deflate: self.compress.unwrap_or(usize::MAX),
            flush: buildamp_websocket::Flush::ByCaller,
        })
    }
}
