//! `gen` and `check`: models → schema → outputs → disk.

use std::path::Path;

use anyhow::Result;
use buildamp_diagnostics::{Report, Severity, Sources};
use buildamp_schema::Schema;
use serde_json::json;

use crate::Outcome;
use crate::app::{Plan, apply, plan, read_models, shown};
use crate::args::{CheckOptions, CommonOptions, GenOptions};
use crate::print::Printer;
use crate::watch::watch;

/// `buildamp gen`
pub(crate) fn command(options: &GenOptions, printer: &Printer) -> Result<Outcome> {
    repeat(&options.common, printer, || generate(options, printer))
}

/// `buildamp check`
pub(crate) fn check_command(options: &CheckOptions, printer: &Printer) -> Result<Outcome> {
    repeat(&options.common, printer, || check(options, printer))
}

/// Once, or whenever the models change.
fn repeat(
    common: &CommonOptions,
    printer: &Printer,
    run: impl Fn() -> Result<Outcome>,
) -> Result<Outcome> {
    if !common.watch {
        return run();
    }
    watch(&common.app, printer, || {
        if let Err(error) = run() {
            printer.failure(&error);
        }
    })?;
    Ok(Outcome::Fine)
}

/// What was read, and what is wrong with it.
struct Checked {
    sources: Sources,
    schema: Schema,
    reports: Vec<Report>,
}

impl Checked {
    fn has_errors(&self) -> bool {
        self.reports
            .iter()
            .any(|report| report.severity == Severity::Error)
    }
}

fn read_and_check(app: &Path, printer: &Printer) -> Result<Checked> {
    let progress = printer.progress("reading the models");
    let models = read_models(app)?;
    let reading = buildamp_schema::read(&models.sources);
    progress.finish_and_clear();
    let mut reports = models.reports;
    reports.extend(reading.reports);
    Ok(Checked {
        sources: models.sources,
        schema: reading.schema,
        reports,
    })
}

fn generate(options: &GenOptions, printer: &Printer) -> Result<Outcome> {
    let app = &options.common.app;
    let checked = read_and_check(app, printer)?;
    if checked.has_errors() {
        let said = "nothing was generated";
        printer.result(&checked.sources, &checked.reports, false, json!({}), said);
        return Ok(Outcome::Problems);
    }
    let folder = app.join(&options.out);
    let progress = printer.progress("generating");
    let plan = plan(&folder, buildamp_codegen::generate(&checked.schema))?;
    let refused = !plan.edited.is_empty() && !options.force;
    if !refused {
        apply(&folder, &plan)?;
    }
    progress.finish_and_clear();
    let said = match refused {
        true => edited(&plan, &folder),
        false => summary(&checked.schema, &plan, &folder),
    };
    let details = json!({
        "written": if refused { Vec::new() } else { plan.write.iter().map(|file| &file.path).collect() },
        "removed": if refused { &[][..] } else { &plan.remove[..] },
        "unchanged": plan.unchanged,
        "edited": plan.edited,
    });
    printer.result(&checked.sources, &checked.reports, !refused, details, &said);
    Ok(if refused {
        Outcome::Problems
    } else {
        Outcome::Fine
    })
}

fn check(options: &CheckOptions, printer: &Printer) -> Result<Outcome> {
    let app = &options.common.app;
    let checked = read_and_check(app, printer)?;
    if checked.has_errors() {
        printer.result(&checked.sources, &checked.reports, false, json!({}), "");
        return Ok(Outcome::Problems);
    }
    let folder = app.join(&options.out);
    let plan = plan(&folder, buildamp_codegen::generate(&checked.schema))?;
    let current = plan.is_empty();
    let mut said = format!("{} are in order", counts(&checked.schema));
    if !current && folder.exists() {
        said.push_str("; the generated files are not those of these models: run `buildamp gen`");
    }
    let details = json!({ "generated_current": current });
    printer.result(&checked.sources, &checked.reports, true, details, &said);
    Ok(Outcome::Fine)
}

fn counts(schema: &Schema) -> String {
    let messages = schema.messages().count();
    let types = schema.types.len();
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    format!(
        "{messages} message{} and {} other type{}",
        plural(messages),
        types - messages,
        plural(types - messages)
    )
}

fn summary(schema: &Schema, plan: &Plan, folder: &Path) -> String {
    let files = format!(
        "{} written, {} removed, {} unchanged",
        plan.write.len(),
        plan.remove.len(),
        plan.unchanged
    );
    format!("{} → {} ({files})", counts(schema), shown(folder))
}

fn edited(plan: &Plan, folder: &Path) -> String {
    let list: String = plan
        .edited
        .iter()
        .map(|path| format!("\n  {}", shown(&folder.join(path))))
        .collect();
    format!(
        "nothing was written: these generated files were edited by hand, or are somebody else's{list}\n\nhelp: move your changes to files of your own, then run `buildamp gen --force` to overwrite them"
    )
}
