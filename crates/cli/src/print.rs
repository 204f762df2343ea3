//! What the user sees: reports and results, in the terminal or as JSON.
//!
//! Results for programs go to the standard output, everything for people to the standard error.

use std::fmt::Display;
use std::io::{ErrorKind, Write};
use std::time::Duration;

use anstream::ColorChoice;
use anyhow::{Context, Result};
use buildamp_diagnostics::{Report, Severity, Sources, Style, to_json, to_terminal};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};

use crate::args::{Color, OutputOptions, ReportForm};

/// Says a line to people. That nobody listens any more, as where a pipe has closed, stops nothing.
pub(crate) fn say(line: impl Display) {
    let _ = writeln!(anstream::stderr(), "{line}");
}

/// Gives a result to the standard output. Who has closed it, as `head` does, has enough.
pub(crate) fn give(result: impl Display) -> Result<()> {
    match writeln!(anstream::stdout(), "{result}") {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(error).context("can't write the result")
        }
        _ => Ok(()),
    }
}

/// Prints in the form that was asked for.
pub(crate) struct Printer {
    form: ReportForm,
}

impl Printer {
    pub(crate) fn new(options: &OutputOptions) -> Printer {
        let choice = match options.color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        choice.write_global();
        Printer {
            form: options.report,
        }
    }

    /// Prints for people.
    pub(crate) fn terminal() -> Printer {
        Printer {
            form: ReportForm::Terminal,
        }
    }

    /// The reports and the end of a run.
    pub(crate) fn result(
        &self,
        sources: &Sources,
        reports: &[Report],
        ok: bool,
        details: Value,
        said: &str,
    ) -> Result<()> {
        if self.form == ReportForm::Json {
            let mut result = json!({ "ok": ok, "reports": to_json(sources, reports) });
            if let (Value::Object(result), Value::Object(details)) = (&mut result, details) {
                result.extend(details);
            }
            return give(result);
        }
        for report in reports {
            // Colours are taken out on the way where the terminal has none.
            say(to_terminal(sources, report, Style::Colour));
        }
        let count = |severity| {
            reports
                .iter()
                .filter(|report| report.severity == severity)
                .count()
        };
        let problems = problem_count(count(Severity::Error), count(Severity::Warning));
        let lines = [problems.as_str(), said];
        let line = lines
            .into_iter()
            .filter(|line| !line.is_empty())
            .collect::<Vec<_>>()
            .join("; ");
        say(line);
        Ok(())
    }

    /// Something that could not be done at all.
    pub(crate) fn failure(&self, error: &anyhow::Error) {
        let text = whole(error);
        match self.form {
            // Where even this can't be written, the exit code tells it.
            ReportForm::Json => {
                let _ = give(json!({ "ok": false, "failure": text, "reports": [] }));
            }
            ReportForm::Terminal => say(format_args!("error: {text}")),
        }
    }

    /// A remark for people.
    pub(crate) fn note(&self, text: &str) {
        if self.form == ReportForm::Terminal {
            say(text);
        }
    }

    /// A spinner for work that takes long enough to wonder about. Not drawn where no terminal is.
    pub(crate) fn progress(&self, what: &'static str) -> ProgressBar {
        if self.form == ReportForm::Json {
            return ProgressBar::hidden();
        }
        let style = ProgressStyle::with_template("{spinner} {msg} ({elapsed})");
        let bar = ProgressBar::new_spinner().with_message(what);
        let bar = match style {
            Ok(style) => bar.with_style(style),
            Err(_) => bar,
        };
        bar.enable_steady_tick(Duration::from_millis(150));
        bar
    }
}

impl Printer {
    /// A bar for work of a known length. Not drawn where no terminal is.
    pub(crate) fn bar(&self, length: u64, what: &'static str) -> ProgressBar {
        if self.form == ReportForm::Json {
            return ProgressBar::hidden();
        }
        let bar = ProgressBar::new(length).with_message(what);
        match ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} ({elapsed})") {
            Ok(style) => bar.with_style(style),
            Err(_) => bar,
        }
    }
}

fn problem_count(errors: usize, warnings: usize) -> String {
    let count = |count: usize, what: &str| match count {
        0 => None,
        1 => Some(format!("1 {what}")),
        _ => Some(format!("{count} {what}s")),
    };
    let counts = [count(errors, "error"), count(warnings, "warning")];
    counts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// An error with its causes on one line, and below it what each of them advises.
pub(crate) fn whole(error: &anyhow::Error) -> String {
    let causes: Vec<String> = error.chain().map(ToString::to_string).collect();
    let parts = causes
        .iter()
        .map(|cause| cause.split_once("\n\n").unwrap_or((cause.as_str(), "")));
    let (told, advice): (Vec<&str>, Vec<&str>) = parts.unzip();
    let advice = advice.into_iter().filter(|text| !text.is_empty());
    std::iter::once(told.join(": ").as_str())
        .chain(advice)
        .collect::<Vec<_>>()
        .join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn a_cause_stands_before_the_advice() {
        let error = anyhow::anyhow!("it is locked\n\nhelp: unlock it");
        let error = error.context("can't open the door\n\nhelp: ask the owner");
        assert_eq!(
            whole(&error),
            "can't open the door: it is locked\n\nhelp: ask the owner\n\nhelp: unlock it"
        );
    }
}
