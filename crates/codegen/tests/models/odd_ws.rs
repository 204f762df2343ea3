//! What the fixtures leave out: the corners in which attributes meet.

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", deny_unknown_fields)]
pub enum Sealed {
    Nothing,
    Open(Named),
    Closed(Locked),
    Fields {
        #[serde(alias = "b", alias = "c")]
        a: i32,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Locked {
    pub x: i8,
    #[serde(default, alias = "why", alias = "z")]
    pub y: u16,
}

#[derive(Serialize, Deserialize)]
pub struct Unlocked {
    pub x: i8,
    #[serde(default, alias = "why", alias = "z")]
    pub y: u16,
}

#[derive(Serialize, Deserialize)]
pub struct Named {
    #[serde(alias = "nom")]
    pub name: String,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum Parcel {
    Box(Locked),
    #[serde(alias = "Jar")]
    Bag(Option<u8>),
    Nothing,
    #[serde(other)]
    Lost,
}

#[derive(Serialize, Deserialize)]
pub enum Post {
    #[serde(alias = "mail")]
    Letter(Locked),
    Card,
}

#[derive(Serialize, Deserialize)]
pub struct Holder {
    pub id: u8,
    #[serde(flatten)]
    pub sealed: Sealed,
}

#[derive(Serialize, Deserialize)]
pub struct Mixed {
    pub id: u8,
    #[serde(flatten)]
    pub unlocked: Unlocked,
    #[serde(flatten)]
    pub parcel: Parcel,
    #[serde(flatten)]
    pub post: Post,
    #[serde(flatten)]
    pub counts: HashMap<String, i32>,
}

#[derive(Serialize, Deserialize)]
pub struct Nested {
    pub top: bool,
    #[serde(flatten)]
    pub inner: Inner,
    #[serde(flatten)]
    pub maybe: Option<Unlocked>,
}

#[derive(Serialize, Deserialize)]
pub struct Inner {
    pub a: i32,
    #[serde(flatten)]
    pub named: Named,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "tag")]
pub enum Counts {
    Numbers(HashMap<String, u8>),
    Anything(BTreeMap<String, serde_json::Value>),
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Knot {
    Number(u8),
    Again(Box<Knot>),
    Other(Box<Tie>),
    List(Vec<Knot>),
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Tie {
    Flag(bool),
    Back(Option<Box<Knot>>),
}

#[derive(Serialize, Deserialize)]
pub struct Word(#[validate(length(min = 2, max = 5))] pub String);

pub type Few = Vec<Option<u8>>;

#[derive(Serialize, Deserialize)]
pub struct Limits {
    #[validate(length(max = 3))]
    pub word: Option<Word>,
    #[validate(length(min = 1))]
    pub few: Few,
    #[validate(length(equal = 1))]
    pub one: HashMap<String, bool>,
    #[validate(range(min = 0, max = 1000))]
    pub small: i8,
    #[validate(range(max = 2.5))]
    pub single: f32,
    pub numbers: BTreeMap<i64, ()>,
    pub more: Vec<BTreeMap<u64, bool>>,
    pub bytes: BTreeMap<i8, bool>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Locker {
    pub sealed: Sealed,
    pub parcel: Parcel,
    pub post: Vec<Post>,
    pub holder: Option<Holder>,
    pub mixed: Mixed,
    pub nested: Nested,
    pub counts: Counts,
    pub knot: Knot,
    pub tie: Tie,
    pub limits: Option<Limits>,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
#[ws(client)]
pub enum Signal {
    On(bool),
    Level { level: f32 },
}

pub struct Letter(pub char);

pub struct Single(pub f32);

pub struct Id(pub uuid::Uuid);

pub struct Stamp(pub chrono::DateTime<chrono::Utc>);

pub struct Local(pub chrono::NaiveDateTime);

pub struct Day(pub chrono::NaiveDate);

pub struct Hour(pub chrono::NaiveTime);

pub struct Zone(pub jiff::Zoned);

pub struct Keys8(pub BTreeMap<i8, u8>);

pub struct Keys16(pub BTreeMap<i16, u8>);

pub struct Keys32(pub BTreeMap<i32, u8>);

pub struct Keys64(pub BTreeMap<i64, u8>);

pub struct Plain8(pub BTreeMap<u8, u8>);

pub struct Plain16(pub BTreeMap<u16, u8>);

pub struct Plain32(pub BTreeMap<u32, u8>);

pub struct Plain64(pub BTreeMap<u64, u8>);
