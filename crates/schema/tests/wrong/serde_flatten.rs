use std::collections::HashMap;

pub struct Place {
    pub x: f64,
}

#[serde(untagged)]
pub enum Loose {
    A { a: u8 },
}

pub struct Pair(pub u8, pub u8);

pub struct Flat {
    #[serde(flatten)]
    pub number: u32,
    #[serde(flatten)]
    pub list: Vec<Place>,
    #[serde(flatten)]
    pub by_number: HashMap<u32, String>,
    #[serde(flatten)]
    pub maybe_map: Option<HashMap<String, u8>>,
    #[serde(flatten)]
    pub pair: Pair,
    #[serde(flatten)]
    pub loose: Loose,
    #[serde(flatten)]
    pub any: serde_json::Value,
}

pub struct Renamed {
    #[serde(flatten, rename = "at")]
    pub place: Place,
}

pub struct Defaulted {
    #[serde(flatten, default)]
    pub place: Place,
}

pub struct Tuple(#[serde(flatten)] pub Place, pub u8);
