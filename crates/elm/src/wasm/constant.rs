//! Values that are known before the program runs: they lie in the data, with all their parts.

use super::module::Builder;
use super::value::{BOXED, Kind, NIL, UNION, UNIT};
use crate::core::tree::Expr;
use crate::core::walk;
use crate::deep::deep;

impl Builder<'_> {
    /// The value of what is made of parts, if all of it is known.
    pub(super) fn constant_value(&mut self, expr: &Expr) -> Option<u64> {
        let has_parts = match expr {
            Expr::Cons(..) | Expr::Tuple(_) => true,
            Expr::Construct(_, items) | Expr::Record(_, items) => !items.is_empty(),
            _ => false,
        };
        (has_parts && is_constant(expr)).then(|| self.written(expr))
    }

    /// Writes what is constant into the data, parts first.
    fn written(&mut self, expr: &Expr) -> u64 {
        deep(|| match expr {
            Expr::Number(number) => number.to_bits(),
            Expr::Bool(truth) => Kind::Bool.value(u32::from(*truth)),
            Expr::Char(c) => Kind::Char.value(u32::from(*c)),
            Expr::String(text) => self.data.string(text),
            Expr::Unit => UNIT,
            Expr::Construct(id, items) => {
                let tag = self.constructor(*id).tag;
                if items.is_empty() {
                    return self.data.constructor(*id, tag);
                }
                let header = u64::from(id.0) | (items.len() as u64) << 32;
                self.parts(Some(header), items, UNION | u64::from(tag) << 32)
            }
            Expr::Tuple(items) => {
                let kind = if items.len() == 2 {
                    Kind::Pair
                } else {
                    Kind::Triple
                };
                self.parts(None, items, BOXED | (kind as u64) << 32)
            }
            Expr::Record(shape, items) => {
                let header = u64::from(shape.0) | (items.len() as u64) << 32;
                self.parts(Some(header), items, BOXED | (Kind::Record as u64) << 32)
            }
            Expr::Cons(..) => self.cells(expr),
            _ => NIL,
        })
    }

    fn parts(&mut self, header: Option<u64>, items: &[Expr], top: u64) -> u64 {
        let mut words: Vec<u64> = header.into_iter().collect();
        words.extend(items.iter().map(|item| self.written(item)));
        top | u64::from(self.words(&words))
    }

    fn cells(&mut self, mut expr: &Expr) -> u64 {
        let mut heads = Vec::new();
        while let Expr::Cons(head, tail) = expr {
            heads.push(self.written(head));
            expr = tail;
        }
        heads.into_iter().rev().fold(NIL, |rest, head| {
            Kind::List.value(self.words(&[head, rest]))
        })
    }

    fn words(&mut self, words: &[u64]) -> u32 {
        let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        self.data.table(&bytes)
    }
}

fn is_constant(expr: &Expr) -> bool {
    let mut open = vec![expr];
    while let Some(expr) = open.pop() {
        match expr {
            Expr::Number(_)
            | Expr::Bool(_)
            | Expr::Char(_)
            | Expr::String(_)
            | Expr::Unit
            | Expr::Nil => {}
            Expr::Cons(..) | Expr::Tuple(_) | Expr::Construct(..) | Expr::Record(..) => {
                open.extend(walk::children(expr));
            }
            _ => return false,
        }
    }
    true
}
