//! serde's attributes: what each says, or why it can't be honoured.
//!
//! None is ignored silently. What says nothing about the JSON (`crate`, `expecting`, `borrow`) is
//! let through; everything else is understood or refused.

use buildamp_diagnostics::{Report, Span};

use super::Reader;
use super::case::{CASES, Case};
use super::validate::validate;
use super::words::{NotWords, Word, WordValue, words};
use crate::{Constraints, Emptiness};

/// What the attributes of a struct or enum say.
#[derive(Debug, Default)]
pub(super) struct ContainerAttrs {
    pub(super) rename: Option<String>,
    pub(super) rename_all: Case,
    pub(super) rename_all_fields: Option<(Case, Span)>,
    pub(super) tag: Option<(String, Span)>,
    pub(super) content: Option<(String, Span)>,
    pub(super) untagged: Option<Span>,
    pub(super) transparent: Option<Span>,
    pub(super) deny_unknown_fields: Option<Span>,
    pub(super) default: Option<Span>,
    /// The traits of `#[derive(..)]`, by their last word.
    pub(super) derives: Vec<String>,
}

/// What the attributes of a field say.
#[derive(Debug, Default)]
pub(super) struct FieldAttrs {
    pub(super) rename: Option<String>,
    pub(super) aliases: Vec<(String, Span)>,
    pub(super) default: Option<FieldDefault>,
    pub(super) skip: bool,
    pub(super) skip_serializing: Option<Span>,
    pub(super) skip_if: Option<(Emptiness, Span)>,
    pub(super) flatten: Option<Span>,
    pub(super) rfc3339: bool,
    pub(super) constraints: Constraints,
    pub(super) validate_span: Option<Span>,
}

/// `default`, or `default = "path"`.
#[derive(Debug)]
pub(super) enum FieldDefault {
    OfType(Span),
    Function(String, Span),
}

/// What the attributes of a variant say.
#[derive(Debug, Default)]
pub(super) struct VariantAttrs {
    pub(super) rename: Option<String>,
    pub(super) rename_all: Option<Case>,
    pub(super) aliases: Vec<(String, Span)>,
    pub(super) skip: bool,
    pub(super) other: Option<Span>,
    /// `#[default]`, which `derive(Default)` reads.
    pub(super) is_default: bool,
}

impl Reader<'_> {
    /// The words of every `#[name(..)]`.
    pub(super) fn attribute_words(
        &mut self,
        module: usize,
        attrs: &[syn::Attribute],
        name: &str,
    ) -> Vec<Word> {
        let origin = self.tree.modules[module].origin;
        let mut all = Vec::new();
        for attr in attrs.iter().filter(|attr| attr.path().is_ident(name)) {
            let list = match &attr.meta {
                syn::Meta::List(list) => words(origin, list.tokens.clone()),
                _ => Err(NotWords(origin.of(attr))),
            };
            match list {
                Ok(words) => all.extend(words),
                Err(NotWords(span)) => {
                    let title = format!("I can't read this `#[{name}(..)]`");
                    self.reports.push(
                        Report::error("attribute_syntax", title, span)
                            .expected("words with or without a value, with commas between them")
                            .help(format!("write for instance `#[{}]`", example(name))),
                    );
                }
            }
        }
        self.refuse_repeated(name, &all);
        all
    }

    /// Only an `alias` may stand there twice.
    fn refuse_repeated(&mut self, attribute: &str, words: &[Word]) {
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

    /// The attributes of a struct or enum, without `#[ws]` and `#[target]`.
    pub(super) fn container_attrs(
        &mut self,
        module: usize,
        attrs: &[syn::Attribute],
    ) -> ContainerAttrs {
        let mut read = ContainerAttrs {
            derives: derives(attrs),
            ..ContainerAttrs::default()
        };
        for word in self.attribute_words(module, attrs, "serde") {
            match (word.name.as_str(), &word.value) {
                ("rename", _) => read.rename = self.new_name(&word),
                ("rename_all", _) => read.rename_all = self.case(&word).unwrap_or_default(),
                ("rename_all_fields", _) => {
                    read.rename_all_fields = self.case(&word).map(|case| (case, word.span));
                }
                ("tag", _) => read.tag = self.text(&word),
                ("content", _) => read.content = self.text(&word),
                ("untagged", WordValue::Flag) => read.untagged = Some(word.span),
                ("transparent", WordValue::Flag) => read.transparent = Some(word.span),
                ("deny_unknown_fields", WordValue::Flag) => {
                    read.deny_unknown_fields = Some(word.span);
                }
                ("default", WordValue::Flag) => read.default = Some(word.span),
                ("crate" | "expecting", _) => {}
                _ => self.refuse_word(&word, "a struct or enum", CONTAINER_WORDS),
            }
        }
        self.refuse_constraints(module, attrs, "a whole type");
        self.refuse_other_json(module, attrs);
        read
    }

    fn refuse_constraints(&mut self, module: usize, attrs: &[syn::Attribute], place: &str) {
        for word in self.attribute_words(module, attrs, "validate") {
            self.reports.push(
                Report::error("validate", "Constraints stand on fields", word.span)
                    .found(format!("one on {place}"))
                    .help("put it on a field: `#[validate(length(max = 64))] pub name: String`"),
            );
        }
    }

    /// Derives and attributes of other crates that change the JSON.
    fn refuse_other_json(&mut self, module: usize, attrs: &[syn::Attribute]) {
        for attr in attrs {
            let span = self.span(module, attr);
            let last = attr.path().segments.last().map(|s| s.ident.to_string());
            let odd = match last.as_deref() {
                Some("serde_as" | "skip_serializing_none" | "serde_conv" | "apply") => last,
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

    /// The attributes of a field.
    pub(super) fn field_attrs(&mut self, module: usize, attrs: &[syn::Attribute]) -> FieldAttrs {
        let mut read = FieldAttrs::default();
        for word in self.attribute_words(module, attrs, "serde") {
            match (word.name.as_str(), &word.value) {
                ("rename", _) => read.rename = self.new_name(&word),
                ("alias", _) => read.aliases.extend(self.text(&word)),
                ("default", WordValue::Flag) => {
                    read.default = Some(FieldDefault::OfType(word.span));
                }
                ("default", WordValue::Text(path, span)) => {
                    self.functions_used.insert((module, path.clone()));
                    read.default = Some(FieldDefault::Function(path.clone(), *span));
                }
                ("skip", WordValue::Flag) => read.skip = true,
                ("skip_serializing", WordValue::Flag) => read.skip_serializing = Some(word.span),
                ("skip_serializing_if", WordValue::Text(path, span)) => {
                    self.functions_used.insert((module, path.clone()));
                    let emptiness = self.predicate(module, path, *span);
                    read.skip_if = emptiness.map(|emptiness| (emptiness, *span));
                }
                ("flatten", WordValue::Flag) => read.flatten = Some(word.span),
                ("with", WordValue::Text(path, _)) if is_rfc3339(path) => read.rfc3339 = true,
                ("borrow", _) => {}
                _ => self.refuse_word(&word, "a field", FIELD_WORDS),
            }
        }
        let words = self.attribute_words(module, attrs, "validate");
        read.validate_span = words.first().map(|word| word.span);
        read.constraints = validate(&words, &mut self.reports);
        self.refuse_own(module, attrs);
        self.refuse_other_json(module, attrs);
        read
    }

    /// The attributes of a variant.
    pub(super) fn variant_attrs(
        &mut self,
        module: usize,
        attrs: &[syn::Attribute],
    ) -> VariantAttrs {
        let mut read = VariantAttrs {
            is_default: attrs.iter().any(|attr| attr.path().is_ident("default")),
            ..VariantAttrs::default()
        };
        for word in self.attribute_words(module, attrs, "serde") {
            match (word.name.as_str(), &word.value) {
                ("rename", _) => read.rename = self.new_name(&word),
                ("rename_all", _) => read.rename_all = self.case(&word),
                ("alias", _) => read.aliases.extend(self.text(&word)),
                ("skip", WordValue::Flag) => read.skip = true,
                ("other", WordValue::Flag) => read.other = Some(word.span),
                _ => self.refuse_word(&word, "a variant", VARIANT_WORDS),
            }
        }
        self.refuse_own(module, attrs);
        self.refuse_constraints(module, attrs, "a whole variant");
        read
    }

    /// `#[ws]` and `#[target]` say something about a whole type.
    fn refuse_own(&mut self, module: usize, attrs: &[syn::Attribute]) {
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

    fn text(&mut self, word: &Word) -> Option<(String, Span)> {
        if let WordValue::Text(text, span) = &word.value {
            return Some((text.clone(), *span));
        }
        let title = format!("`{}` needs a text", word.name);
        self.reports.push(
            Report::error("attribute_value", title, word.span)
                .expected("a text in double quotes")
                .help(format!("write `{} = \"..\"`", word.name)),
        );
        None
    }

    /// `rename = "x"`, or `rename(serialize = "x", deserialize = "x")` where both are the same.
    fn new_name(&mut self, word: &Word) -> Option<String> {
        let WordValue::List(both) = &word.value else {
            return self.text(word).map(|(text, _)| text);
        };
        let names: Vec<&str> = both
            .iter()
            .filter_map(|word| match &word.value {
                WordValue::Text(text, _) => Some(text.as_str()),
                _ => None,
            })
            .collect();
        if let [one, other] = names[..]
            && one == other
        {
            return Some(one.to_owned());
        }
        self.reports.push(one_name(word));
        None
    }

    fn case(&mut self, word: &Word) -> Option<Case> {
        if matches!(word.value, WordValue::List(_)) {
            self.reports.push(one_name(word));
            return None;
        }
        let (text, span) = self.text(word)?;
        if let Some((_, case)) = CASES.iter().find(|(name, _)| *name == text) {
            return Some(*case);
        }
        let names = CASES.map(|(name, _)| format!("\"{name}\"")).join(", ");
        let similar = super::similar(&text, CASES.iter().map(|(name, _)| *name));
        let help = match similar {
            Some(similar) => format!("did you mean `\"{similar}\"`?"),
            None => format!("write for instance `{} = \"camelCase\"`", word.name),
        };
        self.reports.push(
            Report::error("attribute_value", "There is no such case", span)
                .expected(format!("one of {names}"))
                .help(help),
        );
        None
    }

    /// What `skip_serializing_if` names.
    fn predicate(&mut self, module: usize, path: &str, span: Span) -> Option<Emptiness> {
        let words: Vec<&str> = path.split("::").map(str::trim).collect();
        match words[..] {
            [.., "Option", "is_none"] => return Some(Emptiness::None),
            [
                ..,
                "Vec" | "VecDeque" | "String" | "str" | "HashMap" | "BTreeMap" | "HashSet"
                | "BTreeSet",
                "is_empty",
            ] => {
                return Some(Emptiness::Empty);
            }
            [.., "ops", "Not", "not"] | ["Not", "not"] => return Some(Emptiness::False),
            [name] => {
                let function = self.tree.modules[module].functions.get(name);
                if let Some(emptiness) = function.and_then(|(_, item)| negation(item)) {
                    return Some(emptiness);
                }
            }
            _ => {}
        }
        self.reports.push(
            Report::error("unsupported_attribute", "I can't tell when this field is left out", span)
                .expected("`Option::is_none`, the `is_empty` of a collection or `String`, or `std::ops::Not::not`")
                .help("use one of these, or always write the field"),
        );
        None
    }

    fn refuse_word(&mut self, word: &Word, place: &str, known: &[&str]) {
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
}

/// Derives that replace serde's.
const OTHER_JSON: [&str; 6] = [
    "Serialize_repr",
    "Deserialize_repr",
    "SerializeDisplay",
    "DeserializeFromStr",
    "Serialize_enum_str",
    "Deserialize_enum_str",
];

const WORDS_BY_PLACE: [(&str, &[&str]); 3] = [
    ("a struct or enum", CONTAINER_WORDS),
    ("a field", FIELD_WORDS),
    ("a variant", VARIANT_WORDS),
];

const CONTAINER_WORDS: &[&str] = &[
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
const FIELD_WORDS: &[&str] = &[
    "rename",
    "alias",
    "default",
    "skip",
    "skip_serializing",
    "skip_serializing_if",
    "flatten",
];
const VARIANT_WORDS: &[&str] = &["rename", "rename_all", "alias", "skip", "other"];

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

fn one_name(word: &Word) -> Report {
    let title = "A name is the same in both directions";
    Report::error("unsupported_attribute", title, word.span)
        .found("a name for each direction")
        .expected("one name: what one client sends is what the others get")
        .help(format!(
            "write `{} = \"..\"`, and an `alias` for a further name on arrival",
            word.name
        ))
}

fn is_rfc3339(path: &str) -> bool {
    matches!(
        path,
        "time::serde::rfc3339" | "time::serde::rfc3339::option"
    )
}

/// `fn is_false(b: &bool) -> bool { !*b }`
fn negation(item: &syn::ItemFn) -> Option<Emptiness> {
    let [syn::Stmt::Expr(syn::Expr::Unary(not), None)] = &item.block.stmts[..] else {
        return None;
    };
    let inner = match &*not.expr {
        syn::Expr::Unary(deref) if matches!(deref.op, syn::UnOp::Deref(_)) => &*deref.expr,
        plain => plain,
    };
    let negated = matches!(not.op, syn::UnOp::Not(_)) && matches!(inner, syn::Expr::Path(_));
    negated.then_some(Emptiness::False)
}

pub(super) fn derives(attrs: &[syn::Attribute]) -> Vec<String> {
    let mut derives = Vec::new();
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("derive")) {
        // A derive that doesn't parse is rustc's to report.
        let _ = attr.parse_nested_meta(|meta| {
            derives.extend(meta.path.segments.last().map(|s| s.ident.to_string()));
            Ok(())
        });
    }
    derives
}

fn example(attribute: &str) -> &'static str {
    match attribute {
        "serde" => "serde(rename = \"gameId\")",
        "ws" => "ws(client, rate = \"10/s\", burst = 20)",
        "validate" => "validate(length(min = 1, max = 64))",
        _ => {
            "target(url = \"https://example.com/{PATH}\", method = \"POST\", auth = \"Bearer {TOKEN}\", headers = {\"X-Key\" = \"{KEY}\"}, timeout = \"30s\")"
        }
    }
}

/// The doc comment, lines joined by `\n`.
pub(super) fn doc(attrs: &[syn::Attribute]) -> String {
    let line = |attr: &syn::Attribute| {
        let value = &attr.meta.require_name_value().ok()?.value;
        match value {
            syn::Expr::Lit(syn::ExprLit {
                lit: syn::Lit::Str(text),
                ..
            }) => {
                let text = text.value();
                Some(text.strip_prefix(' ').map(str::to_owned).unwrap_or(text))
            }
            _ => None,
        }
    };
    let docs = attrs.iter().filter(|attr| attr.path().is_ident("doc"));
    let lines: Vec<String> = docs.filter_map(line).collect();
    lines.join("\n").trim_end().to_owned()
}
