//! Prose for what modules expose, and imports take.

use buildamp_diagnostics::{FileId, Report};

use crate::region::Region;
use crate::resolve::{BadExport, BadImport};

use super::{did_you_mean, word};

/// The report of an export.
pub(super) fn export(error: &BadExport, file: FileId) -> Report {
    match error {
        BadExport::Twice { name, first, again } => Report::error(
            "redundant_export",
            format!("`{name}` is exposed twice"),
            again.in_file(file),
        )
        .found("here again")
        .related(first.in_file(file), "here first")
        .help("remove one of them"),
        BadExport::NotFound {
            region,
            kind,
            name,
            close,
        } => Report::error(
            "unknown_export",
            format!(
                "The module exposes the {} `{name}`, but doesn't define it",
                word(*kind)
            ),
            region.in_file(file),
        )
        .help(
            did_you_mean(close).unwrap_or_else(|| "define it, or remove it from the list".into()),
        ),
        BadExport::OpenAlias { region, .. } => Report::error(
            "bad_export",
            "An alias has no variants to expose",
            region.in_file(file),
        )
        .help("remove the `(..)`"),
    }
}

/// The report of what an import exposes.
pub(super) fn import(error: &BadImport, file: FileId) -> Report {
    let report =
        |title: String, region: &Region| Report::error("bad_import", title, region.in_file(file));
    match error {
        BadImport::OpenAlias { region, name } => report(
            format!("`{name}` is an alias, which has no variants to expose"),
            region,
        )
        .help("remove the `(..)`"),
        BadImport::Variant {
            region,
            name,
            union,
        } => report(
            format!("The variant `{name}` can't be exposed without its type"),
            region,
        )
        .help(format!(
            "write `{union}(..)`, which exposes all its variants"
        )),
        BadImport::NotExposed {
            region,
            module,
            name,
            close,
        } => {
            report(
                format!("The module `{module}` doesn't expose `{name}`"),
                region,
            )
            .help(did_you_mean(close).unwrap_or_else(|| {
                format!("check the spelling, and the exposing list of `{module}`")
            }))
        }
    }
}
