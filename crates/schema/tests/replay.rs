//! What fuzzing found worth keeping, in every run of the tests, and texts that nest as deep as they like.
//!
//! Owns no rule of its own: what must hold is said in `fuzz/src/inputs.rs`. It refuses to make inputs up.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

use std::path::Path;

#[path = "../fuzz/src/inputs.rs"]
mod inputs;

fn replay(target: &str, run: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/corpus")
        .join(target);
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        let run = std::panic::catch_unwind(|| run(&bytes));
        run.unwrap_or_else(|_| panic!("by the input {}", path.display()));
        count += 1;
    }
    assert!(count >= 50, "only {count} inputs for {target}");
}

#[test]
fn the_reader_comes_back_from_every_input() {
    replay("model_reader", inputs::read_models);
}

#[test]
fn the_checker_comes_back_from_every_input() {
    replay("checker", inputs::check_payload);
}

/// On the stack of a test's thread, which is that of a server's.
#[test]
fn the_reader_comes_back_from_any_depth() {
    const DEEP: usize = 10_000;
    let open = |bracket: &str| bracket.repeat(DEEP);
    let both = |open: &str, inner: &str, close: &str| {
        format!("{}{inner}{}", open.repeat(DEEP), close.repeat(DEEP))
    };
    let field = |ty: &str| format!("pub struct A {{ pub a: {ty} }}");
    let default = |body: &str| {
        format!("pub struct A {{ #[serde(default = \"f\")] pub a: u8 }}\nfn f() -> u8 {{ {body} }}")
    };
    let texts = [
        open("["),
        open("("),
        open("{"),
        both("[", "", "]"),
        both("mod a { ", "", "}"),
        field(&both("Vec<", "u8", ">")),
        field(&both("(", "u8", ",)")),
        field(&both("[", "u8", "; 1]")),
        field(&format!("{}u8", open("&'static "))),
        field(&format!("{}u8", open("*const "))),
        field(&format!("{}u8", open("a::"))),
        field(&format!("[u8; {}1]", open("-"))),
        field(&format!("[u8; {}]", vec!["1"; DEEP].join("+"))),
        field(&both("fn(", "u8", ")")),
        field(&both("dyn Fn() -> ", "u8", "")),
        default(&both("(", "1", ")")),
        default(&both("{", "1", "}")),
        default(&both("if a {} else ", "{}", "")),
        default(&both("|a| ", "1", "")),
        default(&both("a(", "1", ")")),
        default(&format!("1{}", open(".b()"))),
        default(&format!("1{}", open("?"))),
        default(&format!("{}1", open("return "))),
        default(&format!("{}1", open("'a: "))),
        default(&both("match a { _ => ", "1", "}")),
        default(&format!("{}1", open("let a = "))),
        format!("use {};", both("a::{", "b", "}")),
        format!("use {}b;", open("a::")),
        format!("#[serde({})] pub struct A {{}}", both("a(", "", ")")),
        format!("#[doc = {}] pub struct A {{}}", both("(", "1", ")")),
        format!("{}pub struct A {{}}", open("#[a] ")),
        format!("pub struct A<{}>;", both("T: B<", "u8", ">")),
        format!("pub({}) struct A;", both("in a::", "b", "")),
        both("/*", "", "*/"),
        format!(
            "#[validate({})] pub struct A {{}}",
            both("length(min = ", "1", ")")
        ),
    ];
    for text in texts {
        inputs::read_models(text.as_bytes());
    }
}

#[test]
fn the_checker_comes_back_from_any_depth() {
    const DEEP: usize = 100_000;
    for pick in 0..=u8::MAX {
        for text in [
            "[",
            "{\"a\":",
            "{\"children\":[",
            "{\"Group\":[",
            "[[{\"type\":\"convoy\",\"vehicles\":[",
        ] {
            let mut bytes = vec![pick];
            bytes.extend(text.repeat(DEEP / text.len()).bytes());
            inputs::check_payload(&bytes);
        }
    }
}
