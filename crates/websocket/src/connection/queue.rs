//! What waits to be written: whole frames in their order, some of which newer ones replace. What is left of one that is replaced,
//! if anything, stays in its place; of those in a row that are of one group only the last.
//!
//! Pure: it refuses to know a socket. Empty, it holds no memory; a thread keeps some for the queues that fill up next.

use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};
use std::io::IoSlice;
use std::ops::{Deref, DerefMut};

use bytes::{Buf, Bytes};

use super::sender::Rest;
use crate::codec::Role;
use crate::outgoing::Outgoing;

/// How many frames leave in one call.
pub(super) const BATCH: usize = 64;

/// What a frame replaces, and is replaced by: the last of its key that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Key {
    /// A volatile message's.
    Volatile(u64),
    /// RFC 6455, 5.5.3: only the latest ping needs an answer.
    Pong,
}

/// Whether the peer keeps up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pace {
    /// Everything goes out as it comes.
    Keeping,
    /// Frames wait for it; newer ones replace older ones of the same key.
    Slow,
}

/// What becomes of a frame that a newer one replaces.
#[derive(Debug, Clone)]
pub(super) enum Replaced {
    /// It goes.
    Gone,
    /// This is left of its message.
    Leaves(Outgoing, Rest),
    /// It is what was left, of this group.
    Left(u64),
}

#[derive(Debug)]
struct Waiting {
    /// Empty where a newer frame has replaced it and left nothing.
    frame: Bytes,
    key: Option<Key>,
    replaced: Replaced,
}

/// Almost always empty, and then no more than a pointer to nothing.
#[derive(Debug, Default)]
pub(super) struct Queue(Option<Box<Frames>>);

/// What is in it.
#[derive(Debug)]
pub(super) struct Frames {
    /// The first is never a replaced one.
    waiting: VecDeque<Waiting>,
    bytes: usize,
    /// The number of the first frame that waits; they are numbered throughout.
    first: u64,
    /// Whether part of the first is written, so that it must be ended.
    begun: bool,
    replaced: usize,
    /// The number of each key's last frame; only while the peer is slow.
    last: Option<HashMap<Key, u64>>,
}

/// How many empty ones a thread keeps, and how long they may be: queues fill and empty all the time.
const SPARE: usize = 1024;
const SHORT: usize = 8;

static NONE: Frames = Frames::new();

thread_local! {
    #[expect(clippy::vec_box, reason = "it is the boxes that are kept")]
    static EMPTY: RefCell<Vec<Box<Frames>>> = const { RefCell::new(Vec::new()) };
}

impl Deref for Queue {
    type Target = Frames;

    fn deref(&self) -> &Frames {
        self.0.as_deref().unwrap_or(&NONE)
    }
}

impl DerefMut for Queue {
    fn deref_mut(&mut self) -> &mut Frames {
        self.0.get_or_insert_with(|| {
            let empty = EMPTY.with_borrow_mut(Vec::pop);
            empty.unwrap_or_else(|| Box::new(Frames::new()))
        })
    }
}

impl Queue {
    /// So many bytes are written.
    pub(super) fn advance(&mut self, count: usize) {
        DerefMut::deref_mut(self).advance(count);
        let Some(mut empty) = self.0.take_if(|frames| frames.is_empty()) else {
            return;
        };
        if empty.waiting.capacity() <= SHORT {
            empty.reset();
            EMPTY.with_borrow_mut(|spare| {
                if spare.len() < SPARE {
                    spare.push(empty);
                }
            });
        }
    }

    /// Drops all but a frame that is begun.
    pub(super) fn abandon(&mut self) {
        let is_begun = self.begun;
        let begun = self.waiting.pop_front_if(|_| is_begun);
        *self = Queue::default();
        if let Some(begun) = begun {
            self.push_begun(begun.frame, None);
        }
    }
}

impl Frames {
    const fn new() -> Frames {
        Frames {
            waiting: VecDeque::new(),
            bytes: 0,
            first: 0,
            begun: false,
            replaced: 0,
            last: None,
        }
    }

    /// As if it were new, but for the memory that it has.
    fn reset(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        *self = Frames {
            waiting,
            ..Frames::new()
        };
    }

    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// What waits behind the frame that is next, or being written.
    pub(super) fn bytes_behind_first(&self) -> usize {
        let first = self.waiting.front().map_or(0, |first| first.frame.len());
        self.bytes - first
    }

    pub(super) fn frames(&self) -> usize {
        self.waiting.len() - self.replaced
    }

    pub(super) fn push(&mut self, frame: Bytes, key: Option<Key>, pace: Pace) {
        self.push_leaving(frame, key, pace, Replaced::Gone);
    }

    /// A frame that may leave something where it is replaced.
    pub(super) fn push_leaving(
        &mut self,
        frame: Bytes,
        key: Option<Key>,
        pace: Pace,
        replaced: Replaced,
    ) {
        self.bytes += frame.len();
        self.waiting.push_back(Waiting {
            frame,
            key,
            replaced,
        });
        if pace == Pace::Slow {
            self.replace(key);
        }
    }

    /// The rest of a frame whose begin is written already; the queue is empty.
    pub(super) fn push_begun(&mut self, rest: Bytes, key: Option<Key>) {
        self.push(rest, key, Pace::Keeping);
        self.begun = true;
    }

    /// Shows the first frames in `slices`; how many.
    pub(super) fn slices<'a>(&'a self, slices: &mut [IoSlice<'a>; BATCH]) -> usize {
        let live = self.waiting.iter().filter(|w| !w.frame.is_empty());
        let pairs = slices.iter_mut().zip(live);
        pairs
            .map(|(slice, waiting)| *slice = IoSlice::new(&waiting.frame))
            .count()
    }

    /// Copies all that waits behind one another.
    pub(super) fn copy(&self, together: &mut Vec<u8>) {
        for waiting in &self.waiting {
            together.extend_from_slice(&waiting.frame);
        }
    }

    fn advance(&mut self, mut count: usize) {
        self.bytes -= count;
        while let Some(first) = self.waiting.front_mut() {
            if count < first.frame.len() {
                first.frame.advance(count);
                self.begun |= count > 0;
                return;
            }
            count -= first.frame.len();
            self.pop();
        }
    }

    fn pop(&mut self) {
        if let Some(waiting) = self.waiting.pop_front() {
            self.replaced -= usize::from(waiting.frame.is_empty());
            self.first += 1;
            self.begun = false;
        }
    }

    /// The frame just pushed replaces the one before of its key.
    fn replace(&mut self, key: Option<Key>) {
        let Some(mut last) = self.last.take() else {
            self.index();
            return;
        };
        let number = self.first + self.waiting.len() as u64 - 1;
        if let Some(old) = key.and_then(|key| last.insert(key, number)) {
            self.bury(old);
        }
        let sparse = self.replaced > 32 && self.replaced > self.waiting.len() / 2;
        if sparse {
            self.waiting.retain(|waiting| !waiting.frame.is_empty());
            self.replaced = 0;
        }
        // Keys of frames that have left are forgotten now and then, not each time.
        if sparse || last.len() > 2 * self.waiting.len() + 64 {
            self.index();
        } else {
            self.last = Some(last);
        }
    }

    /// Numbers what waits by key, and replaces what has a newer one.
    fn index(&mut self) {
        let mut last = HashMap::new();
        let mut old = Vec::new();
        for (number, waiting) in (self.first..).zip(&self.waiting) {
            let key = waiting.key.filter(|_| !waiting.frame.is_empty());
            old.extend(key.and_then(|key| last.insert(key, number)));
        }
        for number in old {
            self.bury(number);
        }
        self.last = Some(last);
    }

    fn bury(&mut self, number: u64) {
        let begun = self.begun && number == self.first;
        let Some(index) = number.checked_sub(self.first).filter(|_| !begun) else {
            return;
        };
        self.leave_rest(index as usize);
        while self.waiting.front().is_some_and(|w| w.frame.is_empty()) {
            self.pop();
        }
    }

    /// Puts what is left in the place of a frame.
    fn leave_rest(&mut self, index: usize) {
        let Some(waiting) = self.waiting.get_mut(index) else {
            return;
        };
        self.bytes -= waiting.frame.len();
        let was_there = !waiting.frame.is_empty();
        waiting.key = None;
        waiting.frame = Bytes::new();
        let left = match std::mem::replace(&mut waiting.replaced, Replaced::Gone) {
            Replaced::Leaves(message, rest) => rest(message.payload()),
            Replaced::Gone | Replaced::Left(_) => None,
        };
        let Some((group, rest)) = left.filter(|(group, _)| !self.is_left_behind(index, *group))
        else {
            self.replaced += usize::from(was_there);
            return;
        };
        if let Some(before) = self.left_before(index, group) {
            let before = &mut self.waiting[before];
            self.bytes -= before.frame.len();
            before.frame = Bytes::new();
            before.replaced = Replaced::Gone;
            self.replaced += 1;
        }
        let frame = rest.frame(Role::Server, None);
        self.bytes += frame.len();
        let waiting = &mut self.waiting[index];
        waiting.frame = frame;
        waiting.replaced = Replaced::Left(group);
    }

    /// Whether something of the group is left right behind, so that nothing has to be here.
    fn is_left_behind(&self, index: usize, group: u64) -> bool {
        let behind = self.waiting.range(index + 1..);
        in_a_row(behind).any(|(_, left)| left == Some(group))
    }

    /// Where something of the group is left right before, and not begun.
    fn left_before(&self, index: usize, group: u64) -> Option<usize> {
        let before = self.waiting.range(..index).rev();
        let (steps, _) = in_a_row(before).find(|(_, left)| *left == Some(group))?;
        let place = index - 1 - steps;
        (place > 0 || !self.begun).then_some(place)
    }
}

/// What is left, and what is gone, up to the first frame that is neither; with how many steps away.
fn in_a_row<'a>(
    waiting: impl Iterator<Item = &'a Waiting>,
) -> impl Iterator<Item = (usize, Option<u64>)> {
    let left = waiting.map_while(|waiting| match waiting.replaced {
        Replaced::Left(group) => Some(Some(group)),
        _ if waiting.frame.is_empty() => Some(None),
        _ => None,
    });
    left.enumerate()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What would be written, frame by frame.
    fn waiting(queue: &Queue) -> Vec<String> {
        let mut slices = [IoSlice::new(&[]); BATCH];
        let count = queue.slices(&mut slices);
        let texts = slices[..count].iter();
        texts
            .map(|text| String::from_utf8_lossy(text).into())
            .collect()
    }

    fn queue(frames: &[(&'static str, Option<u64>)], pace: Pace) -> Queue {
        let mut queue = Queue::default();
        for (frame, key) in frames {
            let frame = Bytes::from_static(frame.as_bytes());
            queue.push(frame, key.map(Key::Volatile), pace);
        }
        queue
    }

    #[track_caller]
    fn check(queue: &Queue, expected: &[&str]) {
        assert_eq!(waiting(queue), expected);
        // Each byte that is no text is one character.
        let bytes: usize = expected.iter().map(|frame| frame.chars().count()).sum();
        assert_eq!((queue.bytes(), queue.frames()), (bytes, expected.len()));
        assert_eq!(queue.is_empty(), expected.is_empty());
        let mut together = Vec::new();
        queue.copy(&mut together);
        assert_eq!(String::from_utf8_lossy(&together), expected.concat());
    }

    #[test]
    fn newer_frames_replace_older_ones_of_a_slow_peer() {
        let frames = [
            ("a1", Some(1)),
            ("n", None),
            ("b1", Some(2)),
            ("a2", Some(1)),
            ("b2", Some(2)),
        ];
        check(&queue(&frames, Pace::Slow), &["n", "a2", "b2"]);
        check(
            &queue(&frames, Pace::Keeping),
            &["a1", "n", "b1", "a2", "b2"],
        );
    }

    /// A numbered message leaves its group and number: `g7:text` leaves `g7`.
    fn push_numbered(queue: &mut Queue, text: &'static str, key: u64) {
        let rest: Rest = |payload| {
            let text = std::str::from_utf8(payload).ok()?;
            let (number, _) = text.split_once(':')?;
            Some((number.as_bytes()[0].into(), Outgoing::text(number)))
        };
        let message = Outgoing::text(text);
        queue.push_leaving(
            Bytes::from_static(text.as_bytes()),
            Some(Key::Volatile(key)),
            Pace::Slow,
            Replaced::Leaves(message, rest),
        );
    }

    /// As a server's frame.
    fn framed(text: &str) -> String {
        let frame = Outgoing::text(text).frame(Role::Server, None);
        String::from_utf8_lossy(&frame).into_owned()
    }

    #[test]
    fn what_is_left_of_replaced_frames_is_the_last_of_each_group_in_a_row() {
        let mut queue = queue(&[("n1", None)], Pace::Slow);
        for (text, key) in [
            ("g2:a", 1),
            ("h1:a", 2),
            ("g3:b", 3),
            ("g4:a", 1),
            ("h2:a", 2),
        ] {
            push_numbered(&mut queue, text, key);
        }
        let (g2, h1) = (framed("g2"), framed("h1"));
        let frames = ["n1", &g2, &h1, "g3:b", "g4:a", "h2:a"];
        check(&queue, &frames);
        // Now that g3 goes, g2, which is in a row with it, says nothing more.
        push_numbered(&mut queue, "g5:b", 3);
        let g3 = framed("g3");
        check(&queue, &["n1", &h1, &g3, "g4:a", "h2:a", "g5:b"]);
        queue.push(Bytes::from_static(b"n2"), None, Pace::Slow);
        push_numbered(&mut queue, "g6:a", 1);
        let g4 = framed("g4");
        check(&queue, &["n1", &h1, &g4, "h2:a", "g5:b", "n2", "g6:a"]);
    }

    #[test]
    fn what_is_left_does_not_gather() {
        let mut queue = queue(&[("first", None)], Pace::Slow);
        for round in 0..10_000_u64 {
            let text = if round % 2 == 0 { "g1:abc" } else { "h1:abc" };
            push_numbered(&mut queue, text, round % 4);
        }
        assert!(queue.frames() <= 1 + 2 * 4, "{}", queue.frames());
        assert!(queue.waiting.len() <= 100, "{}", queue.waiting.len());
        let whole: usize = queue.waiting.iter().map(|w| w.frame.len()).sum();
        assert_eq!(queue.bytes(), whole);
    }

    #[test]
    fn a_peer_that_becomes_slow_loses_the_older_ones_then() {
        let mut queue = queue(
            &[("a1", Some(1)), ("a2", Some(1)), ("n", None)],
            Pace::Keeping,
        );
        queue.push(Bytes::from_static(b"m"), None, Pace::Slow);
        check(&queue, &["a2", "n", "m"]);
    }

    #[test]
    fn a_frame_that_is_begun_is_ended() {
        let mut queue = queue(&[("a1", Some(1)), ("b", Some(2))], Pace::Slow);
        queue.advance(1);
        queue.push(
            Bytes::from_static(b"a2"),
            Some(Key::Volatile(1)),
            Pace::Slow,
        );
        check(&queue, &["1", "b", "a2"]);
        queue.abandon();
        check(&queue, &["1"]);
        queue.advance(1);
        check(&queue, &[]);
    }

    #[test]
    fn nothing_begun_is_abandoned_whole() {
        let mut queue = queue(&[("a", None), ("b", None)], Pace::Keeping);
        queue.advance(1);
        queue.abandon();
        check(&queue, &[]);
    }

    #[test]
    fn what_leaves_is_forgotten() {
        let mut queue = queue(&[("a1", Some(1)), ("n", None)], Pace::Slow);
        queue.advance(2);
        queue.push(
            Bytes::from_static(b"a2"),
            Some(Key::Volatile(1)),
            Pace::Slow,
        );
        check(&queue, &["n", "a2"]);
        queue.advance(3);
        check(&queue, &[]);
        assert_eq!((queue.waiting.capacity(), queue.last.is_none()), (0, true));
    }

    #[test]
    fn replaced_frames_leave_no_trace_behind() {
        let mut queue = queue(&[("first", None)], Pace::Slow);
        for round in 0..100_000_u64 {
            let key = Some(Key::Volatile(round % 3));
            queue.push(Bytes::from_static(b"abc"), key, Pace::Slow);
        }
        check(&queue, &["first", "abc", "abc", "abc"]);
        assert!(queue.waiting.len() <= 70, "{}", queue.waiting.len());
    }

    #[test]
    fn keys_of_frames_that_left_are_forgotten_too() {
        let mut queue = queue(&[("first", None)], Pace::Slow);
        for key in 0..10_000 {
            queue.push(
                Bytes::from_static(b"abc"),
                Some(Key::Volatile(key)),
                Pace::Slow,
            );
            let next = queue.waiting.front().map_or(0, |first| first.frame.len());
            queue.advance(next);
            queue.push(Bytes::from_static(b"n"), None, Pace::Slow);
        }
        let keys = queue.last.as_ref().map_or(0, |last| last.len());
        assert!(keys <= 2 * queue.waiting.len() + 65, "{keys}");
    }
}
