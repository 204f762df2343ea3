//! An app's folder → the app that a node serves, or what is wrong with it.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use buildamp_codegen::Output;
use buildamp_diagnostics::{Report, Sources, Style, sort_by_place, to_terminal};
use buildamp_elm::wasm::Wasm;
use buildamp_logic::{Limits, rules};
use buildamp_schema::{Direction, Schema};
use buildamp_server::App;
use serde_json::json;

use crate::app::{DOCS, apply, plan, read_models, shown};
use crate::config::Config;
use crate::elm::Files;
use crate::print::Printer;
use crate::serve::webhooks;

/// What became of an app's folder.
pub(super) struct Loaded {
    sources: Sources,
    reports: Vec<Report>,
    /// What can't be shown in a source.
    failure: Option<String>,
    /// Whether what is generated of the models is another than before.
    pub(super) generated: bool,
    /// Whether the models ask for claims of tokens.
    pub(super) wants_claims: bool,
    /// `None` where there are errors.
    pub(super) ready: Option<App>,
}

impl Loaded {
    /// Tells what is wrong.
    pub(super) fn print(&self, printer: &Printer) -> Result<()> {
        let ok = self.ready.is_some();
        if !ok || !self.reports.is_empty() {
            let said = self.failure.as_deref().unwrap_or_default();
            printer.result(&self.sources, &self.reports, ok, json!({}), said)?;
        }
        Ok(())
    }

    /// What is wrong, for a page.
    pub(super) fn text(&self) -> String {
        let reports = self
            .reports
            .iter()
            .map(|report| to_terminal(&self.sources, report, Style::Plain));
        reports
            .chain(self.failure.clone())
            .collect::<Vec<_>>()
            .join("\n")
    }
}

/// Where an app's rules are.
const LOGIC: &str = "src/WebSocketLogic.elm";

/// Reads the models, writes what is generated of them, compiles the rules.
pub(super) fn load(app: &Path, config: &Config) -> Result<Loaded> {
    let models = read_models(app)?;
    let reading = buildamp_schema::read(&models.sources);
    let mut loaded = Loaded {
        sources: models.sources,
        reports: models.reports,
        failure: None,
        generated: false,
        wants_claims: reading.schema.claims().is_some(),
        ready: None,
    };
    loaded.reports.extend(reading.reports);
    if loaded.has_errors() {
        return Ok(loaded);
    }
    loaded.generated = generate(app, &reading.schema)?;
    let Some(rules) = compile(app, &reading.schema, None, &mut loaded.sources)? else {
        bail!(no_rules(app));
    };
    loaded.reports.extend(rules.reports);
    loaded.failure = rules.failure;
    let Some(wasm) = rules.wasm.filter(|_| !loaded.has_errors()) else {
        return Ok(loaded);
    };
    match ready(&wasm, &reading.schema, config)? {
        Ok(app) => loaded.ready = Some(app),
        Err(unusable) => loaded.failure = Some(unusable),
    }
    Ok(loaded)
}

/// What is said of an app without rules.
pub(crate) fn no_rules(app: &Path) -> String {
    format!(
        "there is no {}\n\nhelp: {DOCS}/logic.md tells what the rules of an app look like; `buildamp new` makes an app",
        shown(&app.join(LOGIC))
    )
}

/// What became of an app's rules.
pub(crate) struct Rules {
    pub(crate) reports: Vec<Report>,
    /// What can't be shown in a source.
    pub(crate) failure: Option<String>,
    /// `None` where there are errors.
    pub(crate) wasm: Option<Wasm>,
}

/// Compiles an app's rules, with what is generated of the models as it lies on the disk or as it would be; `None` where there are no rules.
pub(crate) fn compile(
    app: &Path,
    schema: &Schema,
    planned: Option<Vec<Output>>,
    sources: &mut Sources,
) -> Result<Option<Rules>> {
    let logic = app.join(LOGIC);
    if !logic.is_file() {
        return Ok(None);
    }
    let files = Files::of_app(app, &logic, planned, sources)?;
    let compiled = buildamp_elm::app::compile(&files, sources);
    let mut reports = files.reports();
    reports.extend(compiled.unhandled(|variant| is_of_clients(schema, variant)));
    reports.extend(compiled.program.reports);
    sort_by_place(&mut reports);
    let missing = compiled.program.missing.first();
    Ok(Some(Rules {
        reports,
        failure: missing
            .map(|missing| format!("the module {missing} is in none of the source directories")),
        wasm: compiled.wasm,
    }))
}

/// Whether a message of rules, by its variant there, is one that only clients send.
fn is_of_clients(schema: &Schema, variant: &str) -> bool {
    let mut messages = schema.messages();
    messages.any(|(_, model, message)| {
        message.direction == Direction::Client
            && variant.strip_suffix("Message") == Some(model.name.as_str())
    })
}

/// The rules as they are called, or why they can't be.
pub(crate) fn instantiate(
    wasm: &Wasm,
    schema: &Schema,
    config: &Config,
) -> std::result::Result<rules::App, String> {
    let limits = Limits {
        memory: config.logic.memory << 20,
        time: config.logic.time,
        ..Limits::default()
    };
    rules::App::new(wasm, schema, limits).map_err(|refused| refused.to_string())
}

/// The app as the server takes it, or why it can't be had from these models, rules and settings.
fn ready(
    wasm: &Wasm,
    schema: &Schema,
    config: &Config,
) -> Result<std::result::Result<App, String>> {
    let webhooks = match webhooks::read(schema, config)? {
        Ok(webhooks) => webhooks,
        Err(unusable) => return Ok(Err(unusable)),
    };
    let logic = match instantiate(wasm, schema, config) {
        Ok(logic) => logic,
        Err(refused) => return Ok(Err(refused)),
    };
    let payloads = buildamp_schema::Limits {
        size: config.limits.frame,
        ..buildamp_schema::Limits::default()
    };
    let app = App::new(schema, Arc::new(logic), payloads)
        .with_webhooks(webhooks)
        .with_version(&version(wasm));
    Ok(match webhooks::refuse_unheard(&app, config) {
        Some(unheard) => Err(unheard),
        None => Ok(app),
    })
}

/// What tells rules from others, for people: the same rules have the same on all nodes.
fn version(wasm: &Wasm) -> String {
    let mut hasher = DefaultHasher::new();
    wasm.bytes.hash(&mut hasher);
    format!("{:08x}", hasher.finish() >> 32)
}

impl Loaded {
    fn has_errors(&self) -> bool {
        self.reports
            .iter()
            .any(|report| report.severity == buildamp_diagnostics::Severity::Error)
    }
}

/// Whether anything was written.
fn generate(app: &Path, schema: &Schema) -> Result<bool> {
    let folder = app.join("generated");
    let plan = plan(&folder, buildamp_codegen::generate(schema))?;
    if let Some(edited) = plan.edited.first() {
        bail!(
            "{} was edited by hand, or is somebody else's\n\nhelp: move your changes to files of your own, then run `buildamp gen --force` to overwrite it",
            shown(&folder.join(edited))
        );
    }
    if plan.is_empty() {
        return Ok(false);
    }
    apply(&folder, &plan).context("can't write what is generated of the models")?;
    Ok(true)
}

/// An app without messages, until there is one without errors.
pub(super) fn empty() -> App {
    App::new(
        &Schema::default(),
        Arc::new(Nothing),
        buildamp_schema::Limits::default(),
    )
}

/// Rules that are never asked for a message, since there is none.
struct Nothing;

impl rules::Rules for Nothing {
    fn handles(&self, handler: rules::Handler) -> bool {
        handler == rules::Handler::AuthorizeJoin
    }

    fn decide(
        &self,
        _: &rules::Call<'_>,
        _: &rules::Context<'_>,
        _: &mut dyn rules::Reads,
    ) -> Result<rules::Decision, rules::Failure> {
        Ok(rules::Decision {
            effects: Vec::new(),
            response: rules::Response::Reject(BROKEN.to_owned()),
            log: Vec::new(),
        })
    }

    fn authorize(
        &self,
        _: &rules::Context<'_>,
        _: &mut dyn rules::Reads,
    ) -> Result<rules::Access, rules::Failure> {
        Ok(rules::Access::Deny(BROKEN.to_owned()))
    }

    fn room_state(
        &self,
        _: &rules::Context<'_>,
        _: &mut dyn rules::Reads,
    ) -> Result<rules::Json, rules::Failure> {
        Ok(Arc::from("null"))
    }
}

const BROKEN: &str = "the app has errors; its terminal shows them";
