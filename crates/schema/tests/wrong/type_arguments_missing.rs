use std::collections::HashMap;

pub struct Scores {
    pub names: Vec,
    pub best: Option,
    pub by_name: HashMap<String>,
    pub boxed: Box<>,
}
