//! What the command line takes.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

/// A real-time server whose messages are Rust structs and whose rules are Elm.
#[derive(Debug, Parser)]
#[command(name = "buildamp", version, max_term_width = 100)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Generate the typed clients and documents from the models
    ///
    /// Reads models/**/*.rs and writes Elm modules, an ES module with its .d.ts, JSON Schemas and an
    /// AsyncAPI document to generated/. Only what changed is written, and what is stale is removed.
    /// Ends with 0 if all is well, 1 if the models have errors or a generated file was edited by
    /// hand, and 2 if something could not be read or written.
    Gen(GenOptions),
    /// Check the models and write nothing
    ///
    /// Tells too whether the generated files are those of the models. Ends with 0 if the models have no
    /// errors, 1 if they have, and 2 if something could not be read.
    Check(CheckOptions),
}

#[derive(Debug, clap::Args)]
pub(crate) struct GenOptions {
    #[command(flatten)]
    pub(crate) common: CommonOptions,
    /// Where the generated files go, relative to the app's folder
    #[arg(long, value_name = "FOLDER", default_value = "generated")]
    pub(crate) out: PathBuf,
    /// Overwrite and remove generated files even if they were edited by hand
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct CheckOptions {
    #[command(flatten)]
    pub(crate) common: CommonOptions,
    /// Where the generated files are, relative to the app's folder
    #[arg(long, value_name = "FOLDER", default_value = "generated")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(crate) struct CommonOptions {
    /// The app's folder, which holds models/
    #[arg(value_name = "APP", default_value = ".")]
    pub(crate) app: PathBuf,
    /// Run again whenever a model changes
    #[arg(long)]
    pub(crate) watch: bool,
    #[command(flatten)]
    pub(crate) output: OutputOptions,
}

#[derive(Debug, Clone, clap::Args)]
pub(crate) struct OutputOptions {
    /// How problems are told: `json` prints one object a run to the standard output
    #[arg(long, value_enum, default_value = "terminal", value_name = "FORM")]
    pub(crate) report: ReportForm,
    /// Whether to use colours
    #[arg(long, value_enum, default_value = "auto", value_name = "WHEN")]
    pub(crate) color: Color,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportForm {
    Terminal,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

impl Args {
    pub(crate) fn output(&self) -> OutputOptions {
        match &self.command {
            Command::Gen(options) => options.common.output.clone(),
            Command::Check(options) => options.common.output.clone(),
        }
    }
}
