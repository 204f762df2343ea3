//! Attributes that can't be honoured: unknown words, words in the wrong place, and what gives a model another JSON. Each is an error that
//! says what to write instead.

use buildamp_diagnostics::Report;

use super::Reader;
use super::attributes::derives;
use super::words::Word;

pub(super) const CONTAINER_WORDS: &[&str] = &[
    "rename",
    "rename_all",
    "rename_all_fields",
    "tag",
    "content",
    "untagged",
    "transparent",
    "deny_unknown_fields",
    "default",
];
pub(super) const FIELD_WORDS: &[&str] = &[
    "rename",
    "alias",
    "default",
    "skip",
    "skip_serializing",
    "skip_serializing_if",
    "flatten",
];
pub(super) const VARIANT_WORDS: &[&str] = &["rename", "rename_all", "alias", "skip", "other"];

const WORDS_BY_PLACE: [(&str, &[&str]); 3] = [
    ("a struct or enum", CONTAINER_WORDS),
    ("a field", FIELD_WORDS),
    ("a variant", VARIANT_WORDS),
];

/// Attributes of other crates that replace serde's JSON.
pub(super) const OTHER_JSON_ATTRIBUTES: [&str; 4] =
    ["serde_as", "skip_serializing_none", "serde_conv", "apply"];

/// Derives that replace serde's.
const OTHER_JSON: [&str; 6] = [
    "Serialize_repr",
    "Deserialize_repr",
    "SerializeDisplay",
    "DeserializeFromStr",
    "Serialize_enum_str",
    "Deserialize_enum_str",
];

impl Reader<'_> {
    pub(super) fn refuse_word(&mut self, word: &Word, place: &str, known: &[&str]) {
        let name = word.name.as_str();
        let report = |title: String| Report::error("unsupported_attribute", title, word.span);
        let known_here = known.contains(&name);
        let elsewhere = WORDS_BY_PLACE
            .iter()
            .find(|(_, words)| words.contains(&name));
        let report = if let Some(help) = instead_of(name) {
            report(format!("`{name}` on {place} can't be honoured"))
                .found("its meaning is Rust code, or nothing that clients could follow")
                .help(help)
        } else if known_here {
            report(format!("`{name}` is not used like this on {place}"))
                .found("its value is missing, or is none that it takes")
                .help(usage(name))
        } else if let Some((other, _)) = elsewhere {
            report(format!("`{name}` has no place on {place}"))
                .found(format!("a word for {other}"))
                .expected(format!("one of {}", known.join(", ")))
                .help(format!("put it on {other}, or remove it"))
        } else {
            let help = match super::similar(name, known.iter().copied()) {
                Some(similar) => format!("did you mean `{similar}`?"),
                None => "remove it".to_owned(),
            };
            report(format!("serde has no `{name}` on {place}"))
                .found("an unknown word")
                .expected(format!("one of {}", known.join(", ")))
                .help(help)
        };
        self.reports.push(report);
    }

    /// Only an `alias` may stand there twice.
    pub(super) fn refuse_repeated(&mut self, attribute: &str, words: &[Word]) {
        for (at, word) in words.iter().enumerate() {
            let first = words[..at].iter().find(|first| first.name == word.name);
            if let Some(first) = first.filter(|_| word.name != "alias") {
                let title = format!("`{}` stands twice in `#[{attribute}(..)]`", word.name);
                self.reports.push(
                    Report::error("repeated_word", title, word.span)
                        .related(first.span, "the first")
                        .found("the second")
                        .help("remove one of them"),
                );
            }
        }
    }

    pub(super) fn refuse_constraints(
        &mut self,
        module: usize,
        attrs: &[syn::Attribute],
        place: &str,
    ) {
        for word in self.attribute_words(module, attrs, "validate") {
            self.reports.push(
                Report::error("validate", "Constraints stand on fields", word.span)
                    .found(format!("one on {place}"))
                    .help("put it on a field: `#[validate(length(max = 64))] pub name: String`"),
            );
        }
    }

    /// `#[ws]` and `#[target]` say something about a whole type.
    pub(super) fn refuse_own(&mut self, module: usize, attrs: &[syn::Attribute]) {
        for name in ["ws", "target"] {
            for word in self.attribute_words(module, attrs, name) {
                let title = format!("`#[{name}(..)]` stands on a whole type");
                let report = Report::error("misplaced_attribute", title, word.span);
                self.reports.push(
                    report
                        .found("a part of one")
                        .help("put it above the `pub struct` or `pub enum`"),
                );
            }
        }
    }

    /// Derives and attributes of other crates that change the JSON.
    pub(super) fn refuse_other_json(&mut self, module: usize, attrs: &[syn::Attribute]) {
        for attr in attrs {
            let span = self.span(module, attr);
            let last = attr.path().segments.last().map(|s| s.ident.to_string());
            let odd = match last.as_deref() {
                Some(name) if OTHER_JSON_ATTRIBUTES.contains(&name) => last,
                Some("derive") => derives(std::slice::from_ref(attr))
                    .into_iter()
                    .find(|derive| OTHER_JSON.contains(&derive.as_str())),
                _ => None,
            };
            if let Some(odd) = odd {
                let title = format!("`{odd}` gives a model another JSON than serde does");
                self.reports.push(
                    Report::error("unsupported_attribute", title, span)
                        .found("an attribute of another crate")
                        .expected("the JSON of `#[derive(Serialize, Deserialize)]`, and serde's own attributes")
                        .help("remove it, and give the fields the types that they have in JSON"),
                );
            }
        }
    }

    /// An alias is another name, and nothing else.
    pub(super) fn refuse_alias_attrs(&mut self, module: usize, attrs: &[syn::Attribute]) {
        for name in ["serde", "ws", "validate", "target"] {
            for word in self.attribute_words(module, attrs, name) {
                let title = format!("`#[{name}(..)]` says nothing on a type alias");
                self.reports.push(
                    Report::error("misplaced_attribute", title, word.span)
                        .found("an alias, which is another name for its target")
                        .expected("a struct, an enum or a field")
                        .help("write a struct: `pub struct Row(pub Vec<u8>);`, or remove it"),
                );
            }
        }
    }
}

/// What to write instead of a word of serde that needs Rust code to be run, or that treats the two directions apart.
fn instead_of(word: &str) -> Option<&'static str> {
    Some(match word {
        "with" | "serialize_with" | "deserialize_with" | "getter" => {
            "give the field a type whose JSON is what you want: a struct, an enum or a type of the table in docs/models.md"
        }
        "from" | "try_from" | "into" | "remote" => {
            "write the fields as they travel, and convert in your own code"
        }
        "skip_deserializing" => "write `skip` if the field never travels",
        "bound" => "remove it: models are not generic",
        "untagged" => "put `untagged` on the whole enum, or give the variant a tag",
        "variant_identifier" | "field_identifier" => {
            "remove it: it is for hand-written `Deserialize`"
        }
        _ => return None,
    })
}

fn usage(word: &str) -> String {
    match word {
        "skip"
        | "flatten"
        | "untagged"
        | "transparent"
        | "deny_unknown_fields"
        | "other"
        | "skip_serializing" => format!("write `{word}` alone"),
        "default" => "write `default` alone; on a field `default = \"function\"` too".to_owned(),
        _ => format!("write `{word} = \"..\"`"),
    }
}
