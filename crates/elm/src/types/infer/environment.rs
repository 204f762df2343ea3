//! What names stand for while a module is walked.

use std::collections::HashMap;

use crate::region::Region;
use crate::resolve::resolved::Name;

use crate::types::arena::Var;
use crate::types::written::{ScopeId, Written};

/// The names in scope.
#[derive(Debug)]
pub(super) struct Environment<'a> {
    /// Definitions and ports of the module.
    pub(super) top_level: HashMap<&'a Name, Var>,
    locals: HashMap<&'a Name, Var>,
    /// What each local name that was bound stood for before.
    trail: Vec<(&'a Name, Option<Var>)>,
    /// The variables of the annotations around.
    pub(super) variables: ScopeId,
}

/// A name with its node and its place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Header<'a> {
    pub(super) name: &'a Name,
    pub(super) region: Region,
    pub(super) node: Var,
}

/// How many names were bound.
#[derive(Debug, Clone, Copy)]
pub(super) struct Depth(usize);

impl Default for Environment<'_> {
    fn default() -> Self {
        Environment {
            top_level: HashMap::new(),
            locals: HashMap::new(),
            trail: Vec::new(),
            variables: Written::NO_VARIABLES,
        }
    }
}

impl<'a> Environment<'a> {
    pub(super) fn local(&self, name: &Name) -> Option<Var> {
        self.locals.get(name).copied()
    }

    pub(super) fn depth(&self) -> Depth {
        Depth(self.trail.len())
    }

    pub(super) fn bind(&mut self, header: &Header<'a>) {
        let before = self.locals.insert(header.name, header.node);
        self.trail.push((header.name, before));
    }

    /// Forgets all that was bound since.
    pub(super) fn forget(&mut self, depth: Depth) {
        while self.trail.len() > depth.0 {
            let Some((name, before)) = self.trail.pop() else {
                return;
            };
            match before {
                Some(node) => self.locals.insert(name, node),
                None => self.locals.remove(name),
            };
        }
    }
}
