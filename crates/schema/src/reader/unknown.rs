//! Attributes that nobody knows. A slip in an attribute's own name would take a check or a protection away without a word, so it is an
//! error, like one in a word inside.
//!
//! What the words of a known attribute say is for others; attributes that change the JSON are for `refusals`.

use buildamp_diagnostics::Report;

use super::Reader;
use super::attributes::derives;
use super::parse::Origin;
use super::refusals::{CONTAINER_WORDS, FIELD_WORDS, OTHER_JSON_ATTRIBUTES, VARIANT_WORDS};
use super::tree::{DeclId, DeclItem, conditional, refused_cfg};

/// The attributes that the reader honours.
const OURS: [&str; 4] = ["ws", "validate", "serde", "target"];

/// Those of `rustc` that may stand on a type, a field or a variant, and say nothing about its JSON. A condition is refused elsewhere.
const RUSTC: [&str; 14] = [
    "doc",
    "derive",
    "allow",
    "warn",
    "expect",
    "deny",
    "forbid",
    "deprecated",
    "must_use",
    "non_exhaustive",
    "repr",
    "cfg",
    "cfg_attr",
    "automatically_derived",
];

/// Tools whose attributes `rustc` lets stand anywhere.
const TOOLS: [&str; 5] = ["rustfmt", "clippy", "diagnostic", "miri", "rust_analyzer"];

/// Derives that have no attributes, or only those above.
const PLAIN_DERIVES: [&str; 13] = [
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Eq",
    "Hash",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Serialize",
    "Deserialize",
    "Model",
    "Validate",
];

/// What an attribute stands on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum On {
    Type,
    Field,
    Variant,
}

impl On {
    fn expected(self) -> &'static str {
        match self {
            On::Type => "`ws`, `serde`, `target`, or one of `rustc`'s, such as `derive` and `doc`",
            On::Field => "`validate`, `serde`, or one of `rustc`'s, such as `doc` and `allow`",
            On::Variant => "`serde`, `default`, or one of `rustc`'s, such as `doc` and `allow`",
        }
    }
}

impl Reader<'_> {
    /// Refuses the unknown attributes of a type, of its fields and of its variants.
    pub(super) fn refuse_unknown(&mut self, id: DeclId) {
        let tree = self.tree;
        let decl = tree.decl(id);
        let origin = tree.modules[decl.module].origin;
        let derives = derives(decl.attrs());
        let mut found = Found {
            origin,
            derives: &derives,
            reports: Vec::new(),
        };
        found.look(decl.attrs(), On::Type);
        if !found.reports.is_empty() {
            self.misspelt.insert(id);
        }
        match &decl.item {
            DeclItem::Struct(item) => found.fields(&item.fields),
            DeclItem::Enum(item) => {
                for variant in &item.variants {
                    found.look(&variant.attrs, On::Variant);
                    found.fields(&variant.fields);
                }
            }
            DeclItem::Alias(_) => {}
        }
        self.reports.extend(found.reports);
    }
}

struct Found<'a> {
    origin: Origin,
    /// Of the type.
    derives: &'a [String],
    reports: Vec<Report>,
}

impl Found<'_> {
    fn fields(&mut self, fields: &syn::Fields) {
        for field in fields {
            self.look(&field.attrs, On::Field);
            // A condition on a named field is told where the field is read.
            if field.ident.is_none() {
                let condition = conditional(self.origin, &field.attrs);
                self.reports.extend(condition.map(refused_cfg));
            }
        }
    }

    fn look(&mut self, attrs: &[syn::Attribute], on: On) {
        for attr in attrs {
            let name = Name::of(attr);
            if !name.is_known(on) && !self.is_of_a_derive(&name) {
                self.reports.push(unknown(self.origin, attr, &name, on));
            }
        }
    }

    /// Whether the attribute may be that of a derive which the reader doesn't know. One that is nearly ours is not, unless the
    /// derive is called like it, as `TS` with its `#[ts(..)]`.
    fn is_of_a_derive(&self, name: &Name) -> bool {
        let foreign = |derive: &&String| !PLAIN_DERIVES.contains(&derive.as_str());
        let mut others = self.derives.iter().filter(foreign);
        name.path.len() == 1
            && others
                .any(|derive| derive.eq_ignore_ascii_case(name.last()) || meant(name).is_none())
    }
}

/// An attribute's name, as it is written.
struct Name {
    /// `["rustfmt", "skip"]`
    path: Vec<String>,
    /// `#[sw(..)]`
    shown: String,
}

impl Name {
    fn of(attr: &syn::Attribute) -> Name {
        let path: Vec<String> = attr
            .path()
            .segments
            .iter()
            .map(|segment| segment.ident.to_string())
            .collect();
        let value = match attr.meta {
            syn::Meta::Path(_) => "",
            syn::Meta::List(_) => "(..)",
            syn::Meta::NameValue(_) => " = ..",
        };
        Name {
            shown: format!("#[{}{value}]", path.join("::")),
            path,
        }
    }

    fn last(&self) -> &str {
        self.path.last().map(String::as_str).unwrap_or_default()
    }

    fn is_known(&self, on: On) -> bool {
        match &self.path[..] {
            [name] => {
                let name = name.as_str();
                OURS.contains(&name)
                    || RUSTC.contains(&name)
                    || OTHER_JSON_ATTRIBUTES.contains(&name) && on != On::Variant
                    || name == "default" && on == On::Variant
            }
            [tool, ..] => {
                TOOLS.contains(&tool.as_str())
                    || OTHER_JSON_ATTRIBUTES.contains(&self.last()) && on != On::Variant
            }
            [] => true,
        }
    }
}

fn unknown(origin: Origin, attr: &syn::Attribute, name: &Name, on: On) -> Report {
    let place = origin.of(attr.path());
    let shown = &name.shown;
    let of_a_variant = on == On::Variant && name.last().eq_ignore_ascii_case("default");
    let meant = match of_a_variant {
        true => Some("did you mean `default`?".to_owned()),
        false => meant(name),
    };
    if let Some(meant) = meant {
        return Report::error(
            "unknown_attribute",
            format!("There is no attribute `{shown}`"),
            place,
        )
        .found("nothing would follow it")
        .expected(on.expected())
        .help(meant);
    }
    let title = match name.path.len() {
        1 => format!("There is no attribute `{shown}`"),
        _ => format!("I can't tell what `{shown}` would make of this"),
    };
    Report::error("unknown_attribute", title, place)
        .found("nothing would follow it: models are read without running macros")
        .expected(on.expected())
        .help("remove it; an attribute that belongs to a derive of another crate may stand where `#[derive(..)]` has that derive")
}

/// What to write instead, where that can be told.
fn meant(name: &Name) -> Option<String> {
    let word = name.last().trim_start_matches("r#").to_ascii_lowercase();
    if let Some(near) = near(&word) {
        return Some(format!("did you mean `{near}`?"));
    }
    Some(match word.as_str() {
        "websocket" | "socket" | "message" | "msg" => "did you mean `ws`?".to_owned(),
        "client" | "server" | "helper" | "volatile" => {
            format!("did you mean `#[ws({word})]`?")
        }
        "rate" | "burst" => "did you mean `#[ws(rate = \"10/s\", burst = 20)]`?".to_owned(),
        "length" | "len" | "range" | "min" | "max" | "garde" => {
            "did you mean `#[validate(length(min = 1, max = 64))]` or `#[validate(range(min = 0, max = 10))]`, above a field?".to_owned()
        }
        "webhook" | "hook" | "url" => {
            "did you mean `#[target(url = \"..\")]`, above a type of `models/webhooks/*_webhooks.rs`?".to_owned()
        }
        "kv" | "entry" | "store" | "storage" | "event" | "events" | "claims" | "auth" => {
            "remove it: what a type is, its folder and file say, as `models/kv/*_kv.rs` for entries (docs/models.md)".to_owned()
        }
        "serialize" | "deserialize" | "json" => "did you mean `serde`?".to_owned(),
        _ => {
            let mut words = CONTAINER_WORDS.iter().chain(FIELD_WORDS).chain(VARIANT_WORDS);
            let of_serde = words.any(|known| **known == word);
            return of_serde.then(|| format!("did you mean `#[serde({word}{})]`?", value_of(&word)));
        }
    })
}

fn value_of(word: &str) -> &'static str {
    match word {
        "rename"
        | "alias"
        | "rename_all"
        | "rename_all_fields"
        | "tag"
        | "content"
        | "skip_serializing_if" => " = \"..\"",
        _ => "",
    }
}

/// The attribute of ours that is but a slip away.
fn near(word: &str) -> Option<&'static str> {
    let slips = |name: &str| strsim::osa_distance(name, word);
    let nearest = OURS.into_iter().min_by_key(|name| slips(name))?;
    // Two slips in a long name; in `ws` the second would make any two letters of it.
    let allowed = if nearest.len() > 5 { 2 } else { 1 };
    (slips(nearest) <= allowed).then_some(nearest)
}

/// An attribute of ours, or nearly, above something that is no type: what it was meant for has none then.
pub(super) fn stray(origin: Origin, attrs: &[syn::Attribute]) -> Vec<Report> {
    let mut reports = Vec::new();
    for attr in attrs {
        let name = Name::of(attr);
        let [only] = &name.path[..] else { continue };
        if near(&only.trim_start_matches("r#").to_ascii_lowercase()).is_none() {
            continue;
        }
        let title = format!("`{}` says nothing here", name.shown);
        reports.push(
            Report::error("misplaced_attribute", title, origin.of(attr.path()))
                .found("it stands on something that is no type")
                .expected("a struct, an enum or a part of one")
                .help("put it right above the type or the field that it is about, or remove it"),
        );
    }
    reports
}
