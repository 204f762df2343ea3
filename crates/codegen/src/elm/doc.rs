//! Doc comments of the models as comments in Elm.
//!
//! `elm-format` reads Elm's doc comments as Markdown and prints them anew, so only text that it leaves as it
//! is may become one: a generated file that an editor formats would count as edited by hand. Prose
//! becomes a doc comment; lists, headings, tables and their like become line comments, which stay as they are.

/// What stands above a definition, or nothing.
pub(super) fn doc_comment(doc: &str) -> String {
    let paragraphs = paragraphs(doc);
    let lines = || paragraphs.iter().flatten();
    if paragraphs.is_empty() {
        return String::new();
    }
    if !lines().all(|line| is_prose(line)) {
        let lines: Vec<String> = line_comments(doc.trim()).collect();
        // A third empty line parts a comment of its own from the definition before.
        return format!("\n{}\n\n\n", lines.join("\n"));
    }
    let escaped = paragraphs.iter().map(|paragraph| {
        let lines: Vec<String> = paragraph.iter().map(|line| escape(line)).collect();
        lines.join("\n")
    });
    let text = escaped.collect::<Vec<_>>().join("\n\n");
    let gap = if paragraphs.len() > 1 { "\n" } else { "" };
    format!("{{-| {text}\n{gap}-}}\n")
}

/// A line comment for each line of a doc comment.
pub(super) fn line_comments(doc: &str) -> impl Iterator<Item = String> {
    // Elm refuses tabs, in comments too.
    doc.lines()
        .map(|line| format!("-- {}", line.trim_end().replace('\t', "    ")))
        .map(|line| line.trim_end().to_owned())
}

/// Lines between empty lines, with single spaces.
fn paragraphs(doc: &str) -> Vec<Vec<String>> {
    let mut paragraphs = vec![Vec::new()];
    for line in doc.lines() {
        let indented = line.starts_with("    ") || line.starts_with('\t');
        let words: Vec<&str> = line.split_whitespace().collect();
        let line = words.join(" ");
        match (line.is_empty(), paragraphs.last_mut()) {
            (false, Some(paragraph)) if indented => paragraph.push(format!("    {line}")),
            (false, Some(paragraph)) => paragraph.push(line),
            _ => paragraphs.push(Vec::new()),
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
}

/// Whether `elm-format` finds nothing but words, code and emphasis in a line.
fn is_prose(line: &str) -> bool {
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = number.len() < line.len() && number.starts_with(['.', ')']);
    let marked = line.starts_with(['-', '+', '#', '=', '>', '<', '~', ' ', ':']);
    let list = line.starts_with("* ") || line == "*";
    let linked = ["](", "]:", "://", "mailto:", "``"];
    // Of a bracketed text it makes a reference, which an escape in it would change.
    let reference = line.contains('[') && line.contains(['_', '*', '\\']);
    !(numbered || marked || list || reference || linked.iter().any(|part| line.contains(part)))
}

/// What would be emphasis or an escape as plain text, outside of code.
fn escape(line: &str) -> String {
    let line = line.replace("{-", "{ -").replace("-}", "- }");
    let paired = line.matches('`').count().is_multiple_of(2);
    let mut escaped = String::new();
    let mut code = false;
    for c in line.chars() {
        code ^= c == '`' && paired;
        let special = match c {
            '*' | '_' | '\\' => !code,
            '`' => !paired,
            _ => false,
        };
        if special {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_a_doc_comment() {
        assert_eq!(doc_comment(""), "");
        assert_eq!(doc_comment("One."), "{-| One.\n-}\n");
        assert_eq!(doc_comment("One\ntwo."), "{-| One\ntwo.\n-}\n");
        assert_eq!(doc_comment("One.\n\n\nTwo."), "{-| One.\n\nTwo.\n\n-}\n");
        assert_eq!(
            doc_comment("a_b *c* `d_e` {- f -} g\\h"),
            "{-| a\\_b \\*c\\* `d_e` { - f - } g\\\\h\n-}\n"
        );
        assert_eq!(doc_comment("an `odd tick"), "{-| an \\`odd tick\n-}\n");
    }

    #[test]
    fn what_is_laid_out_is_a_line_comment() {
        assert_eq!(
            doc_comment("Any of:\n- one\n- two"),
            "\n-- Any of:\n-- - one\n-- - two\n\n\n"
        );
        for text in [
            "# a",
            "1. a",
            "see https://a.b",
            "[a](b)",
            "> a",
            "    a\n\tb",
        ] {
            assert!(doc_comment(text).starts_with("\n-- "), "{text}");
        }
    }
}
