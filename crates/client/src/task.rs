//! The task behind a client: connects, speaks, waits, connects again.

use std::sync::Arc;
use std::time::Duration;

use buildamp_websocket::client::{ConnectError, Opened, upgrade};
use buildamp_websocket::handshake::Deflate;
use buildamp_websocket::{
    Class, Close, Config, Ended, Message, Outgoing, Reader, Role, Sender, Stream,
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};

use crate::backoff::Backoff;
use crate::pauses::Pauses;
use crate::session::{Command, Session};
use crate::silence::{Finding, Silence};
use crate::{Address, Event, Options, TlsError};

/// How long a connection may take to open, and a close to be answered.
const PATIENCE: Duration = Duration::from_secs(10);

/// Closed because its token has expired. The protocol's own.
const EXPIRED: u16 = 4001;

/// Why there is no connection.
struct Lost {
    reason: String,
    /// Whether another attempt would end the same way.
    for_good: bool,
}

impl Lost {
    fn for_now(reason: impl ToString) -> Lost {
        Lost {
            reason: reason.to_string(),
            for_good: false,
        }
    }

    fn for_good(reason: impl ToString) -> Lost {
        Lost {
            for_good: true,
            ..Lost::for_now(reason)
        }
    }
}

pub(crate) async fn run(
    options: Options,
    mut commands: UnboundedReceiver<Command>,
    events: UnboundedSender<Event>,
) {
    let mut session = Session::new(options.user.clone());
    let mut backoff = Backoff::new(&options, fastrand::Rng::new());
    loop {
        let lost = match open(&options, &session).await {
            Ok((sender, reader)) => {
                backoff.reset();
                let lines = (&sender, reader);
                let silence = Silence::new(&options);
                let times = (&mut backoff, silence);
                let lost = speak(&mut session, &mut commands, &events, lines, times).await;
                session.disconnect();
                lost
            }
            Err(lost) => Some(lost),
        };
        // Whoever dropped the events does not want to know.
        let Some(lost) = lost else { return };
        let pause = (!lost.for_good).then(|| backoff.next());
        let _ = events.send(Event::Disconnected {
            reason: lost.reason,
            retry_in: pause,
        });
        let Some(pause) = pause else { return };
        if !wait(&mut session, &mut commands, pause).await {
            return;
        }
    }
}

/// Waits, and notes what is asked for meanwhile; false where the client is closed.
async fn wait(
    session: &mut Session,
    commands: &mut UnboundedReceiver<Command>,
    pause: Duration,
) -> bool {
    let until = tokio::time::Instant::now() + pause;
    loop {
        tokio::select! {
            () = tokio::time::sleep_until(until) => return true,
            command = commands.recv() => match command {
                None | Some(Command::Close) => return false,
                Some(command) => session.ask(command),
            },
        }
    }
}

async fn open(options: &Options, session: &Session) -> Result<(Sender, Reader), Lost> {
    let query = session.query();
    let opening = connect(options, &query);
    match tokio::time::timeout(PATIENCE, opening).await {
        Ok(opened) => opened,
        Err(_) => Err(Lost::for_now("the server does not answer")),
    }
}

async fn connect(options: &Options, query: &str) -> Result<(Sender, Reader), Lost> {
    let mut address = Address::read(&options.url).map_err(Lost::for_good)?;
    let path = &mut address.path;
    path.push(if path.contains('?') { '&' } else { '?' });
    path.push_str(query);
    let mut headers = HeaderMap::new();
    if let Some(token) = &options.token {
        let value = HeaderValue::try_from(format!("Bearer {token}"));
        let value = value
            .map_err(|_| Lost::for_good("the token has characters that no header may have"))?;
        headers.insert(header::AUTHORIZATION, value);
    }
    let deflate = if options.compress {
        Deflate::Accept
    } else {
        Deflate::Decline
    };
    let place = (&*address.host, address.port);
    let stream = TcpStream::connect(place).await.map_err(Lost::for_now)?;
    if !address.secure {
        let mut stream = stream;
        let opened = ask(&mut stream, &address, &headers, deflate).await?;
        return Ok(begin(Stream::tcp(stream), opened));
    }
    let _ = stream.set_nodelay(true);
    let secured = options.trust.connect(&address, stream).await;
    let mut stream = secured.map_err(|error| match error {
        // Another attempt would find the same one.
        TlsError::Certificate(_) | TlsError::Name(_) => Lost::for_good(error),
        other => Lost::for_now(other),
    })?;
    let opened = ask(&mut stream, &address, &headers, deflate).await?;
    Ok(begin(Stream::other(stream), opened))
}

async fn ask<S: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut S,
    address: &Address,
    headers: &HeaderMap,
    deflate: Deflate,
) -> Result<Opened, Lost> {
    let opened = upgrade(stream, &address.authority, &address.path, headers, deflate).await;
    opened.map_err(|error| match error {
        ConnectError::Refused {
            status: StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN,
            ..
        } => Lost::for_good(error),
        other => Lost::for_now(other),
    })
}

fn begin(stream: Stream, opened: Opened) -> (Sender, Reader) {
    buildamp_websocket::open(
        stream.with_read(opened.read),
        Role::Client,
        opened.window,
        &Arc::new(Config::default()),
    )
}

/// Speaks until the connection breaks; `None` where the client is closed.
async fn speak(
    session: &mut Session,
    commands: &mut UnboundedReceiver<Command>,
    events: &UnboundedSender<Event>,
    (sender, mut reader): (&Sender, Reader),
    (backoff, mut silence): (&mut Backoff, Silence),
) -> Option<Lost> {
    let mut pauses = Pauses::default();
    let ended = loop {
        tokio::select! {
            command = commands.recv() => match command {
                None | Some(Command::Close) => {
                    // Whoever waits learns it now, not when the server has answered the close.
                    commands.close();
                    while commands.try_recv().is_ok() {}
                    session.end();
                    reader.finish(PATIENCE).await;
                    return None;
                }
                Some(command) => session.ask(command),
            },
            room = pauses.next() => session.again(&room),
            () = silence.due() => match silence.look(sender.last_heard(), session.is_waiting()) {
                Finding::Alive => {}
                // Ended, the reader tells.
                Finding::Quiet => drop(sender.ping(b"")),
                // Nobody would answer a close. What is dropped is cut.
                Finding::Gone => return Some(Lost::for_now("the server gives no sign of life")),
            },
            message = reader.recv() => match message {
                Ok(Message::Text(text)) => {
                    // What is no frame of the protocol is a later one's.
                    if let Ok(frame) = serde_json::from_str(&text) {
                        session.hear(frame);
                    }
                }
                Ok(Message::Binary(_) | Message::Pong(_)) => {}
                Err(ended) => break ended,
            },
        }
        for frame in session.frames.drain(..) {
            // Ended, the reader tells.
            let _ = sender.queue(&Outgoing::text(&frame), Class::Normal);
        }
        sender.flush();
        for event in session.events.drain(..) {
            let _ = events.send(event);
        }
        for (room, pause) in session.later.drain(..) {
            pauses.add(room, pause.unwrap_or_else(|| backoff.of_room()));
        }
    };
    let expired = matches!(&ended, Ended::Peer(Some(Close { code, .. })) if code.0 == EXPIRED);
    reader.finish(PATIENCE).await;
    Some(match expired {
        true => Lost::for_good(ended),
        false => Lost::for_now(ended),
    })
}
