//! What waits to be read from a stream, within limits; and the body that hands it on.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll, Waker};

use axum::body::Bytes;
use buildamp_engine::Position;
use buildamp_websocket::Class;
use hyper::body::{Body, Frame as Piece};
use tokio::sync::Notify;

use super::Stream;
use super::event::Seen;
use crate::peer::{Ending, Peer};
use crate::protocol::{self, Frame};

/// The sending half of a stream. It never blocks.
pub(in crate::transport) struct Outlet {
    state: Mutex<State>,
    /// Bytes that may wait.
    most: usize,
    /// It has ended, or nobody reads it any more.
    pub(super) news: Notify,
}

#[derive(Default)]
struct State {
    seen: Seen,
    /// Whether its client is not told from where it hears what is sent to its user alone, for it leaves that to the ids.
    is_discreet: bool,
    waiting: VecDeque<Waiting>,
    bytes: usize,
    /// Whether something was read since the last beat.
    moved: bool,
    waker: Option<Waker>,
    ended: Option<End>,
    /// Nobody reads it any more.
    left: bool,
}

struct Waiting {
    event: Bytes,
    key: Option<u64>,
    rest: Rest,
}

/// What becomes of an event that a newer one replaces.
enum Rest {
    /// It goes.
    Nothing,
    /// This stays of it, of a group: of several in a row of one group only the last.
    Something(u64, Bytes),
    /// It is what stayed, of this group.
    Stayed(u64),
}

/// How the server ended a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum End {
    /// It says so, and when to come back, in milliseconds.
    Told(Ending, u64),
    /// Too much waited. There is no way to say so.
    Slow,
}

/// When who is sent away for a reason may come back, in milliseconds, as the generated clients do.
const PAUSE: u64 = 15_000;

/// The most bytes of one piece of the body.
const PIECE: usize = 64 << 10;

/// What the next beat found.
pub(super) enum Beat {
    /// It is well.
    Fine,
    /// Something waits since before the last beat, and nothing of it was read.
    Stuck,
}

impl Outlet {
    pub(super) fn new(most: usize) -> Outlet {
        Outlet {
            state: Mutex::default(),
            most,
            news: Notify::new(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nobody panics while holding it")
    }

    /// The client has seen a room up to here before.
    pub(super) fn begin(&self, room: &str, position: Position) {
        self.state().seen.begin(room, position);
    }

    /// The client has heard what is sent to its user alone up to here before.
    pub(super) fn begin_direct(&self, position: Position) {
        self.state().seen.begin_direct(position);
    }

    /// Keeps from the client what it did not ask for: from where it hears what is sent to its user alone. The ids have it all the same.
    pub(super) fn be_discreet(&self) {
        self.state().is_discreet = true;
    }

    /// Puts text into the stream that is no event: a comment, or when to come back.
    pub(super) fn note(&self, text: &str) {
        let mut state = self.state();
        state.push(Bytes::copy_from_slice(text.as_bytes()), None);
        state.wake();
    }

    pub(super) fn queued_bytes(&self) -> usize {
        self.state().bytes
    }

    pub(super) fn ended(&self) -> Option<End> {
        self.state().ended.clone()
    }

    pub(super) fn is_left(&self) -> bool {
        self.state().left
    }

    /// A sign of life for who hears nothing else, so that the proxies between keep the connection.
    pub(super) fn beat(&self) -> Beat {
        let mut state = self.state();
        let stuck = state.bytes > 0 && !state.moved;
        state.moved = false;
        if stuck {
            return Beat::Stuck;
        }
        if state.bytes == 0 && state.ended.is_none() {
            state.push(Bytes::from_static(b":\n\n"), None);
            state.wake();
        }
        Beat::Fine
    }

    /// Ends the stream behind what waits. Only the first end counts.
    pub(super) fn finish(&self, ending: &Ending, retry: u64) {
        let mut state = self.state();
        if state.ended.is_some() {
            return;
        }
        let mut event = format!(
            "retry: {retry}\nevent: end\ndata: {{\"code\":{},\"reason\":",
            ending.code
        );
        protocol::quote(&mut event, &ending.reason);
        event.push_str("}\n\n");
        state.push(event.into(), None);
        state.ended = Some(End::Told(ending.clone(), retry));
        state.wake();
        drop(state);
        self.news.notify_one();
    }

    fn take(&self, context: &Context<'_>) -> Poll<Option<Bytes>> {
        let mut state = self.state();
        if let Some(piece) = state.piece() {
            return Poll::Ready(Some(piece));
        }
        if state.ended.is_some() {
            return Poll::Ready(None);
        }
        match &mut state.waker {
            Some(waker) => waker.clone_from(context.waker()),
            None => state.waker = Some(context.waker().clone()),
        }
        Poll::Pending
    }
}

impl State {
    fn push(&mut self, event: Bytes, key: Option<u64>) {
        self.push_leaving(event, key, Rest::Nothing);
    }

    fn push_leaving(&mut self, event: Bytes, key: Option<u64>, rest: Rest) {
        self.bytes += event.len();
        self.waiting.push_back(Waiting { event, key, rest });
    }

    /// Drops the older events of the key, but for what stays of them.
    fn replace(&mut self, key: u64) {
        let mut kept: VecDeque<Waiting> = VecDeque::with_capacity(self.waiting.len());
        for mut old in self.waiting.drain(..) {
            if old.key == Some(key) {
                let Rest::Something(group, event) = old.rest else {
                    continue;
                };
                old = Waiting {
                    event,
                    key: None,
                    rest: Rest::Stayed(group),
                };
            }
            if let (Some(before), Rest::Stayed(group)) = (kept.back(), &old.rest)
                && matches!(before.rest, Rest::Stayed(of) if of == *group)
            {
                kept.pop_back();
            }
            kept.push_back(old);
        }
        self.bytes = kept.iter().map(|waiting| waiting.event.len()).sum();
        self.waiting = kept;
    }

    /// What waits, as far as it goes into one piece.
    fn piece(&mut self) -> Option<Bytes> {
        let mut piece = Vec::new();
        while let Some(next) = self.waiting.front() {
            if !piece.is_empty() && piece.len() + next.event.len() > PIECE {
                break;
            }
            let next = self.waiting.pop_front()?;
            self.bytes -= next.event.len();
            if piece.is_empty() && self.waiting.is_empty() {
                piece = next.event.into();
            } else {
                piece.extend_from_slice(&next.event);
            }
        }
        self.moved |= !piece.is_empty();
        (!piece.is_empty()).then(|| piece.into())
    }

    fn wake(&mut self) {
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }
}

/// An outlet, as a connection holds it.
pub(super) struct Mouth(pub(super) Arc<Outlet>);

impl Peer for Mouth {
    fn queue(&self, frame: &Frame, class: Class) {
        let outlet = &self.0;
        let mut state = outlet.state();
        if state.ended.is_some() {
            return;
        }
        let event = match state.is_discreet && protocol::is_place(frame.text()) {
            true => state.seen.id(frame.text()),
            false => state.seen.event(frame.text()),
        };
        let (key, rest) = match class {
            Class::Normal => (None, Rest::Nothing),
            Class::Volatile(key) => (Some(key), Rest::Nothing),
            Class::Leaving(key, rest) => {
                let left = rest(frame.text()).map(|(group, left)| {
                    let event = state.seen.event(left.payload());
                    Rest::Something(group, event)
                });
                (Some(key), left.unwrap_or(Rest::Nothing))
            }
        };
        // Who keeps up gets all of them.
        if let Some(key) = key.filter(|_| state.bytes >= outlet.most / 16) {
            state.replace(key);
        }
        let alone = state.bytes == 0;
        state.push_leaving(event, key, rest);
        if state.bytes > outlet.most && !alone {
            state.waiting.clear();
            state.bytes = 0;
            state.ended = Some(End::Slow);
            state.wake();
            drop(state);
            outlet.news.notify_one();
        }
    }

    fn flush(&self) {
        self.0.state().wake();
    }

    fn end(&self, ending: &Ending) {
        self.0.finish(ending, PAUSE);
    }
}

/// The body of a stream's response. With it the connection ends.
pub(super) struct Pieces(pub(super) Arc<Stream>);

impl Body for Pieces {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Piece<Bytes>, Self::Error>>> {
        let piece = self.0.outlet().take(context);
        piece.map(|piece| piece.map(|bytes| Ok(Piece::data(bytes))))
    }
}

impl Drop for Pieces {
    fn drop(&mut self) {
        let outlet = self.0.outlet();
        outlet.state().left = true;
        outlet.news.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(outlet: &Outlet) -> String {
        match outlet.take(&Context::from_waker(Waker::noop())) {
            Poll::Ready(Some(piece)) => String::from_utf8_lossy(&piece).into_owned(),
            Poll::Ready(None) => "(over)".to_owned(),
            Poll::Pending => String::new(),
        }
    }

    fn tell(outlet: &Arc<Outlet>, text: &str, class: Class) {
        Mouth(outlet.clone()).queue(&Frame::from(format!("\"{text}\"")), class);
    }

    #[test]
    fn all_that_waits_is_one_piece_and_an_end_comes_behind_it() {
        let outlet = Arc::new(Outlet::new(1000));
        assert_eq!(said(&outlet), "");
        tell(&outlet, "a", Class::Normal);
        tell(&outlet, "b", Class::Volatile(1));
        tell(&outlet, "c", Class::Volatile(1));
        let ending = Ending {
            code: 1008,
            reason: "ba\"d".to_owned(),
        };
        outlet.finish(&ending, 7);
        tell(&outlet, "d", Class::Normal);
        assert_eq!(
            said(&outlet),
            "data: \"a\"\n\ndata: \"b\"\n\ndata: \"c\"\n\nretry: 7\nevent: end\ndata: {\"code\":1008,\"reason\":\"ba\\\"d\"}\n\n"
        );
        assert_eq!(
            (said(&outlet), outlet.queued_bytes()),
            ("(over)".to_owned(), 0)
        );
    }

    #[test]
    fn what_stays_of_replaced_frames_is_told_once() {
        let outlet = Arc::new(Outlet::new(160));
        let rest: fn(&[u8]) -> Option<(u64, buildamp_websocket::Outgoing)> =
            |_| Some((7, buildamp_websocket::Outgoing::text("\"passed\"")));
        for round in 0..1000 {
            tell(&outlet, &format!("v{round}"), Class::Leaving(1, rest));
        }
        tell(&outlet, "n", Class::Normal);
        assert_eq!(
            said(&outlet),
            "data: \"passed\"\n\ndata: \"v999\"\n\ndata: \"n\"\n\n"
        );
    }

    #[test]
    fn for_a_slow_reader_newer_volatile_frames_replace_older_ones() {
        let outlet = Arc::new(Outlet::new(160));
        for round in 0..1000 {
            tell(&outlet, &format!("v{round}"), Class::Volatile(1));
        }
        tell(&outlet, "n", Class::Normal);
        assert_eq!(outlet.ended(), None);
        assert_eq!(said(&outlet), "data: \"v999\"\n\ndata: \"n\"\n\n");
    }

    #[test]
    fn too_much_ends_it_and_one_large_frame_alone_does_not() {
        let outlet = Arc::new(Outlet::new(20));
        tell(&outlet, &"x".repeat(100), Class::Normal);
        assert_eq!(outlet.ended(), None);
        tell(&outlet, "y", Class::Normal);
        assert_eq!(outlet.ended(), Some(End::Slow));
        assert_eq!(
            (said(&outlet), outlet.queued_bytes()),
            ("(over)".to_owned(), 0)
        );
    }

    #[test]
    fn who_reads_nothing_from_beat_to_beat_is_stuck() {
        let outlet = Arc::new(Outlet::new(1000));
        assert!(matches!(outlet.beat(), Beat::Fine));
        assert_eq!(said(&outlet), ":\n\n");
        assert!(matches!(outlet.beat(), Beat::Fine));
        assert!(matches!(outlet.beat(), Beat::Stuck));
    }
}
