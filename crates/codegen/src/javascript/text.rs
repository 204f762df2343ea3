//! Literals, keys and comments as prettier leaves them, the same in JavaScript and TypeScript.

/// A string literal: in the quotes that need fewer escapes, double ones if in doubt.
pub(super) fn string(text: &str) -> String {
    let count = |quote: char| text.chars().filter(|c| *c == quote).count();
    let quote = if count('"') > count('\'') { '\'' } else { '"' };
    let mut literal = String::from(quote);
    for c in text.chars() {
        match c {
            '\\' => literal.push_str("\\\\"),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            c if c == quote => literal.extend(['\\', c]),
            // Control characters and those that break lines or change the direction of the text in an editor.
            c if c.is_control() || is_invisible(c) => {
                literal.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => literal.push(c),
        }
    }
    literal.push(quote);
    literal
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A key of an object: quoted where it is no plain name.
pub(super) fn key(name: &str) -> String {
    let ascii = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let starts = |c: char| !c.is_ascii_digit() && (ascii(c) || is_letter(c));
    let plain =
        name.chars().next().is_some_and(starts) && name.chars().all(|c| ascii(c) || is_letter(c));
    if plain {
        return name.to_owned();
    }
    // prettier takes the quotes off whatever its own tables call a name, but not where there is an escape.
    match name.chars().all(|c| ascii(c) || !c.is_ascii()) {
        true => escaped(name),
        false => string(name),
    }
}

/// The letters that every edition of Unicode and of JavaScript agrees on; of others a key keeps its quotes.
fn is_letter(c: char) -> bool {
    matches!(c,
        'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ɏ' | 'Α'..='Ρ' | 'Σ'..='Ω' | 'ά'..='ώ' | 'Ѐ'..='ҁ'
        | 'ぁ'..='ゖ' | 'ァ'..='ヺ' | '\u{4e00}'..='\u{9fa5}' | '\u{ac00}'..='\u{d7a3}')
}

/// A string literal in ASCII.
fn escaped(text: &str) -> String {
    let escape = |c: char| match u32::from(c) {
        _ if c.is_ascii() => c.to_string(),
        code @ 0..=0xffff => format!("\\u{code:04x}"),
        code => format!("\\u{{{code:x}}}"),
    };
    format!("\"{}\"", text.chars().map(escape).collect::<String>())
}

/// A JSDoc comment, or nothing. Its lines end without a line break.
pub(super) fn doc_comment(doc: &str) -> String {
    let doc = doc.replace("*/", "*\\/");
    let lines: Vec<&str> = doc.trim().lines().map(str::trim_end).collect();
    match &lines[..] {
        [] => String::new(),
        [line] => format!("/** {line} */"),
        lines => {
            let line = |line: &&str| format!(" * {line}").trim_end().to_owned();
            let lines: Vec<String> = lines.iter().map(line).collect();
            format!("/**\n{}\n */", lines.join("\n"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_take_the_quotes_that_need_fewer_escapes() {
        assert_eq!(string("a'b"), "\"a'b\"");
        assert_eq!(string("a\"b"), "'a\"b'");
        assert_eq!(string("a\"b'c"), "\"a\\\"b'c\"");
        assert_eq!(string("\u{2028}\u{0}\\"), "\"\\u2028\\u0000\\\\\"");
    }

    #[test]
    fn keys_are_quoted_where_they_are_no_names() {
        assert_eq!(key("game_id"), "game_id");
        assert_eq!(key("1st"), "\"1st\"");
        assert_eq!(key(""), "\"\"");
        assert_eq!(key("größe"), "größe");
        assert_eq!(key("漢字"), "漢字");
        assert_eq!(key("x²"), "\"x\\u00b2\"");
        assert_eq!(key("😀"), "\"\\u{1f600}\"");
        assert_eq!(key("ein Ⓐ"), "\"ein Ⓐ\"");
    }

    #[test]
    fn a_comment_cannot_be_ended_by_what_it_says() {
        assert_eq!(doc_comment("a */ b"), "/** a *\\/ b */");
        assert_eq!(doc_comment("a\n\nb "), "/**\n * a\n *\n * b\n */");
        assert_eq!(doc_comment(""), "");
    }
}
