//! The streams of a listener, by the sessions that their clients speak for.

use std::sync::{Arc, Weak};

use dashmap::DashMap;
use tokio::sync::Mutex;

use super::outlet::Outlet;
use crate::Connection;
use crate::peer::Ending;
use crate::protocol::{Code, Refusal};
use crate::transport::ways::Asking;

/// A stream with its connection, which lasts as long as its response's body.
pub(in crate::transport) struct Stream {
    connection: Connection,
    outlet: Arc<Outlet>,
    order: Mutex<()>,
    streams: Arc<Streams>,
}

impl Stream {
    /// Its connection.
    pub(in crate::transport) fn connection(&self) -> &Connection {
        &self.connection
    }

    pub(super) fn outlet(&self) -> &Arc<Outlet> {
        &self.outlet
    }

    /// Whoever holds it brings frames.
    pub(in crate::transport) fn order(&self) -> &Mutex<()> {
        &self.order
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        // A newer stream of the session may be there already.
        let session = self.connection.session();
        let streams = &self.streams.0;
        streams.remove_if(&*session, |_, held| held.strong_count() == 0);
    }
}

/// All streams.
#[derive(Default)]
pub(in crate::transport) struct Streams(DashMap<Box<str>, Weak<Stream>>);

impl Streams {
    pub(super) fn add(
        self: &Arc<Streams>,
        connection: Connection,
        outlet: Arc<Outlet>,
    ) -> Arc<Stream> {
        let stream = Arc::new(Stream {
            connection,
            outlet,
            order: Mutex::new(()),
            streams: self.clone(),
        });
        let session = stream.connection.session().into();
        self.0.insert(session, Arc::downgrade(&stream));
        stream
    }

    /// The stream of the session that a request names.
    ///
    /// # Errors
    /// Where there is none, or it is another user's.
    pub(in crate::transport) fn of(&self, asking: &Asking) -> Result<Arc<Stream>, Refusal> {
        let session = asking.hello.session.as_deref().unwrap_or_default();
        let stream = self.0.get(session).and_then(|held| held.upgrade());
        let stream = stream.filter(|stream| {
            let theirs = asking.token.as_ref().map(|token| token.user.as_str());
            let connection = &stream.connection;
            *connection.tenant() == asking.tenant
                && theirs.is_none_or(|user| connection.user() == user)
        });
        stream.ok_or_else(|| {
            let text = "this session has no stream here: open `GET /sse`, and name its `session`";
            Refusal::new(Code::NotInRoom, text)
        })
    }

    /// Shows how many bytes wait for each stream.
    pub(in crate::transport) fn each_queue(&self, mut see: impl FnMut(usize)) {
        for stream in self.all() {
            see(stream.outlet.queued_bytes());
        }
    }

    /// Tells all clients that the server goes, and when to come back: not all at once.
    pub(in crate::transport) fn end_all(&self) {
        let mut wait = 500;
        for stream in self.all() {
            send_away(&stream.outlet, wait);
            wait = 500 + (wait * 7 + 131) % 2000;
        }
    }

    fn all(&self) -> Vec<Arc<Stream>> {
        // Not dropped while the map is held, for that takes them out of it.
        self.0.iter().filter_map(|held| held.upgrade()).collect()
    }
}

/// Tells a client that the server goes, and after how many milliseconds to come back.
pub(super) fn send_away(outlet: &Outlet, wait: u64) {
    let reason = format!("the server restarts; retry_after_ms={wait}");
    outlet.finish(&Ending { code: 1012, reason }, wait);
}
