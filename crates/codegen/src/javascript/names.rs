//! Every name of the generated TypeScript, chosen once, so that no two clash.
//!
//! Types keep their names. One that TypeScript reserves, or that the runtime's types use or declare, gets a
//! trailing underscore, as does a method that the runtime has already.

use std::collections::BTreeSet;

use buildamp_schema::{Schema, TypeId};

pub(super) struct Names {
    types: Vec<String>,
    inputs: Vec<String>,
    flattened: Vec<String>,
    flattened_inputs: Vec<String>,
    sends: Vec<String>,
    handlers: Vec<String>,
}

/// What TypeScript lets no type be called, and what a module can't export.
const RESERVED: [&str; 59] = [
    "any",
    "as",
    "asserts",
    "async",
    "await",
    "bigint",
    "boolean",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "declare",
    "default",
    "delete",
    "do",
    "else",
    "enum",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "function",
    "if",
    "implements",
    "import",
    "in",
    "infer",
    "instanceof",
    "interface",
    "is",
    "keyof",
    "let",
    "never",
    "new",
    "null",
    "number",
    "object",
    "package",
    "private",
    "protected",
    "public",
    "readonly",
    "return",
    "static",
    "string",
    "super",
    "switch",
    "symbol",
    "this",
    "throw",
    "true",
    "type",
    "undefined",
    "unique",
    "unknown",
];
const ALSO_RESERVED: [&str; 7] = ["typeof", "var", "void", "while", "with", "yield", "try"];

/// What the generated declarations add to the runtime's.
const OWN: [&str; 6] = [
    "Client",
    "JoinMessages",
    "Partial",
    "ReceivedMessages",
    "Record",
    "SentMessages",
];

/// The methods of the runtime's client.
const METHODS: [&str; 8] = [
    "on",
    "onAny",
    "onDirect",
    "onError",
    "onLeftRoom",
    "onPresence",
    "onRoomState",
    "onState",
];

impl Names {
    /// `runtime` is the text of the runtime's types.
    pub(super) fn new(schema: &Schema, runtime: &str) -> Names {
        let mut taken: BTreeSet<String> = words(runtime);
        let reserved = RESERVED.iter().chain(&ALSO_RESERVED).chain(&OWN);
        taken.extend(reserved.map(|name| (*name).to_owned()));
        let plain: Vec<&String> = schema.types.iter().map(|def| &def.name).collect();
        let mut claim_all = |suffix: &str| -> Vec<String> {
            let names = plain.iter().map(|name| format!("{name}{suffix}"));
            names.map(|name| claim(name, &mut taken)).collect()
        };
        let types = claim_all("");
        let inputs = claim_all("Input");
        let flattened = claim_all("Fields");
        let flattened_inputs = claim_all("FieldsInput");
        let mut methods: BTreeSet<String> = METHODS.iter().map(|m| (*m).to_owned()).collect();
        let mut method = |prefix: &str| -> Vec<String> {
            let names = plain.iter().map(|name| format!("{prefix}{}", upper(name)));
            names.map(|name| claim(name, &mut methods)).collect()
        };
        Names {
            types,
            inputs,
            flattened,
            flattened_inputs,
            sends: method("send"),
            handlers: method("on"),
        }
    }

    /// What arrives.
    pub(super) fn ty(&self, id: TypeId) -> &str {
        &self.types[id.0 as usize]
    }

    /// What may be sent, where that is more than what arrives.
    pub(super) fn input(&self, id: TypeId) -> &str {
        &self.inputs[id.0 as usize]
    }

    /// An enum's entries among those of the struct that it is flattened into.
    pub(super) fn flattened(&self, id: TypeId) -> &str {
        &self.flattened[id.0 as usize]
    }

    /// What may be sent of these, where that is more than what arrives.
    pub(super) fn flattened_input(&self, id: TypeId) -> &str {
        &self.flattened_inputs[id.0 as usize]
    }

    /// `sendGameMove`
    pub(super) fn send(&self, id: TypeId) -> &str {
        &self.sends[id.0 as usize]
    }

    /// `onGameMove`
    pub(super) fn on(&self, id: TypeId) -> &str {
        &self.handlers[id.0 as usize]
    }
}

/// Adds underscores until nothing else has the name.
fn claim(mut name: String, taken: &mut BTreeSet<String>) -> String {
    while !taken.insert(name.clone()) {
        name.push('_');
    }
    name
}

fn upper(name: &str) -> String {
    let mut chars = name.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// The names that start as types do, outside of comments and texts.
fn words(runtime: &str) -> BTreeSet<String> {
    let mut code = String::new();
    let mut rest = runtime;
    while let Some((before, after)) = rest.split_once("/*") {
        code.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    code.push_str(rest);
    let code: Vec<&str> = code
        .lines()
        .map(|line| line.split_once("//").map_or(line, |(code, _)| code))
        .collect();
    code.join("\n")
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| word.starts_with(char::is_uppercase))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_runtimes_names_are_those_outside_of_comments() {
        let text =
            "/** Sends a `GameMove`. */\nexport class A extends Error { b(): Promise<C>; } // D\n";
        let words: Vec<String> = words(text).into_iter().collect();
        assert_eq!(words, ["A", "C", "Error", "Promise"]);
    }

    #[test]
    fn lower_case_messages_have_methods_in_camel_case() {
        assert_eq!(upper("ping"), "Ping");
        assert_eq!(upper("_Ping"), "_Ping");
    }
}
