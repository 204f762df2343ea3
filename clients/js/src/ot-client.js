// A document as one page has it: what the server knows of it, and what was written here since; and what can be taken back. The twin
// of `BuildAmp.OT.Client` in Elm.
//
// Pure: what has come and what was written goes in, operations and what to send come out. It refuses to know clients, rooms, messages and
// pages: `documents.js` has those.

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

/** What a page knows of a document: the server's text, an edit that is on its way, and what was written since. */
export class DocumentState {
  constructor({ source, version = 0, content = "" }) {
    this.source = source;
    this.number = 0;
    this.version = version; // the server's
    this.theirs = new Text(content); // the server's text
    this.shown = this.theirs; // with what is on its way and what waits, one after the other
    this.awaiting = null; // {number, operation}
    this.buffer = null; // an operation
  }

  /** `synchronized`, `awaiting`, or `buffering`: with more behind what is on its way. */
  get name() {
    if (this.awaiting === null) return "synchronized";
    return this.buffer === null ? "awaiting" : "buffering";
  }

  /** The text to show. */
  get text() {
    return this.shown.value;
  }

  /** The server's text. */
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
      this.buffer === null ? operation : ot.compose(this.buffer, operation);
    return this.awaiting === null ? this.next() : null;
  }

  /** What waits goes on its way. */
  next() {
    const operation = this.buffer;
    this.buffer = null;
    this.awaiting = null;
    if (operation === null || ot.isNoop(operation)) return null;
    this.number += 1;
    this.awaiting = { number: this.number, operation };
    return this.outgoing;
  }

  /**
   * An edit took effect. Gives what has to be done to the text that is shown and what is to be sent; `null` where it was
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
        : this.merge(version, operation, operation);
    } catch (error) {
      if (error instanceof ot.OperationError) return "missed";
      throw error;
    }
  }

  /** One's own took effect. It differs from what is on its way where a whole state has come meanwhile instead of what was missed. */
  arrived(version, operation) {
    const expected = this.awaiting.operation;
    let difference = ot.splice(ot.targetLength(operation), { at: 0 });
    if (!ot.equals(expected, operation)) {
      const { base } = this;
      difference = ot.diff(ot.apply(expected, base), ot.apply(operation, base));
    }
    this.awaiting = null;
    return this.goOn(this.merge(version, operation, difference));
  }

  /**
   * The server's text is another one now, by `operation`; what is on its way and what waits come behind `theirs`, which is the same
   * unless what was on its way has been taken out.
   */
  merge(version, operation, theirs) {
    let changed = theirs;
    let { awaiting, buffer } = this;
    if (awaiting !== null) {
      const [mine, behind] = ot.transform(awaiting.operation, changed);
      awaiting = { ...awaiting, operation: mine };
      changed = behind;
    }
    if (buffer !== null) [buffer, changed] = ot.transform(buffer, changed);
    const base = this.theirs.after(operation);
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
    const { base } = this;
    const back = ot.invert(this.awaiting.operation, base);
    this.awaiting = null;
    const nothing = ot.splice(base.length, { at: 0 });
    return this.goOn(this.merge(this.version, nothing, back));
  }

  /** A whole state instead of what was missed. What was written here is put where two texts without their history tell. */
  restart({ version, content, edits = {} }) {
    const next = content ?? "";
    const { base } = this;
    const missed = ot.diff(base, next);
    const has = Object.prototype.hasOwnProperty.call(edits, this.source);
    if (
      this.awaiting === null ||
      !has ||
      edits[this.source] < this.awaiting.number
    ) {
      return { ...this.merge(version, missed, missed), send: this.outgoing };
    }
    const expected = ot.apply(this.awaiting.operation, base);
    this.awaiting = null;
    return this.goOn(this.merge(version, missed, ot.diff(expected, next)));
  }
}

/** What can be taken back of what was written here, whatever others have written since. */
export class UndoStack {
  constructor({ limit = 200, pauseMs = 800, now = Date.now } = {}) {
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
      this.undos.push(ot.compose(inverse, this.undos.pop()));
      return;
    }
    this.undos.push(inverse);
    if (this.undos.length > this.limit) this.undos.shift();
  }

  /** The next thing that is written is taken back by itself. */
  pause() {
    this.last = -Infinity;
  }

  /** Somebody else has changed the text. */
  transform(operation) {
    this.undos = over(this.undos, operation);
    this.redos = over(this.redos, operation);
  }

  /** The operation that takes back, or `null`; `text` is what it will be done to. */
  undo(text) {
    return this.step(this.undos, this.redos, text);
  }

  /** The operation that does again what was taken back, or `null`. */
  redo(text) {
    return this.step(this.redos, this.undos, text);
  }

  step(from, to, text) {
    const operation = from.pop();
    if (operation === undefined) return null;
    to.push(ot.invert(operation, text));
    this.pause();
    return operation;
  }
}

function over(stack, operation) {
  let theirs = operation;
  const after = [];
  for (let index = stack.length - 1; index >= 0; index -= 1) {
    const [mine, behind] = ot.transform(stack[index], theirs);
    if (!ot.isNoop(mine)) after.unshift(mine);
    theirs = behind;
  }
  return after;
}
