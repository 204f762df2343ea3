//! The rules of an app as a server calls them: what they are asked, what they read, what they answer.
//!
//! Owns the types on both sides of a call of `WebSocketLogic.elm`. They know no socket, no store and no WebAssembly, so that a server can
//! be tested with rules written in Rust.

mod fault;
mod kind;
mod range;

use std::sync::Arc;
use std::time::Duration;

use buildamp_schema::{Tape, TypeId};
pub use fault::Fault;
pub use kind::EffectKind;
pub use range::{Order, Range};

/// A JSON text.
pub type Json = Arc<str>;

/// The type of the event that tells of an outgoing webhook that arrived. Its payload is an object of `webhook`, `id`, `key`,
/// `attempts`, `status`, `answer` and `payload`.
pub const WEBHOOK_DELIVERED: &str = "buildamp:webhook_delivered";

/// The type of the event that tells of an outgoing webhook that was given up. Its payload is an object of `webhook`, `id`, `key`,
/// `attempts`, `reason` and `payload`.
pub const WEBHOOK_FAILED: &str = "buildamp:webhook_failed";

/// An app's rules.
///
/// They are pure: the same call with the same reads gives the same answer. A call ends within the limits it was made for, and may be
/// made from any thread, several at once.
pub trait Rules: Send + Sync {
    /// Whether the logic exposes this function.
    fn handles(&self, handler: Handler) -> bool;

    /// Asks for effects and a response.
    ///
    /// # Errors
    /// Why it ended early: nothing of it may happen.
    fn decide(
        &self,
        call: &Call<'_>,
        context: &Context<'_>,
        reads: &mut dyn Reads,
    ) -> Result<Decision, Failure>;

    /// Asks `authorizeJoin` whether the context's user may come into the context's room.
    ///
    /// # Errors
    /// Why it ended early: the user may not.
    fn authorize(&self, context: &Context<'_>, reads: &mut dyn Reads) -> Result<Access, Failure>;

    /// Asks `roomState` for what a user sees who comes into the context's room.
    ///
    /// # Errors
    /// Why it ended early.
    fn room_state(&self, context: &Context<'_>, reads: &mut dyn Reads) -> Result<Json, Failure>;
}

/// The functions that a logic may expose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Handler {
    /// `processMessage`, always there.
    Message,
    /// `authorizeJoin`
    AuthorizeJoin,
    /// `roomState`
    RoomState,
    /// `handleUserPresence`
    Presence,
    /// `handleEvent`
    Event,
    /// `handleTick`
    Tick,
    /// `handleUpload`
    Upload,
    /// `handleWebhook`
    Webhook,
}

impl Handler {
    /// All of them.
    pub const ALL: [Handler; 8] = [
        Handler::Message,
        Handler::AuthorizeJoin,
        Handler::RoomState,
        Handler::Presence,
        Handler::Event,
        Handler::Tick,
        Handler::Upload,
        Handler::Webhook,
    ];

    /// The function's name in Elm.
    pub fn name(self) -> &'static str {
        match self {
            Handler::Message => "processMessage",
            Handler::AuthorizeJoin => "authorizeJoin",
            Handler::RoomState => "roomState",
            Handler::Presence => "handleUserPresence",
            Handler::Event => "handleEvent",
            Handler::Tick => "handleTick",
            Handler::Upload => "handleUpload",
            Handler::Webhook => "handleWebhook",
        }
    }
}

/// What the rules are asked to decide on.
#[derive(Debug, Clone)]
pub enum Call<'a> {
    /// A message whose payload passed its model.
    Message {
        /// Which.
        id: TypeId,
        /// Its bytes.
        payload: &'a [u8],
        /// What the check found where.
        tape: &'a Tape,
    },
    /// A user's first connection enters the room, or the last one leaves it.
    Presence(Presence),
    /// A scheduled event is due.
    Event {
        /// Its type.
        event_type: &'a str,
        /// Its payload, as JSON.
        payload: &'a str,
    },
    /// A tick of the room.
    Tick {
        /// How many there were before.
        count: u64,
        /// Milliseconds since the last.
        elapsed: u64,
    },
    /// A file would like to come, and again when it has arrived whole.
    Upload {
        /// Under which name it is fetched.
        id: &'a str,
        /// Its name at home.
        name: &'a str,
        /// Its MIME type: as it is declared at first, as its bytes confirm it then.
        content_type: &'a str,
        /// Bytes; at first those of its whole request where it comes in a form.
        size: u64,
    },
    /// A verified call from another server.
    Webhook {
        /// Which.
        name: &'a str,
        /// Its headers, their names in lower case.
        headers: &'a [(String, String)],
        /// Its body, as JSON.
        payload: &'a str,
    },
}

impl Call<'_> {
    /// The function that decides on it.
    pub fn handler(&self) -> Handler {
        match self {
            Call::Message { .. } => Handler::Message,
            Call::Presence(_) => Handler::Presence,
            Call::Event { .. } => Handler::Event,
            Call::Tick { .. } => Handler::Tick,
            Call::Upload { .. } => Handler::Upload,
            Call::Webhook { .. } => Handler::Webhook,
        }
    }
}

/// Whether a user has come or left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Presence {
    /// `UserJoined`
    Joined,
    /// `UserLeft`
    Left,
}

/// Where a call comes from.
#[derive(Debug, Clone)]
pub struct Context<'a> {
    /// The tenant.
    pub host: &'a str,
    /// The room.
    pub room: &'a str,
    /// Who; empty where it is nobody.
    pub user_id: &'a str,
    /// Over which connection; empty where it is none.
    pub connection_id: &'a str,
    /// Milliseconds since 1970.
    pub timestamp: u64,
    /// For `Random.initialSeed`.
    pub seed: u32,
    /// What the token says of the claims that the app wants, as JSON. Nothing where there is no token, or no such model.
    pub claims: Option<&'a str>,
    /// What the connection joined the room with: an object of `type` and `payload`, which fit a model of the app's. Nothing where it joined
    /// with no message, and where there is no such connection.
    pub joined: Option<&'a str>,
    /// How long the call may take, where that is less than what the rules were made for.
    pub budget: Option<Duration>,
}

/// Why something could not be read. It ends the call.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unreadable(pub String);

/// A document's version, and the operations behind another one, where they are all kept.
pub type Changes = (u64, Option<Vec<Json>>);

/// The snapshot that a call runs on.
pub trait Reads {
    /// `getGameState`
    ///
    /// # Errors
    /// See [`Unreadable`], here and below.
    fn game_state(&mut self, game: &str) -> Result<Option<Json>, Unreadable>;
    /// `getDocument`: its version and content.
    ///
    /// # Errors
    /// See [`Unreadable`].
    fn document(&mut self, document: &str) -> Result<Option<(u64, Json)>, Unreadable>;
    /// `getOperationsSince`, oldest first.
    ///
    /// # Errors
    /// See [`Unreadable`].
    fn operations_since(&mut self, document: &str, version: u64) -> Result<Vec<Json>, Unreadable>;
    /// `getChangesSince`: the document's version, and the operations behind another one, oldest first; `None` where they are no
    /// longer all kept.
    ///
    /// # Errors
    /// See [`Unreadable`].
    fn changes_since(&mut self, document: &str, version: u64) -> Result<Changes, Unreadable> {
        let found = self.document(document)?.map_or(0, |(version, _)| version);
        Ok((found, Some(self.operations_since(document, version)?)))
    }
    /// `getKVValue`
    ///
    /// # Errors
    /// See [`Unreadable`].
    fn value(&mut self, key: &str) -> Result<Option<Json>, Unreadable>;
    /// `listKV`, in the order of the keys.
    ///
    /// # Errors
    /// See [`Unreadable`].
    fn list(&mut self, prefix: &str) -> Result<Vec<(Arc<str>, Json)>, Unreadable>;
    /// `listKVIn`: those of a range, in its order.
    ///
    /// # Errors
    /// See [`Unreadable`].
    fn list_in(&mut self, range: &Range, prefix: &str)
    -> Result<Vec<(Arc<str>, Json)>, Unreadable>;
    /// `members`
    ///
    /// # Errors
    /// See [`Unreadable`].
    fn members(&mut self, room: &str) -> Result<Vec<Arc<str>>, Unreadable>;
    /// `isOnline`
    ///
    /// # Errors
    /// See [`Unreadable`].
    fn is_online(&mut self, user: &str) -> Result<bool, Unreadable>;
}

/// A message that the logic sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its model.
    pub id: TypeId,
    /// `{"type":T,"payload":{…}}`, as clients get it.
    pub json: Json,
}

/// What is to happen. See `BuildAmp.Server` for what each means.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are those of the Elm type")]
pub enum Effect {
    Broadcast {
        room: String,
        message: Message,
        exclude: Vec<String>,
    },
    SendToUser {
        user_id: String,
        message: Message,
    },
    UpdateGameState {
        game_id: String,
        new_state: Json,
    },
    DeleteGameState {
        game_id: String,
    },
    UpdateDocument {
        document_id: String,
        operation: Json,
        new_version: i64,
    },
    DeleteDocument {
        document_id: String,
    },
    DeleteUpload {
        id: String,
    },
    KvSet {
        key: String,
        value: Json,
        ttl: Option<i64>,
    },
    KvDelete {
        key: String,
    },
    ScheduleEvent {
        key: Option<String>,
        event_type: String,
        payload: Json,
        delay: i64,
    },
    ScheduleEventInMilliseconds {
        key: Option<String>,
        event_type: String,
        payload: Json,
        delay: i64,
    },
    ScheduleCron {
        key: String,
        event_type: String,
        payload: Json,
        cron: String,
        timezone: String,
    },
    CancelEvent {
        key: String,
    },
    StartTicks {
        room: String,
        rate: i64,
    },
    StopTicks {
        room: String,
    },
    JoinRoom {
        user_id: String,
        room: String,
    },
    LeaveRoom {
        user_id: String,
        room: String,
    },
    Disconnect {
        user_id: String,
        reason: String,
    },
    Webhook {
        key: Option<String>,
        endpoint: String,
        payload: Json,
    },
    Log(String),
}

/// The answer to the sender.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Response {
    /// It took effect.
    Ack,
    /// It took effect, and this is what the sender hears.
    Reply(Message),
    /// It is refused, for this reason.
    Reject(String),
}

/// What the rules decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// In their order.
    pub effects: Vec<Effect>,
    /// `Ack` for events and ticks.
    pub response: Response,
    /// What `Debug.log` said.
    pub log: Vec<String>,
}

/// Whether a user may come in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// Yes.
    Allow,
    /// No, for this reason.
    Deny(String),
}

/// A call that ended early.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{function}: {fault}")]
pub struct Failure {
    /// Why.
    pub fault: Fault,
    /// The Elm function where it ended, with its module, as far as it is known; else the handler.
    pub function: String,
    /// What `Debug.log` said before.
    pub log: Vec<String>,
}
