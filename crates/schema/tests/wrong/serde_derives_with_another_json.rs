use serde_repr::{Deserialize_repr, Serialize_repr};

#[derive(Serialize_repr, Deserialize_repr)]
#[repr(u8)]
pub enum Level {
    Low = 1,
    High = 2,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
pub struct Packet {
    #[serde_as(as = "Base64")]
    pub bytes: Vec<u8>,
}

#[derive(SerializeDisplay, DeserializeFromStr)]
pub struct Shown {
    pub at: u8,
}
