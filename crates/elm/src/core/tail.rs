//! Functions that call themselves last → loops.

use crate::deep::deep;

use super::tree::{Expr, GlobalId, Program};

/// Makes every call of a function by itself in tail position a new turn of its loop.
pub(super) fn loops(program: &mut Program) {
    for (place, global) in program.globals.iter_mut().enumerate() {
        if !global.parameters.is_empty() {
            let id = GlobalId(u32::try_from(place).expect("as many as ids"));
            turn(&mut global.body, id);
        }
    }
}

/// The expression stands in tail position of `own`.
fn turn(expr: &mut Expr, own: GlobalId) {
    deep(|| match expr {
        Expr::CallGlobal(id, arguments) if *id == own => {
            *expr = Expr::Again(std::mem::take(arguments));
        }
        Expr::Let(_, _, body) | Expr::LetRec(_, body) => turn(body, own),
        Expr::If(_, yes, no) => {
            turn(yes, own);
            turn(no, own);
        }
        Expr::Match(_, branches) => branches.iter_mut().for_each(|branch| turn(branch, own)),
        _ => {}
    });
}
