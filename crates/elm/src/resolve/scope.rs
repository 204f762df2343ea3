//! The state of resolving one module: names in reach, locals, uses of definitions, and the errors so far.

use std::collections::HashMap;

use crate::region::{Located, Region};

use super::environment::{Environment, Lookup, TopLevel, ValueEntry};
use super::error::{Ambiguous, Error, Kind, NotFound, Twice};
use super::interface::Imports;
use super::pattern::bound_names;
use super::resolved::{Expr, Expr_, ExprId, Name, Pattern};
use super::suggest;

/// After so many names that weren't found, no more suggestions are sought: each costs a pass over all names.
const SUGGESTED: u32 = 100;

/// A definition or port, or a name that a `let` defines, by the order in which the module brings them.
pub(super) type Binding = u32;

/// A name of a parameter, a pattern or a `let`.
#[derive(Debug, Clone, Copy)]
struct Local {
    region: Region,
    /// Only of a `let`: cycles can't go through the others.
    binding: Option<Binding>,
    /// Bound by a pattern that was reported: nothing is known of its value.
    broken: bool,
}

/// A use of a definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Use {
    /// Of which.
    pub(super) binding: Binding,
    /// When its value is needed.
    pub(super) when: When,
}

/// When the value of a use is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// As soon as the definition around it is evaluated.
    Now,
    /// Once a function in the definition is called, if ever.
    Later,
}

/// Where the locals of a scope start.
#[derive(Debug)]
#[must_use = "the scope must be closed"]
pub(super) struct Mark(usize);

/// The state of resolving one module.
#[derive(Debug)]
pub(super) struct Resolver<'a> {
    pub(super) environment: Environment,
    pub(super) available: Imports<'a>,
    pub(super) errors: Vec<Error>,
    /// All uses of definitions so far, in the order in which they were met.
    pub(super) uses: Vec<Use>,
    locals: HashMap<Name, Local>,
    hidden: Vec<(Name, Option<Local>)>,
    /// How many operators there are in the rows around the current expression.
    pub(super) row_depth: usize,
    /// How many patterns were reported.
    pub(super) broken_patterns: usize,
    functions: u32,
    expressions: u32,
    bindings: Binding,
    not_found: u32,
}

impl<'a> Resolver<'a> {
    /// With the names of the imports.
    pub(super) fn new(
        environment: Environment,
        available: Imports<'a>,
        errors: Vec<Error>,
    ) -> Resolver<'a> {
        Resolver {
            environment,
            available,
            errors,
            uses: Vec::new(),
            locals: HashMap::new(),
            hidden: Vec::new(),
            row_depth: 0,
            broken_patterns: 0,
            functions: 0,
            expressions: 0,
            bindings: 0,
            not_found: 0,
        }
    }

    /// How many expressions there are so far.
    pub(super) fn expression_count(&self) -> u32 {
        self.expressions
    }

    /// An expression with the next number.
    pub(super) fn expr(&mut self, region: Region, kind: Expr_) -> Expr {
        let id = ExprId(self.expressions);
        self.expressions += 1;
        Expr { id, region, kind }
    }

    /// Numbers for that many definitions: the first of them.
    pub(super) fn number(&mut self, count: usize) -> Binding {
        let first = self.bindings;
        self.bindings += Binding::try_from(count).expect("fewer definitions than bytes");
        first
    }

    /// Adds a definition or port of the module.
    pub(super) fn add_top_level(&mut self, name: &Located<Name>, binding: Binding) {
        let region = name.region;
        let top_level = TopLevel { region, binding };
        self.environment
            .top_level
            .insert(name.value.clone(), top_level);
    }

    /// Opens a scope with these names of parameters or patterns.
    pub(super) fn open(&mut self, names: &[Located<Name>]) -> Mark {
        let mark = Mark(self.hidden.len());
        for name in names {
            self.bind(name, None);
        }
        mark
    }

    /// Opens a scope with these names of a `let`, numbered from `first`.
    pub(super) fn open_let(&mut self, names: &[Located<Name>], first: Binding) -> Mark {
        let mark = Mark(self.hidden.len());
        for (name, binding) in names.iter().zip(first..) {
            self.bind(name, Some(binding));
        }
        mark
    }

    /// Makes the uses of those names broken that are in reach, but not bound by the patterns as resolved.
    pub(super) fn break_unbound(&mut self, names: &[Located<Name>], patterns: &[Pattern]) {
        let bound = bound_names(patterns);
        for name in names.iter().filter(|name| !bound.contains(&name.value)) {
            if let Some(local) = self.locals.get_mut(&name.value) {
                local.broken = true;
            }
        }
    }

    /// Closes the scope that was opened last.
    pub(super) fn close(&mut self, mark: Mark) {
        for (name, hidden) in self.hidden.drain(mark.0..).rev() {
            match hidden {
                Some(local) => self.locals.insert(name, local),
                None => self.locals.remove(&name),
            };
        }
    }

    /// Resolves something that is evaluated only when a function is called.
    pub(super) fn inside_function<T>(&mut self, resolve: impl FnOnce(&mut Self) -> T) -> T {
        self.functions += 1;
        let resolved = resolve(self);
        self.functions -= 1;
        resolved
    }

    /// What a name of a value leads to, its use noted.
    pub(super) fn variable(&mut self, region: Region, prefix: Option<&Name>, name: &Name) -> Expr_ {
        if prefix.is_none()
            && let Some(local) = self.locals.get(name)
        {
            let Local {
                binding, broken, ..
            } = *local;
            if let Some(binding) = binding {
                self.note_use(binding);
            }
            return if broken {
                Expr_::Broken
            } else {
                Expr_::Local(name.clone())
            };
        }
        let found = self.environment.value(prefix, name);
        match self.found(found, region, Kind::Variable, prefix, name) {
            Some(ValueEntry::TopLevel(top_level)) => {
                self.note_use(top_level.binding);
                Expr_::TopLevel(name.clone())
            }
            Some(ValueEntry::Foreign(module)) => Expr_::Foreign(super::resolved::Global {
                module,
                name: name.clone(),
            }),
            None => Expr_::Broken,
        }
    }

    /// What was looked up; if that failed, the error is noted.
    pub(super) fn found<T>(
        &mut self,
        lookup: Lookup<T>,
        region: Region,
        kind: Kind,
        prefix: Option<&Name>,
        name: &Name,
    ) -> Option<T> {
        let prefix = prefix.cloned();
        let name = name.clone();
        let error = match lookup {
            Lookup::Found(found) => return Some(found),
            Lookup::Unknown => return None,
            Lookup::Ambiguous(homes) => Error::Ambiguous(Ambiguous {
                region,
                kind,
                prefix,
                name,
                homes,
            }),
            Lookup::Missing { imported } => Error::NotFound(NotFound {
                region,
                kind,
                imported,
                other: self.other_kind(kind, prefix.as_ref(), &name),
                close: self.close_names(kind, prefix.as_ref(), &name),
                prefix,
                name,
            }),
        };
        self.errors.push(error);
        None
    }

    /// Notes names that are there twice, and gives each once.
    ///
    /// Of several, the first two are told, and the second of them is the report's place. Callers give names in
    /// the order of the official compiler, which is not always that of the source.
    pub(super) fn distinct(
        &mut self,
        names: impl IntoIterator<Item = Located<Name>>,
        what: impl Fn() -> Twice,
    ) -> Vec<Located<Name>> {
        let (distinct, clashes) = split_clashes(names, what);
        self.errors.extend(clashes);
        distinct
    }

    fn bind(&mut self, name: &Located<Name>, binding: Option<Binding>) {
        let region = name.region;
        let local = Local {
            region,
            binding,
            broken: false,
        };
        let hidden = self.locals.insert(name.value.clone(), local);
        let outer = hidden.map(|local| local.region).or_else(|| {
            let top_level = self.environment.top_level.get(&name.value)?;
            Some(top_level.region)
        });
        if let Some(first) = outer {
            self.errors.push(Error::Shadowing {
                name: name.value.clone(),
                first,
                again: region,
            });
        }
        self.hidden.push((name.value.clone(), hidden));
    }

    fn note_use(&mut self, binding: Binding) {
        let when = if self.functions == 0 {
            When::Now
        } else {
            When::Later
        };
        self.uses.push(Use { binding, when });
    }

    /// Whether there is a type in place of the variant, or a variant in place of the type.
    fn other_kind(&self, kind: Kind, prefix: Option<&Name>, name: &Name) -> Option<Kind> {
        let environment = &self.environment;
        match kind {
            Kind::Variant => match environment.ty(prefix, name) {
                Lookup::Found(_) => Some(Kind::Type),
                _ => None,
            },
            Kind::Type => match environment.constructor(prefix, name) {
                Lookup::Found(_) => Some(Kind::Variant),
                _ => None,
            },
            Kind::Variable | Kind::Operator => None,
        }
    }

    fn close_names(&mut self, kind: Kind, prefix: Option<&Name>, name: &Name) -> Vec<Name> {
        self.not_found += 1;
        if self.not_found > SUGGESTED {
            return Vec::new();
        }
        let mut names = self.environment.names(kind);
        if kind == Kind::Variable {
            names.extend(self.locals.keys().map(|name| name.to_string()));
        }
        let wanted = match prefix {
            Some(prefix) => format!("{prefix}.{name}"),
            None => name.to_string(),
        };
        suggest::close(&wanted, names.iter().map(String::as_str))
    }
}

/// Each name once, and an error for each that is there more often: its first two places.
pub(super) fn split_clashes(
    names: impl IntoIterator<Item = Located<Name>>,
    what: impl Fn() -> Twice,
) -> (Vec<Located<Name>>, Vec<Error>) {
    let mut seen: HashMap<Name, (Region, u32)> = HashMap::new();
    let mut distinct = Vec::new();
    let mut clashes = Vec::new();
    for name in names {
        let (first, count) = seen.entry(name.value.clone()).or_insert((name.region, 0));
        *count += 1;
        match count {
            1 => distinct.push(name),
            2 => clashes.push(Error::Clash {
                what: what(),
                first: *first,
                again: name.region,
                name: name.value,
            }),
            _ => {}
        }
    }
    (distinct, clashes)
}
