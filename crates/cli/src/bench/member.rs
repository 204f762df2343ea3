//! One connection of a run: it joins, hears, and sends where it is a sender.
//!
//! A receiver's work is as little as can be, for it takes the server's CPU away: it reads, steps over frames, and picks out stamps.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use buildamp_websocket::codec::{Head, OpCode, Skim, inflate};
use buildamp_websocket::{Outgoing, Role, Window};
use tokio::io::Interest;
use tokio::sync::OwnedSemaphorePermit;

use super::join::{self, Told};
use super::shared::{Came, Phase, Shared};
use super::stamp::{Stamp, Template, Timed};
use super::target::Target;
use super::wire::Wire;

/// The longest frame that is taken.
const LONGEST: usize = 16 << 20;

/// Messages shorter than this are sent as they are.
const COMPRESSED_FROM: usize = 512;

/// Of those who only hear compressed messages, one in so many looks inside for the time.
const SAMPLED: usize = 16;

thread_local! {
    static SCRATCH: RefCell<Vec<u8>> = RefCell::new(vec![0; 64 << 10]);
}

/// When a sender sends.
#[derive(Debug, Clone, Copy)]
pub(super) enum Pace {
    /// As soon as fewer than so many of its messages are on their way.
    Window(usize),
    /// By the clock.
    Every(Duration),
}

/// A connection that is to be.
pub(super) struct Member {
    pub(super) number: usize,
    pub(super) room: usize,
    /// What rooms are called, before their numbers.
    pub(super) called: Arc<str>,
    pub(super) target: Arc<Target>,
    /// Of a sender.
    pub(super) payload: Option<Arc<Template>>,
    pub(super) pace: Pace,
    pub(super) shared: Arc<Shared>,
}

impl Member {
    /// Connects, joins, gives the permit back, and goes on until the run is over. Who can't join leaves the permit where it is.
    pub(super) async fn live(self, permit: &mut Option<OwnedSemaphorePermit>) -> Result<()> {
        // Apart, for what it takes to connect would stay with the connection.
        let (mut line, told) = Box::pin(self.enter()).await?;
        if let Told::Refused(words) = told {
            let room = join::room(&self.called, self.room);
            bail!(
                "connection {} was not let into the room `{room}`: {words}\n\nhelp: `--room-name NAME` says what rooms are called, where the rules let nobody into others",
                self.number
            );
        }
        permit.take();
        let shared = self.shared;
        let result = match line.sender.is_some() {
            true => line.send_and_hear(&shared, self.pace).await,
            false => line.hear(&shared).await,
        };
        match *shared.phase.borrow() {
            Phase::Over => Ok(()),
            _ => result.with_context(|| format!("connection {} was lost", self.number)),
        }
    }

    async fn enter(&self) -> Result<(Line, Told)> {
        let (room, user) = (join::room(&self.called, self.room), join::user(self.number));
        let (stream, opened) = self.target.connect(self.number).await?;
        let sender = self.payload.as_ref().map(|payload| {
            let (before, after) = payload.frame(&room, &user);
            Sender {
                before,
                after,
                timed: payload.timed(),
                pending: VecDeque::new(),
            }
        });
        let mut line = Line {
            stream,
            number: self.number,
            window: opened.window,
            skim: Skim::default(),
            hint: 0,
            sender,
        };
        let frame = Outgoing::text(&join::frame(&room, &user)).frame(Role::Client, None);
        line.write_all(&frame).await?;
        let mut read = opened.read;
        loop {
            let mut told = Told::Other;
            let each = |head: &Head, payload: &[u8]| {
                // Compressed, it is long, and no refusal.
                let this = match head.compressed {
                    true => inflate(payload, LONGEST, join::told).unwrap_or(Told::Other),
                    false => join::told(payload),
                };
                if told == Told::Other {
                    told = this;
                }
            };
            line.skim.feed(&read, LONGEST, each)?;
            if told != Told::Other {
                return Ok((line, told));
            }
            line.stream.readable().await?;
            read = line.try_read(<[u8]>::to_vec)?.unwrap_or_default();
        }
    }
}

struct Line {
    stream: Wire,
    number: usize,
    window: Option<Window>,
    skim: Skim,
    /// Where the last stamp was.
    hint: usize,
    sender: Option<Sender>,
}

struct Sender {
    before: String,
    after: String,
    timed: Timed,
    /// What the socket did not take yet.
    pending: VecDeque<u8>,
}

impl Line {
    async fn hear(&mut self, shared: &Shared) -> Result<()> {
        loop {
            self.stream.readable().await?;
            self.take(shared)?;
        }
    }

    async fn send_and_hear(&mut self, shared: &Shared, pace: Pace) -> Result<()> {
        let begin = self.await_begin(shared).await?;
        match pace {
            Pace::Window(window) => {
                self.send(shared, window, |_| shared.now())?;
                loop {
                    self.await_ready().await?;
                    let own = self.take(shared)?;
                    self.send(shared, own, |_| shared.now())?;
                }
            }
            Pace::Every(period) => {
                let period = super::nanos(period).max(1);
                // Not all at once: each begins at another part of the period.
                let mut next = begin + (self.number as u64).wrapping_mul(0x9e37_79b9) % period;
                loop {
                    tokio::select! {
                        ready = self.await_ready() => { ready?; self.take(shared)?; }
                        () = shared.wait_until(next) => {}
                    }
                    let due = shared
                        .now()
                        .checked_sub(next)
                        .map_or(0, |late| late / period + 1);
                    self.send(shared, usize::try_from(due)?, |at| next + at * period)?;
                    next += due * period;
                }
            }
        }
    }

    /// When sending begins; what comes until then is heard.
    async fn await_begin(&mut self, shared: &Shared) -> Result<u64> {
        let mut phase = shared.phase.clone();
        loop {
            match *phase.borrow_and_update() {
                Phase::Sending { begin } => return Ok(begin),
                Phase::Over => bail!("the run is over"),
                Phase::Joining => {}
            }
            tokio::select! {
                changed = phase.changed() => changed?,
                ready = self.stream.readable() => { ready?; self.take(shared)?; }
            }
        }
    }

    /// Waits for something to read, and writes what could not be written before.
    async fn await_ready(&mut self) -> io::Result<()> {
        loop {
            let pending = self
                .sender
                .as_ref()
                .is_some_and(|sender| !sender.pending.is_empty());
            if !pending && !self.stream.holds_back() {
                return self.stream.readable().await;
            }
            let ready = self
                .stream
                .ready(Interest::READABLE | Interest::WRITABLE)
                .await?;
            if ready.is_writable() {
                match &mut self.sender {
                    Some(sender) => sender.write_pending(&mut self.stream)?,
                    None => self.stream.let_go()?,
                }
            }
            if ready.is_readable() {
                return Ok(());
            }
        }
    }

    /// Takes what has come; how many of its own messages came back, or were answered where answers are timed. One that was refused comes to its
    /// end, too, where that can be told.
    fn take(&mut self, shared: &Shared) -> Result<usize> {
        let looks = self.sender.is_some() || self.number.is_multiple_of(SAMPLED);
        let is_answered = matches!(&self.sender, Some(sender) if sender.timed == Timed::Answers);
        let (number, mut own) = (self.number, 0);
        let mut came = Came::default();
        let mut times: smallest::Times = smallest::Times::default();
        let mut skim = std::mem::take(&mut self.skim);
        let mut hint = self.hint;
        let fed = self.try_read(|bytes| {
            let now = shared.now();
            skim.feed(bytes, LONGEST, |head, payload| {
                if !matches!(head.opcode, OpCode::Text | OpCode::Binary) {
                    return;
                }
                let is_refused = !head.compressed && join::is_refusal(payload);
                if is_refused {
                    shared.note_refusal(|| join::words(payload));
                }
                let stamp = match (head.compressed, looks) {
                    (false, _) => Stamp::find(payload, &mut hint),
                    (true, true) => inflate(payload, LONGEST, |text| Stamp::find(text, &mut hint))
                        .ok()
                        .flatten(),
                    (true, false) => None,
                };
                let mine = stamp.is_some_and(|stamp| stamp.sender == number);
                own += usize::from(mine);
                match (is_refused, mine && is_answered) {
                    (true, _) => came.refused += 1,
                    (false, true) => came.answered += 1,
                    (false, false) => came.delivered += 1,
                }
                if let Some(stamp) = stamp.filter(|_| !is_refused) {
                    times.push(now.saturating_sub(stamp.time));
                }
            })
        })?;
        (self.skim, self.hint) = (skim, hint);
        if let Some(fed) = fed {
            fed?;
        }
        shared.add(number, &came, times.all());
        Ok(own)
    }

    /// Reads once, into a buffer of the thread; `None` where there was nothing after all.
    fn try_read<R>(&mut self, then: impl FnOnce(&[u8]) -> R) -> Result<Option<R>> {
        SCRATCH.with_borrow_mut(|scratch| match self.stream.try_read(scratch) {
            Ok(0) => Err(anyhow!("the server closed it")),
            Ok(count) => Ok(Some(then(&scratch[..count]))),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(None),
            Err(error) => Err(error.into()),
        })
    }

    /// Sends so many messages, in one write where the socket takes them.
    fn send(&mut self, shared: &Shared, count: usize, time: impl Fn(u64) -> u64) -> Result<()> {
        let Some(sender) = self.sender.as_mut().filter(|_| count > 0) else {
            return Ok(());
        };
        for at in 0..count as u64 {
            let mut text = sender.before.clone();
            let stamp = Stamp {
                time: time(at),
                sender: self.number,
            };
            stamp.write(&mut text);
            text.push_str(&sender.after);
            let window = self.window.filter(|_| text.len() >= COMPRESSED_FROM);
            sender
                .pending
                .extend(Outgoing::text(&text).frame(Role::Client, window));
        }
        shared.add_sent(self.number, count as u64);
        Ok(sender.write_pending(&mut self.stream)?)
    }

    async fn write_all(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            self.stream.writable().await?;
            match self.stream.try_write(bytes) {
                Ok(written) => bytes = &bytes[written..],
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Err(error),
            }
        }
        while self.stream.holds_back() {
            self.stream.writable().await?;
            self.stream.let_go()?;
        }
        Ok(())
    }
}

impl Sender {
    fn write_pending(&mut self, stream: &mut Wire) -> io::Result<()> {
        while !self.pending.is_empty() {
            let (front, _) = self.pending.as_slices();
            match stream.try_write(front) {
                Ok(written) => drop(self.pending.drain(..written)),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) => return Err(error),
            }
        }
        stream.let_go()
    }
}

/// The few times that one read brings, without an allocation.
mod smallest {
    /// More of one read than these are not noted.
    const MOST: usize = 64;

    pub(super) struct Times([u64; MOST], usize);

    impl Default for Times {
        fn default() -> Times {
            Times([0; MOST], 0)
        }
    }

    impl Times {
        pub(super) fn push(&mut self, time: u64) {
            if let Some(place) = self.0.get_mut(self.1) {
                *place = time;
                self.1 += 1;
            }
        }

        pub(super) fn all(&self) -> &[u64] {
            &self.0[..self.1]
        }
    }
}
