pub struct Change {
    #[serde(skip_serializing_if = "is_unset")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_nome")]
    pub age: Option<u8>,
    #[serde(skip_serializing_if = "is_zero")]
    pub count: u8,
    #[serde(skip_serializing_if)]
    pub flag: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: u8,
}

pub struct LeftOut {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub list: Vec<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fine: Option<u8>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub fine_too: String,
}

fn is_zero(n: &u8) -> bool {
    *n == 0
}
