//! The log: what the server says of its work, on the standard error.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use super::Mode;
use crate::args::LogForm;

/// The variable that says what is logged: `BUILDAMP_LOG=debug`.
const VARIABLE: &str = "BUILDAMP_LOG";

/// Begins to log.
pub(super) fn start(mode: Mode, form: LogForm) {
    let default = match mode {
        Mode::Serve => "info",
        Mode::Dev => "info,logic=debug",
    };
    let filter = EnvFilter::try_from_env(VARIABLE).unwrap_or_else(|_| EnvFilter::new(default));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        // It would say so on the standard error, and end the task where that is what can't be written to.
        .log_internal_errors(false)
        .with_ansi(std::io::stderr().is_terminal());
    // A second logger in one process is no reason not to serve.
    let _ = match form {
        LogForm::Text => builder.try_init(),
        LogForm::Json => builder.json().flatten_event(true).try_init(),
    };
}
