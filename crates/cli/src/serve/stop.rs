//! Who asks the process to stop, and when.

use anyhow::{Context, Result};

use crate::print::Printer;

/// The exit code of what was interrupted.
const INTERRUPTED: i32 = 130;

/// What asks the process to stop, by the system's signals.
pub(super) struct Signals {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

/// Who wants the process to stop.
#[derive(PartialEq, Eq)]
enum Asked {
    /// Somebody at the terminal, who waits for it.
    ByPerson,
    BySystem,
}

impl Signals {
    /// From now on they are heard. Before, they end the process at once.
    pub(super) fn hear() -> Result<Signals> {
        #[cfg(unix)]
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Signals {
            #[cfg(unix)]
            interrupt: signal(SignalKind::interrupt()).context(CANT)?,
            #[cfg(unix)]
            terminate: signal(SignalKind::terminate()).context(CANT)?,
        })
    }

    /// Done when the process is asked to stop.
    pub(super) async fn stop(mut self, printer: &Printer) {
        if self.asked().await == Asked::ByPerson {
            printer.note("stopping: clients are told; Ctrl+C again ends it at once");
            tokio::spawn(async move {
                // Whatever was answered is kept, as when the process is killed.
                self.interrupted().await;
                std::process::exit(INTERRUPTED);
            });
        } else {
            printer.note("stopping: load balancers and clients are told");
        }
    }

    #[cfg(unix)]
    async fn asked(&mut self) -> Asked {
        tokio::select! {
            _ = self.interrupt.recv() => Asked::ByPerson,
            _ = self.terminate.recv() => Asked::BySystem,
        }
    }

    #[cfg(not(unix))]
    async fn asked(&mut self) -> Asked {
        self.interrupted().await;
        Asked::ByPerson
    }

    #[cfg(unix)]
    async fn interrupted(&mut self) {
        self.interrupt.recv().await;
    }

    #[cfg(not(unix))]
    async fn interrupted(&mut self) {
        drop(tokio::signal::ctrl_c().await);
    }
}

const CANT: &str = "the signals that stop the server can't be heard";
