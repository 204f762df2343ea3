//! The search: through the steps of a program, and back to where another way was left open.

use super::Result;
use super::program::{Again, Program, Step};
use super::set::{fold, is_line, is_word};
use crate::Fault;
use crate::clock::Deadline;

/// A text that is searched.
pub(super) trait Text {
    fn length(&self) -> usize;
    /// A unit that there is.
    fn unit(&self, at: usize) -> u16;
    /// The first place from another on whose unit is one of these, by the table where it is of Latin-1.
    fn seek(&self, from: usize, narrow: &[bool; 256], wide: impl Fn(u16) -> bool) -> Option<usize> {
        (from..self.length()).find(|at| {
            let unit = self.unit(*at);
            match narrow.get(usize::from(unit)) {
                Some(fits) => *fits,
                None => wide(unit),
            }
        })
    }
}

impl Text for [u8] {
    fn length(&self) -> usize {
        self.len()
    }

    fn unit(&self, at: usize) -> u16 {
        self[at].into()
    }
}

impl Text for [[u8; 2]] {
    fn length(&self) -> usize {
        self.len()
    }

    fn unit(&self, at: usize) -> u16 {
        u16::from_le_bytes(self[at])
    }
}

/// Where each group begins and ends, the whole match first; nothing where a group found nothing.
pub(super) type Bounds = Vec<Option<usize>>;

/// The first match from an offset on.
///
/// # Errors
/// Where the time is over, or where it would need more memory than there may be.
pub(super) fn search<T: Text + ?Sized>(
    program: &Program,
    text: &T,
    offset: usize,
    memory: usize,
    deadline: &Deadline,
) -> Result<Option<Bounds>> {
    let mut search = Search {
        program,
        text,
        bounds: vec![None; program.bounds],
        counters: vec![0; program.counters],
        back: Vec::new(),
        most: memory / size_of::<Back>(),
        steps: 0,
        deadline,
    };
    let mut start = offset;
    loop {
        if let Some(first) = program.first {
            let fits = &program.fits[first];
            match text.seek(start, fits.narrow(), |unit| fits.unit(unit)) {
                Some(found) => start = found,
                None => return Ok(None),
            }
        }
        if start > text.length() {
            return Ok(None);
        }
        if let Some(end) = search.from(0, start)? {
            search.bounds[0] = Some(start);
            search.bounds[1] = Some(end);
            return Ok(Some(search.bounds));
        }
        start += 1;
    }
}

/// What to do when a way has led nowhere.
#[derive(Debug, Clone, Copy)]
enum Back {
    /// Go on elsewhere.
    To { step: u32, at: usize },
    /// A bound was another one.
    Bound(u32, Option<usize>),
    /// A counter was another one.
    Counter(u32, usize),
    /// Units were taken from one place to another; try with one less.
    Fewer { step: u32, least: usize, at: usize },
    /// Units were taken up to a place, so many more may be; try with one more.
    More { step: u32, at: usize, more: u32 },
}

struct Search<'s, T: ?Sized> {
    program: &'s Program,
    text: &'s T,
    bounds: Bounds,
    counters: Vec<usize>,
    back: Vec<Back>,
    most: usize,
    steps: u32,
    deadline: &'s Deadline,
}

/// How a step ends: on at a step and an offset, or this way leads nowhere.
type Next = Option<(usize, usize)>;

impl<T: Text + ?Sized> Search<'_, T> {
    /// From a step and an offset to the step `Seen`, and the offset there. What is left to go back to stays on the list.
    fn from(&mut self, step: usize, at: usize) -> Result<Option<usize>> {
        let floor = self.back.len();
        let (mut step, mut at) = (step, at);
        loop {
            self.count(1)?;
            if matches!(self.program.steps[step].0, Step::Seen) {
                return Ok(Some(at));
            }
            let next = match self.step(step, at)? {
                Some(next) => Some(next),
                None => self.go_back(floor)?,
            };
            match next {
                Some(next) => (step, at) = next,
                None => return Ok(None),
            }
        }
    }

    fn count(&mut self, steps: usize) -> Result<()> {
        let before = self.steps >> 12;
        #[allow(clippy::cast_possible_truncation)]
        let more = (1 + steps / 32) as u32;
        self.steps = self.steps.wrapping_add(more);
        if self.steps >> 12 == before {
            return Ok(());
        }
        self.deadline.check()
    }

    fn remember(&mut self, back: Back) -> Result<()> {
        if self.back.len() >= self.most {
            return Err(Fault::Memory);
        }
        self.back.push(back);
        Ok(())
    }

    /// To the last place that was left open; nothing if there is none above a floor.
    #[allow(clippy::cast_possible_truncation)]
    fn go_back(&mut self, floor: usize) -> Result<Next> {
        while self.back.len() > floor {
            self.count(1)?;
            match self.back.pop() {
                None => break,
                Some(Back::To { step, at }) => return Ok(Some((step as usize, at))),
                Some(Back::Bound(bound, old)) => self.bounds[bound as usize] = old,
                Some(Back::Counter(counter, old)) => self.counters[counter as usize] = old,
                Some(Back::Fewer { step, least, at }) => {
                    let backward = self.program.steps[step as usize].1;
                    let at = if backward { at + 1 } else { at - 1 };
                    if at != least {
                        self.back.push(Back::Fewer { step, least, at });
                    }
                    return Ok(Some((step as usize + 1, at)));
                }
                Some(Back::More { step, at, more }) => {
                    let (Step::Many { fits, .. }, backward) = self.program.steps[step as usize]
                    else {
                        return Err(Fault::Corrupt);
                    };
                    let Some(at) = self.one(fits, at, backward) else {
                        continue;
                    };
                    if more > 1 {
                        let more = if more == u32::MAX { more } else { more - 1 };
                        self.back.push(Back::More { step, at, more });
                    }
                    return Ok(Some((step as usize + 1, at)));
                }
            }
        }
        Ok(None)
    }

    #[allow(clippy::cast_possible_truncation)]
    fn step(&mut self, step: usize, at: usize) -> Result<Next> {
        let program = self.program;
        let (instruction, backward) = &program.steps[step];
        let goes = |fine: bool| fine.then_some((step + 1, at));
        Ok(match instruction {
            Step::One(fits) => self.one(*fits, at, *backward).map(|at| (step + 1, at)),
            Step::Many {
                fits,
                least,
                most,
                greedy,
            } => self.many(step, at, (*fits, *least, *most, *greedy))?,
            Step::Start => {
                goes(at == 0 || program.options.multiline && is_line(self.text.unit(at - 1)))
            }
            Step::End => goes(
                at == self.text.length()
                    || program.options.multiline && is_line(self.text.unit(at)),
            ),
            Step::Edge { negated } => {
                let before = at > 0 && is_word(self.text.unit(at - 1));
                let behind = at < self.text.length() && is_word(self.text.unit(at));
                goes((before != behind) != *negated)
            }
            Step::Fork(first, second) => {
                self.remember(Back::To {
                    step: *second as u32,
                    at,
                })?;
                Some((*first, at))
            }
            Step::Jump(to) => Some((*to, at)),
            Step::Bound(bound) => {
                self.remember(Back::Bound(*bound as u32, self.bounds[*bound]))?;
                self.bounds[*bound] = Some(at);
                goes(true)
            }
            Step::Back(group) => self
                .same_again(*group, at, *backward)?
                .map(|at| (step + 1, at)),
            Step::Look { negated, on } => self.look(step, at, *negated, *on)?,
            Step::Seen => None,
            Step::Reset(counter) => {
                self.set_counter(*counter, 0)?;
                goes(true)
            }
            Step::Again(head) => self.again(step, at, head)?,
            Step::Turn {
                counter,
                least,
                again,
            } => {
                let count = self.counters[*counter];
                // A turn that has found nothing new would go on for ever.
                if self.counters[counter + 1] == at && count >= *least as usize {
                    return Ok(None);
                }
                self.set_counter(*counter, count + 1)?;
                Some((*again, at))
            }
        })
    }

    #[allow(clippy::cast_possible_truncation)]
    fn set_counter(&mut self, counter: usize, count: usize) -> Result<()> {
        self.remember(Back::Counter(counter as u32, self.counters[counter]))?;
        self.counters[counter] = count;
        Ok(())
    }

    fn again(&mut self, step: usize, at: usize, head: &Again) -> Result<Next> {
        let count = self.counters[head.counter];
        if count >= head.most as usize && head.most != u32::MAX {
            return Ok(Some((head.on, at)));
        }
        // The body starts one step further on, behind what is done here once it is certain.
        if count >= head.least as usize {
            if !head.greedy {
                return self.lazily(step, at, head);
            }
            #[allow(clippy::cast_possible_truncation)]
            self.remember(Back::To {
                step: head.on as u32,
                at,
            })?;
        }
        self.begin(at, head)?;
        Ok(Some((step + 1, at)))
    }

    /// On behind the loop first. What a turn begins with is done now and undone there: going back, both are right.
    fn lazily(&mut self, step: usize, at: usize, head: &Again) -> Result<Next> {
        let floor = self.back.len();
        self.begin(at, head)?;
        let begun: Vec<Back> = self.back.drain(floor..).collect();
        let mut redo = Vec::new();
        for back in begun.iter().rev() {
            match *back {
                Back::Bound(bound, old) => {
                    redo.push(Back::Bound(bound, self.bounds[bound as usize]));
                    self.bounds[bound as usize] = old;
                }
                Back::Counter(counter, old) => {
                    redo.push(Back::Counter(counter, self.counters[counter as usize]));
                    self.counters[counter as usize] = old;
                }
                _ => return Err(Fault::Corrupt),
            }
        }
        // From the bottom: undo the turn, go into it, make it begin.
        for back in begun {
            self.remember(back)?;
        }
        #[allow(clippy::cast_possible_truncation)]
        self.remember(Back::To {
            step: step as u32 + 1,
            at,
        })?;
        for back in redo {
            self.remember(back)?;
        }
        Ok(Some((head.on, at)))
    }

    #[allow(clippy::cast_possible_truncation)]
    fn begin(&mut self, at: usize, head: &Again) -> Result<()> {
        self.set_counter(head.counter + 1, at)?;
        for bound in head.bounds.clone() {
            if self.bounds[bound].is_some() {
                self.remember(Back::Bound(bound as u32, self.bounds[bound]))?;
                self.bounds[bound] = None;
            }
        }
        Ok(())
    }

    fn one(&self, fits: usize, at: usize, backward: bool) -> Option<usize> {
        let place = if backward { at.checked_sub(1)? } else { at };
        if place >= self.text.length() || !self.program.fits[fits].unit(self.text.unit(place)) {
            return None;
        }
        Some(if backward { place } else { at + 1 })
    }

    #[allow(clippy::cast_possible_truncation)]
    fn many(
        &mut self,
        step: usize,
        start: usize,
        (fits, least, most, greedy): (usize, u32, u32, bool),
    ) -> Result<Next> {
        let backward = self.program.steps[step].1;
        let wanted = if greedy { most } else { least };
        let (mut at, mut count) = (start, 0);
        let mut enough = (least == 0).then_some(start);
        while wanted == u32::MAX || count < wanted {
            let Some(next) = self.one(fits, at, backward) else {
                break;
            };
            at = next;
            count += 1;
            if count == least {
                enough = Some(at);
            }
        }
        self.count(count as usize)?;
        let Some(enough) = enough else {
            return Ok(None);
        };
        let step_number = step as u32;
        if greedy && at != enough {
            self.remember(Back::Fewer {
                step: step_number,
                least: enough,
                at,
            })?;
        } else if !greedy && most > least {
            let more = if most == u32::MAX { most } else { most - least };
            self.remember(Back::More {
                step: step_number,
                at,
                more,
            })?;
        }
        Ok(Some((step + 1, at)))
    }

    /// What a group has found stands here as well.
    fn same_again(&mut self, group: usize, at: usize, backward: bool) -> Result<Option<usize>> {
        let (Some(start), Some(end)) = (self.bounds[2 * group], self.bounds[2 * group + 1]) else {
            return Ok(Some(at));
        };
        let length = end - start;
        self.count(length)?;
        let from = if backward {
            at.checked_sub(length)
        } else {
            (at + length <= self.text.length()).then_some(at)
        };
        let Some(from) = from else {
            return Ok(None);
        };
        let insensitive = self.program.options.insensitive;
        let same = (0..length).all(|place| {
            let (a, b) = (self.text.unit(start + place), self.text.unit(from + place));
            a == b || insensitive && fold(a) == fold(b)
        });
        Ok(same.then_some(if backward { from } else { at + length }))
    }

    fn look(&mut self, step: usize, at: usize, negated: bool, on: usize) -> Result<Next> {
        let floor = self.back.len();
        let seen = self.from(step + 1, at)?.is_some();
        if negated {
            // Nothing that it found counts.
            while self.back.len() > floor {
                match self.back.pop() {
                    Some(Back::Bound(bound, old)) => self.bounds[bound as usize] = old,
                    Some(Back::Counter(counter, old)) => self.counters[counter as usize] = old,
                    _ => {}
                }
            }
        } else {
            // It is not looked at again in another way, but what it found can be undone.
            let undo = |back: &Back| matches!(back, Back::Bound(..) | Back::Counter(..));
            let kept: Vec<Back> = self.back.drain(floor..).filter(undo).collect();
            self.back.extend(kept);
        }
        Ok((seen != negated).then_some((on, at)))
    }
}
