// The load: users with the generated client, who send without pause and note what they were told; and ghosts, who break off and stay away.
//
// It notes and judges nothing: that is the auditor's.

import { pathToFileURL } from "node:url";
import { join } from "node:path";
import WebSocket from "ws";

export const HALL = "hall";
const IN_FLIGHT = 8;
const PAUSE_MS = 25;
/** One in so many is something for later, and one in so many a call of a webhook. */
const LATER = 12;
const CALL = 20;

/**
 * A socket that shows what comes over the wire: the states of rooms, for the client does not tell epochs, and numbers that are not
 * the next, for the client passes over what it has heard before.
 */
class Tapped extends WebSocket {
  static states = new Map();
  static wrong = [];
  /** By room: the number that came last; `null` after a recovery, for what was missed follows. */
  #last = new Map();

  constructor(url) {
    super(url);
    const user = new URL(url).searchParams.get("token");
    this.on("message", (bytes) => {
      const { type, room, epoch, seq, recovered } = JSON.parse(String(bytes));
      if (type === "room_state") {
        const key = `${user} ${room}`;
        if (!Tapped.states.has(key)) Tapped.states.set(key, []);
        Tapped.states.get(key).push({ epoch, seq });
        this.#last.set(room, recovered ? null : seq);
      } else if (type === "broadcast") {
        const last = this.#last.get(room) ?? seq - 1;
        if (seq !== last + 1) Tapped.wrong.push(`${user} ${room} ${last} → ${seq}`);
        this.#last.set(room, seq);
      }
    });
  }
}

/** What came over the wire with a wrong number since this was asked for last. */
export function wrongNumbers() {
  return Tapped.wrong.splice(0);
}

/** The client that is generated for an app. */
export async function clientOf(app) {
  return (await import(pathToFileURL(join(app, "generated/js/buildamp.js")))).Client;
}

export class User {
  /** What became of each number that was sent: "confirmed", or the code of the refusal. */
  fates = new Map();
  /** What was to happen later, and what became of the wish. */
  wishes = new Map();
  /** Calls of a webhook, and what became of the wish. */
  calls = new Map();
  /** What it heard by room: whose number, and whether it was told by a new epoch since then that this may not be so. */
  heard = [];
  /** Who left the hall, and when it heard so. */
  left = new Map();
  /** By room: what it knows of it. */
  rooms = new Map();
  hall = new Set();
  gaps = [];
  twice = [];
  longestMs = 0;
  #number = 0;
  #waiting = 0;
  #last = 0;
  #timer;

  constructor(Client, name, ledger, url, silence) {
    this.name = name;
    this.ledger = ledger;
    this.client = new Client({
      url,
      userId: name,
      // It is nothing to a server without authentication: the tap tells by it whose socket it is.
      token: name,
      WebSocket: Tapped,
      transport: "websocket",
      backoff: { minMs: 50, maxMs: 1000 },
      silence,
    });
    this.client.onAny((event) => this.#hear(event));
  }

  async enter() {
    this.client.connect();
    await Promise.all([this.client.join(this.ledger), this.client.join(HALL)]);
  }

  begin() {
    this.#last = performance.now();
    this.#timer = setInterval(() => this.#send(), PAUSE_MS);
  }

  /** Sends no more, and waits until all is answered. */
  async end() {
    clearInterval(this.#timer);
    for (const late = Date.now() + 20_000; this.#waiting > 0; await new Promise((go) => setTimeout(go, 20)))
      if (Date.now() > late) throw new Error(`${this.name} still waits for ${this.#waiting} answers`);
  }

  count(fate) {
    return [...this.fates.values()].filter((other) => other === fate).length;
  }

  #send() {
    const now = performance.now();
    this.longestMs = Math.max(this.longestMs, now - this.#last);
    if (this.#waiting >= IN_FLIGHT) return;
    const number = (this.#number += 1);
    this.#await(this.client.sendAdd(this.ledger, { number }), (fate) => this.fates.set(number, fate));
    const key = `${this.name}/${number}`;
    if (number % CALL === 0) this.#await(this.client.sendCall(this.ledger, { key }), (fate) => this.calls.set(key, fate));
    if (number % LATER !== 0) return;
    const wish = { delay: 300 + ((number * 7919) % 4000), sent: Date.now() };
    this.wishes.set(key, wish);
    this.#await(this.client.sendLater(this.ledger, { key, delay: wish.delay }), (fate) => (wish.fate = fate));
  }

  #await(answer, note) {
    this.#waiting += 1;
    const done = (fate) => {
      this.#waiting -= 1;
      note(fate);
    };
    answer.then(
      () => {
        this.#last = performance.now();
        done("confirmed");
      },
      (error) => done(error.code ?? String(error)),
    );
  }

  #hear(event) {
    if (event.kind === "room_state") return this.#enter(event);
    if (event.kind !== "message") return;
    const known = this.rooms.get(event.room);
    if (event.seq !== known.seq + 1) (event.seq > known.seq ? this.gaps : this.twice).push(`${event.room} ${known.seq} → ${event.seq}`);
    known.seq = event.seq;
    if (event.type === "Added") {
      // The rules' own count says the same, and would say so too if numbers were given wrongly.
      if (event.payload.total !== known.total + 1) this.gaps.push(`${event.room} total ${known.total} → ${event.payload.total}`);
      known.total = event.payload.total;
      const { user, number } = event.payload;
      const key = `${user}/${number}`;
      if (known.since.has(key)) this.twice.push(`${event.room} ${key}`);
      known.since.add(key);
      this.heard.push({ key, room: event.room, epochs: known.epochs.size });
    } else if (event.type === "Presence") {
      const { user, is_here } = event.payload;
      if (is_here) this.hall.add(user);
      else if (this.hall.delete(user)) this.left.set(user, Date.now());
    }
  }

  #enter({ room, state, members, recovered }) {
    const { epoch, seq } = Tapped.states.get(`${this.name} ${room}`).shift();
    const known = this.rooms.get(room) ?? { epochs: new Set() };
    if (recovered && known.seq === undefined) this.gaps.push(`${room} was recovered from nothing`);
    known.epochs.add(epoch);
    if (!recovered) {
      known.since = new Set();
      known.seq = seq;
      known.total = state?.total;
      if (room === HALL) this.#see(new Set(members));
    }
    this.rooms.set(room, known);
  }

  #see(members) {
    for (const user of this.hall) if (!members.has(user)) this.left.set(user, Date.now());
    this.hall = members;
  }
}

/** Somebody in the hall of one node who is gone for good without a word once it breaks off. */
export class Ghost {
  constructor(name, url) {
    this.name = name;
    this.socket = new WebSocket(url);
    this.socket.on("error", () => {});
  }

  enter() {
    return new Promise((done, failed) => {
      this.socket.on("open", () => this.socket.send(JSON.stringify({ type: "join_room", room: HALL, userId: this.name })));
      this.socket.on("message", (bytes) => String(bytes).includes('"room_state"') && done());
      this.socket.on("close", () => failed(new Error(`${this.name} was not let in`)));
    });
  }

  breakOff() {
    this.socket.terminate();
  }
}
