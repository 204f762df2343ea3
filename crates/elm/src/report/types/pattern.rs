//! Patterns that can't fit what they are for.

use buildamp_diagnostics::Report;

use crate::region::Region;
use crate::types::error::{PatternCategory, PatternContext, PatternReason, Type};

use super::difference::{Difference, difference};
use super::hints::hint;
use super::{Writer, ordinal};

impl Writer<'_> {
    pub(super) fn pattern(
        &self,
        region: Region,
        category: &PatternCategory,
        (actual, expected): (&Type, &Type),
        reason: &PatternReason,
    ) -> Report {
        let (title, needs) = wording(reason);
        let Difference {
            actual,
            expected,
            problems,
            ..
        } = difference(self.names, actual, expected);
        let report = self
            .mismatch(region, title)
            .found(format!("fits {} of type `{actual}`", things(category)))
            .expected(format!("{needs} `{expected}`"));
        hint(report, &problems)
    }
}

fn wording(reason: &PatternReason) -> (String, String) {
    let PatternReason::Context(_, context) = reason else {
        return (
            "This pattern can't fit what it is for".to_owned(),
            "the value is".to_owned(),
        );
    };
    match context {
        PatternContext::Parameter(name, index) => (
            format!(
                "The {} parameter of `{name}` is not what the annotation says",
                ordinal(*index)
            ),
            "the annotation says".to_owned(),
        ),
        PatternContext::CaseMatch(0) => (
            "The first pattern of this `case` can't fit".to_owned(),
            "what is between `case` and `of` is".to_owned(),
        ),
        PatternContext::CaseMatch(index) => (
            format!(
                "The {} pattern of this `case` differs from those before it",
                ordinal(*index)
            ),
            "the patterns before it fit".to_owned(),
        ),
        PatternContext::ConstructorArgument(name, index) => (
            format!("The {} argument of `{name}` can't be this", ordinal(*index)),
            format!("`{name}` carries"),
        ),
        PatternContext::ListEntry(index) => (
            format!(
                "The {} entry of this list differs from those before it",
                ordinal(*index)
            ),
            "the entries before it fit".to_owned(),
        ),
        PatternContext::Tail => (
            "What is behind (::) must be a list".to_owned(),
            "the list is".to_owned(),
        ),
    }
}

fn things(category: &PatternCategory) -> String {
    match category {
        PatternCategory::Record => "records".to_owned(),
        PatternCategory::Unit => "values".to_owned(),
        PatternCategory::Tuple => "tuples".to_owned(),
        PatternCategory::List => "lists".to_owned(),
        PatternCategory::Constructor(name) => format!("`{name}` values"),
        PatternCategory::Int => "numbers".to_owned(),
        PatternCategory::String => "texts".to_owned(),
        PatternCategory::Char => "characters".to_owned(),
        PatternCategory::Bool => "values".to_owned(),
    }
}
