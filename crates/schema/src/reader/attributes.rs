//! serde's attributes: what each says, or why it can't be honoured.
//!
//! None is ignored silently: what can't be honoured is for `refusals`. What says nothing about the JSON (`crate`, `expecting`, `borrow`) is
//! let through; everything else is understood or refused.

use buildamp_diagnostics::{Report, Span};

use super::Reader;
use super::case::{CASES, Case};
use super::refusals::{CONTAINER_WORDS, FIELD_WORDS, VARIANT_WORDS};
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
