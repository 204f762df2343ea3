pub strct Move {
    pub from: u8,
}
