//! From the tree of an expression to instructions that a search goes through.

use std::collections::HashMap;

use super::set::{Set, fold};
use super::tree::{Node, Repeat, Tree};
use super::{Options, Result};
use crate::clock::Deadline;

/// One step of a search. Those that take a unit go forward or, inside of what looks behind, backward.
#[derive(Debug, Clone)]
pub(super) enum Step {
    /// One unit that fits.
    One(usize),
    /// As many units as fit, within bounds, one less after another if what follows fails; or the other way round.
    Many {
        fits: usize,
        least: u32,
        most: u32,
        greedy: bool,
    },
    Start,
    End,
    Edge {
        negated: bool,
    },
    /// One place first, then another.
    Fork(usize, usize),
    Jump(usize),
    /// Remembers the offset as a bound of a group.
    Bound(usize),
    /// What a group has found.
    Back(usize),
    /// Begins to look ahead or behind: up to the step `Seen`, and on at a place.
    Look {
        negated: bool,
        on: usize,
    },
    /// What was looked for is there; or all that was searched.
    Seen,
    /// Sets a counter to 0.
    Reset(usize),
    /// Whether to go through a loop's body once more, which is the next step, or on behind it.
    Again(Box<Again>),
    /// The end of a loop's body.
    Turn {
        counter: usize,
        least: u32,
        again: usize,
    },
}

/// The head of a loop.
#[derive(Debug, Clone)]
pub(super) struct Again {
    pub(super) counter: usize,
    pub(super) least: u32,
    pub(super) most: u32,
    pub(super) greedy: bool,
    /// The bounds of the groups inside.
    pub(super) bounds: std::ops::Range<usize>,
    pub(super) on: usize,
}

/// Whether a unit fits.
#[derive(Debug, Clone)]
pub(super) struct Fits {
    /// For the units of Latin-1.
    narrow: [bool; 256],
    set: Set,
    negated: bool,
    insensitive: bool,
}

impl Fits {
    fn new(set: &Set, negated: bool, insensitive: bool) -> Fits {
        let set = if insensitive {
            set.folded()
        } else {
            set.clone()
        };
        let mut fits = Fits {
            narrow: [false; 256],
            set,
            negated,
            insensitive,
        };
        for unit in 0..=255 {
            fits.narrow[usize::from(unit)] = fits.look(unit);
        }
        fits
    }

    fn look(&self, unit: u16) -> bool {
        let unit = if self.insensitive { fold(unit) } else { unit };
        self.set.contains(unit) != self.negated
    }

    pub(super) fn unit(&self, unit: u16) -> bool {
        match self.narrow.get(usize::from(unit)) {
            Some(fits) => *fits,
            None => self.look(unit),
        }
    }

    pub(super) fn narrow(&self) -> &[bool; 256] {
        &self.narrow
    }
}

/// A compiled expression.
#[derive(Debug)]
pub(super) struct Program {
    /// With the direction: whether it goes backward.
    pub(super) steps: Vec<(Step, bool)>,
    pub(super) fits: Vec<Fits>,
    /// Two bounds for each group, those of the whole first.
    pub(super) bounds: usize,
    pub(super) counters: usize,
    pub(super) options: Options,
    /// What a match begins with, where that is one unit in every case.
    pub(super) first: Option<usize>,
}

impl Program {
    /// How much room it takes, in instructions.
    pub(super) fn size(&self) -> usize {
        self.steps.len() + 16 * self.fits.len()
    }
}

/// # Errors
/// Where the time is over: sets without case take their time.
pub(super) fn compile(tree: &Tree, options: Options, deadline: &Deadline) -> Result<Program> {
    let mut compiler = Compiler {
        program: Program {
            steps: Vec::new(),
            fits: Vec::new(),
            bounds: 2 * (tree.groups as usize + 1),
            counters: 0,
            options,
            first: None,
        },
        backward: false,
        units: HashMap::new(),
        deadline,
    };
    compiler.node(&tree.node)?;
    compiler.push(Step::Seen);
    let mut program = compiler.program;
    program.first = match program
        .steps
        .iter()
        .find(|(step, _)| !matches!(step, Step::Bound(_)))
    {
        Some((Step::One(fits), false)) => Some(*fits),
        Some((
            Step::Many {
                fits, least: 1.., ..
            },
            false,
        )) => Some(*fits),
        _ => None,
    };
    Ok(program)
}

struct Compiler<'d> {
    program: Program,
    backward: bool,
    /// Where single units are among what fits.
    units: HashMap<u16, usize>,
    deadline: &'d Deadline,
}

impl Compiler<'_> {
    fn push(&mut self, step: Step) -> usize {
        self.program.steps.push((step, self.backward));
        self.program.steps.len() - 1
    }

    fn here(&self) -> usize {
        self.program.steps.len()
    }

    fn set(&mut self, place: usize, step: Step) {
        self.program.steps[place].0 = step;
    }

    fn node(&mut self, node: &Node) -> Result<()> {
        if let Some(fits) = self.fits(node)? {
            self.push(Step::One(fits));
            return Ok(());
        }
        match node {
            Node::Unit(_) | Node::Set { .. } => {}
            Node::Start => drop(self.push(Step::Start)),
            Node::End => drop(self.push(Step::End)),
            Node::Edge { negated } => drop(self.push(Step::Edge { negated: *negated })),
            Node::Group(None, inner) => self.node(inner)?,
            Node::Group(Some(number), inner) => {
                let bound = 2 * *number as usize + usize::from(self.backward);
                self.push(Step::Bound(bound));
                self.node(inner)?;
                self.push(Step::Bound(bound ^ 1));
            }
            Node::Back(number) => drop(self.push(Step::Back(*number as usize))),
            Node::Look {
                behind,
                negated,
                inner,
            } => self.look(*behind, *negated, inner)?,
            Node::Sequence(all) if self.backward => {
                all.iter().rev().try_for_each(|node| self.node(node))?;
            }
            Node::Sequence(all) => all.iter().try_for_each(|node| self.node(node))?,
            Node::Either(all) => self.either(all)?,
            Node::Repeat(repeat) => self.repeat(repeat)?,
        }
        Ok(())
    }

    /// What a single unit has to be.
    fn fits(&mut self, node: &Node) -> Result<Option<usize>> {
        let insensitive = self.program.options.insensitive;
        let fits = match node {
            Node::Unit(unit) => {
                if let Some(known) = self.units.get(unit) {
                    return Ok(Some(*known));
                }
                self.units.insert(*unit, self.program.fits.len());
                Fits::new(&Set::new(vec![(*unit, *unit)]), false, insensitive)
            }
            Node::Set { set, negated } => {
                self.deadline.check()?;
                Fits::new(set, *negated, insensitive)
            }
            _ => return Ok(None),
        };
        self.program.fits.push(fits);
        Ok(Some(self.program.fits.len() - 1))
    }

    fn look(&mut self, behind: bool, negated: bool, inner: &Node) -> Result<()> {
        let look = self.push(Step::Seen);
        let outer = std::mem::replace(&mut self.backward, behind);
        self.node(inner)?;
        self.push(Step::Seen);
        self.backward = outer;
        let on = self.here();
        self.set(look, Step::Look { negated, on });
        Ok(())
    }

    fn either(&mut self, all: &[Node]) -> Result<()> {
        let mut ends = Vec::new();
        for (place, node) in all.iter().enumerate() {
            if place + 1 == all.len() {
                self.node(node)?;
                break;
            }
            let fork = self.push(Step::Seen);
            self.node(node)?;
            ends.push(self.push(Step::Seen));
            let next = self.here();
            self.set(fork, Step::Fork(fork + 1, next));
        }
        let end = self.here();
        for place in ends {
            self.set(place, Step::Jump(end));
        }
        Ok(())
    }

    fn repeat(&mut self, repeat: &Repeat) -> Result<()> {
        let Repeat {
            inner,
            least,
            most,
            greedy,
            groups,
        } = repeat;
        let (least, most, greedy) = (*least, *most, *greedy);
        if most == 0 {
            return Ok(());
        }
        if let Some(fits) = self.fits(inner)? {
            self.push(Step::Many {
                fits,
                least,
                most,
                greedy,
            });
            return Ok(());
        }
        let counter = self.program.counters;
        // One for how often, one for where the turn began.
        self.program.counters += 2;
        self.push(Step::Reset(counter));
        let again = self.push(Step::Seen);
        self.node(inner)?;
        self.push(Step::Turn {
            counter,
            least,
            again,
        });
        let head = Again {
            counter,
            least,
            most,
            greedy,
            bounds: 2 * groups.0 as usize..2 * groups.1 as usize,
            on: self.here(),
        };
        self.set(again, Step::Again(Box::new(head)));
        Ok(())
    }
}
