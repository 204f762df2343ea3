const SIDE: usize = 8;
const AREA: usize = SIDE * SIDE;

pub struct Board {
    pub row: [u8; SIDE],
    pub all: [u8; AREA],
    pub big: [u8; 5000],
    pub unknown: [u8; WIDTH],
    pub negative: [u8; -1],
}
