//! Prose for declarations: what is there twice, leads to itself, or declares other variables than it uses.

use buildamp_diagnostics::{FileId, Report};

use crate::resolve::resolved::Name;
use crate::resolve::{Cycle, CycleOf, Twice, TypeForm, TypeVariables};

/// The title for what is there twice.
pub(super) fn clash(what: &Twice, name: &str) -> String {
    match what {
        Twice::Definition => format!("This module defines `{name}` twice"),
        Twice::Type => format!("This module has two types named `{name}`"),
        Twice::Constructor => format!("This module has two constructors named `{name}`"),
        Twice::Operator => format!("This module defines the operator ({name}) twice"),
        Twice::Field => format!("This record has the field `{name}` twice"),
        Twice::AliasVariable(ty) => {
            format!("The alias `{ty}` declares the type variable `{name}` twice")
        }
        Twice::UnionVariable(ty) => {
            format!("The type `{ty}` declares the type variable `{name}` twice")
        }
        Twice::LambdaParameter => format!("This function has two parameters named `{name}`"),
        Twice::Parameter(function) => {
            format!("`{function}` has two parameters named `{name}`")
        }
        Twice::CaseVariable => format!("This pattern binds `{name}` twice"),
        Twice::Let => format!("This `let` defines `{name}` twice"),
    }
}

/// The report of what leads to itself.
pub(super) fn cycle(error: &Cycle, file: FileId) -> Report {
    let Cycle {
        region,
        what,
        name,
        others,
    } = error;
    let (code, title) = match what {
        CycleOf::Aliases => (
            "alias_problem",
            format!("The alias `{name}` leads to itself, so it never ends"),
        ),
        CycleOf::Definitions => (
            "cyclic_definition",
            format!("The value `{name}` needs itself"),
        ),
        CycleOf::Let => ("cyclic_value", format!("The value `{name}` needs itself")),
    };
    let help = match what {
        CycleOf::Aliases => "make it a custom type: `type` in place of `type alias`",
        CycleOf::Definitions | CycleOf::Let => {
            "rename one of the values, or make it a function with a parameter"
        }
    };
    let report = Report::error(code, title, region.in_file(file)).help(help);
    if others.is_empty() {
        return report;
    }
    let way: Vec<&str> = std::iter::once(name)
        .chain(others)
        .chain(std::iter::once(name))
        .map(Name::as_str)
        .collect();
    report.note(format!("the way: {}", way.join(" → ")))
}

/// The report of type variables.
pub(super) fn type_variables(error: &TypeVariables, file: FileId) -> Report {
    let TypeVariables {
        region,
        form,
        name,
        declared,
        unused,
        unbound,
    } = error;
    let (code, title) = match (unused.len(), unbound.len()) {
        (0, 1) => ("unbound_type_variable", "doesn't declare a type variable"),
        (0, _) => (
            "unbound_type_variables",
            "doesn't declare its type variables",
        ),
        (1, 0) => ("unused_type_variable", "doesn't use its type variable"),
        (_, 0) => ("unused_type_variables", "doesn't use its type variables"),
        _ => (
            "type_variable_problems",
            "has other type variables than it declares",
        ),
    };
    let keyword = match form {
        TypeForm::Union => "type",
        TypeForm::Alias => "type alias",
    };
    let mut report = Report::error(code, format!("`{name}` {title}"), region.in_file(file));
    for (variable, place) in unbound {
        report = report.related(place.in_file(file), format!("`{variable}` is not declared"));
    }
    for (variable, place) in unused {
        report = report.related(place.in_file(file), format!("`{variable}` is not used"));
    }
    let kept = declared
        .iter()
        .filter(|variable| unused.iter().all(|(name, _)| name != *variable));
    let added = unbound.iter().map(|(name, _)| name);
    let head: Vec<&str> = kept.chain(added).map(Name::as_str).collect();
    let space = if head.is_empty() { "" } else { " " };
    report.help(format!(
        "write `{keyword} {name}{space}{} = ..`",
        head.join(" ")
    ))
}
