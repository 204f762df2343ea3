// What the rules remember, all of it under the room's name and a slash.

/// Something on the board, under its key. It stays when it is erased, so that it can come back.
pub struct Thing {
    pub item: Item,
    pub visible: bool,
}

/// How many things the board has had, and how many places its strokes have.
pub struct Tally {
    pub things: u32,
    pub places: u32,
}

/// How somebody is called, under their user.
pub struct Nickname {
    pub name: String,
}

/// What somebody has done, under their user: the last one first.
pub struct Past {
    pub done: Vec<Deed>,
    pub undone: Vec<Deed>,
}

// What these are made of

pub struct Deed {
    pub key: String,
    /// Whether it was drawn; otherwise it was erased.
    pub drew: bool,
}
