pub struct Move {
    pub from: u8,
}

pub enum Move {
    Left,
}
