//! `serve` and `dev`: an app from its folder to a listening server.

pub(crate) mod admin;
mod auth;
mod dashboard;
mod dev;
pub(crate) mod engine;
pub(crate) mod load;
mod log;
mod overlay;
mod site;
mod stop;
mod uploads;
mod webhooks;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use buildamp_server::identity::Auth;
use buildamp_server::transport::{Drained, Options, serve};
use buildamp_server::{DocumentLimits, Limits, Node, Rate, Settings, SystemClock, Tenancy};
use tokio::net::TcpListener;

use crate::Outcome;
use crate::args::ServeOptions;
use crate::config::{self, AuthKind, Config, Presence, Tenants};
use crate::print::Printer;
use load::load;
use overlay::Overlay;
use stop::Signals;

/// How a server is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// For users.
    Serve,
    /// For who writes the app: sources are watched.
    Dev,
}

/// `buildamp serve` and `buildamp dev`
pub(crate) fn command(options: &ServeOptions, mode: Mode, printer: &Printer) -> Result<Outcome> {
    log::start(mode, options.log);
    let app = options.app.as_path();
    let read = config::load(app, std::env::vars())?;
    let mut config = read.clone();
    if let Some(address) = options.address {
        config.server.address = address;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("can't start the threads of the server")?;
    runtime.block_on(run(app, config, read, mode, printer))
}

/// Serves an app with these settings, of which those that were `read` are in force where the command line says nothing else.
async fn run(
    app: &Path,
    config: Config,
    read: Config,
    mode: Mode,
    printer: &Printer,
) -> Result<Outcome> {
    let loaded = load(app, &config)?;
    loaded.print(printer)?;
    let overlay = Overlay::default();
    if loaded.wants_claims && config.auth.kind == AuthKind::None {
        printer.note(NO_CLAIMS);
    }
    let first = match loaded.ready {
        Some(ready) => ready,
        // Who writes the app sees the errors in the page too, and the first version without errors starts.
        None if mode == Mode::Dev => {
            overlay.show(loaded.text());
            load::empty()
        }
        None => return Ok(Outcome::Problems),
    };
    let auth = auth::read(app, &config.auth).await?;
    refuse_public(&config, &auth)?;
    let listener = listen(config.server.address).await?;
    let address = listener
        .local_addr()
        .context("the listener has an address")?;
    let engine = engine::open(app, &config)?;
    let node = Node::new(
        engine.clone(),
        first,
        settings(app, &config, auth, mode),
        Arc::new(SystemClock),
    );
    node.keep_schedule(&webhooks::schedules(&config))
        .map_err(|wrong| anyhow::anyhow!("{}: {wrong}", config::FILE))?;
    let admin = admin::open(app, &config, node.clone());
    let about = dashboard::about(app, &config, address);
    node.introduce(about.clone());
    let options = Options {
        dashboard: dashboard::open(&config, mode, about)?,
        ..options(app, &config, (mode == Mode::Dev).then(|| overlay.clone()))?
    };
    let grace = options.grace;
    let signals = Signals::hear()?;
    announce(app, &config, address, mode, printer);
    let events = tokio::spawn(node.clone().run_events());
    let sweeps = tokio::spawn(sweep(node.clone()));
    drop(tokio::task::spawn_blocking({
        let node = node.clone();
        move || node.tell_misfits()
    }));
    let keys = tokio::spawn(node.clone().refresh_keys());
    let halves = uploads::tidy(app.to_owned(), config.uploads.store.clone());
    let halves = tokio::spawn(halves);
    if mode == Mode::Dev {
        let overlay = overlay.clone();
        node.tell_author(move |fault| overlay.fault(fault));
    }
    let dev = (mode == Mode::Dev)
        .then(|| dev::watch(app, &config, read, node.clone(), overlay))
        .transpose()?;
    let drained = serve(node.clone(), listener, options, signals.stop(printer)).await;
    drop(dev);
    events.abort();
    sweeps.abort();
    keys.abort();
    halves.abort();
    let cut = node.end_webhooks(grace).await;
    match cut {
        0 => {}
        1 => printer.note("one webhook was cut; it is sent again at the next start"),
        _ => printer.note(&format!(
            "{cut} webhooks were cut; they are sent again at the next start"
        )),
    }
    drop(admin);
    engine
        .close()
        .context("the store could not be closed in order")?;
    match drained {
        Drained::Whole => printer.note("stopped; all connections ended in order"),
        Drained::Cut(1) => printer.note("stopped; one connection was cut"),
        Drained::Cut(count) => printer.note(&format!("stopped; {count} connections were cut")),
    }
    Ok(Outcome::Fine)
}

async fn listen(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| {
        let file = config::FILE;
        anyhow::anyhow!("can't listen on {address}: {error}\n\nhelp: another address is set by `address` of `[server]` in {file}, or `--address 127.0.0.1:0` for any free port")
    })
}

/// How long a user is waited for whose connection broke. Who writes an app and loads a page again wants to see somebody leave and come: what the
/// rules do then may have changed.
fn patience(presence: &Presence, mode: Mode) -> Duration {
    match mode {
        Mode::Dev if !presence.is_given => Duration::ZERO,
        Mode::Dev | Mode::Serve => presence.grace,
    }
}

fn settings(app: &Path, config: &Config, auth: Auth, mode: Mode) -> Settings {
    let limits = &config.limits;
    Settings {
        auth,
        tenancy: match config.server.tenants {
            Tenants::Single => Tenancy::Single(name(app, config).into()),
            Tenants::Host => Tenancy::ByHost,
        },
        limits: Limits {
            messages: Rate::new(limits.messages_per_minute, Duration::from_secs(60)),
            moves: Rate::new(limits.joins_per_minute, Duration::from_secs(60)),
            grace: patience(&config.presence, mode),
            frame: limits.frame,
            rooms: limits.rooms_per_connection,
            connections: limits.connections_per_user,
            attempts: limits.event_attempts,
            threads: config.redis.threads,
            documents: DocumentLimits {
                length: config.documents.length,
                snapshot: config.documents.snapshot,
            },
            ..Limits::default()
        },
    }
}

/// The name of an app, which is its tenant's too: state is kept under it.
pub(crate) fn name(app: &Path, config: &Config) -> String {
    let folder = || {
        let absolute = app.canonicalize().unwrap_or_else(|_| app.to_owned());
        absolute.file_name().map_or_else(
            || "app".to_owned(),
            |name| name.to_string_lossy().into_owned(),
        )
    };
    config.name.clone().unwrap_or_else(folder)
}

/// Who writes an app waits for nobody when they stop it, and pages that listen to changes never go by themselves.
const DEV_GRACE: Duration = Duration::from_millis(500);

fn options(app: &Path, config: &Config, overlay: Option<Overlay>) -> Result<Options> {
    let server = &config.server;
    Ok(Options {
        threads: std::thread::available_parallelism().map_or(1, usize::from),
        origins: match server.origins.is_empty() {
            true => buildamp_server::identity::Origins::Any,
            false => buildamp_server::identity::Origins::Only(server.origins.clone()),
        },
        tls: auth::tls(app, server)?,
        handshake: server.handshake,
        ping: server.ping,
        grace: match overlay {
            Some(_) => server.grace.min(DEV_GRACE),
            None => server.grace,
        },
        drain_delay: match overlay {
            Some(_) => Duration::ZERO,
            None => server.drain_delay,
        },
        connections: server.connections,
        per_address: server.connections_per_address,
        queue: server.queue,
        compress: (server.compress_from > 0).then_some(server.compress_from),
        uploads: Some(uploads::open(
            app,
            &config.uploads,
            config.store.durability,
        )?),
        site: site::pages(app, overlay),
        dashboard: None,
    })
}

/// Whoever can reach the server could speak as anybody.
fn refuse_public(config: &Config, auth: &Auth) -> Result<()> {
    let address = config.server.address;
    if matches!(auth, Auth::None) && !address.ip().is_loopback() && !config.auth.allow_public {
        bail!(
            "without authentication anybody could speak as any user on {address}\n\nhelp: set `kind = \"jwt\"` of `[auth]` in {}, or, for a network that you trust, `allow_public = true`",
            config::FILE
        );
    }
    Ok(())
}

fn announce(app: &Path, config: &Config, address: SocketAddr, mode: Mode, printer: &Printer) {
    let scheme = if config.server.certificate.is_some() {
        "https"
    } else {
        "http"
    };
    printer.note(&format!("{}: {scheme}://{address}", name(app, config)));
    if let Some(place) = dashboard::place(config, address, mode) {
        printer.note(&format!("dashboard: {scheme}://{place}"));
    }
    if config.auth.kind == AuthKind::None {
        printer.note("warning: no authentication: everyone is who they say they are (`kind = \"jwt\"` of `[auth]` changes that)");
    }
    let more = match mode {
        Mode::Serve => "Ctrl+C stops it",
        Mode::Dev => "watching models/, src/ and web/; Ctrl+C stops it",
    };
    printer.note(more);
}

/// What is said where the models ask for what only tokens have.
const NO_CLAIMS: &str = "warning: the models ask for claims of tokens, and there are no tokens: `claims` is always `Nothing`";

async fn sweep(node: Arc<Node>) {
    let mut interval = tokio::time::interval(Duration::from_secs(1));
    loop {
        interval.tick().await;
        node.apart(|node| node.sweep()).await;
    }
}

/// Folders of an app whose files make it what it is.
fn watched(app: &Path) -> [PathBuf; 3] {
    ["models", "src", "web"].map(|folder| app.join(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// For how long who loads a page again is waited for.
    fn check(text: &str, mode: Mode, expected: u64) {
        let config = config::from_text(text).expect("settings");
        let found = patience(&config.presence, mode);
        assert_eq!(found, Duration::from_secs(expected), "{text} {mode:?}");
    }

    #[test]
    fn who_writes_an_app_waits_for_nobody_unless_it_is_asked_for() {
        check("", Mode::Serve, 5);
        check("", Mode::Dev, 0);
        for mode in [Mode::Serve, Mode::Dev] {
            check("[presence]\ngrace = \"5s\"", mode, 5);
            check("[presence]\ngrace = \"0s\"", mode, 0);
        }
    }
}
