#[serde(from = "Raw", into = "Raw")]
pub struct Move {
    #[serde(with = "hex")]
    pub bytes: Vec<u8>,
    #[serde(serialize_with = "write_it", deserialize_with = "read_it")]
    pub at: u8,
    #[serde(skip_deserializing)]
    pub secret: u8,
    #[serde(getter = "Move::at")]
    pub got: u8,
}

#[serde(remote = "Other")]
pub struct Remote {
    pub at: u8,
}

#[serde(try_from = "String", bound = "T: Copy")]
pub struct Checked {
    pub at: u8,
}
