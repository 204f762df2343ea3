//! From the text of an expression to its tree, by ECMAScript's grammar with Annex B: what older expressions rely on, such as a
//! bracket that stands for itself, is read as browsers read it.

use super::set::{self, Set};
use super::tree::{Node, Repeat, Tree};

/// Nothing if it is no expression.
pub(super) fn parse(text: &[u16]) -> Option<Tree> {
    if text.len() > LONG {
        return None;
    }
    let (groups, names) = groups(text)?;
    let mut parser = Parser {
        text,
        at: 0,
        groups,
        names,
        opened: 0,
        depth: 0,
    };
    let node = parser.either()?;
    (parser.at == text.len()).then_some(Tree { node, groups })
}

/// Longer expressions are refused.
const LONG: usize = 1 << 16;

/// Deeper than this, brackets are refused; browsers give up later.
const DEEP: u32 = 200;

/// Names of groups, with their numbers.
type Names = Vec<(Vec<u16>, u32)>;

/// How many groups an expression has, and the names of those that have one. Brackets in classes don't count.
fn groups(text: &[u16]) -> Option<(u32, Names)> {
    let mut names: Names = Vec::new();
    let (mut count, mut at, mut class) = (0, 0, false);
    let is = |at: usize, c: char| text.get(at).copied() == u16::try_from(u32::from(c)).ok();
    while at < text.len() {
        match char::from_u32(text[at].into()) {
            Some('\\') => at += 1,
            Some('[') => class = true,
            Some(']') => class = false,
            Some('(') if !class => {
                let named =
                    is(at + 1, '?') && is(at + 2, '<') && !is(at + 3, '=') && !is(at + 3, '!');
                if named {
                    count += 1;
                    let (name, _) = name(text, at + 3)?;
                    if names.iter().any(|(other, _)| *other == name) {
                        return None;
                    }
                    names.push((name, count));
                } else if !is(at + 1, '?') {
                    count += 1;
                }
            }
            _ => {}
        }
        at += 1;
    }
    Some((count, names))
}

/// A name up to its `>`, and where it goes on behind that.
fn name(text: &[u16], start: usize) -> Option<(Vec<u16>, usize)> {
    let length = text[start..].iter().position(|unit| *unit == 0x3E)?;
    let name = &text[start..start + length];
    let written = String::from_utf16(name).ok()?;
    let mut letters = written.chars();
    let first = letters.next()?;
    let begins = |c: char| c.is_alphabetic() || c == '$' || c == '_';
    let goes_on = |c: char| c.is_alphanumeric() || "$_\u{200C}\u{200D}".contains(c);
    (begins(first) && letters.all(goes_on)).then(|| (name.to_vec(), start + length + 1))
}

struct Parser<'t> {
    text: &'t [u16],
    at: usize,
    groups: u32,
    names: Names,
    opened: u32,
    depth: u32,
}

/// What a part of a class is.
enum Part {
    Unit(u16),
    Set(Set),
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.ahead(0)
    }

    /// A unit as a character; half of a pair is U+FFFD, which no syntax has.
    fn ahead(&self, offset: usize) -> Option<char> {
        let unit = self.text.get(self.at + offset)?;
        Some(char::from_u32((*unit).into()).unwrap_or('\u{FFFD}'))
    }

    fn eat(&mut self, wanted: &str) -> bool {
        let found = wanted
            .chars()
            .enumerate()
            .all(|(offset, c)| self.ahead(offset) == Some(c));
        if found {
            self.at += wanted.len();
        }
        found
    }

    fn unit(&mut self) -> Option<u16> {
        let unit = self.text.get(self.at).copied();
        self.at += 1;
        unit
    }

    fn either(&mut self) -> Option<Node> {
        let mut all = vec![self.sequence()?];
        while self.eat("|") {
            all.push(self.sequence()?);
        }
        Some(match all.len() {
            1 => all.remove(0),
            _ => Node::Either(all),
        })
    }

    fn sequence(&mut self) -> Option<Node> {
        let mut all = Vec::new();
        while let Some(c) = self.peek() {
            if c == '|' || c == ')' {
                break;
            }
            all.push(self.term()?);
        }
        Some(match all.len() {
            1 => all.remove(0),
            _ => Node::Sequence(all),
        })
    }

    fn term(&mut self) -> Option<Node> {
        let first = self.opened + 1;
        let (node, may_repeat) = self.atom()?;
        let Some((least, most)) = self.quantifier()? else {
            return Some(node);
        };
        if !may_repeat {
            return None;
        }
        let greedy = !self.eat("?");
        Some(Node::Repeat(Box::new(Repeat {
            inner: node,
            least,
            most,
            greedy,
            groups: (first, self.opened + 1),
        })))
    }

    /// How often; the outer nothing where that makes no sense.
    fn quantifier(&mut self) -> Option<Option<(u32, u32)>> {
        let bounds = match self.peek() {
            Some('*') => (0, u32::MAX),
            Some('+') => (1, u32::MAX),
            Some('?') => (0, 1),
            Some('{') => {
                let Some((least, most, end)) = self.braces() else {
                    return Some(None);
                };
                self.at = end;
                return (least <= most).then_some(Some((least, most)));
            }
            _ => return Some(None),
        };
        self.at += 1;
        Some(Some(bounds))
    }

    /// `{2}`, `{2,}` or `{2,3}`, and where it ends.
    fn braces(&self) -> Option<(u32, u32, usize)> {
        let mut at = self.at + 1;
        let number = |at: &mut usize| {
            let start = *at;
            let mut number = 0_u32;
            while let Some(digit @ 0x30..=0x39) = self.text.get(*at) {
                number = number
                    .saturating_mul(10)
                    .saturating_add(u32::from(digit - 0x30));
                *at += 1;
            }
            (*at > start).then_some(number)
        };
        let least = number(&mut at)?;
        let mut most = least;
        if self.text.get(at) == Some(&0x2C) {
            at += 1;
            most = number(&mut at).unwrap_or(u32::MAX);
        }
        (self.text.get(at) == Some(&0x7D)).then_some((least, most, at + 1))
    }

    /// One thing, and whether it may be repeated.
    fn atom(&mut self) -> Option<(Node, bool)> {
        let node = match self.peek()? {
            '^' => {
                self.at += 1;
                return Some((Node::Start, false));
            }
            '$' => {
                self.at += 1;
                return Some((Node::End, false));
            }
            '(' => return self.bracket(),
            '.' => {
                self.at += 1;
                Node::Set {
                    set: set::lines(),
                    negated: true,
                }
            }
            '[' => self.class()?,
            '\\' => return self.escape(),
            '*' | '+' | '?' => return None,
            '{' if self.braces().is_some() => return None,
            _ => Node::Unit(self.unit()?),
        };
        Some((node, true))
    }

    fn bracket(&mut self) -> Option<(Node, bool)> {
        self.at += 1;
        self.depth += 1;
        if self.depth > DEEP {
            return None;
        }
        let look = [
            ("?=", false, false),
            ("?!", false, true),
            ("?<=", true, false),
            ("?<!", true, true),
        ];
        let look = look.into_iter().find(|(begin, _, _)| self.eat(begin));
        let number = match look {
            None if self.eat("?:") => None,
            None => {
                self.opened += 1;
                let number = self.opened;
                if self.eat("?<") {
                    self.at = name(self.text, self.at)?.1;
                } else if self.peek() == Some('?') {
                    return None;
                }
                Some(number)
            }
            Some(_) => None,
        };
        let inner = Box::new(self.either()?);
        self.depth -= 1;
        if !self.eat(")") {
            return None;
        }
        Some(match look {
            None => (Node::Group(number, inner), true),
            Some((_, behind, negated)) => (
                Node::Look {
                    behind,
                    negated,
                    inner,
                },
                !behind,
            ),
        })
    }

    fn escape(&mut self) -> Option<(Node, bool)> {
        self.at += 1;
        let node = match self.peek()? {
            'b' | 'B' => {
                let negated = self.unit()? == 0x42;
                return Some((Node::Edge { negated }, false));
            }
            '1'..='9' => match self.group_number() {
                Some(number) => Node::Back(number),
                None => Node::Unit(self.character()?),
            },
            'k' if !self.names.is_empty() => {
                if !self.eat("k<") {
                    return None;
                }
                let (name, end) = name(self.text, self.at)?;
                self.at = end;
                let (_, number) = self.names.iter().find(|(other, _)| *other == name)?;
                Node::Back(*number)
            }
            _ => match self.part()? {
                Part::Unit(unit) => Node::Unit(unit),
                Part::Set(set) => Node::Set {
                    set,
                    negated: false,
                },
            },
        };
        Some((node, true))
    }

    /// The number of a group that there is.
    fn group_number(&mut self) -> Option<u32> {
        let digits = self.text[self.at..].iter();
        let digits: Vec<u32> = digits
            .map_while(|unit| char::from_u32((*unit).into())?.to_digit(10))
            .collect();
        let number = digits.iter().try_fold(0_u32, |number, digit| {
            number.checked_mul(10)?.checked_add(*digit)
        })?;
        if number > self.groups {
            return None;
        }
        self.at += digits.len();
        Some(number)
    }

    /// What stands behind a backslash and is the same inside a class and outside.
    fn part(&mut self) -> Option<Part> {
        let set = match self.peek()? {
            'd' => set::digits(),
            'D' => set::digits().complement(),
            'w' => set::words(),
            'W' => set::words().complement(),
            's' => set::spaces(),
            'S' => set::spaces().complement(),
            _ => return self.character().map(Part::Unit),
        };
        self.at += 1;
        Some(Part::Set(set))
    }

    fn character(&mut self) -> Option<u16> {
        Some(match self.peek()? {
            't' => self.simple(0x09),
            'n' => self.simple(0x0A),
            'v' => self.simple(0x0B),
            'f' => self.simple(0x0C),
            'r' => self.simple(0x0D),
            'c' => match self.ahead(1).filter(char::is_ascii_alphabetic) {
                Some(letter) => {
                    self.at += 2;
                    (letter as u16) % 32
                }
                // The backslash stands for itself.
                None => 0x5C,
            },
            '0'..='7' => self.octal(),
            'x' => self.hexadecimal(2),
            'u' => self.hexadecimal(4),
            'k' if !self.names.is_empty() => return None,
            _ => self.unit()?,
        })
    }

    fn simple(&mut self, unit: u16) -> u16 {
        self.at += 1;
        unit
    }

    /// Up to three digits, to 255.
    fn octal(&mut self) -> u16 {
        let mut number = 0;
        for _ in 0..3 {
            let Some(digit) = self.peek().and_then(|c| c.to_digit(8)) else {
                break;
            };
            if number * 8 + digit > 255 {
                break;
            }
            number = number * 8 + digit;
            self.at += 1;
        }
        u16::try_from(number).unwrap_or(0)
    }

    /// So many digits behind a letter, which stands for itself where they don't follow.
    fn hexadecimal(&mut self, count: usize) -> u16 {
        let digits = (1..=count).map(|offset| self.ahead(offset).and_then(|c| c.to_digit(16)));
        let number = digits
            .into_iter()
            .try_fold(0, |number, digit| Some(number * 16 + digit?));
        match number.and_then(|number| u16::try_from(number).ok()) {
            Some(number) => {
                self.at += 1 + count;
                number
            }
            None => self.unit().unwrap_or(0),
        }
    }

    fn class(&mut self) -> Option<Node> {
        self.at += 1;
        let negated = self.eat("^");
        let mut ranges = Vec::new();
        while !self.eat("]") {
            let first = self.class_part()?;
            if self.peek() != Some('-') || matches!(self.ahead(1), Some(']') | None) {
                add(&mut ranges, &first);
                continue;
            }
            self.at += 1;
            let last = self.class_part()?;
            if let (Part::Unit(first), Part::Unit(last)) = (&first, &last) {
                if first > last {
                    return None;
                }
                ranges.push((*first, *last));
            } else {
                add(&mut ranges, &first);
                add(&mut ranges, &Part::Unit(0x2D));
                add(&mut ranges, &last);
            }
        }
        Some(Node::Set {
            set: Set::new(ranges),
            negated,
        })
    }

    fn class_part(&mut self) -> Option<Part> {
        if self.peek()? != '\\' {
            return self.unit().map(Part::Unit);
        }
        self.at += 1;
        match (self.peek()?, self.ahead(1)) {
            ('b', _) => Some(Part::Unit(self.simple(0x08))),
            ('c', Some(letter @ ('0'..='9' | '_'))) => {
                self.at += 2;
                Some(Part::Unit((letter as u16) % 32))
            }
            _ => self.part(),
        }
    }
}

fn add(ranges: &mut Vec<(u16, u16)>, part: &Part) {
    match part {
        Part::Unit(unit) => ranges.push((*unit, *unit)),
        Part::Set(set) => ranges.extend_from_slice(set.ranges()),
    }
}
