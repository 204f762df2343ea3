pub struct Tree {
    pub value: u8,
    pub left: Tree,
}

pub struct Ping {
    pub pong: Box<Pong>,
}

pub struct Pong {
    pub ping: Ping,
}

pub struct Holder {
    pub tree: Tree,
}

pub enum Endless {
    Again(Box<Endless>),
    More { inner: Box<Endless> },
}
