// A document that several people write at once, in a room of a client: what texts and JSON documents have in common.
//
// Owns what is sent, when it is sent again, and what is done when something was missed. It refuses to know any message type but by the names
// that it is given, what an operation is, and how operations are brought together: `ot-client.js` and its kinds have those.

import { OperationError } from "./ot.js";
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

export class Session {
  constructor(client, options, kind) {
    const { room, document } = options;
    this.kind = kind;
    this.client = client;
    this.room = room ?? `document:${document}`;
    this.document = document ?? room.slice(room.indexOf(":") + 1);
    this.names = { edit: "LiveEdit", update: "DocumentUpdate", ...options };
    this.clock = options.clock ?? SYSTEM_CLOCK;
    this.state = null;
    this.undoStack = new UndoStack({ now: () => this.clock.now(), kind });
    this.source = options.source ?? randomSource();
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
    this.begin();
    this.ready = client.join(this.room).then(() => this);
    // Who does not wait for it hears of it by the client's own errors.
    this.ready.catch(() => {});
  }

  // What a kind of document has of its own

  /** Before the room is joined. */
  begin() {}

  /** An edit took effect, whosever it is. */
  heard() {}

  /** The document that is shown was changed. */
  moved() {}

  /** The whole state has come, instead of what was missed. */
  restarted() {}

  /** All is as the server has it again, or still. */
  settled() {}

  /** Somebody has left the room. */
  left() {}

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
      throw new OperationError("the document has not come yet");
    }
    if (this.kind.isNoop(operation)) return;
    const before = this.state.content;
    const send = this.state.edit(operation);
    this.undoStack.record(this.kind.invert(operation, before));
    this.written(operation, "here", send);
  }

  undo() {
    if (this.state === null) return;
    this.takeBack(this.undoStack.undo(this.state.content));
  }

  redo() {
    if (this.state === null) return;
    this.takeBack(this.undoStack.redo(this.state.content));
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
      this.kind.fits(state.content);
    if (!fits) {
      return this.emit("error", new OperationError(this.kind.wanted));
    }
    if (this.state !== null) {
      this.restarted();
      this.apply(this.state.restart(state), "there");
      return;
    }
    const { version, content } = state;
    const { source, kind } = this;
    this.state = new DocumentState({ source, version, content, kind });
    this.emit("open", this);
    this.changed(kind.whole(this.state.content), "open");
  }

  /** After a break the missed updates come by themselves; an edit whose fate is open is sent again, and takes effect once. */
  onAny({ kind, room, recovered, event, user_id }) {
    if (room !== this.room) return;
    if (kind === "room_state" && recovered) this.resend();
    if (kind === "presence" && event === "user_left") this.left(user_id);
  }

  onUpdate(update) {
    if (
      update.document_id !== undefined &&
      update.document_id !== this.document
    )
      return;
    if (this.state === null) return;
    const operation = this.kind.read(update.operation);
    const { version } = update;
    const received = this.state.receive({ ...update, operation });
    if (received === null) return;
    if (received === "missed") return this.refresh();
    const source = sourceOf(update.edit_id);
    this.heard({ version, operation, source });
    if (update.edit_id === this.sending) this.tries = 0;
    this.apply(received, "there", source);
    if (this.isSaved) this.settled();
  }

  apply(received, origin, source) {
    if (received === null) return;
    if (!this.kind.isNoop(received.changed)) {
      this.undoStack.transform(received.changed);
      this.changed(received.changed, origin, source);
    }
    this.emit("saved", this.isSaved);
    this.transmit(received.send);
  }

  changed(operation, origin, source) {
    this.moved(operation, origin, source);
    const session = this;
    this.emit("change", {
      operation,
      origin,
      get content() {
        return session.state.content;
      },
      get text() {
        return session.state.content;
      },
    });
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

const SYSTEM_CLOCK = {
  now: () => Date.now(),
  setTimeout: (act, ms) => setTimeout(act, ms),
  clearTimeout: (timer) => clearTimeout(timer),
};

function report(error) {
  if (globalThis.reportError) globalThis.reportError(error);
  else console.error(error);
}

/** A name for the page that no other has; the last `-` of an edit's id is behind it. */
function randomSource() {
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(9));
  return Array.from(bytes, (byte) => byte.toString(36).padStart(2, "0")).join(
    "",
  );
}
