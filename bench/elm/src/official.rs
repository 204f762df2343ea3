//! A program by the official compiler, in Node.
//!
//! `run` stands behind a port. Elm's `update` runs while `send` does, so the time around it is the program's. What
//! it gave is kept in the model and asked for by itself, for an outgoing port waits for a timer.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, ensure};

const PROJECT: &str = r#"{
    "type": "application",
    "source-directories": ["."],
    "elm-version": "0.19.1",
    "dependencies": { "direct": { "elm/core": "1.0.5", "elm/json": "1.1.3" }, "indirect": {} },
    "test-dependencies": { "direct": {}, "indirect": {} }
}"#;

const NODE: &str = r#"
const { Elm } = require(process.argv[2]);
const input = require("fs").readFileSync(process.argv[3], "utf8");
const app = Elm.Main.init();
app.ports.output.subscribe((text) => console.log(JSON.stringify(text)));
require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
    if (line === "output") {
        app.ports.input.send(input);
        app.ports.ask.send(null);
        return;
    }
    const start = process.hrtime.bigint();
    for (let run = Number(line); run > 0; run--) app.ports.input.send(input);
    console.log(String(process.hrtime.bigint() - start));
});
"#;

/// A folder with a program for the official compiler.
pub struct Project {
    folder: Folder,
    elm: PathBuf,
}

/// A program that waits in a process of Node.
pub struct Official {
    node: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    _project: Project,
}

struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Project {
    /// Modules by name; one of them has the `run` that `main` calls.
    pub fn of_modules(
        elm: &Path,
        program: &str,
        modules: &[(String, String)],
    ) -> anyhow::Result<Project> {
        let name = format!("buildamp-bench-{}-{program}", std::process::id());
        let folder = Folder(std::env::temp_dir().join(name));
        std::fs::create_dir_all(&folder.0)?;
        let elm = std::path::absolute(elm)?;
        let project = Project { folder, elm };
        std::fs::write(project.path("elm.json"), PROJECT)?;
        project.write("Main", &main(program))?;
        for (module, text) in modules {
            project.write(module, text)?;
        }
        Ok(project)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.0.join(name)
    }

    /// Changes a module.
    pub fn write(&self, module: &str, text: &str) -> anyhow::Result<()> {
        Ok(std::fs::write(self.path(&format!("{module}.elm")), text)?)
    }

    /// Takes away what the compiler remembers of earlier times.
    pub fn forget(&self) -> anyhow::Result<()> {
        let kept = self.path("elm-stuff");
        if kept.exists() {
            std::fs::remove_dir_all(kept)?;
        }
        Ok(())
    }

    /// Compiles it to `main.js`.
    pub fn make(&self) -> anyhow::Result<()> {
        let made = Command::new(&self.elm)
            .args(["make", "Main.elm", "--optimize", "--output=main.js"])
            .current_dir(&self.folder.0)
            .stdin(Stdio::null())
            .output()
            .context("the official compiler")?;
        let said = String::from_utf8_lossy(&made.stderr);
        ensure!(made.status.success(), "the official compiler: {said}");
        Ok(())
    }
}

impl Official {
    pub fn new(elm: &Path, module: &str, text: &str, input: &str) -> anyhow::Result<Official> {
        let project = Project::of_modules(elm, module, &[(module.to_owned(), text.to_owned())])?;
        std::fs::write(project.path("bench.js"), NODE)?;
        std::fs::write(project.path("input"), input)?;
        project.make()?;
        let mut node = Command::new("node")
            .args(["bench.js", "./main.js", "input"])
            .current_dir(&project.folder.0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("node")?;
        let to = node.stdin.take().context("node's input")?;
        let from = BufReader::new(node.stdout.take().context("node's output")?);
        Ok(Official {
            node,
            to,
            from,
            _project: project,
        })
    }

    fn ask(&mut self, line: &str) -> anyhow::Result<String> {
        writeln!(self.to, "{line}")?;
        let mut answer = String::new();
        self.from.read_line(&mut answer)?;
        Ok(answer)
    }

    /// What it gives.
    pub fn output(&mut self) -> anyhow::Result<String> {
        Ok(serde_json::from_str(&self.ask("output")?)?)
    }

    /// Where Linux tells how long Node's main thread was on the processor.
    pub fn thread(&self) -> String {
        let id = self.node.id();
        format!("/proc/{id}/task/{id}/schedstat")
    }

    /// How long so many runs take.
    pub fn time(&mut self, runs: u32) -> anyhow::Result<Duration> {
        let nanoseconds = self.ask(&runs.to_string())?;
        Ok(Duration::from_nanos(nanoseconds.trim().parse()?))
    }
}

impl Drop for Official {
    fn drop(&mut self) {
        let _ = self.node.kill();
        let _ = self.node.wait();
    }
}

fn main(module: &str) -> String {
    MAIN.replace("PROGRAM", module)
}

const MAIN: &str = r#"port module Main exposing (main)

import PROGRAM


port input : (String -> msg) -> Sub msg


port ask : (() -> msg) -> Sub msg


port output : String -> Cmd msg


type Msg
    = Input String
    | Ask


main : Program () String Msg
main =
    Platform.worker
        { init = \_ -> ( "", Cmd.none )
        , update =
            \msg model ->
                case msg of
                    Input text ->
                        ( PROGRAM.run text, Cmd.none )

                    Ask ->
                        ( model, output model )
        , subscriptions = \_ -> Sub.batch [ input Input, ask (\_ -> Ask) ]
        }
"#;
