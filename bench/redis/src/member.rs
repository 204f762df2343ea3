//! One connection: it joins its room, hears, and sends where it is a sender.

use std::io;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use buildamp_websocket::client::upgrade;
use buildamp_websocket::codec::{OpCode, Skim};
use buildamp_websocket::handshake::Deflate;
use buildamp_websocket::{Outgoing, Role};
use http::HeaderMap;
use memchr::memmem;
use tokio::net::TcpStream;

use crate::protocol::{Protocol, Told};
use crate::{Counts, Load};

/// The longest frame that is taken.
const LONGEST: usize = 16 << 20;

/// The bytes of a message that are not text.
const AROUND: usize = 60;

pub(crate) struct Member {
    protocol: Protocol,
    port: u16,
    room: String,
    user: String,
    /// Of a sender: what it says each time.
    say: Option<String>,
    /// How long it waits before it says it again.
    every: Duration,
    /// Its own messages have it.
    mark: String,
}

impl Member {
    pub(crate) fn new(load: &Load, room: usize, place: usize) -> Member {
        let name = format!("{}-{room}", load.name);
        let user = format!("{}-user-{room}-{place}", load.name);
        let mark = format!("~{user}~");
        let text = format!("{mark}{}", "x".repeat(load.bytes.saturating_sub(AROUND)));
        Member {
            protocol: load.protocol,
            port: load.ports[(room + place) % load.ports.len()],
            say: (place < load.senders).then(|| load.protocol.say(&name, &text)),
            every: Duration::from_millis(load.every_ms),
            room: name,
            user,
            mark,
        }
    }

    /// Connects, and joins the room.
    pub(crate) async fn enter(self) -> Result<Joined> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await?;
        stream.set_nodelay(true)?;
        let host = format!("127.0.0.1:{}", self.port);
        let opened = upgrade(
            &mut stream,
            &host,
            self.protocol.path(),
            &HeaderMap::new(),
            Deflate::Decline,
        )
        .await?;
        let mut line = Line {
            stream,
            skim: Skim::default(),
            scratch: vec![0; 16 << 10],
        };
        let mut read = opened.read;
        loop {
            let (mut answers, mut is_in, mut refused) = (Vec::new(), false, None);
            line.skim.feed(&read, LONGEST, |_, payload| {
                match self.protocol.told(payload) {
                    Told::Wants(answer) => answers.push(answer.to_owned()),
                    Told::Connected => answers.push(self.protocol.join(&self.room, &self.user)),
                    Told::Joined => is_in = true,
                    Told::Refused => refused = Some(String::from_utf8_lossy(payload).into_owned()),
                    Told::Note | Told::Other => {}
                }
            })?;
            if let Some(refused) = refused {
                bail!("{} was refused: {refused}", self.user);
            }
            for answer in answers {
                line.write(&answer).await?;
            }
            if is_in {
                return Ok(Joined { member: self, line });
            }
            line.stream.readable().await?;
            read = line.try_read()?.map_or_else(Vec::new, <[u8]>::to_vec);
        }
    }
}

/// A member in its room.
pub(crate) struct Joined {
    member: Member,
    line: Line,
}

/// What one read brought.
#[derive(Default)]
struct Heard {
    notes: u64,
    own: usize,
    wants: Option<&'static str>,
    refused: Option<String>,
}

impl Joined {
    /// Sends and hears until the connection ends.
    pub(crate) async fn live(self, counts: &Counts) -> Result<()> {
        let Joined { member, mut line } = self;
        let who = member.user.clone();
        converse(&member, &mut line, counts)
            .await
            .with_context(|| format!("{who} was lost"))
    }
}

async fn converse(member: &Member, line: &mut Line, counts: &Counts) -> Result<()> {
    let mark = memmem::Finder::new(&member.mark);
    let mut at = Instant::now();
    let mut due = member.say.is_some().then_some(at);
    loop {
        if let Some(say) = &member.say
            && due.is_some_and(|due| due <= Instant::now())
        {
            due = None;
            at = Instant::now();
            counts.sent.set(counts.sent.get() + 1);
            line.write(say).await?;
        }
        match due {
            None => line.stream.readable().await?,
            Some(due) => tokio::select! {
                ready = line.stream.readable() => ready?,
                () = tokio::time::sleep_until(due.into()) => continue,
            },
        }
        let heard = line.hear(member, &mark)?;
        counts.heard.set(counts.heard.get() + heard.notes);
        if heard.own > 0 {
            let now = Instant::now();
            let time = u64::try_from((now - at).as_nanos())?;
            counts.times.borrow_mut().push(time);
            due = Some(now + member.every);
        }
        if let Some(answer) = heard.wants {
            line.write(answer).await?;
        }
        if let Some(refused) = heard.refused {
            bail!("it was refused: {refused}");
        }
    }
}

struct Line {
    stream: TcpStream,
    skim: Skim,
    scratch: Vec<u8>,
}

impl Line {
    fn hear(&mut self, member: &Member, mark: &memmem::Finder<'_>) -> Result<Heard> {
        let mut skim = std::mem::take(&mut self.skim);
        let mut heard = Heard::default();
        if let Some(bytes) = self.try_read()? {
            skim.feed(bytes, LONGEST, |head, payload| {
                match member.protocol.told(payload) {
                    _ if !matches!(head.opcode, OpCode::Text | OpCode::Binary) => {}
                    Told::Note => {
                        heard.notes += 1;
                        heard.own +=
                            usize::from(member.say.is_some() && mark.find(payload).is_some());
                    }
                    Told::Wants(answer) => heard.wants = Some(answer),
                    Told::Refused => {
                        heard.refused = Some(String::from_utf8_lossy(payload).into_owned())
                    }
                    _ => {}
                }
            })?;
        }
        self.skim = skim;
        Ok(heard)
    }

    /// Reads once; `None` where there was nothing after all.
    fn try_read(&mut self) -> Result<Option<&[u8]>> {
        match self.stream.try_read(&mut self.scratch) {
            Ok(0) => bail!("the server closed it"),
            Ok(count) => Ok(Some(&self.scratch[..count])),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    async fn write(&mut self, text: &str) -> Result<()> {
        let frame = Outgoing::text(text).frame(Role::Client, None);
        let mut rest = &frame[..];
        while !rest.is_empty() {
            match self.stream.try_write(rest) {
                Ok(count) => rest = &rest[count..],
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    self.stream.writable().await?
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}
