//! A client of a BuildAmp server: for tests, bots and tools.
//!
//! It owns the connection and everything that outlives one: the session, the rooms with how far they were heard, and what has no answer yet. It
//! refuses to know an app's models: messages are whatever serde makes of them.
//!
//! ```no_run
//! # #[derive(serde::Serialize)] struct Note<'a> { text: &'a str }
//! # async fn run() -> Result<(), buildamp_client::Error> {
//! use buildamp_client::{Client, Event, Options};
//!
//! let (client, mut events) = Client::connect(Options::new("ws://127.0.0.1:8080/ws").user("ann"));
//! let lobby = client.join("lobby").await?;
//! println!("{} are here", lobby.members.len());
//! client.send("lobby", "Note", &Note { text: "hello" }).await?;
//! while let Some(event) = events.next().await {
//!     if let Event::Broadcast { message, .. } = event {
//!         println!("{message}");
//!     }
//! }
//! # Ok(())
//! # }
//! ```

mod address;
mod backoff;
mod error;
mod event;
mod frames;
mod options;
mod pauses;
mod session;
mod silence;
mod task;
mod trust;

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use serde::Serialize;
use serde_json::Value;
use tokio::sync::{mpsc, oneshot};

pub use address::Address;
pub use error::Error;
pub use event::{Event, Events, RoomState};
pub use options::Options;
use session::Command;
pub use trust::{TlsError, Trust};

/// A handle to a client. Cheap to clone; when the last one and all that was asked for are dropped, the connection ends.
#[derive(Debug, Clone)]
pub struct Client(mpsc::UnboundedSender<Command>);

impl Client {
    /// Begins to connect, and to connect again whenever the connection breaks, until [`Client::close`]. What is asked for meanwhile waits.
    /// To be called within a tokio runtime.
    #[must_use]
    pub fn connect(options: Options) -> (Client, Events) {
        let (commands, receiver) = mpsc::unbounded_channel();
        let (events, heard) = mpsc::unbounded_channel();
        tokio::spawn(task::run(options, receiver, events));
        (Client(commands), Events(heard))
    }

    /// Comes into a room and stays there, also over breaks, until [`Client::leave`]. Joined again, it tells its state anew.
    pub fn join(&self, room: &str) -> Answer<RoomState> {
        self.ask_to_join(room, None)
    }

    /// The same with a message that comes with the join: its type, as the model is called, and its value. It comes again with each join after a
    /// break. Joined again with another one, that takes its place where the rules let it; joined again without one it stays.
    pub fn join_with(
        &self,
        room: &str,
        message_type: &str,
        message: &impl Serialize,
    ) -> Answer<RoomState> {
        match serde_json::to_value(message) {
            Ok(value) => self.ask_to_join(room, Some(frames::payload(message_type, value))),
            Err(error) => Answer::failed(Error::Unwritable(error.to_string())),
        }
    }

    fn ask_to_join(&self, room: &str, payload: Option<Value>) -> Answer<RoomState> {
        let room = room.to_owned();
        self.ask(|then| Command::Join {
            room,
            payload,
            then,
        })
    }

    /// Leaves a room.
    pub fn leave(&self, room: &str) -> Answer<()> {
        let room = room.to_owned();
        self.ask(|then| Command::Leave { room, then })
    }

    /// Sends a message: its type, as the model is called, and its value. The answer is what the rules reply, `null` where they reply nothing; it
    /// comes once the message has taken effect. Sent again after a break, it takes effect once.
    pub fn send(&self, room: &str, message_type: &str, message: &impl Serialize) -> Answer<Value> {
        let payload = match serde_json::to_value(message) {
            Ok(value) => frames::payload(message_type, value),
            Err(error) => return Answer::failed(Error::Unwritable(error.to_string())),
        };
        let room = room.to_owned();
        self.ask(|then| Command::Send {
            room,
            payload,
            then,
        })
    }

    /// Ends the connection and the client. What has no answer yet fails with [`Error::Closed`].
    pub fn close(&self) {
        // It has ended already.
        let _ = self.0.send(Command::Close);
    }

    fn ask<T>(
        &self,
        command: impl FnOnce(oneshot::Sender<Result<T, Error>>) -> Command,
    ) -> Answer<T> {
        let (then, answer) = oneshot::channel();
        // Where nobody takes it, the sender is dropped, and the answer says so.
        let _ = self.0.send(command(then));
        Answer(answer)
    }
}

/// An answer that is still to come. What was asked for happens whether or not it is awaited.
#[derive(Debug)]
pub struct Answer<T>(oneshot::Receiver<Result<T, Error>>);

impl<T> Answer<T> {
    fn failed(error: Error) -> Answer<T> {
        let (then, answer) = oneshot::channel();
        let _ = then.send(Err(error));
        Answer(answer)
    }
}

impl<T> Future for Answer<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = Pin::new(&mut self.0).poll(cx);
        answer.map(|answer| answer.unwrap_or(Err(Error::Closed)))
    }
}
