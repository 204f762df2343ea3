//! The place in the text: bytes, columns, space, comments and indentation.
//!
//! Owns the layout rules and how a problem is noted. Refuses to know the grammar.

use crate::region::Region;
use crate::syntax::Mode;
use crate::syntax::error::{Error, Node, Problem, Wanted, Within};

/// How deep constructs may be nested; real code stays below 50. The tree that a level makes is a handful of nodes
/// deep, and every later phase recurses over it: this bound keeps them all within a thread's 2 MiB of stack. A level
/// takes the parser itself 5 KiB without optimization.
pub(crate) const DEPTH: u32 = 256;

/// The parser gave up on the declaration at hand; why is in [`Parser::error`].
#[derive(Debug)]
pub(crate) struct Stuck;

/// What a rule gives.
pub(crate) type Parse<T> = Result<T, Stuck>;

/// The state of a run over one text.
pub(crate) struct Parser<'a> {
    pub(crate) text: &'a str,
    pub(crate) mode: Mode,
    /// The byte that comes next.
    pub(crate) pos: usize,
    /// Where the token before the space just skipped ended.
    pub(crate) end: usize,
    /// The byte where the line would start if all of its characters so far were one byte wide: columns count
    /// code points.
    origin: usize,
    /// What follows has to stand to the right of this column.
    pub(crate) indent: usize,
    depth: u32,
    pub(crate) within: Within,
    pub(crate) error: Option<Error>,
}

impl<'a> Parser<'a> {
    /// At the start of `text`, which is shorter than 4 GiB.
    pub(crate) fn new(text: &'a str, mode: Mode) -> Parser<'a> {
        Parser {
            text,
            mode,
            pos: 0,
            end: 0,
            origin: 0,
            indent: 0,
            depth: 0,
            within: OUTSIDE,
            error: None,
        }
    }

    /// Forgets the constructs that were open when the parser was stuck.
    pub(crate) fn reset(&mut self) {
        self.indent = 0;
        self.depth = 0;
        self.within = OUTSIDE;
    }

    /// The next byte, or 0 at the end: a 0 in the text fits no rule either.
    pub(crate) fn peek(&self) -> u8 {
        self.peek_at(0)
    }

    /// The byte `ahead` of the next.
    pub(crate) fn peek_at(&self, ahead: usize) -> u8 {
        self.text
            .as_bytes()
            .get(self.pos + ahead)
            .copied()
            .unwrap_or(0)
    }

    /// Nothing is left.
    pub(crate) fn at_end(&self) -> bool {
        self.pos >= self.text.len()
    }

    /// Whether exactly this comes next.
    pub(crate) fn looking_at(&self, word: &str) -> bool {
        self.text.as_bytes()[self.pos..].starts_with(word.as_bytes())
    }

    /// The column of what comes next, from 1, in code points.
    pub(crate) fn column(&self) -> usize {
        self.pos - self.origin + 1
    }

    /// The next position, for a region.
    pub(crate) fn here(&self) -> u32 {
        narrow(self.pos)
    }

    /// From `start` to here.
    pub(crate) fn since(&self, start: u32) -> Region {
        Region::new(start, self.here())
    }

    /// From `start` to before the space just skipped.
    pub(crate) fn until_end(&self, start: u32) -> Region {
        Region::new(start, narrow(self.end))
    }

    /// Passes `bytes` bytes of one code point that is not a newline.
    pub(crate) fn pass(&mut self, bytes: usize) {
        self.pos += bytes;
        self.origin += bytes - 1;
    }

    /// Passes any character, newlines too.
    pub(crate) fn pass_any(&mut self) {
        match self.peek() {
            b'\n' => self.newline(),
            first => self.pass(width(first)),
        }
    }

    fn newline(&mut self) {
        self.pos += 1;
        self.origin = self.pos;
    }

    /// Goes to the byte `at`, the start of a line.
    pub(crate) fn jump_to_line(&mut self, at: usize) {
        self.pos = at;
        self.end = at;
        self.origin = at;
    }

    // SPACE

    /// Skips space and comments, but no doc comment.
    pub(crate) fn spaces(&mut self) -> Parse<()> {
        self.end = self.pos;
        loop {
            match self.peek() {
                b' ' => self.pos += 1,
                b'\n' => self.newline(),
                // It has no width of its own.
                b'\r' => self.pass_unseen(),
                b'-' if self.peek_at(1) == b'-' => self.line_comment(),
                b'{' if self.at_comment() => self.block_comment(2)?,
                b'\t' => return Err(self.fail_here(Problem::Tab)),
                _ => return Ok(()),
            }
        }
    }

    fn at_comment(&self) -> bool {
        self.peek_at(1) == b'-' && self.pos + 2 < self.text.len() && self.peek_at(2) != b'|'
    }

    /// Passes the text up to `end`, which has `columns` code points and no newline.
    pub(crate) fn pass_columns(&mut self, end: usize, columns: usize) {
        self.origin += end - self.pos - columns;
        self.pos = end;
    }

    /// Passes a byte that takes no column.
    pub(crate) fn pass_unseen(&mut self) {
        self.pos += 1;
        self.origin += 1;
    }

    fn line_comment(&mut self) {
        let rest = &self.text.as_bytes()[self.pos..];
        match rest.iter().position(|b| *b == b'\n') {
            Some(length) => {
                self.pos += length;
                self.newline();
            }
            None => {
                let characters = self.text[self.pos..].chars().count();
                self.origin += rest.len() - characters;
                self.pos = self.text.len();
            }
        }
    }

    /// Skips from `{-` to its `-}`; `opening` bytes of it are the opening.
    pub(crate) fn block_comment(&mut self, opening: usize) -> Parse<()> {
        let start = self.here();
        self.pos += opening;
        let mut open = 1;
        while open > 0 {
            match (self.peek(), self.peek_at(1)) {
                (b'-', b'}') => {
                    open -= 1;
                    self.pos += 2;
                }
                (b'{', b'-') => {
                    open += 1;
                    self.pos += 2;
                }
                (b'\t', _) => return Err(self.fail_here(Problem::Tab)),
                _ if self.at_end() => {
                    let region = Region::new(start, start + 2);
                    return Err(self.fail(region, Problem::EndlessComment));
                }
                _ => {
                    self.pass_any();
                    self.pass_prose();
                }
            }
        }
        Ok(())
    }

    /// Passes what says nothing about where a comment ends, for speed.
    fn pass_prose(&mut self) {
        let rest = &self.text.as_bytes()[self.pos..];
        let stops = |byte: &u8| !matches!(byte, b' ' | b'!'..=b',' | b'.'..=b'z');
        self.pos += rest.iter().position(stops).unwrap_or(rest.len());
    }

    // LAYOUT: asked right after space was skipped

    /// What follows belongs to what is open.
    pub(crate) fn is_indented(&self) -> bool {
        let column = self.column();
        column > self.indent && column > 1
    }

    /// What follows starts another branch or definition of the block at hand.
    pub(crate) fn is_aligned(&self) -> bool {
        self.column() == self.indent
    }

    /// What follows stands at the start of its line.
    pub(crate) fn is_fresh_line(&self) -> bool {
        self.column() == 1
    }

    /// Skips space, behind which there has to be more of what is open.
    pub(crate) fn indented(&mut self, wanted: Wanted) -> Parse<()> {
        self.spaces()?;
        self.check_indent(wanted)
    }

    /// There has to be more of what is open.
    pub(crate) fn check_indent(&mut self, wanted: Wanted) -> Parse<()> {
        if self.is_indented() {
            return Ok(());
        }
        let end = narrow(self.end);
        Err(self.fail(Region::new(end, end), Problem::Unfinished(wanted)))
    }

    // NESTING

    /// Opens a construct; what it gives goes to [`Parser::leave`].
    pub(crate) fn enter(&mut self, node: Node, start: u32) -> Within {
        let within = Within {
            node,
            start,
            ..self.within
        };
        std::mem::replace(&mut self.within, within)
    }

    /// Closes a construct.
    pub(crate) fn leave(&mut self, outer: Within) {
        self.within = outer;
    }

    /// Goes one level deeper, which [`Parser::shallower`] undoes.
    pub(crate) fn deeper(&mut self) -> Parse<()> {
        self.depth += 1;
        self.check_depth(0)
    }

    /// Refuses a chain of `links` that would nest too deep in the tree.
    pub(crate) fn check_depth(&mut self, links: usize) -> Parse<()> {
        if self.depth as usize + links <= DEPTH as usize {
            return Ok(());
        }
        Err(self.fail_here(Problem::TooDeep))
    }

    /// Goes one level up.
    pub(crate) fn shallower(&mut self) {
        self.depth -= 1;
    }

    // PROBLEMS

    /// Notes a problem.
    pub(crate) fn fail(&mut self, region: Region, problem: Problem) -> Stuck {
        self.error = Some(Error {
            region,
            problem,
            within: self.within,
        });
        Stuck
    }

    /// Notes a problem at this point.
    pub(crate) fn fail_here(&mut self, problem: Problem) -> Stuck {
        let here = self.here();
        self.fail(Region::new(here, here), problem)
    }

    /// Notes that something else should stand here.
    pub(crate) fn missing(&mut self, wanted: Wanted) -> Stuck {
        self.fail_here(Problem::Missing(wanted))
    }
}

const OUTSIDE: Within = Within {
    node: Node::Module,
    start: 0,
    definition: None,
};

/// An offset as regions have it. The text is shorter than 4 GiB.
pub(crate) fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// How many bytes the code point has that starts with this byte.
pub(crate) fn width(first: u8) -> usize {
    match first {
        0..0xC0 => 1,
        0xC0..0xE0 => 2,
        0xE0..0xF0 => 3,
        _ => 4,
    }
}
