// BuildAmp's real-time client: one connection with its back-off, the rooms that the app wants, and the
// messages that nobody has acknowledged yet. Every app has it at the top of its `buildamp.js`; what is
// particular to the app, its `Client`, stands at the end.
//
// It refuses to know any message type, to keep anything beyond the page's life, and to depend on
// anything but ES2020 and the standard web interfaces. It never calls an `on…` or `send…` method of the
// client: a generated subclass may define one of the same name.

/** A refusal by the server, or a failure of the client itself. `code` is for programs. */
export class BuildAmpError extends Error {
  constructor(code, message, { room, retryAfterMs } = {}) {
    super(message);
    this.name = "BuildAmpError";
    this.code = code;
    if (room !== undefined) this.room = room;
    if (retryAfterMs !== undefined) this.retryAfterMs = retryAfterMs;
  }
}

// A symbol, so that no generated name can meet it.
const CORE = Symbol("buildamp");

/** What generated clients extend. All that it promises is said beside its type. */
export class RealtimeClient {
  constructor(messages, options = {}) {
    this[CORE] = new Core(messages, options);
  }

  get state() {
    return this[CORE].link.state;
  }

  get transport() {
    return this[CORE].link.via;
  }

  connect() {
    this[CORE].link.connect();
  }

  close() {
    this[CORE].link.stop(null);
  }

  join(room) {
    return this[CORE].join(room);
  }

  leave(room) {
    this[CORE].leave(room);
  }

  send(room, type, message, options) {
    return this[CORE].send(room, type, message, options);
  }

  upload(room, file, options) {
    return this[CORE].upload(room, file, options);
  }

  on(room, type, handler) {
    return this[CORE].listeners.add(["message", room, type], handler);
  }

  onDirect(type, handler) {
    return this[CORE].listeners.add(["direct", type], handler);
  }

  onAny(handler) {
    return this[CORE].listeners.add(["any"], handler);
  }

  onRoomState(room, handler) {
    return this[CORE].listeners.add(["room_state", room], handler);
  }

  onLeftRoom(room, handler) {
    return this[CORE].listeners.add(["left_room", room], handler);
  }

  onPresence(room, handler) {
    return this[CORE].listeners.add(["presence", room], handler);
  }

  onError(handler) {
    return this[CORE].listeners.add(["error"], handler);
  }

  onState(handler) {
    return this[CORE].listeners.add(["state"], handler);
  }
}

/** Joins a generated Elm client to a JavaScript one; returns a function that parts them again. */
export function connectElm(app, client, { target = globalThis.document } = {}) {
  const core = client[CORE];
  let live = true;
  // Never inside Elm's own turn: its subscriptions follow its model only when that turn has ended.
  const tell = perTurn((events) => {
    for (const event of events) {
      if (live) target.dispatchEvent(keypress(event));
    }
  });
  const told = (room) => (error) =>
    tell({ kind: "error", error: error.message, code: error.code, room });
  const obey = perTurn((commands) => obeyElm(core, commands, told));

  const port = app.ports && app.ports.buildAmpCommand;
  if (port) port.subscribe(obey);
  const forget = core.listeners.add(["any"], tell);
  if (core.link.state.name === "idle") core.link.connect();
  else if (core.link.state.name === "open") tell(connectedEvent(core.link));

  return () => {
    live = false;
    forget();
    if (port) port.unsubscribe(obey);
  };
}

/**
 * Does what Elm asked for in one turn. A `Cmd.batch` reaches the port backwards, so its order says
 * nothing: rooms are joined first, then messages sent, then rooms left. A room that is left and
 * joined in one turn, as a change of page does, stays joined.
 */
function obeyElm(core, commands, told) {
  const of = (name) => commands.filter(({ command }) => command === name);
  const joined = new Set(of("join").map(({ room }) => room));
  for (const room of joined) {
    core.join(room).catch((error) => {
      // Elm left it meanwhile, and knows.
      if (error.code !== "left") told(room)(error);
    });
  }
  for (const { room, type, message } of of("send")) {
    core.send(room, type, message).catch(told(room));
  }
  for (const { room } of of("leave")) {
    if (!joined.has(room)) core.leave(room);
  }
}

/** Collects what comes in one turn and hands it on, in order, after that turn. */
function perTurn(handle) {
  let collected = [];
  return (item) => {
    collected.push(item);
    if (collected.length > 1) return;
    Promise.resolve().then(() => {
      const turn = collected;
      collected = [];
      handle(turn);
    });
  };
}

/** The one kind of subscription that Elm 0.19 lets decide by a decoder is to a browser event. */
function keypress(event) {
  const detail = { buildamp: event };
  return typeof CustomEvent === "function"
    ? new CustomEvent("keypress", { bubbles: false, detail })
    : Object.assign(new Event("keypress", { bubbles: false }), { detail });
}

/** Ties the link, the rooms, the outbox and the handlers together: a frame in, events out. */
class Core {
  constructor(messages, options) {
    this.messages = messages;
    this.userId = options.userId;
    this.queueLimit = options.queueLimit ?? 1000;
    this.clock = options.clock ?? SYSTEM_CLOCK;
    this.random = options.random ?? Math.random;
    this.listeners = new Listeners();
    this.outbox = new Outbox();
    this.rooms = new Map();
    this.leaving = new Map(); // room → id of the frame that leaves it, until that is answered
    this.prefix = Math.floor(this.random() * 36 ** 8).toString(36);
    this.ids = 0;
    this.warned = new Set();
    this.link = new Link(options, this.clock, this.random, {
      changed: (state, previous) => this.linkChanged(state, previous),
      received: (data) => this.receive(data),
      failed: (error) => this.raise(error),
      isWaiting: () => this.isWaiting,
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

  join(name) {
    if (this.link.state.name === "closed") return Promise.reject(closedError());
    this.leaving.delete(name);
    const room = this.rooms.get(name) ?? this.addRoom(name);
    const joined = new Promise((resolve, reject) =>
      room.waiting.push({ resolve, reject }),
    );
    // Asked for again, a room's state has to be a fresh one, so nothing is said of what was seen.
    if (this.isOpen && room.asking === null) {
      this.ask(room, room.confirmed ? null : room.position);
    }
    return joined;
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
    const model = owned(this.messages, type);
    if (!model) return refuse("unknown_message", `No message type ${type}.`);
    if (model.direction === "server") {
      return refuse("not_client_message", `Only the server sends ${type}.`);
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
  encodeMessage(id, room, type, { inline }, message) {
    const payload = inline
      ? { message_type: type, ...fieldsOf(message) }
      : { message_type: type, value: message === undefined ? null : message };
    // Free keys, as a flattened map has them, must not make it a message of another type.
    if (payload.message_type !== type) {
      throw new TypeError("the key `message_type` is the protocol's own");
    }
    const { userId } = this;
    return JSON.stringify({ type: "send_message", room, userId, payload, id });
  }

  async upload(room, file, { name, onProgress, signal } = {}) {
    const address = beside(endpoint(this.link.options.url), "uploads");
    address.searchParams.set("room", room);
    const called = name ?? file.name;
    if (called !== undefined) address.searchParams.set("name", called);
    if (this.userId !== undefined) {
      address.searchParams.set("userId", this.userId);
    }
    const token = await this.link.token();
    const headers = { "Content-Type": file.type || "application/octet-stream" };
    if (token) headers.Authorization = `Bearer ${token}`;
    const send =
      onProgress && globalThis.XMLHttpRequest ? sendWatched : this.link.fetch;
    const request = { method: "POST", body: file, headers, signal, onProgress };
    let response, answer;
    try {
      response = await send(address.href, request);
      answer = await response.json();
    } catch (error) {
      const code = signal && signal.aborted ? "aborted" : "upload_failed";
      const reason = error instanceof Error ? error.message : String(error);
      throw new BuildAmpError(code, `No upload: ${reason}`, { room });
    }
    if (response.ok) return answer;
    const { code = "upload_failed", error, retry_after_ms } = answer;
    const retryAfterMs = retry_after_ms;
    throw new BuildAmpError(code, String(error), { room, retryAfterMs });
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
    this.write({
      type: "join_room",
      room: room.name,
      userId: this.userId,
      since: since === null ? undefined : since,
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
  }

  // Frames

  receive(data) {
    let frame;
    try {
      frame = JSON.parse(data);
    } catch {
      const text = "The server sent a frame that is not JSON.";
      return this.raise(new BuildAmpError("bad_json", text));
    }
    const type = frame === null ? undefined : frame.type;
    const rule = owned(FRAMES, type);
    if (rule && rule.fits(frame)) return rule.take(this, frame);
    if (rule || typeof type !== "string") {
      const text = `The server sent a frame that makes no sense: ${data}`;
      return this.raise(new BuildAmpError("bad_frame", text));
    }
    if (this.warned.has(type)) return;
    this.warned.add(type);
    console.warn(`BuildAmp: frames of type "${type}" are ignored.`);
  }

  connected(frame) {
    if (this.link.state.name !== "connecting") return;
    const resumed =
      frame.session !== undefined && frame.session === this.link.session;
    if (!resumed) this.outbox.fail(isUnsure, sessionLostError());
    this.link.opened(frame);
  }

  roomState(frame) {
    const { room: name, epoch, seq, id } = frame;
    if (this.leaving.has(name)) return;
    // A room that nobody here asked for: the app's logic put this user there.
    const room = this.rooms.get(name) ?? this.addRoom(name);
    if (id !== undefined && room.asking !== null && id !== room.asking) return;
    const recovered = frame.recovered === true && room.isIn(epoch);
    if (recovered) room.resume(seq);
    else room.reset(epoch, seq);
    this.flush();
    const { state = null, members = [] } = frame;
    const event = { kind: "room_state", room: name, state, members, recovered };
    // Whoever waits wants the state itself, which a recovered room does not bring.
    if (recovered && room.waiting.length > 0) this.ask(room, null);
    if (!recovered) {
      room.takeWaiting().forEach(({ resolve }) => resolve(event));
      this.listeners.emit(["room_state", name], event);
    }
    this.announce(event);
  }

  broadcast({ room: name, message, seq = null, timestamp = this.clock.now() }) {
    const room = this.rooms.get(name);
    if (!room) return;
    // A frame without a message only tells how far nothing is missing: it was for others, or a newer one replaced it.
    if (!message && room.asking === null && room.timer === null) {
      return room.pass(seq);
    }
    const verdict = room.judge(seq);
    if (verdict === "gap" && room.asking === null && room.timer === null) {
      this.ask(room, room.position);
    }
    if (verdict !== "deliver" || !message) return;
    const { type, payload = null } = message;
    if (type === "user_joined" || type === "user_left") {
      const { user_id, timestamp: at = timestamp } = message;
      const kind = "presence";
      const event = { kind, room: name, event: type, user_id, timestamp: at };
      this.listeners.emit(["presence", name], event);
      this.announce(event);
    } else {
      const kind = "message";
      const event = { kind, room: name, type, payload, seq, timestamp };
      this.listeners.emit(["message", name, type], payload, event);
      this.announce(event);
    }
  }

  /** The app's logic put this user out: the room is not come back to, unless it is being joined anew. */
  leftRoom({ room: name }) {
    const room = this.rooms.get(name);
    if (!room || room.asking !== null) return;
    const text = "The app's logic made this user leave the room.";
    this.dropRoom(room, new BuildAmpError("left", text, { room: name }));
    this.flush();
    const event = { kind: "left_room", room: name };
    this.listeners.emit(["left_room", name], event);
    this.announce(event);
  }

  direct({ message, timestamp = this.clock.now() }) {
    const { type, payload = null } = message;
    const event = { kind: "direct", type, payload, timestamp };
    this.listeners.emit(["direct", type], payload, event);
    this.announce(event);
  }

  ack({ id, response = null }) {
    const entry = this.outbox.take(id);
    if (entry) entry.resolve(response);
    else this.leaveAnswered(id);
  }

  error(frame) {
    const { code = "error", id } = frame;
    const error = new BuildAmpError(code, String(frame.error), {
      room: frame.room,
      retryAfterMs: frame.retry_after_ms,
    });
    if (id === undefined) return this.raise(error);
    const entry = this.outbox.take(id);
    if (entry) return entry.reject(error);
    const room = [...this.rooms.values()].find(({ asking }) => asking === id);
    if (room) return this.joinRefused(room, error);
    if (!this.leaveAnswered(id)) this.raise(error);
  }

  leaveAnswered(id) {
    for (const [name, leave] of this.leaving) {
      if (leave === id) return this.leaving.delete(name);
    }
    return false;
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

  /** A busy server must not cost a room that the app was in: that join is tried again, any other is over. */
  joinRefused(room, error) {
    const unheard = room.waiting.length === 0;
    room.asking = null;
    if (room.known && PASSING.has(error.code)) {
      const { minMs } = this.link.backoff;
      const delay = error.retryAfterMs ?? minMs * (1 + this.random());
      const again = () => this.ask(room, room.position);
      room.timer = this.clock.setTimeout(again, delay);
      room.takeWaiting().forEach(({ reject }) => reject(error));
      return;
    }
    if (room.confirmed) {
      room.takeWaiting().forEach(({ reject }) => reject(error));
    } else {
      this.dropRoom(room, error);
      this.flush();
    }
    if (unheard) this.raise(error);
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

/** A room that the app wants: whether it is in, and how far it has seen. Writes nothing, calls nobody. */
class Room {
  constructor(name) {
    this.name = name;
    this.known = false; // has been confirmed at some time
    this.confirmed = false; // on this connection
    this.asking = null; // id of the join that has no answer yet
    this.timer = null; // a join to be tried again
    this.waiting = []; // whom the next room state is for
    this.position = null; // {epoch, seq} of the last broadcast
    this.head = 0; // up to here the server has vouched for what it sent, holes and all
    this.trusting = false;
  }

  isIn(epoch) {
    return this.position !== null && this.position.epoch === epoch;
  }

  detach() {
    this.confirmed = false;
    this.asking = null;
    this.timer = null;
  }

  reset(epoch, seq) {
    this.position = typeof seq === "number" ? { epoch, seq } : null;
    this.confirm(0, false);
  }

  resume(head) {
    const vouched = typeof head === "number";
    this.confirm(vouched ? head : 0, !vouched);
  }

  confirm(head, trusting) {
    this.known = true;
    this.confirmed = true;
    this.asking = null;
    this.head = head;
    this.trusting = trusting;
  }

  /** The server has sent all up to here that is for this client. */
  pass(seq) {
    const { position } = this;
    if (position === null || seq === null || seq <= position.seq) return;
    this.position = { epoch: position.epoch, seq };
  }

  takeWaiting() {
    return this.waiting.splice(0);
  }

  /**
   * What to do with a broadcast: deliver it, drop it as seen already, or fill a gap first. What a recovery
   * brings is taken as it is: if something is still missing there, asking again would not bring it.
   */
  judge(seq) {
    if (seq === null || this.position === null) {
      return this.confirmed ? "deliver" : "drop";
    }
    if (seq <= this.position.seq) return "drop";
    const expected = Math.max(this.position.seq, this.head) + 1;
    if (seq > expected && !this.trusting) return "gap";
    this.trusting = false;
    this.position = { epoch: this.position.epoch, seq };
    return "deliver";
  }
}

/**
 * The messages that have no answer yet, in the order they were sent in. `held`: never written; `sent`:
 * written on the connection there is; `unsure`: written on one that is gone.
 */
class Outbox {
  constructor() {
    this.entries = new Map();
  }

  get size() {
    return this.entries.size;
  }

  add(entry) {
    this.entries.set(entry.id, entry);
  }

  take(id) {
    const entry = this.entries.get(id);
    this.entries.delete(id);
    return entry;
  }

  get hasSent() {
    return [...this.entries.values()].some(({ status }) => status === "sent");
  }

  unsent() {
    return [...this.entries.values()].filter(({ status }) => status !== "sent");
  }

  /** A newer volatile message makes an older one pointless, which is no failure. */
  supersede(room, type) {
    this.forgo(
      (entry) => isHeld(entry) && entry.room === room && entry.type === type,
    );
  }

  /** The connection is gone: a volatile message went with it, any other may be sent again. */
  detach() {
    this.forgo((entry) => !isHeld(entry));
    for (const entry of this.entries.values()) {
      if (entry.status === "sent") entry.status = "unsure";
    }
  }

  forgo(which) {
    for (const entry of [...this.entries.values()]) {
      if (entry.volatile && which(entry))
        this.take(entry.id).resolve(undefined);
    }
  }

  fail(which, error) {
    for (const entry of [...this.entries.values()]) {
      if (which(entry)) this.take(entry.id).reject(error);
    }
  }
}

const isHeld = ({ status }) => status === "held";
const isUnsure = ({ status }) => status === "unsure";

/** One socket at a time, and when to try the next. Knows text, not what it says. */
class Link {
  constructor(options, clock, random, hooks) {
    this.options = options;
    this.clock = clock;
    this.random = random;
    this.hooks = hooks;
    this.backoff = { minMs: 500, maxMs: 30000, ...options.backoff };
    this.transport = options.transport ?? "auto";
    this.via = this.transport === "sse" ? "sse" : "websocket";
    this.strikes = 0; // sockets in a row that were never greeted on
    const { fetch } = options;
    this.fetch = (url, request) => (fetch ?? globalThis.fetch)(url, request);
    this.state = Object.freeze({ name: "idle" });
    this.session = null;
    this.socket = null;
    this.timer = null;
    this.failures = 0;
    this.openedAt = 0;
    this.silence = { quietMs: 45000, answerMs: 10000, ...options.silence };
    this.heardAt = 0;
    this.asked = false; // for a sign of life, and has heard nothing since
    this.attempts = 0; // whoever finds another number than its own has been overtaken
    this.wake = () => this.attempt();
  }

  connect() {
    const { name } = this.state;
    if (name === "connecting" || name === "open") return;
    this.base = endpoint(this.options.url);
    this.attempt();
  }

  write(text) {
    this.socket.send(text);
  }

  opened({ session = null, user_id, connection_id }) {
    this.rest();
    this.session = session;
    this.openedAt = this.clock.now();
    const userId = user_id ?? this.options.userId ?? "";
    this.watch();
    this.change({ name: "open", userId, connectionId: connection_id ?? "" });
  }

  heard() {
    this.heardAt = this.clock.now();
    this.asked = false;
  }

  watch() {
    const { answerMs } = this.silence;
    this.timer = this.clock.setTimeout(() => this.look(), answerMs);
  }

  /** Nobody tells of a machine or a network that is gone: who hears nothing asks, and gives the connection up where nothing comes. */
  look() {
    const { socket } = this;
    if (this.asked) {
      this.lost(ABNORMAL, "");
      return socket.close();
    }
    const { quietMs, answerMs } = this.silence;
    const patience = this.hooks.isWaiting() ? answerMs : quietMs;
    if (this.clock.now() - this.heardAt >= patience) {
      this.asked = true;
      this.write(PING);
    }
    this.watch();
  }

  stop(error) {
    if (this.state.name === "closed") return;
    const { socket } = this;
    this.attempts += 1;
    this.rest();
    this.socket = null;
    this.session = null;
    this.failures = 0;
    if (socket) socket.close(1000);
    this.change({ name: "closed", error });
    if (error) this.hooks.failed(error);
  }

  async attempt() {
    this.rest();
    const attempt = (this.attempts += 1);
    this.change({ name: "connecting" });
    try {
      const token = await this.token();
      if (attempt === this.attempts) this.open(token);
    } catch (error) {
      if (attempt !== this.attempts) return;
      this.retry(this.jitter());
      // Whatever an app's `token` throws, even if it is no error.
      const reason = error instanceof Error ? error.message : String(error);
      const text = `No connection could be started: ${reason}`;
      this.hooks.failed(new BuildAmpError("connect_failed", text));
    }
  }

  async token() {
    const { token } = this.options;
    return typeof token === "function" ? await token() : token;
  }

  address(token) {
    const address = new URL(this.base);
    if (token) address.searchParams.set("token", token);
    if (this.session) address.searchParams.set("session", this.session);
    return address.href;
  }

  socketFor(token) {
    if (this.via === "sse") {
      return new EventStream(this.base, token, this.session, this.fetch);
    }
    const Socket = this.options.WebSocket ?? globalThis.WebSocket;
    return new Socket(this.address(token));
  }

  open(token) {
    const socket = this.socketFor(token);
    const ifCurrent = (act) => (event) => {
      if (this.socket === socket) act(event);
    };
    socket.onmessage = ifCurrent(({ data }) => {
      this.heard();
      this.hooks.received(data);
    });
    socket.onalive = ifCurrent(() => this.heard());
    socket.onclose = ifCurrent(({ code, reason }) => this.lost(code, reason));
    // A close follows every error, but an error that nobody listens to ends a Node process.
    socket.onerror = () => {};
    this.socket = socket;
    this.timer = this.clock.setTimeout(() => {
      this.lost(ABNORMAL, "");
      socket.close();
    }, OPENING_TIMEOUT_MS);
  }

  lost(code, reason) {
    // One that is cut at once does not count as a success, or a cut in a loop would be a busy loop.
    const steady =
      this.state.name === "open" &&
      this.clock.now() - this.openedAt >= this.backoff.minMs;
    if (steady) this.failures = 0;
    this.rest();
    this.socket = null;
    if (this.transport === "auto") this.choose(code);
    if (code === TOKEN_EXPIRED && typeof this.options.token !== "function") {
      const text = "The token has expired, and there is no other.";
      return this.stop(new BuildAmpError("token_expired", text));
    }
    if (code === TOKEN_EXPIRED && steady) this.attempt();
    else this.retry(this.delayAfter(code, reason));
    if (!EXPECTED_CLOSES.has(code)) {
      const text = `The server closed the connection (${code}): ${reason}`;
      this.hooks.failed(new BuildAmpError("connection_closed", text));
    }
  }

  /**
   * How the next attempt is made. Where sockets never get through, something between may let nothing but requests pass. Whether it
   * does shows the attempt; and the next break is the time to look whether sockets do again.
   */
  choose(code) {
    if (this.via === "sse") {
      this.strikes = this.state.name === "open" ? PATIENCE - 1 : 0;
      this.via = "websocket";
    } else if (this.state.name === "open" || code !== ABNORMAL) {
      this.strikes = 0;
    } else {
      this.strikes += 1;
      if (this.strikes >= PATIENCE) this.via = "sse";
    }
  }

  delayAfter(code, reason) {
    const { minMs, maxMs } = this.backoff;
    const hint = /\bretry_after_ms=(\d{1,7})\b/.exec(reason);
    if ((code === RESTART || code === OVERLOADED) && hint) {
      return Number(hint[1]) + this.random() * minMs;
    }
    if (code === POLICY) return (maxMs * (1 + this.random())) / 2;
    return this.jitter();
  }

  /** Full jitter: clients that were cut off together must not come back together. */
  jitter() {
    const { minMs, maxMs } = this.backoff;
    const ceiling = Math.min(maxMs, minMs * 2 ** this.failures);
    this.failures += 1;
    return this.random() * ceiling;
  }

  retry(delay) {
    const wait = Math.round(delay);
    this.timer = this.clock.setTimeout(this.wake, wait);
    if (globalThis.addEventListener) addEventListener("online", this.wake);
    this.change({ name: "waiting", retryAt: this.clock.now() + wait });
  }

  rest() {
    this.clock.clearTimeout(this.timer);
    this.timer = null;
    if (globalThis.removeEventListener) {
      removeEventListener("online", this.wake);
    }
  }

  change(state) {
    const previous = this.state;
    this.state = Object.freeze(state);
    this.hooks.changed(this.state, previous);
  }
}

/** What a socket does, by a stream of events and by requests. Frames leave in their order: one request at a time. */
class EventStream {
  constructor(base, token, session, fetch) {
    this.address = beside(base, "sse");
    this.headers = token ? { Authorization: `Bearer ${token}` } : {};
    this.fetch = fetch;
    this.waiting = [];
    this.busy = false;
    this.session = null;
    this.abort = new AbortController();
    this.onmessage = this.onclose = this.onerror = this.onalive = null;
    this.listen(session);
  }

  send(text) {
    this.waiting.push(text);
    if (!this.busy) this.write();
  }

  close() {
    this.abort.abort();
  }

  ask(session, request) {
    const address = new URL(this.address.href);
    if (session) address.searchParams.set("session", session);
    const { headers, abort } = this;
    return this.fetch(address.href, {
      headers,
      signal: abort.signal,
      ...request,
    });
  }

  async listen(session) {
    try {
      const response = await this.ask(session, { cache: "no-store" });
      if (!response.ok) return this.end(ABNORMAL, "");
      const reader = response.body.getReader();
      const decoder = new TextDecoder();
      let text = "";
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        if (this.onalive) this.onalive();
        const events = (text + decoder.decode(value, { stream: true })).split(
          "\n\n",
        );
        text = events.pop();
        for (const event of events) this.take(event);
      }
    } catch {
      // Whatever it was, the stream is no more.
    }
    this.end(ABNORMAL, "");
  }

  take(event) {
    const lines = event.split("\n");
    const of = (field) =>
      lines
        .filter((line) => line.startsWith(`${field}:`))
        .map((line) => line.slice(field.length + 1).trimStart());
    const data = of("data").join("\n");
    if (data === "" || this.abort.signal.aborted) return;
    if (of("event")[0] === "end") {
      const { code, reason } = JSON.parse(data);
      return this.end(code, reason);
    }
    this.session ??= JSON.parse(data).session;
    if (this.onmessage) this.onmessage({ data });
  }

  async write() {
    this.busy = true;
    try {
      while (this.waiting.length > 0) {
        const body = this.waiting.splice(0, BATCH).join("\n");
        const response = await this.ask(this.session, { method: "POST", body });
        if (!response.ok) throw new Error(`status ${response.status}`);
      }
    } catch {
      this.end(ABNORMAL, "");
    }
    this.busy = false;
  }

  end(code, reason) {
    if (this.abort.signal.aborted) return;
    this.abort.abort();
    if (this.onclose) this.onclose({ code, reason });
  }
}

/** A request that tells how far it is, which `fetch` can't. */
function sendWatched(url, { method, body, headers, signal, onProgress }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const fail = () => reject(new Error("the connection was lost"));
    request.open(method, url);
    for (const name of Object.keys(headers)) {
      request.setRequestHeader(name, headers[name]);
    }
    request.upload.onprogress = ({ loaded, total }) =>
      onProgress(loaded, total);
    request.onerror = request.onabort = request.ontimeout = fail;
    request.onload = () => {
      const ok = request.status >= 200 && request.status < 300;
      resolve({ ok, json: () => JSON.parse(request.responseText) });
    };
    if (signal) {
      if (signal.aborted) return fail();
      signal.addEventListener("abort", () => request.abort(), { once: true });
    }
    request.send(body);
  });
}

/** Handlers by what they are for. One that throws is reported, and disturbs no other. */
class Listeners {
  constructor() {
    this.handlers = new Map();
  }

  add(key, handler) {
    const name = JSON.stringify(key);
    const entry = { handler };
    const entries = this.handlers.get(name) ?? new Set();
    this.handlers.set(name, entries.add(entry));
    return () => {
      entries.delete(entry);
      if (entries.size === 0 && this.handlers.get(name) === entries) {
        this.handlers.delete(name);
      }
    };
  }

  emit(key, ...values) {
    const entries = this.handlers.get(JSON.stringify(key));
    for (const entry of entries ? [...entries] : []) {
      if (!entries.has(entry)) continue;
      try {
        entry.handler(...values);
      } catch (error) {
        Promise.resolve().then(() => report(error));
      }
    }
  }
}

const FRAMES = {
  connected: { fits: () => true, take: (core, frame) => core.connected(frame) },
  room_state: { fits: ofRoom, take: (core, frame) => core.roomState(frame) },
  broadcast: { fits: ofRoom, take: (core, frame) => core.broadcast(frame) },
  left_room: { fits: ofRoom, take: (core, frame) => core.leftRoom(frame) },
  direct: {
    fits: ({ message }) => typeof message === "object" && message !== null,
    take: (core, frame) => core.direct(frame),
  },
  ack: { fits: () => true, take: (core, frame) => core.ack(frame) },
  error: { fits: () => true, take: (core, frame) => core.error(frame) },
  pong: { fits: () => true, take: () => {} },
};

/** Refusals of a join that say nothing about the room. */
const PASSING = new Set([
  "rate_limited",
  "unavailable",
  "conflict",
  "logic_timeout",
]);

// Close codes: RFC 6455, section 7.4.1, the IANA registry, and one of the protocol's own.
const ABNORMAL = 1006;
const POLICY = 1008;
const RESTART = 1012;
const OVERLOADED = 1013;
const TOKEN_EXPIRED = 4001;
const EXPECTED_CLOSES = new Set([
  1000,
  1001,
  1005,
  ABNORMAL,
  RESTART,
  OVERLOADED,
  TOKEN_EXPIRED,
]);

/** So many sockets in a row are tried before a stream is. */
const PATIENCE = 2;

/** The most frames of one request. */
const BATCH = 64;

/** Asks for a sign of life. */
const PING = '{"type":"ping"}';

/** A socket that has not greeted by then never will. */
const OPENING_TIMEOUT_MS = 15000;

// Wrapped, for browsers refuse their timers to be called on another object.
const SYSTEM_CLOCK = {
  now: () => Date.now(),
  setTimeout: (act, ms) => setTimeout(act, ms),
  clearTimeout: (timer) => clearTimeout(timer),
};

function endpoint(url) {
  const page = globalThis.location;
  if (url === undefined && !page) {
    throw new TypeError("Outside a browser the option `url` is needed.");
  }
  const address = new URL(url ?? "/ws", page && page.href);
  address.protocol = address.protocol.replace("http", "ws");
  return address.href;
}

/** The address of another way to the same server: `/ws` and `/sse` stand side by side. */
function beside(base, name) {
  const address = new URL(base);
  const { search } = address;
  address.protocol = address.protocol.replace("ws", "http");
  const other = new URL(name, address);
  other.search = search;
  return other;
}

function connectedEvent({ state: { userId, connectionId } }) {
  return { kind: "connected", user_id: userId, connection_id: connectionId };
}

function closedError() {
  return new BuildAmpError("closed", "The client is closed.");
}

function sessionLostError() {
  const text =
    "The connection was lost, and the server no longer knows whether this message took effect.";
  return new BuildAmpError("session_lost", text);
}

/** An array or a text has fields too, but none that a model names. */
function fieldsOf(message) {
  if (typeof message === "object" && message !== null) {
    if (!Array.isArray(message)) return message;
  }
  throw new TypeError("expected an object");
}

function ofRoom({ room }) {
  return typeof room === "string";
}

/** What a table says of a name, and not what its prototype does. */
function owned(table, name) {
  return Object.prototype.hasOwnProperty.call(table, name)
    ? table[name]
    : undefined;
}

function report(error) {
  if (globalThis.reportError) globalThis.reportError(error);
  else console.error(error);
}
