// What travels between the pages and the rules. Who sends a message, and to which room, the server knows already.

// From the pages

/// Say something.
#[ws(client)]
pub struct Say {
    /// The page's own name for the message. Sent again under the same key, it is still said once.
    #[validate(length(min = 1, max = 36))]
    pub key: String,
    #[validate(length(min = 1, max = 1000))]
    pub text: String,
}

/// What the sender wants to be called in this room, for the first time or from now on.
#[ws(client, rate = "1/s", burst = 3)]
pub struct Rename {
    #[validate(length(min = 1, max = 24))]
    pub name: String,
}

/// The sender is writing. Worth nothing a few seconds later, so none is queued or sent again.
#[ws(client, volatile, rate = "1/s", burst = 4)]
pub struct Typing {}

// From the rules

/// Somebody has said something.
#[ws(server)]
pub struct Said {
    pub line: Line,
}

/// Somebody has come, has gone, or has another name.
#[ws(server)]
pub struct PersonChanged {
    pub user_id: String,
    pub name: String,
    pub change: Change,
}

/// Somebody is writing. It is over a few seconds after the last of these.
#[ws(server, volatile)]
pub struct SomebodyTypes {
    pub user_id: String,
}

/// What somebody sees who comes in. It travels as the room's state, not as a message.
#[ws(helper)]
pub struct ChatRoom {
    /// The last one at the end.
    pub lines: Vec<Line>,
    pub people: Vec<Person>,
}

// What these are made of

pub struct Line {
    /// The room's first line is 1.
    pub number: u32,
    /// Of the page that sent it, see `Say`.
    pub key: String,
    /// In milliseconds since 1970.
    pub at: i64,
    pub user_id: String,
    /// As the sender was called then.
    pub name: String,
    pub text: String,
}

pub struct Person {
    pub user_id: String,
    pub name: String,
}

#[serde(rename_all = "snake_case")]
pub enum Change {
    Joined,
    Left,
    /// Has a name from now on, the first one or another.
    Named,
}
