// The laws of operations on JSON documents, and that Elm, JavaScript and the server mean the same by them.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";

import * as json from "../src/ot-json.js";
import { get, plain, same } from "../src/json-values.js";
import { cases, document, operation, random, texts } from "./json-support.js";

const FIXTURE = new URL("../../../fixtures/ot/json.json", import.meta.url);

/** So many documents, with operations on them. */
function* many(count, seed) {
  const luck = random(seed);
  for (let index = 0; index < count; index += 1) {
    const before = document(luck);
    yield { luck, before, a: operation(luck, before) };
  }
}

function alike(one, other, ...why) {
  const told = [one, other, ...why].map((it) => JSON.stringify(it)).join("\n");
  assert.ok(same(one, other), told);
}

test("of two at once, each after the other gives the same document", () => {
  for (const { luck, before, a } of many(6000, 1)) {
    const b = operation(luck, before);
    const [a_, b_] = json.transform(a, b);
    const one = json.apply(b_, json.apply(a, before));
    alike(one, json.apply(a_, json.apply(b, before)), before, a, b);
    assert.ok(texts(one).every((text) => text.isWellFormed?.() ?? true));
  }
});

test("what is composed does what both do", () => {
  for (const { luck, before, a } of many(6000, 2)) {
    const b = operation(luck, json.apply(a, before));
    const after = json.apply(b, json.apply(a, before));
    const both = json.compose(a, b);
    alike(json.apply(both, before), after, before, a, b);
    assert.ok(both.json.length <= a.json.length + b.json.length);
  }
});

test("an inverse takes back, also what was composed", () => {
  for (const { luck, before, a } of many(4000, 3)) {
    const middle = json.apply(a, before);
    alike(json.apply(json.invert(a, before), middle), before, a);
    const b = operation(luck, middle);
    const both = json.compose(a, b);
    const back = json.invert(both, before);
    alike(json.apply(back, json.apply(b, middle)), before, a, b);
  }
});

test("a difference makes the one document of the other", () => {
  for (const { luck, before, a } of many(4000, 4)) {
    const after = luck.below(4) === 0 ? document(luck) : json.apply(a, before);
    const made = json.diff(before, after);
    alike(json.apply(made, before), after, before);
    alike(json.read(JSON.parse(JSON.stringify(made))), made);
    assert.equal(json.isNoop(made), same(before, after));
  }
  const items = [{ t: "one" }, { t: "two" }, { t: "three" }];
  const after = [{ t: "One" }, { t: "two" }, { t: "three" }, { t: "four" }];
  assert.deepEqual(json.diff({ items }, { items: after }).json, [
    { at: ["items", 0, "t"], edit: ["O", -1, 2] },
    { at: ["items", 3], insert: { t: "four" } },
  ]);
  assert.deepEqual(json.diff({ items }, { items: items.slice(1) }).json, [
    { at: ["items", 0], delete: true },
  ]);
});

test("values are shared, and never changed", () => {
  for (const { before, a } of many(1000, 5)) {
    const copy = JSON.stringify(before);
    json.apply(a, before);
    json.invert(a, before);
    assert.equal(JSON.stringify(before), copy);
  }
  const before = { a: { x: 1 }, b: { y: 2 } };
  const after = json.apply({ json: [{ at: ["a", "x"], set: 2 }] }, before);
  assert.equal(after.b, before.b);
  assert.notEqual(after.a, before.a);
});

test("steps at one place become one", () => {
  const one = (...steps) => json.operation(...steps).json;
  const item = { at: ["l", 0], insert: { t: "" } };
  assert.deepEqual(
    one(
      item,
      { at: ["l", 0, "t"], edit: ["a"] },
      { at: ["l", 0, "t"], edit: [1, "b"] },
      { at: ["l", 0, "done"], set: true },
    ),
    [{ at: ["l", 0], insert: { t: "ab", done: true } }],
  );
  assert.deepEqual(one(item, { at: ["l", 0], delete: true }), []);
  const typed = { at: ["l", 0, "t"], edit: ["x", 1] };
  const back = { at: ["l", 0, "t"], edit: [-1, 1] };
  assert.deepEqual(one(typed, back), []);
  const gone = { at: ["l", 0], delete: true };
  assert.deepEqual(one(typed, { at: ["l", 0, "n"], set: 1 }, gone), [gone]);
  const made = { at: ["n"], set: 1 };
  const unmade = { at: ["n"], unset: true };
  assert.deepEqual(one(made, unmade), [made, unmade], "it may be a new key");
});

test("what meets is decided alike on all sides", () => {
  const [a, b] = [
    { at: ["n"], set: 1 },
    { at: ["n"], set: 2 },
  ];
  const pair = (one, other) =>
    json
      .transform({ json: [one] }, { json: [other] })
      .map((operation) => operation.json);
  assert.deepEqual(pair(a, b), [[a], []], "the later one wins");
  const [x, y] = ["x", "y"].map((insert) => ({ at: ["l", 1], insert }));
  assert.deepEqual(
    pair(x, y),
    [[{ ...x, at: ["l", 2] }], [y]],
    "the earlier one is in front",
  );
  const edit = { at: ["l", 3, "t"], edit: [1, "x"] };
  assert.deepEqual(pair(edit, { at: ["l", 3], delete: true })[0], []);
  assert.deepEqual(pair(edit, { at: ["l", 1], delete: true })[0], [
    { ...edit, at: ["l", 2, "t"] },
  ]);
});

test("what does not belong to the document is told so", () => {
  const doc = { a: [1, "two"], t: "abc" };
  const told = (message, ...steps) =>
    assert.throws(() => json.apply({ json: steps }, doc), {
      name: "OperationError",
      message,
    });
  const fine = { at: ["n"], set: 1 };
  told('step 1 (unset at ["x"]): the document has no key "x"', fine, {
    at: ["x"],
    unset: true,
  });
  told(
    'step 0 (insert at ["a",3]): ["a"] has 2 elements, and index 3 is beyond them',
    { at: ["a", 3], insert: 1 },
  );
  told(
    'step 0 (delete at ["a",2]): ["a"] has 2 elements, and index 2 is beyond them',
    { at: ["a", 2], delete: true },
  );
  told(
    'step 0 (set at ["t","x"]): ["t"] is a text, and "x" is a key of an object',
    { at: ["t", "x"], set: 1 },
  );
  told(
    "step 0 (insert at [0]): the document is an object, and 0 is an index of a list",
    { at: [0], insert: 1 },
  );
  told('step 0 (edit at ["a"]): ["a"] is a list, and an edit is of a text', {
    at: ["a"],
    edit: ["x"],
  });
  told(
    'step 0 (edit at ["t"]): the operation is for a text of 2 units, not for one of 3',
    { at: ["t"], edit: [2] },
  );
});

test("what is no operation is told so", () => {
  const told = (value, message) =>
    assert.throws(() => json.read(value), { name: "OperationError", message });
  const none = /^the operation is not an object with a list of steps alone/;
  for (const value of [null, [], {}, { json: 1 }, { json: [], more: 1 }]) {
    told(value, none);
  }
  const steps = (...all) => ({ json: all });
  const fine = { at: ["a"], set: null };
  assert.deepEqual(json.read(steps(fine)), steps(fine));
  told(steps(fine, 1), /^step 1: it is not an object with "at" and one of/);
  told(steps({ at: [] }), /^step 0: it is not/);
  told(steps({ at: ["a"], set: 1, unset: true }), /^step 0: it is not/);
  told(steps({ at: "a", set: 1 }), /"at" is not a list of keys and indexes/);
  told(steps({ at: [-1], set: 1 }), /"at" is not a list/);
  told(steps({ at: ["a"], unset: 1 }), /"unset" is not true/);
  told(steps({ at: [0], unset: true }), /"unset" is of a key/);
  told(steps({ at: ["a"], insert: 1 }), /"insert" is of a list's index/);
  told(steps({ at: [], delete: true }), /"delete" is of a list's index/);
  told(steps({ at: [], set: "x" }), /the whole document has to be/);
  told(steps({ at: [], edit: [] }), /the whole document is no text/);
  told(steps({ at: ["a"], edit: [null] }), /^step 0: part 0 of the operation/);
});

test("only what is JSON travels", () => {
  const half = "a\ud83d";
  assert.deepEqual(
    plain({ [half]: [half, undefined], gone: undefined, when: new Date(0) }),
    { "a\ufffd": ["a\ufffd", null], when: "1970-01-01T00:00:00.000Z" },
  );
  const own = JSON.parse('{"__proto__":{"x":1}}');
  assert.equal(JSON.stringify(plain(own)), '{"__proto__":{"x":1}}');
  assert.equal(get({}, ["__proto__"]), undefined);
  assert.throws(() => plain([NaN]), /NaN is no JSON value/);
  assert.throws(() => plain(() => 1), /is no JSON value/);
});

test("Elm and the server are tested on the same cases", () => {
  const lines = cases().map((one) => JSON.stringify(one));
  const made = `[\n${lines.join(",\n")}\n]\n`;
  if (process.env.UPDATE) writeFileSync(FIXTURE, made);
  assert.equal(
    readFileSync(FIXTURE, "utf8"),
    made,
    "UPDATE=1 node --test writes them anew",
  );
});
