// A JSON document that several people write at once, in a room of a client, and texts inside of it, each of which a field can show.
//
// It refuses to know what is sent when, and how operations are brought together: `document-session.js`, `ot-client.js` and `ot-json.js`
// have those.

import { Session } from "./document-session.js";
import { get, has, plain } from "./json-values.js";
import * as json from "./ot-json.js";
import * as ot from "./ot.js";

/** Opens a document in a room; see the types for what it takes and gives. */
export function openJsonDocument(client, options) {
  return new JsonSession(client, options);
}

/** A document to which operations are done at once; the one before shares what is the same. */
class Held {
  constructor(value) {
    this.value = value;
  }

  after(operation) {
    return new Held(json.apply(operation, this.value));
  }
}

const isWhole = (content) => typeof content === "object" && content !== null;

/** JSON documents, as one kind of document. */
export const documents = {
  ...json,
  /** There is an empty object before anybody has written something. */
  hold: (content) => new Held(isWhole(content) ? content : {}),
  nothing: () => ({ json: [] }),
  /** What takes back gives way: a value that somebody else has set since stays. */
  beside: (mine, theirs) => json.transform(theirs, mine).reverse(),
  fits: (content) => content === null || content === "" || isWhole(content),
  wanted:
    "the room's state is no JSON document: it has to have a `version` and a `content` that is an object or a list",
  whole: (content) => ({ json: [{ at: [], set: content }] }),
};

export class JsonSession extends Session {
  constructor(client, options) {
    super(client, options, documents);
  }

  /** The document to show; nobody but the session changes it. */
  get content() {
    return this.state === null ? {} : this.state.content;
  }

  /** The value at a path; `undefined` where there is none. */
  get(path) {
    return get(this.content, path);
  }

  edit(operation) {
    super.edit(json.read(plain(operation)));
  }

  set(path, value) {
    this.step({ at: path, set: value ?? null });
  }

  unset(path) {
    this.step({ at: path, unset: true });
  }

  insert(path, value) {
    this.step({ at: path, insert: value ?? null });
  }

  delete(path) {
    this.step({ at: path, delete: true });
  }

  editText(path, edit) {
    this.step({ at: path, edit });
  }

  step(step) {
    this.edit({ json: [step] });
  }

  /** The document is another one now: what differs is written. */
  setContent(content) {
    this.edit(json.diff(this.content, plain(content)));
  }

  /** The text at a path, as a field can show it. It stays with its element when others insert and delete before it. */
  textAt(path) {
    return new TextPlace(this, path);
  }
}

/** A text inside of a document: what a session of a text is to a field. */
class TextPlace {
  constructor(session, path) {
    this.session = session;
    this.path = path;
    this.shown = this.text;
    this.isWriting = false;
    this.handlers = new Set();
    this.close = session.on("change", (change) => this.follow(change));
  }

  /** `null` as long as there is no text there. */
  get state() {
    return this.isThere ? this.session.state : null;
  }

  get isThere() {
    return typeof this.found === "string";
  }

  get found() {
    return this.path === null ? undefined : this.session.get(this.path);
  }

  get text() {
    return this.isThere ? this.found : "";
  }

  edit(operation) {
    if (!this.isThere || ot.isNoop(operation)) return;
    this.isWriting = true;
    try {
      this.session.editText(this.path, operation);
    } finally {
      this.isWriting = false;
    }
  }

  setText(text) {
    this.edit(ot.diff(this.text, ot.wellFormed(text)));
  }

  undo() {
    this.session.undo();
  }

  redo() {
    this.session.redo();
  }

  /** Carets are of documents that are texts. */
  sendCaret() {}

  on(event, handler) {
    if (event === "change") this.handlers.add(handler);
    return () => this.handlers.delete(handler);
  }

  /** The document was changed, and with it this text or where it is. */
  follow({ operation, origin: wholes }) {
    const before = this.shown;
    const edit = this.edited(operation.json, ot.diff(before, before));
    const { text } = this;
    this.shown = text;
    if (text === before) return;
    // What else of this page changes it is no news to no field.
    const origin = wholes === "here" && !this.isWriting ? "there" : wholes;
    const change = { operation: edit ?? ot.diff(before, text), origin, text };
    for (const handler of [...this.handlers]) handler(change);
  }

  /** What the steps do to this text; `null` where they put another one there. */
  edited(steps, nothing) {
    let edit = nothing;
    for (const step of steps) {
      if (this.path === null) return null;
      const isAbove = startsWith(this.path, step.at);
      if (isAbove && has(step, "edit")) edit &&= ot.compose(edit, step.edit);
      else if (isAbove && !has(step, "insert")) edit = null;
      this.path = json.transformPath({ json: [step] }, this.path);
    }
    return edit;
  }
}

function startsWith(path, above) {
  return above.every((segment, depth) => segment === path[depth]);
}
