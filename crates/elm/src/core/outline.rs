//! A `case` or a row of conditions of many branches, whose value is not the function's result → a function of its own.
//!
//! There each branch returns. Otherwise thousands of branches would meet in one place, and Cranelift needs time out of proportion for
//! those.

use super::lift::free;
use super::tree::{Expr, Global, GlobalId, Lambda, Local, Name, Program};
use super::walk;
use crate::deep::deep;

/// So many branches may meet.
const FEW: usize = 64;

/// What takes more values from around it stays there.
const MOST: usize = 100;

/// Makes functions of all of them.
pub(super) fn outline(program: &mut Program) {
    for place in 0..program.globals.len() {
        let global = &mut program.globals[place];
        let mut body = std::mem::replace(&mut global.body, Expr::Unit);
        let mut outliner = Outliner {
            name: global.name.clone(),
            locals: global.locals,
            first: program.globals.len(),
            made: Vec::new(),
        };
        outliner.result(&mut body);
        let Outliner { locals, made, .. } = outliner;
        program.globals[place].body = body;
        program.globals[place].locals = locals;
        program
            .globals
            .extend(made.into_iter().map(|global| Global { locals, ..global }));
    }
}

struct Outliner {
    name: Name,
    locals: u32,
    /// The number of the next global.
    first: usize,
    made: Vec<Global>,
}

impl Outliner {
    /// What a function gives.
    fn result(&mut self, expr: &mut Expr) {
        deep(|| match expr {
            Expr::Let(_, value, body) => {
                self.value(value);
                self.result(body);
            }
            Expr::If(condition, yes, no) => {
                self.value(condition);
                self.result(yes);
                self.result(no);
            }
            Expr::Match(_, branches) => branches.iter_mut().for_each(|branch| self.result(branch)),
            other => self.parts(other),
        });
    }

    /// What something else is done with.
    fn value(&mut self, expr: &mut Expr) {
        if branches(expr) <= FEW {
            return deep(|| self.parts(expr));
        }
        let body = std::mem::replace(expr, Expr::Unit);
        let mut lambda = Lambda {
            name: ecow::eco_format!("{}/branches", self.name),
            parameters: Vec::new(),
            body,
        };
        let taken: Vec<Local> = free(&lambda).into_iter().collect();
        if taken.len() > MOST {
            *expr = lambda.body;
            return deep(|| self.parts(expr));
        }
        self.result(&mut lambda.body);
        *expr = self.function(lambda, taken);
    }

    fn parts(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Lambda(lambda) => self.result(&mut lambda.body),
            Expr::If(condition, yes, no) => {
                self.value(condition);
                self.value(yes);
                self.parts_of_row(no);
            }
            other => walk::children_mut(other)
                .into_iter()
                .for_each(|child| self.value(child)),
        }
    }

    /// The rest of a row of conditions whose length is known to be small.
    fn parts_of_row(&mut self, expr: &mut Expr) {
        match expr {
            Expr::If(..) => self.parts(expr),
            other => self.value(other),
        }
    }

    /// A call of a new function. One without parameters would be a constant, and be evaluated whether it is asked for or not.
    fn function(&mut self, lambda: Lambda, taken: Vec<Local>) -> Expr {
        let place = self.first + self.made.len();
        let id = GlobalId(u32::try_from(place).expect("fewer than 2^32"));
        let (parameters, arguments) = match taken.is_empty() {
            false => (taken.clone(), taken.into_iter().map(Expr::Local).collect()),
            true => {
                self.locals += 1;
                (vec![Local(self.locals - 1)], vec![Expr::Unit])
            }
        };
        self.made.push(Global {
            name: lambda.name,
            parameters,
            body: lambda.body,
            locals: self.locals,
        });
        Expr::CallGlobal(id, arguments)
    }
}

/// How many branches come together behind an expression.
fn branches(expr: &Expr) -> usize {
    let mut count = 1;
    let mut at = expr;
    while let Expr::If(_, _, no) = at {
        count += 1;
        at = no;
    }
    match at {
        Expr::Match(_, branches) => count + branches.len(),
        _ => count,
    }
}
