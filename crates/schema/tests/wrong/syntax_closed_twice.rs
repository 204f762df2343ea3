pub struct Move {
    pub from: u8,
}
}
