/// Let the room tick so many times a second.
#[ws(client)]
pub struct Begin {
    pub rate: u32,
}

/// Where all discs are.
#[ws(server, volatile)]
pub struct Frame {
    pub count: u32,
    pub discs: Vec<Disc>,
}

pub struct Disc {
    pub x: f64,
    pub y: f64,
    pub vx: f64,
    pub vy: f64,
}
