//! Making two records equal: the fields they share, and for each what the other has besides.

use std::rc::Rc;

use crate::resolve::resolved::Name;

use super::arena::{Content, Var};
use super::unify::{Unified, Unifier};
use crate::work::work;

/// Fields in the order of their names.
type Fields = Rc<[(Name, Var)]>;

/// The fields of two records, by who has them.
#[derive(Default)]
struct Shared {
    both: Vec<(Name, Var, Var)>,
    first: Vec<(Name, Var)>,
    second: Vec<(Name, Var)>,
}

impl Unifier<'_> {
    /// Two records: the node of each, its fields, what they extend.
    pub(super) fn records(&mut self, a: (Var, Fields, Var), b: (Var, Fields, Var)) -> Unified {
        let (fields, rest) = self.gather(a.1, a.2);
        let (others, other_rest) = self.gather(b.1, b.2);
        let Shared {
            both,
            first,
            second,
        } = share(&fields, &others);
        let (extra, rest) = match (first.is_empty(), second.is_empty()) {
            (true, true) => {
                self.equal(rest, other_rest)?;
                (Vec::new(), rest)
            }
            (true, false) => {
                let sub = self.record(second, other_rest);
                self.equal(rest, sub)?;
                (Vec::new(), sub)
            }
            (false, true) => {
                let sub = self.record(first, rest);
                self.equal(sub, other_rest)?;
                (Vec::new(), sub)
            }
            (false, false) => {
                let extra = [first.clone(), second.clone()].concat();
                let open = self.arena.open();
                let sub = self.record(first, open);
                let other_sub = self.record(second, open);
                self.equal(rest, other_sub)?;
                self.equal(sub, other_rest)?;
                (extra, open)
            }
        };
        self.shared_fields(a.0, b.0, both, extra, rest)
    }

    fn record(&mut self, fields: Vec<(Name, Var)>, rest: Var) -> Var {
        self.arena.fresh(Content::Record(fields.into(), rest))
    }

    /// All of them, those behind a mismatch too.
    fn shared_fields(
        &mut self,
        a: Var,
        b: Var,
        both: Vec<(Name, Var, Var)>,
        mut fields: Vec<(Name, Var)>,
        rest: Var,
    ) -> Unified {
        let mut unified = Ok(());
        for (name, field, other) in both {
            unified = self.equal(field, other).and(unified);
            fields.push((name, field));
        }
        unified?;
        fields.sort_by(|one, other| one.0.cmp(&other.0));
        self.becomes(a, b, Content::Record(fields.into(), rest))
    }

    /// All fields of a record that extends others, and what the last of them extends.
    fn gather(&mut self, fields: Fields, rest: Var) -> (Fields, Var) {
        let mut all = fields.clone();
        let mut at = rest;
        // Only a type that holds itself is longer; its circle is told elsewhere.
        for _ in 0..10_000 {
            match self.arena.content(at) {
                Content::Record(more, next) => {
                    all = union(&all, &more);
                    at = next;
                }
                Content::Alias(_, _, real) => at = real,
                _ => break,
            }
        }
        (all, at)
    }
}

/// The fields of both, of the first where both have one.
pub(super) fn union(first: &[(Name, Var)], second: &[(Name, Var)]) -> Fields {
    let shared = share(first, second);
    let mut all = [first, &shared.second].concat();
    all.sort_by(|one, other| one.0.cmp(&other.0));
    all.into()
}

fn share(first: &[(Name, Var)], second: &[(Name, Var)]) -> Shared {
    work(first.len() + second.len());
    let mut shared = Shared::default();
    let (mut left, mut right) = (first.iter().peekable(), second.iter().peekable());
    loop {
        let order = match (left.peek(), right.peek()) {
            (Some(one), Some(other)) => one.0.cmp(&other.0),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (None, None) => return shared,
        };
        match order {
            std::cmp::Ordering::Less => shared.first.extend(left.next().cloned()),
            std::cmp::Ordering::Greater => shared.second.extend(right.next().cloned()),
            std::cmp::Ordering::Equal => {
                if let (Some((name, one)), Some((_, other))) = (left.next(), right.next()) {
                    shared.both.push((name.clone(), *one, *other));
                }
            }
        }
    }
}
