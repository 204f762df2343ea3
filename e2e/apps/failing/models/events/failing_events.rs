/// What a handler fails at until it is mended.
pub struct Report {
    pub number: u8,
}
