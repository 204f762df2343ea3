#![ws(server)]
#[ws(server)]
use std::collections::HashMap;

#[validat(range(max = 9))]
const SIDES: usize = 3;

pub struct Scores {
    pub of: HashMap<String, [u8; SIDES]>,
}
