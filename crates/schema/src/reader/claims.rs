//! What an app wants to know of tokens: the struct `Claims` of `models/auth`.

use buildamp_diagnostics::Report;

use super::Reader;
use super::tree::DeclId;
use crate::{Role, Shape, UnknownFields};

/// The one name that such a model has: rules ask for it by the function of that name.
const NAME: &str = "Claims";

impl Reader<'_> {
    /// The role of a `pub` type of `models/auth`: the claims, or a type that they are made of.
    pub(super) fn claims(&mut self, id: DeclId, used: bool) -> Role {
        let decl = self.tree.decl(id);
        let (name, span) = (decl.name.as_str(), decl.span);
        if name != NAME {
            if !used {
                self.reports.push(
                    Report::error("claims_name", "What the rules see of a token is `Claims`", span)
                        .found(format!("`{name}`, which nothing uses"))
                        .expected("one `pub struct Claims`, and the types of its fields")
                        .help("call it `Claims`, make it a field of `Claims`, or move it to `models/shared/`"),
                );
            }
            return Role::Helper;
        }
        let report = match &self.shapes[id.0 as usize] {
            Some(Shape::Struct(shape)) if shape.unknown == UnknownFields::Refused => Report::error(
                "claims_shape",
                "Every token has more claims than these",
                span,
            )
            .found("a `Claims` with `deny_unknown_fields`")
            .expected("a struct that passes over other claims, such as `exp` and `iss`")
            .help("remove `deny_unknown_fields`"),
            // What could not be read has been reported.
            Some(Shape::Struct(_)) | None => return Role::Claims,
            Some(_) => Report::error("claims_shape", "The claims of a token are an object", span)
                .found("a `Claims` that is none")
                .expected("a struct with a named field for each claim")
                .help("write `pub struct Claims { pub role: Option<String> }`"),
        };
        self.reports.push(report);
        Role::Claims
    }
}
