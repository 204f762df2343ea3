#[serde]
pub struct Bare {
    pub a: u8,
}

#[serde = "x"]
pub struct Text {
    pub a: u8,
}

pub struct Fields {
    #[serde(rename "x")]
    pub a: u8,
    #[serde(rename =)]
    pub b: u8,
    #[serde(default,, rename = "y")]
    pub c: u8,
    #[serde(= "x")]
    pub d: u8,
}
