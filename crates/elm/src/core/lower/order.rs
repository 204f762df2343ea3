//! Constants in the order in which they can be evaluated.
//!
//! They are evaluated once, before anything else, so each has to come after every other that it reaches,
//! also through functions. Where they need each other, `cycles` says what becomes of them.

use crate::core::tree::{Expr, Global, GlobalId, Program};
use crate::core::{cycles, walk};

/// Numbers the globals anew, so that a constant comes after all that it needs.
pub(super) fn constants_after_what_they_need(program: &mut Program) {
    let order = order(program);
    let mut places = vec![GlobalId(0); order.len()];
    for (place, old) in order.iter().enumerate() {
        places[*old] = GlobalId(u32::try_from(place).expect("as many as before"));
    }
    let mut globals: Vec<Option<Global>> = program.globals.drain(..).map(Some).collect();
    for old in order {
        let mut global = globals[old].take().expect("each is in the order once");
        walk::expressions_mut(&mut global.body, &mut |expr| match expr {
            Expr::Global(id) | Expr::CallGlobal(id, _) => *id = places[id.0 as usize],
            _ => {}
        });
        program.globals.push(global);
    }
    for (_, id) in &mut program.exports {
        *id = places[id.0 as usize];
    }
}

/// What is needed first, first. Those that need each other stand together, behind all else that any of them needs.
fn order(program: &Program) -> Vec<usize> {
    cycles::components(program).into_iter().flatten().collect()
}

/// The globals that a body names, by their places.
pub(crate) fn needed(body: &Expr) -> Vec<usize> {
    let mut needed = Vec::new();
    walk::expressions(body, &mut |expr| {
        if let Expr::Global(id) | Expr::CallGlobal(id, _) = expr {
            needed.push(id.0 as usize);
        }
    });
    needed
}
