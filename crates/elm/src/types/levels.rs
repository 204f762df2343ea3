//! Generalizing what a definition leaves open, and copying it at each use.
//!
//! By ranks: a node made in a definition has its rank; what hangs on an outer one sinks to that one's rank; what
//! is left at the definition's own rank when it closes stands for any type. Each node is looked at once per
//! definition that closes around it, so this is near to linear.

use crate::deep::deep;
use crate::resolve::resolved::Name;

use super::arena::{Arena, Content, GENERAL, OUTERMOST, Rank, Var, for_children};

/// No definition's type has more nodes that stand for any type. Two uses of a definition in the next one double them, so that
/// forty lines could fill any memory.
const HUGE: usize = 20_000;

impl Arena {
    /// Opens a definition.
    pub(super) fn enter(&mut self) {
        self.rank += 1;
        if self.pools.len() <= self.rank as usize {
            self.pools.push(Vec::new());
        }
    }

    /// Makes variables that were generalized part of the open definition again.
    pub(super) fn reopen(&mut self, variables: &[(Name, Var)]) {
        let rank = self.rank;
        for (_, var) in variables {
            self.set_rank(*var, rank);
            self.pools[rank as usize].push(*var);
        }
    }

    /// Closes it: generalizes what hangs on nothing outside.
    pub(super) fn leave(&mut self) {
        let young_rank = self.rank;
        self.rank -= 1;
        let young = std::mem::take(&mut self.pools[young_rank as usize]);
        let marks = self.new_marks();
        let mut ranked: Vec<(Rank, Var)> = Vec::with_capacity(young.len());
        for var in young {
            self.set_mark(var, marks.0);
            ranked.push((self.rank_of(var), var));
        }
        // From the outermost, so that one look at each is enough.
        ranked.sort_by_key(|(rank, _)| *rank);
        for (rank, var) in &ranked {
            self.sink(marks, *rank, *var);
        }
        for (_, var) in ranked {
            if self.is_merged(var) {
                continue;
            }
            match self.rank_of(var) {
                rank if rank < young_rank => self.pools[rank as usize].push(var),
                _ => self.set_rank(var, GENERAL),
            }
        }
    }

    /// Lowers a node to the rank of what it hangs on, and raises none above what it holds.
    fn sink(&mut self, marks: (u32, u32), group: Rank, var: Var) -> Rank {
        let (young, visited) = marks;
        let mark = self.mark_of(var);
        if mark == visited {
            return self.rank_of(var);
        }
        // First, for it may be in a circle.
        self.set_mark(var, visited);
        let rank = match mark == young {
            true => deep(|| self.sink_content(marks, group, var)),
            false => group.min(self.rank_of(var)),
        };
        self.set_rank(var, rank);
        rank
    }

    fn sink_content(&mut self, marks: (u32, u32), group: Rank, var: Var) -> Rank {
        let content = self.content(var);
        match content {
            Content::Flexible(..) | Content::Rigid(..) | Content::Broken => group,
            // What holds no variable needs no copy at any use.
            content => {
                let mut rank = OUTERMOST;
                for_children(&content, |child| {
                    rank = rank.max(self.sink(marks, group, child));
                });
                rank
            }
        }
    }

    /// The type for one use of a definition: what is general is new.
    pub(super) fn instantiate(&mut self, var: Var) -> Var {
        let mut copied = Vec::new();
        let copy = self.copy(var, &mut copied);
        for original in copied {
            self.set_copy(original, None);
        }
        copy
    }

    fn copy(&mut self, var: Var, copied: &mut Vec<Var>) -> Var {
        if let Some(copy) = self.copy_of(var) {
            return copy;
        }
        if self.rank_of(var) != GENERAL {
            return var;
        }
        if copied.len() >= HUGE {
            self.was_huge = true;
            return self.fresh(Content::Broken);
        }
        let content = self.content(var);
        let copy = self.fresh(Content::Unit);
        // Before its parts, for it may be in a circle.
        self.set_copy(var, Some(copy));
        copied.push(var);
        let content = deep(|| self.copy_content(content, copied));
        self.set_content(copy, content);
        copy
    }

    fn copy_content(&mut self, content: Content, copied: &mut Vec<Var>) -> Content {
        match content {
            Content::Rigid(kind, name) => Content::Flexible(kind, Some(name)),
            Content::Function(argument, result) => {
                Content::Function(self.copy(argument, copied), self.copy(result, copied))
            }
            Content::Named(name, nodes) => Content::Named(
                name,
                nodes.iter().map(|node| self.copy(*node, copied)).collect(),
            ),
            Content::Tuple(nodes) => {
                Content::Tuple(nodes.iter().map(|node| self.copy(*node, copied)).collect())
            }
            Content::Record(fields, rest) => {
                let fields = fields
                    .iter()
                    .map(|(name, node)| (name.clone(), self.copy(*node, copied)))
                    .collect();
                Content::Record(fields, self.copy(rest, copied))
            }
            Content::Alias(name, arguments, real) => {
                let arguments = arguments
                    .iter()
                    .map(|(name, node)| (name.clone(), self.copy(*node, copied)))
                    .collect();
                Content::Alias(name, arguments, self.copy(real, copied))
            }
            same @ (Content::Flexible(..)
            | Content::EmptyRecord
            | Content::Unit
            | Content::Broken) => same,
        }
    }

    /// Whether a type holds itself.
    pub(super) fn is_infinite(&mut self, var: Var) -> bool {
        let marks = self.new_marks();
        self.finds_circle(marks, var)
    }

    fn finds_circle(&mut self, marks: (u32, u32), var: Var) -> bool {
        let (open, done) = marks;
        match self.mark_of(var) {
            mark if mark == open => return true,
            mark if mark == done => return false,
            _ => self.set_mark(var, open),
        }
        let content = self.content(var);
        let mut found = false;
        for_children(&content, |child| {
            found = found || deep(|| self.finds_circle(marks, child));
        });
        self.set_mark(var, done);
        found
    }
}
