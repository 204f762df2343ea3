// What the rules remember.

/// The end of a room's conversation, under the room's name.
pub struct History {
    /// The number of the next line.
    pub next: u32,
    /// The last one first, and no more than the rules keep.
    pub lines: Vec<Line>,
}

/// How somebody is called in a room, under both.
pub struct Nickname {
    pub name: String,
}

/// How much somebody has said lately, under their user.
pub struct Pace {
    /// When this window began, in milliseconds since 1970.
    pub since: i64,
    /// How many messages it has seen.
    pub count: u32,
}
