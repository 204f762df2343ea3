// A document as one page has it: what the server knows of it, and what was written here since; and what can be taken back. The twin
// of `BuildAmp.OT.Page` in Elm.
//
// Pure: what has come and what was written goes in, operations and what to send come out. It is the same for texts and for whatever else
// has operations: a kind says how those are done. It refuses to know clients, rooms, messages and pages: `document-session.js` has those.

import * as ot from "./ot.js";

/** After so many parts of an operation it is done to the text. */
const PARTS = 64;

/** A text to which operations are done when somebody reads it: a long one is not copied for each of them. */
class Text {
  constructor(text) {
    this.done = text;
    this.length = text.length;
    this.waiting = null;
  }

  get value() {
    if (this.waiting !== null) this.done = ot.apply(this.waiting, this.done);
    this.waiting = null;
    return this.done;
  }

  /** The text after an operation; this one stays as it is. */
  after(operation) {
    const next = new Text(this.done);
    next.waiting =
      this.waiting === null ? operation : ot.compose(this.waiting, operation);
    if (ot.baseLength(next.waiting) !== this.done.length) {
      throw new ot.OperationError("the operation is for another text");
    }
    next.length = ot.targetLength(operation);
    return next.waiting.length > PARTS ? new Text(next.value) : next;
  }
}

/** Texts, as one kind of document. */
export const texts = {
  ...ot,
  /** A content to which operations can be done. */
  hold: (content) => new Text(content ?? ""),
  /** The operation that does nothing to it. */
  nothing: (content) => ot.splice(content.length, { at: 0 }),
  /** What goes in one message, and what waits for the next one. */
  part: (operation) => [operation, null],
  /** What takes back something of this page, and an operation of somebody else: each behind the other. */
  beside: ot.transform,
};

/** What a page knows of a document: the server's content, an edit that is on its way, and what was written since. */
export class DocumentState {
  constructor({ source, version = 0, content, kind = texts }) {
    this.kind = kind;
    this.source = source;
    this.number = 0;
    this.version = version; // the server's
    this.theirs = kind.hold(content); // the server's content
    this.shown = this.theirs; // with what is on its way and what waits, one after the other
    this.awaiting = null; // {number, operation}
    this.buffer = null; // an operation
  }

  /** `synchronized`, `awaiting`, or `buffering`: with more behind what is on its way. */
  get name() {
    if (this.awaiting === null) return "synchronized";
    return this.buffer === null ? "awaiting" : "buffering";
  }

  /** What to show. */
  get content() {
    return this.shown.value;
  }

  /** The same, of a text. */
  get text() {
    return this.shown.value;
  }

  /** What the server has. */
  get base() {
    return this.theirs.value;
  }

  /** How many units the text to show has. */
  get length() {
    return this.shown.length;
  }

  /** What is on its way, as it is to be sent; also once more, where it is unknown whether it has arrived. */
  get outgoing() {
    if (this.awaiting === null) return null;
    const { number, operation } = this.awaiting;
    return { version: this.version, operation, edit_id: this.id(number) };
  }

  id(number) {
    return `${this.source}-${number}`;
  }

  /** Something was written here. What is to be sent, or `null`. */
  edit(operation) {
    this.shown = this.shown.after(operation);
    this.buffer =
      this.buffer === null
        ? operation
        : this.kind.compose(this.buffer, operation);
    return this.awaiting === null ? this.next() : null;
  }

  /** What waits goes on its way. */
  next() {
    const operation = this.buffer;
    this.buffer = null;
    this.awaiting = null;
    if (operation === null || this.kind.isNoop(operation)) return null;
    const [first, rest] = this.kind.part(operation);
    this.number += 1;
    this.awaiting = { number: this.number, operation: first };
    this.buffer = rest;
    return this.outgoing;
  }

  /**
   * An edit took effect. Gives what has to be done to what is shown and what is to be sent; `null` where it was
   * heard before, `"missed"` where something between is missing.
   */
  receive({ version, operation, edit_id }) {
    if (version <= this.version) return null;
    if (version > this.version + 1) return "missed";
    try {
      const own =
        this.awaiting !== null && edit_id === this.id(this.awaiting.number);
      return own
        ? this.arrived(version, operation)
        : this.merge(version, this.theirs.after(operation), operation);
    } catch (error) {
      if (error instanceof ot.OperationError) return "missed";
      throw error;
    }
  }

  /** One's own took effect. It differs from what is on its way where a whole state has come meanwhile instead of what was missed. */
  arrived(version, operation) {
    const { kind, theirs } = this;
    const expected = this.awaiting.operation;
    const base = theirs.after(operation);
    const difference = kind.equals(expected, operation)
      ? kind.nothing(base)
      : kind.diff(theirs.after(expected).value, base.value);
    this.awaiting = null;
    return this.goOn(this.merge(version, base, difference));
  }

  /** The server's content is another one now: what is on its way and what waits come behind the operation. */
  merge(version, base, operation) {
    const { transform } = this.kind;
    let changed = operation;
    let { awaiting, buffer } = this;
    if (awaiting !== null) {
      const [mine, behind] = transform(awaiting.operation, changed);
      awaiting = { ...awaiting, operation: mine };
      changed = behind;
    }
    if (buffer !== null) [buffer, changed] = transform(buffer, changed);
    const isSettled = awaiting === null && buffer === null;
    const shown = isSettled ? base : this.shown.after(changed);
    Object.assign(this, { version, awaiting, buffer, theirs: base, shown });
    return { changed, send: null };
  }

  goOn(received) {
    return { ...received, send: this.next() };
  }

  /** The rules refused what was on its way, for good: it is taken back, and what waits stays. */
  refuse() {
    if (this.awaiting === null) return null;
    const back = this.kind.invert(this.awaiting.operation, this.base);
    this.awaiting = null;
    return this.goOn(this.merge(this.version, this.theirs, back));
  }

  /** A whole state instead of what was missed. What was written here is put where two contents without their history tell. */
  restart({ version, content, edits = {} }) {
    const { kind, theirs, awaiting } = this;
    const base = kind.hold(content);
    const has = Object.prototype.hasOwnProperty.call(edits, this.source);
    if (awaiting === null || !has || edits[this.source] < awaiting.number) {
      const missed = kind.diff(theirs.value, base.value);
      return { ...this.merge(version, base, missed), send: this.outgoing };
    }
    const expected = theirs.after(awaiting.operation).value;
    this.awaiting = null;
    const missed = kind.diff(expected, base.value);
    return this.goOn(this.merge(version, base, missed));
  }
}

/** What can be taken back of what was written here, whatever others have written since. */
export class UndoStack {
  constructor({
    limit = 200,
    pauseMs = 800,
    now = Date.now,
    kind = texts,
  } = {}) {
    this.kind = kind;
    this.limit = limit;
    this.pauseMs = pauseMs;
    this.now = now;
    this.undos = [];
    this.redos = [];
    this.last = -Infinity;
  }

  get canUndo() {
    return this.undos.length > 0;
  }

  get canRedo() {
    return this.redos.length > 0;
  }

  /** Something was written here: what takes it back. What is written without a pause is taken back at once. */
  record(inverse) {
    const now = this.now();
    const together = now - this.last < this.pauseMs && this.canUndo;
    this.last = now;
    this.redos = [];
    if (together) {
      this.undos.push(this.kind.compose(inverse, this.undos.pop()));
      return;
    }
    this.undos.push(inverse);
    if (this.undos.length > this.limit) this.undos.shift();
  }

  /** The next thing that is written is taken back by itself. */
  pause() {
    this.last = -Infinity;
  }

  /** Somebody else has changed the document. */
  transform(operation) {
    this.undos = over(this.kind, this.undos, operation);
    this.redos = over(this.kind, this.redos, operation);
  }

  /** The operation that takes back, or `null`; `content` is what it will be done to. */
  undo(content) {
    return this.step(this.undos, this.redos, content);
  }

  /** The operation that does again what was taken back, or `null`. */
  redo(content) {
    return this.step(this.redos, this.undos, content);
  }

  step(from, to, content) {
    const operation = from.pop();
    if (operation === undefined) return null;
    to.push(this.kind.invert(operation, content));
    this.pause();
    return operation;
  }
}

function over(kind, stack, operation) {
  let theirs = operation;
  const after = [];
  for (let index = stack.length - 1; index >= 0; index -= 1) {
    const [mine, behind] = kind.beside(stack[index], theirs);
    if (!kind.isNoop(mine)) after.unshift(mine);
    theirs = behind;
  }
  return after;
}
