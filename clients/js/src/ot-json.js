// Operations on JSON documents: what `BuildAmp.OT.Json` is in Elm, function by function. An operation is the object that
// travels, `{"json": [step, …]}`: its steps are done in their order, each at a path of keys and indexes. Values are what
// `JSON.parse` gives; none is ever changed, so that two versions share what is the same in both.
//
// It refuses to know documents' versions, clients and pages: `ot-client.js` and `document-session.js` have those.

import * as ot from "./ot.js";
import * as values from "./json-values.js";

const { OperationError } = ot;
const { childOf, has, isPath, kindOf: kindOfValue, same } = values;

const KINDS = ["set", "unset", "insert", "delete", "edit"];

/** After so many steps what waits goes in several messages. */
const STEPS = 200;

const kindOf = (step) => KINDS.find((kind) => has(step, kind));

// Making them

/** The operation of these steps. Those that are one at the same place become one. */
export function operation(...steps) {
  return compose({ json: [] }, { json: steps });
}

/** Checks what has come from elsewhere. */
export function read(value) {
  const steps = isObject(value) && value.json;
  if (!Array.isArray(steps) || Object.keys(value).length !== 1) {
    throw new OperationError(
      'the operation is not an object with a list of steps alone: {"json": […]}',
    );
  }
  return { json: steps.map(readStep) };
}

const isObject = (value) => kindOfValue(value) === "an object";

function readStep(step, index) {
  const wrong = (what) => new OperationError(`step ${index}: ${what}`);
  const kinds = isObject(step) ? KINDS.filter((kind) => has(step, kind)) : [];
  if (kinds.length !== 1 || Object.keys(step).length !== 2 || !has(step, "at"))
    throw wrong(
      `it is not an object with "at" and one of "${KINDS.join('", "')}"`,
    );
  const [kind] = kinds;
  const { at } = step;
  if (!isPath(at)) throw wrong('"at" is not a list of keys and indexes');
  const problem = misplaced(kind, step[kind], at);
  if (problem) throw wrong(problem);
  if (kind !== "edit") return step;
  try {
    return { at, edit: ot.read(step.edit) };
  } catch (error) {
    throw wrong(error.message);
  }
}

/** What is wrong with a step, whatever document it is for. */
function misplaced(kind, value, at) {
  const last = typeof at[at.length - 1];
  if ((kind === "unset" || kind === "delete") && value !== true)
    return `"${kind}" is not true`;
  if (kind === "set" && at.length === 0 && typeof (value ?? 0) !== "object")
    return "the whole document has to be an object or a list";
  if (kind === "unset" && last !== "string")
    return '"unset" is of a key, and "at" does not end with one';
  if ((kind === "insert" || kind === "delete") && last !== "number")
    return `"${kind}" is of a list's index, and "at" does not end with one`;
  if (kind === "edit" && at.length === 0)
    return "the whole document is no text";
  return null;
}

// Asking them

/** Whether it changes nothing. */
export function isNoop({ json }) {
  return json.length === 0;
}

/** Whether two are the same. */
export function equals(a, b) {
  return same(a, b);
}

// The laws

/** Does it to a document. */
export function apply({ json }, document) {
  return json.reduce(
    (value, step, index) => numbered(step, index, () => put(step, 0, value)),
    document,
  );
}

/** Says of which step an error is. */
function numbered(step, index, act) {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    const place = `${kindOf(step)} at ${JSON.stringify(step.at)}`;
    throw new OperationError(`step ${index} (${place}): ${error.message}`);
  }
}

/** Does a step to the value that is at the first so many segments of its path. */
function put(step, depth, value) {
  const { at } = step;
  if (at.length === depth) {
    if (has(step, "set")) return step.set;
    if (typeof value === "string") return ot.apply(step.edit, value);
    const place = JSON.stringify(at);
    throw new OperationError(
      `${place} is ${kindOfValue(value)}, and an edit is of a text`,
    );
  }
  const segment = at[depth];
  if (at.length === depth + 1) {
    const kind = kindOf(step);
    if (kind === "set" && typeof segment === "string") {
      values.keyed(value, at, depth);
      return values.replaced(value, segment, step.set);
    }
    if (kind === "insert")
      return values.inserted(value, at, depth, step.insert);
    if (kind !== "set" && kind !== "edit") {
      childOf(value, at, depth);
      return values.without(value, segment);
    }
  }
  const child = put(step, depth + 1, childOf(value, at, depth));
  return values.replaced(value, segment, child);
}

/**
 * Two operations on the same document, each as it is after the other. Where both set the same place, the first one's value stays;
 * where both insert at one index, the second one's comes first: `b` was there before `a`.
 */
export function transform(a, b) {
  let mine = a.json;
  const theirs = [];
  for (const step of b.json) {
    const behind = [];
    let other = step;
    for (const one of mine) {
      const moved = other === null ? one : after(one, other, true);
      if (moved !== null) behind.push(moved);
      other &&= after(other, one, false);
    }
    mine = behind;
    if (other !== null) theirs.push(other);
  }
  return [{ json: mine }, { json: theirs }];
}

/** A step as it is after another one, or `null`. The one that is later wins. */
function after(step, other, isLater) {
  if (has(other, "insert")) return afterInsert(step, other.at, isLater);
  if (has(other, "delete")) return afterDelete(step, other.at);
  const { at } = step;
  if (!isAtOrBelow(at, other.at)) return step;
  if (has(other, "edit")) return afterEdit(step, other, isLater);
  if (at.length > other.at.length) return null;
  if (has(step, "insert") || has(step, "delete")) return step;
  if (has(step, "edit") || !isLater) return null;
  return has(step, "unset") && has(other, "unset") ? null : step;
}

function afterInsert(step, place, isLater) {
  const depth = place.length - 1;
  const index = place[depth];
  if (!isWithin(step.at, place)) return step;
  const isTie = has(step, "insert") && step.at.length === place.length;
  const shifts =
    step.at[depth] > index || (step.at[depth] === index && (isLater || !isTie));
  return shifts ? shifted(step, depth, 1) : step;
}

function afterDelete(step, place) {
  const depth = place.length - 1;
  const index = place[depth];
  if (!isWithin(step.at, place) || step.at[depth] < index) return step;
  if (step.at[depth] > index) return shifted(step, depth, -1);
  const stays = has(step, "insert") && step.at.length === place.length;
  return stays ? step : null;
}

function afterEdit(step, other, isLater) {
  if (!has(step, "edit")) return step;
  const edit = isLater
    ? ot.transform(step.edit, other.edit)[0]
    : ot.transform(other.edit, step.edit)[1];
  return ot.isNoop(edit) ? null : { at: step.at, edit };
}

/** Whether a path is in the list that this element is in. */
function isWithin(path, element) {
  return (
    path.length >= element.length && isPrefix(element, element.length - 1, path)
  );
}

function isAtOrBelow(path, above) {
  return path.length >= above.length && isPrefix(above, above.length, path);
}

function isPrefix(path, count, of) {
  for (let depth = 0; depth < count; depth += 1) {
    if (path[depth] !== of[depth]) return false;
  }
  return true;
}

function shifted(step, depth, by) {
  const at = step.at.slice();
  at[depth] += by;
  return { ...step, at };
}

/** Where a value is afterwards; `null` where it is in an element that was deleted. */
export function transformPath({ json }, path) {
  let step = { at: path, edit: null };
  for (const other of json) {
    if (has(other, "insert")) step = afterInsert(step, other.at, true);
    if (has(other, "delete")) step = afterDelete(step, other.at);
    if (step === null) return null;
  }
  return step.at;
}

/** One operation for two that follow on one another. */
export function compose(first, second) {
  const steps = first.json.slice();
  for (const step of second.json) add(steps, step);
  return { json: steps };
}

function add(steps, step) {
  let next = step;
  while (steps.length > 0) {
    const both = fold(steps[steps.length - 1], next);
    if (both === undefined) break;
    steps.pop();
    if (both === null) return;
    next = both;
  }
  steps.push(next);
}

/** One step for two, `null` where they do nothing, `undefined` where they stay two. */
function fold(last, next) {
  if (covers(last, next)) return next;
  if (!isAtOrBelow(next.at, last.at)) return undefined;
  const isSame = next.at.length === last.at.length;
  if (has(last, "edit") && has(next, "edit")) {
    const edit = ot.compose(last.edit, next.edit);
    return ot.isNoop(edit) ? null : { at: last.at, edit };
  }
  const kind = has(last, "set") ? "set" : "insert";
  if (!has(last, kind)) return undefined;
  if (isSame && kind === "insert" && has(next, "delete")) return null;
  if (isSame && !has(next, "set") && !has(next, "edit")) return undefined;
  try {
    return { at: last.at, [kind]: put(next, last.at.length, last[kind]) };
  } catch (error) {
    if (error instanceof OperationError) return undefined;
    throw error;
  }
}

/** Whether nothing is left of the first once the second is done. */
function covers(last, next) {
  if (has(next, "insert") || has(next, "edit")) return false;
  if (!isAtOrBelow(last.at, next.at)) return false;
  if (last.at.length > next.at.length || has(last, "edit")) return true;
  return has(last, "set") && has(next, "delete");
}

/** What takes it back, where it was done to this document. */
export function invert({ json }, document) {
  const back = [];
  let value = document;
  json.forEach((step, index) => {
    const next = numbered(step, index, () => put(step, 0, value));
    back.push(inverse(step, value));
    value = next;
  });
  return { json: back.reverse() };
}

function inverse(step, document) {
  const { at } = step;
  const old = values.get(document, at);
  if (has(step, "insert")) return { at, delete: true };
  if (has(step, "delete")) return { at, insert: old };
  if (has(step, "edit")) return { at, edit: ot.invert(step.edit, old) };
  return old === undefined ? { at, unset: true } : { at, set: old };
}

/** What goes in one message, and what stays for the next one. */
export function part({ json }) {
  if (json.length <= STEPS) return [{ json }, null];
  return [{ json: json.slice(0, STEPS) }, { json: json.slice(STEPS) }];
}

// From two documents

/** The operation that makes the second document of the first: as few values as can be told from these two alone. */
export function diff(before, after) {
  const steps = [];
  differ(before, after, [], steps);
  return { json: steps };
}

function differ(before, after, path, steps) {
  const kind = kindOfValue(before);
  if (same(before, after)) return;
  if (kind !== kindOfValue(after)) steps.push({ at: path, set: after });
  else if (kind === "a text")
    steps.push({ at: path, edit: ot.diff(before, after) });
  else if (kind === "an object") objects(before, after, path, steps);
  else if (kind === "a list") lists(before, after, path, steps);
  else steps.push({ at: path, set: after });
}

function objects(before, after, path, steps) {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  for (const key of [...keys].sort()) {
    const at = [...path, key];
    if (!has(after, key)) steps.push({ at, unset: true });
    else if (!has(before, key)) steps.push({ at, set: after[key] });
    else differ(before[key], after[key], at, steps);
  }
}

/** From one pair of equal elements to the next. As many between them are taken for the same ones, changed; others for other ones. */
function lists(before, after, path, steps) {
  let [old, now] = [0, 0];
  while (old < before.length || now < after.length) {
    const [gone, come] = gap(before, old, after, now);
    if (gone !== come) {
      for (let count = 0; count < gone; count += 1)
        steps.push({ at: [...path, now], delete: true });
    }
    for (let count = 0; count < come; count += 1) {
      const at = [...path, now + count];
      const value = after[now + count];
      if (gone !== come) steps.push({ at, insert: value });
      else differ(before[old + count], value, at, steps);
    }
    old += gone + 1;
    now += come + 1;
  }
}

/** How many elements there are in each before the next two that are equal. */
function gap(before, old, after, now) {
  const [gone, come] = [before.length - old, after.length - now];
  const reach = Math.min(gone + come, values.REACH);
  for (let sum = 0; sum < reach; sum += 1) {
    for (let skip = 0; skip <= sum; skip += 1) {
      const behind = sum - skip;
      if (
        skip < gone &&
        behind < come &&
        same(before[old + skip], after[now + behind])
      )
        return [skip, behind];
    }
  }
  return [gone, come];
}
