//! Generated files are as prettier leaves them, also where lines get too long.

use std::fmt::Write as _;

use buildamp_schema::Schema;

use crate::tools::{Folder, node_module, one_file, schema};

/// As fine as is needed to meet every rule; prettier takes its time.
const STEP: usize = 6;

/// Every kind of type, with names of every length around the width of a line.
pub(crate) fn long_names() -> Schema {
    let mut text = String::from("use std::collections::{BTreeMap, HashMap};\n");
    for length in (4..84).step_by(STEP) {
        // Every other one in letters that take two columns.
        let (letter, columns) = if length % 4 == 0 {
            ("漢", 2)
        } else {
            ("a", 1)
        };
        let name = |initial: &str| {
            let count = (length - initial.len()) / columns;
            format!("{initial}{}", letter.repeat(count))
        };
        let n = length;
        let field = name("f");
        let s = name("S");
        let record = format!(
            "pub struct {s} {{ pub {field}a: Option<i32>, pub {field}b: Vec<Option<String>>, pub {field}c: (i32, Option<{}>, String), \
             pub {field}d: HashMap<String, Vec<Option<bool>>>, pub {field}e: Option<{}>, pub {field}f: Vec<BTreeMap<i32, Option<String>>>, \
             pub {field}g: Option<(i32, String)>, pub {field}h: Vec<Vec<Option<(bool, bool)>>>, pub {field}i: String, \
             #[serde(default)] pub {field}j: Option<Vec<{}>>, #[serde(default)] pub k: i32, pub l: Option<HashMap<String, i32>> }}",
            name("E"),
            name("E"),
            name("E"),
        );
        let e = name("E");
        let (i, t) = (name("I"), name("T"));
        let external = format!(
            "pub enum {e} {{ {}, {}(i32), B(Option<String>) }}",
            name("Q"),
            name("R")
        );
        let internal = format!(
            "#[serde(tag = \"{field}\")] pub enum {i} {{ A, B(Z{n}), C {{ x: Option<i32>, y: {e} }}, D(HashMap<String, i32>) }}"
        );
        let adjacent = format!(
            "#[serde(tag = \"t\", content = \"c\")] pub enum {t} {{ A, {}(Vec<{e}>), }}",
            name("P")
        );
        let single = format!("pub enum O{n} {{ {} }}", name("L"));
        let object = format!("pub enum J{n} {{ {}({e}) }}", name("M"));
        let untagged = format!(
            "#[serde(untagged)] pub enum {} {{ A({e}), B(String), C {{ a: i32 }}, D(Vec<{e}>), }}",
            name("U")
        );
        let maybe_object = format!(
            "#[serde(untagged)] pub enum {} {{ A, C {{ {field}: i32 }} }}",
            name("V")
        );
        let flat = format!(
            "pub struct {} {{ pub w: i32, #[serde(flatten)] pub a: H{n}, #[serde(flatten)] pub b: Option<G{n}>, #[serde(flatten)] pub c: {i} }}",
            name("F")
        );
        let only_flat = format!(
            "pub struct {} {{ #[serde(flatten)] pub a: {i}, #[serde(flatten)] pub b: Option<G{n}>, #[serde(flatten)] pub c: {t} }}",
            name("K")
        );
        let free = format!(
            "pub struct {} {{ pub {field}: i32, pub o: Option<String>, #[serde(flatten)] pub a: HashMap<String, Vec<bool>> }}",
            name("W")
        );
        writeln!(
            text,
            "{record}\n{external}\n{internal}\n{adjacent}\n{single}\n{object}\n{untagged}\n{maybe_object}\n{flat}\n{only_flat}\n{free}\n\
             pub struct H{n} {{ pub hh: i32 }}\npub struct G{n} {{ pub gg: i32 }}\npub struct Z{n} {{ pub zz: i32 }}\n\
             pub struct {}(pub Vec<{e}>);\npub struct {}(pub HashMap<String, i32>);\npub struct {}(pub i32, pub Option<bool>);\n\
             pub struct {}(pub Vec<Option<bool>>);\npub struct {}(pub Option<{e}>);\npub struct {}(pub Option<bool>);\npub struct {}(pub String);",
            name("Na"), name("Nb"), name("Nc"), name("Nd"), name("Ne"), name("Nf"), name("Ng"),
        )
        .unwrap();
    }
    one_file("models/ws/long_ws.rs", &text)
}

#[test]
fn generated_files_are_formatted() {
    let folder = Folder::new("formatted");
    folder.client("fixtures", &schema(&buildamp_fixtures::sources()));
    folder.client("seed", &schema(&buildamp_fixtures::seed_sources()));
    let shapes = one_file("models/ws/shapes_ws.rs", include_str!("shapes_ws.rs"));
    folder.client("shapes", &shapes);
    let clashes = one_file("models/ws/clashes_ws.rs", include_str!("clashes_ws.rs"));
    folder.client("clashes", &clashes);
    folder.client("empty", &Schema::default());
    folder.client("long", &long_names());
    node_module("prettier", &["--check", "."], folder.path());
}
