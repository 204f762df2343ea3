// What the rules remember.

/// A room's whole game, under the room's name.
pub struct World {
    pub tick: u32,
    pub discs: Vec<Disc>,
    pub gems: Vec<Point>,
    /// Between two rounds.
    pub winner: Option<String>,
}

/// Which way somebody pushes, under the room and the user. It is gone after a second, so a page that falls silent lets go.
pub struct Push {
    pub step: u32,
    pub x: f64,
    pub y: f64,
}

// What these are made of

/// Places are in units from the upper left, speeds in units a second.
pub struct Disc {
    pub seat: u32,
    pub user_id: String,
    pub name: String,
    pub x: f64,
    pub y: f64,
    pub vx: f64,
    pub vy: f64,
    /// The last `Steer` that counts.
    pub step: u32,
    pub gems: u32,
    /// For how many steps its player has had no connection.
    pub away: u32,
}

pub struct Point {
    pub x: f64,
    pub y: f64,
}
