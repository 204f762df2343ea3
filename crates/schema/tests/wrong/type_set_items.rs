use std::collections::{BTreeSet, HashSet};

pub struct Cell {
    pub x: u8,
}

pub struct Board {
    pub cells: HashSet<Cell>,
    pub flags: BTreeSet<Vec<bool>>,
}
