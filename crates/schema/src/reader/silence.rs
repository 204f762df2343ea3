//! Warnings: what compiles, and yet never travels, by a slip in a file's name or for want of a `pub`.
//!
//! Nothing else would say so: such a type is a helper that nobody uses.

use std::collections::HashSet;

use buildamp_diagnostics::Report;

use super::Reader;
use super::roles::{FileRole, better_path, file_role};
use super::tree::{Decl, DeclId, DeclItem};

impl Reader<'_> {
    pub(super) fn warn_of_silence(&mut self) {
        let unused = self.unused();
        self.warn_about_files(&unused);
        self.warn_about_private(&unused);
    }

    /// Structs and enums that no other type names.
    fn unused(&self) -> Vec<DeclId> {
        let others = self.uses.iter().filter(|(user, used)| user != used);
        let used: HashSet<DeclId> = others.map(|(_, used)| *used).collect();
        let alias = |id: &DeclId| matches!(self.tree.decl(*id).item, DeclItem::Alias(_));
        let ids = self.tree.ids();
        ids.filter(|id| !used.contains(id) && !alias(id)).collect()
    }

    fn file_of(&self, decl: &Decl) -> &str {
        &self.tree.modules[decl.module].file
    }

    /// One warning a file, at the first type that would have been more than a helper.
    fn warn_about_files(&mut self, unused: &[DeclId]) {
        let mut told: HashSet<&str> = HashSet::new();
        for report in self
            .reports
            .iter()
            .filter(|r| matches!(r.code, "misplaced_attribute" | "misnamed_file"))
        {
            let of = |module: &&super::tree::Module| module.origin.file == report.primary.span.file;
            told.extend(
                self.tree
                    .modules
                    .iter()
                    .find(of)
                    .map(|module| module.file.as_str()),
            );
        }
        let mut warnings = Vec::new();
        for decl in unused.iter().map(|id| self.tree.decl(*id)) {
            let file = self.tree.modules[decl.module].file.as_str();
            let Some(better) = better_path(file).filter(|_| decl.public) else {
                continue;
            };
            if told.insert(file) {
                let title = format!("`{file}` holds helpers only, by its name");
                warnings.push(
                    Report::warning("misnamed_file", title, decl.span)
                        .found("a helper that nothing uses")
                        .expected(format!("`{better}`, where its types are meant to travel or to be stored"))
                        .help("rename the file, or move it to a folder of helpers such as `models/shared/`"),
                );
            }
        }
        self.reports.extend(warnings);
    }

    fn warn_about_private(&mut self, unused: &[DeclId]) {
        let mut warnings = Vec::new();
        for decl in unused.iter().map(|id| self.tree.decl(*id)) {
            let what = match file_role(self.file_of(decl)) {
                FileRole::Messages => "message",
                FileRole::Entries => "entry",
                FileRole::Events => "event",
                FileRole::Webhooks => "webhook",
                FileRole::Claims => "model of claims",
                FileRole::Helpers => continue,
            };
            if !decl.public {
                let title = format!("`{}` is private, and so no {what}", decl.name);
                warnings.push(
                    Report::warning("private_model", title, decl.span)
                        .found("a helper that nothing uses")
                        .expected(format!("`pub` before a type that is meant as a {what}"))
                        .help("write `pub`, or remove the type"),
                );
            }
        }
        // A private type with an attribute about its travels has an error for it already.
        let told: HashSet<_> = self
            .reports
            .iter()
            .filter(|report| report.code == "private_model")
            .flat_map(|report| report.related.iter().map(|label| label.span))
            .collect();
        warnings.retain(|warning| !told.contains(&warning.primary.span));
        self.reports.extend(warnings);
    }
}
