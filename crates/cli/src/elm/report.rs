//! Reports in the official compiler's JSON, so that editors' plugins understand them.

use std::collections::BTreeMap;

use buildamp_diagnostics::{Report, Sources, Span};
use buildamp_elm::program::Program;
use serde_json::{Value, json};

/// `{"type":"compile-errors","errors":[..]}`
pub(super) fn official(sources: &Sources, program: &Program) -> Value {
    let mut files: BTreeMap<u32, Vec<Value>> = BTreeMap::new();
    for report in &program.reports {
        files
            .entry(report.primary.span.file.0)
            .or_default()
            .push(problem(sources, report));
    }
    let errors: Vec<Value> = files
        .into_iter()
        .map(|(file, problems)| {
            let file = buildamp_diagnostics::FileId(file);
            let module = program.modules.iter().find(|module| module.file == file);
            let path = &sources.get(file).path;
            let name = module.map_or(path.as_str(), |module| module.name.as_str());
            json!({ "path": path, "name": name, "problems": problems })
        })
        .collect();
    json!({ "type": "compile-errors", "errors": errors })
}

fn problem(sources: &Sources, report: &Report) -> Value {
    let title = report.code.to_uppercase().replace('_', " ");
    json!({
        "title": title,
        "region": region(sources, report.primary.span),
        "message": [message(report)],
    })
}

fn region(sources: &Sources, span: Span) -> Value {
    let file = sources.get(span.file);
    let point = |offset: u32| {
        let position = file.position(offset as usize);
        json!({ "line": position.line, "column": position.column })
    };
    json!({ "start": point(span.start), "end": point(span.end) })
}

fn message(report: &Report) -> String {
    let mut text = format!("{}.", report.title.trim_end_matches(['.', ':']));
    let mut line = |label: &str, said: &str| {
        if !said.is_empty() {
            text.push_str(&format!("\n\n{label}{said}"));
        }
    };
    line("Found: ", &report.primary.text);
    line("Expected: ", report.expected.as_deref().unwrap_or(""));
    report.notes.iter().for_each(|note| line("Note: ", note));
    line("Hint: ", report.help.as_deref().unwrap_or(""));
    text
}
