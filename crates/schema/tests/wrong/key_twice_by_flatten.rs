use std::collections::HashMap;

pub struct Place {
    pub x: f64,
    #[serde(alias = "why")]
    pub y: f64,
}

pub struct Deeper {
    #[serde(flatten)]
    pub place: Place,
}

pub struct Size {
    pub x: f64,
}

#[serde(tag = "id")]
pub enum Payment {
    Cash,
    Card { digits: String },
}

pub enum Delivery {
    Post { stamps: u8 },
}

pub struct OwnField {
    pub x: f64,
    #[serde(flatten)]
    pub place: Place,
}

pub struct ByAlias {
    pub why: f64,
    #[serde(flatten)]
    pub place: Place,
}

pub struct TwoFlattened {
    #[serde(flatten)]
    pub place: Place,
    #[serde(flatten)]
    pub size: Size,
}

pub struct TwoDeep {
    pub x: f64,
    #[serde(flatten)]
    pub deeper: Deeper,
}

pub struct ByTag {
    pub id: u32,
    #[serde(flatten)]
    pub payment: Payment,
}

pub struct ByVariant {
    #[serde(rename = "Post")]
    pub post: u32,
    #[serde(flatten)]
    pub delivery: Delivery,
}

pub struct ByVariantField {
    pub digits: u32,
    #[serde(flatten)]
    pub payment: Payment,
}

pub struct TwoMaps {
    #[serde(flatten)]
    pub some: HashMap<String, u8>,
    #[serde(flatten)]
    pub others: HashMap<String, u8>,
}

#[serde(tag = "x")]
pub enum InVariant {
    Here {
        #[serde(flatten)]
        place: Place,
    },
}
