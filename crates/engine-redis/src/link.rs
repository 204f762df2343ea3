//! A partition's connection: made, kept, made again.
//!
//! Answers and what Redis tells come over one connection, in its order: what a commit tells is heard before its answer.
//! It owns when calls may go out and for how long they wait; what they say is others' business.

use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::time::{Duration, Instant};

use redis::aio::MultiplexedConnection;
use redis::{Cmd, ErrorKind, PushInfo, PushKind, RedisError, ServerErrorKind, Value, cmd};
use tokio::runtime::Handle;
use tokio::sync::Notify;

use crate::options::Options;
use crate::partition::Partition;
use crate::place::{self, Unusable, told};

/// The script of commits. Redis knows it by its hash. It is run for each message, and makes what only few need when it is needed.
const COMMIT: &str = concat!(
    "local function rare(operations, node)\n",
    include_str!("lua/prelude.lua"),
    include_str!("lua/turns.lua"),
    include_str!("lua/rare.lua"),
    "end\n",
    include_str!("lua/commit.lua"),
);

/// All the other scripts, as one.
const REST: &str = concat!(
    include_str!("lua/prelude.lua"),
    include_str!("lua/rest.lua"),
);

thread_local! {
    /// Whether connections are worked on by this thread.
    static WORKS: Cell<bool> = const { Cell::new(false) };
}

/// From now on connections are worked on by this thread.
pub(crate) fn begin_work() {
    WORKS.set(true);
}

/// Whether connections are worked on by this thread.
pub(crate) fn is_at_work() -> bool {
    WORKS.get()
}

/// Waits. Where connections are worked on by this thread, another goes on with them: a listener may wait for what comes over one.
pub(crate) fn waiting<T>(wait: impl FnOnce() -> T) -> T {
    match is_at_work() {
        true => tokio::task::block_in_place(wait),
        false => wait(),
    }
}

/// The first pause before another try to connect, and the longest.
const PAUSES: (Duration, Duration) = (Duration::from_millis(20), Duration::from_secs(1));

/// Why a call has no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failed {
    /// It did not reach Redis, or Redis did not do it.
    Undone(String),
    /// It may have been done.
    Unknown(String),
    /// Redis refused it, and will again.
    Refused(String),
}

impl Failed {
    pub(crate) fn text(self) -> String {
        match self {
            Failed::Undone(text) | Failed::Unknown(text) | Failed::Refused(text) => text,
        }
    }
}

/// What Redis answered, and over which connection.
pub(crate) struct Answer {
    pub(crate) value: Value,
    pub(crate) serial: u64,
}

/// See the module.
pub(crate) struct Link {
    state: Mutex<State>,
    changed: Condvar,
    broken: Notify,
    runtime: Handle,
    /// Where what has to wait does so: connections are made on the other's threads, and must not wait for these.
    apart: Handle,
    calls: AtomicU64,
}

struct State {
    up: Option<Up>,
    serial: u64,
    /// Since when it is not up, and why.
    down: Instant,
    reason: String,
    tries: u64,
    closed: bool,
}

/// A connection in use.
#[derive(Clone)]
pub(crate) struct Up {
    /// How many there were before.
    pub(crate) serial: u64,
    pub(crate) connection: MultiplexedConnection,
    /// The script of commits, by its hash.
    pub(crate) commit: Arc<str>,
    /// The others.
    rest: Arc<str>,
}

impl Link {
    pub(crate) fn new(runtime: Handle, apart: Handle) -> Self {
        Self {
            state: Mutex::new(State {
                up: None,
                serial: 0,
                down: Instant::now(),
                reason: "not connected yet".to_owned(),
                tries: 0,
                closed: false,
            }),
            changed: Condvar::new(),
            broken: Notify::new(),
            runtime,
            apart,
            calls: AtomicU64::new(0),
        }
    }

    /// The connection, where there is one; else why there is none.
    pub(crate) fn current(&self) -> Result<Up, String> {
        let state = self.state();
        match (&state.up, state.closed) {
            (Some(up), false) => Ok(up.clone()),
            (_, true) => Err("the engine is closed".to_owned()),
            _ => Err(state.reason.clone()),
        }
    }

    /// Runs something beside what the connections do.
    pub(crate) fn spawn(&self, future: impl Future<Output = ()> + Send + 'static) {
        self.runtime.spawn(future);
    }

    /// Runs what may wait on a thread of its own.
    pub(crate) fn spawn_blocking(&self, work: impl FnOnce() + Send + 'static) {
        self.apart.spawn_blocking(work);
    }

    /// Counts a call.
    pub(crate) fn count(&self) {
        self.calls.fetch_add(1, Ordering::Relaxed);
    }

    /// How many calls went out.
    pub(crate) fn calls(&self) -> u64 {
        self.calls.load(Ordering::Relaxed)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether calls can be made, and why not.
    pub(crate) fn health(&self) -> Result<(), String> {
        let state = self.state();
        match (&state.up, state.closed) {
            (_, true) => Err("the engine is closed".to_owned()),
            (Some(_), _) => Ok(()),
            (None, _) => Err(state.reason.clone()),
        }
    }

    /// Whether it has ended for good.
    pub(crate) fn is_closed(&self) -> bool {
        self.state().closed
    }

    /// Whether a connection is the last that was begun.
    pub(crate) fn is_current(&self, serial: u64) -> bool {
        let state = self.state();
        !state.closed && state.serial == serial
    }

    /// As [`Link::health`], after waiting as long as a call may wait for a connection.
    pub(crate) fn ready(&self, patience: Duration) -> Result<(), String> {
        self.up(patience, Instant::now()).map(drop)
    }

    /// As [`Link::ready`], but waits until a time in any case.
    pub(crate) fn ready_by(&self, patience: Duration, until: Instant) -> Result<(), String> {
        self.up(patience, until).map(drop)
    }

    /// Waits until the first try to connect has ended.
    pub(crate) fn first(&self) -> Result<(), String> {
        let state = self.state();
        let trying = |state: &mut State| state.up.is_none() && state.tries == 0;
        let waited = self.changed.wait_while(state, trying);
        drop(waited.unwrap_or_else(PoisonError::into_inner));
        self.health()
    }

    /// The connection. While there is none it is waited for: so long since it was lost, and in any case until a time.
    fn up(&self, patience: Duration, until: Instant) -> Result<Up, String> {
        if let Ok(up) = self.current() {
            return Ok(up);
        }
        waiting(|| self.up_again(patience, until))
    }

    fn up_again(&self, patience: Duration, until: Instant) -> Result<Up, String> {
        let mut state = self.state();
        loop {
            if state.closed {
                return Err("the engine is closed".to_owned());
            }
            if let Some(up) = &state.up {
                return Ok(up.clone());
            }
            let end = until.max(state.down + patience);
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(state.reason.clone());
            }
            let waited = self.changed.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Calls the scripts. Waits for the connection as [`Options::patience`] says, or until a time if that is later.
    pub(crate) fn call(
        &self,
        options: &Options,
        base: &str,
        args: &Args,
        until: Option<Instant>,
    ) -> Result<Answer, Failed> {
        let now = Instant::now();
        let up = self
            .up(options.patience, until.unwrap_or(now))
            .map_err(Failed::Undone)?;
        let command = args.command("EVALSHA", &up.rest, base);
        let mut connection = up.connection;
        self.count();
        let result = self.wait(async move { send(&mut connection, &command).await });
        match result {
            Ok(value) => Ok(Answer {
                value,
                serial: up.serial,
            }),
            Err(error) => Err(self.failed(up.serial, &error)),
        }
    }

    /// Waits for an answer, on whatever thread this is.
    pub(crate) fn wait<F>(&self, future: F) -> Result<Value, RedisError>
    where
        F: Future<Output = Result<Value, RedisError>> + Send + 'static,
    {
        if Handle::try_current().is_err() {
            return self.runtime.block_on(future);
        }
        let (tell, told) = mpsc::sync_channel(1);
        self.runtime.spawn(async move { tell.send(future.await) });
        let lost = || RedisError::from((ErrorKind::Io, "the engine is closed"));
        waiting(|| told.recv()).unwrap_or_else(|_| Err(lost()))
    }

    pub(crate) fn failed(&self, serial: u64, error: &RedisError) -> Failed {
        let text = told(error);
        match error.kind() {
            ErrorKind::Server(
                ServerErrorKind::NoScript
                | ServerErrorKind::ReadOnly
                | ServerErrorKind::Moved
                | ServerErrorKind::Ask
                | ServerErrorKind::TryAgain
                | ServerErrorKind::ClusterDown
                | ServerErrorKind::MasterDown
                | ServerErrorKind::BusyLoading,
            ) => {
                self.lose(serial, &text);
                Failed::Undone(text)
            }
            ErrorKind::Server(_) | ErrorKind::Extension => Failed::Refused(text),
            _ => {
                self.lose(serial, &text);
                Failed::Unknown(text)
            }
        }
    }

    /// Gives up a connection that is of no more use.
    pub(crate) fn lose(&self, serial: u64, reason: &str) {
        let mut state = self.state();
        if state.up.as_ref().is_some_and(|up| up.serial == serial) {
            tracing::warn!(reason, "the connection to Redis is lost");
            state.up = None;
            state.down = Instant::now();
            state.reason = reason.to_owned();
            self.broken.notify_one();
        }
    }

    /// Gives up the connection, whichever it is.
    pub(crate) fn renew(&self, reason: &str) {
        let serial = self.state().serial;
        self.lose(serial, reason);
    }

    /// Ends it for good.
    pub(crate) fn close(&self) {
        let mut state = self.state();
        state.closed = true;
        state.up = None;
        self.changed.notify_all();
        self.broken.notify_one();
    }
}

/// What the scripts are called with.
#[derive(Default)]
pub(crate) struct Args(Vec<Vec<u8>>);

impl Args {
    pub(crate) fn of(function: &str) -> Self {
        Self(vec![function.into()])
    }

    pub(crate) fn and(mut self, argument: impl Into<Vec<u8>>) -> Self {
        self.0.push(argument.into());
        self
    }

    pub(crate) fn number(self, number: u64) -> Self {
        self.and(number.to_string())
    }

    fn command(&self, how: &'static str, script: &str, base: &str) -> Cmd {
        let mut command = cmd(how);
        command.arg(script).arg(1).arg(base);
        for argument in &self.0 {
            command.arg(&argument[..]);
        }
        command
    }
}

/// Makes a partition's connection again and again, until the link is closed.
pub(crate) async fn live(partition: Arc<Partition>) {
    let link = &partition.link;
    let mut pause = PAUSES.0;
    loop {
        let serial = {
            let mut state = link.state();
            if state.closed {
                return;
            }
            state.serial += 1;
            state.serial
        };
        // What was answered over the last one and is not heard yet may never be.
        partition.hear_no_more();
        match connect(&partition, serial).await {
            Ok(up) => {
                pause = PAUSES.0;
                let (connection, script) = (up.connection.clone(), up.rest.clone());
                {
                    let mut state = link.state();
                    state.tries += 1;
                    state.up = (!state.closed).then_some(up);
                    link.changed.notify_all();
                }
                keep(&partition, serial, connection, script).await;
            }
            Err(Unusable(reason)) => {
                {
                    let mut state = link.state();
                    // Of the first try whoever waits for it tells.
                    if state.tries > 0 && state.reason != reason {
                        tracing::warn!(
                            partition = &*partition.base,
                            "Redis can't be used: {reason}"
                        );
                    }
                    state.tries += 1;
                    state.reason = reason;
                    link.changed.notify_all();
                }
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(PAUSES.1);
            }
        }
    }
}

/// Renews the node's lease until the connection is lost.
async fn keep(
    partition: &Arc<Partition>,
    serial: u64,
    mut connection: MultiplexedConnection,
    script: Arc<str>,
) {
    let every = (partition.options.lease / 3).min(Duration::from_secs(1));
    loop {
        tokio::select! {
            () = partition.link.broken.notified() => {}
            () = tokio::time::sleep(every) => {}
        }
        let is_up = |up: &Option<Up>| up.as_ref().is_some_and(|up| up.serial == serial);
        if !is_up(&partition.link.state().up) {
            return;
        }
        let command = partition
            .renewal()
            .command("EVALSHA", &script, &partition.base);
        match send(&mut connection, &command).await {
            Ok(answer) => partition.renewed(&answer),
            Err(error) => drop(partition.link.failed(serial, &error)),
        }
        if partition.options.replicas > 0 {
            let mut about = cmd("INFO");
            about.arg("replication");
            if let Ok(about) = about.query_async::<String>(&mut connection).await {
                partition.replicas.note(&partition.options, &about);
            }
        }
    }
}

/// Sends a command. What Redis refuses is an error, not an answer, as which the library gives it.
pub(crate) async fn send(
    connection: &mut MultiplexedConnection,
    command: &Cmd,
) -> Result<Value, RedisError> {
    let answer = connection.send_packed_command(command).await;
    answer.and_then(Value::extract_error)
}

async fn connect(partition: &Arc<Partition>, serial: u64) -> Result<Up, Unusable> {
    let options = &partition.options;
    let failed = |error: RedisError| Unusable(told(&error));
    let info = place::locate(options, &partition.base).await?;
    let at = |Unusable(reason): Unusable| Unusable(format!("{}: {reason}", info.addr()));
    let ear = partition.clone();
    let config = place::config(options).set_push_sender(move |push: PushInfo| {
        heard(&ear, serial, push);
        Ok::<(), redis::aio::SendError>(())
    });
    let client = place::client(&info, options).map_err(failed).map_err(at)?;
    let connecting = client.get_multiplexed_async_connection_with_config(&config);
    let mut connection = connecting.await.map_err(failed).map_err(at)?;
    let about: String = cmd("INFO")
        .query_async(&mut connection)
        .await
        .map_err(failed)
        .map_err(at)?;
    place::inspect(&about, &options.address).map_err(at)?;
    partition.replicas.note(options, &about);
    let mut subscribe = cmd("SSUBSCRIBE");
    subscribe.arg(&*partition.base);
    // Before it asks what it has missed, so that nothing falls between.
    send(&mut connection, &subscribe)
        .await
        .map_err(failed)
        .map_err(at)?;
    // As a text: a server that is new to it has to be told of this node before it knows the script.
    let attach = partition
        .attachment(serial)
        .command("EVAL", REST, &partition.base);
    let answer = send(&mut connection, &attach)
        .await
        .map_err(failed)
        .map_err(at)?;
    partition.attached(answer).map_err(at)?;
    let rest = load(&mut connection, REST)
        .await
        .map_err(failed)
        .map_err(at)?;
    let commit = load(&mut connection, COMMIT)
        .await
        .map_err(failed)
        .map_err(at)?;
    let renewal = partition
        .renewal()
        .command("EVALSHA", &rest, &partition.base);
    let answer = send(&mut connection, &renewal)
        .await
        .map_err(failed)
        .map_err(at)?;
    partition.renewed(&answer);
    Ok(Up {
        serial,
        connection,
        commit,
        rest,
    })
}

/// Makes a script known; its hash.
async fn load(
    connection: &mut MultiplexedConnection,
    script: &str,
) -> Result<Arc<str>, RedisError> {
    let mut load = cmd("SCRIPT");
    load.arg("LOAD").arg(script);
    let hash: String = load.query_async(connection).await?;
    Ok(hash.into())
}

/// What Redis tells by itself.
fn heard(partition: &Arc<Partition>, serial: u64, push: PushInfo) {
    match push.kind {
        PushKind::SMessage => {
            // An older connection's messages come in the newer one's catching up.
            if partition.link.state().serial != serial {
                return;
            }
            if let [_, Value::BulkString(payload)] = &push.data[..] {
                partition.hear(payload);
            }
        }
        PushKind::Disconnection | PushKind::SUnsubscribe => {
            partition
                .link
                .lose(serial, "Redis has closed the connection");
        }
        _ => {}
    }
}
