//! An app in a folder that goes away with the test, and the real `buildamp` run on it.
//!
//! Owns how the program is started and what is kept of a run. It refuses to reach into the program.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "each file of tests uses a part, and a test stops at what it can't do"
)]

pub mod server;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant, SystemTime};

/// Two messages and a helper.
pub const GAME: &str = "\
pub struct GameMove {
    pub game_id: String,
    pub to: Position,
}

pub struct Position {
    pub x: f64,
    pub y: f64,
}

pub struct GameOver {
    pub winner: Option<String>,
}
";

/// An app's folder.
pub struct App {
    folder: tempfile::TempDir,
}

/// What a run left.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl App {
    /// With the models of [`GAME`].
    pub fn new() -> App {
        let app = App::empty();
        app.write("models/ws/game_ws.rs", GAME);
        app
    }

    pub fn empty() -> App {
        App {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).unwrap()
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = buildamp(arguments);
        command.current_dir(self.folder.path());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        let run = Run::of(self.command(arguments).output().unwrap());
        let folder = self.folder.path().canonicalize().unwrap();
        Run {
            out: hide(&run.out, &folder, self.folder.path()),
            err: hide(&run.err, &folder, self.folder.path()),
            ..run
        }
    }

    /// Every generated file with its text and when it was written.
    pub fn generated(&self) -> BTreeMap<String, (String, SystemTime)> {
        let mut files = BTreeMap::new();
        collect(&self.path("generated"), "", &mut files);
        files
    }
}

/// The program, which is told nothing by the surroundings of the test.
pub fn buildamp(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_buildamp"));
    command.args(arguments);
    for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"] {
        command.env_remove(variable);
    }
    command.stdin(Stdio::null());
    command
}

impl Run {
    pub fn of(output: Output) -> Run {
        Run {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The one line of JSON on the standard output.
    pub fn json(&self) -> serde_json::Value {
        assert_eq!(self.out.lines().count(), 1, "{self:#?}");
        serde_json::from_str(&self.out).unwrap()
    }

    #[track_caller]
    pub fn ends_with(self, code: i32) -> Run {
        assert_eq!(self.code, code, "{self:#?}");
        self
    }
}

/// The folder's name is another in each run.
fn hide(text: &str, folder: &Path, other: &Path) -> String {
    let text = text.replace(&folder.display().to_string(), "<app>");
    text.replace(&other.display().to_string(), "<app>")
}

fn collect(folder: &Path, name: &str, files: &mut BTreeMap<String, (String, SystemTime)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{name}{}", entry.file_name().into_string().unwrap());
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &format!("{name}/"), files);
        } else {
            let text = std::fs::read_to_string(entry.path()).unwrap();
            let time = entry.metadata().unwrap().modified().unwrap();
            files.insert(name, (text, time));
        }
    }
}

/// Looks again and again until something is so; fails after half a minute.
#[track_caller]
pub fn wait_until(what: &str, mut so: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(30);
    while !so() {
        assert!(Instant::now() < end, "waited in vain until {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}
