pub struct Place {
    pub x: f64,
}

#[serde(deny_unknown_fields)]
pub struct Strict {
    #[serde(flatten)]
    pub place: Place,
}

#[serde(deny_unknown_fields)]
pub struct Inner {
    pub a: u8,
}

pub struct Outer {
    pub b: u8,
    #[serde(flatten)]
    pub inner: Inner,
}

pub struct Perhaps {
    pub b: u8,
    #[serde(flatten)]
    pub inner: Option<Inner>,
}
