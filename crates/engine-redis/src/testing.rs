//! Servers of Redis for tests: each on a port of its own, with a folder that goes with it, ended by whoever began it.
//!
//! The environment's `REDIS_SERVER` names the program, such as a `valkey-server`; without it, it is the `redis-server` in the path.

use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::{Address, Options};

/// A server that ends when it is dropped.
pub struct Server {
    /// Its port on this machine.
    pub port: u16,
    folder: TempDir,
    scheme: &'static str,
    arguments: Vec<String>,
    child: Option<Child>,
}

const FIRST_PORT: u32 = 10_000;
const PORTS_EACH: u32 = 64;
const PROCESSES: u32 = 156;

static TAKEN: AtomicU32 = AtomicU32::new(0);

/// A port that nobody has at this moment, and none of those that the system gives to outgoing connections, so that a server finds it free
/// when it starts again. Each process begins at another place, and a cluster's own ports, ten thousand above, are nobody's.
#[must_use]
pub fn free_port() -> u16 {
    let begin = std::process::id() % PROCESSES * PORTS_EACH;
    loop {
        let next = begin + TAKEN.fetch_add(1, Ordering::Relaxed);
        let port = FIRST_PORT + next % (PROCESSES * PORTS_EACH);
        let port = u16::try_from(port).expect("these are below 20,000");
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

impl Server {
    /// Starts a server that keeps nothing.
    #[must_use]
    pub fn start() -> Self {
        Self::with(&["--save", "", "--appendonly", "no"])
    }

    /// Starts a server with these arguments.
    #[must_use]
    pub fn with(arguments: &[&str]) -> Self {
        let mut server = Self::idle("redis", arguments);
        server.restart();
        server
    }

    /// Starts a server that speaks TLS alone, with a certificate and its key in PEM.
    #[must_use]
    pub fn secured(certificate: &str, key: &str) -> Self {
        let mut server = Self::idle("rediss", &["--port", "0", "--tls-auth-clients", "no"]);
        for (option, text) in [("--tls-cert-file", certificate), ("--tls-key-file", key)] {
            let file = server.folder.path().join(&option[2..]);
            std::fs::write(&file, text).expect("it can be written");
            let file = file.to_str().expect("it is text").to_owned();
            server.arguments.extend([option.to_owned(), file]);
        }
        server.restart();
        server
    }

    fn idle(scheme: &'static str, arguments: &[&str]) -> Self {
        Self {
            port: free_port(),
            folder: tempfile::tempdir().expect("a folder for it"),
            scheme,
            arguments: arguments
                .iter()
                .map(|argument| (*argument).to_owned())
                .collect(),
            child: None,
        }
    }

    /// Starts a sentinel that watches a server as `main`, and lets a replica take over quickly.
    #[must_use]
    pub fn sentinel(primary: &Self) -> Self {
        let mut server = Self::idle("redis", &["--sentinel"]);
        let file = server.folder.path().join("sentinel.conf");
        let text = format!(
            "sentinel monitor main 127.0.0.1 {} 1\nsentinel down-after-milliseconds main 300\nsentinel failover-timeout main 3000\n",
            primary.port
        );
        std::fs::write(&file, text).expect("it can be written");
        server.run(Some(&file));
        server
    }

    /// Starts it again, with what is left in its folder.
    pub fn restart(&mut self) {
        self.run(None);
    }

    fn run(&mut self, file: Option<&std::path::Path>) {
        let program = std::env::var_os("REDIS_SERVER").unwrap_or("redis-server".into());
        let mut command = Command::new(program);
        command.args(file);
        let port = match self.scheme {
            "rediss" => "--tls-port",
            _ => "--port",
        };
        command
            .arg(port)
            .arg(self.port.to_string())
            .args(["--bind", "127.0.0.1"]);
        command
            .arg("--dir")
            .arg(self.folder.path())
            .args(&self.arguments);
        let mut child = command
            .stdout(Stdio::piped())
            .spawn()
            .expect("`tools/need redis` installs redis-server");
        let out = child.stdout.take().expect("it is piped");
        let mut lines = BufReader::new(out).lines().map_while(Result::ok);
        let mut said = String::new();
        let ready = lines.by_ref().any(|line| {
            said.push_str(&line);
            said.push('\n');
            line.contains("Ready to accept connections") || line.contains("Sentinel ID is")
        });
        assert!(ready, "redis-server ended:\n{said}");
        // It must not wait for somebody who reads what it says.
        std::thread::spawn(move || lines.for_each(drop));
        self.child = Some(child);
        let until = Instant::now() + Duration::from_secs(30);
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            assert!(Instant::now() < until, "it can't be reached");
        }
    }

    /// Ends it as if the machine had lost its power.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().expect("it is ours");
            child.wait().expect("it has ended");
        }
    }

    /// Its process.
    #[must_use]
    pub fn process(&self) -> u32 {
        self.child.as_ref().map_or(0, Child::id)
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}://127.0.0.1:{}", self.scheme, self.port)
    }

    /// Runs a command of Redis on it; what it answers, as `redis-cli` prints it.
    #[must_use]
    pub fn command(&self, arguments: &[&str]) -> String {
        let mut command = Command::new("redis-cli");
        command.arg("-p").arg(self.port.to_string()).args(arguments);
        let output = command.output().expect("redis-cli comes with redis-server");
        String::from_utf8_lossy(&output.stdout)
            .trim_end()
            .to_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

static PREFIXES: AtomicU64 = AtomicU64::new(0);

/// Options for an engine on a server, apart from all others there.
#[must_use]
pub fn options(url: &str) -> Options {
    let number = PREFIXES.fetch_add(1, Ordering::Relaxed);
    Options {
        prefix: format!("test{}-{number}", std::process::id()),
        patience: Duration::from_secs(20),
        timeout: Duration::from_secs(20),
        ..Options::new(Address::parse(url).expect("it is an address"))
    }
}
