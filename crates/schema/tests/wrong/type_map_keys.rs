use std::collections::{BTreeMap, HashMap};

pub struct Cell {
    pub x: u8,
    pub y: u8,
}

pub enum Colour {
    Red,
    Black,
}

pub struct Board {
    pub by_cell: HashMap<Cell, String>,
    pub by_weight: BTreeMap<f64, String>,
    pub by_pair: HashMap<(u8, u8), String>,
    pub by_flag: HashMap<bool, String>,
    pub by_colour: HashMap<Colour, String>,
    pub by_maybe: HashMap<Option<String>, String>,
}
