//! Definitions, at the top of a module and in a `let`, and the groups that they form.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::region::Region;
use crate::resolve::resolved::{
    Annotation, Definition, Expr, Expr_, Group, LetGroup, Name, Pattern, Type,
};

use crate::types::arena::{Content, GENERAL, Var};
use crate::types::error::{Context, Error, Part, PatternContext};
use crate::types::naming;
use crate::types::written::{ScopeId, Ty, Variables, convert, rigid};

use super::environment::Header;
use super::pattern::Fits;
use super::{Expected, Infer};

/// Where a definition stands.
#[derive(Debug, Clone, Copy)]
enum Place {
    TopLevel,
    Local,
}

/// A definition with annotation whose header is made.
struct Typed<'a> {
    definition: &'a Definition,
    annotation: &'a Annotation,
    /// The variables that are new in its annotation.
    rigids: Variables,
    /// These and those of the annotations around.
    scope: ScopeId,
    header: Header<'a>,
}

/// A definition without annotation whose header is made.
struct Untyped<'a> {
    definition: &'a Definition,
    parameters: Vec<Var>,
    result: Var,
    header: Header<'a>,
}

impl<'a> Infer<'a> {
    pub(super) fn ports(&mut self) {
        for (name, annotation) in &self.module.ports {
            self.arena.enter();
            let variables = rigid(&mut self.arena, &annotation.variables);
            let node = convert(&mut self.arena, &annotation.ty, &variables);
            self.arena.leave();
            self.environment.top_level.insert(name, node);
        }
    }

    pub(super) fn top_level(&mut self, group: &'a Group) {
        self.group(group, Place::TopLevel);
    }

    /// The types of all that the module defines.
    pub(super) fn schemes(&mut self) -> BTreeMap<Name, Rc<Annotation>> {
        let module = self.module;
        let mut schemes = module.ports.clone();
        let definitions = module.groups.iter().flat_map(|group| match group {
            Group::Single(definition) => std::slice::from_ref(definition),
            Group::Recursive(definitions) => definitions,
        });
        for definition in definitions {
            let name = &definition.name.value;
            let scheme = match (&definition.annotation, self.environment.top_level.get(name)) {
                (Some(annotation), _) => annotation.clone(),
                (None, Some(node)) => {
                    let region = definition.name.region;
                    if naming::is_huge(&self.arena, *node) {
                        self.errors.push(Error::Huge {
                            region,
                            name: name.clone(),
                        });
                        continue;
                    }
                    Rc::new(naming::scheme(&mut self.arena, *node, region))
                }
                (None, None) => continue,
            };
            schemes.insert(name.clone(), scheme);
        }
        schemes
    }

    pub(super) fn let_(
        &mut self,
        region: Region,
        groups: &'a [LetGroup],
        body: &'a Expr,
        expected: &Expected<'a>,
    ) {
        let depth = self.environment.depth();
        let mut headers = Vec::new();
        for group in groups {
            match group {
                LetGroup::Definitions(group) => headers.extend(self.group(group, Place::Local)),
                LetGroup::Destructure(pattern, expr) => {
                    headers.extend(self.destructure(region, pattern, expr));
                }
            }
        }
        self.expression(body, expected);
        // What a name is may only be known when all that it is used for is.
        self.close(&headers);
        self.environment.forget(depth);
    }

    fn destructure(
        &mut self,
        region: Region,
        pattern: &'a Pattern,
        expr: &'a Expr,
    ) -> Vec<Header<'a>> {
        self.arena.enter();
        let node = self.arena.open();
        let mut headers = Vec::new();
        self.pattern(pattern, &Fits::by_use(node), &mut headers);
        self.expression(expr, &Self::context(region, Context::Destructure, node));
        self.arena.leave();
        self.close(&headers);
        headers
            .iter()
            .for_each(|header| self.environment.bind(header));
        headers
    }

    fn group(&mut self, group: &'a Group, place: Place) -> Vec<Header<'a>> {
        let headers = match group {
            Group::Single(definition) => vec![self.single(definition)],
            Group::Recursive(definitions) => return self.recursive(definitions, place),
        };
        self.bind_all(place, headers.iter());
        headers
    }

    fn bind_all<'b>(&mut self, place: Place, headers: impl Iterator<Item = &'b Header<'a>>)
    where
        'a: 'b,
    {
        for header in headers {
            match place {
                Place::Local => self.environment.bind(header),
                Place::TopLevel => {
                    self.environment.top_level.insert(header.name, header.node);
                }
            }
        }
    }

    fn single(&mut self, definition: &'a Definition) -> Header<'a> {
        self.arena.enter();
        match &definition.annotation {
            Some(annotation) => {
                let typed = self.typed(definition, annotation);
                self.typed_body(&typed);
                self.arena.leave();
                self.refuse_escape(&typed);
                typed.header
            }
            None => {
                let untyped = self.untyped(definition);
                self.untyped_body(&untyped);
                self.arena.leave();
                self.close(&[untyped.header]);
                untyped.header
            }
        }
    }

    /// Definitions that name each other. Those with annotation can be used as these say; the others are of one
    /// type within the group.
    fn recursive(&mut self, definitions: &'a [Definition], place: Place) -> Vec<Header<'a>> {
        self.arena.enter();
        let typed: Vec<Typed<'a>> = definitions
            .iter()
            .filter_map(|definition| {
                let annotation = definition.annotation.as_ref()?;
                Some(self.typed(definition, annotation))
            })
            .collect();
        self.arena.leave();
        self.bind_all(place, typed.iter().map(|typed| &typed.header));

        self.arena.enter();
        let untyped: Vec<Untyped<'a>> = definitions
            .iter()
            .filter(|definition| definition.annotation.is_none())
            .map(|definition| self.untyped(definition))
            .collect();
        self.bind_all(place, untyped.iter().map(|untyped| &untyped.header));
        for untyped in &untyped {
            self.untyped_body(untyped);
        }
        self.arena.leave();
        let headers: Vec<Header<'a>> = untyped.iter().map(|untyped| untyped.header).collect();
        self.close(&headers);

        for typed in &typed {
            self.arena.enter();
            self.arena.reopen(&typed.rigids);
            self.typed_body(typed);
            self.arena.leave();
            self.refuse_escape(typed);
        }
        typed
            .iter()
            .map(|typed| typed.header)
            .chain(headers)
            .collect()
    }

    fn typed(&mut self, definition: &'a Definition, annotation: &'a Annotation) -> Typed<'a> {
        let outer = self.written.variables(self.environment.variables).clone();
        let new: Vec<Name> = annotation
            .variables
            .iter()
            .filter(|name| outer.iter().all(|(known, _)| known != *name))
            .cloned()
            .collect();
        let rigids = rigid(&mut self.arena, &new);
        let all = [outer, rigids.clone()].concat();
        let node = self.annotated(&definition.parameters, &annotation.ty, &all);
        Typed {
            definition,
            annotation,
            rigids,
            scope: self.written.add(all),
            header: header(definition, node),
        }
    }

    /// The type of an annotation; an alias for a function is taken apart as far as there are parameters.
    fn annotated(&mut self, parameters: &[Pattern], ty: &Type, variables: &Variables) -> Var {
        match (parameters, parts(ty)) {
            ([_, others @ ..], Some((argument, result))) => {
                let argument = convert(&mut self.arena, argument, variables);
                let result = self.annotated(others, result, variables);
                self.function(&[argument], result)
            }
            _ => convert(&mut self.arena, ty, variables),
        }
    }

    fn typed_body(&mut self, typed: &Typed<'a>) {
        let definition = typed.definition;
        if matches!(definition.body.kind, Expr_::Primitive(_)) {
            return;
        }
        let name = &definition.name.value;
        let outer = std::mem::replace(&mut self.environment.variables, typed.scope);
        let depth = self.environment.depth();
        let mut headers = Vec::new();
        let mut ty = Some(&typed.annotation.ty);
        for (index, parameter) in definition.parameters.iter().enumerate() {
            let parts = ty.and_then(parts);
            let context = PatternContext::Parameter(name.clone(), index);
            let node = match parts {
                Some((argument, _)) => Ty::Written(argument, typed.scope),
                // Too short an annotation was told by `resolve`.
                None => Ty::Node(self.arena.open()),
            };
            let fits = Fits::by_context(parameter.region, context, node);
            self.pattern(parameter, &fits, &mut headers);
            ty = parts.map(|(_, result)| result);
        }
        headers
            .iter()
            .for_each(|header| self.environment.bind(header));
        let expected = match ty {
            Some(ty) => Expected::by_annotation(name, Part::Body, Ty::Written(ty, typed.scope)),
            None => Expected::by_use(self.arena.open()),
        };
        self.expression(&definition.body, &expected);
        self.close(&headers);
        self.environment.forget(depth);
        self.environment.variables = outer;
    }

    /// A variable of an annotation that became part of the type of a parameter further out is not free to be any
    /// type.
    fn refuse_escape(&mut self, typed: &Typed<'a>) {
        for (variable, node) in &typed.rigids {
            if self.arena.rank_of(*node) != GENERAL {
                self.arena.set_content(*node, Content::Broken);
                self.errors.push(Error::Escape {
                    region: typed.header.region,
                    name: typed.header.name.clone(),
                    variable: variable.clone(),
                });
            }
        }
    }

    fn untyped(&mut self, definition: &'a Definition) -> Untyped<'a> {
        let parameters: Vec<Var> = definition
            .parameters
            .iter()
            .map(|_| self.arena.open())
            .collect();
        let result = self.arena.open();
        let node = self.function(&parameters, result);
        Untyped {
            definition,
            parameters,
            result,
            header: header(definition, node),
        }
    }

    fn untyped_body(&mut self, untyped: &Untyped<'a>) {
        let definition = untyped.definition;
        let depth = self.environment.depth();
        let mut headers = Vec::new();
        for (parameter, node) in definition.parameters.iter().zip(&untyped.parameters) {
            self.pattern(parameter, &Fits::by_use(*node), &mut headers);
        }
        headers
            .iter()
            .for_each(|header| self.environment.bind(header));
        self.expression(&definition.body, &Expected::by_use(untyped.result));
        self.close(&headers);
        self.environment.forget(depth);
    }
}

fn header(definition: &Definition, node: Var) -> Header<'_> {
    Header {
        name: &definition.name.value,
        region: definition.name.region,
        node,
    }
}

/// Argument and result of a function, which may have an alias.
fn parts(ty: &Type) -> Option<(&Type, &Type)> {
    match ty {
        Type::Function(argument, result) => Some((argument, result)),
        Type::Alias(_, _, real) => parts(real),
        _ => None,
    }
}
