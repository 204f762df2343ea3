//! What somebody may mean who writes JavaScript or its like: methods, `null`, statements, calls with commas.
//!
//! Owns the advice alone. That something is wrong, and what, others have found; where nothing of this fits, they have their own words.

/// What is meant by a value of this name, which nothing defines.
pub(super) fn value(name: &str) -> Option<&'static str> {
    Some(match name {
        "null" | "undefined" | "nil" => {
            "Elm has no null: what may be missing is a `Maybe`, which is `Nothing` or `Just` a value"
        }
        "return" => "leave `return` out: what a function gives is the expression behind its `=`",
        "true" => "it is written `True`",
        "false" => "it is written `False`",
        "console" => "`Debug.log \"here\" value` logs a value, and gives it back",
        _ => return None,
    })
}

/// What is meant by a variant of this name, which nothing defines.
pub(super) fn variant(name: &str) -> Option<&'static str> {
    matches!(name, "None" | "Null" | "Nil" | "Undefined")
        .then_some("a `Maybe` without a value is `Nothing`")
}

/// What is meant by something of a module of this name, which nothing imports.
pub(super) fn module(name: &str) -> Option<&'static str> {
    Some(match name {
        "Math" => "`round`, `floor`, `min`, `max`, `abs`, `sqrt` and their like need no module",
        "JSON" => {
            "`import Json.Encode as Encode` for `Encode.encode 0 value`, `import Json.Decode as Decode` for `Decode.decodeString decoder text`"
        }
        _ => return None,
    })
}

/// What is written in place of an operator that is none.
pub(super) fn operator(symbol: &str) -> Option<&'static str> {
    Some(match symbol {
        "===" => "`==` compares any two values of the same type",
        "!=" | "!==" => "not equal is written `/=`",
        "**" => "a power is written `^`",
        "%" => "use `modBy`, or `remainderBy`, which differ for negative numbers",
        "!" => "a `Bool` is negated by a function: `not (…)`",
        "=>" => "a function without a name is written `\\x -> x + 1`",
        "?" => "write `if … then … else …`",
        "??" => "write `Maybe.withDefault other value`",
        "?." => "write `Maybe.map .field value`",
        "+=" | "-=" | "*=" | "++=" | "||=" | "&&=" => {
            "no value changes: give the new one a name of its own, in a `let`"
        }
        _ => return None,
    })
}

/// What has no fields, and functions of a module instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holder {
    List,
    Text,
    Number,
    Dict,
    Set,
    Maybe,
}

/// What is written for a method of a value.
pub(super) fn method(of: Holder, field: &str, value: Option<&str>) -> String {
    let (thing, module, example, named) = match of {
        Holder::List => ("a list", "List", "length", "list"),
        Holder::Text => ("a text", "String", "length", "text"),
        Holder::Number => ("a number", "String", "fromInt", "number"),
        Holder::Dict => ("a `Dict`", "Dict", "get key", "dict"),
        Holder::Set => ("a `Set`", "Set", "member x", "set"),
        Holder::Maybe => {
            let value = value.unwrap_or("value");
            return format!(
                "there may be no value: write `Maybe.map .{field} {value}`, or a `case` with `Just` and `Nothing`"
            );
        }
    };
    let value = value.unwrap_or(named);
    let call = match of {
        Holder::List => of_list(field),
        Holder::Text => of_text(field),
        Holder::Number => None,
        Holder::Dict => of_dict(field),
        Holder::Set => of_set(field),
        Holder::Maybe => None,
    };
    match call {
        Some(call) => format!(
            "{thing} has no fields: write `{}`",
            call.replace('@', value)
        ),
        None => format!(
            "{thing} has no fields: functions of the module `{module}` take it, as in `{module}.{example} {value}`"
        ),
    }
}

fn of_list(field: &str) -> Option<&'static str> {
    Some(match field {
        "length" | "size" | "count" => "List.length @",
        "includes" | "contains" | "has" => "List.member x @",
        "map" | "forEach" => "List.map f @",
        "filter" => "List.filter f @",
        "reduce" => "List.foldl f start @",
        "push" | "append" => "@ ++ [ x ]",
        "unshift" => "x :: @",
        "concat" => "@ ++ others",
        "join" => "String.join \", \" @",
        "find" => "List.head (List.filter f @)",
        "some" | "any" => "List.any f @",
        "every" | "all" => "List.all f @",
        "reverse" => "List.reverse @",
        "sort" => "List.sort @",
        "slice" => "List.take count (List.drop from @)",
        "flatMap" => "List.concatMap f @",
        "first" | "head" => "List.head @",
        _ => return None,
    })
}

fn of_text(field: &str) -> Option<&'static str> {
    Some(match field {
        "length" | "size" => "String.length @",
        "includes" | "contains" => "String.contains \"x\" @",
        "startsWith" => "String.startsWith \"x\" @",
        "endsWith" => "String.endsWith \"x\" @",
        "split" => "String.split \",\" @",
        "trim" => "String.trim @",
        "toUpperCase" => "String.toUpper @",
        "toLowerCase" => "String.toLower @",
        "replace" | "replaceAll" => "String.replace \"old\" \"new\" @",
        "slice" | "substring" => "String.slice from to @",
        "repeat" => "String.repeat count @",
        "concat" => "@ ++ others",
        _ => return None,
    })
}

fn of_dict(field: &str) -> Option<&'static str> {
    Some(match field {
        "get" => "Dict.get key @",
        "has" | "includes" => "Dict.member key @",
        "set" => "Dict.insert key value @",
        "delete" => "Dict.remove key @",
        "size" | "length" => "Dict.size @",
        "keys" => "Dict.keys @",
        "values" => "Dict.values @",
        "entries" => "Dict.toList @",
        _ => return None,
    })
}

fn of_set(field: &str) -> Option<&'static str> {
    Some(match field {
        "has" | "includes" => "Set.member x @",
        "add" => "Set.insert x @",
        "delete" => "Set.remove x @",
        "size" | "length" => "Set.size @",
        "values" => "Set.toList @",
        _ => return None,
    })
}

/// What is meant by a `=` that can't stand where it does, by what is before it on its line.
pub(super) fn equals(before: &str) -> Option<String> {
    let before = before.trim();
    let first = before.split(' ').next().unwrap_or_default();
    if matches!(first, "const" | "var") {
        return Some(format!(
            "names are given in a `let`, without `{first}`: `let` and a line `x = 1`, then `in` and what is made of it"
        ));
    }
    let (record, field) = before.rsplit_once('.')?;
    let is_name = |name: &str| {
        name.starts_with(|c: char| c.is_lowercase())
            && name.chars().all(|c| c == '_' || c.is_alphanumeric())
    };
    (record.split('.').all(is_name) && is_name(field)).then(|| {
        let record = record.replace('.', "_");
        format!("no value changes: `{{ {record} | {field} = … }}` is a record like `{record}` with another `{field}`")
    })
}

/// What is meant by a `:` that can't stand where it does, by what is before it on its line.
pub(super) fn colon(before: &str) -> Option<&'static str> {
    before
        .contains(" ? ")
        .then_some("write `if … then … else …`")
}
