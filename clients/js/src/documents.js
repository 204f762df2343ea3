// A text that several people write at once, in a room of a client, with the carets of others, and a field that shows it.
//
// It refuses to know what is sent when, and how operations are brought together: `document-session.js` and `ot-client.js` have those.

import * as ot from "./ot.js";
import { texts } from "./ot-client.js";
import { Session } from "./document-session.js";

/** Where carets of others are taken from: the operations since a version, so far back. */
const REMEMBERED = 100;

/** Opens a document in a room; see the types for what it takes and gives. */
export function openDocument(client, options) {
  return new DocumentSession(client, options);
}

const KIND = {
  ...texts,
  fits: (content) => typeof content === "string" || content === null,
  wanted:
    "the room's state is no document: it has to have a `version` and a `content` that is a text",
  /** What makes all of it. */
  whole: (text) => [text].filter(Boolean),
};

export class DocumentSession extends Session {
  constructor(client, options) {
    super(client, options, KIND);
  }

  begin() {
    this.carets = new Map(); // key → {user, anchor, head} in the text that is shown
    this.history = []; // {version, operation, source} of the last changes of the server's text
    this.caret = null; // this page's own, as it was told while not all was saved
    const { caret } = this.names;
    if (!caret) return;
    const hear = (message) => this.onCaret(message);
    this.stops.push(this.client.on(this.room, caret, hear));
  }

  get text() {
    return this.state === null ? "" : this.state.text;
  }

  /** How many UTF-16 units the text has. */
  get length() {
    return this.state === null ? 0 : this.state.length;
  }

  /** The text is another one now, as a field has it. */
  setText(text) {
    this.edit(ot.diff(this.text, ot.wellFormed(text)));
  }

  heard(change) {
    this.history.push(change);
    if (this.history.length > REMEMBERED) this.history.shift();
  }

  restarted() {
    this.history = [];
  }

  settled() {
    if (this.caret !== null) this.sendCaret(this.caret);
  }

  left(user) {
    this.removeCarets(user);
  }

  moved(operation, origin, source) {
    for (const [key, caret] of this.carets) {
      const move = moverOf(key, source);
      caret.anchor = move(operation, caret.anchor);
      caret.head = move(operation, caret.head);
    }
    if (this.caret === null) return;
    const move = moverOf("here", origin);
    const { anchor, head } = this.caret;
    this.caret = {
      anchor: move(operation, anchor),
      head: move(operation, head),
    };
  }

  // Carets

  /** Tells the others where this page's caret or selection is. */
  sendCaret({ anchor, head }) {
    if (this.state === null || !this.names.caret) return;
    const [from, to] = [this.outward(anchor), this.outward(head)];
    // In the server's text there is no place yet within what is not saved: it is told once there is.
    this.caret = this.isSaved ? null : { anchor, head };
    const message = {
      document_id: this.document,
      version: this.version,
      source: this.source,
      anchor: from,
      head: to,
    };
    const { sendCaret = this.names.caret } = this.names;
    this.client.send(this.room, sendCaret, message).catch(() => {});
  }

  /** A place in the text that is shown, as it is in the server's. */
  outward(index) {
    let place = index;
    const { base, awaiting, buffer } = this.state;
    let before = base;
    const backs = [];
    for (const operation of [awaiting?.operation, buffer]) {
      if (!operation) continue;
      backs.unshift(ot.invert(operation, before));
      before = ot.apply(operation, before);
    }
    for (const back of backs) place = ot.transformIndex(back, place);
    return place;
  }

  onCaret(message) {
    if (this.state === null || message.source === this.source) return;
    const inward = (index) => {
      let place = index;
      for (const { version, operation, source } of this.history) {
        if (version > message.version) {
          place = moverOf(message.source, source)(operation, place);
        }
      }
      const { awaiting, buffer, text } = this.state;
      for (const operation of [awaiting?.operation, buffer]) {
        if (operation) place = ot.transformIndex(operation, place);
      }
      return clamp(place, text.length);
    };
    this.carets.set(message.source, {
      user: message.user_id,
      anchor: inward(message.anchor),
      head: inward(message.head),
    });
    this.emit("carets", this.carets);
  }

  /** Somebody has gone. */
  removeCarets(user) {
    for (const [key, caret] of this.carets) {
      if (caret.user === user) this.carets.delete(key);
    }
    this.emit("carets", this.carets);
  }
}

/** How an operation moves a caret: behind what is inserted there, if that is by the caret's own page. */
function moverOf(key, source) {
  return key === source ? ot.transformOwnIndex : ot.transformIndex;
}

function clamp(index, length) {
  return Math.min(Math.max(index, 0), length);
}

/** Joins a field to a document: what is typed becomes edits, what others write is shown, and the caret stays where it was. */
export function bindTextarea(session, field) {
  const binding = new Binding(session, field);
  const listeners = {
    input: () => binding.read(),
    compositionstart: () => binding.hold(),
    compositionend: () => binding.release(),
    beforeinput: (event) => takenBack(event, session),
    keydown: (event) => shortcut(event, session),
    select: () => binding.tell(),
    keyup: () => binding.tell(),
    pointerup: () => binding.tell(),
  };
  for (const [name, listener] of Object.entries(listeners)) {
    field.addEventListener(name, listener);
  }
  const stop = session.on("change", (change) => binding.show(change));
  if (session.state !== null) binding.fill(session.text);
  return () => {
    stop();
    for (const [name, listener] of Object.entries(listeners)) {
      field.removeEventListener(name, listener);
    }
  };
}

/** Undo and redo as keys. */
function shortcut(event, session) {
  const command = (event.ctrlKey || event.metaKey) && !event.altKey;
  const key = event.key.toLowerCase();
  const again = key === "y" || (key === "z" && event.shiftKey);
  if (!command || (key !== "z" && !again)) return;
  event.preventDefault();
  if (again) session.redo();
  else session.undo();
}

/** Undo and redo from a menu, a gesture or a keyboard on the screen. */
function takenBack(event, session) {
  if (event.inputType === "historyUndo") session.undo();
  else if (event.inputType === "historyRedo") session.redo();
  else return;
  event.preventDefault();
}

/**
 * A field and what it shows. While a word is being composed, as with an input method, the field is left alone: what others write
 * meanwhile is collected, and both are brought together when the word is done.
 */
class Binding {
  constructor(session, field) {
    this.session = session;
    this.field = field;
    this.held = null; // what has been done to the text since a word was begun
    this.shown = ""; // what the field showed then
  }

  hold() {
    this.shown = this.session.text;
    this.held = ot.splice(this.shown.length, { at: 0 });
  }

  release() {
    const { held, shown, session, field } = this;
    if (held === null) return;
    this.held = null;
    const { selectionStart } = field;
    const typed = ot.diff(shown, ot.wellFormed(field.value));
    const [mine, theirs] = ot.transform(typed, held);
    session.edit(mine);
    this.fill(session.text, ot.transformIndex(theirs, selectionStart));
  }

  read() {
    const { session, field } = this;
    if (this.held !== null || session.state === null) return;
    session.setText(field.value);
    if (field.value !== session.text) this.fill(session.text);
  }

  show({ operation, origin, text }) {
    if (origin === "here") return;
    if (this.held !== null) {
      this.held = ot.compose(this.held, operation);
      return;
    }
    const place = origin === "undo" ? ot.transformOwnIndex : ot.transformIndex;
    const { selectionStart, selectionEnd } = this.field;
    this.fill(
      text,
      place(operation, selectionStart),
      place(operation, selectionEnd),
    );
  }

  fill(text, start = this.field.selectionStart, end = start) {
    const { field } = this;
    const { scrollTop, selectionDirection } = field;
    field.value = text;
    const within = (index) => clamp(index, text.length);
    field.setSelectionRange(within(start), within(end), selectionDirection);
    field.scrollTop = scrollTop;
  }

  tell() {
    const { selectionStart, selectionEnd, selectionDirection } = this.field;
    if (this.held !== null || this.field.value !== this.session.text) return;
    const backward = selectionDirection === "backward";
    this.session.sendCaret({
      anchor: backward ? selectionEnd : selectionStart,
      head: backward ? selectionStart : selectionEnd,
    });
  }
}
