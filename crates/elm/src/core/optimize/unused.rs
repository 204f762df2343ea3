//! Values that nothing names, left out of a large function in two walks. In a small one that is done where each is bound.

use std::collections::HashMap;

use super::{copy, is_plain};
use crate::core::tree::{Expr, Local};
use crate::core::walk;
use crate::deep::deep;

/// Leaves out what only makes a value that nothing names.
pub(super) fn drop_unused(body: &mut Expr) {
    sweep(body, &mut copy::all_uses(body));
}

fn sweep(expr: &mut Expr, uses: &mut HashMap<Local, usize>) {
    deep(|| match expr {
        Expr::Let(local, value, body) => {
            // What follows first: it may hold the last use.
            sweep(body, uses);
            if uses.get(local).is_none_or(|count| *count == 0) && is_plain(value) {
                for (local, less) in copy::all_uses(value) {
                    uses.entry(local).and_modify(|count| *count -= less);
                }
                *expr = std::mem::replace(&mut **body, Expr::Unit);
            } else {
                sweep(value, uses);
            }
        }
        Expr::Lambda(lambda) => sweep(&mut lambda.body, uses),
        Expr::LetRec(functions, body) => {
            for (_, lambda) in functions {
                sweep(&mut lambda.body, uses);
            }
            sweep(body, uses);
        }
        other => walk::children_mut(other)
            .into_iter()
            .for_each(|child| sweep(child, uses)),
    });
}
