// The laws of operations, and that Elm and JavaScript mean the same by them.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";

import * as ot from "../src/ot.js";
import { cases, operation, random, text } from "./ot-support.js";

const FIXTURE = new URL("../../../fixtures/ot/cases.json", import.meta.url);

/** So many texts, with operations on them. */
function* many(count, seed) {
  const luck = random(seed);
  for (let index = 0; index < count; index += 1) {
    const before = text(luck, 30);
    yield { luck, before, a: operation(luck, before) };
  }
}

const halves =
  /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

test("of two at once, each after the other gives the same text", () => {
  for (const { luck, before, a } of many(3000, 1)) {
    const b = operation(luck, before);
    const [a_, b_] = ot.transform(a, b);
    const one = ot.apply(b_, ot.apply(a, before));
    assert.equal(one, ot.apply(a_, ot.apply(b, before)));
    assert.ok(!halves.test(one), "no pair is parted");
  }
});

test("what is composed does what both do, and it does not matter which two go together", () => {
  for (const { luck, before, a } of many(3000, 2)) {
    const b = operation(luck, ot.apply(a, before));
    const after = ot.apply(b, ot.apply(a, before));
    const c = operation(luck, after);
    assert.equal(ot.apply(ot.compose(a, b), before), after);
    assert.deepEqual(
      ot.compose(ot.compose(a, b), c),
      ot.compose(a, ot.compose(b, c)),
    );
  }
});

test("an inverse takes back", () => {
  for (const { before, a } of many(3000, 4)) {
    const after = ot.apply(a, before);
    assert.equal(ot.apply(ot.invert(a, before), after), before);
  }
});

test("a difference makes the one text of the other, and parts no pair", () => {
  for (const { luck, before } of many(3000, 5)) {
    const after = text(luck, 30);
    const made = ot.diff(before, after);
    assert.equal(ot.apply(made, before), after);
    for (const part of made) {
      assert.ok(typeof part === "number" || !halves.test(part), `${made}`);
    }
    assert.ok(!halves.test(ot.apply(made.map(marked), before)));
  }
  assert.deepEqual(ot.diff("a😀b", "a😁b"), [1, "😁", -2, 1]);
  assert.deepEqual(ot.diff("\ud83d\ude00", "\ud83e\ude00"), [
    "\ud83e\ude00",
    -2,
  ]);
  assert.deepEqual(ot.diff("same", "same"), [4]);
  assert.ok(ot.isNoop(ot.diff("same", "same")));
});

/** Inserts become marks, so that the text shows where the parts of an operation end. */
const marked = (part) => (typeof part === "string" ? "|" : part);

test("halves of pairs are taken as they come", () => {
  const parted = ot.apply([1, "x", 1], "😀");
  assert.equal(parted, "\ud83dx\ude00");
  assert.equal(ot.apply([1, -1, 1], parted), "😀");
  assert.equal(ot.wellFormed(parted), "\ufffdx\ufffd");
  assert.equal(ot.wellFormed("a😀"), "a😀");
});

test("a caret stays where it was, as far as that is there", () => {
  assert.equal(ot.transformIndex([2, "xy", 3], 2), 2);
  assert.equal(ot.transformOwnIndex([2, "xy", 3], 2), 4);
  assert.equal(ot.transformIndex([2, "xy", 3], 3), 5);
  assert.equal(ot.transformIndex([1, -3, 1], 3), 1);
  assert.deepEqual(ot.transformRange([1, -2, 2], { start: 0, end: 4 }), {
    start: 0,
    end: 2,
  });
  for (const { luck, before, a } of many(1000, 6)) {
    const at = luck.below(before.length + 1);
    const [left, right] = [
      ot.transformIndex(a, at),
      ot.transformOwnIndex(a, at),
    ];
    assert.ok(0 <= left && left <= right && right <= ot.targetLength(a));
  }
});

test("what does not belong to the text is told so", () => {
  const told = (act, message) =>
    assert.throws(act, { name: "OperationError", message });
  const lengths = "the operation is for a text of 3 units, not for one of 2";
  told(() => ot.apply([3], "ab"), lengths);
  told(() => ot.transform([3], [2]), lengths);
  told(() => ot.compose([2], [3]), lengths);
  told(() => ot.invert([3], "ab"), lengths);
  told(() => ot.read("x"), /not an array of whole numbers and texts/);
  told(() => ot.read([1, 1.5]), /^part 1 of the operation is neither/);
  told(() => ot.read([null]), /^part 0/);
  assert.deepEqual(ot.read([1, 1, "", "a", -1, "b", 0]), [2, "ab", -1]);
});

test("Elm is tested on the same cases", () => {
  const made = `[\n${cases()
    .map((one) => JSON.stringify(one))
    .join(",\n")}\n]\n`;
  if (process.env.UPDATE) writeFileSync(FIXTURE, made);
  assert.equal(
    readFileSync(FIXTURE, "utf8"),
    made,
    "UPDATE=1 node --test writes them anew",
  );
});
