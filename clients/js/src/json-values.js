// JSON values and places in them: what `BuildAmp.OT.Tree` is in Elm. None is ever changed: what is put somewhere is put into a copy of
// what is above it. It refuses to know operations: `ot-json.js` has those.

import { OperationError, wellFormed } from "./ot.js";

/** How far apart two elements may be that a difference takes for the same one. */
export const REACH = 64;

export const has = (object, key) =>
  Object.prototype.hasOwnProperty.call(object, key);

/** What a value is, as it is told. */
export function kindOf(value) {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return "a list";
  const kinds = { boolean: "a truth value", number: "a number" };
  return { ...kinds, string: "a text" }[typeof value] ?? "an object";
}

/** Whether two values are the same; the order of keys is no matter. */
export function same(a, b) {
  if (a === b) return true;
  const kind = kindOf(a);
  if (kind !== kindOf(b)) return false;
  if (kind === "a list") {
    return a.length === b.length && a.every((one, at) => same(one, b[at]));
  }
  if (kind !== "an object") return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => has(b, key) && same(a[key], b[key]))
  );
}

/** Whether this is a path: an array of keys and indexes. */
export function isPath(path) {
  const isIndex = (segment) => Number.isSafeInteger(segment) && segment >= 0;
  return (
    Array.isArray(path) &&
    path.every((segment) => typeof segment === "string" || isIndex(segment))
  );
}

/** The value at a path; `undefined` where there is none. */
export function get(value, path) {
  let found = value;
  for (const segment of path) {
    const isThere =
      typeof segment === "number" ? Array.isArray(found) : isObject(found);
    if (!isThere || !has(found, segment)) return undefined;
    found = found[segment];
  }
  return found;
}

const isObject = (value) => kindOf(value) === "an object";

const told = (path, depth) =>
  depth === 0 ? "the document" : JSON.stringify(path.slice(0, depth));

/** What is at a segment of a path, in the value above it. */
export function childOf(value, path, depth) {
  const segment = path[depth];
  if (typeof segment === "string") {
    keyed(value, path, depth);
    if (has(value, segment)) return value[segment];
    const key = JSON.stringify(segment);
    throw new OperationError(`${told(path, depth)} has no key ${key}`);
  }
  indexed(value, path, depth);
  if (segment < value.length) return value[segment];
  throw beyond(value, path, depth);
}

/** Makes sure that it has keys. */
export function keyed(value, path, depth) {
  if (isObject(value)) return;
  const key = JSON.stringify(path[depth]);
  throw new OperationError(
    `${told(path, depth)} is ${kindOf(value)}, and ${key} is a key of an object`,
  );
}

function indexed(value, path, depth) {
  if (Array.isArray(value)) return;
  throw new OperationError(
    `${told(path, depth)} is ${kindOf(value)}, and ${path[depth]} is an index of a list`,
  );
}

function beyond(list, path, depth) {
  const count = list.length === 1 ? "1 element" : `${list.length} elements`;
  return new OperationError(
    `${told(path, depth)} has ${count}, and index ${path[depth]} is beyond them`,
  );
}

/** A copy with another value at a key or index. */
export function replaced(value, segment, child) {
  if (!Array.isArray(value)) return { ...value, [segment]: child };
  const copy = value.slice();
  copy[segment] = child;
  return copy;
}

/** A copy without a key or an element. */
export function without(value, segment) {
  if (Array.isArray(value)) return value.filter((_, at) => at !== segment);
  const { [segment]: gone, ...rest } = value;
  return rest;
}

/** A copy with one more element. */
export function inserted(value, path, depth, child) {
  const index = path[depth];
  indexed(value, path, depth);
  if (index > value.length) throw beyond(value, path, depth);
  return [...value.slice(0, index), child, ...value.slice(index)];
}

/** A copy as it travels: without halves of surrogate pairs, and without what JSON leaves out. */
export function plain(value) {
  if (typeof value === "string") return wellFormed(value);
  if (Array.isArray(value)) return value.map((one) => plain(one ?? null));
  if (typeof value !== "object" || !isObject(value) || value.toJSON) {
    return scalar(value);
  }
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(
    entries.map(([key, one]) => [wellFormed(key), plain(one)]),
  );
}

function scalar(value) {
  const json = JSON.stringify(value);
  const isNumber = typeof value === "number";
  if (json === undefined || (isNumber && !Number.isFinite(value))) {
    throw new OperationError(`${String(value)} is no JSON value`);
  }
  const plainer = JSON.parse(json);
  return isObject(value) ? plain(plainer) : plainer;
}
