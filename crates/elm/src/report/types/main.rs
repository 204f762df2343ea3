//! A `main` that can't be run.

use buildamp_diagnostics::Report;

use crate::resolve::resolved::Type;
use crate::types::error::Error;

use super::Writer;
use super::hints::list;

impl Writer<'_> {
    pub(super) fn main(&self, error: &Error) -> Report {
        match error {
            Error::MainCycle { region, names } => Report::error(
                "bad_main",
                "`main` is defined by itself",
                region.in_file(self.file),
            )
            .found(format!("in a circle with {}", list(names)))
            .help("make `main` a value that no other definition needs"),
            Error::BadFlags { region, part } => Report::error(
                "bad_flags",
                "JavaScript can't give the flags that `main` asks for",
                region.in_file(self.file),
            )
            .found(format!("`{}` {}", self.names.resolved(part), unfit(part)))
            .expected("numbers, `Bool`, `String`, `Maybe`, lists, arrays, tuples, records and `Json.Encode.Value`")
            .help("take a `Json.Decode.Value`, and decode it in `init`"),
            Error::BadMain { region, ty } => Report::error(
                "bad_main_type",
                "`main` is nothing that can be shown or run",
                region.in_file(self.file),
            )
            .found(format!("is `{}`", self.names.resolved(ty)))
            .expected("`Html`, `Svg` or a `Program`"),
            // The other errors are worded elsewhere.
            Error::Expression { region, .. }
            | Error::Pattern { region, .. }
            | Error::Infinite { region, .. }
            | Error::Huge { region, .. }
            | Error::Escape { region, .. } => {
                Report::error("bad_main_type", "`main` is wrong", region.in_file(self.file))
            }
        }
    }
}

fn unfit(part: &Type) -> &'static str {
    match part {
        Type::Variable(_) => "could be any type",
        Type::Function(..) => "is a function",
        Type::Record(..) => "has fields that are not known",
        _ => "is a type that JavaScript doesn't have",
    }
}
