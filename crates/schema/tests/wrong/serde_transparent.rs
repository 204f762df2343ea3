#[serde(transparent)]
pub struct Two {
    pub a: u8,
    pub b: u8,
}

#[serde(transparent)]
pub struct None {
    #[serde(skip)]
    pub a: u8,
}

#[serde(transparent, rename_all = "camelCase", tag = "t")]
pub struct Tagged {
    pub a: u8,
}
