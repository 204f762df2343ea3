// A document that several people write at once, in a room of a client, and a field that shows it.
//
// It refuses to know any message type but by the names that it is given, and how operations are brought together: `ot-client.js`
// has that.

import * as ot from "./ot.js";
import { DocumentState, UndoStack } from "./ot-client.js";

/** Refusals after which the same edit is sent again. */
const PASSING = new Set([
  "rate_limited",
  "unavailable",
  "conflict",
  "logic_timeout",
  "queue_full",
]);

/** Of a message whose fate is open: the next state of the room tells it. */
const OPEN = new Set(["session_lost", "left", "closed"]);

const RETRY_MS = 1000;

/** Where carets of others are taken from: the operations since a version, so far back. */
const REMEMBERED = 100;

/** Opens a document in a room; see the types for what it takes and gives. */
export function openDocument(client, options) {
  return new DocumentSession(client, options);
}

export class DocumentSession {
  constructor(client, options) {
    const { room, document } = options;
    this.client = client;
    this.room = room ?? `document:${document}`;
    this.document = document ?? room.slice(room.indexOf(":") + 1);
    this.names = { edit: "LiveEdit", update: "DocumentUpdate", ...options };
    this.clock = options.clock ?? SYSTEM_CLOCK;
    this.state = null;
    this.undoStack = new UndoStack({ now: this.clock.now });
    this.source = options.source ?? randomSource();
    this.carets = new Map(); // key → {user, anchor, head} in the text that is shown
    this.history = []; // {version, operation, source} of the last changes of the server's text
    this.caret = null; // this page's own, as it was told while not all was saved
    this.handlers = new Map();
    this.tries = 0;
    this.sending = null; // the id of the edit whose promise is open
    this.overdue = null;
    this.refreshing = false;
    this.closed = false;
    this.timer = null;
    this.stops = [
      client.onRoomState(this.room, (event) => this.onState(event.state)),
      client.onAny((event) => this.onAny(event)),
      client.on(this.room, this.names.update, (update) =>
        this.onUpdate(update),
      ),
    ];
    if (this.names.caret) {
      this.stops.push(
        client.on(this.room, this.names.caret, (caret) => this.onCaret(caret)),
      );
    }
    this.ready = client.join(this.room).then(() => this);
    // Who does not wait for it hears of it by the client's own errors.
    this.ready.catch(() => {});
  }

  get text() {
    return this.state === null ? "" : this.state.text;
  }

  /** How many UTF-16 units the text has. */
  get length() {
    return this.state === null ? 0 : this.state.length;
  }

  get version() {
    return this.state === null ? 0 : this.state.version;
  }

  /** Whether the server has all that was written here. */
  get isSaved() {
    return this.state === null || this.state.name === "synchronized";
  }

  get canUndo() {
    return this.undoStack.canUndo;
  }

  get canRedo() {
    return this.undoStack.canRedo;
  }

  on(event, handler) {
    const handlers = this.handlers.get(event) ?? new Set();
    this.handlers.set(event, handlers.add(handler));
    return () => handlers.delete(handler);
  }

  emit(event, value) {
    for (const handler of [...(this.handlers.get(event) ?? [])]) {
      try {
        handler(value);
      } catch (error) {
        report(error);
      }
    }
  }

  // Writing

  edit(operation) {
    if (this.state === null) {
      throw new ot.OperationError("the document has not come yet");
    }
    if (ot.isNoop(operation)) return;
    const before = this.state.text;
    const send = this.state.edit(operation);
    this.undoStack.record(ot.invert(operation, before));
    this.written(operation, "here", send);
  }

  /** The text is another one now, as a field has it. */
  setText(text) {
    this.edit(ot.diff(this.text, ot.wellFormed(text)));
  }

  undo() {
    this.takeBack(this.undoStack.undo(this.text));
  }

  redo() {
    this.takeBack(this.undoStack.redo(this.text));
  }

  takeBack(operation) {
    if (operation === null) return;
    this.written(operation, "undo", this.state.edit(operation));
  }

  written(operation, origin, send) {
    this.changed(operation, origin);
    this.emit("saved", this.isSaved);
    this.transmit(send);
  }

  transmit(edit) {
    if (edit === null || this.sending === edit.edit_id) return;
    // Two messages of one edit would be two intentions, so none is sent while the fate of another is open.
    this.sending = edit.edit_id;
    const { room, names, document, client } = this;
    const user = client.state.userId;
    const message = {
      document_id: document,
      ...(user === undefined ? {} : { user_id: user }),
      ...edit,
      ...names.extra,
    };
    client.send(room, names.edit, message).then(
      () => this.acknowledged(edit.edit_id),
      (error) => this.failed(edit.edit_id, error),
    );
  }

  acknowledged(id) {
    if (this.sending === id) this.sending = null;
    this.tries = 0;
    this.expect(id);
  }

  failed(id, error) {
    if (this.sending === id) this.sending = null;
    if (this.closed || this.state === null) return;
    if (this.state.outgoing === null || this.state.outgoing.edit_id !== id) {
      return this.transmit(this.state.outgoing);
    }
    if (OPEN.has(error.code)) return;
    if (PASSING.has(error.code)) {
      const wait = error.retryAfterMs ?? RETRY_MS;
      this.timer = this.clock.setTimeout(() => this.resend(), wait);
      return;
    }
    this.tries += 1;
    // Perhaps it was for a version that is too old: with the present state it fits, or is refused once more.
    if (this.tries === 1) return this.refresh();
    this.tries = 0;
    const { operation } = this.state.awaiting;
    this.apply(this.state.refuse(), "refused");
    this.emit("refused", { error, operation });
  }

  /** What is on its way goes once more; by its id it takes effect once. */
  resend() {
    if (!this.closed && this.state !== null) {
      this.transmit(this.state.outgoing);
    }
  }

  /** What took effect was told to all, so to this page too. If it does not come, it was missed. */
  expect(id) {
    const isAwaited = () => this.state?.outgoing?.edit_id === id;
    if (this.closed || !isAwaited()) return;
    this.overdue ??= this.clock.setTimeout(() => {
      this.overdue = null;
      if (isAwaited()) this.refresh();
    }, RETRY_MS);
  }

  /** Asks for the room's whole state. */
  refresh() {
    if (this.refreshing || this.closed) return;
    this.refreshing = true;
    const done = () => {
      this.refreshing = false;
    };
    this.client.join(this.room).then(done, done);
  }

  // Hearing

  onState(state) {
    const fits =
      state !== null &&
      typeof state === "object" &&
      Number.isInteger(state.version) &&
      (typeof state.content === "string" || state.content === null);
    if (!fits) {
      return this.emit("error", new ot.OperationError(NO_DOCUMENT));
    }
    if (this.state !== null) {
      this.history = [];
      this.apply(this.state.restart(state), "there");
      return;
    }
    const { version, content } = state;
    this.state = new DocumentState({
      source: this.source,
      version,
      content: content ?? "",
    });
    this.emit("open", this);
    this.changed([this.text].filter(Boolean), "open");
  }

  /** After a break the missed updates come by themselves; an edit whose fate is open is sent again, and takes effect once. */
  onAny({ kind, room, recovered, event, user_id }) {
    if (room !== this.room) return;
    if (kind === "room_state" && recovered) this.resend();
    if (kind === "presence" && event === "user_left")
      this.removeCarets(user_id);
  }

  onUpdate(update) {
    if (
      update.document_id !== undefined &&
      update.document_id !== this.document
    )
      return;
    if (this.state === null) return;
    const operation = ot.read(update.operation);
    const { version } = update;
    const received = this.state.receive({ ...update, operation });
    if (received === null) return;
    if (received === "missed") return this.refresh();
    const source = sourceOf(update.edit_id);
    this.history.push({ version, operation, source });
    if (this.history.length > REMEMBERED) this.history.shift();
    if (update.edit_id === this.sending) this.tries = 0;
    this.apply(received, "there", source);
    if (this.caret !== null && this.isSaved) this.sendCaret(this.caret);
  }

  apply(received, origin, source) {
    if (received === null) return;
    if (!ot.isNoop(received.changed)) {
      this.undoStack.transform(received.changed);
      this.changed(received.changed, origin, source);
    }
    this.emit("saved", this.isSaved);
    this.transmit(received.send);
  }

  changed(operation, origin, source) {
    for (const [key, caret] of this.carets) {
      const move = moverOf(key, source);
      caret.anchor = move(operation, caret.anchor);
      caret.head = move(operation, caret.head);
    }
    if (this.caret !== null) {
      const move = moverOf("here", origin);
      const { anchor, head } = this.caret;
      this.caret = {
        anchor: move(operation, anchor),
        head: move(operation, head),
      };
    }
    const session = this;
    this.emit("change", {
      operation,
      origin,
      get text() {
        return session.text;
      },
    });
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

  close() {
    if (this.closed) return;
    this.closed = true;
    this.clock.clearTimeout(this.timer);
    if (this.overdue) this.clock.clearTimeout(this.overdue);
    this.stops.forEach((stop) => stop());
    this.client.leave(this.room);
  }
}

/** Whose an edit is: its id is the page's name and a number. */
function sourceOf(id) {
  return String(id).replace(/-\d+$/, "");
}

/** How an operation moves a caret: behind what is inserted there, if that is by the caret's own page. */
function moverOf(key, source) {
  return key === source ? ot.transformOwnIndex : ot.transformIndex;
}

const NO_DOCUMENT =
  "the room's state is no document: it has to have a `version` and a `content` that is a text";

const SYSTEM_CLOCK = {
  now: () => Date.now(),
  setTimeout: (act, ms) => setTimeout(act, ms),
  clearTimeout: (timer) => clearTimeout(timer),
};

function report(error) {
  if (globalThis.reportError) globalThis.reportError(error);
  else console.error(error);
}

function clamp(index, length) {
  return Math.min(Math.max(index, 0), length);
}

/** A name for the page that no other has; the last `-` of an edit's id is behind it. */
function randomSource() {
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(9));
  return Array.from(bytes, (byte) => byte.toString(36).padStart(2, "0")).join(
    "",
  );
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
