//! What is measured: programs with what they get.

/// A program of the folder `programs`: a module that exposes `run : String -> String`.
pub struct Program {
    /// For the table.
    pub about: &'static str,
    /// The module's name, and the file's.
    pub module: &'static str,
    /// Its text.
    pub text: &'static str,
    /// What `run` gets. It comes from outside, so that nothing can be known before.
    pub input: String,
}

macro_rules! program {
    ($module:literal, $about:literal, $input:expr) => {
        Program {
            about: $about,
            module: $module,
            text: include_str!(concat!("../programs/", $module, ".elm")),
            input: $input.to_string(),
        }
    };
}

/// All of them.
pub fn all() -> Vec<Program> {
    let start = "3 rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1";
    vec![
        program!("Chess", "chess perft, depth 3", start),
        program!("Queens", "8 queens", 8),
        program!("Entries", "`Dict Int` of 200,000 entries", 200_000),
        program!("Names", "`Dict String`, 20,000 updates", 20_000),
        program!("Decode", "decode 300 KB of JSON", json()),
        program!("Encode", "encode 300 KB of JSON", 1_900),
        program!("Text", "texts built and split", 2_000),
        program!("Edits", "operations on a text", 300),
        program!("Game", "game of records, 200 steps", 200),
    ]
}

/// A list of users, 300 KB of it.
fn json() -> String {
    let user = |id: u32| {
        let email = match id.is_multiple_of(3) {
            true => "null".to_owned(),
            false => format!("\"user{id}@example.com\""),
        };
        format!(
            r#"{{"id":{id},"name":"User \"{id}\"","email":{email},"score":{},"active":{},"tags":["alpha","beta","gamma"],"position":{{"x":{},"y":{}}}}}"#,
            f64::from(id) * 0.375,
            id.is_multiple_of(2),
            f64::from(id) / 7.0,
            f64::from(id) / -3.0,
        )
    };
    let users: Vec<String> = (1..=1_900).map(user).collect();
    format!(r#"{{"users":[{}]}}"#, users.join(","))
}
