// JSON documents and operations on them for tests, from a seed, so that each run sees the same.
import * as ot from "../src/ot.js";
import * as json from "../src/ot-json.js";
import { get } from "../src/json-values.js";
import { operation as textOperation, random, text } from "./ot-support.js";

const KEYS = ["a", "b", "", "😀", "😁", "\uff61", "__proto__", "0"];

/** A value, at most so deep. */
export function value(luck, depth) {
  const kind = luck.below(depth > 0 ? 8 : 5);
  if (kind === 0) return luck.of([null, true, false, 0, -1.5, 7, 1e21]);
  if (kind < 5) return text(luck, 6);
  return kind === 5 ? list(luck, depth) : object(luck, depth);
}

function list(luck, depth) {
  const length = luck.below(4);
  return Array.from({ length }, () => value(luck, depth - 1));
}

function object(luck, depth) {
  const keys = KEYS.filter(() => luck.below(3) === 0);
  return Object.fromEntries(keys.map((key) => [key, value(luck, depth - 1)]));
}

/** A whole document. */
export function document(luck) {
  return luck.below(4) === 0 ? list(luck, 3) : object(luck, 4);
}

/** Every place in a value: its path, and what is there. */
export function places(found, path = []) {
  const below =
    found !== null && typeof found === "object"
      ? Object.keys(found).flatMap((key) => {
          const segment = Array.isArray(found) ? Number(key) : key;
          return places(found[key], [...path, segment]);
        })
      : [];
  return [{ path, found }, ...below];
}

/** A step that fits the document. */
export function step(luck, doc) {
  const { path, found } = luck.of(places(doc));
  const isList = Array.isArray(found);
  const isText = typeof found === "string" && path.length > 0;
  if (isText && luck.below(4) > 0) {
    return { at: path, edit: textOperation(luck, found) };
  }
  if (isList && luck.below(4) > 0) {
    return inList(luck, path, found);
  }
  if (found !== null && typeof found === "object" && luck.below(4) > 0) {
    const key = isList ? luck.below(found.length) : luck.of(KEYS);
    if (isList && found.length === 0) return inList(luck, path, found);
    return { at: [...path, key], set: value(luck, 2) };
  }
  const isKey = typeof path[path.length - 1] === "string";
  if (isKey && luck.below(2) === 0) return { at: path, unset: true };
  if (path.length === 0) {
    return luck.below(8) === 0
      ? { at: [], set: document(luck) }
      : step(luck, doc);
  }
  return { at: path, set: value(luck, 2) };
}

function inList(luck, path, { length }) {
  if (length > 0 && luck.below(3) === 0) {
    return { at: [...path, luck.below(length)], delete: true };
  }
  return { at: [...path, luck.below(length + 1)], insert: value(luck, 2) };
}

/** An operation of some steps; composed, or as they are. */
export function operation(luck, doc, most = 4) {
  let after = doc;
  const steps = [];
  for (let count = luck.below(most + 1); count > 0; count -= 1) {
    const next = { json: [step(luck, after)] };
    after = json.apply(next, after);
    steps.push(next.json[0]);
  }
  return luck.below(2) === 0 ? { json: steps } : json.operation(...steps);
}

/** What both languages and the server have to agree on, a few hundred times. */
export function cases() {
  const luck = random(20261129);
  return [...told(), ...Array.from({ length: 120 }, () => drawn(luck))].map(
    worked,
  );
}

function drawn(luck) {
  const before = document(luck);
  const [a, b] = [operation(luck, before), operation(luck, before)];
  const c = operation(luck, json.apply(a, before));
  const other = json.apply(operation(luck, before), before);
  return { document: before, a, b, c, other };
}

/** Those that are named. */
function told() {
  const doc = { n: 1, t: "a😀b", l: [{ x: "one" }, "two", 3], o: { p: {} } };
  const pairs = [
    [
      { at: ["n"], set: 2 },
      { at: ["n"], set: 3 },
    ],
    [
      { at: ["n"], set: 2 },
      { at: ["n"], unset: true },
    ],
    [
      { at: ["n"], unset: true },
      { at: ["n"], unset: true },
    ],
    [
      { at: ["l", 1], insert: "x" },
      { at: ["l", 1], insert: "y" },
    ],
    [
      { at: ["l", 1], insert: "x" },
      { at: ["l", 1], delete: true },
    ],
    [
      { at: ["l", 1], delete: true },
      { at: ["l", 1], delete: true },
    ],
    [
      { at: ["l", 0, "x"], edit: ["the ", 3] },
      { at: ["l", 0], delete: true },
    ],
    [
      { at: ["l", 0, "x"], edit: ["the ", 3] },
      { at: ["l", 0], insert: 0 },
    ],
    [
      { at: ["l", 0, "x"], edit: ["the ", 3] },
      { at: ["l"], set: [] },
    ],
    [
      { at: ["l", 2], set: 4 },
      { at: ["l", 0], delete: true },
    ],
    [
      { at: ["t"], edit: [1, "😁", -2, 1] },
      { at: ["t"], edit: [4, "c"] },
    ],
    [
      { at: ["t"], edit: [1, -2, 1] },
      { at: ["t"], edit: [1, "🎈", -2, 1] },
    ],
    [
      { at: ["t"], edit: ["x", 4] },
      { at: ["t"], set: "" },
    ],
    [
      { at: ["o", "p", "q"], set: 1 },
      { at: ["o"], unset: true },
    ],
    [
      { at: [], set: [] },
      { at: ["o", "p", "q"], set: 1 },
    ],
    [
      { at: [], set: [] },
      { at: [], set: {} },
    ],
  ];
  return pairs.map(([a, b]) => ({
    document: doc,
    a: { json: [a] },
    b: { json: [b] },
    c: { json: [] },
    other: json.apply({ json: [a, ...behind(a, b)] }, doc),
  }));
}

/** The second one behind the first, as steps. */
const behind = (a, b) => json.transform({ json: [b] }, { json: [a] })[0].json;

function worked({ document: before, a, b, c, other }) {
  const paths = places(before).map(({ path }) => path);
  return {
    document: before,
    a,
    b,
    c,
    other,
    applied: json.apply(a, before),
    transformed: json.transform(a, b),
    composed: json.compose(a, c),
    inverted: json.invert(a, before),
    diff: json.diff(before, other),
    moved: paths.map((path) => [path, json.transformPath(a, path)]),
  };
}

/** Whether all texts are whole. */
export function texts(doc) {
  return places(doc)
    .map(({ found }) => found)
    .filter((found) => typeof found === "string");
}

export { get, ot, random, text };
