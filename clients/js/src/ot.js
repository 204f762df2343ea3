// Operations on a text: what `BuildAmp.OT` is in Elm, function by function. An operation is the array that
// travels, `[3, "x", -1, 2]`: so many units kept, a text inserted, so many units deleted. Units are those of
// UTF-16, as `length` counts them. It covers the whole text.
//
// It refuses to know documents, versions, clients and pages: `document.js` has those.

/** What is wrong with an operation, or with two that don't belong to one text. */
export class OperationError extends Error {
  constructor(message) {
    super(message);
    this.name = "OperationError";
  }
}

const isInsert = (part) => typeof part === "string";
const isRetain = (part) => typeof part === "number" && part > 0;
const isDelete = (part) => typeof part === "number" && part < 0;

// Making them

/** An operation that grows at its end; `done()` gives the array. Neighbours of one kind become one. */
export class Builder {
  constructor() {
    this.parts = [];
  }

  retain(count) {
    const last = this.parts.length - 1;
    if (count <= 0) return this;
    if (isRetain(this.parts[last])) this.parts[last] += count;
    else this.parts.push(count);
    return this;
  }

  /** What is inserted comes before what is deleted at the same place, so that equal operations look alike. */
  insert(text) {
    const { parts } = this;
    const last = parts.length - 1;
    if (text === "") return this;
    if (isInsert(parts[last])) parts[last] += text;
    else if (!isDelete(parts[last])) parts.push(text);
    else if (isInsert(parts[last - 1])) parts[last - 1] += text;
    else parts.splice(last, 0, text);
    return this;
  }

  delete(count) {
    const last = this.parts.length - 1;
    if (count <= 0) return this;
    if (isDelete(this.parts[last])) this.parts[last] -= count;
    else this.parts.push(-count);
    return this;
  }

  done() {
    return this.parts;
  }
}

/** In a text of so many units: at an index delete so many, and insert a text there. */
export function splice(length, { at, delete: count = 0, insert = "" }) {
  const from = clamp(at, 0, length);
  const gone = clamp(count, 0, length - from);
  return new Builder()
    .retain(from)
    .insert(insert)
    .delete(gone)
    .retain(length - from - gone)
    .done();
}

function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}

/** Checks what has come from elsewhere, and gives it in its normal form. */
export function read(value) {
  if (!Array.isArray(value)) {
    throw new OperationError(
      "the operation is not an array of whole numbers and texts",
    );
  }
  const builder = new Builder();
  value.forEach((part, index) => {
    if (isInsert(part)) builder.insert(part);
    else if (!Number.isSafeInteger(part)) {
      throw new OperationError(
        `part ${index} of the operation is neither a whole number nor a text`,
      );
    } else if (part < 0) builder.delete(-part);
    else builder.retain(part);
  });
  return builder.done();
}

// Asking them

/** How many units the text has that it is for. */
export function baseLength(operation) {
  return operation.reduce(
    (sum, part) => (isInsert(part) ? sum : sum + Math.abs(part)),
    0,
  );
}

/** How many units the text has that comes of it. */
export function targetLength(operation) {
  return operation.reduce((sum, part) => {
    if (isInsert(part)) return sum + part.length;
    return part > 0 ? sum + part : sum;
  }, 0);
}

/** Whether it changes nothing. */
export function isNoop(operation) {
  return (
    operation.length === 0 || (operation.length === 1 && isRetain(operation[0]))
  );
}

/** Whether two are the same. */
export function equals(a, b) {
  return a.length === b.length && a.every((part, index) => part === b[index]);
}

// The laws

/** Does it to a text. */
export function apply(operation, text) {
  expect(baseLength(operation), text.length);
  const pieces = [];
  let at = 0;
  for (const part of operation) {
    if (isInsert(part)) pieces.push(part);
    else if (part > 0) pieces.push(text.slice(at, (at += part)));
    else at -= part;
  }
  return pieces.join("");
}

/** Two operations on the same text, each as it is after the other. Where both insert at one place, the first one's comes first. */
export function transform(a, b) {
  expect(baseLength(a), baseLength(b));
  const [a_, b_] = [new Builder(), new Builder()];
  const [left, right] = [new Cursor(a), new Cursor(b)];
  for (;;) {
    if (isInsert(left.part)) {
      a_.insert(left.part);
      b_.retain(left.part.length);
      left.next();
    } else if (isInsert(right.part)) {
      a_.retain(right.part.length);
      b_.insert(right.part);
      right.next();
    } else {
      if (left.part === undefined) return [a_.done(), b_.done()];
      const count = Math.min(Math.abs(left.part), Math.abs(right.part));
      if (left.part > 0 && right.part > 0) {
        a_.retain(count);
        b_.retain(count);
      } else if (left.part < 0 && right.part > 0) a_.delete(count);
      else if (left.part > 0 && right.part < 0) b_.delete(count);
      left.skip(count);
      right.skip(count);
    }
  }
}

/** One operation for two that follow on one another. */
export function compose(first, second) {
  expect(baseLength(second), targetLength(first));
  const done = new Builder();
  const [left, right] = [new Cursor(first), new Cursor(second)];
  for (;;) {
    if (isDelete(left.part)) {
      done.delete(-left.part);
      left.next();
    } else if (isInsert(right.part)) {
      done.insert(right.part);
      right.next();
    } else {
      if (left.part === undefined) return done.done();
      const count = Math.min(left.length, Math.abs(right.part));
      if (right.part > 0) {
        if (isInsert(left.part)) done.insert(left.part.slice(0, count));
        else done.retain(count);
      } else if (!isInsert(left.part)) done.delete(count);
      left.skip(count);
      right.skip(count);
    }
  }
}

/** What takes it back, where it was done to this text. */
export function invert(operation, text) {
  expect(baseLength(operation), text.length);
  const done = new Builder();
  let at = 0;
  for (const part of operation) {
    if (isInsert(part)) done.delete(part.length);
    else if (part > 0) {
      done.retain(part);
      at += part;
    } else done.insert(text.slice(at, (at -= part)));
  }
  return done.done();
}

function expect(length, found) {
  if (length === found) return;
  throw new OperationError(
    `the operation is for a text of ${length} units, not for one of ${found}`,
  );
}

/** One part after the other; of a part, what is left of it. */
class Cursor {
  constructor(operation) {
    this.operation = operation;
    this.index = 0;
    this.part = operation[0];
  }

  get length() {
    return isInsert(this.part) ? this.part.length : Math.abs(this.part);
  }

  next() {
    this.index += 1;
    this.part = this.operation[this.index];
  }

  skip(count) {
    if (count === this.length) this.next();
    else if (isInsert(this.part)) this.part = this.part.slice(count);
    else this.part -= Math.sign(this.part) * count;
  }
}

// Places

/**
 * Where an index is after somebody else's operation. What they insert right there comes behind it, so that what is being
 * written there stays in one piece.
 */
export function transformIndex(operation, index) {
  return move(operation, index, (at, place) => at < place);
}

/** Where an index is after an operation of one's own: behind what was inserted there. */
export function transformOwnIndex(operation, index) {
  return move(operation, index, (at, place) => at <= place);
}

/** Both ends of a selection after somebody else's operation. */
export function transformRange(operation, { start, end }) {
  return {
    start: transformIndex(operation, start),
    end: transformIndex(operation, end),
  };
}

function move(operation, place, pushes) {
  let at = 0; // where the parts so far end, in the text that comes of them
  let index = place;
  for (const part of operation) {
    if (isInsert(part)) {
      if (!pushes(at, index)) return index;
      index += part.length;
      at += part.length;
    } else if (part > 0) {
      if (at + part > index) return index;
      at += part;
    } else index = Math.max(at, index + part);
  }
  return index;
}

// From two texts

/** The operation that makes the second text of the first, by one change in the middle. It parts no surrogate pair. */
export function diff(before, after) {
  if (before === after) return new Builder().retain(before.length).done();
  const shorter = Math.min(before.length, after.length);
  let prefix = 0;
  while (prefix < shorter && unit(before, prefix) === unit(after, prefix)) {
    prefix += 1;
  }
  if (
    prefix > 0 &&
    isHigh(unit(before, prefix - 1)) &&
    (isLow(unit(before, prefix)) || isLow(unit(after, prefix)))
  ) {
    prefix -= 1;
  }
  let suffix = 0;
  const behind = (text, count) => unit(text, text.length - count);
  while (
    suffix < shorter - prefix &&
    behind(before, suffix + 1) === behind(after, suffix + 1)
  ) {
    suffix += 1;
  }
  if (
    suffix > 0 &&
    isLow(behind(before, suffix)) &&
    (isHigh(behind(before, suffix + 1)) || isHigh(behind(after, suffix + 1)))
  ) {
    suffix -= 1;
  }
  return new Builder()
    .retain(prefix)
    .insert(after.slice(prefix, after.length - suffix))
    .delete(before.length - prefix - suffix)
    .retain(suffix)
    .done();
}

const unit = (text, index) => text.charCodeAt(index);
const isHigh = (code) => code >= 0xd800 && code <= 0xdbff;
const isLow = (code) => code >= 0xdc00 && code <= 0xdfff;

/** The same text without halves of surrogate pairs, which can't travel. */
export function wellFormed(text) {
  return text.replace(
    /[\uD800-\uDBFF][\uDC00-\uDFFF]|[\uD800-\uDFFF]/g,
    (found) => (found.length === 2 ? found : "\uFFFD"),
  );
}
