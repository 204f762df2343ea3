// The pen: from a pointer's way to pieces of a stroke, sent while it is drawn.

import { newKey } from "./session.js";

/** How often a stroke that is being drawn is sent, in milliseconds. */
const EVERY = 60;
/** A place nearer than this to the last one is left out, in units. */
const NEAR = 2;
/** The most numbers of a piece, as the model says. */
const PIECE = 400;

/** A stroke from its first place to its last. `send(piece)` sends a piece; it is done again where the answer was lost. */
export class Stroke {
  #board;
  #send;
  #item;
  #sent = 0;
  #timer;
  #waiting = [];

  constructor(board, { colour, width }, place, send) {
    this.#board = board;
    this.#send = send;
    const shape = { kind: "stroke", colour, width, places: [place.x, place.y] };
    this.#item = board.begin(newKey(), shape);
    this.#timer = setInterval(() => this.#flush(), EVERY);
    this.#flush();
  }

  go({ x, y }) {
    const { places } = this.#item.shape;
    const [lastX, lastY] = places.slice(-2);
    if (Math.hypot(x - lastX, y - lastY) < NEAR) return;
    places.push(x, y);
    this.#board.touch();
  }

  /** The pen is up. Resolves when the server has all of it; rejects with its refusal. */
  async end() {
    clearInterval(this.#timer);
    this.#flush();
    try {
      await Promise.all(this.#waiting);
    } finally {
      this.#board.settle(this.#item.key);
    }
  }

  #flush() {
    const { places, colour, width } = this.#item.shape;
    while (this.#sent < places.length) {
      const from = this.#sent;
      const piece = places.slice(from, from + PIECE);
      this.#sent += piece.length;
      const { key } = this.#item;
      const sent = this.#send({ key, colour, width, from, places: piece });
      // It is looked at in `end`; until then a refusal is nobody's.
      sent.catch(() => {});
      this.#waiting.push(sent);
    }
  }
}
