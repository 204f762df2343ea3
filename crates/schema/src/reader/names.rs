//! What a path means in a module: one of our types, a type of the table, or a problem.

use strsim::jaro_winkler;

use super::tree::{DeclId, Tree};

/// A type that a model may name without defining it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    Bool,
    String,
    Char,
    Int(crate::Int),
    Float(crate::Float),
    Option,
    List,
    /// `Box`, `Rc`, `Arc`, `Cow`: as their inside.
    Transparent,
    Cow,
    Map,
    Set,
    Json,
    Format(crate::Format),
    /// `time::OffsetDateTime`, whose own JSON nobody else reads.
    OffsetDateTime,
}

/// What a path means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    Model(DeclId),
    Known(Known),
    /// Several models that it could be.
    Ambiguous(Vec<DeclId>),
    /// Known, and not for models: why, and what to write.
    Refused(&'static str, &'static str),
    /// Nothing; perhaps this was meant.
    Unknown(Option<String>),
}

/// The types of the table by their full path. `std` stands for `core` and `alloc` too.
const KNOWN: &[(&str, Known)] = &[
    ("std::string::String", Known::String),
    ("std::option::Option", Known::Option),
    ("std::vec::Vec", Known::List),
    ("std::collections::VecDeque", Known::List),
    ("std::boxed::Box", Known::Transparent),
    ("std::rc::Rc", Known::Transparent),
    ("std::sync::Arc", Known::Transparent),
    ("std::borrow::Cow", Known::Cow),
    ("std::collections::HashMap", Known::Map),
    ("std::collections::BTreeMap", Known::Map),
    ("std::collections::HashSet", Known::Set),
    ("std::collections::BTreeSet", Known::Set),
    ("serde_json::Value", Known::Json),
    ("serde_json::value::Value", Known::Json),
    ("uuid::Uuid", Known::Format(crate::Format::Uuid)),
    ("chrono::DateTime", Known::Format(crate::Format::DateTime)),
    (
        "chrono::NaiveDateTime",
        Known::Format(crate::Format::LocalDateTime),
    ),
    ("chrono::NaiveDate", Known::Format(crate::Format::Date)),
    ("chrono::NaiveTime", Known::Format(crate::Format::Time)),
    ("time::OffsetDateTime", Known::OffsetDateTime),
    ("time::Date", Known::Format(crate::Format::Date)),
    ("jiff::Timestamp", Known::Format(crate::Format::DateTime)),
    ("jiff::Zoned", Known::Format(crate::Format::Zoned)),
    (
        "jiff::civil::DateTime",
        Known::Format(crate::Format::LocalDateTime),
    ),
    ("jiff::civil::Date", Known::Format(crate::Format::Date)),
    ("jiff::civil::Time", Known::Format(crate::Format::Time)),
];

/// Names that are of the table without a `use`. Rust's own prelude, and those that can mean one thing only.
const BARE: &[(&str, &str)] = &[
    ("String", "std::string::String"),
    ("Option", "std::option::Option"),
    ("Vec", "std::vec::Vec"),
    ("Box", "std::boxed::Box"),
    ("VecDeque", "std::collections::VecDeque"),
    ("Rc", "std::rc::Rc"),
    ("Arc", "std::sync::Arc"),
    ("Cow", "std::borrow::Cow"),
    ("HashMap", "std::collections::HashMap"),
    ("BTreeMap", "std::collections::BTreeMap"),
    ("HashSet", "std::collections::HashSet"),
    ("BTreeSet", "std::collections::BTreeSet"),
    ("Uuid", "uuid::Uuid"),
];

/// Types of other crates that a model can't hold, by the last word of their path: why, and what to write.
const REFUSED: &[(&str, &str, &str)] = &[
    (
        "i128",
        "JavaScript can't hold its values",
        "write `i64`, or a `String` if the values are greater",
    ),
    (
        "u128",
        "JavaScript can't hold its values",
        "write `u64`, or a `String` if the values are greater",
    ),
    (
        "PathBuf",
        "a path is not the same on every machine",
        "write `String`",
    ),
    (
        "Path",
        "a path is not the same on every machine",
        "write `String`",
    ),
    ("OsString", "its text need not be Unicode", "write `String`"),
    (
        "Duration",
        "its JSON is an object of seconds and nanoseconds",
        "write the unit into the name: `timeout_ms: u64`",
    ),
    (
        "SystemTime",
        "its JSON is an object of seconds and nanoseconds",
        "write `chrono::DateTime<chrono::Utc>`, or `timestamp_ms: i64`",
    ),
    (
        "Instant",
        "it means nothing on another machine",
        "write `chrono::DateTime<chrono::Utc>`, or `timestamp_ms: i64`",
    ),
    ("IpAddr", "there is no type for it in Elm", "write `String`"),
    (
        "SocketAddr",
        "there is no type for it in Elm",
        "write `String`",
    ),
    (
        "PrimitiveDateTime",
        "the JSON that `time` gives it is read by nothing else",
        "write `chrono::NaiveDateTime` or `jiff::civil::DateTime`",
    ),
    (
        "Cell",
        "a message is a value, not a place",
        "write the inner type",
    ),
    (
        "RefCell",
        "a message is a value, not a place",
        "write the inner type",
    ),
    (
        "Mutex",
        "a message is a value, not a place",
        "write the inner type",
    ),
    (
        "RwLock",
        "a message is a value, not a place",
        "write the inner type",
    ),
    (
        "Result",
        "whether it is one is for the `Response` to say",
        "write an `enum` with a variant for each outcome",
    ),
    ("PhantomData", "it holds no data", "remove the field"),
    (
        "BinaryHeap",
        "its order is not that of its JSON",
        "write `Vec`",
    ),
    (
        "LinkedList",
        "a list says the same",
        "write `Vec`: the JSON is the same",
    ),
    (
        "NonZero",
        "there is no type for it in Elm",
        "write the integer with `#[validate(range(min = 1))]`",
    ),
    (
        "str",
        "it is only known behind a reference",
        "write `String`",
    ),
    (
        "Self",
        "a type can't hold itself by this name",
        "write the type's own name, in a `Vec`, an `Option<Box<..>>` or a map",
    ),
];

/// What other languages call the types of the table.
const ELSEWHERE: &[(&str, &str)] = &[
    ("int", "i32"),
    ("Int", "i32"),
    ("integer", "i32"),
    ("long", "i64"),
    ("uint", "u32"),
    ("float", "f64"),
    ("Float", "f64"),
    ("double", "f64"),
    ("number", "f64"),
    ("byte", "u8"),
    ("text", "String"),
    ("Bool", "bool"),
    ("List", "Vec"),
    ("Array", "Vec"),
    ("Maybe", "Option"),
    ("Dict", "HashMap"),
    ("Map", "HashMap"),
    ("Record", "HashMap"),
    ("Set", "HashSet"),
    ("Date", "chrono::DateTime"),
    ("any", "serde_json::Value"),
    ("object", "serde_json::Value"),
];

fn primitive(name: &str) -> Option<Known> {
    use crate::{Float, Int};
    Some(match name {
        "bool" => Known::Bool,
        "char" => Known::Char,
        "i8" => Known::Int(Int::I8),
        "i16" => Known::Int(Int::I16),
        "i32" => Known::Int(Int::I32),
        "i64" | "isize" => Known::Int(Int::I64),
        "u8" => Known::Int(Int::U8),
        "u16" => Known::Int(Int::U16),
        "u32" => Known::Int(Int::U32),
        "u64" | "usize" => Known::Int(Int::U64),
        "f32" => Known::Float(Float::F32),
        "f64" => Known::Float(Float::F64),
        _ => return None,
    })
}

impl Tree {
    /// What `path` means in a module.
    pub(super) fn resolve(&self, module: usize, path: &[String]) -> Meaning {
        self.resolve_within(module, path, 0)
    }

    fn resolve_within(&self, module: usize, path: &[String], hops: u8) -> Meaning {
        let scope = &self.modules[module];
        let Some((first, rest)) = path.split_first() else {
            return Meaning::Unknown(None);
        };
        if rest.is_empty()
            && let Some(id) = scope.types.get(first)
        {
            return Meaning::Model(*id);
        }
        if let Some(import) = scope.uses.get(first)
            && hops < 8
        {
            let full: Vec<String> = import.iter().chain(rest).cloned().collect();
            return match full == path {
                true => self.absolute(module, path),
                false => self.imported(module, &full, hops),
            };
        }
        if !rest.is_empty() {
            return self.absolute(module, path);
        }
        self.bare(module, first)
    }

    /// A path that a `use` names: of the models, or of another crate.
    fn imported(&self, module: usize, path: &[String], hops: u8) -> Meaning {
        match self.absolute(module, path) {
            Meaning::Unknown(_)
                if path.len() > 1 && self.modules[module].uses.contains_key(&path[0]) =>
            {
                self.resolve_within(module, path, hops + 1)
            }
            meaning => meaning,
        }
    }

    /// A path of several words.
    fn absolute(&self, module: usize, path: &[String]) -> Meaning {
        if let Some(known) = known(path) {
            return Meaning::Known(known);
        }
        let Some((name, modules)) = path.split_last() else {
            return Meaning::Unknown(None);
        };
        let here = &self.modules[module].path;
        let supers = modules.iter().filter(|word| *word == "super").count();
        let named: Vec<&String> = modules
            .iter()
            .filter(|word| !matches!(word.as_str(), "crate" | "self" | "super" | "models"))
            .collect();
        let mut wanted: Vec<&String> = Vec::new();
        if supers > 0 || modules.first().is_some_and(|word| word == "self") {
            wanted.extend(&here[..here.len().saturating_sub(supers)]);
        }
        wanted.extend(named);
        let candidates = self.by_name.get(name).map_or(&[][..], Vec::as_slice);
        let fits = |id: &&DeclId| {
            let path: Vec<&String> = self.module_of(**id).path.iter().collect();
            path.ends_with(&wanted)
        };
        let found: Vec<DeclId> = candidates.iter().filter(fits).copied().collect();
        match found[..] {
            [only] => Meaning::Model(only),
            [] => refused(name).unwrap_or_else(|| Meaning::Unknown(self.similar(name))),
            _ => Meaning::Ambiguous(found),
        }
    }

    /// One word that no `use` explains.
    fn bare(&self, module: usize, name: &str) -> Meaning {
        let candidates = self.by_name.get(name).map_or(&[][..], Vec::as_slice);
        let through_glob = |id: &&DeclId| {
            let path = &self.module_of(**id).path;
            self.modules[module].globs.iter().any(|glob| {
                let named = |word: &&String| {
                    !matches!(word.as_str(), "crate" | "self" | "super" | "models")
                };
                let wanted: Vec<&String> = glob.iter().filter(named).collect();
                path.iter().collect::<Vec<_>>().ends_with(&wanted)
            })
        };
        let imported: Vec<DeclId> = candidates.iter().filter(through_glob).copied().collect();
        if let [only] = imported[..] {
            return Meaning::Model(only);
        }
        match candidates {
            [only] => return Meaning::Model(*only),
            [] => {}
            several => return Meaning::Ambiguous(several.to_vec()),
        }
        if let Some(known) = primitive(name) {
            return Meaning::Known(known);
        }
        if let Some((_, path)) = BARE.iter().find(|(bare, _)| *bare == name) {
            let path: Vec<String> = path.split("::").map(str::to_owned).collect();
            if let Some(known) = known(&path) {
                return Meaning::Known(known);
            }
        }
        refused(name).unwrap_or_else(|| Meaning::Unknown(self.similar(name)))
    }

    /// What may have been meant.
    fn similar(&self, name: &str) -> Option<String> {
        let with_use = KNOWN
            .iter()
            .find(|(path, _)| path.ends_with(&format!("::{name}")));
        if let Some((path, _)) = with_use {
            return Some((*path).to_owned());
        }
        if let Some((_, rust)) = ELSEWHERE.iter().find(|(there, _)| *there == name) {
            return Some((*rust).to_owned());
        }
        const PRIMITIVES: [&str; 4] = ["bool", "char", "f64", "i32"];
        let ours = self.by_name.keys().map(String::as_str);
        let names = ours
            .chain(BARE.iter().map(|(bare, _)| *bare))
            .chain(PRIMITIVES);
        let (score, best) = names
            .map(|known| (jaro_winkler(known, name), known))
            .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))?;
        (score > 0.8).then(|| best.to_owned())
    }
}

fn known(path: &[String]) -> Option<Known> {
    let mut path = path.to_vec();
    if matches!(path.first()?.as_str(), "core" | "alloc") {
        "std".clone_into(&mut path[0]);
    }
    // `chrono::naive::NaiveDate`, `chrono::offset::..` and the like are re-exported at the root.
    if path.len() == 3 && path[0] == "chrono" {
        path.remove(1);
    }
    let path = path.join("::");
    let found = KNOWN.iter().find(|(known, _)| *known == path);
    found.map(|(_, known)| *known)
}

fn refused(name: &str) -> Option<Meaning> {
    let name = if name.starts_with("NonZero") {
        "NonZero"
    } else {
        name
    };
    let (_, why, help) = REFUSED.iter().find(|(refused, ..)| *refused == name)?;
    Some(Meaning::Refused(why, help))
}
