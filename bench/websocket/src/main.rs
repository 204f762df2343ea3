//! What a WebSocket costs the server, as a table: CPU for each frame delivered, memory for each idle connection.
//!
//! Server and clients are processes of their own, so that the figures are the server's alone. The one that is started
//! by hand starts the two others and tells the server, line by line, what to do.

mod clients;
mod server;

#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

use std::process::Stdio;

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.enable_all().build()?;
    match *arguments {
        [] => runtime.block_on(run()),
        ["server"] => runtime.block_on(server::serve()),
        ["clients", port, count, deflate] => runtime.block_on(clients::connect(
            port.parse()?,
            count.parse()?,
            deflate == "deflate",
        )),
        _ => bail!("usage: buildamp-bench-websocket, without arguments"),
    }
}

/// The other end of a process's pipes.
struct Process {
    stdin: ChildStdin,
    stdout: Lines<BufReader<ChildStdout>>,
    _child: Child,
}

impl Process {
    /// Runs this program again, with as many open files as the system allows.
    fn start(arguments: &[&str]) -> Result<Process> {
        let mut child = Command::new("sh")
            .args(["-c", "ulimit -n $(ulimit -Hn) && exec \"$0\" \"$@\""])
            .arg(std::env::current_exe()?)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let stdin = child.stdin.take().context("a pipe was asked for")?;
        let stdout = child.stdout.take().context("a pipe was asked for")?;
        Ok(Process {
            stdin,
            stdout: BufReader::new(stdout).lines(),
            _child: child,
        })
    }

    async fn answer(&mut self) -> Result<String> {
        self.stdout.next_line().await?.context("the process ended")
    }

    async fn ask(&mut self, command: &str) -> Result<f64> {
        self.stdin
            .write_all(format!("{command}\n").as_bytes())
            .await?;
        Ok(self.answer().await?.parse()?)
    }
}

/// A fresh server with clients.
async fn connected(count: usize, deflate: &str) -> Result<(Process, Process, f64)> {
    let mut server = Process::start(&["server"])?;
    let port = server.answer().await?;
    let before = server.ask("memory").await?;
    let mut clients = Process::start(&["clients", &port, &count.to_string(), deflate])?;
    clients.answer().await?;
    server.ask(&format!("connected {count}")).await?;
    Ok((server, clients, before))
}

async fn run() -> Result<()> {
    println!("| to 1,000 sockets | µs of server CPU for each frame |");
    println!("| --- | ---: |");
    for (name, deflate, command) in [
        ("100 bytes, one frame at a time", "plain", "send 400 1 100"),
        ("100 bytes, 4 frames in a burst", "plain", "send 200 4 100"),
        (
            "100 bytes, 16 frames in a burst",
            "plain",
            "send 100 16 100",
        ),
        (
            "100 bytes, 16 frames, each sent alone",
            "plain",
            "alone 30 16 100",
        ),
        ("2 KB, one frame at a time", "plain", "send 400 1 2000"),
        (
            "2 KB, compressed once for all",
            "deflate",
            "send 400 1 2000",
        ),
        (
            "2 KB, compressed for each socket",
            "deflate",
            "each 200 1 2000",
        ),
        (
            "100 bytes, received and answered",
            "plain",
            "echo 200 1 100",
        ),
        (
            "100 bytes, 16 received at once and answered",
            "plain",
            "echo 100 16 100",
        ),
    ] {
        let (mut server, _clients, _) = connected(1000, deflate).await?;
        server.ask(&warm_up(command)).await?;
        let cost = server.ask(command).await?;
        println!("| {name} | {cost:.2} |");
    }
    println!("\n| 10,000 idle sockets | KB of server memory for each |");
    println!("| --- | ---: |");
    for deflate in ["plain", "deflate"] {
        let count = 10_000;
        let (mut server, _clients, before) = connected(count, deflate).await?;
        let idle = server.ask("memory").await? - before;
        server.ask("send 3 4 1000").await?;
        let after = server.ask("memory").await? - before;
        let each = |kilobytes: f64| kilobytes / count as f64;
        println!("| {deflate}, after the handshake | {:.2} |", each(idle));
        println!(
            "| {deflate}, after twelve messages of 1 KB | {:.2} |",
            each(after)
        );
    }
    Ok(())
}

/// The same for a few rounds only.
fn warm_up(command: &str) -> String {
    let words: Vec<&str> = command.split(' ').collect();
    format!("{} 3 {} {}", words[0], words[2], words[3])
}
