//! Patterns: what they fit, and what their names stand for.

use crate::deep::deep;
use crate::region::{Located, Region};
use crate::resolve::resolved::{Constructor, Name, Pattern, Pattern_};

use crate::types::arena::{Content, Var};
use crate::types::error::{Error, PatternCategory, PatternContext, PatternReason};
use crate::types::naming;
use crate::types::written::{Ty, flexible};

use super::Infer;
use super::environment::Header;

/// What a pattern is for, and why.
#[derive(Debug, Clone)]
pub(super) struct Fits<'a> {
    ty: Ty<'a>,
    reason: PatternReason,
}

impl<'a> Fits<'a> {
    pub(super) fn by_use(node: Var) -> Fits<'a> {
        Fits {
            ty: Ty::Node(node),
            reason: PatternReason::Use,
        }
    }

    pub(super) fn by_context(region: Region, context: PatternContext, ty: Ty<'a>) -> Fits<'a> {
        Fits {
            ty,
            reason: PatternReason::Context(region, context),
        }
    }
}

impl<'a> Infer<'a> {
    /// The types of parameters without annotation, and their names, which are bound.
    pub(super) fn parameters(&mut self, parameters: &'a [Pattern]) -> (Vec<Var>, Vec<Header<'a>>) {
        let mut headers = Vec::new();
        let mut nodes = Vec::with_capacity(parameters.len());
        for parameter in parameters {
            let node = self.arena.open();
            self.pattern(parameter, &Fits::by_use(node), &mut headers);
            nodes.push(node);
        }
        headers
            .iter()
            .for_each(|header| self.environment.bind(header));
        (nodes, headers)
    }

    /// A pattern's names, which are bound.
    pub(super) fn pattern_headers(
        &mut self,
        pattern: &'a Pattern,
        fits: &Fits<'a>,
    ) -> Vec<Header<'a>> {
        let mut headers = Vec::new();
        self.pattern(pattern, fits, &mut headers);
        headers
            .iter()
            .for_each(|header| self.environment.bind(header));
        headers
    }

    /// Checks a pattern and gathers its names.
    pub(super) fn pattern(
        &mut self,
        pattern: &'a Pattern,
        fits: &Fits<'a>,
        headers: &mut Vec<Header<'a>>,
    ) {
        deep(|| self.pattern_level(pattern, fits, headers));
    }

    fn pattern_level(
        &mut self,
        pattern: &'a Pattern,
        fits: &Fits<'a>,
        headers: &mut Vec<Header<'a>>,
    ) {
        let region = pattern.region;
        match &pattern.value {
            Pattern_::Anything | Pattern_::Broken => {}
            Pattern_::Variable(name) => self.header(region, name, fits, headers),
            Pattern_::Alias(inner, name) => {
                self.header(region, &name.value, fits, headers);
                self.pattern(inner, fits, headers);
            }
            Pattern_::Record(fields) => self.record_pattern(region, fields, fits, headers),
            Pattern_::Tuple(parts) => self.tuple_pattern(region, parts, fits, headers),
            Pattern_::Constructor(_, constructor, arguments) => {
                self.constructor_pattern(region, constructor, arguments, fits, headers);
            }
            Pattern_::List(entries) => self.list_pattern(region, entries, fits, headers),
            Pattern_::Cons(head, tail) => self.cons_pattern(region, head, tail, fits, headers),
            Pattern_::Unit => {
                let unit = self.arena.fresh(Content::Unit);
                self.fits(region, PatternCategory::Unit, unit, fits);
            }
            Pattern_::Char(_) => self.plain(region, PatternCategory::Char, fits),
            Pattern_::String(_) => self.plain(region, PatternCategory::String, fits),
            Pattern_::Int(_) => self.plain(region, PatternCategory::Int, fits),
        }
    }

    fn header(
        &mut self,
        region: Region,
        name: &'a Name,
        fits: &Fits<'a>,
        headers: &mut Vec<Header<'a>>,
    ) {
        let node = self.node(fits.ty);
        headers.push(Header { name, region, node });
    }

    fn plain(&mut self, region: Region, category: PatternCategory, fits: &Fits<'a>) {
        let name = match category {
            PatternCategory::Char => self.known.char,
            PatternCategory::String => self.known.string,
            PatternCategory::Bool => self.known.bool,
            _ => self.known.int,
        };
        let node = self.node(Ty::Plain(name));
        self.fits(region, category, node, fits);
    }

    fn record_pattern(
        &mut self,
        region: Region,
        fields: &'a [Located<Name>],
        fits: &Fits<'a>,
        headers: &mut Vec<Header<'a>>,
    ) {
        let rest = self.arena.open();
        let mut nodes: Vec<(Name, Var)> = Vec::with_capacity(fields.len());
        for field in fields {
            let node = self.arena.open();
            nodes.push((field.value.clone(), node));
            headers.push(Header {
                name: &field.value,
                region,
                node,
            });
        }
        nodes.sort_by(|one, other| one.0.cmp(&other.0));
        nodes.dedup_by(|one, other| one.0 == other.0);
        let record = self.arena.fresh(Content::Record(nodes.into(), rest));
        self.fits(region, PatternCategory::Record, record, fits);
    }

    fn tuple_pattern(
        &mut self,
        region: Region,
        parts: &'a [Pattern],
        fits: &Fits<'a>,
        headers: &mut Vec<Header<'a>>,
    ) {
        let nodes: Vec<Var> = parts.iter().map(|_| self.arena.open()).collect();
        for (part, node) in parts.iter().zip(&nodes) {
            self.pattern(part, &Fits::by_use(*node), headers);
        }
        let tuple = self.arena.fresh(Content::Tuple(nodes.into()));
        self.fits(region, PatternCategory::Tuple, tuple, fits);
    }

    fn constructor_pattern(
        &mut self,
        region: Region,
        constructor: &'a Constructor,
        arguments: &'a [Pattern],
        fits: &Fits<'a>,
        headers: &mut Vec<Header<'a>>,
    ) {
        let union = &constructor.union;
        let name = self.arena.name(&union.global);
        if name == self.known.bool {
            return self.plain(region, PatternCategory::Bool, fits);
        }
        let variables = flexible(&mut self.arena, &union.variables);
        let nodes = variables.iter().map(|(_, node)| *node).collect();
        let scope = self.written.add(variables);
        let types = &union.variants[constructor.variant].arguments;
        for (index, (argument, ty)) in arguments.iter().zip(types).enumerate() {
            let context = PatternContext::ConstructorArgument(constructor.name().clone(), index);
            let fits = Fits::by_context(region, context, Ty::Written(ty, scope));
            self.pattern(argument, &fits, headers);
        }
        let node = self.arena.fresh(Content::Named(name, nodes));
        let category = PatternCategory::Constructor(constructor.name().clone());
        self.fits(region, category, node, fits);
    }

    fn list_pattern(
        &mut self,
        region: Region,
        entries: &'a [Pattern],
        fits: &Fits<'a>,
        headers: &mut Vec<Header<'a>>,
    ) {
        let element = self.arena.open();
        for (index, entry) in entries.iter().enumerate() {
            let context = PatternContext::ListEntry(index);
            let fits = Fits::by_context(region, context, Ty::Node(element));
            self.pattern(entry, &fits, headers);
        }
        let list = self.node(Ty::Of(self.known.list, element));
        self.fits(region, PatternCategory::List, list, fits);
    }

    fn cons_pattern(
        &mut self,
        region: Region,
        head: &'a Pattern,
        tail: &'a Pattern,
        fits: &Fits<'a>,
        headers: &mut Vec<Header<'a>>,
    ) {
        let element = self.arena.open();
        let of_tail = Ty::Of(self.known.list, element);
        let tail_fits = Fits::by_context(region, PatternContext::Tail, of_tail);
        // The tail first, as the official compiler has it.
        self.pattern(tail, &tail_fits, headers);
        self.pattern(head, &Fits::by_use(element), headers);
        let list = self.node(Ty::Of(self.known.list, element));
        self.fits(region, PatternCategory::List, list, fits);
    }

    /// A pattern fits `actual`; is that what it is for?
    fn fits(&mut self, region: Region, category: PatternCategory, actual: Var, fits: &Fits<'a>) {
        let node = self.node(fits.ty);
        if self.unify(actual, node).is_err() {
            let actual_type = naming::shown(&mut self.arena, actual);
            let expected_type = naming::shown(&mut self.arena, node);
            self.arena.merge_broken(actual, node);
            self.errors.push(Error::Pattern {
                region,
                category,
                actual: actual_type,
                expected: expected_type,
                reason: fits.reason.clone(),
            });
        }
    }
}
