//! The client's runtime as one text: the modules of `clients/js/src/runtime`, joined.
//!
//! Owns their order, which is that of reading, and what of them an app may import. It refuses to know what they do.

/// What an app gets of the runtime, with the text that introduces the whole.
const INDEX: &str = include_str!("../../../../clients/js/src/runtime.js");

macro_rules! parts {
    ($($name:literal),* $(,)?) => {
        [$(include_str!(concat!("../../../../clients/js/src/runtime/", $name, ".js"))),*]
    };
}

const PARTS: [&str; 17] = parts![
    "client",
    "checks",
    "elm",
    "core",
    "frames",
    "room",
    "directs",
    "time",
    "outbox",
    "upload",
    "link",
    "stream",
    "refusal",
    "address",
    "closes",
    "listeners",
    "error",
];

/// All of it, as one module.
pub(super) fn joined() -> String {
    let (head, exports) = INDEX
        .split_once("\nexport ")
        .expect("the runtime exports something");
    let mut text = head.to_owned();
    for part in PARTS {
        text.push('\n');
        text.push_str(&without_seams(part, exports));
    }
    text
}

/// A part without its imports, all of which are of other parts; it exports what the index does.
fn without_seams(part: &str, exports: &str) -> String {
    let mut text = String::new();
    let mut lines = part.lines().peekable();
    while let Some(line) = lines.next() {
        if line.starts_with("import ") {
            let mut end = line;
            while !end.ends_with(';') {
                end = lines.next().expect("an import ends");
            }
            // What stood between the imports and the rest.
            lines.next_if(|next| next.is_empty());
            continue;
        }
        text.push_str(own(line, exports));
        text.push('\n');
    }
    text
}

/// A line whose `export` is for the other parts alone loses it.
fn own<'l>(line: &'l str, exports: &str) -> &'l str {
    let Some(declaration) = line.strip_prefix("export ") else {
        return line;
    };
    let name = declaration
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !["async", "class", "const", "function"].contains(word))
        .find(|word| !word.is_empty());
    let is_public = name.is_some_and(|name| exports.contains(&format!("{{ {name} }}")));
    if is_public { line } else { declaration }
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn an_app_can_import_what_the_index_exports_and_nothing_else() {
        let text = joined();
        let exports: Vec<&str> = text
            .lines()
            .filter_map(|line| line.strip_prefix("export "))
            .map(|line| line.split([' ', '(']).nth(1).expect("a name"))
            .collect();
        assert_eq!(exports, ["RealtimeClient", "connectElm", "BuildAmpError"]);
        assert!(!text.lines().any(|line| line.starts_with("import ")));
    }

    #[test]
    fn no_two_parts_declare_the_same_name() {
        let text = joined();
        let mut names: Vec<&str> = text
            .lines()
            .map(|line| line.strip_prefix("export ").unwrap_or(line))
            .map(|line| line.strip_prefix("async ").unwrap_or(line))
            .filter(|line| {
                ["class ", "const ", "function "]
                    .iter()
                    .any(|word| line.starts_with(word))
            })
            .map(|line| line.split([' ', '(']).nth(1).expect("a name"))
            .collect();
        assert!(names.len() > 30, "{names:?}");
        names.sort_unstable();
        let all = names.len();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
