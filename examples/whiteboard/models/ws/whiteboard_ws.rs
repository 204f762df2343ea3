// What travels between the pages and the rules. Who sends a message, and to which room, the server knows already.
// A board is 1600 units wide and 1000 high; places are whole numbers.

// From the pages

/// What the sender is called on this board.
#[ws(client, rate = "1/s", burst = 3)]
pub struct Greet {
    #[validate(length(min = 1, max = 20))]
    pub name: String,
}

/// Where the sender points. Worth nothing once there is a newer one.
#[ws(client, volatile, rate = "30/s", burst = 60)]
pub struct Point {
    pub x: i32,
    pub y: i32,
}

/// A piece of a stroke: the first one begins it, the others go on.
#[ws(client, rate = "20/s", burst = 100)]
pub struct Draw {
    /// The page's own name for the stroke.
    #[validate(length(min = 1, max = 24))]
    pub key: String,
    #[validate(range(min = 0, max = 7))]
    pub colour: u8,
    #[validate(range(min = 1, max = 40))]
    pub width: u8,
    /// Where this piece begins in the stroke: a piece that has come before is not drawn again.
    pub from: u32,
    /// x and y in turn.
    #[validate(length(min = 2, max = 400))]
    pub places: Vec<i32>,
}

/// A picture that was uploaded comes onto the board.
#[ws(client, rate = "1/s", burst = 5)]
pub struct Pin {
    #[validate(length(min = 1, max = 24))]
    pub key: String,
    /// The upload's id.
    #[validate(length(min = 1, max = 64))]
    pub file: String,
    pub x: i32,
    pub y: i32,
    #[validate(range(min = 10, max = 1600))]
    pub width: u32,
    #[validate(range(min = 10, max = 1000))]
    pub height: u32,
}

/// Take something away, whoever has drawn it.
#[ws(client, rate = "20/s", burst = 60)]
pub struct Erase {
    pub key: String,
}

/// Take back the last thing that the sender did.
#[ws(client, rate = "10/s", burst = 40)]
pub struct Undo {}

/// Do again what the sender has taken back.
#[ws(client, rate = "10/s", burst = 40)]
pub struct Redo {}

// From the rules

/// Where somebody points.
#[ws(server, volatile)]
pub struct Pointed {
    pub user_id: String,
    pub x: i32,
    pub y: i32,
}

/// A piece of a stroke, or the whole of something that has come back.
#[ws(server)]
pub struct Drawn {
    pub item: Item,
    /// Where its places begin in the stroke.
    pub from: u32,
}

/// Something is on the board no more.
#[ws(server)]
pub struct Erased {
    pub key: String,
}

/// Somebody has come, or has another name.
#[ws(server)]
pub struct Greeted {
    pub person: Person,
}

/// Somebody is gone.
#[ws(server)]
pub struct Gone {
    pub user_id: String,
}

/// What somebody sees who comes in. It travels as the room's state, not as a message.
#[ws(helper)]
pub struct Board {
    /// In the order in which they were begun.
    pub items: Vec<Item>,
    pub people: Vec<Person>,
}

// What these are made of

pub struct Person {
    pub user_id: String,
    pub name: String,
}

pub struct Item {
    pub key: String,
    /// What lies above has a greater one.
    pub number: u32,
    pub shape: Shape,
}

#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Shape {
    Stroke {
        colour: u8,
        width: u8,
        places: Vec<i32>,
    },
    Picture {
        file: String,
        x: i32,
        y: i32,
        width: u32,
        height: u32,
    },
}
