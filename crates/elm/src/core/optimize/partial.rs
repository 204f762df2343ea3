//! A known function with fewer arguments than it takes becomes a lambda, whose calls need no look at what is missing.

use crate::core::tree::{Expr, Lambda, Local, Program};
use crate::core::walk;

/// Makes lambdas of all of them.
pub(super) fn lambdas(program: &mut Program) {
    let arities: Vec<usize> = program
        .globals
        .iter()
        .map(|global| global.parameters.len())
        .collect();
    for global in &mut program.globals {
        let locals = &mut global.locals;
        walk::expressions_mut(&mut global.body, &mut |expr| {
            if let Expr::Call(function, arguments) = expr
                && let Expr::Global(id) = **function
                && arguments.len() < arities[id.0 as usize]
            {
                let missing = arities[id.0 as usize] - arguments.len();
                let arguments = std::mem::take(arguments);
                let mut fresh = || {
                    *locals += 1;
                    Local(*locals - 1)
                };
                let held: Vec<Local> = arguments.iter().map(|_| fresh()).collect();
                let parameters: Vec<Local> = (0..missing).map(|_| fresh()).collect();
                let all = held.iter().chain(&parameters);
                let body = Expr::CallGlobal(id, all.map(|local| Expr::Local(*local)).collect());
                let lambda = Expr::Lambda(Box::new(Lambda {
                    name: "partial".into(),
                    parameters,
                    body,
                }));
                let bind = |then, (local, value)| Expr::Let(local, Box::new(value), Box::new(then));
                *expr = held.into_iter().zip(arguments).rev().fold(lambda, bind);
            }
        });
    }
}
