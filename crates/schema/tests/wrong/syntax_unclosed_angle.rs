pub struct Move {
    pub from: Vec<u8,
    pub to: u8,
}
