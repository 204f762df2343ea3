// What the page knows of the floor: others as they were a moment ago, its own disc as it will be.
//
// The server alone decides. Frames come thirty times a second, each some time after it was true. Others are drawn from two
// frames, a tenth of a second late, so that they glide. The page's own disc is moved at once, by the same physics; each frame
// that comes is the truth of some steps ago, on which the steps since then are made again. What differs fades within moments.

import { RATE, move } from "./physics.js";

/** How far behind the newest frame others are drawn, in steps. */
const DELAY = 3;
/** A difference that fades, in units; a larger one is jumped over. */
const JUMP = 220;
/** Slower than this a disc lies still, in units a second. */
const STILL = 4;

export class World {
  #frames = [];
  /** What a frame's tick is on this page's clock, in milliseconds: `tick * 1000 / RATE + #shift`. */
  #shift = null;
  /** The steps that no frame knows of yet: `{ step, push }`. */
  #pending = [];
  #own = null;
  #before = null;
  #error = { x: 0, y: 0 };
  #step = 0;
  #isPushing = false;

  /** The seat of the page's own disc, or `null` while it only watches. */
  seat = null;
  gems = [];

  /** Forgets all frames: what comes next has nothing to do with them. */
  reset() {
    this.#frames = [];
    this.#shift = null;
    this.#pending = [];
    this.#own = null;
  }

  /** Takes a frame that has come at this time, in milliseconds. */
  take(frame, now) {
    const newest = this.#frames.at(-1);
    if (newest && frame.tick <= newest.tick) return;
    const late = now - (frame.tick * 1000) / RATE;
    // The fastest frame tells the clocks apart best; slowly, so that a break does not count for ever.
    this.#shift =
      this.#shift === null || late < this.#shift
        ? late
        : this.#shift + (late - this.#shift) * 0.02;
    const discs = new Map(frame.discs.map((disc) => [disc.seat, units(disc)]));
    this.#frames.push({ tick: frame.tick, discs });
    this.#frames = this.#frames.slice(-30);
    this.gems = frame.gems.map(({ x, y }) => ({ x: x / 10, y: y / 10 }));
    this.#correct(discs.get(this.seat));
  }

  #correct(truth) {
    if (!truth) {
      this.#own = null;
      return;
    }
    this.#step = Math.max(this.#step, truth.step);
    this.#pending = this.#pending.filter(({ step }) => step > truth.step);
    let own = truth;
    let before = truth;
    for (const { push } of this.#pending) {
      before = own;
      own = move(own, push);
    }
    if (this.#own) {
      const error = {
        x: this.#own.x + this.#error.x - own.x,
        y: this.#own.y + this.#error.y - own.y,
      };
      const isFar = Math.hypot(error.x, error.y) > JUMP;
      this.#error = isFar ? { x: 0, y: 0 } : error;
    }
    this.#own = own;
    this.#before = before;
  }

  /** One step of the page's own disc. Tells what to send, `{ step, x, y }`, or `null` where nothing is worth it. */
  advance(push) {
    this.#error.x *= 0.8;
    this.#error.y *= 0.8;
    if (!this.#own) return null;
    const isPushing = push.x !== 0 || push.y !== 0;
    const isMoving = Math.hypot(this.#own.vx, this.#own.vy) > STILL;
    const isNews = isPushing || this.#isPushing || isMoving;
    this.#isPushing = isPushing;
    this.#before = this.#own;
    if (!isNews) return null;
    this.#step += 1;
    this.#own = move(this.#own, push);
    this.#pending.push({ step: this.#step, push });
    // A server that hears nothing moves nothing.
    this.#pending = this.#pending.slice(-RATE);
    return { step: this.#step, ...push };
  }

  /** All discs as they are to be drawn now; `part` is how much of the page's next step has passed, from 0 to 1. */
  discs(now, part) {
    const [older, newer] = this.#around((now - this.#shift) * (RATE / 1000));
    if (!newer) return [];
    const span = newer.tick - older.tick || 1;
    const at = (now - this.#shift) * (RATE / 1000) - DELAY - older.tick;
    const share = Math.min(Math.max(at / span, 0), 1);
    return Array.from(newer.discs, ([seat, disc]) => {
      if (seat === this.seat && this.#own) return this.#drawOwn(disc, part);
      const was = older.discs.get(seat) ?? disc;
      return { ...disc, ...between(was, disc, share) };
    });
  }

  #drawOwn(disc, part) {
    const { x, y } = between(this.#before, this.#own, part);
    return { ...disc, x: x + this.#error.x, y: y + this.#error.y };
  }

  #around(tick) {
    const place = this.#frames.findLastIndex(
      (frame) => frame.tick <= tick - DELAY,
    );
    const older = this.#frames[Math.max(place, 0)];
    return [older, this.#frames[place + 1] ?? older];
  }
}

/** A disc of a frame, in units. */
const units = (disc) => ({
  ...disc,
  x: disc.x / 10,
  y: disc.y / 10,
  vx: disc.vx / 10,
  vy: disc.vy / 10,
});

const between = (from, to, share) => ({
  x: from.x + (to.x - from.x) * share,
  y: from.y + (to.y - from.y) * share,
});
