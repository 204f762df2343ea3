// What travels between the pages and the rules. Who sends a message, and to which room, the server knows already.

// From the pages

/// Come onto the floor under this name, or take another name.
#[ws(client, rate = "1/s", burst = 3)]
pub struct Enter {
    #[validate(length(min = 1, max = 16))]
    pub name: String,
}

/// Which way the sender pushes its disc, from now until the next of these. Worth nothing once there is a newer one.
#[ws(client, volatile, rate = "60/s", burst = 120)]
pub struct Steer {
    /// The page's own count of its steps: a `Frame` tells which one it knows of.
    pub step: u32,
    /// To the right.
    #[validate(range(min = -1.0, max = 1.0))]
    pub x: f64,
    /// Down.
    #[validate(range(min = -1.0, max = 1.0))]
    pub y: f64,
}

// From the rules

/// The floor, thirty times a second. One that comes too late for a slow reader is overtaken by the next.
#[ws(server, volatile)]
pub struct Frame {
    /// How many steps of a thirtieth of a second the world has made.
    pub tick: u32,
    pub discs: Vec<DiscAt>,
    pub gems: Vec<Spot>,
}

/// Who plays, and with how many gems.
#[ws(server)]
pub struct Roster {
    pub players: Vec<Player>,
}

/// One disc has run into another, hard enough to take a gem from it.
#[ws(server)]
pub struct Bumped {
    pub hitter: u32,
    pub hit: u32,
    /// Whether there was a gem to take.
    pub stolen: bool,
}

/// Somebody has enough gems. The next round begins by itself.
#[ws(server)]
pub struct RoundWon {
    pub name: String,
}

/// What somebody sees who comes in. It travels as the room's state, not as a message.
#[ws(helper)]
pub struct Floor {
    pub players: Vec<Player>,
    pub frame: Frame,
    /// Who has won, between two rounds.
    pub winner: Option<String>,
    /// How many gems win.
    pub goal: u32,
}

// What these are made of

/// Places and speeds are in tenths of a unit, and of a unit a second.
pub struct DiscAt {
    pub seat: u32,
    pub x: i32,
    pub y: i32,
    pub vx: i32,
    pub vy: i32,
    /// The last `Steer` of its player that counts.
    pub step: u32,
    /// Whether its player has no connection at present.
    pub away: bool,
}

/// In tenths of a unit.
pub struct Spot {
    pub x: i32,
    pub y: i32,
}

pub struct Player {
    /// What its disc is called in frames.
    pub seat: u32,
    pub user_id: String,
    pub name: String,
    pub gems: u32,
}
