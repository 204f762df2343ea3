pub struct Move {
    pub from: u8,
    pub to: Vec<u8,
