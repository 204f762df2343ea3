// Texts, operations and luck for the tests of operations: from a seed, so that each run sees the same.
import * as ot from "../src/ot.js";

/** Numbers that look random: mulberry32. */
export function random(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit) => Math.floor(next() * limit);
  return { next, below, of: (items) => items[below(items.length)] };
}

// Pairs that share a half, marks that combine, characters of one unit and of two, ends of lines.
const PIECES = [
  ..."abcdefgh  \n",
  "é",
  "e\u0301",
  "\u0301",
  "日",
  "😀",
  "😁",
  "🎈",
  "👩\u200d👧",
  "\ud83e\udd80",
];

export function text(luck, most) {
  return Array.from({ length: luck.below(most + 1) }, () =>
    luck.of(PIECES),
  ).join("");
}

/** An operation on a text that parts no pair. */
export function operation(luck, before, most = 4) {
  const characters = Array.from(before);
  const builder = new ot.Builder();
  let index = 0;
  const take = (count) => {
    const taken = characters.slice(index, index + count).join("");
    index += count;
    return taken.length;
  };
  for (let parts = luck.below(most + 1); parts > 0; parts -= 1) {
    const kind = luck.below(3);
    if (kind === 0) builder.insert(text(luck, 3));
    else if (kind === 1) builder.delete(take(luck.below(4)));
    else builder.retain(take(luck.below(6)));
  }
  return builder.retain(before.length - ot.baseLength(builder.done())).done();
}

/** What both languages have to agree on, a few hundred times. */
export function cases() {
  const luck = random(20261128);
  return Array.from({ length: 300 }, () => {
    const before = text(luck, 12);
    const [a, b] = [operation(luck, before), operation(luck, before)];
    const next = ot.apply(a, before);
    const c = operation(luck, next);
    const other = ot.apply(operation(luck, before), before);
    const [a_, b_] = ot.transform(a, b);
    const places = Array.from({ length: before.length + 1 }, (_, at) => at);
    return {
      text: before,
      a,
      b,
      c,
      other,
      applied: next,
      transformed: [a_, b_],
      composed: ot.compose(a, c),
      inverted: ot.invert(a, before),
      moved: places.map((at) => ot.transformIndex(a, at)),
      movedOwn: places.map((at) => ot.transformOwnIndex(a, at)),
      diff: ot.diff(before, other),
    };
  });
}
