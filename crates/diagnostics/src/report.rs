//! The report: what was seen, where, what was expected, what to do.

use crate::{FileId, Span};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// The run fails.
    Error,
    /// The run goes on.
    Warning,
}

/// A place and what is to be said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// A few words, shown beside the underline. May be empty.
    pub text: String,
}

/// One problem in a user's sources.
///
/// Built in the order in which it is read:
///
/// ```
/// # use buildamp_diagnostics::{Report, Sources, Span};
/// # let mut sources = Sources::new();
/// # let file = sources.add("models/ws/game_ws.rs", "pub struct Move { at: i128 }");
/// # let span = Span::new(file, 22..26);
/// let report = Report::error("unsupported_type", "A model can't hold an `i128`", span)
///     .found("not a type of a model")
///     .expected("an integer that JavaScript can hold")
///     .help("write `i64`; its values are checked to stay within ±(2^53−1)");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// How bad it is.
    pub severity: Severity,
    /// For programs: stable, in `snake_case`.
    pub code: &'static str,
    /// The problem in one sentence, without a full stop.
    pub title: String,
    /// Where it is, and what was found there.
    pub primary: Label,
    /// Other places that have to do with it.
    pub related: Vec<Label>,
    /// What would have been right.
    pub expected: Option<String>,
    /// What to write or do.
    pub help: Option<String>,
    /// Further facts, one each.
    pub notes: Vec<String>,
}

impl Report {
    /// A problem that makes the run fail.
    pub fn error(code: &'static str, title: impl Into<String>, span: Span) -> Report {
        Report {
            severity: Severity::Error,
            code,
            title: title.into(),
            primary: Label {
                span,
                text: String::new(),
            },
            related: Vec::new(),
            expected: None,
            help: None,
            notes: Vec::new(),
        }
    }

    /// A problem that lets the run go on.
    pub fn warning(code: &'static str, title: impl Into<String>, span: Span) -> Report {
        Report {
            severity: Severity::Warning,
            ..Report::error(code, title, span)
        }
    }

    /// What stands at the underlined place.
    pub fn found(mut self, text: impl Into<String>) -> Report {
        self.primary.text = text.into();
        self
    }

    /// Another place that has to do with it.
    pub fn related(mut self, span: Span, text: impl Into<String>) -> Report {
        self.related.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// What would have been right.
    pub fn expected(mut self, text: impl Into<String>) -> Report {
        self.expected = Some(text.into());
        self
    }

    /// What to write or do.
    pub fn help(mut self, text: impl Into<String>) -> Report {
        self.help = Some(text.into());
        self
    }

    /// A further fact.
    pub fn note(mut self, text: impl Into<String>) -> Report {
        self.notes.push(text.into());
        self
    }
}

/// Puts the reports of each file in the order of its text; the files stay in the order in which they came up.
pub fn sort_by_place(reports: &mut [Report]) {
    let mut files: Vec<FileId> = Vec::new();
    for report in &*reports {
        if !files.contains(&report.primary.span.file) {
            files.push(report.primary.span.file);
        }
    }
    reports.sort_by_key(|report| {
        let span = report.primary.span;
        let file = files.iter().position(|file| *file == span.file);
        (file, span.start, span.end)
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Sources;

    #[test]
    fn reports_of_a_file_are_put_in_the_order_of_its_text() {
        let mut sources = Sources::new();
        let [first, second] = ["A.elm", "B.elm"].map(|path| sources.add(path, "some text"));
        let places = [(second, 4), (first, 8), (second, 2), (first, 0)];
        let mut reports =
            places.map(|(file, at)| Report::error("code", "title", Span::new(file, at..at + 1)));
        sort_by_place(&mut reports);
        let sorted = reports.map(|report| (report.primary.span.file, report.primary.span.start));
        assert_eq!(sorted, [(second, 2), (second, 4), (first, 0), (first, 8)]);
    }
}
