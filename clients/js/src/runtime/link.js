// The connection: one at a time, how it is made, and when the next is tried.

import { endpoint } from "./address.js";
import {
  ABNORMAL,
  EXPECTED_CLOSES,
  OVERLOADED,
  POLICY,
  RESTART,
  TOKEN_EXPIRED,
} from "./closes.js";
import { BuildAmpError } from "./error.js";
import { askWhy } from "./refusal.js";
import { EventStream } from "./stream.js";
import { GOOD_FOR_MS } from "./time.js";

/** One socket at a time, and when to try the next. Knows text, not what it says. */
export class Link {
  constructor(options, clock, random, hooks) {
    this.options = options;
    this.clock = clock;
    this.random = random;
    this.hooks = hooks;
    this.backoff = { minMs: 500, maxMs: 30000, ...options.backoff };
    this.transport = options.transport ?? "auto";
    this.via = this.transport === "sse" ? "sse" : "websocket";
    this.strikes = 0; // sockets in a row that were never greeted on
    this.inquiry = null; // why one was not
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
    this.asked = false; // for a sign of life or the time, and has heard nothing since
    this.askedAt = 0; // for that, or for the connection
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

  /**
   * Nobody tells of a machine or a network that is gone: who hears nothing asks, and gives the connection up where nothing comes. Who
   * hears much asks now and then, too: that this machine's clock was put forward shows in nothing but an answer.
   */
  look() {
    const { socket } = this;
    if (this.asked) {
      this.lost(ABNORMAL, "");
      return socket.close();
    }
    const { quietMs, answerMs } = this.silence;
    const patience = this.hooks.isWaiting() ? answerMs : quietMs;
    const now = this.clock.now();
    const isOld = Math.abs(now - this.askedAt) >= GOOD_FOR_MS;
    if (now - this.heardAt >= patience || isOld) {
      this.asked = true;
      this.askedAt = now;
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
    this.inquiry?.abort();
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
      // Whatever an app's `token` throws, even if it is no error.
      const reason = error instanceof Error ? error.message : String(error);
      const text = `No connection could be started: ${reason}`;
      const failure = new BuildAmpError("connect_failed", text);
      this.retry(this.jitter(), failure);
      this.hooks.failed(failure);
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
    address.searchParams.set("direct", this.hooks.directs());
    return address.href;
  }

  socketFor(token) {
    if (this.via === "sse") {
      const { base, session, fetch } = this;
      return new EventStream(base, token, session, this.hooks.directs(), fetch);
    }
    const Socket = this.options.WebSocket ?? globalThis.WebSocket;
    return new Socket(this.address(token));
  }

  open(token) {
    this.askedAt = this.clock.now();
    const socket = this.socketFor(token);
    const ifCurrent = (act) => (event) => {
      if (this.socket === socket) act(event);
    };
    socket.onmessage = ifCurrent(({ data }) => {
      this.heard();
      this.hooks.received(data);
    });
    socket.onalive = ifCurrent(() => this.heard());
    socket.onclose = ifCurrent(({ code, reason, refusal }) => {
      const isRefused = code === ABNORMAL && this.state.name === "connecting";
      this.lost(code, reason);
      if (refusal) this.refused(refusal, this.attempts);
      else if (isRefused && refusal === undefined) this.inquire(token);
    });
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
    const text = `The server closed the connection (${code}): ${reason}`;
    const failure = EXPECTED_CLOSES.has(code)
      ? null
      : new BuildAmpError("connection_closed", text);
    if (code === TOKEN_EXPIRED && steady) this.attempt();
    else this.retry(this.delayAfter(code, reason), failure);
    if (failure) this.hooks.failed(failure);
  }

  /** One question at a time: where nothing is answered, questions must not pile up. Nor must one that hangs be the last. */
  async inquire(token) {
    if (this.inquiry) return;
    const inquiry = (this.inquiry = new AbortController());
    const attempt = this.attempts;
    const giveUp = () => inquiry.abort();
    const timer = this.clock.setTimeout(giveUp, OPENING_TIMEOUT_MS);
    const refusal = await askWhy(this.base, token, this.fetch, inquiry.signal);
    this.clock.clearTimeout(timer);
    this.inquiry = null;
    if (refusal) this.refused(refusal, attempt);
  }

  /** The server does not take the token. A function may give another; the same one would be refused for ever. */
  refused({ error, isFinal }, attempt) {
    const { name, retryAt } = this.state;
    const isFixed = typeof this.options.token !== "function";
    if (name === "open" || name === "closed") return;
    if (!isFixed && attempt !== this.attempts) return;
    this.strikes = 0; // sockets get through
    if (isFinal && isFixed) return this.stop(error);
    if (name === "waiting") this.change({ name, retryAt, error });
    this.hooks.failed(error);
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

  retry(delay, error = null) {
    const wait = Math.round(delay);
    this.timer = this.clock.setTimeout(this.wake, wait);
    if (globalThis.addEventListener) addEventListener("online", this.wake);
    this.change({ name: "waiting", retryAt: this.clock.now() + wait, error });
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

/** So many sockets in a row are tried before a stream is. */
const PATIENCE = 2;

/** A socket that has not greeted by then never will, nor is a question answered. */
const OPENING_TIMEOUT_MS = 15000;

/** Asks for a sign of life. */
const PING = '{"type":"ping"}';
