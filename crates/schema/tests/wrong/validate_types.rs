use std::collections::HashMap;

pub struct Name(pub String);

pub struct Place {
    pub x: f64,
}

pub struct Say {
    #[validate(length(max = 5))]
    pub a: u32,
    #[validate(range(max = 5))]
    pub b: String,
    #[validate(length(max = 5))]
    pub c: Option<bool>,
    #[validate(range(max = 5))]
    pub d: Vec<u8>,
    #[validate(length(max = 5))]
    pub place: Place,
    #[validate(length(max = 5))]
    pub fixed: [u8; 3],
    #[validate(length(max = 5))]
    pub any: serde_json::Value,
    #[validate(length(max = 5), range(min = 1))]
    pub fine_and_not: Name,
}
