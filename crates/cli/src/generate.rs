//! `gen` and `check`: models → schema → outputs → disk, or what is wrong with them and with the rules.

use std::path::Path;

use anyhow::Result;
use buildamp_codegen::Output;
use buildamp_diagnostics::{Report, Severity, Sources};
use buildamp_schema::Schema;
use serde_json::json;

use crate::Outcome;
use crate::app::{Plan, apply, plan, read_models, shown};
use crate::args::{CheckOptions, CommonOptions, GenOptions};
use crate::config::{self, Config, FILE};
use crate::print::Printer;
use crate::serve::load::{compile, instantiate, no_rules};
use crate::watch::watch;

/// `buildamp gen`
pub(crate) fn command(options: &GenOptions, printer: &Printer) -> Result<Outcome> {
    repeat(&options.common, &["models/"], printer, || {
        generate(options, printer)
    })
}

/// `buildamp check`
pub(crate) fn check_command(options: &CheckOptions, printer: &Printer) -> Result<Outcome> {
    let watched = ["models/", "src/", "elm.json", FILE];
    repeat(&options.common, &watched, printer, || {
        check(options, printer)
    })
}

/// Once, or whenever something changes in what is watched.
fn repeat(
    common: &CommonOptions,
    watched: &[&str],
    printer: &Printer,
    run: impl Fn() -> Result<Outcome>,
) -> Result<Outcome> {
    if !common.watch {
        return run();
    }
    watch(&common.app, watched, printer, || {
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
        printer.result(&checked.sources, &checked.reports, false, json!({}), said)?;
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
    printer.result(&checked.sources, &checked.reports, !refused, details, &said)?;
    Ok(if refused {
        Outcome::Problems
    } else {
        Outcome::Fine
    })
}

fn check(options: &CheckOptions, printer: &Printer) -> Result<Outcome> {
    let app = &options.common.app;
    let mut checked = read_and_check(app, printer)?;
    let config = config::load(app, std::env::vars())?;
    if checked.has_errors() {
        printer.result(&checked.sources, &checked.reports, false, json!({}), "")?;
        return Ok(Outcome::Problems);
    }
    let folder = app.join(&options.out);
    let outputs = buildamp_codegen::generate(&checked.schema);
    let current = plan(&folder, outputs.clone())?.is_empty();
    let details = json!({ "generated_current": current });
    let progress = printer.progress("compiling the rules");
    let rules = rules(app, outputs, &config, &mut checked);
    progress.finish_and_clear();
    let ok = !checked.has_errors();
    let mut said = match rules? {
        RulesAre::Unusable(why) => {
            printer.result(&checked.sources, &checked.reports, false, details, &why)?;
            return Ok(Outcome::Problems);
        }
        _ if !ok => String::new(),
        RulesAre::None => format!(
            "{} are in order; there are no rules, and nothing else of an app",
            counts(&checked.schema)
        ),
        RulesAre::InOrder => {
            let [messages, types] = numbers(&checked.schema);
            format!("{messages}, {types} and the rules are in order")
        }
    };
    if ok && !current && folder.exists() {
        said.push_str("; the generated files are not those of these models: run `buildamp gen`");
    }
    printer.result(&checked.sources, &checked.reports, ok, details, &said)?;
    Ok(match ok {
        true => Outcome::Fine,
        false => Outcome::Problems,
    })
}

/// What became of an app's rules, beside what was reported.
enum RulesAre {
    /// Models alone, as they are shared between apps: there is nothing else of an app.
    None,
    /// Or have errors, which are reported.
    InOrder,
    /// What can't be shown in a source.
    Unusable(String),
}

/// Compiles the rules with what would be generated of these models.
fn rules(
    app: &Path,
    outputs: Vec<Output>,
    config: &Config,
    checked: &mut Checked,
) -> Result<RulesAre> {
    let Some(rules) = compile(app, &checked.schema, Some(outputs), &mut checked.sources)? else {
        return Ok(match is_app(app) {
            true => RulesAre::Unusable(no_rules(app)),
            false => RulesAre::None,
        });
    };
    checked.reports.extend(rules.reports);
    if let Some(failure) = rules.failure {
        return Ok(RulesAre::Unusable(failure));
    }
    let wasm = rules.wasm.filter(|_| !checked.has_errors());
    let usable = wasm.map(|wasm| instantiate(&wasm, &checked.schema, config));
    Ok(match usable {
        Some(Err(why)) => RulesAre::Unusable(why),
        _ => RulesAre::InOrder,
    })
}

/// Whether a folder has more of an app than models.
fn is_app(folder: &Path) -> bool {
    let mut parts = ["src", "web", "elm.json", FILE].into_iter();
    parts.any(|part| folder.join(part).exists())
}

fn counts(schema: &Schema) -> String {
    numbers(schema).join(" and ")
}

/// How many messages there are, and how many other types.
fn numbers(schema: &Schema) -> [String; 2] {
    let messages = schema.messages().count();
    let types = schema.types.len() - messages;
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    [
        format!("{messages} message{}", plural(messages)),
        format!("{types} other type{}", plural(types)),
    ]
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
