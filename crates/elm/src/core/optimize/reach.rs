//! Functions that nothing calls any more are left out.

use crate::core::tree::{Expr, Global, GlobalId, Program};
use crate::core::walk;

/// Keeps the constants, the entries, and what they reach, in their order.
pub(super) fn drop_unreached(program: &mut Program) {
    let mut reached = vec![false; program.globals.len()];
    let constants =
        (0..program.globals.len()).filter(|p| program.globals[*p].parameters.is_empty());
    let entries = program.exports.iter().map(|(_, id)| id.0 as usize);
    let mut open: Vec<usize> = constants.chain(entries).collect();
    while let Some(place) = open.pop() {
        if !std::mem::replace(&mut reached[place], true) {
            walk::expressions(&program.globals[place].body, &mut |expr| {
                if let Expr::Global(id) | Expr::CallGlobal(id, _) = expr {
                    open.push(id.0 as usize);
                }
            });
        }
    }
    let mut places = vec![GlobalId(0); reached.len()];
    let mut kept: Vec<Global> = Vec::new();
    for (place, global) in program.globals.drain(..).enumerate() {
        if reached[place] {
            places[place] = super::id(kept.len());
            kept.push(global);
        }
    }
    for global in &mut kept {
        walk::expressions_mut(&mut global.body, &mut |expr| {
            if let Expr::Global(id) | Expr::CallGlobal(id, _) = expr {
                *id = places[id.0 as usize];
            }
        });
    }
    for (_, id) in &mut program.exports {
        *id = places[id.0 as usize];
    }
    program.globals = kept;
}
