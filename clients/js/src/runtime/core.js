// What the app asks for and what becomes of the connection. What frames mean is in the next part.

import { Directs } from "./directs.js";
import { BuildAmpError, closedError } from "./error.js";
import { receive } from "./frames.js";
import { Link } from "./link.js";
import { Listeners } from "./listeners.js";
import { Outbox, isHeld } from "./outbox.js";
import { Room } from "./room.js";
import { ServerTime } from "./time.js";

/** Ties the link, the rooms, the outbox and the handlers together: a frame in, events out. */
export class Core {
  constructor(messages, options) {
    this.messages = new Map(Object.entries(messages));
    this.userId = options.userId;
    this.queueLimit = options.queueLimit ?? 1000;
    this.clock = options.clock ?? SYSTEM_CLOCK;
    this.random = options.random ?? Math.random;
    this.time = new ServerTime(this.clock);
    this.listeners = new Listeners();
    this.outbox = new Outbox();
    this.directs = new Directs();
    this.rooms = new Map();
    this.leaving = new Map(); // room → id of the frame that leaves it, until that is answered
    this.prefix = Math.floor(this.random() * 36 ** 8).toString(36);
    this.ids = 0;
    this.warned = new Set();
    this.link = new Link(options, this.clock, this.random, {
      changed: (state, previous) => this.linkChanged(state, previous),
      received: (data) => receive(this, data),
      failed: (error) => this.raise(error),
      isWaiting: () => this.isWaiting,
      directs: () => this.directs.query,
    });
  }

  /** Whether the server owes an answer. */
  get isWaiting() {
    const asks = ({ asking }) => asking !== null;
    return this.outbox.hasSent || [...this.rooms.values()].some(asks);
  }

  get isOpen() {
    return this.link.state.name === "open";
  }

  // Commands

  join(name, message) {
    if (this.link.state.name === "closed") return Promise.reject(closedError());
    let offer;
    try {
      if (message != null) offer = this.joinPayload(message);
    } catch (error) {
      const { code = "invalid_payload" } = error;
      const text = `${message.type}: ${error.message}`;
      return Promise.reject(new BuildAmpError(code, text, { room: name }));
    }
    return this.joinWith(name, offer);
  }

  joinWith(name, offer) {
    this.leaving.delete(name);
    const room = this.rooms.get(name) ?? this.addRoom(name);
    const joined = new Promise((resolve, reject) =>
      room.waiting.push({ resolve, reject }),
    );
    if (offer !== undefined) {
      // One after the other: else nobody would know with which of two the server let this client in.
      if (room.asking !== null) return this.joinAfter(joined, name, offer);
      room.offer = offer;
    }
    // Asked for again, a room's state has to be a fresh one, so nothing is said of what was seen.
    if (this.isOpen && room.asking === null) {
      this.ask(room, room.confirmed ? null : room.position);
    }
    return joined;
  }

  /** Joins once more when another join is answered, whatever the answer, unless the app has left or the client is closed meanwhile. */
  joinAfter(answered, name, offer) {
    const isClosed = () => this.link.state.name === "closed";
    const next = () => {
      if (isClosed()) throw closedError();
      return this.joinWith(name, offer);
    };
    return answered.then(next, (error) => {
      if (error.code === "left" || error.code === "closed") throw error;
      // Closed by an error, that is what each is told.
      if (isClosed()) throw error;
      return next();
    });
  }

  leave(name) {
    const room = this.rooms.get(name);
    if (!room) return;
    const askedFor = room.confirmed || room.asking !== null;
    this.dropRoom(
      room,
      new BuildAmpError("left", "The room was left meanwhile.", { room: name }),
    );
    if (this.isOpen && askedFor) {
      const id = this.newId();
      this.leaving.set(name, id);
      this.write({ type: "leave_room", room: name, id });
    }
    this.flush();
  }

  send(room, type, message, options = {}) {
    const refuse = (code, text) =>
      Promise.reject(new BuildAmpError(code, text, { room }));
    if (this.link.state.name === "closed") return Promise.reject(closedError());
    const model = this.messages.get(type);
    if (!model) return refuse("unknown_message", `No message type ${type}.`);
    if (model.direction === "server") {
      return refuse("not_client_message", `Only the server sends ${type}.`);
    }
    if (model.direction === "join") {
      const text = `${type} comes with a join: give it to join(room, message).`;
      return refuse("not_client_message", text);
    }
    const id = this.newId();
    let text;
    try {
      text = this.encodeMessage(id, room, type, model, message);
    } catch (error) {
      return refuse("invalid_payload", `${type}: ${error.message}`);
    }
    const volatile = options.volatile ?? model.volatile;
    if (volatile) this.outbox.supersede(room, type);
    if (this.outbox.size >= this.queueLimit) {
      return refuse("queue_full", "Too many messages wait for an answer.");
    }
    return new Promise((resolve, reject) => {
      const status = "held";
      const entry = { id, room, type, volatile, text, status, resolve, reject };
      this.outbox.add(entry);
      if (this.isReady(room)) this.transmit(entry);
    });
  }

  /** As text at once: what a message says is settled when it is sent, not when it is sent again. */
  encodeMessage(id, room, type, model, message) {
    const payload = payloadOf(type, model, message);
    const { userId } = this;
    return JSON.stringify({ type: "send_message", room, userId, payload, id });
  }

  /** What a join is to come with, as it is now. */
  joinPayload({ type, payload }) {
    const model = this.messages.get(type);
    if (!model || model.direction !== "join") {
      const text = "no message of this type comes with a join";
      throw new BuildAmpError("unknown_message", text);
    }
    return JSON.parse(JSON.stringify(payloadOf(type, model, payload)));
  }

  // Writing

  newId() {
    this.ids += 1;
    return `${this.prefix}-${this.ids}`;
  }

  write(frame) {
    this.link.write(JSON.stringify(frame));
  }

  transmit(entry) {
    entry.status = "sent";
    this.link.write(entry.text);
  }

  /** A wanted room's messages wait until the join is confirmed; any other room's are the server's to judge. */
  isReady(name) {
    const room = this.rooms.get(name);
    return this.isOpen && (!room || room.confirmed);
  }

  flush() {
    for (const entry of this.outbox.unsent()) {
      if (this.isReady(entry.room)) this.transmit(entry);
    }
  }

  ask(room, since) {
    this.clock.clearTimeout(room.timer);
    room.timer = null;
    room.asking = this.newId();
    room.askedAt = this.clock.now();
    this.write({
      type: "join_room",
      room: room.name,
      userId: this.userId,
      since: since === null ? undefined : since,
      payload: room.message,
      id: room.asking,
    });
  }

  // The connection

  linkChanged(state, previous) {
    // Books first, handlers last: what a handler does has to find everything in order.
    if (previous.name === "open") this.detach();
    if (state.name === "open") this.attach();
    if (state.name === "closed") this.abandon(state.error ?? closedError());
    this.listeners.emit(["state"], state);
    if (previous.name === "open") this.announce({ kind: "disconnected" });
    if (this.link.state === state && state.name === "open") {
      this.announce(connectedEvent(this.link));
    }
  }

  attach() {
    for (const room of this.rooms.values()) this.ask(room, room.position);
    this.flush();
  }

  detach() {
    this.leaving.clear();
    this.outbox.detach();
    for (const room of this.rooms.values()) {
      this.clock.clearTimeout(room.timer);
      room.detach();
    }
  }

  abandon(error) {
    for (const room of [...this.rooms.values()]) this.dropRoom(room, error);
    this.outbox.fail(() => true, error);
    this.directs = new Directs();
  }

  // Rooms

  addRoom(name) {
    const room = new Room(name);
    this.rooms.set(name, room);
    return room;
  }

  dropRoom(room, error) {
    this.rooms.delete(room.name);
    this.clock.clearTimeout(room.timer);
    // What was written before may have taken effect, so only the rest can be said to have failed.
    this.outbox.fail(
      (entry) => entry.room === room.name && isHeld(entry),
      error,
    );
    room.takeWaiting().forEach(({ reject }) => reject(error));
  }

  // Events

  announce(event) {
    this.listeners.emit(["any"], event);
  }

  raise(error) {
    this.listeners.emit(["error"], error);
    const { message, code, room = null } = error;
    this.announce({ kind: "error", error: message, code, room });
  }
}

// Wrapped, for browsers refuse their timers to be called on another object.
const SYSTEM_CLOCK = {
  now: () => Date.now(),
  setTimeout: (act, ms) => setTimeout(act, ms),
  clearTimeout: (timer) => clearTimeout(timer),
};

export function connectedEvent({ state: { userId, connectionId } }) {
  return { kind: "connected", user_id: userId, connection_id: connectionId };
}

function payloadOf(type, { inline }, message) {
  const payload = inline
    ? { message_type: type, ...fieldsOf(message) }
    : { message_type: type, value: message === undefined ? null : message };
  // Free keys, as a flattened map has them, must not make it a message of another type.
  if (payload.message_type !== type) {
    throw new TypeError("the key `message_type` is the protocol's own");
  }
  return payload;
}

/** An array or a text has fields too, but none that a model names. */
function fieldsOf(message) {
  if (typeof message === "object" && message !== null) {
    if (!Array.isArray(message)) return message;
  }
  throw new TypeError("expected an object");
}
