//! Patterns: constructors looked up, their arguments counted; and the names that patterns bind.

use std::collections::HashSet;

use crate::deep::deep;
use crate::region::{Located, Region};
use crate::syntax::source;

use super::error::{Arity, ArityOf, Error, Kind, Twice};
use super::interface::ConstructorExport;
use super::resolved::{Name, Pattern, Pattern_};
use super::scope::{Mark, Resolver};

impl Resolver<'_> {
    /// A pattern. The names that it binds are not brought into reach.
    pub(super) fn pattern(&mut self, source: &source::Pattern) -> Pattern {
        deep(|| Located::new(source.region, self.pattern_kind(source)))
    }

    /// Several patterns.
    pub(super) fn patterns(&mut self, sources: &[source::Pattern]) -> Vec<Pattern> {
        sources.iter().map(|source| self.pattern(source)).collect()
    }

    /// Patterns with the names that they bind, which are in reach until the scope is closed.
    pub(super) fn enter(
        &mut self,
        sources: &[source::Pattern],
        what: impl Fn() -> Twice,
    ) -> (Vec<Pattern>, Mark) {
        let names = self.distinct(names(sources).into_iter().rev(), what);
        let before = self.broken_patterns;
        let patterns = self.patterns(sources);
        let mark = self.open(&names);
        if self.broken_patterns > before {
            self.break_unbound(&names, &patterns);
        }
        (patterns, mark)
    }

    fn broken_pattern(&mut self) -> Pattern_ {
        self.broken_patterns += 1;
        Pattern_::Broken
    }

    fn pattern_kind(&mut self, source: &source::Pattern) -> Pattern_ {
        match &source.value {
            source::Pattern_::Anything => Pattern_::Anything,
            source::Pattern_::Variable(name) => Pattern_::Variable(name.clone()),
            source::Pattern_::Record(fields) => Pattern_::Record(fields.clone()),
            source::Pattern_::Alias(pattern, name) => {
                Pattern_::Alias(Box::new(self.pattern(pattern)), name.clone())
            }
            source::Pattern_::Unit => Pattern_::Unit,
            source::Pattern_::Tuple(parts) => {
                let patterns = self.patterns(parts);
                if parts.len() > 3 {
                    let region = source.region;
                    self.errors.push(Error::LargeTuple { region });
                    return self.broken_pattern();
                }
                Pattern_::Tuple(patterns)
            }
            source::Pattern_::Constructor(region, prefix, name, arguments) => {
                let arguments = self.patterns(arguments);
                self.constructor_pattern(source.region, *region, prefix.as_ref(), name, arguments)
            }
            source::Pattern_::List(parts) => Pattern_::List(self.patterns(parts)),
            source::Pattern_::Cons(head, tail) => {
                let head = Box::new(self.pattern(head));
                Pattern_::Cons(head, Box::new(self.pattern(tail)))
            }
            source::Pattern_::Char(char) => Pattern_::Char(*char),
            source::Pattern_::String(text) => Pattern_::String(text.clone()),
            source::Pattern_::Int(int) => Pattern_::Int(*int),
            source::Pattern_::Broken => Pattern_::Broken,
        }
    }

    fn constructor_pattern(
        &mut self,
        region: Region,
        name_region: Region,
        prefix: Option<&Name>,
        name: &Name,
        arguments: Vec<Pattern>,
    ) -> Pattern_ {
        let found = self.environment.constructor(prefix, name);
        match self.found(found, name_region, Kind::Variant, prefix, name) {
            None => self.broken_pattern(),
            Some(ConstructorExport::Record(_)) => {
                let name = name.clone();
                self.errors.push(Error::RecordPattern { region, name });
                self.broken_pattern()
            }
            Some(ConstructorExport::Variant(constructor)) => {
                let expected = constructor.union.variants[constructor.variant]
                    .arguments
                    .len();
                if expected == arguments.len() {
                    return Pattern_::Constructor(name_region, constructor, arguments);
                }
                self.errors.push(Error::Arity(Arity {
                    region,
                    what: ArityOf::Pattern,
                    name: name.clone(),
                    expected,
                    found: arguments.len(),
                }));
                self.broken_pattern()
            }
        }
    }
}

/// The names that patterns bind, in the order of the source.
pub(super) fn names<'a>(
    patterns: impl IntoIterator<Item = &'a source::Pattern>,
) -> Vec<Located<Name>> {
    let mut names = Vec::new();
    for pattern in patterns {
        add_names(pattern, &mut names);
    }
    names
}

fn add_names(pattern: &source::Pattern, names: &mut Vec<Located<Name>>) {
    match &pattern.value {
        source::Pattern_::Variable(name) => names.push(Located::new(pattern.region, name.clone())),
        source::Pattern_::Record(fields) => names.extend(fields.iter().cloned()),
        source::Pattern_::Alias(inner, name) => {
            add_names(inner, names);
            names.push(name.clone());
        }
        source::Pattern_::Tuple(parts)
        | source::Pattern_::List(parts)
        | source::Pattern_::Constructor(_, _, _, parts) => {
            for part in parts {
                add_names(part, names);
            }
        }
        source::Pattern_::Cons(head, tail) => {
            add_names(head, names);
            add_names(tail, names);
        }
        source::Pattern_::Anything
        | source::Pattern_::Unit
        | source::Pattern_::Char(_)
        | source::Pattern_::String(_)
        | source::Pattern_::Int(_)
        | source::Pattern_::Broken => {}
    }
}

/// The names that resolved patterns bind: all that are written, but for those in broken ones.
pub(super) fn bound_names(patterns: &[Pattern]) -> HashSet<&Name> {
    let mut bound = HashSet::new();
    for pattern in patterns {
        add_bound_names(pattern, &mut bound);
    }
    bound
}

fn add_bound_names<'a>(pattern: &'a Pattern, bound: &mut HashSet<&'a Name>) {
    match &pattern.value {
        Pattern_::Variable(name) => {
            bound.insert(name);
        }
        Pattern_::Record(fields) => bound.extend(fields.iter().map(|name| &name.value)),
        Pattern_::Alias(inner, name) => {
            add_bound_names(inner, bound);
            bound.insert(&name.value);
        }
        Pattern_::Tuple(parts) | Pattern_::List(parts) | Pattern_::Constructor(_, _, parts) => {
            for part in parts {
                add_bound_names(part, bound);
            }
        }
        Pattern_::Cons(head, tail) => {
            add_bound_names(head, bound);
            add_bound_names(tail, bound);
        }
        Pattern_::Anything
        | Pattern_::Unit
        | Pattern_::Char(_)
        | Pattern_::String(_)
        | Pattern_::Int(_)
        | Pattern_::Broken => {}
    }
}
