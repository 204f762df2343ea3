//! What an app wants to know of a token: held against its model when its user connects, and kept as JSON for the rules.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use buildamp_schema::{Checker, Placement, Problem, Schema, Shape, Tape, TypeId};
use serde_json::value::RawValue;

/// What a token says of the claims that the app wants, as JSON. As small as it can be where it is held: there are many connections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims(Arc<Box<str>>);

impl Claims {
    /// The JSON, which fits the app's model.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Which claims an app wants.
#[derive(Debug, Clone)]
pub struct Wanted {
    model: TypeId,
    /// The keys of the model; `None` where it may take any.
    keys: Option<Vec<String>>,
}

/// Why a token's claims are not what the app wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfit(Vec<Problem>);

/// What is said of them first.
const UNFIT: &str = "the token's claims are not what the app reads: ";

/// The most problems that are named.
const NAMED: usize = 8;

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(UNFIT)?;
        for (place, problem) in self.0.iter().take(NAMED).enumerate() {
            let before = if place == 0 { "" } else { "; " };
            write!(f, "{before}{problem}")?;
        }
        match self.0.len().saturating_sub(NAMED) {
            0 => Ok(()),
            more => write!(f, "; and {more} more"),
        }
    }
}

/// A reason why a token is refused, as the log may have it: of claims only where the first is that doesn't fit, for what they say is the
/// user's.
pub(crate) fn without_values(reason: &str) -> &str {
    match reason.starts_with(UNFIT) {
        true => reason
            .split_once("expected ")
            .map_or(reason, |(place, _)| place.trim_end_matches([':', ' '])),
        false => reason,
    }
}

impl Wanted {
    /// What an app of these models wants, if it has such a model.
    pub fn of(schema: &Schema) -> Option<Wanted> {
        let model = schema.claims()?;
        let keys = match &schema.get(model).shape {
            Shape::Struct(shape) => {
                let keyed = shape.fields.iter().map(|field| match field.placement {
                    Placement::Keyed => Some(std::iter::once(&field.key).chain(&field.aliases)),
                    // What is flattened may take any.
                    Placement::Flattened => None,
                });
                let keyed: Option<Vec<_>> = keyed.collect();
                keyed.map(|keyed| keyed.into_iter().flatten().cloned().collect())
            }
            _ => None,
        };
        Some(Wanted { model, keys })
    }

    /// The claims that are wanted, of all that a token has.
    ///
    /// # Errors
    /// What doesn't fit the model, and where.
    pub fn take(&self, checker: &Checker, payload: &str) -> Result<Claims, Unfit> {
        let mut tape = Tape::new();
        let checked = checker.check(self.model, payload.as_bytes(), &mut tape);
        checked.map_err(Unfit)?;
        let text = match &self.keys {
            Some(keys) => picked(payload, keys),
            None => None,
        };
        let text = text.unwrap_or_else(|| payload.to_owned());
        Ok(Claims(Arc::new(text.into_boxed_str())))
    }
}

/// The object without all other keys.
fn picked(payload: &str, keys: &[String]) -> Option<String> {
    let all: HashMap<String, &RawValue> = serde_json::from_str(payload).ok()?;
    let mut text = String::from("{");
    for key in keys {
        if let Some(value) = all.get(key) {
            let comma = if text.len() > 1 { "," } else { "" };
            text.push_str(comma);
            text.push_str(&serde_json::to_string(key).ok()?);
            text.push(':');
            text.push_str(value.get());
        }
    }
    text.push('}');
    Some(text)
}

#[cfg(test)]
mod tests {
    use buildamp_diagnostics::Sources;
    use buildamp_schema::{Limits, read};

    use super::*;

    /// What is kept of a payload by these models, or why not.
    fn check(models: &str, payload: &str, expected: &str) {
        let mut sources = Sources::new();
        sources.add("models/auth/claims_auth.rs", models);
        let reading = read(&sources);
        assert_eq!(reading.reports, []);
        let checker = Checker::new(&reading.schema, Limits::default());
        let wanted = Wanted::of(&reading.schema).expect("there is a model");
        let found = match wanted.take(&checker, payload) {
            Ok(claims) => claims.as_str().to_owned(),
            Err(unfit) => unfit.to_string(),
        };
        assert_eq!(found, expected);
    }

    const MODELS: &str = r#"
pub struct Claims {
    #[serde(rename = "https://example.org/role", alias = "role")]
    pub role: Option<Role>,
    pub level: Option<u8>,
}
#[serde(rename_all = "lowercase")]
pub enum Role { Guest, Moderator }
"#;

    #[test]
    fn only_what_is_wanted_is_kept() {
        let all =
            r#"{"sub":"ada","https://example.org/role":"guest","exp":1, "level":  7,"x":[{}]}"#;
        check(
            MODELS,
            all,
            r#"{"https://example.org/role":"guest","level":7}"#,
        );
        check(MODELS, r#"{"role":"moderator"}"#, r#"{"role":"moderator"}"#);
        check(MODELS, r#"{"sub":"ada","exp":1}"#, "{}");
        let open = "pub struct Claims { #[serde(flatten)] pub all: std::collections::HashMap<String, serde_json::Value> }";
        check(open, r#"{"a": 1}"#, r#"{"a": 1}"#);
    }

    #[test]
    fn what_does_not_fit_is_named() {
        check(
            MODELS,
            r#"{"role":"boss","level":256}"#,
            r#"the token's claims are not what the app reads: role: expected one of "guest" or "moderator", found the string "boss"; level: expected an integer from 0 to 255, found the number 256"#,
        );
    }

    #[test]
    fn the_log_has_the_place_alone() {
        let shown = |problem: &str| without_values(&format!("{UNFIT}{problem}")).to_owned();
        let (begin, _) = UNFIT.split_at(UNFIT.len() - 2);
        let level = "level: expected an integer from 0 to 255, found the number 256";
        assert_eq!(shown(level), format!("{UNFIT}level"));
        assert_eq!(shown("expected an object, found the string \"x\""), begin);
        let other = "the token is not valid: it was expected earlier";
        assert_eq!(without_values(other), other);
    }

    #[test]
    fn they_take_a_pointer_where_they_are_held() {
        assert_eq!(size_of::<Option<Claims>>(), size_of::<usize>());
    }
}
