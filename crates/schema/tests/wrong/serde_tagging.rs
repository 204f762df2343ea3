#[serde(tag = "type", untagged)]
pub enum Both {
    A,
}

#[serde(content = "value")]
pub enum NoTag {
    A(u8),
}

#[serde(tag = "t", content = "t")]
pub enum Same {
    A(u8),
}

#[serde(untagged, content = "c")]
pub enum UntaggedContent {
    A(u8),
}

#[serde(untagged)]
pub struct NoEnum {
    pub a: u8,
}

#[serde(tag = "type", content = "value")]
pub struct NoEnumEither {
    pub a: u8,
}

#[serde(tag = "type")]
pub struct NoKeys(pub u8);
