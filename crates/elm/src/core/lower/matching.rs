//! Patterns → a tree of tests.
//!
//! Each step looks at the first row: where it has no tests left, it is the one; otherwise the value that most
//! rows ask about, among those that the first asks about, is tested, and the rows are dealt out to the outcomes
//! (after Maranget, "Compiling pattern matching to good decision trees", 2008). No value is tested twice on a way.

use std::collections::HashMap;

use super::body::Body;
use crate::core::tree::{Decision, Local, Name, Part, Test};
use crate::deep::deep;
use crate::resolve::resolved::{Constructor, Pattern, Pattern_};
use crate::syntax::source::Text;

/// The tests, and the variables of each branch.
pub(super) struct Decided {
    pub(super) tree: Decision,
    /// By branch.
    variables: Vec<Vec<(Name, Local)>>,
}

impl Decided {
    /// Brings a branch's variables into scope.
    pub(super) fn enter(&self, body: &mut Body<'_, '_>, branch: usize) {
        for (name, local) in &self.variables[branch] {
            body.set(name, *local);
        }
    }
}

/// Decides between branches, each with the patterns that several values have to fit.
pub(super) fn decide(body: &mut Body<'_, '_>, branches: Vec<Vec<(Local, &Pattern)>>) -> Decided {
    let mut matcher = Matcher {
        body,
        variables: Vec::new(),
        parts: HashMap::new(),
    };
    let mut rows = Vec::new();
    for (branch, tests) in branches.into_iter().enumerate() {
        matcher.variables.push(HashMap::new());
        let sought = |(local, pattern)| (local, Sought::Pattern(pattern));
        rows.push(Row {
            branch,
            tests: tests.into_iter().map(sought).collect(),
            bindings: Vec::new(),
        });
    }
    let tree = matcher.tree(rows);
    let variables = matcher
        .variables
        .into_iter()
        .map(|names| names.into_iter().collect())
        .collect();
    Decided { tree, variables }
}

/// What a value is compared with.
#[derive(Clone, Copy)]
enum Sought<'p> {
    Pattern(&'p Pattern),
    /// A list of exactly these.
    Items(&'p [Pattern]),
}

#[derive(Clone)]
struct Row<'p> {
    branch: usize,
    tests: Vec<(Local, Sought<'p>)>,
    /// Variable and value.
    bindings: Vec<(Local, Local)>,
}

/// A part of a value that was loaded on the way here.
type Loaded = (Local, PartKey);

#[derive(Clone, PartialEq, Eq, Hash)]
enum PartKey {
    Item(u16),
    Head,
    Tail,
    Field(Name),
}

struct Matcher<'m, 'l, 'a> {
    body: &'m mut Body<'l, 'a>,
    /// By branch.
    variables: Vec<HashMap<Name, Local>>,
    parts: HashMap<Loaded, Local>,
}

/// An outcome of a test, to be found again.
#[derive(PartialEq, Eq, Hash)]
enum Outcome {
    Constructor(u32),
    Bool(bool),
    Nil,
    Cons,
    Number(u64),
    Char(char),
    String(Text),
}

impl Outcome {
    fn of(test: &Test) -> Outcome {
        match test {
            Test::Constructor(id) => Outcome::Constructor(id.0),
            Test::Bool(value) => Outcome::Bool(*value),
            Test::Nil => Outcome::Nil,
            Test::Cons => Outcome::Cons,
            // A pattern is never a negative zero, nor no number.
            Test::Number(number) => Outcome::Number(number.to_bits()),
            Test::Char(c) => Outcome::Char(*c),
            Test::String(text) => Outcome::String(text.clone()),
        }
    }
}

/// Parts that a step needs, in the order in which they have to be loaded.
#[derive(Default)]
struct Loads(Vec<(Loaded, Part, Local)>);

impl<'p> Matcher<'_, '_, '_> {
    fn tree(&mut self, mut rows: Vec<Row<'p>>) -> Decision {
        let mut loads = Loads::default();
        for row in &mut rows {
            self.simplify(row, &mut loads);
        }
        let decision = deep(|| self.step(rows));
        self.loaded(loads, decision)
    }

    fn step(&mut self, rows: Vec<Row<'p>>) -> Decision {
        if rows[0].tests.is_empty() {
            let first = rows.into_iter().next();
            let Row {
                branch, bindings, ..
            } = first.expect("it was just looked at");
            return Decision::Leaf { branch, bindings };
        }
        let on = most_asked(&rows);
        let mut outcomes = 0;
        let mut groups: Vec<(Test, Vec<usize>)> = Vec::new();
        let mut known: HashMap<Outcome, usize> = HashMap::new();
        // Rows that don't ask go wherever the others go.
        let mut others = Vec::new();
        for (place, row) in rows.iter().enumerate() {
            let Some((_, sought)) = row.tests.iter().find(|(local, _)| *local == on) else {
                others.push(place);
                continue;
            };
            let (test, all) = self.test(*sought);
            outcomes = all;
            let next = groups.len();
            let group = *known.entry(Outcome::of(&test)).or_insert(next);
            if group == next {
                groups.push((test, Vec::new()));
            }
            groups[group].1.push(place);
        }
        let covered = groups.len() == outcomes;
        let rest: Vec<Row<'p>> = others.iter().map(|place| rows[*place].clone()).collect();
        // A row that asks goes one way, and takes along what it has bound.
        let mut rows: Vec<Option<Row<'p>>> = rows.into_iter().map(Some).collect();
        let edges = groups.into_iter().map(|(test, asking)| {
            let mut left: Vec<(usize, Row<'p>)> = asking
                .into_iter()
                .filter_map(|place| Some((place, rows[place].take()?)))
                .collect();
            left.extend(others.iter().copied().zip(rest.iter().cloned()));
            left.sort_by_key(|(place, _)| *place);
            let left = left.into_iter().map(|(_, row)| row);
            (test, self.edge(left.collect(), on))
        });
        let edges = edges.collect();
        let default = (!covered && !rest.is_empty()).then(|| Box::new(self.tree(rest)));
        Decision::Switch { on, edges, default }
    }

    /// What follows for these rows, of which those that ask about `on` have the outcome that they ask for.
    fn edge(&mut self, mut rows: Vec<Row<'p>>, on: Local) -> Decision {
        let mut loads = Loads::default();
        for row in &mut rows {
            if let Some(place) = row.tests.iter().position(|(local, _)| *local == on) {
                let (_, sought) = row.tests.remove(place);
                self.look_into(on, sought, row, &mut loads);
            }
        }
        let decision = self.tree(rows);
        self.loaded(loads, decision)
    }

    /// A test that is not always passed, and how many outcomes its kind has.
    fn test(&mut self, sought: Sought<'p>) -> (Test, usize) {
        const ENDLESS: usize = usize::MAX;
        let pattern = match sought {
            Sought::Items([]) => return (Test::Nil, 2),
            Sought::Items(_) => return (Test::Cons, 2),
            Sought::Pattern(pattern) => pattern,
        };
        match &pattern.value {
            Pattern_::Constructor(_, constructor, _) => match self.body.as_bool(constructor) {
                Some(value) => (Test::Bool(value), 2),
                None => {
                    let id = self.body.lowering.constructor(constructor);
                    (Test::Constructor(id), constructor.union.variants.len())
                }
            },
            Pattern_::List(items) if items.is_empty() => (Test::Nil, 2),
            Pattern_::List(_) | Pattern_::Cons(..) => (Test::Cons, 2),
            Pattern_::Char(c) => (Test::Char(*c), ENDLESS),
            Pattern_::String(text) => (Test::String(text.clone()), ENDLESS),
            #[allow(clippy::cast_precision_loss)]
            Pattern_::Int(int) => (Test::Number(*int as f64), ENDLESS),
            _ => unreachable!("simplified rows ask for nothing else"),
        }
    }

    /// The parts of a value that has passed its test.
    fn look_into(&mut self, on: Local, sought: Sought<'p>, row: &mut Row<'p>, loads: &mut Loads) {
        let items = match sought {
            Sought::Items(items) => items,
            Sought::Pattern(pattern) => match &pattern.value {
                Pattern_::Constructor(_, _, arguments) => {
                    return self.items(on, arguments, Part::Argument, row, loads);
                }
                Pattern_::Cons(head, tail) => {
                    self.part(on, Part::Head, Sought::Pattern(head), row, loads);
                    self.part(on, Part::Tail, Sought::Pattern(tail), row, loads);
                    return;
                }
                Pattern_::List(items) => items.as_slice(),
                _ => return,
            },
        };
        if let Some((head, tail)) = items.split_first() {
            self.part(on, Part::Head, Sought::Pattern(head), row, loads);
            self.part(on, Part::Tail, Sought::Items(tail), row, loads);
        }
    }

    fn items(
        &mut self,
        of: Local,
        patterns: &'p [Pattern],
        part: fn(u16) -> Part,
        row: &mut Row<'p>,
        loads: &mut Loads,
    ) {
        for (place, pattern) in (0..).zip(patterns) {
            self.part(of, part(place), Sought::Pattern(pattern), row, loads);
        }
    }

    fn part(
        &mut self,
        of: Local,
        part: Part,
        sought: Sought<'p>,
        row: &mut Row<'p>,
        loads: &mut Loads,
    ) {
        if let Sought::Pattern(pattern) = sought
            && matches!(pattern.value, Pattern_::Anything | Pattern_::Broken)
        {
            return;
        }
        let key = match part {
            Part::Item(place) | Part::Argument(place) => PartKey::Item(place),
            Part::Head => PartKey::Head,
            Part::Tail => PartKey::Tail,
            Part::Field(_) => unreachable!("fields are loaded by name"),
        };
        let local = self.load(of, key, part, loads);
        row.tests.push((local, sought));
    }

    /// A part's local; the first who asks has it loaded.
    fn load(&mut self, of: Local, key: PartKey, part: Part, loads: &mut Loads) -> Local {
        let loaded = (of, key);
        if let Some(local) = self.parts.get(&loaded) {
            return *local;
        }
        let local = self.body.fresh();
        self.parts.insert(loaded.clone(), local);
        loads.0.push((loaded, part, local));
        local
    }

    /// Puts the loads before what follows. Beyond it they are not known.
    fn loaded(&mut self, loads: Loads, decision: Decision) -> Decision {
        loads
            .0
            .into_iter()
            .rev()
            .fold(decision, |then, (loaded, part, local)| {
                self.parts.remove(&loaded);
                Decision::Load {
                    local,
                    from: loaded.0,
                    part,
                    then: Box::new(then),
                }
            })
    }

    /// Takes out of a row what always fits: its variables are bound, its parts looked into.
    fn simplify(&mut self, row: &mut Row<'p>, loads: &mut Loads) {
        let mut open = std::mem::take(&mut row.tests);
        open.reverse();
        let mut kept = Vec::new();
        while let Some((local, sought)) = open.pop() {
            let Sought::Pattern(pattern) = sought else {
                kept.push((local, sought));
                continue;
            };
            match &pattern.value {
                Pattern_::Anything | Pattern_::Unit | Pattern_::Broken => {}
                Pattern_::Variable(name) => self.bind(row, name, local),
                Pattern_::Alias(inner, name) => {
                    self.bind(row, &name.value, local);
                    open.push((local, Sought::Pattern(inner)));
                }
                Pattern_::Record(fields) => {
                    for field in fields {
                        let place = self.body.lowering.place(None, &field.value);
                        let key = PartKey::Field(field.value.clone());
                        let value = self.load(local, key, Part::Field(place), loads);
                        self.bind(row, &field.value, value);
                    }
                }
                Pattern_::Tuple(items) => {
                    self.items(local, items, Part::Item, row, loads);
                    open.extend(row.tests.drain(..).rev());
                }
                Pattern_::Constructor(_, constructor, arguments) if is_only(constructor) => {
                    self.items(local, arguments, Part::Argument, row, loads);
                    open.extend(row.tests.drain(..).rev());
                }
                _ => kept.push((local, sought)),
            }
        }
        row.tests = kept;
    }

    fn bind(&mut self, row: &mut Row<'p>, name: &Name, value: Local) {
        let known = self.variables[row.branch].get(name).copied();
        let variable = known.unwrap_or_else(|| self.body.fresh());
        self.variables[row.branch].insert(name.clone(), variable);
        row.bindings.push((variable, value));
    }
}

fn is_only(constructor: &Constructor) -> bool {
    constructor.union.variants.len() == 1
}

/// The value that most rows ask about, among those that the first asks about.
fn most_asked(rows: &[Row<'_>]) -> Local {
    let asked = |local: Local| {
        let asks = |row: &&Row<'_>| row.tests.iter().any(|(other, _)| *other == local);
        rows.iter().filter(asks).count()
    };
    let mut best = rows[0].tests[0].0;
    let mut most = asked(best);
    for (local, _) in &rows[0].tests[1..] {
        let count = asked(*local);
        if count > most {
            (best, most) = (*local, count);
        }
    }
    best
}
