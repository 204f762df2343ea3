//! A report for editors and other programs.

use serde::Serialize;

use crate::{Label, Report, Severity, Sources, Span};

/// The JSON form of [`Report`]s: an array of objects.
///
/// `code`, `severity` (`"error"` or `"warning"`), `title`, `path`, `region`, `found`, `expected`, `help`,
/// `notes` and `related` are always there; what a report doesn't have is `null` or empty. A `region` has
/// `start` and `end` (the place after the last character), each with a `line` and a `column` from 1,
/// columns in code points.
pub fn to_json(sources: &Sources, reports: &[Report]) -> serde_json::Value {
    let reports: Vec<_> = reports
        .iter()
        .map(|r| JsonReport::new(sources, r))
        .collect();
    serde_json::to_value(reports).expect("a report has only string keys")
}

#[derive(Serialize)]
struct JsonReport<'a> {
    code: &'a str,
    severity: &'a str,
    title: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    found: Option<&'a str>,
    expected: Option<&'a str>,
    help: Option<&'a str>,
    notes: &'a [String],
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    text: &'a str,
}

#[derive(Serialize)]
struct Place<'a> {
    path: &'a str,
    region: Region,
}

#[derive(Serialize)]
struct Region {
    start: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: usize,
    column: usize,
}

impl<'a> JsonReport<'a> {
    fn new(sources: &'a Sources, report: &'a Report) -> JsonReport<'a> {
        JsonReport {
            code: report.code,
            severity: match report.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            title: &report.title,
            place: Place::new(sources, report.primary.span),
            found: Some(report.primary.text.as_str()).filter(|text| !text.is_empty()),
            expected: report.expected.as_deref(),
            help: report.help.as_deref(),
            notes: &report.notes,
            related: related(sources, &report.related),
        }
    }
}

fn related<'a>(sources: &'a Sources, labels: &'a [Label]) -> Vec<Related<'a>> {
    let related = |label: &'a Label| Related {
        place: Place::new(sources, label.span),
        text: &label.text,
    };
    labels.iter().map(related).collect()
}

impl<'a> Place<'a> {
    fn new(sources: &'a Sources, span: Span) -> Place<'a> {
        let file = sources.get(span.file);
        let point = |offset: u32| {
            let position = file.position(offset as usize);
            Point {
                line: position.line,
                column: position.column,
            }
        };
        Place {
            path: &file.path,
            region: Region {
                start: point(span.start),
                end: point(span.end),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn counts_lines_and_code_points_from_one() {
        let mut sources = Sources::new();
        let file = sources.add("models/ws/a_ws.rs", "// é😀\n/*€*/ x");
        let report = Report::error("code", "Title", Span::new(file, 18..19)).help("do");
        let json = to_json(&sources, &[report]);
        assert_eq!(
            json,
            json!([{
                "code": "code",
                "severity": "error",
                "title": "Title",
                "path": "models/ws/a_ws.rs",
                "region": { "start": { "line": 2, "column": 7 }, "end": { "line": 2, "column": 8 } },
                "found": null,
                "expected": null,
                "help": "do",
                "notes": [],
                "related": []
            }])
        );
    }
}
