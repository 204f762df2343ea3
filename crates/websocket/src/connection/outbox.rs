//! The way out of a connection: its queue, its stream, and whether it has ended.
//!
//! All of it is used under one lock, for a frame may be written by whoever sends it. What the stream does not take at
//! once waits for the reader's task, which is woken when there is space.

use std::cell::RefCell;
use std::io::{self, IoSlice};
use std::task::{Context, Poll, Waker, ready};

use bytes::{Buf, Bytes};

use super::ended::Ended;
use super::queue::{BATCH, Key, Pace, Queue, Replaced};
use super::sender::Gone;
use super::stream::Wire;
use crate::codec::{OpCode, Role};
use crate::outgoing::control;

/// Up to so many bytes are copied together, rather than written from where they are.
const SMALL: usize = 4 << 10;

thread_local! {
    static TOGETHER: RefCell<Vec<u8>> = RefCell::new(Vec::with_capacity(SMALL));
}

#[derive(Debug)]
pub(super) struct Outbox {
    pub(super) wire: Wire,
    queue: Queue,
    role: Role,
    max_queue: usize,
    pace: Pace,
    /// The reader's task.
    waker: Option<Waker>,
    ended: Option<Box<Ended>>,
}

impl Outbox {
    pub(super) fn new(wire: Wire, role: Role, max_queue: usize) -> Outbox {
        Outbox {
            wire,
            queue: Queue::default(),
            role,
            max_queue,
            pace: Pace::Keeping,
            waker: None,
            ended: None,
        }
    }

    /// Puts bytes into the queue that leave before everything else and are no frame.
    pub(super) fn begin(&mut self, unsent: Vec<u8>) {
        if !unsent.is_empty() {
            self.queue.push_begun(unsent.into(), None);
        }
    }

    pub(super) fn bytes(&self) -> usize {
        self.queue.bytes()
    }

    pub(super) fn frames(&self) -> usize {
        self.queue.frames()
    }

    pub(super) fn ended(&self) -> Option<&Ended> {
        self.ended.as_deref()
    }

    /// Whether frames wait because the stream takes no more.
    pub(super) fn is_blocked(&self) -> bool {
        self.pace == Pace::Slow
    }

    /// Who is woken when there is space, or the connection ends.
    pub(super) fn watch(&mut self, cx: &Context<'_>) {
        match &mut self.waker {
            Some(waker) => waker.clone_from(cx.waker()),
            None => self.waker = Some(cx.waker().clone()),
        }
    }

    /// Puts a frame into the queue; it leaves with the next flush.
    pub(super) fn queue(
        &mut self,
        frame: Bytes,
        key: Option<Key>,
        replaced: Replaced,
    ) -> Result<(), Gone> {
        self.check_open()?;
        if self.pace == Pace::Keeping && self.queue.bytes() + frame.len() > self.max_queue {
            self.flush();
            self.check_open()?;
        }
        // First in, then counted: of a frame that replaces another only the difference counts.
        self.queue.push_leaving(frame, key, self.pace, replaced);
        if self.queue.bytes_behind_first() > self.max_queue {
            self.queue.abandon();
            self.close(Ended::Slow);
        }
        self.check_open()
    }

    /// Writes a frame at once where nothing waits, or puts it behind what does.
    pub(super) fn send(
        &mut self,
        mut frame: Bytes,
        key: Option<Key>,
        replaced: Replaced,
    ) -> Result<(), Gone> {
        self.check_open()?;
        if !self.queue.is_empty() || self.pace == Pace::Slow {
            self.queue(frame, key, replaced)?;
            if self.pace == Pace::Keeping {
                self.flush();
            }
            return self.check_open();
        }
        let whole = frame.len();
        let written =
            self.with_waker(|outbox, cx| outbox.wire.poll_write(cx, &[IoSlice::new(&frame)]));
        match written {
            Poll::Ready(Ok(written)) if written == whole => self.push_through(),
            Poll::Ready(Ok(written)) => {
                frame.advance(written);
                self.queue.push_begun(frame, key);
                self.flush();
            }
            Poll::Ready(Err(error)) => self.lose(error.kind()),
            Poll::Pending => {
                self.pace = Pace::Slow;
                self.queue.push_leaving(frame, key, self.pace, replaced);
            }
        }
        self.check_open()
    }

    /// Writes what waits, as far as the stream takes it.
    pub(super) fn flush(&mut self) {
        // Pending, the reader's task is woken when there is space, and goes on.
        let _ = self.with_waker(Outbox::poll_flush);
    }

    /// Ready once nothing waits. A failure ends the connection.
    pub(super) fn poll_flush(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        match self.poll_write_all(cx) {
            Poll::Ready(Ok(())) => {
                self.pace = Pace::Keeping;
                Poll::Ready(())
            }
            Poll::Ready(Err(error)) => {
                self.lose(error.kind());
                Poll::Ready(())
            }
            Poll::Pending => {
                self.pace = Pace::Slow;
                Poll::Pending
            }
        }
    }

    /// Ends the connection with a close frame, behind what waits. Only the first end counts.
    pub(super) fn close(&mut self, ended: Ended) {
        if self.ended.is_some() {
            return;
        }
        let frame = control(self.role, OpCode::Close, &ended.payload());
        self.queue.push(frame, None, Pace::Keeping);
        self.end(ended);
        self.flush();
    }

    /// Gives up the stream: nothing is written any more.
    pub(super) fn drop_stream(&mut self) {
        self.wire = Wire::Gone;
        self.queue = Queue::default();
        self.pace = Pace::Keeping;
        self.waker = None;
        let lost = Ended::Lost(io::ErrorKind::NotConnected);
        self.ended.get_or_insert_with(|| Box::new(lost));
    }

    fn check_open(&self) -> Result<(), Gone> {
        match self.ended {
            None => Ok(()),
            Some(_) => Err(Gone),
        }
    }

    fn end(&mut self, ended: Ended) {
        if self.ended.is_some() {
            return;
        }
        self.ended = Some(Box::new(ended));
        if let Some(waker) = &self.waker {
            waker.wake_by_ref();
        }
    }

    /// The stream failed: nothing that waits can leave.
    pub(super) fn lose(&mut self, error: io::ErrorKind) {
        self.queue = Queue::default();
        self.pace = Pace::Keeping;
        self.end(Ended::Lost(error));
    }

    fn poll_write_all(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.queue.is_empty() {
            let written = match self.queue.bytes() {
                ..=SMALL => ready!(self.poll_write_together(cx)),
                _ => {
                    let mut slices = [IoSlice::new(&[]); BATCH];
                    let count = self.queue.slices(&mut slices);
                    ready!(self.wire.poll_write(cx, &slices[..count]))
                }
            };
            self.queue.advance(written?);
        }
        self.wire.poll_flush(cx)
    }

    /// Writes a few short frames as one piece: the system takes longer over several than it takes to copy them.
    fn poll_write_together(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<usize>> {
        TOGETHER.with_borrow_mut(|together| {
            together.clear();
            self.queue.copy(together);
            self.wire.poll_write(cx, &[IoSlice::new(together)])
        })
    }

    /// After a frame that was taken at once: streams with a buffer of their own must still let go of it.
    fn push_through(&mut self) {
        if matches!(self.wire, Wire::Other(_)) {
            self.flush();
        }
    }

    /// Runs with the reader's waker, so that it is its task that goes on when there is space. Before the reader is
    /// first polled there is none, and its first poll flushes.
    fn with_waker<R>(&mut self, run: impl FnOnce(&mut Outbox, &mut Context<'_>) -> R) -> R {
        let waker = self.waker.take();
        let was_open = self.ended.is_none();
        let mut cx = Context::from_waker(waker.as_ref().unwrap_or(Waker::noop()));
        let result = run(self, &mut cx);
        if let Some(waker) = &waker
            && was_open
            && self.ended.is_some()
        {
            waker.wake_by_ref();
        }
        self.waker = waker;
        result
    }
}
