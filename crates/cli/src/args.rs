//! What the command line takes.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

/// A real-time server whose messages are Rust structs and whose rules are Elm.
#[derive(Debug, Parser)]
#[command(
    name = "buildamp",
    version,
    max_term_width = 100,
    after_help = concat!("Documentation: ", env!("CARGO_PKG_REPOSITORY"), "/tree/main/docs")
)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a folder with an app to begin with
    New(NewOptions),
    /// Generate the typed clients and documents from the models
    ///
    /// Reads models/**/*.rs and writes Elm modules, an ES module with its .d.ts, JSON Schemas and an
    /// AsyncAPI document to generated/. Only what changed is written, and what is stale is removed.
    /// Ends with 0 if all is well, 1 if the models have errors or a generated file was edited by
    /// hand, and 2 if something could not be read or written.
    Gen(GenOptions),
    /// Check the models, the rules and the settings, and write nothing
    ///
    /// The rules are compiled as `serve` does it. Tells too whether the generated files are those of the
    /// models. Ends with 0 if there are no errors, 1 if there are, and 2 if something could not be read.
    Check(CheckOptions),
    /// Serve an app
    ///
    /// Generates the clients, compiles src/WebSocketLogic.elm, and serves the socket at /ws, the pages in
    /// web/ at / and the clients at /generated. Settings come from buildamp.toml and the environment. Ends
    /// with 0 when it is asked to stop, 1 if the app has errors, and 2 if it can't be served.
    Serve(ServeOptions),
    /// Serve an app while it is being written
    ///
    /// As `serve`, and watches models/, src/ and web/: the rules are compiled again and swapped without
    /// dropping a connection, errors are shown in the terminal and over the page, and the page is loaded
    /// again when its files change.
    Dev(ServeOptions),
    /// Print the settings that are in force
    ///
    /// What buildamp.toml says, environment variables such as BUILDAMP_SERVER_ADDRESS over it, and the
    /// defaults for the rest.
    Config(ConfigOptions),
    /// Move an app's state to another engine
    ///
    /// Moves values, documents and jobs from the one engine to the other and holds the two against each other
    /// afterwards. Stop the servers of the app first. A move that was broken off goes on with --resume. The state stays
    /// where it was, too. Settings are those of buildamp.toml: its section store for the embedded engine, redis
    /// for Redis. Ends with 0 if all has moved, and 2 if not.
    Migrate(MigrateOptions),
    /// Print a token for an app with a shared secret, for trying things out
    ///
    /// Signed with the secret that `secret_variable` of `auth` names, with the `issuer` and `audience` of the
    /// settings. What the app's model of claims refuses is told, and the token is printed all the same. Ends with
    /// 0, or 2 if there is no secret.
    Token(TokenOptions),
    /// Put load on a server and measure what it makes of it
    ///
    /// Connects rooms times members, lets some of them send, and tells how long messages took to reach
    /// everyone. With --window each sender waits for its own message to come back before it sends the
    /// next (a closed loop); with --rate it sends by the clock, and a message's time counts from when it
    /// should have been sent (an open loop). With --pid it tells what the server spent, too. Ends with
    /// 0, or 2 if something could not be measured.
    Bench(BenchOptions),
    /// List the webhooks that a running server has given up, or send them once more
    #[command(subcommand)]
    Webhooks(AsideCommand),
    /// List the events that a running server has given up, or handle them once more
    #[command(subcommand)]
    Events(AsideCommand),
    /// Look at what a running server has stored: values, game states, documents
    #[command(subcommand)]
    State(StateCommand),
    /// Look at the rooms of a running server
    #[command(subcommand)]
    Rooms(RoomsCommand),
    /// Print the nodes that share a running server's state: who is there, and who has ended lately
    Nodes(NodesOptions),
    /// Check, run or build Elm
    #[command(subcommand)]
    Elm(ElmCommand),
}

#[derive(Debug, Subcommand)]
pub(crate) enum AsideCommand {
    /// Print what was given up, the newest first, with why
    List(ListOptions),
    /// Let what was given up be due again
    Replay(ReplayOptions),
}

#[derive(Debug, clap::Args)]
pub(crate) struct ListOptions {
    /// The app's folder
    #[arg(value_name = "APP", default_value = ".")]
    pub(crate) app: PathBuf,
    /// Print it as JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) output: OutputOptions,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ReplayOptions {
    /// Which, as `list` shows them
    #[arg(value_name = "ID", required_unless_present = "all")]
    pub(crate) ids: Vec<String>,
    /// All of them
    #[arg(long, conflicts_with = "ids")]
    pub(crate) all: bool,
    /// The app's folder
    #[arg(long, value_name = "APP", default_value = ".")]
    pub(crate) app: PathBuf,
    #[command(flatten)]
    pub(crate) output: OutputOptions,
}

#[derive(Debug, Subcommand)]
pub(crate) enum StateCommand {
    /// Print the names of what is stored, and what each begins with
    List(StateList),
    /// Print one value, game state or document as JSON
    Get(StateGet),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StateKind {
    /// Of the key-value store
    Value,
    /// The state of a game
    Game,
    /// A text or JSON that several people write
    Document,
}

#[derive(Debug, clap::Args)]
pub(crate) struct StateList {
    /// The app's folder
    #[arg(value_name = "APP", default_value = ".")]
    pub(crate) app: PathBuf,
    /// Only what is of this kind
    #[arg(long, value_enum, value_name = "KIND")]
    pub(crate) kind: Option<StateKind>,
    /// Only names that begin like this
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) prefix: String,
    #[command(flatten)]
    pub(crate) look: LookOptions,
    /// How many of each kind at most
    #[arg(long, value_name = "COUNT", default_value_t = 100, value_parser = count)]
    pub(crate) limit: usize,
}

#[derive(Debug, clap::Args)]
pub(crate) struct StateGet {
    /// Its name, as `list` shows it
    #[arg(value_name = "KEY")]
    pub(crate) key: String,
    /// Of which kind, where there are several of the name
    #[arg(long, value_enum, value_name = "KIND")]
    pub(crate) kind: Option<StateKind>,
    /// The app's folder
    #[arg(long, value_name = "APP", default_value = ".")]
    pub(crate) app: PathBuf,
    #[command(flatten)]
    pub(crate) look: LookOptions,
}

#[derive(Debug, clap::Args)]
pub(crate) struct NodesOptions {
    /// The app's folder
    #[arg(value_name = "APP", default_value = ".")]
    pub(crate) app: PathBuf,
    /// Print it as JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) output: OutputOptions,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RoomsCommand {
    /// Print the rooms of this node, the largest first
    List(RoomsList),
    /// Print who is in a room, what was last said there, and what is stored under its name
    Get(RoomsGet),
}

#[derive(Debug, clap::Args)]
pub(crate) struct RoomsList {
    /// The app's folder
    #[arg(value_name = "APP", default_value = ".")]
    pub(crate) app: PathBuf,
    /// Only names that begin like this
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) prefix: String,
    #[command(flatten)]
    pub(crate) look: LookOptions,
    /// How many at most, up to 200
    #[arg(long, value_name = "COUNT", default_value_t = 50, value_parser = count)]
    pub(crate) limit: usize,
}

#[derive(Debug, clap::Args)]
pub(crate) struct RoomsGet {
    /// The room
    #[arg(value_name = "ROOM")]
    pub(crate) room: String,
    /// The app's folder
    #[arg(long, value_name = "APP", default_value = ".")]
    pub(crate) app: PathBuf,
    #[command(flatten)]
    pub(crate) look: LookOptions,
}

/// What all that looks at a running server takes.
#[derive(Debug, clap::Args)]
pub(crate) struct LookOptions {
    /// Whose state, where each host has its own (`tenants = "host"`)
    #[arg(long, value_name = "HOST")]
    pub(crate) host: Option<String>,
    /// Print it as JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) output: OutputOptions,
}

#[derive(Debug, clap::Args)]
pub(crate) struct NewOptions {
    /// The folder, whose name is the app's
    #[arg(value_name = "NAME")]
    pub(crate) folder: PathBuf,
    /// What to begin with
    #[arg(long, value_enum, default_value = "blank", value_name = "TEMPLATE")]
    pub(crate) template: Template,
    #[command(flatten)]
    pub(crate) output: OutputOptions,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Template {
    /// A button, pointers, and a rule for each
    Blank,
    /// A real-time game: ticks, collisions, prediction in the page
    Arena,
    /// Rooms, history, who is here and who is writing
    Chat,
    /// The whole example of a chess game
    Chess,
    /// Strokes, pictures, undo, everybody's pointer
    Whiteboard,
    /// A text that several people write at once, with their carets
    Editor,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ServeOptions {
    /// The app's folder, which holds models/ and src/WebSocketLogic.elm
    #[arg(value_name = "APP", default_value = ".")]
    pub(crate) app: PathBuf,
    /// Where to listen, instead of what the settings say
    #[arg(long, value_name = "ADDRESS:PORT", value_parser = address)]
    pub(crate) address: Option<std::net::SocketAddr>,
    /// How the log is written; BUILDAMP_LOG says how much, such as `debug` or `warn`
    #[arg(long, value_enum, default_value = "text", value_name = "FORM")]
    pub(crate) log: LogForm,
    #[command(flatten)]
    pub(crate) output: OutputOptions,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogForm {
    Text,
    Json,
}

#[derive(Debug, clap::Args)]
pub(crate) struct BenchOptions {
    /// The server's socket, such as ws://127.0.0.1:8080/ws or wss://example.org/ws
    #[arg(long, value_name = "URL", default_value = "ws://127.0.0.1:8080/ws")]
    pub(crate) url: String,
    /// Certificates in PEM of the authorities that are believed over wss://, instead of the system's
    #[arg(long, value_name = "FILE")]
    pub(crate) ca: Option<PathBuf>,
    /// A token that the server asks for; all connections give the same
    #[arg(long, value_name = "TOKEN")]
    pub(crate) token: Option<String>,
    /// What rooms are called; a number follows, as in `bench-0`
    #[arg(long, value_name = "NAME", default_value = "bench", value_parser = room_name)]
    pub(crate) room_name: String,
    /// How many rooms
    #[arg(long, value_name = "COUNT", default_value_t = 1, value_parser = count)]
    pub(crate) rooms: usize,
    /// How many connections are in each room
    #[arg(long, value_name = "COUNT", default_value_t = 10, value_parser = count)]
    pub(crate) members: usize,
    /// How many of a room's members send
    #[arg(long, value_name = "COUNT", default_value_t = 1, value_parser = count)]
    pub(crate) senders: usize,
    /// How many messages of a sender may be on their way
    #[arg(long, value_name = "COUNT", default_value_t = 1, value_parser = count, conflicts_with = "rate")]
    pub(crate) window: usize,
    /// How many messages a second each sender sends, whatever becomes of them
    #[arg(long, value_name = "PER_SECOND")]
    pub(crate) rate: Option<f64>,
    /// How long to send before measuring, such as 500ms or 2s
    #[arg(long, value_name = "TIME", default_value = "1s")]
    pub(crate) warm_up: Duration,
    /// How long to measure
    #[arg(long, value_name = "TIME", default_value = "10s")]
    pub(crate) duration: Duration,
    /// The message: JSON with its message_type, or a file that holds it. Where one of its strings says `$time`,
    /// the time of sending is put there, and a message is measured until it comes back; else until it is answered
    #[arg(long, value_name = "JSON|FILE", required_unless_present = "idle")]
    pub(crate) payload: Option<String>,
    /// Offer permessage-deflate
    #[arg(long)]
    pub(crate) compress: bool,
    /// Only connect so many, --members to a room, and measure that
    #[arg(long, value_name = "COUNT", value_parser = count, conflicts_with_all = ["rooms", "payload"])]
    pub(crate) idle: Option<usize>,
    /// The server's process, whose CPU time and memory are measured (Linux)
    #[arg(long, value_name = "PID")]
    pub(crate) pid: Option<u32>,
    /// Print the result as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// It goes into frames as it is.
fn room_name(text: &str) -> Result<String, String> {
    match text.contains(['"', '\\']) || text.contains(char::is_control) {
        true => Err("expected a name without quotes and backslashes".to_owned()),
        false => Ok(text.to_owned()),
    }
}

fn count(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(count @ 1..=1_000_000) => Ok(count),
        _ => Err("expected a number from 1 to 1000000".to_owned()),
    }
}

#[derive(Debug, clap::Args)]
pub(crate) struct ConfigOptions {
    /// The app's folder
    #[arg(value_name = "APP", default_value = ".")]
    pub(crate) app: PathBuf,
    #[command(flatten)]
    pub(crate) output: OutputOptions,
}

#[derive(Debug, clap::Args)]
pub(crate) struct MigrateOptions {
    /// The app's folder
    #[arg(value_name = "APP", default_value = ".")]
    pub(crate) app: PathBuf,
    /// Where the state is
    #[arg(long, value_enum, value_name = "ENGINE")]
    pub(crate) from: EngineKind,
    /// Where it goes
    #[arg(long, value_enum, value_name = "ENGINE")]
    pub(crate) to: EngineKind,
    /// Go on with a move that was broken off
    #[arg(long)]
    pub(crate) resume: bool,
    #[command(flatten)]
    pub(crate) output: OutputOptions,
}

#[derive(Debug, clap::Args)]
pub(crate) struct TokenOptions {
    /// The app's folder
    #[arg(value_name = "APP", default_value = ".")]
    pub(crate) app: PathBuf,
    /// Who its bearer is: the claim `sub`
    #[arg(long, value_name = "NAME")]
    pub(crate) user: String,
    /// A further claim, such as role=moderator; more of them are written one after the other. What is JSON is
    /// taken as it is, as in level=3 or 'teams=["a","b"]', and all else as a text
    #[arg(long = "claim", value_name = "NAME=VALUE", value_parser = claim)]
    pub(crate) claims: Vec<(String, String)>,
    /// How long it is good, such as 30s, 10m or 8h
    #[arg(long = "for", value_name = "TIME", default_value = "10m", value_parser = lifetime)]
    pub(crate) lifetime: std::time::Duration,
    #[command(flatten)]
    pub(crate) output: OutputOptions,
}

fn claim(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("expected a name and a value, such as role=moderator".to_owned()),
    }
}

fn lifetime(text: &str) -> Result<std::time::Duration, String> {
    let wrong = || "expected a time with its unit, such as 30s, 10m or 8h".to_owned();
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let unit = match &text[digits.len()..] {
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        "d" => 86_400,
        _ => return Err(wrong()),
    };
    let count: u64 = digits.parse().map_err(|_| wrong())?;
    Ok(std::time::Duration::from_secs(count.saturating_mul(unit)))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum EngineKind {
    /// The app's data folder
    Embedded,
    /// Redis
    Redis,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ElmCommand {
    /// Check Elm files and all that they import
    ///
    /// Ends with 0 if all is well, 1 if there are problems, and 2 if something could not be read.
    Check(ElmCheck),
    /// Evaluate a program and print what it gives
    ///
    /// The module exposes `run : Json.Decode.Value -> Json.Encode.Value`, which gets the input, or
    /// `main : String`.
    Run(ElmRun),
    /// Compile a module to WebAssembly; everything that it exposes is an export
    Build(ElmBuild),
    /// Print what a phase of the compiler makes of a module
    Print(ElmPrint),
}

#[derive(Debug, clap::Args)]
pub(crate) struct ElmCheck {
    /// The files
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) output: OutputOptions,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ElmRun {
    /// The file
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// JSON for `run`; `-` reads it from the standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) input: Option<PathBuf>,
    /// How long it may take, such as 500ms or 10s
    #[arg(long, value_name = "TIME", default_value = "10s")]
    pub(crate) timeout: Duration,
    /// How much memory it may take, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 256, value_parser = memory)]
    pub(crate) memory: usize,
    #[command(flatten)]
    pub(crate) output: OutputOptions,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ElmBuild {
    /// The file
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Where the module goes
    #[arg(long, short, value_name = "FILE", default_value = "logic.wasm")]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) output: OutputOptions,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ElmPrint {
    /// The phase
    #[arg(value_enum, value_name = "PHASE")]
    pub(crate) phase: Phase,
    /// The file
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) output: OutputOptions,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Phase {
    /// The source tree
    Source,
    /// With names resolved
    Resolved,
    /// The types of its definitions
    Types,
    /// The core tree of all that it needs
    Core,
    /// The module of all that it needs, as text
    Wasm,
}

/// A time with its unit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Duration(std::time::Duration);

impl From<Duration> for std::time::Duration {
    fn from(duration: Duration) -> std::time::Duration {
        duration.0
    }
}

impl std::str::FromStr for Duration {
    type Err = String;

    fn from_str(text: &str) -> Result<Duration, String> {
        let wrong = || format!("expected a number with `ms` or `s`, found `{text}`");
        let (digits, unit) = match text.strip_suffix("ms") {
            Some(digits) => (digits, 1),
            None => (text.strip_suffix('s').ok_or_else(wrong)?, 1000),
        };
        let count: u64 = digits.parse().map_err(|_| wrong())?;
        Ok(Duration(std::time::Duration::from_millis(
            count.saturating_mul(unit),
        )))
    }
}

/// `localhost` is an address of this machine wherever it is asked for, so that no name has to be looked up.
pub(crate) fn address(text: &str) -> Result<std::net::SocketAddr, String> {
    let numbers = match text.strip_prefix("localhost:") {
        Some(port) => format!("127.0.0.1:{port}"),
        None => text.to_owned(),
    };
    numbers.parse().map_err(|_| {
        "expected an IP address and a port, such as 127.0.0.1:9000, or 0.0.0.0:9000 for others too"
            .to_owned()
    })
}

fn memory(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(count @ 1..=4095) => Ok(count),
        _ => Err("expected a number from 1 to 4095".to_owned()),
    }
}

#[derive(Debug, clap::Args)]
pub(crate) struct GenOptions {
    #[command(flatten)]
    pub(crate) common: CommonOptions,
    /// Where the generated files go, relative to the app's folder
    #[arg(long, value_name = "FOLDER", default_value = "generated")]
    pub(crate) out: PathBuf,
    /// Overwrite and remove generated files even if they were edited by hand
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct CheckOptions {
    #[command(flatten)]
    pub(crate) common: CommonOptions,
    /// Where the generated files are, relative to the app's folder
    #[arg(long, value_name = "FOLDER", default_value = "generated")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(crate) struct CommonOptions {
    /// The app's folder, which holds models/
    #[arg(value_name = "APP", default_value = ".")]
    pub(crate) app: PathBuf,
    /// Run again whenever a source changes
    #[arg(long)]
    pub(crate) watch: bool,
    #[command(flatten)]
    pub(crate) output: OutputOptions,
}

#[derive(Debug, Clone, clap::Args)]
pub(crate) struct OutputOptions {
    /// How problems are told: `json` prints one object a run to the standard output
    #[arg(long, value_enum, default_value = "terminal", value_name = "FORM")]
    pub(crate) report: ReportForm,
    /// Whether to use colours
    #[arg(long, value_enum, default_value = "auto", value_name = "WHEN")]
    pub(crate) color: Color,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportForm {
    Terminal,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

impl Args {
    pub(crate) fn output(&self) -> OutputOptions {
        match &self.command {
            Command::Gen(options) => options.common.output.clone(),
            Command::Check(options) => options.common.output.clone(),
            Command::New(options) => options.output.clone(),
            Command::Serve(options) | Command::Dev(options) => options.output.clone(),
            Command::Config(options) => options.output.clone(),
            Command::Migrate(options) => options.output.clone(),
            Command::Token(options) => options.output.clone(),
            Command::Bench(options) => OutputOptions {
                report: match options.json {
                    true => ReportForm::Json,
                    false => ReportForm::Terminal,
                },
                color: Color::Auto,
            },
            Command::Webhooks(command) | Command::Events(command) => match command {
                AsideCommand::List(options) => options.output.clone(),
                AsideCommand::Replay(options) => options.output.clone(),
            },
            Command::State(command) => match command {
                StateCommand::List(options) => options.look.output.clone(),
                StateCommand::Get(options) => options.look.output.clone(),
            },
            Command::Rooms(command) => match command {
                RoomsCommand::List(options) => options.look.output.clone(),
                RoomsCommand::Get(options) => options.look.output.clone(),
            },
            Command::Nodes(options) => options.output.clone(),
            Command::Elm(command) => command.output().clone(),
        }
    }
}

impl ElmCommand {
    fn output(&self) -> &OutputOptions {
        match self {
            ElmCommand::Check(options) => &options.output,
            ElmCommand::Run(options) => &options.output,
            ElmCommand::Build(options) => &options.output,
            ElmCommand::Print(options) => &options.output,
        }
    }
}
