//! The schema: what the model files say, with Rust and serde resolved away.
//!
//! Owns the data types that the reader makes and that the checker and every
//! generator read. It refuses to know about syntax (`syn` ends in the reader)
//! and about any target language. Types are sorted by name, so the same models
//! give the same schema, whatever the order of the files.

use buildamp_diagnostics::Span;
use serde_json::Value;

/// Every type of an app's models, sorted by [`TypeDef::name`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Schema {
    /// The types. A [`TypeId`] is an index into this list.
    pub types: Vec<TypeDef>,
}

/// A type of a [`Schema`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub u32);

/// One named type of the models.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeDef {
    /// Unique in the schema and the name in every target: the Rust name, or,
    /// where two helpers share one, the Rust name behind its module's name.
    /// For a message it is the `message_type` on the wire.
    pub name: String,
    /// The model file, relative to the app's folder and with `/` between folders.
    pub file: String,
    /// The type's name in its source.
    pub span: Span,
    /// The doc comment, lines joined by `\n`, without the leading space.
    pub doc: String,
    /// What the type is for.
    pub role: Role,
    /// What its values look like.
    pub shape: Shape,
}

/// What a type is for; its folder and its attributes say so.
#[derive(Debug, Clone, PartialEq)]
pub enum Role {
    /// Named by the fields of others.
    Helper,
    /// Travels over the socket.
    Message(Message),
    /// A typed entry of the key-value store.
    Entry,
    /// The payload of a scheduled event.
    Event,
    /// The payload of an outgoing webhook.
    Webhook(Target),
    /// What the app wants to know of a user's token.
    Claims,
}

/// How a message travels.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// Who may send it.
    pub direction: Direction,
    /// What happens to it under back-pressure.
    pub delivery: Delivery,
    /// How often one user may send it.
    pub rate: Option<Rate>,
}

/// Who may send a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Clients and the server.
    Both,
    /// Only clients: `#[ws(client)]`.
    Client,
    /// Only the server: `#[ws(server)]`.
    Server,
    /// It comes with a client's join, and no other way: `#[ws(join)]`.
    Join,
}

impl Direction {
    /// Whether clients send it to rooms that they are in.
    pub fn is_from_clients(self) -> bool {
        matches!(self, Direction::Both | Direction::Client)
    }

    /// Whether clients get it.
    pub fn is_from_server(self) -> bool {
        matches!(self, Direction::Both | Direction::Server)
    }
}

/// What happens to a message under back-pressure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// Every one is delivered, in order.
    Reliable,
    /// Only the newest of a sender is kept: `#[ws(volatile)]`.
    Volatile,
}

/// `#[ws(rate = "10/s", burst = 20)]`: a token bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Messages per period.
    pub count: u32,
    /// The period in milliseconds.
    pub period_ms: u64,
    /// How many may come at once; `count` where it is not given.
    pub burst: u32,
}

/// `#[target(..)]`: where an outgoing webhook goes.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Where to.
    pub url: Template,
    /// `GET`, `POST`, `PUT`, `PATCH` or `DELETE`.
    pub method: String,
    /// The `Authorization` header.
    pub auth: Option<Template>,
    /// Further headers, in the order of the source.
    pub headers: Vec<(String, Template)>,
    /// After how many milliseconds the call is given up.
    pub timeout_ms: u64,
    /// The environment variable with the secrets that calls are signed with.
    pub secret: Option<String>,
    /// What the logic hears of its calls.
    pub report: Reporting,
}

/// Of which calls of a webhook the logic's `handleEvent` is told what became of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reporting {
    /// Of none.
    #[default]
    Nothing,
    /// Of those that were given up.
    Failures,
    /// Of all.
    All,
}

/// A text with `{ENV_VAR}` holes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template(pub Vec<TemplatePart>);

/// A piece of a [`Template`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TemplatePart {
    /// As written.
    Text(String),
    /// The value of an environment variable.
    Env(String),
}

/// What the values of a type look like.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A struct with named fields: an object.
    Struct(Struct),
    /// `struct Id(String)`: the inner value.
    Newtype(Element),
    /// `#[serde(transparent)]`: the inner value. Unlike a [`Shape::Newtype`], it
    /// may be absent where its inner type may.
    Transparent(Element),
    /// `struct Point(f64, f64)`: an array. Two or three elements.
    Tuple(Vec<Element>),
    /// `struct Ping;`: `null`.
    Unit,
    /// An enum.
    Enum(Enum),
    /// `type Board = Vec<Row>`: its target.
    Alias(Type),
}

/// A struct with named fields, or a struct variant's fields.
#[derive(Debug, Clone, PartialEq)]
pub struct Struct {
    /// In the order of the source, without those that `#[serde(skip)]` hides.
    pub fields: Vec<Field>,
    /// What a key of no field means.
    pub unknown: UnknownFields,
    /// `#[serde(tag = "..")]` on a struct: a key written first with this value,
    /// and ignored on arrival as any unknown key is.
    pub tag: Option<StructTag>,
}

/// `#[serde(tag = "..")]` on a struct.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StructTag {
    /// The key.
    pub key: String,
    /// The type's serde name.
    pub value: String,
}

/// What a key of no field means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnknownFields {
    /// serde's default.
    Ignored,
    /// `#[serde(deny_unknown_fields)]`.
    Refused,
}

/// A named field.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The Rust name, without `r#`.
    pub name: String,
    /// The key in JSON.
    pub key: String,
    /// Further keys accepted on arrival.
    pub aliases: Vec<String>,
    /// Its type.
    pub ty: Type,
    /// What its absence means.
    pub absent: Absent,
    /// When it is written.
    pub write: Write,
    /// Whether it has a key of its own.
    pub placement: Placement,
    /// `#[validate(..)]`.
    pub constraints: Constraints,
    /// The doc comment, lines joined by `\n`.
    pub doc: String,
    /// The field's name in its source.
    pub span: Span,
}

/// What a field's absence means.
#[derive(Debug, Clone, PartialEq)]
pub enum Absent {
    /// An error.
    Refused,
    /// `None`: the field is an `Option`, or transparently one.
    None,
    /// This value, as serde would write it: `#[serde(default)]`.
    Default(Value),
}

/// When a field is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Write {
    /// Always.
    Always,
    /// `#[serde(skip_serializing)]`.
    Never,
    /// `#[serde(skip_serializing_if = "..")]`.
    Unless(Emptiness),
}

/// The predicates that `skip_serializing_if` may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Emptiness {
    /// `Option::is_none`.
    None,
    /// `Vec::is_empty`, `String::is_empty`, `HashMap::is_empty` and their like.
    Empty,
    /// `std::ops::Not::not`: a `bool` that is `false`.
    False,
}

/// Whether a field has a key of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placement {
    /// It has.
    Keyed,
    /// `#[serde(flatten)]`: its keys are the struct's. Its type is a struct, a map with
    /// `String` keys, an enum that serde can flatten, or an `Option` of one of these.
    Flattened,
}

/// An unnamed field, or the inside of a newtype.
#[derive(Debug, Clone, PartialEq)]
pub struct Element {
    /// Its type.
    pub ty: Type,
    /// `#[validate(..)]`.
    pub constraints: Constraints,
}

/// `#[validate(..)]` of one field. Constraints reach through `Option`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Constraints {
    /// Of a `String` in code points, of a collection in items.
    pub length: Option<Length>,
    /// Of a number, both ends included.
    pub range: Option<Range>,
}

/// `length(min = .., max = .., equal = ..)`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Length {
    /// At least this.
    pub min: Option<u64>,
    /// At most this.
    pub max: Option<u64>,
}

/// `range(min = .., max = ..)`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Range {
    /// At least this.
    pub min: Option<serde_json::Number>,
    /// At most this.
    pub max: Option<serde_json::Number>,
}

/// An enum.
#[derive(Debug, Clone, PartialEq)]
pub struct Enum {
    /// How a variant is told in JSON.
    pub tagging: Tagging,
    /// In the order of the source, without those that `#[serde(skip)]` hides. Never empty.
    pub variants: Vec<Variant>,
    /// What a key of no field means: in struct variants, and beside the tag and
    /// content of an adjacently tagged enum.
    pub unknown: UnknownFields,
}

/// How an enum's variant is told in JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tagging {
    /// `{"Variant": payload}`, or `"Variant"` for a unit variant.
    External,
    /// `{"tag": "Variant", ..payload}`.
    Internal {
        /// The tag's key.
        tag: String,
    },
    /// `{"tag": "Variant", "content": payload}`.
    Adjacent {
        /// The tag's key.
        tag: String,
        /// The payload's key.
        content: String,
    },
    /// `payload`; the first variant that fits.
    Untagged,
}

/// A variant of an enum.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// The Rust name, without `r#`.
    pub name: String,
    /// Its name in JSON.
    pub key: String,
    /// Further names accepted on arrival.
    pub aliases: Vec<String>,
    /// What it carries.
    pub payload: Payload,
    /// Whether unknown tags mean this variant: `#[serde(other)]`.
    pub catch: Catch,
    /// The doc comment, lines joined by `\n`.
    pub doc: String,
    /// The variant's name in its source.
    pub span: Span,
}

/// Which tags mean a variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Catch {
    /// Its key and its aliases.
    Own,
    /// Every tag that no other variant has: `#[serde(other)]`. The payload is
    /// [`Payload::Unit`].
    Other,
}

/// What a variant carries.
#[derive(Debug, Clone, PartialEq)]
pub enum Payload {
    /// `Left`
    Unit,
    /// `Text(String)`
    Newtype(Element),
    /// `Move(u8, u8)`: two or three elements.
    Tuple(Vec<Element>),
    /// `Move { from: u8, to: u8 }`. Its `unknown` is the enum's, its `tag` is `None`.
    Struct(Struct),
}

/// The type of a field.
#[derive(Debug, Clone, PartialEq)]
pub enum Type {
    /// `bool`
    Bool,
    /// `String`, `str` behind a reference or a `Cow`.
    String,
    /// `char`: one code point, not a surrogate.
    Char,
    /// An integer.
    Int(Int),
    /// A finite number.
    Float(Float),
    /// `Option<T>`. Never directly in itself: serde can't tell the two `None`s apart.
    Option(Box<Type>),
    /// `Vec<T>`, `VecDeque<T>`.
    List(Box<Type>),
    /// `[T; N]`.
    Array(Box<Type>, u64),
    /// Two or three.
    Tuple(Vec<Type>),
    /// `HashMap<K, V>`, `BTreeMap<K, V>`.
    Map(MapKey, Box<Type>),
    /// `HashSet<T>`, `BTreeSet<T>`; `T` is comparable in Elm.
    Set(Box<Type>),
    /// `serde_json::Value`
    Json,
    /// A string of a known format.
    Format(Format),
    /// `()`: `null`.
    Unit,
    /// A type of the schema.
    Ref(TypeId),
}

/// The keys of a map. In JSON they are strings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MapKey {
    /// `String`
    String,
    /// An integer, written as its decimal text.
    Int(Int),
}

/// The integer types. On the wire they all stay within ±(2^53−1), which is what
/// Elm and JavaScript can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Int {
    I8,
    I16,
    I32,
    /// `i64` and `isize`.
    I64,
    U8,
    U16,
    U32,
    /// `u64` and `usize`.
    U64,
}

/// 2^53−1, the largest integer whose neighbours a JavaScript number can tell apart.
pub const MAX_SAFE_INTEGER: i64 = (1 << 53) - 1;

impl Int {
    /// The least and the greatest value on the wire.
    pub fn bounds(self) -> (i64, i64) {
        match self {
            Int::I8 => (i8::MIN.into(), i8::MAX.into()),
            Int::I16 => (i16::MIN.into(), i16::MAX.into()),
            Int::I32 => (i32::MIN.into(), i32::MAX.into()),
            Int::I64 => (-MAX_SAFE_INTEGER, MAX_SAFE_INTEGER),
            Int::U8 => (0, u8::MAX.into()),
            Int::U16 => (0, u16::MAX.into()),
            Int::U32 => (0, u32::MAX.into()),
            Int::U64 => (0, MAX_SAFE_INTEGER),
        }
    }

    /// The Rust name.
    pub fn name(self) -> &'static str {
        match self {
            Int::I8 => "i8",
            Int::I16 => "i16",
            Int::I32 => "i32",
            Int::I64 => "i64",
            Int::U8 => "u8",
            Int::U16 => "u16",
            Int::U32 => "u32",
            Int::U64 => "u64",
        }
    }
}

/// The floating-point types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Float {
    F32,
    F64,
}

/// A string of a known format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// `uuid::Uuid`: hyphenated or simple hexadecimal.
    Uuid,
    /// RFC 3339 with its offset: `chrono::DateTime<_>`, `jiff::Timestamp`, and
    /// `time::OffsetDateTime` with `time::serde::rfc3339`.
    DateTime,
    /// ISO 8601 date and time without an offset: `chrono::NaiveDateTime`, `jiff::civil::DateTime`.
    LocalDateTime,
    /// `YYYY-MM-DD`: `chrono::NaiveDate`, `time::Date`, `jiff::civil::Date`.
    Date,
    /// `HH:MM:SS` with an optional fraction: `chrono::NaiveTime`, `jiff::civil::Time`.
    Time,
    /// RFC 9557, an RFC 3339 date-time with its time zone's name in brackets: `jiff::Zoned`.
    Zoned,
}

impl Schema {
    /// The definition of a type.
    pub fn get(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0 as usize]
    }

    /// The type of this name.
    pub fn find(&self, name: &str) -> Option<TypeId> {
        let found = self
            .types
            .binary_search_by(|t| t.name.as_str().cmp(name))
            .ok()?;
        Some(TypeId(u32::try_from(found).ok()?))
    }

    /// Every type with its id, in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (TypeId, &TypeDef)> {
        (0..).map(TypeId).zip(&self.types)
    }

    /// The messages, in the order of their names.
    pub fn messages(&self) -> impl Iterator<Item = (TypeId, &TypeDef, &Message)> {
        self.iter().filter_map(|(id, def)| match &def.role {
            Role::Message(message) => Some((id, def, message)),
            _ => None,
        })
    }

    /// The messages that are sent, in the order of their names: all but those that come with a join.
    pub fn sent_messages(&self) -> impl Iterator<Item = (TypeId, &TypeDef, &Message)> {
        self.messages()
            .filter(|(_, _, message)| message.direction != Direction::Join)
    }

    /// The messages that come with a join, in the order of their names.
    pub fn join_messages(&self) -> impl Iterator<Item = (TypeId, &TypeDef, &Message)> {
        self.messages()
            .filter(|(_, _, message)| message.direction == Direction::Join)
    }

    /// The model of what a token says.
    pub fn claims(&self) -> Option<TypeId> {
        let mut all = self.iter();
        all.find_map(|(id, def)| (def.role == Role::Claims).then_some(id))
    }

    /// A type with aliases, transparent types and newtypes of it followed to the first
    /// definition that is none of these.
    pub fn resolve<'a>(&'a self, mut ty: &'a Type) -> &'a Type {
        while let Type::Ref(id) = ty {
            ty = match &self.get(*id).shape {
                Shape::Alias(target) => target,
                Shape::Newtype(inner) | Shape::Transparent(inner) => &inner.ty,
                _ => return ty,
            };
        }
        ty
    }

    /// How a message lies in its frame's payload.
    pub fn envelope(&self, id: TypeId) -> Envelope {
        match self.resolve(&Type::Ref(id)) {
            Type::Ref(id) if matches!(self.get(*id).shape, Shape::Struct(_)) => Envelope::Inline,
            _ => Envelope::Value,
        }
    }
}

/// How a message lies in `payload`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Envelope {
    /// Its fields beside the `message_type`: a struct.
    Inline,
    /// Under the key `value`: everything else.
    Value,
}
